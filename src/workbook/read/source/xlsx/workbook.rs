//! The workbook part: its sheets in their order, its calendar, its names.

use super::super::super::words::IN_WORKBOOK;
use super::super::error::{Measure, SourceError, too_much};
use super::super::found::NotAWorkbook;
use super::super::limits;
use super::super::xml::{Ns, Xml, XmlSource};
use super::parts::XlsxPackage;
use super::relations::{self, RelationType, only};
use super::walk::InRoot;
use crate::say;

/// A sheet as the workbook lists it.
#[derive(Debug, Clone)]
pub(super) struct ListedSheet {
    pub(super) name: String,
    pub(super) hidden: bool,
    /// The id of the relationship to its part.
    pub(super) relation: String,
}

/// What the part says.
#[derive(Debug, Default)]
pub(super) struct Workbook {
    pub(super) sheets: Vec<ListedSheet>,
    /// Days are counted from 1904.
    pub(super) from_1904: bool,
    /// What formulas gave when it was saved is not what they give: they are to be calculated when it is opened, or were not when
    /// it was saved.
    pub(super) stale: bool,
    /// Names and what they stand for.
    pub(super) names: Vec<(String, String)>,
}

/// Reads the part that the package names, and gives its name.
pub(super) fn find(parts: &mut XlsxPackage) -> Result<(String, Workbook), SourceError> {
    let package = relations::read(parts.xml("_rels/.rels", limits::RELATIONSHIPS_PART)?, "")?;
    let target = only(&package, RelationType::Workbook)?.map(|relation| relation.target.clone());
    let Some(target) = target.filter(|target| parts.has(target)) else {
        return Err(SourceError::NotASpreadsheet(NotAWorkbook::Zip));
    };
    let book = read(parts.xml(&target, limits::OPENED_PART)?)?;
    Ok((target, book))
}

/// Reads the part.
fn read<R: XmlSource>(mut xml: Xml<'_, R>) -> Result<Workbook, SourceError> {
    let mut book = Workbook::default();
    let mut elements = InRoot::new("workbook", IN_WORKBOOK, "fileRecoveryPr");
    while let Some(name) = elements.next(&mut xml)? {
        match name {
            "workbookPr" => {
                book.from_1904 = xml.truth(b"date1904")?.unwrap_or(false);
                xml.skip()?;
            }
            "calcPr" => {
                let by_hand = xml.raw(b"calcMode") == Some(b"manual");
                let unsaved = by_hand && xml.truth(b"calcOnSave")? == Some(false);
                book.stale = xml.truth(b"fullCalcOnLoad")? == Some(true)
                    || xml.truth(b"calcCompleted")? == Some(false)
                    || unsaved;
                xml.skip()?;
            }
            "sheets" => sheets(&mut xml, &mut book)?,
            "definedNames" => names(&mut xml, &mut book)?,
            _ => xml.skip()?,
        }
    }
    if book.sheets.is_empty() { Err(SourceError::NoWorksheets) } else { Ok(book) }
}

fn sheets<R: XmlSource>(xml: &mut Xml<'_, R>, book: &mut Workbook) -> Result<(), SourceError> {
    while xml.child(Ns::Main, b"sheet")? {
        xml.only(&[b"name", b"sheetId", b"state"])?;
        let hidden = match xml.raw(b"state") {
            None | Some(b"visible") => false,
            Some(b"hidden" | b"veryHidden") => true,
            Some(_) => return Err(xml.unfaithful(say!(Source::AttributeStrangeValue))),
        };
        let (name, relation) = (xml.attribute(Ns::None, b"name"), xml.attribute(Ns::Relations, b"id"));
        let (Some(name), Some(relation)) = (name, relation) else {
            return Err(xml.unfaithful(say!(Source::SheetWithoutPart)));
        };
        if book.sheets.iter().any(|other| other.relation == relation) {
            return Err(xml.unfaithful(say!(Source::TwoSheetsShareTheirCells)));
        }
        book.sheets.push(ListedSheet { name, hidden, relation });
        if book.sheets.len() > limits::SHEETS {
            return Err(too_much(xml.part(), Measure::Sheets, limits::SHEETS as u64));
        }
        xml.skip()?;
    }
    Ok(())
}

fn names<R: XmlSource>(xml: &mut Xml<'_, R>, book: &mut Workbook) -> Result<(), SourceError> {
    while xml.child(Ns::Main, b"definedName")? {
        let name = xml.attribute(Ns::None, b"name");
        let name = name.ok_or_else(|| xml.unfaithful(say!(Source::NameWithoutName)))?;
        let of = xml.text_of()?.to_owned();
        book.names.push((name, of));
    }
    Ok(())
}
