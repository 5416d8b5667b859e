//! Dates and times of day, from serial numbers (Excel) and ISO texts (.ods, strict .xlsx).
//!
//! A day with a time of day is its day. A value below one day, and a duration, is no date: it is kept as [`RawCell::Time`]
//! so that whoever wanted a date or a number can say what stands there.

use calamine::ExcelDateTime;
use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};

use super::cell::RawCell;
use super::number::{exact, shown};

/// The last serial day of Excel, 9999-12-31, in the 1900 system; in the 1904 system it is 1462 earlier.
const LAST_DAY: i64 = 2_958_465;
const LAST_DAY_1904: i64 = LAST_DAY - 1462;

/// A number that its cell format shows as a date, a time or a duration.
pub(super) fn of_serial(stamp: &ExcelDateTime) -> RawCell {
    let bad = || RawCell::BadNumber(shown(stamp.as_f64()));
    let Ok(serial) = exact(stamp.as_f64()) else {
        return bad();
    };
    if stamp.is_duration() {
        return duration(serial).map_or_else(bad, RawCell::Time);
    }
    if serial.is_sign_negative() && !serial.is_zero() || serial >= Decimal::from(LAST_DAY + 1) {
        return bad();
    }
    let (year, month, day, hour, minute, second, _) = stamp.to_ymd_hms_milli();
    if serial < Decimal::ONE {
        return RawCell::Time(format!("{hour:02}:{minute:02}:{second:02}"));
    }
    // Calamine gives the last day for all that are later, and does not tell which system it is.
    let capped = (year, month, day) == (9999, 12, 31)
        && serial >= Decimal::from(LAST_DAY_1904 + 1)
        && serial < Decimal::from(LAST_DAY);
    // 1900-02-29, Excel's day 60, is no date.
    let date = i16::try_from(year).ok().zip(i8::try_from(month).ok()).zip(i8::try_from(day).ok());
    match date.map(|((year, month), day)| Date::new(year, month, day)) {
        Some(Ok(date)) if !capped => RawCell::Date(date),
        _ => bad(),
    }
}

/// A date or date and time as ISO 8601 text, such as 2025-03-31 or 2025-03-31T00:00:00.
pub(super) fn of_iso(text: String) -> RawCell {
    let (day, time) = text.split_once('T').unwrap_or((&text, ""));
    let plain = day.len() == 10
        && day.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
    if plain && let Ok(date) = day.parse::<Date>() {
        return RawCell::Date(date);
    }
    if day.is_empty() && !time.is_empty() || day.contains(':') { RawCell::Time(text) } else { RawCell::BadNumber(text) }
}

/// A duration as ISO 8601 text, such as PT08H30M00S; one that is written otherwise stays as it is.
pub(super) fn of_duration(text: String) -> RawCell {
    let seconds = || {
        let (sign, time) = text.strip_prefix('-').map_or((1, text.as_str()), |rest| (-1, rest));
        let (hours, time) = time.strip_prefix("PT")?.split_once('H')?;
        let (minutes, time) = time.split_once('M')?;
        let seconds: Decimal = time.strip_suffix('S')?.parse().ok()?;
        let minutes = i64::from(hours.parse::<u32>().ok()?) * 60 + i64::from(minutes.parse::<u8>().ok()?);
        Some(Decimal::from(sign) * (Decimal::from(minutes * 60) + seconds))
    };
    RawCell::Time(seconds().and_then(clock).unwrap_or(text))
}

/// A number of days as hours, minutes and seconds.
fn duration(days: Decimal) -> Option<String> {
    clock(days.checked_mul(Decimal::from(86_400))?)
}

/// Seconds as hours, minutes and seconds.
fn clock(seconds: Decimal) -> Option<String> {
    let seconds = seconds.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    let sign = if seconds.is_sign_negative() && !seconds.is_zero() { "-" } else { "" };
    let seconds = u64::try_from(seconds.abs()).ok()?;
    Some(format!("{sign}{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60))
}
