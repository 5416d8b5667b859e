//! People who would get less than nothing: computed as it is, and told.

use crate::book::{Book, Fault};
use crate::formula::Scope;
use crate::policy::{Policy, Role, RowKind, Unit};
use crate::words;

use super::Settlement;

/// A warning for each person whose payable, the first money of the summary, is below zero.
pub(super) fn below_zero(policy: &Policy, book: &Book, settlement: &Settlement) -> Vec<Fault> {
    let first = policy.scope(Scope::Manager).rules.iter().find(|rule| rule.input.is_none());
    let Some(rule) = first.filter(|rule| rule.unit == Unit::Yuan) else { return Vec::new() };
    let Some(at) = policy.sheets.iter().position(|sheet| sheet.row == RowKind::Manager) else { return Vec::new() };
    let id = policy.sheets[at].columns.iter().position(|column| column.role == Role::Id).unwrap_or(0);
    let owing = book.managers.iter().enumerate().filter_map(|(index, manager)| {
        let payable = settlement.manager_rows.get(index)?.get(rule.slot)?.as_number()?;
        let (who, zh, en) = (&manager.id, &rule.label.zh, rule.label.en.to_lowercase());
        payable.is_sign_negative().then_some(()).filter(|()| !payable.is_zero()).map(|()| {
            Fault::new(
                book.cell(at, id, manager.row),
                who,
                words!(
                    "{who} 的{zh}为 {payable:.2}，是应收回的钱",
                    "{en} of {who} is {payable:.2}, which is to be got back"
                ),
                words!(
                    "请核对；收回或结转由单位决定",
                    "check it; whether to get it back or carry it on is not decided here"
                ),
            )
        })
    });
    owing.collect()
}
