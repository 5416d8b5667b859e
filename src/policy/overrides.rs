//! Single rules replaced by formulas that a workbook carries, so that an archived workbook holds all that
//! its numbers depend on.

use std::fmt::Write as _;

use super::load::load_chain;
use super::model::{Policy, Rule};
use crate::formula::{Scope, closest};
use crate::lang::Words;
use crate::say;

/// A rule's new formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleOverride {
    /// The rule's name or label; with its scope before a point where several scopes have it
    /// (`quarter.base_met`).
    pub name: String,
    /// The formula that takes the place of the policy's.
    pub formula: String,
}

/// What the text that a workbook adds to a policy is called in origins.
pub const WORKBOOK_RULES: &str = "规则 / Rules";

/// The policy with some rules' formulas replaced.
///
/// # Errors
/// Every mistake: the number of the override and what is wrong with it.
pub fn with_rules(policy: &Policy, rules: &[RuleOverride]) -> Result<Policy, Vec<(usize, Words)>> {
    let mut text = String::from("format = 1\n");
    // Where each override's text ends in the added file.
    let mut ends = Vec::new();
    let mut problems = Vec::new();
    for (index, rule) in rules.iter().enumerate() {
        match find(policy, &rule.name) {
            Ok((scope, found)) => {
                let formula = rule.formula.replace('\\', "\\\\").replace('"', "\\\"").replace(['\n', '\r'], " ");
                let prefix = policy.vocabulary.prefix(scope);
                let name = &found.name;
                let _ = write!(text, "[[{prefix}]]\nname = \"{name}\"\nreplaces = true\nformula = \"{formula}\"\n");
            }
            Err(problem) => problems.push((index, problem)),
        }
        ends.push(text.len());
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut chain: Vec<(String, String)> =
        policy.sources.texts().iter().map(|source| (source.name.clone(), source.text.clone())).collect();
    chain.push((WORKBOOK_RULES.into(), text));
    load_chain(&chain).map_err(|error| {
        let place = |start: usize| match error.sources.find(start) {
            Some((source, at)) if source.name == WORKBOOK_RULES => ends.iter().position(|end| at < *end),
            _ => None,
        };
        // A mistake elsewhere (a circle, say) comes from one of the overrides: the first stands for it.
        error.problems.iter().map(|p| (place(p.span.start).unwrap_or(0), p.message.clone())).collect()
    })
}

/// The rule that a name means.
fn find<'p>(policy: &'p Policy, name: &str) -> Result<(Scope, &'p Rule), Words> {
    let (wanted, bare) = match name.split_once('.') {
        Some((prefix, bare)) => (Scope::ALL.into_iter().find(|&s| policy.vocabulary.prefix(s) == prefix), bare),
        None => (None, name),
    };
    let rules = || {
        Scope::ALL.into_iter().flat_map(|scope| {
            policy.scope(scope).rules.iter().filter(|rule| rule.input.is_none()).map(move |rule| (scope, rule))
        })
    };
    let means = |rule: &Rule| rule.name == bare || rule.label.spellings().any(|label| label.eq_ignore_ascii_case(bare));
    let found: Vec<_> =
        rules().filter(|(scope, rule)| wanted.is_none_or(|wanted| wanted == *scope) && means(rule)).collect();
    match found[..] {
        [one] => Ok(one),
        [] => Err(match closest(bare, rules().map(|(_, rule)| rule.name.as_str())) {
            Some(near) => say!(Policy::NoRuleNear { name, near }),
            None => say!(Policy::NoRuleInPolicy { name }),
        }),
        _ => {
            let all = found.iter().map(|(scope, rule)| format!("{}.{}", policy.vocabulary.prefix(*scope), rule.name));
            let all = all.collect::<Vec<_>>().join(", ");
            Err(say!(Policy::SeveralRules { name, all }))
        }
    }
}
