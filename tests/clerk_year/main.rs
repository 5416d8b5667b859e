//! A clerk's year: six people from an empty template to the next year's first quarter, by a script that types what a
//! person would and counts it. Every payable is worked by hand from the policy's text, not from the program; all stories of
//! such a year are in it. At most 90 cells are typed for the first quarter, 45 for a later one, 25 for the new year; the
//! ledger's lines, which are pasted, are counted beside them.
//!
//! Rate 7.12 %, divisor 1.13; over the annual target 9.968 %, from 1.2 times it 12 %; KPI from 0: 0.5, 60: 0.8, 80: 1,
//! 90: 1.1, 95: 1.2, and the factor 0.8 + 0.2 × that (KA-3.2): 0.96, 1, 1.02. Wages a month 6,000, 8,000, 10,000, 12,000 and
//! floating 1,500, 2,000, 2,500, 3,000 for 初级, 中级, 高级, 资深. "a(x)" is x × 7.12 % ÷ 1.13 to the fen (KA-3.1).

use crate::common;
mod hand;
mod ledger;
mod months;

use common::draft::{Cell, n};
use hand::{Clerk, Sheets, payable};
use ledger::{NEXT_YEAR, Q1, Q2, Q3, Q4, paste};
use rust_decimal::Decimal;

const PEOPLE: &str = "工号,姓名,职级,入职日期\n10021,王建国,高级,\n10022,李秀英,中级,\n10023,张伟,中级,\n10024,刘洋,初级,\n\
                      10025,赵磊,中级,\n10027,孙丽,中级,\n";

fn id(text: &str) -> Cell {
    common::draft::auto(text)
}

fn scores(sheets: &mut Sheets<'_>, quarter: &str, of: &[(&str, &str)]) {
    for (person, score) in of {
        sheets.cell("KPI评分", &[person, quarter], "得分", n(score));
    }
}

fn tasks(sheets: &mut Sheets<'_>, person: &str, quarter: &str, base: u32, target: u32) {
    sheets.cell("任务", &[person, quarter], "基数", n(base));
    sheets.cell("任务", &[person, quarter], "目标", n(target));
}

/// Computes a period, verifies it, and prepares the next.
fn period(clerk: &Clerk, this: &str, next: &str) -> serde_json::Value {
    let (input, results, next) = (format!("{this}.xlsx"), format!("{this}-results.xlsx"), format!("{next}.xlsx"));
    let json = clerk.json(&["compute", &input, "--format", "json"]);
    clerk.done(&["compute", &input, "-o", &results]);
    clerk.done(&["verify", &results]);
    clerk.done(&["next", &results, "-o", &next]);
    json
}

/// Nobody's pay is more than a person's own.
fn totals(json: &serde_json::Value) -> (&str, &str) {
    (json["totals"]["to_pay"].as_str().unwrap(), json["totals"]["to_recover"].as_str().unwrap())
}

/// Tasks of a year by quarter: 20, 30, 30 and 20 %, base 70 % of the target (KA-1).
fn task(id: &str) -> [(&'static str, u32, u32); 4] {
    let year = match id {
        "10021" => 1_500,
        "10022" => 1_300,
        "10024" => 800,
        _ => 1_000,
    };
    [("Q1", 200), ("Q2", 300), ("Q3", 300), ("Q4", 200)].map(|(q, share)| (q, year * share * 7 / 10, year * share))
}

/// From nothing. Tasks that were agreed in a list stand in it beside the people, and nobody types them.
fn first_quarter(clerk: &mut Clerk, listed: bool) {
    let with_tasks = |(at, row): (usize, &str)| match at {
        _ if !listed => row.to_owned(),
        0 => format!("{row},一季度基数,一季度目标,二季度基数,二季度目标,Q3基数,Q3目标,Q4 Base,Q4 Target"),
        _ => {
            let tasks = task(&row[..5]).map(|(_, base, target)| format!("{base},{target}"));
            format!("{row},{}", tasks.join(","))
        }
    };
    let people = PEOPLE.lines().enumerate().map(with_tasks).collect::<Vec<_>>().join("\n");
    std::fs::write(clerk.path("staff.csv"), people).unwrap();
    clerk.done(&["template", "--people", "staff.csv", "-o", "q1.xlsx"]);
    let labels = ["年度", "目标内奖金比率", "税率除数"].map(|label| clerk.word(label));
    clerk.edit("q1.xlsx", |sheets| {
        for (label, value) in labels.iter().zip(["2025", "0.0712", "1.13"]) {
            sheets.cell("政策", &[label], "取值", n(value));
        }
        sheets.table("超额比率", &[&["1", "0.09968"], &["1.2", "0.12"]]);
        sheets.table("KPI系数", &[&["0", "0.5"], &["60", "0.8"], &["80", "1"], &["90", "1.1"], &["95", "1.2"]]);
        sheets.table(
            "职级",
            &[
                &["初级", "6000", "1500"],
                &["中级", "8000", "2000"],
                &["高级", "10000", "2500"],
                &["资深", "12000", "3000"],
            ],
        );
        for person in ["10021", "10022", "10023", "10024", "10025", "10027"] {
            for (quarter, base, target) in task(person) {
                if listed {
                    assert_eq!(sheets.reads("任务", &[person, quarter], "目标"), target.to_string());
                } else {
                    tasks(sheets, person, quarter, base, target);
                }
            }
        }
        for (person, three) in [
            ("10021", ["85", "90", "88"]),
            ("10022", ["78", "82", "80"]),
            ("10023", ["92", "95", "91"]),
            ("10024", ["70", "65", "75"]),
            ("10025", ["88", "84", "90"]),
            ("10027", ["82", "80", "84"]),
        ] {
            // The sheet takes one score where nobody gives three.
            if !listed && person != "10021" {
                scores(sheets, "Q1", &[(person, three[0])]);
                continue;
            }
            for (heading, score) in ["部门经理", "销售管理", "销售总监"].into_iter().zip(three) {
                sheets.cell("KPI评分", &[person, "Q1"], heading, n(score));
            }
        }
        paste(sheets, 2025, &Q1);
    });
}

/// Outside CI in Chinese; what pays by the quarter in English is the card's.
#[test]
fn the_year() {
    [true, false].into_iter().take(crate::common::some(2, 1)).for_each(year);
}

#[allow(clippy::too_many_lines, reason = "a year is one story")]
fn year(zh: bool) {
    let clerk = &mut Clerk::new(zh);
    let (yes, no) = if zh { ("是", "否") } else { ("yes", "no") };

    // Q1. 10021: 180,000 − 12,500.50 + 120,000 = 287,499.50, a() = 18,115.01; 86.9 points, factor 1; wage 7,500.
    // 10022: 90,000 < 182,000, nothing and the wage of 6,000 withheld (KA-2.2a, 2.3). 10023: 240,000, of which the target
    // 200,000: a() = 12,601.77 × 1.02 = 12,853.81, 40,000 carried (2.2b); wage 6,000. 10024: 130,000 ≥ 112,000, but 100,000
    // of it outside the pipeline (2.5): a(30,000) = 1,890.27 × 0.96 = 1,814.66; wage 4,500. 10025: 146,789.67, 9,249.05 + 6,000.
    // 10027, in every quarter between base and target: 158,200, 226,000, 226,000, 158,200, a() = 9,968.00, 14,240.00, …, which
    // the year's 768,400, 48,416.00, sum to; factor 1, wage 6,000.
    // Of the six people: 29 cells of settings and tables; 48 of tasks and 8 scores, or, where a list has the tasks, 18 scores.
    // Eight lines have 37 more, so that with a list of tasks all that is typed, lines and all, is 84.
    first_quarter(clerk, !zh);
    let counted = clerk.counted();
    assert_eq!(counted, if zh { (85, 37) } else { (47, 37) });
    assert!(if zh { counted.0 } else { counted.0 + counted.1 } <= 90);
    let json = period(clerk, "q1", "q2");
    let paid = [
        ("10021", "25615.01"),
        ("10022", "0.00"),
        ("10023", "18853.81"),
        ("10024", "6314.66"),
        ("10025", "15249.05"),
        ("10027", "15968.00"),
    ];
    assert_eq!(payable(&json), paid);

    // Q2: 10026 joins in May, her first quarter exempt; a project of two (60 and 40 %); a refund; a bonus by hand.
    clerk.edit("q2.xlsx", |sheets| {
        let (grade, joined) = (Cell::from("初级"), Cell::Date(2025, 5, 6));
        let newcomer = [("工号", n(10026)), ("姓名", "陈静".into()), ("职级", grade), ("入职日期", joined)];
        sheets.row("客户经理", &newcomer);
        for (quarter, base, target) in [("Q2", 0, 0), ("Q3", 168_000, 240_000), ("Q4", 112_000, 160_000)] {
            let row = [("工号", n(10026)), ("季度", quarter.into()), ("基数", n(base)), ("目标", n(target))];
            sheets.row("任务", &row);
        }
        scores(sheets, "Q2", &[("10021", "88"), ("10022", "83"), ("10023", "94"), ("10024", "72"), ("10025", "81")]);
        scores(sheets, "Q2", &[("10027", "82")]);
        sheets.row("KPI评分", &[("工号", n(10026)), ("季度", "Q2".into()), ("得分", n(80))]);
        for (person, share) in [(10021, "0.6"), (10025, "0.4")] {
            sheets.row("贡献", &[("项目", "P2510".into()), ("客户经理", n(person)), ("贡献度", n(share))]);
        }
        let by_hand = if zh { "季度奖金" } else { "bonus" };
        let figure: &'static str = if zh { "项目" } else { "Figure" };
        let by_hand = [
            ("工号", n(10024)),
            ("季度", "Q2".into()),
            (figure, by_hand.into()),
            ("金额", n(500)),
            ("原因", "客户满意度".into()),
            ("批准人", "周敏".into()),
        ];
        sheets.row("手工调整", &by_hand);
        paste(sheets, 2025, &Q2);
    });
    assert_eq!(clerk.counted(), (37, 37));
    // 10021: 400,000 − 20,000 + 60 % of 200,000 = 500,000: a(450,000) = 28,353.98 + 7,500. 10022: 455,000 fills 92,000 of
    // Q1, 363,000 left: a() = 22,872.21, both wages 12,000. 10023: 280,000 + 40,000, target 300,000: a() = 18,902.65 × 1.02 =
    // 19,280.70 + 6,000. 10024: 60,000 < 168,000, only the 500 by hand. 10025: 170,000 + 80,000: a() = 15,752.21 + 6,000.
    // 10026, exempt: a(50,000) = 3,150.44, wage 4,500.
    let json = period(clerk, "q2", "q3");
    let paid = [
        ("10021", "35853.98"),
        ("10022", "34872.21"),
        ("10023", "25280.70"),
        ("10024", "500.00"),
        ("10025", "21752.21"),
        ("10026", "7650.44"),
        ("10027", "20240.00"),
    ];
    assert_eq!(payable(&json), paid);

    // Q3: 10021's promotion is accepted, 10023's is not; 10024 is on leave; 10025 leaves on 31 August, with half a task;
    // two lines of Q1 were booked wrong.
    clerk.edit("q3.xlsx", |sheets| {
        sheets.cell("拟议", &["10021"], "采纳", yes);
        sheets.cell("拟议", &["10023"], "采纳", no);
        tasks(sheets, "10024", "Q3", 0, 0);
        tasks(sheets, "10025", "Q3", 105_000, 150_000);
        sheets.cell("客户经理", &["10025"], "离职日期", Cell::Date(2025, 8, 31));
        sheets.delete("任务", &["10025", "Q4"]);
        for (project, amount) in [("P2502", 150_000), ("P2507", 138_000)] {
            let row = sheets.project(project);
            sheets.amount(row, n(amount));
        }
        scores(sheets, "Q3", &[("10021", "90"), ("10022", "76"), ("10023", "85"), ("10025", "70"), ("10026", "86")]);
        scores(sheets, "Q3", &[("10027", "82")]);
        // The score that the template had prepared for the leave stays blank: nobody asks for it.
        assert!(sheets.has("KPI评分", &["10024", "Q3"]));
        paste(sheets, 2025, &Q3);
    });
    assert_eq!(clerk.counted(), (15, 25));
    // 10021: Q1 now 317,499.50, a(300,000) = 18,902.65: 787.64 more, and 17,499.50 carried. Q3 against 378,000 and 540,000:
    // 500,000 + 67,499.50 carried = 567,499.50, a(540,000) = 34,024.78 × 1.02 = 34,705.28, wage 9,000: 44,492.92 in all.
    // 10022: 200,000 < 273,000. 10023: 250,000 + 20,000, a(270,000) = 17,012.39 + 6,000. 10024: a leave, its wage of 4,500.
    // 10025: Q1 is 134,789.67 < 140,000 now: 9,249.05 and 6,000 were paid too much; Q2 fills 5,210.33, a(244,789.67) =
    // 15,423.92 instead of 15,752.21, and releases 6,000; Q3 100,000 < 105,000: −15,249.05 − 328.29 + 6,000 = −9,577.34.
    // 10026: 180,000 ≥ 168,000, 11,341.59 + 4,500.
    let json = period(clerk, "q3", "q4");
    let paid = [
        ("10021", "44492.92"),
        ("10022", "0.00"),
        ("10023", "23012.39"),
        ("10024", "4500.00"),
        ("10025", "-9577.34"),
        ("10026", "15841.59"),
        ("10027", "20240.00"),
    ];
    assert_eq!(payable(&json), paid);
    assert_eq!(totals(&json), ("108086.90", "-9577.34"));
    assert_eq!(json["managers"][0]["grade"], "资深");

    // Q4. 10022 has left on 30 September, which nobody said before: her Q4 goes. What the other leaver owes was paid by
    // nobody: his Paid rows sum to what he got, 15,249.05 + 21,752.21, and no row of tasks or scores was typed
    // for him. 30 % of P2526 go to an outside unit (2.6); training counts for nothing.
    clerk.edit("q4.xlsx", |sheets| {
        assert!(!sheets.has("任务", &["10025", "Q4"]) && !sheets.has("KPI评分", &["10025", "Q4"]));
        let got = ["Q1", "Q2", "Q3"].map(|quarter| {
            ["奖金", "浮动工资"]
                .map(|figure| sheets.reads("已发放", &["10025", quarter], figure).parse::<Decimal>().unwrap())
        });
        assert_eq!(got.iter().flatten().sum::<Decimal>(), Decimal::new(3_700_126, 2));
        for (person, share) in [(id("10026"), "0.7"), ("外部".into(), "0.3")] {
            sheets.row("贡献", &[("项目", "P2526".into()), ("客户经理", person), ("贡献度", n(share))]);
        }
        sheets.cell("客户经理", &["10022"], "离职日期", Cell::Date(2025, 9, 30));
        sheets.delete("任务", &["10022", "Q4"]);
        scores(sheets, "Q4", &[("10021", "91"), ("10023", "88"), ("10024", "75"), ("10026", "82"), ("10027", "82")]);
        paste(sheets, 2025, &Q4);
    });
    assert_eq!(clerk.counted(), (12, 33));
    // 10021: 420,000 + 27,499.50, a(360,000) = 22,683.19 × 1.02 = 23,136.85, wage 9,000. The year: 1,737,499.50 of a target
    // of 1,650,000: a(1,650,000) = 103,964.60, over 87,499.50 × 9.968 % ÷ 1.13 = 7,718.54, accrued 103,964.60: + 7,718.54 ×
    // 1.01 = 7,795.73. 10022, gone, without a row of Q4: her
    // year of three quarters, 90,000 + 455,000 + 200,000 = 745,000, is above its base of 728,000, a() = 46,941.59 − 22,872.21 =
    // 24,069.38 × (0.96 + 1 + 0.96) ÷ 3 = 23,427.53; and the wage that Q3 withheld, 3 × 2,000, is paid, by way of Q3's
    // Paid row of 0: 23,427.53 + 6,000 = 29,427.53. 10023: a(200,000) = 12,601.77 + 6,000; the year 1,030,000:
    // 63,008.85 + 30,000 × 9.968 % ÷ 1.13 = 2,646.37 − 61,118.58 = 4,536.64 × 1.01 = 4,582.01. 10024: 100,000 all fill Q2's
    // shortfall; 290,000 < 392,000 a year: nothing is taken back. 10025, after leaving: a(−40,000) = −2,520.35 × 0.96
    // = −2,419.54, no wage, on top of −9,577.34; 444,789.67 < 455,000 a year, so that the wage of Q3 stays withheld
    // . 10026: 50,000 + 140,000, a(160,000) = 10,081.42 + 4,500; the year 370,000: 23,313.27 − 21,423.01 = 1,890.26.
    let json = period(clerk, "q4", "new");
    let paid = [
        ("10021", "39932.58"),
        ("10022", "29427.53"),
        ("10023", "23183.78"),
        ("10024", "0.00"),
        ("10025", "-11996.88"),
        ("10026", "16471.68"),
        ("10027", "15968.00"),
    ];
    assert_eq!(payable(&json), paid);

    // His statement promises nothing: nothing to reach, nothing carried on.
    clerk.done(&["compute", "q4.xlsx", "-o", "with.xlsx", "--statements", "single"]);
    let promises = if zh { ["还差多少", "期末结转"] } else { ["How far it is", "Carried forward"] };
    for (person, promised) in [("10025", false), ("10021", true)] {
        let mut files = std::fs::read_dir(clerk.path("single")).unwrap().map(|file| file.unwrap().path());
        let file = files.find(|path| path.to_string_lossy().contains(person)).unwrap();
        let texts = common::draft::opened(&file).pages.into_iter().flat_map(|page| page.rows).flatten();
        let found =
            texts.map(|cell| hand::text(&cell)).any(|text| promises.iter().any(|promise| text.contains(promise)));
        assert_eq!(found, promised, "{person}");
    }
    std::fs::remove_file(clerk.path("with.xlsx")).unwrap();

    // The year as one chain: paid is what was recorded, nobody vanished, and the settlement pays what the year comes to.
    let said = clerk.run(&["verify", ".", "--format", "json"]);
    let chain: serde_json::Value = serde_json::from_slice(&said.stdout).unwrap();
    let chains = chain["chains"].as_array().unwrap();
    assert_eq!(chains.len(), 1, "{:#}", chain["chains"]);
    assert_eq!(chains[0]["differences"], serde_json::json!([]));
    let joined: Vec<&str> =
        chains[0]["runs"].as_array().unwrap().iter().map(|run| run["joined"].as_str().unwrap()).collect();
    assert_eq!(joined, ["first", "by-hash", "by-hash", "by-hash"]);
    assert!(said.status.success());

    // The new year. What 10025 owes opens it, for somebody to approve; 10023's second promotion is accepted: 200,000 ×
    // 10,000 ÷ 8,000 = 250,000; 10021, held, has 300,000 × 12,000 ÷ 10,000 = 360,000. The quarters in which 10026
    // was new and 10024 away are blank.
    clerk.edit("new.xlsx", |sheets| {
        assert_eq!(sheets.reads("手工调整", &["10025", "Q1"], "金额"), "-11996.88");
        assert!(!sheets.has("任务", &["10025", "Q1"]));
        assert_eq!(sheets.reads("任务", &["10021", "Q1"], "目标"), "360000");
        assert_eq!(sheets.reads("任务", &["10026", "Q1"], "基数"), "");
        assert_eq!(sheets.reads("任务", &["10024", "Q3"], "基数"), "");
        sheets.cell("手工调整", &["10025", "Q1"], "批准人", "周敏");
        sheets.cell("拟议", &["10023"], "采纳", yes);
        tasks(sheets, "10026", "Q1", 112_000, 160_000);
        tasks(sheets, "10026", "Q2", 168_000, 240_000);
        tasks(sheets, "10024", "Q3", 168_000, 240_000);
        assert!(!sheets.has("任务", &["10022", "Q1"]) && !sheets.has("KPI评分", &["10022", "Q1"]));
        scores(sheets, "Q1", &[("10021", "85"), ("10023", "80"), ("10024", "75"), ("10026", "80"), ("10027", "80")]);
        paste(sheets, 2026, &NEXT_YEAR);
    });
    assert_eq!(clerk.counted(), (13, 20));
    // 10021: a(300,000) = 18,902.65 + 9,000. 10022 has gone. 10023: 150,000 <
    // 175,000. 10024: a(120,000) = 7,561.06 × 0.96 = 7,258.62 + 4,500. 10026: a(160,000) = 10,081.42 + 4,500.
    let json = clerk.json(&["compute", "new.xlsx", "--format", "json"]);
    let paid = [
        ("10021", "27902.65"),
        ("10022", "0.00"),
        ("10023", "0.00"),
        ("10024", "11758.62"),
        ("10025", "-11996.88"),
        ("10026", "14581.42"),
        ("10027", "15968.00"),
    ];
    assert_eq!(payable(&json), paid);
    // Were more said to be paid than was, the chain would be broken, and the year not settled.
    clerk.edit("q4.xlsx", |sheets| {
        sheets.cell("已发放", &["10021", "Q3"], "奖金", n("34805.28"));
    });
    clerk.done(&["compute", "q4.xlsx", "-o", "q4-results.xlsx", "--force"]);
    let said = clerk.run(&["verify", ".", "--format", "json"]);
    let chain: serde_json::Value = serde_json::from_slice(&said.stdout).unwrap();
    let wrong: Vec<&str> =
        chain["chains"][0]["differences"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    assert!(said.status.code() == Some(4) && wrong.len() == 2 && wrong[0].contains("34805.28"), "{wrong:?}");
    assert!(
        wrong[1].contains("10021") && wrong[1].contains(if zh { "年度应得" } else { "the year comes to" }),
        "{wrong:?}"
    );
}
