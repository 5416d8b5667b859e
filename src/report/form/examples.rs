//! Examples, on a sheet of their own that no program reads: nobody's data can come of them.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::builder::{Builder, TOP};
use super::column::{truth_words, unit};
use crate::book::{Period, guide_sheets};
use crate::formula::Value;
use crate::policy::{self, ColumnRole, PeriodKind, RowKind, TableUse};
use crate::report::sheet::{Cell, CellUnit, CellValue, Print, SheetBlock, SheetColumn, Tone};
use crate::say;

impl Builder<'_> {
    /// The sheet of examples: a row or two of every sheet.
    pub(super) fn examples(&mut self) {
        let label = &guide_sheets()[1];
        let policy = self.policy;
        let mut top = TOP;
        let mut blocks = Vec::new();
        let tables = policy.tables.iter().filter(|table| !table.built_in).map(|table| {
            let first = match table.usage {
                TableUse::Steps { first } => first,
                TableUse::Keys => None,
            };
            let keyed = matches!(table.usage, TableUse::Keys);
            (&table.label, &table.columns, Vec::new(), first, keyed, &table.rows[..], None)
        });
        let sheets = policy.sheets.iter().map(|sheet| {
            // Of several groups only the first is filled in.
            let others: Vec<usize> = sheet.either.iter().skip(1).flatten().copied().collect();
            (&sheet.label, &sheet.columns, others, None, false, &[][..], Some(sheet))
        });
        for (label, defined, blank, start, keyed, own, sheet) in tables.chain(sheets) {
            let columns: Vec<SheetColumn> =
                defined.iter().map(|column| self.column_of(&column.label, unit(column), 0)).collect();
            // The examples make one story, which computes: two periods of one person, of which the first is paid.
            let count = if sheet.is_some_and(|sheet| sheet.closed) { 1 } else { 2 };
            let rows: Vec<Vec<Cell>> = (0..count)
                .map(|number| {
                    // A table's own rows show best how it is written.
                    let own = usize::try_from(number).ok().and_then(|number| own.get(number));
                    let cells = defined.iter().enumerate().map(|(at, column)| {
                        let value = match (blank.contains(&at), at, start) {
                            (true, ..) => CellValue::Blank,
                            _ if own.is_some() => self.own(own.and_then(|row| row.get(at))),
                            (_, 0, Some(start)) => CellValue::Number(start + Decimal::new(2 * number, 1)),
                            (_, 0, None) if keyed => self.grade(number),
                            _ => self.example(sheet, column, number),
                        };
                        Cell::value(value).with_tone(Tone::Good)
                    });
                    cells.collect()
                })
                .collect();
            blocks.push(SheetBlock { top, ..SheetBlock::ready(Some(self.say(label)), columns, rows) });
            top += SheetBlock::HEADER_ROWS + 3;
        }
        self.put(label, self.say(&say!(Form::ExamplesOnly)), blocks, Print::default());
    }

    /// A value of a table's own row, as a clerk would type it.
    fn own(&self, value: Option<&Value>) -> CellValue {
        match value {
            Some(Value::Number(number)) => CellValue::Number(*number),
            Some(Value::Blank) | None => CellValue::Blank,
            Some(other) => CellValue::Text(self.shown(*other, CellUnit::Text)),
        }
    }

    /// What a table that the workbook gives may call its rows: the same on its own sheet and where it is referred to.
    fn grade(&self, number: i64) -> CellValue {
        let number = number + 1;
        CellValue::Text(self.say(&say!(Form::Grade { number })))
    }

    /// A value such as a column may hold.
    fn example(&self, sheet: Option<&policy::Sheet>, column: &policy::Column, number: i64) -> CellValue {
        let policy = self.policy;
        let second = number > 0;
        let text = |one: &str, two: &str| CellValue::Text(if second { two } else { one }.to_owned());
        match column.role {
            ColumnRole::Id | ColumnRole::Manager
                if sheet.is_some_and(|s| matches!(s.row, RowKind::Manager | RowKind::Split)) =>
            {
                text("M001", "M002")
            }
            ColumnRole::Id | ColumnRole::Manager => text("M001", "M001"),
            ColumnRole::Name => {
                CellValue::Text(self.say(&if second { say!(Form::LiSi) } else { say!(Form::ZhangSan) }))
            }
            ColumnRole::Period if column.optional => CellValue::Blank,
            ColumnRole::Period => {
                let period = Period::new(policy.period, 1 + u8::from(second));
                CellValue::Text(period.map_or_else(String::new, |period| period.to_string()))
            }
            ColumnRole::Date => CellValue::Date(match (policy.period, second) {
                (_, false) => Date::constant(2017, 1, 5),
                (PeriodKind::Month, true) => Date::constant(2017, 2, 20),
                (PeriodKind::Quarter, true) => Date::constant(2017, 6, 20),
            }),
            ColumnRole::Figure => {
                let figures = policy.adjustment_sheet().map(|(_, sheet)| &sheet.figures);
                figures
                    .and_then(|figures| figures.first())
                    .map_or(CellValue::Blank, |figure| CellValue::Text(self.say(&figure.label)))
            }
            // All lines alike, and people who were there all along: what most projects and people need.
            ColumnRole::Match | ColumnRole::Joined | ColumnRole::Left => CellValue::Blank,
            // A project of several people: its lines name nobody, so that it is another one than theirs.
            ColumnRole::Project if sheet.is_some_and(|sheet| sheet.row == RowKind::Split) => text("P002", "P002"),
            ColumnRole::Project => text("P001", "P001"),
            ColumnRole::Document => text("SK-0001", "SK-0002"),
            ColumnRole::Share => CellValue::Number(Decimal::new(if second { 4 } else { 6 }, 1)),
            ColumnRole::Value { .. } if !column.examples.is_empty() => {
                let own = column.examples.get(usize::from(second)).or(column.examples.first());
                self.own(own)
            }
            ColumnRole::Value { .. } => match (column.table, unit(column)) {
                (Some(table), _) => {
                    let keys = &policy.tables[table].keys;
                    let key = keys.get(usize::from(second)).or_else(|| keys.first());
                    key.map_or_else(|| self.grade(number), |(_, label)| CellValue::Text(self.say(label)))
                }
                (None, CellUnit::Yuan | CellUnit::Number) if column.default.is_some() => CellValue::Blank,
                (None, CellUnit::Yuan) => CellValue::Number(Decimal::from(100_000 + 50_000 * number)),
                (None, CellUnit::Percent | CellUnit::ExactPercent) => CellValue::Number(Decimal::new(5 + number, 2)),
                (None, CellUnit::Factor | CellUnit::ExactFactor) => CellValue::Number(Decimal::new(10 + 2 * number, 1)),
                (None, CellUnit::Number) => {
                    let shown = Decimal::from(80 + 5 * number);
                    CellValue::Number(column.max.map_or(shown, |max| shown.min(max)))
                }
                (None, CellUnit::Truth) => CellValue::Text(self.say(&truth_words(!second))),
                (None, CellUnit::Date) => CellValue::Date(Date::constant(2017, 3, 5)),
                // Free text, such as a reason: what to write there.
                (None, CellUnit::Text | CellUnit::Code | CellUnit::Prose) => {
                    CellValue::Text(format!("…{}…", self.say(&column.label)))
                }
            },
        }
    }
}
