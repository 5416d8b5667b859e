//! What differs between two runs, as people and programs are told: the types are the contract of the JSON, and their comments
//! describe it there.

use std::fmt;

use serde::Serialize;

use super::figures::Target;
use super::told::{Group, Told};
use crate::book::Place;
use crate::lang::Lang;
use crate::policy::Unit;
use crate::report::json::{Amount, RuleScope};

/// What moved a figure, or changed in the input.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ToldEntry {
    /// What kind of thing it is.
    pub group: Group,
    /// What changed, in words.
    pub cause: String,
    /// Its cell in A; null where it has none.
    pub at_a: Option<CellRef>,
    /// Its cell in B; null where it has none.
    pub at_b: Option<CellRef>,
    /// What it was, as people read it.
    pub from: String,
    /// What it is, as people read it.
    pub to: String,
}

/// A cell of an input.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CellRef {
    /// The sheet.
    sheet: String,
    /// The cell; empty for a whole sheet.
    cell: String,
}

impl fmt::Display for CellRef {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sheet, cell } = self;
        if cell.is_empty() { formatter.write_str(sheet) } else { write!(formatter, "{sheet}!{cell}") }
    }
}

impl ToldEntry {
    pub(super) fn new(told: &Told, lang: Lang) -> Self {
        let at = |place: &Place| {
            (!place.sheet.is_empty()).then(|| CellRef { sheet: place.sheet.clone(), cell: place.address() })
        };
        Self {
            group: told.group,
            cause: told.what.get(lang).to_owned(),
            at_a: at(&told.places.0),
            at_b: at(&told.places.1),
            from: told.from.clone(),
            to: told.to.clone(),
        }
    }
}

/// Something of the input that is another one in B.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ChangedEntry {
    /// What.
    #[serde(flatten)]
    pub told: ToldEntry,
    /// Whether it moved a figure by itself.
    pub moved: bool,
}

/// What differs for somebody.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PersonEntry {
    /// His id.
    pub id: String,
    /// His name, as B has it where he is in B.
    pub name: String,
    /// Where he is.
    pub r#in: Sides,
    /// What is payable, what the year costs, the headline of each period, where one of them changed.
    pub figures: Vec<FigureEntry>,
    /// The other figures that changed.
    pub changed: Vec<OtherEntry>,
}

/// Where somebody is.
#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Sides {
    /// In A only.
    A,
    /// In B only.
    B,
    /// In both.
    Both,
}

/// A difference, and its parts, which sum to it.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FigureEntry {
    /// Which figure.
    pub figure: TargetWord,
    /// Of which period; empty for a figure of the person himself.
    pub period: String,
    /// What it is called.
    pub label: String,
    /// How its amounts are shown.
    #[serde(skip)]
    pub unit: Unit,
    /// In A; null where A does not have it.
    pub a: Option<Amount>,
    /// In B; null where B does not have it.
    pub b: Option<Amount>,
    /// By how much B is above A; what a side does not have counts as nothing.
    pub difference: Amount,
    /// Why.
    pub parts: Vec<PartEntry>,
}

/// A figure whose difference is told with its parts.
#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum TargetWord {
    /// What is payable now.
    Payable,
    /// What the year costs so far.
    Cost,
    /// The headline of a period.
    Period,
}

/// What moved a figure, and by how much.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PartEntry {
    /// What.
    #[serde(flatten)]
    pub told: ToldEntry,
    /// By how much.
    pub moved: Amount,
}

/// A figure that changed, without its parts.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OtherEntry {
    /// What its rule is computed for.
    pub scope: RuleScope,
    /// Which period or half-year; empty for others.
    pub of: String,
    /// The row that it stands in, as people call it.
    #[serde(skip)]
    pub row: String,
    /// The rule's name.
    pub name: String,
    /// Its label.
    pub label: String,
    /// In A, as people read it.
    pub a: String,
    /// In B, as people read it.
    pub b: String,
}

impl From<Target> for TargetWord {
    fn from(target: Target) -> Self {
        match target {
            Target::Payable => Self::Payable,
            Target::Cost => Self::Cost,
            Target::Period(_) => Self::Period,
        }
    }
}
