//! What moved a figure, as it is told: of which group, where, from what to what.

use std::borrow::Borrow;

use serde::Serialize;

use crate::book::Place;
use crate::formula::{Symbols, Value};
use crate::lang::Words;
use crate::policy::Unit;
use crate::report::number_text;
use crate::say;

/// What moved a figure.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Told {
    /// Of which group it is.
    pub group: Group,
    /// Its cells in A and in B; empty where it has none.
    pub places: (Place, Place),
    /// What changed.
    pub what: Words,
    /// What it was.
    pub from: String,
    /// What it is.
    pub to: String,
}

/// The groups of causes, in the order in which they are applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Group {
    /// The program is of another version than the one that wrote the results.
    Program,
    /// The recorded results were edited.
    Results,
    /// The policy's text: its rules.
    Rule,
    /// A setting or a table.
    Setting,
    /// The input's facts.
    Input,
}

impl Group {
    /// All of them, in their order.
    pub const ALL: [Self; 5] = [Self::Program, Self::Results, Self::Rule, Self::Setting, Self::Input];

    /// In words.
    #[must_use]
    pub fn words(self) -> Words {
        match self {
            Self::Program => say!(Audit::GroupProgram),
            Self::Results => say!(Audit::GroupResults),
            Self::Rule => say!(Audit::GroupRule),
            Self::Setting => say!(Audit::GroupSetting),
            Self::Input => say!(Audit::GroupInput),
        }
    }
}

impl Told {
    /// Something that stands in no cell.
    pub(super) fn of(group: Group, what: Words, from: impl Into<String>, to: impl Into<String>) -> Self {
        Self { group, places: Default::default(), what, from: from.into(), to: to.into() }
    }

    /// Several that cannot be told apart, as one.
    pub(super) fn together<T: Borrow<Self>>(list: &[T]) -> Self {
        if let [one] = list {
            return one.borrow().clone();
        }
        let list: Vec<&Self> = list.iter().map(Borrow::borrow).collect();
        let causes: Vec<Words> = list.iter().map(|told| told.what.clone()).collect();
        let what = say!(Audit::Together { causes: Words::joined(&causes, &say!(Audit::BetweenCauses)) });
        let group = list.iter().map(|told| told.group).max().unwrap_or(Group::Input);
        let places = list.first().map(|told| told.places.clone()).unwrap_or_default();
        Self { group, places, what, from: String::new(), to: String::new() }
    }
}

/// A value as people read it.
pub(super) fn shown(symbols: &Symbols, value: Value, unit: Unit) -> String {
    value.shown(|number| number_text(number, unit), |symbol| symbols.text(symbol).to_owned())
}
