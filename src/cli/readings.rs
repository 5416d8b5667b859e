//! `bonus what-if --readings`: each choice of each reading of the policy, with who gains and who loses by it. The input is
//! read once: a choice only settles it again.

use std::sync::Arc;

use rust_decimal::Decimal;
use serde::Serialize;

use super::arguments::InputArguments;
use super::failure::Failure;
use super::input::{self, Computed};
use super::paid::{Head, PaidArguments, no_money, paid, pay, signed};
use super::progress::Progress;
use super::table::{aligned, headings};
use super::talk::Talk;
use crate::book::{Book, Origin};
use crate::formula::{Value, truth_text};
use crate::lang::{Lang, Words};
use crate::policy::{Rule, Setting, Unit, number};
use crate::report::json::Money;
use crate::report::{grouped, number_text};
use crate::say;
use crate::settle::settle;

/// Of those who gain or lose most by a choice so many are named.
const NAMED: usize = 3;

/// Tries every choice and prints what came of it.
pub(super) fn run(input: &InputArguments, shown: &PaidArguments, talk: Talk) -> Result<(), Failure> {
    let mut base = input::compute(input, talk)?;
    let (lang, policy) = (base.lang, Arc::clone(&base.policy));
    let Some(rule) = pay(&policy) else { return Err(no_money(lang)) };
    let managers = shown.wanted(&base)?;
    let now = paid(rule, &base.settlement, &managers);
    let total = Money(now.iter().sum());
    let readings = Payments { rule, managers, now }.choices(&mut base, &policy.settings, talk);
    let document = ReadingsDocument { head: Head::new(&base, rule), total, readings };
    super::output::found(shown.format, || &document, || document.text(lang))
}

/// What people are paid as the settings are: by which rule, who, and how much each.
struct Payments<'p> {
    rule: &'p Rule,
    managers: Vec<usize>,
    now: Vec<Decimal>,
}

impl Payments<'_> {
    /// What comes of every choice of every reading, in the order of the policy.
    fn choices<'p>(&self, base: &mut Computed, settings: &'p [Setting], talk: Talk) -> Vec<ChoiceEntry<'p>> {
        let lang = base.lang;
        let with_reading = || settings.iter().enumerate().filter_map(|(at, s)| Some((at, s, s.reading.as_deref()?)));
        let progress = Progress::new(talk);
        let others = with_reading().map(|(_, setting, _)| setting.choices.len().saturating_sub(1) as u64).sum();
        progress.step(&say!(Cli::TryingEach), &say!(Cli::Readings), Some(others), lang);
        let mut list = Vec::new();
        for (slot, setting, reading) in with_reading() {
            let given = base.book.settings[slot].clone();
            let (figure, values) = values(base, setting, given.value);
            for (choice, choice_label, value) in values {
                let in_force = value == given.value;
                let tried = if in_force {
                    Ok(self.moved(&base.book, &self.now))
                } else {
                    base.book.settings[slot].value = value;
                    base.book.settings[slot].origin = Origin::CommandLine;
                    let settled = settle(&base.policy, &base.book);
                    progress.advance();
                    let pay = settled.map(|settlement| paid(self.rule, &settlement, &self.managers));
                    pay.map(|pay| self.moved(&base.book, &pay))
                };
                let (moved, fault) = match tried {
                    Ok(moved) => (Some(moved), None),
                    Err(faults) => (None, faults.first().map(|fault| fault.headline(lang))),
                };
                let (setting, label) = (setting.name.as_str(), setting.label.get(lang));
                let entry =
                    ChoiceEntry { reading, setting, label, choice, choice_label, in_force, figure, moved, fault };
                list.push(entry);
            }
            base.book.settings[slot] = given;
        }
        list
    }

    /// By how much other payments of the same people move what they are paid.
    fn moved(&self, book: &Book, pay: &[Decimal]) -> MovedEntry {
        let moved: Vec<Decimal> = pay.iter().zip(&self.now).map(|(pay, now)| pay - now).collect();
        let side = |gain: bool| {
            let own = moved.iter().filter(|by| if gain { **by > Decimal::ZERO } else { **by < Decimal::ZERO });
            MovedPeople { people: own.clone().count(), sum: Money(own.sum()) }
        };
        let mut most: Vec<usize> = (0..moved.len()).filter(|at| !moved[*at].is_zero()).collect();
        // Of equals the first.
        most.sort_by_key(|at| std::cmp::Reverse(moved[*at].abs()));
        let largest = most.into_iter().take(NAMED).map(|at| {
            let person = &book.managers[self.managers[at]];
            Largest { id: person.id.clone(), name: person.name.clone(), difference: Money(moved[at]) }
        });
        MovedEntry {
            total: Money(pay.iter().sum()),
            difference: Money(moved.iter().sum()),
            gain: side(true),
            lose: side(false),
            largest: largest.collect(),
        }
    }
}

/// The choices of a setting: each as it is typed, as people read it, and its value; and whether it is a figure, of which there
/// is no list.
fn values(base: &mut Computed, setting: &Setting, given: Value) -> (bool, Vec<(String, String, Value)>) {
    let lang = base.lang;
    match (given, setting.unit) {
        (_, Unit::Truth) => {
            let truth = |truth: bool| {
                let shown = if truth { say!(Cli::Yes) } else { say!(Cli::No) };
                (truth_text(truth).to_owned(), shown.get(lang).to_owned(), Value::Truth(truth))
            };
            (false, [true, false].map(truth).into())
        }
        (Value::Number(number), unit) if setting.choices.is_empty() => {
            (true, vec![(number.normalize().to_string(), number_text(number, unit), given)])
        }
        _ => {
            // A choice may be one of several figures, such as a divisor.
            let of = |name: &String| {
                if let Some(figure) = number(name).filter(|_| setting.unit != Unit::Text) {
                    return (name.clone(), number_text(figure, setting.unit), Value::Number(figure));
                }
                let symbol = base.book.symbols.intern(name);
                (name.clone(), base.policy.choice(name, lang), Value::Text(symbol))
            };
            (false, setting.choices.iter().map(of).collect())
        }
    }
}

/// Each choice of each reading of the policy, with who gains and who loses by it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ReadingsDocument<'d> {
    #[serde(flatten)]
    head: Head<'d>,
    /// What the figure comes to for all of them, as the settings are.
    total: Money,
    /// The choices, in the order of the policy.
    readings: Vec<ChoiceEntry<'d>>,
}

/// A choice of a reading.
#[derive(Serialize)]
#[cfg_attr(
    test,
    derive(schemars::JsonSchema),
    schemars(extend("oneOf" = [{ "required": ["total", "difference", "gain", "lose", "largest"] }, { "required": ["fault"] }]))
)]
struct ChoiceEntry<'d> {
    /// The number of the reading.
    reading: &'d str,
    /// The name of its setting.
    setting: &'d str,
    /// The setting's label.
    label: &'d str,
    /// The choice, as a policy or a command line writes it.
    choice: String,
    /// The choice, as people read it.
    choice_label: String,
    /// Whether it is what the file is computed by.
    in_force: bool,
    /// Whether it is a figure, of which there is no list of others.
    #[serde(skip)]
    figure: bool,
    #[serde(flatten)]
    moved: Option<MovedEntry>,
    /// Why nothing can be computed by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<String>,
}

/// What comes of a choice.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct MovedEntry {
    /// What the figure comes to for all of them.
    total: Money,
    /// By how much that is more than now.
    difference: Money,
    /// Who gains.
    gain: MovedPeople,
    /// Who loses.
    lose: MovedPeople,
    /// Those whom it moves most.
    largest: Vec<Largest>,
}

/// How many are moved one way, and by how much together.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Side"))]
struct MovedPeople {
    /// How many.
    people: usize,
    /// By how much together; below zero for those who lose.
    sum: Money,
}

/// Somebody whom a choice moves.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Largest {
    /// His id.
    id: String,
    /// His name.
    name: String,
    /// By how much.
    difference: Money,
}

impl ReadingsDocument<'_> {
    /// The document as a table for people.
    fn text(&self, lang: Lang) -> String {
        if self.readings.is_empty() {
            return format!("{}\n", say!(Cli::NoReadings).get(lang));
        }
        let say = |words: Words| words.get(lang).to_owned();
        let choice = [say!(Cli::ReadingOfPolicy), say!(Cli::Setting), say!(Cli::Choice)];
        let moved = [say!(Cli::DifferenceToNow), say!(Cli::Gain), say!(Cli::Lose), say!(Cli::Largest)];
        let figure = vec![self.head.figure.label.to_owned()];
        let mut rows = vec![[headings(choice, lang), figure, headings(moved, lang)].concat()];
        let side = |side: &MovedPeople| match side.people {
            0 => String::new(),
            people => say(say!(Cli::PeopleAndSum { people, sum: signed(side.sum.0) })),
        };
        for choice in &self.readings {
            let shown = &choice.choice_label;
            let mut row = vec![choice.reading.to_owned(), format!("{} `{}`", choice.label, choice.setting)];
            row.extend(match &choice.moved {
                Some(moved) if choice.in_force => vec![say(say!(Cli::InForce { shown })), grouped(moved.total.0)],
                Some(MovedEntry { total, difference, gain, lose, largest }) => {
                    let named = |one: &Largest| format!("{} {} {}", one.id, one.name, signed(one.difference.0));
                    let named: Vec<String> = largest.iter().map(named).collect();
                    let named = named.join(say!(Cli::CommaOfSums).get(lang));
                    vec![shown.clone(), grouped(total.0), signed(difference.0), side(gain), side(lose), named]
                }
                None => vec![shown.clone(), String::new(), choice.fault.clone().unwrap_or_default()],
            });
            rows.push(row);
        }
        let mut text = aligned(&rows);
        if self.readings.iter().any(|choice| choice.figure) {
            text.extend([say!(Cli::ReadingIsFigure).get(lang), "\n"]);
        }
        text
    }
}
