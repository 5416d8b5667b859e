//! Reading those sheets that are wanted.

use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::super::error::{Measure, SourceError, too_large, unfaithful};
use super::super::{Shape, limits};
use super::context::SheetContext;
use super::keep::{Kept, ReadSheet, keep};
use super::parts::XlsxPackage;
use super::relations::{self, Relation, RelationType};
use super::{notes, table};
use crate::say;

/// Reads the sheets that are wanted and were not read, two at a time where any is long; what is said of them is said of the
/// first at fault.
pub(super) fn all(
    sheets: &[Kept],
    wanted: &dyn Fn(&str) -> bool,
    parts: &XlsxPackage,
    context: &SheetContext<'_>,
    (threads, room): (NonZeroUsize, &AtomicUsize),
) -> Result<Vec<(usize, ReadSheet)>, SourceError> {
    let unread = sheets.iter().enumerate().filter(|(_, sheet)| !sheet.examined && wanted(&sheet.info.name));
    let mut order: Vec<(usize, usize)> = unread.filter_map(|(at, sheet)| Some((at, sheet.part?))).collect();
    let long = order.iter().any(|(_, part)| parts.size(*part) > LONG);
    // The longest first, so that the last ones to end are short.
    order.sort_by_key(|(at, part)| (std::cmp::Reverse(parts.size(*part)), *at));
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Result<ReadSheet, SourceError>)>> = Mutex::new(Vec::new());
    let reader = || {
        let mut parts = parts.again();
        while let Some((at, part)) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
            let outcome = keep(&sheets[*at].info.name, &mut parts, *part, context, room);
            if let Ok(mut done) = done.lock() {
                done.push((*at, outcome));
            }
        }
    };
    std::thread::scope(|scope| {
        if long && order.len() > 1 && threads > NonZeroUsize::MIN {
            scope.spawn(reader);
        }
        reader();
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(at, _)| *at);
    let mut all: Vec<(usize, ReadSheet)> = Vec::with_capacity(done.len());
    let (mut cells, mut text) = (0, 0);
    for (at, outcome) in done {
        let read = outcome?;
        cells += read.sheet.cells;
        text += read.sheet.text;
        all.push((at, read));
        for (there, what, limit) in
            [(cells, Measure::Cells, context.most_cells), (text, Measure::TextBytes, limits::TEXT)]
        {
            if there > limit {
                return Err(too_large(&sheets[at].info.name, (what, limit), None));
            }
        }
    }
    Ok(all)
}

/// Bytes of a part that is worth a second thread.
const LONG: u64 = 1 << 20;

/// Reads the tables and notes of a sheet into its shape.
pub(super) fn parts_around(
    parts: &mut XlsxPackage,
    sheet: usize,
    ids: &[String],
    shape: &mut Shape,
) -> Result<(), SourceError> {
    let name = parts.name(sheet);
    if ids.is_empty() {
        // Of notes alone nothing is made that a figure rests on: what cannot be read of them stops nobody.
        if relations::are_there(parts, &name) {
            let related = relations::of(parts, &name).unwrap_or_default();
            read_notes(parts, &related, shape);
        }
        return Ok(());
    }
    let missing = || unfaithful(&name, say!(Source::TableWithoutPart));
    let relations = relations::of(parts, &name)?;
    for id in ids {
        let relation = relations.iter().find(|relation| relation.id == *id && relation.role == RelationType::Table);
        let target = &relation.ok_or_else(missing)?.target;
        shape.totals.extend(table::totals(parts.xml(target, limits::OPENED_PART)?)?);
    }
    read_notes(parts, &relations, shape);
    Ok(())
}

/// Reads the notes of a sheet, as far as they can be read.
fn read_notes(parts: &XlsxPackage, relations: &[Relation], shape: &mut Shape) {
    for relation in relations.iter().filter(|relation| relation.role == RelationType::Notes) {
        let mut parts = parts.again().uncounted();
        if parts.has(&relation.target)
            && let Ok(xml) = parts.xml(&relation.target, limits::OPENED_PART)
        {
            notes::read(xml, &mut shape.notes).unwrap_or_default();
        }
    }
}
