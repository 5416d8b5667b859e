//! What stands around the cells: widths and hiding of columns, merges, tables.

use super::super::super::address::COLUMNS;
use super::super::super::error::{Measure, SourceError};
use super::super::super::limits;
use super::super::super::xml::{Ns, XmlSource};
use super::super::area;
use super::super::walk::{ElementEnd, walk};
use super::{NARROW, XlsxSheetReader, nothing};
use crate::say;

/// Headers and footers: of odd pages, of even ones, of the first.
const LINES: usize = 6;
/// Bytes of one of them that is looked at; Excel takes 255 characters.
const LONGEST_LINE: usize = 2_000;

impl<R: XmlSource> XlsxSheetReader<'_, R> {
    pub(super) fn columns(&mut self) -> Result<(), SourceError> {
        while self.xml.child(Ns::Main, b"col")? {
            let xml = &self.xml;
            let (Some(from), Some(to)) = (xml.number(b"min")?, xml.number(b"max")?) else {
                return Err(xml.unfaithful(say!(Source::ColumnsWithoutTheirNumbers)));
            };
            let flat = xml.raw(b"width").map_or(self.zero_width, |width| nothing(width, NARROW));
            let hidden = xml.truth(b"hidden")?.unwrap_or(false);
            self.hide_columns_up_to(from.saturating_sub(1));
            self.columns = self.columns.max(to.min(COLUMNS));
            if (flat || hidden) && 1 <= from && from <= to {
                self.sheet.shape.hidden.hide_columns(from - 1, to.min(COLUMNS) - 1);
            }
            self.xml.nothing_in_it()?;
        }
        Ok(())
    }

    /// The columns up to this one of which nothing was said are as wide as the sheet says.
    pub(super) fn hide_columns_up_to(&mut self, end: u32) {
        let end = end.min(COLUMNS);
        if self.zero_width && self.columns < end {
            self.sheet.shape.hidden.hide_columns(self.columns, end - 1);
        }
        self.columns = self.columns.max(end);
    }

    pub(super) fn merges(&mut self) -> Result<(), SourceError> {
        while self.xml.child(Ns::Main, b"mergeCell")? {
            let area = self.xml.raw(b"ref").and_then(area::of);
            let area = area.ok_or_else(|| self.xml.unfaithful(say!(Source::MergedCellsWithoutAddress)))?;
            if (area.first_row, area.first_column) != (area.last_row, area.last_column) {
                self.sheet.shape.merges.push(area);
            }
            if self.sheet.shape.merges.len() > limits::MERGES {
                return Err(self.too_large(Measure::Merges, limits::MERGES as u64));
            }
            self.xml.nothing_in_it()?;
        }
        self.sheet.shape.merges.sort_unstable();
        match area::overlap(&self.sheet.shape.merges) {
            Some(_) => Err(self.xml.unfaithful(say!(Source::MergedCellsOverlap))),
            None => Ok(()),
        }
    }

    /// What is printed above and below every page, as far as it may be a unit.
    pub(super) fn print_lines(&mut self) -> Result<(), SourceError> {
        let lines = &mut self.sheet.shape.print_lines;
        walk(&mut self.xml, |at, _, xml| {
            let text = xml.text();
            let told = at == ElementEnd::End && !text.is_empty() && text.len() < LONGEST_LINE;
            if told && lines.len() < LINES {
                lines.push(text.to_owned());
            }
        })
    }

    pub(super) fn tables(&mut self) -> Result<(), SourceError> {
        while self.xml.child(Ns::Main, b"tablePart")? {
            let id = self.xml.attribute(Ns::Relations, b"id");
            self.sheet.tables.push(id.ok_or_else(|| self.xml.unfaithful(say!(Source::TableWithoutPart)))?);
            if self.sheet.tables.len() > limits::SHEETS {
                return Err(self.too_large(Measure::Parts, limits::SHEETS as u64));
            }
            self.xml.nothing_in_it()?;
        }
        Ok(())
    }
}
