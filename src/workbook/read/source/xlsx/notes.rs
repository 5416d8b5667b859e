//! The notes of a sheet: what people write at cells.

use super::super::error::SourceError;
use super::super::limits;
use super::super::xml::{Ns, Xml, XmlNode, XmlSource};
use super::area;

/// Reads a part of notes: those with an address, up to a number.
pub(super) fn read<R: XmlSource>(mut xml: Xml<'_, R>, notes: &mut Vec<(u32, u16, String)>) -> Result<(), SourceError> {
    loop {
        match xml.next()? {
            XmlNode::Eof => return Ok(()),
            _ if notes.len() >= limits::NOTES => return Ok(()),
            XmlNode::Start if xml.is(Ns::Main, b"comment") => {
                let at = xml.raw(b"ref").and_then(area::of);
                let text = text(&mut xml)?;
                notes.extend(at.map(|area| (area.first_row, area.first_column, text)));
            }
            _ => {}
        }
    }
}

/// The text of the note that has begun, up to its end.
fn text<R: XmlSource>(xml: &mut Xml<'_, R>) -> Result<String, SourceError> {
    let (mut text, mut depth) = (String::new(), 1);
    while depth > 0 {
        let node = xml.next()?;
        if text.len() < limits::NOTE {
            text.push_str(xml.text());
        }
        match node {
            XmlNode::Start => depth += 1,
            XmlNode::End => depth -= 1,
            XmlNode::Eof => break,
        }
    }
    Ok(text)
}
