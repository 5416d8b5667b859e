//! What one cell must say: a key of a table, a number within its range, a period; and what is wrong with one that does not.

use std::collections::{HashMap, HashSet};

use super::text::all_digits;
use super::words::{MONTHS, YEARS};
use super::{source, text, typed};
use crate::book::{Findings, Period, Place};
use crate::formula::Symbol;
use crate::lang::Words;
use crate::policy::{Column, ColumnRole, Sheet, Unit};
use crate::say;

/// Yes or no.
pub(super) fn truth_words(truth: bool) -> Words {
    if truth { say!(Form::Yes) } else { say!(Form::No) }
}

/// A cell that must not be blank.
pub(super) fn missing(label: &Words, place: &Place, findings: &mut Findings) {
    findings.fault(place.clone(), "", say!(Read::IsBlank { label }), say!(Read::FillIn { label }));
}

/// A text that must be one of a table's keys.
pub(super) fn key(
    cell: &source::RawCell,
    label: &Words,
    keys: &HashMap<String, Symbol>,
    place: &Place,
    findings: &mut Findings,
) -> Option<Symbol> {
    let typed = typed::text(cell, place, findings)?;
    // A table that is missing or empty is a fault already; its keys are not wrong for it.
    if keys.is_empty() {
        return None;
    }
    let found = keys.get(&text::fold(&typed)).copied();
    // Where the table itself is missing, one fault says so.
    if found.is_none() && !keys.is_empty() {
        // Both cost as much as the table is long.
        let hints = findings.has_hints(keys.len());
        let near = crate::formula::closest(&typed, keys.keys().map(String::as_str).filter(|_| hints));
        let mend = if hints {
            let list = spelt(keys);
            say!(Read::ThereAre { list })
        } else {
            say!(Read::UseOneOfTable { label })
        };
        let hint = near.map_or_else(Words::default, |near| say!(Read::OrDidYouMean { near }));
        findings.fault(place.clone(), typed, say!(Read::UnknownKey { label, hint }), mend);
    }
    found
}

/// The keys of a table in one list; of several spellings of a key those in Chinese, or those that are not. Of very
/// many keys there are the first.
pub(super) fn spelt(keys: &HashMap<String, Symbol>) -> Words {
    Words::each(|lang| spelt_in(keys, lang.is_chinese()))
}

pub(super) fn spelt_in(keys: &HashMap<String, Symbol>, chinese: bool) -> String {
    const FIRST: usize = 40;
    let fits = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) == chinese;
    let fitting: HashSet<Symbol> = keys.iter().filter(|(key, _)| fits(key)).map(|(_, symbol)| *symbol).collect();
    let wanted = keys.iter().filter(|(key, symbol)| fits(key) || !fitting.contains(symbol));
    // Texts are numbered as they are met, which is the order of the table.
    let mut all: Vec<(Symbol, &str)> = wanted.map(|(key, symbol)| (*symbol, key.as_str())).collect();
    all.sort_unstable();
    let more = (all.len() > FIRST).then_some("…");
    let all: Vec<&str> = all.into_iter().take(FIRST).map(|(_, key)| key).chain(more).collect();
    all.join(if chinese { "、" } else { ", " })
}

pub(super) fn in_range(
    number: rust_decimal::Decimal,
    column: &Column,
    cell: &source::RawCell,
    place: &Place,
    findings: &mut Findings,
) -> bool {
    range(number, column.unit, column.min, column.max).is_none_or(|(expected, mend)| {
        typed::not_but(cell, place, expected, mend, findings);
        false
    })
}

/// Words for the range that a number misses; `None` when it is within.
pub(super) fn range(
    number: rust_decimal::Decimal,
    unit: Unit,
    min: Option<rust_decimal::Decimal>,
    max: Option<rust_decimal::Decimal>,
) -> Option<(Words, Words)> {
    let within = |number| min.is_none_or(|min| number >= min) && max.is_none_or(|max| number <= max);
    if within(number) {
        return None;
    }
    // 7.12 for 7.12 % is the usual slip.
    let share = number.checked_div(rust_decimal::Decimal::ONE_HUNDRED).map(|share| share.normalize());
    let mend = match share.filter(|share| unit == Unit::Percent && !share.is_zero() && within(*share)) {
        Some(share) => {
            say!(Read::PercentMeant { number, share })
        }
        None => typed::correct_it(),
    };
    let expected = match (min, max) {
        (Some(min), Some(max)) => say!(Read::NumberBetween { min, max }),
        (Some(min), None) => say!(Read::NumberAtLeast { min }),
        (None, Some(max)) => say!(Read::NumberAtMost { max }),
        (None, None) => Words::default(),
    };
    Some((expected, mend))
}

/// The columns that a sheet must have: the structural ones of its kind and every value without default.
pub(super) fn required(sheet: &Sheet) -> Vec<usize> {
    let grouped: Vec<usize> = sheet.either.iter().flatten().copied().collect();
    let by_role = |column: &Column| match column.role {
        ColumnRole::Id | ColumnRole::Project | ColumnRole::Share | ColumnRole::Manager | ColumnRole::Figure => true,
        ColumnRole::Name
        | ColumnRole::Date
        | ColumnRole::Match
        | ColumnRole::Joined
        | ColumnRole::Left
        | ColumnRole::Document => false,
        ColumnRole::Period => sheet.row != crate::policy::RowKind::Line && !column.optional,
        // Who reports to nobody has a blank cell; that a whole column is missing must not pass for that.
        ColumnRole::Value { .. } => !column.optional || column.superior,
    };
    sheet
        .columns
        .iter()
        .enumerate()
        .filter(|(index, column)| by_role(column) && !grouped.contains(index))
        .map(|(index, _)| index)
        .collect()
}

/// The period that a cell names: text, or a plain number.
pub(super) fn period(
    cell: &source::RawCell,
    kind: crate::policy::PeriodKind,
    place: &Place,
    findings: &mut Findings,
) -> Option<Period> {
    let found = match cell {
        source::RawCell::Text(typed) => Period::read(kind, &text::fold(typed)),
        source::RawCell::Number(number) => Period::read(kind, &number.normalize().to_string()),
        _ => None,
    };
    if found.is_none() {
        let expected = match kind {
            crate::policy::PeriodKind::Quarter => say!(Read::AQuarter),
            crate::policy::PeriodKind::Month => say!(Read::AMonth),
        };
        let mend = match meant_period(cell, kind) {
            Some((period, Some(year))) => say!(Read::PeriodOfYearMeant { period, year }),
            Some((period, None)) => say!(Read::PeriodMeant { period }),
            None => month_or_year(cell, kind),
        };
        typed::not_but(cell, place, expected, mend, findings);
    }
    found
}

/// What to write in place of a month's name, of a month where quarters are asked for, or of a whole year.
fn month_or_year(cell: &source::RawCell, kind: crate::policy::PeriodKind) -> Words {
    let text = text::fold(&typed::shown(cell));
    let letters = text.trim_matches(|c: char| !c.is_ascii_alphabetic());
    let named = || MONTHS.iter().position(|month| letters.len() > 2 && month.starts_with(letters)).map(|at| at + 1);
    // `201703`, `3月`, `2017-03`; a bare 5 is none.
    let digits = || text.strip_prefix("20").filter(|rest| rest.len() == 4 && all_digits(rest))?[2..].parse().ok();
    let told = |(month, year): (Period, Option<i16>)| {
        (year.is_some() || text.contains('月')).then(|| usize::from(month.number()))
    };
    let months = crate::policy::PeriodKind::Month;
    let month = named().or_else(digits).or_else(|| meant_period(cell, months).and_then(told));
    let year = text.trim_end_matches(['年', '度']);
    match month.and_then(|month| Period::of_month(kind, u8::try_from(month).ok()?)) {
        Some(period) if kind == months => say!(Read::PeriodMeant { period }),
        Some(period) => say!(Read::MonthOfPeriod { period }),
        None if YEARS.contains(&text.as_str()) || year.len() == 4 && all_digits(year) => say!(Read::OnePeriodOfYear),
        None => typed::correct_it(),
    }
}

/// The period that a doubtful cell probably means, and the year that it names: `2017年一季度`, `Q1 2017`, `截至Q1`, a date.
pub(super) fn meant_period(cell: &source::RawCell, kind: crate::policy::PeriodKind) -> Option<(Period, Option<i16>)> {
    let text = match cell {
        source::RawCell::Text(typed) => text::fold(typed),
        source::RawCell::Date(date) => {
            return Some((Period::of_month(kind, u8::try_from(date.month()).ok()?)?, Some(date.year())));
        }
        _ => return None,
    };
    let bare = text.trim_start_matches("截至").trim_end_matches(['末', '止']);
    let marks = ['年', '度', '-', '.', '/', '第', ','];
    let digits = |part: &str| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    let first = bare.get(..4).filter(|year| digits(year) && !bare[4..].starts_with(|c: char| c.is_ascii_digit()));
    let last = || {
        let year = bare.trim_end_matches('年');
        let (rest, year) = year.split_at_checked(year.len().checked_sub(4)?)?;
        (digits(year) && !rest.chars().all(|c| c.is_ascii_digit())).then_some((rest, year))
    };
    let (rest, year) = match first {
        Some(year) => (&bare[4..], Some(year)),
        None => last().map_or((bare, None), |(rest, year)| (rest, Some(year))),
    };
    // `Q12017` is Q1 of 2017 and no Q12.
    let period = Period::read(kind, rest.trim_start_matches(marks).trim_end_matches(['-', '.', '/', ',']))?;
    Some((period, year.and_then(|year| year.parse().ok())))
}
