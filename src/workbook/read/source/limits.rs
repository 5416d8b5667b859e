//! The caps on what is read, in one place.
//!
//! They are absolute, not ratios: real sheets compress as well as bombs do. Each stands far above real workbooks (the
//! largest that was tried has a million lines of twelve columns, 480 MiB of XML) and low enough that all of them together
//! keep the process under 1 GiB of memory for a file of 100 MiB.

const MIB: u64 = 1 << 20;

/// Bytes of a file. A million lines make 82 MiB; the results of them, which are read back, four times that.
pub(super) const FILE: u64 = 1024 * MIB;
/// Bytes of an .xls: calamine holds such a file several times, and no honest one comes near (65,536 rows a sheet).
pub(super) const XLS_FILE: u64 = 48 * MIB;
/// Parts of a package.
pub(super) const PARTS: usize = 16_384;
/// Unpacked bytes of an .xlsb.
pub(super) const TOTAL: u64 = 640 * MIB;
/// Unpacked bytes of an .xlsx: so many for each packed one (own results have 8), and so many at least and at most.
pub(super) const UNPACKED: u64 = 16;
/// The same of an .ods: a million lines have 1,178 MiB in 38.
pub(super) const ODS_UNPACKED: u64 = 40;
/// See [`UNPACKED`].
pub(super) const TOTAL_LEAST: u64 = 640 * MIB;
/// See [`UNPACKED`].
pub(super) const TOTAL_MOST: u64 = 4096 * MIB;
/// Bytes of the rows that are kept: of an .xlsx more are read again when they are asked for, an .ods may not have more.
pub(super) const KEPT: usize = 256 << 20;
/// Of these so few need not be given back while a book is computed.
pub(super) const FEW: usize = 32 << 20;
/// Bytes of results that need not stay in memory while they are computed again.
pub(super) const ASIDE: usize = 64 << 20;
/// Merged cells of a sheet.
pub(super) const MERGES: usize = 100_000;
/// Formulas of a sheet that cells share.
pub(super) const SHARED_FORMULAS: usize = 100_000;
/// Unpacked bytes of a worksheet, which is streamed.
pub(super) const SHEET_PART: u64 = 512 * MIB;
/// Unpacked bytes of the table of texts, which is kept in memory.
pub(super) const STRINGS_PART: u64 = 256 * MIB;
/// The same for .xlsb, where one text takes as little as seven bytes.
pub(super) const BINARY_STRINGS_PART: u64 = 96 * MIB;
/// Unpacked bytes of the content of an .ods, which is streamed: ten seconds, if each tag is a short one.
pub(super) const ODS_PART: u64 = 1280 * MIB;
/// Unpacked bytes of the workbook, styles and theme parts, which are kept in memory.
pub(super) const OPENED_PART: u64 = 32 * MIB;
/// Unpacked bytes of a relationships part that is kept in memory.
pub(super) const RELATIONSHIPS_PART: u64 = 8 * MIB;
/// Styles of an .ods that hide something.
pub(super) const ODS_NAMES: u64 = 100_000;
/// Bytes of XML without `<`, or without `>`: what the parser must hold at once.
pub(super) const RUN: usize = 1 << 20;
/// Different texts; above all `uniqueCount`, which calamine believes.
pub(super) const STRINGS: u64 = 5_000_000;
/// Cell formats of the styles part (Excel allows 65,490, once for cells and once for styles).
pub(super) const CELL_FORMATS: u64 = 140_000;
/// Sheets of a workbook.
pub(super) const SHEETS: usize = 1_024;
/// Cells of a workbook that are streamed, blank formatted ones included: so many of a file up to [`OF_FILE`], and of a
/// larger one so many more. A million lines of twelve columns have 12 million; the results of them 43,488,650 in 324 MiB.
pub(super) const CELLS: u64 = 20_000_000;
/// Tags, attributes, texts, references and comments of a package that are taken one by one: so many of a file up to
/// [`OF_FILE`], and of a larger one so many more. Four to eight seconds, whatever they are; a million lines of which
/// each cell is written in the longest way have 120 million.
pub(super) const STEPS: u64 = 150_000_000;
/// Declared namespaces that hold at one place; programs declare some dozens.
pub(super) const NAMESPACES: usize = 256;
/// See [`CELLS`].
const OF_FILE: u64 = 100 * MIB;
/// Cells of the used rectangles of an .xls, which calamine holds and copies.
pub(super) const GRID_CELLS: u64 = 4_000_000;
/// Bytes of text of a workbook's cells.
pub(super) const TEXT: u64 = 512 * MIB;
/// Bytes of text of the cells of an .xls, each cell with its own copy; and of what an .ods repeats without writing it again.
pub(super) const GRID_TEXT: u64 = 64 * MIB;
/// Bytes of the formulas of an .xls or the names of an .xlsb, spelled out.
pub(super) const FORMULA_TEXT: u64 = 256 * MIB;
/// Bytes that are moved while they are spelled out, at worst: some seconds.
pub(super) const FORMULA_WORK: u64 = 64_000_000_000;
/// Formulas of an .xlsb sheet that result in errors.
pub(super) const FORMULA_ERRORS: u64 = 1_000_000;
/// Bytes of the workbook part of an .xlsb.
pub(super) const BINARY_WORKBOOK: u64 = 4 * MIB;

/// Cells that a package of so many bytes may have.
pub(super) fn cells(bytes: usize) -> u64 {
    of_file(CELLS, bytes)
}

/// Steps that a package of so many bytes may take.
pub(super) fn steps(bytes: usize) -> u64 {
    of_file(STEPS, bytes)
}

fn of_file(most: u64, bytes: usize) -> u64 {
    most.saturating_mul((bytes as u64).max(OF_FILE)) / OF_FILE
}

/// What may still be read of one workbook.
#[derive(Clone, Copy)]
pub(super) struct ReadingBudget {
    pub(super) cells: u64,
    pub(super) text: u64,
}

/// Notes of a sheet that are looked at, and bytes of one of them.
pub(super) const NOTES: usize = 1_000;
pub(super) const NOTE: usize = 2_000;
