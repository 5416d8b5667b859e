//! What no cell may hold.

use super::{Kind, kind};
use crate::common::draft::{Cell, n};

pub const KINDS: &[Kind] = &[
    kind("an error value", |d| d.put("回款", "F2", error("#REF!")), &[("回款!F2", "#REF!")]),
    kind("an error value for a manager", |d| d.put("回款", "E2", error("#N/A")), &[("回款!E2", "#N/A")]),
    kind("an error value for a quarter", |d| d.put("回款", "B2", error("#NAME?")), &[("回款!B2", "#NAME?")]),
    kind("an error value in a setting", |d| d.put("政策", "B5", error("#DIV/0!")), &[("政策!B5", "#DIV/0!")]),
    kind("an error value in a table", |d| d.put("超额比率", "A2", error("#VALUE!")), &[("超额比率!A2", "#VALUE!")]),
    kind("an error value in a grade's wage", |d| d.put("职级", "B2", error("#VALUE!")), &[("职级!B2", "#VALUE!")]),
    kind("a formula without its result", |d| d.put("回款", "F2", Cell::NoResult("F3*2".into())), &[("回款!F2", "=…")]),
    kind("no number (NaN)", |d| d.put("回款", "F2", Cell::Raw("NaN".into())), &[("回款!F2", "NaN")]),
    kind("no number (infinite)", |d| d.put("回款", "F2", Cell::Raw("1e999".into())), &[("回款!F2", "inf")]),
    kind("an amount beyond all measure", |d| d.put("回款", "F2", n("1000000000000")), &[("回款!F2", "1000000000000")]),
    kind("an amount in words", |d| d.put("回款", "F2", "8万"), &[("回款!F2", "8万")]),
    kind("an amount with its unit", |d| d.put("回款", "F2", "￥80,000元"), &[("回款!F2", "￥80,000元")]),
    kind("a percentage for an amount", |d| d.put("回款", "G2", "5%"), &[("回款!G2", "5%")]),
    kind("a percentage for a score", |d| d.put("KPI评分", "C2", "95％"), &[("KPI评分!C2", "95％")]),
    kind("doubtful commas", |d| d.put("回款", "F2", "80,00"), &[("回款!F2", "80,00")]),
    kind("doubtful commas after a zero", |d| d.put("回款", "F2", "0,123"), &[("回款!F2", "0,123")]),
    kind("a base in percent", |d| d.put("任务", "C2", "70%"), &[("任务!C2", "70%")]),
    kind("an amount in full-width percent", |d| d.put("回款", "F2", "７０％"), &[("回款!F2", "７０％")]),
    kind("a truth for an amount", |d| d.put("回款", "F2", Cell::Truth(true)), &[("回款!F2", "TRUE")]),
    kind("a date for an amount", |d| d.put("回款", "F2", Cell::Date(2017, 3, 1)), &[("回款!F2", "2017-03-01")]),
    kind("neither yes nor no", |d| d.put("回款", "K2", "也许"), &[("回款!K2", "也许")]),
    kind("a manager with a fraction", |d| d.put("回款", "E2", n("1.5")), &[("回款!E2", "1.5")]),
    kind("a grade's wage of nothing", |d| d.put("职级", "B2", n("0")), &[("职级!B2", "0")]),
    kind("a negative target", |d| d.put("任务", "D2", n("-1")), &[("任务!D2", "-1")]),
];

fn error(value: &str) -> Cell {
    Cell::Formula("1/0".to_owned(), value.to_owned())
}
