//! Number formats of figures: a percentage among scores or money, and a unit that is not the yuan.

use rust_decimal::Decimal;

use super::heading::{in_yuan, is_money};
use super::source::{FormatId, SourceWorkbook};
use super::text::fold;
use super::units::{self, Unit as Said};
use crate::book::{Findings, Place, SheetPlace, column_letters};
use crate::policy::{Column, Role, Unit};
use crate::words;

/// Cells of a column with the same format.
struct Run {
    format: FormatId,
    first: u32,
    last: u32,
    count: u32,
    found: Decimal,
}

/// The formats of the figures of a sheet, by the policy's columns.
pub(super) struct Formats(Vec<Vec<Run>>);

impl Formats {
    pub(super) fn new(columns: usize) -> Self {
        Self((0..columns).map(|_| Vec::new()).collect())
    }

    /// A figure that is read.
    pub(super) fn look(&mut self, column: usize, row: u32, format: FormatId, number: Decimal) {
        let runs = &mut self.0[column];
        match runs.iter_mut().find(|run| run.format == format) {
            Some(run) => {
                run.last = row;
                run.count += 1;
            }
            None => runs.push(Run { format, first: row, last: row, count: 1, found: number }),
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
        for ((column, at), runs) in columns.iter().zip(&place.columns).zip(self.0) {
            let Some(at) = *at else { continue };
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
                let plain =
                    matches!(column.role, Role::Value { .. }) && matches!(column.unit, Unit::Yuan | Unit::Number);
                if said.percent && plain {
                    let percent = run.found.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(run.found).normalize();
                    let value = run.found.normalize();
                    findings.fault(
                        cell,
                        format!("{percent}%"),
                        words!(
                            "{cells}（{count} 格）以百分比显示，存的是 {value}，而这一列不是百分比",
                            "{cells} ({count}) are shown as percentages: {value} is stored, and this column holds none"
                        ),
                        words!(
                            "若指 {percent}，把格式改为“数值”并写 {percent}；若指 {value}，只改格式",
                            "if {percent} is meant, write {percent} with a plain number format; if {value} is, change the format"
                        ),
                    );
                } else if let (Some(unit), true) = (said.unit, is_money(column)) {
                    let value = run.found.normalize();
                    findings.fault(
                        cell,
                        format!("{value} {unit}"),
                        words!(
                            "{cells}（{count} 格）的数字格式写着“{unit}”，不是元",
                            "the number format of {cells} ({count}) says `{unit}`, which is not the yuan"
                        ),
                        in_yuan(),
                    );
                }
            }
        }
    }
}

/// What a number format says beside the figure.
#[derive(Debug, Default, PartialEq, Eq)]
struct Says {
    percent: bool,
    /// A unit that is not the yuan.
    unit: Option<String>,
}

/// The formats that follow the country of whoever looks: their `$` is shown as ¥ in China.
const OF_THE_COUNTRY: [&str; 12] = [
    "$#,##0_);($#,##0)",
    "$#,##0_);[Red]($#,##0)",
    "$#,##0.00_);($#,##0.00)",
    "$#,##0.00_);[Red]($#,##0.00)",
    "$#,##0;$-#,##0",
    "$#,##0;[Red]$-#,##0",
    "$#,##0.00;$-#,##0.00",
    "$#,##0.00;[Red]$-#,##0.00",
    "_($* #,##0_);_($* (#,##0);_($* -_);_(@_)",
    "_($* #,##0.00_);_($* (#,##0.00);_($* -??_);_(@_)",
    "_ $* #,##0_ ;_ $* -#,##0_ ;_ $* -_ ;_ @_ ",
    "_ $* #,##0.00_ ;_ $* -#,##0.00_ ;_ $* -??_ ;_ @_ ",
];

fn says(code: &str) -> Says {
    let bare = code.replace(['"', '\\'], "");
    if OF_THE_COUNTRY.contains(&bare.as_str()) {
        return Says::default();
    }
    // The first part is that of figures above zero.
    let mut said = Says::default();
    let mut literal = String::new();
    let mut units: Vec<String> = Vec::new();
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => literal.extend(chars.by_ref().take_while(|c| *c != '"')),
            '\\' => literal.extend(chars.next()),
            // What is as wide as a character, or fills the cell with it.
            '_' | '*' => {
                chars.next();
            }
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                if let Some(currency) = inside.strip_prefix('$') {
                    literal.push_str(currency.split('-').next().unwrap_or_default());
                }
            }
            ';' => break,
            '%' => said.percent = true,
            '0' | '#' | '?' | '.' | ',' | ' ' | '-' | '+' | '(' | ')' | '/' => {
                units.extend((!literal.is_empty()).then(|| std::mem::take(&mut literal)));
            }
            c => literal.push(c),
        }
    }
    units.push(literal);
    let other = |text: &String| !text.trim().is_empty() && says_other(&fold(text));
    said.unit = units.into_iter().find(other).map(|text| text.trim().to_owned());
    said
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
            assert_eq!(says(code), Says { percent: true, unit: None }, "{code}");
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
        ] {
            assert_eq!(says(code), Says { percent: false, unit: Some(unit.to_owned()) }, "{code}");
        }
        for code in [
            "General",
            "0",
            "#,##0.00",
            "#,##0.00_);[Red]-#,##0.00_);#,##0.00_);@_)",
            "\"¥\"#,##0.00",
            "[$¥-804]#,##0.00",
            "[$￥-804]#,##0.00",
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
