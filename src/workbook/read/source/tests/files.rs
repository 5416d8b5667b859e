//! What the path leads to.

use std::io::{Read, Write};
use std::ops::ControlFlow;

use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

use super::make::{xlsx, xlsx_parts};
use crate::workbook::read::source::{SourceError, SourceWorkbook, limits};

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

/// A workbook whose bytes would be laid aside: a picture makes it as large.
fn large(cell: u8) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in xlsx_parts(&format!(r#"<row r="1"><c r="A1"><v>{cell}</v></c></row>"#)) {
        writer.start_file(name, options).expect("a part");
        writer.write_all(content.as_bytes()).expect("its content");
    }
    writer.start_file("xl/media/image1.png", options).expect("a part");
    writer.write_all(&vec![0; limits::ASIDE]).expect("its content");
    writer.finish().expect("a package").into_inner()
}

#[test]
fn what_is_laid_aside_is_taken_up_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("large.xlsx");
    let bytes = large(1);
    std::fs::write(&path, &bytes).expect("written");
    let mut book = SourceWorkbook::glance(&path, &|_| true).expect("a workbook");
    let sha256 = book.sha256().to_owned();
    let count = |book: &mut SourceWorkbook| {
        let mut rows = 0;
        book.rows(0, &mut |_| {
            rows += 1;
            ControlFlow::Continue(())
        })
        .map(|()| rows)
    };
    assert!(count(&mut book).is_ok_and(|rows| rows == 1));
    book.lay_aside();
    assert!(book.is_xlsx() && matches!(count(&mut book), Err(SourceError::NotAWorksheet { .. })));
    let mut there = Vec::new();
    book.contents().and_then(|mut contents| contents.read_to_end(&mut there)).expect("contents");
    assert!(there == bytes);
    book.take_up().expect("a workbook");
    assert!(book.sha256() == sha256 && count(&mut book).is_ok_and(|rows| rows == 1));
    // Another file of that name is not the one that was looked at.
    book.lay_aside();
    std::fs::write(&path, large(2)).expect("written");
    assert!(matches!(book.take_up(), Err(SourceError::Changed)));
    // A small one stays.
    std::fs::write(&path, xlsx("")).expect("written");
    let mut small = SourceWorkbook::open(&path).expect("a workbook");
    small.lay_aside();
    assert!(count(&mut small).is_ok_and(|rows| rows == 0));
}

#[test]
fn cells_follow_the_size_of_the_file() {
    let mib = |size: usize| limits::cells(size << 20);
    assert_eq!([0, 52, 100, 200, 324].map(mib), [20_000_000, 20_000_000, 20_000_000, 40_000_000, 64_800_000]);
    assert_eq!(limits::steps(324 << 20), 486_000_000);
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
