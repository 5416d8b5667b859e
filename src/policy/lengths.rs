//! How long the texts of a policy may be: they become headings, choices of lists, parts of formulas, cells and notes.

use toml::de::{DeTable, DeValue};

use super::source::PolicyProblem;
use crate::say;

/// Excel's limit of a text within a formula, in UTF-16 units: labels and words may stand in one.
const LONGEST_LABEL: usize = 255;
/// With several clauses, formula and words in one note it stays within a cell's 32,767.
const LONGEST_TEXT: usize = 4_000;
/// What holds labels: the key itself, or the table.
const LABELS: [&str; 3] = ["label", "person", "words"];

/// Tells of every text in a file's table that no workbook would hold.
pub(super) fn check(table: &DeTable<'_>, problems: &mut Vec<PolicyProblem>) {
    within(table, LONGEST_TEXT, problems);
}

fn within(table: &DeTable<'_>, most: usize, problems: &mut Vec<PolicyProblem>) {
    for (key, value) in table {
        let key = key.get_ref().as_ref();
        let most = if LABELS.contains(&key) { LONGEST_LABEL } else { most };
        match value.get_ref() {
            DeValue::Table(table) => within(table, most, problems),
            DeValue::Array(items) => {
                let tables = items.iter().filter_map(|item| item.get_ref().as_table());
                tables.for_each(|table| within(table, most, problems));
            }
            // Other texts have limits of their own.
            DeValue::String(text) if ["zh", "en"].contains(&key) => {
                let count = text.encode_utf16().count();
                if count > most {
                    problems
                        .push(PolicyProblem { span: value.span(), message: say!(Policy::TextTooLong { count, most }) });
                }
            }
            _ => {}
        }
    }
}
