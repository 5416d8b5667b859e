//! The run in a few lines, before any file format: what is paid in all, who gets most and least, who owes, what is to be
//! decided.

use rust_decimal::Decimal;

use super::answer::{Answer, Further};
use super::answers::{Answers, Audience, told};
use super::{Results, status, to_pay_and_recover};
use crate::formula::{Scope, Value};
use crate::lang::Lang;
use crate::say;
use crate::settle::RowKey;

/// A run's headlines.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    /// The policy's title, year and through period.
    pub title: String,
    /// Year and through period, for the line below the title.
    pub subtitle: String,
    /// How many people it is about.
    pub people: usize,
    /// What is to be paid and what is to be recovered, where the policy pays money.
    pub totals: Option<[Decimal; 2]>,
    /// Who gets most, and who gets least; one of them where they are the same person.
    pub ends: Vec<Answer>,
    /// Who owes, and how much: below zero.
    pub owing: Vec<(usize, Decimal)>,
    /// What is to be decided, and for whom.
    pub decide: Vec<(usize, Vec<String>)>,
    /// How many people have which remark that is bad, of the settled year or of the through period.
    pub alerts: Vec<(String, usize)>,
    /// The department's figures: label and value.
    pub department: Vec<[String; 2]>,
    /// What was doubted: place, what is wrong, what to do.
    pub warnings: Vec<[String; 3]>,
}

/// The headlines of a run.
#[must_use]
pub fn overview(results: &Results<'_>, lang: Lang) -> Overview {
    let Results { policy, book, settlement, .. } = results;
    let answers = Answers::new(results, Audience::Auditor, lang);
    let (year, through) = (book.year, book.through.name(lang));
    let people = book.managers.len();
    let first = policy.first_figure();
    let figure = |manager: usize| match settlement.value(RowKey::Manager { person: manager }, first?.slot)? {
        Value::Number(number) => Some(number),
        _ => None,
    };
    let of_figure = || (0..people).filter_map(|manager| Some((manager, figure(manager)?)));
    // Of equals the first.
    let most = of_figure().max_by_key(|(manager, figure)| (*figure, std::cmp::Reverse(*manager)));
    let least = of_figure().min_by_key(|(manager, figure)| (*figure, *manager));
    let mut ends: Vec<usize> = most.into_iter().chain(least).map(|(manager, _)| manager).collect();
    ends.dedup();
    let money = policy.payable().is_some();
    let owing = of_figure().filter(|(_, figure)| money && *figure < Decimal::ZERO);
    let decide = (0..people).map(|manager| (manager, answers.to_decide(manager))).filter(|(_, list)| !list.is_empty());
    let warnings = results.warnings().map(|fault| {
        let place = if fault.place.sheet.is_empty() { String::new() } else { fault.place.to_string() };
        [place, fault.problem.get(lang).to_owned(), fault.mend.get(lang).to_owned()]
    });
    Overview {
        title: policy.title.get(lang).to_owned(),
        subtitle: say!(Page::YearThrough { year, through }).get(lang).to_owned(),
        people,
        totals: to_pay_and_recover(results),
        ends: ends.into_iter().map(|manager| answers.of(manager, &[])).collect(),
        owing: owing.collect(),
        decide: decide.collect(),
        alerts: status::alerts(results, lang),
        department: department(results, lang),
        warnings: warnings.collect(),
    }
}

fn department(results: &Results<'_>, lang: Lang) -> Vec<[String; 2]> {
    let rules = results.policy.scope(Scope::Department).rules.iter().filter(|rule| !rule.auxiliary);
    let told = rules.filter_map(|rule| told(results, RowKey::Department, rule, lang));
    told.map(|Further { label, shown, .. }| [label, shown]).collect()
}
