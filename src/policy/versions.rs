//! The policies that the program carries: every version that was ever released, side by side. A version's text never
//! changes what it pays; a change of a rule or a default is a new version, a file that says only what differs.

use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

/// A version of a built-in policy.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Release {
    pub(super) id: &'static str,
    version: &'static str,
    pub(super) text: &'static str,
}

/// The versions of each policy stand one after the other, the lowest first.
const RELEASES: &[Release] = &[
    release("key-account", "1", include_str!("builtin/key-account.toml")),
    release("key-account", "2", include_str!("builtin/key-account-2.toml")),
    release("major-sales", "1", include_str!("builtin/major-sales.toml")),
    release("major-sales", "2", include_str!("builtin/major-sales-2.toml")),
    release("department-sales", "1", include_str!("builtin/department-sales.toml")),
    release("department-sales", "2", include_str!("builtin/department-sales-2.toml")),
    release("assistant", "1", include_str!("builtin/assistant.toml")),
    release("assistant", "2", include_str!("builtin/assistant-2.toml")),
    release("loan-officers", "1", include_str!("builtin/loan-officers.toml")),
    release("loan-officers", "2", include_str!("builtin/loan-officers-2.toml")),
    release("account-manager-scorecard", "1", include_str!("builtin/account-manager-scorecard.toml")),
    release("account-manager-scorecard", "2", include_str!("builtin/account-manager-scorecard-2.toml")),
    release("monthly-card", "1", include_str!("builtin/monthly-card.toml")),
    release("monthly-card", "2", include_str!("builtin/monthly-card-2.toml")),
    release("service-center", "1", include_str!("builtin/service-center.toml")),
    release("service-center", "2", include_str!("builtin/service-center-2.toml")),
];

const fn release(id: &'static str, version: &'static str, text: &'static str) -> Release {
    Release { id, version, text }
}

impl Release {
    /// What the text is called in messages and origins.
    pub(super) fn file(&self) -> String {
        let Self { id, version, .. } = self;
        if *version == "1" { format!("{id}.toml (built in)") } else { format!("{id}-{version}.toml (built in)") }
    }
}

/// A version of a policy, and since when it is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its number.
    pub version: String,
    /// The first day on which it is in force; without one it is in force from the beginning.
    pub from: Option<Date>,
}

/// The ids of the built-in policies.
pub fn built_in_ids() -> impl Iterator<Item = &'static str> {
    let lowest = |at: &usize| *at == 0 || RELEASES[*at - 1].id != RELEASES[*at].id;
    (0..RELEASES.len()).filter(lowest).map(|at| RELEASES[at].id)
}

/// Every version of every built-in policy, as `id@version`.
pub fn built_in_versions() -> impl Iterator<Item = String> {
    RELEASES.iter().map(|release| format!("{}@{}", release.id, release.version))
}

/// The versions of a built-in policy, the lowest first; none for an unknown id.
#[must_use]
pub fn versions(id: &str) -> Vec<Version> {
    let of = RELEASES.iter().filter(|release| release.id == id);
    of.map(|release| Version {
        version: release.version.to_owned(),
        from: of_head(release.text, "from").and_then(|day| day.parse().ok()),
    })
    .collect()
}

/// The version that counts for a year where none is named: the highest in force on 1 January. Where the year is not
/// known, the highest.
#[must_use]
pub fn in_force(versions: &[Version], year: Option<i16>) -> Option<&Version> {
    let first = year.and_then(|year| Date::new(year, 1, 1).ok());
    versions.iter().rfind(|version| match (version.from, first) {
        (Some(from), Some(day)) => from <= day,
        _ => true,
    })
}

/// A version of a built-in policy; the highest where none is named.
pub(super) fn newest(id: &str, version: Option<&str>) -> Option<&'static Release> {
    RELEASES.iter().rfind(|r| r.id == id && version.is_none_or(|version| version == r.version))
}

/// The built-in policy that a text extends. A text that names no version was written when there was but one, and pays
/// what it paid then: it extends version 1.
pub(super) fn extended(name: &str) -> Option<&'static Release> {
    let (id, version) = parted(name);
    RELEASES.iter().find(|r| r.id == id && version.is_none_or(|version| version == r.version))
}

/// `key-account@1` as id and version; without `@` no version is named.
#[must_use]
pub fn parted(name: &str) -> (&str, Option<&str>) {
    match name.split_once(['@', '＠']) {
        Some((id, version)) => (id.trim(), Some(version.trim())),
        None => (name, None),
    }
}

/// A key of `[policy]`, by a first look that needs no places.
pub(super) fn of_head(text: &str, key: &str) -> Option<String> {
    let found = |table: &DeTable<'_>| {
        let DeValue::Table(head) = table.get("policy")?.get_ref() else { return None };
        Some(head.get(key).and_then(|value| value.get_ref().as_str()).map(str::to_owned))
    };
    // It stands before the first list, as a rule.
    let before = text.find("\n[[").and_then(|at| DeTable::parse(&text[..at]).ok());
    let in_head = before.and_then(|table| found(table.get_ref()));
    in_head.unwrap_or_else(|| found(DeTable::parse_recoverable(text).0.get_ref())?)
}

#[cfg(test)]
mod tests {
    use super::super::load::built_in;
    use super::*;

    #[test]
    fn every_version_is_without_mistakes_and_says_who_it_is() {
        for name in built_in_versions() {
            match built_in(&name).unwrap() {
                Ok(policy) => assert_eq!(format!("{}@{}", policy.id, policy.version), name),
                Err(error) => panic!("{error}"),
            }
        }
        assert_eq!(built_in("key-account").unwrap().unwrap().version, "2");
        assert!(built_in("key-account@9").is_none() && built_in("nothing").is_none());
    }

    #[test]
    fn the_highest_version_in_force_on_new_year_counts() {
        let version = |version: &str, from: Option<&str>| Version {
            version: version.into(),
            from: from.map(|day| day.parse().unwrap()),
        };
        let list =
            [version("1", Some("2017-01-01")), version("2", Some("2018-01-02")), version("3", Some("2020-01-01"))];
        let of = |year: Option<i16>| in_force(&list, year).map(|version| version.version.as_str());
        assert_eq!(
            [2016, 2017, 2018, 2019, 2020].map(|year| of(Some(year))),
            [None, Some("1"), Some("1"), Some("2"), Some("3")]
        );
        assert_eq!(of(None), Some("3"));
        assert_eq!(in_force(&versions("key-account"), Some(1990)).unwrap().version, "2", "they have no first day");
    }

    #[test]
    fn a_text_that_names_no_version_extends_the_first() {
        assert_eq!(extended("key-account"), extended("key-account@1"));
        assert_ne!(extended("key-account"), extended("key-account@2"));
        assert_eq!(parted("key-account＠ 2"), ("key-account", Some("2")));
    }
}
