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
use crate::policy::{Column, Policy, builtin};
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
            // What holds for the whole half, such as the grade, was what another figure of the proposal says.
            let was = proposes.was.as_ref().and_then(|was| rules.iter().position(|rule| rule.name == *was));
            let was = was.map_or(Value::Blank, |was| proposal.figures[was]);
            let (manager, value) = (proposal.manager, proposal.figures[at]);
            let of_period = |now, number| {
                let period = Period::new(policy.period, number)?;
                Some(ProposedChange { manager, column: &proposes.column, value, now, period: Some(period) })
            };
            match (proposes.nth, &proposes.of_manager) {
                // The manager's own grade, when a year has passed.
                (None, Some(column)) if last_year => {
                    let change = ProposedChange { manager, column, value, now: was, period: None };
                    self.put(&change, false, managers, periods);
                }
                (None, _) => {
                    for change in (first..first + half).filter_map(|number| of_period(was, number)) {
                        self.put(&change, true, managers, periods);
                    }
                }
                (Some(nth), _) => {
                    if let Some(change) = of_period(proposal.now[at], first + nth - 1) {
                        self.figure(&change, managers, periods);
                    }
                }
            }
        }
    }

    /// A figure of one quarter.
    fn figure(&mut self, change: &ProposedChange<'_>, managers: &mut Managers, periods: &mut KnownPeriods) {
        let Some(cell) = change.cell(self.policy, managers, periods) else { return };
        let leave = change.period.and_then(|period| periods.get(change.manager, period));
        // An exempt row takes the new grade and wage only.
        if cell.column.task && leave.is_some_and(|row| row.is_leave(self.policy)) {
            return;
        }
        if !matches!(change.value, Value::Blank | Value::NotApplicable) {
            return self.put(change, false, managers, periods);
        }
        if cell.column.task && cell.value != Value::Blank {
            let (id, label) = (&managers.list[change.manager].id, &cell.column.label);
            let period = change.period.map_or_else(String::new, |period| period.to_string());
            let problem = say!(Read::NothingProposedFor { id, period, label });
            self.findings.warn(self.place_of(&cell), shown(cell.value), problem, say!(Read::CheckItIsOfNewGrade));
        }
    }

    /// Puts what is proposed where that stands which it was proposed for, or itself, or nothing where that may be filled
    /// in; what was changed by hand since is a fault.
    fn put(&mut self, change: &ProposedChange<'_>, fill: bool, managers: &mut Managers, periods: &mut KnownPeriods) {
        let Some(cell) = change.cell(self.policy, managers, periods) else { return };
        if cell.value != change.now && cell.value != change.value && !(fill && cell.value == Value::Blank) {
            return self.changed(change, &cell, managers);
        }
        let values = match change.period {
            None => Some(&mut managers.list[change.manager].values),
            Some(period) => periods.slot(change.manager, period).as_mut().map(|row| &mut row.values),
        };
        if let Some(values) = values {
            values[cell.slot] = change.value;
        }
    }

    /// A cell that was changed by hand after the proposal was made.
    fn changed(&mut self, change: &ProposedChange<'_>, cell: &StandingCell<'_>, managers: &Managers) {
        let text = |value: Value| match value {
            Value::Text(symbol) => self.texts.symbols.text(symbol).to_owned(),
            value => shown(value),
        };
        let words = |value| if value == Value::Blank { say!(Formula::Blank) } else { Words::same(text(value)) };
        let (now, proposed, found) = (words(change.now), words(change.value), text(cell.value));
        let (id, label) = (&managers.list[change.manager].id, &cell.column.label);
        // A manager's own grade is that of the year.
        let year = || self.year_read.map_or_else(String::new, |year| year.to_string());
        let period = change.period.map_or_else(year, |period| period.to_string());
        let problem = say!(Read::TaskChangedAfterProposal { id, period, label, now, proposed });
        let (sheet, accept) = (guide_sheets()[2].clone(), say!(Policy::Accept));
        let mend = say!(Read::RestoreOrAnswerNo { accept, sheet });
        self.findings.fault(self.place_of(cell), found, problem, mend);
    }

    fn place_of(&self, cell: &StandingCell<'_>) -> Place {
        let index = self.policy.sheets[cell.sheet].columns.iter().position(|other| other.name == cell.column.name);
        self.cell_of(cell.sheet, cell.row, index.unwrap_or(usize::MAX))
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

/// What a proposal makes of one cell: of a period, or of the manager himself.
struct ProposedChange<'p> {
    manager: usize,
    column: &'p str,
    value: Value,
    /// What stood there when it was proposed.
    now: Value,
    period: Option<Period>,
}

/// The cell that a proposal changes, and what stands there.
struct StandingCell<'p> {
    sheet: usize,
    row: u32,
    column: &'p Column,
    slot: usize,
    value: Value,
}

impl ProposedChange<'_> {
    /// The cell, if there is one.
    fn cell<'p>(&self, policy: &'p Policy, managers: &Managers, periods: &KnownPeriods) -> Option<StandingCell<'p>> {
        let scope = if self.period.is_some() { Scope::Period } else { Scope::Manager };
        let mut inputs = policy.inputs(scope).filter(|input| input.sheet.anchor || self.period.is_none());
        let input = inputs.find(|input| input.column.name == self.column)?;
        let sheet = policy.sheets.iter().position(|sheet| sheet.name == input.sheet.name)?;
        let (row, slot, value) = match self.period {
            None => {
                let person = managers.list.get(self.manager)?;
                (person.row, input.typed, person.values[input.typed])
            }
            Some(period) => {
                let (facts, slot) = (periods.get(self.manager, period)?, input.typed - builtin::PERIOD - 1);
                (facts.rows[sheet], slot, facts.values[slot])
            }
        };
        (row > 0).then_some(StandingCell { sheet, row, column: input.column, slot, value })
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
