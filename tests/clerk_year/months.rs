//! The same for schemes that go by the month: a card of points, and a scheme that pays.

use super::hand::Clerk;
use super::{n, payable, period, totals};
use crate::common::draft::{Cell, auto};

/// The service centre's monthly card: MC-1 and MC-2, the sum of weight × actual ÷ target, each at most its weight.
/// January 60 % × 18 ÷ 20 + 40 % (12 of 10) = 54 + 40; February 60 + 40 % × 5 ÷ 10 = 80; March 60 % × 10 ÷ 20 + 40 = 70.
#[test]
fn a_monthly_card_runs_on_from_month_to_month() {
    // Outside CI in English; what pays by the month runs on in Chinese.
    for zh in [false, true].into_iter().take(crate::common::some(2, 1)) {
        let clerk = &mut Clerk::new(zh);
        std::fs::write(clerk.path("staff.csv"), "ID,Name\n501,A\n").unwrap();
        clerk.done(&["template", "--policy", "monthly-card", "--people", "staff.csv", "-o", "m01.xlsx"]);
        let year = clerk.word("年度");
        clerk.edit("m01.xlsx", |sheets| sheets.cell("政策", &[year], "取值", n(2025)));
        let months = [("01", 18, 12, "94"), ("02", 20, 5, "80"), ("03", 10, 10, "70")];
        for (at, (month, visits, calls, score)) in months.into_iter().enumerate() {
            let (this, next) = (format!("m{month}"), format!("m0{}", at + 2));
            clerk.edit(&format!("{this}.xlsx"), |sheets| {
                for (item, weight, target, actual) in [("走访", "0.6", 20, visits), ("回访", "0.4", 10, calls)] {
                    let row = [
                        ("工号", n(501)),
                        ("月份", month.into()),
                        ("指标", item.into()),
                        ("权重", n(weight)),
                        ("目标值", n(target)),
                        ("实际值", n(actual)),
                    ];
                    sheets.row("考核项目", &row);
                }
            });
            let json = period(clerk, &this, &next);
            assert_eq!((&json["through"], &json["managers"][0]["latest_score"]), (&month.into(), &score.into()));
        }
        let chain = clerk.json(&["verify", ".", "--format", "json"]);
        let chains = chain["chains"].as_array().unwrap();
        assert_eq!((chains.len(), chains[0]["runs"].as_array().unwrap().len()), (1, 3), "{:#}", chain["chains"]);
    }
}

/// The assistants' scheme pays by the month. AS-1 900 + 5 × 20 days, AS-2 nothing below 80 %, AS-3 1,840 (30 buckets above
/// 1,000 offset 10 machines at 2 a machine, which leaves 10 × 2): 900 + 100 + 1,840 + 20 = 2,860.00 a month, and with the 12th
/// month of service, December, 50 + 100 more: 3,010.00.
///
/// January: an advance of 5,000 is taken back by hand: −2,140.00 is owed, nothing is paid, and February, 2,860 − 2,140, pays
/// 720.00. In March two days of January are added: 2,860 + 2 × 5 = 2,870.00. December: −4,000 by hand leaves 3,010 − 4,000 =
/// −990.00, with which the new year opens, once: January 2026 is 3,010 − 990 = 2,020.00, February 3,010.00.
#[test]
fn a_scheme_that_pays_by_the_month_carries_what_is_owed() {
    // Outside CI in Chinese; the card runs on in English.
    for zh in [true, false].into_iter().take(crate::common::some(2, 1)) {
        let clerk = &mut Clerk::new(zh);
        std::fs::write(clerk.path("staff.csv"), "ID,Name\n7,A\n").unwrap();
        clerk.done(&["template", "--policy", "assistant", "--people", "staff.csv", "-o", "2025-01.xlsx"]);
        let (year, seniority) = (clerk.word("年度"), clerk.word("工龄奖标准(每月)"));
        clerk.edit("2025-01.xlsx", |sheets| {
            sheets.cell("政策", &[year], "取值", n(2025));
            sheets.cell("政策", &[seniority], "取值", n(50));
        });
        let names: Vec<String> =
            (0..14).map(|at| format!("{}-{:02}", if at < 12 { 2025 } else { 2026 }, at % 12 + 1)).collect();
        let mut paid = Vec::new();
        for (at, this) in names.iter().enumerate() {
            let month = &this[5..];
            clerk.edit(&format!("{this}.xlsx"), |sheets| {
                let work = ["20", if zh { "否" } else { "no" }, "", "79000", "100000", "90", "1030"];
                let headings = ["出勤天数", "满勤", "服务月数", "销售完成额", "销售指标", "清洗饮水机(台)", "送水(桶)"];
                for (heading, value) in headings.into_iter().zip(work) {
                    let value = if value.is_empty() { n(at + 1) } else { auto(value) };
                    sheets.cell("月度业绩", &["7", month], heading, value);
                }
                let figure: &'static str = if zh { "项目" } else { "Figure" };
                let pay: Cell = if zh { "当月应发" } else { "Pay" }.into();
                let mut by_hand = |amount: i32| {
                    let row = [
                        ("工号", n(7)),
                        ("月份", month.into()),
                        (figure, pay.clone()),
                        ("金额", n(amount)),
                        ("原因", "预支".into()),
                        ("批准人", "周敏".into()),
                    ];
                    sheets.row("手工调整", &row);
                };
                match this.as_str() {
                    "2025-01" => by_hand(-5_000),
                    "2025-12" => by_hand(-4_000),
                    "2025-03" => sheets.cell("月度业绩", &["7", "01"], "出勤天数", n(22)),
                    "2026-01" => {
                        assert_eq!(sheets.reads("手工调整", &["7", "01"], "金额"), "-990");
                        sheets.cell("手工调整", &["7", "01"], "批准人", "周敏");
                    }
                    _ => {}
                }
            });
            let next = names.get(at + 1).map_or("last", String::as_str);
            let json = period(clerk, this, next);
            let owed = payable(&json)[0].1.starts_with('-');
            assert_eq!(totals(&json).1 == "0.00", !owed, "{this}");
            paid.push(payable(&json)[0].1.to_owned());
        }
        let expected = ["-2140.00", "720.00", "2870.00"].into_iter().chain(std::iter::repeat_n("2860.00", 8));
        assert_eq!(paid, expected.chain(["-990.00", "2020.00", "3010.00"]).collect::<Vec<_>>());
        let chain = clerk.json(&["verify", ".", "--format", "json"]);
        let chains = chain["chains"].as_array().unwrap();
        assert_eq!(chains.len(), 1, "{chains:#?}");
        assert_eq!(
            (chains[0]["runs"].as_array().unwrap().len(), &chains[0]["differences"]),
            (14, &serde_json::json!([]))
        );
    }
}
