//! How the answer for a person is made out of results.

use rust_decimal::{Decimal, RoundingStrategy};

use super::Results;
use super::answer::{Answer, AnswerPart, Further, Headline, Worth};
use super::held::Held;
use super::labels::row_name;
use super::others::Discretion;
use super::shown::{grouped, number_text, shown};
use super::status;
use super::terms::{Term, terms};
use super::trail::{Trail, Used};
use crate::book::Period;
use crate::formula::{Scope, Value, evaluate};
use crate::lang::{Lang, Words};
use crate::policy::{Rule, Unit};
use crate::say;
use crate::settle::{RowKey, with_context};

/// Sentences that say why.
const SENTENCES: usize = 3;
/// What a sentence names of all that a figure rests on.
const NAMED: usize = 3;

/// Who reads of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Who may see everything.
    Auditor,
    /// The person himself, who sees of others what is gathered from all and nothing that is one other's.
    Person,
}

/// Makes the answers of one person after the other.
pub struct Answers<'r> {
    pub(super) results: &'r Results<'r>,
    /// What a person who reads is told of others; with nothing, everything.
    discretion: Option<Discretion<'r>>,
    pub(super) lang: Lang,
}

impl<'r> Answers<'r> {
    /// For these results and who reads of them.
    #[must_use]
    pub fn new(results: &'r Results<'r>, reader: Audience, lang: Lang) -> Self {
        let discretion = (reader == Audience::Person).then(|| Discretion::new(results));
        Self { results, discretion, lang }
    }

    /// The answer for a manager (a place in the book); `worth` is what reaching his thresholds pays.
    #[must_use]
    pub fn of(&self, manager: usize, worth: &[Worth]) -> Answer {
        let one = self.one(manager);
        let person = &self.results.book.managers[manager];
        let figure = one.figure();
        let parts = figure.as_ref().map(|figure| one.parts(figure)).unwrap_or_default();
        // Whoever is gone has nothing more to reach.
        let gone = self.results.book.gone_after(manager, self.results.book.through);
        let owes = figure.as_ref().is_some_and(|figure| figure.money && figure.number < Some(Decimal::ZERO));
        let (why, largest) = one.why(figure.as_ref(), &parts);
        Answer {
            id: person.id.clone(),
            name: person.name.clone(),
            why,
            largest,
            status: status::told(self.results, manager, self.lang),
            owes,
            further: one.further(),
            indicators: one.indicators(),
            periods: one.periods(),
            carried: if gone { Vec::new() } else { one.carried() },
            next: if gone { Vec::new() } else { one.next(worth) },
            decide: if gone { Vec::new() } else { one.decide() },
            figure,
            parts,
        }
    }

    /// What reviews propose for a manager that changes something, as long as nobody answered; a sentence each.
    #[must_use]
    pub fn to_decide(&self, manager: usize) -> Vec<String> {
        let gone = self.results.book.gone_after(manager, self.results.book.through);
        if gone { Vec::new() } else { self.one(manager).decide() }
    }

    /// One person, and what he is told.
    pub(super) fn one(&self, manager: usize) -> Trail<'_> {
        Trail { results: self.results, discretion: self.discretion.as_ref(), lang: self.lang, manager }
    }
}

/// A figure beside its label, where it applies; shares to two decimals of per cent: twelve say nothing at a glance.
pub(super) fn told(results: &Results<'_>, key: RowKey, rule: &Rule, lang: Lang) -> Option<Further> {
    let value = match (results.settlement.value(key, rule.slot)?, rule.unit) {
        (Value::Blank | Value::NotApplicable, _) => return None,
        (Value::Number(share), Unit::Percent) => {
            Value::Number(share.round_dp_with_strategy(4, RoundingStrategy::MidpointAwayFromZero))
        }
        (value, _) => value,
    };
    let (label, unit) = (rule.label.get(lang).to_owned(), rule.unit);
    Some(Further { label, shown: shown(results, value, unit, lang), number: value.as_number(), unit })
}

/// More periods on end than these are told by the first and the last.
const MOST_ROWS: usize = 4;

/// What is told of one person.
impl Trail<'_> {
    fn say(&self, words: &Words) -> String {
        words.get(self.lang).to_owned()
    }

    fn may_be_told(&self, row: (Scope, usize), rule: &Rule) -> bool {
        self.withheld(row, rule).is_none()
    }

    fn figure(&self) -> Option<Headline> {
        let Results { policy, settlement, .. } = self.results;
        let rule = policy.first_figure()?;
        let value = settlement.value(RowKey::Manager { person: self.manager }, rule.slot)?;
        let shown = match value {
            Value::NotApplicable => "–".to_owned(),
            value => shown(self.results, value, rule.unit, self.lang),
        };
        Some(Headline {
            label: self.say(&rule.label),
            clause: rule.clause.clone(),
            shown,
            number: value.as_number(),
            unit: rule.unit,
            money: rule.unit == Unit::Yuan,
            step: (Scope::Manager, 0, rule.slot),
        })
    }

    fn further(&self) -> Vec<Further> {
        let rules = self.results.policy.scope(Scope::Manager).rules.iter().filter(|rule| rule.input.is_none()).skip(1);
        // Parts are told with the first figure.
        let rules = rules.filter(|rule| !rule.auxiliary && !rule.part && self.may_be_told((Scope::Manager, 0), rule));
        let key = RowKey::Manager { person: self.manager };
        rules.filter_map(|rule| told(self.results, key, rule, self.lang)).collect()
    }

    fn indicators(&self) -> Vec<Further> {
        let period = self.results.book.through.index();
        let rules = super::why::indicators(self.results.policy);
        let rules = rules.filter(|rule| self.may_be_told((Scope::Period, period), rule));
        let key = RowKey::Period { person: self.manager, period };
        rules.filter_map(|rule| told(self.results, key, rule, self.lang)).collect()
    }

    fn parts(&self, figure: &Headline) -> Vec<AnswerPart> {
        let found = terms(*self, figure.step);
        let unit = if figure.money { Unit::Yuan } else { Unit::Number };
        let part = |term: Term| {
            let mut rows: Vec<String> = Vec::new();
            for (scope, number, _) in &term.steps {
                let name = row_name(self.results, *scope, *number, self.lang);
                if !name.is_empty() && !rows.contains(&name) {
                    rows.push(name);
                }
            }
            AnswerPart {
                label: self.say(&term.label),
                rows: self.rows_in_words(&rows, &term.steps),
                clause: term.clause,
                shown: number_text(term.amount, unit),
                amount: term.amount,
                steps: term.steps,
            }
        };
        found.into_iter().map(part).collect()
    }

    /// The rows of a part; of many periods on end the first and the last.
    fn rows_in_words(&self, rows: &[String], steps: &[(Scope, usize, usize)]) -> String {
        let on_end = steps.windows(2).all(|two| two[0].0 == two[1].0 && two[0].1 + 1 == two[1].1);
        match rows {
            [first, .., last] if on_end && rows.len() == steps.len() && rows.len() > MOST_ROWS => {
                self.say(&say!(Answer::FromTo { first, last }))
            }
            _ => rows.join(self.say(&say!(Answer::Between)).as_str()),
        }
    }

    /// How the through period went, then the largest parts with what they rest on; and which sentence is of the largest.
    fn why(&self, figure: Option<&Headline>, parts: &[AnswerPart]) -> (Vec<String>, Option<usize>) {
        let mut sentences: Vec<String> = self.course().into_iter().collect();
        if let Some(Headline { shown, .. }) = figure.filter(|f| f.money && f.number < Some(Decimal::ZERO)) {
            let amount = shown.trim_start_matches('-');
            sentences.push(self.say(&say!(Answer::BelowZero { amount })));
        }
        let mut largest: Vec<&AnswerPart> = parts.iter().collect();
        largest.sort_by_key(|part| std::cmp::Reverse(part.amount.abs()));
        let before = sentences.len();
        for part in largest.into_iter().take(SENTENCES.saturating_sub(sentences.len())) {
            sentences.push(self.sentence_of(part));
        }
        (sentences, (!parts.is_empty()).then_some(before))
    }

    fn sentence_of(&self, part: &AnswerPart) -> String {
        let AnswerPart { label, clause, shown, rows, .. } = part;
        let used: Vec<Used> = match part.steps.as_slice() {
            [step] => self.of(*step),
            _ => Vec::new(),
        };
        let named = used.iter().filter(|used| used.counts && used.step.is_some()).take(NAMED);
        // Of another row than the part's own it is said which.
        let own = part.steps.first().map(|(scope, number, _)| (*scope, *number));
        let rests = self.listed(named.map(|used| {
            let of = used.step.map(|(scope, number, _)| (scope, number)).filter(|of| own != Some(*of));
            let rows = of.map(|(scope, number)| row_name(self.results, scope, number, self.lang));
            let label = match rows.filter(|rows| !rows.is_empty()) {
                Some(rows) => self.say(&say!(Answer::OfRow { rows, label: used.label })),
                None => used.label.clone(),
            };
            (label, used.shown.clone())
        }));
        let label = if rows.is_empty() { label.clone() } else { self.say(&say!(Answer::OfRow { rows, label })) };
        let sentence = if rests.is_empty() {
            say!(Answer::PartAlone { label, amount: shown, clause })
        } else {
            say!(Answer::PartRests { label, amount: shown, rests, clause })
        };
        self.say(&sentence)
    }

    fn listed(&self, figures: impl Iterator<Item = (String, String)>) -> String {
        let said = figures.map(|(label, value)| self.say(&say!(Answer::FigureAndValue { label, value })));
        said.collect::<Vec<_>>().join(self.say(&say!(Answer::Between)).as_str())
    }

    /// "Q4: collections 650,000.00, base 644,000.00, target 920,000.00; made up."
    fn course(&self) -> Option<String> {
        let Results { policy, book, settlement, .. } = self.results;
        let through = book.through;
        let row = settlement.row(RowKey::Period { person: self.manager, period: through.index() })?;
        let chart = policy.charts.iter().find(|chart| chart.scope == Scope::Manager);
        let names = chart.into_iter().flat_map(|chart| &chart.figures).filter_map(|slot| {
            let of_manager = policy.rule_at(Scope::Manager, *slot)?;
            let name = of_manager.name.as_str();
            let rule = policy
                .rule(Scope::Period, name)
                .filter(|rule| self.may_be_told((Scope::Period, through.index()), rule));
            let input = || policy.inputs(Scope::Period).find(|input| input.column.name == name);
            rule.map(Held::Rule).or_else(|| input().map(Held::Input))
        });
        let figure = |held: Held<'_>| {
            (self.say(&held.label()), shown(self.results, row.get(held.slot()), held.unit(), self.lang))
        };
        let figures = self.listed(names.map(figure));
        let (period, status) = (through.name(self.lang), status::text(policy, Scope::Period, row, self.lang));
        match (figures.is_empty(), status.is_empty()) {
            (true, true) => None,
            (true, false) => Some(self.say(&say!(Answer::Course { period, figures: status }))),
            (false, true) => Some(self.say(&say!(Answer::Course { period, figures }))),
            (false, false) => Some(self.say(&say!(Answer::CourseAndStatus { period, figures, status }))),
        }
    }

    fn periods(&self) -> Vec<[String; 3]> {
        let Results { policy, book, settlement, .. } = self.results;
        let Some(rule) = policy.headline_rule() else { return Vec::new() };
        let row = |period: Period| {
            let row = settlement.row(RowKey::Period { person: self.manager, period: period.index() })?;
            let figure = shown(self.results, row.get(rule.slot), rule.unit, self.lang);
            Some([period.name(self.lang), figure, status::text(policy, Scope::Period, row, self.lang)])
        };
        book.through.up_to().filter_map(row).collect()
    }

    /// The figures of the through period that the next one's `PREV` reads.
    fn carried(&self) -> Vec<[String; 3]> {
        let Results { policy, book, settlement, .. } = self.results;
        let rules = &policy.scope(Scope::Period).rules;
        let read = super::trail::handed_on(policy);
        let through = book.through;
        let key = RowKey::Period { person: self.manager, period: through.index() };
        let figure = |rule: &Rule| {
            let Value::Number(number) = settlement.value(key, rule.slot)? else { return None };
            (!number.is_zero()).then(|| [self.say(&rule.label), rule.clause.clone(), grouped(number)])
        };
        let told = |rule: &&Rule| {
            rule.unit == Unit::Yuan
                && read.contains(&rule.slot)
                && self.may_be_told((Scope::Period, through.index()), rule)
        };
        // Steps on the way, such as sums to date, are handed on too, and nobody waits for them.
        rules.iter().filter(|rule| told(rule) && !rule.auxiliary).filter_map(figure).collect()
    }

    /// How far it is to each threshold, and what that is worth.
    fn next(&self, worth: &[Worth]) -> Vec<[String; 2]> {
        let Results { policy, book, settlement, .. } = self.results;
        let number = book.through.index();
        let told = |one: &&crate::policy::Threshold| {
            let withheld = |of: &Discretion<'_>| of.of_formula(self.manager, (one.scope, number), &one.missing.code);
            self.discretion.and_then(withheld).is_none()
        };
        let sentences = policy.thresholds.iter().filter(told).filter_map(|one| {
            let missing = with_context(settlement, RowKey::of(one.scope, self.manager, number), |context| {
                evaluate(&one.missing.code, context).ok()?.as_number()
            })??;
            let (label, period) = (&one.label, book.through.words());
            if missing <= Decimal::ZERO {
                return Some([self.say(&say!(Report::ThresholdReached { period, label })), one.clause.clone()]);
            }
            let amount = grouped(missing);
            let sentence = match worth.iter().find(|worth| worth.label == one.label) {
                Some(Worth { pays, .. }) if pays.is_zero() => {
                    say!(Answer::ReachesPaysNothing { amount, period, label })
                }
                Some(Worth { pays, .. }) => {
                    let pays = grouped(*pays);
                    say!(Answer::ReachesPays { amount, period, label, pays })
                }
                None => say!(Report::ThresholdMissing { amount, period, label }),
            };
            Some([self.say(&sentence), one.clause.clone()])
        });
        sentences.collect()
    }

    /// What reviews propose for him that changes something, as long as nobody answered.
    fn decide(&self) -> Vec<String> {
        let Results { policy, book, settlement, .. } = self.results;
        let rules = &policy.scope(Scope::Half).rules;
        let mut sentences = Vec::new();
        for number in 0..2 {
            let half = u8::try_from(number + 1).unwrap_or(0);
            let of = |one: &&crate::book::Proposal| (one.manager, one.when()) == (self.manager, (book.year, half));
            if book.proposals.iter().find(of).is_some_and(|one| one.accepted.is_some()) {
                continue;
            }
            let Some(row) = settlement.row(RowKey::Half { person: self.manager, half: number }) else { continue };
            let value = |rule: &Rule| row.get(rule.slot);
            for rule in rules {
                let was = rule.proposes.as_ref().and_then(|proposes| proposes.was.as_deref());
                let Some(was) = was.and_then(|was| rules.iter().find(|rule| rule.name == was)) else { continue };
                let (from, to) = (value(was), value(rule));
                if from == to || to == Value::Blank || !self.may_be_told((Scope::Half, number), rule) {
                    continue;
                }
                let [was_shown, now] =
                    [(from, was), (to, rule)].map(|(value, rule)| shown(self.results, value, rule.unit, self.lang));
                let half = row_name(self.results, Scope::Half, number, self.lang);
                sentences.push(self.say(&say!(Answer::Decide { half, label: rule.label, was: was_shown, now })));
            }
        }
        sentences
    }
}
