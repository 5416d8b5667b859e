//! Inputs of periods as their cells show them: what was typed, a default as a formula, and what counts in the place of
//! what was typed, in a period of which somebody was employed for a part, as a formula over the setting that decides it.

use super::address::Here;
use super::row_formula::formula_text;
use crate::formula::{
    Addresses, Code, Constants, Finer, Number, Reach, Rounding, Row, Scope, Slot, Space, Surroundings, Value, excel,
};
use crate::policy::{Employment, Input, Policy, Rule};

/// What stands in an input's cell.
pub(super) enum InputCell {
    /// What was typed.
    Typed,
    /// What counts in its place, by a formula where there is one.
    Counted(Option<String>),
}

/// What stands in the cell of an input that may count otherwise than it was typed.
pub(super) fn shown(input: &Input<'_>, row: Row<'_>, here: &Here<'_>) -> InputCell {
    let policy = here.plan.results.policy;
    let value = |slot: usize| row.get(slot);
    let typed = value(input.typed);
    let default = rule_of(policy, here.scope, input, false);
    if let Some(counts) = rule_of(policy, here.scope, input, true).filter(|_| is_part(policy, here.scope, row)) {
        let text = match (typed, default) {
            (Value::Number(number), _) => number.normalize().to_string(),
            (_, Some(default)) => match excel(&default.formula.code, here) {
                Some(text) => format!("({text})"),
                None => return InputCell::Typed,
            },
            _ => return InputCell::Counted(None),
        };
        let slots = [Some(input.typed), default.map(|rule| rule.slot)];
        return InputCell::Counted(excel(&counts.formula.code, &TypedCells { here, slots, text }));
    }
    // Of an input that counts otherwise than it was typed only the default is a formula of other cells.
    let as_default = || default.filter(|rule| value(rule.slot) == value(input.used));
    if typed != Value::Blank {
        return InputCell::Typed;
    }
    InputCell::Counted(as_default().and_then(|rule| formula_text(&rule.formula, here)))
}

/// Whether an input's cell of this row is a formula.
pub(super) fn is_live(policy: &Policy, scope: Scope, [typed, used]: [usize; 2], row: Row<'_>) -> bool {
    let counts = |rule: &Rule| rule.input == Some(typed) && rule.counts;
    let counts = || policy.scope(scope).rules.iter().any(counts);
    typed != used && (row.get(typed) == Value::Blank || (is_part(policy, scope, row) && counts()))
}

fn rule_of<'p>(policy: &'p Policy, scope: Scope, input: &Input<'_>, counts: bool) -> Option<&'p Rule> {
    policy.scope(scope).rules.iter().find(|rule| rule.input == Some(input.typed) && rule.counts == counts)
}

/// Whether the manager was employed on some days of the period, but not on all.
fn is_part(policy: &Policy, scope: Scope, row: Row<'_>) -> bool {
    let slot = |told: Employment| {
        let at = Employment::ALL.into_iter().position(|one| one == told)?;
        row.get(policy.employment.filter(|_| scope == Scope::Period)? + at).as_number()
    };
    slot(Employment::DaysEmployed).zip(slot(Employment::Days)).is_some_and(|(own, all)| !own.is_zero() && own < all)
}

/// The cells of a row, with what was typed in the place of the cell that is being written.
struct TypedCells<'h> {
    here: &'h Here<'h>,
    /// The slots of what was typed and of its default.
    slots: [Option<usize>; 2],
    text: String,
}

impl TypedCells<'_> {
    fn is_it(&self, slot: Slot) -> bool {
        slot.space == Space::Own && self.slots.contains(&Some(slot.index))
    }
}

impl Constants for TypedCells<'_> {
    fn constant(&self, slot: Slot) -> Option<Value> {
        if self.is_it(slot) { None } else { self.here.constant(slot) }
    }

    fn constant_given(&self, slot: Slot) -> Option<bool> {
        self.here.constant_given(slot)
    }

    fn constant_before(&self, index: usize) -> Option<Value> {
        self.here.constant_before(index)
    }

    fn each_finer(&self, rows: (Scope, Reach), visit: &mut dyn FnMut(&dyn Constants)) -> bool {
        self.here.each_finer(rows, visit)
    }
}

impl Addresses for TypedCells<'_> {
    fn slot(&self, slot: Slot) -> String {
        if self.is_it(slot) {
            return self.text.clone();
        }
        self.here.slot(slot)
    }

    fn given(&self, slot: Slot) -> String {
        self.here.given(slot)
    }

    fn around(&self) -> &dyn Surroundings {
        self.here
    }

    fn finer(&self, over: Scope, reach: Reach) -> Finer<'_> {
        Addresses::finer(self.here, over, reach)
    }

    fn finer_rows(&self, over: Scope, reach: Reach) -> Vec<Box<dyn Addresses + '_>> {
        Addresses::finer_rows(self.here, over, reach)
    }

    fn may_not_apply(&self, code: &Code) -> bool {
        self.here.may_not_apply(code)
    }

    fn may_be_blank(&self, code: &Code) -> bool {
        self.here.may_be_blank(code)
    }

    fn places(&self, code: &Code) -> Option<u32> {
        self.here.places(code)
    }

    fn exact(&self, code: &Code) -> Option<Number> {
        self.here.exact(code)
    }

    fn addend(&self, x: &Code, places: i32, rounding: Rounding) -> Option<String> {
        self.here.addend(x, places, rounding)
    }
}
