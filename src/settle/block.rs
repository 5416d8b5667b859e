//! Rows of a stage, some at a time: each of its rules for all of them, then its checks.
//!
//! No row of a stage needs another of it, so that they may be divided among threads. A row for which a rule has no value, or
//! reads what is tainted, is computed alone.

use super::children::Family;
use super::fold::Fold;
use super::found::{RowFinding, RowMistake};
use super::place::{RowPlace, cell_of, explain, standing};
use super::row_key::RowKey;
use super::threads;
use crate::book::Fault;
use crate::formula::{
    Around, Beside, Block, BlockFigure, Columns, Context, EvalError, Row, Scope, Settings, Space, Value, evaluate,
};
use crate::lang::Words;
use crate::policy::{InputCheck, Rule, Stage};

/// How many rows are taken at a time before what was computed is put in its place.
const ROWS: usize = 8_192;
/// How many make it worth while to take a thread for them.
const ENOUGH: usize = 1_024;
/// How many are computed together: what a formula makes on its way of all of them stays close at hand.
const TOGETHER: usize = 256;

/// What was computed of some rows.
struct Done<'k> {
    keys: &'k [RowKey],
    own: Columns,
    /// Rows that are to be computed alone, and from which of the stage's rules on; in their order.
    left: Vec<(u32, usize)>,
    /// For each of the stage's checks the rows to be looked at: of all others it is true.
    asked: Vec<Vec<u32>>,
}

impl Fold<'_> {
    /// Computes a stage for rows that are there, and checks them. A rule without a value, and all that rests on it, is
    /// tainted: what else is wrong with the row is found all the same.
    pub(super) fn compute(&mut self, stage: &Stage, places: impl Iterator<Item = RowKey>) {
        let mut keys = Vec::with_capacity(ROWS);
        let mut places = places.fuse();
        loop {
            keys.extend(places.by_ref().take(ROWS));
            if keys.is_empty() {
                return;
            }
            let part = keys.len().div_ceil(self.threads.get()).max(ENOUGH);
            let work = |keys| -> Vec<Done<'_>> {
                <[RowKey]>::chunks(keys, TOGETHER).map(|keys| self.block(stage, keys)).collect()
            };
            for done in threads::each(keys.chunks(part), work).into_iter().flatten() {
                self.put_in_place(stage, &done);
                self.checks(stage, &done);
            }
            keys.clear();
        }
    }

    /// Computes a stage for some rows and asks its checks of them, as far as they are alike.
    fn block<'k>(&self, stage: &Stage, keys: &'k [RowKey]) -> Done<'k> {
        if let [_] = keys {
            // One row is computed alone in half the time: so is each settlement of a single person.
            let asked = vec![vec![0]; stage.checks.len()];
            return Done { keys, own: Columns::default(), left: vec![(0, 0)], asked };
        }
        let settlement = &self.result;
        let rules = self.policy.scope(stage.scope);
        let own: Vec<usize> = keys.iter().map(|key| key.place().1).collect();
        let table = settlement.table_of(keys[0]);
        // Of a book with faults each row may lack something else.
        let mut odd = vec![self.known.is_some() || reads_itself(rules, stage); keys.len()];
        let tables = tables_beside(stage);
        let beside = self.beside(tables, keys, &mut odd);
        let places = |at: usize| {
            settlement.table_of(tables[at]).map_or(Beside::default(), |table| Beside::new(table, &beside[at]))
        };
        let periods = self.periods_of(stage, keys);
        let periods: Vec<Beside<'_>> = periods
            .iter()
            .filter_map(|(period, places)| {
                let table = settlement.table_of(RowKey::Period { person: 0, period: *period })?;
                Some(Beside::new(table, places))
            })
            .collect();
        let settings: Vec<&[Value]> = match stage.scope {
            Scope::Line | Scope::Credit if settlement.is_dated() => {
                keys.iter().map(|key| settlement.settings_of(*key)).collect()
            }
            _ => Vec::new(),
        };
        let around = Around {
            tables: &settlement.tables,
            settings: if settings.is_empty() {
                Settings::Same(settlement.settings_of(keys[0]))
            } else {
                Settings::Each(&settings)
            },
            manager: places(0),
            line: places(1),
            previous: places(2),
            periods: &periods,
            lacks: &|scope| settlement.lacks(scope),
            alone: &|row: usize, own: Row<'_>, visit: &mut dyn FnMut(&Context<'_>)| {
                let family = Family::new(settlement, keys[row]);
                visit(&Context { own, ..settlement.context(keys[row], &family) });
            },
        };
        let all_rows = || (0_u32..).zip(&odd);
        let mut block = Block {
            own: table.map_or_else(Columns::default, |table| table.of_rows(&own)),
            rows: all_rows().filter(|(_, odd)| !**odd).map(|(row, _)| row).collect(),
            around,
        };
        let mut left: Vec<(u32, usize)> = all_rows().filter(|(_, odd)| **odd).map(|(row, _)| (row, 0)).collect();
        for (at, rule) in stage.rules.iter().map(|rule| &rules.rules[*rule]).enumerate() {
            let (code, kind) = (&rule.formula.code, rule.unit.kind());
            let figure = BlockFigure { code, kind, slot: rule.slot, typed: typed(rule) };
            left.extend(block.compute(figure).into_iter().map(|row| (row, at)));
        }
        left.sort_unstable();
        let asked = stage.checks.iter().map(|check| {
            let mut rows = block.not_true(&self.policy.checks[*check].formula.code);
            rows.extend(left.iter().map(|(row, _)| *row));
            rows.sort_unstable();
            rows
        });
        let asked = asked.collect();
        Done { keys, own: block.own, left, asked }
    }

    /// The places of the rows beside some rows in these tables; a row is odd where another table has one, or nothing is
    /// certain of it.
    fn beside(&self, tables: [RowKey; 3], keys: &[RowKey], odd: &mut [bool]) -> [Vec<Option<usize>>; 3] {
        let mut beside = std::array::from_fn(|_| Vec::with_capacity(keys.len()));
        for (key, odd) in keys.iter().zip(odd) {
            let of_key = self.result.beside(*key);
            *odd |= self.result.taint.before(*key, of_key[2]);
            for ((places, first), found) in beside.iter_mut().zip(tables).zip(of_key) {
                let there = found.filter(|key| self.result.has(*key)).map(RowKey::place);
                *odd |= there.is_some_and(|(number, _)| number != first.place().0);
                places.push(there.map(|(_, place)| place));
            }
        }
        beside
    }

    /// Of rows that are made of one person's periods, each of those with its places.
    fn periods_of(&self, stage: &Stage, keys: &[RowKey]) -> Vec<(usize, Vec<Option<usize>>)> {
        let numbers = match stage.scope {
            Scope::Half | Scope::Year | Scope::Manager => self.result.periods_of(stage.scope, stage.number),
            _ => 0..0,
        };
        let of_person = |key: &RowKey, period: usize| {
            let (_, person) = key.place();
            self.result.has(RowKey::Period { person, period }).then_some(person)
        };
        numbers.map(|period| (period, keys.iter().map(|key| of_person(key, period)).collect())).collect()
    }

    /// Puts what was computed of some rows in its place, and computes what is left.
    fn put_in_place(&mut self, stage: &Stage, done: &Done<'_>) {
        let rules = self.policy.scope(stage.scope);
        for (at, rule) in stage.rules.iter().map(|rule| &rules.rules[*rule]).enumerate() {
            let mut left = done.left.iter().peekable();
            let rows = (0_u32..).zip(done.keys).filter_map(|(row, key)| {
                let from = left.next_if(|(left, _)| *left == row).map(|(_, from)| *from);
                from.is_none_or(|from| at < from).then_some((*key, row as usize))
            });
            self.result.take(rule.slot, &done.own, rows);
        }
        for (row, from) in &done.left {
            let key = done.keys[*row as usize];
            for rule in stage.rules[*from..].iter().map(|rule| &rules.rules[*rule]) {
                let value = self.alone(rule, key).unwrap_or_else(|error| {
                    // What is wrong with a manager's own row is no matter while his finer ones have faults.
                    if self.known.is_none() || key.scope() != Scope::Manager {
                        self.failed((key, RowMistake::Rule(rule.slot)), &rule.formula, &rule.label, &error);
                    }
                    Value::Tainted
                });
                self.result.put(key, rule.slot, value);
            }
        }
    }

    /// What a rule gives for a row.
    fn alone(&self, rule: &Rule, key: RowKey) -> Result<Value, EvalError> {
        let family = Family::new(&self.result, key);
        value_of(rule, &self.result.context(key, &family))
    }

    fn checks(&mut self, stage: &Stage, done: &Done<'_>) {
        for (&index, asked) in stage.checks.iter().zip(&done.asked) {
            let (check, mistake) = (&self.policy.checks[index], RowMistake::Check(index));
            let keys = asked.iter().map(|row| done.keys[*row as usize]);
            let found: Vec<_> = keys.filter_map(|key| self.check(check, key)).collect();
            for (key, is_fault, finding) in found {
                if is_fault {
                    self.fault(key, mistake, finding);
                } else {
                    self.found.push(RowFinding { key, mistake, is_fault, finding });
                }
            }
        }
    }

    /// What a check has to say of a row: of which, whether it is a fault, and which. Of what is tainted it says nothing.
    fn check(&self, check: &InputCheck, key: RowKey) -> Option<(RowKey, bool, Fault)> {
        let (policy, book) = (self.policy, self.book);
        let family = Family::new(&self.result, key);
        let context = self.result.context(key, &family);
        let at = || RowPlace::row(key, book, &self.result.credits);
        match evaluate(&check.formula.code, &context) {
            Ok(Value::Truth(true)) | Err(EvalError::Tainted) => None,
            Ok(_) => {
                let place = cell_of(policy, book, at(), &check.column);
                let standing = standing(policy, book, at(), context.own, context.line, &check.column);
                let fault = Fault::new(place, standing, check.message.clone(), check.mend.clone());
                Some((key, !check.warning, fault))
            }
            Err(EvalError::Wrong(wrong)) => {
                let label = Words::same(&check.column);
                Some((key, true, explain(policy, book, at(), &check.formula, &label, &wrong)))
            }
        }
    }
}

/// What a rule gives for the row of a context.
pub(super) fn value_of(rule: &Rule, context: &Context<'_>) -> Result<Value, EvalError> {
    let typed = typed(rule).map(|typed| context.own.get(typed));
    if let Some(typed) = typed.filter(|typed| *typed != Value::Blank) {
        return Ok(typed);
    }
    evaluate(&rule.formula.code, context).map(|value| value.or_zero_of(rule.unit.kind()))
}

/// The tables in which the rows beside those of a stage stand: their managers', their lines', the period's before.
fn tables_beside(stage: &Stage) -> [RowKey; 3] {
    let before = RowKey::Period { person: 0, period: stage.number.saturating_sub(1) };
    [RowKey::Manager { person: 0 }, RowKey::Line(0), before]
}

/// The slot of what goes before a rule where anything was typed.
fn typed(rule: &Rule) -> Option<usize> {
    rule.input.filter(|_| !rule.counts)
}

/// Whether rules of a person read his own row by way of his finer rows: what is put in its place for all rules at once is
/// not there for them.
fn reads_itself(rules: &crate::policy::ScopeRules, stage: &Stage) -> bool {
    stage.scope == Scope::Manager
        && stage.rules.iter().any(|rule| {
            let mut names = rules.rules[*rule].formula.code.names();
            names.any(|slot| slot.space == Space::ChildManager)
        })
}
