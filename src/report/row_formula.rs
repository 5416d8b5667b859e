//! The formula of a row: by a template where one is known for rows of its company, else written out.

use std::sync::PoisonError;

use super::address::Here;
use super::plan::Plan;
use super::tab::Tab;
use super::template::{FormulaTemplate, FormulaTemplates, MARKS, Name, RowReads, Sampling, TemplateKey};
use crate::formula::{Addresses, Code, Op, Rounding, Scope, Space, excel};
use crate::policy::Formula;
use crate::settle::RowKey;

/// Excel's limit, in UTF-16 units.
const LONGEST_FORMULA: usize = 8_192;

/// Writes the text for a row.
type Write<'w> = &'w (dyn Fn(&Here<'_>) -> Option<String> + 'w);

/// A formula for a row; none where Excel has no form for it, it is longer than Excel takes, or it is a constant.
pub(super) fn formula_text(formula: &Formula, here: &Here<'_>) -> Option<String> {
    let code = &formula.code;
    let text = text(Name::Formula(formula.id), Some(code), here, &|here| excel(code, here))?;
    let fits = text.len() <= LONGEST_FORMULA || text.encode_utf16().count() <= LONGEST_FORMULA;
    // What is the same whatever stands in other cells is no formula.
    let constant =
        text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-')) || text == "TRUE" || text == "FALSE";
    (fits && !constant).then_some(text)
}

/// A text that is no rule's formula, of which a scope has one: made by `write`, which names cells of the row alone.
pub(super) fn text_of_row(here: &Here<'_>, write: Write<'_>) -> Option<String> {
    text(Name::OfRow(here.scope), None, here, write)
}

/// A text by its template, else written out.
fn text(name: Name, code: Option<&Code>, here: &Here<'_>, write: Write<'_>) -> Option<String> {
    let template = from_template(name, code, here, write);
    if cfg!(test) {
        assert!(template.is_none() || template == write(here), "{template:?} for {:?}", write(here));
    }
    template.or_else(|| write(here))
}

fn from_template(name: Name, code: Option<&Code>, here: &Here<'_>, write: Write<'_>) -> Option<String> {
    let sheet = here.plan.templates.on(here.on);
    {
        let known = sheet.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(FormulaTemplates { reads, found }) = known.get(&name) {
            let (key, first, last) = key(here, *reads)?;
            if let Some((_, template)) = found.iter().find(|(other, _)| *other == key) {
                return template.as_ref()?.filled(here, first, last);
            }
        }
    }
    let reads = code.map_or(Some(RowReads::default()), |code| reads(here.plan, code));
    let (key, first, last) = key(here, reads)?;
    let template = make(here, write);
    let text = template.as_ref().and_then(|template| template.filled(here, first, last));
    let mut known = sheet.write().unwrap_or_else(PoisonError::into_inner);
    let of_name = known.entry(name).or_insert_with(|| FormulaTemplates { reads, found: Vec::new() });
    of_name.found.push((key, template));
    text
}

fn make(here: &Here<'_>, write: Write<'_>) -> Option<FormulaTemplate> {
    let sampling = Sampling::default();
    let text = write(&Here { sampling: Some(&sampling), ..*here })?;
    let roundings = sampling.roundings.into_inner();
    let (mut pieces, mut rest) = (Vec::new(), text.as_str());
    while let Some(at) = rest.find(MARKS) {
        pieces.push((rest[..at].to_owned(), rest.as_bytes()[at]));
        rest = &rest[at + 1..];
    }
    (!sampling.spoilt.get()).then_some(FormulaTemplate { pieces, last: rest.to_owned(), length: text.len(), roundings })
}

impl FormulaTemplate {
    /// The text for a row; `None` where the row needs one of its own.
    fn filled(&self, here: &Here<'_>, first: u32, last: u32) -> Option<String> {
        let turns = |(x, places, rounding): &(Code, i32, Rounding)| here.addend(x, *places, *rounding).is_some();
        if self.roundings.iter().any(turns) {
            return None;
        }
        let row = |mark: u8| match mark {
            1 => Plan::row_of(here.manager),
            2 => here.plan.credit_place(here.credit).1,
            3 => first,
            4 => last,
            _ => Plan::row_on(Tab::Summary, here.manager),
        };
        // A formula names the cells of its row again and again.
        let mut numbers: [Option<String>; MARKS.len()] = [const { None }; MARKS.len()];
        let mut text = String::with_capacity(self.length + 4 * self.pieces.len());
        for (before, mark) in &self.pieces {
            text.push_str(before);
            let number = &mut numbers[usize::from(*mark) - 1];
            text.push_str(number.get_or_insert_with(|| (row(*mark) + 1).to_string()));
        }
        text.push_str(&self.last);
        Some(text)
    }
}

/// What a formula reads; `None` for something that only the row itself can tell.
fn reads(plan: &Plan<'_>, code: &Code) -> Option<RowReads> {
    let (mut reads, mut own) = (RowReads::default(), false);
    for part in code.each() {
        match &part.op {
            Op::Previous(_) => reads.previous = true,
            // The rows of peers are the same for all.
            Op::Aggregate { reach, .. } if reach.is_across() => {}
            Op::Aggregate { over, .. } => reads.finer |= 1 << over.index(),
            Op::Slot(slot) | Op::Given(slot) if slot.space == Space::Setting => {
                own |= plan.dated.counts(slot.index);
            }
            _ => {}
        }
    }
    (!own).then_some(reads)
}

/// The company of a row, and its first and last credit; `None` where no other row has the same.
fn key(here: &Here<'_>, reads: Option<RowReads>) -> Option<(TemplateKey, u32, u32)> {
    let reads =
        reads.filter(|_| !matches!(here.scope, Scope::DepartmentPeriod | Scope::Department | Scope::Adjustment))?;
    let plan = here.plan;
    let settlement = plan.results.settlement;
    if reads.gathers(Scope::Adjustment) && !settlement.adjustments_of(here.manager, here.periods()).is_empty() {
        return None;
    }
    let mut key = TemplateKey { number: here.number, scope: here.scope, previous: None, credits: None, finer: 0 };
    if reads.previous {
        key.previous = here.before().map(|before| before.number);
    }
    let (mut first, mut last) = (0, 0);
    if reads.gathers(Scope::Credit) && here.scope != Scope::Period {
        return None;
    }
    if reads.gathers(Scope::Credit) {
        match plan.credit_ranges(settlement.credits_of(here.manager, here.number))[..] {
            [] => {}
            [(tab, from, to)] => (key.credits, first, last) = (Some(tab), from, to),
            _ => return None,
        }
    }
    if [Scope::Period, Scope::Half, Scope::Year].into_iter().any(|scope| reads.gathers(scope)) {
        let a_year = settlement.periods_a_year;
        let periods = (0..a_year).map(|period| settlement.has(RowKey::Period { person: here.manager, period }));
        let halves = (0..2).map(|half| settlement.has(RowKey::Half { person: here.manager, half }));
        let year = settlement.has(RowKey::Year { person: here.manager });
        let there = periods.chain(halves).chain([year]);
        key.finer = there.fold(0, |bits, row| bits << 1 | u32::from(row));
    }
    Some((key, first, last))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::lang::Lang;
    use crate::policy::{built_in, built_in_ids};
    use crate::report::sheet::{Report, RowCells};
    use crate::report::{CommandLineInput, Results, with_workbook};
    use crate::workbook::read::source::SourceWorkbook;
    use crate::workbook::read::{Preface, Request};

    fn formulas(report: &Report<'_>) -> usize {
        let mut row = RowCells::default();
        let mut count = 0;
        for block in report.sheets.iter().flat_map(|sheet| &sheet.blocks) {
            for index in 0..block.rows.len() {
                block.rows.fill(index, &mut row);
                count += row.iter().filter(|cell| cell.formula.is_some()).count();
            }
        }
        count
    }

    /// In unit tests each template is held against the text that it stands for: here for all rows of many workbooks.
    #[test]
    fn templates_say_what_they_stand_for() {
        let mut count = 0;
        for folder in ["samples", "people", "schemes"] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
            for file in std::fs::read_dir(folder).expect("a folder") {
                let path = file.expect("a file").path();
                let name = path.file_name().expect("a name").to_string_lossy().into_owned();
                let id = built_in_ids().filter(|id| name.starts_with(id)).max_by_key(|id| id.len());
                let Some(id) = id.filter(|_| path.extension().is_some_and(|ending| ending == "xlsx")) else { continue };
                let policy = built_in(id).expect("a policy").expect("a sound one");
                let mut source = SourceWorkbook::open(&path).expect("a workbook");
                let preface = Preface::read(&mut source).expect("settings");
                let run = crate::run::run(&mut source, &preface, &policy, &Request::default()).expect("figures");
                let results = Results {
                    policy: &policy,
                    book: &run.book,
                    settlement: &run.settlement,
                    input_file: name,
                    input_sha256: String::new(),
                    given: CommandLineInput::default(),
                };
                count += with_workbook(&results, Lang::En, formulas);
            }
        }
        assert!(count > 10_000, "only {count} formulas");
    }
}
