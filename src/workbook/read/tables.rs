//! Tables of the policy that the workbook gives: steps that rise, keys that are there once.

use rust_decimal::Decimal;

use super::Reader;
use super::heading::is_score;
use super::source::SourceError;
use super::text::fold;
use super::value_reader::ValueReader;
use crate::book::{Findings, Origin, Place, TableFacts};
use crate::formula::{Symbol, Symbols, Table, Value};
use crate::policy::{Column, TableDef, TableUse, Unit, joints};
use crate::say;

impl Reader<'_> {
    /// All tables, in the policy's order; their keys become known to the columns that use them.
    pub(super) fn tables(&mut self) -> Result<Vec<TableFacts>, SourceError> {
        let policy = self.policy;
        let mut tables = Vec::new();
        for (index, definition) in policy.tables.iter().enumerate() {
            let (facts, unsound) = self.table(definition, policy.is_ladder(index))?;
            let ValueReader { symbols, keys } = &mut self.texts;
            let all = &mut keys[index].all;
            all.extend(unsound.into_iter().map(|key| (fold(symbols.text(key)), key)));
            for (key, label) in &definition.keys {
                let spellings = label.spellings().chain([symbols.text(*key)]);
                all.extend(spellings.map(|text| (fold(text), *key)));
            }
            for row in facts.table.rows() {
                if let Some(Value::Text(key)) = row.first() {
                    all.insert(fold(symbols.text(*key)), *key);
                }
            }
            tables.push(facts);
        }
        Ok(tables)
    }

    /// Whether there are scores of which 100 is the best.
    fn scored_out_of_hundred(&self) -> bool {
        self.policy.sheets.iter().flat_map(|sheet| &sheet.columns).any(is_score)
    }

    /// A table, and the keys of rows that have a fault: what refers to those has none of its own.
    fn table(&mut self, definition: &TableDef, is_ladder: bool) -> Result<(TableFacts, Vec<Symbol>), SourceError> {
        let own = || {
            let table = Table::new(definition.rows.clone());
            (TableFacts { table, cells: Vec::new(), origin: Origin::Policy }, Vec::new())
        };
        if definition.built_in {
            return Ok(own());
        }
        let Some(index) = self.find_sheet(&definition.label, definition.rows.is_empty()) else {
            return Ok(own());
        };
        let columns = &definition.columns;
        let required: Vec<usize> =
            columns.iter().enumerate().filter(|(_, column)| !column.optional).map(|(index, _)| index).collect();
        let mut rows: Vec<TableRow> = Vec::new();
        let (mut unsound, mut unsound_keys) = (Unsound::default(), Vec::new());
        let place = self.stream(index, columns, &required, &mut |row, reader, findings| {
            let before = findings.faults.len();
            let values = columns.iter().enumerate().map(|(at, column)| reader.value(row, at, column, findings));
            let values: Vec<Value> = values.collect();
            if findings.faults.len() == before {
                rows.push((values, (0..columns.len()).map(|i| row.place(i)).collect()));
            } else {
                unsound.rows += 1;
                if let Some(Value::Number(start)) = values.first() {
                    unsound.starts.push((*start, row.place(0)));
                }
                if let Some(Value::Text(key)) = values.first() {
                    unsound_keys.push(*key);
                }
            }
        })?;
        let name = self.source.sheets()[index].name.clone();
        // A key in the words of the policy is the policy's key, which its rules compare with.
        let known: Vec<(String, Symbol)> = definition
            .keys
            .iter()
            .flat_map(|(key, label)| label.spellings().map(|spelt| (fold(spelt), *key)))
            .collect();
        for (values, _) in &mut rows {
            if let Some(Value::Text(typed)) = values.first().copied() {
                let folded = fold(self.texts.symbols.text(typed));
                if let Some((_, key)) = known.iter().find(|(spelling, _)| *spelling == folded) {
                    values[0] = Value::Text(*key);
                }
            }
        }
        let empty = rows.is_empty() && self.findings.faults.iter().all(|fault| fault.place.sheet != name);
        // A sheet with headings and nothing below them, as a template has it, says nothing else than the policy.
        if empty && !definition.rows.is_empty() {
            return Ok(own());
        }
        match definition.usage {
            TableUse::Steps { first } => {
                // Of a row that could not be read it is not known whether it ends where the next one starts.
                let until = definition.until.filter(|_| unsound.rows == 0);
                starts(&rows, &unsound, first, &mut self.findings);
                steps(&mut rows, until, &mut self.findings);
            }
            TableUse::Keys => keyed(&rows, &self.texts.symbols, &mut self.findings),
        }
        factors(&rows, columns, &mut self.findings);
        if definition.usage != TableUse::Keys && self.scored_out_of_hundred() {
            bands(&rows, columns, &mut self.findings);
        }
        if is_ladder {
            ladder(&rows, columns, &mut self.findings);
            wages(&rows, columns, &mut self.findings);
        }
        let heading = place.map_or(1, |place| place.heading);
        if empty {
            self.findings.fault(
                Place::cell(&name, heading + 1, 0),
                "",
                say!(Read::TableEmpty),
                say!(Read::FillTable { clause: definition.clause }),
            );
        }
        let origin = Origin::Workbook(Place::cell(name, heading + 1, 0));
        let (values, cells) = rows.into_iter().unzip();
        Ok((TableFacts { table: Table::new(values), cells, origin }, unsound_keys))
    }
}

/// Rows of a table that have a fault.
#[derive(Default)]
struct Unsound {
    rows: usize,
    /// The starts of those whose start could be read: the fault is of another cell.
    starts: Vec<(Decimal, Place)>,
}

/// A row of a table, and where its cells stand.
type TableRow = (Vec<Value>, Vec<Place>);

fn start(row: &TableRow) -> Decimal {
    row.0[0].as_number().unwrap_or_default()
}

/// The numbers of a column, each with its cell.
fn numbers(rows: &[TableRow], at: usize) -> impl Iterator<Item = (Decimal, &Place)> {
    rows.iter().filter_map(move |(values, places)| Some((values[at].as_number()?, &places[at])))
}

/// Two steps of the same start, or a wrong first start, are faults.
fn starts(rows: &[TableRow], unsound: &Unsound, first: Option<Decimal>, findings: &mut Findings) {
    let mut starts: Vec<(Decimal, &Place)> = rows.iter().map(|row| (start(row), &row.1[0])).collect();
    starts.extend(unsound.starts.iter().map(|(start, place)| (*start, place)));
    starts.sort_by_key(|(start, place)| (*start, place.row));
    for pair in starts.windows(2) {
        if pair[0].0 == pair[1].0 {
            findings.fault(
                pair[1].1.clone(),
                pair[1].0.to_string(),
                say!(Read::StepsAlike),
                say!(Read::DeleteOrCorrectStep),
            );
        }
    }
    // A start that could not be read may be the first one that is missing, but makes up for none that is too low.
    let unread = unsound.rows > unsound.starts.len();
    if let (Some(first), Some((start, place))) = (first, starts.first())
        && if unread { *start < first } else { *start != first }
    {
        findings.fault(
            (*place).clone(),
            start.to_string(),
            say!(Read::FirstStepElse { first }),
            say!(Read::SetFirstStart { first }),
        );
    }
}

/// Puts steps into the order of their starts; an end that is not the next start is a fault.
fn steps(rows: &mut [TableRow], until: Option<usize>, findings: &mut Findings) {
    rows.sort_by_key(start);
    let values: Vec<Vec<Value>> = rows.iter().map(|(values, _)| values.clone()).collect();
    for (row, joint) in joints(&values, until) {
        let place = rows[row].1[until.unwrap_or(0)].clone();
        let found = values[row][until.unwrap_or(0)].as_number().unwrap_or_default();
        let mend = say!(Read::CorrectStepOrNext);
        findings.fault(place, found.to_string(), joint.words(), mend);
    }
}

/// A factor above ten is hardly one: the headings of two columns may be swapped.
fn factors(rows: &[TableRow], columns: &[Column], findings: &mut Findings) {
    for at in (0..columns.len()).filter(|&at| columns[at].unit == Unit::Factor) {
        if let Some((value, place)) = numbers(rows, at).find(|(value, _)| *value > Decimal::TEN) {
            let value = value.normalize();
            let problem = say!(Read::FactorOfColumn { value });
            findings.warn(place.clone(), value.to_string(), problem, say!(Read::CheckColumnsNotSwapped));
        }
    }
}

/// Bands of scores out of 100 that all start at 10 or below: they are shares of 1, or out of ten, and all scores reach the last.
fn bands(rows: &[TableRow], columns: &[Column], findings: &mut Findings) {
    let Some((last, before)) = rows.split_last() else { return };
    let most = start(last).normalize();
    let scores = columns.first().is_some_and(|column| column.unit == Unit::Number);
    if scores && !before.is_empty() && Decimal::ZERO < most && most <= Decimal::TEN {
        let problem = say!(Read::BandsBelowTen { most });
        findings.warn(last.1[0].clone(), most.to_string(), problem, say!(Read::CheckScale));
    }
}

/// Wages of a few yuan are in ten thousands.
fn wages(rows: &[TableRow], columns: &[Column], findings: &mut Findings) {
    for at in (0..columns.len()).filter(|&at| columns[at].unit == Unit::Yuan) {
        let few = |(wage, _): &(Decimal, &Place)| Decimal::ZERO < *wage && *wage < Decimal::TEN;
        if let Some((least, place)) = numbers(rows, at).find(few) {
            let problem = say!(Read::WageOfFewYuan { wage: columns[at].label });
            findings.warn(place.clone(), least.normalize().to_string(), problem, say!(Read::CheckUnit));
        }
    }
}

/// Grades go from the lowest up, as the first column of money tells.
fn ladder(rows: &[TableRow], columns: &[Column], findings: &mut Findings) {
    let Some(at) = columns.iter().position(|column| column.unit == Unit::Yuan) else { return };
    let wage = &columns[at].label;
    let steps: Vec<(Decimal, &Place)> = numbers(rows, at).collect();
    let falls = |pair: &&[(Decimal, &Place)]| pair[1].0 < pair[0].0;
    let Some(first) = steps.windows(2).find(falls) else { return };
    let problem = if steps.windows(2).all(|pair| pair[1].0 <= pair[0].0) {
        say!(Read::GradesFall { wage })
    } else {
        let before = first[0].0.normalize();
        say!(Read::GradesUneven { wage, before })
    };
    findings.warn(first[1].1.clone(), first[1].0.normalize().to_string(), problem, say!(Read::LowestGradeFirst));
}

fn keyed(rows: &[TableRow], symbols: &Symbols, findings: &mut Findings) {
    let mut seen = std::collections::HashSet::new();
    for (values, places) in rows {
        let Value::Text(key) = values[0] else { continue };
        if !seen.insert(fold(symbols.text(key))) {
            findings.fault(places[0].clone(), symbols.text(key), say!(Read::StandsTwice), say!(Read::DeleteOneRow));
        }
    }
}
