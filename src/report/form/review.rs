//! What a half-year review proposes for the periods that follow: marked where it belongs, listed, and
//! applied by nobody but the clerk.

use super::filling::Proposal;
use super::next::{Closing, NextRow};
use super::{FIRST, filling::Entry};
use crate::book::{Period, column_letters};
use crate::formula::{Scope, Value};
use crate::policy::{Policy, Proposes, Role, Rule, Sheet};
use crate::report::labels::clause_text;
use crate::report::sheet::CellValue;
use crate::say;

/// Marks the cells that a review would change, and lists the changes.
pub(super) fn propose(closing: &Closing<'_>, rows: &mut [Vec<NextRow>]) -> Vec<Proposal> {
    let results = closing.results;
    let half = results.policy.period.count() / 2;
    let through = results.book.through.number();
    if half == 0 || !through.is_multiple_of(half) {
        return Vec::new();
    }
    let which = usize::from(through / half - 1);
    let mut proposals = Vec::new();
    for manager in 0..results.book.managers.len() {
        let Some(row) = results.settlement.half_rows.get(manager * 2 + which) else { continue };
        for rule in &results.policy.scope(Scope::Half).rules {
            if let Some(proposes) = &rule.proposes {
                let review = Review { closing, rule, proposes, manager, row: &row };
                proposals.extend(review.put(rows));
            }
        }
    }
    proposals
}

/// One figure of one manager's review.
struct Review<'a> {
    closing: &'a Closing<'a>,
    rule: &'a Rule,
    proposes: &'a Proposes,
    manager: usize,
    row: &'a [Value],
}

impl Review<'_> {
    fn put(&self, rows: &mut [Vec<NextRow>]) -> Vec<Proposal> {
        let policy = self.closing.results.policy;
        let Some(proposed) = self.value(self.row.get(self.rule.slot).copied()) else { return Vec::new() };
        let yearly = self.proposes.of_manager.as_ref().filter(|_| self.closing.new_year);
        let column = yearly.unwrap_or(&self.proposes.column);
        let half = policy.period.count() / 2;
        let first = self.closing.next.number();
        let periods: Vec<Option<Period>> = match (yearly, self.proposes.nth) {
            (Some(_), _) => vec![None],
            (None, Some(nth)) => vec![Period::new(policy.period, first + nth - 1)],
            (None, None) => (first..first + half).map(|number| Period::new(policy.period, number)).collect(),
        };
        let Some((sheet, at)) = place(policy, column, yearly.is_none()) else { return Vec::new() };
        let mut proposals = Vec::new();
        for period in periods {
            let rows = &mut rows[sheet];
            let found = rows.iter().position(|row| row.manager == Some(self.manager) && row.period == period);
            let Some(number) = found else { continue };
            let entry = &mut rows[number].entries[at];
            if let Some(proposal) = self.mark(entry, &proposed, yearly.is_some()) {
                let label = self.closing.say(&policy.sheets[sheet].label);
                let letters = column_letters(u16::try_from(at).unwrap_or(0));
                let row = usize::try_from(FIRST).unwrap_or(0) + number + 1;
                let heading = self.closing.say(&policy.sheets[sheet].columns[at].label);
                let item = period.map_or_else(|| heading.clone(), |period| format!("{period} {heading}"));
                proposals.push(Proposal { place: format!("{label}!{letters}{row}"), item, ..proposal });
            }
        }
        proposals
    }

    /// Marks a cell that stays as it is; `None` where nothing would change.
    fn mark(&self, entry: &mut Entry, proposed: &CellValue, of_manager: bool) -> Option<Proposal> {
        let results = self.closing.results;
        let was = self.proposes.was.as_ref().and_then(|name| {
            let rule = results.policy.rule(Scope::Half, name)?;
            self.value(self.row.get(rule.slot).copied())
        });
        let current = was.filter(|_| !of_manager && entry.is_blank()).unwrap_or_else(|| entry.value.clone());
        // A leave of last year, left blank for the new one, stays one.
        let of_leave = current == CellValue::Blank && *proposed == CellValue::Number(rust_decimal::Decimal::ZERO);
        if current == *proposed || of_leave {
            return None;
        }
        let manager = &results.book.managers[self.manager];
        let (label, shown) = (self.closing.say(&self.rule.label), text(proposed));
        let note = self.closing.say(&say!(Form::ProposedHere { label, shown }));
        *entry = std::mem::take(entry).marked(note);
        Some(Proposal {
            place: String::new(),
            manager: format!("{} {}", manager.id, manager.name),
            item: String::new(),
            current,
            proposed: proposed.clone(),
            reason: clause_text(results.policy, &self.rule.clause, self.closing.lang),
            unit: crate::report::plan::unit(self.rule.unit),
        })
    }

    fn value(&self, value: Option<Value>) -> Option<CellValue> {
        let results = self.closing.results;
        match value? {
            Value::Number(number) => Some(CellValue::Number(number.normalize())),
            Value::Truth(truth) => Some(CellValue::Truth(truth)),
            Value::Text(symbol) => {
                let label = results.policy.label_of(symbol);
                let own = || results.book.symbols.text(symbol).to_owned();
                Some(CellValue::Text(label.map_or_else(own, |label| self.closing.say(label))))
            }
            Value::Blank | Value::NotApplicable => None,
        }
    }
}

/// The sheet and column of that name among the sheets of periods, or of managers.
fn place(policy: &Policy, name: &str, of_periods: bool) -> Option<(usize, usize)> {
    let wanted = |sheet: &Sheet| {
        if of_periods { sheet.anchor } else { sheet.row == crate::policy::RowKind::Manager }
    };
    let (at, sheet) = policy.sheets.iter().enumerate().find(|(_, sheet)| wanted(sheet))?;
    let column = sheet.columns.iter().position(|c| c.name == name && matches!(c.role, Role::Value { .. }))?;
    Some((at, column))
}

fn text(value: &CellValue) -> String {
    match value {
        CellValue::Number(number) => crate::report::grouped(*number),
        CellValue::Text(text) => text.clone(),
        CellValue::Truth(truth) => truth.to_string(),
        CellValue::Date(date) => date.to_string(),
        CellValue::Blank => String::new(),
    }
}
