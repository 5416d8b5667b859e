//! Many people at and around every threshold, recalculated in `LibreOffice`: each formula cell is the
//! engine's figure.

use bonus::lang::Lang;
use bonus::policy::{ColumnRole, RowKind};
use bonus::report::with_workbook;

use crate::common::draft::{Cell, Draft, auto};
use crate::common::live::{Stripped, differences, soffice_is_there, strip};
use crate::common::with_results;
use crate::schemes::desk::Desk;

const PEOPLE: usize = 60;

/// One of several, for a person and a column: any, but always the same.
fn one_of<'v>(values: &[&'v str], person: usize, column: usize) -> &'v str {
    let mut dice = (person as u64 * 7919 + column as u64 * 104_729 + 1).wrapping_mul(6_364_136_223_846_793_005);
    dice ^= dice >> 29;
    values[usize::try_from(dice.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33).unwrap() % values.len()]
}

/// The desk's workbook with many people; the columns not named here have the desk's value.
fn crowd(desk: &Desk, columns: &[(&str, &[&str])]) -> Draft {
    let mut draft = desk.draft(&[]);
    for sheet in desk.sheets() {
        let page = draft.page(&sheet.label.zh);
        match sheet.row {
            RowKind::Manager => {
                page.rows.truncate(1);
                page.rows.extend((0..PEOPLE).map(|p| vec![format!("P{p:03}").into(), format!("甲{p}").into()]));
            }
            RowKind::Period => {
                let row = page.rows.pop().unwrap();
                for person in 0..PEOPLE {
                    let cells = row.iter().zip(&sheet.columns).enumerate().map(|(at, (cell, column))| {
                        let values = columns.iter().find(|(name, _)| *name == column.name);
                        match (column.role, values) {
                            (ColumnRole::Id, _) => format!("P{person:03}").into(),
                            (_, Some((_, values))) => auto(one_of(values, person, at)),
                            _ => cell.clone(),
                        }
                    });
                    page.rows.push(cells.collect());
                }
            }
            _ => {}
        }
    }
    draft
}

fn stripped(desk: &Desk, draft: &Draft, lang: Lang) -> Stripped {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("crowd.xlsx");
    draft.write(&path);
    let id = &desk.policy.id;
    with_results(&path, &desk.policy, |results| with_workbook(results, lang, |report| strip(id.clone(), report)))
        .unwrap_or_else(|faults| panic!("{id}: {faults}"))
}

/// A card of three items for everyone, none of whose completions is a whole number of per cent.
fn cards() -> (Desk, Draft) {
    let desk = Desk::new("monthly-card", "");
    let mut draft = crowd(&desk, &[]);
    let page = draft.page("考核项目");
    for person in 0..PEOPLE {
        for (item, weight) in ["0.4", "0.25", "0.35"].into_iter().enumerate() {
            let target = one_of(&["3", "7", "30", "41", "999.9"], person, item);
            let actual = one_of(&["0", "1", "2", "6.99", "29", "30", "31"], person, item + 10);
            let cells = [&format!("P{person:03}"), "5月", &format!("项目{item}"), weight, target, actual].map(auto);
            page.rows.push(cells.map(|cell| if cell == Cell::Blank { auto("0") } else { cell }).into());
        }
    }
    (desk, draft)
}

#[test]
fn every_formula_cell_is_the_engine_s_figure() {
    if !soffice_is_there() {
        return;
    }
    let assistants = crate::schemes::assistants::desk();
    let assistants_at: &[(&str, &[&str])] = &[
        ("days", &["0", "20.5", "22"]),
        ("full_attendance", &["是", "否"]),
        ("service_months", &["11", "12", "13"]),
        ("sales_done", &["79999.99", "80000", "80000.01", "91234.56", "99999.99", "100000", "120000"]),
        ("sales_target", &["100000", "99999.99", "33333.33"]),
        ("machines", &["89", "90", "99", "100", "101", "107", "108", "130"]),
        ("buckets", &["985", "999", "1000", "1001", "1019", "1020", "1021"]),
    ];
    let mut loans = crate::schemes::loans::desk();
    loans.lines.clear();
    let loans_at: &[(&str, &[&str])] = &[
        ("service_months", &["40", "41"]),
        ("junior_months", &["11", "12", "13"]),
        ("intermediate_months", &["0", "11", "12", "13"]),
        ("handled", &["29", "30", "31"]),
        ("managed", &["49", "50", "69", "70", "71"]),
        ("overdue", &["0.0099", "0.01", "0.0101"]),
        ("mean_overdue", &["0.0149", "0.015", "0.0151"]),
        ("new_loans", &["0", "1", "2", "5", "9"]),
        ("renewals", &["0", "1", "3"]),
    ];
    let scorecard = crate::schemes::scorecard::desk();
    let scorecard_at: &[(&str, &[&str])] = &[
        ("plan_completion", &["0.65", "0.8", "0.85", "0.8999", "0.9", "0.95", "1", "1.05", "1.1", "1.15", "1.2"]),
        ("standards_rate", &["0.81", "0.82", "0.83", "0.85", "0.87", "0.89", "0.91", "0.97"]),
        ("standards_before", &["0.8", "0.82", "0.57", "0.799"]),
        ("new_customers", &["0", "7", "8"]),
        ("rule_cases", &["0", "5", "6", "7"]),
        ("team_cases", &["0", "2", "3"]),
        ("late", &["0", "3", "4"]),
        ("violations", &["0", "3", "4", "5"]),
        ("knowledge", &["0", "3.3", "5"]),
    ];
    let mut centre = Desk::new("service-center", "3月");
    centre.settings.push(("考核周期", "季"));
    let counts: &[&str] = &["0", "1", "2", "3"];
    let all: &[&str] = &["0", "3", "7", "11"];
    let centre_at: &[(&str, &[&str])] = &[
        ("visits_met", counts),
        ("visits_due", all),
        ("customer_points", &["0", "85.5", "271.3"]),
        ("customers_asked", counts),
        ("spent", &["0", "4999.99", "5000.01"]),
        ("budget", &["0", "5000", "3333.33"]),
        ("lost", &["", "0", "2"]),
        ("calls", &["", "0", "533"]),
    ];
    let (card, cards) = cards();
    let workbooks = [
        stripped(&assistants, &crowd(&assistants, assistants_at), Lang::Zh),
        stripped(&loans, &crowd(&loans, loans_at), Lang::En),
        stripped(&scorecard, &crowd(&scorecard, scorecard_at), Lang::Zh),
        stripped(&centre, &crowd(&centre, centre_at), Lang::En),
        stripped(&card, &cards, Lang::Zh),
    ];
    let wrong = differences(&workbooks);
    assert!(wrong.is_empty(), "{} cells differ:\n{}", wrong.len(), wrong.join("\n"));
}
