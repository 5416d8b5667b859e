//! A workbook in pieces, which several threads fill and pack.
//!
//! The library packs a workbook's sheets one after the other, which takes as long as filling them. So long sheets are
//! made as workbooks of their own, each filled and packed by one thread, and the packages are put together without
//! unpacking them: all parts of the whole workbook, which has only the frames of those sheets, with the packed sheets in
//! place of the frames. Numbers of formats are those of the whole workbook, and what a sheet says of its notes and charts
//! are names of its own, so that each part is the same as if it had been made with the others.
//!
//! What goes into which piece depends on the report alone, never on the threads.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::io::{BufWriter, Cursor, Read, Seek, Write};
use std::sync::{Mutex, PoisonError};
use std::thread;

use rust_xlsxwriter::XlsxError;
use tempfile::SpooledTempFile;
use zip::{ZipArchive, ZipWriter};

use super::error::WriteError;
use super::filling::{self, Failure, Making, Measured, is_kept, size};
use super::sheet::notes_of;
use super::styles::Styles;
use crate::report::sheet::{Report, Sheet};

/// A package up to this size stays in memory.
const SPOOL: usize = 1 << 20;

/// Bytes that are written at once.
const BUFFER: usize = 1 << 16;
/// A note, with what else only the whole workbook has, takes as long as so many cells: by as many, the two sides of the
/// results of size S take the same number of instructions.
const CELLS_OF_A_NOTE: usize = 20;

/// From how many cells on there are pieces.
#[derive(Clone, Copy)]
pub(super) struct Cut {
    /// A sheet of so many is a piece.
    pub sheet: usize,
    /// Half of all other sheets are a piece, if they have so many.
    pub half: usize,
}

impl Cut {
    /// What a package of its own adds (styles, theme) takes as long as packing some thousand cells.
    pub(super) const USUAL: Self = Self { sheet: 50_000, half: 2_500 };
    /// No pieces.
    #[cfg(test)]
    pub(super) const NONE: Self = Self { sheet: usize::MAX, half: usize::MAX };

    /// The pieces of a report, each the numbers of its sheets; the largest first.
    fn pieces(self, report: &Report) -> Vec<Vec<usize>> {
        let sizes: Vec<usize> = report.sheets.iter().map(size).collect();
        let movable = |number: &usize| !is_kept(&report.sheets[*number]);
        let (long, mut others): (Vec<usize>, Vec<usize>) =
            (0..sizes.len()).filter(movable).partition(|number| sizes[*number] >= self.sheet);
        let mut pieces: Vec<Vec<usize>> = long.into_iter().map(|number| vec![number]).collect();
        // The others by turns to the side that has less; what stays in memory is on this side already, and so are the
        // notes of all sheets.
        others.sort_by_key(|number| Reverse(sizes[*number]));
        let kept = (0..sizes.len()).filter(|number| !movable(number)).map(|number| sizes[number]);
        let mut here = kept.sum::<usize>() + report.sheets.iter().map(notes).sum::<usize>() * CELLS_OF_A_NOTE;
        let (mut there, mut half) = (0, Vec::new());
        for number in others {
            if there < here {
                there += sizes[number];
                half.push(number);
            } else {
                here += sizes[number];
            }
        }
        if there >= self.half {
            half.sort_unstable();
            pieces.push(half);
        }
        let total = |piece: &Vec<usize>| piece.iter().map(|number| sizes[*number]).sum::<usize>();
        pieces.sort_by_key(|piece| Reverse(total(piece)));
        pieces
    }
}

/// How many notes a sheet has.
fn notes(sheet: &Sheet) -> usize {
    notes_of(sheet).count()
}

/// Some sheets, packed.
struct Piece {
    package: ZipArchive<SpooledTempFile>,
    /// For each part of a sheet in the whole workbook the part of this package.
    parts: Vec<(String, String)>,
}

/// Writes the workbook of `report` to `out`.
pub(super) fn write(cut: Cut, report: &Report, making: &Making, out: impl Write + Send) -> Result<(), WriteError> {
    let pieces = cut.pieces(report);
    let framed: BTreeSet<usize> = pieces.iter().flatten().copied().collect();
    let measured = Measured::new(report);
    let whole = || super::workbook(&measured, &framed, &making.written);
    if pieces.is_empty() {
        return super::built(|| Ok(whole().map_err(|(_, error)| error)?.save_to_writer(out)?));
    }
    let workers = pieces.len().min(making.threads.get() - 1);
    let jobs = Mutex::new(pieces.into_iter());
    let made: Mutex<Vec<Result<Piece, Failure>>> = Mutex::new(Vec::new());
    let work = || loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).next();
        let Some(sheets) = job else { return };
        let piece = caught(|| pack(&sheets, &measured, making));
        made.lock().unwrap_or_else(PoisonError::into_inner).push(piece);
    };
    let whole = thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(work);
        }
        let packed = caught(|| whole()?.save_to_buffer().map_err(|error| (usize::MAX, error.into())));
        work();
        packed
    });
    let mut failures = Vec::new();
    let mut sound = |result: Result<Piece, Failure>| result.map_err(|failure| failures.push(failure)).ok();
    let made = made.into_inner().unwrap_or_else(PoisonError::into_inner);
    let pieces: Vec<Piece> = made.into_iter().filter_map(&mut sound).collect();
    let whole = whole.map_err(|failure| failures.push(failure)).unwrap_or_default();
    // The first in the order of the sheets, whoever met it.
    match failures.into_iter().min_by_key(|(number, _)| *number) {
        Some((_, error)) => Err(error),
        None => put_together(whole, pieces, out),
    }
}

/// As `built`, with the place of a failure.
fn caught<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    super::built(|| Ok(work())).unwrap_or_else(|error| Err((usize::MAX, error)))
}

/// Makes and packs some sheets.
fn pack(sheets: &[usize], measured: &Measured<'_>, making: &Making) -> Result<Piece, Failure> {
    let styles = Styles::new();
    let mut workbook = super::empty().map_err(|error| (usize::MAX, error))?;
    filling::register(&mut workbook, &styles);
    // The first sheet of a workbook is the one in front, and says so.
    let first_of_all = sheets.contains(&0);
    if !first_of_all {
        workbook.add_worksheet();
    }
    let mut parts = Vec::new();
    for (place, &number) in (usize::from(!first_of_all)..).zip(sheets) {
        let filled = filling::fill_one(&mut workbook, measured, number, &styles, &making.written);
        filled.map_err(|error| (number, error))?;
        parts.push((part(number), part(place)));
    }
    let mut file = tempfile::spooled_tempfile(SPOOL);
    let packed = workbook.save_to_writer(&mut file).and_then(|()| Ok(ZipArchive::new(file)?));
    let package = packed.map_err(|_| (usize::MAX, WriteError::no_room()))?;
    Ok(Piece { package, parts })
}

/// Writes to `out` the package of the whole workbook, with the pieces in their places.
fn put_together(whole: Vec<u8>, mut pieces: Vec<Piece>, out: impl Write) -> Result<(), WriteError> {
    let places = pieces
        .iter()
        .enumerate()
        .flat_map(|(piece, made)| made.parts.iter().map(move |(name, part)| (name.clone(), (piece, part.clone()))));
    let places: HashMap<String, (usize, String)> = places.collect();
    let mut whole = ZipArchive::new(Cursor::new(whole)).map_err(XlsxError::from)?;
    // Headers are a few bytes each.
    let mut out = ZipWriter::new_stream(BufWriter::with_capacity(BUFFER, out));
    for index in 0..whole.len() {
        let name = whole.by_index_raw(index).and_then(|file| Ok(file.name()?.into_owned())).map_err(XlsxError::from)?;
        match places.get(&name) {
            Some((piece, part)) => copy(&mut pieces[*piece].package, part, &name, &mut out),
            None => copy(&mut whole, &name, &name, &mut out),
        }?;
    }
    out.finish().map_err(XlsxError::from)?.into_inner().flush().map_err(XlsxError::from)?;
    Ok(())
}

/// Copies a part as it is packed.
fn copy<R: Read + Seek, W: Write + Seek>(
    from: &mut ZipArchive<R>,
    part: &str,
    name: &str,
    out: &mut ZipWriter<W>,
) -> Result<(), XlsxError> {
    let at = from.index_for_name(part).ok_or_else(|| XlsxError::ParameterError(format!("no part {part}")))?;
    out.raw_copy_file_rename(from.by_index_raw(at)?, name)?;
    Ok(())
}

/// The part of a sheet.
fn part(number: usize) -> String {
    format!("xl/worksheets/sheet{}.xml", number + 1)
}
