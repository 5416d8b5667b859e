//! What a policy may ask of the settlement and no built-in one does: each kind of row gathered by each coarser one, laws
//! of each scope, laws that do not hold, lines that cannot be divided. The policies are the key-account policy with a few
//! rules more, the workbooks small cases; the figures are worked out by hand.

use crate::common;
mod dated;
mod gathering;
mod laws;
mod lines;
mod look;
mod places;
mod scopes;
mod taint;
mod tainted_rows;

use bonus::book::{Book, Findings};
use bonus::policy::{Policy, load};
use common::case::Case;
use serde_json::Value as Json;

/// The beginning of a policy that extends the key-account policy.
const HEAD: &str = "format = 1\n[policy]\nid = \"own\"\nversion = \"1\"\nextends = \"key-account\"\n\
                    title = { zh = \"自定\", en = \"Own\" }\n";

/// The key-account policy with `changes`.
fn extending(changes: &str) -> Policy {
    load("own.toml", &format!("{HEAD}{changes}")).unwrap_or_else(|error| panic!("{error}"))
}

/// A rule of yuan.
fn rule(scope: &str, name: &str, formula: &str) -> String {
    format!(
        "[[{scope}]]\nname = \"{name}\"\nclause = \"KA-1\"\nlabel = {{ zh = \"{name}\", en = \"{name}\" }}\n\
         unit = \"yuan\"\nformula = '{formula}'\n"
    )
}

/// Another formula of a rule.
fn instead(scope: &str, name: &str, formula: &str) -> String {
    format!("[[{scope}]]\nname = \"{name}\"\nreplaces = true\nformula = '{formula}'\n")
}

/// The results of a case, or its faults.
fn results(case: &Case, policy: &Policy) -> Result<Json, String> {
    let (_folder, path) = written(case);
    common::results(&path, policy)
}

/// What is found in a case.
fn findings(case: &Case, policy: &Policy) -> Findings {
    let (_folder, path) = written(case);
    common::findings(&path, policy)
}

/// The facts of a case without fault.
fn book(case: &Case, policy: &Policy) -> Book {
    let (_folder, path) = written(case);
    common::with_results(&path, policy, |results| results.book.clone()).unwrap_or_else(|faults| panic!("{faults}"))
}

fn written(case: &Case) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.xlsx");
    case.draft().write(&path);
    (folder, path)
}
