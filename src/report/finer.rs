//! The finer rows of an aggregate as cells: ranges where they stand below each other, else row by row.

use super::address::Here;
use super::held::Held;
use super::plan::Plan;
use super::tab::Tab;
use super::template::{FIRST_CREDIT, LAST_CREDIT, MANAGER_ROW, SUMMARY_ROW};
use crate::formula::{Addresses, Company, Constants, Finer, Reach, Scope, Slot, Space, Surroundings, Value};
use crate::policy::{Unit, builtin};
use crate::settle::RowKey;

/// The rows that `here` gathers.
pub(super) fn finer<'h>(here: &'h Here<'_>, over: Scope, reach: Reach) -> Finer<'h> {
    let plan = here.plan;
    let settlement = plan.results.settlement;
    let range = |tab: Tab, first: u32, last: u32| {
        Box::new(Range { here: *here, over, reach, tab, first, last }) as Box<dyn Addresses + '_>
    };
    let below =
        matches!((here.scope, over), (Scope::Department, Scope::Manager) | (Scope::DepartmentPeriod, Scope::Period));
    if reach.is_across() || below {
        let tab = Here::at(plan, over, 0, here.number).on;
        let first = Plan::row_on(tab, 0);
        return Finer::Ranges(vec![range(tab, first, first + plan.managers().max(1) - 1)]);
    }
    let ranges: Vec<_> = match (over, here.scope) {
        (Scope::Credit, Scope::Department) => plan.credit_ranges(0..settlement.credits.len()),
        (Scope::Credit, Scope::DepartmentPeriod) => plan.credit_ranges(settlement.credits_of_period(here.number)),
        (Scope::Credit, _) => {
            let credits = here.periods().map(|period| settlement.credits_of(here.manager, period));
            credits.flat_map(|credits| plan.credit_ranges(credits)).collect()
        }
        (Scope::Adjustment, _) => {
            let own = settlement.adjustments_of(here.manager, here.periods());
            let rows =
                (!own.is_empty()).then(|| (Tab::Adjustments, Plan::row_of(own.start), Plan::row_of(own.end - 1)));
            rows.into_iter().collect()
        }
        _ => return Finer::Rows(finer_rows(here, over, reach)),
    };
    if ranges.is_empty() {
        return Finer::Rows(Vec::new());
    }
    Finer::Ranges(ranges.into_iter().map(|(tab, first, last)| range(tab, first, last)).collect())
}

/// The rows that `here` gathers, one by one.
pub(super) fn finer_rows<'h>(here: &'h Here<'_>, over: Scope, reach: Reach) -> Vec<Box<dyn Addresses + 'h>> {
    let plan = here.plan;
    let settlement = plan.results.settlement;
    let rows = |manager: usize| -> Vec<Here<'_>> {
        let periods = match reach {
            Reach::Later => here.number + 1..settlement.periods_a_year,
            _ => here.periods(),
        };
        let at = |number: usize| Here { on: here.on, sampling: here.sampling, ..Here::at(plan, over, manager, number) };
        let there = |number: &usize| settlement.has(RowKey::of(over, manager, *number));
        match over {
            Scope::Credit => {
                // Each credit by itself: what the text looks like depends on how many there are.
                here.sampling.inspect(|sampling| sampling.spoil());
                let of = |period: usize| settlement.credits_of(manager, period).map(move |credit| (period, credit));
                periods.flat_map(of).map(|(period, credit)| Here { credit, ..at(period) }).collect()
            }
            Scope::Adjustment => {
                settlement.adjustments_of(manager, periods).map(|credit| Here { credit, ..at(0) }).collect()
            }
            Scope::Period | Scope::DepartmentPeriod => periods.filter(there).map(at).collect(),
            Scope::Half => (0..2).filter(there).map(at).collect(),
            Scope::Year => (0..1).filter(there).map(at).collect(),
            _ => vec![at(0)],
        }
    };
    let of_all = matches!(here.scope, Scope::DepartmentPeriod | Scope::Department);
    let managers = if of_all && over != Scope::DepartmentPeriod {
        0..plan.results.book.managers.len()
    } else {
        here.manager..here.manager + 1
    };
    managers.flat_map(rows).map(|row| Box::new(FinerRow { row, outer: *here }) as Box<dyn Addresses + '_>).collect()
}

/// A finer row: names of the finer scope are its cells, others those of the row that gathers.
struct FinerRow<'p> {
    row: Here<'p>,
    outer: Here<'p>,
}

impl FinerRow<'_> {
    fn of(&self, slot: Slot) -> &Here<'_> {
        if matches!(slot.space, Space::Child | Space::ChildLine | Space::ChildManager) {
            &self.row
        } else {
            &self.outer
        }
    }
}

impl Constants for FinerRow<'_> {
    fn constant(&self, slot: Slot) -> Option<Value> {
        self.of(slot).constant(slot)
    }

    fn constant_given(&self, slot: Slot) -> Option<bool> {
        self.of(slot).constant_given(slot)
    }

    fn constant_before(&self, index: usize) -> Option<Value> {
        self.outer.constant_before(index)
    }
}

impl Addresses for FinerRow<'_> {
    fn slot(&self, slot: Slot) -> String {
        self.of(slot).slot(slot)
    }

    fn given(&self, slot: Slot) -> String {
        self.of(slot).given(slot)
    }

    fn around(&self) -> &dyn Surroundings {
        &self.outer
    }

    fn inside(&self) -> Option<Scope> {
        Some(self.row.scope)
    }
}

/// Finer rows below each other: a name is a range of their sheet.
struct Range<'p> {
    here: Here<'p>,
    over: Scope,
    reach: Reach,
    tab: Tab,
    first: u32,
    last: u32,
}

impl Range<'_> {
    /// Whether it goes over the rows of people on a sheet, some of which may be blank.
    fn is_of_all_rows(&self) -> bool {
        self.reach.is_across() || self.here.scope == Scope::DepartmentPeriod && self.over == Scope::Period
    }

    /// A column of all people on the sheet of a scope; on the sheet of the formula without its name.
    fn of_all(&self, scope: Scope, column: u16) -> String {
        let tab = Here::at(self.here.plan, scope, 0, self.here.number).on;
        // The summary's people stand further down than those of other sheets.
        let on = |row: u32| row + Plan::row_on(tab, 0) - Plan::row_on(self.tab, 0);
        let range = self.here.plan.range(tab, on(self.first), on(self.last), column);
        match range.split_once('!') {
            Some((_, own)) if tab == self.here.on => own.to_owned(),
            _ => range,
        }
    }
}

impl Constants for Range<'_> {}

impl Addresses for Range<'_> {
    fn slot(&self, slot: Slot) -> String {
        let scope = match slot.space {
            Space::Child => self.over,
            Space::ChildLine => Scope::Line,
            Space::ChildManager => Scope::Manager,
            _ => return self.here.slot(slot),
        };
        let period = matches!(self.over, Scope::Credit | Scope::Period) && slot.index == builtin::PERIOD;
        if period && slot.space == Space::Child {
            return (self.here.number + 1).to_string();
        }
        let plan: &Plan<'_> = self.here.plan;
        // What no sheet shows is no figure of others, and must not be taken for another column.
        let Some(column) = plan.column(scope, slot.index) else { return "NA()".into() };
        if self.is_of_all_rows() {
            return self.of_all(scope, column + plan.beside(scope, self.here.number));
        }
        match self.here.sampling {
            // Only of credits are there templates; the managers of a department are always the same.
            Some(_) if self.over == Scope::Credit => plan.range_in(self.tab, [FIRST_CREDIT, LAST_CREDIT], column),
            _ => plan.range(self.tab, self.first, self.last, column),
        }
    }

    fn given(&self, slot: Slot) -> String {
        format!("({}<>\"\")", self.slot(slot))
    }

    fn around(&self) -> &dyn Surroundings {
        &self.here
    }

    fn inside(&self) -> Option<Scope> {
        Some(self.over)
    }

    fn company(&self) -> Option<Company> {
        if !self.is_of_all_rows() {
            return None;
        }
        let plan = self.here.plan;
        let is_figure = |held: &&Held<'_>| matches!(held, Held::Rule(rule) if rule.unit != Unit::Text);
        let slot = plan.held[self.over.index()].iter().find(is_figure)?.slot();
        let filled = self.slot(Slot { space: Space::Child, index: slot });
        // Excel compares texts without regard to case, and not by their codes where there is more than letters and digits.
        let is_plain = |id: &str| id.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        let ids = plan.results.book.managers.iter().all(|manager| is_plain(&manager.id));
        let row = match (self.here.sampling, self.here.on) {
            (Some(_), Tab::Summary) => SUMMARY_ROW.to_owned(),
            (Some(_), _) => MANAGER_ROW.to_owned(),
            (None, on) => (Plan::row_on(on, self.here.manager) + 1).to_string(),
        };
        let ids = ids.then(|| (self.of_all(self.over, 0), format!("$A{row}")));
        Some(Company { filled, ids })
    }
}
