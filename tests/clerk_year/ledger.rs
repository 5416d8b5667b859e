//! The ledger's lines of the year.

use super::hand::Sheets;
use super::id;
use crate::common::draft::{Cell, n};

/// The lines of a quarter: date, project, category, person, amount, and a deduction or the pipeline.
pub type Line = (u8, u8, &'static str, &'static str, &'static str, &'static str, Option<(&'static str, &'static str)>);

pub const Q1: [Line; 8] = [
    (1, 15, "P2501", "", "10021", "180000", Some(("partner_share", "12500.5"))),
    (2, 20, "P2502", "实施", "10021", "120000", None),
    (3, 10, "P2503", "", "10022", "90000", None),
    (3, 18, "P2504", "", "10023", "240000", None),
    (2, 28, "P2505", "", "10024", "100000", Some(("in_pipeline", "no"))),
    (3, 5, "P2506", "实施", "10024", "30000", None),
    (3, 28, "P2507", "", "10025", "150000", Some(("travel", "3210.33"))),
    (3, 30, "P2508", "", "10027", "158200", None),
];
pub const Q2: [Line; 9] = [
    (4, 20, "P2511", "", "10021", "400000", None),
    (5, 8, "P2501", "", "10021", "-20000", None),
    (5, 30, "P2510", "", "", "200000", None),
    (6, 3, "P2512", "", "10022", "460000", Some(("entertainment", "5000"))),
    (5, 15, "P2513", "实施", "10023", "280000", None),
    (6, 10, "P2514", "", "10024", "60000", None),
    (6, 20, "P2515", "", "10025", "170000", None),
    (6, 25, "P2516", "", "10026", "50000", None),
    (6, 28, "P2509", "", "10027", "226000", None),
];
pub const Q3: [Line; 6] = [
    (7, 20, "P2517", "", "10021", "500000", None),
    (8, 8, "P2518", "实施", "10022", "200000", None),
    (8, 30, "P2519", "", "10023", "250000", None),
    (7, 10, "P2520", "", "10025", "100000", None),
    (9, 1, "P2521", "", "10026", "180000", None),
    (9, 10, "P2529", "", "10027", "226000", None),
];
pub const Q4: [Line; 8] = [
    (11, 11, "P2522", "", "10021", "420000", None),
    (12, 10, "P2524", "实施", "10023", "260000", None),
    (12, 20, "P2525", "", "10024", "100000", None),
    (10, 15, "P2528", "", "10026", "50000", None),
    (12, 22, "P2526", "", "", "200000", None),
    (12, 25, "P2527", "培训", "10026", "30000", None),
    // Three months after he left 10025's customer takes money back.
    (11, 20, "P2520", "", "10025", "-40000", None),
    (12, 28, "P2530", "", "10027", "158200", None),
];
pub const NEXT_YEAR: [Line; 5] = [
    (1, 20, "P2601", "", "10021", "300000", None),
    (2, 18, "P2603", "", "10023", "150000", None),
    (3, 10, "P2604", "", "10024", "120000", None),
    (3, 20, "P2605", "", "10026", "160000", None),
    (3, 25, "P2606", "", "10027", "158200", None),
];

/// The ledger's lines: an export that is pasted, counted apart as if they were typed.
pub fn paste(sheets: &mut Sheets<'_>, year: i16, lines: &[Line]) {
    for (month, day, project, category, person, amount, more) in lines {
        let mut cells =
            vec![("日期", Cell::Date(year, *month, *day)), ("项目", (*project).into()), ("回款金额", n(amount))];
        if !category.is_empty() {
            cells.push(("类别", (*category).into()));
        }
        if !person.is_empty() {
            cells.push(("客户经理", id(person)));
        }
        match more {
            Some(("in_pipeline", _)) => cells.push(("进入漏斗", "否".into())),
            Some(("partner_share", amount)) => cells.push(("合作伙伴分利", n(amount))),
            Some(("travel", amount)) => cells.push(("项目差旅费", n(amount))),
            Some((_, amount)) => cells.push(("大额招待费", n(amount))),
            None => {}
        }
        sheets.line(&cells);
    }
}
