//! One person's year again, with other amounts in some of his lines: of all figures only those are computed again that rest
//! on one which moved.
//!
//! What a figure rests on is what the policy's graph has of it, and they are computed in the order of its stages, so that a
//! figure which is left as it is would come to the same again. That holds where people do not meet, and the figures of the
//! department, which nobody reads then, are left out.

use super::adjustments::computed;
use super::block::value_of;
use super::children::Family;
use super::row_key::RowKey;
use super::settlement::Settlement;
use crate::book::Adjustment;
use crate::formula::{Code, Context, EvalError, Gather, Op, Reach, Scope, Value, evaluate};
use crate::policy::{Dependency, Formula, InputCheck, Law, Policy, Rule, builtin, numbers, reads, times};

/// The columns of a policy that figures of a person stand in, and what each of them rests on.
pub struct Dependents<'p> {
    policy: &'p Policy,
    /// Of lines, then of all else, in the order of computing.
    lines: Vec<Dependent<'p>>,
    others: Vec<Dependent<'p>>,
    /// How many columns there are, and the first of each scope.
    columns: usize,
    first: [usize; Scope::COUNT],
}

/// What is computed of a scope in a period.
struct Dependent<'p> {
    scope: Scope,
    number: usize,
    kind: DependentKind<'p>,
    /// The columns that it reads.
    reads: Vec<usize>,
    /// The slots that it reads of the person's period before.
    before: Vec<usize>,
}

#[derive(Clone, Copy)]
enum DependentKind<'p> {
    /// Whether there is a row.
    Exists(&'p Formula),
    /// A rule and its place among those of its scope.
    Rule(usize, &'p Rule),
    Check(&'p InputCheck),
    Law(&'p Law),
}

/// Why there is no such year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsettled {
    /// Something in it is at fault.
    Faulty,
    /// It may have other rows: it is to be settled as a whole.
    OtherRows,
}

impl<'p> Dependents<'p> {
    /// Those of a policy; none where a line of one person may reach figures of another, or the order of the lines counts.
    #[must_use]
    pub fn of(policy: &'p Policy) -> Option<Self> {
        let last = policy.scopes.iter().flat_map(|rules| &rules.rules).any(takes_last_credit);
        if policy.people_meet() || last {
            return None;
        }
        let periods = usize::from(policy.period.count());
        let (mut first, mut columns) = ([0; Scope::COUNT], 0);
        for scope in Scope::ALL {
            first[scope.index()] = columns;
            columns += times(scope, periods) * policy.scope(scope).width;
        }
        let mut all = Self { policy, lines: Vec::new(), others: Vec::new(), columns, first };
        for stage in policy.stages.iter().filter(|stage| is_of_a_person(stage.scope)) {
            let rules = policy.scope(stage.scope);
            let exists = rules.when.iter().filter(|_| stage.first).map(DependentKind::Exists);
            let of_rules = stage.rules.iter().map(|at| DependentKind::Rule(*at, &rules.rules[*at]));
            let checks = stage.checks.iter().map(|at| DependentKind::Check(&policy.checks[*at]));
            exists.chain(of_rules).chain(checks).for_each(|kind| all.add(stage.scope, stage.number, kind));
        }
        for law in policy.laws.iter().filter(|law| is_of_a_person(law.scope)) {
            (0..times(law.scope, periods)).for_each(|number| all.add(law.scope, number, DependentKind::Law(law)));
        }
        Some(all)
    }

    fn add(&mut self, scope: Scope, number: usize, kind: DependentKind<'p>) {
        let formulas = match kind {
            DependentKind::Exists(formula) => vec![formula],
            DependentKind::Rule(_, rule) => vec![&rule.formula],
            DependentKind::Check(check) => vec![&check.formula],
            DependentKind::Law(law) => vec![&law.left, &law.right],
        };
        let mut one = Dependent { scope, number, kind, reads: Vec::new(), before: Vec::new() };
        let periods = usize::from(self.policy.period.count());
        for read in formulas.into_iter().flat_map(|formula| reads(&formula.code)) {
            let (other, numbers, slot) = match read {
                Dependency::Own(slot) => (scope, number..number + 1, slot),
                Dependency::Before(slot) => {
                    one.before.push(slot);
                    continue;
                }
                // Which rows there are does not change.
                Dependency::Gathered(.., None) => continue,
                Dependency::Gathered(other, Reach::Later, Some(slot)) => {
                    (other, number + 1..times(other, periods), slot)
                }
                Dependency::Above(other, slot) | Dependency::Gathered(other, _, Some(slot)) => {
                    (other, numbers(scope, number, other, periods), slot)
                }
            };
            one.reads.extend(numbers.map(|number| self.column(other, number, slot)));
        }
        if scope == Scope::Line { self.lines.push(one) } else { self.others.push(one) }
    }

    fn column(&self, scope: Scope, number: usize, slot: usize) -> usize {
        self.first[scope.index()] + number * self.policy.scope(scope).width + slot
    }
}

/// Whether a person has rows of a scope that are computed.
fn is_of_a_person(scope: Scope) -> bool {
    !matches!(scope, Scope::Adjustment | Scope::DepartmentPeriod | Scope::Department)
}

fn takes_last_credit(rule: &Rule) -> bool {
    let takes_last = |part: &Code| matches!(part.op, Op::Aggregate { gather: Gather::Last, over: Scope::Credit, .. });
    rule.formula.code.each().any(takes_last)
}

/// What has moved in a column: nothing, only what is of the changed lines, or more.
const CHANGED_LINES: u8 = 1;
const MORE: u8 = 2;

/// A settlement that is kept for the years to come.
pub struct Resettling<'a> {
    dependents: &'a Dependents<'a>,
    adjustments: Vec<Adjustment>,
    settlement: Settlement,
    person: usize,
    /// The lines whose amounts change, each with its credit and period.
    changed: Vec<(usize, usize, usize)>,
    /// The slot of the amount.
    amount: usize,
    moved: Vec<u8>,
    /// What stood there before.
    undo: Vec<(RowKey, usize, Value)>,
}

/// Told of each rule that was computed again: its scope, its period or half-year, its place, what it saw and gave.
pub type Recomputed<'r> = &'r mut dyn FnMut((Scope, usize, usize), &Rule, &Context<'_>, Value);

impl<'a> Resettling<'a> {
    /// Of a settlement without faults, a person and the lines from `first` on, which are nobody else's; their amounts stand in
    /// the given one of their value columns.
    #[must_use]
    pub fn new(
        dependents: &'a Dependents<'a>,
        adjustments: Vec<Adjustment>,
        mut settlement: Settlement,
        (person, first, amount): (usize, usize, usize),
    ) -> Self {
        let credits = settlement.credits.iter().enumerate().filter(|(_, of)| of.line as usize >= first);
        let mut changed: Vec<_> =
            credits.map(|(credit, of)| (of.line as usize, credit, usize::from(of.period))).collect();
        changed.sort_unstable();
        let amount = builtin::PERIOD + 1 + amount;
        settlement.own_column(Scope::Line, amount);
        let moved = vec![0; dependents.columns];
        Self { dependents, adjustments, settlement, person, changed, amount, moved, undo: Vec::new() }
    }

    /// What is settled now.
    #[must_use]
    pub fn settlement(&self) -> &Settlement {
        &self.settlement
    }

    /// The year with these amounts in its lines. Where there is none, all stays as it was.
    ///
    /// # Errors
    /// Why there is none.
    pub fn with(&mut self, amounts: &[Value], see: Recomputed<'_>) -> Result<(), Unsettled> {
        self.moved.fill(0);
        self.undo.clear();
        let done = self.compute_again(amounts, see);
        if done.is_err() {
            for (key, slot, value) in self.undo.drain(..).rev() {
                self.settlement.put(key, slot, value);
            }
        }
        done
    }

    fn compute_again(&mut self, amounts: &[Value], see: Recomputed<'_>) -> Result<(), Unsettled> {
        let Dependents { policy, lines, others, .. } = self.dependents;
        let changed = self.changed.clone();
        for (&(line, ..), amount) in changed.iter().zip(amounts) {
            self.put(RowKey::Line(line), 0, (self.amount, *amount), CHANGED_LINES);
            for one in lines {
                self.compute(one, RowKey::Line(line), CHANGED_LINES, see)?;
            }
        }
        let (net, to_date) = (policy.net(), policy.on_demand(Scope::Credit, "project_net_to_date"));
        for (line, credit, period) in changed {
            // The whole line is one person's, and its project has no other.
            let net = net.and_then(|rule| self.settlement.number(RowKey::Line(line), rule.slot));
            let net = Value::Number(net.unwrap_or_default());
            for slot in [builtin::PART, builtin::PROJECT_NET].into_iter().chain(to_date) {
                self.put(RowKey::Credit(credit), period, (slot, net), CHANGED_LINES);
            }
        }
        for one in others {
            let moved = self.moved_under(one);
            if one.scope == Scope::Credit {
                self.credits(one, moved, see)?;
            } else if moved > 0 {
                self.compute(one, RowKey::of(one.scope, self.person, one.number), MORE, see)?;
            }
        }
        let is_there = |one| matches!(computed(policy, &self.settlement, one), Some(Value::Number(_)));
        if self.adjustments.iter().all(is_there) { Ok(()) } else { Err(Unsettled::Faulty) }
    }

    /// What has moved of all that something reads.
    fn moved_under(&self, one: &Dependent<'_>) -> u8 {
        let now = one.reads.iter().fold(0, |moved, column| moved | self.moved[*column]);
        if one.before.is_empty() {
            return now;
        }
        let Some(before) = self.settlement.before(self.person, one.number) else { return now };
        let moved = |slot: &usize| self.moved[self.dependents.column(Scope::Period, before, *slot)];
        one.before.iter().fold(now, |now, slot| now | moved(slot))
    }

    /// Credits of the changed lines rest on them; others of the same period only on what else has moved.
    fn credits(&mut self, one: &Dependent<'_>, moved: u8, see: Recomputed<'_>) -> Result<(), Unsettled> {
        for credit in self.settlement.credits_of(self.person, one.number) {
            let changed = self.changed.iter().any(|(_, of, _)| *of == credit);
            if changed {
                self.compute(one, RowKey::Credit(credit), CHANGED_LINES, see)?;
            } else if moved & MORE > 0 {
                self.compute(one, RowKey::Credit(credit), MORE, &mut |_, _, _, _| {})?;
            }
        }
        Ok(())
    }

    fn put(&mut self, key: RowKey, number: usize, (slot, value): (usize, Value), moves: u8) {
        let before = self.settlement.value(key, slot).unwrap_or_default();
        if before != value {
            self.settlement.put(key, slot, value);
            self.undo.push((key, slot, before));
            let column = self.dependents.column(key.scope(), number, slot);
            self.moved[column] |= moves;
        }
    }

    fn compute(&mut self, one: &Dependent<'_>, key: RowKey, moves: u8, see: Recomputed<'_>) -> Result<(), Unsettled> {
        if !self.settlement.has(key) {
            let may_be = matches!(one.kind, DependentKind::Exists(_));
            return if may_be { Err(Unsettled::OtherRows) } else { Ok(()) };
        }
        let family = Family::new(&self.settlement, key);
        let context = self.settlement.context(key, &family);
        let holds = |formula: &Formula| evaluate(&formula.code, &context);
        match one.kind {
            DependentKind::Exists(when) if holds(when) != Ok(Value::Truth(true)) => Err(Unsettled::OtherRows),
            DependentKind::Check(check) => match holds(&check.formula) {
                Ok(Value::Truth(true)) | Err(EvalError::Tainted) => Ok(()),
                Ok(_) if check.warning => Ok(()),
                _ => Err(Unsettled::Faulty),
            },
            DependentKind::Law(law) => {
                let side = |formula| holds(formula).ok().and_then(Value::as_number);
                let (left, right) = (side(&law.left), side(&law.right));
                if left.is_some() && left == right { Ok(()) } else { Err(Unsettled::Faulty) }
            }
            DependentKind::Rule(at, rule) => {
                let value = value_of(rule, &context).map_err(|_| Unsettled::Faulty)?;
                let changed = |line| self.changed.iter().find(|(changed, ..)| *changed == line);
                let number = match key {
                    RowKey::Line(line) => changed(line).map_or(0, |(.., period)| *period),
                    _ => one.number,
                };
                see((one.scope, number, at), rule, &context, value);
                self.put(key, one.number, (rule.slot, value), moves);
                Ok(())
            }
            DependentKind::Exists(_) => Ok(()),
        }
    }
}
