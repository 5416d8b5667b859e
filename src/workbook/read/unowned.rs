//! Sheets of which one group of columns must be there, and none is.

use super::Reader;
use super::text::fold;
use crate::book::Place;
use crate::lang::Words;
use crate::policy::{Column, Sheet};
use crate::say;

impl Reader<'_> {
    /// Of groups of columns one must be there as a whole.
    pub(super) fn no_group(&mut self, at: usize, sheet: &Sheet) {
        let Some(place) = &self.places[at] else { return };
        let has = |index: &usize| place.columns[*index].is_some();
        let Some(nearest) = sheet.either.iter().max_by_key(|group| group.iter().filter(|i| has(i)).count()) else {
            return;
        };
        if sheet.either.iter().any(|group| group.iter().all(has)) {
            return;
        }
        let missing: Vec<&usize> = nearest.iter().filter(|index| !has(index)).collect();
        let columns: Vec<_> = missing
            .iter()
            .map(|index| **index)
            .map(|index| Words::same(super::heading::label(&sheet.columns[index])))
            .collect();
        let columns = Words::list(&columns);
        let groups = groups(sheet);
        // A heading that is nearly one of them is probably it.
        let strange = self.findings.account.passed_over.iter().filter(|passed| passed.place.sheet == place.name);
        let near = |column: &Column| {
            let labels: Vec<String> = column.label.spellings().map(fold).collect();
            let like = |heading: &str| labels.iter().any(|label| super::heading::alike(&fold(heading), label));
            strange.clone().find(|passed| like(&passed.heading))
        };
        let near = missing.iter().find_map(|index| Some((&sheet.columns[**index], near(&sheet.columns[**index])?)));
        if let Some((column, passed)) = near {
            let at = Place::cell(&place.name, place.heading, passed.place.column);
            let (found, wanted) = (passed.heading.clone(), super::heading::label(column));
            let problem = say!(Read::GroupColumnMissing { columns, groups });
            self.findings.fault(at, found, problem, say!(Read::ChangeHeading { wanted }));
            return;
        }
        let free = self.free(place);
        self.findings.fault(free, "", say!(Read::GroupColumnMissing { columns, groups }), say!(Read::AddColumns));
    }
}

/// The labels of a sheet's groups of columns.
pub(super) fn groups(sheet: &Sheet) -> Words {
    let group = |group: &Vec<usize>| Words::list(group.iter().map(|&i| &sheet.columns[i].label));
    Words::joined(&sheet.either.iter().map(group).collect::<Vec<_>>(), &say!(Read::OrGroup))
}
