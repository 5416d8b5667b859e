//! The tables of a sheet.

use super::super::error::SourceError;
use super::super::shape::Area;
use super::super::xml::{Ns, Xml, XmlNode, XmlSource};
use super::area;
use crate::say;

/// Reads a table's part: its rows of totals, if it has any.
pub(super) fn totals<R: XmlSource>(mut xml: Xml<'_, R>) -> Result<Option<Area>, SourceError> {
    let mut table = None;
    while let XmlNode::Start = xml.next_element()? {
        if xml.depth() > 1 {
            xml.skip()?;
            continue;
        }
        if !xml.is(Ns::Main, b"table") {
            return Err(xml.unknown());
        }
        let name = xml.attribute(Ns::None, b"displayName").or_else(|| xml.attribute(Ns::None, b"name"));
        let area = xml.raw(b"ref").and_then(area::of);
        let (headings, totals) =
            (xml.number(b"headerRowCount")?.unwrap_or(1), xml.number(b"totalsRowCount")?.unwrap_or(0));
        let fits =
            |area: &Area| u64::from(headings) + u64::from(totals) <= u64::from(area.last_row - area.first_row) + 1;
        let Some(area) = area.filter(|area| name.is_some() && fits(area)) else {
            return Err(xml.unfaithful(say!(Source::TableWithoutNameAddress)));
        };
        let first_row = area.last_row + 1 - totals;
        table = Some((totals > 0).then_some(Area { first_row, ..area }));
    }
    xml.finish()?;
    table.ok_or_else(|| xml.unknown())
}
