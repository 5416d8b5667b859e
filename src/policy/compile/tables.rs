//! Tables of a policy: their columns, and the rows that the policy itself gives.

use rust_decimal::Decimal;

use super::super::model::{Column, TableDef, TableUse, joints};
use super::super::raw::{RawRow, RawTable, Text};
use super::super::unit::{Unit, literal};
use super::Compiler;
use crate::formula::{Symbol, TableShape, Value};
use crate::lang::Words;
use crate::say;

impl Compiler<'_> {
    /// All tables; their names and columns become known to formulas.
    pub(super) fn tables(&mut self) -> Vec<TableDef> {
        let mut tables = Vec::new();
        for raw in &self.raw.table {
            let table = self.table(raw);
            if self.tables.insert(table.name.clone(), tables.len()).is_some() {
                self.twice(&raw.name);
            }
            self.vocabulary.tables.push(TableShape {
                name: table.name.clone(),
                columns: table.columns.iter().map(|c| (c.name.clone(), c.unit.kind())).collect(),
            });
            tables.push(table);
        }
        tables
    }

    fn table(&mut self, raw: &RawTable) -> TableDef {
        let usage = match raw.usage.get_ref().as_str() {
            "steps" => TableUse::Steps { first: self.decimal(raw.first.as_ref()) },
            "keys" => TableUse::Keys,
            _ => {
                self.problem(raw.usage.span(), say!(Policy::TableUse));
                TableUse::Keys
            }
        };
        let columns: Vec<_> = raw.columns.iter().map(|column| self.column(column)).collect();
        let until = raw.until.as_ref().and_then(|name| self.until(name, &columns));
        let mut keys = Vec::new();
        let rows: Vec<_> = raw.rows.iter().map(|row| self.row(raw, row, &columns, &mut keys)).collect();
        if let TableUse::Steps { first } = usage {
            self.steps(raw, &rows, first, until);
        }
        TableDef {
            name: self.name(&raw.name),
            clause: self.clause(&raw.clause),
            label: raw.label.clone(),
            usage,
            until,
            built_in: raw.built_in,
            columns,
            rows,
            keys,
        }
    }

    /// A row's values; optional columns at its end may be left out.
    fn row(
        &mut self,
        table: &RawTable,
        row: &RawRow,
        columns: &[Column],
        keys: &mut Vec<(Symbol, Words)>,
    ) -> Vec<Value> {
        let mut values = Vec::new();
        if let Some(key) = &row.key {
            if key.get_ref().trim() != key.get_ref() {
                self.problem(key.span(), say!(Policy::KeyWithBlanks { key: key.get_ref() }));
            }
            let symbol = self.symbols.intern(key.get_ref());
            keys.push((symbol, row.label.clone().unwrap_or_else(|| Words::same(key.get_ref()))));
            values.push(Value::Text(symbol));
        }
        for text in &row.values {
            let unit = columns.get(values.len()).map_or(Unit::Number, |column| column.unit);
            let value = literal(text.get_ref(), unit, &mut self.symbols);
            let shown = text.get_ref();
            if value.is_none() || values.len() >= columns.len() {
                self.problem(text.span(), say!(Policy::DoesNotFit { shown }));
            } else if let (Some(number), Some(column)) = (value.and_then(Value::as_number), columns.get(values.len()))
                && (column.min.is_some_and(|min| number < min) || column.max.is_some_and(|max| number > max))
            {
                self.problem(text.span(), say!(Policy::ValueBeyond { shown }));
            }
            values.push(value.unwrap_or_default());
        }
        if columns.iter().skip(values.len()).any(|column| !column.optional) {
            let span = row.values.first().map_or(table.name.span(), Text::span);
            let (wanted, found) = (columns.len(), values.len());
            self.problem(span, say!(Policy::RowLength { wanted, found }));
        }
        values.resize(columns.len().max(values.len()), Value::Blank);
        values
    }

    /// The column that says where a step ends; the first two are the start and the value.
    fn until(&mut self, name: &Text, columns: &[Column]) -> Option<usize> {
        let found = columns.iter().position(|column| column.name == *name.get_ref());
        let fits = |index: &usize| *index > 1 && columns[*index].unit == columns[0].unit;
        let found = found.filter(fits);
        if found.is_none() {
            let shown = name.get_ref();
            self.problem(name.span(), say!(Policy::ThirdColumn { shown }));
        }
        found
    }

    /// Steps must rise, begin where the policy says, and end where the next begins.
    fn steps(&mut self, raw: &RawTable, rows: &[Vec<Value>], first: Option<Decimal>, until: Option<usize>) {
        let at = |row: usize, value: usize| {
            let row = raw.rows.get(row);
            row.and_then(|row| row.values.get(value).or(row.values.first())).map_or(raw.name.span(), Text::span)
        };
        let starts: Vec<_> = rows.iter().filter_map(|row| row.first()?.as_number()).collect();
        for (index, pair) in starts.windows(2).enumerate() {
            if pair[0] >= pair[1] {
                self.problem(at(index + 1, 0), say!(Policy::StartsMustRise));
            }
        }
        if let (Some(first), Some(start)) = (first, starts.first())
            && first != *start
        {
            self.problem(at(0, 0), say!(Policy::FirstStart { first }));
        }
        for (row, joint) in joints(rows, until) {
            self.problem(at(row, until.unwrap_or(0)), joint.words());
        }
    }
}
