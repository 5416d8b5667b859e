//! `bonus policy list | show | check | coverage | new`.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::arguments::Format;
use super::elsewhere::cannot_write;
use super::failure::Failure;
use super::named::first_policy;
use super::output;
use super::policy_json::{BuiltIn, Described, List, Sound, Started, VersionEntry};
use super::talk::Talk;
use crate::lang::Lang;
use crate::policy::{self, Policy};
use crate::report::json::PolicyRef;
use crate::report::{policy_document, scopes, since};
use crate::say;
use crate::workbook::write::{self, Drafts};

/// List, show, check, start and try out policies.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  bonus policy list\n  bonus policy show my-policy.toml\n  bonus policy new my-policy.toml"
)]
pub(super) struct PolicyCommand {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List the built-in policies.
    #[command(after_help = "Example:\n  bonus policy list --lang en")]
    List {
        /// How to print them.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// Show a policy as a document: clauses, settings, readings, rules in words.
    #[command(
        after_help = "Examples:\n  bonus policy show my-policy.toml\n  bonus policy show my-policy.toml --lang en > policy.txt\n  bonus policy show my-policy.toml --format scopes"
    )]
    Show {
        /// An id of `bonus policy list`, with @ and a version where not the highest is meant, or a policy file.
        #[arg(value_name = "ID[@VERSION]|FILE")]
        policy: String,
        /// What to show: the policy as a document, or what the formulas of each scope can see of the others.
        #[arg(long, value_enum, default_value_t = PolicyView::Text)]
        format: PolicyView,
    },
    /// Find every mistake of a policy file, each with line, column and remedy.
    #[command(after_help = "Example:\n  bonus policy check my-policy.toml")]
    Check {
        /// The policy file.
        file: PathBuf,
        /// How to print what was found.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    Coverage(super::coverage::PolicyCoverage),
    /// Write a commented file to start a policy of one's own from.
    #[command(after_help = "Examples:\n  bonus policy new my-policy.toml\n  bonus policy new my-policy.toml --force")]
    New {
        /// The file to write.
        file: PathBuf,
        /// The built-in policy to extend.
        #[arg(long, value_name = "ID", default_value_t = first_policy())]
        from: String,
        /// Replace an existing file.
        #[arg(long)]
        force: bool,
        /// How to print what was written.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
}

/// What `bonus policy show` shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum PolicyView {
    /// Clauses, settings, readings, rules in words.
    Text,
    /// What the formulas of each scope can see of the others.
    Scopes,
    /// The policy for programs: clauses, settings, readings, rules.
    Json,
}

impl PolicyCommand {
    pub(super) fn run(&self, talk: Talk, drafts: &Drafts) -> Result<(), Failure> {
        let here = talk.early();
        match &self.action {
            Action::List { format } => list(*format, here),
            Action::Show { policy, format } => {
                let policy = super::named::named(policy, here)?;
                match format {
                    PolicyView::Json => output::json(&Described::new(&policy, here)),
                    PolicyView::Text => output::print(&policy_document(&policy, here)),
                    PolicyView::Scopes => {
                        let table = super::table::listed(&scopes(&policy, here));
                        output::print(&format!("{}\n{table}", say!(Cli::ScopesLegend).get(here)))
                    }
                }
            }
            Action::Check { file, format } => check(file, *format, here),
            // The workbooks' own language goes before the system's.
            Action::Coverage(command) => command.run(talk),
            Action::New { file, from, force, format } => new((file, from, *force), drafts, *format, here),
        }
    }
}

fn list(format: Format, lang: Lang) -> Result<(), Failure> {
    let (mut policies, mut rows) = (Vec::new(), Vec::new());
    for id in policy::built_in_ids() {
        let title = super::named::named(id, lang)?.title.get(lang).to_owned();
        let mut versions = Vec::new();
        for policy::Version { version, from } in policy::versions(id) {
            rows.push(vec![id.to_owned(), title.clone(), version.clone(), since(from).get(lang).to_owned()]);
            versions.push(VersionEntry { version, from: from.map(|date| date.to_string()) });
        }
        policies.push(BuiltIn { id, title, versions });
    }
    output::found(format, || List { policies }, || super::table::listed(&rows))
}

fn check(path: &Path, format: Format, lang: Lang) -> Result<(), Failure> {
    let policy = super::named::file(path, lang)?;
    let rules: usize = crate::formula::Scope::ALL.iter().map(|&scope| policy.scope(scope).rules.len()).sum();
    let (id, version) = (&policy.id, &policy.version);
    let remarks = || policy.remarks.iter().map(|remark| policy.sources.render(remark, lang));
    let text = || {
        let sound = say!(Cli::PolicySound { id, version, rules });
        let told: Vec<String> = remarks().chain([sound.get(lang).to_owned()]).collect();
        told.join("\n\n") + "\n"
    };
    output::found(format, || Sound { policy: PolicyRef::from(&policy), rules, remarks: remarks().collect() }, text)
}

fn new((path, from, force): (&Path, &str, bool), drafts: &Drafts, format: Format, lang: Lang) -> Result<(), Failure> {
    let parent = super::named::named(from, lang)?;
    let stem = path.file_stem().map_or_else(|| "my-policy".into(), |stem| stem.to_string_lossy().into_owned());
    let text = starter(&parent, &stem, lang);
    write::replace(path, text.as_bytes(), force, drafts).map_err(cannot_write(lang))?;
    let shown = path.display();
    let document = || Started { output: shown.to_string(), extends: &parent.id, version: &parent.version };
    output::found(format, document, || format!("{}\n", say!(Cli::Written { shown }).get(lang)))
}

/// A policy file that extends `parent` and changes nothing yet; every kind of change stands in a comment.
fn starter(parent: &Policy, id: &str, lang: Lang) -> String {
    let rules = &parent.scope(crate::formula::Scope::Period).rules;
    let rule = parent.headline_rule().or_else(|| rules.iter().find(|rule| rule.input.is_none()));
    let setting = parent.settings.iter().skip(2).find(|setting| setting.default.is_some());
    let (from, version, zh, en) = (&parent.id, &parent.version, &parent.title.zh, &parent.title.en);
    let word = parent.period.word();
    let id: String = id.chars().map(|c| if c.is_whitespace() { '-' } else { c }).collect();
    let (name, formula) = rule.map_or(("", "0"), |rule| (rule.name.as_str(), rule.formula.text.as_str()));
    let setting_name = setting.map_or("", |setting| setting.name.as_str());
    let comments = say!(Cli::StarterHead { from });
    let change_setting = say!(Cli::StarterSetting);
    let change_rule = say!(Cli::StarterReplace);
    let add_rule = say!(Cli::StarterAdd);
    let note = say!(Cli::StarterVersion);
    format!(
        "{comments}\n\nformat = 1\n\n[policy]\nid = \"{id}\"\n{note}\nversion = \"1\"\ntitle = {{ zh = \"{zh}（本公司）\", en = \"{en} (our own)\" }}\nperiod = \"{word}\"\nextends = \"{from}@{version}\"\n\n\
         {change_setting}\n# [[setting]]\n# name = \"{setting_name}\"\n# replaces = true\n# default = \"…\"\n\n\
         {change_rule}\n# [[{word}]]\n# name = \"{name}\"\n# replaces = true\n# formula = '{formula}'\n\n\
         {add_rule}\n# [[{word}]]\n# name = \"my_rule\"\n# after = \"{name}\"\n# clause = \"{clause}\"\n# label = {{ zh = \"我的规则\", en = \"My rule\" }}\n# unit = \"yuan\"\n# formula = 'ROUND({name} * 10%, 2)'\n",
        comments = comments.get(lang),
        note = note.get(lang),
        change_setting = change_setting.get(lang),
        change_rule = change_rule.get(lang),
        add_rule = add_rule.get(lang),
        clause = rule.map_or("", |rule| rule.clause.split(',').next().unwrap_or("")),
    )
}
