//! The settings sheet: what the policy leaves open stands out; the rest is listed with its default.

use rust_decimal::Decimal;

use super::column::{how, range, truth_words};
use super::rows::cell;
use super::{Allowed, AllowedKind, Area, Builder, CellNote, Entry, FIRST, Filling, Needed, TOP};
use crate::book::settings_sheet;
use crate::lang::Words;
use crate::policy::{PeriodKind, Setting, builtin};
use crate::report::labels::clause_text;
use crate::report::sheet::{Block, Cell, Column, Rows, Sheet, Unit};
use crate::words;

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
            rows.push(self.row(setting, entry));
        }
        let index = self.sheets.len();
        let mut cells = Vec::new();
        for (row, line) in (FIRST..).zip(rows) {
            let area = Area { sheet: index, column: 1, first: row, last: row };
            if let Some((kind, strict)) = line.allowed {
                self.allowed.push(Allowed { area, kind, strict, message: line.how.clone() });
            }
            if line.needed {
                self.needed.push(Needed { area, when: format!("ISBLANK($B{})", row + 1) });
            }
            if !line.entry.note.is_empty() {
                self.notes.push(CellNote { sheet: index, row, column: 1, text: line.entry.note.clone() });
            }
            let text = |text: &str| Cell::text(text).with_unit(Unit::Prose);
            cells.push(vec![
                text(&line.label),
                cell(&line.entry).with_unit(line.unit),
                text(&line.default),
                text(&line.how),
                text(&line.clause),
                text(&line.remark),
            ]);
        }
        let label = settings_sheet();
        let column = |label: Words, note: Words, width| Column {
            label: self.say(&label),
            note: self.say(&note),
            width,
            ..Column::default()
        };
        let none = Words::default;
        let columns = vec![
            column(words!("参数", "Key"), words!("不要改动这一列", "do not change this column"), 26),
            column(
                words!("取值", "Value"),
                words!(
                    "黄色格必须填写；其余空着即用默认值",
                    "yellow cells must be filled in; another that is blank has its default"
                ),
                24,
            ),
            column(words!("默认值", "Default"), none(), 16),
            column(words!("怎样填", "How"), none(), 30),
            column(words!("条款", "Clause"), none(), 15),
            column(words!("说明", "Remark"), none(), 52),
        ];
        let block = Block { top: TOP, left: 0, heading: None, columns, rows: Rows::ready(cells), total: false };
        let subtitle = words!(
            "黄色格是办法原文没有给出的，必须填写；其余取值空着即用默认值",
            "yellow: the policy's text does not give it, so it must be filled in; any other value may stay blank for its default"
        );
        self.sheets.push(Sheet {
            name: self.say(&label),
            title: self.title(&label),
            subtitle: self.say(&subtitle),
            blocks: vec![block],
            frozen_columns: 0,
            charts: Vec::new(),
        });
    }

    /// Policy, year, through, version. The year stands in the second row: the dates' rule looks there.
    fn first_rows(&self, filling: &Filling) -> Vec<Line> {
        let given = |name: &str| filling.setting(name).cloned();
        let version = &self.policy.version;
        let policy = given("policy").unwrap_or_else(|| Entry::text(&self.policy.id));
        let through = match self.policy.period {
            PeriodKind::Quarter => words!("截至季度", "Through"),
            PeriodKind::Month => words!("截至月份", "Through"),
        };
        vec![
            Line {
                label: self.say(&words!("政策", "Policy")),
                entry: policy,
                remark: self.say(&self.policy.title),
                how: self.say(&words!("不要改动", "do not change")),
                ..Line::default()
            },
            Line {
                label: self.say(&words!("年度", "Year")),
                entry: given("year").unwrap_or_default(),
                how: self.say(&words!("年份，如 2017", "a year such as 2017")),
                allowed: Some((AllowedKind::Whole { min: 1990, max: 2199 }, true)),
                needed: true,
                unit: Unit::Number,
                ..Line::default()
            },
            Line {
                label: self.say(&through),
                entry: given("through").unwrap_or_default(),
                how: self.say(&words!("算到哪一期", "the period to compute through")),
                default: self.latest(),
                allowed: Some((self.periods(false), false)),
                ..Line::default()
            },
            Line {
                label: self.say(&words!("政策版本", "Policy version")),
                entry: given("policy_version").unwrap_or_default(),
                how: self.say(&words!("版本号，如 {version}", "a version, such as {version}")),
                default: self
                    .say(&words!("本年 1 月 1 日有效的最高版本", "the highest in force on 1 January of the year")),
                ..Line::default()
            },
        ]
    }

    /// What stands for a blank through period: the sheets whose latest period it is.
    fn latest(&self) -> String {
        let sheets = self.policy.sheets.iter().filter(|sheet| sheet.latest);
        let labels: Vec<String> = sheets.map(|sheet| self.say(&sheet.label)).collect();
        if labels.is_empty() {
            return String::new();
        }
        let (zh, en) = (labels.join("、"), labels.join(", "));
        self.say(&words!("{zh}的最后一期", "the latest of {en}"))
    }

    fn row(&self, setting: &Setting, entry: Entry) -> Line {
        let unit = crate::report::plan::unit(setting.unit);
        let choices: Vec<String> = setting.choices.iter().map(|choice| self.policy.choice(choice, self.lang)).collect();
        let allowed = match unit {
            Unit::Truth => Some((AllowedKind::List([true, false].map(|t| self.say(&truth_words(t))).to_vec()), false)),
            Unit::Text if choices.is_empty() => None,
            Unit::Text => Some((AllowedKind::List(choices.clone()), false)),
            _ => Some((AllowedKind::Number { min: setting.min, max: setting.max }, true)),
        };
        let range = range(setting.min.filter(|min| *min > Decimal::MIN), setting.max, unit);
        let how = match (choices.is_empty(), range) {
            (false, _) => choices.join(" / "),
            (true, Some(range)) => {
                format!("{}{}{}", self.say(&how(unit)), self.say(&words!("；", "; ")), self.say(&range))
            }
            (true, None) => self.say(&how(unit)),
        };
        let clause = match &setting.reading {
            Some(reading) => format!("{}, {reading}", setting.clause),
            None => setting.clause.clone(),
        };
        let note = setting.note.as_ref().map_or_else(
            || clause_text(self.policy, &setting.clause, self.lang),
            |note| note.get(self.lang).to_owned(),
        );
        let mut default = setting.default.map_or_else(String::new, |value| self.shown(value, unit));
        for step in setting.dated.iter().flat_map(|dated| &dated.steps) {
            let (from, value) = (step.from, self.shown(step.value, unit));
            let later = self.say(&words!("{from} 起 {value}", "{value} from {from}"));
            default = format!("{default}\n{later}");
        }
        Line {
            label: self.say(&setting.label),
            default,
            needed: setting.default.is_none() && !setting.optional,
            remark: note,
            entry,
            how,
            clause,
            allowed,
            unit,
        }
    }
}

/// A row of the settings sheet.
#[derive(Default)]
struct Line {
    label: String,
    entry: Entry,
    default: String,
    how: String,
    clause: String,
    remark: String,
    allowed: Option<(AllowedKind, bool)>,
    needed: bool,
    unit: Unit,
}
