//! The way from one policy to another, rule by rule: with A's input, first each rule that is written in another way takes
//! the formula of B, in B's order, then each setting that nobody gave takes B's default. What a figure moves by in a step
//! is that rule's part.
//!
//! The policies on the way are B's with the formulas of A, as a workbook replaces rules. A rule of A that cannot stand in
//! B (it rests on what B does not have) changes with what else the policies' texts differ in, as the first step.

use std::collections::BTreeSet;

use super::facts::Facts;
use super::figures::{AuditedRun, FiguresByTarget};
use super::formulas::quoted;
use super::side::Side;
use super::state::Settling;
use super::told::{Group, Told, shown};
use crate::book::{Book, Given, Origin};
use crate::formula::{Scope, Symbols, Value};
use crate::lang::Words;
use crate::policy::{Policy, RuleOverride, builtin, with_rules};
use crate::report::scope_name;
use crate::say;

/// A rule that both policies have, each in its own way.
struct ChangedRule {
    scope: Scope,
    name: String,
    /// A's formula, as it can stand in B.
    formula: String,
    told: Told,
}

/// Takes the steps from A's policy to B's, each with the figures that it arrives at; what is like the states is A's input
/// read by B's policy, and the figures of the last one are `end` where they are known. Whether it arrived at these.
pub(super) fn steps(
    a: &AuditedRun<'_>,
    b: &AuditedRun<'_>,
    (by, end): (&Settling<'_>, Option<&FiguresByTarget>),
    step: &mut dyn FnMut(&Told, FiguresByTarget),
) -> bool {
    let mut texts = by.like.symbols.clone();
    let given = given(a, b, by.like, &mut texts);
    let way = VersionWay { a, b, by, given, texts };
    let (kept, apart) = way.standing(changed(a, b));
    let mut waiting: Vec<Told> = Vec::new();
    let mut arrive = |told: Told, figures: Option<FiguresByTarget>| {
        waiting.push(told);
        if let Some(figures) = figures {
            step(&Told::together(&waiting), figures);
            waiting.clear();
        }
    };
    let rest = apart.into_iter().map(|changed| changed.told).collect::<Vec<_>>();
    let told = if rest.is_empty() { of(a, b, say!(Audit::Policy)) } else { Told::together(&rest) };
    let settled = |formulas: &[ChangedRule], defaults: usize| {
        let last = formulas.is_empty() && defaults == way.given.len();
        end.filter(|_| last).cloned().or_else(|| way.settled(formulas, defaults))
    };
    arrive(told, settled(&kept, 0));
    for (at, changed) in kept.iter().enumerate() {
        arrive(changed.told.clone(), settled(&kept[at + 1..], 0));
    }
    for (at, (_, _, told)) in way.given.iter().enumerate() {
        arrive(told.clone(), settled(&[], at + 1));
    }
    waiting.is_empty()
}

/// A cause that lies in the policies, from A's version to B's.
fn of(a: &AuditedRun<'_>, b: &AuditedRun<'_>, what: Words) -> Told {
    let version = |policy: &Policy| {
        if a.policy.id == b.policy.id { policy.version.clone() } else { format!("{}@{}", policy.id, policy.version) }
    };
    let (from, to) = (version(a.policy), version(b.policy));
    if from == to { Told::of(Group::Rule, what, "", "") } else { Told::of(Group::Rule, what, from, to) }
}

/// The rules that both have and that are written in another way, by scope, in the order of B.
fn changed(a: &AuditedRun<'_>, b: &AuditedRun<'_>) -> Vec<ChangedRule> {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut list = Vec::new();
    for scope in Scope::ALL {
        for rule in b.policy.scope(scope).rules.iter().filter(|rule| rule.input.is_none()) {
            let Some(old) = a.policy.rule(scope, &rule.name) else { continue };
            if plain(&old.formula.text) == plain(&rule.formula.text) {
                continue;
            }
            let (of_scope, label, clause) = (scope_name(scope, b.policy), &rule.label, &rule.clause);
            let told = of(a, b, say!(Audit::RuleChanged { of_scope, label, clause }));
            let formula = without_the_gone(&old.formula.text, a, b.policy);
            list.push(ChangedRule { scope, name: rule.name.clone(), formula, told });
        }
    }
    list
}

/// A formula of A with the values of the settings that B does not have.
fn without_the_gone(text: &str, a: &AuditedRun<'_>, b: &Policy) -> String {
    let mut text = text.to_owned();
    for (setting, given) in a.policy.settings.iter().zip(&a.book.settings) {
        if b.settings.iter().any(|other| other.name == setting.name) || given.history(setting).is_some() {
            continue;
        }
        let value = match given.value {
            Value::Number(number) if number.is_sign_negative() => format!("({})", number.normalize()),
            Value::Number(number) => number.normalize().to_string(),
            Value::Truth(truth) => if truth { "TRUE" } else { "FALSE" }.to_owned(),
            Value::Text(symbol) => format!("\"{}\"", a.book.symbols.text(symbol)),
            Value::Blank | Value::NotApplicable | Value::Tainted => continue,
        };
        text = with_word(&text, &format!("setting.{}", setting.name), &value);
        text = with_word(&text, &setting.name, &value);
    }
    text
}

/// The text with a name replaced wherever it stands for itself; what stands in quotes is a text.
fn with_word(text: &str, name: &str, value: &str) -> String {
    let of_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
    let (mut out, mut rest) = (String::new(), text);
    while let Some(c) = rest.chars().next() {
        let word = rest.find(|c| !of_name(c)).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(quoted(rest, '"').unwrap_or(if word == 0 { c.len_utf8() } else { word }));
        out.push_str(if piece == name { value } else { piece });
        rest = after;
    }
    out
}

/// The settings that nobody gave and whose defaults differ: their place in B, what A had, and how that is told.
fn given(a: &AuditedRun<'_>, b: &AuditedRun<'_>, book: &Book, symbols: &mut Symbols) -> Vec<(usize, Given, Told)> {
    let side = Side::new(a.book, symbols, 0);
    let mut list = Vec::new();
    for (at, setting) in b.policy.settings.iter().enumerate().skip(builtin::YEAR + 1) {
        let Some(was) = a.policy.settings.iter().position(|old| old.name == setting.name) else { continue };
        let (now, mut before) = (&book.settings[at], side.given(&a.book.settings[was]));
        let dated = a.book.settings[was].history(&a.policy.settings[was]).cloned();
        if now.origin != Origin::Policy || (now.value == before.value && dated.as_ref() == now.history(setting)) {
            continue;
        }
        let text = |policy: &Policy, value: Value| match value {
            Value::Text(symbol) => Words::each(|lang| policy.choice(symbols.text(symbol), lang)),
            value => Words::same(shown(symbols, value, setting.unit)),
        };
        let (from, to) = (text(a.policy, before.value), text(b.policy, now.value));
        let clause = setting.reading.as_ref().unwrap_or(&setting.clause);
        let what = say!(Audit::DefaultChanged { label: setting.label, clause, from, to });
        // Given so that the history of B's default does not count.
        (before.origin, before.dated) = (Origin::CommandLine, dated);
        list.push((at, before, Told::of(Group::Rule, what, "", "")));
    }
    list
}

struct VersionWay<'a> {
    a: &'a AuditedRun<'a>,
    b: &'a AuditedRun<'a>,
    /// With A's input read by B's policy.
    by: &'a Settling<'a>,
    given: Vec<(usize, Given, Told)>,
    /// The texts of their values.
    texts: Symbols,
}

impl VersionWay<'_> {
    fn overrides(list: &[ChangedRule], policy: &Policy) -> Vec<RuleOverride> {
        let of = |changed: &ChangedRule| RuleOverride {
            name: format!("{}.{}", policy.vocabulary.prefix(changed.scope), changed.name),
            formula: changed.formula.clone(),
        };
        list.iter().map(of).collect()
    }

    /// The rules of A that can stand in B together, and the others.
    fn standing(&self, mut list: Vec<ChangedRule>) -> (Vec<ChangedRule>, Vec<ChangedRule>) {
        let mut apart = Vec::new();
        while let Err(problems) = with_rules(self.b.policy, &Self::overrides(&list, self.b.policy)) {
            let wrong: BTreeSet<usize> = problems.into_iter().map(|(at, _)| at).collect();
            let before = std::mem::take(&mut list);
            for (number, changed) in before.into_iter().enumerate() {
                if wrong.contains(&number) { apart.push(changed) } else { list.push(changed) }
            }
            if list.is_empty() {
                break;
            }
        }
        (list, apart)
    }

    /// The figures of A's input by B's policy with these formulas of A, and A's values of the settings from `defaults` on.
    fn settled(&self, formulas: &[ChangedRule], defaults: usize) -> Option<FiguresByTarget> {
        let policy = with_rules(self.b.policy, &Self::overrides(formulas, self.b.policy)).ok()?;
        // Each policy numbers its texts by itself.
        let mut symbols = policy.symbols.clone();
        let mut facts = Facts::of(self.by.like, &mut symbols, 0);
        for (at, given, _) in self.given.iter().skip(defaults) {
            let value = match given.value {
                Value::Text(symbol) => Value::Text(symbols.intern(self.texts.text(symbol))),
                value => value,
            };
            facts.settings[*at] = Given { value, ..given.clone() };
        }
        facts.through = self.a.book.through;
        facts.settings[builtin::THROUGH].value = Value::Number(facts.through.number().into());
        Settling { policy: &policy, symbols: &symbols, ..*self.by }.all_of(facts)
    }
}

#[cfg(test)]
mod tests {
    use super::with_word;

    #[test]
    fn a_name_is_replaced_where_it_stands_for_itself() {
        for (text, expected) in [
            ("rate * 2", "0.5 * 2"),
            ("ROUND(basis*rate,2)", "ROUND(basis*0.5,2)"),
            ("rates + rate_2 + my.rate + rate", "rates + rate_2 + my.rate + 0.5"),
            ("IF(x = \"rate\", rate, 0)", "IF(x = \"rate\", 0.5, 0)"),
            ("IF(x = \"a \"\"rate\"\" rate b\", rate, \"rate\")", "IF(x = \"a \"\"rate\"\" rate b\", 0.5, \"rate\")"),
            ("rate", "0.5"),
        ] {
            assert_eq!(with_word(text, "rate", "0.5"), expected);
        }
    }
}
