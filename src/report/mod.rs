//! Results as plain data, before any file format: sheets, JSON, words.

mod address;
mod addresses;
mod adjustment_columns;
mod adjustments;
mod answer;
mod answers;
mod applies;
mod arrangement;
mod basis;
mod checks;
mod constants;
pub mod copy;
mod counted;
mod coverage;
mod credit_columns;
mod credits;
mod dated;
mod dated_rows;
mod decimals;
mod defined;
mod drawn;
mod explain;
mod export;
mod figure_key;
mod finer;
pub mod form;
mod front;
mod groups;
mod headlines;
mod held;
pub mod json;
mod labels;
mod law_rows;
mod listed;
mod names;
mod others;
mod overview;
mod paper;
mod parts;
mod payable_parts;
mod people;
mod plan;
mod policy_document;
mod prior;
mod receipt;
mod row_formula;
mod run_facts;
mod scopes;
mod score_parts;
pub mod sheet;
mod shown;
mod stated;
mod statement;
mod status;
mod status_cell;
mod summary;
mod summary_part;
mod sums;
mod tab;
mod template;
mod terms;
mod trail;
mod why;
mod workbook;

pub use answer::{Answer, AnswerPart, Further, Headline, Worth, to_date};
pub use answers::{Answers, row_name};
pub use coverage::{BranchCoverage, Coverage, RuleCoverage};
pub use explain::{Audience, Explained, ExplainedRule, Explainer};
pub use figure_key::{FigureKey, PersonFigureKey};
pub use json::json;
pub use labels::{ListedRule, PolicyLabels, clause_text, rule_in_words, rules_in_words, scope_name};
pub use overview::{Overview, overview};
pub use plan::Limits;
pub use policy_document::{policy_document, since};
pub use receipt::{CommandLineInput, LAYOUT, Receipt, program, receipt_sheet};
pub use scopes::scopes;
pub use shown::{grouped, number_text, whole};
pub use stated::{FormulaInputs, Stated, StatedColumn, StatedTable, stated};
pub use statement::Statements;
pub use sums::{Sums, sums};
pub use trail::{Said, Used};
// What Excel asks of the name of a sheet, for whoever writes one.
pub use crate::policy::{NameFault, sheet_name_fault};
pub use workbook::{with_table, with_workbook, with_workbook_within};

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
pub fn to_pay_and_recover(results: &Results<'_>) -> Option<[rust_decimal::Decimal; 2]> {
    let slot = results.policy.payable()?.slot;
    let settlement = results.settlement;
    let figures = || settlement.keys(Scope::Manager).filter_map(|key| settlement.number(key, slot));
    let (below, above): (Vec<_>, Vec<_>) = figures().partition(rust_decimal::Decimal::is_sign_negative);
    Some([above.into_iter().sum(), below.into_iter().sum()])
}

impl Results<'_> {
    /// Warnings of the input and of the policy's checks.
    pub fn warnings(&self) -> impl Iterator<Item = &Fault> {
        self.book.warnings.iter().chain(&self.settlement.warnings)
    }
}
