//! What a reference of a chart, such as `'汇总'!$D$6:$D$13`, points at in the report.

use rust_xlsxwriter::utility::column_name_to_number;

use super::layout::{end_column, end_row};
use crate::report::sheet::{CellUnit, CellValue, Report, ReportSheet, RowCells, SheetBlock};

/// Cells of a block.
pub(super) struct BlockArea<'a, 'b> {
    block: &'a SheetBlock<'b>,
    rows: (u32, u32),
    columns: (u16, u16),
}

impl<'a, 'b> BlockArea<'a, 'b> {
    /// The cells behind `reference`, if they are all in one block of `report`.
    pub(super) fn parse(report: &'a Report<'b>, reference: &str) -> Option<Self> {
        let (sheet, cells) = reference.trim_start_matches('=').rsplit_once('!')?;
        let name = sheet.trim_matches('\'').replace("''", "'");
        let sheet = report.sheets.iter().find(|sheet| sheet.name == name)?;
        let (first, last) = cells.split_once(':').unwrap_or((cells, cells));
        let ((top, left), (bottom, right)) = (cell(first)?, cell(last)?);
        let block = sheet.blocks.iter().find(|block| {
            let (rows, columns) = (block.first_row()..end_row(block), block.left..end_column(block));
            rows.contains(&top) && rows.contains(&bottom) && columns.contains(&left) && columns.contains(&right)
        })?;
        Some(Self { block, rows: (top, bottom), columns: (left, right) })
    }

    /// The unit of its first column.
    pub(super) fn unit(&self) -> Option<CellUnit> {
        self.block.columns.get(usize::from(self.columns.0 - self.block.left)).map(|column| column.unit)
    }

    /// Whether it is on a sheet.
    pub(super) fn is_on(&self, sheet: &ReportSheet) -> bool {
        sheet.blocks.iter().any(|block| std::ptr::eq(block, self.block))
    }

    /// Shows every value to `see`, with its row and column.
    pub(super) fn each(&self, mut see: impl FnMut((u32, u16), &CellValue)) {
        let from = usize::from(self.columns.0 - self.block.left);
        let count = usize::from(self.columns.1.saturating_sub(self.columns.0)) + 1;
        let mut row = RowCells::of_values();
        for at in self.rows.0..=self.rows.1 {
            self.block.rows.fill((at - self.block.first_row()) as usize, &mut row);
            let cells = row.iter().skip(from).take(count);
            (self.columns.0..).zip(cells).for_each(|(column, cell)| see((at, column), &cell.value));
        }
    }
}

/// 0-based row and column of a cell such as `$D$6`.
fn cell(reference: &str) -> Option<(u32, u16)> {
    let plain = reference.replace('$', "");
    let (letters, row) = plain.split_at(plain.find(|char: char| char.is_ascii_digit())?);
    let known = !letters.is_empty() && letters.chars().all(|char| char.is_ascii_uppercase());
    let row = row.parse::<u32>().ok()?.checked_sub(1)?;
    (known && letters.len() <= 3).then(|| (row, column_name_to_number(letters)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_with_or_without_dollars() {
        assert_eq!(cell("$D$6"), Some((5, 3)));
        assert_eq!(cell("AA10"), Some((9, 26)));
        for wrong in ["", "D", "6", "$D$0", "d6", "ABCD1"] {
            assert_eq!(cell(wrong), None, "{wrong}");
        }
    }
}
