//! What a cell holds.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::super::words::ERRORS;
use crate::lang::Words;
use crate::say;

/// What a cell holds, exact. Blank cells are left out, so there is no variant for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RawCell {
    /// A number, as the decimal that Excel shows at 15 significant digits.
    Number(Decimal),
    /// Text as it stands, blanks around it included; never empty.
    Text(String),
    /// TRUE or FALSE.
    Truth(bool),
    /// A day; a time of day beside it is dropped.
    Date(Date),
    /// A time of day or a duration, as it reads ("08:30:00"): no date, and no number either.
    Time(String),
    /// An error value as Excel writes it, such as `#REF!`.
    Error(String),
    /// A formula that was saved without its result. (A result that is the empty text is a blank.)
    EmptyFormula,
    /// A stored number that no decimal can hold: NaN, infinity, 1e999, beyond 7.9 × 10^28, a date that does not exist.
    BadNumber(String),
}

/// Characters of the longest text of a cell, as UTF-16 counts them.
pub(super) const LONGEST_TEXT: usize = 32_767;

/// A text, which may not be longer.
pub(super) fn fitting(text: &str) -> Result<&str, Words> {
    // So many bytes are no more than so many characters.
    let long = text.len() > LONGEST_TEXT && text.encode_utf16().count() > LONGEST_TEXT;
    if long { Err(say!(Source::TextLonger32767Characters)) } else { Ok(text) }
}

/// Whether a text is an error value: those that Excel has today, younger ones of the same look, and `Err:508`.
pub(super) fn error_value(text: &str) -> bool {
    let look = |rest: &str| {
        (3..32).contains(&rest.len())
            && rest.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b"/_!?".contains(&b))
    };
    text.strip_prefix('#').is_some_and(look) || error_text(text)
}

/// Emptied texts whose memory the next texts use.
pub(super) type Spare = Vec<String>;

/// In .ods an error is plain text: "#REF!", "#DIV/0!", "Err:508" (in a Chinese program 错误:508).
pub(super) fn error_text(text: &str) -> bool {
    let numbered =
        |prefix| text.strip_prefix(prefix).is_some_and(|n: &str| n.len() == 3 && n.bytes().all(|b| b.is_ascii_digit()));
    ERRORS.contains(&text) || numbered("Err:") || numbered("错误:") || numbered("错误：")
}
