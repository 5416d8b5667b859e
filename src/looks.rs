//! What a worksheet looks like, as far as it decides what its reader takes a figure for: plain data, which the reader of
//! files fills and `audit` compares. Lengths are whole hundredths: of a point for heights and type, of a digit's width for
//! widths.

/// How a cell is shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Look {
    /// Its number format in one spelling, whoever wrote it.
    pub format: String,
    /// The colour of its type over the colour of its ground, for people: `#FFFFFF on #FFFFFF`.
    pub colours: String,
    /// The contrast of the two in hundredths, as the web's guidelines (WCAG 2) have it: 100 for none, 2100 at most.
    pub contrast: u32,
    /// The size of its type, in hundredths of a point.
    pub size: u32,
    /// Whether it repeats what stands in it until it is full (`5` as `5555`).
    pub repeats: bool,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holds {
    /// Nothing but its look.
    Nothing,
    /// A text.
    Text,
    /// A number, date or truth.
    Number,
}

/// A cell that names its look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LookedAt {
    /// 0-based.
    pub column: u16,
    /// The place of its look among [`SheetLooks::looks`].
    pub look: u32,
    /// What it holds.
    pub holds: Holds,
}

/// A row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowLook {
    /// 1-based.
    pub number: u32,
    /// Its height, where it has one of its own.
    pub height: Option<u32>,
    /// Whether it says that it is hidden.
    pub hidden: bool,
    /// The place of its cells among [`SheetLooks::patterns`].
    pub pattern: usize,
}

/// A rectangle of cells, its ends included; rows from 1, columns from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rectangle {
    /// First and last row.
    pub rows: (u32, u32),
    /// First and last column.
    pub columns: (u16, u16),
}

/// What lies over the cells of a sheet, or in its header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// A chart.
    Chart,
    /// A picture.
    Picture,
    /// A shape, a text box, a control or whatever else is drawn.
    Shape,
    /// A note that is shown without being pointed at.
    OpenNote,
    /// An Excel table, which has a style of its own.
    Table,
}

/// Rows below this height, and columns below this width, are as good as hidden.
const FLAT: u32 = 40;
const THIN: u32 = 7;

/// How one sheet looks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetLooks {
    /// Its name.
    pub name: String,
    /// The looks of the workbook.
    pub looks: std::sync::Arc<Vec<Look>>,
    /// The different rows of cells.
    pub patterns: Vec<Vec<LookedAt>>,
    /// The rows, ascending.
    pub rows: Vec<RowLook>,
    /// The height of rows that have none of their own.
    pub height: u32,
    /// First and last column that are not hidden, and their width.
    pub widths: Vec<(u16, u16, u32)>,
    /// The width of columns that have none of their own.
    pub column_width: u32,
    /// Merged cells.
    pub merges: Vec<Rectangle>,
    /// Where looks depend on conditions.
    pub conditional: Vec<Rectangle>,
    /// Where bars show how large a figure is, beside the figure.
    pub bars: Vec<Rectangle>,
    /// What lies over the cells, and where it begins.
    pub things: Vec<(Thing, Rectangle)>,
    /// Notes: row, column, text.
    pub notes: Vec<(u32, u16, String)>,
    /// Whether zeros are not shown.
    pub without_zeros: bool,
    /// The first row and column that can be seen, where panes are frozen below or behind others that cannot.
    pub out_of_view: Option<(u32, u16)>,
}

impl SheetLooks {
    /// The cells of a row.
    #[must_use]
    pub fn cells(&self, row: &RowLook) -> &[LookedAt] {
        self.patterns.get(row.pattern).map_or(&[], Vec::as_slice)
    }

    /// The height of a row, by its number; that of all where it says nothing.
    #[must_use]
    pub fn height_of(&self, row: &RowLook) -> u32 {
        row.height.unwrap_or(self.height)
    }

    /// Whether nobody sees a row, though it does not say that it is hidden.
    #[must_use]
    pub fn is_flat(&self, number: u32) -> bool {
        self.row(number).is_some_and(|row| !row.hidden && self.height_of(row) < FLAT)
    }

    /// Whether nobody sees a column, though it does not say that it is hidden.
    #[must_use]
    pub fn is_thin(&self, column: u16) -> bool {
        self.width(column) < THIN
    }

    /// The row of this number.
    #[must_use]
    pub fn row(&self, number: u32) -> Option<&RowLook> {
        self.rows.binary_search_by_key(&number, |row| row.number).ok().map(|at| &self.rows[at])
    }

    /// The width of a column, by its number; that of all where the sheet says nothing of it.
    #[must_use]
    pub fn width(&self, column: u16) -> u32 {
        let own = self.widths.iter().find(|(from, to, _)| (*from..=*to).contains(&column));
        own.map_or(self.column_width, |(.., width)| *width)
    }
}

impl Rectangle {
    /// Whether a cell lies in it.
    #[must_use]
    pub fn contains(&self, row: u32, column: u16) -> bool {
        (self.rows.0..=self.rows.1).contains(&row) && (self.columns.0..=self.columns.1).contains(&column)
    }
}
