//! `bonus check --mark`: a copy of the input in which every faulty cell is coloured and says what is wrong.
//!
//! A spreadsheet cannot be edited in place without the risk of losing something of it, in five formats at
//! that: the copy holds the cells as they were read, formulas as their values, and its first sheet says so.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;

use super::cells;
use super::failure::Failure;
use super::input::{Chosen, Input, cannot_read};
use crate::book::{Fault, Findings};
use crate::lang::Lang;
use crate::report::copy::{Copy, CopySheet};
use crate::report::form::entry_unit;
use crate::report::sheet::{Cell, CellValue, Tone, Unit};
use crate::say;
use crate::workbook::read::raw::headings;
use crate::workbook::read::source::{SourceError, SourceWorkbook};
use crate::workbook::read::text::fold;

/// Marks by row and column, 0-based.
type Marks = BTreeMap<u32, BTreeMap<u16, (Tone, String)>>;

/// The marked copy of an input.
pub(super) fn marked(
    input: &mut Input,
    chosen: Option<&Chosen>,
    findings: &Findings,
    lang: Lang,
) -> Result<Copy, Failure> {
    let Input { path, source, .. } = input;
    let failed = |error: SourceError| cannot_read(path, &error, Some(lang));
    source.read_again();
    let units = chosen.map_or_else(|| Ok(Units::default()), |chosen| units(source, chosen)).map_err(failed)?;
    source.read_again();
    let mut marks: HashMap<String, Marks> = HashMap::new();
    let all = findings.faults.iter().map(|fault| (fault, Tone::Alert));
    for (fault, tone) in all.chain(findings.warnings.iter().map(|fault| (fault, Tone::Notice))) {
        let text = format!("{}\n→ {}", fault.problem.get(lang), fault.mend.get(lang));
        for place in std::iter::once(&fault.place).chain(&fault.also) {
            let row = marks.entry(place.sheet.clone()).or_default().entry(place.row.saturating_sub(1)).or_default();
            let add = |(_, all): &mut (Tone, String)| *all = format!("{all}\n\n{text}");
            row.entry(place.column).and_modify(add).or_insert_with(|| (tone, text.clone()));
        }
    }
    for passed in &findings.account.passed_over {
        let row = marks.entry(passed.place.sheet.clone()).or_default().entry(passed.place.row - 1).or_default();
        let text = passed.told().get(lang).to_owned();
        let add = |(_, all): &mut (Tone, String)| *all = format!("{all}\n\n{text}");
        row.entry(passed.place.column).and_modify(add).or_insert((Tone::Notice, text.clone()));
    }
    let mut copy = Copy { sheets: vec![list(source, findings, lang)] };
    let sheets = source.sheets().to_vec();
    for (index, info) in sheets.iter().enumerate().filter(|(_, info)| info.worksheet) {
        let mut marks = marks.remove(&info.name).unwrap_or_default();
        let passed: Vec<_> =
            findings.account.passed_over.iter().filter(|passed| passed.place.sheet == info.name).collect();
        let mut sheet = CopySheet {
            name: info.name.clone(),
            hidden: info.hidden,
            marked: !marks.is_empty(),
            ..CopySheet::default()
        };
        source
            .rows(index, &mut |row| {
                let at = row.number - 1;
                let earlier: Vec<u32> = marks.range(..at).map(|(row, _)| *row).collect();
                for blank in earlier {
                    put(&mut sheet, blank, BTreeMap::new(), marks.remove(&blank).unwrap_or_default());
                }
                let cells = row.cells.iter().map(|(column, cell)| {
                    let value = cells::value(cell);
                    let unit = cells::unit(&value, units.of(&info.name, row.number, *column));
                    let cell = Cell::value(value).with_unit(unit);
                    let over = passed.iter().any(|passed| passed.covers(row.number, *column));
                    (*column, if over { cell.with_tone(Tone::Notice) } else { cell })
                });
                put(&mut sheet, at, cells.collect(), marks.remove(&at).unwrap_or_default());
                ControlFlow::Continue(())
            })
            .map_err(failed)?;
        for (row, blank) in marks {
            put(&mut sheet, row, BTreeMap::new(), blank);
        }
        copy.sheets.push(sheet);
    }
    Ok(copy)
}

fn put(sheet: &mut CopySheet, row: u32, mut cells: BTreeMap<u16, Cell>, marks: BTreeMap<u16, (Tone, String)>) {
    for (column, (tone, text)) in marks {
        let cell = cells.entry(column).or_default();
        cell.tone = tone;
        // A figure at fault is shown as it was typed, not as its column would have it.
        if let (CellValue::Number(_), Tone::Alert) = (&cell.value, tone) {
            cell.unit = Some(Unit::Number);
        }
        sheet.notes.push((row, column, text));
    }
    sheet.rows.push((row, cells.into_iter().collect()));
}

/// The first sheet: what this file is, and all findings in a list.
fn list(source: &SourceWorkbook, findings: &Findings, lang: Lang) -> CopySheet {
    let wanted = say!(Cli::Faults);
    let taken = |name: &str| source.sheets().iter().any(|sheet| fold(&sheet.name) == fold(name));
    let mut name = wanted.get(lang).to_owned();
    while taken(&name) {
        name.push('+');
    }
    let text = |text: &str| Cell::text(text).with_unit(Unit::Text);
    let what = say!(Cli::MarkedCopyHead);
    let headings = [say!(Cli::Place), say!(Cli::WhatStandsThere), say!(Cli::WhatIsWrong), say!(Cli::Remedy)];
    let mut rows = vec![
        (0, vec![(0, text(what.get(lang)).with_tone(Tone::Strong))]),
        (2, (0..).zip(headings.iter().map(|words| text(words.get(lang)).with_tone(Tone::Strong))).collect()),
    ];
    let row = |fault: &Fault, tone| {
        let parts = [
            fault.place.to_string(),
            fault.found.clone(),
            fault.problem.get(lang).to_owned(),
            fault.mend.get(lang).to_owned(),
        ];
        (0..)
            .zip(parts)
            .map(|(at, part)| match at {
                0 => (at, text(&part).with_tone(tone)),
                1 => (at, text(&part)),
                // Sentences break into lines.
                _ => (at, Cell::text(part).with_unit(Unit::Prose)),
            })
            .collect()
    };
    let faults = findings.faults.iter().map(|fault| row(fault, Tone::Alert));
    let warnings = findings.warnings.iter().map(|fault| row(fault, Tone::Notice));
    let passed = findings.account.passed_over.iter().map(|passed| {
        let place = format!("{}!{}", passed.place.sheet, passed.cells());
        let why = Cell::text(passed.why.get(lang)).with_unit(Unit::Prose);
        vec![(0, text(&place).with_tone(Tone::Notice)), (1, text(&passed.heading)), (2, why)]
    });
    rows.extend((3..).zip(faults.chain(warnings).chain(passed)));
    CopySheet { name, rows, marked: true, ..CopySheet::default() }
}

/// How the columns of the policy are shown: by sheet, from its headings on.
#[derive(Default)]
struct Units {
    columns: HashMap<String, (u32, HashMap<u16, Unit>)>,
    settings: HashMap<(String, u32, u16), Unit>,
}

impl Units {
    fn of(&self, sheet: &str, row: u32, column: u16) -> Option<Unit> {
        let setting = self.settings.get(&(sheet.to_owned(), row, column)).copied();
        setting.or_else(|| {
            let (heading, columns) = self.columns.get(sheet)?;
            (row > *heading).then(|| columns.get(&column).copied()).flatten()
        })
    }
}

fn units(source: &mut SourceWorkbook, chosen: &Chosen) -> Result<Units, SourceError> {
    let policy = &chosen.policy;
    let tables = policy.tables.iter().filter(|table| !table.built_in).map(|table| (&table.label, &table.columns));
    let sheets = policy.sheets.iter().map(|sheet| (&sheet.label, &sheet.columns));
    let mut columns = HashMap::new();
    for (label, defined) in tables.chain(sheets) {
        let Some(place) = headings(source, label, defined)? else { continue };
        let found = place.columns.iter().zip(defined);
        let found = found.filter_map(|(at, column)| Some(((*at)?, entry_unit(column)))).collect();
        columns.insert(place.name.clone(), (place.heading, found));
    }
    let mut settings = HashMap::new();
    for setting in &policy.settings {
        let names = setting.spellings().map(fold).collect::<Vec<_>>();
        for row in chosen.preface.named(&names) {
            let key = (row.place.sheet.clone(), row.place.row, row.place.column);
            settings.insert(key, crate::report::form::setting_unit(setting));
        }
    }
    Ok(Units { columns, settings })
}
