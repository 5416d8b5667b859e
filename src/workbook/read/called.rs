//! The sheets of a workbook that a label names, in any language.

use super::source::SourceWorkbook;
use super::text::fold;
use crate::lang::Words;

/// Whether a label has this spelling in any language.
pub(super) fn is_called(label: &Words, name: &str) -> bool {
    let folded = fold(name);
    label.spellings().any(|spelt| fold(spelt) == folded)
}

/// Those of a label, by their places.
pub(super) fn called(source: &SourceWorkbook, label: &Words) -> Vec<usize> {
    let sheets = source.sheets().iter().enumerate();
    sheets.filter(|(_, sheet)| is_called(label, &sheet.name)).map(|(at, _)| at).collect()
}

/// Those of them that have cells.
pub(super) fn worksheets(source: &SourceWorkbook, label: &Words) -> Vec<usize> {
    let mut all = called(source, label);
    all.retain(|at| source.sheets()[*at].worksheet);
    all
}
