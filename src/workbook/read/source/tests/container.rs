//! Packages of which two programs read two different things, and such as take long to read.

use super::make::{MAIN, ods, xlsx, xlsx_with, zip};
use super::{open, rows, unzip};
use crate::workbook::read::source::{RawCell, SourceError};

const ONE: &str = r#"<row r="1"><c r="A1"><v>1</v></c></row>"#;
const TWO: &str = r#"<row r="1"><c r="A1"><v>2</v></c></row>"#;

fn fault(bytes: &[u8]) -> SourceError {
    open(bytes).map(|_| ()).expect_err("a fault")
}

fn number(bytes: &[u8], at: usize) -> usize {
    bytes[at..at + 4].iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte))
}

/// The parts of a package as they lie there, moved by so many bytes; its directory, and its number of entries.
fn pieces(package: &[u8], moved: usize) -> (Vec<u8>, Vec<u8>, u64) {
    let end = memchr::memmem::rfind(package, b"PK\x05\x06").expect("an end");
    let start = number(package, end + 16);
    let mut directory = package[start..end].to_vec();
    let entries: Vec<usize> = memchr::memmem::find_iter(&directory, b"PK\x01\x02").collect();
    for at in &entries {
        let offset = number(&directory, at + 42) + moved;
        directory[at + 42..at + 46].copy_from_slice(&u32::try_from(offset).expect("an offset").to_le_bytes());
    }
    (package[..start].to_vec(), directory, entries.len() as u64)
}

/// Two packages in one: the last record names the directory of one of them, the larger record before it that of the other.
fn with_two_directories(last_is_first: bool) -> Vec<u8> {
    let (first, first_directory, count) = pieces(&xlsx(ONE), 0);
    let (second, second_directory, _) = pieces(&xlsx(TWO), first.len());
    let mut bytes = [first, second].concat();
    let starts = [bytes.len() as u64, (bytes.len() + first_directory.len()) as u64];
    let sizes = [first_directory.len() as u64, second_directory.len() as u64];
    bytes.extend([first_directory, second_directory].concat());
    let (last, large) = if last_is_first { (0, 1) } else { (1, 0) };
    let record = bytes.len() as u64;
    bytes.extend(b"PK\x06\x06");
    bytes.extend([&44_u64.to_le_bytes()[..], &[45, 0, 45, 0], &[0; 8]].concat());
    for number in [count, count, sizes[large], starts[large]] {
        bytes.extend(number.to_le_bytes());
    }
    bytes.extend([&b"PK\x06\x07"[..], &[0; 4], &record.to_le_bytes(), &[1, 0, 0, 0]].concat());
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend([&count.to_le_bytes()[..2], &count.to_le_bytes()[..2]].concat());
    bytes.extend([&sizes[last].to_le_bytes()[..4], &starts[last].to_le_bytes()[..4], &[0, 0]].concat());
    bytes
}

#[test]
fn two_directories() {
    for last_is_first in [true, false] {
        let error = fault(&with_two_directories(last_is_first));
        assert!(matches!(error, SourceError::Damaged { .. }), "{error}");
        assert!(error.to_string().contains("zip container"), "{error}");
    }
}

/// An entry more than the end of the file says: some programs list it, others do not.
#[test]
fn an_entry_that_is_not_counted() {
    let mut bytes = xlsx(ONE);
    let end = memchr::memmem::rfind(&bytes, b"PK\x05\x06").expect("an end");
    for at in [end + 8, end + 10] {
        bytes[at] -= 1;
    }
    assert!(matches!(fault(&bytes), SourceError::Damaged { .. }));
}

/// A part that is called otherwise in a field which many programs pass over.
#[test]
fn names_that_only_some_programs_read() {
    let sheet = "xl/worksheets/sheet1.xml";
    let renamed = |to: &str| {
        let mut sum = crc32fast::Hasher::new();
        sum.update(sheet.as_bytes());
        let length = u16::try_from(to.len() + 5).expect("a length").to_le_bytes();
        let field = [b"up", &length[..], &[1], &sum.finalize().to_le_bytes(), to.as_bytes()].concat();
        let mut bytes = xlsx(ONE);
        let at = memchr::memmem::rfind(&bytes, sheet.as_bytes()).expect("its entry");
        let extra = number(&bytes, at - 16) & 0xFFFF;
        let total = u16::try_from(extra + field.len()).expect("a length").to_le_bytes();
        bytes[at - 16..at - 14].copy_from_slice(&total);
        let end = memchr::memmem::rfind(&bytes, b"PK\x05\x06").expect("an end");
        let size = u32::try_from(number(&bytes, end + 12) + field.len()).expect("a size").to_le_bytes();
        bytes[end + 12..end + 16].copy_from_slice(&size);
        bytes.splice(at + sheet.len() + extra..at + sheet.len() + extra, field);
        bytes
    };
    assert!(rows(&renamed(sheet)).is_ok());
    let error = fault(&renamed("xl/worksheets/sheet9.xml"));
    assert!(matches!(&error, SourceError::BadPartName { part } if part == sheet), "{error}");
}

/// One file that is an .xlsx to whoever goes by its name, and an .ods or .xlsb to whoever looks inside.
#[test]
fn two_workbooks_in_one() {
    let table = r#"<table:table table:name="Data"/>"#;
    let owned = |parts: Vec<(String, Vec<u8>)>| parts.into_iter();
    for other in [unzip(&ods(table)), vec![("xl/workbook.bin".to_owned(), Vec::new())]] {
        let both: Vec<_> = owned(other).chain(owned(unzip(&xlsx(ONE)))).collect();
        let both: Vec<(&str, &Vec<u8>)> = both.iter().map(|(name, content)| (name.as_str(), content)).collect();
        let error = fault(&zip(&both));
        assert!(error.to_string().contains("another workbook stands beside it"), "{error}");
    }
}

#[test]
fn parts_that_are_packed_in_an_unusual_way() {
    let mut bytes = xlsx(ONE);
    for at in memchr::memmem::find_iter(&bytes.clone(), b"PK\x01\x02") {
        bytes[at + 10] = 14;
    }
    let error = fault(&bytes);
    assert!(error.to_string().contains("packed in an unusual way"), "{error}");
}

/// A name is looked for among those that were declared: not among tens of thousands.
#[test]
fn namespaces_without_end() {
    let deep = |count: usize| {
        let declared: String = (0..count).map(|at| format!("<a xmlns:p{at}=\"u\">")).collect();
        let sheet = format!(
            "<worksheet {MAIN}><sheetData/><extLst>{declared}<p0:b/>{}</extLst></worksheet>",
            "</a>".repeat(count)
        );
        xlsx_with("xl/worksheets/sheet1.xml", &sheet)
    };
    assert!(open(&deep(200)).is_ok());
    let wide: String = (0..250).map(|at| format!(" xmlns:p{at}=\"u\"")).collect();
    let sheet = format!(
        "<worksheet {MAIN}><sheetData/><extLst><a{wide}><b{}/></a></extLst></worksheet>",
        wide.replace(":p", ":q")
    );
    let error = fault(&xlsx_with("xl/worksheets/sheet1.xml", &sheet));
    assert!(error.to_string().contains("too many namespaces"), "{error}");
}

/// Attributes that stand twice are found among many, too.
#[test]
fn many_attributes() {
    let many: String = (0..100).map(|at| format!(" a{at}=\"\"")).collect();
    let with = |more: &str| {
        let sheet = format!("<worksheet {MAIN}><sheetData>{ONE}</sheetData><extLst{many}{more}/></worksheet>");
        xlsx_with("xl/worksheets/sheet1.xml", &sheet)
    };
    assert_eq!(rows(&with("")).expect("rows")[0].cells, [(0, RawCell::Number(1.into()))]);
    assert!(fault(&with(" a5=\"\"")).to_string().contains("an attribute stands twice"));
}
