//! Crediting: a line's net among its managers (policy.md section 4).

use rust_decimal::Decimal;

use super::fold::Fold;
use super::found::RowMistake;
use super::nets::{net_of, project_nets, project_period};
use super::place::{RowPlace, line_place};
use super::row_key::RowKey;
use super::settlement::Credit;
use super::split::split;
use crate::book::{Fault, Who};
use crate::formula::{Columns, Scope, Value};
use crate::policy::{Stage, builtin};
use crate::say;

/// Parts of lines in all: a full sheet of lines, each of two people. They are kept in memory.
const MOST: usize = 2_000_000;

/// A manager's part of a line: what it is, its share and the part itself, unless that is tainted.
type CreditPart = (Credit, Decimal, Option<Decimal>);

impl Fold<'_> {
    /// A stage of the credits of a period; before the first of all the lines are divided.
    pub(super) fn credits(&mut self, stage: &Stage, backwards: bool) {
        if stage.first && stage.number == 0 {
            self.divide(backwards);
        }
        if stage.rules.is_empty() && stage.checks.is_empty() {
            return;
        }
        let credits = self.result.credits_of_period(stage.number);
        self.compute(stage, credits.map(RowKey::Credit));
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
        let mut nets = project_nets(self.policy, self.book, &self.result, &mut order.iter().copied());
        self.taint_nets(&mut nets);
        // By period and manager; within those in the order of the lines.
        let mut parts: Vec<CreditPart> = Vec::with_capacity(count);
        for &index in &order {
            let line = &self.book.lines[index];
            let net = net_of(net, &self.result, index);
            let period = u8::try_from(line.period.index()).unwrap_or(0);
            let number = u32::try_from(index).unwrap_or(u32::MAX);
            self.result.parts.0 += net.unwrap_or_default();
            match line.who {
                Who::Manager(manager) => {
                    self.result.parts.1 += net.unwrap_or_default();
                    parts.push((Credit { line: number, manager, period }, Decimal::ONE, net));
                }
                Who::Shares(_) => {
                    let shares = self.book.shares_of(line);
                    let Some(split) = split(net.unwrap_or_default(), shares) else {
                        self.cannot_split(index, net.unwrap_or_default());
                        continue;
                    };
                    for (share, part) in shares.iter().zip(split) {
                        let part = net.map(|_| part);
                        self.result.parts.1 += part.unwrap_or_default();
                        if let Some(manager) = share.manager {
                            parts.push((Credit { line: number, manager, period }, share.share, part));
                        }
                    }
                }
            }
        }
        parts.sort_by_key(|(credit, ..)| (credit.period, credit.manager));
        self.parts(&parts, &nets);
    }

    /// Taints the nets of projects of which a line has a fault, or may be missing.
    fn taint_nets(&self, nets: &mut [Option<Decimal>]) {
        if self.known.is_some() && self.result.taint.lines.is_none() {
            nets.fill(None);
        }
        let lines = self.book.lines.iter().enumerate();
        for (_, line) in lines.filter(|(index, _)| self.faulty_line(*index)) {
            nets[project_period(self.book, line)] = None;
        }
    }

    /// What stands in the rows of credits before anything is computed.
    fn parts(&mut self, parts: &[CreditPart], nets: &[Option<Decimal>]) {
        let width = self.policy.scope(Scope::Credit).width;
        let to_date = self.policy.on_demand(Scope::Credit, "project_net_to_date");
        let mut rows = Columns::new(parts.len(), width);
        let given = to_date.map_or(builtin::PROJECT_NET, |slot| slot.max(builtin::PROJECT_NET));
        let mut row = vec![Value::Blank; given + 1];
        for (index, (credit, share, part)) in parts.iter().enumerate() {
            let line = &self.book.lines[credit.line as usize];
            row[builtin::PERIOD] = Value::Number(line.period.number().into());
            row[builtin::SHARE] = Value::Number(*share);
            row[builtin::PART] = number(*part);
            let project = project_period(self.book, line);
            row[builtin::PROJECT_NET] = number(nets[project]);
            if let Some(slot) = to_date {
                row[slot] = number(nets[project - line.period.index()..=project].iter().copied().sum());
            }
            rows.set(index, &row);
        }
        self.result.credited(parts.iter().map(|(credit, ..)| *credit).collect(), rows);
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
        let place = line_place(self.policy, self.book, RowPlace::row(RowKey::Line(line), self.book, &[]), None);
        let fault = Fault::new(place, "", say!(Settle::TooManyParts { most: MOST }), say!(Settle::FewerParts));
        self.fault(RowKey::Credit(0), RowMistake::Facts, fault);
    }

    fn cannot_split(&mut self, index: usize, net: Decimal) {
        let place = line_place(self.policy, self.book, RowPlace::row(RowKey::Line(index), self.book, &[]), None);
        let fault = Fault::new(place, net.to_string(), say!(Settle::NetNotInFen), say!(Settle::RoundNet));
        self.fault(RowKey::Line(index), RowMistake::Facts, fault);
    }
}

/// A number, or what stands in the place of one that is tainted.
fn number(number: Option<Decimal>) -> Value {
    number.map_or(Value::Tainted, Value::Number)
}
