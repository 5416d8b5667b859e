//! A worksheet while its cells are written, from top to bottom and from left to right.
//!
//! Where rows go to a temporary file as soon as they are complete, a cell's look is mostly that of the cell above it.
//! The library hashes a whole format for each cell that names one, which costs more than the cell itself, so the column
//! lends its look to cells that name none. A row takes the looks of its columns when the next one begins; hence a cell
//! that changes its column's look names its own, and so do all cells of the last row. At the end the columns are plain
//! again: below the tables there is nothing.

use rust_xlsxwriter::{Format, Formula, Worksheet};

use super::error::WriteError;
use super::layout::EXCEL_ROWS;
use super::styles::{Look, Styles, base};

/// A worksheet and the looks of its columns.
pub(super) struct Paper<'a> {
    /// The worksheet.
    pub worksheet: &'a mut Worksheet,
    styles: &'a Styles,
    /// The row in which every cell names its look; `None` where all rows stay in memory and all cells name it.
    last_row: Option<u32>,
    columns: Vec<Lent>,
}

/// The look that a column lends, and the one of its cell before.
#[derive(Clone, Copy, Default)]
struct Lent {
    look: Option<Look>,
    before: Option<Look>,
}

/// What is put into a cell.
pub(super) enum Ink<'c> {
    Nothing,
    Number(f64),
    Truth(bool),
    Text(&'c str),
    Formula(Formula),
}

impl<'a> Paper<'a> {
    /// A worksheet whose rows stay in memory.
    pub(super) fn kept(worksheet: &'a mut Worksheet, styles: &'a Styles) -> Self {
        Self { worksheet, styles, last_row: None, columns: Vec::new() }
    }

    /// A worksheet whose rows go to a file; `last_row` is the last that will be written.
    pub(super) fn streamed(worksheet: &'a mut Worksheet, styles: &'a Styles, last_row: u32) -> Self {
        Self { worksheet, styles, last_row: Some(last_row), columns: Vec::new() }
    }

    /// The format of a look.
    pub(super) fn format(&self, look: Look) -> &'a Format {
        self.styles.get(look)
    }

    /// Writes a cell.
    pub(super) fn put(&mut self, row: u32, column: u16, ink: Ink<'_>, look: Look) -> Result<(), WriteError> {
        // A blank cell is nothing but its look.
        if self.lends(row, column, look) && !matches!(ink, Ink::Nothing | Ink::Text("")) {
            match ink {
                Ink::Number(number) => self.worksheet.write_number(row, column, number)?,
                Ink::Truth(truth) => self.worksheet.write_boolean(row, column, truth)?,
                Ink::Text(text) => self.worksheet.write_string(row, column, text)?,
                Ink::Formula(formula) => self.worksheet.write_formula(row, column, formula)?,
                Ink::Nothing => self.worksheet,
            };
            return Ok(());
        }
        let format = self.styles.get(look);
        match ink {
            Ink::Nothing => self.worksheet.write_blank(row, column, format)?,
            Ink::Number(number) => self.worksheet.write_number_with_format(row, column, number, format)?,
            Ink::Truth(truth) => self.worksheet.write_boolean_with_format(row, column, truth, format)?,
            Ink::Text(text) => self.worksheet.write_string_with_format(row, column, text, format)?,
            Ink::Formula(formula) => self.worksheet.write_formula_with_format(row, column, formula, format)?,
        };
        self.learn(row, column, look)
    }

    /// Whether the column lends the cell its look.
    fn lends(&self, row: u32, column: u16, look: Look) -> bool {
        let lent = self.columns.get(usize::from(column)).and_then(|lent| lent.look);
        self.last_row.is_some_and(|last| row < last) && lent == Some(look)
    }

    /// After a cell that named its look: the second one below another makes it the column's.
    fn learn(&mut self, row: u32, column: u16, look: Look) -> Result<(), WriteError> {
        if self.last_row.is_none_or(|last| row >= last) {
            return Ok(());
        }
        let place = usize::from(column);
        if self.columns.len() <= place {
            self.columns.resize(place + 1, Lent::default());
        }
        let lent = &mut self.columns[place];
        if lent.before == Some(look) && lent.look != Some(look) {
            lent.look = Some(look);
            self.worksheet.set_column_format(column, self.styles.get(look))?;
        }
        lent.before = Some(look);
        Ok(())
    }

    /// Whether nothing can stand below a row that is on its way to a file.
    pub(super) fn is_end(&self, row: u32) -> bool {
        self.last_row == Some(row) && u64::from(row) + 1 == EXCEL_ROWS
    }

    /// Has the last row written, and takes the looks off the columns.
    ///
    /// When it saves, the library writes a row that still waits and has a height of its own twice (0.102), and Excel calls
    /// such a file damaged. So an empty row follows, before which the last one goes to the file; at the end of a full sheet
    /// none can, see [`Self::is_end`].
    pub(super) fn finish(self) -> Result<(), WriteError> {
        self.finished().map(|_| ())
    }

    /// The same where a row ended the sheet of which nobody knew that it was the last.
    pub(super) fn finish_at(mut self, last: u32) -> Result<&'a mut Worksheet, WriteError> {
        self.last_row = Some(last);
        self.finished()
    }

    fn finished(self) -> Result<&'a mut Worksheet, WriteError> {
        let plain = base();
        if let Some(last) = self.last_row.filter(|last| !self.is_end(*last)) {
            self.worksheet.write_blank(last + 1, 0, &plain)?.clear_cell(last + 1, 0);
        }
        for (column, lent) in (0..).zip(&self.columns) {
            if lent.look.is_some() {
                self.worksheet.set_column_format(column, &plain)?;
            }
        }
        Ok(self.worksheet)
    }
}
