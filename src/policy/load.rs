//! From texts to a [`Policy`], each text laid over the one that it extends.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::compile::compile;
use super::extend::{alone, lay_over};
use super::file_words::in_words;
use super::model::Policy;
use super::raw::{
    RawChart, RawCheck, RawClause, RawLaw, RawPolicy, RawReading, RawRule, RawSetting, RawSheet, RawTable, RawThreshold,
};
use super::source::{PolicyProblem, Sources};
use super::versions::{built_in_versions, extended, newest, of_head, parted};
use super::{identity, lengths};
use crate::formula::closest;
use crate::lang::Lang;
use crate::say;

/// Keys of `[policy]` that are not taken over from the policy that is extended.
const OF_THE_FILE_ITSELF: [&str; 2] = ["from", "changes"];

/// A policy that cannot be used, with every mistake that was found.
#[derive(Clone, Debug)]
pub struct PolicyError {
    /// The texts, for showing where.
    pub sources: Sources,
    /// The mistakes, in the order of the texts.
    pub problems: Vec<PolicyProblem>,
}

impl PolicyError {
    /// All mistakes as a person reads them.
    #[must_use]
    pub fn render(&self, lang: Lang) -> String {
        let shown: Vec<_> = self.problems.iter().map(|p| self.sources.render(p, lang)).collect();
        shown.join("\n\n")
    }
}

impl std::fmt::Display for PolicyError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.render(Lang::default()))
    }
}

impl std::error::Error for PolicyError {}

/// A policy from its text; a policy that it extends must be built in.
///
/// # Errors
/// Every mistake, with its place.
pub fn load(name: &str, text: &str) -> Result<Policy, Box<PolicyError>> {
    // A mark that some editors put before a text is no part of it.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut sources = Sources::default();
    let mut problems = Vec::new();
    let policy = match chain_of(name, text, &mut sources, &mut problems) {
        Some(chain) => assemble(&chain, &mut sources, &mut problems),
        None => None,
    };
    finish(policy, sources, problems)
}

/// A built-in policy by `id`, which means its highest version, or by `id@version`; `None` when there is none.
///
/// # Errors
/// A mistake in the policy's text, which the tests rule out.
#[must_use]
pub fn built_in(name: &str) -> Option<Result<Policy, Box<PolicyError>>> {
    let (id, version) = parted(name);
    let release = newest(id, version)?;
    Some(load(&release.file(), release.text))
}

/// The policy whose texts are `chain`, each extending the one before it.
///
/// # Errors
/// Every mistake, with its place.
pub(super) fn load_chain(chain: &[(String, String)]) -> Result<Policy, Box<PolicyError>> {
    let mut sources = Sources::default();
    let mut problems = Vec::new();
    let policy = assemble(chain, &mut sources, &mut problems);
    finish(policy, sources, problems)
}

fn finish(
    policy: Option<Policy>,
    sources: Sources,
    mut problems: Vec<PolicyProblem>,
) -> Result<Policy, Box<PolicyError>> {
    match policy {
        Some(policy) if problems.is_empty() => Ok(policy),
        _ => {
            problems.sort_by_key(|problem| problem.span.start);
            problems.dedup();
            Err(Box::new(PolicyError { sources, problems }))
        }
    }
}

/// The texts of a policy, from the one that extends nothing to its own.
fn chain_of(
    name: &str,
    text: &str,
    sources: &mut Sources,
    problems: &mut Vec<PolicyProblem>,
) -> Option<Vec<(String, String)>> {
    let mut chain = vec![(name.to_owned(), text.to_owned())];
    while let Some(parent) = of_head(&chain[chain.len() - 1].1, "extends") {
        let Some(release) = extended(&parent) else {
            let base = sources.add(name, text);
            let at = text.find(&parent).unwrap_or(0) + base;
            let all: Vec<String> = built_in_versions().collect();
            let near = closest(&parent, all.iter().map(String::as_str));
            let hint = near.or_else(|| all.first().map(String::as_str)).unwrap_or_default();
            problems.push(PolicyProblem {
                span: at..at + parent.len(),
                message: say!(Policy::NoBuiltInToExtend { parent, hint }),
            });
            return None;
        };
        if chain.len() > 8 {
            return None;
        }
        chain.push((release.file(), release.text.to_owned()));
    }
    chain.reverse();
    Some(chain)
}

fn assemble(chain: &[(String, String)], sources: &mut Sources, problems: &mut Vec<PolicyProblem>) -> Option<Policy> {
    // Each text is parsed behind as many blanks as the texts before it are long, so that places are places in all of them
    // together.
    let padded: Vec<(usize, String)> = chain
        .iter()
        .map(|(name, text)| {
            let base = sources.add(name.clone(), text.clone());
            (base, format!("{}{text}", " ".repeat(base)))
        })
        .collect();
    let mut merged: Option<DeTable<'_>> = None;
    let mut said = Vec::new();
    for (_, text) in &padded {
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            problems.push(syntax(&error, text.len()));
        }
        if !problems.is_empty() {
            return None;
        }
        let table = table.into_inner();
        said.push(identity::said(&table));
        lengths::check(&table, problems);
        merged = Some(match merged {
            None => alone(table, problems),
            Some(mut under) => {
                if let Some(DeValue::Table(head)) = under.get_mut("policy").map(Spanned::get_mut) {
                    for key in OF_THE_FILE_ITSELF {
                        head.remove(key);
                    }
                }
                lay_over(under, table, problems)
            }
        });
    }
    let end = padded.last().map_or(0, |(_, text)| text.len());
    let table = merged.unwrap_or_default();
    // Where there is no mistake nothing needs to be read by itself.
    let (raw, unread) = if let Ok(raw) = read(table.clone(), end) {
        (raw, Vec::new())
    } else {
        let (table, unread) = readable(table, problems);
        match read(table, end) {
            Ok(raw) => (raw, unread),
            Err(error) => {
                problems.push(syntax(&error, end));
                return None;
            }
        }
    };
    let before = problems.len();
    let policy = compile(&raw, sources.clone(), identity::of_each(said), problems);
    if !unread.is_empty() {
        // That an item which could not be read is missing elsewhere goes without saying.
        let mentions = |problem: &PolicyProblem| {
            let named = sources.slice(&problem.span).trim_matches(['"', '\'']).rsplit('.').next().unwrap_or_default();
            unread.iter().any(|name| name == named)
        };
        let told = problems.split_off(before);
        problems.extend(told.into_iter().filter(|problem| !mentions(problem)));
    }
    policy
}

fn read(table: DeTable<'_>, end: usize) -> Result<RawPolicy, toml::de::Error> {
    serde::Deserialize::deserialize(toml::de::Deserializer::from(Spanned::new(0..end, table)))
}

/// Reads every item of a file by itself, so that a mistake in one does not hide those of the others. Gives the
/// items that can be read, and the names of those that cannot.
fn readable<'i>(table: DeTable<'i>, problems: &mut Vec<PolicyProblem>) -> (DeTable<'i>, Vec<String>) {
    let mut sound = DeTable::new();
    let mut unread = Vec::new();
    for (key, value) in table {
        let span = value.span();
        let list = match value.into_inner() {
            DeValue::Array(list) => list,
            other => {
                sound.insert(key, Spanned::new(span, other));
                continue;
            }
        };
        let mut kept = Vec::new();
        for item in list {
            let found = match key.get_ref().as_ref() {
                "clause" => mistake::<RawClause>(&item),
                "reading" => mistake::<RawReading>(&item),
                "setting" => mistake::<RawSetting>(&item),
                "table" => mistake::<RawTable>(&item),
                "sheet" => mistake::<RawSheet>(&item),
                "check" => mistake::<RawCheck>(&item),
                "law" => mistake::<RawLaw>(&item),
                "threshold" => mistake::<RawThreshold>(&item),
                "chart" => mistake::<RawChart>(&item),
                "line" | "credit" | "quarter" | "month" | "half" | "year" | "manager" | "department"
                | "department_quarter" | "department_month" => mistake::<RawRule>(&item),
                _ => None,
            };
            match found {
                None => kept.push(item),
                Some(problem) => {
                    problems.push(problem);
                    let name = item.get_ref().as_table().and_then(|table| table.get("name"));
                    unread.extend(name.and_then(|name| name.get_ref().as_str()).map(str::to_owned));
                }
            }
        }
        sound.insert(key, Spanned::new(span, DeValue::Array(kept.into_iter().collect())));
    }
    (sound, unread)
}

fn mistake<'de, T: serde::Deserialize<'de>>(item: &Spanned<DeValue<'de>>) -> Option<PolicyProblem> {
    let error = T::deserialize(toml::de::ValueDeserializer::from(item.clone())).err()?;
    let mut problem = syntax(&error, item.span().end);
    if error.span().is_none() {
        // A key that is missing has no place of its own: the item's head will do.
        problem.span = item.span().start..item.span().start + 1;
    }
    Some(problem)
}

fn syntax(error: &toml::de::Error, end: usize) -> PolicyProblem {
    let span = error.span().unwrap_or(end..end);
    PolicyProblem { span, message: in_words(error.message()) }
}
