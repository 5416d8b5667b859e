//! The looks of all sheets of a workbook, part by part.

use std::sync::Arc;

use super::super::super::error::SourceError;
use super::super::super::limits;
use super::super::parts::XlsxPackage;
use super::super::relations::{self, RelationType, only};
use super::super::{style_part, workbook};
use super::{colour, drawing, sheet, styles};
use crate::looks::{Rectangle, SheetLooks, Thing};

/// The looks of all worksheets, in their order.
pub(in super::super) fn read(mut parts: XlsxPackage) -> Result<Vec<SheetLooks>, SourceError> {
    let (target, book) = workbook::find(&mut parts)?;
    let related = relations::of(&mut parts, &target)?;
    let theme = match only(&related, RelationType::Theme)? {
        Some(relation) if parts.has(&relation.target) => {
            colour::theme(parts.xml(&relation.target, limits::OPENED_PART)?)?
        }
        _ => Vec::new(),
    };
    let looks = match only(&related, RelationType::Styles)? {
        Some(relation) => styles::looks(&style_part::read(parts.xml(&relation.target, limits::OPENED_PART)?)?, theme),
        None => Vec::new(),
    };
    let looks = Arc::new(looks);
    let mut sheets = Vec::new();
    for listed in book.sheets {
        let relation =
            related.iter().find(|relation| relation.id == listed.relation && relation.role == RelationType::Worksheet);
        let Some(relation) = relation else { continue };
        let mut found = sheet::read(parts.xml(&relation.target, limits::TOTAL_MOST)?)?;
        around(&mut parts, &relation.target, &mut found)?;
        (found.name, found.looks) = (listed.name, Arc::clone(&looks));
        sheets.push(found);
    }
    Ok(sheets)
}

/// What other parts say of a sheet: its drawings and notes.
fn around(parts: &mut XlsxPackage, part: &str, sheet: &mut SheetLooks) -> Result<(), SourceError> {
    let related = if relations::are_there(parts, part) { relations::of(parts, part)? } else { Vec::new() };
    for relation in related {
        if !parts.has(&relation.target) {
            continue;
        }
        let part = relation.target.as_str();
        match relation.role {
            RelationType::Drawing => drawing::drawn(parts.xml(part, limits::OPENED_PART)?, sheet)?,
            RelationType::Notes => drawing::notes(parts.xml(part, limits::OPENED_PART)?, sheet)?,
            // What old programs draw need not be good XML: what cannot be read may be anything.
            RelationType::OldDrawing => {
                let before = sheet.things.len();
                if drawing::drawn_of_old(parts.xml(part, limits::OPENED_PART)?, sheet).is_err() {
                    sheet.things.truncate(before);
                    sheet.things.push((Thing::Shape, Rectangle { rows: (0, 0), columns: (0, 0) }));
                }
            }
            _ => {}
        }
    }
    sheet.things.sort_unstable();
    sheet.notes.sort_unstable();
    Ok(())
}
