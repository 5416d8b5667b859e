//! What a sheet of people has for paper: its visible steps once more, in blocks of a page's width one below the other,
//! each a look at the cell of the sheet's own table, which is too wide to be read when it is printed. It stands to the
//! right of that table and below it, and is all that is printed of the sheet.

use std::ops::Range;

use super::held::{Held, is_auxiliary};
use super::people::{PeoplePart, column_of, identity, plain_column, row};
use super::plan::Plan;
use super::score_parts::is_by_hand;
use super::sheet::{BlockRows, Cell, CellValue, Print, SheetBlock, SheetColumn};
use super::status;
use super::summary_part::value;
use super::tab::Tab;
use super::trail::is_nothing;
use crate::book::column_letters;
use crate::formula::Scope;
use crate::policy::Rule;
use crate::say;

/// Steps of a block: with an id and a name before them they can be read at arm's length on a page that lies on its side.
const STEPS: usize = 13;
/// With more people than these the blocks would be as long as a book.
const MOST: usize = 100;
/// So many people's blocks stand on one page.
const ON_ONE_PAGE: usize = 8;
/// More people than these are divided, so that each page begins with a table's headings; fewer where remarks stand in the
/// rows, which take two lines and more.
const IN_A_BLOCK: usize = 32;
const WITH_REMARKS: usize = 22;

/// The blocks for paper of some parts of a sheet, below what stands on it, and what is printed then.
pub(super) fn stacked<'p>(
    plan: &'p Plan<'p>,
    on: Tab,
    parts: &[(Scope, usize)],
    above: &[SheetBlock<'p>],
) -> (Vec<SheetBlock<'p>>, Print) {
    let people = plan.results.book.managers.len();
    let somebody = |(scope, number): &(Scope, usize)| (0..people).any(|m| row(plan, *scope, m, *number).is_some());
    let parts: Vec<(Scope, usize)> = parts.iter().copied().filter(somebody).collect();
    if parts.is_empty() {
        // A month that nobody has anything of.
        return (Vec::new(), Print::OnDemand);
    }
    if people > MOST {
        return (Vec::new(), Print::Whole);
    }
    let right = |block: &SheetBlock<'_>| block.left + u16::try_from(block.columns.len()).unwrap_or(0);
    let first = above.iter().map(SheetBlock::below).max().unwrap_or(1) + 1;
    let left = above.iter().map(right).max().unwrap_or(0) + 1;
    let blocks = parts.into_iter().flat_map(|(scope, number)| {
        let own = scope == Scope::Period && !plan.held[Scope::DepartmentPeriod.index()].is_empty();
        of_scope(plan, on, scope, number).into_iter().chain(own.then(|| department(plan, number)))
    });
    let blocks = SheetBlock::stacked(blocks.map(|block| SheetBlock { left, ..block }), first);
    let one_page = people <= ON_ONE_PAGE;
    (blocks, Print::From { row: first, column: left, one_page })
}

/// The steps by their places among those held, but for what nobody typed; and that. Which they are must not follow from
/// settings, so that a setting that is changed on the basis sheet recalculates this too.
fn steps<'p>(plan: &'p Plan<'p>, scope: Scope, number: usize) -> (Vec<usize>, Vec<&'p Held<'p>>) {
    let people = 0..plan.results.book.managers.len();
    // Without adjustments there is nothing to see of them, whatever the settings are.
    let unadjusted = plan.results.book.adjustments.is_empty();
    let missing = |rule: &Rule| unadjusted && is_by_hand(&rule.formula.code);
    let (mut steps, mut none) = (Vec::new(), Vec::new());
    let mut status = None;
    let blank =
        |slot: usize| people.clone().all(|m| value(plan.results, scope, m, number, slot).is_none_or(is_nothing));
    for (at, held) in plan.held[scope.index()].iter().enumerate() {
        match held {
            Held::Status => {
                let mut spoken = status::spoken(plan.results.policy, scope);
                status = spoken.any(|(rule, _)| !missing(rule)).then_some(at);
            }
            // Folded away on the sheet as well.
            _ if is_auxiliary(plan.results.policy, scope, held) => {}
            Held::Rule(rule) if missing(rule) => none.push(held),
            Held::Input(input) if blank(input.used) => none.push(held),
            _ => steps.push(at),
        }
    }
    steps.extend(status);
    (steps, none)
}

fn of_scope<'p>(plan: &'p Plan<'p>, on: Tab, scope: Scope, number: usize) -> Vec<SheetBlock<'p>> {
    let (steps, none) = steps(plan, scope, number);
    let blocks = steps.len().div_ceil(STEPS).max(1);
    let each = steps.len().div_ceil(blocks).max(1);
    let chunks = steps.chunks(each).enumerate();
    let people = plan.results.book.managers.len();
    let remarks = |at: &usize| matches!(plan.held[scope.index()][*at], Held::Status);
    chunks
        .flat_map(|(at, chunk)| {
            let mut heading = match scope {
                Scope::Half => say!(Report::HalfYearOf { half: ["H1", "H2"][number] }).get(plan.lang).to_owned(),
                Scope::Period => groups_of(plan, chunk),
                _ => plan.sheet(Tab::of(scope, number)),
            };
            if at == 0 && !none.is_empty() {
                let labels: Vec<String> = none.iter().map(|held| typed_as(plan, held)).collect();
                let labels = labels.join(say!(Report::BetweenStatuses).get(plan.lang));
                heading = format!("{heading}    {}", say!(Report::NotPrinted { labels }).get(plan.lang));
            }
            let most = if chunk.iter().any(remarks) { WITH_REMARKS } else { IN_A_BLOCK };
            let in_a_block = people.div_ceil(people.div_ceil(most).max(1)).max(1);
            let parts = (0..people.div_ceil(in_a_block)).map(move |part| {
                let of = part * in_a_block..people.min((part + 1) * in_a_block);
                let which = format!("    {}–{} / {people}", of.start + 1, of.end);
                let heading = format!("{heading}{}", if of.len() == people { "" } else { &which });
                block(plan, on, (scope, number), chunk.to_vec(), (of, heading))
            });
            parts.collect::<Vec<_>>()
        })
        .collect()
}

/// What was not typed, with its sheet: others may have the same name.
fn typed_as(plan: &Plan<'_>, held: &Held<'_>) -> String {
    let label = held.label();
    let label = label.get(plan.lang);
    match held {
        Held::Input(input) => format!("{} · {label}", input.sheet.label.get(plan.lang)),
        _ => label.to_owned(),
    }
}

/// The groups that steps are of.
fn groups_of(plan: &Plan<'_>, steps: &[usize]) -> String {
    let of = plan.groups.iter().filter(|(_, range)| steps.iter().any(|at| range.contains(at)));
    let status = |at: &usize| matches!(plan.held[Scope::Period.index()][*at], Held::Status);
    let real = |range: &std::ops::Range<usize>| steps.iter().any(|at| range.contains(at) && !status(at));
    of.filter(|(_, range)| real(range)).map(|(label, _)| label.get(plan.lang)).collect::<Vec<_>>().join(" → ")
}

/// The department's figures of a period.
fn department<'p>(plan: &'p Plan<'p>, number: usize) -> SheetBlock<'p> {
    let of = super::summary::department(plan, Scope::DepartmentPeriod, number);
    let (left, row) = (of.left, of.first_row() + 1);
    let shown: Vec<usize> = (0..of.columns.len()).filter(|at| !of.columns[*at].auxiliary).collect();
    let columns = shown.iter().map(|at| SheetColumn { note: String::new(), ..of.columns[*at].clone() }).collect();
    let mut own = super::sheet::RowCells::of_values();
    of.rows.fill(0, &mut own);
    let cells = shown.iter().map(|at| {
        let cell = own[*at].clone();
        let letters = column_letters(left + u16::try_from(*at).unwrap_or(0));
        let formula = (cell.value != CellValue::Blank).then(|| format!("{letters}{row}"));
        Cell { formula, ..cell }
    });
    SheetBlock { columns, rows: BlockRows::ready(vec![cells.collect()]), ..of }
}

fn block<'p>(
    plan: &'p Plan<'p>,
    on: Tab,
    (scope, number): (Scope, usize),
    steps: Vec<usize>,
    (people, heading): (Range<usize>, String),
) -> SheetBlock<'p> {
    let held = &plan.held[scope.index()];
    let mut columns: Vec<SheetColumn> = identity(plan).into();
    columns.extend(steps.iter().map(|at| plain_column(plan, scope, &held[*at])));
    let money = |at: &usize| held[*at].unit() == crate::policy::Unit::Yuan;
    let total = plan.has_totals(scope) && steps.iter().any(money) && people.end == plan.results.book.managers.len();
    let from = Tab::of(scope, number);
    let sheet = if from == on { String::new() } else { format!("'{}'!", plan.sheet(from)) };
    let letters = steps.iter().map(|at| column_letters(column_of(plan, scope, number, *at)));
    let looked_at = letters.map(|letters| format!("{sheet}{letters}")).collect();
    let rows = PeoplePart { scope, number, figures: steps, people, with_identity: true, looked_at }.rows(plan, total);
    SheetBlock { heading: Some(heading), columns, rows, total, ..SheetBlock::default() }
}
