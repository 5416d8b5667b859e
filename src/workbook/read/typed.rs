//! One cell to one typed value; what does not fit is a fault with the cell, the finding and the remedy.

use jiff::civil::{Date, Weekday};
use rust_decimal::{Decimal, RoundingStrategy};

use super::source::RawCell;
use super::text;
use crate::book::{Findings, Place};
use crate::lang::Words;
use crate::words;

/// What stands in a cell, for messages.
#[must_use]
pub fn shown(cell: &RawCell) -> String {
    match cell {
        RawCell::Number(number) => number.to_string(),
        RawCell::Text(text) => {
            let text = text::trimmed(text);
            if text.chars().count() > 60 { text.chars().take(59).chain(['…']).collect() } else { text.to_owned() }
        }
        RawCell::Truth(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
        RawCell::Date(date) => date.to_string(),
        RawCell::Time(text) | RawCell::Error(text) | RawCell::BadNumber(text) => text.clone(),
        RawCell::EmptyFormula => "=…".to_owned(),
    }
}

/// Faults that any cell may have, whatever is expected of it. `true` when it has one.
pub fn broken(cell: &RawCell, place: &Place, findings: &mut Findings) -> bool {
    match cell {
        RawCell::Error(_) => findings.fault(
            place.clone(),
            shown(cell),
            words!("单元格是错误值", "the cell holds an error value"),
            words!("在 Excel 中改正该公式", "mend the formula in Excel"),
        ),
        RawCell::EmptyFormula => findings.fault(
            place.clone(),
            shown(cell),
            words!("公式没有保存计算结果", "the formula was saved without its result"),
            words!("在 Excel 中打开，重新计算并保存", "open in Excel, recalculate and save"),
        ),
        RawCell::BadNumber(_) => findings.fault(
            place.clone(),
            shown(cell),
            words!("不是有效的数", "this is not a valid number"),
            words!("改为普通数字", "replace it with an ordinary number"),
        ),
        _ => return false,
    }
    true
}

/// A fault at a cell: not what was expected.
#[allow(clippy::needless_pass_by_value, reason = "callers make the words for this call")]
pub fn not(cell: &RawCell, place: &Place, expected: Words, findings: &mut Findings) {
    if !broken(cell, place, findings) {
        let gap = if expected.zh.starts_with(|c: char| c.is_ascii()) { " " } else { "" };
        let problem = Words::new(format!("应为{gap}{}", expected.zh), format!("expected {}", expected.en));
        findings.fault(place.clone(), shown(cell), problem, words!("改正这一格", "correct this cell"));
    }
}

/// A number, typed as one or as text.
pub fn number(cell: &RawCell, place: &Place, findings: &mut Findings) -> Option<Decimal> {
    let found = match cell {
        RawCell::Number(number) => Some(*number),
        RawCell::Text(typed) => text::number(typed),
        _ => None,
    };
    if found.is_none() {
        not(cell, place, words!("数字", "a number"), findings);
    }
    found
}

/// A number that is no share of anything, such as a score: 70% may mean 70 or 0.7.
pub fn count(cell: &RawCell, place: &Place, findings: &mut Findings) -> Option<Decimal> {
    if is_percentage(cell) {
        not(cell, place, words!("不带百分号的数", "a number without a percent sign"), findings);
        return None;
    }
    number(cell, place, findings)
}

/// Whether someone typed a percentage, as text.
fn is_percentage(cell: &RawCell) -> bool {
    matches!(cell, RawCell::Text(typed) if text::trimmed(typed).ends_with(['%', '％']))
}

/// Money: a number to the fen. Fractions of a fen are rounded half away from zero, with a warning.
pub fn money(cell: &RawCell, place: &Place, findings: &mut Findings) -> Option<Decimal> {
    if is_percentage(cell) {
        not(
            cell,
            place,
            words!("金额：请写多少元，不写百分数", "an amount: write it in yuan, not in percent"),
            findings,
        );
        return None;
    }
    let number = number(cell, place, findings)?;
    let largest = Decimal::new(1_000_000_000_000, 0);
    if number.abs() >= largest {
        not(cell, place, words!("小于一万亿元的金额", "an amount below a million million yuan"), findings);
        return None;
    }
    let rounded = number.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    if rounded != number {
        findings.warn(
            place.clone(),
            number.to_string(),
            words!("不足一分的部分已四舍五入为 {rounded}", "fractions of a fen were rounded to {rounded}"),
            words!("如需精确，请在表中舍入到分", "round to the fen in the sheet if this matters"),
        );
    }
    Some(rounded)
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
        not(cell, place, words!("是或否", "yes or no"), findings);
    }
    found
}

/// Text: a name or id. A whole number is the text of its digits (ids are often typed as numbers).
pub fn text(cell: &RawCell, place: &Place, findings: &mut Findings) -> Option<String> {
    match cell {
        RawCell::Text(typed) => Some(text::trimmed(typed).to_owned()),
        RawCell::Number(number) if number.normalize().scale() == 0 => Some(number.normalize().to_string()),
        _ => {
            not(cell, place, words!("文字", "text"), findings);
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
    if found.is_none() {
        // What a date cell holds when its format is taken off: the days since 1900.
        let serial = matches!(cell, RawCell::Number(n) if *n > Decimal::from(20_000) && *n < Decimal::from(80_000));
        let expected = if serial {
            words!(
                "日期；这像是日期的序号，请把单元格格式设为日期",
                "a date; this looks like a date's serial number: give the cell a date format"
            )
        } else {
            words!("日期，如 2017-03-05", "a date such as 2017-03-05")
        };
        not(cell, place, expected, findings);
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
    let text = text.strip_suffix(['日', '号']).unwrap_or(text);
    let parts: Vec<&str> = text.split(['-', '/', '.', '年', '月']).collect();
    if let [year, month, day] = parts[..] {
        let small = |part: &str| (1..=2).contains(&part.len()).then(|| part.parse::<i8>().ok()).flatten();
        let year = (year.len() == 4).then(|| year.parse::<i16>().ok()).flatten()?;
        return Date::new(year, small(month)?, small(day)?).ok();
    }
    date_digits(text)
}

/// A time of day, such as `0:00`, `15:20:33` or `15:20:33.5`; with a zone, such as `Z`, the day itself is in doubt.
fn is_time(text: &str) -> bool {
    let parts: Vec<&str> = text.split(':').collect();
    let below = |part: &str, end: u8| part.len() <= 2 && part.parse::<u8>().is_ok_and(|number| number < end);
    let whole = |seconds: &str| match seconds.split_once('.') {
        Some((whole, part)) => below(whole, 60) && !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()),
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
    if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Date::new(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> Place {
        Place::cell("x", 1, 0)
    }

    #[test]
    fn dates_in_their_usual_forms() {
        let expected = Date::new(2017, 3, 5).unwrap();
        for text in [
            "2017-03-05",
            "2017/3/5",
            "2017.3.5",
            "2017年3月5日",
            "20170305",
            " ２０１７-3-5 ",
            "2017 - 3 - 5",
            "2017/3/5 0:00",
            "2017-03-05 15:20:33",
            "2017-03-05T15:20:33.000",
            "20170305 09:30",
            "2017年3月5日 星期日",
            "2017年03月05号",
        ] {
            let mut findings = Findings::default();
            let cell = RawCell::Text(text.into());
            assert_eq!(date(&cell, &place(), &mut findings), Some(expected), "{text}");
        }
        for text in ["5.3.2017", "17-3-5", "2017-13-01", "2017-02-30", "March", "2017-3"].into_iter().chain([
            "2017-3-5 24:00",
            "2017-3-5 1",
            "2017-03-05T23:00:00Z",
            "2017年3月5日 星期五",
            "2017-3-5 星期",
            "2017-3-50:00",
        ]) {
            let mut findings = Findings::default();
            assert_eq!(date(&RawCell::Text(text.into()), &place(), &mut findings), None, "{text}");
            assert_eq!(findings.faults.len(), 1);
        }
    }

    #[test]
    fn money_is_rounded_away_from_zero_with_a_warning() {
        let mut findings = Findings::default();
        let cell = RawCell::Number(Decimal::new(-1005, 3));
        assert_eq!(money(&cell, &place(), &mut findings), Some(Decimal::new(-101, 2)));
        assert_eq!(findings.warnings.len(), 1);
    }
}
