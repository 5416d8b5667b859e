//! Results that an earlier program laid out in another way, held against the figures of the run that was done again:
//! figure by figure, by what their headings and the first cells of their rows say.
//!
//! Nothing is taken for granted of the layout but that a table is a row of headings with rows below it. Each number,
//! truth, date and formula of the archived workbook must be a figure of the run or a total of such; each figure of the
//! run must stand there. What is only words (titles, remarks, warnings) is counted and not compared: a later program may
//! word it in another way.

use std::collections::{BTreeSet, HashMap};

use rust_decimal::Decimal;

use super::compare::{ComparedCell, ComparedRow, DifferenceKind, FoundDifferences, is_truth, same_result};
use super::looks::LookedAtColumns;
use crate::book::Place;
use crate::lang::Lang;
use crate::report::sheet::CellValue;
use crate::report::{Stated, StatedTable};
use crate::say;

/// Called for each figure that stands in the archived workbook: its table, row and column, and its cell.
pub type OnFigure<'f> = &'f mut dyn FnMut(usize, usize, usize, &ComparedCell);

/// An archived workbook while its sheets are compared with the figures of a run.
pub struct ByFigure<'t> {
    tables: &'t [StatedTable<'t>],
    lang: Lang,
    /// Whether the layout shows every column of every table, and each formula as its rule says it.
    shows_all: bool,
    states: Vec<State>,
    names: HashMap<String, Place>,
    seen: LookedAtColumns,
    /// How many figures were compared.
    pub figures: usize,
    /// How many cells of words were not.
    pub words: usize,
}

/// What was seen of a table.
#[derive(Default)]
struct State {
    sheet: String,
    columns: Vec<bool>,
    rows: Vec<bool>,
    next: usize,
    by_key: Option<HashMap<Vec<String>, Vec<usize>>>,
    totals: Option<Vec<Decimal>>,
}

/// Headings that were found: of which table, and which of its columns each column of the sheet is.
struct Heading {
    table: usize,
    columns: Vec<(u16, usize)>,
    /// The last row that belongs to it.
    last: u32,
}

impl<'t> ByFigure<'t> {
    /// Nothing compared yet; the tables are in the language of the results.
    #[must_use]
    pub fn new(tables: &'t [StatedTable<'t>], lang: Lang, shows_all: bool) -> Self {
        let state = |table: &StatedTable<'_>| State {
            columns: vec![false; table.columns.len()],
            rows: vec![false; table.rows],
            ..State::default()
        };
        let states = tables.iter().map(state).collect();
        Self {
            tables,
            lang,
            shows_all,
            states,
            names: HashMap::new(),
            seen: LookedAtColumns::default(),
            figures: 0,
            words: 0,
        }
    }

    /// Whether a sheet of that name has figures of the run.
    #[must_use]
    pub fn knows(&self, sheet: &str) -> bool {
        self.tables.iter().any(|table| is_on(table, sheet))
    }

    /// Compares a sheet from top to bottom; gives the columns that may not be hidden.
    pub fn sheet(
        &mut self,
        name: &str,
        rows: impl Iterator<Item = ComparedRow>,
        found: &mut FoundDifferences,
        on_figure: OnFigure<'_>,
    ) -> BTreeSet<u16> {
        let mut shown = BTreeSet::new();
        let mut before = ComparedRow::default();
        let mut heading: Option<Heading> = None;
        for row in rows {
            let clauses = Some(&before).filter(|before| before.number + 1 == row.number);
            if let Some(new) = self.heading(name, &row, clauses) {
                let table = &self.tables[new.table];
                for (column, of) in &new.columns {
                    self.states[new.table].columns[*of] = true;
                    if !table.columns[*of].folded {
                        shown.insert(*column);
                    }
                }
                name.clone_into(&mut self.states[new.table].sheet);
                heading = Some(new);
            } else if let Some(known) = heading.as_mut().filter(|known| known.last + 1 == row.number) {
                known.last = row.number;
                self.row(name, &row, known, found, on_figure);
            } else {
                heading = None;
                self.outside(name, &row, found);
            }
            before = row;
        }
        shown
    }

    /// What stands in no table: words, or something that does not belong there.
    fn outside(&mut self, sheet: &str, row: &ComparedRow, found: &mut FoundDifferences) {
        for cell in &row.cells {
            match (&cell.value, &cell.formula) {
                (CellValue::Text(_), None) => self.words += 1,
                (CellValue::Blank, None) => {}
                _ => added(sheet, row.number, cell, found),
            }
        }
    }

    /// The headings that a row is, if it is one: of the table that most of its cells name.
    fn heading(&self, sheet: &str, row: &ComparedRow, clauses: Option<&ComparedRow>) -> Option<Heading> {
        let texts: Vec<(u16, &str)> = row
            .cells
            .iter()
            .map(|cell| match (&cell.value, &cell.formula) {
                (CellValue::Text(text), None) => Some((cell.column, text.lines().next().unwrap_or("").trim())),
                _ => None,
            })
            .collect::<Option<_>>()?;
        let clause = |column: u16| {
            let cell = clauses.and_then(|row| row.cells.iter().find(|cell| cell.column == column));
            match cell.map(|cell| &cell.value) {
                Some(CellValue::Text(text)) => text.trim(),
                _ => "",
            }
        };
        let of = |at: usize| {
            let table = &self.tables[at];
            let mut taken = vec![false; table.columns.len()];
            let mut columns = Vec::new();
            // Two columns of one heading differ in their clauses, or else stand in the table's order.
            for by_clause in [true, false] {
                for (column, text) in &texts {
                    if columns.iter().any(|(known, _)| known == column) {
                        continue;
                    }
                    let is = |of: &usize| {
                        let known = &table.columns[*of];
                        let named = known.label.spoken(text).is_some();
                        !taken[*of] && named && (!by_clause || known.clause == clause(*column))
                    };
                    if let Some(of) = (0..table.columns.len()).find(is) {
                        taken[of] = true;
                        columns.push((*column, of));
                    }
                }
            }
            columns.sort_unstable();
            let named = table.keys.iter().all(|key| taken[*key]) && columns.len() * 2 >= texts.len();
            (named && !columns.is_empty()).then_some(Heading { table: at, columns, last: row.number })
        };
        let candidates = (0..self.tables.len()).filter(|at| is_on(&self.tables[*at], sheet));
        // Of equals the one that has not been seen: tables with the same headings stand below each other.
        candidates.filter_map(of).max_by_key(|heading| {
            let seen = !self.states[heading.table].sheet.is_empty() && self.states[heading.table].sheet == sheet;
            (heading.columns.len(), !seen, std::cmp::Reverse(heading.table))
        })
    }

    /// A row below headings: a row of the table, or its totals.
    fn row(
        &mut self,
        sheet: &str,
        row: &ComparedRow,
        heading: &Heading,
        found: &mut FoundDifferences,
        on_figure: OnFigure<'_>,
    ) {
        let table = &self.tables[heading.table];
        let cell_of = |of: usize| {
            let (column, _) = heading.columns.iter().find(|(_, known)| *known == of)?;
            row.cells.iter().find(|cell| cell.column == *column)
        };
        let typed = |key: &usize| cell_of(*key).map_or_else(String::new, |cell| value_text(&cell.value));
        let key: Vec<String> = table.keys.iter().map(typed).collect();
        let total = say!(Audit::Total);
        let is_total = |text: &String| total.spoken(text).is_some();
        let index = self.find(heading.table, &key);
        let stated = match index {
            Some(index) => table.row(index),
            None if key.first().is_some_and(is_total) && key[1..].iter().all(String::is_empty) => {
                self.totals(heading.table)
            }
            None => {
                let first = row.cells.first();
                let place = Place::cell(sheet, row.number, first.map_or(0, |cell| cell.column));
                return found.add_cells(place, DifferenceKind::RowAdded, first, None);
            }
        };
        for cell in &row.cells {
            if !heading.columns.iter().any(|(column, _)| *column == cell.column) && cell.value != CellValue::Blank {
                added(sheet, row.number, cell, found);
            }
        }
        for (column, of) in &heading.columns {
            let cell = row.cells.iter().find(|cell| cell.column == *column);
            let place = Place::cell(sheet, row.number, *column);
            // Totals with a name are those of the summary, which comes first.
            let named =
                index.map_or_else(|| Some(format!("total.{}", table.columns[*of].name)), |_| stated[*of].name.clone());
            if let Some(name) = named {
                self.names.entry(name).or_insert_with(|| place.clone());
            }
            // The word for the totals is not a figure.
            if index.is_none() && table.keys.contains(of) {
                continue;
            }
            if table.columns[*of].words {
                self.words += usize::from(cell.is_some());
                continue;
            }
            if let (Some(index), Some(cell)) = (index, cell) {
                on_figure(heading.table, index, *of, cell);
                if self.shows_all && table.columns[*of].looks.is_some() {
                    let named = |column: u16| {
                        let (_, of) = heading.columns.iter().find(|(known, _)| *known == column)?;
                        Some(table.columns[*of].name.as_str()).filter(|name| !name.is_empty())
                    };
                    self.seen.see((heading.table, *of), &place, cell, named);
                }
            }
            self.figures += usize::from(stated[*of].value != CellValue::Blank);
            if let Some(kind) = kind(cell, &stated[*of]) {
                let stands = cell.filter(|_| kind.is_of_untouched_formula());
                let formula = stands.and_then(|cell| cell.formula.clone());
                let recomputed = ComparedCell { column: *column, value: stated[*of].value.clone(), formula };
                found.add_cells(place, kind, cell, Some(&recomputed));
            }
        }
    }

    /// The row of a table that has this key and was not seen yet.
    fn find(&mut self, table: usize, key: &[String]) -> Option<usize> {
        let of = &self.tables[table];
        let state = &mut self.states[table];
        let at = if state.next < of.rows && !state.rows[state.next] && key_of(of, state.next) == key {
            state.next
        } else {
            let by_key = state.by_key.get_or_insert_with(|| {
                let mut map = HashMap::<_, Vec<usize>>::new();
                (0..of.rows).for_each(|index| map.entry(key_of(of, index)).or_default().push(index));
                map
            });
            *by_key.get(key)?.iter().find(|index| !state.rows[**index])?
        };
        state.rows[at] = true;
        state.next = at + 1;
        Some(at)
    }

    /// The totals of a table's columns of money, as a row.
    fn totals(&mut self, table: usize) -> Vec<Stated> {
        let of = &self.tables[table];
        let totals = self.states[table].totals.get_or_insert_with(|| {
            let mut sums = vec![Decimal::ZERO; of.columns.len()];
            for index in 0..of.rows {
                for (sum, cell) in sums.iter_mut().zip(of.row(index)) {
                    if let CellValue::Number(number) = cell.value {
                        *sum += number;
                    }
                }
            }
            sums
        });
        let cell = |(at, sum): (usize, &Decimal)| {
            let value = if of.columns[at].total { CellValue::Number(*sum) } else { CellValue::Blank };
            Stated { value, live: Some(of.columns[at].total && of.rows > 0), name: None }
        };
        totals.iter().enumerate().map(cell).collect()
    }

    /// What should be there and is not, and formulas that are not their rules', once all sheets have been compared.
    pub fn rest(&mut self, sheets: &[String], found: &mut FoundDifferences) {
        self.seen.tell(self.tables, &self.names, found);
        for (table, state) in self.tables.iter().zip(&self.states) {
            let there = |name: &&String| is_on(table, name);
            let sheet = sheets.iter().find(there);
            if state.sheet.is_empty() {
                if table.optional || table.rows == 0 {
                    continue;
                }
                let label = table.columns.first().map_or("", |column| column.label.get(self.lang));
                let (name, kind) = match sheet {
                    Some(sheet) => (sheet.as_str(), DifferenceKind::RowRemoved),
                    None => (table.sheet.get(self.lang), DifferenceKind::SheetRemoved),
                };
                found.add_words(Place::sheet(name), kind, "", label);
                continue;
            }
            for (at, column) in table.columns.iter().enumerate().filter(|(at, _)| !state.columns[*at]) {
                let missed = !column.optional && (self.shows_all || !is_constant(table, at));
                if missed || column.optional && !is_zero(table, at) {
                    let (place, label) = (Place::sheet(&state.sheet), column.label.get(self.lang));
                    found.add_words(place, DifferenceKind::ColumnRemoved, "", label);
                }
            }
            for index in state.rows.iter().enumerate().filter(|(_, seen)| !**seen).map(|(index, _)| index) {
                let key = key_of(table, index).join(" ");
                found.add_words(Place::sheet(&state.sheet), DifferenceKind::RowRemoved, "", &key);
            }
        }
    }

    /// Names that the workbook defines, each with what it stands for: they are those of figures that were found.
    pub fn names(&self, defined: &[(String, String)], found: &mut FoundDifferences) {
        for (name, of) in defined {
            let place = self.names.get(name).map(Place::to_string).unwrap_or_default();
            if *of != place {
                found.add_words(Place::sheet(name), DifferenceKind::Name, of, &place);
            }
        }
    }
}

/// Whether a table's figures stand on a sheet of this name.
fn is_on(table: &StatedTable<'_>, sheet: &str) -> bool {
    table.sheet.spellings().any(|name| {
        let rest = sheet.strip_prefix(name);
        rest.is_some_and(|rest| rest.is_empty() || rest.strip_prefix(' ').is_some_and(|n| n.parse::<u32>().is_ok()))
    })
}

/// What says whose row it is.
fn key_of(table: &StatedTable<'_>, index: usize) -> Vec<String> {
    let row = table.row(index);
    table.keys.iter().map(|key| value_text(&row[*key].value)).collect()
}

/// Whether a column says the same in all rows: a layout may say that once elsewhere.
fn is_constant(table: &StatedTable<'_>, column: usize) -> bool {
    let mut values = (0..table.rows).map(|index| table.row(index)[column].value.clone());
    let first = values.next();
    values.all(|value| Some(&value) == first.as_ref())
}

/// Whether nobody has anything of a column.
fn is_zero(table: &StatedTable<'_>, column: usize) -> bool {
    let blank = |value: &CellValue| match value {
        CellValue::Blank => true,
        CellValue::Number(number) => number.is_zero(),
        _ => false,
    };
    (0..table.rows).all(|index| blank(&table.row(index)[column].value))
}

fn added(sheet: &str, row: u32, cell: &ComparedCell, found: &mut FoundDifferences) {
    found.add_cells(Place::cell(sheet, row, cell.column), DifferenceKind::CellAdded, Some(cell), None);
}

/// A value as it says whose row it is: an id that another program saved as a number is the same id.
fn value_text(value: &CellValue) -> String {
    match value {
        CellValue::Text(text) => text.trim().to_owned(),
        CellValue::Number(number) => number.normalize().to_string(),
        CellValue::Date(date) => date.to_string(),
        CellValue::Truth(truth) => truth.to_string(),
        CellValue::Blank => String::new(),
    }
}

/// What differs between an archived cell and what the run states.
fn kind(cell: Option<&ComparedCell>, stated: &Stated) -> Option<DifferenceKind> {
    let blank = ComparedCell::default();
    let cell = cell.unwrap_or(&blank);
    let nothing = cell.value == CellValue::Blank && cell.formula.is_none();
    let expects_nothing = stated.value == CellValue::Blank;
    if nothing {
        return (!expects_nothing).then_some(DifferenceKind::CellRemoved);
    }
    match (&cell.formula, stated.live) {
        (None, Some(true)) => {
            return Some(if expects_nothing { DifferenceKind::CellAdded } else { DifferenceKind::Overwritten });
        }
        (Some(formula), Some(false)) if !is_truth(formula, &stated.value) => return Some(DifferenceKind::FormulaAdded),
        _ => {}
    }
    if same_result(&cell.value, &stated.value) {
        return None;
    }
    let text = matches!(cell.value, CellValue::Text(_)) || matches!(stated.value, CellValue::Text(_));
    Some(match (&cell.formula, &cell.value) {
        (Some(_), CellValue::Blank) => DifferenceKind::NoResult,
        (Some(_), _) => DifferenceKind::Result,
        (None, _) if expects_nothing => DifferenceKind::CellAdded,
        (None, _) if text => DifferenceKind::Text,
        (None, _) => DifferenceKind::Value,
    })
}
