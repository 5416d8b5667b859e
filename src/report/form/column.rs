//! A column to be filled in: its heading with a note, and what may be typed below it.

use rust_decimal::Decimal;

use super::{Allowed, AllowedKind, Area, Builder, FIRST};
use crate::book::{Period, column_letters, settings_sheet};
use crate::formula::Scope;
use crate::lang::Words;
use crate::policy::{self, Policy, Role, RowKind, TableDef, TableUse};
use crate::report::labels::{clause_text, rule_in_words};
use crate::report::sheet::{Column, Unit};
use crate::words;

/// The longest list of texts that a spreadsheet takes within a rule, commas included.
const LONGEST_LIST: usize = 255;
/// Rows that a list drawn from another sheet looks over.
const LIST_ROWS: u32 = 2_000;

/// How a column's cells are shown.
pub(super) fn unit(column: &policy::Column) -> Unit {
    match column.role {
        Role::Value { .. } => crate::report::plan::unit(column.unit),
        Role::Date | Role::Joined | Role::Left => Unit::Date,
        Role::Share => Unit::Percent,
        Role::Id | Role::Manager | Role::Project => Unit::Code,
        Role::Name | Role::Period | Role::Figure | Role::Match => Unit::Text,
    }
}

/// How a value of a unit is typed.
pub(super) fn how(unit: Unit) -> Words {
    match unit {
        Unit::Yuan => words!("金额，单位元，到分", "an amount in yuan, to the fen"),
        Unit::Percent => words!("百分比，如 7.12%", "a percentage such as 7.12%"),
        Unit::Factor => words!("系数，如 1.17", "a factor such as 1.17"),
        Unit::Number => words!("数字", "a number"),
        Unit::Truth => words!("是或否", "yes or no"),
        Unit::Date => words!("日期，如 2017-03-05", "a date such as 2017-03-05"),
        Unit::Text | Unit::Code | Unit::Prose => words!("文字", "text"),
    }
}

/// The range in words, if there is one.
pub(super) fn range(min: Option<Decimal>, max: Option<Decimal>, unit: Unit) -> Option<Words> {
    let shown = |number: Decimal| match unit {
        Unit::Percent => format!("{}%", (number * Decimal::ONE_HUNDRED).normalize()),
        _ => number.normalize().to_string(),
    };
    Some(match (min.map(shown), max.map(shown)) {
        (Some(min), Some(max)) => words!("{min} 到 {max}", "{min} to {max}"),
        (Some(min), None) => words!("不小于 {min}", "at least {min}"),
        (None, Some(max)) => words!("不大于 {max}", "at most {max}"),
        (None, None) => return None,
    })
}

/// What a cell of a role asks for, when it is not a figure.
fn role_words(policy: &Policy, column: &policy::Column) -> Words {
    match column.role {
        Role::Id => {
            words!("每人的工号，各不相同；其他表按工号对应", "each person's own id; the other sheets refer to it")
        }
        Role::Name => words!("姓名，可空", "the name; may be blank"),
        Role::Match => words!(
            "只分这一类回款；空白为没有自己一行的各类",
            "only lines of this category are divided so; blank: all that have no rows of their own"
        ),
        Role::Joined => words!("入职日期；空白为一直在职", "the first day; blank: employed all along"),
        Role::Left => words!("离职日期（最后一天）；空白为在职", "the last day; blank: still employed"),
        Role::Period if column.optional => {
            words!("从这一期起；空白为一开始", "from this period on; blank: from the beginning")
        }
        Role::Period => match policy.period {
            policy::PeriodKind::Quarter => words!("季度：Q1 到 Q4", "the quarter: Q1 to Q4"),
            policy::PeriodKind::Month => words!("月份：1 到 12", "the month: 1 to 12"),
        },
        Role::Figure => words!("要调整的项目", "the figure that is adjusted"),
        Role::Date => how(Unit::Date),
        Role::Project => words!("项目编号或名称", "the project's number or name"),
        Role::Manager => words!("工号，或不重名的姓名", "an id, or a name that only one has"),
        Role::Share => words!("百分比；一个项目合计恰为 100%", "a percentage; a project's sum to exactly 100 %"),
        Role::Value { .. } => match (column.table, unit(column)) {
            (Some(table), _) => {
                let (zh, en) = (&policy.tables[table].label.zh, &policy.tables[table].label.en);
                words!("“{zh}”中的一项", "one of {en}")
            }
            (None, unit) => how(unit),
        },
    }
}

/// Whether every row must have it.
pub(super) fn is_needed(policy: &Policy, sheet: &policy::Sheet, index: usize) -> bool {
    let column = &sheet.columns[index];
    let has = |role: Role| sheet.columns.iter().any(|column| column.role == role);
    match column.role {
        Role::Id | Role::Project | Role::Share | Role::Figure => true,
        // A line that is divided names nobody.
        Role::Manager => sheet.row == RowKind::Split || !policy.has(RowKind::Split),
        // Of a date and a period either will do.
        Role::Period => (sheet.row != RowKind::Line || !has(Role::Date)) && !column.optional,
        Role::Date => !has(Role::Period),
        Role::Name | Role::Match | Role::Joined | Role::Left => false,
        Role::Value { .. } => !column.optional && !sheet.either.iter().flatten().any(|&i| i == index),
    }
}

impl Builder<'_> {
    /// The heading: in one language, as the reader knows it, with what it asks for over it and in a note.
    pub(super) fn column(&self, column: &policy::Column, needed: bool) -> Column {
        let policy = self.policy;
        let mark = if needed { words!("必填", "required") } else { words!("可空", "optional") };
        let clause = if column.clause.is_empty() {
            self.say(&mark)
        } else {
            format!("{} · {}", column.clause, self.say(&mark))
        };
        let mut note = vec![format!("{} / {}", column.label.zh, column.label.en)];
        note.push(self.say(&role_words(policy, column)));
        note.extend(range(column.min, column.max, unit(column)).map(|range| self.say(&range)));
        note.extend(self.default(column));
        note.push(clause_text(policy, &column.clause, self.lang));
        note.retain(|line| !line.is_empty());
        Column {
            clause,
            label: column.label.get(self.lang).to_owned(),
            note: note.join("\n"),
            unit: unit(column),
            ..Column::default()
        }
    }

    /// What stands for a blank cell.
    fn default(&self, column: &policy::Column) -> Option<String> {
        let Role::Value { slot } = column.role else { return None };
        let words = if let Some(value) = column.default {
            let shown = self.shown(value, unit(column));
            words!("空白即 {shown}", "blank means {shown}")
        } else {
            // In words: a clerk who points at the heading reads no names of rules.
            let rules =
                Scope::ALL.into_iter().flat_map(|s| self.policy.scope(s).rules.iter().map(move |rule| (s, rule)));
            let mut rules = rules.filter(|(_, rule)| rule.input == Some(slot) && rule.label == column.label);
            let said = rules.next().map(|(scope, rule)| rule_in_words(self.policy, scope, rule, self.lang))?;
            words!("空白时为：{said}", "when blank: {said}")
        };
        Some(self.say(&words))
    }

    /// A value of the policy as people read it.
    pub(super) fn shown(&self, value: crate::formula::Value, unit: Unit) -> String {
        use crate::formula::Value;
        match value {
            Value::Blank => String::new(),
            Value::Number(number) if unit == Unit::Percent => {
                format!("{}%", (number * Decimal::ONE_HUNDRED).normalize())
            }
            Value::Number(number) => number.normalize().to_string(),
            Value::Truth(truth) => self.say(&truth_words(truth)),
            Value::Text(symbol) => self
                .policy
                .label_of(symbol)
                .map_or_else(|| self.policy.symbols.text(symbol).to_owned(), |label| label.get(self.lang).to_owned()),
            Value::NotApplicable => "n/a".to_owned(),
        }
    }

    /// What may be typed into `area`, a part of a column; `new_ids` where people are listed, so that
    /// their ids are no reference.
    pub(super) fn allow(&mut self, column: &policy::Column, area: Area, new_ids: bool) {
        let unit = unit(column);
        let (_, adjustments) = self.policy.adjustment_sheet().unzip();
        let of_adjustments = adjustments.is_some_and(|sheet| sheet.columns.iter().any(|own| std::ptr::eq(own, column)));
        let yearly = |sheet: &policy::Sheet| sheet.figures.iter().any(|figure| figure.scope == Scope::Year);
        let yearly = of_adjustments && adjustments.is_some_and(yearly);
        let (kind, strict) = match column.role {
            Role::Value { .. } => match (column.table, unit) {
                (Some(table), _) => (self.keys(&self.policy.tables[table]), false),
                (None, Unit::Truth) => (Some(self.truths()), false),
                (None, Unit::Text | Unit::Code | Unit::Prose | Unit::Date) => (None, false),
                (None, _) if column.whole => {
                    let bound = |number: Option<Decimal>, none| number.and_then(|n| n.try_into().ok()).unwrap_or(none);
                    (
                        Some(AllowedKind::Whole {
                            min: bound(column.min, -i32::MAX),
                            max: bound(column.max, i32::MAX),
                        }),
                        true,
                    )
                }
                (None, _) => (Some(AllowedKind::Number { min: column.min, max: column.max }), true),
            },
            Role::Share => (Some(AllowedKind::Number { min: Some(Decimal::ZERO), max: Some(Decimal::ONE) }), true),
            Role::Period => (Some(self.periods(yearly)), false),
            Role::Match => (column.table.and_then(|table| self.keys(&self.policy.tables[table])), false),
            Role::Figure => (self.figures(), false),
            Role::Date => (Some(self.dates()), false),
            Role::Manager | Role::Id if !new_ids => (self.ids(), false),
            _ => (None, false),
        };
        if let Some(kind) = kind {
            let mut message = vec![self.say(&role_words(self.policy, column))];
            message.extend(range(column.min, column.max, unit).map(|range| self.say(&range)));
            let comma = self.say(&words!("；", "; "));
            self.allowed.push(Allowed { area, kind, strict, message: message.join(&comma) });
        }
    }

    /// Yes and no.
    pub(super) fn truths(&self) -> AllowedKind {
        AllowedKind::List([true, false].map(|truth| self.say(&truth_words(truth))).to_vec())
    }

    /// The periods of a year, and the year-end where figures of it may be meant.
    pub(super) fn periods(&self, yearly: bool) -> AllowedKind {
        let kind = self.policy.period;
        let periods = (1..=kind.count()).filter_map(|number| Period::new(kind, number));
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
        let column = sheet.columns.iter().position(|column| column.role == Role::Id)?;
        Some(AllowedKind::ListFrom(self.filled(&sheet.label, column)))
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
fn list(texts: Vec<String>) -> Option<AllowedKind> {
    let length: usize = texts.iter().map(|text| text.encode_utf16().count() + 1).sum();
    let plain = texts.iter().all(|text| !text.contains([',', '"']));
    (!texts.is_empty() && length <= LONGEST_LIST && plain).then_some(AllowedKind::List(texts))
}

/// Yes or no.
pub(super) fn truth_words(truth: bool) -> Words {
    if truth { words!("是", "yes") } else { words!("否", "no") }
}
