//! The marks by which spreadsheet programs say that they have a workbook open: a small file beside it, which may also be
//! left from a crash.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// What stands before and behind a workbook's name in the name of its mark: Excel, and WPS on Windows and macOS;
/// `LibreOffice`; WPS on Linux.
const MARKS: [(&str, &str); 3] = [("~$", ""), (".~lock.", "#"), (".~", "")];

/// The mark that lies beside a workbook, if there is one.
pub(crate) fn mark_beside(workbook: &Path) -> Option<PathBuf> {
    let name = workbook.file_name()?;
    let mark = |(before, after): (&str, &str)| {
        let mut mark = OsString::from(before);
        mark.push(name);
        mark.push(after);
        workbook.with_file_name(mark)
    };
    // A mark may be a link that leads nowhere.
    MARKS.into_iter().map(mark).find(|mark| mark.symlink_metadata().is_ok_and(|mark| !mark.is_dir()))
}

/// Whether a file's name is that of a mark, and the file no workbook whatever its ending.
pub(crate) fn is_mark(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    MARKS.iter().any(|(before, after)| name.starts_with(before) && name.ends_with(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_program_s_mark_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let workbook = folder.path().join("三季度 q3.xlsx");
        std::fs::write(&workbook, "").unwrap();
        assert_eq!(mark_beside(&workbook), None);
        for mark in ["~$三季度 q3.xlsx", ".~lock.三季度 q3.xlsx#", ".~三季度 q3.xlsx"] {
            let path = folder.path().join(mark);
            std::fs::write(&path, "").unwrap();
            assert_eq!(mark_beside(&workbook).as_ref(), Some(&path));
            assert!(is_mark(OsStr::new(mark)), "{mark}");
            std::fs::remove_file(path).unwrap();
        }
        std::fs::write(folder.path().join("~$other.xlsx"), "").unwrap();
        assert_eq!(mark_beside(&workbook), None);
        assert!(!is_mark(OsStr::new("q3~$.xlsx")) && !is_mark(OsStr::new(".q3.xlsx")));
    }
}
