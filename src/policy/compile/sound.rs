//! What is allowed piece by piece and makes no sense together: roles that a sheet cannot have, has twice or lacks, and
//! labels that Excel refuses as names of sheets.

use std::collections::HashSet;

use super::super::model::{Column, Role, RowKind};
use super::super::raw::{RawColumn, RawSheet, Text};
use super::super::sheet_name::sheet_name_fault;
use super::Compiler;
use crate::lang::Words;
use crate::words;

/// The roles that columns of such rows may have; a figure stands in any.
fn allowed(row: RowKind) -> &'static [Role] {
    match row {
        RowKind::Manager => &[Role::Id, Role::Name, Role::Joined, Role::Left],
        RowKind::Period => &[Role::Id, Role::Name, Role::Period],
        RowKind::Line => &[Role::Date, Role::Period, Role::Project, Role::Manager, Role::Name],
        RowKind::Split => &[Role::Project, Role::Match, Role::Period, Role::Manager, Role::Share, Role::Name],
        RowKind::Adjustment => &[Role::Id, Role::Name, Role::Period, Role::Figure],
    }
}

/// Of each group such a sheet needs a column.
fn needed(row: RowKind) -> &'static [&'static [Role]] {
    match row {
        RowKind::Manager => &[&[Role::Id]],
        RowKind::Period => &[&[Role::Id], &[Role::Period]],
        RowKind::Line => &[&[Role::Date, Role::Period], &[Role::Manager]],
        RowKind::Split => &[&[Role::Project], &[Role::Manager], &[Role::Share]],
        // `adjustments` asks for these, with what they are for.
        RowKind::Adjustment => &[],
    }
}

/// A role as policy files write it.
fn written(role: Role) -> &'static str {
    match role {
        Role::Id => "id",
        Role::Name => "name",
        Role::Period => "period",
        Role::Date => "date",
        Role::Project => "project",
        Role::Manager => "manager",
        Role::Share => "share",
        Role::Match => "match",
        Role::Joined => "joined",
        Role::Left => "left",
        Role::Figure => "figure",
        Role::Value { .. } => "",
    }
}

fn list(roles: &[Role], between: &str) -> String {
    roles.iter().map(|role| written(*role)).collect::<Vec<_>>().join(between)
}

impl Compiler<'_> {
    /// Each role once, none that such rows cannot have, and those without which nobody knows whose or of when a row is.
    pub(super) fn roles(&mut self, raw: &RawSheet, row: RowKind, columns: &[Column]) {
        let mut seen: Vec<(Role, &RawColumn)> = Vec::new();
        for (column, compiled) in raw.columns.iter().zip(columns) {
            let (role, Some(text)) = (compiled.role, &column.role) else { continue };
            let name = written(role);
            if !allowed(row).contains(&role) {
                let roles = list(allowed(row), " ");
                self.problem(
                    text.span(),
                    words!(
                        "这种工作表的列不能有角色 {name}；可用 {roles}，或写 unit 作一般的列",
                        "a column of such a sheet cannot have the role `{name}`; there are {roles}, or give it a unit to be read as a figure"
                    ),
                );
            } else if let Some((_, first)) = seen.iter().find(|(other, _)| *other == role) {
                let first = first.name.get_ref();
                self.problem(
                    text.span(),
                    words!(
                        "这张表已有角色为 {name} 的列“{first}”；请给其中一列写 unit 而不写 role",
                        "the sheet has a column with the role `{name}` already, `{first}`; give one of the two a unit and no role"
                    ),
                );
            }
            seen.push((role, column));
        }
        for group in needed(row) {
            if !seen.iter().any(|(role, _)| group.contains(role)) {
                let roles = list(group, " / ");
                self.problem(
                    raw.name.span(),
                    words!(
                        "这张表缺少角色为 {roles} 的列，不知道一行属于谁、何时",
                        "the sheet has no column with the role {roles}: nobody could tell whose or of when a row is"
                    ),
                );
            }
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
            let both: HashSet<String> = [&label.zh, &label.en].map(|text| text.to_lowercase()).into();
            let refused = [&label.zh, &label.en].into_iter().find(|text| sheet_name_fault(text).is_some());
            if let Some(text) = refused {
                self.problem(
                    name.span(),
                    words!(
                        "Excel 不接受“{text}”作工作表名：须为 1 到 31 个字符，不含 [ ] : * ? / \\，首尾不是单引号，也不是 History",
                        "Excel does not take {text:?} as the name of a sheet: it must have 1 to 31 characters, none of [ ] : * ? / \\, no apostrophe at an end, and not be History"
                    ),
                );
            } else if let Some(text) = both.iter().find(|text| taken.contains(*text)) {
                self.problem(
                    name.span(),
                    words!(
                        "已有另一张表叫“{text}”（Excel 不分大小写）；请改其中一个的 label",
                        "another sheet is called {text:?} already (Excel ignores case); change the label of one of them"
                    ),
                );
            }
            taken.extend(both);
        }
    }
}
