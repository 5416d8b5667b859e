//! The results as JSON: the stable contract for programs that read them.
//!
//! Money has two decimals; other numbers are exact decimals; all are strings. A rule appears under its
//! name in the list of its scope.

mod figures;
mod lists;
mod parts;
mod results;

pub use parts::*;
pub use results::{ResultsDocument, json};
