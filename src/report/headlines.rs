//! What the summary begins and ends with: what is to be paid in all, what is to be recovered, how many are below, what is
//! to be decided; and the lines for those who sign.

use super::arrangement::SummaryColumn;
use super::declared_table::DeclaredTable;
use super::front::to_sign;
use super::plan::Plan;
use super::sheet::{Cell, CellUnit, SheetBlock, Tone};
use super::tab::Tab;
use super::{people, status};
use crate::formula::{Scope, Value};
use crate::lang::Words;
use crate::policy::{AttentionTone, AttentionWhen, Rule};
use crate::say;

/// Characters across a signature, and across a name and a date that are written by hand.
const SIGNATURE: u16 = 28;
const BY_HAND: u16 = 13;

/// The headlines: a figure each, above the people's table.
pub(super) fn headlines<'p>(plan: &'p Plan<'p>) -> SheetBlock<'p> {
    let mut list = pay_and_recover(plan);
    list.extend(below(plan));
    list.extend(to_decide(plan));
    list.push((say!(Report::WarningsToRead), count(plan.results.warnings().count(), Tone::Notice, None)));
    let mut table = DeclaredTable::over(plan.lang, [()]);
    for (words, cell) in list {
        table.column(&words, CellUnit::Text, 0, |()| cell.clone());
    }
    SheetBlock { left: 2, ..table.headed(&say!(Report::Headlines)) }
}

/// What is to be paid and what is to be recovered, apart: one person's money pays nobody else's debt.
fn pay_and_recover(plan: &Plan<'_>) -> Vec<(Words, Cell)> {
    let results = plan.results;
    let column = results.policy.payable().and_then(|payable| plan.column(Scope::Manager, payable.slot));
    let (Some(column), Some([pay, recover])) = (column, super::to_pay_and_recover(results)) else {
        return Vec::new();
    };
    let [first, last] = plan.people_on_summary();
    let range = plan.range(Tab::Summary, first, last, column);
    let sum = |sum, sign: &str| {
        let formula = format!("ROUND(SUMIF({range},\"{sign}0\"),2)");
        Cell::number(sum).with_formula(Some(formula)).with_tone(Tone::Strong).with_unit(CellUnit::Yuan)
    };
    vec![(say!(Report::TotalToPay), sum(pay, ">")), (say!(Report::TotalToRecover), sum(recover, "<"))]
}

/// How many did not reach what everybody should: of the year once it is settled, else of the through period.
fn below(plan: &Plan<'_>) -> Option<(Words, Cell)> {
    let people = 0..plan.results.book.managers.len();
    let (scope, number) = people.map(|manager| status::told_of(plan.results, manager)).max()?;
    let policy = plan.results.policy;
    let bad = |(_, attention): &(&Rule, crate::policy::Attention)| {
        attention.tone == AttentionTone::Alert && attention.when == AttentionWhen::False
    };
    let (rule, attention) = status::spoken(policy, scope).find(bad)?;
    let people = 0..plan.results.book.managers.len();
    let fails = |manager: &usize| {
        let row = people::row(plan, scope, *manager, number);
        row.is_some_and(|row| row.get(rule.slot) == Value::Truth(false))
    };
    let failing = people.filter(fails).count();
    let range = range(plan, scope, number, rule.slot)?;
    let words = status::word(rule, attention, plan.lang);
    Some((say!(Report::PeopleWho { words }), count(failing, Tone::Alert, Some(format!("COUNTIF({range},0)")))))
}

/// How many the last review proposes to move, which somebody must decide.
fn to_decide(plan: &Plan<'_>) -> Option<(Words, Cell)> {
    let policy = plan.results.policy;
    let people = 0..plan.results.book.managers.len();
    let halves = usize::from(plan.results.book.through.number()) / 2;
    let there = |half: &usize| people.clone().any(|manager| people::row(plan, Scope::Half, manager, *half).is_some());
    let half = (0..halves).rfind(there)?;
    let rules = &policy.scope(Scope::Half).rules;
    let was = |rule: &Rule| policy.rule(Scope::Half, rule.proposes.as_ref()?.was.as_deref()?);
    let (rule, was) = rules.iter().find_map(|rule| Some((rule, was(rule)?)))?;
    let moves = |manager: &usize| {
        let row = people::row(plan, Scope::Half, *manager, half);
        row.is_some_and(|row| row.get(rule.slot) != row.get(was.slot))
    };
    let moving = people.clone().filter(moves).count();
    let cells = |rule: &Rule| range(plan, Scope::Half, half, rule.slot);
    let formula = format!("SUMPRODUCT(--({}<>{}))", cells(rule)?, cells(was)?);
    Some((say!(Report::ToDecide { half: ["H1", "H2"][half] }), count(moving, Tone::Notice, Some(formula))))
}

/// How many of whom none would be best.
fn count(found: usize, tone: Tone, formula: Option<String>) -> Cell {
    let tone = if found == 0 { Tone::Strong } else { tone };
    Cell::number(found.into()).with_formula(formula).with_unit(CellUnit::Number).with_tone(tone)
}

/// Everybody's cells of a figure.
fn range(plan: &Plan<'_>, scope: Scope, number: usize, slot: usize) -> Option<String> {
    let last = plan.results.book.managers.len().saturating_sub(1);
    let column = plan.column_in(scope, number, slot)?;
    Some(plan.range(Tab::of(scope, number), Plan::row_of(0), Plan::row_of(last), column))
}

/// Who made, checked and approved it: lines for names, signatures and dates, below everything else.
pub(super) fn signatures<'p>(plan: &'p Plan<'p>) -> SheetBlock<'p> {
    // Beside the department's figures, under the sentences why, where the columns are wide enough for names; below them
    // where they reach as far.
    let first = plan.left(Scope::Department);
    let after = plan.open_columns(first).nth(plan.held[Scope::Department.index()].len()).unwrap_or(first);
    let why = plan.summary.columns.iter().position(|shown| matches!(shown, SummaryColumn::Why));
    let why = why.and_then(|at| u16::try_from(at + 2).ok()).unwrap_or(after);
    let beside = plan.department_row(Tab::Summary) - SheetBlock::HEADER_ROWS;
    let (top, left) = if after <= why { (beside, why) } else { (beside + SheetBlock::HEADER_ROWS + 2, first) };
    // As wide as the sentences: a signature takes room.
    let signers = signers().into_iter().chain([say!(Report::SealedAs)]);
    let by_hand = [say!(Report::SignerName), say!(Report::SignedOn)].map(|label| (label, BY_HAND));
    let table = to_sign(plan, signers, (say!(Report::Signature), SIGNATURE), by_hand);
    SheetBlock { top, left, ..table.headed(&say!(Report::SignatureLines)) }
}

fn signers() -> [Words; 3] {
    [say!(Report::MadeBy), say!(Report::CheckedBy), say!(Report::ApprovedBy)]
}

/// Who made, checked and approved it, in one line for the foot of each of several pages.
pub(super) fn signed(plan: &Plan<'_>) -> String {
    let blank = |words: Words| format!("{} ______________", words.get(plan.lang));
    let names = signers().into_iter().chain([say!(Report::SignedOn)]);
    names.map(blank).collect::<Vec<_>>().join("   ")
}
