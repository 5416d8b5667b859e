//! What settings and columns of tables are called in the formulas of a workbook.

use std::collections::HashSet;

use crate::lang::{Lang, Words};
use crate::policy::Policy;
use crate::say;

/// A name is at most this long, with room for what makes it another one. (Excel takes 255 units of UTF-16.)
const LONGEST: usize = 200;
/// What stands for something else in a formula, or names a thing of Excel's own.
const TAKEN: [&str; 9] = [
    "true",
    "false",
    "print_area",
    "print_titles",
    "sheet_title",
    "consolidate_area",
    "criteria",
    "extract",
    "database",
];

/// What settings and columns of tables are called in the formulas of a workbook: in English as the policy names them, in
/// Chinese by their labels, such as `目标内奖金比率`.
pub(super) struct Defined {
    pub settings: Vec<String>,
    pub tables: Vec<Vec<String>>,
}

impl Defined {
    pub(super) fn of(policy: &Policy, lang: Lang) -> Self {
        let mut taken = HashSet::new();
        let mut name = |name: &str, label: &Words| {
            let text = if lang == Lang::default() { name } else { label.get(lang) };
            defined(text, &mut taken)
        };
        let settings = policy.settings.iter().map(|setting| name(&setting.name, &setting.label)).collect();
        let step = say!(Report::AboveTheStepBefore);
        let tables = policy.tables.iter().map(|table| {
            let columns = table.columns.iter().map(|column| (column.name.as_str(), &column.label));
            let columns = columns.chain([(step.get(Lang::default()), &step)]);
            let of = |(own, label): (&str, &Words)| {
                let label = Words::same(format!("{}_{}", table.label.get(lang), label.get(lang)));
                name(&format!("{}_{own}", table.name).to_lowercase(), &label)
            };
            columns.map(of).collect()
        });
        let tables = tables.collect();
        Self { settings, tables }
    }

    /// The name of a setting.
    pub(super) fn setting(&self, slot: usize) -> &str {
        &self.settings[slot]
    }

    /// The name of a column of a table; after the last comes by how much each step exceeds the one before.
    pub(super) fn column(&self, table: usize, column: usize) -> &str {
        &self.tables[table][column]
    }
}

/// A name that Excel takes for one and that stands for nothing else: letters, digits and `_`, no cell, and none that is
/// taken, in any case.
fn defined(text: &str, taken: &mut HashSet<String>) -> String {
    let is_of_name = |char: char| char.is_alphabetic() || char.is_ascii_digit();
    let words: Vec<&str> = text.split(|char| !is_of_name(char)).filter(|word| !word.is_empty()).collect();
    let mut name: String = words.join("_").chars().take(LONGEST).collect();
    let lower = name.to_ascii_lowercase();
    let letters = lower.trim_end_matches(|char: char| char.is_ascii_digit());
    // `A1`, `R1C1` and their like.
    let is_cell = lower.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && (letters.len() <= 3
            || lower.starts_with('r') && lower.contains('c') && lower.contains(|c: char| c.is_ascii_digit()));
    if is_cell || !name.starts_with(char::is_alphabetic) || TAKEN.contains(&lower.as_str()) {
        name.insert(0, '_');
    }
    let mut unique = name.clone();
    for further in 2.. {
        if taken.insert(unique.to_lowercase()) {
            break;
        }
        unique = format!("{name}_{further}");
    }
    unique
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_such_as_excel_takes() {
        let mut taken = HashSet::new();
        for (text, expected) in [
            ("目标内奖金比率", "目标内奖金比率"),
            ("in_target_rate", "in_target_rate"),
            ("In-Target rate (%)", "In_Target_rate_2"),
            ("in_target_rate", "in_target_rate_3"),
            ("Q1", "_Q1"),
            ("tax17", "_tax17"),
            ("r1c1", "_r1c1"),
            ("rc", "_rc"),
            ("rate", "rate"),
            ("true", "_true"),
            ("Print_Area", "_Print_Area"),
            ("2 档（①）", "_2_档"),
            ("", "_"),
        ] {
            assert_eq!(defined(text, &mut taken), expected, "{text}");
        }
    }
}
