//! Where something stands in a workbook.

use std::fmt;

/// A place in the input workbook.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The sheet, as it is called in the workbook.
    pub sheet: String,
    /// Row, 1-based; 0 when the whole sheet is meant.
    pub row: u32,
    /// Column, 0-based.
    pub column: u16,
}

impl Place {
    /// A cell.
    pub fn cell(sheet: impl Into<String>, row: u32, column: u16) -> Self {
        Self { sheet: sheet.into(), row, column }
    }

    /// A whole sheet.
    pub fn sheet(sheet: impl Into<String>) -> Self {
        Self { sheet: sheet.into(), row: 0, column: 0 }
    }

    /// The cell's address such as `B7`; empty for a whole sheet.
    #[must_use]
    pub fn address(&self) -> String {
        if self.row == 0 { String::new() } else { format!("{}{}", column_letters(self.column), self.row) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.sheet.is_empty(), self.row) {
            (true, _) => Ok(()),
            (false, 0) => formatter.write_str(&self.sheet),
            (false, _) => write!(formatter, "{}!{}", self.sheet, self.address()),
        }
    }
}

/// The letters of a column: 0 is `A`, 26 is `AA`.
#[must_use]
pub fn column_letters(column: u16) -> String {
    let mut letters = Vec::new();
    let mut rest = u32::from(column) + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_columns() {
        for (column, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")] {
            assert_eq!(column_letters(column), letters);
        }
    }
}
