//! What differs between two policies, for people and for programs.

use std::fmt::Write as _;

use serde::Serialize;

use super::differing;
use super::talk::{bold, dim, green, red};
use crate::audit::{PolicyChange, PolicyPart};
use crate::lang::Lang;
use crate::policy::Policy;
use crate::report::json::PolicyRef;
use crate::say;

/// What differs between two policies.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct VersionsDocument<'d> {
    /// The one policy.
    a: ComparedPolicy<'d>,
    /// The other.
    b: ComparedPolicy<'d>,
    /// What says something else in B.
    changes: &'d [PolicyChange],
    /// What that moves in an input; only where one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<differing::DiffDocument<'d>>,
}

/// One of the two.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Version"))]
struct ComparedPolicy<'d> {
    #[serde(flatten)]
    policy: PolicyRef<'d>,
    /// What people call it.
    title: &'d str,
}

impl<'d> VersionsDocument<'d> {
    /// Of two policies.
    pub(super) fn new(
        [a, b]: &'d [Policy; 2],
        changes: &'d [PolicyChange],
        on: Option<differing::DiffDocument<'d>>,
        lang: Lang,
    ) -> Self {
        let side =
            |policy: &'d Policy| ComparedPolicy { policy: PolicyRef::from(policy), title: policy.title.get(lang) };
        Self { a: side(a), b: side(b), changes, on }
    }
}

/// The changes as text: by kind, each with what it said and what it says.
pub(super) fn text([a, b]: &[Policy; 2], changes: &[PolicyChange], lang: Lang) -> String {
    let mut text = String::new();
    for (letter, policy) in [("A", a), ("B", b)] {
        let (title, id, version) = (policy.title.get(lang), &policy.id, &policy.version);
        let _ = writeln!(text, "{}", say!(Cli::VersionHead { letter, title, id, version }).get(lang));
        if let (Some(changes), "B") = (&policy.changes, letter) {
            let _ = writeln!(text, "   {}", changes.get(lang));
        }
    }
    if changes.is_empty() {
        let _ = writeln!(text, "{}", say!(Cli::NothingDiffers).get(lang));
        return text;
    }
    for part in PolicyPart::ALL {
        let own: Vec<_> = changes.iter().filter(|change| change.part == part).collect();
        if own.is_empty() {
            continue;
        }
        let count = own.len();
        let _ = writeln!(text, "\n{} ({count})", bold(part.words().get(lang)));
        for change in own {
            told(&mut text, change, lang);
        }
    }
    text
}

fn told(text: &mut String, change: &PolicyChange, lang: Lang) {
    let PolicyChange { part, name, label, clause, a, b } = change;
    let what = match (a, b) {
        (None, _) => say!(Cli::New),
        (_, None) => say!(Cli::Gone),
        _ => say!(Cli::Changed),
    };
    let named = if *part == PolicyPart::Clause { name.clone() } else { format!("{label} `{name}` {}", dim(clause)) };
    let _ = writeln!(text, "  {}  {}", named.trim(), what.get(lang));
    for (sign, says) in [(red("-"), a), (green("+"), b)] {
        for line in says.iter().flat_map(|says| says.lines()) {
            let _ = writeln!(text, "      {sign} {line}");
        }
    }
}
