//! Policies that extend others, and settings that nobody need give.

use super::{ColumnRole, Policy, PolicyError, built_in, built_in_ids, load};
use crate::formula::{Scope, Value};
use crate::lang::Lang;

/// A policy that extends the key-account policy by `changes`.
fn extending(changes: &str) -> Result<Policy, Box<PolicyError>> {
    let head = r#"
        format = 1
        [policy]
        id = "own"
        version = "1"
        extends = "key-account"
        title = { zh = "自定", en = "Own" }
    "#;
    load("own.toml", &format!("{head}\n{changes}"))
}

/// The mistakes of such a policy, in English.
fn mistakes(changes: &str) -> String {
    extending(changes).expect_err("a mistake").render(Lang::En)
}

fn rule<'p>(policy: &'p Policy, scope: Scope, name: &str) -> &'p super::Rule {
    policy.rule(scope, name).expect("the rule")
}

/// A policy is what its text says: how it is written is no difference, each word of it is.
#[test]
fn a_policy_is_what_its_text_says() {
    let head = "format = 1\n[policy]\nid = \"own\"\nversion = \"1\"\nextends = \"key-account\"\n";
    let setting = "[[setting]]\nname = \"fixed_share\"\nreplaces = true\ndefault = \"70%\"\n";
    let policy = |text: &str| load("own.toml", text).unwrap_or_else(|error| panic!("{error}"));
    let text = format!("{head}{setting}");
    let said = policy(&text).hash;
    let alike = [
        format!("\u{feff}{}", text.replace('\n', "\r\n")),
        format!("# ours\n\n{text}# to the end\n"),
        text.replace(" = ", "="),
        format!("{head}[[setting]]\ndefault = '70%' # seventy\nreplaces = true\nname = \"fixed_share\"\n"),
    ];
    for other in &alike {
        assert_eq!(policy(other).hash, said, "{other}");
    }
    for other in [
        text.replace("70%", "0.7"),
        text.replace("\"own\"", "\"owns\""),
        format!("{text}note = {{ zh = \"x\", en = \"x\" }}\n"),
    ] {
        assert_ne!(policy(&other).hash, said, "{other}");
    }
    // The receipts of version 0.1.0 name the text as it is.
    let plain = |text: &str| policy(text).text_hash;
    assert_eq!(plain(&text), plain(&alike[0]));
    assert_ne!(plain(&text), plain(&alike[1]));
}

#[test]
fn every_built_in_policy_is_known_by_its_id() {
    for id in built_in_ids() {
        assert_eq!(built_in(id).unwrap().unwrap().id, id);
    }
}

#[test]
fn what_is_not_replaced_is_taken_over() {
    let policy = extending(
        r#"
        [[setting]]
        name = "in_target_rate"
        replaces = true
        default = "5%"
        "#,
    )
    .unwrap();
    let parent = built_in("key-account@1").unwrap().unwrap();
    let rate = policy.settings.iter().find(|s| s.name == "in_target_rate").unwrap();
    assert_eq!(rate.default, Some(Value::Number("0.05".parse().unwrap())));
    assert_eq!(rate.label.en, "In-target rate");
    for scope in Scope::ALL {
        let names = |policy: &Policy| policy.scope(scope).rules.iter().map(|r| r.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&policy), names(&parent));
    }
}

#[test]
fn what_is_replaced_must_be_there_and_what_is_new_must_not() {
    let missing = mistakes("[[quarter]]\nname = \"bonnus\"\nreplaces = true\nformula = '0'");
    assert!(
        missing.contains("`bonnus` is to be replaced, but the extended policy has none; did you mean `bonus`?"),
        "{missing}"
    );
    assert!(missing.contains("own.toml:"), "{missing}");
    let twice = mistakes("[[quarter]]\nname = \"bonus\"\nformula = '0'");
    assert!(twice.contains("`bonus` exists already"), "{twice}");
    let after = mistakes("[[reading]]\nid = \"X\"\nafter = \"Y\"\ntext = { zh = \"\", en = \"\" }");
    assert!(after.contains("there is no `Y` to stand after"), "{after}");
}

#[test]
fn whole_sections_are_removed_by_true() {
    let policy = extending("[remove]\nhalf = true\nhalf_year = true").unwrap();
    assert!(policy.scope(Scope::Half).rules.is_empty() && policy.scope(Scope::Half).when.is_none());
    let nothing = mistakes("[remove]\nmonth = true");
    assert!(nothing.contains("there is no `month` to remove"), "{nothing}");
    let unclear = mistakes("[remove]\nhalf = \"proposed_base_1\"");
    assert!(unclear.contains("or true for all of it"), "{unclear}");
}

#[test]
fn items_and_parts_of_items_are_removed_by_name() {
    let removed = "[remove]\nsheet = [\"scores.score\"]\nwords = [\"promote\"]\nlaw = [\"balance\"]";
    let text = format!(
        "{removed}\n[[sheet]]\nname = \"scores\"\nreplaces = true\neither = []\n[[quarter]]\nname = \"kpi_score\"\nreplaces = true\nformula = 'department_manager'"
    );
    let policy = extending(&text).unwrap();
    let scores = policy.sheets.iter().find(|sheet| sheet.name == "scores").unwrap();
    assert!(scores.columns.iter().all(|column| column.name != "score"));
    assert!(policy.laws.iter().all(|law| law.name != "balance"));
    for name in ["KA-9.9", "scores.total", "nowhere.score"] {
        let section = if name.starts_with('K') { "clause" } else { "sheet" };
        let nothing = mistakes(&format!("[remove]\n{section} = [\"{name}\"]"));
        assert!(nothing.contains(&format!("there is no `{name}` to remove")), "{nothing}");
    }
}

#[test]
fn what_is_removed_but_still_used_is_a_mistake() {
    let used = mistakes("[remove]\nsetting = [\"other_income\"]");
    assert!(used.contains("`other_income`") && used.contains("key-account.toml"), "{used}");
}

#[test]
fn columns_are_laid_over_one_by_one_where_they_say_so() {
    let policy = extending(
        r#"
        [[sheet]]
        name = "quotas"
        replaces = true
        columns = [
          { name = "base", replaces = true, default = "ROUND(target * 50%, 2)" },
          { name = "region", after = "target", label = { zh = "地区", en = "Region" }, unit = "text", optional = true },
        ]
        "#,
    )
    .unwrap();
    let quotas = policy.anchor().unwrap();
    let names: Vec<_> = quotas.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["id", "quarter", "base", "target", "region", "floating_wage", "quarter_grade"]);
    let base = &quotas.columns[2];
    assert!(base.optional && base.label.en == "Base" && matches!(base.role, ColumnRole::Value { .. }));
}

#[test]
fn rows_that_do_not_speak_of_others_take_their_place() {
    let rows = "rows = [{ key = \"product\", values = [\"1\", \"1\", \"0\"] }]";
    let policy = extending(&format!("[[table]]\nname = \"categories\"\nreplaces = true\n{rows}")).unwrap();
    assert_eq!(policy.tables.iter().find(|table| table.name == "categories").unwrap().rows.len(), 1);
}

#[test]
fn a_clause_is_cited_in_the_place_of_others() {
    let policy = extending(
        r#"
        [[clause]]
        id = "OWN-1"
        instead_of = ["KA-2.2a", "KA-2.2b"]
        text = { zh = "自定", en = "Own" }
        "#,
    )
    .unwrap();
    let ids: Vec<_> = policy.clauses.iter().map(|clause| clause.id.as_str()).collect();
    assert_eq!(ids[..4], ["KA-1", "KA-2.1", "OWN-1", "KA-2.2c"]);
    assert_eq!(rule(&policy, Scope::Period, "made_up").clause, "OWN-1");
    assert_eq!(rule(&policy, Scope::Period, "basis").clause, "OWN-1, KA-2.5");
    let text = "[[clause]]\nid = \"X\"\ninstead_of = [\"KA-2.1\"]\nafter = \"KA-1\"\ntext = { zh = \"\", en = \"\" }";
    assert_eq!(extending(text).unwrap().clauses[1].id, "X");
    let none = mistakes("[[clause]]\nid = \"X\"\ninstead_of = [\"KA-9\"]\ntext = { zh = \"\", en = \"\" }");
    assert!(none.contains("the extended policy has no clause `KA-9`"), "{none}");
}

#[test]
fn the_siblings_cite_no_clause_that_is_not_theirs() {
    for (id, shared) in
        [("major-sales", &["KA-3.3", "PAY", "ADJ"][..]), ("department-sales", &["KA-2.2c", "KA-3.3", "PAY", "ADJ"])]
    {
        let policy = built_in(id).unwrap().unwrap();
        let own = if id == "major-sales" { "MS-" } else { "DS-" };
        let others = policy.clauses.iter().map(|c| c.id.as_str()).filter(|id| !id.starts_with(own));
        assert_eq!(others.collect::<Vec<_>>(), shared, "{id}");
    }
}

#[test]
fn an_optional_setting_may_be_asked_for() {
    let setting = |more: &str| {
        format!(
            "[[setting]]\nname = \"extra\"\nclause = \"KA-3.1\"\nlabel = {{ zh = \"另\", en = \"Extra\" }}\nunit = \"yuan\"\n{more}\n"
        )
    };
    let asking = "[[quarter]]\nname = \"total\"\nreplaces = true\nformula = 'IF(GIVEN(extra), bonus + extra, bonus)'";
    let policy = extending(&format!("{}{asking}", setting("optional = true"))).unwrap();
    let extra = policy.settings.iter().find(|setting| setting.name == "extra").unwrap();
    assert!(extra.optional && extra.default == Some(Value::Blank));
    let required = mistakes(&format!("{}{asking}", setting("")));
    assert!(required.contains("GIVEN takes the name of an input column or of an optional setting"), "{required}");
    let both = mistakes(&setting("optional = true\ndefault = \"1\""));
    assert!(both.contains("a setting with a default always has a value"), "{both}");
}

/// The key-account policy's sheet of managers with one more column.
fn managers_with(more: &str) -> String {
    format!(
        r#"
        [[sheet]]
        name = "managers"
        replaces = true
        columns = [
            {{ name = "id", label = {{ zh = "工号", en = "ID" }}, role = "id" }},
            {{ name = "name", label = {{ zh = "姓名", en = "Name" }}, role = "name" }},
            {{ name = "grade", label = {{ zh = "职级", en = "Grade" }}, unit = "text", table = "grades" }},
            {{ name = "more", label = {{ zh = "另", en = "More" }}, {more} }},
        ]
        "#
    )
}

#[test]
fn a_sheet_has_each_role_once_and_none_that_it_cannot_have() {
    let other = mistakes(&managers_with(r#"role = "project""#));
    assert!(other.contains("a column of such a sheet cannot have the role `project`"), "{other}");
    let twice = mistakes(&managers_with(r#"role = "id""#));
    assert!(twice.contains("has a column with the role `id` already, `id`"), "{twice}");
    let bare = mistakes("[remove]\nsheet = [\"collections.date\", \"collections.quarter\"]");
    assert!(bare.contains("has no column with the role date / period"), "{bare}");
}

#[test]
fn labels_that_excel_refuses_as_sheet_names_are_told() {
    let renamed = |label: &str| {
        mistakes(&format!(
            "[[sheet]]\nname = \"splits\"\nreplaces = true\nlabel = {{ zh = \"贡献\", en = \"{label}\" }}"
        ))
    };
    for label in ["", "a/b", "History", "'a", "a name of more than thirty-one characters"] {
        let told = renamed(label);
        assert!(told.contains("Excel does not take") && told.contains("as the name of a sheet"), "{label}: {told}");
    }
    for twice in ["quotas", "Ｑｕｏｔａｓ", "Quo tas"] {
        let told = renamed(twice);
        assert!(told.contains(&format!("another sheet is called \"{twice}\" already")), "{told}");
    }
}

/// As workbooks are read: without width, case, blanks and what nobody sees; a circled digit is another character.
#[test]
fn headings_that_are_read_as_one_are_told() {
    for alike in ["ID", "Ｉｄ", "I d", "i\u{200b}d"] {
        let told = mistakes(&managers_with(&format!("also = [\"{alike}\"]")));
        assert!(told.contains(&format!("can be headed \"{alike}\" (the other is `id`)")), "{alike}: {told}");
    }
    extending(&managers_with("unit = \"number\", optional = true, also = [\"id①\"]")).unwrap();
}

#[test]
fn settings_that_a_workbook_cannot_tell_apart_are_told() {
    let alike = |name: &str, label: &str| {
        mistakes(&format!(
            "[[setting]]\nname = \"{name}\"\nclause = \"KA-3.1\"\nlabel = {{ zh = \"另\", en = \"{label}\" }}\nunit = \"number\"\ndefault = \"1\""
        ))
    };
    for (name, label, text) in [("Tax_Divisor", "Other", "Tax_Divisor"), ("other", "tax_divisor", "tax_divisor")] {
        let told = alike(name, label);
        assert!(told.contains(&format!("\"{text}\" can stand for two items (the other is `tax_divisor`)")), "{told}");
    }
}

/// A key and a label crosswise: one row would be found for both.
#[test]
fn rows_of_a_table_that_a_workbook_cannot_tell_apart_are_told() {
    let rows = |first: &str, second: &str| {
        format!(
            "[[table]]\nname = \"kinds\"\nclause = \"KA-3.1\"\nlabel = {{ zh = \"类\", en = \"Kinds\" }}\nuse = \"keys\"\ncolumns = [{{ name = \"kind\", label = {{ zh = \"类\", en = \"Kind\" }}, unit = \"text\" }}]\nrows = [{{ key = \"a\", label = {{ zh = \"甲\", en = \"{first}\" }}, values = [] }}, {{ key = \"b\", label = {{ zh = \"乙\", en = \"{second}\" }}, values = [] }}]"
        )
    };
    for (first, second, text) in [("b", "a", "a"), ("Same", "same", "same"), ("one", "Ａ", "Ａ")] {
        let told = mistakes(&rows(first, second));
        assert!(told.contains(&format!("\"{text}\" can stand for two items (the other is `a`)")), "{told}");
    }
    extending(&rows("a", "other")).unwrap();
}

/// Looked at once for each argument, and not twice at each level.
#[test]
fn calls_may_stand_deep_in_each_other() {
    let deep = format!("{}base{}", "MAX(0, ".repeat(60), ")".repeat(60));
    extending(&format!("[[quarter]]\nname = \"flat_accrual\"\nreplaces = true\nformula = '{deep}'")).unwrap();
}

#[test]
fn what_nothing_uses_is_remarked_upon() {
    for id in built_in_ids() {
        assert_eq!(built_in(id).unwrap().unwrap().remarks, [], "{id}");
    }
    let changes = r#"
        [[setting]]
        name = "idle_rate"
        clause = "KA-3.1"
        label = { zh = "闲置", en = "Idle" }
        unit = "percent"
        default = "5%"
        [[quarter]]
        name = "flat_accrual"
        replaces = true
        formula = "0"
    "#;
    let policy = extending(&format!("{changes}{}", managers_with(r#"unit = "number", optional = true"#))).unwrap();
    let remarks: Vec<_> = policy.remarks.iter().map(|remark| policy.sources.render(remark, Lang::En)).collect();
    assert_eq!(remarks.len(), 2, "{remarks:?}");
    assert!(remarks[0].contains("no formula reads the setting `idle_rate`"), "{remarks:?}");
    assert!(remarks[1].contains("no formula reads the column `more`"), "{remarks:?}");
}

#[test]
fn a_rule_of_the_person_is_read_by_finer_rows_unless_it_rests_on_them() {
    let with = |of_manager: &str| {
        format!(
            "[[manager]]\nname = \"own\"\nclause = \"PAY\"\nlabel = {{ zh = \"自\", en = \"Own\" }}\nunit = \"yuan\"\nformula = '{of_manager}'\n[[quarter]]\nname = \"flat_accrual\"\nreplaces = true\nformula = 'own'"
        )
    };
    let early = extending(&with("WAGE(grade)")).unwrap();
    assert_eq!(early.scope(Scope::Manager).early, 1);
    // What gathers figures that do not rest on it has an order.
    extending(&with("SUM(quarter.collections)")).unwrap();
    let circle = mistakes(&with("SUM(quarter.bonus)"));
    assert!(circle.contains("rules go in a circle, so that none can be computed first"), "{circle}");
    for member in ["manager.own", "quarter.flat_accrual", "quarter.bonus"] {
        assert!(circle.contains(member), "{circle}");
    }
    let behind = mistakes(&with("year_to_date + 1"));
    assert!(behind.contains("manager.year_to_date"), "{behind}");
}
