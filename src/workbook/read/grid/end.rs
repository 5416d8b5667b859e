//! What is told when a sheet has been read.

use super::super::heading::{self, Headings, heading_text};
use super::super::rows::is_blank;
use super::super::source::{SourceError, SourceWorkbook};
use super::super::text::{fold, trimmed};
use super::super::typed::shown;
use super::super::{line_words, totals, units};
use super::{FoundSheet, Grid};
use crate::book::{Findings, PassedOver, Place};
use crate::policy::ColumnRole;
use crate::say;

impl Grid<'_> {
    /// All that is told when the sheet has been read.
    pub(super) fn finish(
        mut self,
        source: &mut SourceWorkbook,
        sheet: usize,
        required: &[usize],
        findings: &mut Findings,
    ) -> Result<FoundSheet, SourceError> {
        let Some(mut headings) = self.headings.take() else {
            heading::no_headings(&self.name, self.columns, required, &self.found.above, findings);
            let why = say!(Read::NoHeadingRowAtAll);
            let last = (self.last_row, 0);
            let place = Place::cell(&self.name, self.before.0, 0);
            let passed = PassedOver { place, last, count: self.before.1, heading: String::new(), why };
            self.found.account.passed_over.extend((self.before.1 > 0).then_some(passed));
            return Ok(FoundSheet { account: self.found.account, ..FoundSheet::default() });
        };
        headings.place.last_row = self.last_row;
        self.unseen.warn(&headings.place, self.columns, findings);
        std::mem::take(&mut self.unseeable).warn(&self.name, findings);
        if self.money {
            self.units_above(&headings, findings);
            self.units_printed(findings);
        }
        self.notes(&source.shape(sheet).notes, &headings, findings);
        self.data_above(&headings, findings);
        let headless = self.beside.headless(&headings, &self.areas);
        let told = heading::report(&headings, self.columns, required, &headless, findings);
        std::mem::take(&mut self.merges).report(&self.name, self.columns, findings);
        let formats = std::mem::take(&mut self.formats);
        formats.report(source, &headings.place, self.columns, findings);
        if !self.totals.is_empty() {
            totals::check(source, sheet, &self.context(&headings), &self.totals, &self.skipped, findings)?;
        }
        self.found.account.passed_over.extend(self.below_others.take().filter(|below| below.count > 0));
        let passed = self.beside.report(&headings, self.columns, &headless, &told, findings);
        self.found.account.passed_over.extend(passed);
        let unknown = headings.unknown.iter().map(|(at, _)| Place::cell(&self.name, headings.place.heading, *at));
        Ok(FoundSheet {
            texts: self.beside.texts(&headings, &told),
            years: self.beside.years(&headings),
            chinese: headings.chinese * 2 > headings.matched(),
            unknown: unknown.collect(),
            lone: self.filled.lone(&headings.place, &self.areas),
            place: Some(headings.place),
            beside: self.names.all(&self.name).collect(),
            ..self.found
        })
    }

    /// Rows over the headings that are filled in as those below are: nobody would count them.
    fn data_above(&self, headings: &Headings, findings: &mut Findings) {
        let sheet = self.context(headings);
        for row in self.found.above.iter().filter(|row| sheet.is_line(row)) {
            let Some((at, cell)) = row.cells.iter().find(|(_, cell)| !is_blank(cell)) else { continue };
            let place = Place::cell(&self.name, row.number, *at);
            findings.fault(place, shown(cell), say!(Read::DataAboveHeadings), say!(Read::MoveBelowHeadings));
        }
    }

    /// Notes that say a unit which is not the yuan, or that a row does not count.
    fn notes(&self, notes: &[(u32, u16, String)], headings: &Headings, findings: &mut Findings) {
        let lines = self.columns.iter().any(|column| column.role == ColumnRole::Project);
        for (row, at, text) in notes {
            let (place, data) = (Place::cell(&self.name, *row, *at), *row > headings.place.heading);
            let mut parts = text.lines().filter(|line| !line.trim().is_empty());
            if let Some(line) = parts.clone().find(|line| self.money && units::line_says_other(&fold(line))) {
                findings.warn(place, line, say!(Read::NoteNotYuan), say!(Read::CheckNote));
            } else if let Some(line) = parts.find(|line| data && lines && line_words::voids(line)) {
                let word = line.trim();
                findings.warn(place, word, say!(Read::CountedAgainstWord { word }), say!(Read::DeleteOrKeep));
            }
        }
    }

    /// A unit in what is printed above or below every page that is not the yuan.
    fn units_printed(&self, findings: &mut Findings) {
        let lines = self.print_lines.iter().flat_map(|line| printed(line));
        if let Some(text) = lines.into_iter().find(|text| units::line_says_other(&fold(text))) {
            findings.fault(Place::sheet(&self.name), text, say!(Read::PrintedUnit), say!(Read::CorrectPrintedUnit));
        }
    }

    /// A unit over the table, or among its headings, that is not the yuan.
    fn units_above(&self, headings: &Headings, findings: &mut Findings) {
        let cells = self.found.above.iter().flat_map(|row| row.cells.iter().map(|(at, cell)| (row.number, *at, cell)));
        let above = cells.filter_map(|(row, at, cell)| Some((row, at, heading_text(cell)?)));
        let among = headings.unknown.iter().map(|(at, text)| (headings.place.heading, *at, text.as_str()));
        for (row, at, text) in above.chain(among).filter(|(.., text)| units::line_says_other(&fold(text))) {
            let place = Place::cell(&self.name, row, at);
            findings.fault(place, trimmed(text), say!(Read::UnitNotYuan), heading::in_yuan());
        }
    }
}

/// The texts of a header or footer, left, middle and right, without the codes of fonts, pages and dates: `&L&"宋体"&9单位`.
fn printed(line: &str) -> Vec<String> {
    let (mut all, mut chars) = (vec![String::new()], line.chars().peekable());
    while let Some(c) = chars.next() {
        let Some(last) = all.last_mut() else { break };
        if c != '&' {
            last.push(c);
            continue;
        }
        match chars.next() {
            Some('L' | 'C' | 'R') => all.push(String::new()),
            Some('"') => while chars.next().is_some_and(|c| c != '"') {},
            Some('0'..='9') => while chars.next_if(char::is_ascii_digit).is_some() {},
            Some('&') => last.push('&'),
            _ => {}
        }
    }
    all.into_iter().flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_headers() {
        assert_eq!(printed("&L&\"宋体,常规\"&9单位：万元&R第 &P 页"), ["单位：万元", "第  页"]);
        assert_eq!(printed("R&&D"), ["R&D"]);
    }
}
