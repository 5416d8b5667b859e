//! Where figures stand in the results workbook, for reading them back from an archived one.

use super::Results;
use super::people::tab;
use super::plan::{Limits, Plan};
use crate::book::Place;
use crate::formula::Scope;
use crate::lang::Lang;

/// A figure: the manager (a place in [`Book::managers`](crate::book::Book::managers)), its scope, the number of the
/// period from 0, and its slot.
pub type FigureKey = (usize, Scope, usize, usize);

/// The cells of figures of managers; none for one that is not shown. The manager's id stands in the first column of
/// the same row.
#[must_use]
pub fn figure_places(results: &Results<'_>, lang: Lang, figures: &[FigureKey]) -> Vec<Option<Place>> {
    let plan = Plan::new(results, lang, Limits::default());
    let place = |(manager, scope, number, slot): &FigureKey| {
        let column = plan.column(*scope, *slot)?;
        Some(Place::cell(plan.sheet(tab(*scope, *number)), Plan::row_of(*manager) + 1, column))
    };
    figures.iter().map(place).collect()
}
