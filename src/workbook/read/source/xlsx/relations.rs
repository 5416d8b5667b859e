//! Relationships of a part: which other parts it needs, by id and by what they are to it.

use super::super::error::SourceError;
use super::super::limits;
use super::super::xml::{Ns, Xml, XmlNode, XmlSource};
use super::parts::XlsxPackage;
use crate::say;

/// What another part is to this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum RelationType {
    Workbook,
    Worksheet,
    /// A chart or a dialog in place of cells.
    OtherSheet,
    /// Macros as Excel 4 had them, in cells.
    MacroSheet,
    Strings,
    Styles,
    Table,
    Theme,
    Drawing,
    /// Notes and controls as old programs draw them.
    OldDrawing,
    /// The texts of notes.
    Notes,
    Other,
}

/// One relationship.
#[derive(Debug, Clone)]
pub(in super::super) struct Relation {
    pub(in super::super) id: String,
    pub(in super::super) role: RelationType,
    /// The name of the part in the package, in lower case.
    pub(in super::super) target: String,
}

fn role(kind: &str) -> RelationType {
    const BEFORE: [&str; 3] = [
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
        "http://purl.oclc.org/ooxml/officeDocument/relationships/",
        "http://schemas.microsoft.com/office/2006/relationships/",
    ];
    match BEFORE.iter().find_map(|before| kind.strip_prefix(before)) {
        Some("officeDocument") => RelationType::Workbook,
        Some("worksheet") => RelationType::Worksheet,
        Some("chartsheet" | "dialogsheet") => RelationType::OtherSheet,
        Some("xlMacrosheet" | "xlIntlMacrosheet") => RelationType::MacroSheet,
        Some("sharedStrings") => RelationType::Strings,
        Some("styles") => RelationType::Styles,
        Some("table") => RelationType::Table,
        Some("theme") => RelationType::Theme,
        Some("drawing") => RelationType::Drawing,
        Some("vmlDrawing") => RelationType::OldDrawing,
        Some("comments") => RelationType::Notes,
        _ => RelationType::Other,
    }
}

/// Reads the relationships of `part`.
pub(in super::super) fn read<R: XmlSource>(mut xml: Xml<'_, R>, of: &str) -> Result<Vec<Relation>, SourceError> {
    let mut relations: Vec<Relation> = Vec::new();
    while let XmlNode::Start = xml.next_element()? {
        if xml.depth() == 1 {
            if !xml.is(Ns::Package, b"Relationships") {
                return Err(xml.unknown());
            }
            continue;
        }
        if !xml.is(Ns::Package, b"Relationship") {
            return Err(xml.unknown());
        }
        xml.only(&[b"Id", b"Type", b"Target", b"TargetMode"])?;
        let value = |key: &[u8]| xml.attribute(Ns::None, key);
        let (Some(id), Some(kind), Some(target)) = (value(b"Id"), value(b"Type"), value(b"Target")) else {
            return Err(xml.unfaithful(say!(Source::RelationshipWithoutIdTypeTarget)));
        };
        if relations.iter().any(|other| other.id == id) {
            return Err(xml.unfaithful(say!(Source::IdRelationshipStandsTwice)));
        }
        let role = role(&kind);
        match value(b"TargetMode").as_deref() {
            None | Some("Internal") => relations.push(Relation { id, role, target: resolved(of, &target) }),
            Some("External") if role == RelationType::Other => {}
            Some(_) => return Err(xml.unfaithful(say!(Source::PartOutsideFile))),
        }
        xml.nothing_in_it()?;
        if relations.len() > MOST {
            return Err(xml.unfaithful(say!(Source::TooManyRelationships)));
        }
    }
    xml.finish()?;
    Ok(relations)
}

/// Ids are compared with each other: so many take no time.
const MOST: usize = 4_096;

/// Reads the relationships of a part from where they stand.
pub(super) fn of(parts: &mut XlsxPackage, part: &str) -> Result<Vec<Relation>, SourceError> {
    read(parts.xml(&beside(part), limits::RELATIONSHIPS_PART)?, part)
}

/// Whether a part has any.
pub(super) fn are_there(parts: &XlsxPackage, part: &str) -> bool {
    parts.has(&beside(part))
}

/// Where the relationships of a part stand.
fn beside(part: &str) -> String {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let slash = if folder.is_empty() { "" } else { "/" };
    format!("{folder}{slash}_rels/{name}.rels")
}

/// A target as the name of a part, in lower case, seen from another part.
fn resolved(of: &str, target: &str) -> String {
    let target = target.replace('\\', "/").to_lowercase();
    let mut steps: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => of.rsplit_once('/').map_or_else(Vec::new, |(folder, _)| folder.split('/').collect()),
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// The only relationship of a role, if there is one.
pub(in super::super) fn only(relations: &[Relation], role: RelationType) -> Result<Option<&Relation>, SourceError> {
    let mut found = relations.iter().filter(|relation| relation.role == role);
    let first = found.next();
    match found.next() {
        Some(second) => Err(SourceError::DuplicatePart { part: second.target.clone() }),
        None => Ok(first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_seen_from_their_part() {
        for (of, target, name) in [
            ("xl/workbook.xml", "worksheets/Sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl/workbook.xml", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl/worksheets/sheet1.xml", "../tables/table1.xml", "xl/tables/table1.xml"),
            ("", "xl/workbook.xml", "xl/workbook.xml"),
            ("", "/xl\\workbook.xml", "xl/workbook.xml"),
            ("workbook.xml", "./sheet.xml", "sheet.xml"),
        ] {
            assert_eq!(resolved(of, target), name);
        }
        assert_eq!(beside("xl/workbook.xml"), "xl/_rels/workbook.xml.rels");
        assert_eq!(beside("workbook.xml"), "_rels/workbook.xml.rels");
    }
}
