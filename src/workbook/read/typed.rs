//! One cell to one typed value; what does not fit is a fault with the cell, the finding and the remedy.

use jiff::civil::{Date, Weekday};
use rust_decimal::{Decimal, RoundingStrategy};

use super::invisible::without;
use super::meant::{meant, meant_day};
use super::source::RawCell;
use super::text::all_digits;
use super::{text, units};
use crate::book::{Fault, Findings, Mistake, Place};
use crate::formula::truth_text;
use crate::lang::Words;
use crate::policy::Unit;
use crate::say;

/// What stands in a cell, for messages.
#[must_use]
pub fn shown(cell: &RawCell) -> String {
    match cell {
        RawCell::Number(number) => number.to_string(),
        RawCell::Text(text) => {
            let text = text::trimmed(text);
            if text.chars().count() > 60 { text.chars().take(59).chain(['…']).collect() } else { text.to_owned() }
        }
        RawCell::Truth(truth) => truth_text(*truth).to_owned(),
        RawCell::Date(date) => date.to_string(),
        RawCell::Time(text) | RawCell::Error(text) | RawCell::BadNumber(text) => text.clone(),
        RawCell::EmptyFormula => "=…".to_owned(),
    }
}

/// Faults that any cell may have, whatever is expected of it. `true` when it has one.
pub fn broken(cell: &RawCell, place: &Place, findings: &mut Findings) -> bool {
    match cell {
        RawCell::Error(_) => {
            findings.fault(place.clone(), shown(cell), say!(Read::ErrorValue), say!(Read::MendFormula));
        }
        RawCell::EmptyFormula => {
            findings.fault(place.clone(), shown(cell), say!(Read::NoStoredResult), say!(Read::Recalculate));
        }
        RawCell::BadNumber(_) => {
            findings.fault(place.clone(), shown(cell), say!(Read::NotAValidNumber), say!(Read::ReplaceByNumber));
        }
        _ => return false,
    }
    true
}

/// The remedy where there is nothing more to say than what was expected.
#[must_use]
pub fn correct_it() -> Words {
    say!(Read::CorrectThisCell)
}

/// A fault at a cell: not what was expected.
pub fn not(cell: &RawCell, place: &Place, expected: Words, findings: &mut Findings) {
    not_but(cell, place, expected, correct_it(), findings);
}

/// The same, with what to write instead.
#[allow(clippy::needless_pass_by_value, reason = "callers make the words for this call")]
pub fn not_but(cell: &RawCell, place: &Place, expected: Words, mend: Words, findings: &mut Findings) {
    if !broken(cell, place, findings) {
        findings.fault(place.clone(), shown(cell), say!(Read::Expected { expected }), mend);
    }
}

/// A number, typed as one or as text.
pub fn number(cell: &RawCell, unit: Unit, place: &Place, findings: &mut Findings) -> Option<Decimal> {
    let found = match cell {
        RawCell::Number(number) => Some(*number),
        RawCell::Text(typed) if text::is_percentage(typed) && matches!(unit, Unit::Yuan | Unit::Number) => {
            // 5 % of what? Read as 0.05 yuan or 0.05 points it would be a wrong figure without a word.
            let expected =
                if unit == Unit::Yuan { say!(Read::AmountNotPercentage) } else { say!(Read::NumberNotPercentage) };
            let problem = say!(Read::Expected { expected });
            let fault = Fault::new(place.clone(), shown(cell), problem, digits_only(typed, unit));
            findings.add(fault.known_as(Mistake::Percentage));
            return None;
        }
        RawCell::Text(typed) if unit == Unit::Yuan && text::points_for_commas(typed) => {
            // 80.000 is 80 here and eighty thousand where people write points between thousands.
            let point = text::number(typed).unwrap_or_default().normalize();
            let whole = text::trimmed(typed).replace('.', "");
            not_but(cell, place, say!(Read::ANumber), say!(Read::ThousandsOrPoint { whole, point }), findings);
            return None;
        }
        RawCell::Text(typed) => text::number(typed),
        _ => None,
    };
    if found.is_none() {
        let typed = if let RawCell::Text(typed) = cell { typed } else { "" };
        not_but(cell, place, say!(Read::ANumber), digits_only(typed, unit), findings);
    }
    found
}

/// What to write in place of a text that is no number.
fn digits_only(typed: &str, unit: Unit) -> Words {
    if let Some(bare) = meant(typed).filter(|_| unit != Unit::Percent) {
        return say!(Read::BareNumber { bare });
    }
    match unit {
        Unit::Yuan if units::names_currency(&text::fold(typed)) => say!(Read::ConvertFigures),
        Unit::Yuan => say!(Read::WriteYuan),
        Unit::Percent => say!(Read::WritePercentage),
        _ => say!(Read::WriteDigits),
    }
}

/// Money: a number to the fen. Fractions of a fen are rounded half away from zero, with a warning.
pub fn money(cell: &RawCell, place: &Place, findings: &mut Findings) -> Option<Decimal> {
    let number = number(cell, Unit::Yuan, place, findings)?;
    // So small a mantissa is so small an amount.
    if number.scale() <= 2 && number.mantissa().unsigned_abs() < 1_000_000_000_000 {
        return Some(number);
    }
    let largest = Decimal::new(1_000_000_000_000, 0);
    if number.abs() >= largest {
        not(cell, place, say!(Read::AmountTooLarge), findings);
        return None;
    }
    let rounded = number.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    if rounded != number {
        let (problem, mend) = (say!(Read::RoundedToFen { rounded }), say!(Read::RoundInSheet));
        let warning = Fault::new(place.clone(), number.to_string(), problem, mend);
        findings.add_warning(warning.known_as(Mistake::Rounded));
    }
    Some(rounded)
}

/// A number of a unit; money of the yuan.
pub fn figure(cell: &RawCell, unit: Unit, place: &Place, findings: &mut Findings) -> Option<Decimal> {
    if unit == Unit::Yuan { money(cell, place, findings) } else { number(cell, unit, place, findings) }
}

/// Yes or no.
pub fn truth(cell: &RawCell, place: &Place, findings: &mut Findings) -> Option<bool> {
    let found = match cell {
        RawCell::Truth(truth) => Some(*truth),
        RawCell::Text(typed) => text::truth(typed),
        RawCell::Number(number) if number.is_zero() => Some(false),
        RawCell::Number(number) if *number == Decimal::ONE => Some(true),
        _ => None,
    };
    if found.is_none() {
        not_but(cell, place, say!(Read::YesNo), say!(Read::WriteYesNo), findings);
    }
    found
}

/// Text: a name or id. A whole number is the text of its digits (ids are often typed as numbers).
pub fn text(cell: &RawCell, place: &Place, findings: &mut Findings) -> Option<String> {
    match cell {
        RawCell::Text(typed) => Some(without(text::trimmed(typed)).into_owned()),
        RawCell::Number(number) if number.normalize().scale() == 0 => Some(number.normalize().to_string()),
        _ => {
            not(cell, place, say!(Read::AText), findings);
            None
        }
    }
}

/// A date: a date cell, or text such as `2017-03-05`, `2017/3/5`, `2017.3.5`, `2017年3月5日`, `20170305`; a time of
/// day or the right day of the week may follow it.
pub fn date(cell: &RawCell, place: &Place, findings: &mut Findings) -> Option<Date> {
    let found = match cell {
        RawCell::Date(date) => Some(*date),
        RawCell::Text(typed) => date_text(typed),
        RawCell::Number(number) => date_digits(&number.normalize().to_string()),
        _ => None,
    };
    let named = |typed: &String| found.is_none() && numbers_of_day(&text::fold(typed)).is_some();
    if matches!(cell, RawCell::BadNumber(_)) || matches!(cell, RawCell::Text(typed) if named(typed)) {
        // Day 60 of 1900; 2018-02-30, stored or typed.
        findings.fault(place.clone(), shown(cell), say!(Read::NoSuchDay), say!(Read::WriteDate));
    } else if found.is_none() {
        // What a date cell holds when its format is taken off: the days since 1900.
        let serial = matches!(cell, RawCell::Number(n) if *n > Decimal::from(20_000) && *n < Decimal::from(80_000));
        let (expected, mend) = if serial {
            (say!(Read::DateSerial), say!(Read::GiveDateFormat))
        } else {
            let day = if let RawCell::Text(typed) = cell { meant_day(typed) } else { None };
            let mend = day.map_or_else(|| say!(Read::WriteDate), |bare| say!(Read::BareNumber { bare }));
            (say!(Read::DateSuchAs), mend)
        };
        not_but(cell, place, expected, mend, findings);
    }
    found
}

fn date_text(typed: &str) -> Option<Date> {
    let day = match text::trimmed(typed).split_once([' ', '\u{3000}', 'T']) {
        Some((day, time)) if is_time(&text::fold(time)) => text::fold(day),
        _ => text::fold(typed),
    };
    let (day, weekday) = match day.char_indices().rev().nth(2) {
        Some((at, _)) if day[at..].starts_with("星期") => (&day[..at], Some(weekday(&day[at..])?)),
        _ => (day.as_str(), None),
    };
    let date = day_text(day)?;
    weekday.is_none_or(|weekday| date.weekday() == weekday).then_some(date)
}

fn day_text(text: &str) -> Option<Date> {
    let date = |(year, month, day)| Date::new(year, month, day).ok();
    numbers_of_day(text).map_or_else(|| date_digits(text), date)
}

/// Year, month and day as they are written, whether there is such a day or not.
fn numbers_of_day(text: &str) -> Option<(i16, i8, i8)> {
    let text = text.strip_suffix(['日', '号']).unwrap_or(text);
    let [year, month, day] = text.split(['-', '/', '.', '年', '月']).collect::<Vec<_>>()[..] else { return None };
    let small = |part: &str| (part.len() <= 2 && all_digits(part)).then(|| part.parse::<i8>().ok()).flatten();
    let year = (year.len() == 4 && all_digits(year)).then(|| year.parse::<i16>().ok()).flatten()?;
    Some((year, small(month)?, small(day)?))
}

/// A time of day, such as `0:00`, `15:20:33` or `15:20:33.5`; with a zone, such as `Z`, the day itself is in doubt.
fn is_time(text: &str) -> bool {
    let parts: Vec<&str> = text.split(':').collect();
    let below = |part: &str, end: u8| {
        part.len() <= 2 && all_digits(part) && part.parse::<u8>().is_ok_and(|number| number < end)
    };
    let whole = |seconds: &str| match seconds.split_once('.') {
        Some((whole, part)) => below(whole, 60) && all_digits(part),
        None => below(seconds, 60),
    };
    match parts[..] {
        [hours, minutes] => below(hours, 24) && below(minutes, 60),
        [hours, minutes, seconds] => below(hours, 24) && below(minutes, 60) && whole(seconds),
        _ => false,
    }
}

/// `星期五`
fn weekday(text: &str) -> Option<Weekday> {
    let day = "一二三四五六日".chars().position(|day| text.ends_with(day))?;
    Weekday::from_monday_zero_offset(i8::try_from(day).ok()?).ok()
}

/// `20170305`
fn date_digits(text: &str) -> Option<Date> {
    if text.len() != 8 || !all_digits(text) {
        return None;
    }
    Date::new(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?).ok()
}

#[cfg(test)]
mod tests;
