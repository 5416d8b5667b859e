//! `bonus what-if --readings`: each choice of each reading of the policy, with who gains and who loses by it. The input is
//! read once: a choice only settles it again.

use rust_decimal::Decimal;
use serde::Serialize;

use super::arguments::InputArguments;
use super::failure::Failure;
use super::input::{self, Computed};
use super::paid::{Head, PaidArguments, no_money, paid, pay, signed};
use super::progress::Progress;
use super::table::aligned;
use super::talk::Talk;
use crate::book::{Fault, Origin};
use crate::formula::Value;
use crate::lang::Words;
use crate::policy::{Rule, Setting, Unit, number};
use crate::report::json::Money;
use crate::report::{grouped, number_text};
use crate::say;
use crate::settle::settle;

/// Of those who gain or lose most by a choice so many are named.
const NAMED: usize = 3;

/// A choice of a reading.
struct Choice<'p> {
    setting: &'p Setting,
    reading: &'p str,
    /// As it is written in a policy or on the command line, and as people read it.
    name: String,
    shown: String,
    in_force: bool,
    /// Whether it is a figure, of which there is no list of others.
    figure: bool,
    /// What each manager gets by it, or why it cannot be computed.
    pay: Result<Vec<Decimal>, Words>,
}

/// Tries every choice and prints what came of it.
pub(super) fn run(input: &InputArguments, shown: &PaidArguments, talk: Talk) -> Result<(), Failure> {
    let mut base = input::compute(input, talk)?;
    let lang = base.lang;
    let policy = base.policy.clone();
    let Some(rule) = pay(&policy) else { return Err(no_money(lang)) };
    let managers = shown.wanted(&base)?;
    let now = paid(rule, &base.settlement, &managers);
    let choices = choices(&mut base, &policy.settings, rule, &managers, &now, talk);
    if shown.is_json() {
        return super::output::json(&ReadingsDocument::new(&base, rule, &managers, &now, &choices));
    }
    if choices.is_empty() {
        let none = say!(Cli::NoReadings);
        return super::output::print(&format!("{}\n", none.get(lang)));
    }
    super::output::print(&text(&base, rule, &managers, &now, &choices))
}

/// Every choice of every reading, in the order of the policy.
fn choices<'p>(
    base: &mut Computed,
    settings: &'p [Setting],
    rule: &Rule,
    managers: &[usize],
    now: &[Decimal],
    talk: Talk,
) -> Vec<Choice<'p>> {
    let lang = base.lang;
    let with_reading = || settings.iter().enumerate().filter_map(|(at, s)| Some((at, s, s.reading.as_deref()?)));
    let progress = Progress::new(talk);
    let others = with_reading().map(|(_, setting, _)| setting.choices.len().saturating_sub(1) as u64).sum();
    progress.step(&say!(Cli::TryingEach), &say!(Cli::Readings), Some(others), lang);
    let mut list = Vec::new();
    for (slot, setting, reading) in with_reading() {
        let given = base.book.settings[slot].clone();
        let choice = |name: String, shown: String, in_force: bool| Choice {
            setting,
            reading,
            name,
            shown,
            in_force,
            figure: false,
            pay: Ok(now.to_vec()),
        };
        let values: Vec<(String, String, Value)> = match (given.value, setting.unit) {
            (_, Unit::Truth) => {
                let truth = |truth: bool| {
                    let shown = if truth { say!(Cli::Yes) } else { say!(Cli::No) };
                    (if truth { "TRUE" } else { "FALSE" }.to_owned(), shown.get(lang).to_owned(), Value::Truth(truth))
                };
                [true, false].map(truth).into()
            }
            (Value::Number(number), unit) if setting.choices.is_empty() => {
                let shown = number_text(number, unit);
                list.push(Choice { figure: true, ..choice(number.normalize().to_string(), shown, true) });
                continue;
            }
            _ => {
                // A choice may be one of several figures, such as a divisor.
                let mut of = |name: &String| {
                    if let Some(figure) = number(name).filter(|_| setting.unit != Unit::Text) {
                        return (name.clone(), number_text(figure, setting.unit), Value::Number(figure));
                    }
                    let symbol = base.book.symbols.intern(name);
                    (name.clone(), base.policy.choice(name, lang), Value::Text(symbol))
                };
                setting.choices.iter().map(&mut of).collect()
            }
        };
        for (name, shown, value) in values {
            if value == given.value {
                list.push(choice(name, shown, true));
                continue;
            }
            base.book.settings[slot].value = value;
            base.book.settings[slot].origin = Origin::CommandLine;
            let pay = match settle(&base.policy, &base.book) {
                Ok(settlement) => Ok(paid(rule, &settlement, managers)),
                Err(faults) => Err(faults.first().map_or_else(Words::default, Fault::headlines)),
            };
            list.push(Choice { pay, ..choice(name, shown, false) });
            progress.advance();
        }
        base.book.settings[slot] = given;
    }
    list
}

/// How many gain or lose by a choice, and how much together.
fn count(moved: &[Decimal], gain: bool) -> (usize, Decimal) {
    let own = moved.iter().filter(|by| if gain { **by > Decimal::ZERO } else { **by < Decimal::ZERO });
    (own.clone().count(), own.sum())
}

/// The places of those whom a choice moves most, the first few.
fn largest(moved: &[Decimal]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..moved.len()).filter(|at| !moved[*at].is_zero()).collect();
    // Of equals the first.
    places.sort_by_key(|at| std::cmp::Reverse(moved[*at].abs()));
    places.truncate(NAMED);
    places
}

fn moved(pay: &[Decimal], now: &[Decimal]) -> Vec<Decimal> {
    pay.iter().zip(now).map(|(pay, now)| pay - now).collect()
}

fn text(base: &Computed, rule: &Rule, managers: &[usize], now: &[Decimal], choices: &[Choice<'_>]) -> String {
    let lang = base.lang;
    let say = |words: Words| words.get(lang).to_owned();
    let mut rows = vec![vec![
        say(say!(Cli::ReadingOfPolicy)),
        say(say!(Cli::Setting)),
        say(say!(Cli::Choice)),
        rule.label.get(lang).to_owned(),
        say(say!(Cli::DifferenceToNow)),
        say(say!(Cli::Gain)),
        say(say!(Cli::Lose)),
        say(say!(Cli::Largest)),
    ]];
    for choice in choices {
        let Choice { setting, reading, shown, pay, .. } = choice;
        let name = format!("{} `{}`", setting.label.get(lang), setting.name);
        let mut row = vec![(*reading).to_owned(), name];
        row.extend(match pay {
            _ if choice.in_force => {
                let shown = say(say!(Cli::InForce { shown }));
                vec![shown, grouped(now.iter().sum())]
            }
            Ok(pay) => {
                let moved = moved(pay, now);
                let side = |gain: bool| match count(&moved, gain) {
                    (0, _) => String::new(),
                    (people, sum) => {
                        let sum = signed(sum);
                        say(say!(Cli::PeopleAndSum { people, sum }))
                    }
                };
                let named = largest(&moved).into_iter().map(|at| {
                    let person = &base.book.managers[managers[at]];
                    format!("{} {} {}", person.id, person.name, signed(moved[at]))
                });
                let comma = say(say!(Cli::CommaOfSums));
                let named = named.collect::<Vec<_>>().join(&comma);
                let sum: Decimal = pay.iter().sum();
                vec![shown.clone(), grouped(sum), signed(moved.iter().sum()), side(true), side(false), named]
            }
            Err(why) => vec![shown.clone(), String::new(), why.get(lang).to_owned()],
        });
        rows.push(row);
    }
    let mut text = aligned(&rows);
    if choices.iter().any(|choice| choice.figure) {
        let how = say!(Cli::ReadingIsFigure);
        text.push_str(&say(how));
        text.push('\n');
    }
    text
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
    choice: &'d str,
    /// The choice, as people read it.
    choice_label: &'d str,
    /// Whether it is what the file is computed by.
    in_force: bool,
    #[serde(flatten)]
    moved: Option<MovedEntry<'d>>,
    /// Why nothing can be computed by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<&'d str>,
}

/// What comes of a choice.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct MovedEntry<'d> {
    /// What the figure comes to for all of them.
    total: Money,
    /// By how much that is more than now.
    difference: Money,
    /// Who gains.
    gain: MovedPeople,
    /// Who loses.
    lose: MovedPeople,
    /// Those whom it moves most.
    largest: Vec<Largest<'d>>,
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
struct Largest<'d> {
    /// His id.
    id: &'d str,
    /// His name.
    name: &'d str,
    /// By how much.
    difference: Money,
}

impl<'d> ReadingsDocument<'d> {
    fn new(base: &'d Computed, rule: &'d Rule, managers: &[usize], now: &[Decimal], choices: &'d [Choice<'_>]) -> Self {
        let side = |moved: &[Decimal], gain: bool| {
            let (people, sum) = count(moved, gain);
            MovedPeople { people, sum: Money(sum) }
        };
        let moved = |pay: &[Decimal]| {
            let moved = moved(pay, now);
            let largest = largest(&moved).into_iter().map(|at| {
                let person = &base.book.managers[managers[at]];
                Largest { id: &person.id, name: &person.name, difference: Money(moved[at]) }
            });
            MovedEntry {
                total: Money(pay.iter().sum()),
                difference: Money(moved.iter().sum()),
                gain: side(&moved, true),
                lose: side(&moved, false),
                largest: largest.collect(),
            }
        };
        let each = choices.iter().map(|choice| ChoiceEntry {
            reading: choice.reading,
            setting: &choice.setting.name,
            label: choice.setting.label.get(base.lang),
            choice: &choice.name,
            choice_label: &choice.shown,
            in_force: choice.in_force,
            moved: choice.pay.as_ref().ok().map(|pay| moved(pay)),
            fault: choice.pay.as_ref().err().map(|why| why.get(base.lang)),
        });
        Self { head: Head::new(base, rule), total: Money(now.iter().sum()), readings: each.collect() }
    }
}
