//! Number formats of figures: a percentage among scores or money, and a unit that is not the yuan.

use rust_decimal::Decimal;

use super::heading::{in_yuan, is_money, is_score};
use super::shown_otherwise::shown_otherwise;
use super::source::{FormatId, SourceWorkbook};
use super::text::fold;
use super::units::{self, HeadingUnit as Said};
use super::words::OF_THE_COUNTRY;
use crate::book::{Findings, Place, SheetPlace, column_letters};
use crate::policy::{Column, ColumnRole, Unit};
use crate::say;

/// Scores that are suspiciously small.
#[derive(Default)]
struct SmallScores {
    /// How many are above 0.
    scores: u32,
    /// Those of at most 1 and of at most 10: how many, and the first.
    one: (u32, Option<(u32, Decimal)>),
    ten: (u32, Option<(u32, Decimal)>),
    /// The least of the others.
    above_ten: Option<Decimal>,
}

/// Where all others are above it, a score that is one of them out of ten is doubted.
const FIFTY: Decimal = Decimal::from_parts(50, 0, 0, false, 0);

/// So many scores of a column, or of the sheet where all are, must be small before they are doubted.
const SCORES: u32 = 4;

/// Cells of a column with the same format.
struct FormatRun {
    format: FormatId,
    first: u32,
    last: u32,
    count: u32,
    found: Decimal,
}

/// The formats of the figures of a sheet, by the policy's columns; and its scores.
#[derive(Default)]
pub(super) struct Formats(Vec<(Vec<FormatRun>, Option<SmallScores>)>);

impl Formats {
    pub(super) fn new(columns: &[Column]) -> Self {
        Self(columns.iter().map(|column| (Vec::new(), is_score(column).then(SmallScores::default))).collect())
    }

    /// A figure that is read.
    pub(super) fn look(&mut self, column: usize, row: u32, format: FormatId, number: Decimal) {
        let (runs, small) = &mut self.0[column];
        if let Some(small) = small {
            small.look(row, number);
        }
        match runs.iter_mut().find(|run| run.format == format) {
            Some(run) => {
                run.last = row;
                run.count += 1;
            }
            None => runs.push(FormatRun { format, first: row, last: row, count: 1, found: number }),
        }
    }

    /// One finding a column and format.
    pub(super) fn report(
        self,
        source: &SourceWorkbook,
        place: &SheetPlace,
        columns: &[Column],
        findings: &mut Findings,
    ) {
        let scores = || self.0.iter().filter_map(|(_, small)| small.as_ref());
        // Of few people each column has few.
        let many = scores().all(|small| small.above_ten.is_none())
            && scores().map(|small| small.scores).sum::<u32>() >= SCORES;
        for ((column, at), (runs, small)) in columns.iter().zip(&place.columns).zip(self.0) {
            let Some(at) = *at else { continue };
            let percent = runs.iter().any(|run| says(source.number_format(run.format)).percent);
            if let Some(small) = small.filter(|_| !percent) {
                small.warn(&place.name, at, many, findings);
            }
            for run in runs {
                let said = says(source.number_format(run.format));
                let letters = column_letters(at);
                let (first, last, count) = (run.first, run.last, run.count);
                let cells = if first == last {
                    format!("{letters}{first}")
                } else {
                    format!("{letters}{first}:{letters}{last}")
                };
                let cell = Place::cell(&place.name, first, at);
                let (format, value) = (source.number_format(run.format), run.found.normalize());
                let plain =
                    matches!(column.role, ColumnRole::Value { .. }) && matches!(column.unit, Unit::Yuan | Unit::Number);
                let mend = || say!(Read::PlainFormat { value });
                if said.percent && plain {
                    let percent = run.found.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(run.found).normalize();
                    let problem = say!(Read::ShownAsPercentages { cells, count, value });
                    findings.fault(cell, format!("{percent}%"), problem, say!(Read::WriteAsNumber { percent, value }));
                } else if said.scaled && plain {
                    findings.fault(cell, value.to_string(), say!(Read::ShownScaled { cells, count, value }), mend());
                } else if plain && shown_otherwise(format, run.found) {
                    let problem = say!(Read::ShownOtherwise { cells, count, format, value });
                    findings.warn(cell, value.to_string(), problem, mend());
                } else if let (Some(unit), true) = (said.unit, is_money(column)) {
                    let problem = say!(Read::FormatNotYuan { cells, count, unit });
                    findings.fault(cell, format!("{value} {unit}"), problem, in_yuan());
                }
            }
        }
    }
}

impl SmallScores {
    fn look(&mut self, row: u32, number: Decimal) {
        if number <= Decimal::ZERO {
            return;
        }
        self.scores += 1;
        if number > Decimal::TEN {
            self.above_ten = Some(self.above_ten.map_or(number, |least| least.min(number)));
        }
        for (most, (count, first)) in [(Decimal::ONE, &mut self.one), (Decimal::TEN, &mut self.ten)] {
            if number <= most {
                *count += 1;
                first.get_or_insert((row, number));
            }
        }
    }

    fn warn(&self, sheet: &str, at: u16, many: bool, findings: &mut Findings) {
        let (row, value, problem) = match (self.one, self.ten, self.above_ten) {
            ((count, Some((row, value))), ..) => {
                let shown = value.normalize();
                (row, value, say!(Read::ScoresBelowOne { count, value: shown }))
            }
            (_, (_, Some((row, value))), None) if many || self.scores >= SCORES => {
                (row, value, say!(Read::ScoresBelowTen))
            }
            (_, (count, Some((row, value))), Some(least))
                if least >= FIFTY && value * Decimal::TEN >= least && 2 * count < self.scores =>
            {
                let least = least.normalize();
                (row, value, say!(Read::ScoresFarApart { count, least }))
            }
            _ => return,
        };
        findings.warn(Place::cell(sheet, row, at), value.normalize().to_string(), problem, say!(Read::CheckScale));
    }
}

/// What a number format says beside the figure.
#[derive(Debug, Default, PartialEq, Eq)]
struct Says {
    percent: bool,
    /// Whether the figure is shown divided by a thousand or more, or with a point that is none.
    scaled: bool,
    /// A unit that is not the yuan.
    unit: Option<String>,
}

fn says(code: &str) -> Says {
    let bare = code.replace(['"', '\\'], "");
    if OF_THE_COUNTRY.contains(&bare.as_str()) {
        return Says::default();
    }
    // The first part is that of figures above zero.
    let mut said = Says::default();
    let mut literal = String::new();
    let mut units: Vec<String> = Vec::new();
    let (mut digits, mut commas) = (false, false);
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => literal.extend(chars.by_ref().take_while(|c| *c != '"')),
            '\\' | '!' => {
                let shown = chars.next();
                // `0!.0`: the last digit behind a point that is only drawn.
                said.scaled |= shown == Some('.');
                literal.extend(shown);
            }
            // What is as wide as a character, or fills the cell with it.
            '_' | '*' => {
                chars.next();
            }
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                if let Some(currency) = inside.strip_prefix('$') {
                    let (sign, country) = currency.split_once('-').unwrap_or((currency, ""));
                    // Of Japan ¥ is the yen.
                    let yen = matches!(sign, "¥" | "￥") && is_japan(country);
                    literal.push_str(if yen { "JPY" } else { sign });
                }
            }
            ';' => break,
            '%' => said.percent = true,
            '0' | '#' | '?' => {
                (digits, commas) = (true, false);
                units.extend((!literal.is_empty()).then(|| std::mem::take(&mut literal)));
            }
            // A comma behind the last digit divides by a thousand.
            ',' => commas |= digits,
            '.' | ' ' | '-' | '+' | '(' | ')' | '/' => {
                units.extend((!literal.is_empty()).then(|| std::mem::take(&mut literal)));
            }
            c => literal.push(c),
        }
    }
    said.scaled |= commas;
    units.push(literal);
    let other = |text: &String| !text.trim().is_empty() && says_other(&fold(text));
    said.unit = units.into_iter().find(other).map(|text| text.trim().to_owned());
    said
}

/// Whether the country of a format is Japan: `411`, or with its calendar `3010411`, or `ja-JP`.
fn is_japan(country: &str) -> bool {
    let country = country.to_ascii_lowercase();
    country.starts_with("ja") || country.ends_with("411") && country.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn says_other(folded: &str) -> bool {
    units::alone(folded) == Some(Said::Other) || units::line_says_other(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_formats_say() {
        for code in ["0%", "0.00%", "#,##0.0%;[Red]-#,##0.0%", "0.00\\ %"] {
            assert_eq!(says(code), Says { percent: true, ..Says::default() }, "{code}");
        }
        for (code, unit) in [
            ("0.00\"万元\"", "万元"),
            ("#,##0.00\"万\"", "万"),
            ("[$$-409]#,##0.00", "$"),
            ("[$USD] #,##0.00", "USD"),
            ("[$€-2]\\ #,##0.00", "€"),
            ("\"US$\"#,##0", "US$"),
            ("0\\千", "千"),
            ("#,##0.00 \"(万元)\"", "(万元)"),
            ("[$¥-411]#,##0", "JPY"),
            ("[$￥-ja-JP]#,##0", "JPY"),
            ("0\"W\"", "W"),
        ] {
            assert_eq!(says(code), Says { unit: Some(unit.to_owned()), ..Says::default() }, "{code}");
        }
        for code in ["#,##0,", "0.00,,\"百万\"", "#,##0.0,;-#,##0.0,", "0!.0,\"万\"", "#,##0!.0,"] {
            assert!(says(code).scaled, "{code}");
        }
        for code in [
            "General",
            "0",
            "#,##0.00",
            "#,##0.00_);[Red]-#,##0.00_);#,##0.00_);@_)",
            "\"¥\"#,##0.00",
            "[$¥-804]#,##0.00",
            "[$￥-804]#,##0.00",
            "[$¥-zh-CN]#,##0.00",
            "[$¥-478]#,##0.00",
            "#,##0.00\"元\"",
            "_(\"$\"* #,##0.00_);_(\"$\"* \\(#,##0.00\\);_(\"$\"* \"-\"??_);_(@_)",
            "[Red]0.00",
            "@",
            "0.00\"%\"",
            "General_)",
            "yyyy-mm-dd",
        ] {
            assert_eq!(says(code), Says::default(), "{code}");
        }
    }
}
