//! Values of rules and inputs, and the interned texts among them.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::kind::Kind;

/// A text of the policy or the workbook, as a number: rules compare these, never strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(u32);

impl Symbol {
    /// Its number: how many texts were known before it.
    #[must_use]
    pub fn number(self) -> u32 {
        self.0
    }

    /// The symbol of a number that [`Symbol::number`] gave.
    pub(super) fn of_number(number: u32) -> Self {
        Self(number)
    }
}

/// The value of an input, a setting or a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Value {
    /// An input that was left blank: 0, FALSE or "" where it is used.
    #[default]
    Blank,
    /// An exact number: yuan, share, factor or count, as its unit says.
    Number(Decimal),
    /// TRUE or FALSE.
    Truth(bool),
    /// A text.
    Text(Symbol),
    /// A result that does not apply (`NA()`).
    NotApplicable,
    /// The taint: it rests on a faulty input, and nothing is said of it. Only while a book with faults is looked through.
    Tainted,
}

/// A truth as formulas write it, and people read it.
#[must_use]
pub fn truth_text(truth: bool) -> &'static str {
    if truth { "TRUE" } else { "FALSE" }
}

impl Value {
    /// The value as people read it; how a number and a text of the book are shown, `number` and `text` say.
    pub fn shown(self, number: impl FnOnce(Decimal) -> String, text: impl FnOnce(Symbol) -> String) -> String {
        match self {
            Self::Blank | Self::Tainted => String::new(),
            Self::Number(value) => number(value),
            Self::Truth(truth) => truth_text(truth).to_owned(),
            Self::Text(symbol) => text(symbol),
            Self::NotApplicable => "n/a".to_owned(),
        }
    }

    /// The number; a blank is 0.
    #[must_use]
    pub fn as_number(self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Some(number),
            Self::Blank => Some(Decimal::ZERO),
            _ => None,
        }
    }

    /// The value, with a blank made the zero of its kind: a rule's result is never blank.
    #[must_use]
    pub fn or_zero_of(self, kind: Kind) -> Self {
        match (self, kind) {
            (Self::Blank, Kind::Truth) => Self::Truth(false),
            (Self::Blank, Kind::Text) => Self::Text(Symbols::EMPTY),
            (Self::Blank, _) => Self::Number(Decimal::ZERO),
            (value, _) => value,
        }
    }

    /// The truth; a blank is FALSE.
    #[must_use]
    pub fn as_truth(self) -> Option<bool> {
        match self {
            Self::Truth(truth) => Some(truth),
            Self::Blank => Some(false),
            _ => None,
        }
    }
}

/// The texts behind the [`Symbol`]s. Texts that differ only in case are one symbol, as in Excel.
#[derive(Clone, Debug)]
pub struct Symbols {
    texts: Vec<String>,
    index: HashMap<String, Symbol>,
}

impl Default for Symbols {
    fn default() -> Self {
        let mut symbols = Self { texts: Vec::new(), index: HashMap::new() };
        symbols.intern("");
        symbols
    }
}

impl Symbols {
    /// The symbol of the empty text.
    pub const EMPTY: Symbol = Symbol(0);

    /// The symbol of `text`, new or known; the first spelling is the one shown.
    pub fn intern(&mut self, text: &str) -> Symbol {
        let folded = text.to_lowercase();
        if let Some(&symbol) = self.index.get(&folded) {
            return symbol;
        }
        let symbol = Symbol(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        self.texts.push(text.to_owned());
        self.index.insert(folded, symbol);
        symbol
    }

    /// The symbol of `text` if it is known.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Symbol> {
        self.index.get(&text.to_lowercase()).copied()
    }

    /// All texts, in the order of their symbols' numbers.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(String::as_str)
    }

    /// The text of `symbol`.
    #[must_use]
    pub fn text(&self, symbol: Symbol) -> &str {
        self.texts.get(symbol.0 as usize).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_is_the_zero_of_whatever_is_asked() {
        assert_eq!(Value::Blank.as_number(), Some(Decimal::ZERO));
        assert_eq!(Value::Number(Decimal::TEN).as_number(), Some(Decimal::TEN));
        assert_eq!(Value::Truth(true).as_number(), None);
        assert_eq!(Value::Blank.as_truth(), Some(false));
        assert_eq!(Value::Truth(true).as_truth(), Some(true));
        assert_eq!(Value::Number(Decimal::ONE).as_truth(), None);
        for (kind, zero) in [
            (Kind::Truth, Value::Truth(false)),
            (Kind::Text, Value::Text(Symbols::EMPTY)),
            (Kind::Yuan, Value::Number(Decimal::ZERO)),
        ] {
            assert_eq!(Value::Blank.or_zero_of(kind), zero);
            assert_eq!(Value::NotApplicable.or_zero_of(kind), Value::NotApplicable);
        }
    }

    #[test]
    fn texts_that_differ_in_case_are_one() {
        let mut symbols = Symbols::default();
        let one = symbols.intern("Grade");
        assert_eq!((symbols.intern("GRADE"), symbols.find("grade"), symbols.find("other")), (one, Some(one), None));
        assert_eq!((symbols.text(one), symbols.text(Symbols::EMPTY)), ("Grade", ""));
    }
}
