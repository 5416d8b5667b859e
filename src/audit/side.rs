//! One of the books that are held side by side, and its lines: a large input has a million, so that each is nothing but
//! where it stands.

use std::cmp::Ordering;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::book::{Book, Given, Line, Who};
use crate::formula::{Columns, Symbol, Symbols, Value};

/// A book, its texts known by symbols that it has in common with others.
#[derive(Debug)]
pub(super) struct Side<'b> {
    book: &'b Book,
    /// The common symbol of each of its own.
    symbols: Vec<Symbol>,
    /// The number of its first line.
    first: usize,
}

impl<'b> Side<'b> {
    /// A book, its texts in `symbols` and its lines numbered from `first`.
    pub(super) fn new(book: &'b Book, symbols: &mut Symbols, first: usize) -> Self {
        let symbols = book.symbols.texts().map(|text| symbols.intern(text)).collect();
        Self { book, symbols, first }
    }

    /// The common symbol of one of its own.
    pub(super) fn symbol(&self, own: Symbol) -> Symbol {
        self.symbols[own.number() as usize]
    }

    /// One of its values.
    pub(super) fn value(&self, own: Value) -> Value {
        match own {
            Value::Text(text) => Value::Text(self.symbol(text)),
            value => value,
        }
    }

    /// What it gives for a setting.
    pub(super) fn given(&self, own: &Given) -> Given {
        let dated = own.dated.clone().map(|mut dated| {
            dated.steps.iter_mut().for_each(|step| step.value = self.value(step.value));
            dated
        });
        Given { value: self.value(own.value), dated, ..own.clone() }
    }
}

/// A line of a book.
#[derive(Clone, Debug)]
pub(super) struct LineFacts<'b> {
    side: Arc<Side<'b>>,
    at: u32,
}

impl<'b> LineFacts<'b> {
    /// All lines of a book.
    pub(super) fn of(side: &Arc<Side<'b>>) -> Vec<Self> {
        let count = u32::try_from(side.book.lines.len()).unwrap_or(u32::MAX);
        (0..count).map(|at| Self { side: Arc::clone(side), at }).collect()
    }

    /// The values of these lines as their book has them, where they are all of its lines in its order, and its symbols are
    /// the common ones: of a large input one copy must be enough.
    pub(super) fn of_a_book(lines: &[&Self]) -> Option<Arc<Columns>> {
        let side = &lines.first()?.side;
        let all = lines.len() == side.book.lines.len()
            && lines.iter().enumerate().all(|(at, line)| line.at as usize == at && Arc::ptr_eq(&line.side, side));
        let plain = || (0..).zip(&side.symbols).all(|(number, symbol)| symbol.number() == number);
        (all && plain()).then(|| Arc::clone(&side.book.line_values))
    }

    /// Its own number in this comparison.
    pub(super) fn number(&self) -> usize {
        self.side.first + self.at as usize
    }

    /// What its book says of it, with the book's own numbers of managers and projects.
    pub(super) fn stands(&self) -> &'b Line {
        &self.side.book.lines[self.at as usize]
    }

    /// Its project; empty for none.
    pub(super) fn project(&self) -> &'b str {
        &self.side.book.projects[self.stands().project as usize]
    }

    /// The number of its document; empty for none.
    pub(super) fn document(&self) -> &'b str {
        self.side.book.documents.get(self.stands().document as usize).unwrap_or_default()
    }

    /// The id of its manager; none where shares divide it.
    pub(super) fn who(&self) -> Option<&'b str> {
        match self.stands().who {
            Who::Manager(manager) => Some(&self.side.book.managers[manager as usize].id),
            Who::Shares(_) => None,
        }
    }

    /// Its values, in the policy's order.
    pub(super) fn values(&self) -> Vec<Value> {
        self.side.book.values_of(self.at as usize).into_iter().map(|value| self.side.value(value)).collect()
    }

    /// One of its values.
    pub(super) fn value(&self, at: usize) -> Value {
        self.side.value(self.side.book.line_values.value(self.at as usize, at).unwrap_or_default())
    }

    /// An order in which lines that say the same stand together, wherever they stand in their inputs.
    pub(super) fn by_what_it_says(&self, other: &Self) -> Ordering {
        let (one, two) = (self.stands(), other.stands());
        let width = self.side.book.line_width.max(other.side.book.line_width);
        (self.who(), one.period, one.date)
            .cmp(&(other.who(), two.period, two.date))
            .then_with(|| {
                let each = (0..width).map(|at| rank(self.value(at)).cmp(&rank(other.value(at))));
                each.fold(Ordering::Equal, Ordering::then)
            })
            .then_with(|| self.document().cmp(other.document()))
            // Last, as it takes longest: projects are the same in any case.
            .then_with(|| self.project().to_lowercase().cmp(&other.project().to_lowercase()))
    }
}

/// A value in an order of any values.
fn rank(value: Value) -> (u8, Decimal, u32) {
    match value {
        Value::Blank | Value::Tainted => (0, Decimal::ZERO, 0),
        Value::Number(number) => (1, number, 0),
        Value::Truth(truth) => (2, Decimal::ZERO, u32::from(truth)),
        Value::Text(text) => (3, Decimal::ZERO, text.number()),
        Value::NotApplicable => (4, Decimal::ZERO, 0),
    }
}
