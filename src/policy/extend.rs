//! Laying a policy file over the one that it extends, before anything is resolved.
//!
//! Items (rules, settings, tables, sheets, …) are known by their name. An item with `replaces = true`
//! lays its keys over the item of that name and must find it; one without must be new. `after` puts a
//! new item behind another, and `[remove]` takes items out.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::source::PolicyProblem;
use crate::words;

/// Lays `child` over `parent`; mistakes go to `problems`.
pub fn lay_over<'i>(mut parent: DeTable<'i>, mut child: DeTable<'i>, problems: &mut Vec<PolicyProblem>) -> DeTable<'i> {
    if let Some(remove) = child.remove("remove") {
        take_out(&mut parent, remove, problems);
    }
    for (key, value) in child {
        match value.get_ref() {
            DeValue::Array(_) => {
                let DeValue::Array(items) = value.into_inner() else { continue };
                let mut list = match parent.remove(key.get_ref().as_ref()).map(Spanned::into_inner) {
                    Some(DeValue::Array(list)) => list.into_iter().collect(),
                    _ => Vec::new(),
                };
                for item in items {
                    lay_item(&mut list, item, problems);
                }
                let span = key.span();
                parent.insert(key, Spanned::new(span, DeValue::Array(list.into_iter().collect())));
            }
            DeValue::Table(_) => {
                let span = value.span();
                let DeValue::Table(over) = value.into_inner() else { continue };
                let merged = match parent.remove(key.get_ref().as_ref()).map(Spanned::into_inner) {
                    Some(DeValue::Table(under)) => keys_over(under, over),
                    _ => over,
                };
                parent.insert(key, Spanned::new(span, DeValue::Table(merged)));
            }
            _ => {
                parent.remove(key.get_ref().as_ref());
                parent.insert(key, value);
            }
        }
    }
    parent
}

/// In a policy that extends nothing, `replaces`, `after` and `[remove]` have nothing to speak of.
pub fn alone<'i>(table: DeTable<'i>, problems: &mut Vec<PolicyProblem>) -> DeTable<'i> {
    lay_over(DeTable::new(), table, problems)
}

fn keys_over<'i>(mut under: DeTable<'i>, over: DeTable<'i>) -> DeTable<'i> {
    for (key, value) in over {
        under.remove(key.get_ref().as_ref());
        under.insert(key, value);
    }
    under
}

fn name_of<'v>(item: &'v Spanned<DeValue<'_>>) -> Option<&'v str> {
    let table = item.get_ref().as_table()?;
    table.get("name").or_else(|| table.get("id"))?.get_ref().as_str()
}

fn lay_item<'i>(list: &mut Vec<Spanned<DeValue<'i>>>, item: Spanned<DeValue<'i>>, problems: &mut Vec<PolicyProblem>) {
    let span = item.span();
    let name = name_of(&item).map(str::to_owned);
    let DeValue::Table(mut table) = item.into_inner() else { return };
    let replaces = table.remove("replaces").is_some_and(|v| v.get_ref().as_bool() == Some(true));
    let after = table.remove("after");
    let found = list.iter().position(|old| name.is_some() && name_of(old) == name.as_deref());
    let shown = name.as_deref().unwrap_or("?");
    match (replaces, found) {
        (true, Some(index)) => {
            let old = std::mem::replace(&mut list[index], Spanned::new(span.clone(), DeValue::Boolean(true)));
            let old_span = old.span();
            if let DeValue::Table(under) = old.into_inner() {
                list[index] = Spanned::new(old_span, DeValue::Table(keys_over(under, table)));
            }
        }
        (true, None) => problems.push(PolicyProblem {
            span,
            message: words!(
                "要替换的“{shown}”在被扩展的办法中不存在",
                "`{shown}` is to be replaced, but the extended policy has none"
            ),
        }),
        (false, Some(_)) => problems.push(PolicyProblem {
            span,
            message: words!(
                "“{shown}”已存在；要替换请写 replaces = true",
                "`{shown}` exists already; write replaces = true to replace it"
            ),
        }),
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
                            message: words!("没有“{wanted}”可供排在其后", "there is no `{wanted}` to stand after"),
                        });
                        list.len()
                    }
                }
            };
            list.insert(place, Spanned::new(span, DeValue::Table(table)));
        }
    }
}

fn take_out<'i>(parent: &mut DeTable<'i>, remove: Spanned<DeValue<'i>>, problems: &mut Vec<PolicyProblem>) {
    let DeValue::Table(remove) = remove.into_inner() else { return };
    for (key, names) in remove {
        let names: Vec<(String, std::ops::Range<usize>)> = names
            .get_ref()
            .as_array()
            .map(|array| {
                array.iter().filter_map(|name| Some((name.get_ref().as_str()?.to_owned(), name.span()))).collect()
            })
            .unwrap_or_default();
        let list = parent.remove(key.get_ref().as_ref()).map(Spanned::into_inner);
        let mut list: Vec<_> = match list {
            Some(DeValue::Array(list)) => list.into_iter().collect(),
            _ => Vec::new(),
        };
        for (name, span) in names {
            let before = list.len();
            list.retain(|item| name_of(item) != Some(&name));
            if list.len() == before {
                problems.push(PolicyProblem {
                    span,
                    message: words!("没有“{name}”可删除", "there is no `{name}` to remove"),
                });
            }
        }
        let span = key.span();
        parent.insert(key, Spanned::new(span, DeValue::Array(list.into_iter().collect())));
    }
}
