//! A small case for a test of the rules: a few managers, their quarters and lines, written as a real workbook and
//! computed as any other.
//!
//! The figures are chosen so that a hand calculation is short: the in-target rate is 11.7 %, so that a basis ÷ 1.17 ×
//! rate is a tenth of it; the tiers are 23.4 % (a fifth) from 1 × and 35.1 % (three tenths) from 1.5 × the annual target;
//! the KPI score is 80 unless said otherwise, whose coefficient is 1, so that the payout factor is 1.

use serde_json::Value as Json;

use super::draft::{Cell, Draft, Page, auto};

/// A case, of version 1 of its policy. Everything that is not said is as the module says.
#[derive(Clone, Debug)]
pub struct Case {
    policy: &'static str,
    version: Option<&'static str>,
    settings: Vec<(String, String)>,
    managers: Vec<[String; 2]>,
    /// Days of joining, by id.
    joined: Vec<[String; 2]>,
    quotas: Vec<[String; 6]>,
    /// The lines.
    pub lines: Vec<Line>,
    splits: Vec<[String; 3]>,
    scores: Vec<(String, u8, Vec<String>)>,
    paid: Vec<[String; 4]>,
    adjustments: Vec<[String; 6]>,
    tables: Vec<Page>,
    through: u8,
}

/// A collection line.
#[derive(Clone, Debug)]
pub struct Line {
    /// The quarter as typed; or the date, where that is given.
    pub quarter: String,
    /// A day.
    pub date: Option<(i16, u8, u8)>,
    /// The project.
    pub project: String,
    /// The category.
    pub category: String,
    /// The manager; blank where the project has shares.
    pub manager: String,
    /// The amount.
    pub amount: String,
    /// Partner share, selling expense, entertainment, travel.
    pub deductions: [String; 4],
    /// Whether the project is in the pipeline.
    pub in_pipeline: bool,
}

impl Default for Line {
    fn default() -> Self {
        Self {
            quarter: String::new(),
            date: None,
            project: "P1".to_owned(),
            category: String::new(),
            manager: String::new(),
            amount: "0".to_owned(),
            deductions: Default::default(),
            in_pipeline: true,
        }
    }
}

/// What a run gives.
pub struct Run(pub Json);

impl Case {
    /// One manager, M001, of the middle one of three grades, with base 70,000 and target 100,000 in each of the
    /// quarters up to `through`.
    pub fn through(through: u8) -> Self {
        let mut case = Self::empty(through);
        case.manager("M001", "2级");
        for quarter in 1..=through {
            case.quota("M001", quarter, "70000", "100000");
        }
        case
    }

    /// Nobody yet.
    pub fn empty(through: u8) -> Self {
        Self {
            policy: "key-account",
            version: Some("1"),
            settings: vec![("in_target_rate".to_owned(), "0.117".to_owned())],
            managers: Vec::new(),
            joined: Vec::new(),
            quotas: Vec::new(),
            lines: Vec::new(),
            splits: Vec::new(),
            scores: Vec::new(),
            paid: Vec::new(),
            adjustments: Vec::new(),
            tables: vec![
                Page::new("Tiers", &[&["From", "Rate"], &["1", "0.234"], &["1.5", "0.351"]]),
                Page::new(
                    "KPI coefficients",
                    &[&["Score from", "Coefficient"], &["0", "0"], &["60", "0.5"], &["80", "1"], &["90", "1.2"]],
                ),
                Page::new(
                    "Grades",
                    &[
                        &["Grade", "Monthly wage", "Monthly floating wage"],
                        &["1级", "3000", "1000"],
                        &["2级", "4000", "1500"],
                        &["3级", "5000", "2000"],
                    ],
                ),
            ],
            through,
        }
    }

    /// As [`Case::through`], of a policy that extends the key-account policy, at that policy's own rates and tiers.
    pub fn of(policy: &'static str, through: u8) -> Self {
        let mut case = Self { policy, ..Self::through(through) };
        case.settings.clear();
        case.tables.retain(|page| page.name != "Tiers" && (page.name != "Grades" || policy != "major-sales"));
        case
    }

    /// The same case by another version of its policy than the first; by none it is the highest.
    pub fn version(&mut self, version: impl Into<Option<&'static str>>) -> &mut Self {
        self.version = version.into();
        self
    }

    /// A setting, instead of any before it.
    pub fn set(&mut self, name: &str, value: &str) -> &mut Self {
        self.settings.retain(|(known, _)| known != name);
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Another table instead of the usual one.
    pub fn table(&mut self, name: &str, rows: &[&[&str]]) -> &mut Self {
        self.tables.retain(|page| page.name != name);
        self.tables.push(Page::new(name, rows));
        self
    }

    /// A manager.
    pub fn manager(&mut self, id: &str, grade: &str) -> &mut Self {
        self.managers.push([id.to_owned(), grade.to_owned()]);
        self
    }

    /// The day on which a manager joined.
    pub fn joined(&mut self, id: &str, day: &str) -> &mut Self {
        self.joined.push([id.to_owned(), day.to_owned()]);
        self
    }

    /// A quarter of a manager, instead of any before it, with a KPI score of 80.
    pub fn quota(&mut self, id: &str, quarter: u8, base: &str, target: &str) -> &mut Self {
        self.quota_with(id, quarter, base, target, "", "")
    }

    /// The same with a floating wage and a grade.
    pub fn quota_with(
        &mut self,
        id: &str,
        quarter: u8,
        base: &str,
        target: &str,
        floating: &str,
        grade: &str,
    ) -> &mut Self {
        let key = format!("Q{quarter}");
        self.quotas.retain(|row| !(row[0] == id && row[1] == key));
        self.quotas.push([id, &key, base, target, floating, grade].map(str::to_owned));
        self.scores(id, quarter, &["80"])
    }

    /// Takes a manager's quarter out.
    pub fn without_quota(&mut self, id: &str, quarter: u8) -> &mut Self {
        let key = format!("Q{quarter}");
        self.quotas.retain(|row| !(row[0] == id && row[1] == key));
        self.scores.retain(|(who, when, _)| !(who == id && *when == quarter));
        self
    }

    /// One score, or the three of the assessors, instead of any before.
    pub fn scores(&mut self, id: &str, quarter: u8, points: &[&str]) -> &mut Self {
        self.scores.retain(|(who, when, _)| !(who == id && *when == quarter));
        self.scores.push((id.to_owned(), quarter, points.iter().map(|&p| p.to_owned()).collect()));
        self
    }

    /// What a manager collected in a quarter, in the pipeline.
    pub fn collected(&mut self, id: &str, quarter: u8, amount: &str) -> &mut Self {
        self.line(Line {
            quarter: format!("Q{quarter}"),
            manager: id.to_owned(),
            amount: amount.to_owned(),
            ..Line::default()
        })
    }

    /// What M001 collected in each quarter from the first.
    pub fn all(&mut self, amounts: &[&str]) -> &mut Self {
        for (quarter, amount) in (1..).zip(amounts) {
            self.collected("M001", quarter, amount);
        }
        self
    }

    /// What a manager collected outside the pipeline.
    pub fn outside(&mut self, id: &str, quarter: u8, amount: &str) -> &mut Self {
        self.line(Line {
            quarter: format!("Q{quarter}"),
            manager: id.to_owned(),
            amount: amount.to_owned(),
            in_pipeline: false,
            ..Line::default()
        })
    }

    /// Any line.
    pub fn line(&mut self, line: Line) -> &mut Self {
        self.lines.push(line);
        self
    }

    /// A share of a project.
    pub fn share(&mut self, project: &str, manager: &str, share: &str) -> &mut Self {
        self.splits.push([project, manager, share].map(str::to_owned));
        self
    }

    /// What was really paid for a closed quarter.
    pub fn paid(&mut self, id: &str, quarter: u8, bonus: &str, floating: &str) -> &mut Self {
        self.paid.push([id.to_owned(), format!("Q{quarter}"), bonus.to_owned(), floating.to_owned()]);
        self
    }

    /// An adjustment by hand of a manager's figure of a period (or `Year-end`), with a reason and an approver.
    pub fn adjusted(&mut self, id: &str, period: &str, figure: &str, amount: &str) -> &mut Self {
        let reason = format!("reason {}", self.adjustments.len() + 1);
        self.adjustments.push([id, period, figure, amount, &reason, "the director"].map(str::to_owned));
        self
    }

    /// The workbook.
    pub fn draft(&self) -> Draft {
        let rows = |heading: &[&str], rows: Vec<Vec<Cell>>| {
            std::iter::once(heading.iter().map(|&text| text.into()).collect()).chain(rows).collect::<Vec<_>>()
        };
        let cells = |row: &[String]| row.iter().map(|text| auto(text)).collect::<Vec<Cell>>();
        let page = |name: &str, rows: Vec<Vec<Cell>>| Page { name: name.to_owned(), rows, ..Page::default() };
        let mut policy = vec![
            vec!["Policy".into(), self.policy.into()],
            vec!["Year".into(), auto("2017")],
            vec!["Through".into(), format!("Q{}", self.through).into()],
        ];
        policy.extend(self.settings.iter().map(|(name, value)| vec![name.as_str().into(), auto(value)]));
        policy.extend(self.version.map(|version| vec!["Policy version".into(), auto(version)]));
        let managers = self.managers.iter().map(|row| {
            let joined = self.joined.iter().find(|[id, _]| *id == row[0]).map(|[_, day]| day.as_str());
            cells(row).into_iter().chain(joined.map(Cell::from)).collect()
        });
        let heading: &[&str] = if self.joined.is_empty() { &["ID", "Grade"] } else { &["ID", "Grade", "Joined"] };
        let managers = rows(heading, managers.collect());
        let quotas = self.quotas.iter().map(|row| cells(row)).collect();
        let lines = self.lines.iter().map(|line| {
            let mut row = vec![line.date.map_or(Cell::Blank, |(year, month, day)| Cell::Date(year, month, day))];
            row.extend(cells(&[
                line.quarter.clone(),
                line.project.clone(),
                line.category.clone(),
                line.manager.clone(),
                line.amount.clone(),
            ]));
            row.extend(cells(&line.deductions));
            row.push(if line.in_pipeline { Cell::Blank } else { "no".into() });
            row
        });
        let scores = self.scores.iter().map(|(id, quarter, points)| {
            let mut row = vec![id.as_str().into(), format!("Q{quarter}").into()];
            if points.len() == 1 {
                row.extend([Cell::Blank, Cell::Blank, Cell::Blank]);
            }
            row.extend(cells(points));
            row
        });
        let mut pages = vec![
            page("Policy", rows(&["Key", "Value"], policy)),
            page("Managers", managers),
            page("Quotas", rows(&["ID", "Quarter", "Base", "Target", "Floating wage", "Grade"], quotas)),
            page(
                "Collections",
                rows(
                    &[
                        "Date",
                        "Quarter",
                        "Project",
                        "Category",
                        "Manager",
                        "Amount",
                        "Partner share",
                        "Selling expense",
                        "Entertainment",
                        "Travel",
                        "In pipeline",
                    ],
                    lines.collect(),
                ),
            ),
            page(
                "KPI scores",
                rows(
                    &["ID", "Quarter", "Department manager", "Sales management", "Sales director", "Score"],
                    scores.collect(),
                ),
            ),
        ];
        pages.extend(self.tables.iter().cloned());
        if !self.splits.is_empty() {
            let splits = self.splits.iter().map(|row| cells(row)).collect();
            pages.push(page("Splits", rows(&["Project", "Manager", "Share"], splits)));
        }
        if !self.paid.is_empty() {
            let paid = self.paid.iter().map(|row| cells(row)).collect();
            pages.push(page("Paid", rows(&["ID", "Quarter", "Bonus", "Floating wage"], paid)));
        }
        if !self.adjustments.is_empty() {
            let adjustments = self.adjustments.iter().map(|row| cells(row)).collect();
            let heading = &["ID", "Quarter", "Figure", "Amount", "Reason", "Approver"];
            pages.push(page("Adjustments", rows(heading, adjustments)));
        }
        Draft { pages }
    }

    /// Computes the case.
    pub fn run(&self) -> Run {
        self.try_run().unwrap_or_else(|faults| panic!("faults:\n{faults}"))
    }

    /// Computes the case, or gives its faults.
    pub fn try_run(&self) -> Result<Run, String> {
        let name = self.version.map_or_else(|| self.policy.to_owned(), |version| format!("{}@{version}", self.policy));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("case.xlsx");
        self.draft().write(&path);
        super::results(&path, super::policy(&name)).map(Run)
    }
}

impl Run {
    fn manager(&self, id: &str) -> &Json {
        let managers = self.0["managers"].as_array().unwrap();
        managers.iter().find(|m| m["id"] == id).unwrap_or_else(|| panic!("no manager {id}"))
    }

    fn row<'a>(&'a self, id: &str, list: &str, key: &str, value: &str) -> &'a Json {
        let rows = self.manager(id)[list].as_array().unwrap();
        rows.iter().find(|row| row[key] == value).unwrap_or_else(|| panic!("{id} has no {value}"))
    }

    /// Figures of M001's quarter; see [`same`].
    #[track_caller]
    pub fn quarter(&self, quarter: u8, figures: &[(&str, &str)]) {
        self.quarter_of("M001", quarter, figures);
    }

    /// Figures of a manager's quarter; see [`same`].
    #[track_caller]
    pub fn quarter_of(&self, id: &str, quarter: u8, figures: &[(&str, &str)]) {
        same(self.row(id, "quarters", "quarter", &format!("Q{quarter}")), figures);
    }

    /// Figures of M001's half-year.
    #[track_caller]
    pub fn half(&self, half: u8, figures: &[(&str, &str)]) {
        same(self.row("M001", "half_years", "half", &format!("H{half}")), figures);
    }

    /// How many half-years M001 has; none where the policy reviews none.
    pub fn halves(&self) -> usize {
        self.manager("M001")["half_years"].as_array().map_or(0, Vec::len)
    }

    /// Figures of M001's year-end.
    #[track_caller]
    pub fn year(&self, figures: &[(&str, &str)]) {
        same(&self.manager("M001")["year_end"], figures);
    }

    /// Whether M001's year is settled.
    pub fn settled(&self) -> bool {
        !self.manager("M001")["year_end"].is_null()
    }

    /// What is payable now to M001.
    #[track_caller]
    pub fn payable(&self, figure: &str) {
        same(self.manager("M001"), &[("payable", figure)]);
    }

    /// Figures of the department.
    #[track_caller]
    pub fn department(&self, figures: &[(&str, &str)]) {
        same(&self.0["department"], figures);
    }

    /// The warnings, each as `Sheet!Cell`.
    pub fn warnings(&self) -> Vec<String> {
        let place = |w: &Json| format!("{}!{}", w["sheet"].as_str().unwrap(), w["cell"].as_str().unwrap());
        self.0["warnings"].as_array().unwrap().iter().map(place).collect()
    }
}

/// Figures as `(field, value)`; numbers are compared as numbers.
#[track_caller]
fn same(row: &Json, figures: &[(&str, &str)]) {
    let number = |text: &str| rust_decimal::Decimal::from_str_exact(text).ok();
    let mut wrong = Vec::new();
    for (field, expected) in figures {
        let got = match &row[*field] {
            Json::String(text) => text.clone(),
            other => other.to_string(),
        };
        let equal = match (number(expected), number(&got)) {
            (Some(a), Some(b)) => a == b,
            _ => *expected == got,
        };
        if !equal {
            wrong.push(format!("{field}: expected {expected}, got {got}"));
        }
    }
    assert!(wrong.is_empty(), "{}\nin {row:#}", wrong.join("\n"));
}
