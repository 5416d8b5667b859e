//! What differs between two runs, for whom, and why.

use std::sync::Arc;

use serde::ser::SerializeSeq as _;
use serde::{Serialize, Serializer};

use crate::audit::difference::{Comparison, FigureDifference, OtherFigure, PersonDifference};
use crate::audit::figures::Target;
use crate::audit::told::{Group, Told};
use crate::book::Place;
use crate::lang::Lang;
use crate::policy::PeriodKind;
use crate::report::json::{Amount, RuleScope};

/// What moved a figure, or changed in the input.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ToldEntry<'d> {
    /// What kind of thing it is.
    group: Group,
    /// What changed, in words.
    cause: &'d str,
    /// Its cell in A; null where it has none.
    at_a: Option<CellRef<'d>>,
    /// Its cell in B; null where it has none.
    at_b: Option<CellRef<'d>>,
    /// What it was, as people read it.
    from: &'d str,
    /// What it is, as people read it.
    to: &'d str,
}

/// A cell of an input.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct CellRef<'d> {
    /// The sheet.
    sheet: &'d str,
    /// The cell; empty for a whole sheet.
    cell: String,
}

impl<'d> ToldEntry<'d> {
    fn new(told: &'d Told, lang: Lang) -> Self {
        let at = |place: &'d Place| {
            (!place.sheet.is_empty()).then(|| CellRef { sheet: &place.sheet, cell: place.address() })
        };
        Self {
            group: told.group,
            cause: told.what.get(lang),
            at_a: at(&told.places.0),
            at_b: at(&told.places.1),
            from: &told.from,
            to: &told.to,
        }
    }
}

/// Something of the input that is another one in B.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ChangedEntry<'d> {
    #[serde(flatten)]
    told: ToldEntry<'d>,
    /// Whether it moved a figure by itself.
    moved: bool,
}

/// What differs for somebody.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PersonEntry<'d> {
    /// His id.
    id: &'d str,
    /// His name, as B has it where he is in B.
    name: &'d str,
    /// Where he is.
    r#in: Sides,
    /// What is payable, what the year costs, the headline of each period, where one of them changed.
    figures: Vec<FigureEntry<'d>>,
    /// The other figures that changed.
    changed: Vec<OtherEntry<'d>>,
}

/// Where somebody is.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
enum Sides {
    /// In A only.
    A,
    /// In B only.
    B,
    /// In both.
    Both,
}

/// A difference, and its parts, which sum to it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct FigureEntry<'d> {
    /// Which figure.
    figure: TargetWord,
    /// Of which period; empty for a figure of the person himself.
    period: String,
    /// What it is called.
    label: &'d str,
    /// In A; null where A does not have it.
    a: Option<Amount>,
    /// In B; null where B does not have it.
    b: Option<Amount>,
    /// By how much B is above A; what a side does not have counts as nothing.
    difference: Amount,
    /// Why.
    parts: Vec<PartEntry<'d>>,
}

/// A figure whose difference is told with its parts.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
enum TargetWord {
    /// What is payable now.
    Payable,
    /// What the year costs so far.
    Cost,
    /// The headline of a period.
    Period,
}

/// What moved a figure, and by how much.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PartEntry<'d> {
    #[serde(flatten)]
    told: ToldEntry<'d>,
    /// By how much.
    moved: Amount,
}

/// A figure that changed, without its parts.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct OtherEntry<'d> {
    /// What its rule is computed for.
    scope: RuleScope,
    /// Which period or half-year; empty for others.
    of: &'d str,
    /// The rule's name.
    name: &'d str,
    /// Its label.
    label: &'d str,
    /// In A, as people read it.
    a: &'d str,
    /// In B, as people read it.
    b: &'d str,
}

impl Comparison<'_> {
    /// What changed in the input, for programs.
    #[must_use]
    pub fn changed_entries(&self, lang: Lang) -> Vec<ChangedEntry<'_>> {
        let entries = self.changed.iter();
        entries.map(|one| ChangedEntry { told: ToldEntry::new(&one.told, lang), moved: one.moved }).collect()
    }

    /// What differs for whom, for programs.
    #[must_use]
    pub fn people_entries(&self, lang: Lang, kind: PeriodKind) -> PeopleEntries<'_> {
        PeopleEntries { comparison: self, lang, kind }
    }
}

/// What differs for whom: a list of [`PersonEntry`], each made when it is written.
pub struct PeopleEntries<'d> {
    comparison: &'d Comparison<'d>,
    lang: Lang,
    kind: PeriodKind,
}

impl Serialize for PeopleEntries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { comparison, lang, kind } = *self;
        let mut list = serializer.serialize_seq(None)?;
        for person in comparison.people() {
            list.serialize_element(&PersonEntry::new(&person, lang, kind))?;
        }
        list.end()
    }
}

impl<'d> PersonEntry<'d> {
    fn new(person: &'d PersonDifference, lang: Lang, kind: PeriodKind) -> Self {
        Self {
            id: &person.id,
            name: &person.name,
            r#in: match person.sides {
                (true, false) => Sides::A,
                (false, true) => Sides::B,
                _ => Sides::Both,
            },
            figures: person.figures.iter().map(|figure| FigureEntry::new(figure, lang, kind)).collect(),
            changed: person.changed.iter().map(|other| OtherEntry::new(other, lang, kind)).collect(),
        }
    }
}

impl<'d> FigureEntry<'d> {
    fn new(figure: &'d FigureDifference, lang: Lang, kind: PeriodKind) -> Self {
        let amount = |number| Amount::of(number, figure.unit);
        let part =
            |(told, moved): &'d (Arc<Told>, _)| PartEntry { told: ToldEntry::new(told, lang), moved: amount(*moved) };
        Self {
            figure: match figure.target {
                Target::Payable => TargetWord::Payable,
                Target::Cost => TargetWord::Cost,
                Target::Period(_) => TargetWord::Period,
            },
            period: figure.target.period(kind),
            label: figure.label.get(lang),
            a: figure.sides.0.map(amount),
            b: figure.sides.1.map(amount),
            difference: amount(figure.difference()),
            parts: figure.parts.iter().map(part).collect(),
        }
    }
}

impl<'d> OtherEntry<'d> {
    fn new(other: &'d OtherFigure, lang: Lang, kind: PeriodKind) -> Self {
        Self {
            scope: RuleScope::of(other.scope, kind),
            of: &other.of,
            name: &other.name,
            label: other.label.get(lang),
            a: &other.sides.0,
            b: &other.sides.1,
        }
    }
}
