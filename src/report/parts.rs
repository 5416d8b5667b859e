//! What no rule says of a credited line, as formulas all the same: a manager's part of a divided line by
//! largest remainder, and the net of a project in a period. So they follow a setting that changes the net.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::plan::Plan;
use super::tab::Tab;
use crate::book::{Share, Who, column_letters};
use crate::formula::Scope;
use crate::policy::builtin;
use crate::settle::{RowKey, weights};

/// Whole numbers below this are exact in binary floats, with room for a net that grows eightfold.
const EXACT: u128 = 1 << 50;
/// Excel takes formulas up to 8,192 characters and functions of up to 255 arguments.
const LONGEST: usize = 8_000;
const MOST_ARGUMENTS: usize = 250;

/// The formulas of parts and project nets on the sheets of credited lines.
pub(super) struct PartFormulas {
    /// The credits that show each line of a project and period first, by their places.
    firsts: BTreeMap<(u32, u8), Vec<usize>>,
}

impl PartFormulas {
    pub(super) fn of(plan: &Plan<'_>) -> Self {
        let (book, settlement) = (plan.results.book, plan.results.settlement);
        let mut seen = vec![false; book.lines.len()];
        let mut firsts: BTreeMap<(u32, u8), Vec<usize>> = BTreeMap::new();
        for (place, credit) in settlement.credits.iter().enumerate() {
            let line = credit.line as usize;
            if !std::mem::replace(&mut seen[line], true) {
                firsts.entry((book.lines[line].project, credit.period)).or_default().push(place);
            }
        }
        Self { firsts }
    }

    /// The formula of a built-in figure of a credit; none for the share, which is typed, and for what Excel
    /// could not say exactly.
    pub(super) fn formula(&self, plan: &Plan<'_>, credit: usize, slot: usize) -> Option<String> {
        match slot {
            builtin::PART => part(plan, credit),
            builtin::PROJECT_NET => self.project_net(plan, credit),
            _ => None,
        }
    }

    /// The first row of a project sums its lines, the others look at that row.
    fn project_net(&self, plan: &Plan<'_>, credit: usize) -> Option<String> {
        let of = plan.results.settlement.credits[credit];
        let line = &plan.results.book.lines[of.line as usize];
        let lines = self.firsts.get(&(line.project, of.period))?;
        let first = *lines.first()?;
        let (here, _) = plan.credit_place(credit);
        if credit != first {
            let column = plan.column(Scope::Credit, builtin::PROJECT_NET)?;
            return Some(cell(plan, here, first, column));
        }
        let column = net_column(plan)?;
        if lines.len() == 1 {
            return Some(cell(plan, here, first, column));
        }
        let terms: Vec<String> = lines
            .chunk_by(|one, next| one + 1 == *next && plan.credit_place(*one).0 == plan.credit_place(*next).0)
            .map(|run| {
                let begin = cell(plan, here, run[0], column);
                let end = plan.credit_place(run[run.len() - 1]).1 + 1;
                if run.len() == 1 { begin } else { format!("{begin}:{}{end}", column_letters(column)) }
            })
            .collect();
        let sums: Vec<String> = terms.chunks(MOST_ARGUMENTS).map(|terms| format!("SUM({})", terms.join(","))).collect();
        let formula = format!("ROUND({},2)", sums.join("+"));
        (formula.len() <= LONGEST).then_some(formula)
    }
}

/// A cell of a credit, seen from the sheet `here`.
fn cell(plan: &Plan<'_>, here: Tab, credit: usize, column: u16) -> String {
    let (tab, row) = plan.credit_place(credit);
    if tab == here { format!("{}{}", column_letters(column), row + 1) } else { plan.cell(tab, row, column) }
}

fn net_column(plan: &Plan<'_>) -> Option<u16> {
    plan.column(Scope::Line, plan.results.policy.net()?.slot)
}

fn part(plan: &Plan<'_>, credit: usize) -> Option<String> {
    let book = plan.results.book;
    let of = plan.results.settlement.credits[credit];
    let net = cell(plan, plan.credit_place(credit).0, credit, net_column(plan)?);
    let line = &book.lines[of.line as usize];
    match line.who {
        // The whole line is his.
        Who::Manager(_) => Some(net),
        Who::Shares(_) => {
            let shares = book.shares_of(line);
            let own = shares.iter().position(|share| share.manager == Some(of.manager))?;
            divided(&net, net_of(plan, of.line as usize)?, shares, own)
        }
    }
}

fn net_of(plan: &Plan<'_>, line: usize) -> Option<Decimal> {
    let net = plan.results.policy.net()?;
    plan.results.settlement.number(RowKey::Line(line), net.slot)
}

/// The part of share `own` of the net in the cell `at`: the whole fen of its exact amount, and one more where its
/// remainder is among the largest (`settle::split` says the same). Shares are whole numbers, so that every number on the
/// way is whole and exact.
pub(super) fn divided(at: &str, net: Decimal, shares: &[Share], own: usize) -> Option<String> {
    let (weights, unit) = weights(shares)?;
    let mut fen = net;
    fen.rescale(2);
    let largest = fen.mantissa().unsigned_abs().max(1).checked_mul(unit)?;
    if largest.checked_mul(shares.len() as u128)? > EXACT {
        return None;
    }
    let weights: Vec<String> = weights.iter().map(ToString::to_string).collect();
    if let [_] = weights[..] {
        return Some(at.to_owned());
    }
    let count = shares.len();
    let places: Vec<String> = (1..=count).map(|place| place.to_string()).collect();
    let fen = format!("ROUND(ABS({at})*100,0)");
    let whole = |weight: &str| format!("INT({fen}*{weight}/{unit})");
    // Ties go to the earlier share.
    let rank = |weight: &str, place: &str| format!("{count}*({fen}*{weight}-{unit}*{})-{place}", whole(weight));
    let all = format!("{{{}}}", weights.join(","));
    let before = format!(
        "SUMPRODUCT(--({}>{}))",
        rank(&all, &format!("{{{}}}", places.join(","))),
        rank(&weights[own], &places[own])
    );
    let left = format!("{fen}-SUMPRODUCT({})", whole(&all));
    let formula = format!("ROUND(SIGN({at})*({}+IF({before}<{left},1,0))/100,2)", whole(&weights[own]));
    (formula.len() <= LONGEST).then_some(formula)
}
