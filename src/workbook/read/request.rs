//! What is asked of a reading, and what it leaves alone.

use crate::book::{Fault, Place};

/// What the command line adds to a workbook.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The through period, before the workbook's own.
    pub through: Option<String>,
    /// Settings, before the workbook's own: (name or label, value).
    pub set: Vec<(String, String)>,
    /// The day of the run, for warning of dates that lie in the future.
    pub today: Option<jiff::civil::Date>,
}

/// What was read besides the facts.
#[derive(Clone, Debug, Default)]
pub struct LeftAlone {
    /// Sheets that the policy does not know.
    pub sheets: Vec<String>,
    /// Headings that the policy does not know.
    pub columns: Vec<Place>,
    /// Warnings that depend on the day of the run.
    pub of_today: Vec<Fault>,
}
