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
