//! The first page of a statement, the one that is printed: what is paid and of which parts, why in three sentences, how far
//! it is to the next threshold, what is carried on, and a line to sign. What it follows from stands on the sheets behind.

use rust_decimal::Decimal;

use super::arrangement::{Part, Shown, attainment};
use super::explain::{Explained, ExplainedRule, grouped};
use super::plan::{Held, Plan, TOP, figure_unit};
use super::sheet::{Block, Cell, CellValue, Column, Rows, Tone, Unit};
use super::statement::Told;
use super::summary::{headline_of, part_of};
use super::{people, status};
use crate::formula::Scope;
use crate::lang::Words;
use crate::policy::Rule;
use crate::say;

/// Characters across the columns: with these a page that stands upright is filled.
const ITEM: u16 = 62;
const FIGURE: u16 = 22;

fn column(plan: &Plan<'_>, label: &Words, unit: Unit, width: u16) -> Column {
    Column { label: label.get(plan.lang).to_owned(), unit, width, ..Column::default() }
}

fn block(plan: &Plan<'_>, heading: &Words, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Block<'static> {
    let heading = Some(heading.get(plan.lang).to_owned());
    Block { top: TOP, left: 0, heading, columns, rows: Rows::ready(rows), total: false }
}

/// The amount and its parts, the year, and how far the target was reached.
pub(super) fn amount(plan: &Plan<'_>, told: Told<'_>) -> Block<'static> {
    let manager = told.manager;
    let policy = plan.results.policy;
    let held = &plan.held[Scope::Manager.index()];
    let values = people::row(plan, Scope::Manager, manager, 0).unwrap_or_default();
    let payable = policy.payable().map(|rule| rule.slot);
    let mut rows = Vec::new();
    for shown in &plan.summary.columns {
        let (label, value, unit, tone) = match shown {
            Shown::Held { at, open: true } => {
                let Held::Rule(rule) = &held[*at] else { continue };
                if !told.may_know((Scope::Manager, 0), rule) {
                    continue;
                }
                let value = plan.shown(values.get(rule.slot).copied().unwrap_or_default());
                // A part of nothing is none.
                if rule.part && matches!(&value, CellValue::Number(number) if number.is_zero()) {
                    continue;
                }
                let tone = if payable == Some(rule.slot) { Tone::Strong } else { Tone::Plain };
                (rule.label.clone(), value, figure_unit(rule.unit), tone)
            }
            Shown::Part(part) => {
                if !may_know_part(plan, told, part) {
                    continue;
                }
                let Some(value) = part_of(plan, manager, *part).filter(|value| !value.is_zero()) else { continue };
                (say!(Report::PartOfPayable { label: part.label() }), CellValue::Number(value), Unit::Yuan, Tone::Plain)
            }
            _ => continue,
        };
        let cell = people::yes_or_no(Cell::value(value).with_unit(unit));
        rows.push(vec![Cell::text(label.get(plan.lang)).with_tone(tone), cell.with_tone(tone)]);
    }
    let columns =
        vec![column(plan, &say!(Report::Item), Unit::Text, ITEM), column(plan, &say!(Report::AmountOf), Unit::Yuan, FIGURE)];
    block(plan, &say!(Report::PayableAndToDate), columns, rows)
}

/// Why, in three sentences: what was reached, where the greatest part comes from, what the year came to.
pub(super) fn why(plan: &Plan<'_>, told: Told<'_>, explained: &[Explained]) -> Block<'static> {
    let sentences = [reached(plan, told), greatest(plan, told, explained), year(plan, told.manager)];
    let rows = sentences.into_iter().flatten().map(|words| vec![Cell::text(words.get(plan.lang))]);
    block(plan, &say!(Report::Why), vec![column(plan, &say!(Report::Why), Unit::Prose, ITEM)], rows.collect())
}

/// Whether a part of what is payable may be told to him.
fn may_know_part(plan: &Plan<'_>, told: Told<'_>, part: &Part<'_>) -> bool {
    match part {
        Part::Term { rule, .. } => told.may_know((Scope::Period, plan.results.book.through.index()), rule),
        Part::Year(rule) => told.may_know((Scope::Year, 0), rule),
        Part::Rest => true,
    }
}

fn reached(plan: &Plan<'_>, told: Told<'_>) -> Option<Words> {
    let manager = told.manager;
    let policy = plan.results.policy;
    let values = people::row(plan, Scope::Manager, manager, 0)?;
    let number = |rule: &Rule| values.get(rule.slot).and_then(|value| value.as_number());
    let target = policy.rule(Scope::Manager, "target").and_then(number);
    let attained = attainment(policy).filter(|rule| told.may_know((Scope::Manager, 0), rule)).and_then(number);
    let attained = attained.filter(|_| target.is_some_and(|target| target > Decimal::ZERO)).map(|share| {
        let percent = percent(share);
        if share >= Decimal::ONE { say!(Report::ReachedTarget { percent }) } else { say!(Report::MissedTarget { percent }) }
    });
    let (scope, of) = status::told_of(plan.results, manager);
    let row = people::row(plan, scope, manager, of);
    let status = row.map_or_else(String::new, |row| status::text(policy, scope, &row, plan.lang));
    match (attained, status.is_empty()) {
        (Some(attained), true) => Some(say!(Report::SentenceAlone { sentence: attained })),
        (Some(attained), false) => Some(say!(Report::SentenceAndStatus { sentence: attained, status })),
        (None, false) => Some(say!(Report::SentenceAlone { sentence: status })),
        (None, true) => None,
    }
}

/// A share with two decimals, half away from zero.
fn percent(share: Decimal) -> String {
    use rust_decimal::RoundingStrategy::MidpointAwayFromZero;
    let percent = (share * Decimal::ONE_HUNDRED).round_dp_with_strategy(2, MidpointAwayFromZero);
    format!("{percent:.2}%")
}

fn greatest(plan: &Plan<'_>, told: Told<'_>, explained: &[Explained]) -> Option<Words> {
    let manager = told.manager;
    let held = &plan.held[Scope::Manager.index()];
    let values = people::row(plan, Scope::Manager, manager, 0)?;
    let parts = plan.summary.columns.iter().filter_map(|shown| match shown {
        Shown::Part(part) if may_know_part(plan, told, part) => {
            let name = match part {
                Part::Term { rule, .. } | Part::Year(rule) => rule.name.as_str(),
                Part::Rest => "",
            };
            Some((name, part.label(), part_of(plan, manager, *part)?))
        }
        Shown::Held { at, open: true } => match &held[*at] {
            Held::Rule(rule) if rule.part && told.may_know((Scope::Manager, 0), rule) => {
                Some((rule.name.as_str(), rule.label.clone(), values.get(rule.slot)?.as_number()?))
            }
            _ => None,
        },
        _ => None,
    });
    let (name, label, value) = parts.filter(|(.., value)| !value.is_zero()).max_by_key(|(.., value)| value.abs())?;
    let amount = grouped(value);
    let of_rule = |name: &str| -> Option<&ExplainedRule> {
        // The last row that has it: that of the through period, or of the year.
        explained.iter().rev().find_map(|one| one.rules.iter().find(|rule| rule.name == name && !rule.words.is_empty()))
    };
    let settled = || of_rule("true_up").filter(|_| name == "year_end_part");
    let rule = settled().or_else(|| of_rule(name));
    let why = rule.and_then(|rule| clause(plan, &rule.clause)).unwrap_or_default();
    let label = super::summary::without_of_which(label.get(plan.lang), plan.lang);
    Some(match rule.and_then(|rule| plainly(&rule.numbers)) {
        Some(numbers) => say!(Report::GreatestBecause { label, amount, numbers, why }),
        None => say!(Report::GreatestAlone { label, amount, why }),
    })
}

/// What the first clause of a rule says.
fn clause(plan: &Plan<'_>, clauses: &str) -> Option<String> {
    let id = clauses.split(',').next()?.trim();
    let clause = plan.results.policy.clauses.iter().find(|clause| clause.id == id)?;
    Some(say!(Report::BecauseClause { clause: id, text: clause.text }).get(plan.lang).to_owned())
}

/// Numbers put in, where they can be read without knowing formulas; a rounding to the fen goes without saying.
fn plainly(numbers: &str) -> Option<&str> {
    let inner = numbers.strip_prefix("ROUND(").and_then(|rest| rest.strip_suffix(", 2)")).unwrap_or(numbers);
    let plain = !inner.is_empty() && !inner.chars().any(|char| char.is_alphabetic() || char == '〔');
    plain.then_some(inner)
}

/// What each period came to, and the year so far.
fn year(plan: &Plan<'_>, manager: usize) -> Option<Words> {
    let policy = plan.results.policy;
    let headline = headline_of(policy)?;
    let of_period = |number: usize| {
        let amount = people::row(plan, Scope::Period, manager, number)?.get(headline.slot)?.as_number()?;
        let period = crate::book::Period::new(policy.period, u8::try_from(number + 1).ok()?)?.name(plan.lang);
        Some(format!("{period} {}", grouped(amount)))
    };
    let periods: Vec<String> = (0..usize::from(plan.results.book.through.number())).filter_map(of_period).collect();
    let periods = periods.join(say!(Report::BetweenStatuses).get(plan.lang));
    let label = headline.label.clone();
    let cost = policy.cost.as_deref().and_then(|cost| policy.rule(Scope::Manager, cost)).and_then(|cost| {
        let number = people::row(plan, Scope::Manager, manager, 0)?.get(cost.slot)?.as_number()?;
        Some((cost.label.clone(), grouped(number)))
    });
    Some(match cost {
        Some((year, amount)) => say!(Report::PeriodsAndYear { label, periods, year, amount }),
        None => say!(Report::PeriodsAlone { label, periods }),
    })
}

/// The lines to sign.
pub(super) fn signature(plan: &Plan<'_>) -> Block<'static> {
    let line = |words: Words| vec![Cell::text(format!("{}\n ", words.get(plan.lang)))];
    let columns = vec![
        column(plan, &say!(Report::SignedAs), Unit::Text, ITEM),
        column(plan, &say!(Report::SignedOn), Unit::Text, FIGURE),
    ];
    let rows = [say!(Report::SignedByThePerson), say!(Report::SignedForTheDepartment)].map(line).into();
    block(plan, &say!(Report::StatementSigned), columns, rows)
}
