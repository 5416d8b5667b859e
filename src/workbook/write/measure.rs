//! How wide a text or number stands in a cell, in widths of a digit; Chinese counts double.
//!
//! An estimate, made without any font: it errs to the wide side, because Excel shows `####` for a
//! number that does not fit.

use rust_decimal::{Decimal, RoundingStrategy};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::report::sheet::{CellUnit, CellValue};

/// `2025-12-31` and `FALSE`.
const DATE: u32 = 10;
const TRUTH: u32 = 5;

/// The widest line of `text`.
pub(super) fn text(text: &str) -> u32 {
    if is_plain(text) {
        return u32::try_from(text.len()).unwrap_or(u32::MAX);
    }
    text.lines().map(width).max().unwrap_or(0)
}

/// Whether every byte is a character of one digit's width, as in most ids and names of projects.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// The widest piece of `text` that cannot be broken: a Latin word, or a Chinese character.
pub(super) fn longest_word(text: &str) -> u32 {
    words(text).map(|word| word.bare).max().unwrap_or(0)
}

/// How many lines `text` takes in a cell of `room` characters.
pub(super) fn lines(text: &str, room: u32) -> u32 {
    // No character is wider than it has bytes.
    if text.len() <= room as usize && !text.contains('\n') {
        return 1;
    }
    text.lines().map(|line| wrapped(words(line), room.max(1))).sum::<u32>().max(1)
}

/// A text whose lines are counted for many widths.
pub(super) struct MeasuredText(Vec<Vec<Word>>);

impl MeasuredText {
    pub(super) fn of(text: &str) -> Self {
        Self(text.lines().map(|line| words(line).collect()).collect())
    }

    /// How many lines it takes in a cell of `room` characters.
    pub(super) fn lines(&self, room: u32) -> u32 {
        self.0.iter().map(|line| wrapped(line.iter().copied(), room.max(1))).sum::<u32>().max(1)
    }
}

fn width(text: &str) -> u32 {
    u32::try_from(text.width()).unwrap_or(u32::MAX)
}

fn wrapped(words: impl Iterator<Item = Word>, room: u32) -> u32 {
    let (mut lines, mut used) = (1, 0);
    for Word { bare, whole } in words {
        if used > 0 && used + bare > room {
            lines += 1;
            used = 0;
        }
        // A word that is wider than the cell is broken anywhere.
        lines += whole.saturating_sub(1) / room;
        used += if whole > room { whole % room } else { whole };
    }
    lines
}

/// How wide a piece is after which a line may break: without the blanks behind it, and with them.
#[derive(Clone, Copy)]
struct Word {
    bare: u32,
    whole: u32,
}

/// Pieces after which a line may break: after a blank, and around every Chinese character.
fn words(text: &str) -> impl Iterator<Item = Word> {
    let mut chars = text.chars().peekable();
    std::iter::from_fn(move || {
        let mut word = Word { bare: 0, whole: 0 };
        while let Some(char) = chars.peek().copied() {
            let wide = of_char(char);
            if wide == 2 && word.whole > 0 {
                break;
            }
            chars.next();
            word.whole += wide;
            if !char.is_whitespace() {
                word.bare = word.whole;
            }
            if wide == 2 || matches!(char, ' ' | '\n') {
                return Some(word);
            }
        }
        (word.whole > 0).then_some(word)
    })
}

fn of_char(char: char) -> u32 {
    match char {
        ' '..='~' => 1,
        _ => char.width().map_or(1, |wide| if wide > 1 { 2 } else { u32::from(wide == 1) }),
    }
}

/// The width of a value as `unit` shows it.
pub(super) fn value(value: &CellValue, unit: CellUnit) -> u32 {
    match value {
        CellValue::Blank => 0,
        CellValue::Number(number) => self::number(*number, unit),
        CellValue::Text(content) => text(content),
        CellValue::Truth(_) => TRUTH,
        CellValue::Date(_) => DATE,
    }
}

fn number(value: Decimal, unit: CellUnit) -> u32 {
    match unit {
        CellUnit::Yuan => {
            let plain = shown(value, 2, 2);
            let digits = plain - 3 - u32::from(value.is_sign_negative());
            plain + (digits - 1) / 3
        }
        // The sign behind takes one.
        CellUnit::Percent => shown(value.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(value), 2, 2) + 1,
        CellUnit::ExactPercent => shown(value.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(value), 2, 3) + 1,
        CellUnit::Factor => shown(value, 4, 4),
        CellUnit::ExactFactor => shown(value, 1, 12),
        CellUnit::Date => DATE,
        CellUnit::Text | CellUnit::Number | CellUnit::Truth | CellUnit::Prose | CellUnit::Code => shown(value, 0, 6),
    }
}

/// Characters of `value` with at least `least` and at most `most` decimals.
fn shown(value: Decimal, least: u32, most: u32) -> u32 {
    let rounded = value.abs().round_dp_with_strategy(most, RoundingStrategy::MidpointAwayFromZero).normalize();
    let whole = rounded.trunc().mantissa().checked_ilog10().unwrap_or(0) + 1;
    let decimals = rounded.scale().max(least);
    u32::from(value.is_sign_negative()) + whole + u32::from(decimals > 0) + decimals
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> rust_decimal::Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn chinese_counts_double() {
        assert_eq!(text("计提奖金\nAccrued"), 8);
        assert_eq!(longest_word("Accrued bonus 奖金"), 7);
        let cases = [("计提奖金", 4, 2), ("Accrued bonus", 7, 2), ("Accrued\nbonus", 40, 2)];
        for (text, room, expected) in cases.into_iter().chain([("", 4, 1), ("abcdefghi", 4, 3)]) {
            assert_eq!(lines(text, room), expected, "{text}");
            assert_eq!(MeasuredText::of(text).lines(room), expected, "{text}");
        }
    }

    #[test]
    fn numbers_count_what_is_shown() {
        let cases = [
            ("1234567.5", CellUnit::Yuan, "1,234,567.50"),
            ("999.999", CellUnit::Yuan, "1,000.00"),
            ("-100", CellUnit::Yuan, "-100.00"),
            ("-0.5", CellUnit::Yuan, "-0.50"),
            ("0.12345", CellUnit::ExactPercent, "12.345%"),
            ("0.12345", CellUnit::Percent, "12.35%"),
            ("1", CellUnit::Percent, "100.00%"),
            ("1", CellUnit::ExactFactor, "1.0"),
            ("1", CellUnit::Factor, "1.0000"),
            ("0.333333333333", CellUnit::ExactFactor, "0.333333333333"),
            ("-85.5", CellUnit::Number, "-85.5"),
            ("2025", CellUnit::Number, "2025"),
        ];
        for (value, unit, expected) in cases {
            assert_eq!(number(decimal(value), unit) as usize, expected.len(), "{expected}");
        }
    }
}
