//! A small reader for plain workbooks such as the samples, and the tests of the oracle on them.
//!
//! It reads only what the samples hold: Chinese headings, one spelling for each thing. The program's own reader, with
//! its faults and warnings, is tested elsewhere.

use super::book::{Book, Category, EXTERNAL, Grade, Line, Manager, Paid, Points, Quota, Score, Split};
use super::days::Day;
use super::exact::{exact, in_fen};
use calamine::{Data, Reader, Xlsx, open_workbook};
use std::collections::HashMap;
use std::path::Path;

/// Reads a plain workbook with Chinese headings into a book (workbook.md, "Input workbook").
///
/// # Panics
/// When the file is not such a workbook.
pub fn read_xlsx(path: &Path) -> Book {
    let mut file: Xlsx<_> = open_workbook(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut sheet = |name: &str| rows(&mut file, name);
    let mut book = Book::default();
    for row in sheet("政策") {
        match row.word("参数").as_str() {
            "政策" => book.policy = row.word("取值"),
            "年度" => book.year = row.word("取值").parse().expect("a year"),
            "截至季度" => book.through = Some(row.quarter_in("取值")),
            "目标内奖金比率" => book.settings.push(("in_target_rate".to_owned(), row.word("取值"))),
            "部门目标" => book.settings.push(("department_target".to_owned(), row.word("取值"))),
            name => book.settings.push((name.to_owned(), row.word("取值"))),
        }
    }
    for row in sheet("超额比率") {
        book.tiers.push((row.word("起点(年度目标倍数)"), row.word("奖金比率")));
    }
    for row in sheet("KPI系数") {
        book.bands.push((row.word("起始得分"), row.word("系数")));
    }
    for row in sheet("职级") {
        book.grades.push(Grade {
            name: row.word("职级"),
            wage: row.money("月工资"),
            floating: row.money("月浮动工资"),
        });
    }
    for row in sheet("客户经理") {
        book.managers.push(Manager {
            id: row.word("工号"),
            name: row.word("姓名"),
            grade: row.maybe("职级").unwrap_or_default(),
            joined: row.day("入职日期"),
            left: row.day("离职日期"),
        });
    }
    for row in sheet("任务") {
        book.quotas.push(Quota {
            manager: row.word("工号"),
            quarter: row.quarter_in("季度"),
            base: row.maybe("基数").map(|text| in_fen(&exact(&text))),
            target: row.money("目标"),
            floating: row.maybe("浮动工资").map(|text| in_fen(&exact(&text))),
            grade: row.maybe("职级"),
        });
    }
    for row in sheet("回款") {
        book.lines.push(Line {
            quarter: row.quarter_in("季度"),
            project: row.word("项目"),
            category: category(&row.word("类别")),
            manager: row.maybe("客户经理"),
            amount: row.money("回款金额"),
            partner: row.money("合作伙伴分利"),
            expense: row.money("销售费用"),
            entertainment: row.money("大额招待费"),
            travel: row.money("项目差旅费"),
            in_pipeline: row.word("进入漏斗") == "是",
        });
    }
    for row in sheet("贡献") {
        book.splits.push(Split {
            project: row.word("项目"),
            category: row.maybe("类别").map(|name| category(&name)),
            quarter: row.maybe("季度").map(|_| row.quarter_in("季度")),
            manager: row.word("客户经理").replace("外部", EXTERNAL),
            share: row.word("贡献度"),
        });
    }
    for row in sheet("KPI评分") {
        book.scores
            .push(Score { manager: row.word("工号"), quarter: row.quarter_in("季度"), points: points(&row) });
    }
    for row in sheet("已发放") {
        book.paid.push(Paid {
            manager: row.word("工号"),
            quarter: row.quarter_in("季度"),
            bonus: row.money("奖金"),
            floating: row.money("浮动工资"),
        });
    }
    book
}

/// Every cell of every sheet as text, to see whether two files hold the same.
pub fn all_cells(path: &Path) -> String {
    let mut file: Xlsx<_> = open_workbook(path).expect("a workbook");
    let sheets = file.worksheets();
    let cells: Vec<String> = sheets.iter().map(|(name, range)| format!("{name} {range:?}")).collect();
    cells.join("\n")
}

fn points(row: &Row) -> Points {
    match row.maybe("得分") {
        Some(score) => Points::Single(score),
        None => Points::Three(row.word("部门经理"), row.word("销售管理"), row.word("销售总监")),
    }
}

/// A row's cells by their headings, as the texts that Excel would show; a blank cell is not there.
struct Row {
    place: String,
    cells: HashMap<String, String>,
}

impl Row {
    fn maybe(&self, heading: &str) -> Option<String> {
        self.cells.get(heading).cloned()
    }

    fn word(&self, heading: &str) -> String {
        self.maybe(heading).unwrap_or_else(|| panic!("{}: no {heading}", self.place))
    }

    fn money(&self, heading: &str) -> i64 {
        in_fen(&exact(&self.word(heading)))
    }

    fn day(&self, heading: &str) -> Option<Day> {
        let text = self.maybe(heading)?;
        let parts: Vec<&str> = text.split('-').collect();
        let [year, month, day] = parts[..] else { panic!("{}: {text:?} is no day", self.place) };
        Some(Day(year.parse().expect("a year"), month.parse().expect("a month"), day.parse().expect("a day")))
    }

    fn quarter_in(&self, heading: &str) -> u8 {
        self.word(heading).trim_start_matches('Q').parse().expect("a quarter")
    }
}

fn rows(file: &mut Xlsx<std::io::BufReader<std::fs::File>>, name: &str) -> Vec<Row> {
    let Ok(range) = file.worksheet_range(name) else {
        return Vec::new();
    };
    let mut lines = range.rows();
    let headings: Vec<String> = lines.next().expect("headings").iter().map(shown).collect();
    let mut rows = Vec::new();
    for (place, line) in lines.enumerate() {
        let cells = headings.iter().cloned().zip(line.iter().map(shown)).filter(|(_, text)| !text.is_empty());
        rows.push(Row { place: format!("{name} row {}", place + 2), cells: cells.collect() });
    }
    rows
}

/// A number is read as its shortest decimal text, which is what Excel shows, never by float arithmetic.
fn shown(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        Data::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year}-{month}-{day}")
        }
        other => panic!("unexpected cell {other:?}"),
    }
}

fn category(name: &str) -> Category {
    let all = [
        Category::Product,
        Category::Implementation,
        Category::AllocatedImplementation,
        Category::SecondaryDevelopment,
        Category::Service,
        Category::Supplies,
        Category::Training,
        Category::Maintenance,
        Category::AddOn,
        Category::DataConversion,
    ];
    let found = all.into_iter().find(|category| super::sheets::category(*category).0 == name);
    found.unwrap_or_else(|| panic!("unexpected category {name:?}"))
}

#[cfg(test)]
mod tests {
    use super::super::{compare, compare_present, compute};
    use super::read_xlsx;
    use std::path::Path;

    /// Where the samples and their expected figures, made by hand, are kept.
    const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/samples");

    fn agrees_with_the_sample(name: &str) {
        let folder = Path::new(SAMPLES);
        for version in ["1", "2"] {
            let mut book = read_xlsx(&folder.join(format!("{name}.xlsx")));
            book.settings.push(("policy_version".to_owned(), version.to_owned()));
            let expected = folder.join(format!("{name}.version-{version}.expected.json"));
            let expected = std::fs::read_to_string(expected).expect("expected figures");
            let expected = serde_json::from_str(&expected).expect("JSON");
            let differences = compare_present(&compute(&book), &expected);
            assert!(differences.is_empty(), "{name} version {version}:\n{}", differences.join("\n"));
        }
    }

    /// Joiners, leavers, leave, late lines, shares by category and quarter, thirds.
    #[test]
    fn people_and_shares_agree_with_the_samples() {
        let folder = Path::new(SAMPLES).with_file_name("people");
        for policy in ["key-account", "major-sales", "department-sales"] {
            let mut book = read_xlsx(&folder.join(format!("{policy}-people.xlsx")));
            book.settings.push(("policy_version".to_owned(), "2".to_owned()));
            let expected = std::fs::read_to_string(folder.join(format!("{policy}-people.json"))).expect("figures");
            let expected = serde_json::from_str(&expected).expect("JSON");
            let differences = compare_present(&compute(&book), &expected);
            assert!(differences.is_empty(), "{policy}:\n{}", differences.join("\n"));
        }
    }

    #[test]
    fn key_account_agrees_with_the_samples() {
        agrees_with_the_sample("key-account");
        agrees_with_the_sample("key-account-turns");
    }

    #[test]
    fn major_sales_agrees_with_the_samples() {
        agrees_with_the_sample("major-sales");
        agrees_with_the_sample("major-sales-turns");
    }

    #[test]
    fn department_sales_agrees_with_the_samples() {
        agrees_with_the_sample("department-sales");
        agrees_with_the_sample("department-sales-turns");
    }

    #[test]
    fn a_changed_figure_is_a_difference() {
        let path = Path::new(SAMPLES).join("key-account.xlsx");
        let text = std::fs::read_to_string(Path::new(SAMPLES).join("key-account.version-1.expected.json"));
        let mut json: serde_json::Value = serde_json::from_str(&text.expect("text")).expect("JSON");
        json["managers"][0]["quarters"][1]["bonus"] = "28480.01".into();
        json["managers"][1]["quarters"][0]["base_met"] = true.into();
        json["managers"][2]["year_end"] = serde_json::Value::Null;
        json["managers"][3]["half_years"][0]["decision"] = "hold".into();
        let figures = compute(&read_xlsx(&path));
        let differences = compare_present(&figures, &json);
        assert_eq!(differences.len(), 4, "{}", differences.join("\n"));
        // The samples leave out what the strict comparison wants to see.
        assert!(compare(&figures, &json).len() > 4);
    }
}
