//! One small variation of a sound workbook for each kind of fault of workbook.md: exactly what follows is reported,
//! where, and in both languages.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::LazyLock;

use bonus::book::Fault;
use bonus::lang::Lang;

use crate::common::draft::{Cell, Draft, Page, n};
use crate::faults::sound::sound;
use crate::faults::{findings, snapshot};

/// A kind of fault.
pub struct Kind {
    pub name: &'static str,
    pub change: fn(&mut Draft) -> &mut Draft,
    /// Where it is reported and what stands there, in the order of the workbook.
    faults: &'static [(&'static str, &'static str)],
}

const fn kind(
    name: &'static str,
    change: fn(&mut Draft) -> &mut Draft,
    faults: &'static [(&'static str, &'static str)],
) -> Kind {
    Kind { name, change, faults }
}

fn error(value: &str) -> Cell {
    Cell::Formula("1/0".to_owned(), value.to_owned())
}

pub const KINDS: &[Kind] = &[
    // ---- one mistake, one fault
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
    kind("a unit of one letter", |d| d.put("任务", "D1", "目标(W)"), &[("任务!D1", "目标(W)")]),
    kind("a quarter with a word", |d| d.put("回款", "B2", "Q1末"), &[("回款!B2", "Q1末")]),
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
    // ---- missing sheets, columns, headings, cells
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
    // ---- settings
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
    // ---- what is unknown
    kind("an unknown manager", |d| d.put("回款", "E2", "M0O1"), &[("回款!E2", "M0O1")]),
    kind("an unknown manager in Splits", |d| d.put("贡献", "B3", "M009"), &[("贡献!B3", "M009")]),
    kind("an ambiguous name", |d| d.put("客户经理", "B3", "张伟").put("回款", "E2", "张伟"), &[("回款!E2", "张伟")]),
    kind("an unknown quarter", |d| d.put("回款", "B2", "Q5"), &[("回款!B2", "Q5")]),
    kind("an unknown quarter in Quotas", |d| d.put("任务", "B3", "上半年"), &[("任务!B3", "上半年")]),
    kind("an unknown quarter in KPI scores", |d| d.put("KPI评分", "B3", n("0")), &[("KPI评分!B3", "0")]),
    kind("an unknown category", |d| d.put("回款", "D2", "咨询"), &[("回款!D2", "咨询")]),
    kind("an unknown grade", |d| d.put("客户经理", "C2", "9级"), &[("客户经理!C2", "9级")]),
    // ---- duplicates
    kind("a manager twice", |d| d.row("客户经理", &["m001", "张三", "1级"]), &[("客户经理!A5", "m001")]),
    kind("a quota row twice", |d| d.row("任务", &["M001", "一季度", "1", "2"]), &[("任务!A8", "M001 Q1")]),
    kind("a score row twice", |d| d.row("KPI评分", &["M001", "1", "90", "90", "90"]), &[("KPI评分!A8", "M001 Q1")]),
    kind("a grade twice", |d| d.row("职级", &["１级", "5000", "1"]), &[("职级!A4", "１级")]),
    kind("a manager twice in a project", |d| d.put("贡献", "B3", "张伟"), &[("贡献!B3", "张伟")]),
    // ---- figures that contradict each other
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
    // ---- what no cell may hold
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
    // ---- adjustments made by hand
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

/// What is found of each kind.
pub static FOUND: LazyLock<Vec<(&Kind, Vec<Fault>)>> = LazyLock::new(|| {
    let found = |kind: &Kind| {
        let mut draft = sound();
        (kind.change)(&mut draft);
        findings(&draft).faults
    };
    KINDS.iter().map(|kind| (kind, found(kind))).collect()
});

#[test]
fn the_sound_workbook_has_neither_fault_nor_warning() {
    let findings = findings(&sound());
    assert!(findings.faults.is_empty(), "{:?}", findings.faults);
    assert!(findings.warnings.is_empty(), "{:?}", findings.warnings);
}

#[test]
fn each_kind_is_reported_where_it_is_and_nothing_else() {
    let mut wrong = String::new();
    for (kind, faults) in FOUND.iter() {
        let got: Vec<(String, String)> =
            faults.iter().map(|fault| (fault.place.to_string(), fault.found.clone())).collect();
        let expected: Vec<(String, String)> =
            kind.faults.iter().map(|(place, found)| ((*place).to_owned(), (*found).to_owned())).collect();
        if got != expected {
            let _ = writeln!(wrong, "{}:\n  expected {expected:?}\n  got      {got:?}", kind.name);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// All messages and remedies, to be read.
#[test]
fn each_kind_says_what_is_wrong_and_how_to_mend_it() {
    for (lang, name) in [(Lang::Zh, "each.zh.txt"), (Lang::En, "each.en.txt")] {
        let mut text = String::new();
        for (kind, faults) in FOUND.iter() {
            let _ = writeln!(text, "# {}", kind.name);
            for fault in faults.iter().take(3) {
                let _ = writeln!(text, "{}\n  → {}", fault.headline(lang), fault.mend.get(lang));
            }
            let _ = writeln!(text);
        }
        snapshot(name, &text);
    }
}

/// Every message and remedy is there in both languages, and each is in its own.
#[test]
fn each_message_is_in_both_languages() {
    let chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    for fault in FOUND.iter().flat_map(|(_, faults)| faults) {
        for (words, what) in [(&fault.problem, "problem"), (&fault.mend, "mend")] {
            assert!(chinese(&words.zh), "{what} of {}: {}", fault.place, words.zh);
            assert!(words.en.split_whitespace().count() >= 2, "{what} of {}: {}", fault.place, words.en);
            // What the English quotes (names, sheets, headings) may be Chinese; the rest may not.
            let latin = words.en.chars().filter(char::is_ascii_alphabetic).count();
            assert!(latin >= 6, "{what} of {}: {}", fault.place, words.en);
            assert!(!words.en.contains('“') && !words.en.contains('，'), "{}", words.en);
        }
    }
}

#[test]
fn kinds_have_names_of_their_own() {
    let names: BTreeSet<&str> = KINDS.iter().map(|kind| kind.name).collect();
    assert_eq!(names.len(), KINDS.len());
}
