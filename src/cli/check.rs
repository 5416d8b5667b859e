//! `bonus check`: all faults and warnings of a workbook, and what the policy leaves alone.

use clap::{Args, ValueEnum};

use super::InputArguments;
use super::failure::Failure;
use super::input;
use crate::lang::Lang;
use crate::report::of_fault;
use crate::words;

/// Check a workbook: all faults and warnings, each with its cell and remedy.
#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    input: InputArguments,
    /// How to print them.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

impl Check {
    pub(super) fn run(&self, lang: Option<Lang>) -> Result<(), Failure> {
        let computed = input::compute(&self.input, lang, self.format == Format::Json)?;
        let lang = computed.lang;
        let results = computed.results();
        let left_alone = &computed.left_alone;
        if self.format == Format::Json {
            let warnings: Vec<_> =
                results.warnings().chain(&left_alone.of_today).map(|fault| of_fault(fault, lang)).collect();
            let document = serde_json::json!({
                "faults": [],
                "warnings": warnings,
                "left_alone": {
                    "sheets": left_alone.sheets,
                    "columns": left_alone.columns.iter().map(ToString::to_string).collect::<Vec<_>>(),
                },
            });
            return super::print(&format!("{document:#}\n"));
        }
        let mut lines = vec![words!("没有错误", "no faults").get(lang).to_owned()];
        for warning in results.warnings().chain(&left_alone.of_today) {
            lines.push(format!("\n  {}\n      → {}", warning.headline(lang), warning.mend.get(lang)));
        }
        if !left_alone.sheets.is_empty() {
            let sheets = left_alone.sheets.join(", ");
            lines.push(
                words!("\n未使用的工作表：{sheets}", "\nsheets that were left alone: {sheets}").get(lang).to_owned(),
            );
        }
        if !left_alone.columns.is_empty() {
            let columns = left_alone.columns.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            lines.push(
                words!("\n未使用的列：{columns}", "\ncolumns that were left alone: {columns}").get(lang).to_owned(),
            );
        }
        super::print(&format!("{}\n", lines.join("\n")))
    }
}
