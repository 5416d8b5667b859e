//! What the source does not print is asked for, by name and cell.

use crate::common::draft::opened;
use crate::common::{findings, fixture, policy};

/// The faults of a scheme's workbook without a setting's row or a table's sheet: (place, problem).
fn without(id: &str, key: &str) -> Vec<(String, String)> {
    let mut draft = opened(&fixture(&format!("schemes/{id}-zh.xlsx")));
    if draft.pages.iter().any(|page| page.name == key) {
        draft.without(key);
    } else {
        let rows = &mut draft.page("政策").rows;
        let before = rows.len();
        rows.retain(|row| row[0] != key.into());
        assert_eq!(rows.len(), before - 1, "{key}");
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.xlsx");
    draft.write(&path);
    let faults = findings(&path, policy(id)).faults;
    faults.into_iter().map(|fault| (fault.place.to_string(), fault.problem.zh)).collect()
}

#[test]
fn missing_parts_of_the_source_are_asked_for() {
    for (id, key, cell) in [
        ("assistant", "工龄奖标准(每月)", "政策!A5"),
        ("account-manager-scorecard", "执行率起评分", "政策!A5"),
        ("loan-officers", "放款计酬", "放款计酬!A1"),
    ] {
        let faults = without(id, key);
        let [(place, problem)] = &faults[..] else { panic!("{id}: {faults:?}") };
        assert_eq!(place, cell, "{id}");
        assert!(problem.contains(key), "{id}: {problem}");
    }
}

#[test]
fn each_file_says_what_is_left_out() {
    for id in ["assistant", "loan-officers", "account-manager-scorecard", "monthly-card", "service-center"] {
        let left_out = policy(id).left_out.as_ref().unwrap_or_else(|| panic!("{id} says nothing"));
        assert!(!left_out.zh.is_empty() && !left_out.en.is_empty(), "{id}");
    }
}
