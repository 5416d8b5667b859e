//! The sheets of a workbook that a label names, in any language.

use super::source::SourceWorkbook;
use super::text::fold;
use crate::lang::Words;

/// Those of a label, by their places.
pub(super) fn called(source: &SourceWorkbook, label: &Words) -> Vec<usize> {
    let wanted: Vec<String> = label.spellings().map(fold).collect();
    let sheets = source.sheets().iter().enumerate();
    sheets.filter(|(_, sheet)| wanted.contains(&fold(&sheet.name))).map(|(at, _)| at).collect()
}

/// Those of them that have cells.
pub(super) fn worksheets(source: &SourceWorkbook, label: &Words) -> Vec<usize> {
    let mut all = called(source, label);
    all.retain(|at| source.sheets()[*at].worksheet);
    all
}
