//! What a year opens with, held against what the one before closed with.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::formula::Scope;
use crate::lang::Words;
use crate::report::Results;
use crate::say;
use crate::settle::RowKey;

/// What a person's year opens and closes with, by the names of the columns of the managers' sheet.
#[derive(Clone, Debug, Default)]
pub(super) struct Openings(BTreeMap<String, Opened>);

#[derive(Clone, Debug)]
struct Opened {
    label: Words,
    opens: Decimal,
    /// What its column opens the next year with, as far as the year is settled.
    closes: Decimal,
}

impl Openings {
    pub(super) fn of(results: &Results<'_>, manager: usize) -> Self {
        let settlement = results.settlement;
        let opened = results.policy.inputs(Scope::Manager).filter_map(|input| {
            let opening = input.column.opens_with.as_ref()?;
            let opens = settlement.number(RowKey::Manager { person: manager }, input.used);
            let closes = settlement.closing(manager, opening).unwrap_or_default();
            let label = input.column.label.clone();
            Some((input.column.name.clone(), Opened { label, opens: opens.unwrap_or_default(), closes }))
        });
        Self(opened.collect())
    }

    /// Whether the next year has to open with anything.
    pub(super) fn carry(&self) -> bool {
        self.0.values().any(|opened| !opened.closes.is_zero())
    }

    /// A person of the same policy of whom the year before knew nothing.
    pub(super) fn nothing(&self) -> Self {
        let zero =
            |opened: &Opened| Opened { label: opened.label.clone(), opens: Decimal::ZERO, closes: Decimal::ZERO };
        Self(self.0.iter().map(|(name, opened)| (name.clone(), zero(opened))).collect())
    }

    /// Where the run after does not open with what this one closed with, or, in the same year, opened with.
    pub(super) fn differences(
        &self,
        after: &Self,
        same_year: bool,
        id: &str,
        [from, to]: [&Words; 2],
    ) -> impl Iterator<Item = Words> {
        self.0.iter().filter_map(move |(name, before)| {
            let opens = after.0.get(name)?.opens;
            let label = &before.label;
            if same_year && before.opens != opens {
                let (then, now) = (shown(before.opens), shown(opens));
                return Some(say!(Audit::OpeningChanged { id, label, from, then, to, now }));
            }
            let closing = shown(before.closes);
            let differs = !same_year && before.closes != opens;
            differs.then(|| say!(Audit::NotOpenedWith { id, from, label, closing, to, opening: shown(opens) }))
        })
    }
}

/// Money with two decimals, what is finer with all that it has.
fn shown(figure: Decimal) -> String {
    let figure = figure.normalize();
    if figure.scale() > 2 { figure.to_string() } else { format!("{figure:.2}") }
}
