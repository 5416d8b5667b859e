//! The package: every part has a type, and every way from part to part leads somewhere.

use std::collections::BTreeSet;

use super::super::package::{Parts, relationship_id};
use super::repeated;

const TYPES: &str = "[Content_Types].xml";

/// Every part has a content type, by its ending or of its own, and only what is there has one.
pub fn content_types(parts: &Parts<'_>) -> Vec<String> {
    let Some(root) = parts.root(TYPES) else { return vec![format!("no {TYPES}")] };
    let all = |name: &'static str, attribute: &'static str| {
        let nodes = root.children().filter(move |node| node.has_tag_name(name));
        nodes.filter_map(move |node| node.attribute(attribute))
    };
    let endings: BTreeSet<String> = all("Default", "Extension").map(str::to_lowercase).collect();
    let own: BTreeSet<&str> = all("Override", "PartName").map(|name| name.trim_start_matches('/')).collect();
    let mut found = repeated(all("Override", "PartName").map(str::to_lowercase));
    found.extend(repeated(all("Default", "Extension").map(str::to_lowercase)));
    found.extend(own.iter().filter(|name| !parts.has(name)).map(|name| format!("{name} is not there")));
    for name in parts.names().filter(|name| *name != TYPES && !own.contains(name)) {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
        // A part of the workbook that is only called XML is not looked at.
        if !endings.contains(&ending) || (ending == "xml" && name.starts_with("xl/")) {
            found.push(format!("{name} has no content type"));
        }
    }
    found
}

/// Every relationship leads to a part, every `r:id` to a relationship; ids stand once, and every part is led to.
pub fn relationships(parts: &Parts<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let mut reached: BTreeSet<String> = parts.relationships("").into_iter().map(|(_, target)| target.part).collect();
    for part in parts.names().filter(|name| !is_relationships(name)) {
        let relationships = parts.relationships(part);
        let ids = || relationships.iter().map(|(id, _)| id.as_str());
        found.extend(repeated(ids()).into_iter().map(|twice| format!("{part}: {twice}")));
        let lost = relationships.iter().filter(|(_, target)| !parts.has(&target.part));
        found.extend(lost.map(|(id, target)| format!("{part}: {id} leads to {}, which is not there", target.part)));
        let known: BTreeSet<&str> = ids().collect();
        for node in parts.root(part).into_iter().flat_map(|root| root.descendants()) {
            if let Some(id) = relationship_id(node).filter(|id| !known.contains(id)) {
                found.push(format!("{part}: {id} is no relationship"));
            }
        }
        reached.extend(relationships.into_iter().map(|(_, target)| target.part));
    }
    for part in parts.names().filter(|name| !is_relationships(name) && *name != TYPES) {
        if !reached.contains(part) {
            found.push(format!("nothing leads to {part}"));
        }
    }
    for part in parts.names().filter(|name| is_relationships(name)) {
        let of = part.replacen("_rels/", "", 1);
        let of = of.trim_end_matches(".rels");
        if !of.is_empty() && !parts.has(of) {
            found.push(format!("{part} is of nothing"));
        }
    }
    found
}

fn is_relationships(part: &str) -> bool {
    part.strip_suffix(".rels").is_some_and(|part| part.contains("_rels/"))
}
