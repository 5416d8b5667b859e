//! The finer rows of an aggregate as cells: ranges where they stand below each other, else row by row.

use super::address::Here;
use super::plan::{FIRST, Plan, Tab};
use super::template::{FIRST_CREDIT, LAST_CREDIT};
use crate::formula::{Addresses, Code, Finer, Number, Scope, Slot, Space, Symbol, places};
use crate::policy::builtin;

/// The finer rows of `here`.
pub(super) fn finer<'h>(here: &'h Here<'_>, over: Scope) -> Finer<'h> {
    let plan = here.plan;
    if over == Scope::Credit {
        let credits = plan.results.settlement.credits_of(here.manager, here.number);
        let ranges = plan.credit_ranges(credits);
        if ranges.is_empty() {
            return Finer::Rows(Vec::new());
        }
        let ranges = ranges.into_iter().map(|(tab, first, last)| {
            Box::new(Range { here: *here, over, tab, first, last }) as Box<dyn Addresses + '_>
        });
        return Finer::Ranges(ranges.collect());
    }
    if over == Scope::Adjustment {
        let adjustments = plan.results.settlement.adjustments_of(here.manager, here.periods());
        if adjustments.is_empty() {
            return Finer::Rows(Vec::new());
        }
        let (first, last) = (Plan::row_of(adjustments.start), Plan::row_of(adjustments.end - 1));
        return Finer::Ranges(vec![Box::new(Range { here: *here, over, tab: Tab::Adjustments, first, last })]);
    }
    if here.scope == Scope::Department && over == Scope::Manager {
        let last = FIRST + plan.managers().max(1) - 1;
        return Finer::Ranges(vec![Box::new(Range { here: *here, over, tab: Tab::Summary, first: FIRST, last })]);
    }
    Finer::Rows(finer_rows(here, over))
}

/// The finer rows of `here`, one by one.
pub(super) fn finer_rows<'h>(here: &'h Here<'_>, over: Scope) -> Vec<Box<dyn Addresses + 'h>> {
    let plan = here.plan;
    let settlement = plan.results.settlement;
    let rows = |manager: usize| -> Vec<Here<'_>> {
        let periods = match (here.scope, over) {
            // Of a period the later ones.
            (Scope::Period, Scope::Period) => here.number + 1..settlement.periods_a_year,
            _ => here.periods(),
        };
        let at = |number: usize| Here { on: here.on, sampling: here.sampling, ..Here::at(plan, over, manager, number) };
        match over {
            Scope::Credit => {
                // Each credit by itself: what the text looks like depends on how many there are.
                here.sampling.inspect(|sampling| sampling.spoil());
                settlement.credits_of(manager, here.number).map(|credit| Here { credit, ..at(here.number) }).collect()
            }
            Scope::Adjustment => {
                settlement.adjustments_of(manager, periods).map(|credit| Here { credit, ..at(0) }).collect()
            }
            Scope::Period => periods
                .filter(|&period| settlement.period_rows.get(settlement.period_index(manager, period)).is_some())
                .map(at)
                .collect(),
            Scope::Half => {
                (0..2).filter(|half| settlement.half_rows.get(manager * 2 + half).is_some()).map(at).collect()
            }
            Scope::Year => (0..1).filter(|_| settlement.year_rows.get(manager).is_some()).map(at).collect(),
            _ => vec![at(0)],
        }
    };
    let managers = if here.scope == Scope::Department {
        0..plan.results.book.managers.len()
    } else {
        here.manager..here.manager + 1
    };
    managers.flat_map(rows).map(|row| Box::new(Row { row, outer: *here }) as Box<dyn Addresses + '_>).collect()
}

/// A finer row: names of the finer scope are its cells, others those of the row that gathers.
struct Row<'p> {
    row: Here<'p>,
    outer: Here<'p>,
}

impl Row<'_> {
    fn of(&self, slot: Slot) -> &Here<'_> {
        if matches!(slot.space, Space::Child | Space::ChildLine) { &self.row } else { &self.outer }
    }
}

impl Addresses for Row<'_> {
    fn slot(&self, slot: Slot) -> String {
        self.of(slot).slot(slot)
    }

    fn given(&self, slot: Slot) -> String {
        self.of(slot).given(slot)
    }

    fn previous(&self, index: usize) -> Option<String> {
        self.outer.previous(index)
    }

    fn column(&self, table: usize, column: usize) -> String {
        self.outer.column(table, column)
    }

    fn rate_steps(&self, table: usize) -> String {
        self.outer.rate_steps(table)
    }

    fn text(&self, symbol: Symbol) -> String {
        self.outer.text(symbol)
    }

    fn finer(&self, _: Scope) -> Finer<'_> {
        Finer::Rows(Vec::new())
    }

    fn finer_rows(&self, _: Scope) -> Vec<Box<dyn Addresses + '_>> {
        Vec::new()
    }

    fn places(&self, code: &Code) -> Option<u32> {
        places(code, &self.outer.plan.decimals(self.outer.scope), Some(self.row.scope))
    }

    fn exact(&self, _: &Code) -> Option<Number> {
        None
    }
}

/// Finer rows below each other: a name is a range of their sheet.
struct Range<'p> {
    here: Here<'p>,
    over: Scope,
    tab: Tab,
    first: u32,
    last: u32,
}

impl Addresses for Range<'_> {
    fn slot(&self, slot: Slot) -> String {
        let scope = match slot.space {
            Space::Child => self.over,
            Space::ChildLine => Scope::Line,
            _ => return self.here.slot(slot),
        };
        if self.over == Scope::Credit && slot.index == builtin::PERIOD {
            return (self.here.number + 1).to_string();
        }
        let plan: &Plan<'_> = self.here.plan;
        let column = plan.column(scope, slot.index).unwrap_or(0);
        match self.here.sampling {
            // Only of credits are there templates; the managers of a department are always the same.
            Some(_) if self.over == Scope::Credit => plan.range_in(self.tab, [FIRST_CREDIT, LAST_CREDIT], column),
            _ => plan.range(self.tab, self.first, self.last, column),
        }
    }

    fn given(&self, slot: Slot) -> String {
        format!("({}<>\"\")", self.slot(slot))
    }

    fn previous(&self, index: usize) -> Option<String> {
        self.here.previous(index)
    }

    fn column(&self, table: usize, column: usize) -> String {
        self.here.column(table, column)
    }

    fn rate_steps(&self, table: usize) -> String {
        self.here.rate_steps(table)
    }

    fn text(&self, symbol: Symbol) -> String {
        self.here.text(symbol)
    }

    fn finer(&self, _: Scope) -> Finer<'_> {
        Finer::Rows(Vec::new())
    }

    fn finer_rows(&self, _: Scope) -> Vec<Box<dyn Addresses + '_>> {
        Vec::new()
    }

    fn places(&self, code: &Code) -> Option<u32> {
        places(code, &self.here.plan.decimals(self.here.scope), Some(self.over))
    }

    fn exact(&self, _: &Code) -> Option<Number> {
        None
    }
}
