//! The notes of a sheet: what people write at cells.

use super::super::error::SourceError;
use super::super::limits;
use super::super::xml::{Xml, XmlSource};
use super::area;
use super::walk::{ElementEnd, walk};

/// Reads a part of notes: those with an address, up to a number.
pub(super) fn read<R: XmlSource>(mut xml: Xml<'_, R>, notes: &mut Vec<(u32, u16, String)>) -> Result<(), SourceError> {
    let (mut cell, mut text) = (None, String::new());
    walk(&mut xml, |at, name, xml| {
        if text.len() < limits::NOTE {
            text.push_str(xml.text());
        }
        match (at, name) {
            (ElementEnd::Begin, b"comment") => {
                cell = xml.raw(b"ref").and_then(area::of);
                text.clear();
            }
            (ElementEnd::End, b"comment") if notes.len() < limits::NOTES => {
                let note = std::mem::take(&mut text);
                notes.extend(cell.take().map(|cell| (cell.first_row, cell.first_column, note)));
            }
            _ => {}
        }
    })
}
