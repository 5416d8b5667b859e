//! A manager's statement: what he is paid and why, his lines, what is carried forward and how far it is
//! to the next threshold. Only his own figures stand in it, as values.

use super::adjustments::Adjusted;
use super::answer::{Worth, to_date};
use super::answers::Audience;
use super::block::{block, column, subtitle};
use super::declared_table::DeclaredTable;
use super::explain::{Explained, Explainer};
use super::held::Held;
use super::labels::row_name;
use super::others::Withheld;
use super::plan::{Limits, Plan};
use super::prior::Prior;
use super::sheet::{Cell, CellUnit, CellValue, Print, Report, ReportSheet, SheetBlock, SheetColumn, Tone};
use super::tab::TOP;
use super::trail::{Trail, handed_on};
use super::{Results, credits, front, listed, people, status};
use crate::formula::{Op, Operator, Row, Scope, Value};
use crate::lang::{Lang, Words};
use crate::say;
use crate::settle::RowKey;

/// Makes the statements of one manager after the other; what is the same for all of them is made once.
pub struct Statements<'r> {
    plan: Plan<'r>,
    explainer: Explainer<'r>,
}

impl<'r> Statements<'r> {
    /// For these results.
    #[must_use]
    pub fn new(results: &'r Results<'r>, lang: Lang) -> Self {
        Self {
            plan: Plan::new(results, lang, Limits::default()),
            explainer: Explainer::new(results, Audience::Person, lang),
        }
    }

    /// Builds the statement of a manager (a place in the book) and hands it to `write`; `worth` is what reaching his
    /// thresholds pays, where somebody worked that out.
    pub fn with<T>(&self, manager: usize, worth: &[Worth], write: impl FnOnce(&Report<'_>) -> T) -> T {
        let plan = &self.plan;
        let (results, lang) = (plan.results, plan.lang);
        let person = &results.book.managers[manager];
        let title = format!("{} {} · {}", person.id, person.name, results.policy.title.get(lang));
        let subtitle = subtitle(plan);
        let sheet = |name: Words, blocks: Vec<SheetBlock<'static>>, print: Print| {
            let (name, title) = (name.get(lang).to_owned(), title.clone());
            let subtitle = match print {
                Print::OnDemand => say!(Report::PrintedOnDemand { subtitle: subtitle.clone() }).get(lang).to_owned(),
                _ => subtitle.clone(),
            };
            ReportSheet { name, title, subtitle, blocks, print, ..ReportSheet::default() }
        };
        let told = self.explainer.answers().one(manager);
        let explained: Vec<Explained> = self.explainer.manager(manager, None);
        let answer = self.explainer.answers().of(manager, worth);
        let mut first = vec![front::amount(plan, &answer), front::why(plan, &answer)];
        // Whoever is gone has nothing more to reach, to carry on or to be promoted to: his statement promises nothing.
        if !results.book.gone_after(manager, results.book.through) {
            first.extend([front::next(plan, &answer), carried(plan, told)]);
        }
        first.push(front::signature(plan));
        let mut sheets: Vec<ReportSheet<'_>> = vec![
            sheet(say!(Report::Statement), SheetBlock::stacked(first, TOP), Print::OnePage { portrait: true }),
            sheet(say!(Report::Derivation), SheetBlock::stacked(derivation(plan, told), TOP), Print::OnDemand),
            sheet(say!(Report::Why), vec![why(plan, explained)], Print::OnDemand),
        ];
        if results.policy.line_sheet().is_some() {
            let named = sheet(say!(Report::Credits), Vec::new(), Print::OnDemand);
            let blocks = vec![credits::block_of(plan, told)];
            sheets.push(ReportSheet { blocks, ..named });
        }
        write(&Report { lang: Some(lang), title: title.clone(), subject: subtitle.clone(), sheets, names: Vec::new() })
    }
}

/// A row of figures: its number, its heading, and its slots.
type NamedRow<'a> = (usize, String, Option<Row<'a>>);

fn derivation(plan: &Plan<'_>, told: Trail<'_>) -> Vec<SheetBlock<'static>> {
    let manager = told.manager;
    vec![
        figures(plan, told, Scope::Manager, &to_date(plan.results.policy)),
        listed::block_of::<Adjusted>(plan, manager),
        listed::block_of::<Prior>(plan, manager),
        figures(plan, told, Scope::Period, &say!(Report::ByPeriod)),
        figures(plan, told, Scope::Half, &say!(Report::HalfYearSheet)),
        figures(plan, told, Scope::Year, &say!(Report::YearEndSheet)),
    ]
}

/// The rows that he has in a scope; of periods all so far.
fn rows<'p>(plan: &Plan<'p>, manager: usize, scope: Scope) -> Vec<NamedRow<'p>> {
    let Results { book, settlement, .. } = plan.results;
    let count = if scope == Scope::Period { usize::from(book.through.number()) } else { settlement.numbers(scope) };
    let row = |number: usize| {
        let name = match scope {
            Scope::Period | Scope::Half => row_name(plan.results, scope, number, plan.lang),
            _ => plan.say(&front::amount_of(plan)),
        };
        (number, name, people::row(plan, scope, manager, number))
    };
    // Nobody who is gone is promoted.
    let gone = scope == Scope::Half && book.gone_after(manager, book.through);
    (0..count).map(row).filter(|(.., row)| !gone && (scope == Scope::Period || row.is_some())).collect()
}

/// A row a figure, a column for each row that he has: clause, label, figures.
fn figures(plan: &Plan<'_>, told: Trail<'_>, scope: Scope, heading: &Words) -> SheetBlock<'static> {
    let rows = rows(plan, told.manager, scope);
    let mut columns = vec![
        column(plan, &say!(Report::Item), CellUnit::Text, 34),
        column(plan, &say!(Report::Clause), CellUnit::Text, 18),
    ];
    columns.extend(rows.iter().map(|(_, name, _)| SheetColumn { width: 22, ..SheetColumn::of(name) }));
    let mut cells = Vec::new();
    let policy = plan.results.policy;
    for held in plan.held[scope.index()].iter().filter(|_| !rows.is_empty()) {
        let withheld: Vec<_> = rows.iter().map(|(number, ..)| told.withholds((scope, *number), held)).collect();
        // What is another's whoever reads is not even named.
        if withheld.contains(&Some(Withheld::Another)) {
            continue;
        }
        let attention = match held {
            Held::Rule(rule) => rule.attention,
            // What else a half-year holds are the tasks that it proposes to change.
            Held::BuiltIn { .. } => continue,
            Held::Status if scope == Scope::Manager => continue,
            _ => None,
        };
        let mut row = vec![Cell::text(held.label().get(plan.lang)), Cell::text(held.clause())];
        row.extend(rows.iter().zip(withheld).map(|((.., values), withheld)| {
            if let Some(withheld) = withheld.filter(|_| values.is_some()) {
                return Cell::text(withheld.text(plan.lang)).with_unit(CellUnit::Prose);
            }
            let values = values.unwrap_or_default();
            if matches!(held, Held::Status) {
                return status::plain(policy, scope, values, plan.lang).with_unit(CellUnit::Prose);
            }
            let value = values.get(held.slot());
            let tone = attention.filter(|attention| attention.applies(value)).map_or(Tone::Plain, status::tone_of);
            let unit = held.cell_unit();
            // Nothing calculates with a statement's texts.
            let shown = match (value, unit) {
                (Value::NotApplicable, CellUnit::Text) => {
                    CellValue::Text(say!(Formula::NotApplicable).get(plan.lang).into())
                }
                _ => plan.shown(value),
            };
            people::yes_or_no(Cell { value: shown, tone, ..Cell::default() }.with_unit(unit))
        }));
        // A step on the way is told where it had a part in the figures.
        let step = matches!(held, Held::Rule(rule) if rule.auxiliary);
        let is_said = |cell: &Cell| match &cell.value {
            CellValue::Blank => false,
            CellValue::Number(number) => !step || !number.is_zero(),
            CellValue::Text(_) | CellValue::Truth(_) | CellValue::Date(_) => !step,
        };
        if row[2..].iter().any(is_said) {
            cells.push(row);
        }
    }
    block(plan, heading, columns, cells)
}

/// What the last period hands on: the figures that another period's `PREV` reads, where there are any.
fn carried(plan: &Plan<'_>, told: Trail<'_>) -> SheetBlock<'static> {
    let (policy, settlement) = (plan.results.policy, plan.results.settlement);
    let read = handed_on(policy);
    let through = plan.results.book.through;
    let row = settlement.row(RowKey::Period { person: told.manager, period: through.index() }).unwrap_or_default();
    // What only goes on being summed through the year is not carried on.
    let running = |held: &Held<'_>| match held {
        Held::Rule(rule) => match &rule.formula.code.op {
            Op::Arithmetic(Operator::Add, before, _) => before.op == Op::Previous(rule.slot),
            _ => false,
        },
        _ => false,
    };
    let own = |held: &&Held<'_>| !running(held) && told.withholds((Scope::Period, through.index()), held).is_none();
    let held = plan.held[Scope::Period.index()].iter().filter(|held| read.contains(&held.slot())).filter(own);
    let rows = held.filter(|held| held.unit() == crate::policy::Unit::Yuan).filter_map(|held| {
        let number = row.get(held.slot()).as_number().filter(|number| !number.is_zero())?;
        let (label, clause) = (held.label(), if let Held::Rule(rule) = held { rule.clause.as_str() } else { "" });
        Some((if clause.is_empty() { label } else { say!(Report::WithClause { label, clause }) }, number))
    });
    let mut table = DeclaredTable::over(plan.lang, rows);
    table.column(&say!(Report::Item), CellUnit::Text, front::ITEM, |(label, _)| Cell::text(label.get(plan.lang)));
    table.column(&say!(Report::CarriedForward), CellUnit::Yuan, front::FIGURE, |(_, number)| {
        Cell::number(*number).with_unit(CellUnit::Yuan)
    });
    table.headed(&say!(Report::CarriedForwardFrom { name: through.name(plan.lang) }))
}

/// Every rule of his rows with the numbers put in.
fn why(plan: &Plan<'_>, list: Vec<Explained>) -> SheetBlock<'static> {
    let mut rows = Vec::new();
    for explained in list {
        rows.push(vec![Cell::text(explained.heading).with_tone(Tone::Strong)]);
        for rule in explained.rules {
            let words = if rule.words.is_empty() { rule.formula.clone() } else { rule.words };
            rows.push(vec![
                Cell::text(rule.label),
                Cell::text(rule.clause),
                Cell::text(rule.result),
                Cell::text(rule.numbers),
                Cell::text(words),
            ]);
        }
    }
    let columns = vec![
        column(plan, &say!(Report::Rule), CellUnit::Prose, 30),
        column(plan, &say!(Report::Clause), CellUnit::Text, 16),
        column(plan, &say!(Report::Result), CellUnit::Text, 20),
        column(plan, &say!(Report::WithTheNumbers), CellUnit::Prose, 56),
        column(plan, &say!(Report::InWords), CellUnit::Prose, 56),
    ];
    SheetBlock { top: TOP, ..SheetBlock::ready(None, columns, rows) }
}
