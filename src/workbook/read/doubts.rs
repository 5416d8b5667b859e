//! What is doubtful though every cell of it is sound: lines that stand twice, dates of another year throughout, people whose payment is missing among others.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::Reader;
use super::deductions::amount;
use super::known_periods::KnownPeriods;
use super::line_facts::{CountedLines, Lines, Years};
use super::named::bare;
use super::names_beside::NameBeside;
use super::people::{Managers, listed};
use super::preface::YEAR;
use super::projects::Projects;
use super::splits::Shares;
use super::text::fold;
use crate::book::{Findings, Line, Period, Place, ShareGroup, Who};
use crate::policy::{RowKind, Sheet};
use crate::say;

/// A hash that is quick and good enough to find what may be equal.
pub(super) fn mix(hash: u64, with: u64) -> u64 {
    (hash.rotate_left(5) ^ with).wrapping_mul(0x517c_c1b7_2722_0a95)
}

/// The same of a text.
pub(super) fn mix_text(hash: u64, text: &str) -> u64 {
    text.bytes().fold(mix(hash, text.len() as u64), |hash, byte| mix(hash, byte.into()))
}

impl Reader<'_> {
    /// Dates that are in another year: one question where all of them are.
    pub(super) fn wrong_years(&mut self, years: Years, year: Option<i16>) {
        self.days_that_may_be_months(&years);
        let Some(year) = year else { return };
        let other = years.wrong.first().map(|(_, date)| date.year());
        let all = years.right == 0 && years.wrong.len() > 1;
        if let Some(other) = other.filter(|other| all && years.wrong.iter().all(|(_, date)| date.year() == *other)) {
            let place = self.preface.under(&YEAR).first().map(|row| row.place.clone());
            let count = years.wrong.len();
            self.findings.fault(
                place.unwrap_or_else(|| years.wrong[0].0.clone()),
                year.to_string(),
                say!(Read::AllDatesInOtherYear { count, other }),
                say!(Read::WriteOtherYear { other }),
            );
            return;
        }
        for (place, date) in years.wrong {
            self.findings.fault(
                place,
                date.to_string(),
                say!(Read::DateNotInYear { year }),
                say!(Read::CorrectDateOrTakeOut),
            );
        }
    }

    /// Dates of which a program that reads 3/5 as the fifth of March may have made the third of May: it can where the day
    /// is a month's number, and leaves a text where it is not.
    fn days_that_may_be_months(&mut self, years: &Years) {
        let Some((place, date)) = years.low.as_ref().filter(|_| !years.late) else { return };
        let (count, many) = (years.count, years.count >= 12 && years.days.count_ones() > 3);
        let (place, date) = (place.clone(), date.to_string());
        if years.named {
            let problem = say!(Read::OthersMayBeSwapped { count });
            // Once the texts are mended nobody would see it.
            self.findings.fault(place, date, problem, say!(Read::CheckDayAndMonth));
        } else if many {
            self.findings.warn(place, date, say!(Read::DaysMayBeMonths { count }), say!(Read::CheckDayAndMonth));
        }
    }

    /// Lines that are doubtful beside others, or beside their people's targets.
    pub(super) fn doubtful_lines(
        &mut self,
        at: usize,
        sheet: &Sheet,
        lines: &Lines,
        periods: &KnownPeriods,
        (shares, projects): (&Shares, &Projects),
    ) {
        let (Some(amount), Some(place)) = (amount(sheet), &self.places[at]) else { return };
        let mut findings = Findings::default();
        let target = || {
            let task = |(at, sheet): (usize, &Sheet)| Some((at, sheet.columns.iter().rposition(|column| column.task)?));
            let task = self.policy.sheets.iter().enumerate().find_map(task);
            let place = task.and_then(|(at, column)| Some((self.places[at].as_ref()?, column)));
            place.map_or_else(Place::default, |(place, column)| place.cell(column, place.heading))
        };
        let counted = CountedLines { policy: self.policy, sheet, lines, place, amount };
        counted.doubt_amounts(periods, shares, &target, &mut findings);
        counted.twice(&mut findings);
        counted.doubt_deductions(&mut findings);
        self.shares_without_lines(lines, shares, projects, &mut findings);
        self.findings.absorb(findings);
    }

    /// A project that has shares and no line, beside one that is the same but for zeros or marks and has lines and no
    /// shares: what was to be divided goes to one person.
    fn shares_without_lines(&self, lines: &Lines, shares: &Shares, projects: &Projects, findings: &mut Findings) {
        let (mut with_line, mut with_shares) = (vec![false; projects.names.len()], vec![false; projects.names.len()]);
        lines.list.iter().for_each(|line| with_line[line.project as usize] = true);
        shares.groups.iter().for_each(|group| with_shares[group.project as usize] = true);
        let name = |project: usize| &projects.names[project];
        let idle = shares.groups.iter().filter(|group| !with_line[group.project as usize]);
        let mut idle: HashMap<String, &ShareGroup> =
            idle.map(|group| (bare(name(group.project as usize)), group)).collect();
        if idle.is_empty() {
            return;
        }
        let Some(place) = self.declared(RowKind::Split).and_then(|(at, _)| self.places[at].as_ref()) else { return };
        for project in (0..with_line.len()).filter(|project| with_line[*project] && !with_shares[*project]) {
            if let Some(group) = idle.remove(&bare(name(project))).filter(|_| !name(project).is_empty()) {
                let (own, other) = (name(group.project as usize), name(project));
                let cell = Place::cell(&place.name, group.at.0, group.at.1);
                let problem = say!(Read::SharesOfNoLine { project: own, other });
                findings.warn(cell, own.to_string(), problem, say!(Read::CheckProject));
            }
        }
    }

    /// Names that are not those of the ids beside them: a fault where it is another's, else a warning.
    pub(super) fn names_beside(&mut self, managers: &Managers) {
        let mut findings = Findings::default();
        for NameBeside { id, name, place, count } in std::mem::take(&mut self.beside) {
            let Some(person) = managers.who(&id).map(|at| &managers.list[at]) else { continue };
            let own = [&person.id, &person.name].into_iter().any(|own| fold(own) == fold(&name));
            if own || fold(&name).is_empty() || person.id == person.name {
                continue;
            }
            let (id, own) = (&person.id, &person.name);
            if let Some(other) = managers.who(&name).map(|at| &managers.list[at].id) {
                let problem = say!(Read::NameOfAnother { id, name: own, other });
                findings.fault(place, name, problem, say!(Read::CorrectIdOrName));
            } else {
                let problem = if count > 1 {
                    say!(Read::OtherNames { id, name: own, count })
                } else {
                    say!(Read::OtherName { id, name: own })
                };
                findings.warn(place, name, problem, say!(Read::CheckWhoIsMeant));
            }
        }
        self.findings.absorb(findings);
    }

    /// Of a period that was paid some people have a row of what they got, and others have none.
    pub(super) fn paid_for_some(&mut self, periods: &KnownPeriods, managers: &Managers, through: Period) {
        let policy = self.policy;
        for at in (0..policy.sheets.len()).filter(|&at| policy.sheets[at].closed) {
            let Some(place) = self.places[at].clone() else { continue };
            for period in through.up_to().filter(|period| *period < through) {
                let people = || (0..managers.list.len()).filter_map(|m| Some((m, periods.get(m, period)?)));
                let without: Vec<&str> = people()
                    .filter(|(_, row)| row.rows[at] == 0)
                    .map(|(manager, _)| managers.list[manager].id.as_str())
                    .collect();
                if without.is_empty() || people().all(|(_, row)| row.rows[at] == 0) {
                    continue;
                }
                let (names, more) = listed(without.iter().copied());
                let (count, sheet) = (without.len(), &policy.sheets[at].label);
                self.findings.warn(
                    place.below(),
                    period.to_string(),
                    say!(Read::SomeHaveNoRow { period, sheet, count, names, more }),
                    say!(Read::AddWhatWasPaid),
                );
            }
        }
    }
}

impl CountedLines<'_> {
    /// Lines that stand twice: a warning, or a fault where their document is the same too. What follows itself line by line
    /// is one finding.
    fn twice(&self, findings: &mut Findings) {
        let lines = self.lines;
        let mut keys: Vec<(u64, u32)> =
            (0_u32..).zip(&lines.list).map(|(at, line)| (key(line, self.amount(at as usize)), at)).collect();
        keys.sort_unstable();
        // Row, the same row before it, and whether the document is the same too.
        let mut found: Vec<(usize, usize, bool)> = Vec::new();
        for group in keys.chunk_by(|one, other| one.0 == other.0).filter(|group| group.len() > 1) {
            for (at, &(_, index)) in group.iter().enumerate().skip(1) {
                let before = group[..at].iter().map(|(_, before)| *before as usize);
                let own = index as usize;
                let alike = before.filter(|before| same(lines, *before, own));
                let document = |index: usize| lines.extras.get(index).map_or(0, |extra| extra.document);
                let mut alike = alike.filter(|before| {
                    let documents = [document(*before), document(own)];
                    documents[0] == documents[1] || documents.contains(&0)
                });
                if let Some(before) = alike.next() {
                    found.push((own, before, document(own) != 0 && document(own) == document(before)));
                }
            }
        }
        found.sort_unstable();
        let row = |index: usize| lines.list[index].row;
        let follows = |one: &(usize, usize, bool), next: &(usize, usize, bool)| {
            row(next.0) == row(one.0) + 1 && row(next.1) == row(one.1) + 1 && one.2 == next.2
        };
        for run in found.chunk_by(follows) {
            let (first, last) = (run[0], run[run.len() - 1]);
            let amount = self.amount(first.0).normalize().to_string();
            let [from, to, before, until] = [row(first.0), row(last.0), row(first.1), row(last.1)];
            let alike = if run.len() == 1 {
                say!(Read::SameAsRow { before })
            } else {
                say!(Read::RowsRepeated { from, to, before, until })
            };
            if first.2 {
                let problem = say!(Read::AndSameDocument { alike });
                let mend = say!(Read::DeleteOrCorrectDocument);
                findings.fault(self.cell(first.0), amount, problem, mend);
            } else {
                let mend = say!(Read::DeleteIfTwice);
                findings.warn(self.cell(first.0), amount, alike, mend);
            }
        }
    }
}

/// Equal for lines that are the same, and for few others.
fn key(line: &Line, amount: Decimal) -> u64 {
    let who = match line.who {
        Who::Manager(manager) => u64::from(manager) << 1,
        Who::Shares(_) => 1,
    };
    let date = line.date.map_or(0, |date| u64::from(date.day_of_year().unsigned_abs()) + 1);
    let amount = amount.normalize();
    let digits = amount.mantissa().unsigned_abs();
    let parts = [
        u64::from(line.project),
        who,
        date,
        u64::from(line.period.number()),
        u64::try_from(digits & u128::from(u64::MAX)).unwrap_or_default(),
        u64::from(amount.scale()) << 1 | u64::from(amount.is_sign_negative()),
    ];
    parts.into_iter().fold(0, mix)
}

/// Whether two lines say the same in every column but that of the document.
fn same(lines: &Lines, one: usize, other: usize) -> bool {
    let (a, b) = (&lines.list[one], &lines.list[other]);
    let others = |index: usize| lines.extras.get(index).map_or(0, |extra| extra.others);
    (a.project, a.who, a.date, a.period) == (b.project, b.who, b.date, b.period)
        && others(one) == others(other)
        && lines.values.get(one) == lines.values.get(other)
}
