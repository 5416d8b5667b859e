//! Reading ahead: while one thread makes facts of the rows of a long sheet, another takes the next ones from the file.
//!
//! Rows go in batches, and emptied batches go back, so that their memory is used again. What is read, and what is said of
//! it, is the same as without: rows come in their order, and an error comes after the rows before it.

use std::ops::ControlFlow;
use std::sync::mpsc::{channel, sync_channel};
use std::thread;

use super::{RawRow, SourceError};

/// Shorter sheets are read before a thread would have begun.
pub(super) const LONG: usize = 1_000;
/// Rows of a batch.
const BATCH: usize = 256;
/// Batches that wait at most.
const WAITING: usize = 4;

/// Takes a row, or says that none is wanted any more.
pub(super) type Take<'t> = &'t mut dyn FnMut(&mut RawRow) -> ControlFlow<()>;

/// Rows on their way; those behind `full` are emptied ones.
#[derive(Default)]
struct Batch {
    rows: Vec<RawRow>,
    full: usize,
}

/// Hands to `f` the rows that `read` hands over on another thread.
pub(super) fn rows(
    read: impl FnOnce(Take<'_>) -> Result<bool, SourceError> + Send,
    f: Take<'_>,
) -> Result<(), SourceError> {
    let (to, from) = sync_channel::<Batch>(WAITING);
    let (back, again) = channel::<Batch>();
    thread::scope(|scope| {
        let reader = scope.spawn(move || {
            let mut batch = Batch::default();
            let outcome = read(&mut |row| {
                if let Some(empty) = batch.rows.get_mut(batch.full) {
                    std::mem::swap(empty, row);
                } else {
                    let empty = RawRow { cells: Vec::with_capacity(row.cells.len()), ..RawRow::default() };
                    batch.rows.push(std::mem::replace(row, empty));
                }
                batch.full += 1;
                if batch.full < BATCH {
                    return ControlFlow::Continue(());
                }
                let next = again.try_recv().unwrap_or_default();
                match to.send(std::mem::replace(&mut batch, next)) {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(_) => ControlFlow::Break(()),
                }
            });
            let _ = to.send(batch);
            outcome
        });
        let mut wanted = true;
        for mut batch in &from {
            wanted = batch.rows[..batch.full].iter_mut().all(|row| f(row).is_continue());
            if !wanted {
                break;
            }
            batch.full = 0;
            let _ = back.send(batch);
        }
        drop(from);
        match reader.join() {
            // What lies behind the last row that was wanted is nobody's business.
            Ok(outcome) if wanted => outcome.map(|_| ()),
            Ok(_) => Ok(()),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbook::read::source::RawCell;

    /// Reads `count` rows and then fails, if it shall; takes up to `wanted` of them.
    fn run(count: u32, fails: bool, wanted: usize) -> (Vec<u32>, bool) {
        let mut taken = Vec::new();
        let outcome = rows(
            |f| {
                let mut row = RawRow::default();
                for number in 1..=count {
                    row.number = number;
                    row.cells.clear();
                    row.cells.push((0, RawCell::Truth(true)));
                    if f(&mut row).is_break() {
                        return Ok(false);
                    }
                }
                if fails { Err(SourceError::NoWorksheets) } else { Ok(false) }
            },
            &mut |row| {
                assert_eq!(row.cells.len(), 1);
                taken.push(row.number);
                if taken.len() < wanted { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            },
        );
        (taken, outcome.is_err())
    }

    #[test]
    fn every_row_comes_once_and_in_order() {
        for count in [0, 1, 255, 256, 257, 5_000] {
            assert_eq!(run(count, false, usize::MAX), ((1..=count).collect(), false));
        }
    }

    #[test]
    fn an_error_comes_after_the_rows_before_it() {
        for count in [0, 300, 5_000] {
            assert_eq!(run(count, true, usize::MAX), ((1..=count).collect(), true));
        }
    }

    #[test]
    fn whoever_has_enough_gets_no_more_and_no_error() {
        for wanted in [1, 256, 300] {
            let count = u32::try_from(wanted).unwrap();
            assert_eq!(run(100_000, true, wanted), ((1..=count).collect(), false));
        }
    }
}
