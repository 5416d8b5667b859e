//! `bonus next`: the next period's input from this one's, or from its results.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::compute::{cannot_write, same_file};
use super::failure::Failure;
use super::input::{Chosen, Computed, Input, Work, cannot_read};
use super::progress::Progress;
use super::talk::Talk;
use super::timings::Timings;
use super::{InputArguments, cells};
use crate::lang::Lang;
use crate::report::form::{Carried, Entry, Filling, entry_unit, form, next_period, setting_unit};
use crate::say;
use crate::workbook::read::PrefaceRow;
use crate::workbook::read::raw::{RawSheet, raw};
use crate::workbook::read::source::RawCell;
use crate::workbook::read::text::fold;
use crate::workbook::write;

/// Prepare the next quarter's or next year's input from this one's, or from its results
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  bonus next q3.xlsx -o q4.xlsx\n  bonus next q3-results.xlsx -o q4.xlsx")]
pub(super) struct Next {
    /// The input that was computed and paid, or its results workbook (the input must lie beside it).
    input: PathBuf,
    /// Where it goes. Default: beside the input, named after the next quarter or year.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The policy: an id of `bonus policy list`, or a policy file. Default: what the workbook names.
    #[arg(long, value_name = "ID|FILE")]
    policy: Option<String>,
    /// Replace an existing file.
    #[arg(long)]
    force: bool,
}

impl Next {
    pub(super) fn run(&self, talk: Talk) -> Result<(), Failure> {
        let (mut input, recorded) = self.computed_input(talk)?;
        let path = input.path.clone();
        let policy = self.policy.clone().or(recorded);
        let arguments = InputArguments { input: path.clone(), policy, through: None, set: Vec::new() };
        let progress = Progress::new(talk);
        let work = Work::new(talk, &progress);
        input.source.read_again();
        let chosen = input.choose(&arguments, &work)?;
        let computed = input.compute(&chosen, &arguments, &work, &mut Timings::default())?;
        drop(progress);
        let lang = computed.lang;
        let carried = carried(&mut input, &chosen, lang)?;
        let filling = next_period(&computed.results(), carried, lang);
        let bytes = write::form(&form(&computed.policy, lang, &filling)).map_err(|error| cannot_write(&error, lang))?;
        let output = self.output.clone().unwrap_or_else(|| beside(&path, &filling));
        if same_file(&output, &path) || same_file(&output, &self.input) {
            let message = say!(Cli::NotOverInput);
            return Err(Failure::Usage(message.get(lang).to_owned()));
        }
        write::replace(&output, &bytes, self.force).map_err(|error| cannot_write(&error, lang))?;
        talk.say(&told(&computed, &filling, &output))
    }

    /// The input: the file itself, or, for results, the file that they say they were computed from, and the built-in
    /// policy's version that they were computed by.
    fn computed_input(&self, talk: Talk) -> Result<(Input, Option<String>), Failure> {
        let path = self.input.as_path();
        let mut named = Input::open(path, talk)?;
        let source = &mut named.source;
        let words = crate::book::settings_sheet();
        let wanted: Vec<String> = words.spellings().map(fold).collect();
        if source.sheets().iter().any(|sheet| wanted.contains(&fold(&sheet.name))) {
            return Ok((named, None));
        }
        let receipt = super::rerun::receipt(source).map_err(|error| cannot_read(path, &error, talk.asked))?;
        let Some(receipt) = receipt else { return Ok((named, None)) };
        let recorded = format!("{}@{}", receipt.policy, receipt.policy_version);
        let recorded = receipt.policy_file.is_empty().then_some(recorded);
        let (file, sha256) = (receipt.input_file, receipt.input_sha256);
        let lang = talk.early();
        let usage = |words: crate::lang::Words| Err(Failure::Usage(words.get(lang).to_owned()));
        // A file's name only: results say nothing about other folders.
        let input = path.with_file_name(&file);
        if !input.is_file() {
            return usage(say!(Cli::InputNotBesideResults { file }));
        }
        let found = Input::open(&input, talk)?;
        if found.source.sha256() != sha256 {
            return usage(say!(Cli::InputChangedSince { file }));
        }
        Ok((found, recorded))
    }
}

/// Everything of the input that a form can hold.
fn carried(input: &mut Input, chosen: &Chosen, lang: Lang) -> Result<Carried, Failure> {
    let Chosen { preface, policy, .. } = chosen;
    input.source.read_again();
    let raw = raw(&mut input.source, policy).map_err(|error| cannot_read(&input.path, &error, Some(lang)))?;
    let rows = |sheet: &RawSheet, columns: &[crate::policy::Column]| {
        let entries = |cells: &[Option<RawCell>]| {
            let cells = cells.iter().zip(columns).map(|(cell, column)| {
                cell.as_ref().map_or_else(Entry::default, |cell| Entry::new(cells::figure(cell, entry_unit(column))))
            });
            cells.collect::<Vec<_>>()
        };
        sheet.rows.iter().map(|(number, cells)| (*number, entries(cells))).collect::<Vec<_>>()
    };
    let (mut settings, mut dated) = (Vec::new(), Vec::new());
    for setting in policy.settings.iter().skip(crate::policy::builtin::YEAR + 1) {
        let names = setting.spellings().map(fold).collect::<Vec<_>>();
        let later = preface.named(&names).filter_map(|row| {
            let (from, _) = row.from.as_ref()?;
            let value = Entry::new(cells::figure(row.value.as_ref()?, setting_unit(setting)));
            Some((Entry::new(cells::figure(from, crate::report::sheet::Unit::Date)), value))
        });
        let later: Vec<(Entry, Entry)> = later.collect();
        if !later.is_empty() {
            dated.push((setting.name.clone(), later));
        }
        let undated = |row: &&PrefaceRow| row.from.is_none();
        if let Some(cell) = preface.named(&names).filter(undated).find_map(|row| row.value.as_ref()) {
            settings.push((setting.name.clone(), Entry::new(cells::figure(cell, setting_unit(setting)))));
        }
    }
    // Its version has a row of its own.
    let named = preface.policy().map(|(name, _)| Entry::text(crate::policy::parted(&name).0));
    settings.extend(named.map(|name| ("policy".to_owned(), name)));
    let tables = raw
        .tables
        .iter()
        .zip(&policy.tables)
        .map(|(sheet, table)| rows(sheet, &table.columns).into_iter().map(|(_, entries)| entries).collect());
    let sheets = raw.sheets.iter().zip(&policy.sheets).map(|(sheet, declared)| rows(sheet, &declared.columns));
    let rules = preface.rules.iter().map(|rule| (rule.rule.name.clone(), rule.rule.formula.clone())).collect();
    Ok(Carried { settings, dated, tables: tables.collect(), sheets: sheets.collect(), rules })
}

/// Where the file stands when nobody says: beside the input, named after its period.
fn beside(input: &Path, filling: &Filling) -> PathBuf {
    let shown = |name: &str| {
        let entry = filling.settings.iter().find(|(given, _)| given == name);
        entry.map_or_else(String::new, |(_, entry)| entry.value.text())
    };
    input.with_file_name(format!("{}-{}.xlsx", shown("year"), shown("through")))
}

fn told(computed: &Computed, filling: &Filling, output: &Path) -> String {
    let lang = computed.lang;
    let mut text = String::new();
    let path = output.display();
    let _ = writeln!(text, "{}", say!(Cli::NextInput { path }).get(lang));
    let through = computed.book.through;
    let paid = say!(Cli::PaidAsComputed { through });
    if !filling.sheets.iter().zip(&computed.policy.sheets).all(|(rows, sheet)| !sheet.closed || rows.is_empty()) {
        let _ = writeln!(text, "{}", paid.get(lang));
    }
    let count = filling.proposals.len();
    if count > 0 {
        let line = say!(Cli::ProposalCount { count });
        let _ = writeln!(text, "{}", line.get(lang));
    }
    let alone = &computed.left_alone;
    let dropped: Vec<String> =
        alone.sheets.iter().cloned().chain(alone.columns.iter().map(ToString::to_string)).collect();
    if !dropped.is_empty() {
        let dropped = dropped.join(", ");
        let line = say!(Cli::NotCarriedOver { dropped });
        let _ = writeln!(text, "{}", line.get(lang));
    }
    text
}
