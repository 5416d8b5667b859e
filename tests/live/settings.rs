//! A setting changed on the basis sheet recalculates the whole workbook: with another value of any setting, every
//! cell that the program fills otherwise is one with a formula. No figure that depends on a setting is a constant.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

use bonus::formula::Value;
use bonus::lang::Lang;
use bonus::policy::{Policy, Setting, Unit};
use bonus::report::sheet::{Cell, CellValue, Report, RowCells, SheetBlock};
use bonus::report::with_workbook;
use bonus::workbook::read::Request;
use bonus::workbook::write::xlsx;
use rust_decimal::Decimal;

use crate::common::live::{Stripped, differences, formula_cells, soffice_is_there, without_values};
use crate::common::tamper::{cell, tamper};
use crate::common::{self, fixture, policy, with_results_of};

const COMMISSION: [&str; 3] = ["key-account", "major-sales", "department-sales"];

/// What a cell holds: its value, or that it has a formula. (How a formula guards its sums against binary fractions
/// follows how many decimals the settings have; what it says does not.)
type Cells = BTreeMap<(String, u32, u16), String>;

fn cells(path: &Path, policy: &Policy, set: &[(String, String)]) -> Result<Cells, String> {
    let request = Request { set: set.to_vec(), ..Request::default() };
    with_results_of(path, policy, &request, |results| {
        with_workbook(results, Lang::En, |report| {
            let mut cells = Cells::new();
            let mut row = RowCells::default();
            // The basis sheet is where the change is made; a sheet made to be copied elsewhere holds values.
            let copied = |name: &String| policy.exports.iter().any(|export| export.label.en == *name);
            for sheet in report.sheets.iter().filter(|sheet| sheet.name != "Basis" && !copied(&sheet.name)) {
                // Warnings speak of the input.
                let told = |block: &&SheetBlock<'_>| {
                    let heading = block.heading.as_deref().unwrap_or_default();
                    heading != "Warnings" && !heading.starts_with("Signatures")
                };
                for (place, block) in sheet.blocks.iter().enumerate().filter(|(_, block)| told(block)) {
                    for index in 0..block.rows.len() {
                        block.rows.fill(index, &mut row);
                        // The last headline counts the warnings.
                        let warnings = usize::from(block.heading.as_deref() == Some("Headlines"));
                        row.truncate(block.columns.len() - warnings);
                        let at = block.first_row() + u32::try_from(index).unwrap();
                        // What stands over and under the summary's table passes over the columns that it folds away, which
                        // follow the figures: what counts is the order.
                        let passes = sheet.name == "Summary" && place > 0;
                        let shown = block.columns.iter().zip(row.iter());
                        let shown =
                            shown.filter(|(column, _)| !(passes && column.auxiliary && column.label.is_empty()));
                        for (column, (_, cell)) in (if passes { 0 } else { block.left }..).zip(shown) {
                            cells.insert((sheet.name.clone(), at, column), held(cell));
                        }
                    }
                }
            }
            cells
        })
    })
}

fn held(cell: &Cell) -> String {
    match &cell.value {
        _ if cell.formula.is_some() => "a formula".to_owned(),
        // 210000 and 210000.00 are one figure, written alike.
        CellValue::Number(number) => number.normalize().to_string(),
        value => format!("{value:?}"),
    }
}

/// Other values for a setting: each other choice; a number somewhat larger and one much smaller, with more decimals.
fn others(setting: &Setting, now: Option<Decimal>) -> Vec<String> {
    let number = |factor: Decimal| now.map(|now| (now * factor).normalize().to_string());
    match setting.unit {
        Unit::Text => setting.choices.clone(),
        Unit::Truth => vec!["TRUE".into(), "FALSE".into()],
        _ => [Decimal::new(10_625, 4), Decimal::new(5_125, 4)].into_iter().filter_map(number).collect(),
    }
}

/// Cells that hold no figure of the policy: the sums of the law of order, which is the program's own.
fn by_program(cells: &Cells, key: &(String, u32, u16)) -> bool {
    let label = cells.get(&(key.0.clone(), key.1, 0));
    key.0 == "Checks" && label.is_some_and(|label| label.contains("(checked by the program"))
}

#[test]
fn what_follows_a_setting_is_a_formula() {
    let samples = COMMISSION.map(|id| (id, format!("samples/{id}.xlsx")));
    let schemes = ["assistant", "loan-officers", "account-manager-scorecard", "monthly-card", "service-center"];
    let schemes = schemes.map(|id| (id, format!("schemes/{id}-en.xlsx")));
    let people = COMMISSION.map(|id| (id, format!("people/{id}-people.xlsx")));
    let mut tried = 0;
    let mut wrong = Vec::new();
    // The samples of the same policies are left to CI.
    for (id, file) in people.into_iter().chain(schemes).chain(samples).take(common::some(11, 8)) {
        let (path, policy) = (fixture(&file), policy(id));
        let before = cells(&path, policy, &[]).unwrap();
        let values = with_results_of(&path, policy, &Request::default(), |results| {
            results.settlement.settings.iter().map(|value| value.as_number()).collect::<Vec<_>>()
        });
        for (setting, now) in policy.settings.iter().zip(values.unwrap()) {
            // Another year or period is another workbook.
            if ["year", "through"].contains(&setting.name.as_str()) {
                continue;
            }
            for value in others(setting, now).into_iter().take(common::some(usize::MAX, 1)) {
                // Some values are not allowed, or not alone.
                let Ok(after) = cells(&path, policy, &[(setting.name.clone(), value.clone())]) else { continue };
                tried += 1;
                let keys = before.keys().chain(after.keys());
                let differs =
                    |key: &&(String, u32, u16)| before.get(*key) != after.get(*key) && !by_program(&before, key);
                if let Some(key) = keys.clone().find(differs) {
                    let (one, other) = (before.get(key), after.get(key));
                    wrong.push(format!("{id} {} = {value}: {key:?}: {one:?}, {other:?}", setting.name));
                }
            }
        }
    }
    assert!(tried > common::some(100, 60), "only {tried} changes were tried");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The results in English as a file whose basis sheet somebody changes: the setting's cell holds another value.
fn with_another_value(results: &[u8], setting: &str, value: &str) -> Vec<u8> {
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(results)).unwrap();
    let mut text = |part: &str| {
        let mut text = String::new();
        package.by_name(part).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let book = text("xl/workbook.xml");
    let named = format!("<definedName name=\"{setting}\">'Basis'!");
    let after = &book[book.find(&named).unwrap_or_else(|| panic!("no name of {setting}")) + named.len()..];
    let address = after[..after.find('<').unwrap()].replace('$', "");
    let sheets = book.split("<sheet name=").skip(1);
    let number = sheets.take_while(|sheet| !sheet.starts_with("\"Basis\"")).count() + 1;
    let part = format!("xl/worksheets/sheet{number}.xml");
    let sheet = text(&part);
    let before = cell(&sheet, &address);
    let style = before.split(" s=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("0");
    let after = match value.parse::<Decimal>() {
        Ok(number) => format!("<c r=\"{address}\" s=\"{style}\"><v>{number}</v></c>"),
        Err(_) if ["TRUE", "FALSE"].contains(&value) => {
            format!("<c r=\"{address}\" s=\"{style}\" t=\"b\"><v>{}</v></c>", u8::from(value == "TRUE"))
        }
        Err(_) => format!("<c r=\"{address}\" s=\"{style}\" t=\"inlineStr\"><is><t>{value}</t></is></c>"),
    };
    if after == before {
        return results.to_vec();
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("results.xlsx");
    std::fs::write(&path, results).unwrap();
    tamper(&path, |name, content| Some(if name == part { content.replace(before, &after) } else { content }));
    std::fs::read(&path).unwrap()
}

/// Where the headlines' and the department's figures stand on the summary. They pass over the columns that the people's table
/// folds away, so that another run may have them elsewhere.
fn over_and_under(report: &Report<'_>) -> Vec<(String, u32, u16)> {
    let sheet = &report.sheets[0];
    let blocks = sheet.blocks[1..].iter().filter(|block| {
        block.columns.iter().any(|column| !column.clause.is_empty()) || block.heading.as_deref() == Some("Headlines")
    });
    let places = blocks.flat_map(|block| {
        let columns = (block.left..).zip(&block.columns).filter(|(_, column)| !column.label.is_empty());
        columns.map(|(at, _)| (sheet.name.clone(), block.first_row(), at))
    });
    places.collect()
}

/// A setting that somebody changes on the basis sheet of the results recalculates the whole workbook to what the program
/// computes with that setting, also for joiners, leavers, leave and money that comes after leaving: each choice of each
/// reading, and some rates.
#[test]
fn a_setting_changed_in_the_results_recalculates_them() {
    if !soffice_is_there() {
        return;
    }
    let (mut workbooks, mut number) = (Vec::new(), 0);
    for id in COMMISSION {
        let (path, policy) = (fixture(&format!("people/{id}-people.xlsx")), policy(id));
        let bytes = with_results_of(&path, policy, &Request::default(), |results| {
            let values = results.settlement.settings.iter().map(|value| value.as_number()).collect::<Vec<_>>();
            let bytes = with_workbook(results, Lang::En, |report| (xlsx(report).unwrap(), over_and_under(report)));
            (bytes, values)
        });
        let ((bytes, places), values) = bytes.unwrap();
        for (setting, now) in policy.settings.iter().zip(values) {
            // Of every other setting `what_follows_a_setting_is_a_formula` holds that each cell is one.
            if setting.reading.is_none() && setting.name != "in_target_rate" && !setting.optional {
                continue;
            }
            let mut tried = others(setting, now);
            tried.extend(setting.optional.then(|| "0.0312".to_owned()));
            let default = setting.default.and_then(|value| match value {
                Value::Text(symbol) => Some(policy.symbols.text(symbol).to_owned()),
                _ => None,
            });
            tried.retain(|value| Some(value) != default.as_ref());
            for value in tried {
                // Outside CI some of the changes.
                number += 1;
                if number % common::some(1, 7) != 0 {
                    continue;
                }
                let request = Request { set: vec![(setting.name.clone(), value.clone())], ..Request::default() };
                let cells = with_results_of(&path, policy, &request, |results| {
                    with_workbook(results, Lang::En, |report| (formula_cells(report), over_and_under(report)))
                });
                // Some values are not allowed, or not alone.
                let Ok((mut cells, of_other)) = cells else { continue };
                assert_eq!(places.len(), of_other.len());
                let moved: Vec<_> = of_other.iter().map(|place| cells.remove(place)).collect();
                cells.extend(places.iter().cloned().zip(moved).filter_map(|(place, cell)| Some((place, cell?))));
                // The basis sheet says where its values are from; its own formulas say the same.
                cells.retain(|(sheet, ..), _| sheet != "Basis");
                let shown = policy.choice(&value, Lang::En);
                let name = format!("{id} {} = {value}", setting.name);
                let bytes = without_values(&with_another_value(&bytes, &setting.name, &shown));
                workbooks.push(Stripped { name, bytes, cells });
            }
        }
    }
    assert!(workbooks.len() > common::some(40, 5), "only {} changes were tried", workbooks.len());
    let wrong = differences(&workbooks);
    let few: Vec<_> = wrong.iter().take(40).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{} cells, among them:\n{}", wrong.len(), few.join("\n"));
}
