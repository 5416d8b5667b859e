//! What changed from one input to the other, each change with the cells where it stands, and how to make it.
//!
//! Facts are matched by what they are about and never by where they stand: a manager by his id, a period by manager and
//! number, shares by their project; [`lines`](super::lines) by what they say.

use std::collections::{BTreeSet, HashMap};

use super::edit::{Arrival, Edit};
use super::facts::{Divided, Facts, PersonFacts, Shared};
use super::side::LineFacts;
use super::told::{Group, Told, shown};
use crate::book::{Manager, Period, PeriodRow, Place};
use crate::formula::{Symbols, Value};
use crate::lang::Words;
use crate::policy::{Column, ColumnRole, Policy, RowKind, Unit, builtin};
use crate::say;

/// A change, whom it touches, and how to make it.
#[derive(Clone, Debug)]
pub(super) struct Change<'b> {
    pub told: Told,
    /// Ids of the managers whose figures it can move.
    pub touches: BTreeSet<String>,
    /// The sheet of the policy that it stands on.
    pub sheet: usize,
    pub edit: Edit<'b>,
}

/// Two inputs of one policy.
pub(super) struct Pair<'a, 'b> {
    pub policy: &'a Policy,
    pub symbols: &'a Symbols,
    pub a: &'a Facts<'b>,
    pub b: &'a Facts<'b>,
}

/// Every change from A to B, in the order of the policy's sheets.
pub(super) fn changes<'b>(pair: &Pair<'_, 'b>) -> Vec<Change<'b>> {
    let mut list = Vec::new();
    pair.people(&mut list);
    pair.periods(&mut list);
    pair.shares(&mut list);
    pair.lines(&mut list);
    pair.adjustments(&mut list);
    list.sort_by_key(|change| change.sheet);
    list
}

/// The sheet and column of what was typed into a slot.
pub(super) fn column(policy: &Policy, kind: RowKind, wanted: usize) -> Option<(usize, usize, &Column)> {
    policy.sheets.iter().enumerate().filter(|(_, sheet)| sheet.row == kind).find_map(|(at, sheet)| {
        let is = |column: &Column| matches!(column.role, ColumnRole::Value { slot } if slot == wanted);
        let index = sheet.columns.iter().position(is)?;
        Some((at, index, &sheet.columns[index]))
    })
}

/// Where a change stands in both inputs: on which sheet of the policy, in which of its columns, and the rows; 0 for none.
pub(super) type ChangedPlace = (usize, Option<usize>, [u32; 2]);

impl<'b> Pair<'_, 'b> {
    pub(super) fn sheet(&self, kind: RowKind) -> usize {
        let anchored = self.policy.sheets.iter().position(|sheet| sheet.row == kind && sheet.anchor);
        anchored.or_else(|| self.policy.sheets.iter().position(|sheet| sheet.row == kind)).unwrap_or(usize::MAX)
    }

    /// What changed somewhere, from what to what, and whom it touches.
    pub(super) fn change<'t>(
        &self,
        (sheet, column, rows): ChangedPlace,
        what: Words,
        [from, to]: [String; 2],
        touches: impl IntoIterator<Item = &'t str>,
        edit: Edit<'b>,
    ) -> Change<'b> {
        let place = |facts: &Facts<'_>, row: u32| {
            let Some(place) = facts.places.get(sheet).and_then(Option::as_ref).filter(|_| row > 0) else {
                return Place::default();
            };
            let column = column.and_then(|column| place.columns.get(column).copied().flatten());
            Place::cell(&place.name, row, column.unwrap_or(0))
        };
        let places = (place(self.a, rows[0]), place(self.b, rows[1]));
        let touches = touches.into_iter().map(str::to_owned).collect();
        Change { told: Told { group: Group::Input, places, what, from, to }, touches, sheet, edit }
    }

    /// Values of a person that are others: where each stands in both inputs, what it is called, and how it is changed.
    fn values(
        &self,
        (id, kind): (&str, RowKind),
        [one, other]: [&[Value]; 2],
        rows: impl Fn(usize) -> [u32; 2],
        what: impl Fn(&Words) -> Words,
        edit: impl Fn(usize, Value) -> Edit<'b>,
        list: &mut Vec<Change<'b>>,
    ) {
        // What a period has by itself stands before what was typed.
        let first = if kind == RowKind::Period { builtin::PERIOD + 1 } else { 0 };
        for (at, (from, to)) in one.iter().zip(other).enumerate().filter(|(_, (from, to))| from != to) {
            let Some((sheet, column, declared)) = column(self.policy, kind, at + first) else { continue };
            let place = (sheet, Some(column), rows(sheet));
            let sides = [*from, *to].map(|value| self.shown(value, declared.unit));
            list.push(self.change(place, what(&declared.label), sides, [id], edit(at, *to)));
        }
    }

    pub(super) fn shown(&self, value: Value, unit: Unit) -> String {
        shown(self.symbols, value, unit)
    }

    fn people(&self, list: &mut Vec<Change<'b>>) {
        let sheet = self.sheet(RowKind::Manager);
        let ids: BTreeSet<&String> = self.a.people.keys().chain(self.b.people.keys()).collect();
        let person = &self.policy.person;
        let mut lines: HashMap<&str, Vec<&LineFacts<'b>>> = HashMap::new();
        for line in &self.b.lines {
            if let Some(id) = line.who().filter(|id| !self.a.people.contains_key(*id)) {
                lines.entry(id).or_default().push(line);
            }
        }
        for id in ids {
            match (self.a.people.get(id), self.b.people.get(id)) {
                (Some(one), Some(other)) => {
                    let (one, other) = (&one.manager, &other.manager);
                    self.employed(id, one, other, list);
                    let edit = |at: usize, to: Value| Edit::PersonValue { id: id.clone(), at, to };
                    let (values, rows) = ([&*one.values, &*other.values], |_| [one.row, other.row]);
                    self.values((id, RowKind::Manager), values, rows, Words::clone, edit, list);
                }
                (one, other) => {
                    let what = match other {
                        Some(_) => say!(Audit::PersonAdded { person, id }),
                        None => say!(Audit::PersonRemoved { person, id }),
                    };
                    let of = |person: Option<&PersonFacts<'_>>| {
                        person.map_or_else(Default::default, |one| (one.manager.row, one.manager.name.clone()))
                    };
                    let ((row, from), (row_b, to)) = (of(one), of(other));
                    let place = (sheet, None, [row, row_b]);
                    let arrival = other.map(|person| {
                        let lines = lines.remove(id.as_str()).into_iter().flatten().cloned().collect();
                        let adjustments = self.b.adjustments.iter().filter(|one| one.who == *id).cloned().collect();
                        Box::new(Arrival { person: person.clone(), lines, adjustments })
                    });
                    let edit = Edit::Person { id: id.clone(), to: arrival };
                    list.push(self.change(place, what, [from, to], [id.as_str()], edit));
                }
            }
        }
    }

    /// Name, first and last day of employment.
    fn employed(&self, id: &str, one: &Manager, other: &Manager, list: &mut Vec<Change<'b>>) {
        let sheet = self.sheet(RowKind::Manager);
        let columns = self.policy.sheets.get(sheet).map_or(&[][..], |sheet| &sheet.columns);
        let said = |manager: &Manager| {
            let date = |date: Option<jiff::civil::Date>| date.map_or_else(String::new, |date| date.to_string());
            [manager.name.clone(), date(manager.joined), date(manager.left)]
        };
        let edits = [
            (ColumnRole::Name, Edit::Nothing),
            (ColumnRole::Joined, Edit::Employed { id: id.to_owned(), last: false, to: other.joined }),
            (ColumnRole::Left, Edit::Employed { id: id.to_owned(), last: true, to: other.left }),
        ];
        let sides = said(one).into_iter().zip(said(other));
        for ((from, to), (role, edit)) in sides.zip(edits).filter(|((from, to), _)| from != to) {
            let Some(column) = columns.iter().position(|column| column.role == role) else { continue };
            let (place, what) = ((sheet, Some(column), [one.row, other.row]), columns[column].label.clone());
            list.push(self.change(place, what, [from, to], [id], edit));
        }
    }

    fn periods(&self, list: &mut Vec<Change<'b>>) {
        let anchor = self.sheet(RowKind::Period);
        for (id, one) in &self.a.people {
            let Some(other) = self.b.people.get(id) else { continue };
            for number in 0..one.periods.len().max(other.periods.len()) {
                let [from, to] = [one, other].map(|person| person.periods.get(number).and_then(Option::as_deref));
                let name = Period::at(self.policy.period, number);
                let name = name.map_or_else(String::new, |period| period.to_string());
                let row = |row: Option<&PeriodRow>, sheet: usize| {
                    row.and_then(|row| row.rows.get(sheet)).copied().unwrap_or(0)
                };
                let rows = |sheet: usize| [from, to].map(|side| row(side, sheet));
                let what = match (from, to) {
                    (None, None) => continue,
                    (Some(from), Some(to)) => {
                        let edit = |at: usize, to: Value| Edit::PeriodValue { id: id.clone(), number, at, to };
                        let what = |label: &Words| say!(Audit::ColumnOf { name, label });
                        self.values((id, RowKind::Period), [&*from.values, &*to.values], rows, what, edit, list);
                        continue;
                    }
                    (None, Some(_)) => say!(Audit::NameAdded { name }),
                    (Some(_), None) => say!(Audit::NameRemoved { name }),
                };
                let edit = Edit::Period { id: id.clone(), number, to: to.cloned() };
                list.push(self.change((anchor, None, rows(anchor)), what, Default::default(), [id.as_str()], edit));
            }
        }
    }

    fn shares(&self, list: &mut Vec<Change<'b>>) {
        let sheet = self.sheet(RowKind::Split);
        let both = |divided: &Divided| (self.a.shares.get(divided), self.b.shares.get(divided));
        let divided_so = |shares: Option<&Shared>| shares.map(|shares| shares.list.clone()).unwrap_or_default();
        let mut groups: BTreeSet<&Divided> = self.a.shares.keys().chain(self.b.shares.keys()).collect();
        groups.retain(|divided| {
            let (one, other) = both(divided);
            divided_so(one) != divided_so(other)
        });
        let mut owners: HashMap<&str, BTreeSet<&str>> =
            groups.iter().map(|divided| (divided.project.as_str(), BTreeSet::new())).collect();
        if !groups.is_empty() {
            for line in self.a.lines.iter().chain(&self.b.lines) {
                if let (Some(who), Some(owners)) = (line.who(), owners.get_mut(line.project())) {
                    owners.insert(who);
                }
            }
        }
        for divided in groups {
            let (one, other) = both(divided);
            let project = &divided.project;
            let text = |shares: Option<&Shared>| {
                let share = |(id, share): &(Option<String>, rust_decimal::Decimal)| {
                    let id = id.as_deref().unwrap_or("外部 / external");
                    format!("{id} {}", crate::report::number_text(*share, Unit::Percent))
                };
                divided_so(shares).iter().map(share).collect::<Vec<_>>().join(", ")
            };
            let sharers = one.into_iter().chain(other).flat_map(|shares| &shares.list);
            let mut touches: Vec<&str> = sharers.filter_map(|(id, _)| id.as_deref()).collect();
            // Lines that were a manager's alone may be divided now, and the other way round.
            touches.extend(owners.get(project.as_str()).into_iter().flatten());
            let mut what = say!(Audit::SharesOfProject { project });
            let of = divided.of.map(|of| self.shown(Value::Text(of), Unit::Text));
            for more in of.into_iter().chain(divided.from.map(|from| from.to_string())) {
                what = Words::joined(&[what, Words::same(more)], &Words::same(" "));
            }
            let edit = Edit::Shares { of: divided.clone(), to: other.cloned() };
            let mut change = self.change((sheet, None, [0, 0]), what, [one, other].map(text), touches, edit);
            // They are several rows: the first is told.
            let on = |facts: &Facts<'_>, shares: Option<&Shared>| {
                let place = facts.places.get(sheet).and_then(Option::as_ref);
                place
                    .zip(shares)
                    .map_or_else(Place::default, |(place, shares)| Place::cell(&place.name, shares.at.0, shares.at.1))
            };
            change.told.places = (on(self.a, one), on(self.b, other));
            list.push(change);
        }
    }
}
