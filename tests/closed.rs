//! Closed quarters: what was paid stays paid, through a whole year of runs, of restated facts and of adjustments by
//! hand, with `bonus next` between them. Nothing is paid twice and nothing is lost.

use crate::common;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use bonus::policy::Policy;
use common::case::Case;
use common::draft::{Draft, auto, opened};
use common::{policy, results};
use rust_decimal::Decimal;
use serde_json::Value as Json;

/// A folder of workbooks, one a run.
struct Year {
    folder: tempfile::TempDir,
    policy: &'static Policy,
}

impl Year {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What each manager is paid by a run; nobody is paid less than nothing, and what is owed comes back with the next.
    fn paid(&self, name: &str) -> Vec<Decimal> {
        money(&self.results(name), "payable").into_iter().map(|payable| payable.max(Decimal::ZERO)).collect()
    }

    fn results(&self, name: &str) -> Json {
        results(&self.path(name), self.policy).unwrap_or_else(|faults| panic!("{name}:\n{faults}"))
    }

    /// The next period's workbook, with some of it changed by the clerk.
    fn next(&self, from: &str, to: &str, change: impl FnOnce(&mut Draft)) {
        let mut command = Command::cargo_bin("bonus").unwrap();
        command.current_dir(self.folder.path()).args(["next", from, "-o", to]).assert().success();
        let mut draft = opened(&self.path(to));
        change(&mut draft);
        draft.write(&self.path(to));
    }
}

fn money(results: &Json, field: &str) -> Vec<Decimal> {
    let managers = results["managers"].as_array().unwrap().iter();
    managers.map(|manager| Decimal::from_str_exact(manager[field].as_str().unwrap()).unwrap()).collect()
}

fn sums(runs: &[Vec<Decimal>]) -> Vec<Decimal> {
    (0..runs[0].len()).map(|manager| runs.iter().map(|run| run[manager]).sum()).collect()
}

/// Adds rows to a sheet below its last row that holds anything.
fn add(draft: &mut Draft, sheet: &str, rows: &[&[&str]]) {
    for row in rows {
        draft.page(sheet).rows.push(row.iter().map(|text| auto(text)).collect());
    }
}

/// The amounts of the sheet of what was paid, as `bonus next` filled them in.
fn carried(path: &Path, sheet: &str) -> Vec<Vec<String>> {
    let draft = opened(path);
    let page = draft.pages.iter().find(|page| page.name == sheet).unwrap();
    let text = |cell: &common::draft::Cell| match cell {
        common::draft::Cell::Text(text) | common::draft::Cell::Number(text) => text.clone(),
        _ => String::new(),
    };
    page.rows.iter().skip(5).map(|row| row.iter().map(text).collect()).collect()
}

/// Q1 is adjusted and paid; in Q2 a collection of Q1 is restated and Q1 is adjusted once more; Q3 brings nothing; with
/// Q4 the year-end is adjusted. What the four runs paid is the year, to the fen.
#[test]
fn a_year_of_runs_pays_each_adjustment_and_each_restatement_once() {
    let year = Year { folder: tempfile::tempdir().unwrap(), policy: policy("key-account") };
    let mut case = Case::through(4);
    case.manager("M002", "1级");
    for quarter in 1..=4 {
        case.quota("M002", quarter, "70000", "100000").scores("M002", quarter, &["91"]);
    }
    case.all(&["100000", "64000", "123456.78", "98000"]);
    for (quarter, amount) in (1..).zip(["50000", "97000", "88000.55", "131000"]) {
        case.collected("M002", quarter, amount);
    }
    let mut first = case.adjusted("M001", "Q1", "Bonus", "100").draft();
    first.put("Policy", "B4", "Q1").write(&year.path("q1.xlsx"));
    let q1 = year.paid("q1.xlsx");

    year.next("q1.xlsx", "q2.xlsx", |draft| {
        // M001 got 20,000 of Q1 back later than it was paid.
        let row = draft.page("Collections").rows.iter().position(|row| row.get(5) == Some(&auto("100000"))).unwrap();
        draft.page("Collections").rows[row][5] = auto("80000");
        add(
            draft,
            "Adjustments",
            &[
                &["M001", "Q1", "Bonus", "-40", "counted twice", "the director"],
                &["M002", "Q2", "Floating wage paid", "25.25", "agreed", "the director"],
            ],
        );
    });
    let q2 = year.paid("q2.xlsx");
    let prior = money(&year.results("q2.xlsx"), "prior_adjustment");
    // 20,000 ÷ 1.17 × 11.7 % is 2,000 of bonus; the second adjustment takes another 40.
    assert_eq!(prior, [Decimal::from(-2040), Decimal::ZERO]);

    year.next("q2.xlsx", "q3.xlsx", |_| {});
    let q3 = year.paid("q3.xlsx");
    // M001's Q2 is below base and pays nothing, so that the 2,040 were owed: what stands paid stays, and they come back.
    assert_eq!(q2[0], Decimal::ZERO);
    assert_eq!(money(&year.results("q3.xlsx"), "prior_adjustment"), prior);
    assert_eq!(carried(&year.path("q3.xlsx"), "Paid")[0], ["M001", "Q1", "10100", "4500"]);

    year.next("q3.xlsx", "q4.xlsx", |draft| {
        add(
            draft,
            "Adjustments",
            &[
                &["M002", "Year-end", "True-up", "3.33", "rounding agreed", "the director"],
                &["M002", "Q3", "Bonus", "-0.01", "a fen", "the director"],
                &["M001", "Q4", "Bonus", "7", "agreed", "the director"],
            ],
        );
    });
    // Taken once.
    assert_eq!(carried(&year.path("q4.xlsx"), "Paid")[0], ["M001", "Q1", "8060", "4500"]);
    let q4 = year.paid("q4.xlsx");
    let last = year.results("q4.xlsx");
    assert_eq!(last["adjustments"].as_array().unwrap().len(), 6);
    assert_eq!(sums(&[q1, q2, q3, q4]), money(&last, "year_to_date"));

    // A new year knows nothing of the old one's payments and adjustments.
    year.next("q4.xlsx", "2018.xlsx", |_| {});
    assert_eq!(
        (carried(&year.path("2018.xlsx"), "Paid"), carried(&year.path("2018.xlsx"), "Adjustments")),
        (vec![], vec![])
    );
}

/// The schemes that pay: January is adjusted; in February January's days are restated and it is adjusted again.
#[test]
fn months_of_a_scheme_pay_each_adjustment_once() {
    let year = Year { folder: tempfile::tempdir().unwrap(), policy: policy("assistant") };
    let mut draft = opened(&common::fixture("schemes/assistant-en.xlsx"));
    let whole = results_of(&draft, year.policy);
    let through = whole["through"].as_str().unwrap().parse::<u8>().unwrap();
    assert_eq!((through, draft.page("Policy").rows[4][0].clone()), (3, "Through".into()));
    let person = whole["managers"][0]["id"].as_str().unwrap().to_owned();
    draft.pages.push(common::draft::Page::new(
        "Adjustments",
        &[
            &["ID", "Month", "Figure", "Amount", "Reason", "Approver"],
            &[&person, "1", "Lunch allowance", "12.5", "a day more", "the director"],
        ],
    ));
    draft.put("Policy", "B5", "1");
    draft.write(&year.path("01.xlsx"));
    let mut runs = vec![year.paid("01.xlsx")];
    for month in 2..=through {
        let (from, to) = (format!("{:02}.xlsx", month - 1), format!("{month:02}.xlsx"));
        year.next(&from, &to, |draft| {
            if month == 2 {
                add(draft, "Adjustments", &[&[&person, "1", "Pay", "-2.25", "agreed", "the director"]]);
            }
        });
        runs.push(year.paid(&to));
    }
    let last = year.results(&format!("{through:02}.xlsx"));
    assert_eq!(sums(&runs), money(&last, "year_to_date"));
    let before = money(&whole, "year_to_date")[0];
    assert_eq!(money(&last, "year_to_date")[0], before + Decimal::new(1025, 2));
}

fn results_of(draft: &Draft, policy: &Policy) -> Json {
    let folder = tempfile::tempdir().unwrap();
    draft.write(&folder.path().join("book.xlsx"));
    results(&folder.path().join("book.xlsx"), policy).unwrap_or_else(|faults| panic!("{faults}"))
}
