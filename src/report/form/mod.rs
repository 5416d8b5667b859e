//! Workbooks to be filled in, as plain data: a report whose cells are open, and what may be typed there.
//!
//! Everything comes from the policy: sheets, headings, units, ranges, lists. The same builder makes an
//! empty template and, from a [`Filling`], the next period's input. The writer turns a [`Form`] into a file.

mod allowed;
mod builder;
mod closing;
mod column;
mod confirm;
mod earlier;
mod entry;
mod examples;
mod filling;
mod guide;
mod next;
mod openings;
mod owed;
mod paid;
mod proposals;
mod review;
mod rows;
mod settings;
mod typed;
mod whole;

pub use allowed::{Allowed, AllowedKind, CellNote, ColumnRange, Form, Needed};
pub use closing::by_number;
pub use column::unit as entry_unit;
pub use earlier::{Earlier, next_form};
pub use entry::Entry;
pub use filling::{Filling, ListedPerson, Proposed, Task};
pub use next::{Carried, next_period};
pub use paid::{paid_by_now, paid_rows};
pub use typed::TypedRows;
pub use whole::form;
