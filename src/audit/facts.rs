//! A year's facts by what they are about (ids, projects) and not by where they stand, so that those of two inputs can be
//! held side by side and put together into inputs that lie between the two.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::book::{Adjustment, Book, Given, Line, Manager, Period, PeriodRow, Share, SheetPlace, TableFacts, Who};
use crate::formula::{PackedRows, Symbol, Symbols, Table, Value};

/// The facts of an input.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    pub year: i16,
    pub through: Period,
    pub settings: Vec<Given>,
    pub tables: Vec<TableFacts>,
    /// By id.
    pub people: BTreeMap<String, Person>,
    /// By project.
    pub shares: BTreeMap<String, Shared>,
    pub lines: Vec<LineFacts>,
    pub adjustments: Vec<AdjustmentFacts>,
    /// Where the policy's sheets stand in the workbook.
    pub places: Vec<Option<SheetPlace>>,
}

/// The shares of a project: of managers by id, and of outside units.
pub(super) type Shared = Vec<(Option<String>, Decimal)>;

/// A manager and his periods, by number from 0.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub name: String,
    pub values: Vec<Value>,
    pub row: u32,
    pub periods: BTreeMap<usize, PeriodRow>,
}

/// A line.
#[derive(Clone, Debug)]
pub(super) struct LineFacts {
    /// Its own number in this comparison.
    pub number: usize,
    pub row: u32,
    pub period: Period,
    pub date: Option<Date>,
    pub project: String,
    /// The manager; none where the project's shares divide it.
    pub who: Option<String>,
    pub values: Vec<Value>,
}

/// An adjustment made by hand.
#[derive(Clone, Debug)]
pub(super) struct AdjustmentFacts {
    /// Its own number in this comparison.
    pub number: usize,
    pub row: u32,
    /// The manager.
    pub who: String,
    pub period: Option<Period>,
    pub figure: Symbol,
    pub values: Vec<Value>,
}

impl LineFacts {
    /// What it says, wherever it stands: lines that say the same are the same line.
    pub(super) fn said(&self) -> String {
        let mut said = format!("{:?} {} {:?} {:?}", self.who, self.period, self.date, self.project.to_lowercase());
        for value in &self.values {
            let _ = match value {
                Value::Number(number) => write!(said, " {}", number.normalize()),
                value => write!(said, " {value:?}"),
            };
        }
        said
    }
}

/// A value of a book with its text in `symbols`.
fn texted(value: &Value, book: &Book, symbols: &mut Symbols) -> Value {
    match value {
        Value::Text(text) => Value::Text(symbols.intern(book.symbols.text(*text))),
        value => *value,
    }
}

impl Facts {
    /// The facts of a book, its texts in `symbols`; its lines are numbered from `first`.
    pub(super) fn of(book: &Book, symbols: &mut Symbols, first: usize) -> Self {
        let mut of = |value: &Value| texted(value, book, symbols);
        let settings =
            book.settings.iter().map(|given| Given { value: of(&given.value), origin: given.origin.clone() });
        let settings = settings.collect();
        let tables = book.tables.iter().map(|facts| {
            let rows = facts.table.rows().iter().map(|row| row.iter().map(&mut of).collect()).collect();
            TableFacts { table: Table::new(rows), origin: facts.origin.clone() }
        });
        let tables = tables.collect();
        let a_year = book.periods_a_year();
        let mut people = BTreeMap::new();
        for (at, manager) in book.managers.iter().enumerate() {
            let own = book.periods.iter().enumerate().skip(at * a_year).take(a_year);
            let periods = own.filter_map(|(index, row)| {
                let row = row.as_ref()?;
                let values = row.values.iter().map(&mut of).collect();
                Some((index - at * a_year, PeriodRow { values, rows: row.rows.clone() }))
            });
            let periods = periods.collect();
            let values = manager.values.iter().map(&mut of).collect();
            people.insert(manager.id.clone(), Person { name: manager.name.clone(), values, row: manager.row, periods });
        }
        let id = |manager: u32| book.managers[manager as usize].id.clone();
        let lines = book.lines.iter().enumerate().map(|(at, line)| LineFacts {
            number: first + at,
            row: line.row,
            period: line.period,
            date: line.date,
            project: book.projects[line.project as usize].clone(),
            who: match line.who {
                Who::Manager(manager) => Some(id(manager)),
                Who::Shares => None,
            },
            values: book.values_of(at).iter().map(&mut of).collect(),
        });
        let lines = lines.collect();
        let shares = book.projects.iter().zip(&book.shares).filter_map(|(project, shares)| {
            let shares = shares.as_ref()?.iter().map(|share| (share.manager.map(id), share.share));
            Some((project.clone(), shares.collect()))
        });
        let shares = shares.collect();
        let adjustments = book.adjustments.iter().enumerate().map(|(at, adjustment)| AdjustmentFacts {
            number: first + at,
            row: adjustment.row,
            who: book.managers[adjustment.manager].id.clone(),
            period: adjustment.period,
            figure: symbols.intern(book.symbols.text(adjustment.figure)),
            values: adjustment.values.iter().map(|value| texted(value, book, symbols)).collect(),
        });
        let adjustments = adjustments.collect();
        let places = book.sheets.clone();
        let (year, through) = (book.year, book.through);
        Self { year, through, settings, tables, people, shares, lines, adjustments, places }
    }

    /// The book of these facts, of these managers only where they are named. `like` is a book of the same policy.
    pub(super) fn book(&self, like: &Book, symbols: &Symbols, only: Option<&BTreeSet<String>>) -> Book {
        let wanted = |id: &str| only.is_none_or(|only| only.contains(id));
        let people: Vec<(&String, &Person)> = self.people.iter().filter(|(id, _)| wanted(id)).collect();
        let numbers: HashMap<&str, u32> = (0..).zip(&people).map(|(number, (id, _))| (id.as_str(), number)).collect();
        let a_year = like.periods_a_year();
        let mut periods = vec![None; people.len() * a_year];
        for (at, (_, person)) in people.iter().enumerate() {
            for (number, row) in person.periods.iter().filter(|(number, _)| **number <= self.through.index()) {
                periods[at * a_year + number] = Some(row.clone());
            }
        }
        let (mut projects, mut known) = (Vec::new(), HashMap::new());
        let mut lines = Vec::new();
        let mut line_values = PackedRows::new(0, like.line_width);
        let present = |number: u32, period: Period| periods[number as usize * a_year + period.index()].is_some();
        for line in self.lines.iter().filter(|line| line.period <= self.through) {
            let who = match &line.who {
                Some(id) => match numbers.get(id.as_str()) {
                    Some(number) if present(*number, line.period) => Who::Manager(*number),
                    _ => continue,
                },
                None if self.shares.contains_key(&line.project) => Who::Shares,
                None => continue,
            };
            let project = *known.entry(line.project.as_str()).or_insert_with(|| {
                projects.push(line.project.clone());
                u32::try_from(projects.len() - 1).unwrap_or(u32::MAX)
            });
            lines.push(Line { row: line.row, period: line.period, date: line.date, project, who });
            line_values.push(&line.values);
        }
        let shares = projects.iter().map(|project| {
            let mut shares: Vec<Share> = self
                .shares
                .get(project)?
                .iter()
                .map(|(id, share)| Share {
                    manager: id.as_ref().and_then(|id| numbers.get(id.as_str()).copied()),
                    share: *share,
                })
                .collect();
            // Ties of the largest remainder go to the smaller id; outside units come last.
            shares.sort_by_key(|share| share.manager.unwrap_or(u32::MAX));
            Some(shares)
        });
        let shares = shares.collect();
        let managers = people.iter().map(|(id, person)| Manager {
            id: (*id).clone(),
            name: person.name.clone(),
            values: person.values.clone(),
            row: person.row,
        });
        let mut adjustments: Vec<Adjustment> = Vec::new();
        for adjustment in self.adjustments.iter().filter(|one| one.period.is_none_or(|period| period <= self.through)) {
            let Some(manager) = numbers.get(adjustment.who.as_str()) else { continue };
            let AdjustmentFacts { row, period, figure, ref values, .. } = *adjustment;
            adjustments.push(Adjustment { row, manager: *manager as usize, period, figure, values: values.clone() });
        }
        adjustments.sort_by_key(|one| (one.manager, one.period.map_or(a_year, Period::index), one.figure, one.row));
        Book {
            adjustments,
            year: self.year,
            through: self.through,
            settings: self.settings.clone(),
            tables: self.tables.clone(),
            symbols: symbols.clone(),
            managers: managers.collect(),
            periods,
            projects,
            lines,
            line_values: Arc::new(line_values),
            shares,
            warnings: Vec::new(),
            ..like.clone()
        }
    }
}
