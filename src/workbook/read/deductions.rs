//! What is taken off the amount of a line, and what is doubtful in it.

use rust_decimal::Decimal;

use super::compared::Magnitudes;
use super::heading::is_deduction;
use super::line_facts::{CountedLines, LineColumn};
use crate::book::{Fault, Findings, Mistake};
use crate::formula::Value;
use crate::policy::{Sheet, Unit};
use crate::say;

/// The first column of money of a sheet of lines, and its place among the values.
pub(super) fn amount(sheet: &Sheet) -> Option<LineColumn> {
    sheet.values().find(|(_, column, _)| column.unit == Unit::Yuan).map(|(at, _, slot)| (at, slot))
}

/// What is taken off the amount: columns of money after it that are 0 where they are blank.
pub(super) fn deductions(sheet: &Sheet) -> Vec<LineColumn> {
    let amount = amount(sheet).map_or(sheet.columns.len(), |(column, _)| column);
    let off = sheet.values().filter(|(at, column, _)| *at > amount && is_deduction(column));
    off.map(|(at, _, slot)| (at, slot)).collect()
}

/// A negative deduction beside a positive amount: one fault a line.
pub(super) fn negative_deduction(
    values: &[Value],
    (amount, off): (LineColumn, &[LineColumn]),
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

/// Cells of what is taken off, by line and column.
type OffCells = Vec<(usize, LineColumn)>;

impl CountedLines<'_> {
    /// More than the amounts, or so little that it is a rate or in ten thousands.
    pub(super) fn doubt_deductions(&self, findings: &mut Findings) {
        let off = deductions(self.sheet);
        // What is above zero in each column, and what of it is small.
        let mut there: Vec<(usize, OffCells)> = off.iter().map(|_| (0, OffCells::new())).collect();
        let (mut above, mut with) = (Vec::new(), 0);
        for index in 0..self.lines.list.len() {
            let Some(amount) = self.number(index, self.amount).filter(|amount| *amount >= Decimal::ZERO) else {
                continue;
            };
            let mut sum = Decimal::ZERO;
            for (at, column) in off.iter().enumerate() {
                let Some(figure) = self.number(index, *column).filter(|figure| *figure > Decimal::ZERO) else {
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
        // A row of nothing but an expense is one, unless most are.
        let most = above.len() > 1 && 2 * above.len() > with;
        above.retain(|(index, _)| most || !self.amount(*index).is_zero());
        if !above.is_empty() {
            self.above(&above, findings);
        }
        self.small(&there, findings);
    }

    /// Most lines lose more than they have: two columns may be mixed up.
    fn above(&self, lines: &[(usize, Decimal)], findings: &mut Findings) {
        let (count, label, sum) = (lines.len(), &self.sheet.columns[self.amount.0].label, lines[0].1.normalize());
        let cells: OffCells = lines.iter().map(|(index, _)| (*index, self.amount)).collect();
        let problem = say!(Read::MoreOffThanAmount { count, label, sum });
        self.warn(&cells, problem, say!(Read::CheckOff), findings);
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
            let column = small[0].1;
            let figures = (0..self.lines.list.len()).filter_map(|index| self.number(index, column));
            let few = small.iter().filter_map(|(index, _)| Some((*index, self.number(*index, column)?)));
            let far = Magnitudes::of(figures).gap().and_then(|gap| gap.told(few, |index| self.cell_of(index, column)));
            if let Some(far) = far {
                findings.add_warning(far);
                continue;
            }
            let less = |(index, column): &&(usize, LineColumn)| self.number(*index, *column) < Some(Decimal::ONE);
            self.all_small(&small.iter().filter(less).copied().collect(), findings);
        }
    }

    fn all_small(&self, cells: &OffCells, findings: &mut Findings) {
        let Some((_, (column, _))) = cells.first() else { return };
        let label = &self.sheet.columns[*column].label;
        let problem = say!(Read::AllOffSmall { count: cells.len(), label });
        self.warn(cells, problem, say!(Read::CheckUnit), findings);
    }
}
