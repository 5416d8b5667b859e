//! What names are called, for formulas in words and for notes on headings.

use super::Results;
use super::held::{Held, built_in};
use crate::book::Period;
use crate::formula::{Labels, Scope, Slot, Symbol, in_words};
use crate::lang::{Lang, Words};
use crate::policy::{PeriodKind, Policy, Rule, builtin};
use crate::say;

/// The labels of a policy's names, as seen from a scope.
pub struct PolicyLabels<'a> {
    /// The policy.
    pub policy: &'a Policy,
    /// The scope of the formula.
    pub scope: Scope,
    /// The language.
    pub lang: Lang,
}

impl PolicyLabels<'_> {
    fn of(&self, scope: Scope, slot: usize) -> String {
        if let Some(held) = Held::at(self.policy, scope, slot) {
            return held.label().get(self.lang).to_owned();
        }
        let words = match (scope, slot) {
            (Scope::Adjustment, builtin::FIGURE) => say!(Report::Figure),
            (Scope::Half, builtin::HALF) => say!(Report::Half),
            (Scope::Line | Scope::Credit | Scope::Period | Scope::DepartmentPeriod, builtin::PERIOD) => {
                self.policy.period.label()
            }
            _ => {
                let built_in = built_in(self.policy, scope).into_iter().find(|held| held.slot() == slot);
                built_in.map_or_else(|| self.of_the_year(scope, slot), |held| held.label())
            }
        };
        words.get(self.lang).to_owned()
    }

    /// What the built-in names of a whole year are called, and any other as formulas call it.
    fn of_the_year(&self, scope: Scope, slot: usize) -> Words {
        let name = self.policy.vocabulary.scope(scope).get(slot).map_or("", |entry| entry.name.as_str());
        let task = |task| self.policy.tasks().find(|(column, _)| column.name == task);
        if let Some((column, _)) = name.strip_prefix("year_").and_then(task) {
            return say!(Report::OfTheYear { task: column.label.clone() });
        }
        Words::same(name)
    }
}

impl Labels for PolicyLabels<'_> {
    fn slot(&self, slot: Slot) -> String {
        self.inner(self.scope, slot)
    }

    fn previous(&self, index: usize) -> String {
        self.of(Scope::Period, index)
    }

    fn table(&self, table: usize) -> String {
        self.policy.tables[table].label.get(self.lang).to_owned()
    }

    fn column(&self, table: usize, column: usize) -> String {
        self.policy.tables[table].columns[column].label.get(self.lang).to_owned()
    }

    fn text(&self, symbol: Symbol) -> String {
        self.policy.text_of(symbol, &self.policy.symbols, self.lang)
    }

    fn person(&self) -> Words {
        self.policy.person.clone()
    }

    fn inner(&self, over: Scope, slot: Slot) -> String {
        match slot.space.scope(self.scope, Some(over)) {
            None => self.policy.settings[slot.index].label.get(self.lang).to_owned(),
            Some(scope) => self.of(scope, slot.index),
        }
    }
}

/// What a scope is called.
#[must_use]
pub fn scope_name(scope: Scope, policy: &Policy) -> Words {
    match scope {
        Scope::Line => say!(Report::Line),
        Scope::Credit => say!(Report::Credit),
        Scope::Adjustment => say!(Report::AnAdjustment),
        Scope::Period => match policy.period {
            PeriodKind::Quarter => say!(Report::Quarter),
            PeriodKind::Month => say!(Report::Month),
        },
        Scope::Half => say!(Report::HalfYear),
        Scope::Year => say!(Report::Year),
        Scope::Manager => policy.person.clone(),
        Scope::DepartmentPeriod => say!(Report::DepartmentPeriod { period: policy.period.label() }),
        Scope::Department => say!(Report::Department),
    }
}

/// The name of a row, such as `Q2`; that of a person's own is empty.
#[must_use]
pub fn row_name(results: &Results<'_>, scope: Scope, number: usize, lang: Lang) -> String {
    match scope {
        Scope::Period => {
            let period = Period::at(results.policy.period, number);
            period.map_or_else(String::new, |period| period.name(lang))
        }
        Scope::Half => format!("H{}", number + 1),
        Scope::Year => say!(Report::YearEndOf { year: results.book.year }).get(lang).to_owned(),
        _ => String::new(),
    }
}

/// A rule's formula in words.
#[must_use]
pub fn rule_in_words(policy: &Policy, scope: Scope, rule: &Rule, lang: Lang) -> String {
    in_words(&rule.formula.code, &PolicyLabels { policy, scope, lang }, lang)
}

/// The text of the clauses that a rule cites, one a line.
#[must_use]
pub fn clause_text(policy: &Policy, clause: &str, lang: Lang) -> String {
    let texts = clause.split(',').map(str::trim).filter_map(|id| {
        let found = policy.clauses.iter().chain(&policy.readings).find(|clause| clause.id == id);
        found.map(|clause| format!("{id} {}", clause.text.get(lang)))
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// Every rule with its formula in words, by scope; scopes without rules are left out.
#[must_use]
pub fn rules_in_words(policy: &Policy, lang: Lang) -> Vec<(Scope, Vec<(&Rule, String)>)> {
    let of_scope = |scope: Scope| {
        let rules = policy.scope(scope).rules.iter().map(|rule| (rule, rule_in_words(policy, scope, rule, lang)));
        (scope, rules.collect::<Vec<_>>())
    };
    Scope::ALL.map(of_scope).into_iter().filter(|(_, rules)| !rules.is_empty()).collect()
}

/// A label without "of which", where it stands in a sentence of its own.
pub(super) fn without_of_which(label: &str, lang: Lang) -> String {
    let of_which = say!(Report::OfWhich);
    let of_which = of_which.get(lang);
    if of_which.is_empty() { label.to_owned() } else { label.replace(of_which, "") }
}
