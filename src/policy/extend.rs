//! Laying a policy file over the one that it extends, before anything is resolved.
//!
//! Items (rules, settings, tables, sheets, …) are known by their name, id or key. An item with
//! `replaces = true` lays its keys over the item of that name and must find it; one without must be new.
//! `after` puts a new item behind another. The columns and rows inside an item are laid over in the same
//! way when one of them says `replaces` or `after`; otherwise the new list takes the old one's place.
//! `[remove]` takes items out ([`remove`](super::remove)), and a clause with `instead_of` takes the place
//! of clauses of the extended policy wherever they are cited ([`clauses`](super::clauses)).

use std::collections::HashSet;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::clauses::put_instead;
use super::items::name_of;
use super::remove::take_out;
use super::source::PolicyProblem;
use crate::formula::closest;
use crate::say;

/// Lays `child` over `parent`; mistakes go to `problems`.
pub fn lay_over<'i>(mut parent: DeTable<'i>, mut child: DeTable<'i>, problems: &mut Vec<PolicyProblem>) -> DeTable<'i> {
    if let Some(remove) = child.remove("remove") {
        take_out(&mut parent, remove, problems);
    }
    put_instead(&mut parent, &mut child, problems);
    for (key, value) in child {
        let span = value.span();
        let under = parent.remove(key.get_ref().as_ref()).map(Spanned::into_inner);
        let laid = match (under, value.into_inner()) {
            (Some(DeValue::Array(under)), DeValue::Array(items)) => lay_items(under.into_iter(), items, problems),
            (_, DeValue::Array(items)) => lay_items(std::iter::empty(), items, problems),
            (Some(DeValue::Table(under)), DeValue::Table(over)) => DeValue::Table(keys_over(under, over, problems)),
            (_, over) => over,
        };
        parent.insert(key, Spanned::new(span, laid));
    }
    parent
}

/// In a policy that extends nothing, `replaces`, `after` and `[remove]` have nothing to speak of.
pub fn alone<'i>(table: DeTable<'i>, problems: &mut Vec<PolicyProblem>) -> DeTable<'i> {
    lay_over(DeTable::new(), table, problems)
}

fn keys_over<'i>(mut under: DeTable<'i>, over: DeTable<'i>, problems: &mut Vec<PolicyProblem>) -> DeTable<'i> {
    for (key, value) in over {
        let span = value.span();
        let old = under.remove(key.get_ref().as_ref()).map(Spanned::into_inner);
        let value = match (old, value.into_inner()) {
            (Some(DeValue::Array(old)), DeValue::Array(new)) if new.iter().any(speaks_of_others) => {
                lay_items(old.into_iter(), new, problems)
            }
            (_, value) => value,
        };
        under.insert(key, Spanned::new(span, value));
    }
    under
}

/// Whether an item is to be laid over others, rather than to stand for itself.
fn speaks_of_others(item: &Spanned<DeValue<'_>>) -> bool {
    item.get_ref().as_table().is_some_and(|table| table.contains_key("replaces") || table.contains_key("after"))
}

fn lay_items<'i>(
    old: impl Iterator<Item = Spanned<DeValue<'i>>>,
    items: impl IntoIterator<Item = Spanned<DeValue<'i>>>,
    problems: &mut Vec<PolicyProblem>,
) -> DeValue<'i> {
    let mut list = old.collect();
    let mut named = HashSet::new();
    for item in items {
        if let Some(shown) = name_of(&item).filter(|name| speaks_of_others(&item) && !named.insert((*name).to_owned()))
        {
            problems.push(PolicyProblem { span: item.span(), message: say!(Policy::ReplacedTwice { shown }) });
        }
        lay_item(&mut list, item, problems);
    }
    DeValue::Array(list.into_iter().collect())
}

fn lay_item<'i>(list: &mut Vec<Spanned<DeValue<'i>>>, item: Spanned<DeValue<'i>>, problems: &mut Vec<PolicyProblem>) {
    let span = item.span();
    let name = name_of(&item).map(str::to_owned);
    let mut table = match item.into_inner() {
        DeValue::Table(table) => table,
        other => return list.push(Spanned::new(span, other)),
    };
    let replaces = table.remove("replaces").is_some_and(|v| v.get_ref().as_bool() == Some(true));
    let after = table.remove("after");
    let found = list.iter().position(|old| name.is_some() && name_of(old) == name.as_deref());
    let shown = name.as_deref().unwrap_or("?");
    match (replaces, found) {
        (true, Some(index)) => {
            let old = std::mem::replace(&mut list[index], Spanned::new(span.clone(), DeValue::Boolean(true)));
            let old_span = old.span();
            if let DeValue::Table(under) = old.into_inner() {
                list[index] = Spanned::new(old_span, DeValue::Table(keys_over(under, table, problems)));
            }
        }
        (true, None) => {
            let message = match closest(shown, list.iter().filter_map(name_of)) {
                Some(near) => say!(Policy::NothingToReplaceNear { shown, near }),
                None => say!(Policy::NothingToReplace { shown }),
            };
            problems.push(PolicyProblem { span, message });
        }
        (false, Some(_)) => problems.push(PolicyProblem { span, message: say!(Policy::ExistsAlready { shown }) }),
        (false, None) => {
            let place = match after {
                None => list.len(),
                Some(after) => {
                    let wanted = after.get_ref().as_str().unwrap_or_default().to_owned();
                    if let Some(index) = list.iter().position(|old| name_of(old) == Some(&wanted)) {
                        index + 1
                    } else {
                        problems.push(PolicyProblem {
                            span: after.span(),
                            message: say!(Policy::NothingToStandAfter { wanted }),
                        });
                        list.len()
                    }
                }
            };
            list.insert(place, Spanned::new(span, DeValue::Table(table)));
        }
    }
}
