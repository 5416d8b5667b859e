//! The settings sheet: what the policy leaves open stands out; the rest is listed with its default.

use rust_decimal::Decimal;

use super::allowed::{Allowed, AllowedKind, CellNote, ColumnRange, Needed};
use super::builder::{Builder, FIRST};
use super::column::{how, list, range};
use super::entry::Entry;
use super::filling::Filling;
use super::rows::cell;
use crate::book::settings_sheet;
use crate::lang::Words;
use crate::policy::{PeriodKind, Setting, builtin};
use crate::report::declared_table::DeclaredTable;
use crate::report::labels::clause_text;
use crate::report::sheet::{Cell, CellUnit, Print, SheetColumn};
use crate::say;

impl Builder<'_> {
    /// The settings sheet.
    pub(super) fn settings(&mut self, filling: &Filling) {
        let policy = self.policy;
        let mut rows = self.first_rows(filling);
        let (open, given): (Vec<_>, Vec<_>) = policy
            .settings
            .iter()
            .skip(builtin::YEAR + 1)
            .partition(|setting| setting.default.is_none() && !setting.optional);
        for setting in open.into_iter().chain(given) {
            let entry = filling.setting(&setting.name).cloned().unwrap_or_default();
            let later = filling.dated.iter().filter(|(name, _)| *name == setting.name).flat_map(|(_, later)| later);
            let later: Vec<_> = later.cloned().collect();
            let line = self.row(setting, entry);
            // Where later values are given there may be one before them, but need not.
            rows.push(SettingRow { needed: line.needed && later.is_empty(), ..line });
            rows.extend(later.into_iter().map(|(from, entry)| SettingRow {
                from,
                needed: false,
                ..self.row(setting, entry)
            }));
        }
        let index = self.sheets.len();
        for (row, line) in (FIRST..).zip(&mut rows) {
            let area = ColumnRange { sheet: index, column: 1, first: row, last: row };
            let message = line.how.clone();
            self.allowed.extend(line.allowed.take().map(|kind| Allowed { area, kind, message }));
            if line.needed {
                self.needed.push(Needed { area, when: format!("ISBLANK($B{})", row + 1) });
            }
            if !line.entry.note.is_empty() {
                self.notes.push(CellNote { sheet: index, row, column: 1, text: line.entry.note.to_string() });
            }
        }
        let column = |label: Words, note: Words, width| SheetColumn {
            note: self.say(&note),
            ..self.column_of(&label, CellUnit::Text, width)
        };
        let none = Words::default;
        let text = |text: &str| Cell::text(text).with_unit(CellUnit::Prose);
        let mut table = DeclaredTable::over(self.lang, rows);
        table.put(column(say!(Form::Key), say!(Form::DoNotChangeColumn), 26), |line| text(&line.label));
        let value = column(say!(Form::Value), say!(Form::ValuesNote), 24);
        table.put(value, |line| cell(&line.entry).with_unit(line.unit));
        table.put(column(say!(Form::Default), none(), 16), |line| text(&line.default));
        table.put(column(say!(Form::How), none(), 30), |line| text(&line.how));
        table.put(column(say!(Form::Clause), none(), 15), |line| text(&line.clause));
        table.put(column(say!(Form::Remark), none(), 52), |line| text(&line.remark));
        let from = column(say!(Form::From), say!(Form::FromNote), 14);
        table.put(from, |line| cell(&line.from).with_unit(CellUnit::Date));
        self.put(&settings_sheet(), self.say(&say!(Form::SettingsNote)), vec![table.block()], Print::Filled);
    }

    /// Policy, year, through, version. The year stands in the second row: the dates' rule looks there.
    fn first_rows(&self, filling: &Filling) -> Vec<SettingRow> {
        let given = |name: &str| filling.setting(name).cloned();
        let line = |label: Words, entry: Option<Entry>, how: Words| SettingRow {
            label: self.say(&label),
            entry: entry.unwrap_or_default(),
            how: self.say(&how),
            ..SettingRow::default()
        };
        let version = &self.policy.version;
        let policy = given("policy").unwrap_or_else(|| Entry::text(&self.policy.id));
        let through = match self.policy.period {
            PeriodKind::Quarter => say!(Form::ThroughQuarter),
            PeriodKind::Month => say!(Form::ThroughMonth),
        };
        let made_from =
            [("previous_results", say!(Form::PreviousResults)), ("previous_input", say!(Form::PreviousInput))];
        let made_from = made_from.into_iter().filter_map(|(name, label)| {
            let line = line(label, Some(given(name)?), say!(Form::DoNotChange));
            Some(SettingRow { remark: self.say(&say!(Form::MadeFrom)), ..line })
        });
        let lines = [
            SettingRow {
                remark: self.say(&self.policy.title),
                ..line(say!(Form::Policy), Some(policy), say!(Form::DoNotChange))
            },
            SettingRow {
                allowed: Some(AllowedKind::Whole { min: 1990, max: 2199 }),
                needed: true,
                unit: CellUnit::Number,
                ..line(say!(Form::Year), given("year"), say!(Form::YearSuchAs))
            },
            SettingRow {
                default: self.latest(),
                allowed: Some(self.periods(false)),
                ..line(through, given("through"), say!(Form::PeriodToComputeThrough))
            },
            SettingRow {
                default: self.say(&say!(Form::HighestInForce)),
                ..line(say!(Form::PolicyVersion), given("policy_version"), say!(Form::VersionSuchAs { version }))
            },
        ];
        lines.into_iter().chain(made_from).collect()
    }

    /// What stands for a blank through period: the sheets whose latest period it is.
    fn latest(&self) -> String {
        let sheets = self.policy.sheets.iter().filter(|sheet| sheet.latest);
        let sheets = Words::list(sheets.map(|sheet| &sheet.label));
        if sheets.is_empty() {
            return String::new();
        }
        self.say(&say!(Form::LatestOf { sheets }))
    }

    fn row(&self, setting: &Setting, entry: Entry) -> SettingRow {
        let unit = crate::report::held::unit(setting.unit);
        let choices: Vec<String> = setting.choices.iter().map(|choice| self.policy.choice(choice, self.lang)).collect();
        let allowed = match unit {
            CellUnit::Truth => Some(self.truths()),
            CellUnit::Text => list(choices.clone()),
            _ => Some(AllowedKind::Number { min: setting.min, max: setting.max }),
        };
        let range = range(setting.min.filter(|min| *min > Decimal::MIN), setting.max, unit);
        let how = match (choices.is_empty(), range) {
            (false, _) => choices.join(" / "),
            (true, Some(range)) => {
                format!("{}{}{}", self.say(&how(unit)), self.say(&say!(Form::Semicolon)), self.say(&range))
            }
            (true, None) => self.say(&how(unit)),
        };
        let note = setting.note.as_ref().map_or_else(
            || clause_text(self.policy, &setting.clause, self.lang),
            |note| note.get(self.lang).to_owned(),
        );
        let mut default = setting.default.map_or_else(String::new, |value| self.shown(value, unit));
        for step in setting.dated.iter().flat_map(|dated| &dated.steps) {
            let (from, value) = (step.from, self.shown(step.value, unit));
            let later = self.say(&say!(Form::ValueFrom { value, from }));
            default = format!("{default}\n{later}");
        }
        SettingRow {
            from: Entry::default(),
            label: self.say(&setting.label),
            default,
            needed: setting.default.is_none() && !setting.optional,
            remark: note,
            entry,
            how,
            clause: setting.cited(),
            allowed,
            unit,
        }
    }
}

/// A row of the settings sheet.
#[derive(Default)]
struct SettingRow {
    label: String,
    entry: Entry,
    /// The first day of the value.
    from: Entry,
    default: String,
    how: String,
    clause: String,
    remark: String,
    allowed: Option<AllowedKind>,
    needed: bool,
    unit: CellUnit,
}
