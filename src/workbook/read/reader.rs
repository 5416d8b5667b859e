//! The workbook being read: the order in which its sheets become facts, and how a sheet of the policy is gone through.

use std::collections::HashSet;

use super::beside::StrangeTexts;
use super::cell::truth_words;
use super::names_beside::NameBeside;
use super::projects::Projects;
use super::source::{SourceError, SourceWorkbook};
use super::text::fold;
use super::value_reader::ValueReader;
use super::{LeftAlone, Preface, Request, grid, heading, lone, required, titles, unseen, yellow};
use crate::book::{Account, Book, Findings, Origin, Period, Place, SheetPlace};
use crate::formula::Value;
use crate::lang::{Lang, Words};
use crate::policy::{Column, Policy, RowKind, Sheet};
use crate::say;

/// What becomes of a row.
pub(super) type RowVisit<'v> = &'v mut dyn FnMut(&grid::GridRow<'_>, &mut ValueReader, &mut Findings);

/// The workbook being read.
pub(super) struct Reader<'a> {
    pub(super) source: &'a mut SourceWorkbook,
    pub(super) preface: &'a Preface,
    pub(super) policy: &'a Policy,
    pub(super) findings: Findings,
    pub(super) texts: ValueReader,
    pub(super) left_alone: LeftAlone,
    /// Sheets whose cells are accounted for.
    pub(super) accounted: HashSet<usize>,
    pub(super) places: Vec<Option<SheetPlace>>,
    pub(super) chinese: usize,
    pub(super) english: usize,
    pub(super) today: Option<jiff::civil::Date>,
    /// The year, once it is known.
    pub(super) year_read: Option<i16>,
    /// Cells on yellow ground.
    pub(super) yellow: Vec<yellow::Yellow>,
    /// Names beside ids, on sheets that ask for ids alone.
    pub(super) beside: Vec<NameBeside>,
    /// Texts under headings that nobody knows, each with a table whose keys they may be and what its column is called.
    strange: Vec<(usize, String, StrangeTexts)>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(source: &'a mut SourceWorkbook, preface: &'a Preface, policy: &'a Policy) -> Self {
        Self {
            source,
            preface,
            policy,
            findings: Findings::default(),
            texts: ValueReader::new(policy),
            left_alone: LeftAlone::default(),
            accounted: preface.accounted.clone(),
            places: vec![None; policy.sheets.len()],
            chinese: usize::from(preface.chinese),
            english: usize::from(!preface.chinese),
            today: None,
            year_read: None,
            yellow: preface.yellow.clone(),
            beside: Vec::new(),
            strange: Vec::new(),
        }
    }

    pub(super) fn book(&mut self, request: &Request) -> Result<Option<Book>, SourceError> {
        self.today = request.today;
        let mut settings = self.settings(request);
        let tables = self.tables()?;
        let year = self.year();
        self.year_read = year;
        let mut managers = self.managers()?;
        let mut periods = self.periods(&managers)?;
        let through = self.through(request, &periods, &managers);
        let mut projects = Projects::default();
        let shares = self.splits(&managers, &mut projects)?;
        let lines = self.lines(year, through, &managers, &periods, &mut projects, &shares)?;
        let adjustments = self.adjustments(&managers, &periods, through, request.through.is_some())?;
        let mut proposals = self.proposals(&managers)?;
        let unconfirmed = self.unconfirmed()?;
        self.after_leaving(&mut periods, &managers, &lines, &shares, &adjustments);
        self.superiors(&mut managers, &mut periods);
        self.names_beside(&managers);
        self.keys_elsewhere();
        self.unknown_sheets();
        self.strangers()?;
        unseen::format(self.source, &mut self.findings);
        self.prepared_rows(&periods, &managers, through);
        self.paid_for_nothing(&periods, &managers, through);
        self.histories(&mut settings, year, through);
        if let Some(through) = through {
            self.after_through(&mut periods, &managers, through, request.through.is_some());
            self.nobody(&periods, &managers, through);
            self.no_row_any_more(&periods, &managers, through);
            self.paid_for_some(&periods, &managers, through);
            self.required_rows(&periods, &managers, through);
            self.accept(&mut proposals, &mut managers, &mut periods, through);
            self.grades_in_force(&proposals, &mut managers, &mut periods, through);
            settings[crate::policy::builtin::THROUGH].value = Value::Number(through.number().into());
        }
        if let Some(year) = year {
            settings[crate::policy::builtin::YEAR].value = Value::Number(year.into());
        }
        // Without the year or the through period there is a fault, and the book is only good for finding more.
        let last = Period::new(self.policy.period, self.policy.period.count());
        let (year, Some(through)) = (year.unwrap_or_default(), through.or(last)) else { return Ok(None) };
        if let Some(reason) = self.derived_through(request) {
            let origin = Origin::Derived(reason);
            settings[crate::policy::builtin::THROUGH].origin = origin;
        }
        let prepared = periods.prepared.iter().map(|(&(at, manager, period), &row)| ((at, row), (manager, period)));
        Ok(Some(Book {
            year,
            through,
            settings,
            tables,
            symbols: std::mem::take(&mut self.texts.symbols),
            managers: managers.list,
            periods: periods.rows,
            prepared: prepared.collect(),
            projects: projects.names,
            documents: lines.documents,
            lines: lines.list,
            line_values: lines.values.into(),
            line_width: lines.width,
            adjustments,
            proposals,
            unconfirmed,
            shares: shares.groups,
            shared_by: shares.by,
            sheets: std::mem::take(&mut self.places),
            warnings: Vec::new(),
            account: Account::default(),
            lang: self.lang(),
        }))
    }

    /// The language of most headings so far.
    pub(super) fn lang(&self) -> Lang {
        Lang::of_headings(self.chinese >= self.english)
    }

    /// The first sheet that the policy declares of a kind of rows, and its place among the sheets.
    pub(super) fn declared(&self, rows: RowKind) -> Option<(usize, &'a Sheet)> {
        self.policy.sheets.iter().enumerate().find(|(_, sheet)| sheet.row == rows)
    }

    /// Streams a sheet that the policy declares, and notes where its columns are; gives its place in the workbook, if it
    /// is there.
    pub(super) fn rows_of(&mut self, at: usize, visit: RowVisit<'_>) -> Result<Option<usize>, SourceError> {
        let sheet = &self.policy.sheets[at];
        let needed = !sheet.optional || sheet.row == RowKind::Manager;
        let Some(index) = self.find_sheet(&sheet.label, needed) else { return Ok(None) };
        self.places[at] = self.stream(index, &sheet.columns, &required(sheet), visit)?;
        Ok(Some(index))
    }

    /// The cell of a policy's column in a row of its sheet.
    pub(super) fn cell_of(&self, at: usize, row: u32, column: usize) -> Place {
        self.places[at].as_ref().map_or_else(Place::default, |place| place.cell(column, row))
    }

    /// Where one more heading could stand: behind the policy's own and those that it does not know.
    pub(super) fn free(&self, place: &SheetPlace) -> Place {
        let strange = self.left_alone.columns.iter().filter(|strange| strange.sheet == place.name);
        place.free(strange.map(|strange| strange.column))
    }

    /// Streams a sheet of the policy; notes where its columns are and what the policy does not know.
    pub(super) fn stream(
        &mut self,
        index: usize,
        columns: &[Column],
        required: &[usize],
        visit: RowVisit<'_>,
    ) -> Result<Option<SheetPlace>, SourceError> {
        let (findings, reader) = (&mut self.findings, &mut self.texts);
        let visit = &mut |row: &grid::GridRow<'_>, findings: &mut Findings| visit(row, reader, findings);
        let found = grid::stream(self.source, index, columns, required, findings, visit)?;
        if found.chinese {
            self.chinese += 1;
        } else {
            self.english += 1;
        }
        if let Some(year) = self.year_read {
            titles::look(&found, year, findings);
        }
        self.left_alone.columns.extend(found.unknown);
        self.yellow.extend(found.yellow);
        self.beside.extend(found.beside);
        if let Some(place) = found.place.as_ref().filter(|_| !self.accounted.contains(&index)) {
            self.lone_blanks(place, columns, &found.lone);
            // That one which must be there is missing is told already.
            let absent = |at: &usize| place.columns[*at].is_none() && !required.contains(at);
            let mut absent = (0..columns.len()).filter(absent).map(|at| &columns[at]);
            if let Some((table, column)) = absent.find_map(|column| Some((column.table?, column))) {
                let texts = found.texts.into_iter().filter(|strange| !strange.texts.is_empty());
                self.strange.extend(texts.map(|strange| (table, heading::label(column), strange)));
            }
        }
        // Lines may be looked at twice.
        if self.accounted.insert(index) {
            self.findings.account.absorb(found.account);
        }
        Ok(found.place)
    }

    /// Warns of columns that are not read and hold nothing but keys of one that is not there: 产品 and 培训 under 收入类型.
    fn keys_elsewhere(&mut self) {
        for (table, wanted, StrangeTexts { place, heading, texts }) in std::mem::take(&mut self.strange) {
            if texts.iter().all(|text| self.texts.keys[table].all.contains_key(&fold(text))) {
                self.findings.warn(place, heading, say!(Read::HeadingNear { wanted }), say!(Read::ChangeOrRename));
            }
        }
    }

    /// Warns of the only blank cells of columns that are filled in else.
    pub(super) fn lone_blanks(&mut self, place: &SheetPlace, columns: &[Column], lone: &[lone::Lone]) {
        for &(index, row, count) in lone {
            let (Some(at), column) = (place.columns[index], &columns[index]) else { continue };
            let value = match column.default {
                Some(Value::Truth(truth)) => truth_words(truth),
                Some(Value::Text(symbol)) => self.policy.label_of(symbol).cloned().unwrap_or_default(),
                Some(Value::Number(number)) => Words::same(number.normalize().to_string()),
                _ => continue,
            };
            let label = &column.label;
            let problem = say!(Read::OnlyBlankOfColumn { label, count, value });
            self.findings.warn(Place::cell(&place.name, row, at), "", problem, say!(Read::CheckNotMoved));
        }
    }
}
