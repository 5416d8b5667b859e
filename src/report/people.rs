//! Blocks with a row a manager: the quarter sheets, the half-year and the year.

use rust_decimal::Decimal;

use super::address::Here;
use super::counted::{Shown, shown};
use super::labels::{clause_text, rule_in_words};
use super::plan::{FIRST, Held, Plan, TOP, Tab, unit};
use super::sheet::{Block, Cell, CellValue, Column, Rows, Tone};
use super::status;
use super::template::formula_text;
use crate::book::column_letters;
use crate::formula::{Scope, Value};
use crate::lang::Lang;
use crate::policy::Rule;
use crate::say;
use crate::settle::RowKey;

/// Characters across the column of remarks.
const STATUS_WIDTH: u16 = 22;

/// The heading of what a column holds: clauses, label in both languages, and a note.
pub(super) fn column(plan: &Plan<'_>, scope: Scope, held: &Held<'_>) -> Column {
    let policy = plan.results.policy;
    let (clause, note, auxiliary) = match held {
        Held::Rule(rule) => (rule.clause.clone(), rule_note(plan, scope, rule), rule.auxiliary),
        Held::Input(input) => {
            let sheet = input.sheet.label.get(plan.lang);
            let from = say!(Report::FromInputSheet { sheet });
            let text = clause_text(policy, &input.column.clause, plan.lang);
            let note = [text.as_str(), from.get(plan.lang)].into_iter().filter(|part| !part.is_empty());
            (input.column.clause.clone(), note.collect::<Vec<_>>().join("\n"), input.column.auxiliary)
        }
        // A half-year's are the tasks that its proposals scale; places in the hierarchy are there for formulas.
        Held::BuiltIn { slot, note, .. } => {
            let folded = policy.vocabulary.hierarchy.is_some_and(|of| of.scope == scope && *slot >= of.first);
            (String::new(), note.get(plan.lang).to_owned(), scope == Scope::Half || folded)
        }
        Held::Status => {
            let scope = if scope == Scope::Manager { Scope::Period } else { scope };
            (String::new(), status::note(policy, scope, plan.lang), false)
        }
    };
    // Words of several remarks break into lines: a wide column would make every other one small in print.
    let width = if matches!(held, Held::Status) { STATUS_WIDTH } else { 0 };
    Column { clause, label: label(held, plan.lang), note, unit: unit(held.unit()), width, auxiliary }
}

/// The label, in Chinese with the English one below.
fn label(held: &Held<'_>, lang: Lang) -> String {
    let label = held.label();
    say!(Report::Heading { english: label.get(Lang::En), label }).get(lang).to_owned()
}

pub(super) fn rule_note(plan: &Plan<'_>, scope: Scope, rule: &Rule) -> String {
    let policy = plan.results.policy;
    let in_words = rule_in_words(policy, scope, rule, plan.lang);
    let mut parts = vec![clause_text(policy, &rule.clause, plan.lang)];
    parts.push(format!("{} = {}", rule.name, rule.formula.text));
    parts.push(in_words);
    parts.extend(rule.note.as_ref().map(|note| note.get(plan.lang).to_owned()));
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

/// The columns that say who the row is.
pub(super) fn identity(plan: &Plan<'_>) -> [Column; 2] {
    plan.results.policy.who().map(|label| Column { label: label.get(plan.lang).to_owned(), ..Column::default() })
}

/// The cell of a figure: its value, and its formula where a rule gives it.
pub(super) fn cell(plan: &Plan<'_>, held: &Held<'_>, row: &[Value], here: &Here<'_>, live: bool) -> Cell {
    if matches!(held, Held::Status) {
        return if here.scope == Scope::Manager {
            status::on_summary(plan, here.manager)
        } else {
            status::cell(plan, row, here, live)
        };
    }
    let value = row.get(held.slot()).copied().unwrap_or_default();
    let mut cell = Cell::value(plan.shown(value));
    match held {
        Held::Rule(rule) => {
            let constant = plan.constants.of_rule((here.scope, here.number), rule.slot);
            debug_assert!(constant.is_none_or(|constant| constant == value), "{}: {constant:?}, {value:?}", rule.name);
            let live = live && constant.is_none();
            cell.formula = live.then(|| formula_text(&rule.formula.code, here)).flatten();
            cell.tone =
                rule.attention.filter(|attention| attention.applies(value)).map_or(Tone::Plain, status::tone_of);
        }
        Held::Input(input) => {
            cell.tone = Tone::Input;
            if input.typed != input.used
                && let Shown::Counted(formula) = shown(input, row, here)
            {
                cell.tone = Tone::Plain;
                cell.formula = formula.filter(|_| live);
            }
        }
        Held::BuiltIn { .. } => cell.tone = Tone::Input,
        Held::Status => {}
    }
    cell
}

/// A block over all managers: identity (unless it is not the first of its sheet), the scope's figures,
/// and a row of totals.
pub(super) fn block<'p>(plan: &'p Plan<'p>, scope: Scope, number: usize, with_identity: bool) -> Block<'p> {
    let held = &plan.held[scope.index()];
    let mut columns: Vec<Column> = if with_identity { identity(plan).into() } else { Vec::new() };
    columns.extend(held.iter().map(|held| {
        // An input that nobody gave is folded away like the steps on the way.
        let blank = matches!(held, Held::Input(_)) && is_blank(plan, scope, number, held.slot());
        let column = column(plan, scope, held);
        Column { auxiliary: column.auxiliary || blank, ..column }
    }));
    let managers = plan.results.book.managers.len();
    let totals = totals(plan, scope, number);
    let rows = Rows::new(managers + 1, move |index, cells| {
        if index == managers {
            if with_identity {
                cells.push(Cell::text(say!(Report::Total).get(plan.lang)));
                cells.push(Cell::default());
            }
            cells.extend(totals.iter().cloned());
            return;
        }
        if with_identity {
            let person = &plan.results.book.managers[index];
            cells.push(Cell::text(&person.id));
            cells.push(Cell::text(&person.name));
        }
        match row(plan, scope, index, number) {
            Some(row) => {
                let here = Here::at(plan, scope, index, number);
                let live = cells.with_formulas();
                cells.extend(held.iter().map(|held| cell(plan, held, &row, &here, live)));
            }
            None => cells.extend(held.iter().map(|_| Cell::default())),
        }
    });
    let left =
        if with_identity { 0 } else { plan.left(scope) + u16::try_from(number).unwrap_or(0) * plan.half_width() };
    Block { top: TOP, left, heading: None, columns, rows, total: true }
}

/// Whether a slot is blank for every manager.
fn is_blank(plan: &Plan<'_>, scope: Scope, number: usize, slot: usize) -> bool {
    let managers = 0..plan.results.book.managers.len();
    let value = |manager: usize| plan.results.settlement.value(RowKey::of(scope, manager, number), slot);
    managers.filter_map(value).all(|value| value == Value::Blank)
}

/// The row of a manager in a scope.
pub(super) fn row(plan: &Plan<'_>, scope: Scope, manager: usize, number: usize) -> Option<Vec<Value>> {
    plan.results.settlement.values(RowKey::of(scope, manager, number))
}

/// Totals of the money columns, with a formula over the column.
fn totals(plan: &Plan<'_>, scope: Scope, number: usize) -> Vec<Cell> {
    let (managers, settlement) = (plan.results.book.managers.len(), plan.results.settlement);
    let offset = if scope == Scope::Half { u16::try_from(number).unwrap_or(0) * plan.half_width() } else { 0 };
    plan.held[scope.index()]
        .iter()
        .map(|held| {
            if held.unit() != crate::policy::Unit::Yuan {
                return Cell::default();
            }
            let numbers =
                (0..managers).filter_map(|m| match settlement.value(RowKey::of(scope, m, number), held.slot())? {
                    Value::Number(number) => Some(number),
                    _ => None,
                });
            let sum: Decimal = numbers.sum();
            let column = plan.column(scope, held.slot()).unwrap_or(0) + offset;
            total(sum, column, managers)
        })
        .collect()
}

/// A total of a column over the first rows of its sheet, of managers mostly.
pub(super) fn total(sum: Decimal, column: u16, rows: usize) -> Cell {
    let letters = column_letters(column);
    let last = FIRST + u32::try_from(rows).unwrap_or(0);
    Cell {
        value: CellValue::Number(sum),
        formula: (rows > 0).then(|| format!("ROUND(SUM({letters}{}:{letters}{last}),2)", FIRST + 1)),
        unit: None,
        tone: Tone::Strong,
    }
}

/// The tab of a scope's sheet.
pub(super) fn tab(scope: Scope, number: usize) -> Tab {
    match scope {
        Scope::Period => Tab::Period(u8::try_from(number + 1).unwrap_or(0)),
        Scope::Half => Tab::Half,
        Scope::Year => Tab::Year,
        _ => Tab::Summary,
    }
}
