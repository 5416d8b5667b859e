//! What stands around the content of every page.

use base64ct::{Base64, Encoding as _};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use crate::lang::{Lang, Words};
use crate::report::Results;
use crate::say;

/// How pages look.
const STYLE: &str = include_str!("style.css");
/// What pages run: sorting, and unfolding what a link leads to.
const SCRIPT: &str = include_str!("script.js");

/// What a browser may do with a page: nothing but show it with its own style and run its own script.
fn security_policy() -> String {
    let hash = |text: &str| Base64::encode_string(&Sha256::digest(text));
    let (style, script) = (hash(STYLE), hash(SCRIPT));
    format!(
        "default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; base-uri 'none'; form-action 'none'"
    )
}

/// The page up to its content.
pub(super) fn begin(lang: Lang, title: &str, kind: &str) -> String {
    let code = lang.tag();
    let head = html! {
        (DOCTYPE)
        (PreEscaped(format!("<html lang=\"{code}\">")))
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(security_policy());
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="referrer" content="no-referrer";
            meta name="generator" content="bonus";
            title { (title) }
            style { (PreEscaped(STYLE)) }
        }
    };
    format!("{}\n<body class=\"{kind}\">\n", head.into_string())
}

/// The page after its content.
pub(super) fn end() -> String {
    let script = html! { script { (PreEscaped(SCRIPT)) } };
    format!("{}\n</body>\n</html>\n", script.into_string())
}

/// What made the page, for whoever wants to make it again.
pub(super) fn receipt(results: &Results<'_>, lang: Lang) -> Markup {
    let (policy, version) = (&results.policy.id, &results.policy.version);
    let (program, sha256) = (env!("CARGO_PKG_VERSION"), &results.input_sha256);
    html! { p.receipt { (say!(Page::Receipt { policy, version, program, sha256 }).get(lang)) } }
}

/// Lines for names and dates on paper.
pub(super) fn signatures(roles: &[Words], lang: Lang) -> Markup {
    html! {
        section.sign {
            @for role in roles {
                p { (role.get(lang)) span.rule {} (say!(Page::Date).get(lang)) span.rule.short {} }
            }
        }
    }
}
