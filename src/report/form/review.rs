//! What a half-year review proposes for the periods that follow, listed for somebody to accept; and what was accepted
//! before, written as if it had been typed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::closing::{Closing, NextRow, by_number, by_period};
use super::entry::Entry;
use super::filling::Proposed;
use crate::book::{Period, Proposal};
use crate::formula::{Row, Scope, Value};
use crate::policy::{Policy, ProposalPart, Proposes};
use crate::report::sheet::CellValue;
use crate::say;
use crate::settle::RowKey;

/// Rows of each sheet as they were carried over, with their numbers in the input.
type CarriedRows = [Vec<(u32, Vec<Entry>)>];

/// Writes what accepted proposals made of tasks and grades; from now on it stands there as typed. Whose year has passed
/// has the grade of its last period on the sheet of managers.
pub(super) fn write_accepted(closing: &Closing<'_>, sheets: &mut CarriedRows) {
    let (policy, book) = (closing.policy(), closing.book());
    let proposing: Vec<&Proposes> =
        policy.scope(Scope::Half).rules.iter().filter_map(|rule| rule.proposes.as_ref()).collect();
    // The first period that an applied proposal changes, from 0.
    let half = usize::from(policy.period.count() / 2);
    let mut from: BTreeMap<usize, usize> = BTreeMap::new();
    for one in book.proposals.iter().filter(|one| one.applied) {
        let first = if one.year < book.year { 0 } else { half * usize::from(one.half) };
        from.entry(one.manager).and_modify(|known| *known = first.min(*known)).or_insert(first);
    }
    for (at, sheet) in policy.sheets.iter().enumerate().filter(|(_, sheet)| sheet.anchor) {
        let columns = sheet.values().filter(|(_, column, _)| proposing.iter().any(|one| one.column == column.name));
        let columns: Vec<_> = columns.collect();
        let places = by_number(&sheets[at]);
        for (manager, from) in &from {
            let own = book.periods.iter().skip(manager * book.periods_a_year()).take(book.periods_a_year());
            for row in own.skip(*from).flatten() {
                let Some(place) = places.get(&row.rows[at]) else { continue };
                let entries = &mut sheets[at][*place].1;
                for (column, _, value) in &columns {
                    write(&mut entries[*column], closing.cell(row.values[*value]));
                }
            }
        }
    }
    let Some((_, of_manager)) = policy.grades() else { return };
    let people = policy.sheets.iter().enumerate().filter(|(_, sheet)| sheet.row == crate::policy::RowKind::Manager);
    for (at, sheet) in people {
        let Some((column, _, slot)) = sheet.values().find(|(.., slot)| *slot == of_manager) else { continue };
        let places = by_number(&sheets[at]);
        let last_year = book.proposals.iter().filter(|one| one.applied && one.year < book.year);
        let last_year: BTreeSet<usize> = last_year.map(|one| one.manager).collect();
        for (manager, person) in book.managers.iter().enumerate() {
            if !closing.new_year && !last_year.contains(&manager) {
                continue;
            }
            if let Some(place) = places.get(&person.row) {
                write(&mut sheets[at][*place].1[column], closing.cell(person.values[slot]));
            }
        }
    }
}

/// Writes what stands there otherwise, as if it had been typed.
fn write(entry: &mut Entry, value: CellValue) {
    if entry.value != value {
        *entry = Entry::new(value);
    }
}

/// The rows of the sheet of proposals: those of this year with their answers, and those of the half that ends now. The
/// cells that they would change get a note, and stay as they are.
pub(super) fn propose(closing: &Closing<'_>, rows: &mut [Vec<NextRow>]) -> Vec<Proposed> {
    let (policy, book) = (closing.policy(), closing.book());
    let mut proposals = Vec::new();
    for proposal in &book.proposals {
        let open = proposal.accepted.is_none() && proposal.changes(policy);
        // What was accepted of last year stands on the other sheets by now.
        if !closing.new_year && (proposal.year == book.year || open) {
            let half = if proposal.year == book.year { "H1".to_owned() } else { proposal.half_name() };
            proposals.push(Proposed { cells: cells(closing, proposal, &half), open });
        }
    }
    let half = policy.period.count() / 2;
    let through = book.through.number();
    if policy.proposal_columns().is_empty() || half == 0 || !through.is_multiple_of(half) {
        return proposals;
    }
    let which = through / half;
    let known = book.proposals.iter().filter(|one| one.when() == (book.year, which));
    let known: BTreeSet<usize> = known.map(|one| one.manager).collect();
    let places: Vec<_> = rows.iter().map(|rows| by_period(rows)).collect();
    for manager in 0..book.managers.len() {
        let row = closing.results.settlement.row(RowKey::Half { person: manager, half: usize::from(which) - 1 });
        let (Some(row), false) = (row, closing.leaves(manager) || known.contains(&manager)) else { continue };
        proposals.push(Review { closing, manager, row, half: which, places: &places }.proposed(rows));
    }
    proposals
}

/// The cells of a row, by the columns of the sheet.
fn cells(closing: &Closing<'_>, proposal: &Proposal, half: &str) -> Vec<Entry> {
    let person = &closing.book().managers[proposal.manager];
    let cell = |value: Value| Entry::new(closing.cell(value));
    let parts = closing.policy().proposal_columns();
    let cells = parts.iter().map(|part| match part.part {
        ProposalPart::Id => closing.id(proposal.manager),
        ProposalPart::Name => Entry::text(&person.name),
        ProposalPart::Half => Entry::text(half),
        ProposalPart::Figure(at) => cell(proposal.figures[at]),
        ProposalPart::Now(at) => cell(proposal.now[at]),
        ProposalPart::Accept => proposal.accepted.map_or_else(Entry::default, |answer| {
            let words = if answer { say!(Form::Yes) } else { say!(Form::No) };
            Entry::text(closing.say(&words))
        }),
    });
    cells.collect()
}

/// One person's review.
struct Review<'a> {
    closing: &'a Closing<'a>,
    manager: usize,
    row: Row<'a>,
    half: u8,
    /// The rows of each sheet by whose and when they are.
    places: &'a [HashMap<(usize, Period), usize>],
}

impl Review<'_> {
    fn proposed(&self, rows: &mut [Vec<NextRow>]) -> Proposed {
        let (policy, book) = (self.closing.policy(), self.closing.book());
        let rules = &policy.scope(Scope::Half).rules;
        let figure = |slot: usize| match self.row.get(slot) {
            Value::NotApplicable => Value::Blank,
            value => value,
        };
        let figures: Vec<Value> = rules.iter().map(|rule| figure(rule.slot)).collect();
        let mut proposal = Proposal {
            place: crate::book::Place::default(),
            manager: self.manager,
            year: book.year,
            half: self.half,
            accepted: None,
            applied: false,
            now: vec![Value::Blank; figures.len()],
            figures,
        };
        let changes = proposal.changes(policy);
        for (at, rule) in rules.iter().enumerate() {
            let Some((proposes, nth)) = rule.proposes.as_ref().and_then(|one| Some((one, one.nth?))) else { continue };
            let entry = self.entry(proposes, nth, rows);
            let now = entry.as_ref().map_or(CellValue::Blank, |entry| entry.value.clone());
            // A leave of last year, left blank for the new one, has no task; neither has a row that is not there.
            let task = policy.tasks().any(|(column, _)| column.name == proposes.column);
            let Some(entry) = entry.filter(|entry| !(entry.is_blank() && task)) else {
                proposal.figures[at] = Value::Blank;
                continue;
            };
            proposal.now[at] = match now {
                CellValue::Number(number) => Value::Number(number),
                _ => Value::Blank,
            };
            let wanted = self.closing.cell(proposal.figures[at]);
            if wanted == entry.value || wanted == CellValue::Blank {
                continue;
            }
            let (label, shown) = (&rule.label, text(&wanted));
            if changes {
                let note = self.closing.say(&say!(Form::ProposedHere { label, shown }));
                entry.note = if entry.note.is_empty() { note.into() } else { format!("{}\n{note}", entry.note).into() };
            } else if self.closing.new_year && task {
                // Who is held has next year's tasks by his grade of now, for somebody to confirm like all of them.
                entry.value = wanted;
                proposal.now[at] = proposal.figures[at];
            }
        }
        let year = book.year;
        let half = if self.closing.new_year { format!("{year} H{}", self.half) } else { format!("H{}", self.half) };
        Proposed { cells: cells(self.closing, &proposal, &half), open: changes }
    }

    /// The cell that a rule proposes for.
    fn entry<'r>(&self, proposes: &Proposes, nth: u8, rows: &'r mut [Vec<NextRow>]) -> Option<&'r mut Entry> {
        let policy = self.closing.policy();
        let period = Period::new(policy.period, self.closing.next.number() + nth - 1)?;
        let (sheet, at) = place(policy, &proposes.column)?;
        let place = *self.places[sheet].get(&(self.manager, period))?;
        rows[sheet][place].entries.get_mut(at)
    }
}

/// The sheet and column of that name among the sheets of periods.
fn place(policy: &Policy, name: &str) -> Option<(usize, usize)> {
    let (at, sheet) = policy.sheets.iter().enumerate().find(|(_, sheet)| sheet.anchor)?;
    Some((at, sheet.values().find(|(_, column, _)| column.name == name)?.0))
}

fn text(value: &CellValue) -> String {
    match value {
        CellValue::Number(number) => crate::report::grouped(*number),
        value => value.text(),
    }
}
