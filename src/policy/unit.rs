//! Units of figures, and the literals that policy files and workbooks write them with.

use rust_decimal::Decimal;

use crate::formula::{Kind, Symbols, Value};

/// How a figure is meant and shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Money in yuan.
    Yuan,
    /// A share or rate, shown as per cent.
    Percent,
    /// A coefficient.
    Factor,
    /// A score or count.
    Number,
    /// TRUE or FALSE.
    Truth,
    /// Text.
    Text,
}

impl Unit {
    /// The unit of that name in a policy file.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "yuan" => Self::Yuan,
            "percent" => Self::Percent,
            "factor" => Self::Factor,
            "number" => Self::Number,
            "truth" => Self::Truth,
            "text" => Self::Text,
            _ => return None,
        })
    }

    /// Its name in a policy file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Yuan => "yuan",
            Self::Percent => "percent",
            Self::Factor => "factor",
            Self::Number => "number",
            Self::Truth => "truth",
            Self::Text => "text",
        }
    }

    /// Whether its values are numbers.
    #[must_use]
    pub fn is_numeric(self) -> bool {
        !matches!(self, Self::Truth | Self::Text)
    }

    /// Its kind in formulas.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Self::Yuan => Kind::Yuan,
            Self::Percent | Self::Factor | Self::Number => Kind::Plain,
            Self::Truth => Kind::Truth,
            Self::Text => Kind::Text,
        }
    }
}

/// A number as a policy file writes it: `1.17`, `80%`. Exact, or `None`.
#[must_use]
pub fn number(text: &str) -> Option<Decimal> {
    let text = text.trim();
    match text.strip_suffix('%') {
        None => Decimal::from_str_exact(text).ok(),
        Some(digits) => {
            let number = Decimal::from_str_exact(digits.trim()).ok()?;
            (number.scale() <= 26)
                .then(|| Decimal::from_i128_with_scale(number.mantissa(), number.scale() + 2).normalize())
        }
    }
}

/// A value of `unit` as a policy file writes it.
#[must_use]
pub fn literal(text: &str, unit: Unit, symbols: &mut Symbols) -> Option<Value> {
    match unit {
        Unit::Truth => match text.trim() {
            "TRUE" => Some(Value::Truth(true)),
            "FALSE" => Some(Value::Truth(false)),
            _ => None,
        },
        Unit::Text => Some(Value::Text(symbols.intern(text))),
        _ => number(text).map(Value::Number),
    }
}
