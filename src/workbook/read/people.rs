//! Managers: ids, names, grades, and how a cell names one.

use std::cell::RefCell;
use std::collections::HashMap;

use super::by_text::ByText;
use super::source::{RawCell, SourceError, TextId};
use super::text::{fold, trimmed};
use super::{Reader, missing, typed};
use crate::book::{Fault, Findings, Manager, Mistake, Place};
use crate::formula::{Value, closest};
use crate::lang::Words;
use crate::policy::{ColumnRole, Policy, RowKind, Sheet};
use crate::say;

/// The managers, and how a cell names one.
#[derive(Default)]
pub(super) struct Managers {
    pub list: Vec<Manager>,
    /// Whether their sheet could be read: else nobody is unknown, and one fault says what is missing.
    pub known: bool,
    ids: HashMap<String, usize>,
    /// Ids as they are spelled in their own sheet, which is how nearly every other cell spells them.
    spelled: HashMap<String, usize>,
    /// Names; `None` when several managers have it.
    names: HashMap<String, Option<usize>>,
    /// Those whom texts named so far.
    by_text: RefCell<ByText<u32>>,
}

impl Managers {
    /// Sorted by id, so that the order of rows changes nothing.
    fn new(mut list: Vec<Manager>, known: bool) -> Self {
        list.sort_by(|a, b| a.id.cmp(&b.id));
        let mut managers = Self { known, ..Self::default() };
        for (index, manager) in list.iter().enumerate() {
            managers.ids.insert(fold(&manager.id), index);
            managers.spelled.insert(manager.id.clone(), index);
            let name = managers.names.entry(fold(&manager.name)).or_insert(Some(index));
            if *name != Some(index) {
                *name = None;
            }
        }
        managers.list = list;
        managers
    }

    /// The manager of an id or unique name, of whom nothing is said.
    pub(super) fn who(&self, text: &str) -> Option<usize> {
        let folded = fold(text);
        self.ids.get(&folded).copied().or_else(|| self.names.get(&folded).copied().flatten())
    }

    /// The manager whom a text that the file keeps once has named before, or names now.
    pub(super) fn by_text(&self, text: Option<TextId>, named: impl FnOnce() -> Option<usize>) -> Option<usize> {
        if let Some(index) = self.by_text.borrow().get(text) {
            return Some(index as usize);
        }
        let named = named()?;
        self.by_text.borrow_mut().put(text, u32::try_from(named).unwrap_or(u32::MAX));
        Some(named)
    }

    /// The manager of an id or unique name.
    pub(super) fn named(
        &self,
        cell: &RawCell,
        label: &Words,
        place: &Place,
        policy: &Policy,
        findings: &mut Findings,
    ) -> Option<usize> {
        let person = &policy.person;
        if let RawCell::Text(typed) = cell
            && let Some(&index) = self.spelled.get(trimmed(typed))
        {
            return Some(index);
        }
        let text = typed::text(cell, place, findings)?;
        let folded = fold(&text);
        if let Some(&index) = self.ids.get(&folded) {
            return Some(index);
        }
        match self.names.get(&folded) {
            Some(Some(index)) => return Some(*index),
            Some(None) => findings.fault(
                place.clone(),
                text,
                say!(Read::SeveralHaveThisName { person }),
                say!(Read::WriteIdInstead),
            ),
            None if !self.known => {}
            None => {
                let known = self.list.iter().flat_map(|m| [m.id.as_str(), m.name.as_str()]);
                let hints = findings.has_hints(2 * self.list.len());
                let meant = if hints { super::named::meant(&text, &self.list) } else { None };
                let near = meant.or_else(|| closest(&text, known.filter(|_| hints))).map(str::to_owned);
                let total = || super::named::total_of_person(&text, &self.list).filter(|_| hints);
                let near = near.filter(|_| total().is_none());
                let mend = near.map_or_else(
                    || {
                        if let Some(total) = total() {
                            return say!(Read::WriteTotalApart { total });
                        }
                        let listed = policy.sheets.iter().find(|sheet| sheet.row == RowKind::Manager);
                        let listed = listed.map(|sheet| sheet.label.clone()).unwrap_or_default();
                        say!(Read::ListOrCorrect { person, listed, label })
                    },
                    |near| say!(Read::DidYouMean { near }),
                );
                let fault = Fault::new(place.clone(), text, say!(Read::NoSuchPerson { person }), mend);
                findings.add(fault.known_as(Mistake::Nobody));
            }
        }
        None
    }
}

/// People that a message names; the others are counted.
const NAMED: usize = 12;

/// The ids of some people in a list, of which so many are named, and what stands behind it.
pub(super) fn listed<'i>(ids: impl ExactSizeIterator<Item = &'i str>) -> (Words, &'static str) {
    let more = if ids.len() > NAMED { "…" } else { "" };
    let names: Vec<Words> = ids.take(NAMED).map(|id| Words::same(id.to_owned())).collect();
    (Words::list(&names), more)
}

/// People of a workbook by quarters. Each has a row in every period of the results, which are kept in memory.
const MOST: usize = 50_000;
/// The same of a workbook by months, which are three times as many.
const MOST_BY_MONTHS: usize = 20_000;

/// How many people a workbook of a policy may have.
fn most(policy: &Policy) -> usize {
    if policy.period.count() > 4 { MOST_BY_MONTHS } else { MOST }
}
/// Characters of an id or a name: with others it stands in cells of the results, which take 32,767.
const LONGEST: usize = 10_000;

/// An id or a name.
fn called(cell: &RawCell, place: &Place, findings: &mut Findings) -> Option<String> {
    let text = typed::text(cell, place, findings)?;
    if text.chars().nth(LONGEST).is_some() {
        let shown: String = text.chars().take(20).chain(['…']).collect();
        findings.fault(place.clone(), shown, say!(Read::NameTooLong { most: LONGEST }), say!(Read::ShortenName));
    }
    Some(text)
}

/// Warns of an id whose last digits a spreadsheet took for those of a number: it keeps fifteen, and shows few of them as
/// 1.1E+17.
fn lost_digits(cell: &RawCell, id: &str, place: &Place, findings: &mut Findings) {
    let shown = || {
        let folded = fold(id);
        let (digits, power) = folded.split_once("e+")?;
        let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        (number(digits) && number(power)).then_some(())
    };
    let long = matches!(cell, RawCell::Number(number) if number.trunc().to_string().len() > 15);
    if long || shown().is_some() {
        findings.warn(place.clone(), id, say!(Read::DigitsLost), say!(Read::TypeIdAsText));
    }
}

impl Reader<'_> {
    /// The managers.
    pub(super) fn managers(&mut self) -> Result<Managers, SourceError> {
        let policy = self.policy;
        let Some((at, sheet)) = self.declared(RowKind::Manager) else { return Ok(Managers::default()) };
        let mut list: Vec<Manager> = Vec::new();
        let mut seen: HashMap<String, u32> = HashMap::new();
        let mut too_many = false;
        let width = policy.inputs(crate::formula::Scope::Manager).count();
        let index = self.rows_of(at, &mut |row, reader, findings| {
            let mut manager = Manager {
                id: String::new(),
                name: String::new(),
                values: vec![Value::Blank; width],
                joined: None,
                left: None,
                row: row.number,
            };
            for (i, column) in sheet.columns.iter().enumerate() {
                let (cell, place) = (row.cell(i), row.at(i));
                match column.role {
                    ColumnRole::Id => match cell {
                        Some(cell) => {
                            manager.id = called(cell, place, findings).unwrap_or_default();
                            lost_digits(cell, &manager.id, place, findings);
                        }
                        None if row.has(i) => missing(&column.label, place, findings),
                        None => {}
                    },
                    ColumnRole::Name => {
                        if let Some(cell) = cell {
                            manager.name = called(cell, place, findings).unwrap_or_default();
                        }
                    }
                    ColumnRole::Value { slot } => manager.values[slot] = reader.value(row, i, column, findings),
                    _ => {}
                }
            }
            employment(row, sheet, &mut manager, findings);
            if manager.id.is_empty() {
                return;
            }
            if list.len() == most(policy) {
                if !std::mem::replace(&mut too_many, true) {
                    self::too_many(row, &manager.id, policy, findings);
                }
                return;
            }
            if let Some(first) = seen.insert(fold(&manager.id), row.number) {
                let at = sheet.column(ColumnRole::Id).unwrap_or(0);
                findings.fault(
                    row.place(at),
                    &manager.id,
                    say!(Read::IdStandsAlready { first }),
                    say!(Read::OneRowAPerson { person: policy.person, id: sheet.columns[at].label }),
                );
                return;
            }
            if manager.name.is_empty() {
                manager.name.clone_from(&manager.id);
                let at = sheet.column(ColumnRole::Name).filter(|&at| row.blank(at));
                if let Some(at) = at {
                    let id = &manager.id;
                    findings.warn(row.place(at), "", say!(Read::NoName { id }), say!(Read::FillName));
                }
            }
            list.push(manager);
        })?;
        let Some(index) = index else { return Ok(Managers::default()) };
        self.nameless(at, sheet);
        let name = self.source.sheets()[index].name.clone();
        if list.is_empty() && self.findings.faults.iter().all(|fault| fault.place.sheet != name) {
            self.findings.fault(
                Place::cell(name, 2, 0),
                "",
                say!(Read::NoPeople { person: policy.person }),
                say!(Read::WriteOneRowAPerson { person: policy.person }),
            );
        }
        let id = sheet.column(ColumnRole::Id).unwrap_or(0);
        if let Some(place) = &self.places[at] {
            super::named::alike(&list, &|row| place.cell(id, row), &mut self.findings);
        }
        // Of those who were left out nobody is unknown.
        let known =
            !too_many && !list.is_empty() && self.places[at].as_ref().is_some_and(|place| place.columns[id].is_some());
        Ok(Managers::new(list, known))
    }

    /// Without a column of names ids stand in for all of them.
    fn nameless(&mut self, at: usize, sheet: &Sheet) {
        let Some(place) = &self.places[at] else { return };
        let Some(name) = sheet.column(ColumnRole::Name) else { return };
        if place.columns[name].is_some() {
            return;
        }
        let label = &sheet.columns[name].label;
        let (free, mend) = (place.free(std::iter::empty()), say!(Read::AddColumnOf { label }));
        self.findings.warn(free, "", say!(Read::NoNameColumn { label }), mend);
    }
}

/// The first and last day of employment, where the sheet gives them.
fn employment(row: &super::grid::GridRow<'_>, sheet: &Sheet, manager: &mut Manager, findings: &mut Findings) {
    let mut date = |role: ColumnRole| {
        let at = sheet.column(role)?;
        Some((at, typed::date(row.cell(at)?, &row.place(at), findings)?))
    };
    let (joined, left) = (date(ColumnRole::Joined), date(ColumnRole::Left));
    manager.joined = joined.map(|(_, date)| date);
    manager.left = left.map(|(_, date)| date);
    if let (Some((_, joined)), Some((at, left))) = (joined, left)
        && left < joined
    {
        findings.fault(
            row.place(at),
            left.to_string(),
            say!(Read::BeforeFirstDay { joined }),
            say!(Read::CorrectOneDate),
        );
        manager.left = None;
    }
}

/// More people than the results can hold.
fn too_many(row: &super::grid::GridRow<'_>, id: &str, policy: &Policy, findings: &mut Findings) {
    let person = &policy.person;
    let most = most(policy);
    findings.fault(row.place(0), id, say!(Read::TooManyPeople { most, person }), say!(Read::SplitWorkbook));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_people_by_quarters_and_by_months() {
        let of = |id: &str| most(&crate::policy::built_in(id).unwrap().unwrap());
        assert_eq!((of("key-account"), of("assistant")), (50_000, 20_000));
    }
}
