//! Which checks a part gets while it is inflated, by what calamine will do with it.

use super::biff12::{Cells, FormulaErrors, Texts};
use super::binary;
use super::census::{Census, Roles};
use super::error::SourceError;
use super::limits;
use super::markup::{Finders, Markup};
use super::ods::Content;

/// The kinds of workbook that come in a zip.
pub(super) enum Kind {
    Xlsx(Roles),
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
    Census(Census<'p>),
    Content(Box<Content<'p>>),
    Cells(usize, Cells<'p>),
    Texts(Texts<'p>),
}

impl<'p> Look<'p> {
    pub(super) fn new(part: &'p str, kind: &Kind, finders: &'p Finders) -> Self {
        let (cap, detail) = match kind {
            Kind::Xlsx(roles) => match roles.role(part) {
                Some(role) => (role.cap(), Detail::Census(Census::new(part, role))),
                // Any other part may be a sheet, which is streamed.
                None => (limits::SHEET_PART, Detail::None),
            },
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
        let xml = self.markup.as_ref().is_some_and(Markup::is_xml) || !matches!(self.detail, Detail::None);
        if xml { self.cap } else { self.cap.min(limits::BINARY_PART) }
    }

    /// Takes the next block of the part.
    pub(super) fn block(&mut self, block: &[u8]) -> Result<(), SourceError> {
        if let Some(markup) = &mut self.markup {
            markup.block(block)?;
        }
        match &mut self.detail {
            Detail::None => Ok(()),
            Detail::Census(census) => census.block(block),
            Detail::Content(content) => content.block(block),
            Detail::Cells(_, cells) => cells.block(block),
            Detail::Texts(texts) => texts.block(block),
        }
    }

    /// At the end of the part: the formula errors of the sheet that it holds, if it is one of an .xlsb.
    pub(super) fn finish(self) -> Result<Option<(usize, FormulaErrors)>, SourceError> {
        match self.detail {
            Detail::None => {}
            Detail::Census(census) => census.finish()?,
            Detail::Content(content) => content.finish()?,
            Detail::Cells(sheet, cells) => return Ok(Some((sheet, cells.finish()?))),
            Detail::Texts(texts) => texts.finish()?,
        }
        Ok(None)
    }
}

/// Pictures (an SVG has a DOCTYPE) and the XML that other programs keep inside are not read by anyone here.
fn foreign(part: &str) -> bool {
    const FOLDERS: [&str; 7] = ["media/", "customxml/", "pictures/", "object", "embeddings/", "basic/", "thumbnails/"];
    FOLDERS.iter().any(|folder| part.contains(folder))
}
