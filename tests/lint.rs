//! What a linter of spreadsheets would say of the formulas of results: numbers of the policy typed into them, parts that
//! never count, references to cells that are blank for everyone, and a formula that is another one than those above and below
//! it.

use std::collections::{BTreeMap, BTreeSet};

use bonus::formula::Value;
use bonus::lang::Lang;
use bonus::report::Results;
use bonus::report::sheet::{CellValue, Report, RowCells};
use bonus::report::with_workbook;

use crate::common::{fixture, policy, with_results};

/// Whose people are there all year: who joins has fewer quarters to gather.
const SAMPLES: [(&str, &str); 3] = [
    ("key-account", "samples/key-account.xlsx"),
    ("major-sales", "samples/major-sales.xlsx"),
    ("department-sales", "samples/department-sales.xlsx"),
];

/// Words and numbers, and what stands between them; texts and names of sheets are one piece.
fn pieces(formula: &str) -> Vec<String> {
    let (mut pieces, mut open): (Vec<String>, Option<char>) = (Vec::new(), None);
    let is_of_word = |char: char| char.is_alphanumeric() || matches!(char, '_' | '.' | '$');
    for char in formula.chars() {
        let joined = |last: &String| open.is_some() || last.ends_with(is_of_word) && is_of_word(char);
        match pieces.last_mut() {
            Some(last) if joined(last) => last.push(char),
            _ => pieces.push(char.to_string()),
        }
        match open {
            Some(quote) if quote == char => open = None,
            None if matches!(char, '"' | '\'') => open = Some(char),
            _ => {}
        }
    }
    pieces
}

/// Column and row (from 1) of a relative or absolute cell.
fn cell(piece: &str) -> Option<(String, u32)> {
    let plain = piece.replace('$', "");
    let letters = plain.len() - plain.trim_start_matches(|char: char| char.is_ascii_uppercase()).len();
    ((1..=3).contains(&letters)).then_some(())?;
    Some((plain[..letters].to_owned(), plain[letters..].parse().ok()?))
}

/// A formula without the row that it stands in: what is the same down a column.
fn shape(formula: &str, row: u32) -> String {
    let of = |piece: String| match cell(&piece) {
        Some((column, at)) if at == row => format!("{column}#"),
        Some((column, _)) => format!("{column}*"),
        None => piece,
    };
    pieces(formula).into_iter().map(of).collect()
}

/// Numbers that say how something is computed: places, counts, fen in a yuan, and what is far below or above all money.
fn is_of_computing(number: &str) -> bool {
    number.contains('E') || number.parse::<u32>().is_ok_and(|number| number <= 12 || [100, 999].contains(&number))
}

struct Linted {
    formulas: usize,
    found: BTreeSet<String>,
}

fn lint(results: &Results<'_>, report: &Report<'_>) -> Linted {
    let policy = results.policy;
    let settings = results.settlement.settings.iter().filter_map(|value| match value {
        Value::Number(number) => Some(number.normalize().to_string()),
        _ => None,
    });
    // What a rule says itself is its own.
    let rules = bonus::formula::Scope::ALL.into_iter().flat_map(|scope| &policy.scope(scope).rules);
    let said: BTreeSet<String> = rules.flat_map(|rule| pieces(&rule.formula.text)).collect();
    let typed: BTreeSet<String> =
        settings.filter(|number| !is_of_computing(number) && !said.contains(number)).collect();
    assert!(!typed.is_empty(), "no setting is a number");
    let mut linted = Linted { formulas: 0, found: BTreeSet::new() };
    let mut row = RowCells::default();
    for sheet in
        report.sheets.iter().filter(|sheet| !["Basis", "依据", "Checks", "核对"].contains(&sheet.name.as_str()))
    {
        // Columns that hold something, by their letters.
        let mut held: BTreeSet<String> = BTreeSet::new();
        let mut columns: BTreeMap<(u16, String), Vec<(u32, String)>> = BTreeMap::new();
        for block in &sheet.blocks {
            for index in 0..block.rows.len() - usize::from(block.total && !block.rows.is_empty()) {
                block.rows.fill(index, &mut row);
                let at = block.first_row() + u32::try_from(index).unwrap() + 1;
                for ((number, cell), column) in (block.left..).zip(row.iter()).zip(&block.columns) {
                    if let Some(formula) = &cell.formula {
                        columns.entry((number, column.label.clone())).or_default().push((at, formula.clone()));
                    }
                    if cell.formula.is_some() || cell.value != CellValue::Blank {
                        held.insert(bonus::book::column_letters(number));
                    }
                }
            }
        }
        for ((_, label), formulas) in &columns {
            let mut say = |row: u32, what: &str, formula: &str| {
                linted.found.insert(format!("{} row {row}, {label}: {what}: {formula}", sheet.name));
            };
            let shapes: Vec<String> = formulas.iter().map(|(row, formula)| shape(formula, *row)).collect();
            for (at, (row, formula)) in formulas.iter().enumerate() {
                linted.formulas += 1;
                let pieces = pieces(formula);
                for (number, piece) in pieces.iter().enumerate() {
                    let of_own_sheet = number == 0 || pieces[number - 1] != "!";
                    if typed.contains(piece) {
                        say(*row, &format!("{piece} is typed into it"), formula);
                    }
                    if matches!(piece.as_str(), "TRUE" | "FALSE")
                        && pieces.get(number + 1).is_some_and(|next| next == ",")
                    {
                        say(*row, "a part that never counts", formula);
                    }
                    // Whether an input is given may be asked.
                    let asked = pieces[number + 1..].starts_with(&["<".into(), ">".into(), "\"\"".into()]);
                    if let Some((letters, _)) = cell(piece).filter(|_| of_own_sheet && !asked)
                        && !held.contains(&letters)
                    {
                        say(*row, &format!("{piece} is blank for everyone"), formula);
                    }
                }
                let lone = at > 0 && shapes.get(at + 1) == Some(&shapes[at - 1]) && shapes[at] != shapes[at - 1];
                // An addend for a figure on the edge of a rounding is of its row alone, and lines are divided each its own way.
                if lone && !formula.contains("E-") && !["Credits", "业绩明细"].contains(&sheet.name.as_str()) {
                    say(*row, "it is another one than its neighbours", formula);
                }
            }
        }
    }
    linted
}

#[test]
fn a_linter_finds_nothing_in_the_formulas_of_results() {
    for (id, file) in SAMPLES {
        let policy = policy(id);
        for lang in [Lang::Zh, Lang::En] {
            let linted = with_results(&fixture(file), policy, |results| {
                with_workbook(results, lang, |report| lint(results, report))
            });
            let Linted { formulas, found } = linted.unwrap_or_else(|faults| panic!("{file}: {faults}"));
            assert!(formulas > 50, "{file}: only {formulas} formulas");
            let few: Vec<&str> = found.iter().take(60).map(String::as_str).collect();
            assert!(found.is_empty(), "{file}: {} of {formulas}, among them:\n{}", found.len(), few.join("\n"));
        }
    }
}

#[test]
fn pieces_of_a_formula() {
    assert_eq!(pieces("IF('Q 1'!$B$2>=0.5,\"a,b\",税率)").join("|"), "IF|(|'Q 1'|!|$B$2|>|=|0.5|,|\"a,b\"|,|税率|)");
    assert_eq!(shape("H6+'Q1'!H5*$B$7", 6), "H#+'Q1'!H**B*");
}
