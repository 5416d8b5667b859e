//! Values and numbers as people read them.

use rust_decimal::Decimal;

use super::Results;
use crate::formula::{Symbols, Value};
use crate::lang::Lang;
use crate::policy::{Policy, Unit};
use crate::say;

/// A value as a person reads it.
pub(super) fn shown(results: &Results<'_>, value: Value, unit: Unit, lang: Lang) -> String {
    of_texts(results.policy, &results.book.symbols, value, unit, lang)
}

/// A value whose texts are among these, as a person reads it.
pub(super) fn of_texts(policy: &Policy, texts: &Symbols, value: Value, unit: Unit, lang: Lang) -> String {
    match value {
        Value::NotApplicable => say!(Formula::NotApplicable).get(lang).to_owned(),
        Value::Truth(true) => say!(Report::Yes).get(lang).to_owned(),
        Value::Truth(false) => say!(Report::No).get(lang).to_owned(),
        value => value.shown(|number| number_text(number, unit), |symbol| policy.text_of(symbol, texts, lang)),
    }
}

/// A value as it stands in a formula, with truths as `TRUE` and `FALSE`.
pub(super) fn in_a_formula(results: &Results<'_>, value: Value, unit: Unit, lang: Lang) -> String {
    value.shown(|number| number_text(number, unit), |symbol| results.text(symbol, lang))
}

/// A number in its unit: money with separators, shares as per cent, other numbers as they are.
#[must_use]
pub fn number_text(number: Decimal, unit: Unit) -> String {
    match unit {
        Unit::Yuan => grouped(number),
        Unit::Percent => format!("{}%", (number * Decimal::ONE_HUNDRED).normalize()),
        _ => number.normalize().to_string(),
    }
}

/// Money with thousands separators and two decimals.
#[must_use]
pub fn grouped(number: Decimal) -> String {
    let mut shown = number.normalize();
    if shown.scale() < 2 {
        shown.rescale(2);
    }
    let text = shown.abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((text.as_str(), ""));
    let grouped = in_threes(whole);
    let sign = if number.is_sign_negative() && !number.is_zero() { "-" } else { "" };
    format!("{sign}{grouped}.{fraction}")
}

/// A whole number with thousands separators.
#[must_use]
pub fn whole(number: usize) -> String {
    in_threes(&number.to_string())
}

fn in_threes(digits: &str) -> String {
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
