//! The cells of one sheet as they come: each has its place behind the one before, and all together stay below the caps.

use super::super::address::{Address, COLUMNS};
use super::super::error::{Measure, SourceError, broken, too_large};
use super::super::limits;
use super::super::shape::FormatId;
use super::context::SheetContext;
use super::kind::XlsxCellType;
use super::packed::{CellFormula, Packed, SharedFormulas};
use super::styles::FormatShows;
use super::value::{Has, value};
use crate::lang::Words;
use crate::say;

/// A sheet's cells while it is read.
pub(super) struct SheetCells<'c> {
    pub(super) name: &'c str,
    context: &'c SheetContext<'c>,
    /// The row that they stand in.
    pub(super) row: Packed,
    /// The last one that was read well.
    pub(super) last: Option<Address>,
    /// Whether cells say where they are: all do, or none does.
    addressed: Option<bool>,
    pub(super) formulas: SharedFormulas,
    /// How many, blank formatted ones included.
    pub(super) count: u64,
    /// Bytes of their texts, each time that they stand there.
    pub(super) text: u64,
}

/// Where a cell stands, and how it is shown.
#[derive(Clone, Copy)]
pub(super) struct Placed {
    pub(super) at: Address,
    format: FormatId,
    shown: FormatShows,
}

impl<'c> SheetCells<'c> {
    /// None yet.
    pub(super) fn new(name: &'c str, context: &'c SheetContext<'c>) -> Self {
        Self {
            name,
            context,
            row: Packed::default(),
            last: None,
            addressed: None,
            formulas: SharedFormulas::new(),
            count: 0,
            text: 0,
        }
    }

    /// How far the cells are, to go back to.
    pub(super) fn mark(&self) -> (Option<Address>, Option<bool>, u64, u64) {
        (self.last, self.addressed, self.count, self.text)
    }

    /// Goes back: what came since is read another way.
    pub(super) fn back(&mut self, to: (Option<Address>, Option<bool>, u64, u64)) {
        (self.last, self.addressed, self.count, self.text) = to;
    }

    /// A cell begins, at the place that it says or else behind the one before.
    pub(super) fn place(&mut self, at: Option<Address>, style: u32) -> Result<Placed, SourceError> {
        if !alike(&mut self.addressed, at.is_some()) {
            return Err(self.bad(say!(Source::PlaceToldAmongOthers)));
        }
        let row = self.row.number - 1;
        let next = match self.last {
            Some(last) if last.row == row => last.column + 1,
            _ => 0,
        };
        let at = at.unwrap_or(Address { row, column: next });
        if at.row != row || at.column < next || at.column >= COLUMNS {
            let sheet = self.name.to_owned();
            return Err(match self.last {
                Some(last) if last == at => SourceError::CellTwice { sheet, cell: at },
                Some(after) if at.column < COLUMNS => SourceError::OutOfOrder { sheet, cell: at, after },
                _ => self.bad(say!(Source::CellAnotherRowOwn)),
            });
        }
        let Some((format, shown)) = self.context.styles.of(style) else {
            return Err(self.broken(at, say!(Source::Style)));
        };
        self.count += 1;
        if self.count > self.context.most_cells {
            return Err(self.too_large(Measure::Cells, self.context.most_cells));
        }
        Ok(Placed { at, format, shown })
    }

    /// What stands in a cell: its value or inline text, and the text of its formula with its number where it is shared.
    pub(super) fn put(
        &mut self,
        place: Placed,
        (kind, has): (XlsxCellType, Has),
        (stored, inline): (&str, &str),
        formula: Option<(&str, Option<u32>)>,
        called: &mut String,
    ) -> Result<(), SourceError> {
        let Placed { at, format, shown } = place;
        self.last = Some(at);
        if let Some((text, Some(index))) = formula.filter(|(text, _)| !text.is_empty()) {
            self.formulas.insert(index, (at, text.to_owned()));
            if self.formulas.len() > limits::SHARED_FORMULAS {
                return Err(self.too_large(Measure::Formulas, limits::SHARED_FORMULAS as u64));
            }
        }
        let formula = formula.map(|(text, shared)| shared.map_or(CellFormula::Own(text), CellFormula::Shared));
        let length = match value((kind, shown), has, (stored, inline), called, self.context) {
            Ok(None) => return Ok(()),
            Ok(Some((found, length))) => {
                self.row.push(at.column, format, &found, formula);
                length
            }
            Err(detail) => return Err(self.broken(at, detail)),
        };
        self.text += length as u64;
        if self.text > limits::TEXT {
            return Err(self.too_large(Measure::TextBytes, limits::TEXT));
        }
        Ok(())
    }

    /// Something after the last cell is at fault.
    pub(super) fn bad(&self, detail: Words) -> SourceError {
        broken(self.name, self.last, detail)
    }

    /// A cell is.
    pub(super) fn broken(&self, cell: Address, detail: Words) -> SourceError {
        SourceError::BadCell { sheet: self.name.to_owned(), cell, detail }
    }

    /// There is more than a sheet may have.
    pub(super) fn too_large(&self, what: Measure, limit: u64) -> SourceError {
        too_large(self.name, (what, limit), self.last)
    }
}

/// Either all say where they are, or none does: notes whether the next one does as those before.
pub(super) fn alike(before: &mut Option<bool>, says: bool) -> bool {
    before.replace(says).is_none_or(|before| before == says)
}
