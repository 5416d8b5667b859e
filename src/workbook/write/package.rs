//! Puts the package together: the library's parts as they are packed, with our rows in its sheets.

use std::io::{self, BufWriter, Cursor, Read as _, Write};

use crc32fast::Hasher;
use rawzip::time::UtcDateTime;
use rawzip::{CompressionMethod, DataDescriptorOutput, ZipArchiveWriter, ZipEntryWriter};
use zip::ZipArchive;

use super::error::WriteError;
use super::strip::{Packer, Strip};

/// Bytes that are written at once.
const BUFFER: usize = 1 << 16;
const SHARED_TEXTS: &str = "xl/sharedStrings.xml";

/// The rows of all sheets.
pub(super) trait RowSource {
    /// The cells that a sheet (0-based) reaches over, such as `A1:C9`.
    fn extent(&self, sheet: usize) -> String;

    /// Puts the rows of a sheet into its part. Sheets are asked in their order, each once.
    fn put<W: Write>(&mut self, sheet: usize, part: &mut PartWriter<'_, W>) -> Result<(), WriteError>;
}

/// A part while it is written.
pub(super) struct PartWriter<'a, W: Write> {
    entry: ZipEntryWriter<'a, BufWriter<W>>,
    sum: Hasher,
    length: u64,
}

impl<'a, W: Write> PartWriter<'a, W> {
    fn start(out: &'a mut ZipArchiveWriter<BufWriter<W>>, name: &str) -> Result<Self, WriteError> {
        // A time, because some readers refuse a day and month of 0; no time of day, for the same bytes.
        let file = out.new_file(name).last_modified(UtcDateTime::from_unix(EIGHTIES));
        let (entry, _) = file.compression_method(CompressionMethod::DEFLATE).start().map_err(zip_error)?;
        Ok(Self { entry, sum: Hasher::new(), length: 0 })
    }

    /// Appends a strip.
    pub(super) fn put(&mut self, strip: &Strip) -> Result<(), WriteError> {
        self.entry.write_all(&strip.packed).map_err(WriteError::of_draft)?;
        self.sum.combine(&strip.sum);
        self.length += strip.length;
        Ok(())
    }

    fn finish(self) -> Result<(), WriteError> {
        let output = DataDescriptorOutput::new(self.sum.finalize(), self.length);
        self.entry.finish(output).map_err(zip_error)?;
        Ok(())
    }
}

/// 1980-01-01, the first day that a package knows, in seconds since 1970.
const EIGHTIES: i64 = 315_532_800;

/// Writes the package of `frame`, whose own rows and texts are passed over, to `out`.
pub(super) fn write(
    mut frame: ZipArchive<Cursor<Vec<u8>>>,
    texts: &[u8],
    rows: &mut impl RowSource,
    out: impl Write,
) -> Result<(), WriteError> {
    let mut out = ZipArchiveWriter::new(BufWriter::with_capacity(BUFFER, out));
    let mut packer = Packer::new();
    let mut sheet = 0;
    for index in 0..frame.len() {
        let mut from = frame.by_index_raw(index).map_err(library)?;
        let name = from.name().map_err(library)?.into_owned();
        if name == self::part(sheet) {
            drop(from);
            let mut xml = String::new();
            frame.by_index(index).map_err(library)?.read_to_string(&mut xml).map_err(WriteError::of_draft)?;
            let (head, tail) = split(&xml, &rows.extent(sheet)).ok_or_else(|| strange(&name))?;
            let mut part = PartWriter::start(&mut out, &name)?;
            part.put(&packer.strip(head.as_bytes(), false))?;
            rows.put(sheet, &mut part)?;
            part.put(&packer.strip(tail.as_bytes(), true))?;
            part.finish()?;
            sheet += 1;
        } else if name == SHARED_TEXTS {
            let mut part = PartWriter::start(&mut out, &name)?;
            part.put(&packer.strip(texts, true))?;
            part.finish()?;
        } else {
            let (sum, length) = (from.crc32(), from.size());
            if from.compression() != zip::CompressionMethod::Deflated {
                return Err(strange(&name));
            }
            let mut part = PartWriter::start(&mut out, &name)?;
            io::copy(&mut from, &mut part.entry).map_err(WriteError::of_draft)?;
            part.entry.finish(DataDescriptorOutput::new(sum, length)).map_err(zip_error)?;
        }
    }
    out.finish().map_err(zip_error)?.flush().map_err(WriteError::of_draft)
}

/// The part of a sheet.
pub(super) fn part(sheet: usize) -> String {
    format!("xl/worksheets/sheet{}.xml", sheet + 1)
}

/// What stands before and after the rows of a sheet, whose cells reach over `extent`.
fn split(xml: &str, extent: &str) -> Option<(String, String)> {
    const DIMENSION: &str = "<dimension ref=\"";
    let (head, rest) = xml.split_once("<sheetData")?;
    let tail = match rest.strip_prefix("/>") {
        Some(tail) => tail,
        None => rest.split_once("</sheetData>")?.1,
    };
    let (before, after) = head.split_once(DIMENSION)?;
    let (_, after) = after.split_once('"')?;
    Some((format!("{before}{DIMENSION}{extent}\"{after}<sheetData>"), format!("</sheetData>{tail}")))
}

pub(super) fn library(error: zip::result::ZipError) -> WriteError {
    WriteError::Library(error.into())
}

/// The library writes another package than the one that we know.
pub(super) fn strange(part: &str) -> WriteError {
    WriteError::Library(rust_xlsxwriter::XlsxError::ParameterError(format!("unknown form of {part}")))
}

fn zip_error(error: rawzip::Error) -> WriteError {
    WriteError::of_draft(io::Error::other(error))
}
