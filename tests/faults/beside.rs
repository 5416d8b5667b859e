//! What is told besides faults: warnings of what is read all the same.

use crate::common::draft::{Draft, n};
use crate::faults::findings;
use crate::faults::sound::sound;

/// Where the warnings of a draft without faults are, and what they say.
fn warnings(draft: &Draft) -> Vec<(String, String)> {
    let findings = findings(draft);
    assert!(findings.faults.is_empty(), "{:?}", findings.faults);
    findings.warnings.into_iter().map(|warning| (warning.place.to_string(), warning.problem.en)).collect()
}

#[test]
fn an_id_that_stands_in_for_a_name_is_told() {
    let blank = warnings(sound().put("客户经理", "B3", ""));
    assert_eq!(blank, [("客户经理!B3".into(), "there is no name: the id M002 stands in for it".into())]);
    let missing = warnings(sound().without_column("客户经理", "B"));
    assert_eq!(missing, [("客户经理!C1".into(), "there is no column `Name`: ids stand in for names".into())]);
}

#[test]
fn a_through_quarter_that_nobody_has_is_told() {
    let later = warnings(sound().put("政策", "B4", "Q3"));
    let nobody = ("任务!A8".into(), "the run is through Q3, and nobody has a row for it".into());
    // What M001 got too much for Q1 is all that is left.
    let owing = ("客户经理!A2".into(), "payable now of M001 is -57.14, which is to be got back".into());
    assert_eq!(later, [nobody, owing]);
    // One who has it is enough.
    let mut draft = sound();
    draft.put("政策", "B4", "Q3").row("任务", &["M001", "Q3", "70000", "100000"]);
    draft.row("KPI评分", &["M001", "Q3", "90", "80", "85"]);
    draft.row("回款", &["", "Q3", "P020", "产品", "M001", "80000"]);
    let others = "2 people had tasks before and have no row for Q3, nor a date of leaving: M002, M003";
    assert_eq!(warnings(&draft), [("任务!A9".into(), others.into())]);
}

#[test]
fn percentages_are_read_where_a_rate_or_a_share_is_due() {
    let mut draft = sound();
    draft.put("政策", "B5", "7.12%").put("超额比率", "B2", "8.54％").put("贡献", "C2", "50%").put(
        "贡献",
        "C3",
        n("0.5"),
    );
    draft.put("超额比率", "A3", "150%").put("KPI系数", "B3", "60%");
    assert_eq!(warnings(&draft), []);
    assert_eq!(crate::faults::results(&draft)["managers"], crate::faults::results(&sound())["managers"]);
}

/// What is said of a heading put in the place of another.
fn of_heading(sheet: &str, cell: &str, heading: &str, change: fn(&mut Draft) -> &mut Draft) -> Option<String> {
    let mut draft = sound();
    change(&mut draft).put(sheet, cell, heading);
    let place = format!("{sheet}!{cell}");
    warnings(&draft).into_iter().find(|(at, _)| *at == place).map(|(_, said)| said)
}

#[test]
fn a_column_that_may_be_one_that_is_not_there_is_told() {
    let as_it_is: fn(&mut Draft) -> &mut Draft = |d| d;
    for (sheet, cell, heading, meant) in [
        ("回款", "D1", "收入类型", "Category"),
        ("回款", "D1", "产品线", "Category"),
        ("回款", "G1", "合作方分成", "Partner share"),
        ("回款", "I1", "业务招待费", "Entertainment"),
        ("回款", "K1", "计奖", "In pipeline"),
        ("任务", "E1", "绩效工资", "Floating wage"),
    ] {
        let said = of_heading(sheet, cell, heading, as_it_is).unwrap_or_else(|| panic!("{heading}: silent"));
        assert!(said.contains("no such heading") && said.contains(meant), "{heading}: {said}");
    }
    for heading in ["渠道返点", "业务费", "手续费", "Bank fee and cost"] {
        let said = of_heading("回款", "G1", heading, as_it_is).unwrap_or_else(|| panic!("{heading}: silent"));
        assert!(said.contains("looks like an expense") && said.contains("Partner share"), "{heading}: {said}");
    }
    // Neither figures nor keys, numbers that are none, income, and words that any heading has.
    for heading in ["备注", "合作编号", "实施费", "销售总额"] {
        assert_eq!(of_heading("回款", "G1", heading, as_it_is), None, "{heading}");
    }
    let others: fn(&mut Draft) -> &mut Draft = |d| d.put("回款", "D2", "华东");
    assert_eq!(of_heading("回款", "D1", "收入类型", others), None);
    // A score that somebody worked out of the three.
    let mut scored = sound();
    scored.put("KPI评分", "F1", "综合得分").put("KPI评分", "F2", n(88));
    assert_eq!(warnings(&scored), []);
    // What was refused once is not told again.
    let mut graded = sound();
    let found = findings(graded.put("客户经理", "C1", "岗位级别"));
    assert!(found.warnings.iter().all(|warning| warning.place.to_string() != "客户经理!C1"), "{:?}", found.warnings);
    // Where no column is absent there is nothing that it could be.
    assert_eq!(of_heading("回款", "L1", "手续费", |d| d.put("回款", "L2", n(5))), None);
}

#[test]
fn a_sheet_under_another_name_and_a_second_one_are_told() {
    let copy = |sheet: &str, name: &str, keep: bool| {
        let mut draft = sound();
        let page = draft.page(sheet).clone();
        draft.pages.push(crate::common::draft::Page { name: name.to_owned(), ..page });
        if !keep {
            draft.without(sheet);
        }
        warnings(&draft).into_iter().filter(|(place, _)| place == name).map(|(_, said)| said).collect::<Vec<_>>()
    };
    for (sheet, name) in [("任务", "任务 (2)"), ("KPI评分", "旧评分"), ("政策", "政策 (2)"), ("职级", "职级（旧）")]
    {
        let said = copy(sheet, name, true);
        assert!(matches!(&said[..], [one] if one.contains("second sheet")), "{name}: {said:?}");
    }
    let said = copy("已发放", "上季奖金", false);
    assert_eq!(said, ["this sheet is not used; did you mean Paid?"]);
    // A list of people is none of them.
    let mut draft = sound();
    let list = crate::common::draft::Page::new("通讯录", &[&["工号", "姓名", "季度"], &["M001", "张伟", "Q1"]]);
    draft.pages.push(list);
    assert_eq!(warnings(&draft), []);
}
