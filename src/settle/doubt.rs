//! What can still be said of a book that has faults: in it what is at fault is blank, and whatever rests on that, or on
//! other rows, may be wrong for this reason alone. Of such figures nothing is told; of all others everything.

use std::collections::HashSet;

use super::known::Known;
use crate::book::{Book, Fault, Origin, Period, PeriodRow};
use crate::formula::{Code, Op, Scope, Slot, Space, Value};
use crate::policy::{Policy, RowKind, ScopeRules, Sheet};

/// What is doubtful for a row.
#[derive(Clone, Debug, Default)]
pub(super) struct Doubt {
    own: HashSet<usize>,
    manager: HashSet<usize>,
    settings: HashSet<usize>,
    tables: HashSet<usize>,
    /// Rules of the manager that are not computed.
    late: HashSet<usize>,
    /// Whether the lines of the period are: one of them may be missing or wrong.
    lines: bool,
    /// Whether the rows before this one are.
    others: bool,
}

impl Doubt {
    /// After a row that has no figures: only what rests on other rows is doubtful.
    pub(super) fn of_other_rows(rules: &ScopeRules) -> Self {
        Self { others: true, ..Self::default() }.spread(rules)
    }

    /// With what is doubtful for another reason too.
    pub(super) fn and(mut self, other: Self, rules: &ScopeRules) -> Self {
        self.own.extend(other.own);
        self.manager.extend(other.manager);
        self.settings.extend(other.settings);
        self.tables.extend(other.tables);
        self.late.extend(other.late);
        self.lines |= other.lines;
        self.others |= other.others;
        self.spread(rules)
    }

    /// With a rule that has no value, and all that rests on it.
    pub(super) fn without(mut self, slot: usize, rules: &ScopeRules) -> Self {
        self.own.insert(slot);
        self.spread(rules)
    }

    /// What is doubtful in a manager's row, as his finer rows see it.
    pub(super) fn seen_by_finer(&self, rules: &ScopeRules) -> Self {
        Self { manager: self.own.clone(), ..Self::default() }.spread(rules)
    }

    /// Of a book with faults: settings without a value, and tables that are missing or have a fault.
    pub(super) fn of_book(policy: &Policy, book: &Book, known: &[Fault]) -> Self {
        let blank = |index: &usize| book.settings[*index].value == Value::Blank && !policy.settings[*index].optional;
        let faulty = |index: &usize| {
            let facts = &book.tables[*index];
            let sheet = match &facts.origin {
                Origin::Workbook(place) => known.iter().any(|fault| fault.place.sheet == place.sheet),
                _ => false,
            };
            sheet || facts.table.rows().is_empty()
        };
        let managers = policy.scope(Scope::Manager);
        let late = managers.order[managers.early..].iter().map(|rule| managers.rules[*rule].slot);
        Self {
            late: late.collect(),
            settings: (0..book.settings.len()).filter(blank).collect(),
            tables: (0..book.tables.len()).filter(faulty).collect(),
            others: true,
            ..Self::default()
        }
    }

    /// Of a manager's period: inputs whose cell has a fault or whose column or row is missing, lines of which one
    /// has, and what rests on them.
    pub(super) fn of_period(
        &self,
        fold: (&Policy, &Book, &Known<'_>),
        manager: usize,
        period: Period,
        facts: &PeriodRow,
    ) -> Self {
        let (policy, book, known) = fold;
        let mut doubt = self.clone();
        doubt.lines = unsound_lines(fold, manager, period);
        for (at, sheet) in policy.sheets.iter().enumerate() {
            let (scope, row) = match sheet.row {
                RowKind::Manager => (Scope::Manager, book.managers[manager].row),
                RowKind::Period => (Scope::Period, facts.rows[at]),
                _ => continue,
            };
            for input in policy.inputs(scope).filter(|input| std::ptr::eq(input.sheet, sheet)) {
                let column = sheet.columns.iter().position(|column| std::ptr::eq(column, input.column));
                if column.is_some_and(|column| unsound(book, known, (at, sheet), column, row)) {
                    let slots = if scope == Scope::Manager { &mut doubt.manager } else { &mut doubt.own };
                    slots.extend([input.typed, input.used]);
                }
            }
        }
        // His rules that gather nothing are read by his periods; those that rest on what is doubtful are so too.
        let of_manager = Self { own: std::mem::take(&mut doubt.manager), ..self.clone() };
        doubt.manager = of_manager.spread(policy.scope(Scope::Manager)).own;
        doubt.spread(policy.scope(Scope::Period))
    }

    /// Adds the rules that rest on what is doubtful.
    pub(super) fn spread(mut self, rules: &ScopeRules) -> Self {
        for &index in &rules.order {
            let rule = &rules.rules[index];
            let typed = rule.input.is_some_and(|typed| self.own.contains(&typed));
            // The default of an input that was given does not matter, but whether it was is not known here.
            if typed || self.rests(&rule.formula.code) {
                self.own.insert(rule.slot);
            }
        }
        self
    }

    /// Whether a rule's figure is doubtful.
    pub(super) fn has(&self, slot: usize) -> bool {
        self.own.contains(&slot)
    }

    /// Whether a formula rests on what is doubtful.
    pub(super) fn rests(&self, code: &Code) -> bool {
        let slot = |slot: &Slot| match slot.space {
            Space::Own => self.own.contains(&slot.index),
            Space::Manager => self.manager.contains(&slot.index) || self.late.contains(&slot.index),
            Space::Of(_) => self.others,
            Space::Setting => self.settings.contains(&slot.index),
            _ => false,
        };
        let mut rests = false;
        code.walk(&mut |part| {
            rests |= match &part.op {
                Op::Previous(_) | Op::Aggregate { column: Some(_), .. } => self.others,
                // What rules of lines rest on is not followed up: any setting or table may be it.
                Op::Aggregate { .. } => {
                    self.lines || !(self.manager.is_empty() && self.settings.is_empty() && self.tables.is_empty())
                }
                Op::Slot(at) | Op::Given(at) => slot(at),
                Op::Band(_, table)
                | Op::Slab(_, table)
                | Op::Graduated(_, _, table)
                | Op::Lookup(_, table, _)
                | Op::Grade(_, _, table) => self.tables.contains(table),
                _ => false,
            };
        });
        rests
    }
}

/// Whether one of the lines that make up a manager's period has a fault, or may be one of them but for its fault.
fn unsound_lines((policy, book, known): (&Policy, &Book, &Known<'_>), manager: usize, period: Period) -> bool {
    let Some(at) = policy.sheets.iter().position(|sheet| sheet.row == RowKind::Line) else { return false };
    if book.sheets.get(at).is_none_or(Option::is_none) {
        return !policy.sheets[at].optional;
    }
    // Whose part a divided line is shows only where shares are sound: not followed up.
    policy.has(RowKind::Split) || known.line_of(manager, period)
}

/// Whether a cell has a fault, or is not there though it is needed.
fn unsound(book: &Book, known: &Known<'_>, (at, sheet): (usize, &Sheet), column: usize, row: u32) -> bool {
    let Some(place) = book.sheets.get(at).and_then(Option::as_ref) else { return !sheet.optional };
    if row == 0 {
        return sheet.required_each_period;
    }
    let definition = &sheet.columns[column];
    match place.columns[column] {
        Some(column) => known.cell(&place.name, row, column),
        None => !definition.optional && definition.default.is_none(),
    }
}
