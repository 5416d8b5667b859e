//! What passes between periods is what was recorded: `next` verifies results first, keeps what they were computed by, and
//! carries what is owed, once. All on the built program.

use crate::common;
use std::path::Path;
use std::process::{Command, Output};

use bonus::workbook::read::Preface;
use bonus::workbook::read::source::SourceWorkbook;
use common::draft::{Cell, Draft, n, opened};
use serde_json::Value;

pub fn bonus(folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bonus")).current_dir(folder).args(words).args(["--lang", "en"]).output().unwrap()
}

/// A command that must succeed; what it prints.
pub fn done(folder: &Path, words: &[&str]) -> String {
    let output = bonus(folder, words);
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A command that must refuse; what it says.
pub fn refused(folder: &Path, words: &[&str]) -> String {
    let output = bonus(folder, words);
    assert!(!output.status.success(), "{words:?}");
    String::from_utf8(output.stderr).unwrap()
}

pub fn folder(fixture: &str, name: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(common::fixture(fixture), folder.path().join(name)).unwrap();
    folder
}

/// The rows of a sheet below its headings, as text, without blank ones.
pub fn rows(path: &Path, sheet: &str) -> Vec<Vec<String>> {
    let mut draft = opened(path);
    let text = |cell: &Cell| match cell {
        Cell::Text(text) | Cell::Number(text) => text.clone(),
        _ => String::new(),
    };
    let rows = draft.page(sheet).rows.iter().map(|row| row.iter().map(text).collect::<Vec<_>>());
    let headed = rows.skip_while(|row| !["工号", "ID"].contains(&row.first().map_or("", String::as_str))).skip(1);
    headed.filter(|row| row.iter().any(|cell| !cell.is_empty())).collect()
}

fn payable(folder: &Path, words: &[&str]) -> Vec<(String, String)> {
    let json: Value = serde_json::from_str(&done(folder, words)).unwrap();
    let people = json["managers"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    people.map(|person| (text(&person["id"]), text(&person["payable"]))).collect()
}

/// Paid under a rate twice as high, given on the command line: that is what stands as paid, and what the next quarter is
/// computed by.
#[test]
fn what_was_recorded_is_paid_and_kept() {
    let folder = folder("year/2025-Q1.xlsx", "q1.xlsx");
    let at = folder.path();
    done(at, &["compute", "q1.xlsx", "-o", "q1-results.xlsx", "--set", "in_target_rate=14.24%"]);
    // By the results, and by the input beside which they lie.
    for given in ["q1-results.xlsx", "q1.xlsx"] {
        done(at, &["next", given, "-o", "q2.xlsx", "--force"]);
        let paid = rows(&at.join("q2.xlsx"), "Paid");
        assert_eq!(paid[0], ["10021", "Q1", "36230.03", "7500"]);
        let mut source = SourceWorkbook::open(&at.join("q2.xlsx")).unwrap();
        let settings = Preface::read(&mut source).unwrap().rows;
        let rate = settings.iter().find(|row| row.key == "In-target rate").unwrap();
        assert_eq!(rate.value, Some(bonus::workbook::read::source::RawCell::Text("14.24%".into())));
    }
}

#[test]
fn an_input_that_was_edited_since_is_refused() {
    let folder = folder("year/2025-Q1.xlsx", "q1.xlsx");
    let at = folder.path();
    done(at, &["compute", "q1.xlsx"]);
    let results = at.join("q1-results.xlsx");
    assert!(results.is_file());
    let mut draft = opened(&at.join("q1.xlsx"));
    draft.put("回款", "F6", n(1));
    draft.write(&at.join("q1.xlsx"));
    for given in ["q1-results.xlsx", "q1.xlsx"] {
        let said = refused(at, &["next", given, "-o", "q2.xlsx"]);
        assert!(said.contains("restore the file of then"), "{said}");
    }
    assert!(!at.join("q2.xlsx").exists());
}

#[test]
fn results_that_do_not_verify_are_refused() {
    let folder = folder("year/2025-Q1.xlsx", "q1.xlsx");
    let at = folder.path();
    done(at, &["compute", "q1.xlsx"]);
    let path = at.join("q1-results.xlsx");
    let bytes = std::fs::read(&path).unwrap();
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..package.len() {
        let mut part = package.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut text).unwrap();
        if name.starts_with("xl/worksheets/sheet") {
            text = String::from_utf8(text).unwrap().replace("18115.01", "81115.01").into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut out, &text).unwrap();
    }
    std::fs::write(&path, out.finish().unwrap().into_inner()).unwrap();
    let said = refused(at, &["next", "q1-results.xlsx", "-o", "q2.xlsx"]);
    assert!(said.contains("does not verify") && said.contains("Paid sheet"), "{said}");
}

#[test]
fn nobody_recorded_it_and_that_is_said() {
    let folder = folder("year/2025-Q1.xlsx", "q1.xlsx");
    let said = bonus(folder.path(), &["next", "q1.xlsx", "-o", "q2.xlsx"]);
    assert!(said.status.success() && String::from_utf8_lossy(&said.stderr).contains("computed anew"));
}

/// M002 left after Q1; half of 20,000 is refunded in Q2: −1,000.00 is not paid but owed, and comes back in Q3, once.
#[test]
fn what_is_owed_comes_back_with_the_next_quarter() {
    let folder = folder("year/refund-for-leaver.xlsx", "q2.xlsx");
    let at = folder.path();
    let mut draft: Draft = opened(&at.join("q2.xlsx"));
    draft.put("客户经理", "D1", "离职日期").put("客户经理", "D3", Cell::Date(2017, 3, 31));
    draft.write(&at.join("q2.xlsx"));
    assert_eq!(payable(at, &["compute", "q2.xlsx", "--format", "json"])[1], ("M002".into(), "-1000.00".into()));
    done(at, &["next", "q2.xlsx", "-o", "q3.xlsx"]);
    let paid = rows(&at.join("q3.xlsx"), "Paid");
    let of = |id: &str, quarter: &str| paid.iter().find(|row| row[0] == id && row[1] == quarter).unwrap()[2..].to_vec();
    assert_eq!(
        (of("M002", "Q1"), of("M002", "Q2")),
        (vec!["9000".into(), "5400".into()], vec!["0".into(), "0".into()])
    );
    // Nobody asks for tasks or a score of his.
    for sheet in ["Quotas", "KPI scores"] {
        let later = |row: &Vec<String>| row[0] == "M002" && row[1] == "Q3";
        assert!(!rows(&at.join("q3.xlsx"), sheet).iter().any(later), "{sheet}");
    }
    let mut draft = opened(&at.join("q3.xlsx"));
    let fill = |draft: &mut Draft, sheet: &str, cells: &[&str]| {
        let rows = &mut draft.page(sheet).rows;
        let row =
            rows.iter_mut().find(|row| row.len() > 1 && row[0] == "M001".into() && row[1] == "Q3".into()).unwrap();
        row.truncate(2);
        row.extend(cells.iter().map(|cell| common::draft::auto(cell)));
    };
    fill(&mut draft, "Quotas", &["70000", "100000", "4500"]);
    fill(&mut draft, "KPI scores", &["80", "80", "80"]);
    draft.write(&at.join("q3.xlsx"));
    let owed = payable(at, &["compute", "q3.xlsx", "--format", "json"]);
    assert_eq!(owed[1], ("M002".into(), "-1000.00".into()));
}

/// −5,000.00 when the year ends: the new year opens with it, for somebody to approve.
#[test]
fn what_is_owed_at_the_end_of_the_year_opens_the_next() {
    let folder = folder("year/negative-at-year-end.xlsx", "q4.xlsx");
    let at = folder.path();
    let before = payable(at, &["compute", "q4.xlsx", "--format", "json"]);
    let (id, owed) = before.iter().find(|(_, payable)| payable.starts_with('-')).unwrap();
    done(at, &["next", "q4.xlsx", "-o", "new.xlsx"]);
    let found = rows(&at.join("new.xlsx"), "Adjustments");
    assert_eq!(found.len(), 1, "{found:?}");
    let amount: rust_decimal::Decimal = found[0][3].parse().unwrap();
    assert_eq!(
        (found[0][0].as_str(), found[0][1].as_str(), amount.to_string()),
        (id.as_str(), "Q1", owed.trim_end_matches(".00").to_owned())
    );
    // The approver is left to be filled in.
    assert!(found[0].get(5).is_none_or(String::is_empty));
}

#[test]
fn a_look_back_leaves_later_paid_rows_aside_and_says_so() {
    let folder = folder("year/2025-Q3.xlsx", "q3.xlsx");
    let said = bonus(folder.path(), &["compute", "q3.xlsx", "--through", "Q2", "--format", "json"]);
    let json: Value = serde_json::from_slice(&said.stdout).unwrap();
    let warned = json["warnings"].as_array().unwrap().iter().map(|one| one["message"].as_str().unwrap().to_owned());
    let warned: Vec<String> = warned.collect();
    let expected = "--through Q2: 6 rows of Q2 and later are left aside (from this row on)";
    assert!(warned.iter().any(|message| message == expected), "{warned:?}");
}

/// A warning's messages of a check, faults or none.
pub fn warnings(folder: &Path, file: &str) -> Vec<String> {
    let said = bonus(folder, &["check", file, "--format", "json"]);
    let json: Value = serde_json::from_slice(&said.stdout).unwrap();
    json["warnings"].as_array().unwrap().iter().map(|one| one["message"].as_str().unwrap().to_owned()).collect()
}

/// Copies a package with one of its parts changed.
fn changed(path: &Path, part: &str, change: impl Fn(String) -> String) {
    let bytes = std::fs::read(path).unwrap();
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..package.len() {
        let mut member = package.by_index(index).unwrap();
        let name = member.name().unwrap().into_owned();
        let mut text = Vec::new();
        std::io::Read::read_to_end(&mut member, &mut text).unwrap();
        if name == part {
            text = change(String::from_utf8(text).unwrap()).into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut out, &text).unwrap();
    }
    std::fs::write(path, out.finish().unwrap().into_inner()).unwrap();
}

/// Last year's tasks are yellow: told, one less for each that is changed, none where the fills are cleared.
#[test]
fn yellow_is_told_until_somebody_confirms_it() {
    let folder = folder("year/2025-Q4.xlsx", "q4.xlsx");
    let at = folder.path();
    done(at, &["next", "q4.xlsx", "-o", "new.xlsx"]);
    let told =
        |path: &str| warnings(at, path).into_iter().filter(|m| m.contains("nobody has confirmed")).collect::<Vec<_>>();
    let count = |told: &[String]| told[0].split(' ').next().unwrap().parse::<u32>().unwrap();
    let first = told("new.xlsx");
    assert_eq!(first.len(), 1, "{first:?}");
    let all = count(&first);
    assert!(all > 20, "{first:?}");
    // A figure of one cell, its fill left as it is. Which part its sheet is, the figure itself says.
    let sheets = (1..=16).map(|number| format!("xl/worksheets/sheet{number}.xml"));
    for part in sheets {
        changed(&at.join("new.xlsx"), &part, |text| {
            if text.contains("<v>182000</v>") { text.replacen("<v>182000</v>", "<v>190000</v>", 1) } else { text }
        });
    }
    assert_eq!(count(&told("new.xlsx")), all - 1);
    // Written without any fill.
    opened(&at.join("new.xlsx")).write(&at.join("cleared.xlsx"));
    assert!(told("cleared.xlsx").is_empty());
}

/// What a command line gave is yellow in the next input, and in the one after it.
#[test]
fn yellow_stays_through_the_next_input() {
    let folder = folder("year/2025-Q2.xlsx", "q2.xlsx");
    let at = folder.path();
    let mut draft = opened(&at.join("q2.xlsx"));
    for row in &mut draft.page("KPI评分").rows {
        // The scores of Q3 are known already, so that the next input is complete.
        if row.len() > 1 && row[1] == "Q3".into() {
            row.resize(6, Cell::Blank);
            row[5] = n(80);
        }
    }
    draft.row("KPI评分", &["10026", "Q3", "", "", "", "80"]);
    draft.write(&at.join("q2.xlsx"));
    done(at, &["compute", "q2.xlsx", "-o", "q2-results.xlsx", "--set", "in_target_rate=8%"]);
    done(at, &["next", "q2-results.xlsx", "-o", "q3.xlsx"]);
    done(at, &["next", "q3.xlsx", "-o", "q4.xlsx"]);
    for file in ["q3.xlsx", "q4.xlsx"] {
        let told = warnings(at, file);
        assert!(told.iter().any(|message| message.starts_with("1 yellow cells that nobody has confirmed")), "{told:?}");
    }
}

/// Q2 says that more was paid than Q1 recorded; then Q1's results are gone.
#[test]
fn a_broken_year_is_told() {
    let folder = folder("year/2025-Q1.xlsx", "q1.xlsx");
    let at = folder.path();
    done(at, &["compute", "q1.xlsx"]);
    done(at, &["next", "q1-results.xlsx", "-o", "q2.xlsx"]);
    let mut draft = opened(&at.join("q2.xlsx"));
    for row in &mut draft.page("KPI scores").rows {
        if row.len() > 1 && row[1] == "Q2".into() {
            row.resize(6, Cell::Blank);
            row[5] = n(80);
        }
    }
    draft.write(&at.join("q2.xlsx"));
    done(at, &["compute", "q2.xlsx"]);
    let said = bonus(at, &["verify", "."]);
    let text = String::from_utf8_lossy(&said.stdout).into_owned();
    assert_eq!(said.status.code(), Some(0), "{text}");
    assert!(text.contains("2 runs in a chain") && text.contains("by hash"), "{text}");

    for row in &mut draft.page("Paid").rows {
        if row.first() == Some(&n(10021)) {
            row[2] = n("18115.02");
        }
    }
    draft.write(&at.join("q2.xlsx"));
    done(at, &["compute", "q2.xlsx", "--force"]);
    let said = bonus(at, &["verify", "."]);
    let text = String::from_utf8_lossy(&said.stdout).into_owned();
    assert_eq!(said.status.code(), Some(4), "{text}");
    assert!(text.contains("10021 was paid 18115.01 + 7500.00 for Q1, and the input of Q2 says 18115.02"), "{text}");

    std::fs::remove_file(at.join("q1-results.xlsx")).unwrap();
    let said = bonus(at, &["verify", ".", "--format", "json"]);
    let json: Value = serde_json::from_slice(&said.stdout).unwrap();
    assert_eq!((said.status.code(), &json["chains"][0]["runs"][0]["joined"]), (Some(4), &"missing".into()));
}
