//! Which checks a part of an .xlsb gets while it is inflated, by what calamine will do with it.

use super::biff12::{Biff12Cells, Biff12Texts};
use super::binary;
use super::checked::FormulaErrors;
use super::error::SourceError;
use super::{Shape, limits};

/// The look at one part.
pub(super) struct PartScan<'p> {
    cap: u64,
    detail: Detail<'p>,
}

enum Detail<'p> {
    None,
    Cells(usize, Biff12Cells<'p>),
    Texts(Biff12Texts<'p>),
}

impl<'p> PartScan<'p> {
    /// The look at a part, if calamine reads it.
    pub(super) fn new(part: &'p str, sheets: &[String]) -> Option<Self> {
        let (cap, detail) = match part {
            binary::WORKBOOK => (limits::BINARY_WORKBOOK, Detail::None),
            binary::RELATIONSHIPS => (limits::RELATIONSHIPS_PART, Detail::None),
            binary::STRINGS => (limits::BINARY_STRINGS_PART, Detail::Texts(Biff12Texts::new(part))),
            binary::STYLES => (limits::OPENED_PART, Detail::None),
            _ => {
                let sheet = sheets.iter().position(|sheet| sheet == part)?;
                (limits::SHEET_PART, Detail::Cells(sheet, Biff12Cells::new(part)))
            }
        };
        Some(Self { cap, detail })
    }

    /// Bytes that the part may have.
    pub(super) fn cap(&self) -> u64 {
        self.cap
    }

    /// Takes the next block of the part.
    pub(super) fn block(&mut self, block: &[u8]) -> Result<(), SourceError> {
        match &mut self.detail {
            Detail::None => Ok(()),
            Detail::Cells(_, cells) => cells.block(block),
            Detail::Texts(texts) => texts.block(block),
        }
    }

    /// At the end of the part: puts what was found among the notes.
    pub(super) fn finish(self, notes: &mut Notes) -> Result<(), SourceError> {
        match self.detail {
            Detail::None => Ok(()),
            Detail::Cells(sheet, cells) => {
                notes.errors.resize_with(notes.errors.len().max(sheet + 1), Vec::new);
                notes.shapes.resize_with(notes.errors.len(), Shape::default);
                (notes.errors[sheet], notes.shapes[sheet]) = cells.finish()?;
                Ok(())
            }
            Detail::Texts(texts) => texts.finish(),
        }
    }
}

/// What calamine will not tell, sheet by sheet.
#[derive(Default)]
pub(super) struct Notes {
    pub(super) errors: Vec<FormulaErrors>,
    pub(super) shapes: Vec<Shape>,
}
