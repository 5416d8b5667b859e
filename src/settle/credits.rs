//! Crediting: a line's net among its managers (policy.md section 4).

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::fold::{ALONE, Around, Fold};
use super::place::{At, line_place};
use super::rows::Rows;
use super::settlement::Credit;
use super::split::split;
use crate::book::{Share, Who};
use crate::formula::{Scope, Value};
use crate::policy::builtin;
use crate::words;

impl Fold<'_> {
    pub(super) fn credits(&mut self, backwards: bool) {
        let net = self.policy.net().map(|rule| rule.slot);
        let net_of =
            |rows: &Rows, line: usize| net.and_then(|slot| rows.get(line)?.get(slot)?.as_number()).unwrap_or_default();
        let count = self.book.lines.len();
        let order = (0..count).filter(|&line| !self.faulty_line(line));
        let order: Vec<usize> = if backwards { order.rev().collect() } else { order.collect() };
        let mut project_net: HashMap<(u32, u8), Decimal> = HashMap::new();
        for &index in &order {
            let line = &self.book.lines[index];
            *project_net.entry((line.project, line.period.number())).or_default() +=
                net_of(&self.result.line_rows, index);
        }
        // (credit, share, part), then by period and manager; within those in the order of the lines.
        let mut parts: Vec<(Credit, Decimal, Decimal)> = Vec::with_capacity(count);
        for &index in &order {
            let line = &self.book.lines[index];
            let net = net_of(&self.result.line_rows, index);
            let period = u8::try_from(line.period.index()).unwrap_or(0);
            let number = u32::try_from(index).unwrap_or(u32::MAX);
            self.result.parts.0 += net;
            match line.who {
                Who::Manager(manager) => {
                    self.result.parts.1 += net;
                    parts.push((Credit { line: number, manager, period }, Decimal::ONE, net));
                }
                Who::Shares => {
                    let shares: &[Share] = self.book.shares[line.project as usize].as_deref().unwrap_or_default();
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
        self.credit_rows(&parts, &project_net);
        self.ranges();
    }

    fn credit_rows(&mut self, parts: &[(Credit, Decimal, Decimal)], project_net: &HashMap<(u32, u8), Decimal>) {
        let width = self.policy.scope(Scope::Credit).width;
        let mut rows = Rows::new(parts.len(), width);
        let mut row = vec![Value::Blank; width];
        for (index, (credit, share, part)) in parts.iter().enumerate() {
            let line = &self.book.lines[credit.line as usize];
            row.fill(Value::Blank);
            row[builtin::PERIOD] = Value::Number(line.period.number().into());
            row[builtin::SHARE] = Value::Number(*share);
            row[builtin::PART] = Value::Number(*part);
            let net = project_net.get(&(line.project, line.period.number())).copied().unwrap_or_default();
            row[builtin::PROJECT_NET] = Value::Number(net);
            let at = At {
                scope: Scope::Credit,
                manager: Some(credit.manager as usize),
                period: Some(line.period.index()),
                line: Some(credit.line as usize),
            };
            let around = Around {
                settings: self.result.settings_of_line(line),
                manager: &self.book.managers[credit.manager as usize].values,
                line: self.result.line_rows.get(credit.line as usize).unwrap_or(&[]),
                ..ALONE
            };
            let doubt = self.doubt.as_ref().map(|doubt| doubt.clone().spread(self.policy.scope(at.scope)));
            let found = self.check_row(at, &mut row, around, doubt.as_ref());
            self.note(found);
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

    fn cannot_split(&mut self, line: usize, net: Decimal) {
        let at = At { scope: Scope::Line, manager: None, period: None, line: Some(line) };
        let place = line_place(self.policy, self.book, at, None);
        self.findings.fault(
            place,
            net.to_string(),
            words!("净额不是整分，无法按贡献度分配", "the net is not in whole fen and cannot be split"),
            words!("在办法的 net 规则中用 ROUND(…, 2)", "round the policy's rule `net` to 2 places"),
        );
    }
}
