//! Blocks with a row a manager: the quarter sheets, the half-year and the year.

use std::ops::Range;

use rust_decimal::Decimal;

use super::address::Here;
use super::block::{label, whose};
use super::constants::is_blank;
use super::counted::{InputCell, shown};
use super::held::{Held, is_auxiliary};
use super::labels::clause_text;
use super::plan::Plan;
use super::row_formula::formula_text;
use super::sheet::{BlockRows, Cell, CellUnit, CellValue, Over, SheetBlock, SheetColumn, Tone};
use super::status;
use super::status_cell;
use super::tab::TOP;
use crate::book::column_letters;
use crate::formula::{Row, Scope};
use crate::policy::Rule;
use crate::say;
use crate::settle::RowKey;

/// Characters across the column of remarks.
const STATUS_WIDTH: u16 = 32;

/// The heading of what a column holds: clauses, label, and a note.
pub(super) fn column(plan: &Plan<'_>, scope: Scope, held: &Held<'_>) -> SheetColumn {
    SheetColumn { note: note(plan, scope, held), ..plain_column(plan, scope, held) }
}

pub(super) fn note(plan: &Plan<'_>, scope: Scope, held: &Held<'_>) -> String {
    let policy = plan.results.policy;
    match held {
        Held::Rule(rule) => rule_note(plan, scope, rule),
        Held::Input(input) => {
            let sheet = input.sheet.label.get(plan.lang);
            let from = say!(Report::FromInputSheet { sheet });
            let text = clause_text(policy, &input.column.clause, plan.lang);
            let note = [text.as_str(), from.get(plan.lang)].into_iter().filter(|part| !part.is_empty());
            note.collect::<Vec<_>>().join("\n")
        }
        Held::BuiltIn { note, .. } => note.get(plan.lang).to_owned(),
        Held::Setting(..) => String::new(),
        Held::Status => {
            let settled = plan.results.settlement.count(Scope::Year) > 0 && status::stands_on(policy, Scope::Year);
            let scope = match scope {
                Scope::Manager if settled => Scope::Year,
                Scope::Manager => Scope::Period,
                other => other,
            };
            status::note(policy, scope, plan.lang)
        }
    }
}

/// The heading of what a column holds, without a note.
pub(super) fn plain_column(plan: &Plan<'_>, scope: Scope, held: &Held<'_>) -> SheetColumn {
    let policy = plan.results.policy;
    // Words of several remarks break into lines: a wide column would make every other one small in print.
    let width = if matches!(held, Held::Status) { STATUS_WIDTH } else { 0 };
    let (clause, unit) = (held.clause().to_owned(), held.cell_unit());
    let text_of = |rule: &Rule| rule.unit == crate::policy::Unit::Text && plan.may_not_apply(scope, rule);
    let over = matches!(held, Held::Rule(rule) if text_of(rule)).then_some(Over::NotApplicable);
    let auxiliary = is_auxiliary(policy, scope, held);
    SheetColumn { clause, unit, width, auxiliary, over, ..label(plan, &held.label()) }
}

/// A truth as 1 or 0, which its look writes as yes or no in the language of the results: Excel shows a truth in its own.
pub(super) fn yes_or_no(cell: Cell) -> Cell {
    let CellValue::Truth(truth) = cell.value else { return cell };
    let formula = cell.formula.map(|formula| match formula.as_str() {
        "TRUE" => "1".to_owned(),
        "FALSE" => "0".to_owned(),
        _ => format!("IF({formula},1,0)"),
    });
    let value = CellValue::Number(u8::from(truth).into());
    Cell { value, formula, unit: Some(CellUnit::Truth), ..cell }
}

pub(super) fn rule_note(plan: &Plan<'_>, scope: Scope, rule: &Rule) -> String {
    let policy = plan.results.policy;
    let mut parts = vec![clause_text(policy, &rule.clause, plan.lang)];
    parts.push(format!("{} = {}", rule.name, rule.formula.text));
    parts.push(plan.in_words(scope, rule).to_owned());
    parts.extend(rule.note.as_ref().map(|note| note.get(plan.lang).to_owned()));
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

/// The columns that say who the row is.
pub(super) fn identity(plan: &Plan<'_>) -> [SheetColumn; 2] {
    plan.results.policy.who().map(|words| label(plan, &words))
}

/// The cell of a figure: its value, and its formula where a rule gives it.
pub(super) fn cell(plan: &Plan<'_>, held: &Held<'_>, row: Row<'_>, here: &Here<'_>, live: bool) -> Cell {
    if matches!(held, Held::Status) {
        return if here.scope == Scope::Manager {
            status_cell::on_summary(plan, here.manager, live)
        } else {
            status_cell::cell(plan, row, here, live)
        };
    }
    yes_or_no(of_figure(plan, held, row, here, live))
}

fn of_figure(plan: &Plan<'_>, held: &Held<'_>, row: Row<'_>, here: &Here<'_>, live: bool) -> Cell {
    let value = row.get(held.slot());
    let mut cell = Cell::value(plan.shown(value));
    match held {
        Held::Rule(rule) => {
            let constant = plan.constants.of_rule((here.scope, here.number), rule.slot);
            assert!(constant.is_none_or(|constant| constant == value), "{}: {constant:?}, {value:?}", rule.name);
            let live = live && constant.is_none();
            cell.formula = live.then(|| formula_text(&rule.formula, here)).flatten();
            cell.tone =
                rule.attention.filter(|attention| attention.applies(value)).map_or(Tone::Plain, status::tone_of);
        }
        Held::Input(input) => {
            cell.tone = Tone::Input;
            if input.typed != input.used
                && let InputCell::Counted(formula) = shown(input, row, here)
            {
                cell.tone = Tone::Plain;
                cell.formula = formula.filter(|_| live);
            }
        }
        Held::BuiltIn { .. } => cell.tone = Tone::Input,
        Held::Setting(..) | Held::Status => {}
    }
    cell
}

/// The blocks over all managers: identity (unless they are not the first of their sheet) with the first group of the
/// scope's figures, the other groups beside it, each with a row of totals where there is money.
pub(super) fn blocks<'p>(plan: &'p Plan<'p>, scope: Scope, number: usize, with_identity: bool) -> Vec<SheetBlock<'p>> {
    let count = plan.held[scope.index()].len();
    let named = plan.groups.iter().map(|(label, range)| (Some(label.get(plan.lang).to_owned()), range.clone()));
    let groups: Vec<_> =
        if scope == Scope::Period && !plan.groups.is_empty() { named.collect() } else { vec![(None, 0..count)] };
    let each = groups.into_iter().enumerate();
    each.map(|(at, (heading, range))| {
        let identity = with_identity && at == 0;
        SheetBlock { heading, ..block(plan, scope, number, range, identity) }
    })
    .collect()
}

fn block<'p>(
    plan: &'p Plan<'p>,
    scope: Scope,
    number: usize,
    range: Range<usize>,
    with_identity: bool,
) -> SheetBlock<'p> {
    let held = &plan.held[scope.index()][range.clone()];
    let mut figures: Vec<SheetColumn> = held
        .iter()
        .map(|held| {
            // An input that nobody gave is folded away like the steps on the way.
            let blank = matches!(held, Held::Input(_)) && is_blank(plan.results, scope, number, held.slot());
            let column = column(plan, scope, held);
            SheetColumn { auxiliary: column.auxiliary || blank, ..column }
        })
        .collect();
    // A group folds up to its last step that everybody sees.
    if scope == Scope::Period
        && plan.groups.len() > 1
        && let Some(last) = figures.iter().rposition(|column| !column.auxiliary)
    {
        figures[..last].iter_mut().for_each(|column| column.grouped = true);
    }
    let mut columns: Vec<SheetColumn> = if with_identity { identity(plan).into() } else { Vec::new() };
    columns.extend(figures);
    let people = 0..plan.results.book.managers.len();
    let left = if with_identity { 0 } else { column_of(plan, scope, number, range.start) };
    let part = PeoplePart { scope, number, figures: range.collect(), people, with_identity, looked_at: Vec::new() };
    let (rows, total) = (part.rows(plan, plan.has_totals(scope)), plan.has_totals(scope));
    SheetBlock { top: TOP, left, columns, rows, total, ..SheetBlock::default() }
}

/// A part of the people's table of a scope.
pub(super) struct PeoplePart {
    pub scope: Scope,
    pub number: usize,
    /// Its figures, by their places among those held.
    pub figures: Vec<usize>,
    /// Its people, by their places in the book.
    pub people: Range<usize>,
    /// Whether their ids and names stand before the figures.
    pub with_identity: bool,
    /// The columns (with their sheet, where it is another) that its cells look at in place of formulas of their own; with
    /// nothing it has those.
    pub looked_at: Vec<String>,
}

impl PeoplePart {
    /// Its rows, with one of totals behind the last person where that `total` is wanted.
    pub(super) fn rows<'p>(self, plan: &'p Plan<'p>, total: bool) -> BlockRows<'p> {
        let Self { scope, number, figures, people, with_identity, looked_at } = self;
        let totals = if total { totals(plan, scope, number, figures.iter().copied()) } else { Vec::new() };
        BlockRows::new(people.len() + usize::from(total), move |index, cells| {
            let manager = people.start + index;
            let live = cells.with_formulas();
            if with_identity {
                cells.extend(whose(plan, manager));
            }
            let is_total = index == people.len();
            let row = if is_total { None } else { row(plan, scope, manager, number) };
            let here = Here::at(plan, scope, manager, number);
            cells.extend(figures.iter().enumerate().map(|(nth, at)| {
                let figure = |row| cell(plan, &plan.held[scope.index()][*at], row, &here, live && looked_at.is_empty());
                let cell = if is_total { totals[nth].clone() } else { row.map(figure).unwrap_or_default() };
                let Some(column) = looked_at.get(nth) else { return cell };
                // A look at a blank cell would be 0.
                let looks = live && cell.value != CellValue::Blank;
                cell.with_formula(looks.then(|| format!("{column}{}", Plan::row_of(manager) + 1)))
            }));
        })
    }
}

/// The column of a figure of a scope on its sheet, by its place among those held.
pub(super) fn column_of(plan: &Plan<'_>, scope: Scope, number: usize, at: usize) -> u16 {
    plan.left(scope) + plan.beside(scope, number) + u16::try_from(at).unwrap_or(0)
}

/// The row of a manager in a scope.
pub(super) fn row<'p>(plan: &Plan<'p>, scope: Scope, manager: usize, number: usize) -> Option<Row<'p>> {
    plan.results.settlement.row(RowKey::of(scope, manager, number))
}

/// Totals of the money columns among these, with a formula over the column.
pub(super) fn totals(plan: &Plan<'_>, scope: Scope, number: usize, columns: impl Iterator<Item = usize>) -> Vec<Cell> {
    let end = Plan::row_of(plan.results.book.managers.len());
    let total_of = |at: usize| {
        let held = &plan.held[scope.index()][at];
        if held.unit() != crate::policy::Unit::Yuan {
            return Cell::default();
        }
        let sum = sum(plan, scope, number, held.slot());
        total(sum, column_of(plan, scope, number, at), [Plan::row_of(0), end])
    };
    columns.map(total_of).collect()
}

/// A figure of all managers together.
pub(super) fn sum(plan: &Plan<'_>, scope: Scope, number: usize, slot: usize) -> Decimal {
    let managers = 0..plan.results.book.managers.len();
    managers.filter_map(|manager| plan.results.settlement.number(RowKey::of(scope, manager, number), slot)).sum()
}

/// A total of a column from a row to the one before another.
pub(super) fn total(sum: Decimal, column: u16, [first, end]: [u32; 2]) -> Cell {
    let letters = column_letters(column);
    let formula = (end > first).then(|| format!("ROUND(SUM({letters}{}:{letters}{end}),2)", first + 1));
    Cell::number(sum).with_formula(formula).with_tone(Tone::Strong)
}
