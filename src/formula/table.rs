//! The tables that formulas look into: bands, tiers and keyed rows.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::value::{Symbol, Value};

/// As many rows are looked through one by one.
const FEW: usize = 8;

/// A table's rows, in the order that its use needs: starts ascending, or as written for keys.
#[derive(Clone, Debug, Default)]
pub struct Table {
    rows: Vec<Vec<Value>>,
    keys: HashMap<Symbol, usize>,
    tainted: bool,
}

impl Table {
    /// A table of these rows; rows with a text in the first column can be looked up by it.
    #[must_use]
    pub fn new(rows: Vec<Vec<Value>>) -> Self {
        let keys = rows
            .iter()
            .enumerate()
            .filter_map(|(index, row)| match row.first() {
                Some(Value::Text(key)) => Some((*key, index)),
                _ => None,
            })
            .collect();
        Self { rows, keys, tainted: false }
    }

    /// A table of which nothing is certain.
    #[must_use]
    pub fn tainted() -> Self {
        Self { tainted: true, ..Self::default() }
    }

    /// Whether nothing is certain of it.
    #[must_use]
    pub fn is_tainted(&self) -> bool {
        self.tainted
    }

    /// All rows.
    #[must_use]
    pub fn rows(&self) -> &[Vec<Value>] {
        &self.rows
    }

    /// The row with this key.
    #[must_use]
    pub fn row_of(&self, key: Symbol) -> Option<usize> {
        // Among few rows it is found before its hash is made.
        if self.rows.len() <= FEW {
            return self.rows.iter().rposition(|row| row.first() == Some(&Value::Text(key)));
        }
        self.keys.get(&key).copied()
    }

    /// The row of the highest band that starts at or below `amount`.
    #[must_use]
    pub fn band(&self, amount: Decimal) -> Option<usize> {
        self.rows.partition_point(|row| start(row) <= amount).checked_sub(1)
    }

    /// Each step's start, next start and value, from the lowest.
    pub fn steps(&self) -> impl Iterator<Item = (Decimal, Option<Decimal>, Decimal)> + '_ {
        self.rows.iter().enumerate().map(|(index, row)| {
            let next = self.rows.get(index + 1).map(|next| start(next));
            (start(row), next, row.get(1).and_then(|v| v.as_number()).unwrap_or_default())
        })
    }
}

fn start(row: &[Value]) -> Decimal {
    row.first().and_then(|value| value.as_number()).unwrap_or_default()
}
