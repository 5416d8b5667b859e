//! Missing sheets, columns, headings and cells.

use super::{Kind, kind};
use crate::common::draft::Page;

pub const KINDS: &[Kind] = &[
    kind("a sheet is missing", |d| d.without("KPI系数"), &[("KPI系数!A1", "")]),
    kind("the Tiers sheet is missing", |d| d.without("超额比率"), &[("超额比率!A1", "")]),
    kind("the Grades sheet is missing", |d| d.without("职级"), &[("职级!A1", "")]),
    kind("the Managers sheet is missing", |d| d.without("客户经理"), &[("客户经理!A1", "")]),
    kind("the Quotas sheet is missing", |d| d.without("任务"), &[("任务!A1", "")]),
    kind("the Collections sheet is missing", |d| d.without("回款"), &[("回款!A1", "")]),
    kind("the KPI scores sheet is missing", |d| d.without("KPI评分"), &[("KPI评分!A1", "")]),
    kind(
        "the KPI scores sheet is missing and the through quarter blank",
        |d| d.without("KPI评分").put("政策", "B4", ""),
        &[("KPI评分!A1", "")],
    ),
    kind("the Policy sheet is missing", |d| d.without("政策"), &[("政策!A1", "")]),
    kind("a column is missing", |d| d.without_column("回款", "F"), &[("回款!K1", "")]),
    kind("a column has another name", |d| d.put("回款", "F1", "到账"), &[("回款!L1", "")]),
    kind("the column of quarters has another name", |d| d.put("回款", "B1", "期间"), &[("回款!A2", "")]),
    kind("a heading is misspelt", |d| d.put("回款", "F1", "回款全额"), &[("回款!F1", "回款全额")]),
    kind("the column of ids is missing", |d| d.without_column("任务", "A"), &[("任务!E1", "")]),
    kind("the column of targets is missing", |d| d.without_column("任务", "D"), &[("任务!E1", "")]),
    kind("the column of managers is missing", |d| d.without_column("回款", "E"), &[("回款!K1", "")]),
    kind("the column of managers' ids is missing", |d| d.without_column("客户经理", "A"), &[("客户经理!C1", "")]),
    kind(
        "the columns of dates and quarters are missing",
        |d| d.without_column("回款", "A").without_column("回款", "A"),
        &[("回款!J1", "")],
    ),
    kind("one of the assessors' columns is missing", |d| d.without_column("KPI评分", "D"), &[("KPI评分!E1", "")]),
    kind("a heading stands twice", |d| d.put("回款", "L1", "Amount"), &[("回款!L1", "Amount")]),
    kind("there are no headings", |d| d.without_row("贡献", 1), &[("贡献!A1", "P004 | M001")]),
    kind(
        "a sheet stands twice",
        |d| {
            d.pages.push(Page::new("Collections", &[&["Quarter", "Project"]]));
            d
        },
        &[("Collections", "回款, Collections")],
    ),
    kind(
        "the Policy sheet stands twice",
        |d| {
            d.pages.push(Page::new("Policy", &[&["Key", "Value"]]));
            d
        },
        &[("Policy", "政策, Policy")],
    ),
    kind(
        "there are no managers",
        |d| {
            d.page("客户经理").rows.truncate(1);
            d
        },
        &[("客户经理!A2", "")],
    ),
    kind(
        "a table is empty",
        |d| {
            d.page("KPI系数").rows.truncate(1);
            d
        },
        &[("KPI系数!A2", "")],
    ),
    kind("an amount is blank", |d| d.put("回款", "F2", ""), &[("回款!F2", "")]),
    kind("a project is blank", |d| d.put("回款", "C2", " "), &[("回款!C2", "")]),
    kind("a base is blank", |d| d.put("任务", "C3", ""), &[("任务!C3", "")]),
    kind("a grade is blank", |d| d.put("客户经理", "C3", ""), &[("客户经理!C3", "")]),
    kind("a share is blank", |d| d.put("贡献", "C3", ""), &[("贡献!C3", "")]),
    kind("a quarter is blank", |d| d.put("任务", "B3", ""), &[("任务!B3", "")]),
    kind("neither date nor quarter", |d| d.put("回款", "B2", ""), &[("回款!A2", "")]),
];
