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
        if self.given_for(slot).is_some() {
            return None;
        }
        let row = self.row(slot.space)?;
        self.plan.constants.of_name(self.plan.results, (row.scope, row.number), slot.index)
    }

    fn constant_given(&self, slot: Slot) -> Option<bool> {
        // An input with a default shows the default where nothing was typed: its cell cannot tell.
        let scope = self.row(slot.space)?.scope;
        if matches!(slot.space, Space::Own | Space::Child | Space::Of(_))
            && self.plan.constants.is_blank((scope, self.number), slot.index)
        {
            return Some(false);
        }
        let defaulted = self.plan.results.policy.scope(scope).rules.iter().any(|rule| rule.input == Some(slot.index));
        if let Some(sampling) = self.sampling.filter(|_| defaulted) {
            sampling.spoil();
        }
        defaulted.then(|| self.typed_value(slot).is_some_and(|value| value != Value::Blank))
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
        self.given_for(slot).map_or_else(|| self.cell(slot), str::to_owned)
    }

    fn given(&self, slot: Slot) -> String {
        format!("{}<>\"\"", self.cell(slot))
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
    fn may_not_apply(&self, code: &Code, inside: Option<Scope>) -> bool {
        self.plan.applies.says(code, self.scope, inside.unwrap_or(self.scope))
    }

    fn may_be_blank(&self, code: &Code, inside: Option<Scope>) -> bool {
        self.plan.blanks.says(self.plan.results.policy, code, self.scope, inside.unwrap_or(self.scope))
    }

    fn places(&self, code: &Code, inside: Option<Scope>) -> Option<u32> {
        places(code, &self.plan.decimals(self.scope), inside)
    }

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
