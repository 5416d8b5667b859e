//! The answer for one person, before any file format: what he is paid, the parts of it, why in up to three sentences, what
//! is carried on, what may be reached, and what is to be decided.

use rust_decimal::Decimal;

use super::figure_key::PersonFigureKey;
use crate::lang::Words;
use crate::policy::{Policy, Unit};
use crate::say;

/// What a person's figures are called together: what he is paid or his scores, now and to date.
#[must_use]
pub fn to_date(policy: &Policy) -> Words {
    if policy.payable().is_some() { say!(Report::PayableAndToDate) } else { say!(Report::NowAndToDate) }
}

/// One person's answer.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// His id.
    pub id: String,
    /// His name.
    pub name: String,
    /// His first figure: what is payable now, or a score.
    pub figure: Option<Headline>,
    /// What it is the sum of; the amounts add up to it.
    pub parts: Vec<AnswerPart>,
    /// Why it is so much, in up to three sentences.
    pub why: Vec<String>,
    /// Which of them is of the largest part; none where there is no part.
    pub largest: Option<usize>,
    /// The remarks of the settled year, or of the through period, such as "made up".
    pub status: String,
    /// Whether he is to pay back: his figure is money below zero.
    pub owes: bool,
    /// His other figures: to date, attainment.
    pub further: Vec<Further>,
    /// The figures of the through period, where none of them stands for all.
    pub indicators: Vec<Further>,
    /// The headline of each period so far, with its remarks.
    pub periods: Vec<[String; 3]>,
    /// What the through period hands on: label, clauses, amount.
    pub carried: Vec<[String; 3]>,
    /// What may be reached, a sentence each, with its clauses; nothing for whoever is gone.
    pub next: Vec<[String; 2]>,
    /// What a review proposes for him and nobody has answered, a sentence each.
    pub decide: Vec<String>,
}

/// A figure with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Headline {
    /// Its label.
    pub label: String,
    /// Its clauses.
    pub clause: String,
    /// As people read it.
    pub shown: String,
    /// The number; none where it does not apply.
    pub number: Option<Decimal>,
    /// Its unit.
    pub unit: Unit,
    /// Whether it is yuan.
    pub money: bool,
    /// Which figure it is.
    pub step: PersonFigureKey,
}

/// Another figure of a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Further {
    /// Its label.
    pub label: String,
    /// As people read it.
    pub shown: String,
    /// The number, a share to two decimals of per cent; none where it is no number.
    pub number: Option<Decimal>,
    /// Its unit.
    pub unit: Unit,
}

/// A part of the first figure.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerPart {
    /// Its label.
    pub label: String,
    /// The rows that it stands in, such as `Q4`.
    pub rows: String,
    /// Its clauses.
    pub clause: String,
    /// As people read it.
    pub shown: String,
    /// How much of the first figure it is.
    pub amount: Decimal,
    /// The figures that it is made of.
    pub steps: Vec<PersonFigureKey>,
}

/// What reaching a threshold is worth, where somebody worked that out.
#[derive(Clone, Debug, PartialEq)]
pub struct Worth {
    /// The threshold's label.
    pub label: Words,
    /// By how much the year's pay is more then.
    pub pays: Decimal,
}
