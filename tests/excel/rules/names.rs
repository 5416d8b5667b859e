//! The workbook itself: names of sheets, defined names, what is in front, when it is calculated.

use super::super::package::{Parts, WORKBOOK, elements, text};
use super::{length, place, repeated};

/// 31 characters, none of `[]:*?/\`, no apostrophe at either end, no two alike in any case, none that is taken.
pub fn sheets(parts: &Parts<'_>) -> Vec<String> {
    let Some(root) = parts.root(WORKBOOK) else { return vec![format!("no {WORKBOOK}")] };
    let names: Vec<&str> = elements(root, "sheet").filter_map(|node| node.attribute("name")).collect();
    let mut found = repeated(names.iter().map(|name| name.to_lowercase()));
    for name in names {
        if name.is_empty() || length(name) > 31 {
            found.push(format!("{name:?} has {} characters", length(name)));
        }
        if name.contains(['[', ']', ':', '*', '?', '/', '\\']) || name.starts_with('\'') || name.ends_with('\'') {
            found.push(format!("{name:?} has characters that no name may have"));
        }
        // Excel keeps it for its own sheet of changes.
        if name.eq_ignore_ascii_case("history") {
            found.push(format!("{name:?} is taken"));
        }
    }
    let ids = |attribute: &'static str| elements(root, "sheet").filter_map(move |node| node.attribute(attribute));
    found.extend(repeated(ids("sheetId")));
    if parts.sheets().len() != ids("name").count() {
        found.push("a sheet has no part".to_owned());
    }
    found
}

/// Names as Excel allows them, once a scope in any case, none that looks like a cell, none that lost its cells. (What they say
/// is looked at with the formulas.)
pub fn defined(parts: &Parts<'_>) -> Vec<String> {
    let Some(root) = parts.root(WORKBOOK) else { return Vec::new() };
    let sheets = elements(root, "sheet").count();
    let names: Vec<_> = elements(root, "definedName").collect();
    let key = |node: &roxmltree::Node<'_, '_>| {
        let scope = node.attribute("localSheetId").unwrap_or("the workbook");
        format!("{} of {scope}", node.attribute("name").unwrap_or_default().to_lowercase())
    };
    let mut found = repeated(names.iter().map(key));
    for node in names {
        let name = node.attribute("name").unwrap_or_default();
        let own = name.strip_prefix("_xlnm.").unwrap_or(name);
        let first = |char: char| char.is_alphabetic() || char == '_' || char == '\\';
        let later = |char: char| char.is_alphanumeric() || matches!(char, '_' | '.' | '\\' | '?');
        if length(name) > 255 || !own.starts_with(first) || !own.chars().all(later) {
            found.push(format!("{name:?} is no name"));
        }
        if looks_like_a_cell(own) {
            found.push(format!("{name:?} looks like a cell"));
        }
        if text(node).contains("#REF!") {
            found.push(format!("{name:?} has lost its cells"));
        }
        let scope = node.attribute("localSheetId").map(str::parse::<usize>);
        if scope.is_some_and(|scope| scope.is_ok_and(|scope| scope >= sheets)) {
            found.push(format!("{name:?} is of a sheet that is not there"));
        }
    }
    found
}

/// `A1`, and `R1C1`, `R`, `C` as some take them.
fn looks_like_a_cell(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let after = |text: &str, letter: char| {
        let rest = text.strip_prefix(letter)?;
        Some(rest.trim_start_matches(|char: char| char.is_ascii_digit()).to_owned())
    };
    let row_and_column = after(&name, 'R').map(|rest| after(&rest, 'C').unwrap_or(rest)).or(after(&name, 'C'));
    place::cell(&name).is_some() || row_and_column.is_some_and(|rest| rest.is_empty())
}

/// The sheet that is in front is there and visible, and no other says that it is.
pub fn front(parts: &Parts<'_>) -> Vec<String> {
    let Some(root) = parts.root(WORKBOOK) else { return Vec::new() };
    let visible: Vec<bool> = elements(root, "sheet").map(|node| node.attribute("state").is_none()).collect();
    let active = elements(root, "workbookView").find_map(|view| view.attribute("activeTab")).unwrap_or("0");
    let active: usize = active.parse().unwrap_or(usize::MAX);
    let mut found = Vec::new();
    if visible.get(active) != Some(&true) {
        found.push(format!("sheet {active} is in front and cannot be seen"));
    }
    for (number, sheet) in parts.sheets().iter().enumerate() {
        // Sheets that are selected together are typed into together.
        let selected = elements(sheet.root, "sheetView").any(|view| view.attribute("tabSelected") == Some("1"));
        if selected && number != active {
            found.push(format!("{} is selected and not in front", sheet.name));
        }
    }
    found
}

/// A workbook is calculated when it is opened: see `src/workbook/write/mod.rs` for the reason.
pub fn recalculation(parts: &Parts<'_>) -> Vec<String> {
    let Some(root) = parts.root(WORKBOOK) else { return Vec::new() };
    let calculated = elements(root, "calcPr").any(|node| node.attribute("fullCalcOnLoad") == Some("1"));
    if calculated { Vec::new() } else { vec!["it is not calculated when it is opened".to_owned()] }
}
