//! Rows of totals: each is compared with the rows that it may be the sum of. None is ever counted.

use std::collections::HashMap;
use std::ops::ControlFlow;

use rust_decimal::{Decimal, RoundingStrategy};

use super::heading::Headings;
use super::rows::{RowContext, total_of};
use super::source::{RawCell, SourceError, SourceRow, SourceWorkbook};
use super::text::fold;
use crate::book::{Findings, Place};
use crate::say;

/// A row of totals.
pub(super) struct Total {
    row: u32,
    at: u16,
    text: String,
    /// Whose or of what: the column and the folded text that the summed rows have there.
    group: Option<(u16, String)>,
    /// Whether it names a person: then it may as well be a row of data.
    person: bool,
    amounts: Vec<(usize, Decimal)>,
}

impl Total {
    /// The total that stands in a row, as the text in column `at` says.
    pub(super) fn new(row: &SourceRow, at: u16, text: String, sheet: &RowContext<'_>) -> Self {
        let person = sheet.person(row);
        let named = total_of(&text).filter(|name| !name.is_empty()).map(|name| (at, fold(&name)));
        let column = |cell: &RawCell| matches!(cell, RawCell::Text(text) if person.as_deref() == Some(super::text::trimmed(text)));
        let of_person = || {
            let (at, _) = row.cells.iter().find(|(_, cell)| column(cell))?;
            Some((*at, fold(person.as_deref()?)))
        };
        let group = named.or_else(of_person);
        // Means are no sums.
        let amounts = if super::text::is_mean(&text) { Vec::new() } else { sheet.money(row) };
        Self { row: row.number, at, text, group, person: person.is_some(), amounts }
    }
}

type ColumnSums = HashMap<usize, Decimal>;

/// Compares totals with the rows above them, which are read once more; tells of each total.
pub(super) fn check(
    source: &mut SourceWorkbook,
    index: usize,
    sheet: &RowContext<'_>,
    totals: &[Total],
    skipped: &[u32],
    findings: &mut Findings,
) -> Result<(), SourceError> {
    let mut groups: HashMap<(u16, String), ColumnSums> =
        totals.iter().filter_map(|total| total.group.clone()).map(|group| (group, ColumnSums::new())).collect();
    let mut columns: Vec<u16> = groups.keys().map(|(at, _)| *at).collect();
    columns.sort_unstable();
    columns.dedup();
    let (mut all, mut since) = (ColumnSums::new(), ColumnSums::new());
    let mut waiting = totals.iter().peekable();
    let mut told: Vec<(&Total, bool)> = Vec::new();
    if totals.iter().any(|total| !total.amounts.is_empty()) {
        source.rows(index, &mut |row| {
            if let Some(total) = waiting.next_if(|total| total.row == row.number) {
                let own = total.group.as_ref().and_then(|group| groups.get(group));
                let is =
                    |sums: &ColumnSums| total.amounts.iter().all(|(column, amount)| same(sums.get(column), *amount));
                told.push((total, is(&all) || is(&since) || own.is_some_and(is)));
                since.clear();
                return if waiting.peek().is_none() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
            }
            if row.number <= sheet.headings.place.heading || skipped.binary_search(&row.number).is_ok() {
                return ControlFlow::Continue(());
            }
            let money = sheet.money(row);
            let add = |sums: &mut ColumnSums| {
                for (column, amount) in &money {
                    let sum = sums.entry(*column).or_default();
                    *sum = sum.checked_add(*amount).unwrap_or(*sum);
                }
            };
            add(&mut all);
            add(&mut since);
            for (at, cell) in row.cells.iter().filter(|(at, _)| columns.contains(at)) {
                let text = match cell {
                    RawCell::Text(text) => fold(text),
                    RawCell::Number(number) => number.normalize().to_string(),
                    _ => continue,
                };
                if let Some(sums) = groups.get_mut(&(*at, text)) {
                    add(sums);
                }
            }
            ControlFlow::Continue(())
        })?;
    } else {
        told.extend(totals.iter().map(|total| (total, true)));
    }
    for (total, sums) in told {
        tell(total, sums, sheet, findings);
    }
    Ok(())
}

/// Equal, to the fen.
fn same(sum: Option<&Decimal>, amount: Decimal) -> bool {
    let fen = |number: Decimal| number.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    fen(sum.copied().unwrap_or_default()) == fen(amount)
}

fn tell(total: &Total, sums: bool, sheet: &RowContext<'_>, findings: &mut Findings) {
    let Headings { place, .. } = sheet.headings;
    let cell = Place::cell(&place.name, total.row, total.at);
    let Some((column, amount)) = total.amounts.first().filter(|_| !sums) else {
        return findings.warn(cell, &total.text, say!(Read::TotalsNotRead), say!(Read::NothingToDo));
    };
    let (label, amount) = (&sheet.columns[*column].label, amount.normalize());
    if total.person {
        let mend = say!(Read::CorrectTotal { text: total.text });
        findings.fault(cell, &total.text, say!(Read::LooksLikeTotal { label, amount }), mend);
    } else {
        findings.warn(cell, &total.text, say!(Read::TotalsDiffer { label, amount }), say!(Read::CheckRowsAreThere));
    }
}
