//! What a look at a file found.

use calamine::CellErrorType;

use super::address::Address;

/// The formulas of a sheet that result in errors, in the order of the file.
pub(in super::super) type FormulaErrors = Vec<(Address, CellErrorType)>;

/// A file that calamine may open.
pub(in super::super) enum CheckedFile {
    /// With the names of its parts; nothing of it was looked at yet.
    Xlsx(Vec<String>),
    /// With the formula errors of each sheet, which calamine does not give.
    Xlsb(Vec<FormulaErrors>),
    /// The same.
    Ods(Vec<String>),
    Xls,
}
