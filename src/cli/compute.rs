//! `bonus compute`: the main job.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use clap::{Args, ValueEnum};

use super::failure::Failure;
use super::input::{self, Computed};
use super::statements::Statements;
use super::{InputArguments, talk};
use crate::lang::Lang;
use crate::report;
use crate::words;
use crate::workbook::write::{self, WriteError};

/// Compute a workbook's bonuses and write the results workbook.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  bonus compute q3.xlsx\n  bonus compute q3.xlsx --through Q2 --set in_target_rate=8% -o try.xlsx\n  \
                        bonus compute q3.xlsx --format json > q3.json\n  bonus q3.xlsx    (the same as compute)"
)]
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
    /// Also write a workbook for each manager, with only his own figures, into this folder.
    #[arg(long, value_name = "DIR")]
    statements: Option<PathBuf>,
    /// And each as a PDF; needs `LibreOffice`.
    #[arg(long, requires = "statements")]
    statements_pdf: bool,
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
        if self.format == Format::Json {
            talk::to_a_program();
        }
        let computed = input::compute(&self.input, lang, self.format == Format::Json)?;
        let statements = match &self.statements {
            Some(folder) => Some(Statements::plan(&computed, folder, self.statements_pdf, self.force)?),
            None => None,
        };
        self.results(&computed)?;
        statements.map_or(Ok(()), |statements| statements.write(&computed))
    }

    fn results(&self, computed: &Computed) -> Result<(), Failure> {
        match self.format {
            Format::Json => {
                let document = report::json(&computed.results(), computed.lang);
                self.put(format!("{document:#}\n").as_bytes(), computed.lang)
            }
            Format::Csv => {
                let bytes = report::with_table(&computed.results(), computed.lang, write::csv);
                self.put(&bytes.map_err(|error| cannot_write(&error, computed.lang))?, computed.lang)
            }
            Format::Xlsx => self.xlsx(computed),
        }
    }

    fn xlsx(&self, computed: &Computed) -> Result<(), Failure> {
        let lang = computed.lang;
        let path = self.output.clone().unwrap_or_else(|| beside(&self.input.input, lang));
        if same_file(&path, &self.input.input) {
            return Err(Failure::Usage(
                words!("结果不能写到输入文件上", "the results cannot be written over the input").get(lang).to_owned(),
            ));
        }
        let busy = talk::busy(words!("正在写结果", "writing the results"), lang);
        let bytes = report::with_workbook(&computed.results(), lang, write::xlsx);
        let bytes = bytes.map_err(|error| cannot_write(&error, lang))?;
        write::replace(&path, &bytes, self.force).map_err(|error| cannot_write(&error, lang))?;
        drop(busy);
        talk::say(&super::table::summary(computed, &path))
    }

    /// Bytes to the output file, or to standard output when none was named.
    fn put(&self, bytes: &[u8], lang: Lang) -> Result<(), Failure> {
        let Some(path) = &self.output else {
            let mut out = std::io::stdout().lock();
            return out.write_all(bytes).and_then(|()| out.flush()).map_err(|error| Failure::File(error.into()));
        };
        write::replace(path, bytes, self.force).map_err(|error| cannot_write(&error, lang))
    }
}

pub(super) fn cannot_write(error: &WriteError, lang: Lang) -> Failure {
    Failure::File(match lang {
        Lang::Zh => anyhow!(error.message_zh()),
        Lang::En => anyhow!(error.to_string()),
    })
}

/// Where the results stand when nobody says: beside the input.
fn beside(input: &Path, lang: Lang) -> PathBuf {
    let stem = input.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let name = match lang {
        Lang::Zh => format!("{stem}-奖金结果.xlsx"),
        Lang::En => format!("{stem}-results.xlsx"),
    };
    input.with_file_name(name)
}

pub(super) fn same_file(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}
