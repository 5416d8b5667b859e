//! One cell to one typed value; what does not fit is a fault with the cell, the finding and the remedy.

use jiff::civil::{Date, Weekday};
use rust_decimal::{Decimal, RoundingStrategy};

use super::invisible::without;
use super::meant::{meant, meant_day};
use super::source::RawCell;
use super::{text, units};
use crate::book::{Findings, Place};
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
            not_but(cell, place, expected, digits_only(typed, unit), findings);
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
        findings.warn(
            place.clone(),
            number.to_string(),
            say!(Read::RoundedToFen { rounded }),
            say!(Read::RoundInSheet),
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

/// At least one digit, and nothing else: what parses numbers takes a sign, too.
fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// `20170305`
fn date_digits(text: &str) -> Option<Date> {
    if text.len() != 8 || !all_digits(text) {
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

    /// A day with these after it, or not.
    fn is_date(text: &str) -> bool {
        date(&RawCell::Text(text.into()), &place(), &mut Findings::default()).is_some()
    }

    #[test]
    fn times_have_hours_minutes_and_seconds() {
        for time in ["0:00", "23:59", "00:00:00", "9:5:3", "23:59:59", "23:59:59.999"] {
            assert!(is_date(&format!("2017-3-5 {time}")), "{time}");
        }
        for time in [
            "24:00",
            "0:60",
            "0:00:60",
            "0:60:00",
            "24:00:00",
            "000:00",
            "0:000",
            "0:00:000",
            "0:00:00.",
            "0:00:00.5x",
            "0:00:60.5",
            "1:2:3:4",
            "1",
            ":",
            "1:",
            "-1:00",
        ] {
            assert!(!is_date(&format!("2017-3-5 {time}")), "{time}");
        }
    }

    #[test]
    fn days_of_the_week_must_be_right() {
        for (day, weekday) in (5..).zip("日一二三四五六".chars()) {
            for (other, name) in (5..).zip("日一二三四五六".chars()) {
                let text = format!("2017年3月{other}日 星期{name}");
                assert!(is_date(&text), "{text}");
                let text = format!("2017年3月{day}日 星期{name}");
                assert_eq!(is_date(&text), name == weekday, "{text}");
            }
        }
        assert!(!is_date("2017年3月5日 星期七"));
    }

    #[test]
    fn parts_of_a_date_have_their_lengths() {
        for text in [
            "02017-3-5",
            "217-3-5",
            "2017-003-5",
            "2017-3-005",
            "2017--5",
            "2017-3-5-1",
            "+017-3-5",
            "2017-+3-5",
            "2017-3-+5",
        ] {
            assert!(!is_date(text), "{text}");
        }
        for text in ["2017035", "201703055", "2017030a", "20171301", "20170230"] {
            assert!(!is_date(text), "{text}");
        }
    }

    #[test]
    fn dates_in_cells_of_other_kinds() {
        let expected = Date::new(2017, 3, 5).unwrap();
        let mut findings = Findings::default();
        assert_eq!(date(&RawCell::Date(expected), &place(), &mut findings), Some(expected));
        assert_eq!(date(&RawCell::Number(Decimal::new(2_017_030_500, 2)), &place(), &mut findings), Some(expected));
        assert!(findings.faults.is_empty());
        // A number of days is told apart from any other number, and neither is taken.
        for (number, serial) in [(20_000, false), (20_001, true), (42_799, true), (79_999, true), (80_000, false)] {
            let mut findings = Findings::default();
            assert_eq!(date(&RawCell::Number(number.into()), &place(), &mut findings), None);
            let fault = &findings.faults[0];
            assert_eq!(fault.problem.en.contains("serial number"), serial, "{number}: {}", fault.problem.en);
            assert_eq!(fault.problem.zh.contains("日期的序号"), serial, "{number}: {}", fault.problem.zh);
        }
    }

    #[test]
    fn what_stands_in_a_cell_is_shown() {
        for (cell, expected) in [
            (RawCell::Number(Decimal::new(-1250, 2)), "-12.50"),
            (RawCell::Text("\u{3000}a b ".into()), "a b"),
            (RawCell::Truth(true), "TRUE"),
            (RawCell::Truth(false), "FALSE"),
            (RawCell::Date(Date::constant(2017, 3, 5)), "2017-03-05"),
            (RawCell::Time("12:00:00".into()), "12:00:00"),
            (RawCell::Error("#REF!".into()), "#REF!"),
            (RawCell::BadNumber("NaN".into()), "NaN"),
            (RawCell::EmptyFormula, "=…"),
        ] {
            assert_eq!(shown(&cell), expected);
        }
        // A long text is cut, so that a message stays a line.
        assert_eq!(shown(&RawCell::Text("长".repeat(60))), "长".repeat(60));
        assert_eq!(shown(&RawCell::Text("长".repeat(61))), "长".repeat(59) + "…");
    }

    /// What was found in a cell by one of the functions above: the only fault's problem, in both languages.
    fn problem(take: impl FnOnce(&Place, &mut Findings)) -> [String; 2] {
        let mut findings = Findings::default();
        take(&place(), &mut findings);
        assert_eq!(findings.faults.len(), 1);
        let fault = findings.faults.remove(0);
        assert_eq!(fault.place, place());
        [fault.problem.en, fault.problem.zh]
    }

    #[test]
    fn what_is_to_be_written_in_place_of_a_text_goes_by_the_unit() {
        for (unit, remedy) in [
            (Unit::Yuan, "write the yuan in digits only, such as 1234.50, without words or signs"),
            (Unit::Percent, "write a percentage such as 7.12%"),
            (Unit::Factor, "write digits only, without words or signs"),
        ] {
            assert_eq!(digits_only("abc", unit).en, remedy);
        }
        assert_eq!(digits_only("12元", Unit::Yuan).en, "if 12 is meant, write 12 and nothing else");
    }

    #[test]
    fn broken_cells_are_told_once_whatever_was_expected() {
        for (cell, english, chinese) in [
            (RawCell::Error("#REF!".into()), "the cell holds an error value", "单元格是错误值"),
            (RawCell::EmptyFormula, "the formula was saved without its result", "公式没有保存计算结果"),
            (RawCell::BadNumber("NaN".into()), "this is not a valid number", "不是有效的数"),
        ] {
            let takers: [fn(&RawCell, &Place, &mut Findings); 5] = [
                |cell, place, findings| assert!(broken(cell, place, findings)),
                |cell, place, findings| assert_eq!(number(cell, Unit::Factor, place, findings), None),
                |cell, place, findings| assert_eq!(money(cell, place, findings), None),
                |cell, place, findings| assert_eq!(truth(cell, place, findings), None),
                |cell, place, findings| assert_eq!(text(cell, place, findings), None),
            ];
            for take in takers {
                assert_eq!(problem(|place, findings| take(&cell, place, findings)), [english, chinese]);
            }
            let of_a_day = problem(|place, findings| assert_eq!(date(&cell, place, findings), None));
            let bad = matches!(cell, RawCell::BadNumber(_));
            assert_eq!(of_a_day, if bad { ["there is no such day", "没有这一天"] } else { [english, chinese] });
        }
        let mut findings = Findings::default();
        assert!(!broken(&RawCell::Truth(true), &place(), &mut findings));
        assert!(findings.faults.is_empty());
    }

    #[test]
    fn what_does_not_fit_is_told_with_what_was_expected() {
        let cell = RawCell::Time("12:00:00".into());
        assert_eq!(
            problem(|p, f| assert_eq!(number(&cell, Unit::Factor, p, f), None)),
            ["expected a number", "应为数字"]
        );
        assert_eq!(problem(|p, f| assert_eq!(truth(&cell, p, f), None)), ["expected yes or no", "应为是或否"]);
        assert_eq!(problem(|p, f| assert_eq!(text(&cell, p, f), None)), ["expected text", "应为文字"]);
        assert_eq!(
            problem(|p, f| assert_eq!(date(&cell, p, f), None)),
            ["expected a date such as 2017-03-05", "应为日期，如 2017-03-05"]
        );
        // Between Chinese and a Latin letter stands a blank.
        assert_eq!(problem(|p, f| not(&cell, p, Words::new("KPI 得分", "a score"), f))[1], "应为 KPI 得分");
    }

    #[test]
    fn numbers_come_as_numbers_or_as_text() {
        let mut findings = Findings::default();
        let half = Decimal::new(5, 1);
        assert_eq!(number(&RawCell::Number(half), Unit::Factor, &place(), &mut findings), Some(half));
        assert_eq!(number(&RawCell::Text("50%".into()), Unit::Factor, &place(), &mut findings), Some(half));
        assert!(findings.faults.is_empty());
    }

    #[test]
    fn yes_and_no_come_in_several_forms() {
        let mut findings = Findings::default();
        for (cell, expected) in [
            (RawCell::Truth(true), true),
            (RawCell::Truth(false), false),
            (RawCell::Text("是".into()), true),
            (RawCell::Text("no".into()), false),
            (RawCell::Number(Decimal::ONE), true),
            (RawCell::Number(Decimal::ZERO), false),
        ] {
            assert_eq!(truth(&cell, &place(), &mut findings), Some(expected), "{cell:?}");
        }
        assert!(findings.faults.is_empty());
        assert_eq!(truth(&RawCell::Number(Decimal::TWO), &place(), &mut findings), None);
        assert_eq!(findings.faults.len(), 1);
    }

    #[test]
    fn whole_numbers_are_text_too() {
        let mut findings = Findings::default();
        assert_eq!(text(&RawCell::Text(" M001\u{3000}".into()), &place(), &mut findings).as_deref(), Some("M001"));
        assert_eq!(text(&RawCell::Number(Decimal::new(10_010, 1)), &place(), &mut findings).as_deref(), Some("1001"));
        assert!(findings.faults.is_empty());
        assert_eq!(text(&RawCell::Number(Decimal::new(10_015, 1)), &place(), &mut findings), None);
        assert_eq!(findings.faults.len(), 1);
    }

    #[test]
    fn money_is_below_a_million_million() {
        let mut findings = Findings::default();
        for sign in [1, -1] {
            let largest = Decimal::new(sign * 99_999_999_999_999, 2);
            assert_eq!(money(&RawCell::Number(largest), &place(), &mut findings), Some(largest));
            assert!(findings.faults.is_empty() && findings.warnings.is_empty());
            let beyond = RawCell::Number(Decimal::new(sign * 1_000_000_000_000, 0));
            let told = problem(|place, findings| assert_eq!(money(&beyond, place, findings), None));
            assert_eq!(told, ["expected an amount below a million million yuan", "应为小于一万亿元的金额"]);
        }
    }

    #[test]
    fn a_percentage_is_no_amount_and_no_score() {
        let percentage = RawCell::Text("５％".into());
        for (unit, expected) in [
            (Unit::Percent, Some(Decimal::new(5, 2))),
            (Unit::Factor, Some(Decimal::new(5, 2))),
            (Unit::Yuan, None),
            (Unit::Number, None),
        ] {
            let mut findings = Findings::default();
            assert_eq!(number(&percentage, unit, &place(), &mut findings), expected, "{unit:?}");
            assert_eq!(findings.faults.len(), usize::from(expected.is_none()), "{unit:?}");
        }
    }

    #[test]
    fn what_an_amount_with_its_unit_says_is_proposed_and_not_assumed() {
        for (typed, mend) in [
            ("76000元", "若是 76000，请只写 76000"),
            ("￥1,200.50", "若是 1200.5，请只写 1200.5"),
            ("12万", "若是 120000，请只写 120000"),
            ("许多", "只写以元为单位的数字，如 1234.50，不带文字和符号"),
        ] {
            let mut findings = Findings::default();
            assert_eq!(money(&RawCell::Text(typed.into()), &place(), &mut findings), None, "{typed}");
            assert_eq!(findings.faults[0].mend.zh, mend);
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
