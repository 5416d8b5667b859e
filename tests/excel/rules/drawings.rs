//! Comments with the drawings that show them, and charts with the cells that they show.

use std::collections::BTreeSet;

use super::super::package::{Parts, Sheet, elements, relationship_id, text};
use super::place::{Area, cell};
use super::sheets::cells;
use super::{formulas, repeated};

/// Every comment has its drawing and every drawing its comment, each once.
pub fn comments(parts: &Parts<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let mut shapes = Vec::new();
    for sheet in parts.sheets() {
        let part = |kind| parts.related(&sheet.part, kind).and_then(|part| parts.root(&part));
        let (comments, drawing) = (part("comments"), part("vmlDrawing"));
        let commented: Vec<_> = comments.into_iter().flat_map(|root| elements(root, "comment")).collect();
        let places = commented.iter().filter_map(|node| node.attribute("ref"));
        found.extend(repeated(places.clone()).into_iter().map(|twice| format!("{}: {twice}", sheet.name)));
        let places: BTreeSet<_> = places.filter_map(cell).collect();
        let authors = comments.map_or(0, |root| elements(root, "author").count());
        let author =
            |node: &roxmltree::Node<'_, '_>| node.attribute("authorId").and_then(|id| id.parse::<usize>().ok());
        if commented.iter().any(|node| author(node).is_none_or(|author| author >= authors)) {
            found.push(format!("{}: a comment is by nobody", sheet.name));
        }
        let notes = drawing.into_iter().flat_map(|root| elements(root, "ClientData"));
        let notes = notes.filter(|node| node.attribute("ObjectType") == Some("Note"));
        let drawn: Vec<_> = notes
            .filter_map(|node| {
                let number = |name| elements(node, name).next().and_then(|node| text(node).parse::<u32>().ok());
                Some((number("Row")? + 1, number("Column")? + 1))
            })
            .collect();
        let once: BTreeSet<_> = drawn.iter().copied().collect();
        if once.len() != drawn.len() || once != places {
            found.push(format!("{}: comments at {places:?}, drawings at {drawn:?}", sheet.name));
        }
        let legacy = elements(sheet.root, "legacyDrawing").find_map(relationship_id).is_some();
        if legacy != drawing.is_some() || legacy != comments.is_some() {
            found.push(format!("{}: its comments, their drawings and the sheet do not know each other", sheet.name));
        }
        shapes.extend(
            drawing.into_iter().flat_map(|root| elements(root, "shape")).filter_map(|node| node.attribute("id")),
        );
    }
    found.extend(repeated(shapes));
    found
}

/// What charts show are cells that are there.
pub fn charts(parts: &Parts<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let sheets = parts.sheets();
    for part in parts.names().filter(|name| name.starts_with("xl/charts/chart")) {
        let references: Vec<String> =
            parts.root(part).into_iter().flat_map(|root| elements(root, "f")).map(text).collect();
        if references.is_empty() {
            found.push(format!("{part} shows nothing"));
        }
        let lost = references.iter().filter(|reference| !is_there(&sheets, reference));
        found.extend(lost.map(|reference| format!("{part}: there is no {reference}")));
    }
    found
}

/// Whether a reference is to cells within those that a sheet has.
fn is_there(sheets: &[Sheet<'_, '_>], reference: &str) -> bool {
    let Some((name, area)) = formulas::split_reference(reference) else { return false };
    let Some(sheet) = sheets.iter().find(|sheet| sheet.name == name) else { return false };
    let places = cells(sheet).filter_map(|(address, _)| cell(address));
    let (rows, columns) = places.fold((0, 0), |(rows, columns), (row, column)| (rows.max(row), columns.max(column)));
    Area::of(area).is_some_and(|area| area.rows.1 <= rows && area.columns.1 <= columns)
}
