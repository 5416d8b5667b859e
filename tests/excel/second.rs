//! What other programs say of a workbook: the Open XML SDK's validator and `HyperFormula`, both run by Node.

use std::collections::HashMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use roxmltree::Node;
use serde_json::{Map, Value, json};

use super::package::{Parts, WORKBOOK, elements, text};
use super::rules::place;

/// The versions of Office that the validator knows.
pub const VERSIONS: [&str; 7] =
    ["Office2007", "Office2010", "Office2013", "Office2016", "Office2019", "Office2021", "Microsoft365"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/excel/node")
}

/// Whether Node and its packages are there; in CI they must be.
pub fn node_is_there() -> bool {
    let node = Command::new("node").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    let missing = if node.is_err() {
        "Node is not installed"
    } else if !folder().join("node_modules/hyperformula").is_dir() {
        "Node's packages are not installed (npm ci --prefix tests/excel/node)"
    } else {
        return true;
    };
    assert!(std::env::var_os("CI").is_none(), "{missing}, and CI needs them");
    eprintln!("skipped: {missing}");
    false
}

/// Runs a script on lines and gives the lines that it answers.
fn run(script: &str, lines: &[String]) -> Vec<Value> {
    let mut command = Command::new("node");
    // A large book is many objects.
    command.args(["--max-old-space-size=4096", script]).current_dir(folder());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let text = lines.join("\n");
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success(), "{script} ended with {}", output.status);
    let answers = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<Value> = answers.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), lines.len(), "{script} did not answer all");
    answers
}

/// What the validator finds in the files, each as that version of Office would see it.
pub fn validated(files: &[(&Path, &str)]) -> Vec<String> {
    let lines: Vec<String> = files.iter().map(|(path, version)| format!("{version} {}", path.display())).collect();
    let mut found = Vec::new();
    for answer in run("validate.js", &lines) {
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
    for answer in run("recompute.js", &lines) {
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
    // That engine knows Latin letters only in names.
    let ours = |name: &str| global.iter().position(|(known, _)| *known == name).map(|at| format!("name.{at}"));
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
                *formula = with_names(formula, &ours);
            }
        }
        sheets.insert(sheet.name.to_owned(), rows.into());
    }
    let names: Map<String, Value> = global.iter().map(|(name, of)| (ours(name).unwrap(), of.as_str().into())).collect();
    any.then(|| json!({ "name": name, "names": names, "sheets": sheets }))
}

/// A formula with other names; texts and names of sheets stay.
fn with_names(formula: &str, ours: &dyn Fn(&str) -> Option<String>) -> String {
    let (mut out, mut word, mut open) = (String::with_capacity(formula.len()), String::new(), None);
    for char in formula.chars().chain(['\0']) {
        if open.is_none() && (char.is_alphanumeric() || matches!(char, '_' | '.')) {
            word.push(char);
            continue;
        }
        out.push_str(&ours(&word).unwrap_or_else(|| word.clone()));
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
