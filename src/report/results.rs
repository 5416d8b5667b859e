//! What a report is made of.

use rust_decimal::Decimal;

use super::command_line_input::CommandLineInput;
use super::sheet::CellValue;
use crate::book::{Book, Fault};
use crate::formula::{Scope, Symbol, Value};
use crate::lang::Lang;
use crate::policy::Policy;
use crate::settle::Settlement;

/// Everything that a report is made of.
pub struct Results<'a> {
    /// The policy.
    pub policy: &'a Policy,
    /// The facts.
    pub book: &'a Book,
    /// What was computed.
    pub settlement: &'a Settlement,
    /// Name of the input file, without its folder.
    pub input_file: String,
    /// SHA-256 of the input file.
    pub input_sha256: String,
    /// What the command line added to the input.
    pub given: CommandLineInput,
}

/// What is to be paid in all, and what is to be recovered, below zero; nothing where the policy pays no money.
#[must_use]
pub fn to_pay_and_recover(results: &Results<'_>) -> Option<[Decimal; 2]> {
    let slot = results.policy.payable()?.slot;
    let settlement = results.settlement;
    let figures = || settlement.keys(Scope::Manager).filter_map(|key| settlement.number(key, slot));
    let (below, above): (Vec<_>, Vec<_>) = figures().partition(Decimal::is_sign_negative);
    Some([above.into_iter().sum(), below.into_iter().sum()])
}

impl Results<'_> {
    /// How a text of the policy or the input is shown.
    pub(super) fn text(&self, symbol: Symbol, lang: Lang) -> String {
        self.policy.text_of(symbol, &self.book.symbols, lang)
    }

    /// A value as a cell shows it.
    pub(super) fn cell_value(&self, value: Value, lang: Lang) -> CellValue {
        match value {
            Value::Blank | Value::Tainted => CellValue::Blank,
            Value::Number(number) => CellValue::Number(number),
            Value::Truth(truth) => CellValue::Truth(truth),
            Value::Text(symbol) => CellValue::Text(self.text(symbol, lang)),
            Value::NotApplicable => CellValue::Text("n/a".into()),
        }
    }

    /// Warnings of the input and of the policy's checks.
    pub fn warnings(&self) -> impl Iterator<Item = &Fault> {
        self.book.warnings.iter().chain(&self.settlement.warnings)
    }
}
