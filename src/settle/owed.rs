//! People who would get less than nothing: computed as it is, and told.

use crate::book::{Book, Fault};
use crate::policy::{ColumnRole, Policy, RowKind};
use crate::say;

use super::{RowKey, Settlement};

/// A warning for each person whose payable, the first money of the summary, is below zero.
pub(super) fn below_zero(policy: &Policy, book: &Book, settlement: &Settlement) -> Vec<Fault> {
    let Some(rule) = policy.payable() else { return Vec::new() };
    let Some(at) = policy.sheets.iter().position(|sheet| sheet.row == RowKind::Manager) else { return Vec::new() };
    let id = policy.sheets[at].columns.iter().position(|column| column.role == ColumnRole::Id).unwrap_or(0);
    let owing = book.managers.iter().enumerate().filter_map(|(index, manager)| {
        let payable = settlement.number(RowKey::Manager { person: index }, rule.slot)?;
        let (who, label) = (&manager.id, &rule.label);
        payable.is_sign_negative().then_some(()).filter(|()| !payable.is_zero()).map(|()| {
            Fault::new(
                book.cell(at, id, manager.row),
                who,
                say!(Settle::IsOwed { label, who, payable: format!("{payable:.2}") }),
                say!(Settle::CheckOwed),
            )
        })
    });
    owing.collect()
}
