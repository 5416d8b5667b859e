//! The workbook part of an .xlsb: which part holds which sheet, and whether its names can be spelled out safely.
//!
//! Calamine does not tell the part of a sheet, but the formula errors that it drops are known by part; so the sheets are
//! listed here too, in calamine's order.

use std::collections::HashSet;

use super::biff12::Biff12Records;
use super::bytes::{u32_at, wide_text};
use super::error::SourceError;
use super::tokens::FormulaTotals;
use super::xlsx::relations;
use super::xml::Xml;
use crate::lang::Words;
use crate::say;

/// Names of the parts that calamine opens.
pub(super) const WORKBOOK: &str = "xl/workbook.bin";
pub(super) const RELATIONSHIPS: &str = "xl/_rels/workbook.bin.rels";
pub(super) const STRINGS: &str = "xl/sharedstrings.bin";
pub(super) const STYLES: &str = "xl/styles.bin";

/// `BrtBeginBundleShs` … `BrtEndBundleShs`, the sheets; the table of other sheets that formulas use; a name.
const SHEET: u16 = 0x9C;
const SHEETS_END: u16 = 0x90;
const EXTERN_SHEET: u16 = 0x016A;
const NAME: u16 = 0x27;
/// Bytes of a sheet's record: a name has 31 characters.
const SHEET_RECORD: usize = 1024;
/// Characters of a name; Excel allows 255.
const NAME_LENGTH: usize = 512;
/// Entries of the table of other sheets.
const EXTERN_SHEETS: usize = 65_536;

/// The parts of the sheets in calamine's order, in lower case.
pub(super) fn sheet_parts(workbook: &[u8], relationships: &[u8]) -> Result<Vec<String>, SourceError> {
    let relations = match relationships {
        [] => Vec::new(),
        there => relations::read(Xml::new(RELATIONSHIPS, there), WORKBOOK)?,
    };
    let mut seen = HashSet::new();
    let mut parts = Vec::new();
    for id in sheet_ids(workbook)? {
        let relation = relations.iter().find(|relation| relation.id == id);
        let part = relation.ok_or_else(|| unfaithful(say!(Source::SheetWithoutPart)))?.target.clone();
        if !seen.insert(part.clone()) {
            return Err(unfaithful(say!(Source::TwoSheetsShareTheirCells)));
        }
        parts.push(part);
    }
    Ok(parts)
}

/// The relationship ids of the sheets. On the way all names are measured.
fn sheet_ids(workbook: &[u8]) -> Result<Vec<String>, SourceError> {
    let mut ids = Vec::new();
    let mut listing = true;
    let mut formulas = FormulaTotals::default();
    Biff12Records::each((WORKBOOK, workbook), &mut |kind, body| {
        match kind {
            SHEET => {
                if body.len() > SHEET_RECORD || body.len() < 12 {
                    return Err(unfaithful(say!(Source::NameTooLong)));
                }
                formulas.name(body.len());
                let length = u32_at(body, 8);
                if listing && length != u32::MAX {
                    let id = body.get(12..12 + 2 * length as usize);
                    ids.push(wide_text(id.ok_or_else(|| unfaithful(say!(Source::SheetWithoutPart)))?));
                }
            }
            SHEETS_END => listing = false,
            EXTERN_SHEET if body.len() > 4 + 12 * EXTERN_SHEETS => {
                return Err(unfaithful(say!(Source::TooManySheetsFormulas)));
            }
            NAME if name_length(body) > NAME_LENGTH => return Err(unfaithful(say!(Source::NameTooLong))),
            NAME => formulas.name(3 * name_length(body)),
            _ => {}
        }
        Ok(())
    })?;
    // After the flags and the name stands the length of the formula, then its tokens.
    Biff12Records::each((WORKBOOK, workbook), &mut |kind, body| match kind {
        NAME => formulas.add(body.get(13 + 2 * name_length(body) + 4..).unwrap_or_default()),
        _ => Ok(()),
    })?;
    Ok(ids)
}

fn name_length(body: &[u8]) -> usize {
    u32_at(body, 9) as usize
}

fn unfaithful(detail: Words) -> SourceError {
    super::error::unfaithful(WORKBOOK, detail)
}
