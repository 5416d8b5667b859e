//! Input workbook to [`Book`](crate::book::Book): every sheet that the policy declares, all faults in one run.
//!
//! Reading is in two steps, because the workbook may name its policy: [`Preface::read`] reads the
//! settings sheet, then, with the policy at hand, [`read`] reads the rest. A sheet or column that the
//! policy does not know is passed over, and told: every cell is accounted for. Only `source` touches files; the rest of this room
//! turns cells into facts.

mod accepted;
mod adjustments;
mod amounts;
mod beside;
mod by_text;
mod called;
mod cell;
mod compared;
mod credited;
mod deductions;
mod doubts;
mod employment;
mod formats;
mod grid;
mod grid_row;
mod heading;
mod history;
mod invisible;
mod known_periods;
mod line_facts;
mod line_words;
mod lines;
mod lone;
mod meant;
mod merges;
mod named;
mod names_beside;
mod people;
mod period_rows;
mod periods;
mod preface;
mod projects;
mod proposals;
pub mod raw;
mod reader;
mod reading;
mod request;
mod rows;
mod settings;
mod sheets;
mod shown_otherwise;
mod signs;
pub mod source;
mod splits;
mod strangers;
mod superiors;
mod tables;
pub mod text;
mod titles;
mod together;
mod totals;
mod typed;
mod unconfirmed;
mod units;
mod unowned;
mod unseen;
mod value_reader;
mod words;
mod yellow;

use cell::{key, missing, period, range, required};
pub use preface::{Preface, PrefaceRow};
use reader::Reader;
pub use reading::{ReadError, Reading, in_order, read, read_all};
pub use request::{LeftAlone, Request};
pub use settings::is_version;
pub use source::{SourceError, SourceWorkbook};
pub use together::together;
pub use typed::shown;
