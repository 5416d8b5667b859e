//! Mistakes of policy files: policies of the fixtures with one text replaced.

mod dated;
mod figures;
mod people;
mod sheets;
mod steps;
mod tables;
mod team;

/// What is wrong, the text of the policy that is replaced, and the one in its place.
type Change = (&'static str, &'static str, &'static str);

/// Policies of `fixtures/policies`, each with its changes.
pub const CHANGED: &[(&str, &[Change])] = &[
    ("dated-vat.toml", dated::CHANGES),
    ("contest.toml", people::CHANGES),
    ("team.toml", team::CHANGES),
    ("contest.toml", sheets::CHANGES),
    ("contest.toml", figures::CHANGES),
    ("contest.toml", tables::CHANGES),
    ("office.toml", steps::CHANGES),
];
