//! What the path leads to.

use super::make::xlsx;
use crate::workbook::read::source::{SourceError, SourceWorkbook};

#[test]
fn paths() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("奖金 表.xlsx");
    assert!(matches!(SourceWorkbook::open(&path), Err(SourceError::NotFound)));
    assert!(matches!(SourceWorkbook::open(folder.path()), Err(SourceError::NotAFile)));
    std::fs::write(&path, xlsx(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#)).expect("written");
    let book = SourceWorkbook::open(&path).expect("a workbook");
    assert_eq!((book.sheets().len(), book.sheets()[0].name.as_str()), (1, "Data"));
    // The ending of the name does not matter.
    let other = folder.path().join("data.ods");
    std::fs::rename(&path, &other).expect("renamed");
    assert_eq!(SourceWorkbook::open(&other).expect("a workbook").sha256(), book.sha256());
}

#[test]
fn the_hash_is_of_the_bytes() {
    let error = SourceWorkbook::from_bytes(b"abc".to_vec()).map(|_| ()).expect_err("no workbook");
    assert!(matches!(error, SourceError::NotASpreadsheet(_)));
    let hash = crate::sha256::hex([0, 0x0F, 0xF0, 0xFF]);
    assert_eq!(hash, "000ff0ff");
}

#[test]
fn what_another_program_holds_is_to_be_closed_there() {
    use std::io::{Error, ErrorKind};
    for number in [32, 33] {
        let error = SourceError::of(Error::from_raw_os_error(number), true);
        assert!(matches!(error, SourceError::Locked));
        assert!(error.to_string().ends_with("close it in Excel and run again"), "{error}");
        assert!(error.words().zh.contains("请在 Excel 中关闭后重新运行"), "{}", error.words().zh);
    }
    // The same numbers mean something else elsewhere.
    assert!(!matches!(SourceError::of(Error::from_raw_os_error(32), false), SourceError::Locked));
    assert!(matches!(SourceError::of(ErrorKind::PermissionDenied.into(), true), SourceError::Denied));
    assert!(matches!(SourceError::of(ErrorKind::NotFound.into(), true), SourceError::NotFound));
    assert!(matches!(SourceError::of(ErrorKind::TimedOut.into(), true), SourceError::Io(_)));
}

#[cfg(unix)]
#[test]
fn odd_paths() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    assert!(matches!(SourceWorkbook::open("/dev/zero".as_ref()), Err(SourceError::NotAFile)));
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(OsStr::from_bytes(b"\xFF\xFE.xlsx"));
    std::fs::write(&path, xlsx("")).expect("written");
    let link = folder.path().join("link.xlsx");
    std::os::unix::fs::symlink(&path, &link).expect("a link");
    assert!(SourceWorkbook::open(&link).is_ok());
    let huge = folder.path().join("huge.xlsx");
    std::fs::File::create(&huge).and_then(|file| file.set_len(2 << 30)).expect("a sparse file");
    assert!(matches!(SourceWorkbook::open(&huge), Err(SourceError::FileTooLarge { .. })));
}
