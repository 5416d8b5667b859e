//! `bonus what-if --readings`: each choice of each reading of the policy, with who gains and who loses by it. The input is
//! read once: a choice only settles it again.

use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

use super::InputArguments;
use super::failure::Failure;
use super::input::{self, Computed};
use super::progress::Progress;
use super::table::aligned;
use super::talk::Talk;
use super::what_if::{Shown, exact, head, no_money, paid, pay, signed};
use crate::book::Origin;
use crate::formula::Value;
use crate::lang::{Lang, Words};
use crate::policy::{Rule, Setting, Unit, number};
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
pub(super) fn run(input: &InputArguments, shown: &Shown, talk: Talk) -> Result<(), Failure> {
    let mut base = input::compute(input, talk)?;
    let lang = base.lang;
    let policy = base.policy.clone();
    let Some(rule) = pay(&policy) else { return Err(no_money(lang)) };
    let managers = shown.wanted(&base)?;
    let now = paid(rule, &base.settlement, &managers);
    let choices = choices(&mut base, &policy.settings, rule, &managers, &now, talk);
    if shown.is_json() {
        return super::output::json(&document(&base, rule, &managers, &now, &choices));
    }
    if choices.is_empty() {
        let none = say!(Cli::NoReadings);
        return super::print(&format!("{}\n", none.get(lang)));
    }
    super::print(&text(&base, rule, &managers, &now, &choices))
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
                Err(faults) => {
                    let fault = |lang| faults.first().map_or_else(String::new, |fault| fault.headline(lang));
                    Err(Words::new(fault(Lang::Zh), fault(Lang::En)))
                }
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

fn document(base: &Computed, rule: &Rule, managers: &[usize], now: &[Decimal], choices: &[Choice<'_>]) -> Json {
    let lang = base.lang;
    let person = |at: usize, by: Decimal| {
        let person = &base.book.managers[managers[at]];
        json!({ "id": person.id, "name": person.name, "difference": exact(by) })
    };
    let each = choices.iter().map(|choice| {
        let Choice { setting, reading, name, shown, in_force, pay, .. } = choice;
        let mut object = json!({
            "reading": reading, "setting": setting.name, "label": setting.label.get(lang),
            "choice": name, "choice_label": shown, "in_force": in_force,
        });
        let more = match pay {
            Ok(pay) => {
                let moved = moved(pay, now);
                let side = |gain: bool| {
                    let (people, sum) = count(&moved, gain);
                    json!({ "people": people, "sum": exact(sum) })
                };
                json!({
                    "total": exact(pay.iter().sum()),
                    "difference": exact(moved.iter().sum()),
                    "gain": side(true),
                    "lose": side(false),
                    "largest": largest(&moved).into_iter().map(|at| person(at, moved[at])).collect::<Vec<_>>(),
                })
            }
            Err(why) => json!({ "fault": why.get(lang) }),
        };
        if let (Some(object), Json::Object(more)) = (object.as_object_mut(), more) {
            object.extend(more);
        }
        object
    });
    let mut document = head(base, rule);
    document.insert("total".into(), exact(now.iter().sum()).into());
    document.insert("readings".into(), each.collect());
    Json::Object(document)
}
