//! Settings, what is unknown, and what stands twice.

use super::{Kind, kind};
use crate::common::draft::n;

pub const KINDS: &[Kind] = &[
    kind("the year is missing", |d| d.without_row("政策", 3), &[("政策!A5", "")]),
    kind("the year is blank", |d| d.put("政策", "B3", ""), &[("政策!B3", "")]),
    kind("the year is no year", |d| d.put("政策", "B3", "去年"), &[("政策!B3", "去年")]),
    kind("the rate is missing", |d| d.without_row("政策", 5), &[("政策!A5", "")]),
    kind("the rate is blank", |d| d.put("政策", "B5", ""), &[("政策!B5", "")]),
    kind("the rate is out of range", |d| d.put("政策", "B5", n("7.12")), &[("政策!B5", "7.12")]),
    kind("the through quarter is none", |d| d.put("政策", "B4", "Q5"), &[("政策!B4", "Q5")]),
    kind(
        "the through quarter is blank, and so are the scores",
        |d| {
            for row in 2..=7 {
                for column in ["C", "D", "E"] {
                    d.put("KPI评分", &format!("{column}{row}"), "");
                }
            }
            d.put("政策", "B4", "")
        },
        &[("政策!B4", ""), ("KPI评分!C2", ""), ("KPI评分!C4", ""), ("KPI评分!C6", "")],
    ),
    kind("an unknown setting", |d| d.row("政策", &["目标内奖金比例", "0.08"]), &[("政策!A6", "目标内奖金比例")]),
    kind("a setting stands twice", |d| d.row("政策", &["In-target rate", "0.08"]), &[("政策!A6", "In-target rate")]),
    kind("the policy stands twice", |d| d.row("政策", &["Policy", "key-account"]), &[("政策!A6", "Policy")]),
    kind("no such choice of a reading", |d| d.row("政策", &["surplus", "later"]), &[("政策!B6", "later")]),
    kind("a value without a key", |d| d.row("政策", &["", "0.08"]), &[("政策!B6", "0.08")]),
    kind("an unknown manager", |d| d.put("回款", "E2", "M0O1"), &[("回款!E2", "M0O1")]),
    kind("an unknown manager in Splits", |d| d.put("贡献", "B3", "M009"), &[("贡献!B3", "M009")]),
    kind("an ambiguous name", |d| d.put("客户经理", "B3", "张伟").put("回款", "E2", "张伟"), &[("回款!E2", "张伟")]),
    kind("an unknown quarter", |d| d.put("回款", "B2", "Q5"), &[("回款!B2", "Q5")]),
    kind("an unknown quarter in Quotas", |d| d.put("任务", "B3", "上半年"), &[("任务!B3", "上半年")]),
    kind("an unknown quarter in KPI scores", |d| d.put("KPI评分", "B3", n("0")), &[("KPI评分!B3", "0")]),
    kind("an unknown category", |d| d.put("回款", "D2", "咨询"), &[("回款!D2", "咨询")]),
    kind("an unknown grade", |d| d.put("客户经理", "C2", "9级"), &[("客户经理!C2", "9级")]),
    kind("a manager twice", |d| d.row("客户经理", &["m001", "张三", "1级"]), &[("客户经理!A5", "m001")]),
    kind("a quota row twice", |d| d.row("任务", &["M001", "一季度", "1", "2"]), &[("任务!A8", "M001 Q1")]),
    kind("a score row twice", |d| d.row("KPI评分", &["M001", "1", "90", "90", "90"]), &[("KPI评分!A8", "M001 Q1")]),
    kind("a grade twice", |d| d.row("职级", &["１级", "5000", "1"]), &[("职级!A4", "１级")]),
    kind("a manager twice in a project", |d| d.put("贡献", "B3", "张伟"), &[("贡献!B3", "张伟")]),
];
