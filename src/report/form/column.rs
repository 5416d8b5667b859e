//! A column to be filled in: its heading with a note, and what may be typed below it.

use rust_decimal::Decimal;

use super::allowed::{Allowed, AllowedKind, ColumnRange};
use super::builder::{Builder, FIRST};
use crate::book::{Period, column_letters, settings_sheet};
use crate::formula::Scope;
use crate::lang::Words;
use crate::policy::{self, ColumnRole, Policy, RowKind, TableDef, TableUse, Unit};
use crate::report::labels::{clause_text, rule_in_words};
use crate::report::number_text;
use crate::report::sheet::{CellUnit, SheetColumn};
use crate::say;

/// The longest list of texts that a spreadsheet takes within a rule, commas included.
const LONGEST_LIST: usize = 255;
/// Rows that a list drawn from another sheet looks over.
const LIST_ROWS: u32 = 2_000;

/// How the cells of an input column are shown.
#[must_use]
pub fn unit(column: &policy::Column) -> CellUnit {
    match column.role {
        ColumnRole::Value { .. } => crate::report::held::unit(column.unit),
        ColumnRole::Date | ColumnRole::Joined | ColumnRole::Left => CellUnit::Date,
        ColumnRole::Share => CellUnit::ExactPercent,
        ColumnRole::Id | ColumnRole::Manager | ColumnRole::Project | ColumnRole::Document => CellUnit::Code,
        ColumnRole::Name | ColumnRole::Period | ColumnRole::Figure | ColumnRole::Match => CellUnit::Text,
    }
}

/// How a value of a unit is typed.
pub(super) fn how(unit: CellUnit) -> Words {
    match unit {
        CellUnit::Yuan => say!(Form::AmountYuanFen),
        CellUnit::Percent | CellUnit::ExactPercent => say!(Form::PercentageSuchAs),
        CellUnit::Factor | CellUnit::ExactFactor => say!(Form::FactorSuchAs),
        CellUnit::Number => say!(Form::Number),
        CellUnit::Truth => say!(Form::YesNo),
        CellUnit::Date => say!(Form::DateSuchAs),
        CellUnit::Text | CellUnit::Code | CellUnit::Prose => say!(Form::Text),
    }
}

/// A number as it is typed, without separators.
fn typed(number: Decimal, unit: CellUnit) -> String {
    let percent = matches!(unit, CellUnit::Percent | CellUnit::ExactPercent);
    number_text(number, if percent { Unit::Percent } else { Unit::Number })
}

/// The range in words, if there is one.
pub(super) fn range(min: Option<Decimal>, max: Option<Decimal>, unit: CellUnit) -> Option<Words> {
    let shown = |number: Decimal| typed(number, unit);
    Some(match (min.map(shown), max.map(shown)) {
        (Some(min), Some(max)) => say!(Form::FromTo { min, max }),
        (Some(min), None) => say!(Form::AtLeast { min }),
        (None, Some(max)) => say!(Form::AtMost { max }),
        (None, None) => return None,
    })
}

/// What a cell of a role asks for, when it is not a figure.
fn role_words(policy: &Policy, column: &policy::Column) -> Words {
    match column.role {
        ColumnRole::Id => {
            say!(Form::OwnId)
        }
        ColumnRole::Name => say!(Form::NameMayBeBlank),
        ColumnRole::Match => say!(Form::LinesCategoryDividedBlankAll),
        ColumnRole::Joined => say!(Form::FirstDayBlankEmployedAll),
        ColumnRole::Left => say!(Form::LastDayBlankStillEmployed),
        ColumnRole::Period if column.optional => {
            say!(Form::PeriodBlankBeginning)
        }
        ColumnRole::Period => match policy.period {
            policy::PeriodKind::Quarter => say!(Form::QuarterRange),
            policy::PeriodKind::Month => say!(Form::MonthRange),
        },
        ColumnRole::Figure => say!(Form::FigureAdjusted),
        ColumnRole::Date => how(CellUnit::Date),
        ColumnRole::Document => say!(Form::DocumentNumber),
        ColumnRole::Project => say!(Form::ProjectNumberOrName),
        ColumnRole::Manager => say!(Form::IdOrName),
        ColumnRole::Share => say!(Form::SharePercentage),
        ColumnRole::Value { .. } if column.superior => say!(Form::SuperiorOrBlank),
        ColumnRole::Value { .. } => match (column.table, unit(column)) {
            (Some(table), _) => {
                say!(Form::OneOf { label: policy.tables[table].label })
            }
            (None, unit) => how(unit),
        },
    }
}

/// Whether every row must have it.
pub(super) fn is_needed(policy: &Policy, sheet: &policy::Sheet, index: usize) -> bool {
    let column = &sheet.columns[index];
    let has = |role: ColumnRole| sheet.column(role).is_some();
    match column.role {
        ColumnRole::Id | ColumnRole::Project | ColumnRole::Share | ColumnRole::Figure => true,
        // A line that is divided names nobody.
        ColumnRole::Manager => sheet.row == RowKind::Split || !policy.has(RowKind::Split),
        // Of a date and a period either will do.
        ColumnRole::Period => (sheet.row != RowKind::Line || !has(ColumnRole::Date)) && !column.optional,
        ColumnRole::Date => !has(ColumnRole::Period),
        ColumnRole::Name | ColumnRole::Match | ColumnRole::Joined | ColumnRole::Left | ColumnRole::Document => false,
        ColumnRole::Value { .. } => !column.optional && !sheet.either.iter().flatten().any(|&i| i == index),
    }
}

impl Builder<'_> {
    /// The heading: in one language, as the reader knows it, with what it asks for over it and in a note.
    pub(super) fn column(&self, column: &policy::Column, needed: bool) -> SheetColumn {
        let policy = self.policy;
        let mark = if needed { say!(Form::Required) } else { say!(Form::Optional) };
        let clause = if column.clause.is_empty() {
            self.say(&mark)
        } else {
            format!("{} · {}", column.clause, self.say(&mark))
        };
        let mut note = vec![column.label.spellings().collect::<Vec<_>>().join(" / ")];
        note.push(self.say(&role_words(policy, column)));
        note.extend(range(column.min, column.max, unit(column)).map(|range| self.say(&range)));
        note.extend(self.default(column));
        let opens = column.opens_with.as_ref();
        note.extend(opens.map(|opening| self.say(&say!(Form::OpensWith { label: opening.label }))));
        note.push(clause_text(policy, &column.clause, self.lang));
        note.retain(|line| !line.is_empty());
        SheetColumn {
            clause,
            label: column.label.get(self.lang).to_owned(),
            note: note.join("\n"),
            unit: unit(column),
            ..SheetColumn::default()
        }
    }

    /// What stands for a blank cell.
    fn default(&self, column: &policy::Column) -> Option<String> {
        let ColumnRole::Value { slot } = column.role else { return None };
        let words = if let Some(value) = column.default {
            let shown = self.shown(value, unit(column));
            say!(Form::BlankMeans { shown })
        } else {
            // In words: a clerk who points at the heading reads no names of rules.
            let rules =
                Scope::ALL.into_iter().flat_map(|s| self.policy.scope(s).rules.iter().map(move |rule| (s, rule)));
            let mut rules = rules.filter(|(_, rule)| rule.input == Some(slot) && rule.label == column.label);
            let said = rules.next().map(|(scope, rule)| rule_in_words(self.policy, scope, rule, self.lang))?;
            say!(Form::WhenBlank { said })
        };
        Some(self.say(&words))
    }

    /// A value of the policy as people read it.
    pub(super) fn shown(&self, value: crate::formula::Value, unit: CellUnit) -> String {
        use crate::formula::Value;
        match value {
            Value::Truth(truth) => self.say(&truth_words(truth)),
            value => value.shown(
                |number| typed(number, unit),
                |symbol| self.policy.text_of(symbol, &self.policy.symbols, self.lang),
            ),
        }
    }

    /// What may be typed into `area`, a part of a column; `new_ids` where people are listed, so that
    /// their ids are no reference.
    pub(super) fn allow(&mut self, column: &policy::Column, area: ColumnRange, new_ids: bool) {
        let unit = unit(column);
        let (_, adjustments) = self.policy.adjustment_sheet().unzip();
        let of_adjustments = adjustments.is_some_and(|sheet| sheet.columns.iter().any(|own| std::ptr::eq(own, column)));
        let yearly = |sheet: &policy::Sheet| sheet.figures.iter().any(|figure| figure.scope == Scope::Year);
        let yearly = of_adjustments && adjustments.is_some_and(yearly);
        let kind = match column.role {
            ColumnRole::Value { .. } => match (column.table, unit) {
                (Some(table), _) => self.keys(&self.policy.tables[table]),
                (None, CellUnit::Truth) => Some(self.truths()),
                (None, CellUnit::Text | CellUnit::Code | CellUnit::Prose | CellUnit::Date) => None,
                (None, _) if column.whole => {
                    let bound = |number: Option<Decimal>, none| number.and_then(|n| n.try_into().ok()).unwrap_or(none);
                    let (min, max) = (bound(column.min, -i32::MAX), bound(column.max, i32::MAX));
                    Some(AllowedKind::Whole { min, max })
                }
                (None, _) => Some(AllowedKind::Number { min: column.min, max: column.max }),
            },
            ColumnRole::Share => Some(AllowedKind::Number { min: Some(Decimal::ZERO), max: Some(Decimal::ONE) }),
            ColumnRole::Period => Some(self.periods(yearly)),
            ColumnRole::Match => column.table.and_then(|table| self.keys(&self.policy.tables[table])),
            ColumnRole::Figure => self.figures(),
            ColumnRole::Date => Some(self.dates()),
            ColumnRole::Manager | ColumnRole::Id if !new_ids => self.ids(),
            _ => None,
        };
        if let Some(kind) = kind {
            let mut message = vec![self.say(&role_words(self.policy, column))];
            message.extend(range(column.min, column.max, unit).map(|range| self.say(&range)));
            let comma = self.say(&say!(Form::Semicolon));
            self.allowed.push(Allowed { area, kind, message: message.join(&comma) });
        }
    }

    /// Yes and no.
    pub(super) fn truths(&self) -> AllowedKind {
        AllowedKind::List([true, false].map(|truth| self.say(&truth_words(truth))).to_vec())
    }

    /// The periods of a year, and the year-end where figures of it may be meant.
    pub(super) fn periods(&self, yearly: bool) -> AllowedKind {
        let kind = self.policy.period;
        let periods = Period::all(kind);
        let year_end = yearly.then(|| self.say(&crate::book::year_end()));
        AllowedKind::List(periods.map(|period| period.to_string()).chain(year_end).collect())
    }

    /// The figures that may be adjusted.
    fn figures(&self) -> Option<AllowedKind> {
        let (_, sheet) = self.policy.adjustment_sheet()?;
        list(sheet.figures.iter().map(|figure| self.say(&figure.label)).collect())
    }

    fn dates(&self) -> AllowedKind {
        let year = format!("'{}'!$B${}", self.say(&settings_sheet()), FIRST + 2);
        AllowedKind::Date { from: format!("DATE({year},1,1)"), to: format!("DATE({year},12,31)") }
    }

    /// The ids on the sheet of managers.
    fn ids(&self) -> Option<AllowedKind> {
        let sheet = self.policy.sheets.iter().find(|sheet| sheet.row == RowKind::Manager)?;
        Some(AllowedKind::ListFrom(self.filled(&sheet.label, sheet.column(ColumnRole::Id)?)))
    }

    /// The keys of a table: the policy's own, or those on the table's sheet.
    fn keys(&self, table: &TableDef) -> Option<AllowedKind> {
        if table.usage != TableUse::Keys {
            return None;
        }
        if table.rows.is_empty() {
            return Some(AllowedKind::ListFrom(self.filled(&table.label, 0)));
        }
        list(table.keys.iter().map(|(_, label)| label.get(self.lang).to_owned()).collect())
    }

    /// The filled-in cells of a column of another sheet, however many there are.
    fn filled(&self, label: &Words, column: usize) -> String {
        let letters = column_letters(u16::try_from(column).unwrap_or(0));
        let (first, last) = (FIRST + 1, FIRST + LIST_ROWS);
        let sheet = format!("'{}'!", label.get(self.lang).replace('\'', "''"));
        format!("OFFSET({sheet}${letters}${first},0,0,MAX(1,COUNTA({sheet}${letters}${first}:${letters}${last})),1)")
    }
}

/// A list of texts, where a spreadsheet can hold it.
pub(super) fn list(texts: Vec<String>) -> Option<AllowedKind> {
    let length: usize = texts.iter().map(|text| text.encode_utf16().count() + 1).sum();
    let plain = texts.iter().all(|text| !text.contains([',', '"']));
    (!texts.is_empty() && length <= LONGEST_LIST && plain).then_some(AllowedKind::List(texts))
}

/// Yes or no.
pub(super) fn truth_words(truth: bool) -> Words {
    if truth { say!(Form::Yes) } else { say!(Form::No) }
}
