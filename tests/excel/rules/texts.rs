//! How long texts may be: in cells, in headers and footers, in the rules of typing.

use super::super::package::{Parts, Sheet, elements, text};
use super::length;
use super::sheets::cells;

/// What a cell holds.
const CELL: usize = 32_767;
/// What a header, a list or a message holds.
const SHORT: usize = 255;
/// What the title of a message holds.
const TITLE: usize = 32;

/// Texts in cells, shared ones, results of formulas, comments.
pub fn lengths(parts: &Parts<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let mut look = |place: String, text: &str| {
        if length(text) > CELL {
            found.push(format!("{place} has {} characters", length(text)));
        }
    };
    for sheet in parts.sheets() {
        for (address, node) in cells(&sheet) {
            for child in node.children().filter(|child| child.has_tag_name("is") || child.has_tag_name("v")) {
                look(format!("{}!{address}", sheet.name), &text(child));
            }
        }
        for comment in parts
            .related(&sheet.part, "comments")
            .and_then(|part| parts.root(&part))
            .into_iter()
            .flat_map(|root| elements(root, "comment"))
        {
            look(format!("the comment of {}!{:?}", sheet.name, comment.attribute("ref")), &text(comment));
        }
    }
    for (number, node) in
        parts.root("xl/sharedStrings.xml").into_iter().flat_map(|root| elements(root, "si")).enumerate()
    {
        look(format!("shared text {number}"), &text(node));
    }
    found
}

/// Headers and footers with their codes.
pub fn headers(parts: &Parts<'_>) -> Vec<String> {
    let each = |sheet: &Sheet<'_, '_>| {
        let all = elements(sheet.root, "headerFooter").flat_map(|node| node.children());
        let long = all.filter(|node| node.is_element() && length(&text(*node)) > SHORT);
        long.map(|node| format!("{}: {} has {} characters", sheet.name, node.tag_name().name(), length(&text(node))))
            .collect::<Vec<_>>()
    };
    parts.sheets().iter().flat_map(each).collect()
}

/// A list that is written out, messages and their titles, and the count. (What is a formula is looked at with the formulas.)
pub fn validations(parts: &Parts<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for sheet in parts.sheets() {
        let nodes: Vec<_> = elements(sheet.root, "dataValidation").collect();
        let stated = elements(sheet.root, "dataValidations").find_map(|node| node.attribute("count"));
        if stated.is_some_and(|stated| stated != nodes.len().to_string()) {
            found.push(format!("{}: validations are counted wrong", sheet.name));
        }
        for node in nodes {
            let place = format!("{}!{}", sheet.name, node.attribute("sqref").unwrap_or_default());
            let limits = [("prompt", SHORT), ("error", SHORT), ("promptTitle", TITLE), ("errorTitle", TITLE)];
            for (attribute, limit) in limits {
                if node.attribute(attribute).is_some_and(|text| length(text) > limit) {
                    found.push(format!("{place}: its {attribute} is longer than {limit}"));
                }
            }
            let formula = elements(node, "formula1").next().map(text).unwrap_or_default();
            if node.attribute("type") == Some("list") && formula.starts_with('"') {
                let list = formula.trim_matches('"');
                if length(list) > SHORT {
                    found.push(format!("{place}: a list of {} characters", length(list)));
                }
            }
        }
    }
    found
}
