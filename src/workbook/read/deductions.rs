//! What is taken off the amount of a line, and what is doubtful in it.

use rust_decimal::Decimal;

use super::compared::Magnitudes;
use super::heading::is_deduction;
use super::line_facts::Lines;
use crate::book::{Fault, Findings, Mistake, Place, SheetPlace};
use crate::formula::Value;
use crate::policy::{Sheet, Unit};
use crate::say;

/// The first column of money of a sheet of lines, and its place among the values.
pub(super) fn amount(sheet: &Sheet) -> Option<(usize, usize)> {
    sheet.values().find(|(_, column, _)| column.unit == Unit::Yuan).map(|(at, _, slot)| (at, slot))
}

/// What is taken off the amount: columns of money after it that are 0 where they are blank.
pub(super) fn deductions(sheet: &Sheet) -> Vec<(usize, usize)> {
    let amount = amount(sheet).map_or(sheet.columns.len(), |(column, _)| column);
    let off = sheet.values().filter(|(at, column, _)| *at > amount && is_deduction(column));
    off.map(|(at, _, slot)| (at, slot)).collect()
}

/// A negative deduction beside a positive amount: one fault a line.
pub(super) fn negative_deduction(
    values: &[Value],
    (amount, off): ((usize, usize), &[(usize, usize)]),
    row: &super::grid::GridRow<'_>,
    findings: &mut Findings,
) {
    let number = |slot: usize| values[slot].as_number().unwrap_or_default();
    if number(amount.1) <= Decimal::ZERO {
        return;
    }
    let Some((column, slot)) = off.iter().find(|(_, slot)| number(*slot) < Decimal::ZERO) else { return };
    let (found, meant) = (number(*slot).normalize(), (-number(*slot)).normalize());
    let (problem, mend) = (say!(Read::NegativeDeduction), say!(Read::WriteAsDeduction { meant }));
    let fault = Fault::new(row.place(*column), found.to_string(), problem, mend);
    findings.add(fault.known_as(Mistake::NegativeDeduction));
}

/// The lines, and where their amounts are.
pub(super) struct Deductions<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) lines: &'a Lines,
    pub(super) place: &'a SheetPlace,
    /// The column of amounts and its place among the values.
    pub(super) amount: (usize, usize),
}

/// Cells of what is taken off, by line and column.
type OffCells = Vec<(usize, (usize, usize))>;

impl Deductions<'_> {
    /// More than the amounts, or so little that it is a rate or in ten thousands.
    pub(super) fn doubt(&self, findings: &mut Findings) {
        let off = deductions(self.sheet);
        // What is above zero in each column, and what of it is small.
        let mut there: Vec<(usize, OffCells)> = off.iter().map(|_| (0, OffCells::new())).collect();
        let (mut above, mut with) = (Vec::new(), 0);
        for index in 0..self.lines.list.len() {
            let Some(amount) = self.number(index, self.amount.1).filter(|amount| *amount >= Decimal::ZERO) else {
                continue;
            };
            let mut sum = Decimal::ZERO;
            for (at, column) in off.iter().enumerate() {
                let Some(figure) = self.number(index, column.1).filter(|figure| *figure > Decimal::ZERO) else {
                    continue;
                };
                sum = sum.checked_add(figure).unwrap_or(sum);
                there[at].0 += 1;
                if figure <= Decimal::ONE_HUNDRED && figure <= amount / Decimal::ONE_THOUSAND {
                    there[at].1.push((index, *column));
                }
            }
            with += usize::from(!sum.is_zero());
            if sum > amount {
                above.push((index, sum));
            }
        }
        if above.len() > 1 && 2 * above.len() > with {
            self.above(&above, findings);
        }
        self.small(&there, findings);
    }

    fn number(&self, index: usize, slot: usize) -> Option<Decimal> {
        self.lines.values.value(index, slot).and_then(Value::as_number)
    }

    fn cell(&self, index: usize, column: usize) -> Place {
        self.place.cell(column, self.lines.list[index].row)
    }

    /// Most lines lose more than they have: two columns may be mixed up.
    fn above(&self, lines: &[(usize, Decimal)], findings: &mut Findings) {
        let Some(((first, sum), others)) = lines.split_first() else { return };
        let also = others.iter().map(|(index, _)| self.cell(*index, self.amount.0));
        let (count, label, sum) = (lines.len(), &self.sheet.columns[self.amount.0].label, sum.normalize());
        let found = self.number(*first, self.amount.1).unwrap_or_default().normalize().to_string();
        let problem = say!(Read::MoreOffThanAmount { count, label, sum });
        let warning = Fault::new(self.cell(*first, self.amount.0), found, problem, say!(Read::CheckOff));
        findings.add_warning(warning.and_at(also));
    }

    /// All that is small: where everything is, where all of a column is, or where few are and the others are ten
    /// thousand times as much.
    fn small(&self, there: &[(usize, OffCells)], findings: &mut Findings) {
        let all: OffCells = there.iter().flat_map(|(_, small)| small).copied().collect();
        if all.len() > 1 && all.len() == there.iter().map(|(count, _)| count).sum::<usize>() {
            return self.all_small(&all, findings);
        }
        for (count, small) in there.iter().filter(|(_, small)| !small.is_empty()) {
            if small.len() > 1 && small.len() == *count {
                self.all_small(small, findings);
                continue;
            }
            let (column, slot) = small[0].1;
            let figures = (0..self.lines.list.len()).filter_map(|index| self.number(index, slot));
            let Some(gap) = Magnitudes::of(figures).gap() else { continue };
            let few = small.iter().filter_map(|(index, _)| Some((*index, self.number(*index, slot)?)));
            gap.told(few, |index| self.cell(index, column)).into_iter().for_each(|few| findings.add_warning(few));
        }
    }

    fn all_small(&self, cells: &[(usize, (usize, usize))], findings: &mut Findings) {
        let Some(((index, (column, slot)), others)) = cells.split_first() else { return };
        let also = others.iter().map(|(index, (column, _))| self.cell(*index, *column));
        let found = self.number(*index, *slot).unwrap_or_default().normalize().to_string();
        let (count, label) = (cells.len(), &self.sheet.columns[*column].label);
        let problem = say!(Read::AllOffSmall { count, label });
        let warning = Fault::new(self.cell(*index, *column), found, problem, say!(Read::CheckUnit));
        findings.add_warning(warning.and_at(also));
    }
}
