//! A policy as a document: what a person in finance reads to know what it says.

use std::fmt::Write as _;

use super::basis::scope_name;
use super::explain::number_text;
use super::labels::rule_in_words;
use crate::formula::{Scope, Value};
use crate::lang::{Lang, Words};
use crate::policy::{self, Policy, RowKind, Setting, TableDef, Unit, builtin};
use crate::words;

/// The document in Markdown: clauses, settings, readings, tables, sheets, rules with formula and words.
#[must_use]
pub fn policy_document(policy: &Policy, lang: Lang) -> String {
    let mut text = String::new();
    let say = |words: &Words| words.get(lang).to_owned();
    let _ = writeln!(text, "# {}\n", policy.title.get(lang));
    let (id, version, hash) = (&policy.id, &policy.version, &policy.hash);
    let _ = writeln!(
        text,
        "{}",
        say(&words!("编号 `{id}`，版本 {version}，SHA-256 {hash}", "id `{id}`, version {version}, SHA-256 {hash}"))
    );
    for note in [&policy.tax_note, &policy.left_out].into_iter().flatten() {
        let _ = writeln!(text, "\n{}", note.get(lang));
    }
    versions_text(&mut text, policy, lang);
    let _ = writeln!(text, "\n## {}\n", say(&words!("条款", "Clauses")));
    for clause in &policy.clauses {
        let _ = writeln!(text, "- **{}** {}", clause.id, clause.text.get(lang));
    }
    let settings = policy.settings.iter().skip(builtin::YEAR + 1);
    let (readings, plain): (Vec<_>, Vec<_>) = settings.partition(|setting| setting.reading.is_some());
    let _ = writeln!(text, "\n## {}\n", say(&words!("设置", "Settings")));
    for setting in plain {
        let _ = writeln!(text, "{}", setting_line(policy, setting, lang));
    }
    let _ = writeln!(text, "\n## {}\n", say(&words!("读法", "Readings")));
    for setting in readings {
        let _ = writeln!(text, "{}", setting_line(policy, setting, lang));
    }
    for reading in &policy.readings {
        let _ = writeln!(text, "- **{}** {}", reading.id, reading.text.get(lang));
    }
    let _ = writeln!(text, "\n## {}\n", say(&words!("表", "Tables")));
    for table in &policy.tables {
        table_text(&mut text, policy, table, lang);
    }
    sheets_text(&mut text, policy, lang);
    for scope in Scope::ALL {
        rules_text(&mut text, policy, scope, lang);
    }
    text
}

/// Since when a version is in force, as people read it.
#[must_use]
pub fn since(from: Option<jiff::civil::Date>) -> Words {
    match from {
        Some(day) => words!("自 {day} 起", "from {day}"),
        None => words!("自始有效", "from the beginning"),
    }
}

/// Every version of the policy, or the only one of a file, with what it changed.
fn versions_text(text: &mut String, policy: &Policy, lang: Lang) {
    let _ = writeln!(text, "\n## {}\n", words!("版本", "Versions").get(lang));
    let names = policy::versions(&policy.id).into_iter().map(|v| format!("{}@{}", policy.id, v.version));
    let all: Vec<Policy> = names.filter_map(|name| policy::built_in(&name)?.ok()).collect();
    let own = !all.iter().any(|version| version.hash == policy.hash);
    for version in if own { std::slice::from_ref(policy) } else { &all } {
        let _ = write!(text, "- **{}** {}", version.version, since(version.from).get(lang));
        if let Some(changes) = &version.changes {
            let _ = write!(text, "{}{}", words!("：", ": ").get(lang), changes.get(lang));
        }
        text.push('\n');
    }
}

fn setting_line(policy: &Policy, setting: &Setting, lang: Lang) -> String {
    let value = match setting.default {
        Some(value) => shown(policy, value, setting.unit, lang),
        None => words!("须由工作簿给出", "to be given by the workbook").get(lang).to_owned(),
    };
    let reading = setting.reading.as_ref().map_or_else(String::new, |reading| format!("{reading} "));
    let mut line =
        format!("- **{}** `{}` ({reading}{}): {value}", setting.label.get(lang), setting.name, setting.clause);
    if let Some(dated) = &setting.dated {
        for step in &dated.steps {
            let (from, value, source) =
                (step.from, shown(policy, step.value, setting.unit, lang), step.source.get(lang));
            line.push_str(words!("；自 {from} 起 {value}（{source}）", "; from {from} {value} ({source})").get(lang));
        }
        let by = dated.in_force.words();
        let (zh, en) = (by.zh, by.en);
        line.push_str(words!("；按{zh}取值", "; decided by {en}").get(lang));
    }
    if !setting.choices.is_empty() {
        let choices: Vec<_> = setting.choices.iter().map(|choice| policy.choice(choice, lang)).collect();
        let choices = choices.join(" / ");
        line.push_str(words!("；可选 {choices}", "; choices {choices}").get(lang));
    }
    if let Some(note) = &setting.note {
        let _ = write!(line, " — {}", note.get(lang));
    }
    line
}

fn table_text(text: &mut String, policy: &Policy, table: &TableDef, lang: Lang) {
    let _ = writeln!(text, "### {} `{}` ({})\n", table.label.get(lang), table.name, table.clause);
    let headings: Vec<_> = table.columns.iter().map(|column| column.label.get(lang)).collect();
    let _ = writeln!(text, "| {} |\n|{}", headings.join(" | "), "---|".repeat(headings.len()));
    if table.rows.is_empty() {
        let missing = words!("由工作簿给出", "given by the workbook");
        let _ = writeln!(text, "| {} |", missing.get(lang));
    }
    for row in &table.rows {
        let cells: Vec<_> =
            row.iter().zip(&table.columns).map(|(value, column)| shown(policy, *value, column.unit, lang)).collect();
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    text.push('\n');
}

fn sheets_text(text: &mut String, policy: &Policy, lang: Lang) {
    let _ = writeln!(text, "## {}\n", words!("输入表", "Input sheets").get(lang));
    for sheet in &policy.sheets {
        let row = match sheet.row {
            RowKind::Manager => words!("每人一行", "a row a manager"),
            RowKind::Period => words!("每人每期一行", "a row a manager and period"),
            RowKind::Line => words!("每笔一行", "a row a line"),
            RowKind::Split => words!("每项目每人一行", "a row a project and manager"),
            RowKind::Adjustment => words!("每笔调整一行", "a row an adjustment"),
        };
        let columns: Vec<_> = sheet.columns.iter().map(|column| column.label.get(lang)).collect();
        let _ = writeln!(text, "- **{}** ({}): {}", sheet.label.get(lang), row.get(lang), columns.join(", "));
    }
    text.push('\n');
}

fn rules_text(text: &mut String, policy: &Policy, scope: Scope, lang: Lang) {
    let rules = &policy.scope(scope).rules;
    if rules.is_empty() {
        return;
    }
    let name = scope_name(scope, policy);
    let (zh, en) = (name.zh, name.en);
    let _ = writeln!(text, "## {}\n", words!("规则：{zh}", "Rules: {en}").get(lang));
    if let Some(when) = &policy.scope(scope).when {
        let when = &when.text;
        let _ = writeln!(text, "{}\n", words!("仅当 `{when}`", "only when `{when}`").get(lang));
    }
    for rule in rules {
        let _ = writeln!(text, "- **{}** `{}` ({})", rule.label.get(lang), rule.name, rule.clause);
        let _ = writeln!(text, "  - `{}`", rule.formula.text);
        let _ = writeln!(text, "  - {}", rule_in_words(policy, scope, rule, lang));
        if let Some(note) = &rule.note {
            let _ = writeln!(text, "  - {}", note.get(lang));
        }
    }
    text.push('\n');
}

fn shown(policy: &Policy, value: Value, unit: Unit, lang: Lang) -> String {
    match value {
        Value::Number(number) => number_text(number, unit),
        Value::Truth(true) => words!("是", "yes").get(lang).to_owned(),
        Value::Truth(false) => words!("否", "no").get(lang).to_owned(),
        Value::Text(symbol) => {
            let label = policy.label_of(symbol);
            label.map_or_else(|| policy.symbols.text(symbol).to_owned(), |label| label.get(lang).to_owned())
        }
        Value::Blank => String::new(),
        Value::NotApplicable => "n/a".into(),
    }
}
