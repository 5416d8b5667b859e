//! What a figure is the sum of: its formula followed down as long as it only adds and takes away.

use rust_decimal::Decimal;

use super::figure_key::PersonFigureKey;
use super::groups;
use super::held::Held;
use super::trail::{Trail, gathered_own, place_of};
use crate::formula::{Code, Context, Gather, Op, Operator, Scope, Slot, Space, Value, evaluate};
use crate::lang::Words;
use crate::policy::{Policy, Rule, Unit};
use crate::settle::{RowKey, with_context};

/// A part of a figure.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Term {
    /// The figures that it is the sum of: one, or the same of several periods; none where it is a setting.
    pub steps: Vec<PersonFigureKey>,
    /// What it is called.
    pub label: Words,
    /// Its clauses.
    pub clause: String,
    /// How much of the figure it is; below zero where it is taken away.
    pub amount: Decimal,
}

/// The parts of one of a person's figures, none of them zero; together they are the figure. One that is no sum is its own
/// only part.
pub(super) fn terms(trail: Trail<'_>, step: PersonFigureKey) -> Vec<Term> {
    let policy = trail.results.policy;
    let Some(held) = Held::at(policy, step.0, step.2) else { return Vec::new() };
    let headline = policy.headline_rule().and_then(|rule| groups::terms(&rule.formula.code));
    let columns = headline.into_iter().flatten().filter(|(slot, _)| slot.space == Space::Own);
    let finder = Finder { trail, unit: held.unit(), columns: columns.map(|(slot, _)| slot.index).collect() };
    let Some(whole) = finder.amount(step) else { return Vec::new() };
    let mut found = Vec::new();
    finder.of_rule(step, Decimal::ONE, &mut found);
    let sum: Decimal = found.iter().map(|term| term.amount).sum();
    // What does not add up to the figure explains nothing.
    if sum != whole {
        found.clear();
        found.extend(finder.term(step, whole));
    }
    found.retain(|term| !term.amount.is_zero());
    found
}

/// What a formula adds.
#[derive(Clone, Copy)]
enum Added {
    Figure(PersonFigureKey),
    /// A setting, as it is in force for the row.
    Setting(usize),
}

struct Finder<'r> {
    trail: Trail<'r>,
    /// The unit of the figure whose parts are looked for: they have the same.
    unit: Unit,
    /// The period's figures that have a column of the summary, by their slots: each is one part here as well.
    columns: Vec<usize>,
}

impl<'r> Finder<'r> {
    fn policy(&self) -> &'r Policy {
        self.trail.results.policy
    }

    fn named(&self, (scope, _, slot): PersonFigureKey) -> Option<Held<'r>> {
        Held::at(self.policy(), scope, slot)
    }

    fn amount(&self, (scope, number, slot): PersonFigureKey) -> Option<Decimal> {
        self.trail.results.settlement.number(RowKey::of(scope, self.trail.manager, number), slot)
    }

    /// What the summary shows beside the first figure is one part, however it is made.
    fn shown_as_one(&self, name: &str) -> Option<&'r Rule> {
        self.policy().rule(Scope::Manager, name).filter(|own| own.part)
    }

    fn term(&self, step: PersonFigureKey, amount: Decimal) -> Option<Term> {
        let held = self.named(step)?;
        let shown = self.shown_as_one(held.name()).map_or(held, Held::Rule);
        Some(Term { steps: vec![step], label: shown.label(), clause: shown.clause().to_owned(), amount })
    }

    fn of_rule(&self, step: PersonFigureKey, sign: Decimal, found: &mut Vec<Term>) {
        let (Some(named), Some(amount)) = (self.named(step), self.amount(step)) else { return };
        let (scope, number, _) = step;
        let sum = |rule: &Rule| {
            let look = |context: &Context<'_>| self.sum((scope, number), &rule.formula.code, context);
            let parts =
                with_context(self.trail.results.settlement, RowKey::of(scope, self.trail.manager, number), look)
                    .flatten()?;
            parts.iter().all(|(_, part)| self.may_be_told(*part)).then_some(parts)
        };
        let has_column = |rule: &Rule| scope == Scope::Period && self.columns.contains(&rule.slot);
        let rule = computed(&named).filter(|rule| !has_column(rule) && self.shown_as_one(&rule.name).is_none());
        if let Some(parts) = rule.and_then(sum) {
            for (negative, part) in parts {
                let sign = if negative { -sign } else { sign };
                match part {
                    Added::Figure(step) => self.of_rule(step, sign, found),
                    Added::Setting(slot) => put(self.setting((scope, number), slot, sign), found),
                }
            }
            return;
        }
        put(self.term(step, sign * amount), found);
    }

    fn setting(&self, (scope, number): (Scope, usize), slot: usize, sign: Decimal) -> Option<Term> {
        let setting = self.policy().settings.get(slot)?;
        let settings = self.trail.results.settlement.settings_of(RowKey::of(scope, self.trail.manager, number));
        let (label, clause) = (setting.label.clone(), setting.clause.clone());
        Some(Term { steps: Vec::new(), label, clause, amount: sign * settings.get(slot)?.as_number()? })
    }

    fn may_be_told(&self, part: Added) -> bool {
        let step = match part {
            Added::Figure(step) => step,
            Added::Setting(slot) => return self.policy().settings.get(slot).is_some_and(|one| one.unit == self.unit),
        };
        let Some(held) = self.named(step) else { return false };
        let withheld = |rule| self.trail.withheld((step.0, step.1), rule);
        held.unit() == self.unit && computed(&held).and_then(withheld).is_none()
    }

    /// What a formula adds, with whether it is taken away; `None` where it does more than that.
    fn sum(&self, at: (Scope, usize), code: &Code, context: &Context<'_>) -> Option<Vec<(bool, Added)>> {
        let figure = |step: PersonFigureKey| (false, Added::Figure(step));
        match &code.op {
            Op::Constant(Value::Number(number)) if number.is_zero() => Some(Vec::new()),
            Op::Slot(Slot { space: Space::Own, index }) => Some(vec![figure((at.0, at.1, *index))]),
            Op::Slot(Slot { space: Space::Setting, index }) => Some(vec![(false, Added::Setting(*index))]),
            Op::Slot(slot) => Some(vec![figure(place_of(slot.space, at.1, slot.index)?)]),
            Op::Negate(inner) => {
                Some(self.sum(at, inner, context)?.into_iter().map(|(negative, part)| (!negative, part)).collect())
            }
            Op::Arithmetic(operator @ (Operator::Add | Operator::Subtract), left, right) => {
                let taken = *operator == Operator::Subtract;
                let mut parts = self.sum(at, left, context)?;
                let right = self.sum(at, right, context)?;
                parts.extend(right.into_iter().map(|(negative, part)| (negative != taken, part)));
                Some(parts)
            }
            Op::If(condition, then, other) => match evaluate(condition, context).ok()? {
                Value::Truth(true) => self.sum(at, then, context),
                _ => self.sum(at, other, context),
            },
            Op::Aggregate { gather: Gather::Sum | Gather::Last, over, value, .. } => {
                let Op::Slot(Slot { space: Space::Child, index }) = value.op else { return None };
                let own = matches!(over, Scope::Period | Scope::Half | Scope::Year);
                let rows = own.then(|| gathered_own(self.trail, at, code, context))?;
                Some(rows.into_iter().map(|(scope, number)| figure((scope, number, index))).collect())
            }
            _ => None,
        }
    }
}

/// The rule that gives a figure; what was typed has none.
fn computed<'p>(held: &Held<'p>) -> Option<&'p Rule> {
    if let Held::Rule(rule) = held { Some(*rule).filter(|rule| rule.input.is_none()) } else { None }
}

/// Puts a term among those found; what bears the name of one, such as a figure of another period, is added to it.
fn put(term: Option<Term>, found: &mut Vec<Term>) {
    let Some(term) = term else { return };
    match found.iter_mut().find(|other| other.label == term.label && other.clause == term.clause) {
        Some(other) => {
            other.amount += term.amount;
            other.steps.extend(term.steps);
        }
        None => found.push(term),
    }
}
