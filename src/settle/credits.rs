//! Crediting: a line's net among its managers (policy.md section 4).

use rust_decimal::Decimal;

use super::children::Family;
use super::fold::{Around, Fold, Outcome};
use super::line_rows::LineRows;
use super::place::{At, line_place};
use super::settlement::Credit;
use super::split::split;
use crate::book::{Book, Fault, Line, Who};
use crate::formula::{NoChildren, PackedRows, RowBuffer, Scope, Value};
use crate::policy::{Policy, Stage, builtin};
use crate::say;

/// Parts of lines in all: a full sheet of lines, each of two people. They are kept in memory.
const MOST: usize = 2_000_000;

/// The net of each project in each period, by [`project_period`], with the lines in the given order.
pub(super) fn project_nets(
    policy: &Policy,
    book: &Book,
    line_rows: &LineRows,
    order: &mut dyn Iterator<Item = usize>,
) -> Vec<Decimal> {
    let net = policy.net().map(|rule| rule.slot);
    let mut nets = vec![Decimal::ZERO; book.projects.len().max(1) * book.periods_a_year()];
    for index in order {
        nets[project_period(book, &book.lines[index])] += net_of(net, line_rows, index);
    }
    nets
}

/// The place of a line's project and period among all.
fn project_period(book: &Book, line: &Line) -> usize {
    line.project as usize * book.periods_a_year() + line.period.index()
}

fn net_of(net: Option<usize>, rows: &LineRows, line: usize) -> Decimal {
    net.and_then(|slot| rows.value(line, slot)?.as_number()).unwrap_or_default()
}

/// A manager's part of a line: what it is, its share and the part itself.
type Part = (Credit, Decimal, Decimal);

impl Fold<'_> {
    /// A stage of the credits of a period; before the first of all the lines are divided.
    pub(super) fn credits(&mut self, stage: &Stage, backwards: bool) {
        if stage.first && stage.number == 0 {
            self.divide(backwards);
        }
        let credits = self.result.credits_of_period(stage.number);
        let rules = self.policy.scope(Scope::Credit);
        let doubt = self.doubt.as_ref().map(|doubt| doubt.clone().spread(rules));
        let mut line_row = RowBuffer::default();
        let mut row = vec![Value::Blank; rules.width];
        if stage.rules.is_empty() && stage.checks.is_empty() {
            return;
        }
        let mut rows = std::mem::take(&mut self.result.credit_rows);
        for index in credits {
            let credit = self.result.credits[index];
            let (line, manager) = (credit.line as usize, credit.manager as usize);
            rows.copy(index, 0, &mut row);
            let at = At { scope: Scope::Credit, manager: Some(manager), period: Some(stage.number), line: Some(line) };
            let family = Family::new(&self.result, Scope::Credit, manager, stage.number);
            let around = Around {
                settings: self.result.settings_of_line(&self.book.lines[line]),
                manager: self.result.manager_row(manager),
                line: self.result.line_rows.read(line, &mut line_row),
                previous: &[],
                children: &NoChildren,
                above: &family,
            };
            let own = if self.doubts.is_empty() { None } else { self.doubt_of_row((Scope::Credit, index), manager) };
            let known = match (own, &doubt) {
                (Some(own), Some(of_all)) => Some(own.and(of_all.clone(), rules)),
                (own, _) => own,
            };
            let outcome = self.row(stage, at, &mut row, around, known.as_ref().or(doubt.as_ref()));
            if !outcome.is_nothing() {
                if let Some(doubt) = &outcome.doubt {
                    self.doubted((Scope::Credit, index), doubt.clone());
                }
                self.note((Scope::Credit, index, 0), outcome);
            }
            rows.set(index, &row);
        }
        self.result.credit_rows = rows;
    }

    /// Divides each line among those who share it.
    fn divide(&mut self, backwards: bool) {
        let net = self.policy.net().map(|rule| rule.slot);
        let count = self.book.lines.len();
        let order = (0..count).filter(|&line| !self.faulty_line(line));
        let order: Vec<usize> = if backwards { order.rev().collect() } else { order.collect() };
        if let Some(line) = self.too_many_parts(&order) {
            self.cannot_list(line);
            return;
        }
        let nets = project_nets(self.policy, self.book, &self.result.line_rows, &mut order.iter().copied());
        // By period and manager; within those in the order of the lines.
        let mut parts: Vec<Part> = Vec::with_capacity(count);
        for &index in &order {
            let line = &self.book.lines[index];
            let net = net_of(net, &self.result.line_rows, index);
            let period = u8::try_from(line.period.index()).unwrap_or(0);
            let number = u32::try_from(index).unwrap_or(u32::MAX);
            self.result.parts.0 += net;
            match line.who {
                Who::Manager(manager) => {
                    self.result.parts.1 += net;
                    parts.push((Credit { line: number, manager, period }, Decimal::ONE, net));
                }
                Who::Shares(_) => {
                    let shares = self.book.shares_of(line);
                    let Some(split) = split(net, shares) else {
                        self.cannot_split(index, net);
                        continue;
                    };
                    for (share, part) in shares.iter().zip(split) {
                        self.result.parts.1 += part;
                        if let Some(manager) = share.manager {
                            parts.push((Credit { line: number, manager, period }, share.share, part));
                        }
                    }
                }
            }
        }
        parts.sort_by_key(|(credit, ..)| (credit.period, credit.manager));
        self.parts(&parts, &nets);
        self.ranges();
    }

    /// What stands in the rows of credits before anything is computed.
    fn parts(&mut self, parts: &[Part], nets: &[Decimal]) {
        let width = self.policy.scope(Scope::Credit).width;
        let to_date = self.policy.on_demand(Scope::Credit, "project_net_to_date");
        let mut rows = PackedRows::new(parts.len(), width);
        let given = to_date.map_or(builtin::PROJECT_NET, |slot| slot.max(builtin::PROJECT_NET));
        let mut row = vec![Value::Blank; given + 1];
        for (index, (credit, share, part)) in parts.iter().enumerate() {
            let line = &self.book.lines[credit.line as usize];
            row[builtin::PERIOD] = Value::Number(line.period.number().into());
            row[builtin::SHARE] = Value::Number(*share);
            row[builtin::PART] = Value::Number(*part);
            let project = project_period(self.book, line);
            row[builtin::PROJECT_NET] = Value::Number(nets[project]);
            if let Some(slot) = to_date {
                row[slot] = Value::Number(nets[project - line.period.index()..=project].iter().sum());
            }
            rows.set(index, &row);
        }
        self.result.credits = parts.iter().map(|(credit, ..)| *credit).collect();
        self.result.credit_rows = rows;
    }

    fn ranges(&mut self) {
        let result = &mut self.result;
        let a_year = result.periods_a_year;
        let mut ranges = vec![0..0; self.book.managers.len() * a_year];
        let mut start = 0;
        while start < result.credits.len() {
            let first = result.credits[start];
            let same = |c: &Credit| c.manager == first.manager && c.period == first.period;
            let end = start + result.credits[start..].iter().take_while(|c| same(c)).count();
            ranges[first.manager as usize * a_year + usize::from(first.period)] = start..end;
            start = end;
        }
        result.credit_ranges = ranges;
    }

    /// The line at which all lines have more parts than can be listed: a project with many shares and many lines
    /// has the product of both.
    fn too_many_parts(&self, order: &[usize]) -> Option<usize> {
        let mut parts = 0_usize;
        order.iter().copied().find(|&index| {
            let line = &self.book.lines[index];
            parts = parts.saturating_add(match line.who {
                Who::Manager(_) => 1,
                Who::Shares(_) => self.book.shares_of(line).len(),
            });
            parts > MOST
        })
    }

    fn cannot_list(&mut self, line: usize) {
        let at = At { scope: Scope::Line, manager: None, period: None, line: Some(line) };
        let place = line_place(self.policy, self.book, at, None);
        let fault = Fault::new(place, "", say!(Settle::TooManyParts { most: MOST }), say!(Settle::FewerParts));
        self.note((Scope::Credit, 0, 0), Outcome::of(fault));
    }

    fn cannot_split(&mut self, index: usize, net: Decimal) {
        let at = At { scope: Scope::Line, manager: None, period: None, line: Some(index) };
        let place = line_place(self.policy, self.book, at, None);
        let fault = Fault::new(place, net.to_string(), say!(Settle::NetNotInFen), say!(Settle::RoundNet));
        self.note((Scope::Line, index, 1), Outcome::of(fault));
    }
}
