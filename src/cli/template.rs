//! `bonus template`: an input workbook to fill in, made wholly from the policy.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::arguments::Format;
use super::elsewhere::{cannot_read, cannot_write};
use super::failure::Failure;
use super::library::file_name;
use super::next::carried;
use super::people;
use super::talk::Talk;
use crate::policy::Policy;
use crate::report::form::{Earlier, Entry, Filling, form, next_form};
use crate::report::json::PolicyVersion;
use crate::report::sheet::CellValue;
use crate::say;
use crate::workbook::read::Preface;
use crate::workbook::read::source::SourceWorkbook;
use crate::workbook::write::{self, Drafts};

/// Write an input workbook to fill in: every sheet that the policy needs, with lists, notes and rules
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  bonus template -o 2025.xlsx --managers 8\n  \
                        bonus template --policy my-policy.toml --lang en\n  bonus template -o 2026.xlsx --from 2025.xlsx\n  \
                        bonus template -o 2025.xlsx --people staff.csv")]
pub(super) struct Template {
    /// Where it goes. Default: template.xlsx here (模板.xlsx in Chinese).
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The policy: an id of `bonus policy list`, or a policy file. Default: the first of the list.
    #[arg(long, value_name = "ID|FILE")]
    policy: Option<String>,
    /// For how many managers rows are prepared.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(0..=500))]
    managers: u16,
    /// Take people, settings, tables and last year's quotas from an earlier input; the quotas are yellow, to be confirmed.
    #[arg(long, value_name = "OLD.xlsx", conflicts_with = "managers")]
    from: Option<PathBuf>,
    /// Take people, and tasks, from a list (.xlsx or .csv): id, name, grade, joined; Q1 Base, Q1 Target and so on.
    #[arg(long, value_name = "FILE", conflicts_with = "managers")]
    people: Option<PathBuf>,
    /// Replace an existing file.
    #[arg(long)]
    force: bool,
    /// How to print what was written.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

impl Template {
    pub(super) fn run(&self, talk: Talk, drafts: &Drafts) -> Result<(), Failure> {
        let lang = talk.early();
        let mut old = self.from.as_deref().map(|path| Old::open(path, talk)).transpose()?;
        let of_old = || old.as_ref().and_then(|old| Some(crate::policy::parted(&old.preface.policy()?.0).0.to_owned()));
        let name = self.policy.clone().or_else(of_old).unwrap_or_else(super::named::first_policy);
        let policy = super::named::named(&name, lang)?;
        let year = old.as_ref().and_then(|old| old.preface.year()).map(|year| year + 1);
        let mut filling = self.filling(&policy, old.as_mut(), year, talk)?;
        if let Some(year) = year {
            filling.settings.push(("year".to_owned(), Entry::new(CellValue::Number(year.into()))));
        }
        if let (id, Some(version)) = crate::policy::parted(&name)
            && id == policy.id
        {
            filling.settings.push(("policy_version".to_owned(), Entry::text(version)));
        }
        let bytes = write::form(&form(&policy, lang, &filling)).map_err(cannot_write(lang))?;
        let name = say!(Cli::TemplateName);
        let path = self.output.clone().unwrap_or_else(|| PathBuf::from(name.get(lang)));
        write::replace(&path, &bytes, self.force, drafts).map_err(cannot_write(lang))?;
        let (title, path) = (policy.title.get(lang), path.display());
        let document = || TemplateDocument { output: path.to_string(), policy: PolicyVersion::from(&policy) };
        let text = || format!("{}\n", say!(Cli::TemplateWritten { title, path }).get(lang));
        super::output::done(self.format, talk, document, text)
    }

    /// What the form holds already: people, and what is taken over from an earlier input.
    fn filling(
        &self,
        policy: &Policy,
        old: Option<&mut Old<'_>>,
        year: Option<i16>,
        talk: Talk,
    ) -> Result<Filling, Failure> {
        let lang = talk.early();
        let listed = self.people.as_ref().map(|path| people::listed(path, policy, talk)).transpose()?;
        let Some(old) = old else {
            return Ok(match listed {
                Some(people) => Filling::of_people(policy, people),
                None => Filling::prepared(policy, usize::from(self.managers)),
            });
        };
        let carried = carried(&mut old.source, &old.preface, policy, false);
        let mut carried = carried.map_err(cannot_read(old.path, talk.early()))?;
        // Another policy than the old one's has a name of its own.
        carried.settings.retain(|(name, _)| self.policy.is_none() || name != "policy");
        let file = &file_name(old.path);
        talk.warn(&say!(Cli::OnlyNextCarries { file }), lang);
        Ok(next_form(policy, Earlier { carried, file, year }, listed, lang))
    }
}

/// The template that was written.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct TemplateDocument<'d> {
    /// The file.
    output: String,
    /// The policy that it is for.
    policy: PolicyVersion<'d>,
}

/// An earlier input, with what it says of itself.
struct Old<'p> {
    path: &'p Path,
    source: SourceWorkbook,
    preface: Preface,
}

impl<'p> Old<'p> {
    fn open(path: &'p Path, talk: Talk) -> Result<Self, Failure> {
        let failed = cannot_read(path, talk.early());
        let mut source = SourceWorkbook::open(path).map_err(failed)?;
        let preface = Preface::read(&mut source).map_err(failed)?;
        Ok(Self { path, source, preface })
    }
}
