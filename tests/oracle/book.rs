//! An input workbook as plain data (workbook.md, "Input workbook"): what a clerk means, free of how it is typed.
//!
//! Money is whole fen. Rates, shares, scores and coefficients are decimal texts. No number is a float here;
//! floats appear only when a book is written to a spreadsheet.

use super::days::Day;
use super::exact::{Exact, exact};
use std::collections::BTreeSet;

/// The manager id that stands for the outside unit in splits (MS-2.5, workbook.md "Splits").
pub const EXTERNAL: &str = "external";

/// A whole input workbook, a field a sheet (workbook.md, "Input workbook").
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Book {
    /// The policy's id, such as `key-account`.
    pub policy: String,
    /// The year.
    pub year: i32,
    /// The through quarter, 1 to 4; blank means the latest quarter with KPI scores.
    pub through: Option<u8>,
    /// Every other setting by its name in policy.md, such as `surplus` = `accrue-now`.
    pub settings: Vec<(String, String)>,
    /// Tiers above the annual target: from (multiple of it), rate (KA-3.1).
    pub tiers: Vec<(String, String)>,
    /// KPI bands: score from, coefficient (KA-3.3).
    pub bands: Vec<(String, String)>,
    /// The wage grades, lowest first (KA-2.4).
    pub grades: Vec<Grade>,
    /// The managers.
    pub managers: Vec<Manager>,
    /// A row for each manager and quarter (KA-1).
    pub quotas: Vec<Quota>,
    /// The collection lines (KA-2.1).
    pub lines: Vec<Line>,
    /// The shares of projects of several managers (KA-2.6).
    pub splits: Vec<Split>,
    /// The KPI scores (KA-3.3).
    pub scores: Vec<Score>,
    /// What was really paid for closed quarters.
    pub paid: Vec<Paid>,
}

/// A wage grade (KA-2.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    /// Its name.
    pub name: String,
    /// The monthly wage in fen; it scales the tasks.
    pub wage: i64,
    /// The monthly floating wage in fen; three of them are a quarter's.
    pub floating: i64,
}

/// A manager (workbook.md, "Managers").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manager {
    /// The id, which every other sheet refers to.
    pub id: String,
    /// The name.
    pub name: String,
    /// The name of the grade.
    pub grade: String,
    /// The first day of employment, where the book gives it.
    pub joined: Option<Day>,
    /// The last one.
    pub left: Option<Day>,
}

/// A manager's quota row for a quarter (workbook.md, "Quotas").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quota {
    /// The manager's id.
    pub manager: String,
    /// The quarter, 1 to 4.
    pub quarter: u8,
    /// The base in fen; blank only where the policy has a default (DS-1).
    pub base: Option<i64>,
    /// The target in fen.
    pub target: i64,
    /// The quarter's floating wage in fen; blank is three times the grade's monthly one.
    pub floating: Option<i64>,
    /// The quarter's grade where the row names one.
    pub grade: Option<String>,
}

/// A category of income (policy.md section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Category {
    /// 产品
    Product,
    /// 实施
    Implementation,
    /// 划拨实施
    AllocatedImplementation,
    /// 二次开发
    SecondaryDevelopment,
    /// 服务
    Service,
    /// 配套用品
    Supplies,
    /// 培训
    Training,
    /// 维护
    Maintenance,
    /// 增购
    AddOn,
    /// 数据转换
    DataConversion,
}

/// A collection line (KA-2.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The quarter, 1 to 4.
    pub quarter: u8,
    /// The project; with splits it decides who gets what.
    pub project: String,
    /// The category.
    pub category: Category,
    /// The manager's id; blank exactly when the project has splits.
    pub manager: Option<String>,
    /// The amount received in fen; a refund is negative.
    pub amount: i64,
    /// The partner's share in fen.
    pub partner: i64,
    /// The selling expense in fen.
    pub expense: i64,
    /// Large entertainment in fen.
    pub entertainment: i64,
    /// Project travel in fen.
    pub travel: i64,
    /// Whether the project is in the sales pipeline (KA-2.5).
    pub in_pipeline: bool,
}

/// A manager's share of a project (KA-2.6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// The project.
    pub project: String,
    /// The category that the share is for; without one it is for all that have no rows of their own (MS-2.5).
    pub category: Option<Category>,
    /// The quarter from which on it holds; without one, from the beginning.
    pub quarter: Option<u8>,
    /// The manager's id, or [`EXTERNAL`].
    pub manager: String,
    /// The share as a decimal text, such as `0.3333`.
    pub share: String,
}

/// The points of a KPI score row (KA-3.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Points {
    /// A score given directly.
    Single(String),
    /// Department manager, sales management, sales director.
    Three(String, String, String),
}

/// A manager's KPI score in a quarter (KA-3.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// The manager's id.
    pub manager: String,
    /// The quarter, 1 to 4.
    pub quarter: u8,
    /// The points.
    pub points: Points,
}

/// What was really paid for a closed quarter (workbook.md, "Paid").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paid {
    /// The manager's id.
    pub manager: String,
    /// The quarter, 1 to 4.
    pub quarter: u8,
    /// The bonus paid, in fen.
    pub bonus: i64,
    /// The floating wages paid, in fen.
    pub floating: i64,
}

impl Book {
    /// The through quarter: the one given, else the latest with KPI scores (workbook.md).
    pub fn through(&self) -> u8 {
        self.through.unwrap_or_else(|| self.scores.iter().map(|s| s.quarter).max().expect("a KPI score"))
    }

    /// A setting's text where the book gives it.
    pub fn setting(&self, name: &str) -> Option<&str> {
        self.settings.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A setting's number, or `default` where the book does not give it.
    pub fn number(&self, name: &str, default: &str) -> Exact {
        exact(self.setting(name).unwrap_or(default))
    }

    /// The quota row of a manager's quarter.
    pub fn quota(&self, manager: &str, quarter: u8) -> Option<&Quota> {
        self.quotas.iter().find(|q| q.manager == manager && q.quarter == quarter)
    }

    /// The shares that divide a line: of the groups in force in its quarter one that names its category wins, then the
    /// latest; none where no group applies (policy.md, MS-2.5).
    pub fn shares(&self, line: &Line) -> Vec<&Split> {
        let of_project = || self.splits.iter().filter(|split| split.project == line.project);
        let groups: BTreeSet<_> = of_project().map(|split| (split.category, split.quarter)).collect();
        let applies = |group: &&(Option<Category>, Option<u8>)| {
            group.0.is_none_or(|category| category == line.category) && group.1.is_none_or(|from| from <= line.quarter)
        };
        let Some(best) = groups.iter().filter(applies).max_by_key(|group| (group.0.is_some(), group.1)) else {
            return Vec::new();
        };
        of_project().filter(|split| (split.category, split.quarter) == *best).collect()
    }

    /// The managers to whom a line goes, [`EXTERNAL`] among them.
    pub fn members<'a>(&'a self, line: &'a Line) -> Vec<&'a str> {
        match &line.manager {
            Some(manager) => vec![manager],
            None => self.shares(line).into_iter().map(|split| split.manager.as_str()).collect(),
        }
    }

    /// Whether a manager left before a quarter began.
    pub fn has_left(&self, manager: &str, quarter: u8) -> bool {
        let left = self.managers.iter().find(|m| m.id == manager).and_then(|m| m.left);
        left.is_some_and(|left| left < Day::first_of(self.year, quarter))
    }

    /// The place of a grade in the table, lowest first (KA-2.4).
    pub fn grade_place(&self, name: &str) -> usize {
        self.grades.iter().position(|g| g.name == name).unwrap_or_else(|| panic!("no grade {name}"))
    }
}

impl Line {
    /// What is left of the amount after the deductions, in fen (KA-2.1, section 4).
    pub fn net(&self) -> i64 {
        self.amount - self.partner - self.expense - self.entertainment - self.travel
    }
}
