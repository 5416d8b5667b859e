//! What the formula of a rule looks at of its own row and among the settings: what a live formula of it names too,
//! however a program writes the rest.

use std::collections::BTreeSet;

use crate::formula::{Expr, Node, parse};
use crate::policy::{Policy, Rule};

/// A rule's formula, and the figures of its own row and the settings (`setting.x`) that it looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormulaInputs {
    /// The formula.
    pub formula: String,
    /// Names of columns of its table, and of settings.
    pub at: BTreeSet<String>,
}

impl FormulaInputs {
    /// What a rule looks at in a table with these columns.
    pub(super) fn of(rule: &Rule, columns: &BTreeSet<&str>, policy: &Policy) -> Option<Self> {
        let mut names = Vec::new();
        walk(&parse(&rule.formula.text).ok()?, &mut names);
        let setting = |name: &str| policy.settings.iter().any(|setting| setting.name == name);
        let at = names.into_iter().filter_map(|name| match name.split_once('.') {
            Some(("setting", _)) => Some(name),
            Some(_) => None,
            None if columns.contains(name.as_str()) => Some(name),
            None => setting(&name).then(|| format!("setting.{name}")),
        });
        Some(Self { formula: rule.formula.text.clone(), at: at.collect() })
    }
}

/// The names that are looked up in the row itself: not those of the previous period, nor of tables and their columns.
fn walk(expr: &Expr, names: &mut Vec<String>) {
    match &expr.node {
        Node::Name(name) => names.push(name.clone()),
        Node::Negate(of) | Node::Percent(of) => walk(of, names),
        Node::Binary(_, one, other) => [one, other].into_iter().for_each(|of| walk(of, names)),
        Node::Call(function, arguments) => {
            let own = match function.as_str() {
                "PREV" => 0,
                "LOOKUP" | "BAND" => 1,
                "GRADUATED" => 2,
                _ => arguments.len(),
            };
            arguments.iter().take(own).for_each(|of| walk(of, names));
        }
        Node::Number(_) | Node::Text(_) | Node::Truth(_) => {}
    }
}
