//! `bonus compute`: the main job.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::anyhow;
use clap::{Args, ValueEnum};

use super::InputArguments;
use super::failure::Failure;
use super::input::{self, Computed};
use crate::lang::Lang;
use crate::report;

/// Compute a workbook's bonuses and write the results workbook.
#[derive(Debug, Args)]
pub(super) struct Compute {
    #[command(flatten)]
    input: InputArguments,
    /// Where the results go. Default: beside the input, as `<stem>-results.xlsx`; JSON and CSV go to
    /// standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// What to write.
    #[arg(long, value_enum, default_value = "xlsx")]
    format: Format,
    /// Replace an existing results file.
    #[arg(long)]
    force: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The results workbook
    Xlsx,
    /// JSON
    Json,
    /// CSV, a row a manager and period
    Csv,
}

impl Compute {
    pub(super) fn run(&self, lang: Option<Lang>) -> Result<(), Failure> {
        let computed = input::compute(&self.input, lang, self.format == Format::Json)?;
        match self.format {
            Format::Json => {
                let document = report::json(&computed.results(), computed.lang);
                self.put(format!("{document:#}\n").into_bytes())
            }
            Format::Csv | Format::Xlsx => self.xlsx(&computed),
        }
    }

    fn xlsx(&self, _computed: &Computed) -> Result<(), Failure> {
        Err(Failure::File(anyhow!("not yet")))
    }

    /// Bytes to the output file, or to standard output when none was named.
    fn put(&self, bytes: Vec<u8>) -> Result<(), Failure> {
        let Some(path) = &self.output else {
            let mut out = std::io::stdout().lock();
            return out.write_all(&bytes).and_then(|()| out.flush()).map_err(|error| Failure::File(error.into()));
        };
        crate::workbook::write::replace(path, &bytes, self.force).map_err(|error| Failure::File(error.into()))
    }
}
