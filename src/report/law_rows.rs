//! The rows on which the laws are checked: both sides as formulas over the cells that they speak of.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::address::Here;
use super::labels::row_name;
use super::parts::divided;
use super::plan::Plan;
use super::row_formula::formula_text;
use super::sheet::{Cell, CellValue, RowCells};
use super::tab::Tab;
use crate::book::Who;
use crate::formula::{Kind, Scope, Value, evaluate};
use crate::policy::{Formula, RowKind, builtin};
use crate::say;
use crate::settle::{RowKey, SPLIT, split, with_context};

/// A row of a law.
pub(super) struct LawRow {
    /// Place among the laws of the settlement.
    pub law: usize,
    what: What,
}

/// What the row speaks of.
enum What {
    /// A row of the law's scope.
    Row(RowKey),
    /// A line that several are credited with: its credits.
    Split { line: usize, credits: Vec<usize> },
    /// All other lines together.
    Sole,
}

/// The rows of all laws, each law's together.
pub(super) fn law_rows(plan: &Plan<'_>) -> Vec<LawRow> {
    let mut rows = Vec::new();
    for (law, result) in plan.results.settlement.laws.iter().enumerate() {
        match plan.results.policy.laws.iter().find(|known| known.name == result.name) {
            Some(known) => {
                let keys = plan.results.settlement.keys(known.scope);
                rows.extend(keys.map(|key| LawRow { law, what: What::Row(key) }));
            }
            // The program's own laws: the splits have rows, the order of lines has none.
            None if result.name == SPLIT => rows.extend(splits(plan).into_iter().map(|what| LawRow { law, what })),
            None => {}
        }
    }
    rows
}

fn splits(plan: &Plan<'_>) -> Vec<What> {
    let (book, settlement) = (plan.results.book, plan.results.settlement);
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, credit) in settlement.credits.iter().enumerate() {
        let line = credit.line as usize;
        let whole = settlement.value(RowKey::Credit(index), builtin::SHARE) == Some(Value::Number(Decimal::ONE));
        if matches!(book.lines[line].who, Who::Shares(_)) && !whole {
            parts.entry(line).or_default().push(index);
        }
    }
    let mut rows: Vec<What> = parts.into_iter().map(|(line, credits)| What::Split { line, credits }).collect();
    if !settlement.credits.is_empty() {
        rows.push(What::Sole);
    }
    rows
}

/// The cells of a row of a law: what it says, whose row it is, both sides and the verdict.
pub(super) fn cells(plan: &Plan<'_>, law_row: &LawRow, at: u32, cells: &mut RowCells) {
    let live = cells.with_formulas();
    let result = &plan.results.settlement.laws[law_row.law];
    cells.push(Cell::text(result.label.get(plan.lang)));
    cells.push(Cell::text(&result.clause));
    let (who, left, right) = match &law_row.what {
        What::Row(key) => sides(plan, law_row.law, *key, live),
        What::Split { line, credits } => split_sides(plan, *line, credits),
        What::Sole => sole_sides(plan),
    };
    let holds = left.value == right.value;
    cells.extend([Cell::text(who), left, right]);
    let formula = || format!("IF(D{0}=E{0},{1},{2})", at + 1, verdict(plan, true).1, verdict(plan, false).1);
    cells.push(Cell::value(verdict(plan, holds).0).with_formula(live.then(formula)));
}

/// The word for a verdict, as a value and as a part of a formula.
pub(super) fn verdict(plan: &Plan<'_>, holds: bool) -> (CellValue, String) {
    let words = if holds { say!(Report::Holds) } else { say!(Report::Broken) };
    let text = words.get(plan.lang);
    (CellValue::Text(text.to_owned()), crate::formula::quoted(text))
}

fn sides(plan: &Plan<'_>, law: usize, key: RowKey, live: bool) -> (String, Cell, Cell) {
    let results = plan.results;
    let name = &results.settlement.laws[law].name;
    let Some(law) = results.policy.laws.iter().find(|law| law.name == *name) else {
        return (String::new(), Cell::default(), Cell::default());
    };
    let (manager, number_in) = (key.person().unwrap_or(0), key.number());
    let here = Here { on: Tab::Checks, ..Here::at(plan, law.scope, manager, number_in) };
    let side = |formula: &Formula| {
        let value = with_context(results.settlement, key, |context| {
            evaluate(&formula.code, context).ok().and_then(Value::as_number)
        });
        Cell::number(value.flatten().unwrap_or_default())
            .with_formula(live.then(|| formula_text(formula, &here)).flatten())
    };
    (who(plan, law.scope, manager, number_in), side(&law.left), side(&law.right))
}

/// Whose row it is.
fn who(plan: &Plan<'_>, scope: Scope, manager: usize, number: usize) -> String {
    let person = plan.results.book.managers.get(manager).map_or("", |person| &person.id);
    let name = |scope: Scope| row_name(plan.results, scope, number, plan.lang);
    match scope {
        Scope::Period | Scope::Half => format!("{person} {}", name(scope)),
        Scope::DepartmentPeriod => name(Scope::Period),
        Scope::Department => say!(Report::Department).get(plan.lang).to_owned(),
        _ => person.to_owned(),
    }
}

/// The credits' column of a figure of a line or credit.
fn column(plan: &Plan<'_>, scope: Scope, slot: usize) -> u16 {
    plan.column(scope, slot).unwrap_or(0)
}

fn net_slot(plan: &Plan<'_>) -> Option<usize> {
    plan.results.policy.net().map(|rule| rule.slot)
}

fn split_sides(plan: &Plan<'_>, line: usize, credits: &[usize]) -> (String, Cell, Cell) {
    let results = plan.results;
    let book = results.book;
    let net_slot = net_slot(plan).unwrap_or(0);
    let figure = |key: RowKey, slot: usize| results.settlement.number(key, slot).unwrap_or_default();
    let net = figure(RowKey::Line(line), net_slot);
    let cell = |credit: usize, column: u16| {
        let (tab, row) = plan.credit_place(credit);
        plan.cell(tab, row, column)
    };
    let first = credits.first().map(|credit| cell(*credit, column(plan, Scope::Line, net_slot)));
    let left = Cell::number(net).with_formula(first);
    let part = column(plan, Scope::Credit, builtin::PART);
    let mut terms: Vec<String> = credits.iter().map(|credit| cell(*credit, part)).collect();
    let mut sum: Decimal = credits.iter().map(|credit| figure(RowKey::Credit(*credit), builtin::PART)).sum();
    // What an outside unit gets stands on no sheet.
    let shares = book.shares_of(&book.lines[line]);
    for (place, (share, part)) in shares.iter().zip(split(net, shares).unwrap_or_default()).enumerate() {
        if share.manager.is_none() {
            let formula = left.formula.as_deref().and_then(|cell| divided(cell, net, shares, place));
            terms.push(formula.unwrap_or_else(|| part.normalize().to_string()));
            sum += part;
        }
    }
    let sheet = results.policy.sheets.iter().position(|sheet| sheet.row == RowKind::Line).unwrap_or(0);
    let place = book.cell(sheet, 0, book.lines[line].row);
    let place = format!("{} {}", place.sheet, place.row);
    (place, left, Cell::number(sum).with_formula(Some(format!("ROUND(SUM({}),2)", terms.join(",")))))
}

fn sole_sides(plan: &Plan<'_>) -> (String, Cell, Cell) {
    let settlement = plan.results.settlement;
    let net_slot = net_slot(plan).unwrap_or(0);
    let (mut left, mut right) = (Decimal::ZERO, Decimal::ZERO);
    for (index, credit) in settlement.credits.iter().enumerate() {
        let figure = |key: RowKey, slot: usize| settlement.number(key, slot).unwrap_or_default();
        if figure(RowKey::Credit(index), builtin::SHARE) == Decimal::ONE {
            left += figure(RowKey::Line(credit.line as usize), net_slot);
            right += figure(RowKey::Credit(index), builtin::PART);
        }
    }
    let sum = |column: u16| {
        let share = self::column(plan, Scope::Credit, builtin::SHARE);
        let ranges = plan.credit_ranges(0..settlement.credits.len());
        let terms = ranges.into_iter().map(|(tab, first, last)| {
            format!("SUMIF({},1,{})", plan.range(tab, first, last, share), plan.range(tab, first, last, column))
        });
        format!("ROUND({},2)", terms.collect::<Vec<_>>().join("+"))
    };
    (
        say!(Report::AllOtherLines).get(plan.lang).to_owned(),
        Cell::number(left).with_formula(Some(sum(column(plan, Scope::Line, net_slot)))),
        Cell::number(right).with_formula(Some(sum(column(plan, Scope::Credit, builtin::PART)))),
    )
}

/// Over the rows of a law, from the first to the last: both sides summed, and the verdict. The order of lines has no rows:
/// the program computed everything a second time, which no formula can do, and a formula on one side would break the law
/// with the first changed setting.
pub(super) fn over(plan: &Plan<'_>, law: usize, (first, last): (u32, u32)) -> [String; 3] {
    let name = &plan.results.settlement.laws[law].name;
    let stated = plan.results.policy.laws.iter().find(|stated| stated.name == *name);
    // Sums are free of binary fractions: money to the fen, other figures to twelve decimals.
    let places = if stated.is_none_or(|stated| stated.left.code.kind == Kind::Yuan) { 2 } else { 12 };
    let [left, right] = ["D", "E"].map(|letter| format!("{letter}{}:{letter}{}", first + 1, last + 1));
    let sum = |cells: &str| format!("ROUND(SUM({cells}),{places})");
    let (holds, broken) = (verdict(plan, true).1, verdict(plan, false).1);
    [sum(&left), sum(&right), format!("IF(SUMPRODUCT(--({left}<>{right}))=0,{holds},{broken})")]
}
