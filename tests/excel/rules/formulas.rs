//! Formulas: in cells, conditions, validations, defined names and charts.

use std::collections::{BTreeMap, BTreeSet};

use super::super::package::{Parts, WORKBOOK, elements, text};
use super::length;
use super::place::Area;

const LONGEST: usize = 8_192;
const LEVELS: usize = 64;
const LITERAL: usize = 255;

/// Functions that Excel knows since 2007, WPS and `LibreOffice` too, and that always give the same for the same cells: no
/// `TODAY` or `INDIRECT`.
const FUNCTIONS: [&str; 67] = [
    "ABS",
    "AND",
    "AVERAGE",
    "AVERAGEIF",
    "AVERAGEIFS",
    "CEILING",
    "CHOOSE",
    "COLUMN",
    "COLUMNS",
    "CONCATENATE",
    "COUNT",
    "COUNTA",
    "COUNTBLANK",
    "COUNTIF",
    "COUNTIFS",
    "DATE",
    "DAY",
    "EXACT",
    "FIND",
    "FLOOR",
    "HLOOKUP",
    "IF",
    "IFERROR",
    "INDEX",
    "INT",
    "ISBLANK",
    "ISERROR",
    "ISNA",
    "ISNUMBER",
    "ISTEXT",
    "LARGE",
    "LEFT",
    "LEN",
    "LOOKUP",
    "MATCH",
    "MAX",
    "MEDIAN",
    "MID",
    "MIN",
    "MOD",
    "MONTH",
    "N",
    "NOT",
    "OR",
    "PRODUCT",
    "RANK",
    "RIGHT",
    "ROUND",
    "ROUNDDOWN",
    "ROUNDUP",
    "ROW",
    "ROWS",
    "SIGN",
    "SMALL",
    "SUBSTITUTE",
    "SUBTOTAL",
    "SUM",
    "SUMIF",
    "SUMIFS",
    "SUMPRODUCT",
    "TEXT",
    "TRIM",
    "TRUNC",
    "UPPER",
    "VALUE",
    "VLOOKUP",
    "YEAR",
];

/// It makes a sheet calculate at every touch, but not where it only says what a list offers.
const IN_VALIDATIONS: &str = "OFFSET";

/// What a formula is made of.
#[derive(Debug, PartialEq)]
enum Token {
    /// A text in quotation marks, without them.
    Literal(String),
    /// A word: a function, a name, a reference with its sheet, a number.
    Word(String),
    /// Anything else.
    Sign(char),
}

/// A formula, where it stands, and whether it is a validation's.
struct Formula {
    place: String,
    text: String,
    validates: bool,
}

/// Every formula.
fn formulas(parts: &Parts<'_>) -> Vec<Formula> {
    let of = |place: String, node| Formula { place, text: text(node), validates: false };
    let mut found = Vec::new();
    for sheet in parts.sheets() {
        let formula = |node: &roxmltree::Node<'_, '_>| {
            matches!(node.tag_name().name(), "f" | "formula" | "formula1" | "formula2")
        };
        // The text of a shared formula stands in its first cell.
        let again = |node: &roxmltree::Node<'_, '_>| node.attribute("t") == Some("shared") && text(*node).is_empty();
        for node in sheet.root.descendants().filter(formula).filter(|node| !again(node)) {
            let parent = node.parent_element();
            let at =
                parent.and_then(|parent| parent.attribute("r").or(parent.attribute("sqref"))).unwrap_or("a condition");
            let validates = node.tag_name().name().len() > "formula".len();
            found.push(Formula { validates, ..of(format!("{}!{at}", sheet.name), node) });
        }
    }
    let named = parts.root(WORKBOOK).into_iter().flat_map(|root| elements(root, "definedName"));
    found.extend(named.map(|node| of(node.attribute("name").unwrap_or_default().to_owned(), node)));
    for part in parts.names().filter(|name| name.starts_with("xl/charts/")) {
        found.extend(
            parts.root(part).into_iter().flat_map(|root| elements(root, "f")).map(|node| of(part.to_owned(), node)),
        );
    }
    found
}

/// All that is wrong with a formula.
pub fn all(parts: &Parts<'_>) -> Vec<String> {
    let workbook = parts.root(WORKBOOK);
    let attributes = |name| {
        workbook.into_iter().flat_map(move |root| elements(root, name)).filter_map(|node| node.attribute("name"))
    };
    let sheets: BTreeSet<&str> = attributes("sheet").collect();
    let names: BTreeSet<String> = attributes("definedName").map(str::to_lowercase).collect();
    let mut found = Vec::new();
    for Formula { place, text: formula, validates } in formulas(parts) {
        let mut say =
            |what: String| found.push(format!("{place}: {what}: {}", formula.chars().take(80).collect::<String>()));
        if formula.is_empty() || formula.starts_with('=') {
            say("it begins with =, or is none".to_owned());
        }
        if length(&formula) > LONGEST {
            say(format!("{} characters", length(&formula)));
        }
        let Some(tokens) = tokens(&formula) else {
            say("a text or name is not closed".to_owned());
            continue;
        };
        match depth(&tokens) {
            None => say("parentheses do not match".to_owned()),
            Some(levels) if levels > LEVELS => say(format!("{levels} levels")),
            Some(_) => {}
        }
        for (at, token) in tokens.iter().enumerate() {
            match token {
                Token::Literal(text) if length(text) > LITERAL => say(format!("a text of {} characters", length(text))),
                Token::Word(word) if tokens.get(at + 1) == Some(&Token::Sign('(')) => {
                    if !(FUNCTIONS.contains(&word.as_str()) || validates && word == IN_VALIDATIONS) {
                        say(format!("{word} is no function of Excel 2007"));
                    }
                }
                Token::Word(word) => {
                    if !is_known(word, &sheets, &names) {
                        say(format!("there is no {word}"));
                    }
                }
                // #REF!, #NAME? and their like.
                Token::Sign('#') => say("an error value".to_owned()),
                Token::Literal(_) | Token::Sign(_) => {}
            }
        }
    }
    found
}

/// A shared formula has its text in the first cell of its number, with the cells that may share it; and says nothing
/// that moves on other sheets, where programs differ.
pub fn shared(parts: &Parts<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for sheet in parts.sheets() {
        let mut known = BTreeMap::new();
        for cell in elements(sheet.root, "c") {
            let formula = cell.children().find(|child| child.has_tag_name("f"));
            let Some(formula) = formula.filter(|formula| formula.attribute("t") == Some("shared")) else { continue };
            let at = cell.attribute("r").unwrap_or_default();
            let number = formula.attribute("si").and_then(|number| number.parse::<u32>().ok());
            let text = text(formula);
            let right = if text.is_empty() {
                let area: Option<&Area> = number.and_then(|number| known.get(&number));
                formula.attribute("ref").is_none()
                    && area.is_some_and(|area| Area::of(at).is_some_and(|own| own.meets(*area)))
            } else {
                let area = formula.attribute("ref").and_then(Area::of);
                let here = area.is_some_and(|area| Area::of(at).is_some_and(|own| own.meets(area)));
                let moves = |token: &Token| {
                    let Token::Word(word) = token else { return false };
                    split_reference(word).is_some_and(|(_, area)| {
                        area.split(':').any(|cell| !(cell.starts_with('$') && cell[1..].contains('$')))
                    })
                };
                let still = !tokens(&text).unwrap_or_default().iter().any(moves);
                here && still && number.zip(area).is_some_and(|(number, area)| known.insert(number, area).is_none())
            };
            if !right {
                found.push(format!("{}!{at}: the shared formula {number:?} {text}", sheet.name));
            }
        }
    }
    found
}

/// Whether a word is a number, a truth, cells that may exist, or a name of the workbook.
fn is_known(word: &str, sheets: &BTreeSet<&str>, names: &BTreeSet<String>) -> bool {
    if word == "TRUE" || word == "FALSE" || word.parse::<f64>().is_ok() {
        return true;
    }
    match split_reference(word) {
        Some((sheet, area)) => {
            sheets.contains(sheet.as_str())
                && (Area::of(area).is_some() || Area::of(&format!("{area}:{area}")).is_some())
        }
        None => {
            Area::of(word).is_some()
                || Area::of(&format!("{word}:{word}")).is_some()
                || names.contains(&word.to_lowercase())
        }
    }
}

/// Sheet and area of a reference such as `'Q1'!$A$1:$B$2`.
pub fn split_reference(reference: &str) -> Option<(String, &str)> {
    let (sheet, area) = reference.rsplit_once('!')?;
    let quoted = sheet.strip_prefix('\'').and_then(|sheet| sheet.strip_suffix('\''));
    Some((quoted.map_or_else(|| sheet.to_owned(), |sheet| sheet.replace("''", "'")), area))
}

/// How deep calls and parentheses stand in each other; `None` where they do not match.
fn depth(tokens: &[Token]) -> Option<usize> {
    let (mut depth, mut deepest) = (0_usize, 0);
    for token in tokens {
        match token {
            Token::Sign('(') => depth += 1,
            Token::Sign(')') => depth = depth.checked_sub(1)?,
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    (depth == 0).then_some(deepest)
}

/// The tokens of a formula; `None` where a quotation mark is not closed.
fn tokens(formula: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = formula;
    while let Some(first) = rest.chars().next() {
        if first == '"' {
            let (inside, after) = quoted(rest, '"')?;
            tokens.push(Token::Literal(inside));
            rest = after;
            continue;
        }
        let mut length = 0;
        while let Some(char) = rest[length..].chars().next() {
            if char == '\'' {
                let (_, after) = quoted(&rest[length..], '\'')?;
                length = rest.len() - after.len();
            } else if is_of_a_word(char, &rest[..length]) {
                length += char.len_utf8();
            } else {
                break;
            }
        }
        if length > 0 {
            tokens.push(Token::Word(rest[..length].to_owned()));
            rest = &rest[length..];
        } else {
            tokens.push(Token::Sign(first));
            rest = &rest[first.len_utf8()..];
        }
    }
    Some(tokens)
}

/// Whether a character goes on with a word: `!`, `:` and `$` belong to references, and a sign to a number's exponent.
fn is_of_a_word(char: char, before: &str) -> bool {
    let exponent = || before.strip_suffix('E').is_some_and(|number| number.parse::<f64>().is_ok());
    char.is_alphanumeric()
        || matches!(char, '_' | '.' | '\\' | '?' | '$' | '!' | ':')
        || (matches!(char, '+' | '-') && exponent())
}

/// What stands between a mark and the next single one of its kind, and what follows.
fn quoted(text: &str, mark: char) -> Option<(String, &str)> {
    let mut inside = String::new();
    let mut rest = text.strip_prefix(mark)?;
    loop {
        let (part, after) = rest.split_once(mark)?;
        inside.push_str(part);
        match after.strip_prefix(mark) {
            Some(further) => {
                inside.push(mark);
                rest = further;
            }
            None => return Some((inside, after)),
        }
    }
}
