//! What lies over the cells: charts, pictures, shapes, and notes.

use super::super::super::error::SourceError;
use super::super::super::xml::{Ns, Xml, XmlSource};
use super::super::area;
use super::super::walk::{ElementEnd, walk};
use crate::looks::{Rectangle, SheetLooks, Thing};

const NOWHERE: Rectangle = Rectangle { rows: (0, 0), columns: (0, 0) };

fn column(number: u32) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// Reads a drawing: each thing with the cells that it lies over.
pub(super) fn drawn<R: XmlSource>(mut xml: Xml<'_, R>, sheet: &mut SheetLooks) -> Result<(), SourceError> {
    let (mut place, mut thing, mut last) = (NOWHERE, None, false);
    walk(&mut xml, |at, name, xml| match (at, name) {
        (ElementEnd::Begin, b"twoCellAnchor" | b"oneCellAnchor" | b"absoluteAnchor") => {
            (place, thing) = (Rectangle { rows: (1, 1), columns: (0, 0) }, None);
        }
        (ElementEnd::Begin, b"from") => last = false,
        (ElementEnd::Begin, b"to") => last = true,
        (ElementEnd::Begin, b"pic") => thing = thing.or(Some(Thing::Picture)),
        // A frame shows a chart, or else something that was drawn.
        (ElementEnd::Begin, b"chart") if thing == Some(Thing::Shape) => thing = Some(Thing::Chart),
        (ElementEnd::Begin, b"graphicFrame" | b"sp" | b"cxnSp" | b"grpSp" | b"contentPart") => {
            thing = thing.or(Some(Thing::Shape));
        }
        (ElementEnd::End, b"row" | b"col") => {
            let Ok(number) = xml.text().trim().parse::<u32>() else { return };
            match (name, last) {
                (b"row", true) => place.rows.1 = number + 1,
                (b"row", false) => place.rows = (number + 1, number + 1),
                (_, true) => place.columns.1 = column(number),
                (_, false) => place.columns = (column(number), column(number)),
            }
        }
        (ElementEnd::End, b"twoCellAnchor" | b"oneCellAnchor" | b"absoluteAnchor") => {
            sheet.things.extend(thing.take().map(|thing| (thing, place)));
        }
        _ => {}
    })
}

/// What old programs can draw.
const SHAPES: [&[u8]; 10] =
    [b"shape", b"rect", b"roundrect", b"oval", b"line", b"polyline", b"image", b"group", b"arc", b"curve"];

/// Reads what old programs draw: notes, of which those are told that stand open, and whatever else.
pub(super) fn drawn_of_old<R: XmlSource>(mut xml: Xml<'_, R>, sheet: &mut SheetLooks) -> Result<(), SourceError> {
    let (mut place, mut open, mut note) = (NOWHERE, true, false);
    walk(&mut xml, |at, name, xml| match (at, name) {
        (ElementEnd::Begin, shape) if SHAPES.contains(&shape) => {
            let style = xml.attribute(Ns::None, b"style").unwrap_or_default().to_lowercase();
            let hidden = style.split(';').any(|part| part.replace(' ', "") == "visibility:hidden");
            (place, open, note) = (NOWHERE, !hidden, false);
        }
        (ElementEnd::Begin, b"ClientData") => note = xml.raw(b"ObjectType").is_some_and(|kind| kind == b"Note"),
        (ElementEnd::End, b"Row" | b"Column") => {
            let Ok(number) = xml.text().trim().parse::<u32>() else { return };
            if name == b"Row" {
                place.rows = (number + 1, number + 1);
            } else {
                place.columns = (column(number), column(number));
            }
        }
        (ElementEnd::End, shape) if SHAPES.contains(&shape) => match (note, open) {
            (false, _) => sheet.things.push((Thing::Shape, place)),
            (true, true) => sheet.things.push((Thing::OpenNote, place)),
            (true, false) => {}
        },
        _ => {}
    })
}

/// Reads the texts of the notes.
pub(super) fn notes<R: XmlSource>(mut xml: Xml<'_, R>, sheet: &mut SheetLooks) -> Result<(), SourceError> {
    let (mut cell, mut text) = (None, String::new());
    walk(&mut xml, |at, name, xml| match (at, name) {
        (ElementEnd::Begin, b"comment") => {
            cell = xml.raw(b"ref").and_then(area::address);
            text.clear();
        }
        (ElementEnd::End, b"t") => text.push_str(xml.text()),
        (ElementEnd::End, b"comment") => {
            let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
            sheet.notes.extend(cell.take().map(|cell| (cell.row + 1, column(cell.column), plain)));
        }
        _ => {}
    })
}
