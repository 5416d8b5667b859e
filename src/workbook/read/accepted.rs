//! What accepted proposals make of the tasks and grades.
//!
//! What was recorded is applied, never a figure computed anew; a task that was changed since is a fault. An applied
//! proposal leaves what stands on the sheets of tasks and managers as if it had been typed there, so that it is the same
//! whether `next` has written it already or not.

use super::Reader;
use super::known_periods::KnownPeriods;
use super::people::Managers;
use crate::book::{Period, Place, Proposal, guide_sheets};
use crate::formula::{Scope, Value};
use crate::lang::Words;
use crate::policy::{Column, Policy, Proposes, builtin};
use crate::say;

impl Reader<'_> {
    /// Applies what is accepted, as far as the through period has come, and tells what nobody answered.
    pub(super) fn accept(
        &mut self,
        proposals: &mut [Proposal],
        managers: &mut Managers,
        periods: &mut KnownPeriods,
        through: Period,
    ) {
        let policy = self.policy;
        let half = policy.period.count() / 2;
        let (mut undecided, mut later) = (Vec::new(), Vec::new());
        for proposal in proposals.iter_mut().filter(|proposal| proposal.changes(policy)) {
            let last_year = self.year_read.is_some_and(|year| proposal.year < year);
            let due = last_year || through.number() >= half * proposal.half;
            match proposal.accepted {
                None => undecided.push((proposal.place.clone(), told(proposal, managers))),
                Some(false) => {}
                Some(true) if !due => later.push((proposal.place.clone(), told(proposal, managers))),
                Some(true) => {
                    proposal.applied = true;
                    self.apply(proposal, last_year, managers, periods);
                }
            }
        }
        let accept = say!(Policy::Accept);
        let people = |list: &[(Place, Words)]| Words::list(list.iter().map(|(_, who)| who));
        if let Some((place, _)) = undecided.first().cloned() {
            let problem = say!(Read::ProposalsUndecided { people: people(&undecided) });
            self.findings.warn(place, "", problem, say!(Read::AnswerProposals { accept }));
        }
        if let Some((place, _)) = later.first().cloned() {
            let problem = say!(Read::AcceptedLater { people: people(&later), through });
            self.findings.warn(place, "", problem, say!(Read::NothingToDo));
        }
    }

    fn apply(&mut self, proposal: &Proposal, last_year: bool, managers: &mut Managers, periods: &mut KnownPeriods) {
        let policy = self.policy;
        let half = policy.period.count() / 2;
        let first = if last_year { 1 } else { half * proposal.half + 1 };
        let rules = &policy.scope(Scope::Half).rules;
        for (at, rule) in rules.iter().enumerate() {
            let Some(proposes) = &rule.proposes else { continue };
            let (value, now) = (proposal.figures[at], proposal.now[at]);
            let change =
                |period: Option<Period>| ProposedChange { manager: proposal.manager, proposes, value, now, period };
            match (proposes.nth, &proposes.of_manager) {
                (None, Some(column)) if last_year => {
                    let was = proposes.was.as_ref().and_then(|was| rules.iter().position(|rule| rule.name == *was));
                    let now = was.map_or(Value::Blank, |was| proposal.figures[was]);
                    self.grade_of_manager(&ProposedChange { now, ..change(None) }, column, managers);
                }
                (None, _) => {
                    for number in first..first + half {
                        self.chosen(&change(Period::new(policy.period, number)), proposal, managers, periods);
                    }
                }
                (Some(nth), _) => {
                    self.figure(&change(Period::new(policy.period, first + nth - 1)), managers, periods);
                }
            }
        }
    }

    /// The manager's own grade, when a year has passed.
    fn grade_of_manager(&mut self, change: &ProposedChange<'_>, column: &str, managers: &mut Managers) {
        let policy = self.policy;
        let Some(input) = policy.inputs(Scope::Manager).find(|input| input.column.name == *column) else { return };
        let Some(person) = managers.list.get_mut(change.manager) else { return };
        let standing = person.values[input.typed];
        let row = person.row;
        if standing == change.now || standing == change.value {
            person.values[input.typed] = change.value;
            return;
        }
        let at = policy.sheets.iter().position(|sheet| sheet.name == input.sheet.name).unwrap_or(0);
        self.changed(change, (at, row, input.column), standing, managers);
    }

    /// What holds for all quarters of the half, such as the grade.
    fn chosen(
        &mut self,
        change: &ProposedChange<'_>,
        proposal: &Proposal,
        managers: &Managers,
        periods: &mut KnownPeriods,
    ) {
        let Some((typed, row, at, column)) = place_of(self.policy, change, periods) else { return };
        let was = change.proposes.was.as_ref().and_then(|was| {
            let rules = &self.policy.scope(Scope::Half).rules;
            Some(proposal.figures[rules.iter().position(|rule| rule.name == *was)?])
        });
        let standing = typed.value;
        if standing == Value::Blank || Some(standing) == was || standing == change.value {
            put(periods, change, typed.slot, change.value);
        } else {
            let change = ProposedChange { now: was.unwrap_or_default(), ..*change };
            self.changed(&change, (at, row, column), standing, managers);
        }
    }

    /// A figure of one quarter.
    fn figure(&mut self, change: &ProposedChange<'_>, managers: &Managers, periods: &mut KnownPeriods) {
        let Some((typed, row, at, column)) = place_of(self.policy, change, periods) else { return };
        let leave = change.period.and_then(|period| periods.get(change.manager, period));
        // An exempt row takes the new grade and wage only.
        if column.task && leave.is_some_and(|row| row.is_leave(self.policy)) {
            return;
        }
        if matches!(change.value, Value::Blank | Value::NotApplicable) {
            if column.task && typed.value != Value::Blank {
                let (id, label) = (&managers.list[change.manager].id, &column.label);
                let place = self.cell_at(at, row, column);
                let period = change.period.map_or_else(String::new, |period| period.to_string());
                let problem = say!(Read::NothingProposedFor { id, period, label });
                self.findings.warn(place, shown(typed.value), problem, say!(Read::CheckItIsOfNewGrade));
            }
            return;
        }
        if typed.value == change.now || typed.value == change.value {
            put(periods, change, typed.slot, change.value);
        } else {
            self.changed(change, (at, row, column), typed.value, managers);
        }
    }

    /// A task row that was changed by hand after the proposal was made.
    fn changed(
        &mut self,
        change: &ProposedChange<'_>,
        (at, row, column): CellToChange<'_>,
        found: Value,
        managers: &Managers,
    ) {
        let text = |value: Value| match value {
            Value::Text(symbol) => self.texts.symbols.text(symbol).to_owned(),
            value => shown(value),
        };
        let words = |value| if value == Value::Blank { say!(Formula::Blank) } else { Words::same(text(value)) };
        let (now, proposed, found) = (words(change.now), words(change.value), text(found));
        let (id, label) = (&managers.list[change.manager].id, &column.label);
        // A manager's own grade is that of the year.
        let year = || self.year_read.map_or_else(String::new, |year| year.to_string());
        let period = change.period.map_or_else(year, |period| period.to_string());
        let problem = say!(Read::TaskChangedAfterProposal { id, period, label, now, proposed });
        let (sheet, accept) = (guide_sheets()[2].clone(), say!(Policy::Accept));
        let place = self.cell_at(at, row, column);
        self.findings.fault(place, found, problem, say!(Read::RestoreOrAnswerNo { accept, sheet }));
    }

    fn cell_at(&self, sheet: usize, row: u32, column: &Column) -> Place {
        let index = self.policy.sheets[sheet].columns.iter().position(|other| other.name == column.name);
        self.cell_of(sheet, row, index.unwrap_or(usize::MAX))
    }

    /// Whoever was given another grade, by a proposal, has it in the summary: his other quarters keep the old one by
    /// saying so.
    pub(super) fn grades_in_force(
        &self,
        proposals: &[Proposal],
        managers: &mut Managers,
        periods: &mut KnownPeriods,
        through: Period,
    ) {
        let Some((of_period, of_manager)) = self.policy.grades() else { return };
        let slot = of_period - builtin::PERIOD - 1;
        let given = |index: usize| proposals.iter().any(|proposal| proposal.applied && proposal.manager == index);
        for (index, person) in managers.list.iter_mut().enumerate().filter(|(index, _)| given(*index)) {
            let rows = &mut periods.rows[index * periods.a_year..(index + 1) * periods.a_year];
            let in_force = rows[through.index()].as_ref().map_or(Value::Blank, |row| row.values[slot]);
            let before = person.values[of_manager];
            if in_force == Value::Blank || in_force == before {
                continue;
            }
            person.values[of_manager] = in_force;
            for row in rows.iter_mut().flatten().filter(|row| row.values[slot] == Value::Blank) {
                row.values[slot] = before;
            }
        }
    }
}

/// A sheet, a row of it and a column.
type CellToChange<'c> = (usize, u32, &'c Column);

/// What stands in a cell of a period.
struct StandingValue {
    slot: usize,
    value: Value,
}

/// What a proposal makes of one cell.
#[derive(Clone, Copy)]
struct ProposedChange<'p> {
    manager: usize,
    proposes: &'p Proposes,
    value: Value,
    /// What stood there when it was proposed.
    now: Value,
    period: Option<Period>,
}

/// What stands in the cell that a proposal changes: its value and slot, its row, sheet and column.
fn place_of<'p>(
    policy: &'p Policy,
    change: &ProposedChange<'_>,
    periods: &KnownPeriods,
) -> Option<(StandingValue, u32, usize, &'p Column)> {
    let column = &change.proposes.column;
    let input = policy.inputs(Scope::Period).find(|input| input.sheet.anchor && input.column.name == *column)?;
    let at = policy.sheets.iter().position(|sheet| sheet.name == input.sheet.name)?;
    let facts = periods.get(change.manager, change.period?)?;
    let (row, slot) = (facts.rows[at], input.typed - builtin::PERIOD - 1);
    (row > 0).then_some((StandingValue { slot, value: facts.values[slot] }, row, at, input.column))
}

fn put(periods: &mut KnownPeriods, change: &ProposedChange<'_>, slot: usize, value: Value) {
    let Some(period) = change.period else { return };
    if let Some(row) = &mut periods.rows[change.manager * periods.a_year + period.index()] {
        row.values[slot] = value;
    }
}

fn shown(value: Value) -> String {
    value.as_number().map_or_else(String::new, |number| number.normalize().to_string())
}

/// A proposal in a list of people.
fn told(proposal: &Proposal, managers: &Managers) -> Words {
    let person = &managers.list[proposal.manager];
    Words::same(format!("{} {} {}", person.id, person.name, proposal.half_name()))
}
