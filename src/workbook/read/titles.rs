//! Titles over a table, and columns beside it, that name another year than the workbook is for: last year's sheet may have been copied.

use super::grid::FoundSheet;
use super::heading::heading_text;
use super::text::{fold, trimmed};
use super::words::DOCUMENTS;
use crate::book::{Findings, Place};
use crate::say;

/// Characters of a title.
const TITLE: usize = 40;

/// The years that a title names, in four digits before 年 or beside the name of its sheet: a date, or a document's year,
/// is none of it.
fn years(text: &str, sheet: &str) -> Vec<i16> {
    let folded = fold(text);
    if folded.chars().count() > TITLE || DOCUMENTS.iter().any(|word| folded.contains(word)) {
        return Vec::new();
    }
    let named = folded.contains(&fold(sheet));
    let runs = folded.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 4 && run.starts_with("20"));
    let of_title = |run: &&str| named || folded.contains(&format!("{run}年"));
    runs.filter(of_title).filter_map(|run| run.parse().ok()).collect()
}

/// Warns of each title that names years, and not this one, and of columns of another year.
pub(super) fn look(sheet: &FoundSheet, year: i16, findings: &mut Findings) {
    let Some(place) = &sheet.place else { return };
    for (cell, other) in sheet.years.iter().filter(|(_, other)| *other != year) {
        let problem = say!(Read::RowOfAnotherYear { other, year });
        findings.warn(cell.clone(), other.to_string(), problem, say!(Read::CheckTitle { year }));
    }
    let cells = sheet.above.iter().flat_map(|row| row.cells.iter().map(|(at, cell)| (row.number, *at, cell)));
    for (row, at, cell) in cells {
        let Some(text) = heading_text(cell).map(trimmed) else { continue };
        let named = years(text, &place.name);
        if let Some(other) = named.first().filter(|_| !named.contains(&year)) {
            let problem = say!(Read::TitleOfAnotherYear { other, year });
            findings.warn(Place::cell(&place.name, row, at), text, problem, say!(Read::CheckTitle { year }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_other_texts() {
        for (text, expected) in [
            ("2016年四季度回款明细表", &[2016][..]),
            ("大客户部２０１６年度", &[2016]),
            ("回款 2016 Q4", &[2016]),
            ("2016年结转，2017年执行", &[2016, 2017]),
            ("制表日期：2018年1月5日", &[]),
            ("按《考核办法（2016年修订）》", &[]),
            ("2016 Q4", &[]),
            ("编号 20161231", &[]),
        ] {
            assert_eq!(years(text, "回款"), expected, "{text}");
        }
    }
}
