//! What counts although nobody sees it: hidden sheets, hidden or filtered rows, hidden columns. Nothing is left out
//! for being hidden, because hiding is for the eye; but nothing hidden is counted without a word either.

use super::source::{Hidden, SheetInfo, ShownFormats, SourceWorkbook};
use crate::book::{Findings, Place, SheetPlace, column_letters};
use crate::lang::{Lang, Words};
use crate::policy::Column;
use crate::say;

/// How many runs of rows a warning names; the others are counted.
const NAMED: usize = 12;

/// Warns of a hidden sheet that is read.
pub(super) fn sheet(sheet: &SheetInfo, findings: &mut Findings) {
    if sheet.hidden {
        findings.warn(Place::sheet(&sheet.name), "", say!(Read::SheetHidden), say!(Read::DeleteOrRenameSheet));
    }
}

/// Says once what the file's format does not tell: nobody could see whether it is there.
pub(super) fn format(source: &SourceWorkbook, findings: &mut Findings) {
    let problem = match source.shows() {
        ShownFormats::All => return,
        ShownFormats::Percentages => say!(Read::FormatShowsPercentOnly),
        ShownFormats::None => say!(Read::FormatShowsNoFormats),
    };
    let first = source.sheets().first().map(|sheet| sheet.name.clone()).unwrap_or_default();
    let mend = say!(Read::SaveAsXlsxToCheck);
    findings.warn(Place::sheet(first), "", problem, mend);
}

/// The hidden rows of a sheet that are counted, as they pass.
#[derive(Default)]
pub(super) struct Unseen {
    hidden: Hidden,
    /// Runs of rows, in which hidden rows without content do not part others.
    counted: Vec<(u32, u32)>,
}

impl Unseen {
    pub(super) fn new(hidden: &Hidden) -> Self {
        Self { hidden: hidden.clone(), counted: Vec::new() }
    }

    /// A row of data is counted.
    pub(super) fn counted(&mut self, row: u32) {
        if !self.hidden.has_row(row) {
            return;
        }
        match self.counted.last_mut() {
            Some((_, last)) if (*last + 1..row).all(|between| self.hidden.has_row(between)) => *last = row,
            _ => self.counted.push((row, row)),
        }
    }

    /// Warns of the rows and columns that were counted.
    pub(super) fn warn(&self, place: &SheetPlace, columns: &[Column], findings: &mut Findings) {
        let sheet = &place.name;
        let mend = || say!(Read::DeleteOrUnhide);
        if let Some((first, _)) = self.counted.first() {
            findings.warn(Place::cell(sheet, *first, 0), "", self.rows(), mend());
        }
        for (column, at) in columns.iter().zip(&place.columns) {
            let Some(at) = at.filter(|at| self.hidden.has_column(*at)) else { continue };
            let letters = column_letters(at);
            findings.warn(
                Place::cell(sheet, place.heading, at),
                column.label.get(Lang::of_headings(true)),
                say!(Read::ColumnHidden { letters }),
                mend(),
            );
        }
    }

    /// "rows 5–7 and 9 are hidden and are counted".
    fn rows(&self) -> Words {
        let run =
            |(from, to): &(u32, u32)| Words::same(if from == to { from.to_string() } else { format!("{from}–{to}") });
        let rows = Words::list(&self.counted.iter().take(NAMED).map(run).collect::<Vec<_>>());
        let further: u32 = self.counted.iter().skip(NAMED).map(|(from, to)| to - from + 1).sum();
        if further > 0 {
            return say!(Read::RowsHiddenAndMore { rows, further });
        }
        match self.counted[..] {
            [(from, to)] if from == to => {
                say!(Read::RowHidden { rows })
            }
            _ => {
                say!(Read::RowsHidden { rows })
            }
        }
    }
}
