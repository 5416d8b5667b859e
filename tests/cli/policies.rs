//! Policies: which there are, and which rules and settings come first.

use super::{bonus, dated, sample, stderr, text};
use crate::common;

#[test]
fn a_setting_of_the_command_line_comes_first() {
    let (_folder, input) = sample();
    let accrued = |set: &[&str]| {
        let output = bonus(&[&["compute", text(&input), "--format", "json"], set].concat());
        let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        document["managers"][0]["quarters"][0]["accrued"].as_str().unwrap().to_owned()
    };
    assert_eq!(accrued(&[]), "18256.41");
    // 300,000 × 8 % ÷ 1.17 = 20,512.820…
    assert_eq!(accrued(&["--set", "in_target_rate=8%"]), "20512.82");
    assert_eq!(accrued(&["--set", "目标内奖金比率=8%"]), "20512.82");
}

#[test]
fn policies_are_listed_shown_checked_and_started() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ours.toml");
    assert!(bonus(&["policy", "new", text(&file), "--from", "major-sales"]).status.success());
    assert!(bonus(&["policy", "check", text(&file)]).status.success());
    let mut starter = std::fs::read_to_string(&file).unwrap();
    starter.push_str("\n[[quarter]]\nname = \"accrued\"\nreplaces = true\nformula = 'ROUND(bassis * 2, 2)'\n");
    std::fs::write(&file, starter).unwrap();
    let output = bonus(&["policy", "check", text(&file), "--lang", "en"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("did you mean `basis`?"), "{}", stderr(&output));
    assert!(stderr(&output).contains("ours.toml:"), "{}", stderr(&output));
    // Mistakes of every sort are found in one run: a wrong key, a rule to replace that is not there, a clause and a
    // name that do not exist; but not that the rule which could not be read is missing.
    let several = "format = 1\n[policy]\nid = \"x\"\nversion = \"1\"\nextends = \"major-sales\"\nperiod = \"quarter\"\n\
        title = { zh = \"x\", en = \"x\" }\n[[quarter]]\nname = \"extra\"\nformulla = '1'\n[[quarter]]\nname = \"more\"\n\
        clause = \"MS-9.9\"\nlabel = { zh = \"x\", en = \"x\" }\nunit = \"yuan\"\nformula = 'extra + bassis'\n\
        [[quarter]]\nname = \"bonsu\"\nreplaces = true\nformula = '1'\n";
    std::fs::write(&file, several).unwrap();
    let mistakes = stderr(&bonus(&["policy", "check", text(&file), "--lang", "en"]));
    for mistake in ["formulla", "`bonsu` is to be replaced", "no clause `MS-9.9`", "did you mean `basis`?"] {
        assert!(mistakes.contains(mistake), "{mistake} in\n{mistakes}");
    }
    assert!(!mistakes.contains("called `extra`"), "{mistakes}");
    let listed = String::from_utf8(bonus(&["policy", "list"]).stdout).unwrap();
    for id in bonus::policy::built_in_ids() {
        assert!(listed.contains(id), "{id}");
        for lang in ["zh", "en"] {
            assert!(bonus(&["policy", "show", id, "--lang", lang]).status.success());
        }
    }
}

/// A sheet of rules in the workbook replaces single formulas of the policy, whichever policy it is computed by; what
/// is wrong with one is a fault at its cell.
#[test]
fn a_workbook_may_replace_rules() {
    use common::draft::Page;
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.xlsx");
    let with_rules = |rules: &[&[&str]]| {
        let mut draft = dated("2017", ["85", "86", "85"]);
        let rows = [&[["名称", "公式"].as_slice()], rules].concat();
        draft.pages.push(Page::new("规则", &rows));
        draft.write(&input);
        let output = bonus(&["compute", text(&input), "--format", "json", "--lang", "en"]);
        serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap()
    };
    // 80,000 × 7.12 % ÷ 1.17 = 4,868.376…; by the workbook's own rule 80,000 × 10 %; a label will do as a name.
    let quarter = |document: &serde_json::Value, name: &str| document["managers"][0]["quarters"][0][name].clone();
    let plain = with_rules(&[]);
    assert_eq!(quarter(&plain, "accrued"), "4868.38");
    let replaced = with_rules(&[&["accrued", "ROUND(basis * 10%, 2)"], &["当季合计", "bonus"]]);
    assert_eq!(quarter(&replaced, "accrued"), "8000.00");
    assert_eq!(quarter(&replaced, "total"), quarter(&replaced, "bonus"));
    // The results name the rules that they were computed by.
    assert_ne!(replaced["policy"]["sha256"], plain["policy"]["sha256"]);
    let faulty = with_rules(&[&["acrued", "1"], &["base_met", "TRUE"]]);
    let cells: Vec<&str> = faulty["faults"].as_array().unwrap().iter().map(|f| f["cell"].as_str().unwrap()).collect();
    assert_eq!(cells, ["B2", "B3"], "{faulty:#}");
    let faulty = with_rules(&[&["accrued", "ROUND(bassis, 2)"], &["bonus", "base + 1%"], &["total", "\"x\""]]);
    let cells: Vec<&str> = faulty["faults"].as_array().unwrap().iter().map(|f| f["cell"].as_str().unwrap()).collect();
    assert_eq!(cells, ["B2", "B3", "B4"], "{faulty:#}");
}

/// The command line comes before the workbook, the workbook before the policy; the Basis sheet says which it was.
#[test]
fn precedence_is_command_line_workbook_policy() {
    use bonus::workbook::read::source::{RawCell, SourceWorkbook};
    let folder = tempfile::tempdir().unwrap();
    let (input, target) = (folder.path().join("in.xlsx"), folder.path().join("r.xlsx"));
    let mut draft = dated("2017", ["85", "86", "85"]);
    draft.row("政策", &["固定份额", "75%"]).row("政策", &["variable_share", "25%"]);
    draft.write(&input);
    let set = ["--set", "variable_share=30%", "-o", text(&target), "--lang", "en"];
    assert!(bonus(&[&["compute", text(&input)], set.as_slice()].concat()).status.success());
    let mut source = SourceWorkbook::open(&target).unwrap();
    let basis = source.sheets().iter().position(|sheet| sheet.name == "Basis").unwrap();
    let mut origins = std::collections::BTreeMap::new();
    let mut note = |row: &bonus::workbook::read::source::SourceRow| {
        let cell = |wanted: u16| row.cells.iter().find(|(at, _)| *at == wanted).map(|(_, cell)| cell);
        if let (Some(RawCell::Number(value)), Some(RawCell::Text(origin)), Some(RawCell::Text(name))) =
            (cell(1), cell(3), cell(4))
        {
            origins.insert(name.clone(), format!("{} {origin}", value.normalize()));
        }
        std::ops::ControlFlow::Continue(())
    };
    source.rows(basis, &mut note).unwrap();
    assert_eq!(origins["fixed_share"], "0.75 workbook 政策!B6");
    assert_eq!(origins["variable_share"], "0.3 command line");
    assert_eq!(origins["tax_divisor"], "1.17 policy");
}
