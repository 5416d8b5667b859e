//! Long sheets as pieces of a package.
//!
//! The library packs a workbook's sheets one after the other, which for long ones takes longer than filling them. So each
//! long sheet is also made as the one sheet of a workbook of its own, filled and packed by one thread, and the packages
//! are put together without unpacking them: all parts of the whole workbook, which has only the frame of a long sheet,
//! with the packed sheet in place of the frame. Numbers of formats are those of the whole workbook, and what a sheet
//! says of its notes and charts are names of its own, so that the parts are the same as if they had been made in one.

use std::collections::HashMap;
use std::io::{Cursor, Read, Seek, Write};

use rust_xlsxwriter::{Worksheet, XlsxError};
use tempfile::SpooledTempFile;
use zip::{ZipArchive, ZipWriter};

use super::error::WriteError;
use super::filling::{self, Filling};

/// A package up to this size stays in memory.
const SPOOL: usize = 1 << 20;

/// A long sheet, packed.
pub(super) struct Piece {
    /// Its place among the workbook's sheets, from 0.
    number: usize,
    package: ZipArchive<SpooledTempFile>,
    /// The part of that package.
    part: String,
}

/// Makes and packs the sheet `number`, filled by `fill`.
pub(super) fn pack(
    number: usize,
    fill: impl FnOnce(&mut Worksheet) -> Result<(), WriteError>,
    filling: &Filling<'_>,
) -> Result<Piece, WriteError> {
    let mut workbook = super::empty()?;
    filling::register(&mut workbook, filling.styles);
    // The first sheet is the one in front, and says so.
    let before = number.min(1);
    for _ in 0..before {
        workbook.add_worksheet();
    }
    let worksheet = workbook.add_worksheet_with_constant_memory()?;
    worksheet.set_name(&filling.sheet.name)?;
    fill(worksheet)?;
    let mut file = tempfile::spooled_tempfile(SPOOL);
    let packed = workbook.save_to_writer(&mut file).and_then(|()| Ok(ZipArchive::new(file)?));
    let package = packed.map_err(|_| WriteError::no_room())?;
    Ok(Piece { number, package, part: part(before) })
}

/// Writes to `out` the package of the whole workbook, with the pieces in their places.
pub(super) fn put_together(whole: Vec<u8>, pieces: Vec<Piece>, out: impl Write) -> Result<(), WriteError> {
    let mut pieces: HashMap<String, Piece> = pieces.into_iter().map(|piece| (part(piece.number), piece)).collect();
    let mut whole = ZipArchive::new(Cursor::new(whole)).map_err(XlsxError::from)?;
    let mut out = ZipWriter::new_stream(out);
    for index in 0..whole.len() {
        let name = whole.by_index_raw(index).and_then(|file| Ok(file.name()?.into_owned())).map_err(XlsxError::from)?;
        match pieces.get_mut(&name) {
            Some(piece) => copy(&mut piece.package, &piece.part, &name, &mut out),
            None => copy(&mut whole, &name, &name, &mut out),
        }?;
    }
    out.finish().map_err(XlsxError::from)?;
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
