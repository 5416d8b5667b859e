//! From what is stored in a cell to what stands there.

use calamine::{ExcelDateTime, ExcelDateTimeType};
use rust_decimal::Decimal;

use super::super::cell::{LONGEST_TEXT, error_value, fitting};
use super::super::{date, number};
use super::context::SheetContext;
use super::kind::XlsxCellType;
use super::packed::PackedValue;
use super::styles::FormatShows;
use super::text::escaped;
use crate::lang::Words;
use crate::say;
use crate::workbook::read::source::xml::whole;

/// What stands in a cell, in pieces that are used again.
#[derive(Debug, Default)]
pub(super) struct XlsxScratch {
    /// Of `v`.
    pub(super) value: String,
    /// Of `is`.
    pub(super) text: String,
    /// Of `f`.
    pub(super) formula: String,
    /// What a value is called.
    pub(super) called: String,
}

impl XlsxScratch {
    pub(super) fn clear(&mut self) {
        self.value.clear();
        self.text.clear();
        self.formula.clear();
        self.called.clear();
    }
}

/// Which of `v`, `is` and `f` a cell has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Has {
    pub(super) value: bool,
    pub(super) text: bool,
    pub(super) formula: bool,
}

/// The value of a cell with the bytes of its text; nothing for a blank one. `called` takes what has no text of its own.
pub(super) fn value<'v>(
    (kind, shown): (XlsxCellType, FormatShows),
    has: Has,
    (stored, inline): (&'v str, &'v str),
    called: &'v mut String,
    context: &SheetContext<'_>,
) -> Result<Option<(PackedValue<'v>, usize)>, Words> {
    // Beside an inline text some programs repeat a value, which its kind says is none.
    let one = kind == XlsxCellType::Inline || kind == XlsxCellType::Text && (!has.value || stored.is_empty());
    if has.text && !one {
        return Err(say!(Source::TwoValues));
    }
    if has.text {
        return text(inline, has.formula);
    }
    if kind == XlsxCellType::Inline && has.value && !stored.is_empty() {
        return Err(say!(Source::TextPlaceNumber));
    }
    if !has.value || stored.is_empty() && !matches!(kind, XlsxCellType::Text) {
        return Ok(has.formula.then_some((PackedValue::EmptyFormula, 0)));
    }
    let value = match kind {
        XlsxCellType::Inline => return Ok(None),
        XlsxCellType::Text => {
            if memchr::memmem::find(stored.as_bytes(), b"_x").is_none() {
                return text(stored, has.formula);
            }
            escaped(stored, called);
            return text(called, has.formula);
        }
        XlsxCellType::Shared => {
            let index = whole(stored.as_bytes()).filter(|_| stored == "0" || !stored.starts_with('0'));
            let index = index.ok_or_else(|| say!(Source::IndexTextNoNumber))?;
            // The text itself lies somewhere else in memory, and is not looked at where its length will do.
            let length = context.strings.length(index).ok_or_else(|| say!(Source::TextMissing))?;
            if length > LONGEST_TEXT {
                fitting(context.strings.get(index).unwrap_or_default())?;
            }
            return match length {
                0 => Ok(has.formula.then_some((PackedValue::Blank, 0))),
                length => Ok(Some((PackedValue::Shared(index), length))),
            };
        }
        XlsxCellType::Truth => match stored {
            "1" | "true" => PackedValue::Truth(true),
            "0" | "false" => PackedValue::Truth(false),
            _ => return Err(say!(Source::NeitherTrueNorFalse)),
        },
        XlsxCellType::Error if error_value(stored) => PackedValue::Error(stored),
        XlsxCellType::Error => return Err(say!(Source::UnknownErrorValue)),
        XlsxCellType::Date => PackedValue::dated(date::of_iso(stored.to_owned()), called),
        XlsxCellType::Number => numeric(stored, shown, called, context.from_1904),
    };
    Ok(Some((value, 0)))
}

/// A text, which may not be longer than Excel's.
fn text(text: &str, formula: bool) -> Result<Option<(PackedValue<'_>, usize)>, Words> {
    match fitting(text)? {
        "" => Ok(formula.then_some((PackedValue::Blank, 0))),
        text => Ok(Some((PackedValue::Text(text), text.len()))),
    }
}

/// A number, or the date that its format makes of it.
fn numeric<'v>(stored: &'v str, shown: FormatShows, called: &'v mut String, from_1904: bool) -> PackedValue<'v> {
    let stored = stored.trim_matches([' ', '\t', '\r', '\n']);
    if shown == FormatShows::Number
        && let Some(decimal) = short(stored)
    {
        return PackedValue::Number(decimal);
    }
    if !is_number(stored) {
        return PackedValue::BadNumber(stored);
    }
    let Ok(binary) = stored.parse::<f64>() else { return PackedValue::BadNumber(stored) };
    let kind = match shown {
        FormatShows::Number => {
            if let Ok(decimal) = number::exact(binary) {
                return PackedValue::Number(decimal);
            }
            called.push_str(&number::shown(binary));
            return PackedValue::BadNumber(called);
        }
        FormatShows::Date => ExcelDateTimeType::DateTime,
        FormatShows::Duration => ExcelDateTimeType::TimeDelta,
    };
    PackedValue::dated(date::of_serial(&ExcelDateTime::new(binary, kind, from_1904)), called)
}

/// A number as XML Schema has it: digits with at most one point and one sign, and an exponent.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let unsigned = |text: &str| text.strip_prefix(['+', '-']).map_or(text.len(), str::len);
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let mantissa = &mantissa[mantissa.len() - unsigned(mantissa)..];
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent = exponent.map(|exponent| &exponent[exponent.len() - unsigned(exponent)..]);
    digits(whole)
        && digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent.is_none_or(|exponent| !exponent.is_empty() && digits(exponent))
}

/// The decimal of a plain number of at most 15 digits: every such decimal has its own nearest double, so that it is what
/// Excel shows for it, and no double is needed.
fn short(text: &str) -> Option<Decimal> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    if digits.is_empty() || digits.len() > 16 {
        return None;
    }
    let (mut mantissa, mut count, mut scale, mut point) = (0_i64, 0_u32, 0_u32, false);
    for byte in digits.bytes() {
        match byte {
            b'0'..=b'9' => {
                mantissa = mantissa * 10 + i64::from(byte - b'0');
                count += 1;
                scale += u32::from(point);
            }
            b'.' if !point && count > 0 => point = true,
            _ => return None,
        }
    }
    if count == 0 || count > 15 || point && scale == 0 {
        return None;
    }
    while scale > 0 && mantissa % 10 == 0 {
        mantissa /= 10;
        scale -= 1;
    }
    Some(Decimal::new(if negative { -mantissa } else { mantissa }, scale))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_numbers_are_what_their_doubles_are() {
        for text in [
            "0",
            "-0",
            "0.0",
            "360000",
            "12.50",
            "-12.5",
            "0.1",
            "999999999999999",
            "-0.00000000000001",
            "007",
            "1.0",
            "123456789.012345",
            "0.000001",
            "100",
            "0.10",
        ] {
            let short = short(text).unwrap_or_else(|| panic!("{text}"));
            let exact = number::exact(text.parse().unwrap()).unwrap();
            assert_eq!((short, short.scale(), short.mantissa()), (exact, exact.scale(), exact.mantissa()), "{text}");
        }
        for text in ["", "-", ".", "1.", ".5", "+1", "1e5", "--1", "1.2.3", "1234567890123456", "1,5", "0x1"] {
            assert_eq!(short(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_as_the_schema_has_them() {
        for text in ["1", "-1.5", "+1", ".5", "1.", "1e5", "1.5E-7", "1E+300"] {
            assert!(is_number(text), "{text}");
        }
        for text in ["", "-", ".", "e5", "1e", "1e+", "inf", "NaN", "1 2", "0x10", "1_0", "--1", "1e5e5", "٣", "1e1.5"]
        {
            assert!(!is_number(text), "{text}");
        }
    }
}
