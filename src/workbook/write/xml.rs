//! The XML of rows and cells, pushed onto bytes: tags, references, and texts with what XML and Excel escape.

use rust_xlsxwriter::utility::column_number_to_name;

/// How the cells of columns begin, up to the letters of their references, made once.
#[derive(Default)]
pub(super) struct Letters(Vec<String>);

/// What stands before the letters of a cell.
const CELL: &str = "<c r=\"";

impl Letters {
    pub(super) fn new(columns: u16) -> Self {
        let mut letters = Self::default();
        letters.reach(columns);
        letters
    }

    /// Makes those that are missing of so many columns.
    pub(super) fn reach(&mut self, columns: u16) {
        let known = u16::try_from(self.0.len()).unwrap_or(u16::MAX);
        self.0.extend((known..columns).map(|column| CELL.to_owned() + &column_number_to_name(column)));
    }

    pub(super) fn get(&self, column: u16) -> &str {
        &self.0[usize::from(column)][CELL.len()..]
    }
}

/// A row while its cells are written, from left to right; its memory is used again for the next one.
#[derive(Default)]
pub(super) struct XmlRow {
    /// Its number and the quotation mark behind it.
    number: Vec<u8>,
    cells: Vec<u8>,
    /// The column after the last cell.
    next: u16,
    /// The height of the row before, in points, and its attributes: most rows are alike.
    height: (f64, String),
}

impl XmlRow {
    /// Begins the row `row` (0-based).
    pub(super) fn begin(&mut self, row: u32) {
        self.number.clear();
        whole(&mut self.number, u64::from(row) + 1);
        self.number.push(b'"');
        self.cells.clear();
        self.next = 0;
    }

    /// Begins a cell; `style` is its attribute. Cells ascend in a row.
    pub(super) fn cell(&mut self, letters: &Letters, column: u16, style: &str) -> &mut Vec<u8> {
        assert!(column >= self.next, "cells ascend");
        self.next = column + 1;
        self.cells.extend_from_slice(letters.0[usize::from(column)].as_bytes());
        self.cells.extend_from_slice(&self.number);
        self.cells.extend_from_slice(style.as_bytes());
        &mut self.cells
    }

    /// Whether it has no cell.
    pub(super) fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Ends the row, of so many points if it has a height of its own.
    pub(super) fn end(&mut self, height: Option<f64>, xml: &mut Vec<u8>) {
        xml.extend_from_slice(b"<row r=\"");
        xml.extend_from_slice(&self.number);
        if let Some(height) = height {
            if self.height.0.to_bits() != height.to_bits() {
                // Whole pixels, as the library has them for what it places by rows.
                let points = (height * 4.0 / 3.0).round() * 0.75;
                self.height = (height, format!(" ht=\"{points}\" customHeight=\"1\""));
            }
            xml.extend_from_slice(self.height.1.as_bytes());
        }
        xml.push(b'>');
        xml.extend_from_slice(&self.cells);
        xml.extend_from_slice(b"</row>");
    }
}

/// Pushes a text as it stands between tags. What no XML may hold is written as `_x0001_`.
pub(super) fn escape(xml: &mut Vec<u8>, text: &str) {
    let special = |byte: u8| byte < b' ' || matches!(byte, b'&' | b'<' | b'>' | 0xEF);
    // Most have none; all bytes are asked at once, which is several a step.
    if !text.bytes().fold(false, |any, byte| any | special(byte)) {
        return xml.extend_from_slice(text.as_bytes());
    }
    let mut rest = text;
    while let Some(at) = rest.bytes().position(special) {
        let (before, from) = rest.split_at(at);
        xml.extend_from_slice(before.as_bytes());
        let Some(char) = from.chars().next() else { break };
        match char {
            '&' => xml.extend_from_slice(b"&amp;"),
            '<' => xml.extend_from_slice(b"&lt;"),
            '>' => xml.extend_from_slice(b"&gt;"),
            '\0'..=' ' | '\u{FFFE}' | '\u{FFFF}' if !matches!(char, '\t' | '\n') => {
                xml.extend_from_slice(format!("_x{:04X}_", u32::from(char)).as_bytes());
            }
            _ => xml.extend_from_slice(&from.as_bytes()[..char.len_utf8()]),
        }
        rest = &from[char.len_utf8()..];
    }
    xml.extend_from_slice(rest.as_bytes());
}

/// Pushes a text of the workbook: `<t>…</t>`.
pub(super) fn text(xml: &mut Vec<u8>, text: &str) {
    let blank = |char: char| matches!(char, ' ' | '\t' | '\n');
    let kept = text.starts_with(blank) || text.ends_with(blank);
    xml.extend_from_slice(if kept { b"<t xml:space=\"preserve\">" } else { b"<t>" });
    escaped(xml, text);
    xml.extend_from_slice(b"</t>");
}

/// Pushes a text such that what looks like an escape of Excel's stays what it is.
pub(super) fn escaped(xml: &mut Vec<u8>, text: &str) {
    let mut rest = text;
    // Most have none, and to look for one byte is faster.
    if memchr::memchr(b'_', text.as_bytes()).is_none() {
        return escape(xml, text);
    }
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        escape(xml, before);
        let is_escape = from
            .as_bytes()
            .get(2..7)
            .is_some_and(|code| code[..4].iter().all(u8::is_ascii_hexdigit) && code[4] == b'_');
        xml.extend_from_slice(if is_escape { b"_x005F_x" } else { b"_x" });
        rest = &from[2..];
    }
    escape(xml, rest);
}

/// Pushes a whole number.
pub(super) fn whole(xml: &mut Vec<u8>, number: u64) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    let mut rest = number;
    loop {
        at -= 1;
        digits[at] = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    xml.extend_from_slice(&digits[at..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pushed(push: impl Fn(&mut Vec<u8>)) -> String {
        let mut xml = Vec::new();
        push(&mut xml);
        String::from_utf8(xml).unwrap()
    }

    #[test]
    fn texts_are_escaped_as_excel_does() {
        for (text, expected) in [
            ("a<b>&\"c\"", "<t>a&lt;b&gt;&amp;\"c\"</t>"),
            (" 两行\n", "<t xml:space=\"preserve\"> 两行\n</t>"),
            ("\u{1}\r\u{FFFE}ＡÉ", "<t>_x0001__x000D__xFFFE_ＡÉ</t>"),
            ("_x0041_ _x00_ _x_x0041_", "<t>_x005F_x0041_ _x00_ _x_x005F_x0041_</t>"),
        ] {
            assert_eq!(pushed(|xml| self::text(xml, text)), expected);
        }
    }

    #[test]
    fn a_row_has_its_cells_in_order() {
        let letters = Letters::new(28);
        let mut line = XmlRow::default();
        line.begin(9);
        line.cell(&letters, 1, " s=\"3\"").extend_from_slice(b"/>");
        line.cell(&letters, 27, "").extend_from_slice(b"/>");
        assert!(!line.is_empty());
        let row = |height| format!("<row r=\"10\"{height}><c r=\"B10\" s=\"3\"/><c r=\"AB10\"/></row>");
        assert_eq!(pushed(|xml| whole(xml, 1_048_576)), "1048576");
        let mut xml = Vec::new();
        line.end(Some(26.0), &mut xml);
        line.end(None, &mut xml);
        assert_eq!(String::from_utf8(xml).unwrap(), row(" ht=\"26.25\" customHeight=\"1\"") + &row(""));
    }

    #[test]
    #[should_panic(expected = "cells ascend")]
    fn cells_that_go_back_are_not_written() {
        let letters = Letters::new(2);
        let mut line = XmlRow::default();
        line.begin(0);
        line.cell(&letters, 1, "");
        line.cell(&letters, 1, "");
    }
}
