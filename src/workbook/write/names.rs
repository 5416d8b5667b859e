//! Sheet names that every version of Excel takes without repairing the file.

use std::collections::HashSet;

use super::error::{NameFault, WriteError};
use crate::report::sheet_name_fault;

/// Checks the names of a workbook's sheets, in order.
pub(super) fn check<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<(), WriteError> {
    let mut seen = HashSet::new();
    for name in names {
        let fault =
            sheet_name_fault(name).or_else(|| (!seen.insert(name.to_lowercase())).then_some(NameFault::Repeated));
        if let Some(fault) = fault {
            return Err(WriteError::SheetName { name: name.to_owned(), fault });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_names_pass() {
        assert!(check(["汇总", "Q1", "半年 Half-year", "核对 (2)"]).is_ok());
    }

    #[test]
    fn bad_names_are_told_apart() {
        let cases = [
            (" ", NameFault::Blank),
            ("一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二", NameFault::TooLong),
            ("a/b", NameFault::Character),
            ("a\u{1}", NameFault::Character),
            ("'a", NameFault::Apostrophe),
            ("HISTORY", NameFault::Reserved),
            ("历史记录", NameFault::Reserved),
        ];
        for (name, expected) in cases {
            assert_eq!(sheet_name_fault(name), Some(expected), "{name}");
        }
        let twice = check(["Basis", "BASIS"]);
        assert!(matches!(twice, Err(WriteError::SheetName { fault: NameFault::Repeated, .. })));
    }
}
