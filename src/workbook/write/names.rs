//! Sheet names that every version of Excel takes without repairing the file.

use std::collections::HashSet;

use super::error::{NameFault, WriteError};

const LONGEST: usize = 31;

/// Names that Excel keeps for itself, in its English and Chinese versions, lower case.
const RESERVED: [&str; 2] = ["history", "历史记录"];

/// Checks the names of a workbook's sheets, in order.
pub(super) fn check<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<(), WriteError> {
    let mut seen = HashSet::new();
    for name in names {
        let fault = fault(name).or_else(|| (!seen.insert(name.to_lowercase())).then_some(NameFault::Repeated));
        if let Some(fault) = fault {
            return Err(WriteError::SheetName { name: name.to_owned(), fault });
        }
    }
    Ok(())
}

fn fault(name: &str) -> Option<NameFault> {
    if name.trim().is_empty() {
        Some(NameFault::Blank)
    } else if name.encode_utf16().count() > LONGEST {
        Some(NameFault::TooLong)
    } else if name.contains(['[', ']', ':', '*', '?', '/', '\\']) || name.chars().any(char::is_control) {
        Some(NameFault::Character)
    } else if name.starts_with('\'') || name.ends_with('\'') {
        Some(NameFault::Apostrophe)
    } else if RESERVED.contains(&name.to_lowercase().as_str()) {
        Some(NameFault::Reserved)
    } else {
        None
    }
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
            assert_eq!(fault(name), Some(expected), "{name}");
        }
        let twice = check(["Basis", "BASIS"]);
        assert!(matches!(twice, Err(WriteError::SheetName { fault: NameFault::Repeated, .. })));
    }
}
