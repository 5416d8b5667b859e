//! What a form holds already: nothing but prepared rows, or last period's data.

use super::entry::Entry;
use super::typed::TypedRows;
use crate::book::Period;
use crate::policy::{Column, ColumnRole, Policy, RowKind};

/// A row of the sheet of proposals.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposed {
    /// Its cells.
    pub cells: Vec<Entry>,
    /// Whether somebody must answer, and nobody has.
    pub open: bool,
}

/// Somebody on a list of people.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListedPerson {
    /// The row of the sheet of people.
    pub person: Vec<Entry>,
    /// The tasks that the list gives.
    pub tasks: Vec<Task>,
}

/// A task of somebody's period.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// Place of the sheet in the policy.
    pub sheet: usize,
    /// The period.
    pub period: Period,
    /// Place of the column on the sheet.
    pub column: usize,
    /// The figure.
    pub entry: Entry,
}

/// What a form holds already.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filling {
    /// Values of settings, by name; `policy`, `year` and `through` among them.
    pub settings: Vec<(String, Entry)>,
    /// Later values of settings, by name: the first day, and the value from then on.
    pub dated: Vec<(String, Vec<(Entry, Entry)>)>,
    /// Rows of each table of the policy.
    pub tables: Vec<Vec<Vec<Entry>>>,
    /// Rows of each sheet of the policy.
    pub sheets: Vec<Vec<Vec<Entry>>>,
    /// Those of each sheet of lines of which there are any, in the place of the former.
    pub lines: Vec<TypedRows>,
    /// Rules of the policy that the workbook replaces: name, formula.
    pub rules: Vec<(String, String)>,
    /// What half-year reviews proposed, by the columns of [`Policy::proposal_columns`].
    pub proposals: Vec<Proposed>,
}

fn has_needed(sheet: &crate::policy::Sheet) -> bool {
    let needed = |column: &crate::policy::Column| matches!(column.role, ColumnRole::Value { .. }) && !column.optional;
    !sheet.either.is_empty() || sheet.columns.iter().any(needed)
}

impl Filling {
    /// Rows prepared for `managers` managers whom nobody has named yet.
    #[must_use]
    pub fn prepared(policy: &Policy, managers: usize) -> Self {
        let listed = policy.sheets.iter().find(|sheet| sheet.row == RowKind::Manager);
        let people = (1..=managers).map(|number| {
            let columns = listed.map_or(&[][..], |sheet| &sheet.columns);
            let id = |column: &Column| column.role == ColumnRole::Id;
            let cell = |column| if id(column) { Entry::text(format!("M{number:03}")) } else { Entry::default() };
            columns.iter().map(cell).collect()
        });
        Self::of_people(policy, people.map(|person| ListedPerson { person, tasks: Vec::new() }).collect())
    }

    /// Rows prepared for these people, with the tasks that are given for them.
    #[must_use]
    pub fn of_people(policy: &Policy, listed: Vec<ListedPerson>) -> Self {
        let (people, tasks): (Vec<_>, Vec<_>) = listed.into_iter().map(|one| (one.person, one.tasks)).unzip();
        let listed = policy.sheets.iter().find(|sheet| sheet.row == RowKind::Manager);
        let at = listed.and_then(|sheet| sheet.column(ColumnRole::Id)).unwrap_or(0);
        let ids: Vec<Entry> = people.iter().map(|row| Entry::new(row[at].value.clone())).collect();
        let periods: Vec<Period> = Period::all(policy.period).collect();
        let mut people = Some(people);
        let sheets = policy.sheets.iter().enumerate().map(|(at, sheet)| {
            let row = |(id, tasks): (&Entry, &Vec<Task>), period: Period| {
                let of = |column: usize| {
                    tasks.iter().find(|task| (task.sheet, task.period, task.column) == (at, period, column))
                };
                let cells = sheet.columns.iter().enumerate().map(|(index, column)| match column.role {
                    ColumnRole::Id => id.clone(),
                    ColumnRole::Period => Entry::text(period.to_string()),
                    _ => of(index).map_or_else(Entry::default, |task| task.entry.clone()),
                });
                cells.collect::<Vec<_>>()
            };
            match sheet.row {
                RowKind::Manager => people.take().unwrap_or_default(),
                // A row of which nothing must be filled in would say something by standing there.
                RowKind::Period if (sheet.anchor || sheet.required_each_period) && has_needed(sheet) => {
                    ids.iter().zip(&tasks).flat_map(|one| periods.iter().map(move |period| row(one, *period))).collect()
                }
                _ => Vec::new(),
            }
        });
        Self { sheets: sheets.collect(), ..Self::default() }
    }

    /// How many cells of its sheets somebody is to confirm, but for those of lines.
    #[must_use]
    pub fn open(&self) -> usize {
        self.sheets.iter().flatten().flatten().filter(|entry| entry.is_open()).count()
    }

    /// What is given for a setting.
    pub(super) fn setting(&self, name: &str) -> Option<&Entry> {
        self.settings.iter().find(|(given, _)| given == name).map(|(_, entry)| entry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_be_confirmed_is_counted() {
        let rows = |marked: usize| vec![vec![Entry::text("x").marked("why"); marked], vec![Entry::text("x")]];
        let filling = Filling { sheets: vec![rows(2), rows(0), rows(3)], ..Filling::default() };
        assert_eq!(filling.open(), 5);
    }
}
