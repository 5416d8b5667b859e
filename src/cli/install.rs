//! `bonus completions` and `bonus man`: what belongs beside the program when it is installed.

use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

use super::elsewhere::cannot_write;
use super::failure::{Failure, FailureKind};
use super::talk::Talk;
use crate::say;
use crate::workbook::write::{self, Drafts};

/// Print a shell's completions: bash, zsh, fish, powershell or elvish
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  bonus completions bash > ~/.local/share/bash-completion/completions/bonus")]
pub(super) struct Completions {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    /// Prints the completions of `program`.
    pub(super) fn run(&self, mut program: clap::Command) -> Result<(), Failure> {
        let mut bytes = Vec::new();
        clap_complete::generate(self.shell, &mut program, "bonus", &mut bytes);
        super::output::print_as_it_is(&String::from_utf8_lossy(&bytes))
    }
}

/// Write the man pages into a folder
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  bonus man ~/.local/share/man/man1")]
pub(super) struct Man {
    /// The folder; it is made where it is missing.
    folder: PathBuf,
}

impl Man {
    /// Writes the pages of `program`.
    pub(super) fn run(&self, talk: Talk, drafts: &Drafts, program: &clap::Command) -> Result<(), Failure> {
        let lang = talk.early();
        let shown = self.folder.display();
        write::folder(&self.folder).map_err(cannot_write(lang))?;
        let mut pages = Vec::new();
        page(program, "", &mut pages).map_err(|error| Failure::said(FailureKind::File, error.to_string()))?;
        for (name, bytes) in &pages {
            let path = self.folder.join(format!("{name}.1"));
            write::replace(&path, bytes, true, drafts).map_err(cannot_write(lang))?;
        }
        super::output::say(talk, &format!("{}\n", say!(Cli::ManPages { count: pages.len(), shown }).get(lang)))
    }
}

/// The page of a command and those of its own commands.
fn page(command: &clap::Command, before: &str, pages: &mut Vec<(String, Vec<u8>)>) -> std::io::Result<()> {
    let name =
        if before.is_empty() { command.get_name().to_owned() } else { format!("{before}-{}", command.get_name()) };
    let mut bytes = Vec::new();
    clap_mangen::Man::new(command.clone().name(name.clone())).render(&mut bytes)?;
    pages.push((name.clone(), bytes));
    let shown = |inner: &&clap::Command| !inner.is_hide_set() && inner.get_name() != "help";
    for inner in command.get_subcommands().filter(shown) {
        page(inner, &name, pages)?;
    }
    Ok(())
}
