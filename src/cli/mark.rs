//! `bonus check --mark`: a copy of the input in which every faulty cell is coloured and says what is wrong.
//!
//! A spreadsheet cannot be edited in place without the risk of losing something of it, in five formats at
//! that: the copy holds the cells as they were read, formulas as their values, and its first sheet says so.

use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::ops::ControlFlow;

use super::cells;
use super::input::{Chosen, OpenInput};
use crate::book::{Fault, Findings, PassedOver, Place};
use crate::lang::{Lang, Words};
use crate::report::cell_unit;
use crate::report::copy::{Copy, CopyCell, CopyRow, CopySheet, CopyValue};
use crate::report::form::entry_unit;
use crate::report::sheet::{CellUnit, CellValue, Tone};
use crate::say;
use crate::workbook::read::raw::headings;
use crate::workbook::read::source::{SheetInfo, SourceError, SourceRow, SourceWorkbook, TextId};
use crate::workbook::read::text::fold;
use crate::workbook::write::{self, TakeRow, WriteError};

/// Marks by row and column, 0-based.
type Marks = BTreeMap<u32, BTreeMap<u16, (Tone, String)>>;

/// Writes the marked copy of an input to `out`.
pub(super) fn write(
    input: &mut OpenInput,
    chosen: Option<&Chosen>,
    findings: &Findings,
    lang: Lang,
    out: impl Write + Send,
) -> Result<(), Broken> {
    let source = &mut input.source;
    source.read_again();
    let units = chosen.map_or_else(|| Ok(Units::default()), |chosen| units(source, chosen))?;
    source.read_again();
    let mut marks = marks(findings, lang);
    let sheets = source.sheets().iter().enumerate().filter(|(_, info)| info.worksheet);
    let (indexes, infos): (Vec<usize>, Vec<SheetInfo>) = sheets.map(|(index, info)| (index, info.clone())).unzip();
    let mut of_sheets: Vec<Marks> = infos.iter().map(|info| marks.remove(&info.name).unwrap_or_default()).collect();
    let copied = infos.iter().zip(&of_sheets).map(|(info, marks)| {
        let cells = marks.iter().flat_map(|(row, cells)| cells.iter().map(move |(column, cell)| (*row, *column, cell)));
        CopySheet {
            name: info.name.clone(),
            hidden: info.hidden,
            marked: !marks.is_empty(),
            notes: cells.map(|(row, column, (_, text))| (row, column, text.clone())).collect(),
        }
    });
    let copy = Copy { front: list(source, findings, lang), sheets: copied.collect() };
    let mut rows = |at: usize, take: TakeRow<'_>| {
        let sheet = MarkedSheet { name: &infos[at].name, units: &units, findings };
        sheet.rows(source, indexes[at], std::mem::take(&mut of_sheets[at]), take)
    };
    write::copy(&copy, &mut rows, out)
}

/// What keeps a marked copy from being made.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub(super) enum Broken {
    /// The input can no longer be read.
    Read(#[from] SourceError),
    /// The copy cannot be written.
    Write(#[from] WriteError),
}

/// The marks of all sheets, each with its note.
fn marks(findings: &Findings, lang: Lang) -> HashMap<String, Marks> {
    let mut marks: HashMap<String, Marks> = HashMap::new();
    let mut mark = |place: &Place, tone: Tone, text: &str| {
        let row = marks.entry(place.sheet.clone()).or_default().entry(place.row.saturating_sub(1)).or_default();
        let add = |(_, all): &mut (Tone, String)| *all = format!("{all}\n\n{text}");
        row.entry(place.column).and_modify(add).or_insert_with(|| (tone, text.to_owned()));
    };
    let all = findings.faults.iter().map(|fault| (fault, Tone::Alert));
    for (fault, tone) in all.chain(findings.warnings.iter().map(|fault| (fault, Tone::Notice))) {
        let text = format!("{}\n→ {}", fault.problem.get(lang), fault.mend.get(lang));
        std::iter::once(&fault.place).chain(&fault.also).for_each(|place| mark(place, tone, &text));
    }
    for passed in &findings.account.passed_over {
        mark(&passed.place, Tone::Notice, passed.told().get(lang));
    }
    marks
}

/// A sheet of the input on its way to the copy.
struct MarkedSheet<'s> {
    name: &'s str,
    units: &'s Units,
    findings: &'s Findings,
}

impl MarkedSheet<'_> {
    /// Hands over its rows, one after the other, with those that have nothing but marks.
    fn rows(
        &self,
        source: &mut SourceWorkbook,
        index: usize,
        mut marks: Marks,
        take: TakeRow<'_>,
    ) -> Result<(), Broken> {
        let mut passed: Vec<&PassedOver> =
            self.findings.account.passed_over.iter().filter(|passed| passed.place.sheet == self.name).collect();
        passed.sort_by_key(|passed| std::cmp::Reverse(passed.place.row));
        let of_sheet = self.units.of_sheet(self.name);
        // Those that reach the present row.
        let mut here: Vec<&PassedOver> = Vec::new();
        let mut broken = None;
        let mut give = |row: &SourceRow| -> Result<(), WriteError> {
            let at = row.number - 1;
            while let Some(blank) = marks.first_entry().filter(|first| *first.key() < at) {
                let (blank, marks) = blank.remove_entry();
                take(&only_marks(blank, marks))?;
            }
            here.retain(|passed| passed.last.0 >= row.number);
            while let Some(next) = passed.pop_if(|next| next.place.row <= row.number) {
                here.push(next);
            }
            let copied = row.cells.iter().enumerate().map(|(index, (column, cell))| {
                let value = cells::copied(cell, row.text(index).map(TextId::index));
                let unit = match &value {
                    CopyValue::Text(..) => CellUnit::Text,
                    CopyValue::Own(value) => {
                        cells::unit(value, self.units.of(of_sheet, self.name, row.number, *column))
                    }
                };
                let over = here.iter().any(|passed| passed.covers(row.number, *column));
                (*column, CopyCell { value, unit, tone: if over { Tone::Notice } else { Tone::Plain } })
            });
            let mut copied = copied.collect();
            if let Some(marks) = marks.remove(&at) {
                put(&mut copied, marks);
            }
            take(&(at, copied))
        };
        source.rows(index, &mut |row| match give(row) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                broken = Some(error);
                ControlFlow::Break(())
            }
        })?;
        if let Some(error) = broken {
            return Err(error.into());
        }
        Ok(marks.into_iter().try_for_each(|(row, marks)| take(&only_marks(row, marks)))?)
    }
}

/// A row that has nothing but marks.
fn only_marks(row: u32, marks: BTreeMap<u16, (Tone, String)>) -> CopyRow<'static> {
    let mut cells = Vec::new();
    put(&mut cells, marks);
    (row, cells)
}

/// Marks some cells of a row.
fn put(cells: &mut Vec<(u16, CopyCell<'_>)>, marks: BTreeMap<u16, (Tone, String)>) {
    for (column, (tone, _)) in marks {
        let at = match cells.binary_search_by_key(&column, |(at, _)| *at) {
            Ok(at) => at,
            Err(at) => {
                cells.insert(at, (column, text(String::new(), Tone::Plain)));
                at
            }
        };
        let cell = &mut cells[at].1;
        cell.tone = tone;
        // A figure at fault is shown as it was typed, not as its column would have it.
        if let (CopyValue::Own(CellValue::Number(_)), Tone::Alert) = (&cell.value, tone) {
            cell.unit = CellUnit::Number;
        }
    }
}

/// The first sheet: what this file is, and all findings in a list.
fn list(source: &SourceWorkbook, findings: &Findings, lang: Lang) -> (String, Vec<CopyRow<'static>>) {
    let wanted = say!(Cli::Faults);
    let taken = |name: &str| source.sheets().iter().any(|sheet| fold(&sheet.name) == fold(name));
    let mut name = wanted.get(lang).to_owned();
    while taken(&name) {
        name.push('+');
    }
    let strong = |words: &Words| text(words.get(lang).to_owned(), Tone::Strong);
    let headings = [say!(Cli::Place), say!(Cli::WhatStandsThere), say!(Cli::WhatIsWrong), say!(Cli::Remedy)];
    let mut rows =
        vec![(0, vec![(0, strong(&say!(Cli::MarkedCopyHead)))]), (2, (0..).zip(headings.iter().map(strong)).collect())];
    // Sentences break into lines.
    let prose = |words: &Words| CopyCell { unit: CellUnit::Prose, ..text(words.get(lang).to_owned(), Tone::Plain) };
    let row = |place: String, tone: Tone, found: &str, sentences: &[&Words]| {
        let first = [text(place, tone), text(found.to_owned(), Tone::Plain)];
        (0..).zip(first.into_iter().chain(sentences.iter().map(|words| prose(words)))).collect()
    };
    let fault = |fault: &Fault, tone| row(fault.place.to_string(), tone, &fault.found, &[&fault.problem, &fault.mend]);
    let faults = findings.faults.iter().map(|one| fault(one, Tone::Alert));
    let warnings = findings.warnings.iter().map(|one| fault(one, Tone::Notice));
    let passed = findings.account.passed_over.iter().map(|passed| {
        let place = format!("{}!{}", passed.place.sheet, passed.cells());
        row(place, Tone::Notice, &passed.heading, &[&passed.why])
    });
    rows.extend((3..).zip(faults.chain(warnings).chain(passed)));
    (name, rows)
}

/// A cell with a text of the program's own.
fn text(text: String, tone: Tone) -> CopyCell<'static> {
    CopyCell { value: CopyValue::Own(CellValue::Text(text)), unit: CellUnit::Text, tone }
}

/// How the columns of the policy are shown: by sheet, from its headings on.
#[derive(Default)]
struct Units {
    columns: HashMap<String, OfSheet>,
    settings: HashMap<(String, u32, u16), CellUnit>,
}

/// Where the headings of a sheet stand, and the units of its columns, as far as they are known.
type OfSheet = (u32, Vec<Option<CellUnit>>);

impl Units {
    fn of_sheet(&self, sheet: &str) -> Option<&OfSheet> {
        self.columns.get(sheet)
    }

    fn of(&self, of_sheet: Option<&OfSheet>, sheet: &str, row: u32, column: u16) -> Option<CellUnit> {
        match of_sheet.filter(|(heading, _)| row > *heading) {
            Some((_, columns)) => columns.get(usize::from(column)).copied().flatten(),
            // Settings stand on a sheet without columns of the policy.
            None => self.settings.get(&(sheet.to_owned(), row, column)).copied(),
        }
    }
}

fn units(source: &mut SourceWorkbook, chosen: &Chosen) -> Result<Units, SourceError> {
    let policy = &chosen.policy;
    let tables = policy.tables.iter().filter(|table| !table.built_in).map(|table| (&table.label, &table.columns));
    let sheets = policy.sheets.iter().map(|sheet| (&sheet.label, &sheet.columns));
    let mut columns = HashMap::new();
    for (label, defined) in tables.chain(sheets) {
        let Some(place) = headings(source, label, defined)? else { continue };
        let mut found = Vec::new();
        for (at, column) in place.columns.iter().zip(defined) {
            let Some(at) = at.map(usize::from) else { continue };
            found.resize(found.len().max(at + 1), None);
            found[at] = Some(entry_unit(column));
        }
        columns.insert(place.name.clone(), (place.heading, found));
    }
    let mut settings = HashMap::new();
    for setting in &policy.settings {
        let names = setting.spellings().map(fold).collect::<Vec<_>>();
        for row in chosen.preface.named(&names) {
            let key = (row.place.sheet.clone(), row.place.row, row.place.column);
            settings.insert(key, cell_unit(setting.unit));
        }
    }
    Ok(Units { columns, settings })
}
