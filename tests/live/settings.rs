//! A setting changed on the basis sheet recalculates the whole workbook: with another value of any setting, every
//! cell that the program fills otherwise is one with a formula. No figure that depends on a setting is a constant.

use std::collections::BTreeMap;
use std::path::Path;

use bonus::lang::Lang;
use bonus::policy::{Policy, Setting, Unit};
use bonus::report::sheet::{Cell, CellValue, RowCells};
use bonus::report::with_workbook;
use bonus::workbook::read::Request;
use rust_decimal::Decimal;

use crate::common::{fixture, policy, with_results_of};

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
                let told = sheet.blocks.iter().filter(|block| block.heading.as_deref() != Some("Warnings"));
                for block in told {
                    for index in 0..block.rows.len() {
                        block.rows.fill(index, &mut row);
                        let at = block.first_row() + u32::try_from(index).unwrap();
                        for (column, cell) in (block.left..).zip(row.iter()) {
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
    let samples = ["key-account", "major-sales", "department-sales"].map(|id| (id, format!("samples/{id}.xlsx")));
    let schemes = ["assistant", "loan-officers", "account-manager-scorecard", "monthly-card", "service-center"];
    let schemes = schemes.map(|id| (id, format!("schemes/{id}-en.xlsx")));
    let mut tried = 0;
    let mut wrong = Vec::new();
    for (id, file) in samples.into_iter().chain(schemes) {
        let (path, policy) = (fixture(&file), policy(id));
        let before = cells(&path, &policy, &[]).unwrap();
        let values = with_results_of(&path, &policy, &Request::default(), |results| {
            results.settlement.settings.iter().map(|value| value.as_number()).collect::<Vec<_>>()
        });
        for (setting, now) in policy.settings.iter().zip(values.unwrap()) {
            // Another year or period is another workbook.
            if ["year", "through"].contains(&setting.name.as_str()) {
                continue;
            }
            for value in others(setting, now) {
                // Some values are not allowed, or not alone.
                let Ok(after) = cells(&path, &policy, &[(setting.name.clone(), value.clone())]) else { continue };
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
    assert!(tried > 100, "only {tried} changes were tried");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
