//! From the cells of a row to its values, by what the policy's columns ask for: texts, and the keys of tables, become
//! symbols.

use std::cell::RefCell;
use std::collections::HashMap;

use super::by_text::ByText;
use super::cell::{in_range, key, missing};
use super::grid::GridRow;
use super::source::{RawCell, TextId};
use super::typed;
use crate::book::{Findings, Place};
use crate::formula::{Symbol, Symbols, Value};
use crate::policy::{Column, Policy, Sheet, Unit};
use crate::say;

/// The accepted spellings of a table's keys.
#[derive(Default)]
pub(super) struct Keys {
    pub(super) all: HashMap<String, Symbol>,
    /// What texts said so far.
    by_text: RefCell<ByText<Symbol>>,
}

impl Keys {
    /// The key that a text which the file keeps once has said before, or says now.
    fn by_text(&self, text: Option<TextId>, said: impl FnOnce() -> Option<Symbol>) -> Option<Symbol> {
        let known = self.by_text.borrow().get(text);
        known.or_else(|| {
            let said = said()?;
            self.by_text.borrow_mut().put(text, said);
            Some(said)
        })
    }
}

/// What is known of the texts of a workbook.
pub(super) struct ValueReader {
    pub(super) symbols: Symbols,
    /// For each table the accepted spellings of its keys.
    pub(super) keys: Vec<Keys>,
}

impl ValueReader {
    pub(super) fn new(policy: &Policy) -> Self {
        let keys = policy.tables.iter().map(|_| Keys::default()).collect();
        Self { symbols: policy.symbols.clone(), keys }
    }

    /// Reads the values of a row: each to its place among them.
    pub(super) fn values(&mut self, sheet: &Sheet, row: &GridRow<'_>, values: &mut [Value], findings: &mut Findings) {
        for (at, column, slot) in sheet.values() {
            values[slot] = self.value(row, at, column, findings);
        }
    }

    /// What a cell says, by its column's unit or table.
    pub(super) fn typed(
        &mut self,
        column: &Column,
        (cell, text): (&RawCell, Option<TextId>),
        place: &Place,
        findings: &mut Findings,
    ) -> Option<Value> {
        match (column.unit, column.table) {
            (Unit::Truth, _) => typed::truth(cell, place, findings).map(Value::Truth),
            (Unit::Text, Some(table)) => {
                let keys = &self.keys[table];
                let known = || key(cell, &column.label, &keys.all, place, findings);
                keys.by_text(text, known).map(Value::Text)
            }
            (Unit::Text, None) => {
                typed::text(cell, place, findings).map(|text| Value::Text(self.symbols.intern(&text)))
            }
            (unit, _) => typed::figure(cell, unit, place, findings).map(Value::Number),
        }
    }

    /// A value cell of a sheet: required, defaulted, typed and within its range.
    pub(super) fn value(&mut self, row: &GridRow<'_>, at: usize, column: &Column, findings: &mut Findings) -> Value {
        let place = row.at(at);
        let Some(cell) = row.cell(at) else {
            if !column.optional && row.has(at) {
                missing(&column.label, place, findings);
            }
            return column.default.unwrap_or_default();
        };
        let value = self.typed(column, (cell, row.text(at)), place, findings);
        if let Some(Value::Number(number)) = value {
            if !in_range(number, column, cell, place, findings) {
                return Value::Blank;
            }
            if column.whole && number.normalize().scale() > 0 {
                typed::not(cell, place, say!(Read::WholeNumber), findings);
                return Value::Blank;
            }
        }
        value.unwrap_or_default()
    }
}
