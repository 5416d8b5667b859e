//! Elements as nearly all programs write nearly all of them, known by every byte: `<c r="B7" s="1" t="s"><v>12</v></c>` and
//! `<si><t>Q1</t></si>`. They mean what they would mean tag by tag, which is how everything else is read: a byte more or
//! less, and this is not such an element.

use super::super::address::Address;
use super::super::xml::{plain, whole};
use super::area::address;
use super::kind::XlsxCellType;

/// Bytes that an attribute or a number here may have; longer ones go the long way.
const SHORT: usize = 32;

/// A cell with a value, or with nothing.
pub(super) struct PlainCell<'b> {
    pub(super) at: Address,
    pub(super) style: u32,
    pub(super) kind: XlsxCellType,
    pub(super) value: Option<&'b str>,
    /// Bytes of all of it.
    pub(super) length: usize,
}

/// The cell that begins here, if it is such a one and all of it is there.
pub(super) fn cell(bytes: &[u8]) -> Option<PlainCell<'_>> {
    let mut rest = bytes;
    let at = address(attribute(&mut rest, b"<c r=\"")?)?;
    let style = if rest.starts_with(b" s") { whole(attribute(&mut rest, b" s=\"")?)? } else { 0 };
    let kind =
        if rest.starts_with(b" t") { XlsxCellType::of(attribute(&mut rest, b" t=\"")?)? } else { XlsxCellType::Number };
    let value = if let Some(inner) = rest.strip_prefix(b"><v>") {
        let end = inner.iter().take(SHORT).position(|byte| *byte == b'<')?;
        rest = inner[end..].strip_prefix(b"</v></c>")?;
        Some(plain(&inner[..end])?)
    } else {
        rest = rest.strip_prefix(b"/>")?;
        None
    };
    Some(PlainCell { at, style, kind, value, length: bytes.len() - rest.len() })
}

/// What a row of nothing but such cells ends with.
pub(super) const ROW_END: &[u8] = b"</row>";

/// The number of the row that begins here, if its first tag is such a one, and what comes after that.
pub(super) fn row(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let mut rest = bytes;
    let number = whole(attribute(&mut rest, b"<row r=\"")?).filter(|_| bytes[8] != b'0')?;
    if rest.starts_with(b" spans") {
        attribute(&mut rest, b" spans=\"").filter(|spans| plain(spans).is_some())?;
    }
    Some((number, rest.strip_prefix(b">")?))
}

/// The value of the attribute that begins so; what comes after it is left.
fn attribute<'b>(rest: &mut &'b [u8], begin: &[u8]) -> Option<&'b [u8]> {
    let inner = rest.strip_prefix(begin)?;
    let end = inner.iter().take(SHORT).position(|byte| *byte == b'"')?;
    *rest = &inner[end + 1..];
    Some(&inner[..end])
}

/// The shared text that begins here, if it is one of a single piece, and the bytes of all of it.
pub(super) fn text(bytes: &[u8]) -> Option<(&str, usize)> {
    const BEGIN: &[u8] = b"<si><t>";
    const END: &[u8] = b"</t></si>";
    let inner = bytes.strip_prefix(BEGIN)?;
    let end = memchr::memchr(b'<', inner)?;
    inner[end..].starts_with(END).then_some(())?;
    Some((plain(&inner[..end])?, BEGIN.len() + end + END.len()))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::io::{self, BufRead, Read};
    use std::ops::ControlFlow;

    use super::super::super::error::SourceError;
    use super::super::super::xml::{Xml, XmlSource};
    use super::super::context::SheetContext;
    use super::super::sheet;
    use super::super::{strings, styles};
    use super::*;

    const MAIN: &str = r#"xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main""#;

    /// Bytes of which nothing is ever there beforehand: all goes the long way.
    struct Long<'b>(&'b [u8]);

    impl Read for Long<'_> {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            self.0.read(to)
        }
    }

    impl BufRead for Long<'_> {
        fn fill_buf(&mut self) -> io::Result<&[u8]> {
            Ok(self.0)
        }

        fn consume(&mut self, bytes: usize) {
            self.0.consume(bytes);
        }
    }

    impl XmlSource for Long<'_> {
        fn piece(&mut self) {}

        fn work(&mut self, _: usize) {}

        fn there(&self) -> &[u8] {
            &[]
        }

        fn trouble(&mut self) -> Option<SourceError> {
            None
        }
    }

    /// All that a sheet of one shared text gives, in words.
    fn of_sheet<R: XmlSource>(source: R) -> String {
        let strings =
            strings::read(Xml::new("s", format!("<sst {MAIN}><si><t>one</t></si></sst>").as_bytes())).unwrap();
        let sheet = format!("<styleSheet {MAIN}><cellXfs><xf/><xf numFmtId=\"14\"/></cellXfs></styleSheet>");
        let styles = styles::read(Xml::new("s", sheet.as_bytes())).unwrap();
        let context = SheetContext { strings: &strings, styles: &styles, from_1904: false, most_cells: 100 };
        let mut rows = String::new();
        let mut take = |row: &super::super::Packed, _: &super::super::SharedFormulas| {
            let _ = writeln!(rows, "{row:?}");
            ControlFlow::Continue(())
        };
        let outcome = sheet::read("Data", Xml::new("sheet", source), &context, &mut take);
        format!("{outcome:?}\n{rows}")
    }

    fn of_strings<R: XmlSource>(source: R) -> String {
        format!("{:?}", strings::read(Xml::new("strings", source)))
    }

    /// Each byte taken out, doubled and put in place of others, one after the other.
    fn bent(whole: &str) -> impl Iterator<Item = Vec<u8>> + '_ {
        let kinds = b" <>\"'&0Az/]:\x80\n".iter().map(|byte| Some(*byte)).chain([None]);
        kinds.flat_map(move |with| {
            (0..whole.len()).flat_map(move |at| {
                let with: Vec<u8> = with.into_iter().collect();
                [at..at + 1, at..at].map(|place| {
                    let mut bytes = whole.as_bytes().to_vec();
                    bytes.splice(place, with.iter().copied());
                    bytes
                })
            })
        })
    }

    #[test]
    fn the_long_way_gives_the_same() {
        let cells = r#"<row r="1"><c r="A1" s="1"><v>42736</v></c><c r="B1" t="s"><v>0</v></c><c r="C1" s="0"/><c r="D1"><v>-1.5</v></c></row><row r="2" spans="2:2"><c r="B2" t="b"><v>1</v></c></row>"#;
        let sheet = format!("<worksheet {MAIN}><sheetData>{cells}</sheetData></worksheet>");
        assert!(of_sheet(sheet.as_bytes()).starts_with("Ok"), "{}", of_sheet(sheet.as_bytes()));
        let table = format!("<sst {MAIN} uniqueCount=\"2\"><si><t>one</t></si><si><t> two_x0041_ </t></si></sst>");
        assert!(of_strings(table.as_bytes()).starts_with("Ok"));
        let (mut refused, mut read) = (0, 0);
        for bytes in bent(&sheet) {
            let short = of_sheet(bytes.as_slice());
            assert_eq!(short, of_sheet(Long(&bytes)), "{}", String::from_utf8_lossy(&bytes));
            if short.starts_with("Ok") { read += 1 } else { refused += 1 }
        }
        for bytes in bent(&table) {
            assert_eq!(of_strings(bytes.as_slice()), of_strings(Long(&bytes)), "{}", String::from_utf8_lossy(&bytes));
        }
        assert!(refused > 1_000 && read > 100, "{refused} refused, {read} read");
    }

    #[test]
    fn plain_cells() {
        for (bytes, expected) in [
            ("<c r=\"B7\" s=\"12\" t=\"s\"><v>360</v></c><c r", Some((6, 1, 12, XlsxCellType::Shared, Some("360")))),
            ("<c r=\"A1\"><v>-1.5E3</v></c>", Some((0, 0, 0, XlsxCellType::Number, Some("-1.5E3")))),
            ("<c r=\"A1\" s=\"3\"/></row>", Some((0, 0, 3, XlsxCellType::Number, None))),
            ("<c r=\"A1\"><v></v></c>", Some((0, 0, 0, XlsxCellType::Number, Some("")))),
            ("<c r=\"A1\" t=\"b\"><v>1</v></c>", Some((0, 0, 0, XlsxCellType::Truth, Some("1")))),
        ] {
            let cell = cell(bytes.as_bytes());
            let found = cell.map(|cell| (cell.at.row, cell.at.column, cell.style, cell.kind, cell.value));
            assert_eq!(found, expected, "{bytes}");
        }
    }

    #[test]
    fn anything_else_goes_the_long_way() {
        for bytes in [
            "",
            "<c/>",
            "<c r='A1'><v>1</v></c>",
            "<c t=\"s\" r=\"A1\"><v>1</v></c>",
            "<c r=\"A1\"  s=\"1\"><v>1</v></c>",
            "<c r=\"a1\"><v>1</v></c>",
            "<c r=\"A1\" s=\"x\"><v>1</v></c>",
            "<c r=\"A1\" t=\"q\"><v>1</v></c>",
            "<c r=\"A1\" x=\"s\"><v>1</v></c>",
            "<c r=\"A1\" s=\"1\" s=\"2\"><v>1</v></c>",
            "<c r=\"A1\"><v>1</v></c",
            "<c r=\"A1\"><v>1&#48;</v></c>",
            "<c r=\"A1\"><v>1]]></v></c>",
            "<c r=\"A1\"><v>1\n</v></c>",
            "<c r=\"A1\"><v>1</w></c>",
            "<c r=\"A1\"><v>1</v><v>2</v></c>",
            "<c r=\"A1\"><v>1</v> </c>",
            "<c r=\"A1\"><v/></c>",
            "<c r=\"A1\"></c>",
            "<c r=\"A1\"><f>1</f><v>1</v></c>",
            "<x:c r=\"A1\"><v>1</v></c>",
        ] {
            assert!(cell(bytes.as_bytes()).is_none(), "{bytes}");
        }
        for bytes in [
            "<si><t>a</t></si",
            "<si><t>a&amp;b</t></si>",
            "<si><t>a</t><r/></si>",
            "<si><t xml:space=\"preserve\"> a</t></si>",
        ] {
            assert!(text(bytes.as_bytes()).is_none(), "{bytes}");
        }
        assert_eq!(text("<si><t>张伟</t></si><si>".as_bytes()), Some(("张伟", 22)));
    }
}
