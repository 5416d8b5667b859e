//! What is allowed piece by piece and makes no sense together: roles that a sheet cannot have, has twice or lacks, and
//! labels that Excel refuses as names of sheets.

use std::collections::{BTreeMap, HashSet};

use super::super::model::{Column, ColumnRole, RowKind, Sheet};
use super::super::raw::{RawColumn, RawSetting, RawSheet, Text};
use super::super::sheet_name::sheet_name_fault;
use super::super::unit::{Unit, number};
use super::Compiler;
use super::sheets::REPORTS_TO;
use crate::formula::closest;
use crate::lang::{Words, fold};
use crate::say;

/// The roles that columns of such rows may have; a figure stands in any.
fn allowed(row: RowKind) -> &'static [ColumnRole] {
    match row {
        RowKind::Manager => &[ColumnRole::Id, ColumnRole::Name, ColumnRole::Joined, ColumnRole::Left],
        RowKind::Period => &[ColumnRole::Id, ColumnRole::Name, ColumnRole::Period],
        RowKind::Line => &[
            ColumnRole::Date,
            ColumnRole::Period,
            ColumnRole::Document,
            ColumnRole::Project,
            ColumnRole::Manager,
            ColumnRole::Name,
        ],
        RowKind::Split => &[
            ColumnRole::Project,
            ColumnRole::Match,
            ColumnRole::Period,
            ColumnRole::Manager,
            ColumnRole::Share,
            ColumnRole::Name,
        ],
        RowKind::Adjustment => &[ColumnRole::Id, ColumnRole::Name, ColumnRole::Period, ColumnRole::Figure],
    }
}

/// Of each group such a sheet needs a column.
fn needed(row: RowKind) -> &'static [&'static [ColumnRole]] {
    match row {
        RowKind::Manager => &[&[ColumnRole::Id]],
        RowKind::Period => &[&[ColumnRole::Id], &[ColumnRole::Period]],
        RowKind::Line => &[&[ColumnRole::Date, ColumnRole::Period], &[ColumnRole::Manager]],
        RowKind::Split => &[&[ColumnRole::Project], &[ColumnRole::Manager], &[ColumnRole::Share]],
        // `adjustments` asks for these, with what they are for.
        RowKind::Adjustment => &[],
    }
}

/// A role as policy files write it.
fn written(role: ColumnRole) -> &'static str {
    match role {
        ColumnRole::Id => "id",
        ColumnRole::Name => "name",
        ColumnRole::Period => "period",
        ColumnRole::Date => "date",
        ColumnRole::Document => "document",
        ColumnRole::Project => "project",
        ColumnRole::Manager => "manager",
        ColumnRole::Share => "share",
        ColumnRole::Match => "match",
        ColumnRole::Joined => "joined",
        ColumnRole::Left => "left",
        ColumnRole::Figure => "figure",
        ColumnRole::Value { .. } => "",
    }
}

fn list(roles: &[ColumnRole], between: &str) -> String {
    roles.iter().map(|role| written(*role)).collect::<Vec<_>>().join(between)
}

impl Compiler<'_> {
    /// Each role once, none that such rows cannot have, and those without which nobody knows whose or of when a row is.
    pub(super) fn roles(&mut self, raw: &RawSheet, row: RowKind, columns: &[Column]) {
        let mut seen: Vec<(ColumnRole, &RawColumn)> = Vec::new();
        for (column, compiled) in raw.columns.iter().zip(columns) {
            let (role, Some(text)) = (compiled.role, &column.role) else { continue };
            if compiled.superior {
                continue;
            }
            let name = written(role);
            if !allowed(row).contains(&role) {
                let roles = list(allowed(row), " ");
                self.problem(text.span(), say!(Policy::RoleNotOnSheet { name, roles }));
            } else if let Some((_, first)) = seen.iter().find(|(other, _)| *other == role) {
                let first = first.name.get_ref();
                self.problem(text.span(), say!(Policy::RoleTwice { name, first }));
            }
            seen.push((role, column));
        }
        for group in needed(row) {
            if !seen.iter().any(|(role, _)| group.contains(role)) {
                let roles = list(group, " / ");
                self.problem(raw.name.span(), say!(Policy::RoleMissing { roles }));
            }
        }
    }

    /// Two columns of a sheet with one heading: which of them a workbook means nobody could tell.
    pub(super) fn headings(&mut self) {
        let raw = self.raw;
        let sheets = raw.sheet.iter().map(|sheet| &sheet.columns).chain(raw.table.iter().map(|table| &table.columns));
        for columns in sheets {
            let mut taken: Vec<(String, &RawColumn)> = Vec::new();
            for column in columns {
                self.label(&column.name, &column.label);
                let spellings = column.label.spellings().chain(column.also.iter().map(String::as_str));
                let spellings: BTreeMap<String, &str> = spellings.map(|text| (fold(text), text)).collect();
                let found = taken.iter().find_map(|(text, other)| Some((spellings.get(text)?, other)));
                if let Some((text, other)) = found {
                    let first = other.name.get_ref();
                    self.problem(column.name.span(), say!(Policy::HeadingTwice { text, first }));
                }
                taken.extend(spellings.into_keys().map(|text| (text, column)));
            }
        }
    }

    /// Values that nothing could have, or that the default does not have.
    pub(super) fn limits(&mut self) {
        let raw = self.raw;
        let settings = raw.setting.iter().map(|s| (Some(&s.unit), false, &s.min, &s.max, &s.default));
        let columns = raw.sheet.iter().flat_map(|sheet| &sheet.columns);
        let columns = columns.chain(raw.table.iter().flat_map(|table| &table.columns));
        let columns = columns.map(|c| (c.unit.as_ref(), c.whole, &c.min, &c.max, &c.default));
        for (unit, whole, min, max, default) in settings.chain(columns) {
            let value = |text: &Option<Text>| text.as_ref().and_then(|text| number(text.get_ref()));
            let numeric = unit.and_then(|unit| Unit::named(unit.get_ref())).is_some_and(Unit::is_numeric);
            if let Some(bound) = min.as_ref().or(max.as_ref()).or(unit.filter(|_| whole)).filter(|_| !numeric) {
                self.problem(bound.span(), say!(Policy::BoundsOfNoNumber));
            }
            for text in [min, max, default].into_iter().flatten() {
                if whole && number(text.get_ref()).is_some_and(|value| !value.fract().is_zero()) {
                    self.problem(text.span(), say!(Policy::NotWhole { shown: text.get_ref() }));
                }
            }
            let (least, most) = (value(min), value(max));
            if let (Some(least), Some(most), Some(text)) = (least, most, max)
                && least > most
            {
                self.problem(text.span(), say!(Policy::MinAboveMax { min: least, max: most }));
            } else if let (Some(own), Some(text)) = (value(default), default)
                && (least.is_some_and(|least| own < least) || most.is_some_and(|most| own > most))
            {
                self.problem(text.span(), say!(Policy::DefaultBeyond { shown: text.get_ref() }));
            }
        }
    }

    /// What one may type for a setting: whoever types it must mean one of them.
    pub(super) fn choices(&mut self, raw: &RawSetting) {
        let mut taken: BTreeMap<String, &str> = BTreeMap::new();
        for text in &raw.choices {
            self.symbols.intern(text);
            let folded = fold(text);
            if folded.is_empty() {
                self.problem(raw.name.span(), say!(Policy::ChoiceBlank));
            } else if let Some(first) = taken.insert(folded, text) {
                self.problem(raw.name.span(), say!(Policy::ChoiceTwice { text, first }));
            }
        }
    }

    /// The keys of a table stand for one row each, and so does each way of writing them; likewise the names and labels of
    /// settings, of which a workbook that gives one gives no other.
    pub(super) fn keys(&mut self) {
        let raw = self.raw;
        for table in &raw.table {
            let mut taken: Vec<(String, &Text)> = Vec::new();
            for (row, key) in table.rows.iter().filter_map(|row| Some((row, row.key.as_ref()?))) {
                let labels = row.label.iter().flat_map(Words::spellings);
                let folded = fold(key.get_ref());
                if taken.iter().any(|(text, other)| *text == folded && fold(other.get_ref()) == folded) {
                    self.problem(key.span(), say!(Policy::KeyTwice { key: key.get_ref() }));
                } else {
                    self.apart(key, labels.collect(), &mut taken);
                }
            }
        }
        let mut taken = Vec::new();
        for setting in &raw.setting {
            self.label(&setting.name, &setting.label);
            self.apart(&setting.name, setting.label.spellings().collect(), &mut taken);
        }
    }

    /// That none of the ways to write an item is one of another's.
    fn apart<'t>(&mut self, name: &'t Text, labels: Vec<&'t str>, taken: &mut Vec<(String, &'t Text)>) {
        let spellings = std::iter::once(name.get_ref().as_str()).chain(labels);
        let spellings: BTreeMap<String, &str> = spellings.map(|text| (fold(text), text)).collect();
        if let Some((text, first)) =
            taken.iter().find_map(|(text, other)| Some((spellings.get(text)?, other.get_ref())))
        {
            self.problem(name.span(), say!(Policy::SpeltTwice { text, first }));
        }
        taken.extend(spellings.into_keys().map(|text| (text, name)));
    }

    /// The column whose cell a check points at must be one of those that people fill in.
    pub(super) fn check_columns(&mut self) {
        let raw = self.raw;
        for check in &raw.check {
            let name = check.column.get_ref();
            let columns = || raw.sheet.iter().flat_map(|sheet| &sheet.columns).map(|column| column.name.get_ref());
            if !columns().any(|column| column == name) {
                let near = closest(name, columns().map(String::as_str)).map(str::to_owned);
                let hint = near.map_or_else(Words::default, |near| say!(Policy::OrDidYouMean { near }));
                self.problem(check.column.span(), say!(Policy::NoColumnOfCheck { name, hint }));
            }
        }
    }

    /// Whom people report to is said on their own sheet, or on the one that says which periods they have; once.
    pub(super) fn one_hierarchy(&mut self, sheets: &[Sheet]) {
        let mut first: Option<&RawColumn> = None;
        for (raw, sheet) in self.raw.sheet.iter().zip(sheets) {
            let allowed = sheet.row == RowKind::Manager || sheet.row == RowKind::Period && sheet.anchor;
            for (column, _) in raw.columns.iter().zip(&sheet.columns).filter(|(_, compiled)| compiled.superior) {
                let name = REPORTS_TO;
                if !allowed {
                    self.problem(column.name.span(), say!(Policy::HierarchyNotHere));
                } else if let Some(first) = first {
                    let first = first.name.get_ref();
                    self.problem(column.name.span(), say!(Policy::RoleTwice { name, first }));
                }
                first.get_or_insert(column);
            }
        }
    }

    /// What becomes a heading must be seen.
    pub(super) fn label(&mut self, name: &Text, label: &Words) {
        let refused = |text: &str| text.trim().is_empty() || text.chars().any(|c| c.is_control() && c != '\n');
        if label.spellings().any(refused) {
            self.problem(name.span(), say!(Policy::LabelRefused));
        }
    }

    /// Labels become names of sheets: of inputs and templates, and of results.
    pub(super) fn sheet_labels(&mut self) {
        let raw = self.raw;
        let tables = raw.table.iter().filter(|table| !table.built_in).map(|table| (&table.name, &table.label));
        self.sheet_names(raw.sheet.iter().map(|sheet| (&sheet.name, &sheet.label)).chain(tables));
        self.sheet_names(raw.export.iter().map(|export| (&export.name, &export.label)));
    }

    fn sheet_names<'t>(&mut self, labels: impl Iterator<Item = (&'t Text, &'t Words)>) {
        let mut taken = HashSet::new();
        for (name, label) in labels {
            if let Some(text) = label.spellings().find(|text| sheet_name_fault(text).is_some()) {
                self.problem(name.span(), say!(Policy::SheetNameRefused { text }));
            } else if let Some(text) = label.spellings().find(|text| taken.contains(&fold(text))) {
                self.problem(name.span(), say!(Policy::SheetNameTwice { text }));
            }
            taken.extend(label.spellings().map(fold));
        }
    }
}
