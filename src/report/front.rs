//! The first page of a statement, the one that is printed: what is paid and of which parts, why in up to three sentences,
//! how far it is to the next threshold and what that is worth, and lines to sign. What it follows from stands on the
//! sheets behind.

use rust_decimal::Decimal;

use super::answer::{Answer, to_date};
use super::block::{block, column};
use super::held::unit;
use super::plan::Plan;
use super::sheet::{Cell, CellUnit, SheetBlock, Tone};
use crate::lang::Words;
use crate::policy;
use crate::say;

/// Characters across the columns: with these a page that stands upright is filled.
pub(super) const ITEM: u16 = 62;
pub(super) const FIGURE: u16 = 22;

/// The first figure, the parts that sum to it, and his other figures.
pub(super) fn amount(plan: &Plan<'_>, answer: &Answer) -> SheetBlock<'static> {
    let mut rows = Vec::new();
    if let Some(figure) = &answer.figure {
        let value = of_unit(figure.number, figure.unit, &figure.shown);
        let tone = if answer.owes { Tone::Alert } else { Tone::Strong };
        rows.push(vec![Cell::text(&figure.label).with_tone(tone), value.with_tone(tone)]);
    }
    let unit_of_parts = match &answer.figure {
        Some(figure) if figure.money => policy::Unit::Yuan,
        _ => policy::Unit::Number,
    };
    rows.extend(answer.parts.iter().filter(|part| !part.amount.is_zero()).map(|part| {
        let (label, rows) = (&part.label, &part.rows);
        let label = match rows.as_str() {
            "" => say!(Report::PartOfPayable { label }),
            _ => say!(Report::PartOfPayableIn { label, rows }),
        };
        vec![Cell::text(label.get(plan.lang)), of_unit(Some(part.amount), unit_of_parts, &part.shown)]
    }));
    rows.extend(
        answer
            .further
            .iter()
            .chain(&answer.indicators)
            .map(|one| vec![Cell::text(&one.label), of_unit(one.number, one.unit, &one.shown)]),
    );
    let columns = vec![
        column(plan, &say!(Report::Item), CellUnit::Text, ITEM),
        column(plan, &amount_of(plan), CellUnit::Yuan, FIGURE),
    ];
    block(plan, &to_date(plan.results.policy), columns, rows)
}

/// A figure beside its label: a number where it is one, else a text (whose look in a column of numbers is that of what
/// does not apply).
fn of_unit(number: Option<Decimal>, of: policy::Unit, shown: &str) -> Cell {
    match (number, of) {
        (Some(share), policy::Unit::Percent) => Cell::number(share).with_unit(CellUnit::Percent),
        (Some(number), of) => Cell::number(number).with_unit(unit(of)),
        (None, _) => Cell::text(shown).with_unit(CellUnit::Text),
    }
}

/// What a column of a person's figures is called: they are amounts of money or scores.
pub(super) fn amount_of(plan: &Plan<'_>) -> Words {
    if plan.has_money() { say!(Report::AmountOf) } else { say!(Report::ScoreOf) }
}

/// Why, a sentence a row.
pub(super) fn why(plan: &Plan<'_>, answer: &Answer) -> SheetBlock<'static> {
    let rows = answer.why.iter().chain(&answer.decide).map(|sentence| vec![Cell::text(sentence)]).collect();
    block(plan, &say!(Report::WhyInASentence), vec![column(plan, &say!(Report::Why), CellUnit::Prose, ITEM)], rows)
}

/// What may be reached, and what that is worth.
pub(super) fn next(plan: &Plan<'_>, answer: &Answer) -> SheetBlock<'static> {
    let row = |[sentence, clause]: &[String; 2]| vec![Cell::text(sentence), Cell::text(clause)];
    let columns = vec![
        column(plan, &say!(Report::ToTheNextThreshold), CellUnit::Prose, ITEM),
        column(plan, &say!(Report::Clause), CellUnit::Text, FIGURE),
    ];
    block(plan, &say!(Report::HowFarItIs), columns, answer.next.iter().map(row).collect())
}

/// The lines to sign.
pub(super) fn signature(plan: &Plan<'_>) -> SheetBlock<'static> {
    let line = |words: Words| vec![Cell::text(format!("{}\n ", words.get(plan.lang)))];
    let columns = vec![
        column(plan, &say!(Report::SignedAs), CellUnit::Text, ITEM),
        column(plan, &say!(Report::SignedOn), CellUnit::Text, FIGURE),
    ];
    let rows = [say!(Report::SignedByThePerson), say!(Report::SignedForTheDepartment)].map(line).into();
    block(plan, &say!(Report::StatementSigned), columns, rows)
}
