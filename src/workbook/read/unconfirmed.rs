//! Yellow is what nobody has confirmed: figures of last year, what a command line gave, who approves. `next` writes such
//! cells on a yellow ground and lists them on a sheet with what stands there; one is confirmed by whoever takes the ground
//! away or changes the value.

use std::collections::HashMap;

use super::called::{called, is_called};
use super::preface::setting_columns;
use super::source::SourceError;
use super::text::fold;
use super::yellow::{Yellow, YellowKey, shown};
use super::{Reader, grid, raw};
use crate::book::{Findings, Place, guide_sheets, settings_sheet, to_confirm_columns};
use crate::lang::Words;
use crate::policy::{Column, Policy};
use crate::say;

/// Cells that a warning names.
const NAMED: usize = 8;

impl Reader<'_> {
    /// Of the yellow cells those that nobody has confirmed, with a warning a sheet.
    pub(super) fn unconfirmed(&mut self) -> Result<Vec<Place>, SourceError> {
        let listed = self.listed()?;
        if let Some(listed) = &listed
            && !self.source.is_xlsx()
        {
            self.yellow = self.as_written(listed)?;
            let (sheet, count) = (&guide_sheets()[3], listed.len());
            let name = self.of_label(sheet).map(|at| self.source.sheets()[at].name.clone());
            let place = Place::sheet(name.unwrap_or_default());
            self.findings.warn(place, "", say!(Read::GroundsNotSeen { sheet, count }), say!(Read::SaveAsXlsx));
        }
        let mut open: Vec<Place> = Vec::new();
        for yellow in std::mem::take(&mut self.yellow) {
            // One that the list does not know may have been moved: it is not confirmed by that.
            let was = listed.as_ref().and_then(|listed| listed.get(&yellow.key));
            let as_it_was = was.is_none_or(|was| *was == yellow.value);
            if as_it_was && !open.contains(&yellow.place) {
                open.push(yellow.place);
            }
        }
        let mut sheets: Vec<&str> = Vec::new();
        for place in &open {
            if sheets.contains(&place.sheet.as_str()) {
                continue;
            }
            sheets.push(&place.sheet);
            let of = || open.iter().filter(|other| other.sheet == place.sheet);
            let count = of().count();
            let mut cells = of().take(NAMED).map(Place::address).collect::<Vec<_>>().join(", ");
            if count > NAMED {
                cells.push_str(", …");
            }
            let problem = say!(Read::Unconfirmed { count, cells });
            self.findings.warn(place.clone(), "", problem, say!(Read::ConfirmOrChange));
        }
        Ok(open)
    }

    /// Where a format shows no ground: the listed cells in which what was written there still stands. Nobody can be seen to
    /// have confirmed them.
    fn as_written(&mut self, listed: &HashMap<YellowKey, String>) -> Result<Vec<Yellow>, SourceError> {
        let policy = self.policy;
        let mut found = Vec::new();
        for (label, columns) in known_sheets(policy) {
            let Some(index) = self.of_label(&label) else { continue };
            let name = fold(&self.source.sheets()[index].name);
            if !listed.keys().any(|key| key[0] == name) {
                continue;
            }
            let mut unsaid = Findings::default();
            grid::stream(self.source, index, &columns, &[], &mut unsaid, &mut |row, _| {
                let yellow = (0..columns.len()).filter_map(|column| row.as_yellow(column, &columns));
                found.extend(yellow.filter(|yellow| listed.contains_key(&yellow.key)));
            })?;
        }
        Ok(found)
    }

    /// The name of a column that the list calls by its heading, or by its name, as earlier versions did; both folded.
    fn column_of(policy: &Policy, sheet: &str, heading: &str) -> String {
        let all = known_sheets(policy).filter(|(label, _)| is_called(label, sheet));
        let found = all.flat_map(|(_, columns)| columns).find(|column| is_called(&column.label, heading));
        found.map_or_else(|| heading.to_owned(), |column| fold(&column.name))
    }

    /// The sheet of that label, where it has cells.
    fn of_label(&self, label: &Words) -> Option<usize> {
        called(self.source, label).first().copied().filter(|at| self.source.sheets()[*at].worksheet)
    }

    /// What the list says, where there is one.
    fn listed(&mut self) -> Result<Option<HashMap<YellowKey, String>>, SourceError> {
        let label = &guide_sheets()[3];
        let Some(index) = self.of_label(label) else { return Ok(None) };
        let columns = to_confirm_columns();
        if raw::headings(self.source, label, &columns)?.is_none() {
            return Ok(None);
        }
        let mut listed = HashMap::new();
        let mut unsaid = Findings::default();
        grid::stream(self.source, index, &columns, &[], &mut unsaid, &mut |row, _| {
            let text = |at: usize| row.cell(at).map(shown).unwrap_or_default();
            let sheet = fold(&text(0));
            let [whose, when, column] =
                [fold(&text(2)), fold(&text(3)), Self::column_of(self.policy, &sheet, &fold(&text(4)))];
            let key = [sheet, whose, when, column];
            listed.insert(key, text(5));
        })?;
        Ok(Some(listed))
    }
}

/// The sheets that are read, with their columns.
fn known_sheets(policy: &Policy) -> impl Iterator<Item = (Words, Vec<Column>)> {
    let tables = policy.tables.iter().map(|table| (table.label.clone(), table.columns.clone()));
    let sheets = policy.sheets.iter().map(|sheet| (sheet.label.clone(), sheet.columns.clone()));
    std::iter::once((settings_sheet(), setting_columns())).chain(tables).chain(sheets)
}
