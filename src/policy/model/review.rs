//! What a half-year review proposes, as the sheet of proposals holds it: a row a person and half.

use super::super::unit::Unit;
use super::policy::Policy;
use super::rules::Rule;
use super::sheets::{Column, ColumnRole};
use crate::formula::Scope;
use crate::lang::Words;
use crate::say;

/// A figure of one of the quarters that a review's proposals are made for, which its rules see as `following_base_1`.
#[derive(Clone, Copy, Debug)]
pub struct Following<'p> {
    /// The column of the sheet of periods.
    pub column: &'p Column,
    /// Slot of what was typed, in the period.
    pub typed: usize,
    /// Which of the quarters: of the half that follows, or of the year where that is the next one; from 1.
    pub n: u8,
    /// Slot in the half-year.
    pub slot: usize,
}

/// What a column of the sheet of proposals holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProposalPart {
    /// Whose.
    Id,
    /// His name, for people.
    Name,
    /// The half-year that was reviewed.
    Half,
    /// What the review came to: a rule of the half-year, by its place.
    Figure(usize),
    /// Whether it is accepted.
    Accept,
    /// What stood in the input when it was proposed, for a rule that proposes something else.
    Now(usize),
}

/// A column of the sheet of proposals.
#[derive(Clone, Debug)]
pub struct ProposalColumn {
    /// What it holds.
    pub part: ProposalPart,
    /// Heading, unit, table.
    pub column: Column,
}

impl Policy {
    /// What the rules of a half-year see of the quarters that follow, in the order of their slots.
    #[must_use]
    pub fn following(&self) -> Vec<Following<'_>> {
        let anchors = self.sheets.iter().filter(|sheet| sheet.anchor);
        let columns: Vec<(&Column, usize)> = anchors
            .flat_map(|sheet| &sheet.columns)
            .filter_map(|column| match column.role {
                ColumnRole::Value { slot } if column.task || column.table.is_some() => Some((column, slot)),
                _ => None,
            })
            .collect();
        let quarters = 1..=self.period.count().min(4);
        let all = quarters.flat_map(|n| columns.iter().map(move |(column, typed)| (n, *column, *typed)));
        all.filter_map(|(n, column, typed)| {
            let slot = self.vocabulary.find(Scope::Half, &format!("following_{}_{n}", column.name))?;
            Some(Following { column, typed, n, slot })
        })
        .collect()
    }

    /// The columns of the sheet of proposals; none where the policy reviews nobody.
    #[must_use]
    pub fn proposal_columns(&self) -> Vec<ProposalColumn> {
        let rules = &self.scope(Scope::Half).rules;
        if rules.iter().all(|rule| rule.proposes.is_none()) {
            return Vec::new();
        }
        let [id, name] = self.who();
        let part = |part, name: &str, label, role| ProposalColumn { part, column: Column::new(name, label, role) };
        let value = ColumnRole::Value { slot: 0 };
        let figure = |(at, rule): (usize, &Rule)| {
            let (column, part) = (Column::new(&rule.name, rule.label.clone(), value), ProposalPart::Figure(at));
            let table = if rule.unit == Unit::Text { self.table_of(rule) } else { None };
            ProposalColumn { part, column: Column { unit: rule.unit, clause: rule.clause.clone(), table, ..column } }
        };
        let nth = |rule: &Rule| rule.proposes.as_ref().and_then(|proposes| proposes.nth);
        let shown = |rule: &Rule| !rule.auxiliary && rule.unit != Unit::Yuan;
        let all = || rules.iter().enumerate();
        let mut columns = vec![
            part(ProposalPart::Id, "id", id, ColumnRole::Id),
            part(ProposalPart::Name, "name", name, ColumnRole::Name),
            part(ProposalPart::Half, "half", say!(Policy::HalfReviewed), value),
        ];
        columns.extend(all().filter(|(_, rule)| nth(rule).is_none() && shown(rule)).map(figure));
        let accept = part(ProposalPart::Accept, "accept", say!(Policy::Accept), value);
        columns.push(ProposalColumn { column: Column { unit: Unit::Truth, ..accept.column }, ..accept });
        for (at, rule) in all() {
            let Some(n) = nth(rule) else { continue };
            let proposed = rule.proposes.as_ref().map_or("", |proposes| proposes.column.as_str());
            let label = self.sheets.iter().flat_map(|s| &s.columns).find(|c| c.name == proposed);
            let label = say!(Policy::StandsNow { n, label: label.map_or_else(Words::default, |c| c.label.clone()) });
            let now = part(ProposalPart::Now(at), &format!("now_{}", rule.name), label, value);
            columns.push(ProposalColumn { column: Column { unit: rule.unit, ..now.column }, ..now });
            columns.push(figure((at, rule)));
        }
        columns
    }

    /// The table whose keys a rule of the half-year gives: that of the column that it proposes for, or of the one whose
    /// old value it says.
    fn table_of(&self, rule: &Rule) -> Option<usize> {
        let proposing = |other: &&Rule| {
            let was = other.proposes.as_ref().and_then(|proposes| proposes.was.as_ref());
            other.name == rule.name && other.proposes.is_some() || was == Some(&rule.name)
        };
        let proposes = self.scope(Scope::Half).rules.iter().find(proposing)?.proposes.as_ref()?;
        let columns = self.sheets.iter().flat_map(|sheet| &sheet.columns);
        columns.filter(|column| column.name == proposes.column).find_map(|column| column.table)
    }

    /// Where a person's grade stands: its slot in the period, where one quarter may have another, and in the manager; by
    /// the rule of the review that proposes both.
    #[must_use]
    pub fn grades(&self) -> Option<(usize, usize)> {
        let rules = self.scope(Scope::Half).rules.iter();
        let (column, of_manager) = rules
            .filter_map(|rule| rule.proposes.as_ref())
            .find_map(|proposes| Some((proposes.column.as_str(), proposes.of_manager.as_deref()?)))?;
        let slot =
            |scope, name: &str| self.typed(scope).find(|(_, column, _)| column.name == name).map(|(.., slot)| slot);
        Some((slot(Scope::Period, column)?, slot(Scope::Manager, of_manager)?))
    }
}
