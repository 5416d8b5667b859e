//! Every rule of a row explained: clause, label, formula, the numbers put in, the result.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;

use serde::Serialize;

use super::Results;
use super::adjustment_columns::remarks;
use super::adjustments::{Adjusted, when};
use super::credit_columns::source_column;
use super::held::Held;
use super::labels::{PolicyLabels, row_name, rule_in_words, scope_name};
use super::listed::Listed;
use super::others::{Discretion, whose};
use super::shown::{in_a_formula, number_text, shown};
use super::trail::{Said, Trail, Used, is_nothing};
use crate::book::{Book, Period};
use crate::formula::{
    ChildRow, Code, Context, Gather, Op, Piece, Row, Scope, Slot, Space, Span, Value, evaluate, in_words, trace,
};
use crate::lang::Lang;
use crate::policy::{Policy, Rule, Unit, builtin};
use crate::say;
use crate::settle::{RowKey, with_context};

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

/// Who reads an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Who may see everything.
    Auditor,
    /// The person himself, who sees of others what is gathered from all and nothing that is one other's.
    Person,
}

/// Explains one manager after the other; what is the same for all of them is made once.
pub struct Explainer<'r> {
    results: &'r Results<'r>,
    /// What a person who reads is told of others; with nothing, everything.
    pub(super) discretion: Option<Discretion<'r>>,
    lang: Lang,
    /// The formulas in words, by scope and place of the rule.
    words: HashMap<(Scope, usize), OnceCell<String>>,
    /// The branches in words, by scope and slot of the rule and where they stand in its text.
    branches: RefCell<HashMap<(Scope, usize, Span), String>>,
    adjusted: Vec<Adjusted>,
}

impl<'r> Explainer<'r> {
    /// For these results and who reads of them.
    #[must_use]
    pub fn new(results: &'r Results<'r>, reader: Audience, lang: Lang) -> Self {
        let rules = |scope: Scope| (0..results.policy.scope(scope).rules.len()).map(move |place| (scope, place));
        let words = Scope::ALL.into_iter().flat_map(rules).map(|key| (key, OnceCell::new())).collect();
        let discretion = (reader == Audience::Person).then(|| Discretion::new(results));
        let adjusted = Adjusted::list(results, None);
        Self { results, discretion, lang, words, branches: RefCell::default(), adjusted }
    }

    /// Whose figures are explained.
    pub(crate) fn book(&self) -> &'r Book {
        self.results.book
    }

    fn in_words(&self, scope: Scope, place: usize, rule: &Rule) -> String {
        let of_rule = || rule_in_words(self.results.policy, scope, rule, self.lang);
        self.words.get(&(scope, place)).map_or_else(of_rule, |words| words.get_or_init(of_rule).clone())
    }

    /// A part of a rule's formula in words.
    fn branch(&self, scope: Scope, rule: &Rule, written: &str, at: &Span) -> String {
        let of_rule = || {
            let labels = PolicyLabels { policy: self.results.policy, scope, lang: self.lang };
            let part = rule.formula.code.each().find(|part| part.span == *at);
            part.map_or_else(|| written.to_owned(), |part| in_words(part, &labels, self.lang))
        };
        self.branches.borrow_mut().entry((scope, rule.slot, at.clone())).or_insert_with(of_rule).clone()
    }

    /// Explains the rows of a manager: the period asked for, or all periods, half-years, the year and what is payable.
    #[must_use]
    pub fn manager(&self, manager: usize, only: Option<Period>) -> Vec<Explained> {
        let (results, lang) = (self.results, self.lang);
        let rows = rows(results, only, lang);
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
    let Explainer { results, lang, .. } = *of;
    let Results { policy, book, settlement, .. } = results;
    let person = &book.managers[manager];
    let trail = Trail { results, discretion: of.discretion.as_ref(), lang, manager };
    let key = RowKey::of(scope, manager, number);
    let own = settlement.row(key)?;
    with_context(settlement, key, |context| {
        let all = &policy.scope(scope).rules;
        // Of an input that counts as it was typed, or as its default, that is said once.
        let once = |(_, rule): &(usize, &Rule)| {
            let Some(input) = rule.input else { return true };
            let same = |other: &Rule| other.input == Some(input) && other.counts != rule.counts;
            let Some(other) = all.iter().find(|other| same(other)) else { return true };
            let typed = own.get(input) != Value::Blank;
            if rule.counts { typed || own.get(rule.slot) != own.get(other.slot) } else { !typed }
        };
        let rules = all.iter().enumerate().filter(once).map(|(place, rule)| {
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
                words: of.in_words(scope, place, rule),
                slot: rule.slot,
                nothing: is_nothing(own.get(rule.slot)),
                noted: rule.attention.is_some_and(|attention| attention.applies(own.get(rule.slot))),
                ..ExplainedRule::default()
            };
            if typed {
                say!(Report::GivenInWorkbook).get(lang).clone_into(&mut explained.formula);
                explained.words.clear();
            } else if let Ok(trace) = trace(&rule.formula.code, &rule.formula.text, context) {
                let row = ExplainedRow { of, manager, at: (scope, number), context };
                explained.said = row.pieces(rule, &trace.pieces);
                explained.numbers = explained.said.iter().map(|piece| piece.text(lang)).collect();
                explained.uses = trail.uses(scope, number, rule, &trace.pieces, context);
                let told = |of: &Discretion<'_>| of.of_formula(manager, row.at, &rule.formula.code).is_none();
                if scope == Scope::Period && of.discretion.as_ref().is_none_or(told) {
                    explained.lines = row.lines(rule);
                }
                if of.discretion.is_none() {
                    explained.lines.extend(whose(results, (scope, number), rule, context, lang));
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
    manager: usize,
    /// Its scope, and the number of the period or half-year from 0.
    at: (Scope, usize),
    context: &'e Context<'e>,
}

impl ExplainedRow<'_, '_> {
    /// The credited lines that a rule gathers, each with its cell: what an auditor follows to the source.
    fn lines(&self, rule: &Rule) -> Vec<String> {
        let (results, lang) = (self.of.results, self.of.lang);
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
        settlement.credits_of(self.manager, self.at.1).filter_map(line).collect()
    }

    /// The adjustments that a rule gathers, each with its cell and what was typed with it.
    fn adjustments(&self, rule: &Rule) -> Vec<String> {
        let (results, lang, (scope, number)) = (self.of.results, self.of.lang, self.at);
        let settlement = results.settlement;
        let gathered = rule.formula.code.each().find_map(|part| match &part.op {
            Op::Aggregate { over: Scope::Adjustment, condition, .. } => Some(condition.as_deref()),
            _ => None,
        });
        let Some(condition) = gathered else { return Vec::new() };
        let periods = if scope == Scope::Period { number..number + 1 } else { 0..settlement.periods_a_year };
        let own = settlement.adjustments_of(self.manager, periods);
        let counts = |index: usize| {
            let manager = settlement.row(RowKey::Manager { person: self.manager }).unwrap_or_default();
            let own = settlement.row(RowKey::Adjustment(index)).unwrap_or_default();
            let inner = Context { child: Some(ChildRow { own, line: Row::default(), manager }), ..*self.context };
            condition.is_none_or(|condition| evaluate(condition, &inner) == Ok(Value::Truth(true)))
        };
        let said = |one: &Adjusted| {
            let adjustment = &results.book.adjustments[one.index];
            let row = settlement.row(RowKey::Adjustment(one.index)).unwrap_or_default();
            let unit = results.policy.figure(adjustment.figure).map_or(rule.unit, |figure| figure.unit);
            let figure = shown(results, Value::Text(adjustment.figure), Unit::Text, lang);
            let remarks = remarks(results.policy).map(|input| shown(results, row.get(input.used), Unit::Text, lang));
            let mut parts = vec![one.source.clone(), when(adjustment, lang), figure, number_text(one.amount, unit)];
            parts.extend(remarks);
            parts.join("  ")
        };
        self.of.adjusted.get(own).unwrap_or_default().iter().filter(|one| counts(one.index)).map(said).collect()
    }

    /// A formula with the numbers put in.
    fn pieces(&self, rule: &Rule, pieces: &[Piece]) -> Vec<Said> {
        let (of, results, lang) = (self.of, self.of.results, self.of.lang);
        let discretion = of.discretion.as_ref();
        let code = &rule.formula.code;
        let withheld = |at: &Span| discretion?.of_part(self.manager, self.at, code, at);
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
            Piece::NotTaken { written, at } => Said::NotTaken(of.branch(self.at.0, rule, written, at)),
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
