//! The tables of a sheet.

use super::super::error::SourceError;
use super::super::shape::SheetTable;
use super::super::xml::{Ns, Xml, XmlNode, XmlSource};
use super::area;
use crate::say;

/// Reads a table's part.
pub(super) fn read<R: XmlSource>(mut xml: Xml<'_, R>) -> Result<SheetTable, SourceError> {
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
        let (Some(name), Some(area)) = (name, area) else {
            return Err(xml.unfaithful(say!(Source::TableWithoutNameAddress)));
        };
        let heading_rows = xml.number(b"headerRowCount")?.unwrap_or(1);
        let totals_rows = xml.number(b"totalsRowCount")?.unwrap_or(0);
        if u64::from(heading_rows) + u64::from(totals_rows) > u64::from(area.last_row - area.first_row) + 1 {
            return Err(xml.unfaithful(say!(Source::TableWithoutNameAddress)));
        }
        table = Some(SheetTable { name, area, heading_rows, totals_rows });
    }
    xml.finish()?;
    table.ok_or_else(|| xml.unknown())
}
