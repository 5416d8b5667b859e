//! Workbooks of the gallery that are not the sound one with a fault: those of other policies, and what a command line adds.

use bonus::book::{Fault, PassedOver};
use bonus::lang::Words;
use bonus::policy::{Policy, load};
use bonus::run::{policy_in_force, run};
use bonus::workbook::read::{Preface, ReadError, Request, SourceWorkbook};

use super::Shown;
use crate::common::draft::{Cell, Draft, Page, n, opened};
use crate::common::{fixture, policy};
use crate::faults::sound::sound;

/// A workbook of a policy, changed, and what a command line adds.
struct Book {
    name: &'static str,
    /// An id, or a file of `fixtures/policies`.
    policy: &'static str,
    /// A file of `fixtures`, or nothing for the sound workbook.
    base: &'static str,
    change: fn(&mut Draft) -> &mut Draft,
    through: &'static str,
    set: &'static [(&'static str, &'static str)],
}

const PLAIN: Book = Book { name: "", policy: "key-account", base: "", change: |d| d, through: "", set: &[] };
const PEOPLE: Book = Book { base: "people/key-account-people.xlsx", ..PLAIN };
const TEAM: Book = Book { policy: "team.toml", base: "policies/team.xlsx", ..PLAIN };
const DATED: Book = Book { policy: "dated-vat.toml", base: "policies/dated-vat-2018.xlsx", ..PLAIN };

/// What is found in each of them.
pub fn of_policies() -> Vec<Shown> {
    BOOKS.iter().map(Book::shown).collect()
}

impl Book {
    fn shown(&self) -> Shown {
        let policy = match self.policy.strip_suffix(".toml") {
            Some(_) => {
                let text = std::fs::read_to_string(fixture(&format!("policies/{}", self.policy))).unwrap();
                load(self.policy, &text).unwrap()
            }
            None => policy(self.policy).clone(),
        };
        let mut draft = if self.base.is_empty() { sound() } else { opened(&fixture(self.base)) };
        (self.change)(&mut draft);
        let set = self.set.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let through = (!self.through.is_empty()).then(|| self.through.to_owned());
        let today = Some(jiff::civil::date(2017, 2, 1));
        let (status, said) = found(draft.bytes(), policy, &Request { through, set, today });
        let further =
            self.set.iter().fold(String::new(), |said, (name, value)| said + &format!(" --set {name}={value}"));
        let through = if self.through.is_empty() { String::new() } else { format!(" --through {}", self.through) };
        Shown { least: 1, ..Shown::new(format!("{}{through}{further} ({})", self.name, self.policy), status, said) }
    }
}

/// The faults of a workbook, or its warnings, and what becomes of cells that are passed over.
fn found(bytes: Vec<u8>, policy: Policy, request: &Request) -> (i32, Vec<Words>) {
    let mut source = SourceWorkbook::from_bytes(bytes).unwrap();
    let preface = Preface::read(&mut source).unwrap();
    let told_of = |faults: &[Fault]| faults.iter().map(super::told).collect::<Vec<_>>();
    let policy = match policy_in_force(policy, &preface) {
        Ok(policy) => policy,
        Err(findings) => return (1, told_of(&findings.faults)),
    };
    match run(&mut source, &preface, &policy, request) {
        Err(ReadError::Source(error)) => (3, vec![error.words()]),
        Err(ReadError::Faults(findings)) => (1, told_of(&findings.faults)),
        Ok(run) => {
            let warnings = run.book.warnings.iter().chain(&run.settlement.warnings).chain(&run.left_alone.of_today);
            let account = run.book.account.passed_over.iter().map(PassedOver::told);
            let warnings: Vec<Fault> = warnings.cloned().collect();
            (0, told_of(&warnings).into_iter().chain(account).chain([run.book.account.told()]).collect())
        }
    }
}

const BOOKS: &[Book] = &[
    Book {
        name: "sales in ten thousands beside targets in yuan",
        policy: "assistant",
        base: "schemes/assistant-zh.xlsx",
        change: |d| {
            for row in 2..=8 {
                d.put("月度业绩", &format!("F{row}"), n(row));
            }
            d
        },
        ..PLAIN
    },
    Book {
        name: "one budget in ten thousands",
        policy: "service-center",
        base: "schemes/service-center-zh.xlsx",
        change: |d| d.put("呼叫中心", "F2", n("0.5")),
        ..PLAIN
    },
    Book {
        name: "a rule of the workbook that is none",
        change: |d| {
            d.pages.push(Page::new("规则", &[&["名称", "公式"], &["wage_deduction", "IF("]]));
            d
        },
        ..PLAIN
    },
    Book {
        name: "a rule whose formula is a truth value",
        change: |d| {
            d.pages.push(Page::new("规则", &[&["名称", "公式"], &["wage_deduction", ""]]));
            d.put("规则", "B2", Cell::Truth(true))
        },
        ..PLAIN
    },
    Book {
        name: "1,001 rules",
        change: |d| {
            let mut page = Page::new("规则", &[&["名称", "公式"]]);
            page.rows.extend((0..1_001).map(|_| vec!["wage_deduction".into(), "0".into()]));
            d.pages.push(page);
            d
        },
        ..PLAIN
    },
    Book {
        name: "a name of 10,001 characters",
        change: |d| d.put("客户经理", "B2", "长".repeat(10_001).as_str()),
        ..PLAIN
    },
    Book { name: "superiors in a circle", change: |d| d.put("目标", "D2", "P1"), ..TEAM },
    Book {
        name: "a quarter without superiors",
        change: |d| ["D3", "D5", "D7", "D9", "D11", "D13"].into_iter().fold(d, |d, cell| d.put("目标", cell, "")),
        ..TEAM
    },
    Book { name: "a superior who is nobody", change: |d| d.put("目标", "D2", "D9"), ..TEAM },
    Book { name: "a superior without the period", change: |d| d.without_row("目标", 7), ..TEAM },
    Book {
        name: "superiors without end",
        change: |d| {
            for at in 0..=50 {
                let (person, above) = (format!("C{at}"), if at == 0 { String::new() } else { format!("C{}", at - 1) });
                d.row("人员", &[&person, &person, "东区", "", ""]);
                d.row("目标", &[&person, "Q1", "1", &above]).row("目标", &[&person, "Q2", "1", ""]);
            }
            d
        },
        ..TEAM
    },
    Book { name: "a setting that does not fit", set: &[("in_target_rate", "much")], ..PLAIN },
    Book { name: "a setting beyond its limits", set: &[("in_target_rate", "-5%")], ..PLAIN },
    Book {
        name: "an adjustment of the year-end of a figure of the quarter",
        change: |d| adjustment(d, &["M001", "年终", "季度奖金", "100", "补", "王"]),
        ..PEOPLE
    },
    Book { name: "a setting that there is not", set: &[("nothing", "1")], ..PLAIN },
    Book { name: "a period that is none", through: "Q9", ..PLAIN },
    Book { name: "a look back", through: "Q1", ..PLAIN },
    Book { name: "a look forward", through: "Q4", ..PLAIN },
    Book {
        name: "a number as the name of a setting",
        change: |d| d.put("政策", "A6", n(7)).put("政策", "B6", n(7)),
        ..PLAIN
    },
    Book {
        name: "a setting that the policy does not have", change: |d| d.row("政策", &["无此参数", "1"]), ..PLAIN
    },
    Book {
        name: "a sheet that nearly has the name",
        change: |d| {
            let page = d.page("回款").clone();
            d.pages.push(Page { name: "回款表".to_owned(), ..page });
            d.without("回款")
        },
        ..PLAIN
    },
    Book {
        name: "invisible characters",
        change: |d| {
            let page = d.page("贡献").clone();
            d.pages.push(Page { name: "贡\u{200b}献".to_owned(), ..page });
            d.without("贡献").put("回款", "C2", "P0\u{200b}01").put("回款", "C3", "P0\u{200b}02")
        },
        ..PLAIN
    },
    Book { name: "dates of another year", change: |d| dates(d, 2016), ..PLAIN },
    Book { name: "a date that lies in the future", change: |d| dates(d, 2017), ..PLAIN },
    Book { name: "a date as its number", change: |d| d.put("回款", "A2", n(42_767)), ..PLAIN },
    Book {
        name: "29 February 1900",
        change: |d| {
            d.page("回款").formats.push((2, 0, "yyyy-mm-dd".to_owned()));
            d.put("回款", "A3", Cell::Raw("60".to_owned()))
        },
        ..PLAIN
    },
    Book {
        name: "no date and no period",
        change: |d| d.without_column("回款", "B").without_column("回款", "A"),
        ..PLAIN
    },
    Book {
        name: "shares of another category",
        change: |d| d.put("贡献", "D1", "类别").put("贡献", "D2", "实施").put("贡献", "D3", "实施"),
        ..PLAIN
    },
    Book {
        name: "a score of somebody without a row",
        change: |d| d.row("KPI评分", &["M001", "Q4", "80", "80", "80"]),
        ..PLAIN
    },
    Book {
        name: "an adjustment of a period that is not settled",
        change: |d| adjustment(d, &["M001", "Q2", "季度奖金", "100", "补", "王"]),
        through: "Q1",
        ..PLAIN
    },
    Book {
        name: "an adjustment of the year of a figure of the period",
        change: |d| adjustment(d, &["M001", "年终", "季度奖金", "100", "补", "王"]),
        ..PLAIN
    },
    Book {
        name: "hidden rows and a hidden sheet",
        change: |d| {
            d.page("回款").hidden_rows = vec![2, 4];
            d.page("贡献").hidden = true;
            d.page("任务").hidden_rows = vec![3];
            d
        },
        ..PLAIN
    },
    Book {
        name: "one mistake in every other row",
        change: |d| {
            for project in 0..30 {
                let category = if project % 2 == 0 { "杂项" } else { "产品" };
                d.row("回款", &["", "Q1", &format!("N{project}"), category, "M001", "1", "0", "0", "0", "0", "是"]);
            }
            d
        },
        ..PLAIN
    },
    Book {
        name: "many hidden rows",
        change: |d| {
            for project in 0..40 {
                d.row("回款", &["", "Q1", &format!("N{project}"), "产品", "M001", "1", "0", "0", "0", "0", "是"]);
            }
            d.page("回款").hidden_rows = (8..46).step_by(2).collect();
            d
        },
        ..PLAIN
    },
    Book {
        name: "rows that are there twice",
        change: |d| {
            for _ in 0..2 {
                for project in ["R1", "R2", "R3"] {
                    d.row("回款", &["2017-01-05", "", project, "产品", "M001", "12345.67", "0", "0", "0", "0", "是"]);
                }
            }
            d
        },
        ..PLAIN
    },
    Book {
        name: "a text under merged cells",
        change: |d| {
            d.page("回款").merges = vec![(1, 3, 2, 3)];
            d
        },
        ..PLAIN
    },
    Book {
        name: "ten tasks alike",
        change: |d| {
            for number in 10..40 {
                let id = format!("M0{number}");
                d.row("客户经理", &[&id, &id, "1级"]);
                d.row("任务", &[&id, "Q1", "71234", "101234"]).row("任务", &[&id, "Q2", "71234", "101234"]);
                d.row("KPI评分", &[&id, "Q1", "70", "82", "75"]).row("KPI评分", &[&id, "Q2", "70", "82", "75"]);
            }
            d
        },
        ..PLAIN
    },
    Book { name: "a grade that is not in the table", change: |d| d.put("客户经理", "C2", "9级"), ..PLAIN },
    Book {
        name: "a row after leaving and one before joining",
        change: |d| {
            d.row("任务", &["M002", "Q3", "0", "0", "0"]).row("任务", &["M003", "Q2", "0", "0", "0"]);
            d.row("KPI评分", &["M005", "Q2", "80", "80", "80"])
        },
        ..PEOPLE
    },
    Book { name: "a score after leaving", change: |d| d.row("KPI评分", &["M005", "Q2", "80", "80", "80"]), ..PEOPLE },
    Book {
        name: "a last day before the first",
        change: |d| d.put("客户经理", "D2", Cell::Date(2017, 3, 1)).put("客户经理", "E2", Cell::Date(2017, 2, 28)),
        ..PEOPLE
    },
    Book {
        name: "a line before joining", change: |d| d.row("回款", &["Q1", "A", "产品", "M003", "1000"]), ..PEOPLE
    },
    Book { name: "a line without a date where a rate changes", base: "policies/dated-vat-no-date.xlsx", ..DATED },
    Book {
        name: "a setting by date, twice from one day",
        change: |d| history(d, &[("1.17", ""), ("1.16", "2018-05-01"), ("1.13", "2018-05-01")]),
        ..DATED
    },
    Book {
        name: "a setting by date without a value before",
        change: |d| d.put("政策", "C1", "生效日期").put("政策", "C5", "2017-03-01"),
        ..PLAIN
    },
    Book {
        name: "a year by date",
        change: |d| d.put("政策", "C1", "生效日期").put("政策", "C3", "2017-03-01"),
        ..PLAIN
    },
    Book {
        name: "a sheet that the policy does not know",
        change: |d| {
            d.pages.push(Page::new("笔记", &[&["甲", "乙"], &["1", "2"]]));
            d
        },
        ..PLAIN
    },
    Book { name: "a remark beside the table", change: |d| d.put("回款", "M2", "已核对"), ..PLAIN },
    Book {
        name: "a column that the policy does not know",
        change: |d| d.put("回款", "M1", "经办").put("回款", "M2", "王"),
        ..PLAIN
    },
    Book {
        name: "a sheet of shares without headings",
        change: |d| {
            d.page("贡献").rows = vec![vec!["甲".into(), "乙".into()], vec!["丙".into(), "丁".into()]];
            d
        },
        ..PLAIN
    },
    Book { name: "settings without the heading of the key", change: |d| d.put("政策", "A1", "甲"), ..PLAIN },
    Book { name: "settings without the heading of the value", change: |d| d.put("政策", "B1", "乙"), ..PLAIN },
    Book {
        name: "a rule without a name",
        change: |d| {
            d.pages.push(Page::new("规则", &[&["名称", "公式"], &["wage_deduction", "0"], &["", "0"]]));
            d
        },
        ..PLAIN
    },
    Book {
        name: "a rule of which there are several",
        change: |d| {
            d.pages.push(Page::new(
                "规则",
                &[&["名称", "公式"], &["surplus", "0"], &["collections", "0"], &["base", "0"], &["basis", "0"]],
            ));
            d
        },
        ..PLAIN
    },
    Book {
        name: "lines without a period",
        policy: "contest.toml",
        base: "policies/contest.xlsx",
        change: |d| d.without_column("销售", "A"),
        ..PLAIN
    },
    Book {
        name: "somebody who pauses",
        policy: "contest.toml",
        base: "policies/contest.xlsx",
        change: |d| {
            let rows = &mut d.page("参赛").rows;
            rows.retain(|row| row.get(1) != Some(&n(2)) || row[0] != "S1".into());
            d.page("销售").rows.retain(|row| row[0] != n(2) || row[1] != "S1".into());
            d
        },
        ..PLAIN
    },
    Book {
        name: "no through month",
        policy: "contest.toml",
        base: "policies/contest.xlsx",
        change: |d| d.without_row("政策", 4),
        ..PLAIN
    },
    Book {
        name: "a through month that is none",
        policy: "contest.toml",
        base: "policies/contest.xlsx",
        change: |d| d.put("政策", "B4", "13"),
        ..PLAIN
    },
    Book {
        name: "a fraction of a month of service",
        policy: "assistant",
        base: "schemes/assistant-zh.xlsx",
        change: |d| d.put("月度业绩", "E2", n("1.5")),
        ..PLAIN
    },
    Book {
        name: "a setting of the year that changes within it",
        policy: "dated-vat-accrual.toml",
        base: "policies/dated-vat-accrual-2018.xlsx",
        change: |d| history(d, &[("1.17", ""), ("1.16", "2018-05-01")]),
        ..PLAIN
    },
    Book {
        name: "a month that is none",
        policy: "assistant",
        base: "schemes/assistant-zh.xlsx",
        change: |d| d.put("月度业绩", "B2", "13月"),
        ..PLAIN
    },
    Book {
        name: "a run through a month that is none",
        policy: "assistant",
        base: "schemes/assistant-zh.xlsx",
        through: "Q1",
        ..PLAIN
    },
    Book { name: "steps with a gap", policy: "office.toml", base: "policies/office-gap.xlsx", ..PLAIN },
];

fn dates(draft: &mut Draft, year: i16) -> &mut Draft {
    for row in 2..=7 {
        let month = if row % 2 == 0 { 2 } else { 5 };
        draft.put("回款", &format!("A{row}"), Cell::Date(year, month, 3)).put("回款", &format!("B{row}"), "");
    }
    draft
}

fn adjustment<'d>(draft: &'d mut Draft, cells: &[&str]) -> &'d mut Draft {
    draft.pages.push(Page::new("手工调整", &[&["工号", "季度", "项目", "金额", "原因", "批准人"], cells]));
    draft
}

/// The settings sheet with a divisor that changes over time.
fn history<'d>(draft: &'d mut Draft, values: &[(&str, &str)]) -> &'d mut Draft {
    draft.put("政策", "C1", "生效日期");
    for (value, from) in values {
        draft.row("政策", &["tax_divisor", value, from]);
    }
    draft
}
