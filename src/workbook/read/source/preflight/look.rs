//! Which checks a part gets while it is inflated, by what calamine will do with it.

use super::biff12::{Cells, Texts};
use super::binary;
use super::error::SourceError;
use super::markup::{Finders, Markup};
use super::ods::Content;
use super::{EmptyTexts, FormulaErrors, Hidden, limits};

/// The kinds of workbook in a zip that calamine reads.
pub(super) enum Kind {
    /// With the parts of its sheets.
    Xlsb(Vec<String>),
    Ods,
}

/// The look at one part.
pub(super) struct Look<'p> {
    cap: u64,
    markup: Option<Markup<'p>>,
    detail: Detail<'p>,
}

enum Detail<'p> {
    None,
    Content(Box<Content<'p>>),
    Cells(usize, Cells<'p>),
    Texts(Texts<'p>),
}

impl<'p> Look<'p> {
    pub(super) fn new(part: &'p str, kind: &Kind, finders: &'p Finders) -> Self {
        let (cap, detail) = match kind {
            Kind::Xlsb(sheets) => match part {
                binary::WORKBOOK => (limits::BINARY_WORKBOOK, Detail::None),
                binary::RELATIONSHIPS => (limits::RELATIONSHIPS_PART, Detail::None),
                binary::STRINGS => (limits::BINARY_STRINGS_PART, Detail::Texts(Texts::new(part))),
                binary::STYLES => (limits::OPENED_PART, Detail::None),
                _ => match sheets.iter().position(|sheet| sheet == part) {
                    Some(sheet) => (limits::SHEET_PART, Detail::Cells(sheet, Cells::new(part))),
                    None => (limits::BINARY_PART, Detail::None),
                },
            },
            Kind::Ods => match part {
                "content.xml" => (limits::ODS_PART, Detail::Content(Box::new(Content::new(part)))),
                "meta-inf/manifest.xml" => (limits::OPENED_PART, Detail::None),
                _ => (limits::BINARY_PART, Detail::None),
            },
        };
        let read = !matches!(detail, Detail::None) || !foreign(part);
        Self { cap, markup: read.then(|| Markup::new(part, finders)), detail }
    }

    /// Bytes that the part may have; known better after the first block.
    pub(super) fn cap(&self) -> u64 {
        let counted = !matches!(self.detail, Detail::None);
        let xml = self.markup.as_ref().is_some_and(Markup::is_xml) || counted;
        if xml { self.cap } else { self.cap.min(limits::BINARY_PART) }
    }

    /// Takes the next block of the part.
    pub(super) fn block(&mut self, block: &[u8]) -> Result<(), SourceError> {
        if let Some(markup) = &mut self.markup {
            markup.block(block)?;
        }
        match &mut self.detail {
            Detail::None => Ok(()),
            Detail::Content(content) => content.block(block),
            Detail::Cells(_, cells) => cells.block(block),
            Detail::Texts(texts) => texts.block(block),
        }
    }

    /// At the end of the part: puts what was found among the notes.
    pub(super) fn finish(self, notes: &mut Notes) -> Result<(), SourceError> {
        match self.detail {
            Detail::None => Ok(()),
            Detail::Content(content) => {
                (notes.empty_texts, notes.hidden) = content.finish()?;
                Ok(())
            }
            Detail::Cells(sheet, cells) => {
                notes.errors.resize_with(notes.errors.len().max(sheet + 1), Vec::new);
                notes.hidden.resize_with(notes.errors.len(), Hidden::default);
                (notes.errors[sheet], notes.hidden[sheet]) = cells.finish()?;
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
    pub(super) empty_texts: Vec<EmptyTexts>,
    pub(super) hidden: Vec<Hidden>,
}

/// Pictures (an SVG has a DOCTYPE) and the XML that other programs keep inside are not read by anyone here.
pub(super) fn foreign(part: &str) -> bool {
    const FOLDERS: [&str; 7] = ["media/", "customxml/", "pictures/", "object", "embeddings/", "basic/", "thumbnails/"];
    FOLDERS.iter().any(|folder| part.contains(folder))
}
