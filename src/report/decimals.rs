//! How many decimals the figures of a workbook can have: of inputs and settings what stands there, of
//! rules what their formulas make of it.

use super::Results;
use crate::book::Book;
use crate::formula::{Decimals, Hierarchy, Scope, Slot, Space, Value, places};
use crate::policy::{Employment, Policy, Unit, builtin};

/// More decimals than these are no bound.
const MOST: u32 = 28;

/// The decimals of every name.
#[derive(Default)]
pub(super) struct KnownDecimals {
    settings: Vec<Option<u32>>,
    tables: Vec<Vec<Option<u32>>>,
    scopes: [Vec<Option<u32>>; Scope::COUNT],
}

impl KnownDecimals {
    pub(super) fn of(results: &Results<'_>) -> Self {
        let Results { policy, book, .. } = results;
        let settings = policy.settings.iter().zip(&book.settings);
        let mut known = Self {
            settings: settings
                .map(|(setting, given)| {
                    let later = setting
                        .dated
                        .iter()
                        .chain(&given.dated)
                        .flat_map(|dated| &dated.steps)
                        .map(|step| decimals(step.value));
                    Some(at_least(setting.unit, later.fold(decimals(given.value), u32::max)))
                })
                .collect(),
            tables: tables(policy, book),
            scopes: std::array::from_fn(|_| Vec::new()),
        };
        for scope in Scope::ALL {
            let mut slots = inputs(policy, book, scope);
            for rule in &policy.scope(scope).rules {
                slots[rule.slot] = Some(0);
            }
            known.scopes[scope.index()] = slots;
        }
        // From below to a fixed point: `PREV` reads a rule that may feed on itself, and gains decimals
        // with each period until it has no bound.
        while known.grow(policy) {}
        known
    }

    /// Lets the decimals of every rule grow to what its formula makes of the present ones; whether any did.
    fn grow(&mut self, policy: &Policy) -> bool {
        let mut grown = false;
        for scope in Scope::ALL {
            for rule in &policy.scope(scope).rules {
                let slots = &self.scopes[scope.index()];
                let mut found = places(&rule.formula.code, &self.seen_from(scope), None);
                if let Some(typed) = rule.input {
                    found = found.zip(slots[typed]).map(|(found, typed)| found.max(typed));
                }
                let found = found.filter(|places| *places <= MOST);
                if found != slots[rule.slot] {
                    self.scopes[scope.index()][rule.slot] = found;
                    grown = true;
                }
            }
        }
        grown
    }

    /// As the formulas of a scope see them.
    pub(super) fn seen_from(&self, scope: Scope) -> SeenDecimals<'_> {
        SeenDecimals { known: self, scope }
    }
}

fn decimals(value: Value) -> u32 {
    match value {
        Value::Number(number) => number.normalize().scale(),
        _ => 0,
    }
}

fn at_least(unit: Unit, found: u32) -> u32 {
    if unit == Unit::Yuan { found.max(2) } else { found }
}

fn tables(policy: &Policy, book: &Book) -> Vec<Vec<Option<u32>>> {
    let each = policy.tables.iter().zip(&book.tables);
    let of_table = each.map(|(definition, facts)| {
        let columns = definition.columns.iter().enumerate().map(|(at, column)| {
            let values = facts.table.rows().iter().filter_map(|row| row.get(at));
            Some(at_least(column.unit, values.map(|value| decimals(*value)).max().unwrap_or(0)))
        });
        columns.collect()
    });
    of_table.collect()
}

/// The slots that no rule computes: built-in names, then what was typed.
fn inputs(policy: &Policy, book: &Book, scope: Scope) -> Vec<Option<u32>> {
    let mut slots = vec![None; policy.scope(scope).width];
    let mut most = |slot: usize, value: Value| {
        if let Some(place) = slots.get_mut(slot) {
            *place = Some(place.unwrap_or(0).max(decimals(value)));
        }
    };
    let mut most_of = |first: usize, values: &[Value]| {
        (first..).zip(values).for_each(|(slot, value)| most(slot, *value));
    };
    match scope {
        Scope::Line => {
            for at in 0..book.line_values.width() {
                for line in 0..book.lines.len() {
                    most(builtin::PERIOD + 1 + at, book.line_values.value(line, at).unwrap_or_default());
                }
            }
        }
        Scope::Period => {
            book.periods.iter().flatten().for_each(|row| most_of(builtin::PERIOD + 1, &row.values));
        }
        Scope::Adjustment => book.adjustments.iter().for_each(|one| most_of(builtin::FIGURE + 1, &one.values)),
        Scope::Manager => book.managers.iter().for_each(|manager| most_of(0, &manager.values)),
        Scope::Credit => {
            let shares = book.shares.iter().flat_map(|group| &group.shares);
            let share = shares.map(|share| share.share.normalize().scale()).max().unwrap_or(0);
            for (slot, places) in [(builtin::SHARE, share), (builtin::PART, 2), (builtin::PROJECT_NET, 2)] {
                slots[slot] = Some(places);
            }
            if let Some(slot) = policy.on_demand(scope, "project_net_to_date") {
                slots[slot] = Some(2);
            }
        }
        // The tasks of the following half: money to the fen.
        Scope::Half => {
            slots[builtin::HALF] = Some(0);
            for following in policy.following().iter().filter(|following| following.column.task) {
                slots[following.slot] = Some(2);
            }
        }
        Scope::Year | Scope::DepartmentPeriod | Scope::Department => {}
    }
    if let (Scope::Period, Some(first)) = (scope, policy.employment) {
        slots[first..first + Employment::ALL.len()].fill(Some(0));
    }
    if let Some(hierarchy) = policy.vocabulary.hierarchy.filter(|hierarchy| hierarchy.scope == scope) {
        slots[hierarchy.first..hierarchy.first + Hierarchy::NAMES.len()].fill(Some(0));
    }
    if matches!(scope, Scope::Line | Scope::Credit | Scope::Period | Scope::DepartmentPeriod) {
        slots[builtin::PERIOD] = Some(0);
    }
    for input in policy.inputs(scope) {
        let found = slots[input.typed].unwrap_or(0);
        slots[input.typed] = Some(at_least(input.column.unit, found));
    }
    slots
}

/// The decimals as the formulas of a scope see them.
pub(super) struct SeenDecimals<'k> {
    known: &'k KnownDecimals,
    scope: Scope,
}

impl Decimals for SeenDecimals<'_> {
    fn slot(&self, slot: Slot, inside: Option<Scope>) -> Option<u32> {
        let known = match slot.space {
            Space::Setting => &self.known.settings,
            space => &self.known.scopes[space.scope(self.scope, inside)?.index()],
        };
        known.get(slot.index).copied().flatten()
    }

    fn previous(&self, index: usize) -> Option<u32> {
        self.known.scopes[Scope::Period.index()].get(index).copied().flatten()
    }

    fn column(&self, table: usize, column: usize) -> Option<u32> {
        self.known.tables.get(table)?.get(column).copied().flatten()
    }
}
