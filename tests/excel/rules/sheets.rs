//! Sheets: rows, cells, columns, what stands in cells, merges, and the numbers that lead to styles and texts.

use std::collections::BTreeSet;

use roxmltree::Node;

use super::super::package::{Parts, Sheet, elements, text};
use super::place::{Area, COLUMNS, ROWS, cell};

/// Heights and widths that Excel takes.
const TALLEST: f64 = 409.5;
const WIDEST: f64 = 255.0;

fn number<T: std::str::FromStr>(node: Node<'_, '_>, attribute: &str) -> Option<T> {
    node.attribute(attribute).and_then(|text| text.parse().ok())
}

/// Cells of a sheet with their addresses.
pub fn cells<'a, 'p>(sheet: &Sheet<'a, 'p>) -> impl Iterator<Item = (&'a str, Node<'a, 'p>)> + use<'a, 'p> {
    elements(sheet.root, "c").map(|node| (node.attribute("r").unwrap_or_default(), node))
}

/// Rows and the cells in them strictly ascend: none stands twice.
pub fn ascending(parts: &Parts<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for sheet in parts.sheets() {
        let mut before = 0;
        for row in elements(sheet.root, "row") {
            let this: u32 = number(row, "r").unwrap_or(0);
            if this <= before || this > ROWS {
                found.push(format!("{}: row {this} after row {before}", sheet.name));
            }
            before = this;
            if number::<f64>(row, "ht").is_some_and(|height| !(0.0..=TALLEST).contains(&height)) {
                found.push(format!("{}: the height of row {this}", sheet.name));
            }
            let mut left = 0;
            for node in row.children().filter(|node| node.has_tag_name("c")) {
                let address = node.attribute("r").unwrap_or_default();
                match cell(address) {
                    Some((row, column)) if row == this && column > left => left = column,
                    _ => found.push(format!("{}: cell {address:?} in row {this} after column {left}", sheet.name)),
                }
            }
        }
    }
    found
}

/// Ranges of columns ascend and do not overlap.
pub fn columns(parts: &Parts<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for sheet in parts.sheets() {
        let mut before = 0;
        for node in elements(sheet.root, "col") {
            let (first, last): (u32, u32) = (number(node, "min").unwrap_or(0), number(node, "max").unwrap_or(0));
            if first <= before || last < first || last > COLUMNS {
                found.push(format!("{}: columns {first} to {last} after {before}", sheet.name));
            }
            before = last;
            if number::<f64>(node, "width").is_some_and(|width| !(0.0..=WIDEST).contains(&width)) {
                found.push(format!("{}: the width of columns {first} to {last}", sheet.name));
            }
        }
    }
    found
}

/// What stands in a cell is of the type that the cell says.
pub fn values(parts: &Parts<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for sheet in parts.sheets() {
        for (address, node) in cells(&sheet) {
            let child = |name: &str| node.children().find(|child| child.has_tag_name(name));
            let value = child("v").map(text);
            let is_formula = child("f").is_some();
            let right = match (node.attribute("t").unwrap_or("n"), &value) {
                ("n", None) => !is_formula && child("is").is_none(),
                ("n", Some(value)) => value.parse::<f64>().is_ok_and(f64::is_finite),
                ("b", Some(value)) => value == "0" || value == "1",
                ("str", Some(_)) => is_formula,
                ("s", Some(value)) => !is_formula && value.parse::<usize>().is_ok(),
                ("inlineStr", None) => !is_formula && child("is").is_some(),
                // An error value is nothing that is written on purpose.
                _ => false,
            };
            if !right {
                found.push(format!("{}!{address}: {:?} {value:?}", sheet.name, node.attribute("t")));
            }
        }
    }
    found
}

/// Numbers of styles, of the fonts, fills, borders and formats behind them, of shared texts, and of looks by condition.
pub fn indices(parts: &Parts<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let Some(styles) = parts.root("xl/styles.xml") else { return vec!["no styles".to_owned()] };
    let children = |name: &'static str| {
        let list = styles.children().find(|node| node.has_tag_name(name));
        list.into_iter().flat_map(|node| node.children()).filter(Node::is_element).collect::<Vec<_>>()
    };
    let count = |name: &'static str| children(name).len();
    for list in styles.children().filter(Node::is_element) {
        let stated = number::<usize>(list, "count");
        if stated.is_some_and(|stated| stated != list.children().filter(Node::is_element).count()) {
            found.push(format!("{} is counted wrong", list.tag_name().name()));
        }
    }
    let own: BTreeSet<u32> = children("numFmts").into_iter().filter_map(|node| number(node, "numFmtId")).collect();
    for (name, node) in ["cellXfs", "cellStyleXfs"]
        .into_iter()
        .flat_map(|name| children(name).into_iter().map(move |node| (name, node)))
    {
        for (attribute, list) in
            [("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders"), ("xfId", "cellStyleXfs")]
        {
            if number::<usize>(node, attribute).is_some_and(|index| index >= count(list)) {
                found.push(format!("{name}: {attribute} {:?}", node.attribute(attribute)));
            }
        }
        // Those from 164 on are the file's own; the others Excel knows.
        if number::<u32>(node, "numFmtId").is_some_and(|format| format >= 164 && !own.contains(&format)) {
            found.push(format!("{name}: numFmtId {:?}", node.attribute("numFmtId")));
        }
    }
    let (looks, conditional) = (count("cellXfs"), count("dxfs"));
    let shared = parts
        .root("xl/sharedStrings.xml")
        .map_or(0, |root| root.children().filter(|node| node.has_tag_name("si")).count());
    for sheet in parts.sheets() {
        for node in sheet.root.descendants().filter(Node::is_element) {
            let (attribute, limit) = match node.tag_name().name() {
                "c" | "row" => ("s", looks),
                "col" => ("style", looks),
                "cfRule" => ("dxfId", conditional),
                _ => continue,
            };
            if node.attribute(attribute).is_some_and(|index| index.parse::<usize>().is_ok_and(|index| index >= limit)) {
                found.push(format!("{}: {attribute} {:?} of {limit}", sheet.name, node.attribute(attribute)));
            }
            let value = || node.children().find(|child| child.has_tag_name("v")).map(text);
            if node.attribute("t") == Some("s")
                && value().and_then(|value| value.parse().ok()).is_none_or(|index: usize| index >= shared)
            {
                found.push(format!("{}!{:?}: text {:?} of {shared}", sheet.name, node.attribute("r"), value()));
            }
        }
        let priorities = elements(sheet.root, "cfRule").filter_map(|node| number::<u32>(node, "priority"));
        found.extend(super::repeated(priorities).into_iter().map(|twice| format!("{}: priority {twice}", sheet.name)));
    }
    found
}

/// No cell is merged twice.
pub fn merges(parts: &Parts<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for sheet in parts.sheets() {
        let nodes: Vec<_> = elements(sheet.root, "mergeCell").collect();
        let stated = elements(sheet.root, "mergeCells").find_map(|node| number::<usize>(node, "count"));
        if stated.is_some_and(|stated| stated != nodes.len()) {
            found.push(format!("{}: merges are counted wrong", sheet.name));
        }
        let mut before: Vec<Area> = Vec::new();
        for node in nodes {
            let reference = node.attribute("ref").unwrap_or_default();
            match Area::of(reference) {
                Some(area) if area.rows.0 == area.rows.1 && area.columns.0 == area.columns.1 => {
                    found.push(format!("{}: {reference} is one cell", sheet.name));
                }
                Some(area) if before.iter().any(|other| area.meets(*other)) => {
                    found.push(format!("{}: {reference} meets another merge", sheet.name));
                }
                Some(area) => before.push(area),
                None => found.push(format!("{}: {reference:?} is no area", sheet.name)),
            }
        }
    }
    found
}
