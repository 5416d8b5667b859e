//! What the writer of formulas asks of the row that a formula stands in: names as cells of the results workbook, what is
//! the same for everyone, and the finer rows.

use super::address::Here;
use super::finer::{finer, finer_rows};
use crate::formula::{
    Addresses, Code, Constants, Context, Finer, Item, Number, Reach, Rounding, Scope, Slot, Space, Surroundings,
    Symbol, Value, places, run,
};
use crate::settle::with_context;

impl Constants for Here<'_> {
    fn constant(&self, slot: Slot) -> Option<Value> {
        let row = match slot.space {
            Space::Setting => return None,
            Space::Own | Space::Child => *self,
            Space::Manager | Space::ChildManager => Self { scope: Scope::Manager, ..*self },
            Space::Of(scope) => self.of(scope),
            Space::Line | Space::ChildLine => Self { scope: Scope::Line, ..*self },
        };
        self.plan.constants.of_name(self.plan.results, (row.scope, row.number), slot.index)
    }

    fn constant_given(&self, slot: Slot) -> Option<bool> {
        // An input with a default shows the default where nothing was typed: its cell cannot tell.
        let scope = match slot.space {
            Space::Setting => return None,
            Space::Line | Space::ChildLine => Scope::Line,
            Space::Manager | Space::ChildManager => Scope::Manager,
            Space::Of(scope) => scope,
            _ => self.scope,
        };
        if matches!(slot.space, Space::Own | Space::Child | Space::Of(_))
            && self.plan.constants.is_blank((scope, self.number), slot.index)
        {
            return Some(false);
        }
        let defaulted = self.plan.results.policy.scope(scope).rules.iter().any(|rule| rule.input == Some(slot.index));
        defaulted.then(|| self.typed(slot).is_some_and(|value| value != Value::Blank))
    }

    fn constant_before(&self, index: usize) -> Option<Value> {
        match self.before() {
            None => Some(Value::Blank),
            Some(before) => self.plan.constants.of_rule((Scope::Period, before.number), index),
        }
    }

    fn each_finer(&self, (over, reach): (Scope, Reach), visit: &mut dyn FnMut(&dyn Constants)) -> bool {
        match finer(self, over, reach) {
            Finer::Rows(rows) => rows.iter().for_each(|row| visit(&**row)),
            Finer::Ranges(_) => return false,
        }
        true
    }
}

impl Addresses for Here<'_> {
    fn slot(&self, slot: Slot) -> String {
        match slot.space {
            Space::Setting => self.setting(slot.index),
            Space::Own | Space::Child => self.own(slot.index),
            Space::Manager | Space::ChildManager => self.manager(slot.index),
            Space::Of(scope) => self.of(scope).own(slot.index),
            Space::Line | Space::ChildLine => self.line(slot.index),
        }
    }

    fn given(&self, slot: Slot) -> String {
        format!("{}<>\"\"", self.slot(slot))
    }

    fn around(&self) -> &dyn Surroundings {
        self
    }

    fn addend(&self, x: &Code, places: i32, rounding: Rounding) -> Option<String> {
        if let Some(sampling) = self.sampling {
            sampling.rounding(x, places, rounding);
            return None;
        }
        self.exact(x)?.doubt(places, rounding)
    }

    fn may_not_apply(&self, code: &Code) -> bool {
        self.plan.applies.says(code, self.scope, self.scope)
    }

    fn may_be_blank(&self, code: &Code) -> bool {
        self.plan.blanks.says(self.plan.results.policy, code, self.scope, self.scope)
    }

    fn places(&self, code: &Code) -> Option<u32> {
        places(code, &self.plan.decimals(self.scope), None)
    }

    fn exact(&self, code: &Code) -> Option<Number> {
        let settlement = self.plan.results.settlement;
        let value = |context: &Context<'_>| match run(code, context) {
            Ok(Item::Number(number)) => Some(number),
            _ => None,
        };
        with_context(settlement, self.key(), value)?
    }

    fn finer(&self, over: Scope, reach: Reach) -> Finer<'_> {
        finer(self, over, reach)
    }

    fn finer_rows(&self, over: Scope, reach: Reach) -> Vec<Box<dyn Addresses + '_>> {
        finer_rows(self, over, reach)
    }
}

impl Surroundings for Here<'_> {
    fn previous(&self, index: usize) -> Option<String> {
        Some(self.before()?.own(index))
    }

    fn column(&self, table: usize, column: usize) -> String {
        self.plan.defined.column(table, column).to_owned()
    }

    fn rate_steps(&self, table: usize) -> String {
        // By how much each rate exceeds the one before stands in the column after the last.
        self.column(table, self.plan.results.policy.tables[table].columns.len())
    }

    fn text(&self, symbol: Symbol) -> String {
        let text = self.plan.text(symbol);
        if let Some(sampling) = self.sampling.filter(|_| text.contains(char::is_control)) {
            sampling.spoil();
        }
        text
    }

    fn has_wildcards(&self, table: usize) -> bool {
        let rows = self.plan.results.settlement.tables[table].rows();
        rows.iter().any(|row| match row.first() {
            Some(Value::Text(key)) => self.plan.text(*key).contains(['*', '?', '~']),
            _ => false,
        })
    }
}
