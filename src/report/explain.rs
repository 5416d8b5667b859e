//! Every rule of a row explained: clause, label, formula, the numbers put in, the result.

use std::cell::RefCell;
use std::collections::HashMap;

use serde::Serialize;

use super::Results;
use super::adjustment_columns::remarks;
use super::adjustments::{Adjusted, when};
use super::answers::{Answers, Audience};
use super::credit_columns::source_column;
use super::held::Held;
use super::labels::{PolicyLabels, row_name, scope_name};
use super::listed::Listed;
use super::others::Discretion;
use super::shown::{in_a_formula, number_text, shown};
use super::trail::{Said, Trail, Used, gathered, is_nothing};
use crate::book::{Book, Period};
use crate::formula::{
    Code, Context, Gather, Kind, Op, Piece, Scope, Slot, Space, Span, Value, evaluate, in_words, trace,
};
use crate::lang::Lang;
use crate::policy::{Policy, Rule, Unit, builtin};
use crate::say;
use crate::settle::{RowKey, with_context};

/// People who are named in an explanation; beyond them their number is told.
const NAMED: usize = 200;

/// A row explained: a heading, then its rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Explained {
    /// Whose row it is.
    pub heading: String,
    /// The row's own name, such as `Q2`.
    #[serde(skip)]
    pub name: String,
    /// Its scope, and the number of the period or half-year from 0.
    #[serde(skip)]
    pub of: (Scope, usize),
    /// The rules, in the policy's order.
    pub rules: Vec<ExplainedRule>,
}

/// A rule explained.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExplainedRule {
    /// Clauses.
    pub clause: String,
    /// Label.
    pub label: String,
    /// Name in formulas.
    pub name: String,
    /// Result.
    pub result: String,
    /// Formula as written; for an input that was typed, where it came from.
    pub formula: String,
    /// The formula with the numbers put in, branches not taken marked.
    pub numbers: String,
    /// The formula in words.
    pub words: String,
    /// Its slot in the row.
    #[serde(skip)]
    pub slot: usize,
    /// Whether it is nothing: zero or blank.
    #[serde(skip)]
    pub nothing: bool,
    /// Whether it is one that the status speaks of, such as a shortfall.
    #[serde(skip)]
    pub noted: bool,
    /// The formula with the numbers put in, piece by piece.
    #[serde(skip)]
    pub said: Vec<Said>,
    /// What it rests on, as far as it was needed.
    #[serde(skip)]
    pub uses: Vec<Used>,
    /// For a figure gathered from credited lines: each line's cell, project and amount; for one gathered from
    /// adjustments made by hand: each one's cell, what it changes, by how much, why and who approved it.
    pub lines: Vec<String>,
}

/// Explains one manager after the other; what is the same for all of them is made once.
pub struct Explainer<'r> {
    answers: Answers<'r>,
    /// Formulas and their branches in words, by scope and slot of the rule and where they stand in its text.
    words: RefCell<HashMap<(Scope, usize, Span), String>>,
    adjusted: Vec<Adjusted>,
}

impl<'r> Explainer<'r> {
    /// For these results and who reads of them.
    #[must_use]
    pub fn new(results: &'r Results<'r>, reader: Audience, lang: Lang) -> Self {
        let (answers, adjusted) = (Answers::new(results, reader, lang), Adjusted::list(results, None));
        Self { answers, words: RefCell::default(), adjusted }
    }

    /// The answers that are explained.
    #[must_use]
    pub fn answers(&self) -> &Answers<'r> {
        &self.answers
    }

    /// Whose figures are explained.
    pub(crate) fn book(&self) -> &'r Book {
        self.answers.results.book
    }

    /// A part of a rule's formula in words, or the whole of it.
    fn in_words(&self, scope: Scope, rule: &Rule, at: &Span) -> String {
        let Answers { results, lang, .. } = self.answers;
        let labels = PolicyLabels { policy: results.policy, scope, lang };
        let part = rule.formula.code.each().find(|part| part.span == *at).unwrap_or(&rule.formula.code);
        let mut words = self.words.borrow_mut();
        words.entry((scope, rule.slot, at.clone())).or_insert_with(|| in_words(part, &labels, lang)).clone()
    }

    /// Explains the rows of a manager: the period asked for, or all periods, half-years, the year and what is payable.
    #[must_use]
    pub fn manager(&self, manager: usize, only: Option<Period>) -> Vec<Explained> {
        let rows = rows(self.answers.results, only, self.answers.lang);
        rows.into_iter().filter_map(|(scope, number, name)| row(self, scope, manager, number, &name)).collect()
    }
}

/// Which rows a manager has: scope, number, name.
fn rows(results: &Results<'_>, only: Option<Period>, lang: Lang) -> Vec<(Scope, usize, String)> {
    let periods = results.book.through.up_to().filter(|period| only.is_none_or(|only| only == *period));
    let mut rows: Vec<(Scope, usize)> = periods.map(|period| (Scope::Period, period.index())).collect();
    if only.is_none() {
        rows.extend([(Scope::Half, 0), (Scope::Half, 1), (Scope::Year, 0), (Scope::Manager, 0)]);
    }
    let named = |(scope, number)| match scope {
        Scope::Manager => (scope, number, scope_name(scope, results.policy).get(lang).to_owned()),
        _ => (scope, number, row_name(results, scope, number, lang)),
    };
    rows.into_iter().map(named).collect()
}

fn row(of: &Explainer<'_>, scope: Scope, manager: usize, number: usize, name: &str) -> Option<Explained> {
    let Answers { results, lang, .. } = of.answers;
    let Results { policy, book, settlement, .. } = results;
    let person = &book.managers[manager];
    let trail = of.answers.one(manager);
    let key = RowKey::of(scope, manager, number);
    let own = settlement.row(key)?;
    with_context(settlement, key, |context| {
        let all = &policy.scope(scope).rules;
        // Of an input that counts as it was typed, or as its default, that is said once.
        let once = |rule: &&Rule| {
            let Some(input) = rule.input else { return true };
            let same = |other: &Rule| other.input == Some(input) && other.counts != rule.counts;
            let Some(other) = all.iter().find(|other| same(other)) else { return true };
            let typed = own.get(input) != Value::Blank;
            if rule.counts { typed || own.get(rule.slot) != own.get(other.slot) } else { !typed }
        };
        let rules = all.iter().filter(once).map(|rule| {
            let typed = rule.input.is_some_and(|typed| {
                own.get(typed) != Value::Blank && (!rule.counts || own.get(rule.slot) == own.get(typed))
            });
            let withheld = trail.withheld((scope, number), rule);
            let figure = || shown(results, own.get(rule.slot), rule.unit, lang);
            let result = withheld.map_or_else(figure, |withheld| withheld.text(lang));
            let mut explained = ExplainedRule {
                clause: rule.clause.clone(),
                label: rule.label.get(lang).to_owned(),
                name: rule.name.clone(),
                result,
                formula: rule.formula.text.clone(),
                words: of.in_words(scope, rule, &rule.formula.code.span),
                slot: rule.slot,
                nothing: is_nothing(own.get(rule.slot)),
                noted: rule.attention.is_some_and(|attention| attention.applies(own.get(rule.slot))),
                ..ExplainedRule::default()
            };
            if typed {
                say!(Report::GivenInWorkbook).get(lang).clone_into(&mut explained.formula);
                explained.words.clear();
            } else if let Ok(trace) = trace(&rule.formula.code, &rule.formula.text, context) {
                let row = ExplainedRow { of, trail, at: (scope, number), context };
                explained.said = row.pieces(rule, &trace.pieces);
                explained.numbers = explained.said.iter().map(|piece| piece.text(lang)).collect();
                explained.uses = trail.uses(scope, number, rule, &trace.pieces, context);
                let told = |of: &Discretion<'_>| of.of_formula(manager, row.at, &rule.formula.code).is_none();
                if scope == Scope::Period && trail.discretion.is_none_or(told) {
                    explained.lines = row.lines(rule);
                }
                if trail.discretion.is_none() {
                    explained.lines.extend(row.whose(rule));
                }
                explained.lines.extend(row.adjustments(rule));
            }
            explained
        });
        Explained {
            heading: format!("{} {} · {name}", person.id, person.name),
            name: name.to_owned(),
            of: (scope, number),
            rules: rules.collect(),
        }
    })
}

/// A row while its rules are explained.
struct ExplainedRow<'e, 'r> {
    of: &'e Explainer<'r>,
    trail: Trail<'e>,
    /// Its scope, and the number of the period or half-year from 0.
    at: (Scope, usize),
    context: &'e Context<'e>,
}

impl ExplainedRow<'_, '_> {
    /// The credited lines that a rule gathers, each with its cell: what an auditor follows to the source.
    fn lines(&self, rule: &Rule) -> Vec<String> {
        let Trail { results, lang, manager, .. } = self.trail;
        let Results { policy, book, settlement, .. } = results;
        let gathered = rule.formula.code.each().find_map(|part| match &part.op {
            Op::Aggregate { gather: Gather::Sum, over: Scope::Credit, value, .. } => Some(&**value),
            _ => None,
        });
        let (Some(value), Some((sheet, column))) = (gathered, source_column(policy)) else { return Vec::new() };
        let line = |credit: usize| {
            let number = settlement.credits[credit].line as usize;
            let inner = Context { child: settlement.child(RowKey::Credit(credit)), ..*self.context };
            let amount = evaluate(value, &inner).ok()?.or_zero_of(value.kind);
            let line = &book.lines[number];
            let (place, project) = (book.cell(sheet, column, line.row), &book.projects[line.project as usize]);
            Some(format!("{place}  {project}  {}", shown(results, amount, rule.unit, lang)))
        };
        settlement.credits_of(manager, self.at.1).filter_map(line).collect()
    }

    /// The adjustments that a rule gathers, each with its cell and what was typed with it.
    fn adjustments(&self, rule: &Rule) -> Vec<String> {
        let Trail { results, lang, .. } = self.trail;
        let of_adjustments = |part: &&Code| matches!(part.op, Op::Aggregate { over: Scope::Adjustment, .. });
        let Some(code) = rule.formula.code.each().find(of_adjustments) else { return Vec::new() };
        let said = |one: &Adjusted| {
            let adjustment = &results.book.adjustments[one.index];
            let row = results.settlement.row(RowKey::Adjustment(one.index)).unwrap_or_default();
            let unit = results.policy.figure(adjustment.figure).map_or(rule.unit, |figure| figure.unit);
            let figure = shown(results, Value::Text(adjustment.figure), Unit::Text, lang);
            let remarks = remarks(results.policy).map(|input| shown(results, row.get(input.used), Unit::Text, lang));
            let mut parts = vec![one.source.clone(), when(adjustment, lang), figure, number_text(one.amount, unit)];
            parts.extend(remarks);
            parts.join("  ")
        };
        let rows = gathered(self.trail, self.at, code, self.context).into_iter();
        let index = |key: RowKey| if let RowKey::Adjustment(at) = key { Some(at) } else { None };
        rows.filter_map(index).filter_map(|at| self.of.adjusted.get(at)).map(said).collect()
    }

    /// Whose figures a rule gathers from all, with each one's.
    fn whose(&self, rule: &Rule) -> Vec<String> {
        let Trail { results, lang, .. } = self.trail;
        let mut lines = Vec::new();
        for part in rule.formula.code.each() {
            let Op::Aggregate { reach, value, .. } = &part.op else { continue };
            let unit = if value.kind == Kind::Yuan { Unit::Yuan } else { Unit::Number };
            let all = if reach.is_across() { gathered(self.trail, self.at, part, self.context) } else { Vec::new() };
            lines.extend(all.into_iter().filter_map(|key| {
                let inner = Context { child: results.settlement.child(key), ..*self.context };
                let person = &results.book.managers[key.person()?];
                let figure = shown(results, evaluate(value, &inner).ok()?.or_zero_of(value.kind), unit, lang);
                Some(format!("{} {}  {figure}", person.id, person.name))
            }));
        }
        if let Some(count) = lines.len().checked_sub(NAMED).filter(|more| *more > 0) {
            lines.truncate(NAMED);
            lines.push(say!(Report::AndMore { count }).get(lang).to_owned());
        }
        lines
    }

    /// A formula with the numbers put in.
    fn pieces(&self, rule: &Rule, pieces: &[Piece]) -> Vec<Said> {
        let Trail { results, discretion, lang, manager } = self.trail;
        let code = &rule.formula.code;
        let withheld = |at: &Span| discretion?.of_part(manager, self.at, code, at);
        let said = |piece: &Piece| match piece {
            Piece::Text(written) => Said::Text(written.clone()),
            Piece::Value { written, value, at } => {
                let figure = || {
                    let mut parts = code.each().filter(|part| part.span == *at);
                    let unit = parts.find_map(|part| unit_of(results.policy, self.at.0, part));
                    let unit = unit.unwrap_or(if let Value::Number(_) = value { rule.unit } else { Unit::Text });
                    let show = if let Value::Truth(_) = value { in_a_formula } else { shown };
                    show(results, *value, unit, lang)
                };
                let shown = withheld(at).map_or_else(figure, |withheld| withheld.text(lang));
                Said::Value { written: written.clone(), shown }
            }
            Piece::NotTaken { at, .. } => Said::NotTaken(self.of.in_words(self.at.0, rule, at)),
        };
        pieces.iter().map(said).collect()
    }
}

/// The unit of a name in a formula, for showing its value: one of the formula's own row, of the period before, or a
/// setting.
fn unit_of(policy: &Policy, scope: Scope, part: &Code) -> Option<Unit> {
    let held = match part.op {
        Op::Slot(Slot { space: Space::Setting, index }) => Held::setting(policy, index),
        Op::Slot(Slot { space: Space::Own, index }) => match (scope, index) {
            (Scope::Period, builtin::PERIOD) | (Scope::Half, builtin::HALF) => return Some(Unit::Number),
            _ => Held::at(policy, scope, index),
        },
        Op::Previous(index) => Held::at(policy, Scope::Period, index),
        _ => None,
    };
    held.map(|held| held.unit())
}
