//! What several commands take.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

/// One of some values by its word, each with what the help says of it.
pub(super) fn one_of<T: Copy + Send + Sync + 'static, const N: usize>(
    all: [(T, &'static str, &'static str); N],
) -> impl TypedValueParser<Value = T> {
    let words = PossibleValuesParser::new(all.map(|(_, word, help)| PossibleValue::new(word).help(help)));
    words
        .try_map(move |typed| all.into_iter().find(|(_, word, _)| *word == typed).map(|(value, ..)| value).ok_or(typed))
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

/// What results are written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum OutputFormat {
    /// The results workbook
    Xlsx,
    /// JSON
    Json,
    /// CSV, a row a manager and period
    Csv,
    /// A page for a browser
    Html,
}

impl InputArguments {
    /// An input to which nothing is added but perhaps its policy.
    pub(super) fn of(input: &Path, policy: Option<String>) -> Self {
        Self { input: input.to_owned(), policy, through: None, set: Vec::new() }
    }
}

/// What the input is, and what the command line adds to it.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct InputArguments {
    /// The input workbook (.xlsx, .xlsm, .xlsb, .xls, .ods).
    pub(super) input: PathBuf,
    /// The policy: an id of `bonus policy list`, or a policy file. Default: what the workbook names.
    #[arg(long, value_name = "ID|FILE")]
    pub(super) policy: Option<String>,
    /// Compute through this quarter or month, such as Q3. Default: what the workbook says.
    #[arg(long, value_name = "Q")]
    pub(super) through: Option<String>,
    /// Change a setting for this run, such as `in_target_rate=8%`. May be given several times.
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub(super) set: Vec<String>,
}
