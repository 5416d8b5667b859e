//! Results as plain data: sheets, blocks, columns and cells, before any file format.
//!
//! A report knows what stands where, in which unit and with which formula; it knows nothing of
//! xlsx or CSV. The writers in `workbook::write` turn it into files.

use std::ops::{Deref, DerefMut};

use rust_decimal::Decimal;

use crate::formula::truth_text;
use crate::lang::Lang;

/// A whole results workbook.
pub struct Report<'a> {
    /// The language of the words that stand for figures (yes, no, what does not apply), with a dash for zero; none in a
    /// form, which shows what is typed.
    pub lang: Option<Lang>,
    /// Title of the document, shown in its properties.
    pub title: String,
    /// Subject of the document: policy, year and through period.
    pub subject: String,
    /// The sheets in the order of their tabs.
    pub sheets: Vec<ReportSheet<'a>>,
    /// Names of key figures: (name, absolute reference such as `'依据'!$C$7`).
    pub names: Vec<(String, String)>,
}

impl Report<'_> {
    /// How many rows of data stand on all sheets together.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.sheets.iter().flat_map(|sheet| &sheet.blocks).map(|block| block.rows.len() as u64).sum()
    }
}

/// One sheet: a title, then blocks of columns and rows, then charts.
#[derive(Default)]
pub struct ReportSheet<'a> {
    /// Name on the tab; unique, at most 31 characters, none of `[]:*?/\`.
    pub name: String,
    /// Title in row 1.
    pub title: String,
    /// Line under the title, in row 2 (policy, year, unit of money); may be empty.
    pub subtitle: String,
    /// The tables on the sheet, from top to bottom or from left to right; they never overlap.
    pub blocks: Vec<SheetBlock<'a>>,
    /// How many columns stay in view when scrolling (the rows above the first block's data do too).
    pub frozen_columns: u16,
    /// Charts, placed below the last block.
    pub charts: Vec<SheetChart>,
    /// What of it is printed.
    pub print: Print,
    /// Lines to sign at the foot of each page, where [`Print::Fitted`] takes several.
    pub signed: String,
}

/// What of a sheet goes on paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Print {
    /// All of it, as wide as a page.
    #[default]
    Whole,
    /// All of it on one page, upright or on its side.
    OnePage {
        /// Upright.
        portrait: bool,
    },
    /// All of it on one page, upright or on its side as it fits better, with low rows and with sentences as wide as suits
    /// the page; on more pages where it could not be read on one.
    Fitted,
    /// Whatever is filled in, and the rows that are ruled for it; those below are ruled as they are filled in.
    Filled,
    /// The blocks from this row and column on, which are there for paper: on one page where they are short.
    From {
        /// Their first row.
        row: u32,
        /// Their first column.
        column: u16,
        /// Whether one page must do.
        one_page: bool,
    },
    /// Nothing, until whoever wants it on paper takes the print area away.
    OnDemand,
}

/// A table on a sheet. Its place is fixed by the report, because formulas point at it.
#[derive(Default)]
pub struct SheetBlock<'a> {
    /// Row of the heading (0-based); the clause row, the label row and the data follow.
    pub top: u32,
    /// First column (0-based).
    pub left: u16,
    /// Heading over the block, when the sheet has several.
    pub heading: Option<String>,
    /// The columns.
    pub columns: Vec<SheetColumn>,
    /// The data.
    pub rows: BlockRows<'a>,
    /// Whether the last row is a total and set off from the others.
    pub total: bool,
}

impl SheetBlock<'_> {
    /// Rows from the top of a block to its first row of data: heading, clauses, labels.
    pub const HEADER_ROWS: u32 = 3;

    /// A table of rows that exist already; where it stands is for whoever lays the sheet out.
    #[must_use]
    pub fn ready(heading: Option<String>, columns: Vec<SheetColumn>, rows: Vec<Vec<Cell>>) -> Self {
        Self { heading, columns, rows: BlockRows::ready(rows), ..Self::default() }
    }

    /// The top of a block below this one, with a blank row between them.
    #[must_use]
    pub fn below(&self) -> u32 {
        self.first_row() + u32::try_from(self.rows.len()).unwrap_or(0) + 1
    }

    /// Those that have rows, one below the other from `top` on.
    pub(super) fn stacked(blocks: impl IntoIterator<Item = Self>, mut top: u32) -> Vec<Self> {
        let placed = blocks.into_iter().filter(|block| !block.rows.is_empty()).map(|block| {
            let block = Self { top, ..block };
            top = block.below();
            block
        });
        placed.collect()
    }

    /// 0-based row of the first row of data.
    #[must_use]
    pub fn first_row(&self) -> u32 {
        self.top + Self::HEADER_ROWS
    }
}

/// Rows that are made one at a time, so that a million of them need no memory at once.
pub struct BlockRows<'a> {
    count: usize,
    fill: Fill<'a>,
}

/// Pushes the cells of a row, given its index.
type Fill<'a> = Box<dyn Fn(usize, &mut RowCells) + Sync + 'a>;

/// The cells of a row while it is made; its memory is used again for the next one.
#[derive(Debug, Default)]
pub struct RowCells {
    cells: Vec<Cell>,
    values_only: bool,
}

impl RowCells {
    /// For measuring: whoever fills it may leave the formulas out, for which only the values count.
    #[must_use]
    pub fn of_values() -> Self {
        Self { values_only: true, ..Self::default() }
    }

    /// Whether formulas are wanted.
    #[must_use]
    pub fn with_formulas(&self) -> bool {
        !self.values_only
    }
}

impl Deref for RowCells {
    type Target = Vec<Cell>;

    fn deref(&self) -> &Vec<Cell> {
        &self.cells
    }
}

impl DerefMut for RowCells {
    fn deref_mut(&mut self) -> &mut Vec<Cell> {
        &mut self.cells
    }
}

impl Default for BlockRows<'_> {
    /// None.
    fn default() -> Self {
        Self::new(0, |_, _| {})
    }
}

impl<'a> BlockRows<'a> {
    /// `count` rows; `fill(i, row)` pushes the cells of row `i` (0-based) onto an empty `row`.
    pub fn new(count: usize, fill: impl Fn(usize, &mut RowCells) + Sync + 'a) -> Self {
        Self { count, fill: Box::new(fill) }
    }

    /// Rows that exist already.
    #[must_use]
    pub fn ready(rows: Vec<Vec<Cell>>) -> Self {
        Self::new(rows.len(), move |index, row| row.extend(rows[index].iter().cloned()))
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Puts the cells of row `index` into `row`, which is emptied first.
    pub fn fill(&self, index: usize, row: &mut RowCells) {
        row.clear();
        (self.fill)(index, row);
    }
}

/// A column of a block.
#[derive(Clone, Debug, Default)]
pub struct SheetColumn {
    /// Clause numbers of the policy, empty for none.
    pub clause: String,
    /// Label, possibly of two lines (the second language under the first).
    pub label: String,
    /// Note on the heading: what the figure means, its formula in words.
    pub note: String,
    /// How its cells are shown.
    pub unit: CellUnit,
    /// Width in characters; 0 means fitting to the label and unit.
    pub width: u16,
    /// Auxiliary column that is grouped (outline) and folded away, so that a reader may unfold it.
    pub auxiliary: bool,
    /// Column of a group that stands open, so that a reader may fold it up to the group's last column.
    pub grouped: bool,
    /// What lies over its cells.
    pub over: Option<Over>,
}

impl SheetColumn {
    /// A column with a heading and nothing else.
    pub fn of(label: impl Into<String>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }

    /// This column with a unit, and a width in characters.
    #[must_use]
    pub fn shown(self, unit: CellUnit, width: u16) -> Self {
        Self { unit, width, ..self }
    }
}

/// What lies over the cells of a column and follows their values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// A bar in each shows how great a share its number is, a whole one being 1.
    Bars,
    /// Its texts may be "n/a", which formulas know and the reader has a word for.
    NotApplicable,
}

/// How a value is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CellUnit {
    /// Text, left-aligned.
    #[default]
    Text,
    /// Money in yuan, two decimals, thousands separators, negatives in red with a minus sign.
    Yuan,
    /// A share that was computed, shown as per cent with two decimals.
    Percent,
    /// A factor or coefficient that was computed, shown with four decimals, so that factors stand in line.
    Factor,
    /// A rate as it is set, as per cent with up to six decimals as needed.
    ExactPercent,
    /// A factor as it is set, with up to twelve decimals as needed.
    ExactFactor,
    /// A plain number with up to six decimals as needed.
    Number,
    /// Yes or no.
    Truth,
    /// A calendar date.
    Date,
    /// Text that wraps: sentences.
    Prose,
    /// An id: text even where it is typed as digits.
    Code,
}

impl CellUnit {
    /// All of them, in the order of their declaration.
    pub const ALL: [Self; 11] = [
        Self::Text,
        Self::Yuan,
        Self::Percent,
        Self::Factor,
        Self::ExactPercent,
        Self::ExactFactor,
        Self::Number,
        Self::Truth,
        Self::Date,
        Self::Prose,
        Self::Code,
    ];
}

/// A cell: the exact value, and the live formula that gives it.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// The value, computed by the engine.
    pub value: CellValue,
    /// The formula in Excel's syntax without the leading `=`; `None` for a plain value.
    pub formula: Option<String>,
    /// Unit where it differs from the column's.
    pub unit: Option<CellUnit>,
    /// Attention.
    pub tone: Tone,
}

/// What a cell shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum CellValue {
    /// Nothing.
    #[default]
    Blank,
    /// An exact number.
    Number(Decimal),
    /// Text; stays text whatever it begins with.
    Text(String),
    /// Yes or no.
    Truth(bool),
    /// A calendar date.
    Date(jiff::civil::Date),
}

impl CellValue {
    /// The value as plain text, exact: dates as ISO, truths as `TRUE` and `FALSE`.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
            Self::Truth(truth) => truth_text(*truth).to_owned(),
            Self::Date(date) => date.to_string(),
        }
    }
}

/// Attention that a cell draws by colour (the words stand in the cell or beside it).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tone {
    /// None.
    #[default]
    Plain,
    /// Good: base met after a make-up, a promotion.
    Good,
    /// Look: surplus carried, exempt, a warning.
    Notice,
    /// Bad: below base, demoted, a failed check.
    Alert,
    /// An input that was typed by the clerk, as against a computed figure.
    Input,
    /// A total.
    Strong,
}

impl Tone {
    /// All of them, in the order of their declaration.
    pub const ALL: [Self; 6] = [Self::Plain, Self::Good, Self::Notice, Self::Alert, Self::Input, Self::Strong];
}

impl Cell {
    /// A plain value.
    #[must_use]
    pub fn value(value: CellValue) -> Self {
        Self { value, ..Self::default() }
    }

    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::value(CellValue::Text(text.into()))
    }

    /// A number.
    #[must_use]
    pub fn number(number: Decimal) -> Self {
        Self::value(CellValue::Number(number))
    }

    /// This cell with the formula that gives its value, if one does.
    #[must_use]
    pub fn with_formula(self, formula: Option<String>) -> Self {
        Self { formula, ..self }
    }

    /// This cell with a unit of its own.
    #[must_use]
    pub fn with_unit(mut self, unit: CellUnit) -> Self {
        self.unit = Some(unit);
        self
    }

    /// This cell with a tone.
    #[must_use]
    pub fn with_tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}

/// A chart over cells of the same workbook.
#[derive(Clone, Debug)]
pub struct SheetChart {
    /// Title over the chart.
    pub title: String,
    /// Its kind.
    pub kind: ChartKind,
    /// References of the categories, such as `'汇总'!$B$6:$B$9`.
    pub categories: String,
    /// The series: (name, reference of its values).
    pub series: Vec<(String, String)>,
    /// How many categories there are: a wide chart for many.
    pub points: usize,
}

/// Kinds of chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    /// Columns side by side.
    Columns,
    /// Columns stacked.
    Stacked,
    /// Horizontal bars.
    Bars,
}
