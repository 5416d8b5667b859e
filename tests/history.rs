//! Settings by date in the workbook: the rate of a quarter is the one in force on its last day. `fixtures/dated`: 11.7 %
//! from 1 January and 9.36 % from 1 April, divisor 1.17, so that a basis accrues a tenth and then 8 %.

use crate::common;
use std::path::{Path, PathBuf};
use std::process::Command;

use bonus::book::Findings;
use bonus::lang::Lang;
use bonus::report::with_workbook;
use bonus::workbook::read::Preface;
use bonus::workbook::read::source::SourceWorkbook;
use common::draft::{Cell, Draft, n, opened};
use common::live::{LANGUAGES, differences, soffice_is_there, strip};

fn changed(change: impl FnOnce(&mut Draft)) -> (tempfile::TempDir, PathBuf) {
    let mut draft = opened(&common::fixture("dated/rate-changes.xlsx"));
    change(&mut draft);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("input.xlsx");
    draft.write(&path);
    (folder, path)
}

fn found(path: &Path) -> Findings {
    common::findings(path, common::policy("key-account"))
}

fn faults(change: impl FnOnce(&mut Draft)) -> Vec<String> {
    let (_folder, path) = changed(change);
    found(&path).faults.iter().map(|fault| fault.headline(Lang::En)).collect()
}

#[test]
fn each_quarter_has_the_rate_of_its_last_day() {
    let path = common::fixture("dated/rate-changes.xlsx");
    let json = common::results(&path, common::policy("key-account")).unwrap();
    let accrued = |at: usize| {
        let quarters = json["managers"][at]["quarters"].as_array().unwrap();
        quarters.iter().map(|quarter| quarter["accrued"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        (accrued(0), accrued(1)),
        (vec!["10000.00".into(), "6400.00".into()], vec!["8000.00".into(), "6400.00".into()])
    );
    // The settlement of the year will need one of the two: told before it is asked for.
    let warned: Vec<_> = found(&path).warnings.iter().map(|fault| fault.headline(Lang::En)).collect();
    let expected = "政策!B5  `2017-04-01`  In-target rate changes on 2017-04-01, within the year; the settlement of the year \
                    reads it, and the policy does not say by which value";
    assert!(warned.contains(&expected.to_owned()), "{warned:?}");
}

#[test]
fn a_row_without_a_date_holds_before() {
    let (_folder, path) = changed(|draft| {
        draft.put("政策", "C5", Cell::Blank).put("政策", "C6", Cell::Date(2017, 4, 2));
    });
    let json = common::results(&path, common::policy("key-account")).unwrap();
    assert_eq!(json["managers"][0]["quarters"][1]["accrued"], "6400.00");
    // A change on the first day of the year is no change within it.
    let (_folder, path) = changed(|draft| {
        draft.put("政策", "C5", Cell::Date(2016, 1, 1)).put("政策", "C6", Cell::Date(2017, 1, 1));
    });
    let json = common::results(&path, common::policy("key-account")).unwrap();
    assert_eq!(json["managers"][0]["quarters"][0]["accrued"], "8000.00");
    assert!(found(&path).warnings.iter().all(|fault| !fault.problem.en.contains("settlement of the year")));
}

#[test]
fn what_cannot_be_meant_is_a_fault() {
    assert_eq!(
        faults(|draft| {
            draft.put("政策", "C6", "2017-01-01");
        }),
        ["政策!C6  `2017-01-01`  row 5 has the same key from the same day"]
    );
    assert_eq!(
        faults(|draft| {
            draft.put("政策", "C5", "2017-02-01");
        }),
        ["政策!B5  In-target rate has a value from 2017-02-01 on, and none before"]
    );
    assert_eq!(
        faults(|draft| {
            draft.put("政策", "C6", "soon");
        }),
        ["政策!C6  `soon`  expected a date such as 2017-03-05"]
    );
    assert_eq!(
        faults(|draft| {
            draft.put("政策", "C3", "2017-01-01");
        }),
        ["政策!C3  `2017-01-01`  this does not change over time"]
    );
    assert_eq!(
        faults(|draft| {
            draft.put("政策", "B6", n(2));
        })
        .len(),
        1
    );
}

#[test]
fn the_settlement_does_not_choose_between_two_rates() {
    let list = faults(|draft| {
        draft.put("政策", "B4", "Q4");
        for (quarter, id) in ["Q3", "Q4"].into_iter().flat_map(|quarter| ["M001", "M002"].map(|id| (quarter, id))) {
            draft.row("任务", &[id, quarter, "70000", "100000", "4500"]);
            draft.row("KPI评分", &[id, quarter, "80", "80", "80"]);
        }
    });
    assert_eq!(list.len(), 1, "{list:?}");
    assert!(list[0].starts_with("政策!B5  `2017-04-01`  In-target rate changes on 2017-04-01"), "{list:?}");
}

#[test]
fn the_next_period_keeps_both_values() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("q2.xlsx"), folder.path().join("q3.xlsx"));
    std::fs::copy(common::fixture("dated/rate-changes.xlsx"), &input).unwrap();
    let done =
        Command::new(env!("CARGO_BIN_EXE_bonus")).arg("next").arg(&input).arg("-o").arg(&output).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let mut source = SourceWorkbook::open(&output).unwrap();
    let rows = Preface::read(&mut source).unwrap().rows;
    let dated: Vec<_> = rows.iter().filter(|row| row.from.is_some() && row.value.is_some()).collect();
    assert_eq!(dated.iter().map(|row| row.key.as_str()).collect::<Vec<_>>(), ["目标内奖金比率"; 2]);
}

#[test]
fn formulas_are_live() {
    if !soffice_is_there() {
        return;
    }
    let path = common::fixture("dated/rate-changes.xlsx");
    let mut workbooks = Vec::new();
    for lang in LANGUAGES {
        let stripped = common::with_results(&path, common::policy("key-account"), |results| {
            with_workbook(results, lang, |report| strip(format!("{lang:?}"), report))
        });
        workbooks.push(stripped.unwrap());
    }
    let wrong = differences(&workbooks);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
