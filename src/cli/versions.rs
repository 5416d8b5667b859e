//! What differs between two policies, for people and for programs.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use super::talk::{bold, dim, green, red};
use crate::audit::{PolicyChange, PolicyPart};
use crate::lang::{Lang, Words};
use crate::policy::Policy;
use crate::words;

/// The changes as JSON.
pub(super) fn document([a, b]: &[Policy; 2], changes: &[PolicyChange], lang: Lang) -> Json {
    let side = |policy: &Policy| {
        let title = policy.title.get(lang);
        json!({ "id": policy.id, "version": policy.version, "sha256": policy.hash, "title": title })
    };
    let each = changes.iter().map(|change| {
        let says = |words: &Option<Words>| words.as_ref().map(|words| words.get(lang).to_owned());
        json!({
            "part": change.part.name(), "name": change.name, "label": change.label.get(lang),
            "clause": change.clause, "a": says(&change.a), "b": says(&change.b),
        })
    });
    json!({ "a": side(a), "b": side(b), "changes": each.collect::<Vec<_>>() })
}

/// The changes as text: by kind, each with what it said and what it says.
pub(super) fn text([a, b]: &[Policy; 2], changes: &[PolicyChange], lang: Lang) -> String {
    let mut text = String::new();
    for (letter, policy) in [("A", a), ("B", b)] {
        let (title, id, version) = (policy.title.get(lang), &policy.id, &policy.version);
        let line = words!("{letter}  {title}（{id}），版本 {version}", "{letter}  {title} ({id}), version {version}");
        let _ = writeln!(text, "{}", line.get(lang));
        if let (Some(changes), "B") = (&policy.changes, letter) {
            let _ = writeln!(text, "   {}", changes.get(lang));
        }
    }
    if changes.is_empty() {
        let _ = writeln!(text, "{}", words!("没有不同", "nothing differs").get(lang));
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
        (None, _) => words!("新增", "new"),
        (_, None) => words!("删除", "gone"),
        _ => words!("改动", "changed"),
    };
    let named = if *part == PolicyPart::Clause {
        name.clone()
    } else {
        format!("{} `{name}` {}", label.get(lang), dim(clause))
    };
    let _ = writeln!(text, "  {}  {}", named.trim(), what.get(lang));
    for (sign, says) in [(red("-"), a), (green("+"), b)] {
        for line in says.iter().flat_map(|says| says.get(lang).lines()) {
            let _ = writeln!(text, "      {sign} {line}");
        }
    }
}
