//! Which branches of which rules the files exercised that a policy was tried on.

use super::Results;
use super::labels::PolicyLabels;
use crate::formula::{Branch, Code, Labels, Op, Point, Scope, Taken, Value, branches, cover};
use crate::lang::Words;
use crate::policy::{Formula, Policy};
use crate::say;
use crate::settle::{RowKey, with_context};

/// What the files of one policy exercised.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// The policy, with the rules that the workbooks replace.
    pub policy: Policy,
    /// The files, in the order in which they were added.
    pub files: Vec<String>,
    /// The rules, in the order of computing.
    pub rules: Vec<RuleCoverage>,
}

/// What was exercised of a rule.
#[derive(Clone, Debug)]
pub struct RuleCoverage {
    /// Its scope.
    pub scope: Scope,
    /// Its name; for the conditions of half-years and years, that of their section.
    pub name: String,
    /// The clauses that it cites, separated by commas.
    pub clause: String,
    /// Its label.
    pub label: Words,
    /// For the default of an input: how often a cell was filled in instead.
    pub typed: Option<u64>,
    /// For a condition: how often there was no row.
    pub absent: Option<u64>,
    /// Its formula.
    pub formula: Formula,
    /// How often each of its branches was taken.
    pub taken: Taken,
}

/// A branch as it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BranchCoverage {
    /// What it is, with the formula's text.
    pub what: Words,
    /// How often it was taken.
    pub times: u64,
}

impl Coverage {
    /// Nothing exercised yet.
    #[must_use]
    pub fn new(policy: &Policy) -> Self {
        let mut rules = Vec::new();
        for scope in Scope::ALL {
            let of_scope = policy.scope(scope);
            let untried = |name: &str, clause: &str, label: &Words, formula: &Formula| RuleCoverage {
                scope,
                name: name.to_owned(),
                clause: clause.to_owned(),
                label: label.clone(),
                typed: None,
                absent: None,
                formula: formula.clone(),
                taken: Taken::new(),
            };
            if let Some(when) = &of_scope.when {
                let (name, label) = if scope == Scope::Half {
                    ("half_year", say!(Report::HalfYearReviewed))
                } else {
                    ("year_end", say!(Report::YearSettled))
                };
                let taken = Taken::from([(whole(&when.code), 0)]);
                rules.push(RuleCoverage { absent: Some(0), taken, ..untried(name, "", &label, when) });
            }
            rules.extend(of_scope.rules.iter().map(|rule| RuleCoverage {
                typed: rule.input.map(|_| 0),
                ..untried(&rule.name, &rule.clause, &rule.label, &rule.formula)
            }));
        }
        Self { policy: policy.clone(), files: Vec::new(), rules }
    }

    /// Adds what a run of the same policy exercised.
    pub fn add(&mut self, results: &Results<'_>) {
        self.files.push(results.input_file.clone());
        for rule in &mut self.rules {
            rule.add(results);
        }
    }

    /// How many branches were taken, and how many there are.
    #[must_use]
    pub fn tried(&self) -> (usize, usize) {
        sum(self.rules.iter().map(RuleCoverage::tried))
    }

    /// For each clause of the policy how many branches of the rules that cite it were taken, and how many there are.
    #[must_use]
    pub fn clauses(&self) -> Vec<(&str, usize, usize)> {
        let ids = self.policy.clauses.iter().chain(&self.policy.readings).map(|clause| clause.id.as_str());
        let of = |id: &str| {
            let citing = self.rules.iter().filter(|rule| rule.clause.split(',').any(|cited| cited.trim() == id));
            sum(citing.map(RuleCoverage::tried))
        };
        ids.map(|id| (id, of(id).0, of(id).1)).collect()
    }
}

fn sum(counts: impl Iterator<Item = (usize, usize)>) -> (usize, usize) {
    counts.fold((0, 0), |(tried, all), (one, of)| (tried + one, all + of))
}

fn whole(code: &Code) -> Point {
    Point { start: code.span.start, end: code.span.end, branch: Branch::Computed }
}

impl RuleCoverage {
    fn add(&mut self, results: &Results<'_>) {
        let Results { policy, book, settlement, .. } = results;
        if let Some(absent) = &mut self.absent {
            let each = book.managers.len() * settlement.numbers(self.scope);
            let present = settlement.count(self.scope) as u64;
            *absent += each as u64 - present;
            *self.taken.entry(whole(&self.formula.code)).or_default() += present;
            return;
        }
        branches(&self.formula.code, &settlement.tables, &mut self.taken);
        let input = policy.scope(self.scope).rules.iter().find(|rule| rule.name == self.name).and_then(|r| r.input);
        let (code, taken, typed) = (&self.formula.code, &mut self.taken, &mut self.typed);
        let mut look = |context: &crate::formula::Context<'_>| {
            let given = input.is_some_and(|slot| context.own.get(slot) != Value::Blank);
            match typed {
                Some(times) if given => *times += 1,
                // A row that was computed has no error; one that a run refuses is not looked at.
                _ => _ = cover(code, context, &mut |point| *taken.entry(point).or_default() += 1),
            }
        };
        // A line counts for each who shares it.
        let lines = settlement.credits.iter().filter(|_| self.scope == Scope::Line);
        for credit in lines {
            with_context(settlement, RowKey::Line(credit.line as usize), &mut look);
        }
        for key in settlement.keys(self.scope).filter(|key| !matches!(key, RowKey::Line(_) | RowKey::Adjustment(_))) {
            with_context(settlement, key, &mut look);
        }
    }

    /// Its branches, in the order of writing.
    #[must_use]
    pub fn branches(&self, policy: &Policy) -> Vec<BranchCoverage> {
        let given = self.typed.map(|times| (say!(Report::CellGiven), times));
        let absent = self.absent.map(|times| (say!(Report::NoSuchRow), times));
        let taken = self.taken.iter().map(|(point, times)| (self.words(policy, point), *times));
        let all = given.into_iter().chain(absent).chain(taken);
        all.map(|(what, times)| BranchCoverage { what, times }).collect()
    }

    /// How many branches were taken, and how many there are.
    #[must_use]
    pub fn tried(&self) -> (usize, usize) {
        let own = || self.taken.values().chain(&self.typed).chain(&self.absent);
        (own().filter(|times| **times > 0).count(), own().count())
    }

    /// What a branch is.
    fn words(&self, policy: &Policy, point: &Point) -> Words {
        let text = self.formula.text.get(point.start..point.end).unwrap_or_default();
        match &point.branch {
            Branch::Computed if self.typed.is_some() => say!(Report::BlankByDefault { text }),
            Branch::Computed => say!(Report::BranchComputed { text }),
            Branch::Then => say!(Report::ConditionTrue { condition: self.condition(point), text }),
            Branch::Else => say!(Report::ConditionFalse { condition: self.condition(point), text }),
            Branch::DecidesAnd => say!(Report::FirstFalseOfAnd { text }),
            Branch::AllTrue => say!(Report::AllTrue { text }),
            Branch::DecidesOr => say!(Report::FirstTrueOfOr { text }),
            Branch::NoneTrue => say!(Report::NoneTrue { text }),
            Branch::Least => say!(Report::MinTakes { text }),
            Branch::Greatest => say!(Report::MaxTakes { text }),
            Branch::Step { table, start } => {
                let start = start.normalize();
                let label = Words::each(|lang| PolicyLabels { policy, scope: self.scope, lang }.table(*table));
                say!(Report::BranchStep { label, start, text })
            }
            Branch::Gathered => say!(Report::GatheredWhere { text }),
            Branch::PassedOver => say!(Report::PassedOver { text }),
            Branch::True => say!(Report::BranchTrue { text }),
            Branch::False => say!(Report::BranchFalse { text }),
        }
    }

    /// The condition of the `IF` that a branch is of.
    fn condition(&self, point: &Point) -> &str {
        let of_point = |part: &Code| {
            let Op::If(condition, then, other) = &part.op else { return None };
            let own = if point.branch == Branch::Then { then } else { other };
            (own.span == (point.start..point.end)).then(|| condition.span.clone())
        };
        let span = self.formula.code.each().filter_map(of_point).last().unwrap_or_default();
        self.formula.text.get(span).unwrap_or_default()
    }
}
