//! `bonus next`: the next period's input from this one's, or from its results.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::compute::{cannot_write, same_file};
use super::failure::Failure;
use super::input::{Computed, Opened, cannot_read};
use super::{InputArguments, cells, input};
use crate::lang::Lang;
use crate::report::form::{Carried, Entry, Filling, entry_unit, form, next_period, setting_unit};
use crate::words;
use crate::workbook::read::raw::{RawSheet, raw};
use crate::workbook::read::source::{RawCell, SourceWorkbook};
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
    pub(super) fn run(&self, lang: Option<Lang>) -> Result<(), Failure> {
        let (path, recorded) = self.computed_input(lang)?;
        let policy = self.policy.clone().or(recorded);
        let arguments = InputArguments { input: path.clone(), policy, through: None, set: Vec::new() };
        let computed = input::compute(&arguments, lang, false)?;
        let lang = computed.lang;
        let mut opened = input::open(&arguments, Some(lang), false, input::threads(None))?;
        let carried = carried(&path, &mut opened, lang)?;
        let filling = next_period(&computed.results(), carried, lang);
        let bytes = write::form(&form(&computed.policy, lang, &filling)).map_err(|error| cannot_write(&error, lang))?;
        let output = self.output.clone().unwrap_or_else(|| beside(&path, &filling));
        if same_file(&output, &path) || same_file(&output, &self.input) {
            let message = words!("不能写到输入文件上", "the input cannot be written over");
            return Err(Failure::Usage(message.get(lang).to_owned()));
        }
        write::replace(&output, &bytes, self.force).map_err(|error| cannot_write(&error, lang))?;
        super::talk::say(&told(&computed, &filling, &output))
    }

    /// The input: the file itself, or, for results, the file that they say they were computed from, and the built-in
    /// policy's version that they were computed by.
    fn computed_input(&self, lang: Option<Lang>) -> Result<(PathBuf, Option<String>), Failure> {
        let path = self.input.as_path();
        let failed = |error| cannot_read(path, &error, lang);
        let mut source = SourceWorkbook::open(path).map_err(failed)?;
        let words = crate::book::settings_sheet();
        let wanted = [fold(&words.zh), fold(&words.en)];
        if source.sheets().iter().any(|sheet| wanted.contains(&fold(&sheet.name))) {
            return Ok((self.input.clone(), None));
        }
        let Some(receipt) = super::rerun::receipt(&mut source).map_err(failed)? else {
            return Ok((self.input.clone(), None));
        };
        let recorded = format!("{}@{}", receipt.policy, receipt.policy_version);
        let recorded = receipt.policy_file.is_empty().then_some(recorded);
        let (file, sha256) = (receipt.input_file, receipt.input_sha256);
        let lang = lang.unwrap_or_else(super::system_lang);
        let usage = |words: crate::lang::Words| Err(Failure::Usage(words.get(lang).to_owned()));
        // A file's name only: results say nothing about other folders.
        let input = path.with_file_name(&file);
        if !input.is_file() {
            return usage(words!(
                "这些结果由 {file} 算出，但它不在同一文件夹；请把它放在一起，或直接给出它",
                "these results were computed from {file}, which is not beside them; put it there or give it instead"
            ));
        }
        let found = SourceWorkbook::open(&input).map_err(|error| cannot_read(&input, &error, Some(lang)))?;
        if found.sha256() != sha256 {
            return usage(words!(
                "{file} 在算出这些结果之后改动过；请重新计算，或直接给出输入文件",
                "{file} was changed after these results were computed; compute again, or give the input instead"
            ));
        }
        Ok((input, recorded))
    }
}

/// Everything of the input that a form can hold.
fn carried(path: &Path, opened: &mut Opened, lang: Lang) -> Result<Carried, Failure> {
    let Opened { source, preface, policy, .. } = opened;
    let raw = raw(source, policy).map_err(|error| cannot_read(path, &error, Some(lang)))?;
    let rows = |sheet: &RawSheet, columns: &[crate::policy::Column]| {
        let entries = |cells: &[Option<RawCell>]| {
            let cells = cells.iter().zip(columns).map(|(cell, column)| {
                cell.as_ref().map_or_else(Entry::default, |cell| Entry::new(cells::figure(cell, entry_unit(column))))
            });
            cells.collect::<Vec<_>>()
        };
        sheet.rows.iter().map(|(number, cells)| (*number, entries(cells))).collect::<Vec<_>>()
    };
    let mut settings = Vec::new();
    for setting in policy.settings.iter().skip(crate::policy::builtin::YEAR + 1) {
        let names = [&setting.name, &setting.label.zh, &setting.label.en].map(|name| fold(name));
        if let Some(cell) = preface.named(&names).find_map(|row| row.value.as_ref()) {
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
    Ok(Carried { settings, tables: tables.collect(), sheets: sheets.collect(), rules })
}

/// Where the file stands when nobody says: beside the input, named after its period.
fn beside(input: &Path, filling: &Filling) -> PathBuf {
    let shown = |name: &str| {
        let entry = filling.settings.iter().find(|(given, _)| given == name);
        entry.map_or_else(String::new, |(_, entry)| match &entry.value {
            crate::report::sheet::CellValue::Text(text) => text.clone(),
            crate::report::sheet::CellValue::Number(number) => number.to_string(),
            _ => String::new(),
        })
    };
    input.with_file_name(format!("{}-{}.xlsx", shown("year"), shown("through")))
}

fn told(computed: &Computed, filling: &Filling, output: &Path) -> String {
    let lang = computed.lang;
    let mut text = String::new();
    let path = output.display();
    let _ = writeln!(text, "{}", words!("下一期的表：{path}", "the next input: {path}").get(lang));
    let through = computed.book.through;
    let paid = words!(
        "到 {through} 为止各期的已发放金额按计算结果填入（蓝色），请与实际发放核对",
        "amounts paid up to {through} are those computed (blue); compare them with what was really paid"
    );
    if !filling.sheets.iter().zip(&computed.policy.sheets).all(|(rows, sheet)| !sheet.closed || rows.is_empty()) {
        let _ = writeln!(text, "{}", paid.get(lang));
    }
    let count = filling.proposals.len();
    if count > 0 {
        let line = words!(
            "{count} 项拟议变动待确认，见“拟议”表和黄色格；没有一项已经改动",
            "{count} proposed changes to confirm, on the sheet Proposals and in yellow cells; none was applied"
        );
        let _ = writeln!(text, "{}", line.get(lang));
    }
    let alone = &computed.left_alone;
    let dropped: Vec<String> =
        alone.sheets.iter().cloned().chain(alone.columns.iter().map(ToString::to_string)).collect();
    if !dropped.is_empty() {
        let dropped = dropped.join(", ");
        let line = words!("未带入（办法不用）：{dropped}", "not carried over (the policy does not use it): {dropped}");
        let _ = writeln!(text, "{}", line.get(lang));
    }
    text
}
