//! What stands around the cells: widths and hiding of columns, merges, tables.

use super::super::super::address::COLUMNS;
use super::super::super::error::{Measure, SourceError};
use super::super::super::limits;
use super::super::super::xml::{Ns, XmlNode, XmlSource};
use super::super::area;
use super::{XlsxSheetReader, nothing};
use crate::say;

impl<R: XmlSource> XlsxSheetReader<'_, R> {
    pub(super) fn columns(&mut self) -> Result<(), SourceError> {
        while let XmlNode::Start = self.xml.next_element()? {
            let xml = &self.xml;
            if !xml.is(Ns::Main, b"col") {
                return Err(xml.unknown());
            }
            let (Some(from), Some(to)) = (xml.number(b"min")?, xml.number(b"max")?) else {
                return Err(xml.unfaithful(say!(Source::ColumnsWithoutTheirNumbers)));
            };
            let flat = xml.raw(b"width").is_some_and(|width| nothing(width, 0.07));
            if (flat || xml.truth(b"hidden")?.unwrap_or(false)) && 1 <= from && from <= to {
                self.sheet.shape.hidden.hide_columns(from - 1, to.min(COLUMNS) - 1);
            }
            self.xml.nothing_in_it()?;
        }
        Ok(())
    }

    pub(super) fn merges(&mut self) -> Result<(), SourceError> {
        while let XmlNode::Start = self.xml.next_element()? {
            if !self.xml.is(Ns::Main, b"mergeCell") {
                return Err(self.xml.unknown());
            }
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

    pub(super) fn tables(&mut self) -> Result<(), SourceError> {
        while let XmlNode::Start = self.xml.next_element()? {
            if !self.xml.is(Ns::Main, b"tablePart") {
                return Err(self.xml.unknown());
            }
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
