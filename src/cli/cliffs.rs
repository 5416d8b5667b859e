//! `bonus what-if --cliffs`: where one yuan more or less moves a year's pay by much.

use std::fmt::Write as _;
use std::sync::atomic::Ordering;

use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

use super::InputArguments;
use super::failure::Failure;
use super::input::{self, Computed};
use super::library::several;
use super::progress::Progress;
use super::table::aligned;
use super::talk::{Talk, bold};
use super::what_if::{Shown, exact, head, no_money, pay, signed};
use crate::audit::{Cliff, CliffKind, CliffRule, Cliffs, PersonCliffs, Reach, Run};
use crate::book::Period;
use crate::formula::Scope;
use crate::lang::{Lang, Words};
use crate::report::grouped;
use crate::say;

/// Rules of a cliff that are printed; all go into JSON.
const NAMED: usize = 3;

/// Looks for the cliffs of everyone who is asked for, and prints them.
pub(super) fn run(input: &InputArguments, shown: &Shown, over: Decimal, talk: Talk) -> Result<(), Failure> {
    let computed = input::compute(input, talk)?;
    let lang = computed.lang;
    let Some(rule) = pay(&computed.policy) else { return Err(no_money(lang)) };
    let managers = shown.wanted(&computed)?;
    let Computed { policy, book, settlement, .. } = &computed;
    let Some(cliffs) = Cliffs::new(Run { policy, book, settlement }, rule, over) else {
        return Err(Failure::usage(&say!(Cli::NoLines), lang));
    };
    let people = look(&cliffs, &managers, lang, talk);
    if shown.is_json() {
        let mut document = head(&computed, rule);
        document.insert("over".into(), exact(over).into());
        document.insert("managers".into(), people.iter().map(|person| of_person(person, &computed)).collect());
        return super::output::json(&document);
    }
    let (label, over) = (rule.label.get(lang), grouped(over));
    let line = say!(Cli::CliffsHead { label, over });
    let mut text = format!("{}\n", line.get(lang));
    for person in &people {
        told(&mut text, person, &computed);
    }
    super::print(&text)
}

/// Several at once, in the order of the managers.
fn look(cliffs: &Cliffs<'_>, managers: &[usize], lang: Lang, talk: Talk) -> Vec<PersonCliffs> {
    let progress = Progress::new(talk);
    let total = u64::try_from(managers.len()).ok();
    progress.step(&say!(Cli::LookingForCliffs), &say!(Cli::People), total, lang);
    let counter = progress.counter();
    several(managers, input::threads(None).get(), |manager| {
        let found = cliffs.of(*manager);
        counter.fetch_add(1, Ordering::Relaxed);
        found
    })
}

fn period(computed: &Computed, index: usize) -> Option<Period> {
    Period::new(computed.policy.period, u8::try_from(index + 1).ok()?)
}

/// A rule with its clauses and its row.
fn rule_words(rule: &CliffRule, computed: &Computed) -> String {
    let of = match rule.scope {
        Scope::Line | Scope::Credit | Scope::Period => {
            period(computed, rule.number).map_or_else(String::new, |period| period.name(computed.lang))
        }
        Scope::Half => format!("H{}", rule.number + 1),
        Scope::Year => say!(Cli::YearEnd).get(computed.lang).to_owned(),
        _ => String::new(),
    };
    let label = rule.label.get(computed.lang);
    [of.as_str(), label, &format!("`{}`", rule.name), &rule.clause].join(" ").trim().to_owned()
}

fn told(text: &mut String, person: &PersonCliffs, computed: &Computed) {
    let lang = computed.lang;
    let say = |words: Words| words.get(lang).to_owned();
    let PersonCliffs { id, name, pay, cliffs, reaches, .. } = person;
    let _ = writeln!(text, "\n{}  {}", bold(&format!("{id} {name}")), grouped(*pay));
    for Reach { label, clause, missing, pays } in reaches {
        let (missing, pays) = (grouped(*missing), signed(*pays));

        let line = say!(Cli::YuanMoreReachesPays { missing, label, pays, clause });
        let _ = writeln!(text, "{}", line.get(lang));
    }
    if cliffs.is_empty() {
        let _ = writeln!(text, "  {}", say!(Cli::NoSuchAmount).get(lang));
        return;
    }
    let mut rows = vec![vec![
        say(say!(Cli::Period)),
        say(say!(Cli::Amount)),
        say(say!(Cli::LastYuan)),
        say(say!(Cli::PeriodEarlier)),
        say(say!(Cli::PeriodLater)),
        say(say!(Cli::Rule)),
    ]];
    for Cliff { period: of, amount, kind, moves, rules, elsewhere } in cliffs {
        let refund = *amount < 0;
        let amount = grouped(Decimal::from(amount.abs()));
        let amount = match kind {
            CliffKind::RefundStops => say!(Cli::RefundNoLongerLowers { amount }),
            CliffKind::RefundRaises => say!(Cli::RefundRaises { amount }),
            CliffKind::Jump if refund => say!(Cli::RefundOf { amount }),
            CliffKind::Jump => say!(Cli::AmountMore { amount }),
        };
        let elsewhere = elsewhere.map(|by| by.map_or_else(|| "–".to_owned(), signed));
        let name = period(computed, *of).map_or_else(String::new, |period| period.name(lang));
        let mut row = vec![format!("  {name}"), say(amount), signed(*moves)];
        row.extend(elsewhere);
        let named = rules.iter().take(NAMED).map(|rule| rule_words(rule, computed));
        row.push(named.collect::<Vec<_>>().join(&say(say!(Cli::Semicolon))));
        rows.push(row);
    }
    text.push_str(&aligned(&rows));
}

fn of_person(person: &PersonCliffs, computed: &Computed) -> Json {
    let lang = computed.lang;
    let cliffs = person.cliffs.iter().map(|cliff| {
        let [earlier, later] = cliff.elsewhere.map(|by| by.map(exact));
        let rules = cliff.rules.iter().map(|rule| {
            json!({
                "name": rule.name, "label": rule.label.get(lang), "clause": rule.clause,
                "scope": scope_word(rule.scope, computed), "number": rule.number + 1,
            })
        });
        json!({
            "period": period(computed, cliff.period).map_or_else(String::new, |period| period.to_string()),
            "amount": cliff.amount,
            "kind": match cliff.kind {
                CliffKind::Jump => "jump",
                CliffKind::RefundStops => "refund-stops",
                CliffKind::RefundRaises => "refund-raises",
            },
            "moves": exact(cliff.moves),
            "earlier": earlier,
            "later": later,
            "rules": rules.collect::<Vec<_>>(),
        })
    });
    let thresholds = person.reaches.iter().map(|reach| {
        let (label, missing, pays) = (reach.label.get(lang), exact(reach.missing), exact(reach.pays));
        json!({ "label": label, "clause": reach.clause, "missing": missing, "pays": pays })
    });
    json!({
        "id": person.id,
        "name": person.name,
        "pay": exact(person.pay),
        "cliffs": cliffs.collect::<Vec<_>>(),
        "thresholds": thresholds.collect::<Vec<_>>(),
    })
}

fn scope_word(scope: Scope, computed: &Computed) -> &'static str {
    match scope {
        Scope::Line => "line",
        Scope::Credit => "credit",
        Scope::Period => computed.policy.period.word(),
        Scope::Half => "half",
        Scope::Year => "year",
        _ => "manager",
    }
}
