//! Two policies, or two versions of one, side by side: what changed, in words.

use std::collections::BTreeSet;

use serde::Serialize;

use super::told::shown;
use crate::formula::{Scope, Value};
use crate::lang::{Lang, Words};
use crate::policy::{Policy, Rule, Setting, TableDef, builtin};
use crate::report::{rule_in_words, scope_name};
use crate::say;

/// What kind of thing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum PolicyPart {
    /// A clause, or a reading without another choice.
    Clause,
    /// A setting: its default, its choices.
    Setting,
    /// A table: its rows.
    Table,
    /// An input sheet: its columns.
    Sheet,
    /// A rule: its formula.
    Rule,
    /// A law of the results.
    Law,
    /// Something to reach.
    Threshold,
}

/// Something that says something else in B.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "ChangeEntry"))]
pub struct PolicyChange {
    /// What kind of thing it is.
    pub part: PolicyPart,
    /// Its name in the policy; the number of a clause.
    pub name: String,
    /// What people call it.
    // For a rule with its scope.
    pub label: String,
    /// Its clauses.
    pub clause: String,
    /// What it says in A; null where it is new.
    pub a: Option<String>,
    /// What it says in B; null where it is gone.
    pub b: Option<String>,
}

impl PolicyPart {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 7] =
        [Self::Clause, Self::Setting, Self::Table, Self::Sheet, Self::Rule, Self::Law, Self::Threshold];

    /// In words, of several.
    #[must_use]
    pub fn words(self) -> Words {
        match self {
            Self::Clause => say!(Audit::Clauses),
            Self::Setting => say!(Audit::SettingsReadings),
            Self::Table => say!(Audit::Tables),
            Self::Sheet => say!(Audit::InputSheets),
            Self::Rule => say!(Audit::Rules),
            Self::Law => say!(Audit::Laws),
            Self::Threshold => say!(Audit::Thresholds),
        }
    }
}

/// Something that a policy says, by its name.
struct PolicySaying {
    part: PolicyPart,
    /// With the scope before it where several may have it.
    key: String,
    name: String,
    label: Words,
    clause: String,
    says: Words,
}

/// Everything that is another one in B, by kind, in the order of the policies; told in `lang`.
#[must_use]
pub fn policy_changes(a: &Policy, b: &Policy, lang: Lang) -> Vec<PolicyChange> {
    let (one, other) = (said(a), said(b));
    let mut list = Vec::new();
    for part in PolicyPart::ALL {
        let of = |list: &'_ [PolicySaying]| {
            list.iter().filter(|said| said.part == part).map(|s| s.key.clone()).collect::<Vec<_>>()
        };
        let mut seen = BTreeSet::new();
        // B's order, with what is gone behind it.
        let keys = of(&other).into_iter().chain(of(&one)).filter(|key| seen.insert(key.clone())).collect::<Vec<_>>();
        for key in keys {
            let is = |said: &&PolicySaying| said.part == part && said.key == key;
            let (from, to) = (one.iter().find(is), other.iter().find(is));
            let Some(told) = to.or(from) else { continue };
            if from.map(|said| &said.says) == to.map(|said| &said.says) {
                continue;
            }
            let text = |words: &Words| words.get(lang).to_owned();
            list.push(PolicyChange {
                part,
                name: told.name.clone(),
                label: text(&told.label),
                clause: told.clause.clone(),
                a: from.map(|said| text(&said.says)),
                b: to.map(|said| text(&said.says)),
            });
        }
    }
    list
}

fn said(policy: &Policy) -> Vec<PolicySaying> {
    let mut list = Vec::new();
    let mut add = |part: PolicyPart, key: String, name: &str, label: Words, clause: &str, says: Words| {
        list.push(PolicySaying { part, key, name: name.to_owned(), label, clause: clause.to_owned(), says });
    };
    for clause in policy.clauses.iter().chain(&policy.readings) {
        add(PolicyPart::Clause, clause.id.clone(), &clause.id, Words::default(), &clause.id, clause.text.clone());
    }
    for setting in policy.settings.iter().skip(builtin::YEAR + 1) {
        let says = Words::each(|lang| setting_says(policy, setting, lang));
        let clause = [setting.reading.as_deref().unwrap_or(""), &setting.clause].join(" ");
        add(PolicyPart::Setting, setting.name.clone(), &setting.name, setting.label.clone(), clause.trim(), says);
    }
    for table in &policy.tables {
        let says = Words::each(|lang| table_says(policy, table, lang));
        add(PolicyPart::Table, table.name.clone(), &table.name, table.label.clone(), &table.clause, says);
    }
    for sheet in &policy.sheets {
        let says = Words::each(|lang| {
            let columns = sheet.columns.iter().map(|column| match &column.opens_with {
                Some(opening) => {
                    let (column, label, name) = (&column.label, &opening.label, &opening.name);
                    say!(Report::ColumnOpensWith { column, label, name }).get(lang).to_owned()
                }
                None => column.label.get(lang).to_owned(),
            });
            columns.collect::<Vec<_>>().join(say!(Audit::Comma).get(lang))
        });
        add(PolicyPart::Sheet, sheet.name.clone(), &sheet.name, sheet.label.clone(), "", says);
    }
    for scope in Scope::ALL {
        let prefix = policy.vocabulary.prefix(scope);
        for rule in &policy.scope(scope).rules {
            let label = say!(Audit::RuleOfScope { scope: scope_name(scope, policy), label: rule.label });
            let says = Words::each(|lang| rule_says(policy, scope, rule, lang));
            add(PolicyPart::Rule, format!("{prefix}.{}", rule.name), &rule.name, label, &rule.clause, says);
        }
    }
    for law in &policy.laws {
        let says = Words::same(format!("{} = {}", law.left.text, law.right.text));
        add(PolicyPart::Law, law.name.clone(), &law.name, law.label.clone(), &law.clause, says);
    }
    for threshold in &policy.thresholds {
        let name = threshold.label.get(Lang::default());
        let key = format!("{}.{name}", policy.vocabulary.prefix(threshold.scope));
        let says = Words::same(threshold.missing.text.clone());
        add(PolicyPart::Threshold, key, name, threshold.label.clone(), &threshold.clause, says);
    }
    list
}

/// A default as people read it.
fn value(policy: &Policy, value: Value, setting: &Setting, lang: Lang) -> String {
    match value {
        Value::Text(symbol) => policy.choice(policy.symbols.text(symbol), lang),
        value => shown(&policy.symbols, value, setting.unit),
    }
}

fn setting_says(policy: &Policy, setting: &Setting, lang: Lang) -> String {
    let default = match setting.default {
        Some(default) if default != Value::Blank => value(policy, default, setting, lang),
        _ => say!(Audit::GivenByWorkbook).get(lang).to_owned(),
    };
    let mut says = say!(Audit::DefaultOf { default }).get(lang).to_owned();
    for step in setting.dated.iter().flat_map(|dated| &dated.steps) {
        let (from, value) = (step.from, value(policy, step.value, setting, lang));
        says.push_str(say!(Audit::DefaultFrom { from, value }).get(lang));
    }
    if !setting.choices.is_empty() {
        let choices: Vec<_> = setting.choices.iter().map(|choice| policy.choice(choice, lang)).collect();
        let choices = choices.join(" / ");
        says.push_str(say!(Audit::ValueChoices { choices }).get(lang));
    }
    says
}

fn table_says(policy: &Policy, table: &TableDef, lang: Lang) -> String {
    if table.rows.is_empty() {
        return say!(Audit::GivenByWorkbook).get(lang).to_owned();
    }
    let cell = |value: &Value, unit| match value {
        Value::Text(symbol) => policy
            .label_of(*symbol)
            .map_or_else(|| policy.symbols.text(*symbol).to_owned(), |label| label.get(lang).to_owned()),
        value => shown(&policy.symbols, *value, unit),
    };
    let row = |row: &Vec<Value>| {
        let cells = row.iter().zip(&table.columns).map(|(value, column)| cell(value, column.unit));
        cells.collect::<Vec<_>>().join(" ")
    };
    table.rows.iter().map(row).collect::<Vec<_>>().join("; ")
}

fn rule_says(policy: &Policy, scope: Scope, rule: &Rule, lang: Lang) -> String {
    let text = rule.formula.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let in_words = rule_in_words(policy, scope, rule, lang);
    say!(Audit::FormulaAndWords { text, in_words }).get(lang).to_owned()
}
