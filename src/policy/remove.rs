//! `[remove]`: what a policy takes out of the one that it extends.
//!
//! ```toml
//! [remove]
//! setting = ["other_income"]         # these items
//! sheet = ["quotas.floating_wage"]   # a column or row of an item
//! half = true                        # the whole of it: all half-year rules
//! ```

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::items::{emptied, name_of};
use super::source::PolicyProblem;
use crate::say;

/// Takes out of `parent` what `remove` names; what is not there is a problem.
pub fn take_out(parent: &mut DeTable<'_>, remove: Spanned<DeValue<'_>>, problems: &mut Vec<PolicyProblem>) {
    let DeValue::Table(remove) = remove.into_inner() else { return };
    for (key, what) in remove {
        let section = key.get_ref().as_ref();
        match what.get_ref() {
            DeValue::Boolean(true) => {
                if parent.remove(section).is_none() {
                    nothing(section, key.span(), problems);
                }
            }
            DeValue::Array(names) => {
                for name in names {
                    let shown = name.get_ref().as_str().unwrap_or("?");
                    let taken = parent.get_mut(section).is_some_and(|items| take(items.get_mut(), shown));
                    if !taken {
                        nothing(shown, name.span(), problems);
                    }
                }
            }
            _ => problems.push(PolicyProblem { span: what.span(), message: say!(Policy::WriteNamesToRemove) }),
        }
    }
}

fn nothing(name: &str, span: std::ops::Range<usize>, problems: &mut Vec<PolicyProblem>) {
    problems.push(PolicyProblem { span, message: say!(Policy::NothingToRemove { name }) });
}

/// Takes `name` out of a section: an item, a key of a table, or `item.part`.
fn take(section: &mut DeValue<'_>, name: &str) -> bool {
    match section {
        DeValue::Table(table) => table.remove(name).is_some(),
        DeValue::Array(items) => {
            take_item(items, name)
                || name.split_once('.').is_some_and(|(item, part)| {
                    let found = items.iter_mut().find(|old| name_of(old) == Some(item));
                    let Some(DeValue::Table(table)) = found.map(Spanned::get_mut) else { return false };
                    table.iter_mut().any(|(_, value)| match value.get_mut() {
                        DeValue::Array(parts) => take_item(parts, part),
                        _ => false,
                    })
                })
        }
        _ => false,
    }
}

fn take_item(items: &mut DeArray<'_>, name: &str) -> bool {
    let before = items.len();
    let kept = emptied(items).into_iter().filter(|item| name_of(item) != Some(name));
    *items = kept.collect();
    items.len() < before
}
