//! Adjustments made by hand.

use super::{Kind, kind};
use crate::common::draft::{Draft, Page, n};

pub const KINDS: &[Kind] = &[
    kind(
        "an adjustment without a reason",
        |d| adjusted(d, &["M001", "Q1", "季度奖金", "1", "", "王"]),
        &[("手工调整!E2", "")],
    ),
    kind(
        "an adjustment that nobody approved",
        |d| adjusted(d, &["M001", "Q1", "季度奖金", "1", "更正", " "]),
        &[("手工调整!F2", "")],
    ),
    kind(
        "an adjustment without an amount",
        |d| adjusted(d, &["M001", "Q1", "季度奖金", "", "更正", "王"]),
        &[("手工调整!D2", "")],
    ),
    kind(
        "an adjustment in words",
        |d| adjusted(d, &["M001", "Q1", "季度奖金", "加一百", "更正", "王"]),
        &[("手工调整!D2", "加一百")],
    ),
    kind(
        "an adjustment without manager, quarter and figure",
        |d| adjusted(d, &["", "", "", "1", "更正", "王"]),
        &[("手工调整!A2", ""), ("手工调整!B2", ""), ("手工调整!C2", "")],
    ),
    kind(
        "an adjustment for nobody",
        |d| adjusted(d, &["M01", "Q1", "季度奖金", "1", "更正", "王"]),
        &[("手工调整!A2", "M01")],
    ),
    kind(
        "an adjustment to no quarter",
        |d| adjusted(d, &["M001", "Q5", "季度奖金", "1", "更正", "王"]),
        &[("手工调整!B2", "Q5")],
    ),
    kind(
        "an adjustment to a later quarter",
        |d| adjusted(d, &["M001", "Q3", "季度奖金", "1", "更正", "王"]),
        &[("手工调整!B2", "Q3")],
    ),
    kind(
        "an adjustment to a year-end to come",
        |d| adjusted(d, &["M001", "年终", "true_up", "1", "更正", "王"]),
        &[("手工调整!B2", "年终")],
    ),
    kind(
        "an adjustment to no figure",
        |d| adjusted(d, &["M001", "Q1", "季度将金", "1", "更正", "王"]),
        &[("手工调整!C2", "季度将金")],
    ),
    kind(
        "an adjustment to a figure that is not paid",
        |d| adjusted(d, &["M001", "Q1", "回款", "1", "更正", "王"]),
        &[("手工调整!C2", "回款")],
    ),
    kind(
        "an adjustment of the year-end to a quarter",
        |d| adjusted(d, &["M001", "Q2", "年终结算差额", "1", "更正", "王"]),
        &[("手工调整!B2", "Q2")],
    ),
    kind(
        "an adjustment to a quarter that the manager does not have",
        |d| {
            adjusted(
                d.without_row("任务", 6).without_row("回款", 6).without_row("KPI评分", 6).without_row("已发放", 4),
                &["M003", "Q1", "季度奖金", "1", "更正", "王"],
            )
        },
        &[("手工调整!A2", "M003 Q1")],
    ),
    kind(
        "an adjustment that stands twice",
        |d| {
            adjusted(d, &["M001", "Q1", "季度奖金", "1", "更正", "王"]);
            d.row("手工调整", &["张伟", "一季度", "Bonus", "1", "更正", "王"])
        },
        &[("手工调整!A3", "M001")],
    ),
    kind(
        "the column of reasons is missing",
        |d| adjusted(d, &["M001", "Q1", "季度奖金", "1", "更正", "王"]).without_column("手工调整", "E"),
        &[("手工调整!F1", "")],
    ),
    kind(
        "an adjustment of the year-end of a year of leave",
        |d| {
            for row in ["4", "5"] {
                d.put("任务", &format!("C{row}"), n(0)).put("任务", &format!("D{row}"), n(0));
            }
            for quarter in ["Q3", "Q4"] {
                for manager in ["M001", "M002", "M003"] {
                    let task = if manager == "M002" { "0" } else { "100000" };
                    d.row("任务", &[manager, quarter, task, task]);
                    d.row("KPI评分", &[manager, quarter, "80", "80", if manager == "M001" { "81" } else { "80" }]);
                }
            }
            d.put("政策", "B4", "Q4");
            adjusted(d, &["M002", "年终", "年终结算差额", "1", "更正", "王"])
        },
        &[("手工调整!C2", "true_up")],
    ),
];

/// With a sheet of adjustments of one row.
fn adjusted<'d>(draft: &'d mut Draft, row: &[&str]) -> &'d mut Draft {
    draft.pages.push(Page::new("手工调整", &[&["工号", "季度", "项目", "金额", "原因", "批准人"], row]));
    draft
}
