//! The first page of a statement, the one that is printed: what is paid and of which parts, why in up to three sentences,
//! how far it is to the next threshold and what that is worth, and lines to sign. What it follows from stands on the
//! sheets behind.

use rust_decimal::Decimal;

use super::answer::{Answer, to_date};
use super::declared_table::DeclaredTable;
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
        let tone = if answer.owes { Tone::Alert } else { Tone::Strong };
        let value = of_unit(figure.number, figure.unit, &figure.shown).with_tone(tone);
        rows.push([Cell::text(&figure.label).with_tone(tone), value]);
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
        [Cell::text(label.get(plan.lang)), of_unit(Some(part.amount), unit_of_parts, &part.shown)]
    }));
    let others = answer.further.iter().chain(&answer.indicators);
    rows.extend(others.map(|one| [Cell::text(&one.label), of_unit(one.number, one.unit, &one.shown)]));
    let mut table = DeclaredTable::over(plan.lang, rows);
    table.column(&say!(Report::Item), CellUnit::Text, ITEM, |[label, _]| label.clone());
    table.column(&amount_of(plan), CellUnit::Yuan, FIGURE, |[_, figure]| figure.clone());
    table.headed(&to_date(plan.results.policy))
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
    let mut table = DeclaredTable::over(plan.lang, answer.why.iter().chain(&answer.decide));
    table.column(&say!(Report::Why), CellUnit::Prose, ITEM, |sentence| Cell::text(*sentence));
    table.headed(&say!(Report::WhyInASentence))
}

/// What may be reached, and what that is worth.
pub(super) fn next(plan: &Plan<'_>, answer: &Answer) -> SheetBlock<'static> {
    let mut table = DeclaredTable::over(plan.lang, &answer.next);
    table.column(&say!(Report::ToTheNextThreshold), CellUnit::Prose, ITEM, |[sentence, _]| Cell::text(sentence));
    table.column(&say!(Report::Clause), CellUnit::Text, FIGURE, |[_, clause]| Cell::text(clause));
    table.headed(&say!(Report::HowFarItIs))
}

/// The lines to sign.
pub(super) fn signature(plan: &Plan<'_>) -> SheetBlock<'static> {
    let signers = [say!(Report::SignedByThePerson), say!(Report::SignedForTheDepartment)];
    let table = to_sign(plan, signers, (say!(Report::SignedAs), ITEM), [(say!(Report::SignedOn), FIGURE)]);
    table.headed(&say!(Report::StatementSigned))
}

/// Lines to sign, each two rows high: who signs, and columns of a width for what is written by hand.
pub(super) fn to_sign(
    plan: &Plan<'_>,
    signers: impl IntoIterator<Item = Words>,
    (label, width): (Words, u16),
    by_hand: impl IntoIterator<Item = (Words, u16)>,
) -> DeclaredTable<Words> {
    let mut table = DeclaredTable::over(plan.lang, signers);
    table.column(&label, CellUnit::Text, width, |words| Cell::text(format!("{}\n ", words.get(plan.lang))));
    by_hand.into_iter().for_each(|(label, width)| table.blank(&label, width));
    table
}
