//! Where the tests of the schemes make their workbooks: from a policy's own sheets and labels.

use bonus::policy::{ColumnRole, Policy, RowKind, Sheet};
use serde_json::Value as Json;

use crate::common::draft::{Cell, Draft, Page, auto};
use crate::common::{policy, results};

/// A workbook of one person and one period, as the clerk of a scheme would keep it.
pub struct Desk {
    pub policy: Policy,
    /// Settings beyond the year: (label, value).
    pub settings: Vec<(&'static str, &'static str)>,
    /// Sheets of tables, with their headings.
    pub tables: Vec<Page>,
    /// The period, as it stands in a cell.
    pub period: &'static str,
    /// What stands in the row of the period: (column's name, value).
    pub row: Vec<(&'static str, &'static str)>,
    /// Rows of the sheet of lines, in the order of its columns.
    pub lines: Vec<Vec<&'static str>>,
}

impl Desk {
    pub fn new(id: &str, period: &'static str) -> Self {
        let policy = policy(id).clone();
        Self { policy, settings: Vec::new(), tables: Vec::new(), period, row: Vec::new(), lines: Vec::new() }
    }

    /// The sheets that it fills in: what was paid and adjusted is for the tests that speak of it.
    pub fn sheets(&self) -> impl Iterator<Item = &Sheet> {
        self.policy.sheets.iter().filter(|sheet| !sheet.closed && sheet.row != RowKind::Adjustment)
    }

    /// The workbook, with some cells of the period's row changed.
    pub fn draft(&self, changes: &[(&str, &str)]) -> Draft {
        let mut draft = Draft::default();
        let mut settings = Page::new("政策", &[&["参数", "取值"], &["年度", "2017"]]);
        settings.rows.extend(self.settings.iter().map(|(key, value)| vec![(*key).into(), auto(value)]));
        draft.pages.push(settings);
        draft.pages.extend(self.tables.iter().cloned());
        for sheet in self.sheets() {
            let heading: Vec<Cell> = sheet.columns.iter().map(|column| column.label.zh.as_str().into()).collect();
            let rows = match sheet.row {
                RowKind::Manager => vec![vec!["P1".into(), "甲".into()]],
                RowKind::Line => self.lines.iter().map(|line| line.iter().map(|text| auto(text)).collect()).collect(),
                _ => vec![
                    sheet
                        .columns
                        .iter()
                        .map(|column| match column.role {
                            ColumnRole::Id => "P1".into(),
                            ColumnRole::Period => self.period.into(),
                            _ => {
                                let given = changes.iter().chain(&self.row).find(|(name, _)| *name == column.name);
                                given.map_or(Cell::Blank, |(_, value)| auto(value))
                            }
                        })
                        .collect(),
                ],
            };
            let rows = std::iter::once(heading).chain(rows).collect();
            draft.pages.push(Page { name: sheet.label.zh.clone(), rows, ..Page::default() });
        }
        draft
    }

    /// The results of the period with some cells changed, or the faults.
    pub fn try_period(&self, changes: &[(&str, &str)]) -> Result<Json, String> {
        let json = computed(&self.draft(changes), &self.policy)?;
        let person = &json["managers"][0];
        let list = format!("{}s", self.policy.period.word());
        Ok(person[list].as_array().and_then(|periods| periods.last()).cloned().unwrap_or_default())
    }

    /// The results of the period with some cells changed.
    pub fn period(&self, changes: &[(&str, &str)]) -> Json {
        self.try_period(changes).unwrap_or_else(|faults| panic!("{changes:?}: {faults}"))
    }

    /// Checks a figure for each of several changes of one cell.
    pub fn holds(&self, figure: &str, column: &str, cases: &[(&str, &str)]) {
        for (value, expected) in cases {
            let found = &self.period(&[(column, value)])[figure];
            assert_eq!(found, expected, "{figure} where {column} is {value}");
        }
    }

    /// The faults of a workbook with some cells changed.
    pub fn faults(&self, changes: &[(&str, &str)]) -> String {
        match self.try_period(changes) {
            Ok(json) => panic!("{changes:?}: no fault: {json:#}"),
            Err(faults) => faults,
        }
    }
}

/// The JSON results of a draft, or its faults.
pub fn computed(draft: &Draft, policy: &Policy) -> Result<Json, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.xlsx");
    draft.write(&path);
    results(&path, policy)
}
