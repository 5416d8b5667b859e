//! What one person may be told of others: a place, a count, a sum over all or over his own group; never a name, nor a
//! figure that is picked from another's or that follows from what he is told.
//!
//! Two figures that are summed over groups which differ by one person give that person's figure away, and so does one
//! over himself and one other. Whichever comes second in the policy is withheld. What he is paid is told all the same:
//! where it is a plain share of one other's figure, that follows from his pay.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;

use super::Results;
use crate::formula::{Code, Gather, Op, Operator, Scope, Slot, Space, Span};
use crate::lang::Lang;
use crate::policy::{Policy, Rule, builtin};
use crate::say;
use crate::settle::{RowKey, Settlement, contributors};

/// Why a figure is not told to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Withheld {
    /// It is another's, whoever reads: the greatest of all, the third from the top, or what is reckoned from one.
    Another,
    /// Together with what he is told anyhow it gives the figure of one other person, as the sum over himself and one more.
    OneOther,
}

impl Withheld {
    /// What stands in the place of the figure.
    pub(super) fn text(self, lang: Lang) -> String {
        let words = match self {
            Self::Another => say!(Report::AnothersFigure),
            Self::OneOther => say!(Report::OneOthersFigure),
        };
        words.get(lang).to_owned()
    }
}

/// What each person is told of others.
pub(super) struct Discretion<'r> {
    policy: &'r Policy,
    /// By person, what gives away one other's figure.
    alone: HashMap<usize, Vec<GatheredRows>>,
}

/// Rows that a row of this scope and number gathers.
#[derive(Clone, Copy, Debug, PartialEq)]
struct GatheredRows {
    scope: Scope,
    number: usize,
    rows: Gathering,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Gathering {
    /// Those of the same scope, in a column of that slot.
    Across(usize),
    /// All of a finer scope, for the department.
    Finer(Scope),
}

/// A figure that is gathered from people: of what, and from whom, for each who may be told it.
struct GatheredFigure {
    source: GatheredRows,
    /// Two of these that are the same figure of different people may be subtracted; a part of a pool may not.
    figure: Option<(Scope, Range<usize>, Code)>,
    people: Vec<(usize, Rc<[usize]>)>,
}

/// A figure, and from whom one person's is gathered.
type GatheredBeside<'g> = (&'g GatheredFigure, &'g Rc<[usize]>);

impl<'r> Discretion<'r> {
    pub(super) fn new(results: &Results<'r>) -> Self {
        let mut told: HashMap<usize, Vec<GatheredBeside<'_>>> = HashMap::new();
        let mut alone: HashMap<usize, Vec<GatheredRows>> = HashMap::new();
        // What was gathered first is told; what gives one person away beside it is not.
        let all = gathered(results);
        for one in &all {
            for (person, people) in &one.people {
                let told = told.entry(*person).or_default();
                let beside = told.iter().filter(|(other, _)| one.figure.is_some() && other.figure == one.figure);
                let gives = is_one_other(*person, people, &[])
                    || beside
                        .into_iter()
                        .any(|(_, others)| !Rc::ptr_eq(people, others) && is_one_other(*person, people, others));
                if gives {
                    alone.entry(*person).or_default().push(one.source);
                } else {
                    told.push((one, people));
                }
            }
        }
        Self { policy: results.policy, alone }
    }

    /// Why a rule's figure is not told to a person, if it is not.
    pub(super) fn of_rule(&self, person: usize, (scope, number): (Scope, usize), rule: &Rule) -> Option<Withheld> {
        let named = |name: &Option<String>| name.as_deref() == Some(rule.name.as_str());
        // What someone is paid he is told, whatever it rests on.
        let paid = match scope {
            Scope::Manager => {
                self.policy.payable().is_some_and(|payable| payable.slot == rule.slot) || named(&self.policy.cost)
            }
            Scope::Period => named(&self.policy.headline),
            _ => false,
        };
        if paid { None } else { self.of_formula(person, (scope, number), &rule.formula.code) }
    }

    /// Why what a formula comes to is not told to a person, if it is not.
    pub(super) fn of_formula(&self, person: usize, row: (Scope, usize), code: &Code) -> Option<Withheld> {
        let tells =
            |alone: &[GatheredRows]| Flow { policy: self.policy, alone, seen: HashSet::new() }.tells(row, row, code);
        if tells(&[]) {
            return Some(Withheld::Another);
        }
        self.alone.get(&person).is_some_and(|alone| tells(alone)).then_some(Withheld::OneOther)
    }

    /// Why the value of a name or an aggregate that stands there in a formula is not told to a person, if it is not.
    pub(super) fn of_part(&self, person: usize, row: (Scope, usize), code: &Code, at: &Span) -> Option<Withheld> {
        let is_value = |part: &&Code| matches!(part.op, Op::Slot(_) | Op::Previous(_) | Op::Aggregate { .. });
        let mut here = code.each().filter(|part| part.span == *at).filter(is_value);
        here.find_map(|part| self.of_formula(person, row, part))
    }
}

/// Whether two groups, each in ascending order, differ by exactly one person beside this one, so that the difference of
/// their sums is his figure.
fn is_one_other(person: usize, people: &[usize], others: &[usize]) -> bool {
    let lacking = |of: &[usize], one: &&usize| **one != person && of.binary_search(one).is_err();
    let more = people.iter().filter(|one| lacking(others, one));
    more.chain(others.iter().filter(|one| lacking(people, one))).take(2).count() == 1
}

/// All sums, means and pools over people's figures, in the policy's order.
fn gathered(results: &Results<'_>) -> Vec<GatheredFigure> {
    let Results { policy, book, settlement, .. } = results;
    let mut found = Vec::new();
    for scope in Scope::ALL {
        for across in &policy.scope(scope).across {
            let Op::Aggregate { gather, value, .. } = &across.formula.code.op else { continue };
            let pool = *gather == Gather::Share;
            if !(pool || matches!(gather, Gather::Sum | Gather::Average)) || !is_somebodys(policy, scope, value) {
                continue;
            }
            for number in 0..settlement.numbers(scope) {
                let people = contributors(book, settlement, (scope, number), &across.formula.code);
                let figure = (!pool).then(|| (scope, number..number + 1, value.without_place()));
                let source = GatheredRows { scope, number, rows: Gathering::Across(across.slot) };
                found.push(GatheredFigure { source, figure, people });
            }
        }
    }
    let departments = [Scope::DepartmentPeriod, Scope::Department];
    let mut rows_of: HashMap<(Scope, Range<usize>), Rc<[usize]>> = HashMap::new();
    for scope in departments.into_iter().filter(|_| policy.reads_department()) {
        for rule in &policy.scope(scope).rules {
            for part in rule.formula.code.each() {
                let Op::Aggregate { gather: Gather::Sum | Gather::Average, over, value, .. } = &part.op else {
                    continue;
                };
                if departments.contains(over) || !is_somebodys(policy, *over, value) {
                    continue;
                }
                for number in 0..settlement.numbers(scope) {
                    let numbers = numbers_of(settlement, (scope, number), *over);
                    let there = |manager: usize| match over {
                        Scope::Credit => {
                            numbers.clone().any(|period| !settlement.credits_of(manager, period).is_empty())
                        }
                        _ => numbers.clone().any(|number| settlement.has(RowKey::of(*over, manager, number))),
                    };
                    let all = 0..book.managers.len();
                    let of = rows_of.entry((*over, numbers.clone()));
                    let of = of.or_insert_with(|| all.clone().filter(|manager| there(*manager)).collect());
                    let people = all.map(|manager| (manager, Rc::clone(of))).collect();
                    let source = GatheredRows { scope, number, rows: Gathering::Finer(*over) };
                    found.push(GatheredFigure {
                        source,
                        figure: Some((*over, numbers, value.without_place())),
                        people,
                    });
                }
            }
        }
    }
    found
}

/// The numbers of the rows of a finer scope that a row gathers.
fn numbers_of(settlement: &Settlement, (scope, number): (Scope, usize), over: Scope) -> Range<usize> {
    match over {
        Scope::Period | Scope::Credit => settlement.periods_of(scope, number),
        _ => 0..settlement.numbers(over),
    }
}

/// Whether a figure is somebody's own: one that is the same for all, such as a weight of 1, gives nobody away.
fn is_somebodys(policy: &Policy, scope: Scope, code: &Code) -> bool {
    let own = |slot: &Slot| match policy.rule_at(scope, slot.index) {
        Some(rule) if rule.input.is_none() => is_somebodys(policy, scope, &rule.formula.code),
        None if slot.index == builtin::PERIOD && scope != Scope::Manager => false,
        _ => true,
    };
    code.each().any(|part| match &part.op {
        Op::Slot(slot) | Op::Given(slot) => match slot.space {
            Space::Setting => false,
            Space::Own | Space::Child => own(slot),
            _ => true,
        },
        Op::Previous(_) | Op::Aggregate { .. } => true,
        _ => false,
    })
}

/// Follows where the value of a formula comes from.
struct Flow<'p> {
    policy: &'p Policy,
    /// What gives one other's figure away; with nothing, only what does so whoever reads.
    alone: &'p [GatheredRows],
    seen: HashSet<(Scope, usize, usize)>,
}

impl Flow<'_> {
    /// For a row of a scope and number; `inside` are those of the rows that an aggregate goes over.
    fn tells(&mut self, row: (Scope, usize), inside: (Scope, usize), code: &Code) -> bool {
        let (scope, number) = row;
        match &code.op {
            Op::Aggregate { gather, over, reach, value, condition, column, argument } => {
                let of_all = reach.is_across() || matches!(scope, Scope::DepartmentPeriod | Scope::Department);
                if !of_all || *over == Scope::DepartmentPeriod {
                    return self.numbers(row, *over).any(|number| self.tells(row, (*over, number), value));
                }
                match gather {
                    // Also the middle one of an odd number is one person's.
                    Gather::Statistic(statistic) => !statistic.counts,
                    Gather::Min | Gather::Max | Gather::Last => true,
                    // A sum over those of one's own team is theirs together; any other condition may pick one person.
                    Gather::Sum | Gather::Average | Gather::Share => {
                        let rows = column.map_or(Gathering::Finer(*over), Gathering::Across);
                        *gather != Gather::Share && condition.as_deref().is_some_and(|only| !is_own_group(only))
                            || self.alone.contains(&GatheredRows { scope, number, rows })
                            || argument.as_deref().is_some_and(|pool| self.tells(row, inside, pool))
                    }
                    Gather::Count => false,
                }
            }
            // A step of a table is no figure of anybody's.
            Op::Compare(..)
            | Op::Given(_)
            | Op::And(_)
            | Op::Or(_)
            | Op::Not(_)
            | Op::Band(..)
            | Op::Lookup(..)
            | Op::Grade(..) => false,
            Op::If(_, then, other) => self.tells(row, inside, then) || self.tells(row, inside, other),
            Op::Previous(slot) => {
                let before = if self.alone.is_empty() { 0..1 } else { 0..number };
                before.into_iter().any(|number| self.rule((Scope::Period, number), *slot))
            }
            Op::Slot(slot) => match slot.space {
                Space::Setting => false,
                Space::Own => self.rule(row, slot.index),
                Space::Manager | Space::ChildManager => self.rule((Scope::Manager, 0), slot.index),
                Space::Line | Space::ChildLine => self.rule((Scope::Line, 0), slot.index),
                Space::Child => self.rule(inside, slot.index),
                Space::Of(above) => {
                    let number = match above {
                        Scope::Half if scope != Scope::Half => number / 2,
                        Scope::Period | Scope::Half | Scope::DepartmentPeriod => number,
                        _ => 0,
                    };
                    self.rule((above, number), slot.index)
                }
            },
            _ => code.parts().any(|part| self.tells(row, inside, part)),
        }
    }

    /// The rows that an aggregate goes over; where it is no matter which, one.
    fn numbers(&self, (scope, number): (Scope, usize), over: Scope) -> Range<usize> {
        let periods = usize::from(self.policy.period.count());
        match (over, scope) {
            _ if self.alone.is_empty() => 0..1,
            (Scope::Period | Scope::Credit, Scope::Half) => number * 2..number * 2 + 2,
            (Scope::Credit, Scope::Period) => number..number + 1,
            (Scope::Period | Scope::Credit | Scope::DepartmentPeriod, _) => 0..periods,
            (Scope::Half, _) => 0..2,
            _ => 0..1,
        }
    }

    fn rule(&mut self, row: (Scope, usize), slot: usize) -> bool {
        let policy = self.policy;
        let rule = policy.rule_at(row.0, slot);
        rule.is_some_and(|rule| self.seen.insert((row.0, row.1, slot)) && self.tells(row, row, &rule.formula.code))
    }
}

/// Whether a condition says nothing but that something is as it is of oneself: `peers.team = team`.
fn is_own_group(condition: &Code) -> bool {
    match &condition.op {
        Op::And(parts) => parts.iter().all(is_own_group),
        Op::Compare(Operator::Equal, left, right) => match (&left.op, &right.op) {
            (Op::Slot(one), Op::Slot(other)) => {
                let of_oneself = |peer: &Slot, own: &Slot| {
                    matches!(
                        (peer.space, own.space),
                        (Space::Child, Space::Own) | (Space::ChildManager, Space::Manager)
                    )
                };
                one.index == other.index && (of_oneself(one, other) || of_oneself(other, one))
            }
            _ => false,
        },
        _ => false,
    }
}
