//! An adjustment whose reason says the one and whose amount the other: `扣回` beside what is added, `补发500元` beside 5,000.

use rust_decimal::Decimal;

use super::grid::GridRow;
use super::source::RawCell;
use super::text::fold;
use super::words::{GIVEN, NOTHING, PENDING, TAKEN, TURNED};
use crate::book::{Findings, Manager};
use crate::formula::{Symbols, Value};
use crate::policy::{Sheet, Unit};
use crate::say;

/// What a reason says against the sign of its amount: the word.
fn contradiction(reason: &str, positive: bool) -> Option<&'static str> {
    let folded = fold(reason);
    let first = |words: &[&'static str]| words.iter().copied().find(|word| folded.contains(&word.replace(' ', "")));
    let (taken, given) = (first(TAKEN), first(GIVEN));
    if taken.is_some() == given.is_some() || first(TURNED).is_some() {
        return None;
    }
    if positive { taken } else { given }
}

/// Words between one of these and its amount: `补发一季度奖金500元`.
const BETWEEN: usize = 8;

/// The amount that a reason names behind one of the words, in yuan; none where it names several.
fn named(reason: &str) -> Option<Decimal> {
    let folded = fold(reason);
    let digit = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let behind = |word: &&str| {
        let rest = folded.split_once(&word.replace(' ', ""))?.1;
        let (mut from, mut found) = (0, Vec::new());
        while let Some(start) = rest[from..].find(digit).map(|at| from + at) {
            let end = rest[start..].find(|c| !digit(c)).map_or(rest.len(), |length| start + length);
            let units = [("万元", 10_000), ("千元", 1_000), ("元", 1), ("万", 10_000), ("yuan", 1)];
            let unit = units.iter().find(|(unit, _)| rest[end..].starts_with(unit));
            let figure = rest[start..end].replace(',', "").parse::<Decimal>().ok();
            if let (Some((_, times)), Some(figure)) = (unit, figure) {
                let near = rest[..start].chars().count() <= BETWEEN;
                found.push(figure.checked_mul(Decimal::from(*times)).filter(|_| near)?);
            }
            from = end;
        }
        let [only] = found[..] else { return None };
        Some(only)
    };
    // What was counted is an amount of lines.
    TAKEN.iter().chain(GIVEN).filter(|word| !word.ends_with('计')).find_map(behind)
}

/// Warns of a reason or an approver that is none, or is to come yet.
pub(super) fn nothing_said(sheet: &Sheet, row: &GridRow<'_>, findings: &mut Findings) {
    for (at, column, _) in sheet.values() {
        let asked = column.unit == Unit::Text && column.table.is_none() && !column.optional;
        let Some(RawCell::Text(text)) = row.cell(at).filter(|_| asked) else { continue };
        let (folded, label) = (fold(text), &column.label);
        if NOTHING.contains(&folded.as_str()) {
            findings.warn(row.place(at), text, say!(Read::SaysNothing { label }), say!(Read::WriteWhatItIs { label }));
        } else if let Some(word) = PENDING.iter().find(|word| folded.contains(**word)) {
            findings.warn(row.place(at), text, say!(Read::SaysPending { word }), say!(Read::WaitOrCorrect));
        }
    }
}

/// Warns of an adjustment that its own person approves: the only text that a name can be.
pub(super) fn by_himself(sheet: &Sheet, row: &GridRow<'_>, person: &Manager, findings: &mut Findings) {
    for (at, ..) in sheet.values().filter(|(_, column, _)| column.unit == Unit::Text && column.table.is_none()) {
        let Some(RawCell::Text(text)) = row.cell(at) else { continue };
        if [&person.id, &person.name].into_iter().any(|own| fold(own) == fold(text)) {
            findings.warn(row.place(at), text, say!(Read::ApprovesHisOwn), say!(Read::NameAnotherApprover));
        }
    }
}

/// The amount of an adjustment, in yuan, and its column.
pub(super) fn amount(sheet: &Sheet, values: &[Value]) -> Option<(usize, Decimal)> {
    let mut amounts = sheet.values().filter(|(_, column, _)| column.unit == Unit::Yuan);
    amounts.find_map(|(at, _, slot)| Some((at, values[slot].as_number()?)))
}

/// Warns of an adjustment whose words contradict its sign, or name another amount.
pub(super) fn look(sheet: &Sheet, row: &GridRow<'_>, values: &[Value], symbols: &Symbols, findings: &mut Findings) {
    let Some((at, amount)) = amount(sheet, values).filter(|(_, amount)| !amount.is_zero()) else { return };
    let positive = amount.is_sign_positive();
    let texts = sheet.values().filter(|(_, column, _)| column.unit == Unit::Text).map(|(.., slot)| values[slot]);
    let words = texts.filter_map(|text| if let Value::Text(text) = text { Some(symbols.text(text)) } else { None });
    for text in words {
        let (problem, mend) = if let Some(word) = contradiction(text, positive) {
            let said =
                if positive { say!(Read::AddedAndTakenBack { word }) } else { say!(Read::TakenAndGiven { word }) };
            (said, say!(Read::CheckSign))
        } else if let Some(named) = named(text).filter(|named| *named != amount.abs()) {
            (say!(Read::ReasonNamesAnother { named: named.normalize() }), say!(Read::CheckAmount))
        } else {
            continue;
        };
        return findings.warn(row.place(at), amount.normalize().to_string(), problem, mend);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_and_amounts() {
        for (reason, amount) in [
            ("补发500元", Some("500")),
            ("补发一季度奖金0.5万元", Some("5000")),
            ("扣回上季多发奖金 1,200.50 元", Some("1200.50")),
            ("补发５００元", Some("500")),
            ("back pay of 300 yuan", Some("300")),
            ("补发2017年3月工资", None),
            ("补发500元及差旅费300元", None),
            ("一季度360000元回款漏计，补发", None),
            ("补发一季度因合同变更而漏计的360000元回款的奖金", None),
            ("补发3人", None),
            ("", None),
        ] {
            assert_eq!(named(reason), amount.map(|amount| amount.parse().unwrap()), "{reason}");
        }
    }

    #[test]
    fn reasons_and_signs() {
        for (reason, positive, word) in [
            ("扣回上季多发奖金", true, Some("扣回")),
            ("迟到扣款", true, Some("扣款")),
            ("Overpaid in Q1", true, Some("overpaid")),
            ("Clawback of Q1", true, Some("claw back")),
            ("补发一季度奖金", false, Some("补发")),
            ("上季少发", false, Some("少发")),
            ("back pay for March", false, Some("back pay")),
            ("扣回上季多发奖金", false, None),
            ("补发一季度奖金", true, None),
            ("误扣，补发", true, None),
            ("误扣款", true, None),
            ("多扣款，返还", true, None),
            ("上季少发，本季补发后扣回垫付", true, None),
            ("不再扣回", true, None),
            ("特别奖励", false, Some("奖励")),
            ("违规罚款", true, Some("罚款")),
            ("扣回多发奖励", false, None),
            ("", true, None),
        ] {
            assert_eq!(contradiction(reason, positive), word, "{reason}");
        }
    }
}
