//! A year's facts by what they are about (ids, projects) and not by where they stand, so that those of two inputs can be
//! held side by side and put together into inputs that lie between the two.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::side::{LineFacts, Side};
use crate::book::{
    Account, Adjustment, Book, Given, Line, Manager, Period, PeriodRow, Proposal, Share, ShareGroup, SheetPlace,
    TableFacts, Texts, Who,
};
use crate::formula::{Columns, Symbol, Symbols, Table, Value};

/// The facts of an input.
#[derive(Clone, Debug)]
pub(super) struct Facts<'b> {
    pub year: i16,
    pub through: Period,
    pub settings: Vec<Given>,
    pub tables: Vec<TableFacts>,
    /// By id.
    pub people: BTreeMap<String, PersonFacts<'b>>,
    /// By what they divide.
    pub shares: BTreeMap<Divided, Shared>,
    pub lines: Vec<LineFacts<'b>>,
    pub adjustments: Vec<AdjustmentFacts>,
    /// Where the policy's sheets stand in the workbook.
    pub places: Vec<Option<SheetPlace>>,
}

/// The lines that a group of shares divides.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Divided {
    pub project: String,
    /// Only lines of this category.
    pub of: Option<Symbol>,
    /// The first period, where it is not the beginning.
    pub from: Option<Period>,
}

/// A group of shares: of managers by id, and of outside units, in the order of the book; and the cell of the first.
#[derive(Clone, Debug)]
pub(super) struct Shared {
    pub list: Vec<(Option<String>, Decimal)>,
    pub at: (u32, u16),
}

/// A manager.
#[derive(Clone, Debug)]
pub(super) struct PersonFacts<'b> {
    pub manager: Manager,
    /// The periods of the year, as far as he has them: those of his book, or what was made of them.
    pub periods: Vec<Option<Cow<'b, PeriodRow>>>,
    /// What reviews proposed for him.
    pub proposals: Vec<Proposal>,
}

/// An adjustment made by hand.
#[derive(Clone, Debug)]
pub(super) struct AdjustmentFacts {
    /// Its own number in this comparison.
    pub number: usize,
    /// The id of the manager.
    pub who: String,
    /// As it stands there, but for the manager's number.
    pub stands: Adjustment,
}

impl<'b> Facts<'b> {
    /// The facts of a book, its texts in `symbols`; its lines are numbered from `first`.
    pub(super) fn of(book: &'b Book, symbols: &mut Symbols, first: usize) -> Self {
        let side = Arc::new(Side::new(book, symbols, first));
        let of = |value: &Value| side.value(*value);
        let settings = book.settings.iter().map(|given| side.given(given)).collect();
        let tables = book.tables.iter().map(|facts| {
            let rows = facts.table.rows().iter().map(|row| row.iter().map(of).collect()).collect();
            TableFacts { table: Table::new(rows), cells: facts.cells.clone(), origin: facts.origin.clone() }
        });
        let tables = tables.collect();
        let a_year = book.periods_a_year();
        let mut proposed: HashMap<usize, Vec<Proposal>> = HashMap::new();
        for proposal in &book.proposals {
            let mut one = proposal.clone();
            one.figures.iter_mut().chain(&mut one.now).for_each(|value| *value = of(value));
            proposed.entry(proposal.manager).or_default().push(one);
        }
        let mut people = BTreeMap::new();
        for (at, manager) in book.managers.iter().enumerate() {
            let own = book.periods.iter().skip(at * a_year).take(a_year);
            let periods = own.map(|row| {
                let row = row.as_ref()?;
                if !row.values.iter().any(|value| matches!(value, Value::Text(_))) {
                    return Some(Cow::Borrowed(row));
                }
                Some(Cow::Owned(PeriodRow { values: row.values.iter().map(of).collect(), rows: row.rows.clone() }))
            });
            let periods = periods.collect();
            let proposals = proposed.remove(&at).unwrap_or_default();
            let mut manager = manager.clone();
            manager.values.iter_mut().for_each(|value| *value = of(value));
            people.insert(manager.id.clone(), PersonFacts { manager, periods, proposals });
        }
        let id = |manager: u32| book.managers[manager as usize].id.clone();
        let lines = LineFacts::of(&side);
        let shares = book.shares.iter().map(|group| {
            let project = book.projects[group.project as usize].to_owned();
            let of = group.of.map(|of| side.symbol(of));
            let shares = group.shares.iter().map(|share| (share.manager.map(id), share.share));
            (Divided { project, of, from: group.from }, Shared { list: shares.collect(), at: group.at })
        });
        let shares = shares.collect();
        let adjustments = book.adjustments.iter().enumerate().map(|(at, adjustment)| AdjustmentFacts {
            number: first + at,
            who: book.managers[adjustment.manager].id.clone(),
            stands: Adjustment {
                figure: side.symbol(adjustment.figure),
                values: adjustment.values.iter().map(of).collect(),
                ..*adjustment
            },
        });
        let adjustments = adjustments.collect();
        let places = book.sheets.clone();
        let (year, through) = (book.year, book.through);
        Self { year, through, settings, tables, people, shares, lines, adjustments, places }
    }

    /// Ids of the managers who share a project.
    pub(super) fn sharers<'f>(&'f self, project: &'f str) -> impl Iterator<Item = &'f String> {
        self.groups_of(project).flat_map(|(_, shares)| &shares.list).filter_map(|(id, _)| id.as_ref())
    }

    /// The groups of shares of a project.
    fn groups_of<'f>(&'f self, project: &'f str) -> impl Iterator<Item = (&'f Divided, &'f Shared)> {
        let first = Divided { project: project.to_owned(), of: None, from: None };
        self.shares.range(first..).take_while(move |(divided, _)| divided.project == project)
    }

    /// The book of these facts, or of a part of them. `like` is a book of the same policy.
    pub(super) fn book(&self, like: &Book, symbols: &Symbols, part: Option<&SelectedFacts>) -> Book {
        let people: Vec<(&String, &PersonFacts<'b>)> = match part {
            None => self.people.iter().collect(),
            Some(part) => part.people.iter().filter_map(|id| self.people.get_key_value(id)).collect(),
        };
        let divided: Vec<(&Divided, &Shared)> = match part {
            None => self.shares.iter().collect(),
            Some(part) => part.projects.iter().flat_map(|project| self.groups_of(project)).collect(),
        };
        let own: Box<dyn Iterator<Item = &LineFacts<'b>>> = match part {
            None => Box::new(self.lines.iter()),
            Some(part) => Box::new(part.lines.iter().map(|at| &self.lines[*at])),
        };
        let numbers: HashMap<&str, u32> = (0..).zip(&people).map(|(number, (id, _))| (id.as_str(), number)).collect();
        let a_year = like.periods_a_year();
        let mut periods = vec![None; people.len() * a_year];
        for (at, (_, person)) in people.iter().enumerate() {
            for (number, row) in person.periods.iter().enumerate().take(self.through.index() + 1) {
                periods[at * a_year + number] = row.clone().map(Cow::into_owned);
            }
        }
        let (mut projects, mut known): (Texts, HashMap<String, u32>) = Default::default();
        let mut number = |project: &str| {
            // Lines that name no project have nothing to do with each other.
            if project.is_empty() {
                return projects.push("");
            }
            if let Some(number) = known.get(project) {
                return *number;
            }
            let number = projects.push(project);
            known.insert(project.to_owned(), number);
            number
        };
        let shares: Vec<ShareGroup> = divided.into_iter().map(|one| group(one, &numbers, &mut number)).collect();
        let mut of_project: HashMap<u32, Vec<usize>> = HashMap::new();
        for (at, group) in shares.iter().enumerate() {
            of_project.entry(group.project).or_default().push(at);
        }
        let (mut lines, mut kept) = (Vec::new(), Vec::new());
        let groups = |project| of_project.get(&project).into_iter().flatten().map(|at: &usize| (*at, &shares[*at]));
        let present = |number: u32, period: Period| periods[number as usize * a_year + period.index()].is_some();
        for line in own.filter(|line| line.stands().period <= self.through) {
            let Line { row, period, date, .. } = *line.stands();
            let project = number(line.project());
            let who = match line.who() {
                Some(id) => match numbers.get(id) {
                    Some(number) if present(*number, period) => Who::Manager(*number),
                    _ => continue,
                },
                None => match shared(like, groups(project), line) {
                    Some(group) => Who::Shares(group),
                    None => continue,
                },
            };
            // No figure rests on a document's number.
            lines.push(Line { row, period, date, project, who, document: 0 });
            kept.push(line);
        }
        let line_values = values_of(&kept, like.line_width);
        drop(kept);
        let proposals = people.iter().enumerate().flat_map(|(manager, (_, person))| {
            person.proposals.iter().map(move |one| Proposal { manager, ..one.clone() })
        });
        let managers = people.iter().map(|(_, person)| person.manager.clone());
        let in_time = self.adjustments.iter().filter(|one| one.stands.period.is_none_or(|p| p <= self.through));
        let adjustments = in_time.filter_map(|one| {
            let manager = *numbers.get(one.who.as_str())? as usize;
            Some(Adjustment { manager, ..one.stands.clone() })
        });
        let mut adjustments: Vec<Adjustment> = adjustments.collect();
        adjustments.sort_by_key(|one| (one.manager, one.period.map_or(a_year, Period::index), one.figure, one.row));
        Book {
            adjustments,
            proposals: proposals.collect(),
            year: self.year,
            through: self.through,
            settings: self.settings.clone(),
            tables: self.tables.clone(),
            symbols: symbols.clone(),
            managers: managers.collect(),
            periods,
            projects,
            lines,
            line_values,
            shares,
            line_width: like.line_width,
            shared_by: like.shared_by,
            sheets: like.sheets.clone(),
            lang: like.lang,
            // What nobody settles by.
            prepared: BTreeMap::new(),
            documents: Texts::default(),
            unconfirmed: Vec::new(),
            warnings: Vec::new(),
            account: Account::default(),
        }
    }
}

/// What the columns of lines hold.
fn values_of(lines: &[&LineFacts<'_>], width: usize) -> Arc<Columns> {
    LineFacts::of_a_book(lines).unwrap_or_else(|| {
        let mut values = Columns::new(0, width);
        for line in lines {
            values.push(&line.values());
        }
        Arc::new(values)
    })
}

/// A group of shares; managers by their numbers, projects by those that `number` gives.
fn group(
    (divided, shares): (&Divided, &Shared),
    numbers: &HashMap<&str, u32>,
    number: &mut dyn FnMut(&str) -> u32,
) -> ShareGroup {
    let share = |(id, share): &(Option<String>, Decimal)| Share {
        manager: id.as_ref().and_then(|id| numbers.get(id.as_str()).copied()),
        share: *share,
    };
    let (of, from, at) = (divided.of, divided.from, shares.at);
    ShareGroup { project: number(&divided.project), of, from, at, shares: shares.list.iter().map(share).collect() }
}

/// The group of shares that divides a line, of those of its project.
fn shared<'g>(book: &Book, groups: impl Iterator<Item = (usize, &'g ShareGroup)>, line: &LineFacts<'_>) -> Option<u32> {
    let of = book.shared_by.and_then(|at| match line.value(at) {
        Value::Text(symbol) => Some(symbol),
        _ => None,
    });
    u32::try_from(ShareGroup::applying(groups, line.stands().period, of)?).ok()
}

/// Facts of some people: theirs, and all of the projects that they share.
pub(super) struct SelectedFacts {
    people: BTreeSet<String>,
    projects: BTreeSet<String>,
    /// Places of lines, ascending.
    lines: Vec<usize>,
}

/// Where everybody's facts stand, so that a part is made without a look at the others'.
#[derive(Default)]
pub(super) struct Index {
    /// Places of lines, by whose they are.
    own: HashMap<String, Vec<usize>>,
    /// Places of lines that are shared, by project.
    shared: HashMap<String, Vec<usize>>,
    /// The projects that somebody shares.
    projects: HashMap<String, BTreeSet<String>>,
}

impl Index {
    pub(super) fn of(facts: &Facts<'_>) -> Self {
        let mut index = Self::default();
        for (at, line) in facts.lines.iter().enumerate() {
            let (places, key) = match line.who() {
                Some(id) => (&mut index.own, id),
                None => (&mut index.shared, line.project()),
            };
            match places.get_mut(key) {
                Some(places) => places.push(at),
                None => drop(places.insert(key.to_owned(), vec![at])),
            }
        }
        for (divided, shares) in &facts.shares {
            for id in shares.list.iter().filter_map(|(id, _)| id.as_ref()) {
                index.projects.entry(id.clone()).or_default().insert(divided.project.clone());
            }
        }
        index
    }

    pub(super) fn part(&self, people: &BTreeSet<String>) -> SelectedFacts {
        let projects = people.iter().filter_map(|id| self.projects.get(id)).flatten().cloned();
        let projects: BTreeSet<String> = projects.collect();
        let own = people.iter().filter_map(|id| self.own.get(id)).flatten();
        let shared = projects.iter().filter_map(|project| self.shared.get(project)).flatten();
        let mut lines: Vec<usize> = own.chain(shared).copied().collect();
        lines.sort_unstable();
        SelectedFacts { people: people.clone(), projects, lines }
    }
}
