//! The steps of a period's equation in groups, as people read them: what was typed, what was credited, the ledger, the
//! bonus, the wage, what is paid. Which group a step is of follows from the policy's graph: where the first term of the
//! headline is the bonus, what only that needs is of the bonus, what only the other terms need of the wage, what both need
//! of the ledger. Elsewhere those are steps and nothing more.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Results;
use super::held::Held;
use crate::formula::{Code, Op, Operator, Scope, Slot, Space};
use crate::lang::Words;
use crate::policy::{Policy, Rule, Unit};
use crate::say;

/// The groups, in their order from left to right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum ColumnGroup {
    Input,
    Credit,
    Ledger,
    Bonus,
    Wage,
    Paid,
}

/// A group: what it is called, and its columns among those of the period.
pub(super) type NamedGroup = (Words, Range<usize>);

/// Puts a period's columns into groups, each in the order of the policy.
pub(super) fn grouped<'a>(results: &Results<'a>, held: Vec<Held<'a>>) -> (Vec<Held<'a>>, Vec<NamedGroup>) {
    let policy = results.policy;
    let graph = PeriodGraph::of(policy);
    let mut list: Vec<(ColumnGroup, Held<'a>)> = held.into_iter().map(|held| (graph.group(&held), held)).collect();
    list.sort_by_key(|(group, _)| *group);
    let mut groups: Vec<(ColumnGroup, Range<usize>)> = Vec::new();
    for (at, (group, _)) in list.iter().enumerate() {
        match groups.last_mut().filter(|(last, _)| last == group) {
            Some((_, range)) => range.end = at + 1,
            None => groups.push((*group, at..at + 1)),
        }
    }
    let named = groups.into_iter().map(|(group, range)| (graph.words(group), range)).collect();
    (list.into_iter().map(|(_, held)| held).collect(), named)
}

/// Who reads whom among the rules of a period.
struct PeriodGraph {
    /// Whether the headline is money, and a bonus with something beside it.
    money: bool,
    parted: bool,
    paid: BTreeSet<usize>,
    bonus: BTreeSet<usize>,
    wage: BTreeSet<usize>,
    credited: BTreeSet<usize>,
}

impl PeriodGraph {
    fn of(policy: &Policy) -> Self {
        let rules = &policy.scope(Scope::Period).rules;
        let read: BTreeMap<usize, RuleReads> = rules.iter().map(|rule| (rule.slot, RuleReads::of(rule))).collect();
        let headline = policy.headline_rule();
        let terms = headline.map_or_else(Vec::new, |rule| terms(&rule.formula.code).unwrap_or_default());
        let own = terms.into_iter().filter(|(slot, _)| slot.space == Space::Own);
        let terms: Vec<usize> = own.map(|(slot, _)| slot.index).collect();
        // What is led to from some rules by `next`, and those themselves.
        let reached = |from: &[usize], next: &dyn Fn(usize) -> Vec<usize>| {
            let (mut seen, mut open) = (BTreeSet::new(), from.to_vec());
            while let Some(slot) = open.pop() {
                if seen.insert(slot) {
                    open.extend(next(slot));
                }
            }
            seen
        };
        let rules_that = |is: &dyn Fn(&RuleReads) -> bool| -> Vec<usize> {
            read.iter().filter(|(_, reads)| is(reads)).map(|(slot, _)| *slot).collect()
        };
        let mut paid: Vec<usize> = headline.map(|rule| rule.slot).into_iter().collect();
        paid.extend(rules_that(&|reads| reads.adjustments));
        let paid = reached(&paid, &|slot| rules_that(&|reads| reads.own.contains(&slot)));
        let reads = |slot: usize| read.get(&slot).into_iter().flat_map(|reads| reads.own.iter().chain(&reads.before));
        let needed = |of: &[usize]| reached(of, &|slot| reads(slot).copied().collect());
        let (first, others) = terms.split_at(terms.len().min(1));
        Self {
            money: headline.is_some_and(|rule| rule.unit == Unit::Yuan),
            parted: !others.is_empty() && policy.bonus().is_some_and(|bonus| first == [bonus.slot]),
            bonus: needed(first),
            wage: needed(others),
            credited: rules_that(&|reads| reads.credits).into_iter().collect(),
            paid,
        }
    }

    fn group(&self, held: &Held<'_>) -> ColumnGroup {
        let rule = match held {
            Held::Rule(rule) => rule,
            // What was really paid is asked for at the end.
            Held::Input(input) if input.sheet.closed => return ColumnGroup::Paid,
            _ => return ColumnGroup::Input,
        };
        let of = |set: &BTreeSet<usize>| set.contains(&rule.slot);
        match (of(&self.bonus), of(&self.wage)) {
            _ if of(&self.paid) => ColumnGroup::Paid,
            _ if of(&self.credited) => ColumnGroup::Credit,
            _ if !self.parted => ColumnGroup::Bonus,
            (true, false) => ColumnGroup::Bonus,
            (false, true) => ColumnGroup::Wage,
            _ => ColumnGroup::Ledger,
        }
    }

    fn words(&self, group: ColumnGroup) -> Words {
        match group {
            ColumnGroup::Input => say!(Report::GroupInput),
            ColumnGroup::Credit => say!(Report::GroupCredit),
            ColumnGroup::Ledger => say!(Report::GroupLedger),
            ColumnGroup::Bonus if !self.parted => say!(Report::GroupSteps),
            ColumnGroup::Bonus => say!(Report::GroupBonus),
            ColumnGroup::Wage => say!(Report::GroupWage),
            ColumnGroup::Paid if self.money => say!(Report::GroupPaid),
            ColumnGroup::Paid => say!(Report::Result),
        }
    }
}

/// What a rule reads.
#[derive(Default)]
struct RuleReads {
    own: BTreeSet<usize>,
    before: BTreeSet<usize>,
    credits: bool,
    adjustments: bool,
}

impl RuleReads {
    fn of(rule: &Rule) -> Self {
        let mut reads = Self::default();
        for part in rule.formula.code.each() {
            match &part.op {
                Op::Slot(slot) | Op::Given(slot) if slot.space == Space::Own => reads.own.extend([slot.index]),
                Op::Previous(slot) => reads.before.extend([*slot]),
                Op::Aggregate { over: Scope::Credit, .. } => reads.credits = true,
                Op::Aggregate { over: Scope::Adjustment, .. } => reads.adjustments = true,
                _ => {}
            }
        }
        reads
    }
}

/// The figures of its own row and the settings that a formula adds up, each with whether it is taken off; `None` for a
/// formula that does anything else.
pub(super) fn terms(code: &Code) -> Option<Vec<(Slot, bool)>> {
    fn collect(code: &Code, off: bool, list: &mut Vec<(Slot, bool)>) -> Option<()> {
        match &code.op {
            Op::Arithmetic(Operator::Add, one, other) => {
                collect(one, off, list)?;
                collect(other, off, list)
            }
            Op::Arithmetic(Operator::Subtract, one, other) => {
                collect(one, off, list)?;
                collect(other, !off, list)
            }
            Op::Sum(parts) => parts.iter().try_for_each(|part| collect(part, off, list)),
            Op::Slot(slot) if matches!(slot.space, Space::Own | Space::Setting) => {
                list.push((*slot, off));
                Some(())
            }
            _ => None,
        }
    }
    let mut list = Vec::new();
    collect(code, false, &mut list)?;
    Some(list)
}
