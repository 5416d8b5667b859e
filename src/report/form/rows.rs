//! Sheets of rows: tables, managers, periods, lines, splits.

use std::borrow::Cow;

use super::allowed::{CellNote, ColumnRange, Needed};
use super::builder::{Builder, FIRST, TOP};
use super::column::is_needed;
use super::entry::Entry;
use super::typed::TypedRows;
use crate::book::column_letters;
use crate::lang::Words;
use crate::policy::{self, ColumnRole, PeriodKind, RowKind, TableDef, TableUse};
use crate::report::declared_table::DeclaredTable;
use crate::report::sheet::{BlockRows, Cell, CellUnit, Print, SheetBlock, SheetColumn};
use crate::say;

/// Rows below the prepared ones that are framed.
const FREE_TABLE: usize = 12;
const FREE_ROWS: usize = 15;
/// Cells of a sheet that have a note, at most: no spreadsheet opens a hundred thousand. What is to be confirmed and what is
/// proposed has sheets of its own, with what the notes say.
const NOTED: usize = 5_000;
/// Rows in which the rules of typing hold, framed or not.
const RULED_ROWS: u32 = 2_000;
const RULED_LINES: u32 = 50_000;
/// Rows of a sheet of Excel.
const LAST: usize = 1_048_576;

impl<'a> Builder<'a> {
    /// The sheet of a table that the workbook gives.
    pub(super) fn table(&mut self, table: &TableDef, rows: &'a [Vec<Entry>]) {
        let needed: Vec<bool> = table.columns.iter().map(|column| !column.optional).collect();
        let what = match (table.usage, table.rows.is_empty()) {
            (TableUse::Steps { .. }, true) => say!(Form::RowAStep),
            (TableUse::Keys, true) => say!(Form::RowAKey),
            (_, false) => {
                say!(Form::MayStayEmptyForOwnTable)
            }
        };
        if table.rows.is_empty() && rows.is_empty() {
            // Nothing stands there yet: the first row asks for it.
            (0..).take(needed.len()).for_each(|column| self.need(FIRST, column));
        }
        let own = table.rows.iter().map(|row| {
            let cells = row.iter().zip(&table.columns);
            cells.map(|(value, column)| self.shown(*value, super::column::unit(column))).collect::<Vec<_>>().join(" → ")
        });
        let own = own.collect::<Vec<_>>().join("; ");
        let subtitle = if own.is_empty() { what } else { say!(Form::WithOwnRows { what, own }) };
        let subtitle = self.say(&subtitle);
        let area = Ruled { free: FREE_TABLE, ..Ruled::rows() };
        self.lay(&table.label, subtitle, &table.columns, &needed, FilledRows::Entries(rows.into()), &area);
    }

    /// The sheet of rules that the workbook replaces, if it replaces any.
    pub(super) fn replaced_rules(&mut self, rules: &[(String, String)]) {
        if rules.is_empty() {
            return;
        }
        let label = say!(Form::Rules);
        let mut table = DeclaredTable::over(self.lang, rules);
        table.column(&say!(Form::Name), CellUnit::Prose, 30, |(name, _)| Cell::text(name));
        table.column(&say!(Form::Formula), CellUnit::Prose, 90, |(_, formula)| Cell::text(formula));
        self.put(&label, self.say(&say!(Form::ReplacedRules)), vec![table.block()], Print::default());
    }

    /// A declared sheet.
    pub(super) fn sheet(&mut self, sheet: &policy::Sheet, rows: FilledRows<'a>) {
        let needed: Vec<bool> = (0..sheet.columns.len()).map(|index| is_needed(self.policy, sheet, index)).collect();
        let subtitle = self.purpose(sheet);
        let area = match sheet.row {
            RowKind::Line => Ruled { last: RULED_LINES, ..Ruled::rows() },
            _ => Ruled { new_ids: sheet.row == RowKind::Manager, ..Ruled::rows() },
        };
        self.lay(&sheet.label, subtitle, &sheet.columns, &needed, rows, &area);
    }

    /// What a sheet is for.
    pub(super) fn purpose(&self, sheet: &policy::Sheet) -> String {
        let month = self.policy.period == PeriodKind::Month;
        let has = |role: ColumnRole| sheet.column(role).is_some();
        let money = sheet.columns.iter().any(|column| column.unit == policy::Unit::Yuan);
        let row = match (sheet.row, month) {
            (RowKind::Manager, _) => say!(Form::RowAPerson),
            (RowKind::Period, false) => say!(Form::RowAPersonAndQuarter),
            (RowKind::Period, true) => say!(Form::RowAPersonAndMonth),
            (RowKind::Line, _) if !(has(ColumnRole::Date) && has(ColumnRole::Period)) => say!(Form::RowALine),
            (RowKind::Line, false) => {
                say!(Form::RowALineByDateOrQuarter)
            }
            (RowKind::Line, true) => say!(Form::RowALineByDateOrMonth),
            // Points and counts are adjusted, but not paid.
            (RowKind::Adjustment, _) if !money => say!(Form::RowAnAdjustment),
            (RowKind::Adjustment, _) => say!(Form::RowAnAdjustmentOfPay),
            (RowKind::Split, _) if has(ColumnRole::Match) || has(ColumnRole::Period) => say!(Form::RowAShare),
            (RowKind::Split, _) => say!(Form::RowAShareOfProject),
        };
        let mut parts = vec![row];
        if sheet.anchor && sheet.row == RowKind::Period {
            // Only where a rule looks back would a missing row be a hole; elsewhere zeros would be assessed.
            parts.push(if self.policy.looks_back() { say!(Form::LeaveIsZero) } else { say!(Form::NotAssessedNoRow) });
        }
        if sheet.closed {
            parts.push(say!(Form::OnlyClosedPeriods));
        }
        if sheet.optional {
            parts.push(say!(Form::MayStayEmpty));
        }
        if sheet.required_each_period {
            parts.push(say!(Form::FillUpToThrough));
        }
        if !sheet.either.is_empty() {
            let group = |group: &Vec<usize>| Words::list(group.iter().map(|&i| &sheet.columns[i].label));
            let names: Vec<Words> = sheet.either.iter().map(group).collect();
            let names = Words::joined(&names, &say!(Form::OrGroup));
            parts.push(say!(Form::FillOneGroup { names }));
        }
        let texts: Vec<String> = parts.iter().map(|words| self.say(words)).collect();
        texts.join(&self.say(&say!(Form::Period)))
    }

    /// A cell of the sheet to come stands out as long as it is blank.
    pub(super) fn need(&mut self, row: u32, column: u16) {
        let area = ColumnRange { sheet: self.sheets.len(), column, first: row, last: row };
        self.needed.push(Needed { area, when: format!("ISBLANK({}{})", column_letters(column), row + 1) });
    }

    /// A sheet of these columns, of which some must be filled in.
    pub(super) fn lay(
        &mut self,
        label: &Words,
        mut subtitle: String,
        defined: &[policy::Column],
        needed: &[bool],
        rows: FilledRows<'a>,
        ruled: &Ruled,
    ) {
        let index = self.sheets.len();
        let columns: Vec<SheetColumn> =
            defined.iter().zip(needed).map(|(column, needed)| self.column(column, *needed)).collect();
        let prepared = u32::try_from(rows.len()).unwrap_or(0);
        let last = FIRST + prepared.max(ruled.last) - 1;
        let right = column_letters(u16::try_from(columns.len().saturating_sub(1)).unwrap_or(0));
        for (at, column) in defined.iter().enumerate() {
            let area = ColumnRange { sheet: index, column: u16::try_from(at).unwrap_or(0), first: FIRST, last };
            self.allow(column, area, ruled.new_ids);
            if needed[at] {
                let (letters, row) = (column_letters(area.column), FIRST + 1);
                let when = format!("AND(COUNTA($A{row}:${right}{row})>0,ISBLANK({letters}{row}))");
                self.needed.push(Needed { area, when });
            }
        }
        let mut count = 0;
        for (place, entries) in rows.noted() {
            let row = FIRST + u32::try_from(place).unwrap_or(u32::MAX - FIRST);
            for (column, entry) in (0..).zip(&*entries).filter(|(_, entry)| !entry.note.is_empty()) {
                count += 1;
                if count <= NOTED {
                    self.notes.push(CellNote { sheet: index, row, column, text: entry.note.to_string() });
                }
            }
        }
        if let Some(more) = count.checked_sub(NOTED).filter(|more| *more > 0) {
            subtitle.push_str(&self.say(&say!(Form::NotesLeftOut { more })));
        }
        let width = columns.len();
        let free = ruled.free.min(LAST.saturating_sub(FIRST as usize + rows.len()));
        let rows = BlockRows::new(rows.len() + free, move |index, row| match rows.row(index) {
            Some(entries) => row.extend(entries.iter().map(cell)),
            None => row.extend((0..width).map(|_| Cell::default())),
        });
        let block = SheetBlock { top: TOP, columns, rows, ..SheetBlock::default() };
        self.put(label, subtitle, vec![block], ruled.print);
    }
}

/// The rows that a sheet holds already.
pub(super) enum FilledRows<'a> {
    Entries(Cow<'a, [Vec<Entry>]>),
    Typed(Cow<'a, TypedRows>),
}

impl FilledRows<'_> {
    fn len(&self) -> usize {
        match self {
            Self::Entries(rows) => rows.len(),
            Self::Typed(rows) => rows.len(),
        }
    }

    fn row(&self, index: usize) -> Option<Cow<'_, [Entry]>> {
        match self {
            Self::Entries(rows) => rows.get(index).map(|row| Cow::Borrowed(&row[..])),
            Self::Typed(rows) => rows.row(index).map(Cow::Owned),
        }
    }

    /// All rows that have notes, and perhaps others, with their places.
    pub(super) fn noted(&self) -> impl Iterator<Item = (usize, Cow<'_, [Entry]>)> {
        let places: Box<dyn Iterator<Item = usize>> = match self {
            Self::Entries(rows) => Box::new(0..rows.len()),
            Self::Typed(rows) => Box::new(rows.marked()),
        };
        places.filter_map(|place| Some((place, self.row(place)?)))
    }
}

/// How far a sheet is framed and ruled.
pub(super) struct Ruled {
    free: usize,
    last: u32,
    new_ids: bool,
    print: Print,
}

impl Ruled {
    /// With room for some more rows, and for any number of them on a screen.
    fn rows() -> Self {
        Self { free: FREE_ROWS, last: RULED_ROWS, new_ids: false, print: Print::Filled }
    }

    /// As far as its rows go: nobody adds one.
    pub(super) fn of(rows: usize, print: Print) -> Self {
        Self { free: 0, last: u32::try_from(rows).unwrap_or(0), new_ids: true, print }
    }
}

/// What stands in a cell.
pub(super) fn cell(entry: &Entry) -> Cell {
    Cell { value: entry.value.clone(), tone: entry.tone, ..Cell::default() }
}

#[cfg(test)]
mod tests {
    use super::super::{Filling, form};
    use super::*;
    use crate::lang::Lang;

    #[test]
    fn a_sheet_has_so_many_notes_and_says_that_there_would_be_more() {
        let policy = crate::policy::built_in("key-account").unwrap().unwrap();
        for (people, more) in [(NOTED, None), (NOTED + 7, Some("at 7 more"))] {
            let mut filling = Filling::prepared(&policy, people);
            let at = policy.sheets.iter().position(|sheet| sheet.row == RowKind::Manager).unwrap();
            for row in &mut filling.sheets[at] {
                row[0] = std::mem::take(&mut row[0]).marked("why");
            }
            let form = form(&policy, Lang::En, &filling);
            assert_eq!(form.notes.iter().filter(|note| note.text == "why").count(), NOTED);
            let said = form.report.sheets.iter().find(|sheet| sheet.subtitle.contains("notes like those"));
            assert_eq!(said.map(|sheet| sheet.subtitle.contains(more.unwrap_or("none"))), more.map(|_| true));
        }
    }
}
