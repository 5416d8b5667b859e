//! Which cells of a sheet have which look, how high its rows and how wide its columns are, what is merged, and what looks
//! otherwise under conditions.

use std::collections::HashMap;

use super::super::super::error::SourceError;
use super::super::super::shape::Area;
use super::super::super::xml::{Ns, Xml, XmlNode, XmlSource};
use super::super::kind::XlsxCellType;
use super::super::walk::{ElementEnd, walk};
use super::super::{area, plain};
use crate::looks::{Holds, LookedAt, Rectangle, RowLook, SheetLooks, Thing};

/// What Excel takes for a column that says nothing: eight digits, and five pixels beside them.
const COLUMN: u32 = 800;
const PADDING: u32 = 71;

/// Reads the part of a sheet, which was read well before.
pub(super) fn read<R: XmlSource>(mut xml: Xml<'_, R>) -> Result<SheetLooks, SourceError> {
    let mut sheet = SheetLooks { height: 1_500, column_width: COLUMN + PADDING, ..SheetLooks::default() };
    let mut patterns: HashMap<Vec<LookedAt>, usize> = HashMap::new();
    let nowhere = Rectangle { rows: (0, 0), columns: (0, 0) };
    while let XmlNode::Start = xml.next_element()? {
        if xml.depth() == 1 {
            continue;
        }
        match xml.local() {
            b"sheetViews" => views(&mut xml, &mut sheet)?,
            b"sheetFormatPr" => {
                sheet.height = length(&xml, b"defaultRowHeight").unwrap_or(sheet.height);
                let base = length(&xml, b"baseColWidth").unwrap_or(COLUMN) + PADDING;
                sheet.column_width = length(&xml, b"defaultColWidth").unwrap_or(base);
                xml.skip()?;
            }
            b"cols" => {
                while let XmlNode::Start = xml.next_element()? {
                    let column = |n: Option<u32>| n.and_then(|n| u16::try_from(n.checked_sub(1)?).ok());
                    let ends = (column(xml.number(b"min")?), column(xml.number(b"max")?));
                    let hidden = xml.truth(b"hidden")?.unwrap_or(false);
                    if let ((Some(from), Some(to)), Some(width), false) = (ends, length(&xml, b"width"), hidden) {
                        sheet.widths.push((from, to, width));
                    }
                    xml.skip()?;
                }
            }
            b"sheetData" => rows(&mut xml, &mut sheet, &mut patterns)?,
            b"mergeCells" => {
                while let XmlNode::Start = xml.next_element()? {
                    sheet.merges.extend(xml.raw(b"ref").and_then(area::of).map(rectangle));
                    xml.skip()?;
                }
            }
            b"conditionalFormatting" => {
                let areas = xml.raw(b"sqref").unwrap_or_default().split(|byte| *byte == b' ');
                let areas: Vec<_> = areas.filter_map(area::of).map(rectangle).collect();
                let mut bar = true;
                walk(&mut xml, |at, name, xml| bar &= at == ElementEnd::End || is_of_bar(name, xml))?;
                let list = if bar { &mut sheet.bars } else { &mut sheet.conditional };
                list.extend(areas);
            }
            b"picture" | b"legacyDrawingHF" | b"drawingHF" => {
                sheet.things.push((Thing::Picture, nowhere));
                xml.skip()?;
            }
            b"oleObjects" | b"controls" => {
                sheet.things.push((Thing::Shape, nowhere));
                xml.skip()?;
            }
            b"tableParts" => {
                while let XmlNode::Start = xml.next_element()? {
                    sheet.things.push((Thing::Table, nowhere));
                    xml.skip()?;
                }
            }
            b"extLst" => extensions(&mut xml, &mut sheet)?,
            _ => xml.skip()?,
        }
    }
    sheet.merges.sort_unstable();
    for areas in [&mut sheet.conditional, &mut sheet.bars] {
        areas.sort_unstable();
        areas.dedup();
    }
    let mut by_number: Vec<_> = patterns.into_iter().collect();
    by_number.sort_unstable_by_key(|(_, at)| *at);
    sheet.patterns = by_number.into_iter().map(|(cells, _)| cells).collect();
    Ok(sheet)
}

fn rectangle(area: Area) -> Rectangle {
    Rectangle { rows: (area.first_row, area.last_row), columns: (area.first_column, area.last_column) }
}

/// A length as hundredths of its unit.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within bounds by then")]
pub(super) fn hundredths(length: f64) -> u32 {
    (length.clamp(0.0, 1e6) * 100.0).round() as u32
}

/// The same of an attribute.
fn length<R: XmlSource>(xml: &Xml<'_, R>, name: &[u8]) -> Option<u32> {
    xml.attribute(Ns::None, name)?.trim().parse().ok().map(hundredths)
}

/// What of the sheet cannot be seen, however one scrolls: zeros, and what lies before frozen panes.
fn views<R: XmlSource>(xml: &mut Xml<'_, R>, sheet: &mut SheetLooks) -> Result<(), SourceError> {
    while let XmlNode::Start = xml.next_element()? {
        sheet.without_zeros |= xml.truth(b"showZeros")? == Some(false);
        let first = xml.raw(b"topLeftCell").and_then(area::address);
        while let XmlNode::Start = xml.next_element()? {
            let frozen = xml.local() == b"pane" && matches!(xml.raw(b"state"), Some(b"frozen" | b"frozenSplit"));
            if let Some(first) = first.filter(|first| frozen && (first.row, first.column) != (0, 0)) {
                sheet.out_of_view = Some((first.row + 1, u16::try_from(first.column).unwrap_or(u16::MAX)));
            }
            xml.skip()?;
        }
    }
    Ok(())
}

fn rows<R: XmlSource>(
    xml: &mut Xml<'_, R>,
    sheet: &mut SheetLooks,
    patterns: &mut HashMap<Vec<LookedAt>, usize>,
) -> Result<(), SourceError> {
    let mut cells: Vec<LookedAt> = Vec::new();
    let mut last = 0;
    while let XmlNode::Start = xml.next_element()? {
        let number = xml.number(b"r")?.unwrap_or(last + 1);
        let (height, hidden) = (length(xml, b"ht"), xml.truth(b"hidden")?.unwrap_or(false));
        // Version 0.1.0 wrote a row once more for its height.
        let again = sheet.rows.last().filter(|row| row.number == number).copied();
        if again.is_none() {
            cells.clear();
        }
        loop {
            while let Some(cell) = plain::cell(xml.ahead(Ns::Main)) {
                let holds = match (cell.value, cell.kind) {
                    (None, _) => Holds::Nothing,
                    (_, XlsxCellType::Shared | XlsxCellType::Text | XlsxCellType::Inline | XlsxCellType::Error) => {
                        Holds::Text
                    }
                    _ => Holds::Number,
                };
                cells.push(LookedAt { column: short(cell.at.column), look: cell.style, holds });
                let length = cell.length;
                xml.take(length);
            }
            if xml.next_element()? != XmlNode::Start {
                break;
            }
            let next = cells.last().map_or(0, |cell| cell.column + 1);
            let column = xml.raw(b"r").and_then(area::address).map_or(next, |at| short(at.column));
            let look = xml.number(b"s")?.unwrap_or(0);
            let text = matches!(xml.raw(b"t"), Some(b"s" | b"str" | b"inlineStr" | b"e"));
            let mut holds = Holds::Nothing;
            while let XmlNode::Start = xml.next_element()? {
                if matches!(xml.local(), b"v" | b"f" | b"is") {
                    holds = if text { Holds::Text } else { Holds::Number };
                }
                xml.skip()?;
            }
            cells.push(LookedAt { column, look, holds });
        }
        let next = patterns.len();
        let pattern = match patterns.get(&cells) {
            Some(known) => *known,
            None => *patterns.entry(cells.clone()).or_insert(next),
        };
        match again {
            Some(before) => {
                let row =
                    RowLook { number, height: height.or(before.height), hidden: hidden || before.hidden, pattern };
                sheet.rows.pop();
                sheet.rows.push(row);
            }
            None => sheet.rows.push(RowLook { number, height, hidden, pattern }),
        }
        last = number;
    }
    Ok(())
}

fn short(column: u32) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}

/// Conditions that only newer programs know, and what else has cells.
fn extensions<R: XmlSource>(xml: &mut Xml<'_, R>, sheet: &mut SheetLooks) -> Result<(), SourceError> {
    let mut bar = false;
    walk(xml, |at, name, xml| match (at, name) {
        (ElementEnd::Begin, b"conditionalFormatting") => bar = true,
        (ElementEnd::End, b"conditionalFormatting") => bar = false,
        (ElementEnd::End, b"sqref") => {
            let areas = xml.text().trim().split(' ').filter_map(|text| area::of(text.as_bytes()));
            let list = if bar { &mut sheet.bars } else { &mut sheet.conditional };
            list.extend(areas.map(rectangle));
        }
        (ElementEnd::Begin, name) => bar &= is_of_bar(name, xml),
        _ => {}
    })
}

/// Whether an element of conditions leaves the figure to be seen, as a bar beside it does.
fn is_of_bar<R: XmlSource>(name: &[u8], xml: &Xml<'_, R>) -> bool {
    match name {
        b"cfRule" => xml.raw(b"type").is_some_and(|kind| kind == b"dataBar"),
        b"dataBar" => !xml.raw(b"showValue").is_some_and(|shown| matches!(shown, b"0" | b"false")),
        _ => true,
    }
}
