//! The loan officers' scheme, clause by clause.

use crate::common::draft::Page;
use crate::schemes::desk::Desk;

pub fn desk() -> Desk {
    Desk {
        tables: vec![Page::new("放款计酬", &[&["超过笔数", "每笔绩效薪酬"], &["0", "30"], &["2", "40"], &["5", "50"]])],
        row: vec![
            ("service_months", "20"),
            ("junior_months", "8"),
            ("intermediate_months", "0"),
            ("handled", "45"),
            ("managed", "40"),
            ("overdue", "0.008"),
            ("mean_overdue", "0.01"),
            ("new_loans", "3"),
            ("renewals", "2"),
        ],
        ..Desk::new("loan-officers", "6月")
    }
}

#[test]
fn lo_3_grades_and_lo_4_base_pay() {
    let mut desk = desk();
    desk.holds("grade", "service_months", &[("8", "junior"), ("20", "junior")]);
    for (months, grade) in [("5", "assistant"), ("6", "assistant"), ("7", "junior")] {
        let month = desk.period(&[("service_months", months), ("junior_months", "0")]);
        assert_eq!(month["grade"], grade, "{months} months");
    }
    desk.holds("grade", "handled", &[("29", "assistant"), ("30", "junior"), ("31", "junior")]);
    desk.holds("grade", "overdue", &[("0.0099", "junior"), ("0.01", "junior"), ("0.0101", "assistant")]);

    desk.row.splice(
        0..0,
        [("service_months", "40"), ("junior_months", "12"), ("managed", "50"), ("mean_overdue", "0.015")],
    );
    desk.holds("grade", "junior_months", &[("11", "junior"), ("12", "intermediate"), ("13", "intermediate")]);
    desk.holds("grade", "managed", &[("49", "junior"), ("50", "intermediate"), ("51", "intermediate")]);
    desk.holds("grade", "mean_overdue", &[("0.0149", "intermediate"), ("0.015", "intermediate"), ("0.0151", "junior")]);

    desk.row.splice(0..0, [("intermediate_months", "12"), ("managed", "70")]);
    desk.holds("grade", "intermediate_months", &[("11", "intermediate"), ("12", "senior"), ("13", "senior")]);
    desk.holds("grade", "managed", &[("69", "intermediate"), ("70", "senior"), ("71", "senior")]);
    desk.holds("grade", "mean_overdue", &[("0.0149", "senior"), ("0.015", "senior"), ("0.0151", "junior")]);
    // The highest grade whose own conditions hold, whatever the lower ones say.
    assert_eq!(desk.period(&[("handled", "1"), ("overdue", "0.5")])["grade"], "senior");

    desk.holds("base_pay", "managed", &[("70", "3500.00"), ("69", "2700.00"), ("10", "2200.00")]);
    assert_eq!(desk.period(&[("managed", "10"), ("handled", "0")])["base_pay"], "1800.00");
}

#[test]
fn lo_4_a_companys_own_base_pay() {
    let mut desk = desk();
    let rows: &[&[&str]] =
        &[&["等级", "基础薪酬"], &["助理", "2000"], &["初级", "2500"], &["中级", "3000"], &["高级", "4000"]];
    desk.tables.push(Page::new("等级", rows));
    assert_eq!(desk.period(&[])["base_pay"], "2500.00");
}

#[test]
fn lo_5_1_referrals() {
    for (amount, reward) in [
        ("0", "0.00"),
        ("9999.99", "0.00"),
        ("10000", "30.00"),
        ("50000", "30.00"),
        // LO-R1: between two printed bands, the lower one.
        ("59999.99", "30.00"),
        ("60000", "50.00"),
        ("109999.99", "50.00"),
        ("110000", "80.00"),
        ("509999.99", "80.00"),
        ("510000", "100.00"),
        ("1009999.99", "100.00"),
        ("1010000", "150.00"),
        // Above the last printed band, the last.
        ("2000000.01", "150.00"),
    ] {
        let desk = Desk { lines: vec![vec!["2017-06-30", "甲", amount]], ..desk() };
        assert_eq!(desk.period(&[])["referral_pay"], reward, "{amount}");
    }
    let desk = Desk {
        lines: vec![
            vec!["2017-06-01", "P1", "50000"],
            vec!["2017-06-02", "P1", "60000"],
            vec!["2017-05-31", "P1", "60000"],
        ],
        ..desk()
    };
    assert_eq!(desk.period(&[])["referral_pay"], "80.00", "each referral in its own month");
}

#[test]
fn lo_5_2_loans() {
    let desk = desk();
    for (new, renewals, count, pay) in [
        ("0", "0", "0", "0.00"),
        ("0", "1", "0.5", "15.00"),
        ("1", "1", "1.5", "45.00"),
        ("2", "0", "2", "60.00"),
        ("2", "1", "2.5", "80.00"),
        ("3", "2", "4", "140.00"),
        ("5", "0", "5", "180.00"),
        ("6", "0", "6", "230.00"),
    ] {
        let month = desk.period(&[("new_loans", new), ("renewals", renewals)]);
        assert_eq!(month["loan_count"], count);
        assert_eq!(month["loan_pay"], pay, "{new} new, {renewals} renewed");
    }
}

#[test]
fn lo_3_months_in_grades_are_at_most_the_service() {
    let desk = desk();
    // Of twenty months of service eight were as junior, so at most twelve as intermediate.
    desk.holds("grade", "intermediate_months", &[("11", "junior"), ("12", "junior")]);
    let faults = desk.faults(&[("intermediate_months", "13")]);
    assert!(faults.contains("月度业绩!D2") && faults.contains("more months in grades"), "{faults}");
    for column in ["overdue", "mean_overdue"] {
        desk.period(&[(column, "1")]);
        assert!(desk.faults(&[(column, "1.01")]).contains("月度业绩!"), "{column}");
    }
}

#[test]
fn a_referral_of_nobody_is_a_fault() {
    let desk = Desk { lines: vec![vec!["2017-06-30", "", "50000"]], ..desk() };
    assert!(desk.faults(&[]).contains("推荐贷款!B2"), "{}", desk.faults(&[]));
}
