//! A part of a formula over the rows of a block.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::super::around::{Around, Beside, Settings};
use super::super::code::{Code, Op, Reach, Scope, Slot, Space};
use super::super::columns::Columns;
use super::super::context::Context;
use super::super::eval::{look_up, run};
use super::super::gathered::Gathered;
use super::super::item::Item;
use super::super::kind::Kind;
use super::super::number::{Number, NumberError};
use super::super::operations::{arithmetic, band, cell_of, compare, graduated, holds, kept, percent, row_of};
use super::super::table::Table;
use super::super::value::Value;

/// What a part of a formula gives for some rows: the same for all, or for each, in their order.
pub(super) enum Lanes<T> {
    Same(T),
    Each(Vec<T>),
}

impl<T: Copy> Lanes<T> {
    #[inline]
    pub(super) fn at(&self, at: usize) -> T {
        match self {
            Self::Same(value) => *value,
            Self::Each(values) => values[at],
        }
    }

    fn map<U>(self, of: impl Fn(T) -> U) -> Lanes<U> {
        match self {
            Self::Same(value) => Lanes::Same(of(value)),
            Self::Each(values) => Lanes::Each(values.into_iter().map(of).collect()),
        }
    }
}

/// Whether a part within an aggregate reads nothing of others but the rows that are gathered themselves.
fn is_of_child(code: &Code) -> bool {
    code.each().all(|part| match &part.op {
        Op::Slot(slot) | Op::Given(slot) => !matches!(slot.space, Space::ChildLine | Space::ChildManager),
        Op::Aggregate { .. } | Op::Grade(..) => false,
        _ => true,
    })
}

/// A formula on its way over the rows of a block. What stands for a row that has failed is of no use.
pub(super) struct FormulaOverRows<'b> {
    own: &'b Columns,
    around: &'b Around<'b>,
    /// Inside an aggregate: the rows that it is at.
    child: Option<Beside<'b>>,
    pub(super) failed: Vec<u32>,
}

impl<'b> FormulaOverRows<'b> {
    pub(super) fn new(own: &'b Columns, around: &'b Around<'b>) -> Self {
        Self { own, around, child: None, failed: Vec::new() }
    }
}

impl<'b> FormulaOverRows<'b> {
    /// A table; with one that is tainted no row comes further.
    fn table(&mut self, table: usize, rows: &[u32]) -> &'b Table {
        let table = &self.around.tables[table];
        if table.is_tainted() {
            self.failed.extend(rows);
        }
        table
    }
}

impl FormulaOverRows<'_> {
    pub(super) fn items(&mut self, code: &Code, rows: &[u32]) -> Lanes<Item> {
        match &code.op {
            Op::Constant(value) => Lanes::Same(Item::of(*value)),
            Op::Slot(slot) => self.slot(*slot, rows, Item::untainted),
            Op::Previous(index) => self.beside(self.around.previous, *index, rows, Item::untainted),
            Op::If(condition, then, other) => self.branch([condition, then, other], rows, Self::items),
            Op::Given(_) | Op::Compare(..) | Op::And(_) | Op::Or(_) | Op::Not(_) => {
                self.truths(code, rows).map(|truth| Item::Other(Value::Truth(truth)))
            }
            Op::Band(x, table) => {
                let (x, table) = (self.numbers(x, rows), self.table(*table, rows));
                self.each(rows, x, |x| band(x.settled().ok()?, table))
            }
            Op::Slab(x, table) => {
                let (x, table) = (self.numbers(x, rows), self.table(*table, rows));
                self.each(rows, x, |x| match band(x.settled().ok()?, table)? {
                    Item::Number(rate) => x.times(rate).ok().map(Item::Number),
                    other @ Item::Other(_) => Some(other),
                })
            }
            Op::Lookup(text, table, column) => {
                let (text, table) = (self.items(text, rows), self.table(*table, rows));
                self.each(rows, text, |text| Some(cell_of(row_of(text, table).ok()?, table, *column)))
            }
            Op::Aggregate { gather, over, reach: Reach::Finer, argument: None, .. } if (self.around.lacks)(*over) => {
                let nothing = Gathered::new(*gather).result(None, code);
                self.each(rows, Lanes::Same(()), |()| nothing.clone().ok())
            }
            Op::Aggregate { over: Scope::Period, reach: Reach::Finer, argument: None, value, condition, .. }
                if !self.around.periods.is_empty()
                    && [Some(&**value), condition.as_deref()].into_iter().flatten().all(is_of_child) =>
            {
                self.over_periods(code, rows)
            }
            Op::Aggregate { .. } | Op::Grade(..) => self.alone(rows, |context| run(code, context).ok()),
            _ => self.numbers(code, rows).map(Item::Number),
        }
    }

    pub(super) fn numbers(&mut self, code: &Code, rows: &[u32]) -> Lanes<Number> {
        match &code.op {
            Op::Slot(slot) => self.slot(*slot, rows, Item::as_number),
            Op::Previous(index) => self.beside(self.around.previous, *index, rows, Item::as_number),
            Op::If(condition, then, other) => self.branch([condition, then, other], rows, Self::numbers),
            Op::Negate(x) => self.numbers(x, rows).map(Number::negated),
            Op::Percent(x) => {
                let x = self.numbers(x, rows);
                self.each(rows, x, |x| percent(x).ok())
            }
            Op::Arithmetic(operator, left, right) => {
                self.two(rows, [left, right], |left, right| arithmetic(*operator, left, right))
            }
            Op::Min(parts) => self.folded(rows, parts, |best, next| kept(Ordering::Less, best, next)),
            Op::Max(parts) => self.folded(rows, parts, |best, next| kept(Ordering::Greater, best, next)),
            Op::Sum(parts) => self.folded(rows, parts, |sum, next| next.plus(sum)),
            Op::Average(parts) => {
                let (sum, count) =
                    (self.folded(rows, parts, |sum, next| next.plus(sum)), Number::from(Decimal::from(parts.len())));
                self.each(rows, sum, |sum| sum.divided_by(count).ok())
            }
            Op::Round(rounding, x, places) => {
                let x = self.numbers(x, rows);
                self.each(rows, x, |x| x.rounded(*places, *rounding).ok())
            }
            Op::Function(function, parts) => {
                let parts: Vec<Lanes<Number>> = parts.iter().map(|part| self.numbers(part, rows)).collect();
                let mut numbers = Vec::with_capacity(parts.len());
                let values = rows.iter().enumerate().map(|(at, row)| {
                    numbers.clear();
                    numbers.extend(parts.iter().map(|part| part.at(at)));
                    (function.value)(&numbers).unwrap_or_else(|_| self.left_out(*row))
                });
                Lanes::Each(values.collect())
            }
            Op::Graduated(amount, unit, table) => {
                let table = self.table(*table, rows);
                self.two(rows, [amount, unit], |amount, unit| graduated(amount, unit, table))
            }
            _ => {
                let items = self.items(code, rows);
                self.each(rows, items, Item::as_number)
            }
        }
    }

    pub(super) fn truths(&mut self, code: &Code, rows: &[u32]) -> Lanes<bool> {
        let is_number = |side: &Code| !matches!(side.kind, Kind::Truth | Kind::Text | Kind::NotApplicable);
        match &code.op {
            Op::Given(slot) => {
                self.slot(*slot, rows, |item| Some(!matches!(item.untainted()?, Item::Other(Value::Blank))))
            }
            Op::Compare(operator, left, right) if is_number(left) && is_number(right) => {
                self.two(rows, [left, right], |left, right| Ok(holds(*operator, left.compare(right)?)))
            }
            Op::Compare(operator, left, right) => {
                let (left, right) = (self.items(left, rows), self.items(right, rows));
                self.pairs(rows, (left, right), |left, right| compare(*operator, left, right))
            }
            Op::And(parts) => self.junction(parts, true, rows),
            Op::Or(parts) => self.junction(parts, false, rows),
            Op::Not(x) => self.truths(x, rows).map(|truth| !truth),
            Op::If(condition, then, other) => self.branch([condition, then, other], rows, Self::truths),
            Op::Slot(slot) => self.slot(*slot, rows, Item::as_truth),
            _ => {
                let items = self.items(code, rows);
                self.each(rows, items, Item::as_truth)
            }
        }
    }

    /// An aggregate over the periods of each row's person.
    fn over_periods(&mut self, code: &Code, rows: &[u32]) -> Lanes<Item> {
        let Op::Aggregate { gather, value, condition, .. } = &code.op else { return Lanes::Same(Item::default()) };
        let mut gathered = vec![Gathered::new(*gather); rows.len()];
        for &period in self.around.periods {
            self.child = Some(period);
            let mut at: Vec<usize> = (0..rows.len()).filter(|at| period.has(rows[*at])).collect();
            let mut there: Vec<u32> = at.iter().map(|at| rows[*at]).collect();
            if let (Some(only), false) = (condition, there.is_empty()) {
                let truths = self.truths(only, &there);
                at = at.into_iter().enumerate().filter(|(nth, _)| truths.at(*nth)).map(|(_, at)| at).collect();
                there = at.iter().map(|at| rows[*at]).collect();
            }
            if there.is_empty() {
                continue;
            }
            let items = self.items(value, &there);
            for (nth, at) in at.into_iter().enumerate() {
                if gathered[at].take(items.at(nth), value, code).is_err() {
                    self.failed.push(rows[at]);
                }
            }
        }
        self.child = None;
        let results = gathered.iter_mut().zip(rows).map(|(gathered, row)| {
            gathered.end();
            gathered.result(None, code).unwrap_or_else(|_| self.left_out(*row))
        });
        Lanes::Each(results.collect())
    }

    /// Only the branch that a row needs is taken for it.
    fn branch<T: Copy>(
        &mut self,
        [condition, then, other]: [&Code; 3],
        rows: &[u32],
        of: fn(&mut Self, &Code, &[u32]) -> Lanes<T>,
    ) -> Lanes<T> {
        let truths = match self.truths(condition, rows) {
            Lanes::Same(truth) => return of(self, if truth { then } else { other }, rows),
            Lanes::Each(truths) => truths,
        };
        let (mut taken, mut left) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
        for (row, truth) in rows.iter().zip(&truths) {
            if *truth { taken.push(*row) } else { left.push(*row) }
        }
        if left.is_empty() || taken.is_empty() {
            return of(self, if left.is_empty() { then } else { other }, rows);
        }
        let (then, other) = (of(self, then, &taken), of(self, other, &left));
        let (mut of_then, mut of_other) = (0, 0);
        let merged = truths.iter().map(|truth| {
            let (lanes, at) = if *truth { (&then, &mut of_then) } else { (&other, &mut of_other) };
            *at += 1;
            lanes.at(*at - 1)
        });
        Lanes::Each(merged.collect())
    }

    /// `AND` (where TRUE changes nothing) or `OR`: a part is asked only of the rows that those before it left open.
    fn junction(&mut self, parts: &[Code], neutral: bool, rows: &[u32]) -> Lanes<bool> {
        let mut truths = vec![neutral; rows.len()];
        let mut open: Vec<(u32, usize)> = rows.iter().enumerate().map(|(at, row)| (*row, at)).collect();
        for part in parts {
            let asked: Vec<u32> = open.iter().map(|(row, _)| *row).collect();
            match self.truths(part, &asked) {
                Lanes::Same(truth) if truth == neutral => {}
                Lanes::Same(truth) if open.len() == rows.len() => return Lanes::Same(truth),
                found => {
                    let mut at = 0;
                    open.retain(|(_, place)| {
                        at += 1;
                        truths[*place] = found.at(at - 1);
                        truths[*place] == neutral
                    });
                }
            }
            if open.is_empty() {
                break;
            }
        }
        if open.len() == rows.len() { Lanes::Same(neutral) } else { Lanes::Each(truths) }
    }

    /// Parts from the first to the last.
    fn folded(
        &mut self,
        rows: &[u32],
        parts: &[Code],
        of: impl Fn(Number, Number) -> Result<Number, NumberError>,
    ) -> Lanes<Number> {
        let Some((first, rest)) = parts.split_first() else { return Lanes::Same(Number::ZERO) };
        let mut all = self.numbers(first, rows);
        for part in rest {
            let next = self.numbers(part, rows);
            all = self.pairs(rows, (all, next), &of);
        }
        all
    }

    fn two<T: Copy + Default>(
        &mut self,
        rows: &[u32],
        [left, right]: [&Code; 2],
        of: impl Fn(Number, Number) -> Result<T, NumberError>,
    ) -> Lanes<T> {
        let (left, right) = (self.numbers(left, rows), self.numbers(right, rows));
        self.pairs(rows, (left, right), of)
    }

    fn pairs<A: Copy, T: Copy + Default>(
        &mut self,
        rows: &[u32],
        pairs: (Lanes<A>, Lanes<A>),
        of: impl Fn(A, A) -> Result<T, NumberError>,
    ) -> Lanes<T> {
        match pairs {
            (Lanes::Same(left), right) => self.each(rows, right, |right| of(left, right).ok()),
            (left, Lanes::Same(right)) => self.each(rows, left, |left| of(left, right).ok()),
            (Lanes::Each(left), Lanes::Each(right)) => {
                let pairs = left.into_iter().zip(right).zip(rows);
                let of = |((left, right), row): ((A, A), &u32)| of(left, right).unwrap_or_else(|_| self.left_out(*row));
                Lanes::Each(pairs.map(of).collect())
            }
        }
    }

    fn each<A: Copy, T: Copy + Default>(
        &mut self,
        rows: &[u32],
        values: Lanes<A>,
        of: impl Fn(A) -> Option<T>,
    ) -> Lanes<T> {
        match values {
            Lanes::Same(value) => {
                let of = of(value);
                if of.is_none() {
                    self.failed.extend(rows);
                }
                Lanes::Same(of.unwrap_or_default())
            }
            Lanes::Each(values) => {
                let pairs = values.into_iter().zip(rows);
                Lanes::Each(pairs.map(|(value, row)| of(value).unwrap_or_else(|| self.left_out(*row))).collect())
            }
        }
    }

    #[cold]
    fn left_out<T: Default>(&mut self, row: u32) -> T {
        self.failed.push(row);
        T::default()
    }

    /// A name.
    fn slot<T: Copy + Default>(&mut self, slot: Slot, rows: &[u32], of: impl Fn(Item) -> Option<T>) -> Lanes<T> {
        match slot.space {
            Space::Own => match self.own.same(slot.index) {
                Some(item) => self.each(rows, Lanes::Same(item), of),
                None => self.read(self.own, slot.index, rows, |row| Some(row as usize), of),
            },
            Space::Manager => self.beside(self.around.manager, slot.index, rows, of),
            Space::Line => self.beside(self.around.line, slot.index, rows, of),
            Space::Child if self.child.is_some() => self.beside(self.child.unwrap_or_default(), slot.index, rows, of),
            Space::Setting => {
                let value = |settings: &[Value]| settings.get(slot.index).copied().map_or(Item::default(), Item::of);
                let items = match self.around.settings {
                    Settings::Same(settings) => Lanes::Same(value(settings)),
                    Settings::Each(settings) => {
                        Lanes::Each(rows.iter().map(|row| value(settings[*row as usize])).collect())
                    }
                };
                self.each(rows, items, of)
            }
            Space::Of(_) | Space::Child | Space::ChildLine | Space::ChildManager => {
                self.alone(rows, |context| of(Item::of(look_up(slot, context))))
            }
        }
    }

    fn beside<T: Copy + Default>(
        &mut self,
        beside: Beside<'_>,
        slot: usize,
        rows: &[u32],
        of: impl Fn(Item) -> Option<T>,
    ) -> Lanes<T> {
        match beside.rows {
            Some((table, places)) => self.read(table, slot, rows, |row| places[row as usize], of),
            None => self.each(rows, Lanes::Same(Item::default()), of),
        }
    }

    fn read<T: Copy + Default>(
        &mut self,
        table: &Columns,
        slot: usize,
        rows: &[u32],
        place: impl Fn(u32) -> Option<usize>,
        of: impl Fn(Item) -> Option<T>,
    ) -> Lanes<T> {
        let mut at = rows.iter();
        let value = |item: Item| {
            let row = at.next().copied().unwrap_or_default();
            of(item).unwrap_or_else(|| self.left_out(row))
        };
        Lanes::Each(table.each(slot, rows.iter().map(|row| place(*row)), value))
    }

    fn alone<T: Copy + Default>(&mut self, rows: &[u32], of: impl Fn(&Context<'_>) -> Option<T>) -> Lanes<T> {
        let (around, own) = (self.around, self.own);
        let values = rows.iter().map(|row| {
            let mut found = None;
            let at = *row as usize;
            (around.alone)(at, own.row(at), &mut |context| found = of(context));
            found.unwrap_or_else(|| self.left_out(*row))
        });
        Lanes::Each(values.collect())
    }
}
