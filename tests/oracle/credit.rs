//! Crediting the collection lines (policy.md section 4).

use super::book::{Book, Category, EXTERNAL, Line};
use super::exact::{Exact, exact, fen, in_fen, whole, yuan, zero};
use num_traits::Signed;
use std::collections::BTreeMap;

/// What a policy says about crediting (policy.md sections 3 and 4).
pub struct Rules {
    /// The divisor that takes the tax out of a line when it is credited; 1 where the policy does not (DS-2.1).
    pub tax_at_credit: Exact,
    /// The divisor of a flat rate's bonus; 1 where the collections are net of tax already.
    pub tax_at_accrual: Exact,
    /// Whether a project outside the pipeline counts as performance (KA-2.5; not so MS-2.4, DS-2.3).
    pub outside_counts: bool,
    /// The task weight, schedule weight and flat rate of a category; `None` is a fault in that policy.
    pub weights: fn(Category) -> Option<(i64, i64, &'static str)>,
    /// R-9 `counts`: the categories other than product and implementation count.
    pub other_income_counts: bool,
}

/// What a manager is credited with in a quarter.
#[derive(Debug, Clone, Default)]
pub struct Credit {
    /// Σ task: the collections.
    pub collections: Exact0,
    /// Σ scheduled.
    pub scheduled: Exact0,
    /// Σ flat: the flat accrual.
    pub flat: Exact0,
    /// The task by project, for MS-3.2.
    pub by_project: BTreeMap<String, Exact>,
}

/// An exact number that starts at zero.
#[derive(Debug, Clone)]
pub struct Exact0(pub Exact);

impl Default for Exact0 {
    fn default() -> Self {
        Exact0(zero())
    }
}

/// All credits of a book.
#[derive(Debug, Default)]
pub struct Credits {
    /// By manager and quarter.
    by_manager: BTreeMap<(String, u8), Credit>,
    /// The net collected on a project in a quarter before the split (MS-3.2).
    project_net: BTreeMap<(String, u8), Exact>,
}

impl Credits {
    /// The credit of a manager's quarter; nothing when there was no line.
    pub fn of(&self, manager: &str, quarter: u8) -> Credit {
        self.by_manager.get(&(manager.to_owned(), quarter)).cloned().unwrap_or_default()
    }

    /// Whether a line, or a share of one, is the manager's in a quarter, be it of nothing.
    pub fn any(&self, manager: &str, quarter: u8) -> bool {
        self.by_manager.contains_key(&(manager.to_owned(), quarter))
    }

    /// The net collected on a project in a quarter before the split (MS-3.2 `project_net`).
    pub fn project_net(&self, project: &str, quarter: u8) -> Exact {
        self.project_net.get(&(project.to_owned(), quarter)).copied().unwrap_or_else(zero)
    }
}

/// Credits every line up to the through quarter; later lines are left out (workbook.md).
pub fn credit(book: &Book, rules: &Rules) -> Credits {
    let mut credits = Credits::default();
    for (number, line) in book.lines.iter().enumerate().filter(|(_, line)| line.quarter <= book.through()) {
        // A line without a project is a deal of its own.
        let project = if line.project.is_empty() { format!("(line {number})") } else { line.project.clone() };
        // net = amount − deductions (÷ tax divisor, rounded, if the policy taxes at credit)
        let net = fen(&(yuan(line.net()) / rules.tax_at_credit));
        *credits.project_net.entry((project.clone(), line.quarter)).or_insert_with(zero) += &net;
        let (task_weight, schedule_weight, flat_rate) = weights(rules, line.category);
        for (manager, part) in split(book, line, &net) {
            if manager == EXTERNAL {
                continue; // An outside unit's share is credited to nobody (MS-2.5).
            }
            let credit = credits.by_manager.entry((manager, line.quarter)).or_default();
            if line.in_pipeline || rules.outside_counts {
                let task = fen(&(part * whole(task_weight)));
                credit.collections.0 += &task;
                *credit.by_project.entry(project.clone()).or_insert_with(zero) += task;
            }
            if line.in_pipeline {
                credit.scheduled.0 += fen(&(part * whole(schedule_weight)));
                credit.flat.0 += fen(&(part * exact(flat_rate) / rules.tax_at_accrual));
            }
        }
    }
    credits
}

fn weights(rules: &Rules, category: Category) -> (i64, i64, &'static str) {
    // R-9 "counts": policy.md does not say as what. As product and implementation do: task and schedule, no flat rate.
    if rules.other_income_counts {
        return (1, 1, "0");
    }
    (rules.weights)(category).unwrap_or_else(|| panic!("{category:?} is a fault in this policy"))
}

/// The parts of a line's net: all to its manager, or by the project's shares in fen by largest remainder.
fn split(book: &Book, line: &Line, net: &Exact) -> Vec<(String, Exact)> {
    if let Some(manager) = &line.manager {
        return vec![(manager.clone(), *net)];
    }
    // A refund splits like its opposite, so the split is made on the size and the sign is put back at the end.
    let sign = if net.is_negative() { -1 } else { 1 };
    let fen_to_share = in_fen(&net.abs());
    let shares = book.shares(line);
    // Thirds to 15 digits do not sum to 1: they are taken in proportion to their sum.
    let sum: Exact = shares.iter().map(|share| exact(&share.share)).sum();
    let mut parts: Vec<(String, i64, Exact)> = Vec::new();
    for share in shares {
        let exact_part = exact(&share.share) * whole(fen_to_share) / sum;
        let whole_part = i64::try_from(exact_part.floor().to_integer()).expect("fen");
        let remainder = exact_part - whole(whole_part);
        parts.push((share.manager.clone(), whole_part, remainder));
    }
    // Largest remainder first, ties to the smaller manager id. The outside unit is no manager and comes last.
    parts.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| order(book, &a.0).cmp(&order(book, &b.0))));
    let handed_out: i64 = parts.iter().map(|part| part.1).sum();
    let left_over = usize::try_from(fen_to_share - handed_out).expect("floors are not above the whole");
    for part in parts.iter_mut().take(left_over) {
        part.1 += 1;
    }
    parts.into_iter().map(|(manager, fen, _)| (manager, yuan(sign * fen))).collect()
}

/// The order of ids where remainders tie: in version 2 those that are numbers by number, in version 1 all as texts.
fn order<'a>(book: &Book, id: &'a str) -> (bool, u64, &'a str) {
    let number = id.parse().ok().filter(|_| book.setting("policy_version") == Some("2"));
    (id == EXTERNAL, number.unwrap_or(0), if number.is_some() { "" } else { id })
}
