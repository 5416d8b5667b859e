//! Addresses of cells and areas.

/// Rows and columns of a sheet.
pub const ROWS: u32 = 1_048_576;
pub const COLUMNS: u32 = 16_384;

/// Row and column of an address such as `B7` or `$B$7`, from 1 on; `None` where it is none.
pub fn cell(address: &str) -> Option<(u32, u32)> {
    let address = address.strip_prefix('$').unwrap_or(address);
    let digits = address.find(|char: char| !char.is_ascii_uppercase())?;
    let (letters, row) = address.split_at(digits);
    let row = row.strip_prefix('$').unwrap_or(row);
    if row.is_empty() || row.starts_with('0') || !row.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some((row.parse().ok()?, column(letters)?)).filter(|(row, _)| *row <= ROWS)
}

/// The number of a column's letters.
pub fn column(letters: &str) -> Option<u32> {
    if letters.is_empty() || letters.len() > 3 || !letters.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let number = letters.bytes().fold(0, |number, letter| number * 26 + u32::from(letter - b'A') + 1);
    (number <= COLUMNS).then_some(number)
}

/// Cells between two corners.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// First and last row.
    pub rows: (u32, u32),
    /// First and last column.
    pub columns: (u32, u32),
}

impl Area {
    /// `A1`, `A1:B2`, `$A:$B`, `$3:$5`.
    pub fn of(text: &str) -> Option<Self> {
        let (first, last) = text.split_once(':').unwrap_or((text, text));
        if let (Some(first), Some(last)) = (cell(first), cell(last)) {
            let area = Self { rows: (first.0, last.0), columns: (first.1, last.1) };
            return (area.rows.0 <= area.rows.1 && area.columns.0 <= area.columns.1).then_some(area);
        }
        let bare = |end: &'_ str| end.strip_prefix('$').unwrap_or(end).to_owned();
        let (first, last) = (bare(first), bare(last));
        if let (Some(first), Some(last)) = (column(&first), column(&last)) {
            return text.contains(':').then_some(Self { rows: (1, ROWS), columns: (first, last) });
        }
        let (first, last) = (first.parse().ok()?, last.parse().ok()?);
        (text.contains(':') && first >= 1 && last <= ROWS)
            .then_some(Self { rows: (first, last), columns: (1, COLUMNS) })
    }

    /// Whether two areas have a cell in common.
    pub fn meets(self, other: Self) -> bool {
        let meet = |one: (u32, u32), other: (u32, u32)| one.0 <= other.1 && other.0 <= one.1;
        meet(self.rows, other.rows) && meet(self.columns, other.columns)
    }
}
