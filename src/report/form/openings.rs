//! What a year closes with stands on the next one's sheet of managers, where a policy's column opens with it.

use super::closing::{Closing, NextRow};
use super::entry::Entry;
use crate::policy::Sheet;
use crate::report::sheet::CellValue;
use crate::say;

/// Fills in the columns that open a year: with what was recorded, else with what somebody has to confirm.
pub(super) fn open(closing: &Closing<'_>, sheet: &Sheet, rows: &mut [NextRow]) {
    let year = closing.book().year;
    for (at, column) in sheet.columns.iter().enumerate() {
        let Some(opening) = &column.opens_with else { continue };
        let label = &opening.label;
        for row in rows.iter_mut() {
            let figure = row.manager.and_then(|manager| closing.results.settlement.closing(manager, opening));
            // Last year's own opening opens nothing.
            row.entries[at] = match figure {
                None => Entry::default(),
                Some(figure) if closing.recorded => {
                    Entry::given(figure.normalize(), Some(closing.say(&say!(Form::ClosedWith { label, year }))))
                }
                Some(figure) => Entry::new(CellValue::Number(figure.normalize()))
                    .marked(closing.say(&say!(Form::ClosedWithAnew { label, year }))),
            };
        }
    }
}
