//! `bonus next`: the next period's input from this one's, or from its results.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::arguments::{Format, InputArguments};
use super::compute::same_file;
use super::elsewhere::{cannot_read, cannot_write};
use super::failure::Failure;
use super::input::{Computed, InputRun, OpenInput, Work};
use super::receipt::is_input;
use super::recorded::{Naming, RunBefore};
use super::talk::Talk;
use super::{cells, recorded};
use crate::book::Origin;
use crate::policy::{Column, Policy, RowKind, Sheet};
use crate::report::cell_unit;
use crate::report::form::{Carried, Entry, Filling, TypedRows, by_number, entry_unit, form, next_period};
use crate::report::sheet::CellValue;
use crate::say;
use crate::settle::Settlement;
use crate::workbook::read::raw;
use crate::workbook::read::source::{RawCell, SourceError, SourceWorkbook};
use crate::workbook::read::text::fold;
use crate::workbook::read::{Preface, PrefaceRow};
use crate::workbook::write::{self, Drafts};

/// Cells that somebody may be asked to confirm: a sheet has hardly more rows.
const CONFIRMED: usize = 1_000_000;

/// Prepare the next quarter's or next year's input from this one's, or from its results
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  bonus next q3.xlsx -o q4.xlsx\n  bonus next q3-results.xlsx -o q4.xlsx")]
pub(super) struct Next {
    /// The results that were paid by (their input must lie beside them), or the input.
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
    /// How to print what was prepared.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

impl Next {
    pub(super) fn run(&self, talk: Talk, drafts: &Drafts) -> Result<(), Failure> {
        let RunBefore { run: InputRun { mut computed, mut input, preface }, results } = self.taken(talk)?;
        if results.is_some() {
            self.recorded_policy(&computed.policy, talk)?;
        }
        let lang = talk.asked.unwrap_or(computed.lang);
        computed.lang = lang;
        let path = input.path.clone();
        // Each of them is carried as it was typed.
        computed.forget_lines();
        // A new year begins without lines.
        let with_lines = usize::from(computed.book.through.number()) < computed.book.periods_a_year();
        let carried = carried(&mut input.source, &preface, &computed.policy, with_lines);
        let mut carried = carried.map_err(cannot_read(&path, talk.early()))?;
        still_yellow(&mut carried, &computed);
        set(&mut carried, &computed);
        let mut filling = next_period(&computed.results(), carried, results.is_some(), lang);
        // A form of a large input takes as much memory as its run.
        computed.settlement = Settlement::default();
        input.source.read_no_more();
        let hashes =
            [("previous_results", results.as_ref().map(|(_, hash)| hash)), ("previous_input", Some(&computed.sha256))];
        let known = hashes.into_iter().filter_map(|(name, hash)| Some((name.to_owned(), Entry::text(hash?))));
        filling.settings.extend(known);
        // They are listed one below the other.
        let count = filling.open();
        if count > CONFIRMED {
            return Err(Failure::file(&say!(Cli::TooManyToConfirm { count, most: CONFIRMED }), lang));
        }
        let bytes = write::form(&form(&computed.policy, lang, &filling)).map_err(cannot_write(lang))?;
        let output = self.output.clone().unwrap_or_else(|| beside(&path, &filling));
        if same_file(&output, &path) || same_file(&output, &self.input) {
            return Err(Failure::usage(&say!(Cli::NotOverInput), lang));
        }
        write::replace(&output, &bytes, self.force, drafts).map_err(cannot_write(lang))?;
        match results.as_ref().map(|(path, _)| path.display()) {
            Some(results) => {
                talk.detail(&say!(Cli::FromVerifiedResults { results }), lang);
            }
            None => talk.warn(&say!(Cli::ComputedAnew), lang),
        }
        let shown = |path: &Path| path.display().to_string();
        let document = || NextDocument {
            output: shown(&output),
            input: shown(&path),
            input_sha256: &computed.sha256,
            results: results.as_ref().map(|(path, _)| shown(path)),
            results_sha256: results.as_ref().map(|(_, sha256)| sha256.as_str()),
            proposals: filling.proposals.iter().filter(|proposal| proposal.open).count(),
            told: told(&computed, &filling, &output).lines().map(str::to_owned).collect(),
        };
        super::output::done(self.format, talk, document, || told(&computed, &filling, &output))
    }

    /// The run of the input, computed anew: nobody recorded one.
    fn anew(&self, mut input: OpenInput, talk: Talk) -> Result<RunBefore, Failure> {
        let arguments = InputArguments::of(&input.path, self.policy.clone());
        let work = Work::new(talk, None);
        // What is carried over is read anew: beside the run it would take too much memory.
        input.source.read_seldom();
        let chosen = input.choose(&arguments, &work)?;
        let computed = input.compute(&chosen, &arguments, &work)?;
        Ok(RunBefore { run: InputRun { computed, input, preface: chosen.preface }, results: None })
    }

    /// A policy of the command line that is not the recorded one would be left out in silence.
    fn recorded_policy(&self, then: &Policy, talk: Talk) -> Result<(), Failure> {
        let Some(given) = &self.policy else { return Ok(()) };
        let lang = talk.early();
        let named = super::named::named(given, lang)?;
        let by_version = crate::policy::parted(given).1.is_some() || Path::new(given).is_file();
        if named.id == then.id && (!by_version || named.version == then.version) {
            return Ok(());
        }
        let recorded = format!("{}@{}", then.id, then.version);
        Err(Failure::usage(&say!(Cli::RecordedPolicyCounts { given, recorded }), lang))
    }

    /// What was recorded, by the results that were given or by those beside the input that name it; or else the run anew.
    fn taken(&self, talk: Talk) -> Result<RunBefore, Failure> {
        let (path, lang) = (self.input.as_path(), talk.early());
        let failed = cannot_read(path, talk.early());
        let mut source = super::receipt::glance(path).map_err(failed)?;
        let receipt = super::receipt::of_no_input(&mut source).map_err(failed)?;
        let (naming, input) = if let Some(receipt) = receipt {
            (Naming { path: path.to_owned(), results: source, receipt }, None)
        } else {
            source.examine().map_err(failed)?;
            let input = OpenInput::opened(path, source);
            match if is_input(&input.source) { recorded::beside(&input, lang)? } else { None } {
                Some(naming) => (naming, Some(input)),
                None => return self.anew(input, talk),
            }
        };
        recorded::recorded(naming, input, self.policy.as_deref(), lang)
    }
}

/// What was prepared.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct NextDocument<'d> {
    /// The file that was written.
    output: String,
    /// The input that it was made from.
    input: String,
    /// The SHA-256 of that.
    input_sha256: &'d str,
    /// The results that record what was paid; null where none were found and all was computed anew.
    results: Option<String>,
    /// The SHA-256 of those.
    results_sha256: Option<&'d str>,
    /// How many proposals of half-year reviews wait for an answer.
    proposals: usize,
    /// What is to be said of it, line by line.
    told: Vec<String>,
}

/// What nobody has confirmed stays yellow.
fn still_yellow(carried: &mut Carried, computed: &Computed) {
    let note = say!(Form::StillToConfirm);
    let mark = |entry: &mut Entry| *entry = std::mem::take(entry).marked(note.get(computed.lang));
    let places: Vec<_> = carried.sheets.iter().map(|rows| by_number(rows)).collect();
    for place in &computed.book.unconfirmed {
        let sheets = carried.sheets.iter_mut().zip(&mut carried.lines).zip(&places);
        let sheets = computed.book.sheets.iter().zip(sheets);
        for (standing, ((rows, lines), places)) in
            sheets.filter_map(|(standing, rows)| Some((standing.as_ref()?, rows)))
        {
            let at = standing.columns.iter().position(|at| *at == Some(place.column));
            let (Some(at), true) = (at, standing.name == place.sheet) else { continue };
            if let Some(row) = places.get(&place.row) {
                mark(&mut rows[*row].1[at]);
            }
            if let Some(row) = lines.place(place.row) {
                lines.mark(row, at, note.get(computed.lang));
            }
        }
        for (setting, given) in computed.policy.settings.iter().zip(&computed.book.settings) {
            if matches!(&given.origin, Origin::Workbook(origin) if origin == place)
                && let Some((_, entry)) = carried.settings.iter_mut().find(|(name, _)| *name == setting.name)
            {
                mark(entry);
            }
        }
    }
}

/// What the command line of then set is no part of the input: the next one keeps it.
fn set(carried: &mut Carried, computed: &Computed) {
    for (name, value) in &computed.given.set {
        let mut settings = computed.policy.settings.iter().skip(crate::policy::builtin::YEAR + 1);
        let Some(setting) = settings.find(|s| s.spellings().any(|spelt| fold(spelt) == fold(name))) else { continue };
        let entry = Entry::text(value).marked(say!(Cli::GivenLastTime { name, value }).get(computed.lang));
        carried.settings.retain(|(given, _)| *given != setting.name);
        carried.dated.retain(|(given, _)| *given != setting.name);
        carried.settings.push((setting.name.clone(), entry));
    }
}

/// Everything of the input that a form can hold; its lines, where they are wanted.
pub(super) fn carried(
    source: &mut SourceWorkbook,
    preface: &Preface,
    policy: &Policy,
    with_lines: bool,
) -> Result<Carried, SourceError> {
    source.read_again();
    let figure = |cell: Option<&RawCell>, column: &Column| {
        cell.map_or_else(CellValue::default, |cell| cells::figure(cell, entry_unit(column)))
    };
    let (mut tables, mut sheets, mut lines) = (Vec::new(), Vec::new(), Vec::new());
    for table in &policy.tables {
        let mut entries: Vec<Vec<Entry>> = Vec::new();
        if !table.built_in {
            raw::rows(source, &table.label, &table.columns, &mut |_, cells| {
                entries
                    .push(cells.zip(&table.columns).map(|(cell, column)| Entry::new(figure(cell, column))).collect());
            })?;
        }
        tables.push(entries);
    }
    for Sheet { label, columns, row, .. } in &policy.sheets {
        let (mut entries, mut typed) = (Vec::new(), TypedRows::default());
        let of_lines = *row == RowKind::Line;
        if with_lines || !of_lines {
            raw::rows(source, label, columns, &mut |number, cells| {
                let values = cells.zip(columns).map(|(cell, column)| figure(cell, column));
                if of_lines {
                    typed.push(number, values);
                } else {
                    entries.push((number, values.map(Entry::new).collect::<Vec<_>>()));
                }
            })?;
        }
        sheets.push(entries);
        lines.push(typed);
    }
    let (mut settings, mut dated) = (Vec::new(), Vec::new());
    for setting in policy.settings.iter().skip(crate::policy::builtin::YEAR + 1) {
        let names = setting.spellings().map(fold).collect::<Vec<_>>();
        let later = preface.named(&names).filter_map(|row| {
            let (from, _) = row.from.as_ref()?;
            let value = Entry::new(cells::figure(row.value.as_ref()?, cell_unit(setting.unit)));
            Some((Entry::new(cells::figure(from, crate::report::sheet::CellUnit::Date)), value))
        });
        let later: Vec<(Entry, Entry)> = later.collect();
        if !later.is_empty() {
            dated.push((setting.name.clone(), later));
        }
        let undated = |row: &&PrefaceRow| row.from.is_none();
        if let Some(cell) = preface.named(&names).filter(undated).find_map(|row| row.value.as_ref()) {
            settings.push((setting.name.clone(), Entry::new(cells::figure(cell, cell_unit(setting.unit)))));
        }
    }
    // Its version has a row of its own.
    let named = preface.policy().map(|(name, _)| Entry::text(crate::policy::parted(&name).0));
    settings.extend(named.map(|name| ("policy".to_owned(), name)));
    let rules = preface.rules.iter().map(|rule| (rule.rule.name.clone(), rule.rule.formula.clone())).collect();
    Ok(Carried { settings, dated, tables, sheets, lines, rules })
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
    let _ = writeln!(text, "{}", say!(Cli::NextInput { path: output.display() }).get(lang));
    let through = computed.book.through;
    let paid = say!(Cli::PaidAsComputed { through });
    if !filling.sheets.iter().zip(&computed.policy.sheets).all(|(rows, sheet)| !sheet.closed || rows.is_empty()) {
        let _ = writeln!(text, "{}", paid.get(lang));
    }
    let count = filling.proposals.iter().filter(|proposal| proposal.open).count();
    if count > 0 {
        let _ = writeln!(text, "{}", say!(Cli::ProposalCount { count }).get(lang));
    }
    // What nobody answered ends with its year.
    let book = &computed.book;
    let ends = usize::from(book.through.number()) == book.periods_a_year();
    let ended = book.proposals.iter().filter(|one| ends && one.accepted.is_none() && one.changes(&computed.policy));
    let people: Vec<&str> = ended.map(|one| book.managers[one.manager].id.as_str()).collect();
    if !people.is_empty() {
        let people = people.join(", ");
        let _ = writeln!(text, "{}", say!(Cli::NeverAnswered { people }).get(lang));
    }
    let alone = &computed.left_alone;
    let dropped: Vec<String> =
        alone.sheets.iter().cloned().chain(alone.columns.iter().map(ToString::to_string)).collect();
    if !dropped.is_empty() {
        let dropped = dropped.join(", ");
        let _ = writeln!(text, "{}", say!(Cli::NotCarriedOver { dropped }).get(lang));
    }
    text
}
