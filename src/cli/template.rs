//! `bonus template`: an input workbook to fill in, made wholly from the policy.

use std::path::PathBuf;

use clap::Args;

use super::compute::cannot_write;
use super::failure::Failure;
use super::talk::Talk;
use crate::report::form::{Entry, Filling, form};
use crate::say;
use crate::workbook::write;

/// Write an input workbook to fill in: every sheet that the policy needs, with lists, notes and rules
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  bonus template -o 2025.xlsx --managers 8\n  \
                        bonus template --policy my-policy.toml --lang en")]
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
    /// Replace an existing file.
    #[arg(long)]
    force: bool,
}

impl Template {
    pub(super) fn run(&self, talk: Talk) -> Result<(), Failure> {
        let lang = talk.early();
        let first = || crate::policy::built_in_ids().next().unwrap_or_default().to_owned();
        let name = self.policy.clone().unwrap_or_else(first);
        let policy = super::policy::named(&name, lang)?;
        let mut filling = Filling::prepared(&policy, usize::from(self.managers));
        if let (id, Some(version)) = crate::policy::parted(&name)
            && id == policy.id
        {
            filling.settings.push(("policy_version".to_owned(), Entry::text(version)));
        }
        let bytes = write::form(&form(&policy, lang, &filling)).map_err(|error| cannot_write(&error, lang))?;
        let name = say!(Cli::TemplateName);
        let path = self.output.clone().unwrap_or_else(|| PathBuf::from(name.get(lang)));
        write::replace(&path, &bytes, self.force).map_err(|error| cannot_write(&error, lang))?;
        let (title, path) = (policy.title.get(lang), path.display());
        let done = say!(Cli::TemplateWritten { title, path });
        talk.say(&format!("{}\n", done.get(lang)))
    }
}
