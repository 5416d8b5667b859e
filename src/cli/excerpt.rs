//! The rows that findings point at, as they stand in the input.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::ControlFlow;

use unicode_width::UnicodeWidthChar;

use crate::book::{Fault, column_letters};
use crate::workbook::read::shown;
use crate::workbook::read::source::{SourceRow, SourceWorkbook};

/// How many columns of the terminal an excerpt takes.
const WIDTH: usize = 100;

/// Rows by sheet and number, in one line each.
#[derive(Default)]
pub(super) struct Excerpts(HashMap<(String, u32), String>);

impl Excerpts {
    /// Reads the rows that `faults` point at. What cannot be read has no excerpt.
    pub(super) fn read(source: &mut SourceWorkbook, faults: &[&Fault]) -> Self {
        source.read_again();
        let mut wanted: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
        for place in faults.iter().map(|fault| &fault.place).filter(|place| place.row > 0) {
            wanted.entry(&place.sheet).or_default().insert(place.row);
        }
        let mut excerpts = Self::default();
        for (sheet, rows) in wanted {
            let Some(index) = source.sheets().iter().position(|s| s.name == sheet && s.worksheet) else { continue };
            let last = rows.last().copied().unwrap_or(0);
            let _ = source.rows(index, &mut |row| {
                if rows.contains(&row.number) {
                    excerpts.0.insert((sheet.to_owned(), row.number), line(row));
                }
                if row.number >= last { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
        }
        excerpts
    }

    /// The row of a fault.
    pub(super) fn of(&self, fault: &Fault) -> Option<&str> {
        self.0.get(&(fault.place.sheet.clone(), fault.place.row)).map(String::as_str)
    }
}

fn line(row: &SourceRow) -> String {
    let cells = row.cells.iter().map(|(at, cell)| format!("{} {}", column_letters(*at), shown(cell)));
    let text = cells.collect::<Vec<_>>().join(" | ").replace(char::is_control, " ");
    let mut room = WIDTH;
    let mut cut = String::new();
    for char in text.chars() {
        let wide = char.width().unwrap_or(0);
        if wide > room {
            cut.push('…');
            break;
        }
        room -= wide;
        cut.push(char);
    }
    cut
}
