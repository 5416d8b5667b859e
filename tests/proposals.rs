//! What a half-year review proposes is answered on its sheet: applied where it is accepted, once, told by every run while
//! nobody answered. On the built program; R-12 by hand.
//!
//! The inputs are the first half of an invented year: 10021 (grade 高级, wage 10,000) and 10023 (中级, 8,000) reach their
//! half's target and are proposed one grade up, to 资深 (12,000; floating 3,000 a month) and 高级 (10,000; 2,500): KA-2.4.
//! The factors are 12,000 ÷ 10,000 = 1.2 and 10,000 ÷ 8,000 = 1.25.

use crate::common;
use std::path::Path;
use std::process::{Command, Output};

use common::draft::{Cell, Draft, auto, n, opened};
use serde_json::Value;

/// What a sheet and its columns are called in one of the languages, and yes and no.
struct Tongue {
    lang: &'static str,
    proposals: &'static str,
    quotas: &'static str,
    scores: &'static str,
    collections: &'static str,
    accept: &'static str,
    yes: &'static str,
    no: &'static str,
}

const EN: Tongue = Tongue {
    lang: "en",
    proposals: "Proposals",
    quotas: "Quotas",
    scores: "KPI scores",
    collections: "Collections",
    accept: "Accept",
    yes: "yes",
    no: "no",
};

const ZH: Tongue = Tongue {
    lang: "zh",
    proposals: "拟议",
    quotas: "任务",
    scores: "KPI评分",
    collections: "回款",
    accept: "采纳",
    yes: "是",
    no: "否",
};

/// A folder in which a clerk works.
struct Desk<'t>(tempfile::TempDir, &'t Tongue);

impl<'t> Desk<'t> {
    /// With the second quarter computed, and the third to be filled in.
    fn new(tongue: &'t Tongue) -> Self {
        let desk = Self(tempfile::tempdir().unwrap(), tongue);
        std::fs::copy(common::fixture("year/2025-Q2.xlsx"), desk.at().join("q2.xlsx")).unwrap();
        desk.done(&["compute", "q2.xlsx", "-o", "q2-results.xlsx"]);
        desk.done(&["next", "q2-results.xlsx", "-o", "q3.xlsx"]);
        desk
    }

    fn at(&self) -> &Path {
        self.0.path()
    }

    fn run(&self, words: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bonus"));
        command.current_dir(self.at()).args(words).args(["--lang", self.1.lang]).output().unwrap()
    }

    fn done(&self, words: &[&str]) -> String {
        let output = self.run(words);
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// The results of a file, with what else the command line says.
    fn json(&self, words: &[&str]) -> Value {
        serde_json::from_str(&self.done(&[&["compute"][..], words, &["--format", "json"]].concat())).unwrap()
    }

    fn edit(&self, file: &str, change: impl FnOnce(&mut Draft)) {
        let mut draft = opened(&self.at().join(file));
        change(&mut draft);
        draft.write(&self.at().join(file));
    }

    /// Answers proposals, and gives everyone of a quarter the score 80.
    fn answer(&self, file: &str, quarter: &str, answers: &[(&str, &str)]) {
        let tongue = self.1;
        self.edit(file, |draft| {
            let column = column(draft, tongue.proposals, tongue.accept);
            for (id, answer) in answers {
                *cell(draft, tongue.proposals, &[id], column) = (*answer).into();
            }
            for id in ["10021", "10022", "10023", "10024", "10025", "10026"] {
                *cell(draft, tongue.scores, &[id, quarter], 5) = n(80);
            }
        });
    }
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::Number(text) => text.clone(),
        _ => String::new(),
    }
}

/// The column of a heading.
fn column(draft: &mut Draft, sheet: &str, heading: &str) -> usize {
    let rows = &draft.page(sheet).rows;
    rows.iter().find_map(|row| row.iter().position(|cell| text(cell) == heading)).unwrap()
}

/// A cell of the row that begins so.
fn cell<'d>(draft: &'d mut Draft, sheet: &str, begins: &[&str], column: usize) -> &'d mut Cell {
    let begin =
        |row: &&mut Vec<Cell>| begins.iter().zip(row.iter()).all(|(want, cell)| text(cell) == *want) && !row.is_empty();
    let row = draft.page(sheet).rows.iter_mut().find(begin).unwrap_or_else(|| panic!("no row {begins:?} on {sheet}"));
    if row.len() <= column {
        row.resize(column + 1, Cell::Blank);
    }
    &mut row[column]
}

/// Adds a line below the last one, by the headings of project, quarter, person and amount.
fn line(draft: &mut Draft, tongue: &Tongue, quarter: &str, project: &str, id: &str, amount: &str) {
    let headings: [&str; 4] = match tongue.lang {
        "en" => ["Quarter", "Project", "Manager", "Amount"],
        _ => ["季度", "项目", "客户经理", "回款金额"],
    };
    let columns = headings.map(|heading| column(draft, tongue.collections, heading));
    let rows = &mut draft.page(tongue.collections).rows;
    let at = rows.iter().rposition(|row| row.iter().any(|cell| *cell != Cell::Blank)).unwrap();
    let mut row = vec![Cell::Blank; columns.iter().max().unwrap() + 1];
    for (column, text) in columns.into_iter().zip([quarter, project, id, amount]) {
        row[column] = auto(text);
    }
    rows.insert(at + 1, row);
}

fn person<'j>(json: &'j Value, id: &str) -> &'j Value {
    json["managers"].as_array().unwrap().iter().find(|person| person["id"] == id).unwrap()
}

/// Base, target and floating wage of a quarter.
fn tasks(json: &Value, id: &str, quarter: &str) -> [String; 3] {
    let quarters = person(json, id)["quarters"].as_array().unwrap();
    let found = quarters.iter().find(|one| one["quarter"] == quarter).unwrap();
    ["base", "target", "floating_wage"].map(|name| found[name].as_str().unwrap().to_owned())
}

fn warned(json: &Value, of: &str) -> Vec<String> {
    let all = json["warnings"].as_array().unwrap().iter().map(|one| one["message"].as_str().unwrap().to_owned());
    all.filter(|message| message.contains(of)).collect()
}

#[test]
fn nothing_is_applied_while_nobody_answered_and_every_run_says_so() {
    for (tongue, told) in [(&EN, "not answered and not applied"), (&ZH, "尚未答复")] {
        let desk = Desk::new(tongue);
        desk.answer("q3.xlsx", "Q3", &[]);
        let json = desk.json(&["q3.xlsx"]);
        // Both by name, in one warning; who is held or cannot go lower is not asked about.
        let told = warned(&json, told);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("10021 王建国 2025 H1") && told[0].contains("10023 张伟 2025 H1"), "{told:?}");
        assert!(!told[0].contains("10022") && !told[0].contains("10024"), "{told:?}");
        assert_eq!(tasks(&json, "10021", "Q3"), ["315000.00", "450000.00", "7500.00"]);
        // And the next quarter asks again.
        desk.done(&["next", "q3.xlsx", "-o", "q4.xlsx"]);
        desk.answer("q4.xlsx", "Q4", &[]);
        assert_eq!(warned(&desk.json(&["q4.xlsx"]), "10021 王建国 2025 H1").len(), 1);
    }
}

/// Q3 315,000 × 1.2 = 378,000 and 450,000 × 1.2 = 540,000; Q4 252,000 and 360,000; wage 3 × 3,000.
#[test]
fn what_is_accepted_is_applied_once() {
    for tongue in [&EN, &ZH] {
        let desk = Desk::new(tongue);
        desk.answer("q3.xlsx", "Q3", &[("10021", tongue.yes), ("10023", tongue.no)]);
        let json = desk.json(&["q3.xlsx"]);
        let of_10021 = ["378000.00", "540000.00", "9000.00"];
        assert_eq!(tasks(&json, "10021", "Q3"), of_10021);
        assert_eq!(tasks(&json, "10021", "Q2"), ["315000.00", "450000.00", "7500.00"]);
        // 10023 was declined, and the summary shows the grade that is paid.
        assert_eq!(tasks(&json, "10023", "Q3"), ["210000.00", "300000.00", "6000.00"]);
        assert_eq!(
            (&person(&json, "10021")["grade"], &person(&json, "10023")["grade"]),
            (&"资深".into(), &"中级".into())
        );
        let proposals = json["proposals"].as_array().unwrap();
        let applied = |id: &str| &proposals.iter().find(|one| one["manager"] == id).unwrap()["applied"];
        assert_eq!(
            (applied("10021"), applied("10023"), applied("10022")),
            (&true.into(), &false.into(), &false.into())
        );
        // The review itself is of the tasks before: what it proposes is not scaled a second time.
        let half = &person(&json, "10021")["half_years"][0];
        assert_eq!((&half["proposed_base_1"], &half["proposed_target_2"]), (&"378000.00".into(), &"360000.00".into()));
        // Results rest on it, and are verified by it.
        desk.done(&["compute", "q3.xlsx", "-o", "q3-results.xlsx"]);
        desk.done(&["verify", "q3-results.xlsx"]);

        // The next input has it as typed, with the answer; whatever runs after it, nothing grows.
        desk.done(&["next", "q3-results.xlsx", "-o", "q4.xlsx"]);
        let mut draft = opened(&desk.at().join("q4.xlsx"));
        let row: Vec<String> = (0..6).map(|at| text(cell(&mut draft, tongue.quotas, &["10021", "Q4"], at))).collect();
        assert_eq!(row, ["10021", "Q4", "252000", "360000", "9000", "资深"]);
        desk.answer("q4.xlsx", "Q4", &[]);
        let json = desk.json(&["q4.xlsx"]);
        assert_eq!(tasks(&json, "10021", "Q3"), of_10021);
        assert_eq!(tasks(&json, "10021", "Q4"), ["252000.00", "360000.00", "9000.00"]);
        assert!(warned(&json, "10021 王建国 2025 H1").is_empty());
        assert_eq!(person(&json, "10021")["half_years"][0]["proposed_base_1"], "378000.00");
        // A look back to the first quarter comes before the review.
        let back = desk.json(&["q4.xlsx", "--through", "Q1"]);
        assert_eq!(warned(&back, "10021 王建国 2025 H1").len(), 1);
    }
}

/// An exempt row takes the new grade and its wage, 3 × 2,500, and stays exempt.
#[test]
fn a_leave_stays_one() {
    let desk = Desk::new(&EN);
    desk.answer("q3.xlsx", "Q3", &[("10021", "no"), ("10023", "yes")]);
    desk.edit("q3.xlsx", |draft| {
        for column in [2, 3] {
            *cell(draft, "Quotas", &["10023", "Q3"], column) = n(0);
        }
    });
    let json = desk.json(&["q3.xlsx"]);
    assert_eq!(tasks(&json, "10023", "Q3"), ["0.00", "0.00", "7500.00"]);
    assert_eq!(person(&json, "10023")["grade"], "高级");
}

#[test]
fn a_task_that_was_changed_since_is_a_fault() {
    for (tongue, told) in [(&EN, "was changed after the proposal"), (&ZH, "提议生成后此格改过")] {
        let desk = Desk::new(tongue);
        desk.answer("q3.xlsx", "Q3", &[("10021", tongue.yes), ("10023", tongue.no)]);
        desk.edit("q3.xlsx", |draft| *cell(draft, tongue.quotas, &["10021", "Q4"], 3) = n(310_000));
        let said = desk.run(&["check", "q3.xlsx", "--format", "json"]);
        assert_eq!(said.status.code(), Some(1));
        let json: Value = serde_json::from_slice(&said.stdout).unwrap();
        let faults = json["faults"].as_array().unwrap();
        assert_eq!((faults.len(), &faults[0]["found"]), (1, &"310000".into()), "{faults:?}");
        let message = faults[0]["message"].as_str().unwrap();
        assert!(message.contains(told) && message.contains("300000") && message.contains("360000"), "{message}");
        // Answered with no, it is the clerk's to say.
        desk.answer("q3.xlsx", "Q3", &[("10021", tongue.no)]);
        desk.json(&["q3.xlsx"]);
    }
}

/// A refund in Q2 takes 300,000 from 10021's half, which no longer reaches its target: told, and the tasks stay.
#[test]
fn late_lines_that_change_the_review_are_told() {
    for (tongue, told) in [(&EN, "late lines change the review of 10021"), (&ZH, "后到的回款改变了 10021")] {
        let desk = Desk::new(tongue);
        desk.answer("q3.xlsx", "Q3", &[("10021", tongue.yes), ("10023", tongue.no)]);
        desk.edit("q3.xlsx", |draft| {
            line(draft, tongue, "Q2", "P2511", "10021", "-300000");
        });
        let json = desk.json(&["q3.xlsx"]);
        assert_eq!(warned(&json, told).len(), 1, "{}", json["warnings"]);
        assert_eq!(tasks(&json, "10021", "Q3"), ["378000.00", "540000.00", "9000.00"]);
    }
}

#[test]
fn a_half_that_is_no_proposal_s_and_one_twice_are_faults() {
    let desk = Desk::new(&EN);
    desk.answer("q3.xlsx", "Q3", &[("10021", "no"), ("10023", "no")]);
    desk.edit("q3.xlsx", |draft| {
        *cell(draft, "Proposals", &["10022"], 2) = "H2".into();
        *cell(draft, "Proposals", &["10023"], 0) = "10021".into();
        *cell(draft, "Proposals", &["10024"], 3) = "maybe".into();
    });
    let said = desk.run(&["check", "q3.xlsx", "--format", "json"]);
    let json: Value = serde_json::from_slice(&said.stdout).unwrap();
    let found: Vec<&str> =
        json["faults"].as_array().unwrap().iter().map(|one| one["found"].as_str().unwrap()).collect();
    assert_eq!(found, ["H2", "10021", "maybe"]);
}

/// A sheet of an earlier program asks for no answer: it holds no data.
#[test]
fn a_sheet_of_an_earlier_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(common::fixture("year/2025-Q3.xlsx"), folder.path().join("q3.xlsx")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_bonus"));
    let said = command.current_dir(folder.path()).args(["compute", "q3.xlsx", "--format", "json"]).output().unwrap();
    let json: Value = serde_json::from_slice(&said.stdout).unwrap();
    assert!(json.get("proposals").is_none() && json["passed_over"].as_array().unwrap().is_empty());
}

/// The year ends with 10021 promoted in Q3 and, by H2 over its target, once more proposed, from 资深: the highest, so that
/// nothing changes; 10023 (中级, never promoted) is proposed again. Next year's tasks by the grade that each quarter had:
/// 10021, held: Q1 300,000 × 12,000 ÷ 10,000 = 360,000, Q4 360,000 as it is; 10023, accepted: Q1 200,000 × 10,000 ÷ 8,000.
#[test]
fn next_year_s_four_rows_go_by_the_grade_that_each_quarter_had() {
    for tongue in [&EN, &ZH] {
        let desk = Desk::new(tongue);
        desk.answer("q3.xlsx", "Q3", &[("10021", tongue.yes), ("10023", tongue.no)]);
        desk.done(&["next", "q3.xlsx", "-o", "q4.xlsx"]);
        desk.answer("q4.xlsx", "Q4", &[]);
        desk.edit("q4.xlsx", |draft| {
            line(draft, tongue, "Q4", "P2599", "10021", "1000000");
            line(draft, tongue, "Q4", "P2599", "10023", "600000");
        });
        desk.done(&["compute", "q4.xlsx", "-o", "q4-results.xlsx"]);
        desk.done(&["next", "q4-results.xlsx", "-o", "new.xlsx"]);
        let mut draft = opened(&desk.at().join("new.xlsx"));
        let quota = |draft: &mut Draft, id: &str, quarter: &str| text(cell(draft, tongue.quotas, &[id, quarter], 3));
        assert_eq!(quota(&mut draft, "10021", "Q1"), "360000");
        assert_eq!(quota(&mut draft, "10021", "Q4"), "360000");
        assert_eq!(quota(&mut draft, "10023", "Q1"), "200000");
        desk.answer("new.xlsx", "Q1", &[("10023", tongue.yes)]);
        // Newcomers' and leaves' rows are the clerk's to fill in.
        desk.edit("new.xlsx", |draft| {
            for (id, quarter) in [("10026", "Q1"), ("10026", "Q2")] {
                for column in [2, 3] {
                    *cell(draft, tongue.quotas, &[id, quarter], column) = n(100_000);
                }
            }
        });
        let json = desk.json(&["new.xlsx"]);
        assert_eq!(tasks(&json, "10023", "Q1"), ["175000.00", "250000.00", "7500.00"]);
        assert_eq!(
            (&person(&json, "10023")["grade"], &person(&json, "10021")["grade"]),
            (&"高级".into(), &"资深".into())
        );
        // Written as typed by the next quarter, whose sheet of proposals is done with it.
        desk.done(&["next", "new.xlsx", "-o", "q2.xlsx", "--force"]);
        let mut draft = opened(&desk.at().join("q2.xlsx"));
        assert_eq!(quota(&mut draft, "10023", "Q4"), "250000");
        let left = draft.pages.iter().filter(|page| page.name == tongue.proposals).flat_map(|page| &page.rows);
        assert!(left.flatten().all(|cell| text(cell) != "10023"));
        let grades =
            draft.pages.iter().position(|page| ["客户经理", "Managers"].contains(&page.name.as_str())).unwrap();
        let of = |id: &str| {
            let mine = |row: &&Vec<Cell>| row.first().is_some_and(|cell| text(cell) == id);
            draft.pages[grades].rows.iter().find(mine).map(|row| text(&row[4]))
        };
        assert_eq!((of("10023"), of("10021")), (Some("高级".into()), Some("资深".into())));
    }
}
