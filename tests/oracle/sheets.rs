//! The sheets of a book as tables, with both names of everything (workbook.md, "Input workbook").

use super::book::{Book, Category, EXTERNAL};
use super::days::Day;
use super::sheets_people::{grades, managers, paid, quotas, scores};

/// A cell before it is spelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Blank,
    /// A text that is written as it stands, such as a project or an id.
    Text(String),
    /// The policy, by its id or its title.
    Policy(String),
    /// A thing with a Chinese and an English name.
    Named(&'static str, &'static str),
    /// As `Named`, where a blank cell means the same: the category product, in the pipeline.
    OrBlank(&'static str, &'static str),
    /// Money in fen.
    Money(i64),
    /// A deduction in fen; a blank one is 0.
    Deduction(i64),
    /// A rate or a share as a decimal text; it may be typed as a percentage.
    Rate(String),
    /// Another number as a decimal text.
    Number(String),
    /// A quarter.
    Quarter(u8),
    /// The quarter of a collection line, which may be given as a day in it.
    Day(u8),
    /// A manager, who may be given by a name that only he has.
    Manager(String),
    /// A day of joining or leaving.
    Date(Day),
}

/// A sheet with its names, headings and rows.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The sheet's Chinese and English name.
    pub name: (&'static str, &'static str),
    /// The headings' Chinese and English names.
    pub headings: Vec<(&'static str, &'static str)>,
    /// The rows, a cell a heading.
    pub rows: Vec<Vec<Cell>>,
    /// Whether the order of the rows means something (policy.md, law 6: only of Grades).
    pub ordered: bool,
}

/// The heading of a quarter.
pub const QUARTER: (&str, &str) = ("季度", "Quarter");
const MANAGER: (&str, &str) = ("客户经理", "Manager");
const PROJECT: (&str, &str) = ("项目", "Project");

/// The sheets of a book. A sheet that may be left out is left out when it is empty.
pub fn sheets(book: &Book) -> Vec<Sheet> {
    let mut sheets = vec![
        policy(book),
        pairs(("KPI系数", "KPI coefficients"), ("起始得分", "Score from"), ("系数", "Coefficient"), {
            let number = |text: &String| Cell::Number(text.clone());
            book.bands.iter().map(|(from, to)| vec![number(from), number(to)]).collect()
        }),
        grades(book),
        managers(book),
        quotas(book),
        collections(book),
        scores(book),
    ];
    if !book.tiers.is_empty() {
        let from = ("起点(年度目标倍数)", "From (multiple of annual target)");
        let row = |(from, rate): &(String, String)| vec![Cell::Number(from.clone()), Cell::Rate(rate.clone())];
        let rows = book.tiers.iter().map(row).collect();
        sheets.push(pairs(("超额比率", "Tiers"), from, ("奖金比率", "Rate"), rows));
    }
    if !book.splits.is_empty() {
        sheets.push(splits(book));
    }
    if !book.paid.is_empty() {
        sheets.push(paid(book));
    }
    sheets
}

fn pairs(
    name: (&'static str, &'static str),
    left: (&'static str, &'static str),
    right: (&'static str, &'static str),
    rows: Vec<Vec<Cell>>,
) -> Sheet {
    Sheet { name, headings: vec![left, right], rows, ordered: false }
}

fn policy(book: &Book) -> Sheet {
    let mut rows = vec![
        vec![Cell::Named("政策", "Policy"), Cell::Policy(book.policy.clone())],
        vec![Cell::Named("年度", "Year"), Cell::Number(book.year.to_string())],
    ];
    if let Some(through) = book.through {
        rows.push(vec![Cell::Named("截至季度", "Through"), Cell::Quarter(through)]);
    }
    for (key, value) in &book.settings {
        let value = value.clone();
        rows.push(match key.as_str() {
            "in_target_rate" => {
                vec![Cell::Named("目标内奖金比率", "In-target rate"), Cell::Rate(value)]
            }
            "department_target" => {
                vec![Cell::Named("部门目标", "Department target"), Cell::Number(value)]
            }
            name if name.ends_with("_rate") => vec![Cell::Text(key.clone()), Cell::Rate(value)],
            "tax_divisor" => vec![Cell::Text(key.clone()), Cell::Number(value)],
            _ => vec![Cell::Text(key.clone()), Cell::Text(value)],
        });
    }
    pairs(("政策", "Policy"), ("参数", "Key"), ("取值", "Value"), rows)
}

fn collections(book: &Book) -> Sheet {
    let row = |line: &super::Line| {
        let (chinese, english) = category(line.category);
        let category = match line.category {
            Category::Product => Cell::OrBlank(chinese, english),
            _ => Cell::Named(chinese, english),
        };
        let pipeline = if line.in_pipeline { Cell::OrBlank("是", "yes") } else { Cell::Named("否", "no") };
        vec![
            Cell::Day(line.quarter),
            Cell::Text(line.project.clone()),
            category,
            line.manager.clone().map_or(Cell::Blank, Cell::Manager),
            Cell::Money(line.amount),
            Cell::Deduction(line.partner),
            Cell::Deduction(line.expense),
            Cell::Deduction(line.entertainment),
            Cell::Deduction(line.travel),
            pipeline,
        ]
    };
    Sheet {
        name: ("回款", "Collections"),
        headings: vec![
            QUARTER,
            PROJECT,
            ("类别", "Category"),
            MANAGER,
            ("回款金额", "Amount"),
            ("合作伙伴分利", "Partner share"),
            ("销售费用", "Selling expense"),
            ("大额招待费", "Entertainment"),
            ("项目差旅费", "Travel"),
            ("进入漏斗", "In pipeline"),
        ],
        rows: book.lines.iter().map(row).collect(),
        ordered: false,
    }
}

/// The two names of a category (policy.md section 3).
pub fn category(category: Category) -> (&'static str, &'static str) {
    match category {
        Category::Product => ("产品", "product"),
        Category::Implementation => ("实施", "implementation"),
        Category::AllocatedImplementation => ("划拨实施", "allocated-implementation"),
        Category::SecondaryDevelopment => ("二次开发", "secondary-development"),
        Category::Service => ("服务", "service"),
        Category::Supplies => ("配套用品", "supplies"),
        Category::Training => ("培训", "training"),
        Category::Maintenance => ("维护", "maintenance"),
        Category::AddOn => ("增购", "add-on"),
        Category::DataConversion => ("数据转换", "data-conversion"),
    }
}

fn splits(book: &Book) -> Sheet {
    let row = |split: &super::Split| {
        let manager = match split.manager.as_str() {
            EXTERNAL => Cell::Named("外部", "external"),
            id => Cell::Manager(id.to_owned()),
        };
        vec![Cell::Text(split.project.clone()), manager, Cell::Rate(split.share.clone())]
    };
    let mut sheet = Sheet {
        name: ("贡献", "Splits"),
        headings: vec![PROJECT, MANAGER, ("贡献度", "Share")],
        rows: book.splits.iter().map(row).collect(),
        ordered: false,
    };
    // The two columns may be left out when nothing is in them.
    if book.splits.iter().any(|split| split.category.is_some()) {
        sheet.headings.push(("类别", "Category"));
        for (row, split) in sheet.rows.iter_mut().zip(&book.splits) {
            row.push(split.category.map_or(Cell::Blank, |of| {
                let (chinese, english) = category(of);
                Cell::Named(chinese, english)
            }));
        }
    }
    if book.splits.iter().any(|split| split.quarter.is_some()) {
        sheet.headings.push(QUARTER);
        for (row, split) in sheet.rows.iter_mut().zip(&book.splits) {
            row.push(split.quarter.map_or(Cell::Blank, Cell::Quarter));
        }
    }
    sheet
}
