//! The monthly card: any items, whose weights make exactly one.

use crate::schemes::desk::Desk;

fn desk(lines: &[[&'static str; 6]]) -> Desk {
    Desk { lines: lines.iter().map(|line| line.to_vec()).collect(), ..Desk::new("monthly-card", "10月") }
}

fn score(lines: &[[&'static str; 6]]) -> String {
    desk(lines).period(&[])["score"].as_str().unwrap().to_owned()
}

#[test]
fn mc_1_completion_is_at_most_full() {
    for (actual, points) in [("0", "0"), ("29", "96.666666666667"), ("30", "100"), ("31", "100")] {
        assert_eq!(score(&[["P1", "10月", "拜访", "1", "30", actual]]), points, "{actual} of 30");
    }
}

#[test]
fn mc_2_weights() {
    let card =
        |second: &'static str| [["P1", "10月", "拜访", "0.4", "30", "30"], ["甲", "10", "拓展", second, "3", "2"]];
    assert_eq!(score(&card("0.6")), "80");
    for weight in ["0.5999", "0.6001", "0"] {
        let faults = desk(&card(weight)).faults(&[]);
        assert!(faults.contains("考核项目!D2") && faults.contains("100 %"), "{weight}: {faults}");
    }
    // Thirds as people type them do not make one, and say so; months are summed apart.
    let thirds = ["10月", "11月"].map(|month| ["P1", month, "拜访", "1", "30", "30"]);
    assert_eq!(score(&thirds), "100");
    let third = ["P1", "10月", "拜访", "0.3333", "30", "30"];
    assert!(desk(&[third, third, third]).faults(&[]).contains("0.9999"));
}

#[test]
fn a_target_of_nothing_is_a_fault() {
    let faults = desk(&[["P1", "10月", "拜访", "1", "0", "5"]]).faults(&[]);
    assert!(faults.contains("考核项目!E2"), "{faults}");
    assert!(!faults.contains("weights"), "the weights are right: {faults}");
}

#[test]
fn a_line_that_cannot_be_read_is_one_fault() {
    let faults =
        desk(&[["P1", "10月", "拜访", "abc", "30", "5"], ["P1", "10月", "拓展", "0.5", "30", "5"]]).faults(&[]);
    assert_eq!(faults.lines().count(), 1, "the sum of weights says nothing then: {faults}");
    assert!(faults.contains("考核项目!D2"), "{faults}");
}

#[test]
fn every_card_at_fault_is_told_in_one_run() {
    let lines = [
        ["P1", "10月", "拜访", "0.9", "30", "5"],
        ["P1", "11月", "拜访", "0.8", "30", "5"],
        ["P1", "12月", "拜访", "1", "-1", "5"],
    ];
    let faults = desk(&lines).faults(&[]);
    for cell in ["考核项目!D2", "考核项目!D3", "考核项目!E4"] {
        assert!(faults.contains(cell), "{cell}: {faults}");
    }
    assert_eq!(faults.lines().count(), 3, "{faults}");
}
