//! Faults by sheet, cell and remedy, and the marked copy.

use super::{Desk, part, small};
use crate::common::{findings, fixture, policy};

fn spoiled(desk: &Desk) {
    let mut draft = small();
    draft.put("回款", "C2", "M00X").put("KPI评分", "C2", "120").put("政策", "B5", "7.12");
    draft.write(&desk.path("bad.xlsx"));
}

#[test]
fn check_groups_by_sheet_with_cell_row_and_remedy() {
    let desk = Desk::new();
    spoiled(&desk);
    let said = desk.bonus(&["check", "bad.xlsx"]);
    assert_eq!(said.status, 1);
    let lines: Vec<&str> = said.out.lines().collect();
    let sheet = lines.iter().position(|line| *line == "回款 (1)").unwrap_or_else(|| panic!("{}", said.out));
    assert!(lines[sheet + 1].trim_start().starts_with("C2"), "{}", said.out);
    assert!(lines[sheet + 2].contains("B P1 | C M00X | D 200000"), "{}", said.out);
    assert!(lines[sheet + 3].contains("→ 是否指“M001”？"), "{}", said.out);
    assert!(!said.out.contains('\u{1b}'), "no colours where nobody sees them");
    assert!(desk.bonus(&["check", "bad.xlsx", "--lang", "en"]).out.contains("did you mean `M001`?"));
}

#[test]
fn a_marked_copy_colours_the_cells_and_says_why() {
    let desk = Desk::new();
    spoiled(&desk);
    let before = std::fs::read(desk.path("bad.xlsx")).unwrap();
    let said = desk.bonus(&["check", "bad.xlsx", "--mark", "marked.xlsx"]);
    assert_eq!(said.status, 1);
    assert_eq!(std::fs::read(desk.path("bad.xlsx")).unwrap(), before);
    let notes = part(&desk.path("marked.xlsx"), "xl/comments");
    for cell in ["ref=\"C2\"", "ref=\"B5\""] {
        assert!(notes.contains(cell), "{cell}: {notes}");
    }
    assert!(notes.contains("没有这位客户经理") && notes.contains("是否指“M001”？"), "{notes}");
    // Every cell stands where it stood: the copy has the same faults.
    let policy = policy("key-account");
    let [original, copy] = ["bad.xlsx", "marked.xlsx"].map(|name| findings(&desk.path(name), policy).faults);
    assert_eq!(original, copy);
    assert_eq!(desk.bonus(&["check", "bad.xlsx", "--mark", "bad.xlsx", "--force"]).status, 2);
    assert_eq!(desk.bonus(&["check", "bad.xlsx", "--mark", "marked.xlsx"]).status, 3);
}

#[test]
fn any_format_can_be_marked() {
    let folder = fixture("formats");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let kind = path.extension().map(|kind| kind.to_string_lossy().into_owned()).unwrap_or_default();
        if !["xlsx", "xlsm", "xlsb", "xls", "ods"].contains(&kind.as_str()) {
            continue;
        }
        let desk = Desk::new();
        // Of another policy, so that something is at fault.
        let said = desk.bonus(&["check", path.to_str().unwrap(), "--policy", "assistant", "--mark", "m.xlsx"]);
        assert_eq!(said.status, 1, "{}: {}{}", path.display(), said.out, said.err);
        assert!(desk.path("m.xlsx").is_file(), "{}", path.display());
    }
}
