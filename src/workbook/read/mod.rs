//! Input workbook to [`Book`]: every sheet that the policy declares, all faults in one run.
//!
//! Reading is in two steps, because the workbook may name its policy: [`Preface::read`] reads the
//! settings sheet, then, with the policy at hand, [`read`] reads the rest. A sheet or column that the
//! policy does not know is passed over, and told: every cell is accounted for. Only `source` touches files; the rest of this room
//! turns cells into facts.

mod accepted;
mod adjustments;
mod beside;
mod by_text;
mod doubts;
mod employment;
mod formats;
mod grid;
mod heading;
mod history;
mod invisible;
mod lines;
mod lone;
mod meant;
mod merges;
mod named;
mod people;
mod period_rows;
mod periods;
mod preface;
mod proposals;
pub mod raw;
mod rows;
mod settings;
pub mod source;
mod splits;
mod strangers;
mod superiors;
mod tables;
pub mod text;
mod together;
mod totals;
mod typed;
mod units;
mod unseen;
mod yellow;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use by_text::ByText;
pub use preface::{Preface, PrefaceRow};
pub use settings::is_version;
use source::TextId;
pub use source::{SourceError, SourceWorkbook};
pub use together::together;
pub use typed::shown;

use crate::book::{Account, Book, Fault, Findings, Origin, Period, Place, SheetPlace};
use crate::formula::{Symbol, Symbols, Value};
use crate::lang::{Lang, Words};
use crate::policy::{Column, Policy, Role, Sheet, Unit};
use crate::say;

/// What the command line adds to a workbook.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The through period, before the workbook's own.
    pub through: Option<String>,
    /// Settings, before the workbook's own: (name or label, value).
    pub set: Vec<(String, String)>,
    /// The day of the run, for warning of dates that lie in the future.
    pub today: Option<jiff::civil::Date>,
}

/// Why there is no book.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file cannot be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The file was read, and these are its faults.
    #[error("{} faults in the input", .0.faults.len())]
    Faults(Box<Findings>),
}

/// What was read besides the facts.
#[derive(Clone, Debug, Default)]
pub struct LeftAlone {
    /// Sheets that the policy does not know.
    pub sheets: Vec<String>,
    /// Headings that the policy does not know.
    pub columns: Vec<Place>,
    /// Warnings that depend on the day of the run.
    pub of_today: Vec<Fault>,
}

/// All that could be read of a workbook.
#[derive(Debug)]
pub struct Reading {
    /// The facts, where the year and the through period are known. With faults, what is at fault is
    /// blank in it or left out: it is good for finding further faults, and for nothing else.
    pub book: Option<Book>,
    /// Faults and warnings, in the order of the sheets.
    pub findings: Findings,
    /// What the policy does not know.
    pub left_alone: LeftAlone,
}

/// Reads a workbook of `policy`, faults and all.
///
/// # Errors
/// A file that cannot be read.
pub fn read_all(
    source: &mut SourceWorkbook,
    preface: &Preface,
    policy: &Policy,
    request: &Request,
) -> Result<Reading, SourceError> {
    let mut reader = Reader::new(source, preface, policy);
    let book = reader.book(request)?;
    let (mut findings, mut left_alone) = (reader.findings, reader.left_alone);
    left_alone.of_today.clone_from(&findings.of_today);
    in_order(&mut findings, source);
    together::together(&mut findings.warnings, policy);
    Ok(Reading { book, findings, left_alone })
}

/// Reads a workbook of `policy`.
///
/// # Errors
/// A file that cannot be read, or every fault of its content.
pub fn read(
    source: &mut SourceWorkbook,
    preface: &Preface,
    policy: &Policy,
    request: &Request,
) -> Result<(Book, LeftAlone), ReadError> {
    let Reading { book, findings, left_alone } = read_all(source, preface, policy, request)?;
    match book {
        Some(mut book) if findings.faults.is_empty() => {
            book.warnings = findings.warnings;
            book.account = *findings.account;
            Ok((book, left_alone))
        }
        _ => {
            let mut findings = Box::new(findings);
            together::together(&mut findings.faults, policy);
            Err(ReadError::Faults(findings))
        }
    }
}

/// Puts findings into the order of the workbook's sheets, rows and columns, each once.
pub fn in_order(findings: &mut Findings, source: &SourceWorkbook) {
    let order: HashMap<&str, usize> = source.sheets().iter().enumerate().map(|(i, s)| (s.name.as_str(), i)).collect();
    let key = |fault: &Fault| {
        let sheet = order.get(fault.place.sheet.as_str()).copied().unwrap_or(usize::MAX);
        (sheet, fault.place.row, fault.place.column)
    };
    findings.faults.sort_by_key(key);
    // The same fault may have been found twice, and another one of its cell between the two.
    let mut once: Vec<Fault> = Vec::with_capacity(findings.faults.len());
    for fault in findings.faults.drain(..) {
        if !once.iter().rev().take_while(|other| other.place == fault.place).any(|other| *other == fault) {
            once.push(fault);
        }
    }
    findings.faults = once;
    findings.warnings.sort_by_key(key);
    findings.account.passed_over.sort_by_key(|passed| {
        let sheet = order.get(passed.place.sheet.as_str()).copied().unwrap_or(usize::MAX);
        (sheet, passed.place.row, passed.place.column)
    });
}

/// The accepted spellings of a table's keys.
#[derive(Default)]
struct Keys {
    all: HashMap<String, Symbol>,
    /// What texts said so far.
    by_text: RefCell<ByText<Symbol>>,
}

impl Keys {
    /// The key that a text which the file keeps once has said before, or says now.
    fn by_text(&self, text: Option<TextId>, said: impl FnOnce() -> Option<Symbol>) -> Option<Symbol> {
        let known = self.by_text.borrow().get(text);
        known.or_else(|| {
            let said = said()?;
            self.by_text.borrow_mut().put(text, said);
            Some(said)
        })
    }
}

/// The workbook being read.
struct Reader<'a> {
    source: &'a mut SourceWorkbook,
    preface: &'a Preface,
    policy: &'a Policy,
    findings: Findings,
    symbols: Symbols,
    /// For each table the accepted spellings of its keys.
    keys: Vec<Keys>,
    left_alone: LeftAlone,
    /// Sheets whose cells are accounted for.
    accounted: HashSet<usize>,
    places: Vec<Option<SheetPlace>>,
    chinese: usize,
    english: usize,
    today: Option<jiff::civil::Date>,
    /// The year, once it is known.
    year_read: Option<i16>,
    /// Cells on yellow ground.
    yellow: Vec<yellow::Yellow>,
}

impl<'a> Reader<'a> {
    fn new(source: &'a mut SourceWorkbook, preface: &'a Preface, policy: &'a Policy) -> Self {
        Self {
            source,
            preface,
            policy,
            findings: Findings::default(),
            symbols: policy.symbols.clone(),
            keys: policy.tables.iter().map(|_| Keys::default()).collect(),
            left_alone: LeftAlone::default(),
            accounted: preface.accounted.clone(),
            places: vec![None; policy.sheets.len()],
            chinese: usize::from(preface.chinese),
            english: usize::from(!preface.chinese),
            today: None,
            year_read: None,
            yellow: preface.yellow.clone(),
        }
    }

    fn book(&mut self, request: &Request) -> Result<Option<Book>, SourceError> {
        self.today = request.today;
        let mut settings = self.settings(request);
        let tables = self.tables()?;
        let year = self.year(&settings);
        self.year_read = year;
        let mut managers = self.managers()?;
        let mut periods = self.periods(&managers)?;
        let through = self.through(request, &periods, &managers);
        let mut projects = lines::Projects::default();
        let shares = self.splits(&managers, &mut projects)?;
        let lines = self.lines(year, through, &managers, &periods, &mut projects, &shares)?;
        let adjustments = self.adjustments(&managers, &periods, through, request.through.is_some())?;
        let mut proposals = self.proposals(&managers)?;
        let unconfirmed = self.unconfirmed()?;
        self.after_leaving(&mut periods, &managers, &lines, &shares, &adjustments);
        self.superiors(&mut managers, &mut periods);
        self.unknown_sheets();
        self.strangers()?;
        unseen::format(self.source, &mut self.findings);
        self.prepared_rows(&periods, &managers, through);
        self.paid_for_nothing(&periods, &managers, through);
        self.histories(&mut settings, year, through);
        if let Some(through) = through {
            self.after_through(&mut periods, &managers, through, request.through.is_some());
            self.nobody(&periods, &managers, through);
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
            symbols: std::mem::take(&mut self.symbols),
            managers: managers.list,
            periods: periods.rows,
            prepared: prepared.collect(),
            projects: projects.names,
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
    fn lang(&self) -> Lang {
        if self.chinese >= self.english { Lang::Zh } else { Lang::En }
    }

    /// The sheet that a label names, in either language; a missing one that is needed is a fault.
    fn find_sheet(&mut self, label: &Words, needed: bool) -> Option<usize> {
        let wanted: Vec<String> = label.spellings().map(text::fold).collect();
        let found: Vec<usize> = self
            .source
            .sheets()
            .iter()
            .enumerate()
            .filter(|(_, sheet)| wanted.contains(&text::fold(&sheet.name)))
            .map(|(index, _)| index)
            .collect();
        if let [first, second, ..] = found[..] {
            let names = [first, second].map(|i| &self.source.sheets()[i].name);
            same_twice(names, &mut self.findings);
        }
        if let [index, ..] = found[..] {
            unseen::sheet(&self.source.sheets()[index], &mut self.findings);
            invisible::in_name(&self.source.sheets()[index].name, &mut self.findings);
            if !self.source.sheets()[index].worksheet {
                let name = self.source.sheets()[index].name.clone();
                self.findings.fault(Place::sheet(&name), "", say!(Read::NotAWorksheet), say!(Read::PutOnOrdinarySheet));
                return None;
            }
            return Some(index);
        }
        let near = self.near_sheet(label);
        if let (Some(near), false) = (&near, needed) {
            self.findings.warn(
                Place::sheet(near),
                near,
                say!(Read::SheetNear { label }),
                say!(Read::RenameSheet { chinese: label.zh, english: label.en }),
            );
        }
        if needed {
            let there = self.source.sheets().iter().map(|s| s.name.as_str()).collect::<Vec<_>>().join(", ");
            let name = label.get(if self.chinese >= self.english { Lang::Zh } else { Lang::En });
            self.findings.fault(
                Place::cell(name, 1, 0),
                "",
                say!(Read::SheetMissing { chinese: label.zh, english: label.en, there }),
                match near {
                    Some(near) => say!(Read::RenameSheetNear { near, chinese: label.zh, english: label.en }),
                    None => say!(Read::AddSheet { chinese: label.zh, english: label.en }),
                },
            );
        }
        None
    }

    /// Streams a sheet of the policy; notes where its columns are and what the policy does not know.
    fn stream(
        &mut self,
        index: usize,
        columns: &[Column],
        required: &[usize],
        visit: &mut dyn FnMut(&grid::Row<'_>, &mut Findings),
    ) -> Result<Option<SheetPlace>, SourceError> {
        let found = grid::stream(self.source, index, columns, required, &mut self.findings, visit)?;
        if found.chinese {
            self.chinese += 1;
        } else {
            self.english += 1;
        }
        self.left_alone.columns.extend(found.unknown);
        self.yellow.extend(found.yellow);
        if let Some(place) = found.place.as_ref().filter(|_| !self.accounted.contains(&index)) {
            self.lone_blanks(place, columns, &found.lone);
        }
        // Lines may be looked at twice.
        if self.accounted.insert(index) {
            self.findings.account.absorb(found.account);
        }
        Ok(found.place)
    }

    /// Warns of the only blank cells of columns that are filled in else.
    fn lone_blanks(&mut self, place: &SheetPlace, columns: &[Column], lone: &[lone::Lone]) {
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

    /// A value cell of a sheet: required, defaulted, typed and within its range.
    fn value(
        row: &grid::Row<'_>,
        index: usize,
        column: &Column,
        keys: &[Keys],
        symbols: &mut Symbols,
        findings: &mut Findings,
    ) -> Value {
        let place = row.at(index);
        let Some(cell) = row.cell(index) else {
            if !column.optional && row.has(index) {
                missing(&column.label, place, findings);
            }
            return column.default.unwrap_or_default();
        };
        let value = match column.unit {
            Unit::Yuan => typed::money(cell, place, findings).map(Value::Number),
            unit @ (Unit::Percent | Unit::Factor | Unit::Number) => {
                typed::number(cell, unit, place, findings).map(Value::Number)
            }
            Unit::Truth => typed::truth(cell, place, findings).map(Value::Truth),
            Unit::Text => match column.table {
                Some(table) => {
                    let keys = &keys[table];
                    let known = || key(cell, &column.label, &keys.all, place, findings);
                    keys.by_text(row.text(index), known).map(Value::Text)
                }
                None => typed::text(cell, place, findings).map(|t| Value::Text(symbols.intern(&t))),
            },
        };
        if let Some(Value::Number(number)) = value {
            if !in_range(number, column, cell, place, findings) {
                return Value::Blank;
            }
            if column.whole && number.normalize().scale() > 0 {
                typed::not(cell, place, say!(Read::WholeNumber), findings);
                return Value::Blank;
            }
        }
        value.unwrap_or_default()
    }

    /// Sheets that belong to nothing in the policy.
    fn unknown_sheets(&mut self) {
        let known = self.known_sheets();
        let sheets = self.source.sheets().iter().map(|s| s.name.clone());
        self.left_alone.sheets = sheets.filter(|name| !known.contains(&text::fold(name))).collect();
    }

    /// Names of the sheets that are read, or known to hold no data.
    fn known_sheets(&self) -> Vec<String> {
        let policy = self.policy;
        let mut known: Vec<String> = Vec::new();
        let labels = policy
            .sheets
            .iter()
            .map(|s| &s.label)
            .chain(policy.tables.iter().filter(|t| !t.built_in).map(|t| &t.label));
        for label in labels.chain(&crate::book::guide_sheets()).chain([&preface::label(), &preface::rules_label()]) {
            known.extend(label.spellings().map(text::fold));
        }
        known
    }
}

/// Yes or no.
fn truth_words(truth: bool) -> Words {
    if truth { say!(Form::Yes) } else { say!(Form::No) }
}

/// Two sheets for one: `回款` and `Collections`.
fn same_twice(names: [&String; 2], findings: &mut Findings) {
    let [first, second] = names;
    findings.fault(
        Place::sheet(second),
        format!("{first}, {second}"),
        say!(Read::TwoSheetsAlike),
        say!(Read::MergeOrRename),
    );
}

/// A cell that must not be blank.
fn missing(label: &Words, place: &Place, findings: &mut Findings) {
    findings.fault(place.clone(), "", say!(Read::IsBlank { label }), say!(Read::FillIn { label }));
}

/// A text that must be one of a table's keys.
fn key(
    cell: &source::RawCell,
    label: &Words,
    keys: &HashMap<String, Symbol>,
    place: &Place,
    findings: &mut Findings,
) -> Option<Symbol> {
    let typed = typed::text(cell, place, findings)?;
    // A table that is missing or empty is a fault already; its keys are not wrong for it.
    if keys.is_empty() {
        return None;
    }
    let found = keys.get(&text::fold(&typed)).copied();
    // Where the table itself is missing, one fault says so.
    if found.is_none() && !keys.is_empty() {
        // Both cost as much as the table is long.
        let hints = findings.has_hints(keys.len());
        let near = crate::formula::closest(&typed, keys.keys().map(String::as_str).filter(|_| hints));
        let mend = if hints {
            let list = spelt(keys);
            say!(Read::ThereAre { list })
        } else {
            say!(Read::UseOneOfTable { label })
        };
        let hint = near.map_or_else(Words::default, |near| say!(Read::OrDidYouMean { near }));
        findings.fault(place.clone(), typed, say!(Read::UnknownKey { label, hint }), mend);
    }
    found
}

/// The keys of a table in one list; of several spellings of a key those in Chinese, or those that are not. Of very
/// many keys there are the first.
fn spelt(keys: &HashMap<String, Symbol>) -> Words {
    Words::each(|lang| spelt_in(keys, lang == Lang::Zh))
}

fn spelt_in(keys: &HashMap<String, Symbol>, chinese: bool) -> String {
    const FIRST: usize = 40;
    let fits = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) == chinese;
    let fitting: HashSet<Symbol> = keys.iter().filter(|(key, _)| fits(key)).map(|(_, symbol)| *symbol).collect();
    let wanted = keys.iter().filter(|(key, symbol)| fits(key) || !fitting.contains(symbol));
    // Texts are numbered as they are met, which is the order of the table.
    let mut all: Vec<(Symbol, &str)> = wanted.map(|(key, symbol)| (*symbol, key.as_str())).collect();
    all.sort_unstable();
    let more = (all.len() > FIRST).then_some("…");
    let all: Vec<&str> = all.into_iter().take(FIRST).map(|(_, key)| key).chain(more).collect();
    all.join(if chinese { "、" } else { ", " })
}

fn in_range(
    number: rust_decimal::Decimal,
    column: &Column,
    cell: &source::RawCell,
    place: &Place,
    findings: &mut Findings,
) -> bool {
    range(number, column.unit, column.min, column.max).is_none_or(|(expected, mend)| {
        typed::not_but(cell, place, expected, mend, findings);
        false
    })
}

/// Words for the range that a number misses; `None` when it is within.
fn range(
    number: rust_decimal::Decimal,
    unit: Unit,
    min: Option<rust_decimal::Decimal>,
    max: Option<rust_decimal::Decimal>,
) -> Option<(Words, Words)> {
    let within = |number| min.is_none_or(|min| number >= min) && max.is_none_or(|max| number <= max);
    if within(number) {
        return None;
    }
    // 7.12 for 7.12 % is the usual slip.
    let share = number.checked_div(rust_decimal::Decimal::ONE_HUNDRED).map(|share| share.normalize());
    let mend = match share.filter(|share| unit == Unit::Percent && !share.is_zero() && within(*share)) {
        Some(share) => {
            say!(Read::PercentMeant { number, share })
        }
        None => typed::correct_it(),
    };
    let expected = match (min, max) {
        (Some(min), Some(max)) => say!(Read::NumberBetween { min, max }),
        (Some(min), None) => say!(Read::NumberAtLeast { min }),
        (None, Some(max)) => say!(Read::NumberAtMost { max }),
        (None, None) => Words::default(),
    };
    Some((expected, mend))
}

/// The columns that a sheet must have: the structural ones of its kind and every value without default.
fn required(sheet: &Sheet) -> Vec<usize> {
    let grouped: Vec<usize> = sheet.either.iter().flatten().copied().collect();
    let by_role = |column: &Column| match column.role {
        Role::Id | Role::Project | Role::Share | Role::Manager | Role::Figure => true,
        Role::Name | Role::Date | Role::Match | Role::Joined | Role::Left | Role::Document => false,
        Role::Period => sheet.row != crate::policy::RowKind::Line && !column.optional,
        // Who reports to nobody has a blank cell; that a whole column is missing must not pass for that.
        Role::Value { .. } => !column.optional || column.superior,
    };
    sheet
        .columns
        .iter()
        .enumerate()
        .filter(|(index, column)| by_role(column) && !grouped.contains(index))
        .map(|(index, _)| index)
        .collect()
}

/// The period that a cell names: text, or a plain number.
fn period(
    cell: &source::RawCell,
    kind: crate::policy::PeriodKind,
    place: &Place,
    findings: &mut Findings,
) -> Option<Period> {
    let found = match cell {
        source::RawCell::Text(typed) => Period::read(kind, &text::fold(typed)),
        source::RawCell::Number(number) => Period::read(kind, &number.normalize().to_string()),
        _ => None,
    };
    if found.is_none() {
        let expected = match kind {
            crate::policy::PeriodKind::Quarter => say!(Read::AQuarter),
            crate::policy::PeriodKind::Month => say!(Read::AMonth),
        };
        let mend = meant_period(cell, kind).map_or_else(typed::correct_it, |period| say!(Read::PeriodMeant { period }));
        typed::not_but(cell, place, expected, mend, findings);
    }
    found
}

/// The period that a doubtful cell probably means: `2017年一季度`, `截至Q1`, a date.
fn meant_period(cell: &source::RawCell, kind: crate::policy::PeriodKind) -> Option<Period> {
    let text = match cell {
        source::RawCell::Text(typed) => text::fold(typed),
        source::RawCell::Date(date) => return Period::of_month(kind, u8::try_from(date.month()).ok()?),
        _ => return None,
    };
    let bare = text.trim_start_matches("截至").trim_end_matches(['末', '止']);
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    let rest = if digits == 4 { &bare[4..] } else { bare };
    Period::read(kind, rest.trim_start_matches(['年', '度', '-', '.', '/', '第']))
}
