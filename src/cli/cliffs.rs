//! `bonus what-if --cliffs`: where one yuan more or less moves a year's pay by much.

use std::fmt::Write as _;
use std::sync::atomic::Ordering;

use rust_decimal::Decimal;
use serde::Serialize;

use super::arguments::InputArguments;
use super::failure::Failure;
use super::input::{self, Computed};
use super::paid::{Head, PaidArguments, no_money, pay, signed};
use super::progress::Progress;
use super::table::{aligned, headings};
use super::talk::{Talk, bold};
use crate::audit::{Cliff, CliffKind, CliffRule, Cliffs, PersonCliffs, ReachableThreshold};
use crate::book::{Manager, Period};
use crate::formula::Scope;
use crate::lang::{Lang, Words};
use crate::policy::{Rule, Threshold};
use crate::report::grouped;
use crate::report::json::{Money, RuleScope};
use crate::say;
use crate::workbook::threads::each;

/// Rules of a cliff that are printed; all go into JSON.
const NAMED: usize = 3;

/// Looks for the cliffs of everyone who is asked for, and prints them.
pub(super) fn run(input: &InputArguments, shown: &PaidArguments, over: Decimal, talk: Talk) -> Result<(), Failure> {
    let computed = input::compute(input, talk)?;
    let lang = computed.lang;
    let Some(rule) = pay(&computed.policy) else { return Err(no_money(lang)) };
    let managers = shown.wanted(&computed)?;
    let Some(cliffs) = Cliffs::new(computed.audited(), rule, over) else {
        return Err(Failure::usage(&say!(Cli::NoLines), lang));
    };
    let people = look(&cliffs, &managers, lang, talk);
    let document = || CliffsDocument {
        head: Head::new(&computed, rule),
        over: Money(over),
        managers: people.iter().map(|person| PersonCliffEntry::new(person, &computed)).collect(),
    };
    super::output::found(shown.format, document, || {
        let (label, over) = (rule.label.get(lang), grouped(over));
        let mut text = format!("{}\n", say!(Cli::CliffsHead { label, over }).get(lang));
        for person in &people {
            told(&mut text, person, &computed);
        }
        text
    })
}

/// Several at once, in the order of the managers.
fn look<'p>(cliffs: &Cliffs<'p>, managers: &[usize], lang: Lang, talk: Talk) -> Vec<PersonCliffs<'p>> {
    let progress = Progress::new(talk);
    let total = u64::try_from(managers.len()).ok();
    progress.step(&say!(Cli::LookingForCliffs), &say!(Cli::People), total, lang);
    let counter = progress.counter();
    each(input::threads(None), managers.iter().collect(), |manager| {
        let found = cliffs.of(*manager);
        counter.fetch_add(1, Ordering::Relaxed);
        found
    })
}

fn period(computed: &Computed, index: usize) -> Option<Period> {
    Period::at(computed.policy.period, index)
}

/// A rule with its clauses and its row.
fn rule_words(of: &CliffRule<'_>, computed: &Computed) -> String {
    let row = match of.scope {
        Scope::Line | Scope::Credit | Scope::Period => {
            period(computed, of.number).map_or_else(String::new, |period| period.name(computed.lang))
        }
        Scope::Half => format!("H{}", of.number + 1),
        Scope::Year => say!(Cli::YearEnd).get(computed.lang).to_owned(),
        _ => String::new(),
    };
    let Rule { name, label, clause, .. } = of.rule;
    [row.as_str(), label.get(computed.lang), &format!("`{name}`"), clause].join(" ").trim().to_owned()
}

fn told(text: &mut String, person: &PersonCliffs<'_>, computed: &Computed) {
    let lang = computed.lang;
    let say = |words: Words| words.get(lang).to_owned();
    let PersonCliffs { person: Manager { id, name, .. }, pay, cliffs, reaches } = person;
    let _ = writeln!(text, "\n{}  {}", bold(&format!("{id} {name}")), grouped(*pay));
    for ReachableThreshold { threshold: Threshold { label, clause, .. }, missing, pays } in reaches {
        let (missing, pays) = (grouped(*missing), signed(*pays));
        let _ = writeln!(text, "{}", say!(Cli::YuanMoreReachesPays { missing, label, pays, clause }).get(lang));
    }
    if cliffs.is_empty() {
        let _ = writeln!(text, "  {}", say!(Cli::NoSuchAmount).get(lang));
        return;
    }
    let amount = [say!(Cli::Period), say!(Cli::Amount), say!(Cli::LastYuan)];
    let beside = [say!(Cli::PeriodEarlier), say!(Cli::PeriodLater), say!(Cli::Rule)];
    let mut rows = vec![[headings(amount, lang), headings(beside, lang)].concat()];
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

/// Where one yuan moves pay by much.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct CliffsDocument<'d> {
    #[serde(flatten)]
    head: Head<'d>,
    /// How many yuan of pay are much.
    over: Money,
    /// Those who were asked for; else everybody.
    managers: Vec<PersonCliffEntry<'d>>,
}

/// What somebody's collections may tip.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "PersonEntry"))]
struct PersonCliffEntry<'d> {
    /// His id.
    id: &'d str,
    /// His name.
    name: &'d str,
    /// The figure as it is.
    pay: Money,
    /// Amounts at which one yuan moves it by much.
    cliffs: Vec<CliffEntry<'d>>,
    /// What is not reached yet.
    thresholds: Vec<ThresholdEntry<'d>>,
}

/// An amount at which one yuan moves pay by much.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct CliffEntry<'d> {
    /// The period that is collected in.
    period: Option<Period>,
    /// How much more is collected in it, in whole yuan; below zero for a refund. The last yuan of it is the one.
    amount: i64,
    /// What happens there.
    kind: CliffKind,
    /// By how much the one yuan moves pay.
    moves: Money,
    /// By how much the same yuan moves it a period earlier; null where there is none.
    earlier: Option<Money>,
    /// By how much the same yuan moves it a period later; null where there is none.
    later: Option<Money>,
    /// The rules that do it, in the order of computing.
    rules: Vec<DecidingRule<'d>>,
}

/// A rule that decides otherwise.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "RuleEntry"))]
struct DecidingRule<'d> {
    /// Its name in formulas.
    name: &'d str,
    /// Its label.
    label: &'d str,
    /// Its clauses.
    clause: &'d str,
    /// What it is computed for.
    scope: RuleScope,
    /// Which period or half-year, from 1.
    number: usize,
}

/// Something that is not reached yet.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Threshold"))]
struct ThresholdEntry<'d> {
    /// What it is.
    label: &'d str,
    /// Its clauses.
    clause: &'d str,
    /// How much more is to be collected in the last period.
    missing: Money,
    /// By how much pay is more then.
    pays: Money,
}

impl<'d> PersonCliffEntry<'d> {
    fn new(found: &PersonCliffs<'d>, computed: &Computed) -> Self {
        let PersonCliffs { person, pay, cliffs, reaches } = found;
        let threshold = |ReachableThreshold { threshold, missing, pays }: &ReachableThreshold<'d>| ThresholdEntry {
            label: threshold.label.get(computed.lang),
            clause: &threshold.clause,
            missing: Money(*missing),
            pays: Money(*pays),
        };
        Self {
            id: &person.id,
            name: &person.name,
            pay: Money(*pay),
            cliffs: cliffs.iter().map(|cliff| CliffEntry::new(cliff, computed)).collect(),
            thresholds: reaches.iter().map(threshold).collect(),
        }
    }
}

impl<'d> CliffEntry<'d> {
    fn new(cliff: &Cliff<'d>, computed: &Computed) -> Self {
        let [earlier, later] = cliff.elsewhere.map(|by| by.map(Money));
        let rule = |CliffRule { rule, scope, number }: &CliffRule<'d>| DecidingRule {
            name: &rule.name,
            label: rule.label.get(computed.lang),
            clause: &rule.clause,
            scope: RuleScope::of(*scope, computed.policy.period),
            number: number + 1,
        };
        Self {
            period: period(computed, cliff.period),
            amount: cliff.amount,
            kind: cliff.kind,
            moves: Money(cliff.moves),
            earlier,
            later,
            rules: cliff.rules.iter().map(rule).collect(),
        }
    }
}
