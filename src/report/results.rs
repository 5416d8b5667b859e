//! What a report is made of.

use rust_decimal::Decimal;

use super::command_line_input::CommandLineInput;
use crate::book::{Book, Fault};
use crate::formula::Scope;
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
    /// Warnings of the input and of the policy's checks.
    pub fn warnings(&self) -> impl Iterator<Item = &Fault> {
        self.book.warnings.iter().chain(&self.settlement.warnings)
    }
}
