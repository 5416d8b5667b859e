//! One mistake is one fault, and what stands around a table is not passed over.

use super::{Kind, kind};
use crate::common::draft::{Cell, n};

pub const KINDS: &[Kind] = &[
    kind(
        "a line above the headings",
        |d| {
            let line = ["", "Q1", "P009", "产品", "M001"].map(Cell::from).into_iter().chain([n(-5000)]).collect();
            d.page("回款").rows.insert(0, line);
            d
        },
        &[("回款!B1", "Q1")],
    ),
    kind(
        "a unit in the header of the pages",
        |d| {
            "&L单位：万元&R第 &P 页".clone_into(&mut d.page("回款").header);
            d
        },
        &[("回款", "单位：万元")],
    ),
    kind(
        "a name beside an id that is another's",
        |d| d.put("任务", "F1", "姓名").put("任务", "F2", "王芳"),
        &[("任务!F2", "王芳")],
    ),
    kind(
        "a setting above the headings",
        |d| {
            d.page("政策").rows.insert(0, vec!["固定份额".into(), n(0.5)]);
            d
        },
        &[("政策!A1", "固定份额")],
    ),
    kind(
        "units of ten thousand under the headings",
        |d| {
            d.page("任务").rows.insert(1, ["", "", "元", "万元"].map(Cell::from).to_vec());
            d
        },
        &[("任务!D2", "万元")],
    ),
    kind("a unit that stands among the headings", |d| d.put("回款", "M1", "单位：万元"), &[("回款!M1", "单位：万元")]),
    kind("a unit of one letter", |d| d.put("任务", "D1", "目标(W)"), &[("任务!D1", "目标(W)")]),
    kind("a quarter with a word", |d| d.put("回款", "B2", "Q1末"), &[("回款!B2", "Q1末")]),
    kind("a month where a quarter is asked for", |d| d.put("回款", "B2", "3月"), &[("回款!B2", "3月")]),
    kind("a month by its name", |d| d.put("回款", "B2", "Apr"), &[("回款!B2", "Apr")]),
    kind("a month in digits", |d| d.put("回款", "B2", "201704"), &[("回款!B2", "201704")]),
    kind("a whole year", |d| d.put("回款", "B2", "全年"), &[("回款!B2", "全年")]),
    kind("a quarter before its year", |d| d.put("回款", "B2", "Q1 2016"), &[("回款!B2", "Q1 2016")]),
    kind("a name and a total in one word", |d| d.put("回款", "E2", "张伟小计"), &[("回款!E2", "张伟小计")]),
    kind(
        "a category that is none, in three lines",
        |d| d.put("回款", "D2", "杂项").put("回款", "D3", "杂项").put("回款", "D5", "杂项"),
        &[("回款!D2", "杂项")],
    ),
    kind(
        "a person who is not there, on three sheets",
        |d| {
            d.row("任务", &["M09", "Q1", "70000", "100000"]);
            d.row("KPI评分", &["M09", "Q1", "90", "90", "90"]);
            d.put("回款", "E2", "M09")
        },
        &[("任务!A8", "M09")],
    ),
    kind(
        "a line twice, its document too",
        |d| {
            let line = ["", "Q1", "P001", "产品", "M001", "80000", "1000", "200", "300", "400", "是", "SK-01"];
            d.put("回款", "L1", "单据号").put("回款", "L2", "SK-01").row("回款", &line)
        },
        &[("回款!F8", "80000")],
    ),
    kind("a heading is missing over its column", |d| d.put("任务", "C1", ""), &[("任务!C1", "")]),
    kind(
        "deductions with a minus",
        |d| d.put("回款", "G2", n("-1000")).put("回款", "G3", n("-5")),
        &[("回款!G2", "-1000")],
    ),
    kind("a point that may be one between thousands", |d| d.put("回款", "F2", "80.000"), &[("回款!F2", "80.000")]),
];
