//! What other programs say of a workbook: the Open XML SDK's validator and `HyperFormula`, both run by Node.

use std::collections::HashMap;
use std::path::Path;

use roxmltree::Node;
use serde_json::{Map, Value, json};

use super::package::{Parts, WORKBOOK, elements, text};
use super::rules::place;
use crate::common::node;

/// The versions of Office that the validator knows.
pub const VERSIONS: [&str; 7] =
    ["Office2007", "Office2010", "Office2013", "Office2016", "Office2019", "Office2021", "Microsoft365"];

/// What the validator finds in the files, each as that version of Office would see it.
pub fn validated(files: &[(&Path, &str)]) -> Vec<String> {
    let lines: Vec<String> = files.iter().map(|(path, version)| format!("{version} {}", path.display())).collect();
    let mut found = Vec::new();
    for answer in node::run("validate.js", &lines) {
        for finding in answer["findings"].as_array().unwrap() {
            found.push(format!("{} for {}: {finding}", answer["path"], answer["officeVersion"]));
        }
    }
    found
}

/// What `HyperFormula` makes of the workbooks: how many formulas it computed, and which have another value in the file.
pub fn recomputed(workbooks: &[Value]) -> (u64, Vec<String>) {
    let lines: Vec<String> = workbooks.iter().map(Value::to_string).collect();
    let (mut compared, mut wrong) = (0, Vec::new());
    for answer in node::run("recompute.js", &lines) {
        compared += answer["compared"].as_u64().unwrap();
        wrong.extend(answer["found"].as_array().unwrap().iter().map(|found| format!("{}: {found}", answer["name"])));
    }
    (compared, wrong)
}

/// A workbook as `recompute.js` wants it; none where it has no formula.
pub fn cells(name: &str, parts: &Parts<'_>) -> Option<Value> {
    let shared = parts.root("xl/sharedStrings.xml");
    let shared: Vec<String> = shared.into_iter().flat_map(|root| elements(root, "si")).map(text).collect();
    let global = parts.root(WORKBOOK).into_iter().flat_map(|root| elements(root, "definedName"));
    let global = global.filter(|node| node.attribute("localSheetId").is_none());
    let global: Vec<(&str, String)> = global.map(|node| (node.attribute("name").unwrap(), text(node))).collect();
    // That engine knows Latin letters only in names, and takes what is behind one for 0 where the cell is blank; to Excel a
    // name is the cell.
    let behind = |name: &str| global.iter().find(|(known, _)| *known == name).map(|(_, of)| of.clone());
    let mut any = false;
    let mut sheets = Map::new();
    for sheet in parts.sheets() {
        let mut rows: Vec<Vec<Value>> = Vec::new();
        let mut formulas = HashMap::new();
        for node in elements(sheet.root, "c") {
            let (row, column) = node.attribute("r").and_then(place::cell).unwrap();
            let (row, column) = (row as usize - 1, column as usize - 1);
            if rows.len() <= row {
                rows.resize(row + 1, Vec::new());
            }
            let row = &mut rows[row];
            if row.len() <= column {
                row.resize(column + 1, Value::Null);
            }
            row[column] = cell(node, &shared, &mut formulas);
            if let Some(Value::String(formula)) = row[column].get_mut("formula") {
                any = true;
                *formula = without_names(formula, &behind);
            }
        }
        sheets.insert(sheet.name.to_owned(), rows.into());
    }
    any.then(|| json!({ "name": name, "sheets": sheets }))
}

/// A formula with what is behind its names; texts and names of sheets stay.
fn without_names(formula: &str, behind: &dyn Fn(&str) -> Option<String>) -> String {
    let (mut out, mut word, mut open) = (String::with_capacity(formula.len()), String::new(), None);
    for char in formula.chars().chain(['\0']) {
        if open.is_none() && (char.is_alphanumeric() || matches!(char, '_' | '.')) {
            word.push(char);
            continue;
        }
        out.push_str(&behind(&word).unwrap_or_else(|| word.clone()));
        word.clear();
        match open {
            Some(quote) if quote == char => open = None,
            None if matches!(char, '"' | '\'') => open = Some(char),
            _ => {}
        }
        out.extend(Some(char).filter(|char| *char != '\0'));
    }
    out
}

/// The texts of shared formulas by number, with row and column of their first cells.
type Formulas = HashMap<String, ((u32, u32), String)>;

fn cell(node: Node<'_, '_>, shared: &[String], formulas: &mut Formulas) -> Value {
    let child = |name| node.children().find(|child| child.has_tag_name(name)).map(text);
    let value = match (node.attribute("t").unwrap_or("n"), child("v")) {
        ("inlineStr", _) => return json!({ "text": child("is").unwrap_or_default() }),
        (_, None) => return Value::Null,
        ("s", Some(index)) => return json!({ "text": shared[index.parse::<usize>().unwrap()] }),
        ("b", Some(value)) => (value == "1").into(),
        ("n", Some(value)) => value.parse::<f64>().unwrap().into(),
        (_, Some(value)) => Value::from(value),
    };
    let node_of = |name| node.children().find(|child| child.has_tag_name(name));
    let number = node_of("f").and_then(|node| node.attribute("si")).map(str::to_owned);
    let at = node.attribute("r").and_then(place::cell).unwrap();
    let formula = match (child("f"), number) {
        (Some(text), Some(number)) if text.is_empty() => {
            let (from, text) = &formulas[&number];
            Some(calamine::expand_shared_formula(text, *from, at).unwrap())
        }
        (Some(text), Some(number)) => {
            formulas.insert(number, (at, text.clone()));
            Some(text)
        }
        (text, _) => text,
    };
    match formula {
        Some(formula) => json!({ "formula": formula, "value": value }),
        None => value,
    }
}
