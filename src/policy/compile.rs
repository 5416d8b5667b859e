//! From the raw file to a checked [`Policy`]: every name resolved, every formula checked, rules in an
//! order in which they can be computed. Every mistake is gathered, not only the first.

mod across;
mod adjustments;
mod dated;
mod doubtful;
mod exports;
mod graph;
mod names;
mod openings;
mod people;
mod rules;
mod sheets;
mod shown;
mod sound;
mod tables;
mod unused;

pub(crate) use graph::{Dependency, numbers, reads, times};

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;

use super::identity;
use super::model::{Clause, Formula, InputCheck, Law, PeriodKind, Policy, ScopeRules, Setting};
use super::raw::{RawPolicy, RawSetting, Text};
use super::source::{PolicyProblem, Sources};
use super::unit::{Unit, literal, number};
use crate::formula::{self, Kind, Problem, Scope, Symbols, Value, Vocabulary, VocabularyEntry, closest, is_name};
use crate::lang::Words;
use crate::say;

/// What is known while a policy is compiled.
pub(super) struct Compiler<'a> {
    pub(super) raw: &'a RawPolicy,
    sources: &'a Sources,
    pub(super) problems: &'a mut Vec<PolicyProblem>,
    vocabulary: Vocabulary,
    pub(super) symbols: Symbols,
    /// How many formulas were made so far.
    formulas: usize,
    clauses: HashSet<String>,
    tables: HashMap<String, usize>,
    /// First slot of the period of what rules are told of a manager's employment.
    employed_from: Option<usize>,
}

/// Compiles; `None` or new `problems` when there are mistakes. `hash` is that of what the texts say.
pub(super) fn compile(
    raw: &RawPolicy,
    sources: Sources,
    hash: String,
    problems: &mut Vec<PolicyProblem>,
) -> Option<Policy> {
    let period = match raw.policy.period.get_ref().as_str() {
        "quarter" => PeriodKind::Quarter,
        "month" => PeriodKind::Month,
        other => {
            problems
                .push(PolicyProblem { span: raw.policy.period.span(), message: say!(Policy::PeriodIsNot { other }) });
            return None;
        }
    };
    if *raw.format.get_ref() != 1 {
        problems.push(PolicyProblem { span: raw.format.span(), message: say!(Policy::FormatOne) });
    }
    for text in [&raw.policy.id, &raw.policy.version].into_iter().filter(|text| text.get_ref().trim().is_empty()) {
        problems.push(PolicyProblem { span: text.span(), message: say!(Policy::NameBlank) });
    }
    let clauses = raw.clause.iter().map(|c| &c.id).chain(raw.reading.iter().map(|r| &r.id));
    let mut clauses: HashSet<String> = clauses.map(|id| id.get_ref().clone()).collect();
    clauses.extend(raw.setting.iter().filter_map(|s| s.reading.as_ref().map(|r| r.get_ref().clone())));
    let mut compiler = Compiler {
        raw,
        sources: &sources,
        problems,
        vocabulary: Vocabulary::new(period.word()),
        symbols: Symbols::default(),
        formulas: 0,
        clauses,
        tables: HashMap::new(),
        employed_from: None,
    };
    let settings = compiler.settings();
    let tables = compiler.tables();
    let mut sheets = compiler.sheets();
    compiler.sheet_labels();
    compiler.headings();
    compiler.limits();
    compiler.keys();
    compiler.check_columns();
    let sets = compiler.declare(&sheets, period);
    let mut scopes = compiler.rules(sets, &mut sheets, period);
    compiler.figures(&mut sheets, &scopes);
    compiler.openings(&mut sheets, &scopes);
    compiler.years_of_tasks(&sheets, &scopes);
    let mut checks = compiler.checks();
    let mut laws = compiler.laws();
    let mut thresholds = compiler.thresholds();
    across::columns(&mut scopes, &mut checks, &mut laws, &mut thresholds);
    let stages = if compiler.problems.is_empty() { compiler.stages(&scopes, &checks, period) } else { Vec::new() };
    let charts = compiler.charts(&scopes);
    let words = raw.words.iter().map(|(key, words)| (compiler.symbols.intern(key), words.clone())).collect();
    let headline = compiler.named_rule(raw.policy.headline.as_ref(), Scope::Period);
    let from = raw.policy.from.as_ref().and_then(|from| compiler.day(from));
    let cost = compiler.named_rule(raw.policy.cost.as_ref(), Scope::Manager);
    let exports = compiler.exports();
    let Compiler { vocabulary, symbols, employed_from: employment, .. } = compiler;
    let clause = |id: &Text, text: &Words| Clause { id: id.get_ref().clone(), text: text.clone() };
    let mut policy = Policy {
        id: raw.policy.id.get_ref().clone(),
        version: raw.policy.version.get_ref().clone(),
        from,
        changes: raw.policy.changes.clone(),
        title: raw.policy.title.clone(),
        period,
        person: raw.policy.person.clone().unwrap_or_else(|| say!(Policy::Manager)),
        tax_note: raw.policy.tax_note.clone(),
        left_out: raw.policy.left_out.clone(),
        headline,
        cost,
        words,
        clauses: raw.clause.iter().map(|c| clause(&c.id, &c.text)).collect(),
        settings,
        readings: raw.reading.iter().map(|r| clause(&r.id, &r.text)).collect(),
        tables,
        sheets,
        scopes,
        stages,
        checks,
        laws,
        exports,
        employment,
        thresholds,
        charts,
        vocabulary,
        symbols,
        hash,
        text_hash: identity::text_hash(&sources),
        sources,
        remarks: Vec::new(),
    };
    policy.remarks = unused::unused(&policy, raw);
    policy.remarks.extend(doubtful::doubtful(&policy, raw));
    Some(policy)
}

impl Compiler<'_> {
    fn problem(&mut self, span: std::ops::Range<usize>, message: Words) {
        self.problems.push(PolicyProblem { span, message });
    }

    fn unit(&mut self, text: &Text) -> Unit {
        let name = text.get_ref();
        Unit::named(name).unwrap_or_else(|| {
            self.problem(text.span(), say!(Policy::NoUnit { name }));
            Unit::Number
        })
    }

    fn decimal(&mut self, text: Option<&Text>) -> Option<Decimal> {
        let text = text?;
        let value = number(text.get_ref());
        if value.is_none() {
            let shown = text.get_ref();
            self.problem(text.span(), say!(Policy::NotANumber { shown }));
        }
        value
    }

    fn name(&mut self, text: &Text) -> String {
        let name = text.get_ref();
        if !is_name(name) || ["TRUE", "FALSE"].iter().any(|truth| name.eq_ignore_ascii_case(truth)) {
            self.problem(text.span(), say!(Policy::NotAName { name }));
        }
        name.clone()
    }

    /// Every clause that an item cites must be listed, so that no number leads nowhere.
    fn clause(&mut self, text: &Text) -> String {
        for id in text.get_ref().split(',').map(str::trim) {
            if !self.clauses.contains(id) {
                let near = closest(id, self.clauses.iter().map(String::as_str)).map(str::to_owned);
                let hint = near.map_or_else(Words::default, |near| say!(Policy::OrDidYouMean { near }));
                self.problem(text.span(), say!(Policy::NoClause { id, hint }));
            }
        }
        text.get_ref().clone()
    }

    fn settings(&mut self) -> Vec<Setting> {
        let built_in = |name: &str, label: Words| Setting {
            name: name.into(),
            clause: String::new(),
            label,
            unit: Unit::Number,
            default: None,
            dated: None,
            optional: false,
            settled: false,
            min: None,
            max: None,
            choices: Vec::new(),
            reading: None,
            note: None,
        };
        let mut settings = vec![built_in("through", say!(Policy::Through)), built_in("year", say!(Policy::Year))];
        for setting in &self.raw.setting {
            let compiled = self.setting(setting);
            if settings.iter().any(|other| other.name == compiled.name) {
                self.twice(&setting.name);
            }
            settings.push(compiled);
        }
        self.vocabulary.settings = settings
            .iter()
            .enumerate()
            .map(|(slot, setting)| VocabularyEntry {
                choices: setting.choices.clone(),
                raw: setting.optional.then_some(slot),
                ..VocabularyEntry::new(&setting.name, setting.unit.kind())
            })
            .collect();
        settings
    }

    fn twice(&mut self, name: &Text) {
        let shown = name.get_ref();
        self.problem(name.span(), say!(Policy::NameTwice { shown }));
    }

    fn setting(&mut self, raw: &RawSetting) -> Setting {
        let unit = self.unit(&raw.unit);
        let default = raw.default.as_ref().and_then(|text| {
            let value = literal(text.get_ref(), unit, &mut self.symbols);
            let known = raw.choices.is_empty() || raw.choices.contains(text.get_ref());
            if value.is_none() || !known {
                let shown = text.get_ref();
                self.problem(text.span(), say!(Policy::NotAValue { shown }));
            }
            value
        });
        self.choices(raw);
        if let (true, Some(text)) = (raw.optional, &raw.default) {
            self.problem(text.span(), say!(Policy::DefaultNotOptional));
        }
        Setting {
            name: self.name(&raw.name),
            clause: self.clause(&raw.clause),
            label: raw.label.clone(),
            unit,
            dated: self.dated(raw, unit),
            default: default.or(raw.optional.then_some(Value::Blank)),
            optional: raw.optional,
            settled: raw.settled,
            min: self.decimal(raw.min.as_ref()),
            max: self.decimal(raw.max.as_ref()),
            choices: raw.choices.clone(),
            reading: raw.reading.as_ref().map(|r| r.get_ref().clone()),
            note: raw.note.clone(),
        }
    }

    /// A formula of `scope`; `None` and problems when it has mistakes.
    fn formula(&mut self, text: &Text, scope: Scope, wanted: Option<Kind>) -> Option<Formula> {
        let inner = |problem: &Problem, sources: &Sources| {
            inner_span(sources.slice(&text.span()), text.span().start, &problem.span)
        };
        let expr = match formula::parse(text.get_ref()) {
            Ok(expr) => expr,
            Err(problem) => {
                let span = inner(&problem, self.sources);
                self.problem(span, problem.message);
                return None;
            }
        };
        match formula::check(&expr, scope, &self.vocabulary, &mut self.symbols) {
            Ok(code) => {
                if let Some(wanted) = wanted
                    && !formula::fits(code.kind, wanted)
                {
                    let (found, wanted) = (formula::kind_words(code.kind), formula::kind_words(wanted));
                    self.problem(text.span(), say!(Policy::FormulaKind { found, wanted }));
                }
                self.formulas += 1;
                Some(Formula { text: text.get_ref().clone(), code, span: text.span(), id: self.formulas })
            }
            Err(problems) => {
                for problem in problems {
                    let span = inner(&problem, self.sources);
                    self.problem(span, problem.message);
                }
                None
            }
        }
    }

    fn scope_named(&mut self, text: &Text) -> Option<Scope> {
        // An adjustment is what somebody decided: no rule, check or law is of it.
        let mut computed = Scope::ALL.into_iter().filter(|scope| *scope != Scope::Adjustment);
        let found = computed.find(|&s| self.vocabulary.prefix(s) == text.get_ref());
        if found.is_none() {
            let shown = text.get_ref();
            self.problem(text.span(), say!(Policy::NoScope { shown }));
        }
        found
    }

    /// A rule that the head of the policy names.
    fn named_rule(&mut self, text: Option<&Text>, scope: Scope) -> Option<String> {
        let text = text?;
        let name = text.get_ref();
        if self.vocabulary.find(scope, name).is_none() {
            self.problem(text.span(), say!(Policy::NoRule { name }));
        }
        Some(name.clone())
    }

    fn checks(&mut self) -> Vec<InputCheck> {
        let mut checks = Vec::new();
        for raw in &self.raw.check {
            let clause = self.clause(&raw.clause);
            let Some(scope) = self.scope_named(&raw.scope) else { continue };
            let Some(formula) = self.formula(&raw.formula, scope, Some(Kind::Truth)) else { continue };
            checks.push(InputCheck {
                scope,
                column: raw.column.get_ref().clone(),
                clause,
                formula,
                message: raw.message.clone(),
                mend: raw.mend.clone(),
                warning: raw.warning,
            });
        }
        checks
    }

    fn laws(&mut self) -> Vec<Law> {
        let mut laws = Vec::new();
        for raw in &self.raw.law {
            let clause = self.clause(&raw.clause);
            let Some(scope) = self.scope_named(&raw.scope) else { continue };
            let left = self.formula(&raw.left, scope, None);
            let right = self.formula(&raw.right, scope, None);
            if let (Some(left), Some(right)) = (left, right) {
                let name = raw.name.get_ref().clone();
                laws.push(Law { name, scope, clause, label: raw.label.clone(), left, right });
            }
        }
        laws
    }
}

/// A range of a decoded text as a range of the file: past the quotation marks, and past escapes.
fn inner_span(written: &str, start: usize, inner: &std::ops::Range<usize>) -> std::ops::Range<usize> {
    let mut quotes = if written.starts_with("'''") || written.starts_with("\"\"\"") { 3 } else { 1 };
    if quotes == 3 && written[3..].starts_with('\n') {
        quotes += 1;
    }
    let escapes = written.starts_with('"');
    // Walks both texts side by side: `\"` is two bytes in the file and one in the formula.
    let place = |wanted: usize| {
        let (mut decoded, mut at) = (0, quotes);
        let mut chars = written[quotes.min(written.len())..].chars();
        while decoded < wanted {
            let Some(c) = chars.next() else { break };
            at += c.len_utf8();
            if escapes && c == '\\' {
                at += chars.next().map_or(0, char::len_utf8);
                decoded += 1;
            } else {
                decoded += c.len_utf8();
            }
        }
        start + at.min(written.len())
    };
    place(inner.start)..place(inner.end)
}

/// Rules that are not there yet are filled in by [`rules`].
pub(super) type Scopes = [ScopeRules; Scope::COUNT];
