//! A policy as a document: what a person in finance reads to know what it says.

use std::fmt::Write as _;

use super::labels::{rule_in_words, scope_name};
use super::shown::of_texts;
use crate::formula::{Scope, Value};
use crate::lang::{Lang, Words};
use crate::policy::{self, Policy, RowKind, Setting, TableDef, Unit, builtin};
use crate::say;

/// The document in Markdown: clauses, settings, readings, tables, sheets, rules with formula and words.
#[must_use]
pub fn policy_document(policy: &Policy, lang: Lang) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "# {}\n", policy.title.get(lang));
    let (id, version, hash) = (&policy.id, &policy.version, &policy.hash);
    let _ = writeln!(text, "{}", say!(Report::PolicyHead { id, version, hash }).get(lang));
    for note in [&policy.tax_note, &policy.left_out].into_iter().flatten() {
        let _ = writeln!(text, "\n{}", note.get(lang));
    }
    versions_text(&mut text, policy, lang);
    section(&mut text, &say!(Report::Clauses), lang);
    for clause in &policy.clauses {
        let _ = writeln!(text, "- **{}** {}", clause.id, clause.text.get(lang));
    }
    let settings = policy.settings.iter().skip(builtin::YEAR + 1);
    let (readings, plain): (Vec<_>, Vec<_>) = settings.partition(|setting| setting.reading.is_some());
    for (heading, settings) in [(say!(Report::Settings), plain), (say!(Report::Readings), readings)] {
        section(&mut text, &heading, lang);
        for setting in settings {
            let _ = writeln!(text, "{}", setting_line(policy, setting, lang));
        }
    }
    for reading in &policy.readings {
        let _ = writeln!(text, "- **{}** {}", reading.id, reading.text.get(lang));
    }
    section(&mut text, &say!(Report::Tables), lang);
    for table in &policy.tables {
        table_text(&mut text, policy, table, lang);
    }
    sheets_text(&mut text, policy, lang);
    for scope in Scope::ALL {
        rules_text(&mut text, policy, scope, lang);
    }
    text
}

fn section(text: &mut String, heading: &Words, lang: Lang) {
    let _ = writeln!(text, "\n## {}\n", heading.get(lang));
}

/// Since when a version is in force, as people read it.
#[must_use]
pub fn since(from: Option<jiff::civil::Date>) -> Words {
    match from {
        Some(day) => say!(Report::InForceFrom { day }),
        None => say!(Report::FromTheBeginning),
    }
}

/// Every version of the policy, or the only one of a file, with what it changed.
fn versions_text(text: &mut String, policy: &Policy, lang: Lang) {
    section(text, &say!(Report::Versions), lang);
    let names = policy::versions(&policy.id).into_iter().map(|v| format!("{}@{}", policy.id, v.version));
    let all: Vec<Policy> = names.filter_map(|name| policy::built_in(&name)?.ok()).collect();
    let own = !all.iter().any(|version| version.hash == policy.hash);
    for version in if own { std::slice::from_ref(policy) } else { &all } {
        let _ = write!(text, "- **{}** {}", version.version, since(version.from).get(lang));
        if let Some(changes) = &version.changes {
            let _ = write!(text, "{}{}", say!(Report::Colon).get(lang), changes.get(lang));
        }
        text.push('\n');
    }
}

fn setting_line(policy: &Policy, setting: &Setting, lang: Lang) -> String {
    let value = match setting.default {
        Some(Value::Blank) => say!(Report::NeedNotBeGiven).get(lang).to_owned(),
        Some(value) => shown(policy, value, setting.unit, lang),
        None => say!(Report::ToBeGiven).get(lang).to_owned(),
    };
    let reading = setting.reading.as_ref().map_or_else(String::new, |reading| format!("{reading} "));
    let mut line =
        format!("- **{}** `{}` ({reading}{}): {value}", setting.label.get(lang), setting.name, setting.clause);
    if let Some(dated) = &setting.dated {
        for step in &dated.steps {
            let (from, value, source) =
                (step.from, shown(policy, step.value, setting.unit, lang), step.source.get(lang));
            line.push_str(say!(Report::ValueFrom { from, value, source }).get(lang));
        }
        let by = dated.in_force.words();

        line.push_str(say!(Report::ValueDecidedBy { by }).get(lang));
    }
    if !setting.choices.is_empty() {
        let choices = policy.choices(setting, lang);
        line.push_str(say!(Report::ValueChoices { choices }).get(lang));
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
        let missing = say!(Report::GivenByWorkbook);
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
    let _ = writeln!(text, "## {}\n", say!(Report::InputSheets).get(lang));
    for sheet in &policy.sheets {
        let row = match sheet.row {
            RowKind::Manager => say!(Report::RowAManager),
            RowKind::Period => say!(Report::RowAManagerAndPeriod),
            RowKind::Line => say!(Report::RowALine),
            RowKind::Split => say!(Report::RowAShare),
            RowKind::Adjustment => say!(Report::RowAnAdjustment),
        };
        let columns: Vec<_> = sheet.columns.iter().map(|column| column.label.get(lang)).collect();
        let _ = writeln!(text, "- **{}** ({}): {}", sheet.label.get(lang), row.get(lang), columns.join(", "));
        for column in &sheet.columns {
            let Some(opening) = &column.opens_with else { continue };
            let (column, label, name) = (&column.label, &opening.label, &opening.name);
            let _ = writeln!(text, "  - {}", say!(Report::ColumnOpensWith { column, label, name }).get(lang));
        }
    }
    text.push('\n');
}

fn rules_text(text: &mut String, policy: &Policy, scope: Scope, lang: Lang) {
    let rules = &policy.scope(scope).rules;
    if rules.is_empty() {
        return;
    }
    let name = scope_name(scope, policy);

    let _ = writeln!(text, "## {}\n", say!(Report::RulesOf { name }).get(lang));
    if let Some(when) = &policy.scope(scope).when {
        let when = &when.text;
        let _ = writeln!(text, "{}\n", say!(Report::OnlyWhen { when }).get(lang));
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
    of_texts(policy, &policy.symbols, value, unit, lang)
}
