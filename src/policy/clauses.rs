//! Clauses of a policy that stand in the place of another policy's clauses.
//!
//! ```toml
//! [[clause]]
//! id = "MS-2.4"
//! instead_of = ["KA-2.5"]
//! ```
//!
//! Rules that are taken over from the extended policy unchanged then cite this policy's own text.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::items::{emptied, name_of};
use super::source::PolicyProblem;
use crate::say;

/// Puts each clause of `child` that has `instead_of` into `parent`, where the first of them stood unless it
/// says `after`, and cites it wherever one of them is cited.
pub fn put_instead<'i>(parent: &mut DeTable<'i>, child: &mut DeTable<'i>, problems: &mut Vec<PolicyProblem>) {
    let Some(DeValue::Array(clauses)) = child.get_mut("clause").map(Spanned::get_mut) else { return };
    let mut renamed: Vec<(String, String)> = Vec::new();
    let mut kept = Vec::new();
    for mut clause in emptied(clauses) {
        let id = name_of(&clause).unwrap_or_default().to_owned();
        let olds = match clause.get_mut() {
            DeValue::Table(table) => table.remove("instead_of"),
            _ => None,
        };
        let Some(olds) = olds else {
            kept.push(clause);
            continue;
        };
        let olds: Vec<(String, Range<usize>)> = match olds.get_ref() {
            DeValue::Array(list) => {
                list.iter().filter_map(|old| Some((old.get_ref().as_str()?.to_owned(), old.span()))).collect()
            }
            _ => Vec::new(),
        };
        let mut place = None;
        for (old, span) in olds {
            match take_clause(parent, &old) {
                Some(index) => {
                    place.get_or_insert(index);
                    renamed.push((old, id.clone()));
                }
                None => problems.push(PolicyProblem { span, message: say!(Policy::NoClauseToReplace { old }) }),
            }
        }
        let elsewhere = clause.get_ref().as_table().is_some_and(|table| table.contains_key("after"));
        match (place.filter(|_| !elsewhere), parent.get_mut("clause").map(Spanned::get_mut)) {
            (Some(place), Some(DeValue::Array(list))) => {
                let mut items = emptied(list);
                items.insert(place.min(items.len()), clause);
                *list = items.into_iter().collect();
            }
            _ => kept.push(clause),
        }
    }
    *clauses = kept.into_iter().collect();
    if !renamed.is_empty() {
        for (_, section) in parent.iter_mut() {
            cite(section.get_mut(), &renamed);
        }
    }
}

/// Takes a clause out of the list, and says where it stood.
fn take_clause(parent: &mut DeTable<'_>, id: &str) -> Option<usize> {
    let DeValue::Array(list) = parent.get_mut("clause")?.get_mut() else { return None };
    let index = list.iter().position(|clause| name_of(clause) == Some(id))?;
    let mut items = emptied(list);
    items.remove(index);
    *list = items.into_iter().collect();
    Some(index)
}

/// Cites the new clauses in every `clause = "…"` of a section.
fn cite(value: &mut DeValue<'_>, renamed: &[(String, String)]) {
    match value {
        DeValue::Array(items) => items.iter_mut().for_each(|item| cite(item.get_mut(), renamed)),
        DeValue::Table(table) => {
            for (key, value) in table.iter_mut() {
                match value.get_mut() {
                    DeValue::String(cited) if key.get_ref() == "clause" => {
                        *cited = citing(cited, renamed).into();
                    }
                    DeValue::Array(_) => cite(value.get_mut(), renamed),
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

/// `KA-2.2a, KA-3.1` with the new clauses in place of the old, each once.
fn citing(cited: &str, renamed: &[(String, String)]) -> String {
    let mut ids: Vec<&str> = Vec::new();
    for id in cited.split(',').map(str::trim) {
        let id = renamed.iter().find(|(old, _)| old == id).map_or(id, |(_, new)| new);
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids.join(", ")
}
