use super::*;

fn place() -> Place {
    Place::cell("x", 1, 0)
}

#[test]
fn dates_in_their_usual_forms() {
    let expected = Date::new(2017, 3, 5).unwrap();
    for text in [
        "2017-03-05",
        "2017/3/5",
        "2017.3.5",
        "2017年3月5日",
        "20170305",
        " ２０１７-3-5 ",
        "2017 - 3 - 5",
        "2017/3/5 0:00",
        "2017-03-05 15:20:33",
        "2017-03-05T15:20:33.000",
        "20170305 09:30",
        "2017年3月5日 星期日",
        "2017年03月05号",
    ] {
        let mut findings = Findings::default();
        let cell = RawCell::Text(text.into());
        assert_eq!(date(&cell, &place(), &mut findings), Some(expected), "{text}");
    }
    for text in ["5.3.2017", "17-3-5", "2017-13-01", "2017-02-30", "March", "2017-3"].into_iter().chain([
        "2017-3-5 24:00",
        "2017-3-5 1",
        "2017-03-05T23:00:00Z",
        "2017年3月5日 星期五",
        "2017-3-5 星期",
        "2017-3-50:00",
    ]) {
        let mut findings = Findings::default();
        assert_eq!(date(&RawCell::Text(text.into()), &place(), &mut findings), None, "{text}");
        assert_eq!(findings.faults.len(), 1);
    }
}

/// A day with these after it, or not.
fn is_date(text: &str) -> bool {
    date(&RawCell::Text(text.into()), &place(), &mut Findings::default()).is_some()
}

#[test]
fn times_have_hours_minutes_and_seconds() {
    for time in ["0:00", "23:59", "00:00:00", "9:5:3", "23:59:59", "23:59:59.999"] {
        assert!(is_date(&format!("2017-3-5 {time}")), "{time}");
    }
    for time in [
        "24:00",
        "0:60",
        "0:00:60",
        "0:60:00",
        "24:00:00",
        "000:00",
        "0:000",
        "0:00:000",
        "0:00:00.",
        "0:00:00.5x",
        "0:00:60.5",
        "1:2:3:4",
        "1",
        ":",
        "1:",
        "-1:00",
    ] {
        assert!(!is_date(&format!("2017-3-5 {time}")), "{time}");
    }
}

#[test]
fn days_of_the_week_must_be_right() {
    for (day, weekday) in (5..).zip("日一二三四五六".chars()) {
        for (other, name) in (5..).zip("日一二三四五六".chars()) {
            let text = format!("2017年3月{other}日 星期{name}");
            assert!(is_date(&text), "{text}");
            let text = format!("2017年3月{day}日 星期{name}");
            assert_eq!(is_date(&text), name == weekday, "{text}");
        }
    }
    assert!(!is_date("2017年3月5日 星期七"));
}

#[test]
fn parts_of_a_date_have_their_lengths() {
    for text in [
        "02017-3-5",
        "217-3-5",
        "2017-003-5",
        "2017-3-005",
        "2017--5",
        "2017-3-5-1",
        "+017-3-5",
        "2017-+3-5",
        "2017-3-+5",
    ] {
        assert!(!is_date(text), "{text}");
    }
    for text in ["2017035", "201703055", "2017030a", "20171301", "20170230"] {
        assert!(!is_date(text), "{text}");
    }
}

#[test]
fn dates_in_cells_of_other_kinds() {
    let expected = Date::new(2017, 3, 5).unwrap();
    let mut findings = Findings::default();
    assert_eq!(date(&RawCell::Date(expected), &place(), &mut findings), Some(expected));
    assert_eq!(date(&RawCell::Number(Decimal::new(2_017_030_500, 2)), &place(), &mut findings), Some(expected));
    assert!(findings.faults.is_empty());
    // A number of days is told apart from any other number, and neither is taken.
    for (number, serial) in [(20_000, false), (20_001, true), (42_799, true), (79_999, true), (80_000, false)] {
        let mut findings = Findings::default();
        assert_eq!(date(&RawCell::Number(number.into()), &place(), &mut findings), None);
        let fault = &findings.faults[0];
        assert_eq!(fault.problem.en.contains("serial number"), serial, "{number}: {}", fault.problem.en);
        assert_eq!(fault.problem.zh.contains("日期的序号"), serial, "{number}: {}", fault.problem.zh);
    }
}

#[test]
fn what_stands_in_a_cell_is_shown() {
    for (cell, expected) in [
        (RawCell::Number(Decimal::new(-1250, 2)), "-12.50"),
        (RawCell::Text("\u{3000}a b ".into()), "a b"),
        (RawCell::Truth(true), "TRUE"),
        (RawCell::Truth(false), "FALSE"),
        (RawCell::Date(Date::constant(2017, 3, 5)), "2017-03-05"),
        (RawCell::Time("12:00:00".into()), "12:00:00"),
        (RawCell::Error("#REF!".into()), "#REF!"),
        (RawCell::BadNumber("NaN".into()), "NaN"),
        (RawCell::EmptyFormula, "=…"),
    ] {
        assert_eq!(shown(&cell), expected);
    }
    // A long text is cut, so that a message stays a line.
    assert_eq!(shown(&RawCell::Text("长".repeat(60))), "长".repeat(60));
    assert_eq!(shown(&RawCell::Text("长".repeat(61))), "长".repeat(59) + "…");
}

/// What was found in a cell by one of the functions above: the only fault's problem, in both languages.
fn problem(take: impl FnOnce(&Place, &mut Findings)) -> [String; 2] {
    let mut findings = Findings::default();
    take(&place(), &mut findings);
    assert_eq!(findings.faults.len(), 1);
    let fault = findings.faults.remove(0);
    assert_eq!(fault.place, place());
    [fault.problem.en, fault.problem.zh]
}

#[test]
fn what_is_to_be_written_in_place_of_a_text_goes_by_the_unit() {
    for (unit, remedy) in [
        (Unit::Yuan, "write the yuan in digits only, such as 1234.50, without words or signs"),
        (Unit::Percent, "write a percentage such as 7.12%"),
        (Unit::Factor, "write digits only, without words or signs"),
    ] {
        assert_eq!(digits_only("abc", unit).en, remedy);
    }
    assert_eq!(digits_only("12元", Unit::Yuan).en, "if 12 is meant, write 12 and nothing else");
}

#[test]
fn broken_cells_are_told_once_whatever_was_expected() {
    for (cell, english, chinese) in [
        (RawCell::Error("#REF!".into()), "the cell holds an error value", "单元格是错误值"),
        (RawCell::EmptyFormula, "the formula was saved without its result", "公式没有保存计算结果"),
        (RawCell::BadNumber("NaN".into()), "this is not a valid number", "不是有效的数"),
    ] {
        let takers: [fn(&RawCell, &Place, &mut Findings); 5] = [
            |cell, place, findings| assert!(broken(cell, place, findings)),
            |cell, place, findings| assert_eq!(number(cell, Unit::Factor, place, findings), None),
            |cell, place, findings| assert_eq!(money(cell, place, findings), None),
            |cell, place, findings| assert_eq!(truth(cell, place, findings), None),
            |cell, place, findings| assert_eq!(text(cell, place, findings), None),
        ];
        for take in takers {
            assert_eq!(problem(|place, findings| take(&cell, place, findings)), [english, chinese]);
        }
        let of_a_day = problem(|place, findings| assert_eq!(date(&cell, place, findings), None));
        let bad = matches!(cell, RawCell::BadNumber(_));
        assert_eq!(of_a_day, if bad { ["there is no such day", "没有这一天"] } else { [english, chinese] });
    }
    let mut findings = Findings::default();
    assert!(!broken(&RawCell::Truth(true), &place(), &mut findings));
    assert!(findings.faults.is_empty());
}

#[test]
fn what_does_not_fit_is_told_with_what_was_expected() {
    let cell = RawCell::Time("12:00:00".into());
    assert_eq!(problem(|p, f| assert_eq!(number(&cell, Unit::Factor, p, f), None)), ["expected a number", "应为数字"]);
    assert_eq!(problem(|p, f| assert_eq!(truth(&cell, p, f), None)), ["expected yes or no", "应为是或否"]);
    assert_eq!(problem(|p, f| assert_eq!(text(&cell, p, f), None)), ["expected text", "应为文字"]);
    assert_eq!(
        problem(|p, f| assert_eq!(date(&cell, p, f), None)),
        ["expected a date such as 2017-03-05", "应为日期，如 2017-03-05"]
    );
    // Between Chinese and a Latin letter stands a blank.
    assert_eq!(problem(|p, f| not(&cell, p, Words::new("KPI 得分", "a score"), f))[1], "应为 KPI 得分");
}

#[test]
fn numbers_come_as_numbers_or_as_text() {
    let mut findings = Findings::default();
    let half = Decimal::new(5, 1);
    assert_eq!(number(&RawCell::Number(half), Unit::Factor, &place(), &mut findings), Some(half));
    assert_eq!(number(&RawCell::Text("50%".into()), Unit::Factor, &place(), &mut findings), Some(half));
    assert!(findings.faults.is_empty());
}

#[test]
fn yes_and_no_come_in_several_forms() {
    let mut findings = Findings::default();
    for (cell, expected) in [
        (RawCell::Truth(true), true),
        (RawCell::Truth(false), false),
        (RawCell::Text("是".into()), true),
        (RawCell::Text("no".into()), false),
        (RawCell::Number(Decimal::ONE), true),
        (RawCell::Number(Decimal::ZERO), false),
    ] {
        assert_eq!(truth(&cell, &place(), &mut findings), Some(expected), "{cell:?}");
    }
    assert!(findings.faults.is_empty());
    assert_eq!(truth(&RawCell::Number(Decimal::TWO), &place(), &mut findings), None);
    assert_eq!(findings.faults.len(), 1);
}

#[test]
fn whole_numbers_are_text_too() {
    let mut findings = Findings::default();
    assert_eq!(text(&RawCell::Text(" M001\u{3000}".into()), &place(), &mut findings).as_deref(), Some("M001"));
    assert_eq!(text(&RawCell::Number(Decimal::new(10_010, 1)), &place(), &mut findings).as_deref(), Some("1001"));
    assert!(findings.faults.is_empty());
    assert_eq!(text(&RawCell::Number(Decimal::new(10_015, 1)), &place(), &mut findings), None);
    assert_eq!(findings.faults.len(), 1);
}

#[test]
fn money_is_below_a_million_million() {
    let mut findings = Findings::default();
    for sign in [1, -1] {
        let largest = Decimal::new(sign * 99_999_999_999_999, 2);
        assert_eq!(money(&RawCell::Number(largest), &place(), &mut findings), Some(largest));
        assert!(findings.faults.is_empty() && findings.warnings.is_empty());
        let beyond = RawCell::Number(Decimal::new(sign * 1_000_000_000_000, 0));
        let told = problem(|place, findings| assert_eq!(money(&beyond, place, findings), None));
        assert_eq!(told, ["expected an amount below a million million yuan", "应为小于一万亿元的金额"]);
    }
}

#[test]
fn a_percentage_is_no_amount_and_no_score() {
    let percentage = RawCell::Text("５％".into());
    for (unit, expected) in [
        (Unit::Percent, Some(Decimal::new(5, 2))),
        (Unit::Factor, Some(Decimal::new(5, 2))),
        (Unit::Yuan, None),
        (Unit::Number, None),
    ] {
        let mut findings = Findings::default();
        assert_eq!(number(&percentage, unit, &place(), &mut findings), expected, "{unit:?}");
        assert_eq!(findings.faults.len(), usize::from(expected.is_none()), "{unit:?}");
    }
}

#[test]
fn what_an_amount_with_its_unit_says_is_proposed_and_not_assumed() {
    for (typed, mend) in [
        ("76000元", "若是 76000，请只写 76000"),
        ("￥1,200.50", "若是 1200.5，请只写 1200.5"),
        ("12万", "若是 120000，请只写 120000"),
        ("许多", "只写以元为单位的数字，如 1234.50，不带文字和符号"),
    ] {
        let mut findings = Findings::default();
        assert_eq!(money(&RawCell::Text(typed.into()), &place(), &mut findings), None, "{typed}");
        assert_eq!(findings.faults[0].mend.zh, mend);
    }
}

#[test]
fn money_is_rounded_away_from_zero_with_a_warning() {
    let mut findings = Findings::default();
    let cell = RawCell::Number(Decimal::new(-1005, 3));
    assert_eq!(money(&cell, &place(), &mut findings), Some(Decimal::new(-101, 2)));
    assert_eq!(findings.warnings.len(), 1);
}
