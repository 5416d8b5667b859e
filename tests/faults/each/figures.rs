//! Figures that contradict each other.

use super::{Kind, kind};
use crate::common::draft::{Cell, n};

pub const KINDS: &[Kind] = &[
    kind(
        "of dates some are texts such as month/day/year",
        |d| {
            d.put("回款", "A2", "04/16/2017").put("回款", "B2", "");
            d.put("回款", "A3", Cell::Date(2017, 5, 1)).put("回款", "B3", "")
        },
        &[("回款!A2", "04/16/2017"), ("回款!A3", "2017-05-01")],
    ),
    kind("the base is above the target", |d| d.put("任务", "C2", n("100000.01")), &[("任务!C2", "100000.01")]),
    kind(
        "the base is above the target, and the score out of range",
        |d| d.put("任务", "C2", n("100000.01")).put("KPI评分", "C2", n("-1")),
        &[("任务!C2", "100000.01"), ("KPI评分!C2", "-1")],
    ),
    kind(
        "the base is above the target, and the wage and the year are wrong",
        |d| d.put("任务", "C3", n("100000.01")).put("任务", "E3", "高").put("政策", "B3", ""),
        &[("政策!B3", ""), ("任务!C3", "100000.01"), ("任务!E3", "高")],
    ),
    kind("shares that do not sum to 1", |d| d.put("贡献", "C3", n("0.4999")), &[("贡献!C2", "50%")]),
    kind("a share above 1", |d| d.put("贡献", "C3", n("50")), &[("贡献!C3", "50")]),
    kind("a share of nothing", |d| d.put("贡献", "C3", n("0")), &[("贡献!C3", "0")]),
    kind("a score out of range", |d| d.put("KPI评分", "C2", n("100.01")), &[("KPI评分!C2", "100.01")]),
    kind(
        "a score below the lowest band",
        |d| d.put("KPI系数", "A2", n("75")).without_row("KPI系数", 3),
        &[("KPI评分!C6", "70.5"), ("KPI评分!C7", "71")],
    ),
    kind(
        "the base is above the target, and the score below the lowest band",
        |d| {
            d.put("任务", "C6", n("100000.01"))
                .put("KPI评分", "C6", n("10"))
                .put("KPI评分", "D6", n("20"))
                .put("KPI评分", "E6", n("30"))
                .without_row("KPI系数", 2)
        },
        &[("任务!C6", "100000.01"), ("KPI评分!C6", "10")],
    ),
    kind("a score in percent", |d| d.put("KPI评分", "C2", "90%"), &[("KPI评分!C2", "90%")]),
    kind("some of the assessors only", |d| d.put("KPI评分", "D2", ""), &[("KPI评分!D2", "")]),
    kind(
        "a single score beside the assessors'",
        |d| d.put("KPI评分", "F1", "得分").put("KPI评分", "F2", n("90")),
        &[("KPI评分!F2", "90")],
    ),
    kind(
        "no score at all",
        |d| d.put("KPI评分", "C2", "").put("KPI评分", "D2", "").put("KPI评分", "E2", ""),
        &[("KPI评分!C2", "")],
    ),
    kind(
        "a date outside the year",
        |d| d.put("回款", "A2", Cell::Date(2018, 1, 1)).put("回款", "B2", ""),
        &[("回款!A2", "2018-01-01")],
    ),
    kind("a date that is none", |d| d.put("回款", "A2", "二月三十日"), &[("回款!A2", "二月三十日")]),
    kind("date and quarter disagree", |d| d.put("回款", "A2", Cell::Date(2017, 4, 1)), &[("回款!B2", "Q1")]),
    kind("a manager and shares", |d| d.put("回款", "E5", "M001"), &[("回款!E5", "M001")]),
    kind("neither manager nor shares", |d| d.put("回款", "E2", ""), &[("回款!E2", "")]),
    kind(
        "a wrong quarter and no manager",
        |d| d.put("回款", "B2", "Q9").put("回款", "E2", ""),
        &[("回款!B2", "Q9"), ("回款!E2", "")],
    ),
    kind("a gap below the tiers", |d| d.put("超额比率", "A2", n("1.1")), &[("超额比率!A2", "1.1")]),
    kind("an overlap below the tiers", |d| d.put("超额比率", "A2", n("0.9")), &[("超额比率!A2", "0.9")]),
    kind(
        "a gap below the tiers, and a rate is blank",
        |d| d.put("超额比率", "A2", n("1.1")).put("超额比率", "B3", ""),
        &[("超额比率!A2", "1.1"), ("超额比率!B3", "")],
    ),
    kind("the first tier is the one without a rate", |d| d.put("超额比率", "B2", ""), &[("超额比率!B2", "")]),
    kind("the first tier cannot be read", |d| d.put("超额比率", "A2", "一"), &[("超额比率!A2", "一")]),
    kind(
        "an overlap below the tiers, and a start cannot be read",
        |d| d.put("超额比率", "A2", n("0.9")).put("超额比率", "A3", "一"),
        &[("超额比率!A2", "0.9"), ("超额比率!A3", "一")],
    ),
    kind("two tiers with one start", |d| d.put("超额比率", "A3", n("1")), &[("超额比率!A3", "1")]),
    kind("two bands with one start", |d| d.put("KPI系数", "A3", n("80")), &[("KPI系数!A4", "80")]),
    kind(
        "a gap between quarters",
        |d| {
            d.put("政策", "B4", "Q3")
                .put("任务", "B3", "Q3")
                .put("KPI评分", "B3", "Q3")
                .without_row("任务", 7)
                .without_row("任务", 5)
                .without_row("KPI评分", 7)
                .without_row("KPI评分", 5)
                .without_row("回款", 7)
                .without_row("回款", 5)
                .without_row("回款", 4)
                .without("贡献")
        },
        &[("任务!A3", "M001")],
    ),
    kind(
        "a collection without a quota row",
        |d| d.without_row("任务", 7).without_row("KPI评分", 7),
        &[("回款!C5", "P004")],
    ),
    kind("a score is missing", |d| d.without_row("KPI评分", 3), &[("KPI评分!A7", "")]),
    kind("paid for the through quarter", |d| d.put("已发放", "B2", "Q2"), &[("已发放!B2", "M001 Q2")]),
    kind("paid for a later quarter without a quota row", |d| d.put("已发放", "B2", "Q3"), &[("已发放!B2", "M001 Q3")]),
    kind(
        "paid for an earlier quarter without a quota row",
        |d| {
            d.without_row("任务", 6).without_row("回款", 6).without_row("KPI评分", 6);
            d.without_row("已发放", 4).put("已发放", "A2", "M003")
        },
        &[("已发放!A2", "M003 Q1")],
    ),
    kind(
        "paid for an earlier quarter whose quota row is blank",
        |d| d.put("任务", "C2", "").put("任务", "D2", ""),
        &[("任务!C2", ""), ("任务!D2", "")],
    ),
    kind(
        "paid for an earlier quarter whose quota row cannot be read",
        |d| d.put("任务", "B2", "Q9").without_row("回款", 2).without_row("KPI评分", 2),
        &[("任务!B2", "Q9")],
    ),
];
