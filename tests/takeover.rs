//! What a template takes over: from a list of people, and from an earlier input. Nothing of either is left out in silence.

use crate::common::draft::{Cell, Draft, Page, n, opened};
use crate::common::live::{convert, soffice_is_there};
use crate::recorded::{bonus, done, folder, refused, rows, warnings};

fn stderr(folder: &std::path::Path, words: &[&str]) -> String {
    let said = bonus(folder, words);
    assert!(said.status.success(), "{words:?}: {}", String::from_utf8_lossy(&said.stderr));
    String::from_utf8(said.stderr).unwrap()
}

/// People, tables and last year's tasks come from an earlier input, people from a list; ids stay numbers.
#[test]
fn a_template_takes_over_what_is_known() {
    let folder = folder("year/2025-Q4.xlsx", "old.xlsx");
    let at = folder.path();
    done(at, &["template", "--from", "old.xlsx", "-o", "new.xlsx"]);
    let quotas = rows(&at.join("new.xlsx"), "Quotas");
    assert_eq!(quotas[0][..4], ["10021", "Q1", "210000", "300000"]);
    // A leave and a newcomer's first quarter of then are nobody's tasks.
    for begins in [["10024", "Q3"], ["10026", "Q2"]] {
        let row = quotas.iter().find(|row| row[..2] == begins).unwrap();
        assert!(row[2..].iter().all(String::is_empty), "{row:?}");
    }
    assert_eq!(rows(&at.join("new.xlsx"), "KPI scores").len(), 24);
    assert!(warnings(at, "new.xlsx").iter().any(|message| message.contains("nobody has confirmed")));
    std::fs::write(at.join("staff.csv"), "\u{feff}ID,Name,Grade,Joined\n10021,A,高级,\n007,B,中级,2024-05-01\n")
        .unwrap();
    done(at, &["template", "--people", "staff.csv", "-o", "t.xlsx"]);
    let mut draft = opened(&at.join("t.xlsx"));
    let ids: Vec<Cell> = draft.page("Managers").rows.iter().skip(5).map(|row| row[0].clone()).take(2).collect();
    assert_eq!(ids, [n(10021), "007".into()]);
    std::fs::write(at.join("none.csv"), "a,b\n1,2\n").unwrap();
    assert!(refused(at, &["template", "--people", "none.csv", "-o", "n.xlsx"]).contains("no people were found"));
}

/// Tasks stand in the list in any spelling of their quarter; what is not taken from it is told.
#[test]
fn a_list_may_have_tasks() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let list = [
        &["工号", "姓名", "电话", "一季度目标", "Q1基数", "Target Q2", "第2季度 基数"][..],
        &["7", "A", "138", "1,200", "900", "", "5"],
        &["8", "B", "139", "", "", "", ""],
    ];
    let mut draft =
        Draft { pages: vec![Page::new("名单", &list), Page::new("备注", &[&["工号", "姓名"], &["9", "C"]])] };
    draft.write(&at.join("staff.xlsx"));
    let csv = list.map(|row| row.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",")).join("\n");
    std::fs::write(at.join("staff.csv"), csv).unwrap();
    for file in ["staff.xlsx", "staff.csv"] {
        let told = stderr(at, &["template", "--people", file, "-o", "t.xlsx", "--force"]);
        assert!(told.contains("电话"), "{told}");
        assert_eq!(told.contains("备注"), file == "staff.xlsx", "{told}");
        let quotas = rows(&at.join("t.xlsx"), "Quotas");
        let of = |id: &str, quarter: &str| {
            let row = quotas.iter().find(|row| row[0] == id && row[1] == quarter).unwrap();
            [2, 3].map(|at| row.get(at).cloned().unwrap_or_default())
        };
        assert_eq!((of("7", "Q1"), of("7", "Q2")), (["900".into(), "1200".into()], ["5".into(), String::new()]));
        assert_eq!(of("8", "Q1"), [String::new(), String::new()]);
    }
    // The sheet that is called as the policy's comes first.
    draft.pages[1].name = "Managers".into();
    draft.write(&at.join("staff.xlsx"));
    let told = stderr(at, &["template", "--people", "staff.xlsx", "-o", "t.xlsx", "--force"]);
    assert!(told.contains("名单"), "{told}");
    assert_eq!(rows(&at.join("t.xlsx"), "Managers")[0][0], "9");
}

/// What could be money and is not read as what it is stops: a task without its quarter, tasks in 10,000 yuan.
#[test]
fn a_list_with_doubtful_money_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    for (heading, told) in
        [("目标", "did you mean `Q1 目标 / Q1 Target`"), ("Q1目标（万元）", "the unit is not the yuan")]
    {
        let page = Page::new("名单", &[&["工号", "姓名", heading], &["7", "A", "30"]]);
        Draft { pages: vec![page] }.write(&at.join("staff.xlsx"));
        std::fs::write(at.join("staff.csv"), format!("工号,姓名,{heading}\n7,A,30\n")).unwrap();
        for file in ["staff.xlsx", "staff.csv"] {
            let said = refused(at, &["template", "--people", file, "-o", "t.xlsx"]);
            assert!(said.contains(told), "{said}");
        }
    }
    assert!(!at.join("t.xlsx").exists());
}

/// Settings, later values of them, shares and who has left go along; who leaves in the new year has tasks until then.
#[test]
fn an_earlier_input_gives_what_it_has() {
    let folder = folder("year/2025-Q4.xlsx", "old.xlsx");
    let at = folder.path();
    let mut draft = opened(&at.join("old.xlsx"));
    draft.put("客户经理", "D5", "离职日期").put("客户经理", "D10", Cell::Date(2025, 8, 31));
    draft.put("客户经理", "D7", Cell::Date(2026, 4, 30));
    draft.write(&at.join("old.xlsx"));
    let told = stderr(at, &["template", "--from", "old.xlsx", "-o", "new.xlsx"]);
    assert!(told.contains("passes to the new year by `bonus next` alone"), "{told}");
    let mut new = opened(&at.join("new.xlsx"));
    let setting = |draft: &mut Draft, key: &str| {
        draft.page("Policy").rows.iter().find(|row| row.first() == Some(&key.into())).unwrap()[1].clone()
    };
    assert_eq!(setting(&mut new, "In-target rate"), n("0.0712"));
    assert_eq!((setting(&mut new, "Tax divisor"), setting(&mut new, "Year")), (n("1.13"), n(2026)));
    assert_eq!(rows(&at.join("new.xlsx"), "Managers").len(), 6);
    let splits = &new.page("Splits").rows;
    assert!(splits.iter().flatten().any(|cell| *cell == "P2526".into()), "{splits:?}");
    let quotas = rows(&at.join("new.xlsx"), "Quotas");
    let quarters = |id: &str| quotas.iter().filter(|row| row[0] == id).map(|row| row[1].clone()).collect::<Vec<_>>();
    assert_eq!((quarters("10025"), quarters("10022")), (vec![], vec!["Q1".into(), "Q2".into()]));
    assert_eq!(quarters("10021").len(), 4);
}

/// A list's ids are found among the earlier ones however they were typed, as everywhere.
#[test]
fn ids_of_a_list_are_known_in_any_width_and_case() {
    let folder = folder("samples/key-account.xlsx", "old.xlsx");
    let at = folder.path();
    std::fs::write(at.join("staff.csv"), "ID,Name\nｍ００１,A\n").unwrap();
    done(at, &["template", "--from", "old.xlsx", "--people", "staff.csv", "-o", "new.xlsx"]);
    let quotas = rows(&at.join("new.xlsx"), "Quotas");
    let tasks: Vec<_> = quotas.iter().filter(|row| row[0] == "ｍ００１").map(|row| row[2].is_empty()).collect();
    assert_eq!(tasks, [false; 4], "{quotas:?}");
}

/// Over the year's end too: who leaves on 30 April of the next year has no rows after that.
#[test]
fn the_next_year_ends_for_who_leaves_in_it() {
    let folder = folder("year/2025-Q4.xlsx", "q4.xlsx");
    let at = folder.path();
    let mut draft = opened(&at.join("q4.xlsx"));
    draft.put("客户经理", "D5", "离职日期").put("客户经理", "D7", Cell::Date(2026, 4, 30));
    draft.write(&at.join("q4.xlsx"));
    done(at, &["next", "q4.xlsx", "-o", "new.xlsx"]);
    let quotas = rows(&at.join("new.xlsx"), "Quotas");
    let quarters = |id: &str| quotas.iter().filter(|row| row[0] == id).map(|row| row[1].clone()).collect::<Vec<_>>();
    assert_eq!((quarters("10022"), quarters("10021").len()), (vec!["Q1".into(), "Q2".into()], 4));
}

/// A policy of the command line is not left out in silence: what was recorded counts.
#[test]
fn another_policy_than_the_recorded_one_is_refused() {
    let folder = folder("year/2025-Q1.xlsx", "q1.xlsx");
    let at = folder.path();
    done(at, &["compute", "q1.xlsx"]);
    for other in ["major-sales", "key-account@1"] {
        let said = refused(at, &["next", "q1-results.xlsx", "--policy", other, "-o", "q2.xlsx"]);
        assert!(said.contains("computed by key-account@2"), "{said}");
    }
    done(at, &["next", "q1-results.xlsx", "--policy", "key-account", "-o", "q2.xlsx"]);
}

/// A format that shows no fills: what still stands as it was written counts as not confirmed, and stays yellow.
#[test]
fn yellow_is_kept_through_a_format_that_shows_no_fills() {
    if !soffice_is_there() {
        return;
    }
    let folder = folder("year/2025-Q4.xlsx", "q4.xlsx");
    let at = folder.path();
    done(at, &["next", "q4.xlsx", "-o", "new.xlsx"]);
    convert("ods", at, &[at.join("new.xlsx")]);
    let told = |file: &str| {
        let found: Vec<String> =
            warnings(at, file).into_iter().filter(|message| message.contains("nobody has confirmed")).collect();
        found
    };
    assert_eq!(told("new.ods"), told("new.xlsx"));
    assert_eq!(told("new.ods").len(), 1);
}
