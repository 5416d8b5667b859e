//! The assistants' scheme, clause by clause.

use crate::schemes::desk::Desk;

pub fn desk() -> Desk {
    Desk {
        settings: vec![("工龄奖标准(每月)", "50")],
        row: vec![
            ("days", "22"),
            ("full_attendance", "是"),
            ("service_months", "14"),
            ("sales_done", "90000"),
            ("sales_target", "100000"),
            ("machines", "120"),
            ("buckets", "1000"),
        ],
        ..Desk::new("assistant", "3月")
    }
}

#[test]
fn as_1_fixed_part() {
    let desk = desk();
    desk.holds("lunch", "days", &[("0", "0.00"), ("21.5", "107.50"), ("22", "110.00"), ("31", "155.00")]);
    desk.holds("attendance", "full_attendance", &[("是", "30.00"), ("否", "0.00")]);
    desk.holds("seniority", "service_months", &[("11", "0.00"), ("12", "50.00"), ("13", "50.00")]);
    desk.holds("pension", "service_months", &[("11", "0.00"), ("12", "100.00"), ("13", "100.00")]);
}

#[test]
fn as_2_sales() {
    let cases = [
        ("79999.99", "0.00"),
        ("80000", "368.00"),
        ("80000.01", "368.00"),
        ("90000", "414.00"),
        ("99999.99", "460.00"),
        ("100000", "460.00"),
        ("100000.01", "460.00"),
    ];
    desk().holds("sales_bonus", "sales_done", &cases);
    assert!(desk().faults(&[("sales_target", "0")]).contains("月度业绩!G2"), "target 0 is a fault with its cell");
}

#[test]
fn as_3_standards_and_offsetting() {
    let desk = desk();
    for (machines, buckets, bonus, pay) in [
        // At the standards, one below and one above.
        ("100", "1000", "1840.00", "0.00"),
        ("99", "1000", "0.00", "0.00"),
        ("100", "999", "0.00", "0.00"),
        ("101", "1000", "1840.00", "4.00"),
        ("100", "1001", "1840.00", "2.00"),
        ("101", "1001", "1840.00", "6.00"),
        // Ten machines short need twenty buckets; those above the standard are paid by the piece all the same.
        ("90", "1019", "0.00", "38.00"),
        ("90", "1020", "1840.00", "0.00"),
        ("90", "1021", "1840.00", "2.00"),
        ("90", "1030", "1840.00", "20.00"),
        // Fifteen buckets short need eight machines, rounded up.
        ("107", "985", "0.00", "28.00"),
        ("108", "985", "1840.00", "0.00"),
        ("109", "985", "1840.00", "4.00"),
        ("130", "985", "1840.00", "88.00"),
        // Both short: nothing offsets.
        ("99", "999", "0.00", "0.00"),
        ("0", "0", "0.00", "0.00"),
    ] {
        let month = desk.period(&[("machines", machines), ("buckets", buckets)]);
        assert_eq!(month["service_bonus"], bonus, "{machines} machines, {buckets} buckets");
        let fen = |figure: &str| month[figure].as_str().unwrap().replace('.', "").parse::<i64>().unwrap();
        let wanted = pay.replace('.', "").parse::<i64>().unwrap();
        assert_eq!(fen("machine_pay") + fen("bucket_pay"), wanted, "{machines} machines, {buckets} buckets");
    }
}

#[test]
fn as_r1_another_reading() {
    let mut desk = desk();
    desk.settings.push(("一台抵桶数", "2.5"));
    for (machines, buckets, met) in [
        // Ten machines short need twenty-five buckets; fifteen buckets short need six machines.
        ("90", "1024", false),
        ("90", "1025", true),
        ("90", "1026", true),
        ("105", "985", false),
        ("106", "985", true),
        ("107", "985", true),
        // One machine short needs two buckets and a half, so three; one bucket short needs a whole machine.
        ("99", "1002", false),
        ("99", "1003", true),
        ("99", "1004", true),
        ("100", "999", false),
        ("101", "999", true),
    ] {
        let month = desk.period(&[("machines", machines), ("buckets", buckets)]);
        assert_eq!(month["standard_met"], met, "{machines} machines, {buckets} buckets");
    }
}

#[test]
fn what_is_out_of_range_is_a_fault() {
    for (column, value, cell) in [
        ("days", "31.5", "C2"),
        ("days", "-1", "C2"),
        ("service_months", "1.5", "E2"),
        ("machines", "100.5", "H2"),
        ("buckets", "-1", "I2"),
    ] {
        let faults = desk().faults(&[(column, value)]);
        assert!(faults.contains(&format!("月度业绩!{cell}")), "{column} {value}: {faults}");
    }
}
