//! The status of a row: the words of all its figures that need attention, so that nothing is told by
//! colour alone.

use super::Results;
use super::sheet::{Cell, Tone};
use crate::formula::{Row, Scope};
use crate::lang::{Lang, Words};
use crate::policy::{Attention, AttentionTone, AttentionWhen, Policy, Rule};
use crate::say;
use crate::settle::RowKey;

/// Whether a scope's sheet has the column: where its own figures may need attention, and on the summary
/// for the through period.
pub(super) fn stands_on(policy: &Policy, scope: Scope) -> bool {
    match scope {
        Scope::Period | Scope::Half | Scope::Year => spoken(policy, scope).next().is_some(),
        Scope::Manager => [Scope::Period, Scope::Year].iter().any(|scope| spoken(policy, *scope).next().is_some()),
        Scope::Line | Scope::Credit | Scope::Adjustment | Scope::DepartmentPeriod | Scope::Department => false,
    }
}

/// The rules of a scope that have something to say.
pub(super) fn spoken(policy: &Policy, scope: Scope) -> impl Iterator<Item = (&Rule, Attention)> {
    let rules = policy.scope(scope).rules.iter();
    let silent = |rule: &Rule| rule.attention_words.as_ref().is_some_and(Words::is_empty);
    rules.filter(move |rule| !silent(rule)).filter_map(|rule| Some((rule, rule.attention?)))
}

/// What is said of a figure that needs attention.
pub(super) fn word(rule: &Rule, attention: Attention, lang: Lang) -> String {
    if let Some(words) = &rule.attention_words {
        return words.get(lang).to_owned();
    }
    let words = match attention.when {
        AttentionWhen::False => say!(Report::NotSo { label: rule.label }),
        AttentionWhen::True | AttentionWhen::Positive | AttentionWhen::NonZero => {
            say!(Report::LabelAlone { label: rule.label })
        }
    };
    words.get(lang).to_owned()
}

pub(super) fn separator(lang: Lang) -> String {
    say!(Report::BetweenStatuses).get(lang).to_owned()
}

/// The rules of a scope that have something to say of a row.
fn applying<'p>(policy: &'p Policy, scope: Scope, row: Row<'_>) -> impl Iterator<Item = (&'p Rule, Attention)> {
    spoken(policy, scope).filter(move |(rule, attention)| attention.applies(row.get(rule.slot)))
}

/// The words of a row.
pub(super) fn text(policy: &Policy, scope: Scope, row: Row<'_>, lang: Lang) -> String {
    let words: Vec<String> =
        applying(policy, scope, row).map(|(rule, attention)| word(rule, attention, lang)).collect();
    // Of most rows one thing is said, or nothing.
    if words.len() < 2 { words.concat() } else { words.join(&separator(lang)) }
}

/// How many people have which bad remark, in the order of the rules: of the year once that is settled for them, else of the
/// through period.
pub(super) fn alerts(results: &Results<'_>, lang: Lang) -> Vec<(String, usize)> {
    let Results { policy, book, settlement, .. } = results;
    let told: Vec<(Scope, usize)> = (0..book.managers.len()).map(|manager| told_of(results, manager)).collect();
    let count = |scope: Scope, rule: &Rule, attention: Attention| {
        let people = told.iter().enumerate().filter(|(_, (of, _))| *of == scope);
        let values = people
            .filter_map(|(manager, (_, number))| settlement.value(RowKey::of(scope, manager, *number), rule.slot));
        (word(rule, attention, lang), values.filter(|value| attention.applies(*value)).count())
    };
    let spoken = [Scope::Year, Scope::Period].into_iter().flat_map(|scope| {
        let bad = spoken(policy, scope).filter(|(_, attention)| attention.tone == AttentionTone::Alert);
        bad.map(move |(rule, attention)| (scope, rule, attention))
    });
    let counted = spoken.map(|(scope, rule, attention)| count(scope, rule, attention));
    counted.filter(|(word, count)| *count > 0 && !word.is_empty()).collect()
}

/// The status of a row without a formula, in the tone that weighs most in it.
pub(super) fn plain(policy: &Policy, scope: Scope, row: Row<'_>, lang: Lang) -> Cell {
    let gravest = applying(policy, scope, row).map(|(_, attention)| attention).max_by_key(|one| one.tone);
    Cell::text(text(policy, scope, row, lang)).with_tone(gravest.map_or(Tone::Plain, tone_of))
}

/// The tone of a figure that needs attention.
pub(super) fn tone_of(attention: Attention) -> Tone {
    match attention.tone {
        AttentionTone::Good => Tone::Good,
        AttentionTone::Notice => Tone::Notice,
        AttentionTone::Alert => Tone::Alert,
    }
}

/// Whose statuses the summary tells of a manager: those of the year once that is settled, else of the through period.
pub(super) fn told_of(results: &Results<'_>, manager: usize) -> (Scope, usize) {
    let settled = results.settlement.has(RowKey::Year { person: manager });
    if settled && stands_on(results.policy, Scope::Year) {
        (Scope::Year, 0)
    } else {
        (Scope::Period, results.book.through.index())
    }
}

/// What is told of a manager: the words of the settled year, or of the through period.
pub(super) fn told(results: &Results<'_>, manager: usize, lang: Lang) -> String {
    let (scope, number) = told_of(results, manager);
    let row = results.settlement.row(RowKey::of(scope, manager, number));
    row.map_or_else(String::new, |row| text(results.policy, scope, row, lang))
}

/// Whether anything is told of a manager, in whichever language.
pub(super) fn says(results: &Results<'_>, manager: usize) -> bool {
    Lang::ALL.into_iter().any(|lang| !told(results, manager, lang).is_empty())
}

/// What the column's note says: each word and the figure that it comes from.
pub(super) fn note(policy: &Policy, scope: Scope, lang: Lang) -> String {
    let lines = spoken(policy, scope).map(|(rule, attention)| {
        let (word, label) = (word(rule, attention, lang), rule.label.get(lang));
        let when = match attention.when {
            AttentionWhen::True => format!("= {}", say!(Report::Yes).get(lang)),
            AttentionWhen::False => format!("= {}", say!(Report::No).get(lang)),
            AttentionWhen::Positive => "> 0".to_owned(),
            AttentionWhen::NonZero => "≠ 0".to_owned(),
        };
        say!(Report::StatusNote { word, label, when }).get(lang).to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}
