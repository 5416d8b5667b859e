//! What people are paid, of which `what-if` says by how much it moves: whose, by which rule, and how it is shown.

use clap::Args;
use rust_decimal::Decimal;
use serde::Serialize;

use super::arguments::Format;
use super::failure::Failure;
use super::input::Computed;
use crate::book::Period;
use crate::formula::{Scope, Value};
use crate::lang::Lang;
use crate::policy::{Policy, Rule, Unit};
use crate::report::grouped;
use crate::report::json::{FileRef, PolicyVersion};
use crate::say;
use crate::settle::{RowKey, Settlement};

/// Of whom, and how.
#[derive(Debug, Args)]
pub(super) struct PaidArguments {
    /// Only this manager, by id or name. May be given several times.
    #[arg(long, value_name = "ID")]
    pub manager: Vec<String>,
    /// How to print it.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

impl PaidArguments {
    /// The places of the managers that are asked for.
    pub(super) fn wanted(&self, computed: &Computed) -> Result<Vec<usize>, Failure> {
        super::explain::people(&self.manager, computed)
    }
}

/// The rule that says what a manager is paid: what the policy says the year costs, else his first money figure.
pub(super) fn pay(policy: &Policy) -> Option<&Rule> {
    let rules = &policy.scope(Scope::Manager).rules;
    let money = |rule: &&Rule| rule.unit == Unit::Yuan && rule.input.is_none();
    let declared = policy.cost.as_deref().and_then(|name| policy.rule(Scope::Manager, name));
    declared.or_else(|| rules.iter().find(money))
}

/// What these managers are paid.
pub(super) fn paid(rule: &Rule, settlement: &Settlement, managers: &[usize]) -> Vec<Decimal> {
    let figure = |manager: &usize| match settlement.value(RowKey::Manager { person: *manager }, rule.slot) {
        Some(Value::Number(number)) => number,
        _ => Decimal::ZERO,
    };
    managers.iter().map(figure).collect()
}

/// What each document of what-if begins with: of which file, policy and figure it speaks.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Head<'d> {
    /// The input.
    input: FileRef<'d>,
    /// The policy.
    policy: PolicyVersion<'d>,
    /// The calendar year.
    year: i16,
    /// The last period that is computed.
    through: Period,
    /// The figure: what the year costs so far, where the policy says which that is; else the first money of each person.
    pub figure: FigureRef<'d>,
}

/// A figure of the policy.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct FigureRef<'d> {
    /// Its name in formulas.
    name: &'d str,
    /// Its label.
    pub label: &'d str,
}

impl<'d> Head<'d> {
    pub(super) fn new(computed: &'d Computed, rule: &'d Rule) -> Self {
        let Computed { policy, book, file, sha256, lang, .. } = computed;
        Self {
            input: FileRef { file, sha256 },
            policy: PolicyVersion::from(&**policy),
            year: book.year,
            through: book.through,
            figure: FigureRef { name: &rule.name, label: rule.label.get(*lang) },
        }
    }
}

pub(super) fn signed(number: Decimal) -> String {
    if number > Decimal::ZERO { format!("+{}", grouped(number)) } else { grouped(number) }
}

pub(super) fn no_money(lang: Lang) -> Failure {
    Failure::usage(&say!(Cli::NoMoney), lang)
}
