//! Variations of the sound workbook that are read with a warning.

use crate::common::draft::{Cell, Draft, GREY, Page, STRUCK, TINY, WHITE, n};

/// A variation of the sound workbook that is read with a warning.
type Variation = (&'static str, fn(&mut Draft) -> &mut Draft);

pub const WARNINGS: &[Variation] = &[
    ("a row of totals", |d| d.row("任务", &["合计", "", "1", "1"])),
    ("fractions of a fen", |d| d.put("回款", "F2", n("80000.005"))),
    ("a line of a later quarter", |d| {
        d.row("回款", &["", "Q3", "P009", "产品", "M001", "1", "0", "0", "0", "0", "是"])
    }),
    ("a manager without a name", |d| d.put("客户经理", "B3", "")),
    ("an id twice but for its zeros", |d| d.row("客户经理", &["M01", "李四", "1级"])),
    ("no column of names", |d| d.without_column("客户经理", "B")),
    ("a column without a heading", |d| d.put("回款", "M2", n("1"))),
    ("a sheet with a name nearly another's", |d| {
        let page = d.page("已发放").clone();
        d.pages.push(Page { name: "已发放了".to_owned(), ..page });
        d.without("已发放")
    }),
    ("the only blank cell of a column", |d| {
        for project in ["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10"] {
            d.row("回款", &["", "Q1", project, "产品", "M001", "1000", "0", "0", "0", "0", "是"]);
        }
        d.put("回款", "K6", "是").put("回款", "K7", "是").put("回款", "K2", "")
    }),
    ("coefficients above ten", |d| d.put("KPI系数", "B3", n("80"))),
    ("an amount ten times the others", |d| d.put("回款", "F2", n("90000000"))),
    ("an amount ten times the person's others", |d| d.put("回款", "F2", n("1100000"))),
    ("scores out of ten", |d| {
        for row in 2..=7 {
            d.put("KPI评分", &format!("C{row}"), n("9.5"));
        }
        d.put("KPI评分", "C2", n("9"))
    }),
    ("a row of units", |d| {
        d.page("任务").rows.insert(1, ["", "", "元", "元"].map(Cell::from).to_vec());
        d
    }),
    ("amounts in another unit", |d| {
        for row in 2..=7 {
            d.put("任务", &format!("C{row}"), n(700_000_000)).put("任务", &format!("D{row}"), n(1_000_000_000));
        }
        d
    }),
    ("a line that is the sum of those above", |d| {
        d.row("回款", &["", "Q1", "P009", "产品", "M001"]);
        let row = d.page("回款").rows.len();
        d.put("回款", &format!("F{row}"), Cell::Formula("SUM(F2:F3)".to_owned(), "170000.5".to_owned()))
    }),
    ("a line that is struck through", |d| {
        d.page("回款").formats.push((1, 5, STRUCK.to_owned()));
        d
    }),
    ("a line in white type", |d| {
        d.page("回款").formats.push((1, 5, WHITE.to_owned()));
        d
    }),
    ("a line in tiny type", |d| {
        d.page("回款").formats.push((1, 5, TINY.to_owned()));
        d
    }),
    ("a line in grey type on the same grey", |d| {
        d.page("回款").formats.push((1, 5, GREY.to_owned()));
        d
    }),
    ("a note that says another unit", |d| {
        d.page("回款").notes.push((0, 5, "陈:\n单位：万元".to_owned()));
        d
    }),
    ("a note that calls a line void", |d| {
        d.page("回款").notes.push((1, 5, "作废".to_owned()));
        d
    }),
    ("days of leaving under another heading", |d| {
        d.put("客户经理", "D1", "离职时间").put("客户经理", "D3", "2017-06-30")
    }),
    ("somebody who has left, by a column that is not read", |d| {
        d.put("客户经理", "D1", "状态").put("客户经理", "D3", "离职")
    }),
    ("yes and no under a heading of the opposite", |d| d.put("回款", "K1", "漏斗外")),
    ("an expense under a heading that nobody knows", |d| d.put("回款", "H1", "业务费")),
    ("a number format that shows nothing", |d| {
        d.page("回款").formats.push((1, 5, ";;;".to_owned()));
        d
    }),
    ("a project that is a total", |d| d.put("回款", "C2", "一季度合计")),
    ("a line that a remark calls void", |d| d.put("回款", "L1", "备注").put("回款", "L2", "作废")),
    ("a base in another unit than its target", |d| d.put("任务", "C2", n(7))),
    ("what was paid in ten thousands", |d| d.put("已发放", "C3", n("0.55")).put("已发放", "D3", n("0.6"))),
    ("what two people were paid, swapped", |d| {
        d.put("已发放", "C3", n("4198.97")).put("已发放", "D3", n(4500));
        d.put("已发放", "C4", n("5476.95")).put("已发放", "D4", n(6000))
    }),
    ("a month's wage for the quarter's", |d| d.put("任务", "E4", n(2100))),
    ("a payment below zero", |d| d.put("已发放", "C2", n(-90000))),
    ("shares of a project that no line spells so", |d| {
        d.row("贡献", &["P1", "M001", "0.5"]).row("贡献", &["P1", "M002", "0.5"])
    }),
    ("no row for the through quarter, nor a date of leaving", |d| {
        d.page("任务").rows.remove(6);
        d.page("KPI评分").rows.remove(6);
        d.page("贡献").rows.pop();
        d.put("贡献", "C2", n("1"))
    }),
    ("a name beside an id that nobody has", |d| d.put("任务", "F1", "姓名").put("任务", "F2", "张卫")),
    ("a name beside the ids of several rows", |d| {
        d.put("任务", "F1", "姓名").put("任务", "F2", "张卫").put("任务", "F3", "张卫")
    }),
    ("an adjustment that adds what its reason takes back", |d| adjusted(d, "5000", "扣回一季度多发奖金")),
    ("an adjustment that takes what its reason gives", |d| adjusted(d, "-5000", "补发一季度奖金")),
    ("a line from before its person joined", |d| {
        d.put("客户经理", "D1", "入职日期").put("客户经理", "D2", "2017-02-01").put("回款", "A2", "2017-01-15")
    }),
    ("a line from after its person left", |d| {
        d.put("客户经理", "D1", "离职日期").put("客户经理", "D2", "2017-05-31").put("回款", "A7", "2017-06-15")
    }),
    ("scores that were weighted already", |d| {
        for row in 2..=7 {
            d.put("KPI评分", &format!("C{row}"), n("46"));
            d.put("KPI评分", &format!("D{row}"), n("18")).put("KPI评分", &format!("E{row}"), n(20 + row));
        }
        d
    }),
    ("grades from the highest down", |d| {
        d.page("职级").rows.swap(1, 2);
        d
    }),
    ("a grade below the one before it", |d| d.row("职级", &["3级", "3500", "2500"])),
    ("one person's targets in ten thousands", |d| d.put("任务", "C2", n(7)).put("任务", "D2", n(10))),
    ("targets since the year began", |d| {
        for (id, base) in [("M001", 70_000), ("M002", 77_000), ("M003", 63_000)] {
            for quarter in 1..=4 {
                add_quarter(d, id, quarter, base * quarter, 100_000 * quarter);
            }
        }
        d
    }),
    ("the year's target in each quarter", |d| {
        for id in ["M001", "M002", "M003"] {
            for quarter in 1..=4 {
                add_quarter(d, id, quarter, 280_000, 400_000);
            }
        }
        d
    }),
    ("bands of scores that are shares of 1", |d| {
        d.put("KPI系数", "A3", n("0.6")).put("KPI系数", "A4", n("0.8")).put("KPI系数", "A5", n("0.9"))
    }),
    ("a month's wage in ten thousands", |d| d.put("职级", "B3", n("0.4"))),
    ("a quarter's wage in ten thousands", |d| d.put("任务", "E4", n("0.6"))),
    ("a score out of ten among others", |d| d.put("KPI评分", "C2", n("9.25"))),
    ("weights that do not sum to 100 %", |d| {
        d.row("政策", &["部门经理权重", "0.5"]).row("政策", &["销售管理权重", "0.3"])
    }),
    ("an adjustment whose reason names another amount", |d| adjusted(d, "5000", "补发500元")),
    ("a line in ten thousands", |d| d.put("回款", "F2", n(8)).put("回款", "G2", n(0))),
    ("amounts since the year began", |d| {
        let lines = &mut d.page("回款").rows;
        lines.truncate(1);
        for id in ["M001", "M002", "M003"] {
            for quarter in 1..=3 {
                add_quarter(d, id, quarter, 70_000, 100_000);
                let (quarter, amount) = (format!("Q{quarter}"), (quarter * 70_000).to_string());
                d.row("回款", &["", &quarter, id, "产品", id, &amount, "0", "0", "0", "0", "是"]);
                d.row("KPI评分", &[id, &quarter, "88", "85", "86.5"]);
            }
        }
        keep_once(d);
        d.put("政策", "B4", "Q3").without("贡献").without("已发放")
    }),
    ("what was paid after tax", |d| {
        d.put("已发放", "C2", n("4000")).put("已发放", "D2", n("3600"));
        d.put("已发放", "C3", n("4381.56")).put("已发放", "D3", n("4800"));
        d.put("已发放", "C4", n("3359.18")).put("已发放", "D4", n("3600"))
    }),
    ("all that is taken off in ten thousands", |d| {
        d.put("回款", "G2", n("0.1")).put("回款", "H2", n("0.02")).put("回款", "I2", n("0.03")).put(
            "回款",
            "J2",
            n("0.04"),
        )
    }),
    ("a column of expenses that holds rates", |d| {
        d.put("回款", "H2", n(5)).put("回款", "H3", n(5)).put("回款", "H7", n(5))
    }),
    ("one expense in ten thousands", |d| {
        d.put("回款", "H2", n("0.5")).put("回款", "H3", n(5000)).put("回款", "H7", n(4000))
    }),
    ("amounts and expenses under each other's heading", |d| {
        d.put("回款", "F2", n(1000)).put("回款", "H2", n(80_000)).put("回款", "F3", n(0)).put("回款", "H3", n(90_000))
    }),
    ("days that may be months", |d| {
        for day in 1..=12 {
            let project = format!("P1{day:02}");
            d.row("回款", &["", "", &project, "产品", "M001", "1000"]);
            let row = d.page("回款").rows.len();
            d.put("回款", &format!("A{row}"), Cell::Date(2017, 1 + day % 6, day));
        }
        d
    }),
    ("scores that were copied from the quarter before", |d| {
        for row in 2..=7 {
            let person = 70 + 5 * ((row - 2) / 2);
            d.put("KPI评分", &format!("C{row}"), n(person)).put("KPI评分", &format!("D{row}"), n(person + 1));
        }
        for (own, before) in [(3, 2), (5, 4), (7, 6)] {
            for column in ["C", "D", "E"] {
                let score = d.page("KPI评分").rows[before - 1][usize::from(column.as_bytes()[0] - b'A')].clone();
                d.put("KPI评分", &format!("{column}{own}"), score);
            }
        }
        d
    }),
    ("the year's target in one quarter", |d| {
        for id in ["M001", "M002", "M003"] {
            for quarter in 1..=4 {
                let (base, target) = if quarter == 1 { (280_000, 400_000) } else { (0, 0) };
                add_quarter(d, id, quarter, base, target);
            }
        }
        d
    }),
    ("one person's targets since the year began", |d| {
        for id in ["M001", "M002", "M003"] {
            for quarter in 1..=4 {
                let times = if id == "M002" { quarter } else { 1 };
                add_quarter(d, id, quarter, 70_000 * times, 100_000 * times);
            }
        }
        d
    }),
    ("the year's target in each quarter, in the first one", |d| {
        for id in ["M001", "M002", "M003"] {
            for quarter in 1..=4 {
                add_quarter(d, id, quarter, 280_000, 400_000);
            }
        }
        d.page("回款").rows.retain(|row| row[1] != Cell::from("Q2"));
        d.page("KPI评分").rows.retain(|row| row[1] != Cell::from("Q2"));
        d.put("政策", "B4", "Q1").without("贡献").without("已发放")
    }),
    ("a year's wage for the quarter's", |d| d.put("任务", "E4", n(12 * 2100))),
    ("a rate whose point stands elsewhere", |d| d.put("政策", "B5", n("0.712"))),
    ("a share far from the policy's", |d| d.row("政策", &["浮动份额", "0.02"])),
    ("the department's target in ten thousands", |d| d.row("政策", &["部门目标", "420"])),
    ("an id that was taken for a number", |d| {
        for sheet in ["客户经理", "任务", "回款", "KPI评分", "已发放"] {
            for row in &mut d.page(sheet).rows {
                row.iter_mut().filter(|cell| **cell == "M002".into()).for_each(|cell| *cell = "1.101E+17".into());
            }
        }
        d
    }),
    ("a figure that is another one each time", |d| {
        d.put("回款", "F2", Cell::Formula("RANDBETWEEN(1,9)*10000".to_owned(), "80000".to_owned()))
    }),
    ("a figure from another workbook", |d| {
        d.put("回款", "F2", Cell::Formula("[1]汇总!$C$4".to_owned(), "80000".to_owned()))
    }),
    ("a figure in the place of an error", |d| {
        d.put("回款", "F2", Cell::Formula("IFERROR(VLOOKUP(D2,A:B,2,0),0)".to_owned(), "0".to_owned()))
    }),
    ("a formula that the file asks to calculate before it is believed", |d| {
        d.put("回款", "F2", Cell::Stale("40000*2".to_owned(), "0".to_owned()))
    }),
    ("an adjustment that is not approved yet", |d| adjusted(d, "5000", "补发一季度奖金（待批）")),
    ("an adjustment above the whole target", |d| adjusted(d, "100000.01", "补发一季度奖金")),
    ("exchange rates beside amounts", |d| d.put("回款", "L1", "汇率").put("回款", "L2", n("6.5"))),
    ("lines that are not confirmed, by a column that is not read", |d| {
        d.put("回款", "L1", "是否确认").put("回款", "L2", "是").put("回款", "L3", "否")
    }),
    ("shares beside lines", |d| d.put("回款", "L1", "分成比例").put("回款", "L2", n("0.5"))),
    ("refunds beside lines", |d| d.put("回款", "L1", "退款金额").put("回款", "L2", n(5000))),
    ("two columns of amounts", |d| d.put("回款", "L1", "实际到账").put("回款", "L2", n(60000))),
    ("two columns of people", |d| d.put("回款", "L1", "客户经理2").put("回款", "L2", "M002")),
    ("a row of another year", |d| d.put("任务", "F1", "年度").put("任务", "F2", n(2017)).put("任务", "F3", n(2016))),
    ("a title of another year", |d| {
        d.page("任务").rows.insert(0, vec!["2016年度任务表".into()]);
        d
    }),
    ("a score of 0 among others", |d| d.put("KPI评分", "D3", n("0"))),
    ("a note of few words that calls a line void", |d| {
        d.page("回款").notes.push((1, 5, "此笔作废".to_owned()));
        d
    }),
    ("a line called a reversal", |d| d.put("回款", "C2", "红冲P001")),
    ("a line that loses more than it has", |d| d.put("回款", "H2", n("80000"))),
    ("an expense of less than a yuan", |d| d.put("回款", "H2", n("0.05"))),
    ("an approver who is not named", |d| adjusted(d, "5000", "补发一季度奖金").put("手工调整", "F2", "待定")),
    ("an approver who is the person himself", |d| adjusted(d, "5000", "补发一季度奖金").put("手工调整", "F2", "M001")),
    ("a line of which a remark says that it was refunded", |d| {
        d.put("回款", "L1", "备注").put("回款", "L2", "此笔已退款")
    }),
    ("targets in another unit", |d| {
        for row in 2..=7 {
            d.put("任务", &format!("C{row}"), n(7)).put("任务", &format!("D{row}"), n(10));
        }
        d
    }),
];

/// With one adjustment.
fn adjusted<'d>(d: &'d mut Draft, amount: &str, reason: &str) -> &'d mut Draft {
    let heading = ["工号", "季度", "项目", "金额", "原因", "批准人"];
    d.pages.push(Page::new("手工调整", &[&heading, &["M001", "Q2", "季度奖金", amount, reason, "陈"]]));
    d
}

/// A row of tasks and, if there is one already, in its place.
fn add_quarter(d: &mut Draft, id: &str, quarter: u32, base: u32, target: u32) {
    let row = [Cell::from(id), Cell::from(format!("Q{quarter}")), n(base), n(target)].to_vec();
    let rows = &mut d.page("任务").rows;
    rows.retain(|other| other[..2] != row[..2]);
    rows.push(row);
}

/// Of scores that stand twice for a person and quarter the first.
fn keep_once(d: &mut Draft) {
    let mut seen: Vec<Vec<Cell>> = Vec::new();
    d.page("KPI评分").rows.retain(|row| {
        let new = !seen.contains(&row[..2].to_vec());
        seen.push(row[..2].to_vec());
        new
    });
}
