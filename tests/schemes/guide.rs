//! The scheme that the guide adds, from the page itself.

use bonus::policy::load;

use crate::schemes::desk::Desk;

const GUIDE: &str = include_str!("../../src/policy/SCHEMES.md");

fn desk(lines: Vec<Vec<&'static str>>) -> Desk {
    let start = GUIDE.find("```toml\n").unwrap() + "```toml\n".len();
    let text = &GUIDE[start..start + GUIDE[start..].find("```").unwrap()];
    let policy = load("dispatch.toml", text).unwrap_or_else(|error| panic!("{error}"));
    Desk { policy, settings: vec![("每件奖金", "0.35")], tables: Vec::new(), period: "", row: Vec::new(), lines }
}

#[test]
fn the_sixth_scheme_computes() {
    let month = desk(vec![vec!["2017-03-01", "甲", "600"], vec!["2017-03-09", "P1", "400", "1"]]).period(&[]);
    assert_eq!(month["sent"], "1000");
    // 0.35 × 1,000 × 1 at a damage rate of exactly 0.1 %.
    assert_eq!(month["bonus"], "350.00");
    let faults = desk(vec![vec!["2017-03-01", "甲", "3", "4"]]).faults(&[]);
    assert!(faults.contains("发货!D2") && faults.contains("more parcels damaged than sent"), "{faults}");
    // What the file does not give is asked for.
    let faults = Desk { settings: Vec::new(), ..desk(vec![vec!["2017-03-01", "甲", "1"]]) }.faults(&[]);
    assert!(faults.contains("Rate a parcel"), "{faults}");
}
