//! A policy by its name.

use std::io::ErrorKind;
use std::path::Path;

use super::failure::{Failure, FailureKind};
use crate::formula::closest;
use crate::lang::{Lang, Words};
use crate::policy::{self, Policy, PolicyError};
use crate::say;

/// A policy by `id`, `id@version` or file.
pub(super) fn named(name: &str, lang: Lang) -> Result<Policy, Failure> {
    if let Some(found) = policy::built_in(name) {
        return found.map_err(|error| mistaken(&error, lang));
    }
    if let (id, Some(version)) = policy::parted(name)
        && !policy::versions(id).is_empty()
    {
        return Err(Failure::usage(&no_such_version(id, version), lang));
    }
    if Path::new(name).extension().is_none() {
        let near = closest(name, policy::built_in_ids());
        let hint = near.map_or_else(Words::default, |near| say!(Cli::DidYouMeanFirst { near }));
        let ids = known_ids();
        return Err(Failure::usage(&say!(Cli::NoSuchPolicyNamed { name, hint, ids }), lang));
    }
    file(Path::new(name), lang)
}

/// The ids of all built-in policies in a line.
pub(super) fn known_ids() -> String {
    policy::built_in_ids().collect::<Vec<_>>().join(", ")
}

/// The policy that counts where none is named: the main one.
pub(super) fn first_policy() -> String {
    policy::built_in_ids().next().unwrap_or_default().to_owned()
}

/// A policy file.
pub(super) fn file(path: &Path, lang: Lang) -> Result<Policy, Failure> {
    let shown = path.display();
    let text = match text_of(path) {
        Ok(Some(text)) => text,
        Ok(None) => return Err(Failure::file(&say!(Cli::NotAPolicyFile { shown }), lang)),
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            return Err(Failure::file(&say!(Cli::PolicyNotUtf8 { shown }), lang));
        }
        Err(error) => {
            let message = format!("{}: {error}", say!(Cli::PolicyFileUnreadable { shown }).get(lang));
            return Err(Failure::said(FailureKind::File, message));
        }
    };
    policy::load(&shown.to_string(), &text).map_err(|error| mistaken(&error, lang))
}

/// A policy with mistakes.
fn mistaken(error: &PolicyError, lang: Lang) -> Failure {
    Failure::said(FailureKind::Policy, error.render(lang))
}

/// The text of a file; `None` for a device, a pipe, or a file that is far too large for a policy.
fn text_of(path: &Path) -> std::io::Result<Option<String>> {
    use std::io::Read as _;
    const LARGEST: u64 = 1 << 20;
    // Asked before opening: opening a pipe would wait for its writer.
    if !std::fs::metadata(path)?.is_file() {
        return Ok(None);
    }
    let mut text = String::new();
    let read = std::fs::File::open(path)?.take(LARGEST + 1).read_to_string(&mut text)?;
    Ok((read as u64 <= LARGEST).then_some(text))
}

/// What is said of a version that a policy does not have.
pub(super) fn no_such_version(id: &str, version: &str) -> Words {
    let list = policy::versions(id).into_iter().map(|known| known.version).collect::<Vec<_>>().join(", ");
    say!(Cli::NoSuchVersionOf { id, version, list })
}
