//! The next period, made of results.

use super::{Desk, filling, ids, part, small, texts};
use crate::common::draft::Page;
use crate::common::{fixture, policy, results};
use bonus::lang::Lang;
use bonus::report::form::{Entry, form};
use bonus::workbook::write;
use serde_json::Value as Json;

#[test]
fn the_next_quarter_pays_the_same_and_nothing_proposed_is_applied() {
    let desk = Desk::new().with("key-account");
    let policy = policy("key-account");
    let whole = results(&desk.path("in.xlsx"), policy).unwrap();
    let mut filling = filling(&desk.path("in.xlsx"), policy);
    filling.settings.retain(|(name, _)| name != "through");
    filling.settings.push(("through".to_owned(), Entry::text("Q2")));
    std::fs::write(desk.path("q2.xlsx"), write::form(&form(policy, Lang::Zh, &filling)).unwrap()).unwrap();

    let said = desk.bonus(&["next", "q2.xlsx", "-o", "q3.xlsx"]).ok();
    assert!(said.out.contains("拟议") && said.out.contains("没有一项已经改动"), "{}", said.out);
    let next = results(&desk.path("q3.xlsx"), policy).unwrap();
    assert_eq!(next["through"], "Q3");
    for manager in 0..5 {
        for now in next["managers"][manager]["quarters"].as_array().unwrap() {
            let same = |quarter: &&Json| quarter["quarter"] == now["quarter"];
            let then = whole["managers"][manager]["quarters"].as_array().unwrap().iter().find(same).unwrap();
            let (mut now, mut then) = (now.clone(), then.clone());
            for figures in [&mut now, &mut then] {
                figures.as_object_mut().unwrap().retain(|name, _| !name.starts_with("paid_"));
            }
            assert_eq!(now, then);
        }
        // What was paid is what was computed: only the third quarter is payable now.
        let quarters = next["managers"][manager]["quarters"].as_array().unwrap();
        let last = quarters.iter().find(|quarter| quarter["quarter"] == "Q3").unwrap();
        assert_eq!(next["managers"][manager]["payable"], last["total"], "manager {manager}");
    }
    let cells = texts(&desk.path("q3.xlsx"));
    let proposed = |row: u32, column: u16| {
        cells.iter().find(|(sheet, r, c, _)| sheet == "拟议" && *r == row && *c == column).map(|cell| cell.3.as_str())
    };
    assert_eq!((proposed(6, 2), proposed(6, 4), proposed(6, 5)), (Some("H1"), Some("1级"), Some("2级")));
    assert!(part(&desk.path("q3.xlsx"), "xl/comments").contains("未改动，见“拟议”表"));
}

#[test]
fn each_department_keeps_its_own_sheet() {
    let desk = Desk::new();
    std::fs::copy(fixture("schemes/service-center-zh.xlsx"), desk.path("in.xlsx")).unwrap();
    desk.bonus(&["next", "in.xlsx", "-o", "next.xlsx"]).ok();
    let ids = |file: &str, sheet: &str| {
        let cells = texts(&desk.path(file)).into_iter().filter(|cell| cell.0 == sheet && cell.2 == 0);
        cells.map(|cell| cell.3).filter(|id| id.starts_with('K')).collect::<std::collections::BTreeSet<_>>()
    };
    for sheet in ["客服部", "呼叫中心"] {
        assert_eq!(ids("in.xlsx", sheet).len(), 1);
        assert_eq!(ids("next.xlsx", sheet), ids("in.xlsx", sheet));
    }
}

#[test]
fn what_is_paid_differently_is_marked() {
    let desk = Desk::new();
    let mut draft = small();
    draft.pages.push(Page::new("已发放", &[&["工号", "季度", "奖金", "浮动工资"], &["M001", "Q1", "1", "0"]]));
    draft.put("政策", "B4", "Q2");
    draft.write(&desk.path("q2.xlsx"));
    desk.bonus(&["next", "q2.xlsx", "-o", "q3.xlsx"]).ok();
    assert!(part(&desk.path("q3.xlsx"), "xl/comments").contains("原为 1；差额已计入 Q2 的当前应付"));
}

#[test]
fn results_lead_to_their_input_and_a_changed_one_is_refused() {
    let desk = Desk::new().with("key-account");
    desk.bonus(&["compute", "in.xlsx", "-o", "out.xlsx"]).ok();
    desk.bonus(&["next", "out.xlsx", "-o", "one.xlsx"]).ok();
    desk.bonus(&["next", "in.xlsx", "-o", "two.xlsx"]).ok();
    assert!(std::fs::read(desk.path("one.xlsx")).unwrap() == std::fs::read(desk.path("two.xlsx")).unwrap());
    std::fs::copy(fixture("samples/major-sales.xlsx"), desk.path("in.xlsx")).unwrap();
    let said = desk.bonus(&["next", "out.xlsx", "-o", "three.xlsx", "--lang", "en"]);
    assert_eq!((said.status, said.err.contains("was changed after")), (2, true), "{}", said.err);
    std::fs::remove_file(desk.path("in.xlsx")).unwrap();
    assert_eq!(desk.bonus(&["next", "out.xlsx", "-o", "three.xlsx"]).status, 2);
}

#[test]
fn a_new_year_begins_with_blank_scores_and_last_year_s_tasks_to_confirm() {
    for id in ids().into_iter().filter(|id| fixture(&format!("samples/{id}.xlsx")).is_file()) {
        let desk = Desk::new().with(id);
        desk.bonus(&["next", "in.xlsx"]).ok();
        let said = desk.bonus(&["check", "2018-Q1.xlsx", "--format", "json", "--lang", "en"]);
        let document = said.json();
        assert_eq!(said.status, 1, "{id}");
        // Scores, and the quarters that a newcomer of last year did not have.
        for fault in document["faults"].as_array().unwrap() {
            assert!(["KPI评分", "任务"].contains(&fault["sheet"].as_str().unwrap()), "{id}: {fault}");
            assert!(fault["message"].as_str().unwrap().contains("blank"), "{id}: {fault}");
        }
        assert!(part(&desk.path("2018-Q1.xlsx"), "xl/comments").contains("2017 年的数字，新一年尚未确定"), "{id}");
    }
}

#[test]
fn rules_that_the_workbook_replaces_go_with_it() {
    let desk = Desk::new();
    let mut draft = small();
    draft.pages.push(Page::new("规则", &[&["名称", "公式"], &["bonus", "ROUND(accrued * 2, 2)"]]));
    draft.write(&desk.path("in.xlsx"));
    desk.bonus(&["next", "in.xlsx", "-o", "next.xlsx"]).ok();
    assert!(texts(&desk.path("next.xlsx")).iter().any(|cell| cell.3 == "ROUND(accrued * 2, 2)"));
}
