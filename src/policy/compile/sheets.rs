//! Input sheets and columns of a policy.

use super::super::model::{Column, ColumnRole, RowKind, Sheet};
use super::super::raw::{RawColumn, RawSheet, Text};
use super::super::unit::{Unit, literal};
use super::Compiler;
use crate::formula::{Node, parse};
use crate::say;

/// The role of the column that names whom a person reports to.
pub(super) const REPORTS_TO: &str = "reports_to";

impl Compiler<'_> {
    /// All input sheets. Slots of their columns are given later, by `declare`.
    pub(super) fn sheets(&mut self) -> Vec<Sheet> {
        let raw = self.raw;
        let sheets: Vec<_> = raw.sheet.iter().map(|sheet| self.sheet(sheet)).collect();
        self.enough(&sheets);
        sheets
    }

    /// A policy needs a sheet of managers and one that says which periods they have; it has at most one
    /// of managers, of lines and of splits.
    fn enough(&mut self, sheets: &[Sheet]) {
        let head = self.raw.policy.id.span();
        let several = |row: RowKind| sheets.iter().enumerate().filter(move |(_, sheet)| sheet.row == row).skip(1);
        if !sheets.iter().any(|sheet| sheet.row == RowKind::Manager) {
            self.problem(head.clone(), say!(Policy::NoManagerSheet));
        }
        if !sheets.iter().any(|sheet| sheet.anchor) {
            self.problem(head, say!(Policy::NoAnchor));
        }
        for row in [RowKind::Manager, RowKind::Line, RowKind::Split, RowKind::Adjustment] {
            for (at, _) in several(row) {
                let span = self.raw.sheet[at].name.span();
                self.problem(span, say!(Policy::OneSheetOfKind));
            }
        }
        self.matched(sheets);
        self.one_hierarchy(sheets);
        for (raw, sheet) in self.raw.sheet.iter().zip(sheets) {
            if sheet.anchor && !matches!(sheet.row, RowKind::Period | RowKind::Line) {
                self.problem(raw.name.span(), say!(Policy::AnchorOnlyFor));
            }
        }
    }

    /// A column that lines must match has a table, and the lines a column of the same name and table.
    fn matched(&mut self, sheets: &[Sheet]) {
        let lines = || sheets.iter().filter(|sheet| sheet.row == RowKind::Line).flat_map(|sheet| &sheet.columns);
        let pairs = self.raw.sheet.iter().zip(sheets).flat_map(|(raw, sheet)| raw.columns.iter().zip(&sheet.columns));
        for (raw, column) in pairs.filter(|(_, column)| column.role == ColumnRole::Match) {
            let found = lines().any(|of_line| of_line.name == column.name && of_line.table == column.table);
            if column.table.is_none() || !found {
                self.problem(raw.name.span(), say!(Policy::MatchNeedsTable));
            }
        }
    }

    fn sheet(&mut self, raw: &RawSheet) -> Sheet {
        let row = match raw.row.get_ref().as_str() {
            "manager" => RowKind::Manager,
            "period" => RowKind::Period,
            "line" => RowKind::Line,
            "split" => RowKind::Split,
            "adjustment" => RowKind::Adjustment,
            other => {
                self.problem(raw.row.span(), say!(Policy::NoRowKind { other }));
                RowKind::Manager
            }
        };
        if let Some(clause) = &raw.clause {
            self.clause(clause);
        }
        let columns: Vec<_> = raw.columns.iter().map(|column| self.column(column)).collect();
        self.roles(raw, row, &columns);
        let mut either = Vec::new();
        for group in &raw.either {
            let mut indices = Vec::new();
            for name in group {
                match columns.iter().position(|column: &Column| column.name == *name) {
                    Some(index) => indices.push(index),
                    None => self.problem(raw.name.span(), say!(Policy::NoColumnForEither { name })),
                }
            }
            either.push(indices);
        }
        Sheet {
            name: raw.name.get_ref().clone(),
            label: raw.label.clone(),
            row,
            optional: raw.optional,
            anchor: raw.anchor,
            required_each_period: raw.required_each_period,
            latest: raw.latest,
            closed: raw.closed,
            either,
            ids_by_number: raw.ids_by_number,
            not_of_leave: raw.not_of_leave,
            one_row: raw.one_row.clone(),
            figures: Vec::new(),
            columns,
        }
    }

    /// A rule of the period whose figure is what was paid.
    fn paid_rule(&mut self, name: &Text) -> String {
        let wanted = name.get_ref();
        if !self.raw.quarter.iter().chain(&self.raw.month).any(|rule| rule.name.get_ref() == wanted) {
            self.problem(name.span(), say!(Policy::NoRuleOfPeriod { wanted }));
        }
        wanted.clone()
    }

    /// A column of a sheet or a table.
    pub(super) fn column(&mut self, raw: &RawColumn) -> Column {
        let role = match raw.role.as_ref().map(|role| role.get_ref().as_str()) {
            // A superior is a text of the row as any other; only that it names a person is more.
            None | Some(REPORTS_TO) => ColumnRole::Value { slot: usize::MAX },
            Some("id") => ColumnRole::Id,
            Some("name") => ColumnRole::Name,
            Some("period") => ColumnRole::Period,
            Some("date") => ColumnRole::Date,
            Some("document") => ColumnRole::Document,
            Some("project") => ColumnRole::Project,
            Some("manager") => ColumnRole::Manager,
            Some("share") => ColumnRole::Share,
            Some("match") => ColumnRole::Match,
            Some("joined") => ColumnRole::Joined,
            Some("left") => ColumnRole::Left,
            Some("figure") => ColumnRole::Figure,
            Some(other) => {
                let span = raw.role.as_ref().map_or(0..0, toml::Spanned::span);
                self.problem(span, say!(Policy::NoRole { other }));
                ColumnRole::Name
            }
        };
        let superior = raw.role.as_ref().is_some_and(|role| role.get_ref() == REPORTS_TO);
        let unit = raw.unit.as_ref().map_or(Unit::Text, |unit| self.unit(unit));
        if superior && (unit != Unit::Text || raw.table.is_some() || raw.default.is_some() || raw.counts.is_some()) {
            self.problem(raw.name.span(), say!(Policy::SuperiorIsTyped));
        }
        if raw.unit.is_none() && raw.role.is_none() {
            self.problem(raw.name.span(), say!(Policy::NoUnitOfColumn));
        }
        let table = raw.table.as_ref().and_then(|text| {
            let found = self.tables.get(text.get_ref()).copied();
            if found.is_none() {
                let shown = text.get_ref();
                self.problem(text.span(), say!(Policy::NoTable { shown }));
            }
            found
        });
        // A constant default is read here; a formula becomes a rule of the scope (see `rules`).
        let default = raw.default.as_ref().and_then(|text| match parse(text.get_ref()).ok()?.node {
            Node::Text(constant) => {
                let keys = self.keys_of(raw);
                if !keys.is_empty() && !keys.contains(&constant) {
                    let (setting, choices) = (raw.name.get_ref(), keys.join(", "));
                    self.problem(text.span(), say!(Formula::NotAChoice { text: constant, setting, choices }));
                }
                literal(&constant, Unit::Text, &mut self.symbols)
            }
            Node::Number(_) | Node::Truth(_) => literal(text.get_ref(), unit, &mut self.symbols),
            _ => None,
        });
        let examples = raw.examples.iter().filter_map(|text| {
            let value = literal(text.get_ref(), unit, &mut self.symbols);
            if value.is_none() {
                let shown = text.get_ref();
                let message = say!(Policy::NotAColumnValue { shown });
                self.problem(text.span(), message);
            }
            value
        });
        let examples = examples.collect();
        Column {
            examples,
            name: self.name(&raw.name),
            label: raw.label.clone(),
            also: raw.also.clone(),
            role,
            unit,
            clause: raw.clause.as_ref().map(|clause| self.clause(clause)).unwrap_or_default(),
            table,
            // Whom nobody says anything of has been there all along, and shares without more hold for all lines.
            optional: raw.optional
                || superior
                || raw.default.is_some()
                || matches!(role, ColumnRole::Match | ColumnRole::Joined | ColumnRole::Left | ColumnRole::Document),
            default,
            min: self.decimal(raw.min.as_ref()),
            max: self.decimal(raw.max.as_ref()),
            whole: raw.whole,
            task: raw.task,
            superior,
            carries: raw.carries.iter().map(|rule| self.paid_rule(rule)).collect(),
            difference: raw.difference.as_ref().map(|rule| self.paid_rule(rule)),
            // Rules are not there yet: see `openings`.
            opens_with: None,
            auxiliary: raw.auxiliary,
        }
    }
}
