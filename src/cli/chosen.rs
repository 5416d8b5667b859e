//! Which policy an input is computed by, and which of its versions.

use super::arguments::InputArguments;
use super::failure::Failure;
use super::named::known_ids;
use crate::book::{Fault, Findings, Place};
use crate::formula::closest;
use crate::lang::Lang;
use crate::policy::{self, Policy};
use crate::say;
use crate::workbook::read::{Preface, is_version, text::fold};

/// The policy: the command line's, else the workbook's. Its version: the one named beside it (`key-account@1`), else
/// that of `--set`, else the workbook's, else the highest in force on 1 January of the workbook's year.
///
/// # Errors
/// No policy, or none of that name or version, or none in force: a fault at the cell that says so.
pub(super) fn choose(
    arguments: &InputArguments,
    preface: &Preface,
    there: &str,
    lang: Lang,
) -> Result<Policy, Failure> {
    let named = arguments.policy.as_deref();
    let mut set = arguments.set.iter().filter_map(|text| text.split_once('='));
    let set = set.rfind(|(name, _)| is_version(name)).map(|(_, version)| version.trim().to_owned());
    let faults = |findings: Findings| Failure::faults(findings, lang);
    let (name, place) = match (named, preface.policy()) {
        (Some(name), _) => (name.to_owned(), Place::default()),
        (None, Some((name, place))) => (name, place),
        (None, None) => return Err(faults(none_named(preface, there))),
    };
    let (title, beside) = policy::parted(&name);
    let Some(id) = built_in_of(title) else {
        if named.is_some() {
            let policy = super::named::named(&name, lang)?;
            let known = [policy::Version { version: policy.version.clone(), from: policy.from }];
            let set = set.map(|version| (version, Place::default()));
            let wanted = set.or_else(|| version_for(preface, |named| names(&policy, policy::parted(named).0)));
            return match pick(&policy.id, &known, wanted.as_ref(), preface) {
                Ok(_) => Ok(policy),
                Err(findings) => Err(faults(findings)),
            };
        }
        return Err(faults(unknown(&name, place)));
    };
    let (typed, in_cell) = if named.is_some() { (beside, None) } else { (None, beside) };
    if let (Some(typed), Some(set)) = (typed, &set)
        && typed != set
    {
        return Err(Failure::usage(&say!(Cli::TwoVersionsGiven { typed, set }), lang));
    }
    let known = policy::versions(id);
    let version = if let Some(version) = typed.map(str::to_owned).or(set) {
        let found = known.into_iter().find(|known| fold(&known.version) == fold(&version));
        found.ok_or_else(|| Failure::usage(&super::named::no_such_version(id, &version), lang))?.version
    } else {
        let written = version_for(preface, |named| built_in_of(policy::parted(named).0) == Some(id));
        let wanted = match (in_cell, written) {
            (Some(beside), Some((written, at))) if beside != written => {
                return Err(faults(contradicting(beside, &written, at)));
            }
            (Some(beside), _) => Some((beside.to_owned(), place)),
            (None, written) => written,
        };
        pick(id, &known, wanted.as_ref(), preface).map_err(faults)?
    };
    super::named::named(&format!("{id}@{version}"), lang)
}

/// The id of a built-in policy by its id or its title in either language.
fn built_in_of(name: &str) -> Option<&'static str> {
    let folded = fold(name);
    policy::built_in_ids().find(|id| {
        fold(id) == folded || policy::built_in(id).is_some_and(|policy| policy.is_ok_and(|policy| names(&policy, name)))
    })
}

/// Whether a name is a policy's id or title.
pub(super) fn names(policy: &Policy, name: &str) -> bool {
    let folded = fold(name);
    policy.title.spellings().chain([policy.id.as_str()]).any(|known| fold(known) == folded)
}

/// The version that the workbook names, where it speaks of the policy that was chosen.
fn version_for(preface: &Preface, is: impl Fn(&str) -> bool) -> Option<(String, Place)> {
    preface.version().filter(|_| preface.policy().is_none_or(|(named, _)| is(&named)))
}

/// The version that counts: the one that is named, else the highest in force.
fn pick(
    id: &str,
    known: &[policy::Version],
    wanted: Option<&(String, Place)>,
    preface: &Preface,
) -> Result<String, Findings> {
    let list = known.iter().map(|version| version.version.as_str()).collect::<Vec<_>>().join(", ");
    if let Some((wanted, place)) = wanted {
        if let Some(found) = known.iter().find(|version| fold(&version.version) == fold(wanted)) {
            return Ok(found.version.clone());
        }
        let (problem, mend) = (say!(Cli::NoSuchVersion { id }), say!(Cli::WriteVersionOrBlank { list }));
        return Err(Findings::of(Fault::new(place.clone(), wanted, problem, mend)));
    }
    let year = preface.year();
    if let Some(found) = policy::in_force(known, year) {
        return Ok(found.version.clone());
    }
    let place = preface.free.clone().unwrap_or_default();
    let year = year.map_or_else(String::new, |year| year.to_string());
    let from = known.iter().filter_map(|version| version.from).min().map_or_else(String::new, |day| day.to_string());
    let (problem, mend) = (say!(Cli::NoVersionInForce { id, year, from }), say!(Cli::CheckYearOrVersion { list }));
    Err(Findings::of(Fault::new(place, "", problem, mend)))
}

fn none_named(preface: &Preface, there: &str) -> Findings {
    let place = preface.free.clone().unwrap_or_else(|| Place::cell("政策", 1, 0));
    let ids = known_ids();
    let mut findings = Findings { faults: preface.faults.clone(), ..Findings::default() };
    findings.fault(
        place,
        "",
        match preface.free {
            Some(_) => say!(Cli::NoPolicyNamed),
            None => say!(Cli::PolicySheetMissing { there }),
        },
        say!(Cli::WriteThePolicy { ids }),
    );
    findings
}

fn unknown(name: &str, place: Place) -> Findings {
    let ids = known_ids();
    let mend = closest(name, policy::built_in_ids())
        .map_or_else(|| say!(Cli::PoliciesThere { ids }), |near| say!(Cli::DidYouMean { near }));
    Findings::of(Fault::new(place, name, say!(Cli::NoSuchPolicy), mend))
}

fn contradicting(beside: &str, written: &str, at: Place) -> Findings {
    Findings::of(Fault::new(at, written, say!(Cli::CellSaysVersion { beside }), say!(Cli::DeleteOneOfTwo)))
}
