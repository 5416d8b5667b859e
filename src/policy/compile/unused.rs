//! What a policy declares and nothing makes use of: mostly a name that was misspelt where it should have been read.

use std::collections::HashSet;

use super::super::model::Policy;
use super::super::raw::RawPolicy;
use super::super::source::PolicyProblem;
use super::super::unit::Unit;
use crate::formula::{Code, Op, Scope, Slot, Space};
use crate::say;

/// What the formulas of a policy read.
#[derive(Default)]
struct ReadByFormulas {
    settings: HashSet<usize>,
    tables: HashSet<usize>,
    slots: HashSet<(Scope, usize)>,
    /// Whether any gathers by who reports to whom.
    hierarchy: bool,
}

impl ReadByFormulas {
    fn slot(&mut self, slot: Slot, scope: Scope, inside: Option<Scope>) {
        let of = match slot.space {
            Space::Setting => {
                self.settings.insert(slot.index);
                return;
            }
            Space::Own => scope,
            Space::Manager | Space::ChildManager => Scope::Manager,
            Space::Of(scope) => scope,
            Space::Line | Space::ChildLine => Scope::Line,
            Space::Child => inside.unwrap_or(scope),
        };
        self.slots.insert((of, slot.index));
    }

    fn formula(&mut self, code: &Code, scope: Scope, inside: Option<Scope>) {
        let mut inside = inside;
        match &code.op {
            Op::Slot(slot) | Op::Given(slot) => self.slot(*slot, scope, inside),
            Op::Previous(index) => {
                self.slots.insert((Scope::Period, *index));
            }
            Op::Aggregate { over, reach, argument, .. } => {
                self.hierarchy |= reach.hierarchy().is_some();
                if let Some(argument) = argument {
                    self.formula(argument, scope, None);
                }
                inside = Some(*over);
            }
            Op::Band(_, table)
            | Op::Slab(_, table)
            | Op::Graduated(_, _, table)
            | Op::Lookup(_, table, _)
            | Op::Grade(_, _, table) => {
                self.tables.insert(*table);
            }
            _ => {}
        }
        for part in code.parts() {
            self.formula(part, scope, inside);
        }
    }

    /// All formulas of a policy.
    fn of(policy: &Policy) -> Self {
        let mut read = Self::default();
        for scope in Scope::ALL {
            let rules = policy.scope(scope);
            for formula in rules.rules.iter().map(|rule| &rule.formula).chain(&rules.when) {
                read.formula(&formula.code, scope, None);
            }
        }
        for check in &policy.checks {
            read.formula(&check.formula.code, check.scope, None);
        }
        for law in &policy.laws {
            read.formula(&law.left.code, law.scope, None);
            read.formula(&law.right.code, law.scope, None);
        }
        for threshold in &policy.thresholds {
            read.formula(&threshold.missing.code, threshold.scope, None);
        }
        read
    }
}

/// Clauses that nothing cites: what they ask for is perhaps forgotten.
fn uncited(raw: &RawPolicy) -> Vec<PolicyProblem> {
    let rules = [&raw.line, &raw.credit, &raw.quarter, &raw.month, &raw.half, &raw.year, &raw.manager];
    let rules = rules.into_iter().chain([&raw.department_quarter, &raw.department_month, &raw.department]).flatten();
    let columns = raw.sheet.iter().flat_map(|sheet| sheet.columns.iter().filter_map(|column| column.clause.as_ref()));
    let mut cited: HashSet<&str> = HashSet::new();
    let lists = rules
        .map(|rule| &rule.clause)
        .chain(raw.setting.iter().map(|setting| &setting.clause))
        .chain(raw.table.iter().map(|table| &table.clause))
        .chain(raw.check.iter().map(|check| &check.clause))
        .chain(raw.law.iter().map(|law| &law.clause))
        .chain(raw.threshold.iter().map(|threshold| &threshold.clause))
        .chain(raw.sheet.iter().filter_map(|sheet| sheet.clause.as_ref()))
        .chain(columns);
    cited.extend(lists.flat_map(|list| list.get_ref().split(',').map(str::trim)));
    let clauses = raw.clause.iter().filter(|clause| !cited.contains(clause.id.get_ref().as_str()));
    let told = |id: &str| say!(Policy::ClauseUncited { id });
    clauses.map(|clause| PolicyProblem { span: clause.id.span(), message: told(clause.id.get_ref()) }).collect()
}

/// Settings, tables and columns of figures that nothing reads, each with its place.
pub(super) fn unused(policy: &Policy, raw: &RawPolicy) -> Vec<PolicyProblem> {
    let read = ReadByFormulas::of(policy);
    let mut found = Vec::new();
    // The first two settings are the year and the through period of every policy.
    let settings = policy.settings.iter().enumerate().skip(policy.settings.len() - raw.setting.len());
    for ((slot, setting), written) in settings.zip(&raw.setting) {
        if !read.settings.contains(&slot) {
            let name = &setting.name;
            found.push(PolicyProblem { span: written.name.span(), message: say!(Policy::SettingUnused { name }) });
        }
    }
    let columns = || policy.sheets.iter().flat_map(|sheet| &sheet.columns);
    for (index, (table, written)) in policy.tables.iter().zip(&raw.table).enumerate() {
        let keyed = columns().any(|column| column.table == Some(index));
        if !read.tables.contains(&index) && !keyed {
            let name = &table.name;
            found.push(PolicyProblem { span: written.name.span(), message: say!(Policy::TableUnused { name }) });
        }
    }
    found.extend(uncited(raw));
    let exported = |name: &str| raw.export.iter().flat_map(|e| &e.columns).any(|c| c.name.get_ref() == name);
    let written = || raw.sheet.iter().flat_map(|sheet| &sheet.columns);
    for scope in [Scope::Line, Scope::Period, Scope::Manager] {
        for input in policy.inputs(scope) {
            let column = input.column;
            // A text may be there for people; what is carried or proposed is used by the next input.
            let remark = column.unit == Unit::Text && column.table.is_none() && !column.superior;
            let kept = remark || column.task || !column.carries.is_empty() || column.difference.is_some();
            let hierarchy = column.superior && read.hierarchy;
            let used = hierarchy || [input.typed, input.used].iter().any(|slot| read.slots.contains(&(scope, *slot)));
            if kept || used || exported(&column.name) {
                continue;
            }
            let name = &column.name;
            let raw = written().find(|raw| raw.name.get_ref() == name && raw.label == column.label);
            found.extend(
                raw.map(|raw| PolicyProblem { span: raw.name.span(), message: say!(Policy::ColumnUnused { name }) }),
            );
        }
    }
    found
}
