//! The typing hand: puts into a file what a person would, by sheet, row and heading, and counts it.

use std::path::PathBuf;
use std::process::{Command, Output};

use super::common::draft::{Cell, Draft, opened};
use serde_json::Value;

/// A clerk at a desk, in one of the languages.
pub struct Clerk {
    folder: tempfile::TempDir,
    zh: bool,
    typed: usize,
    lines: usize,
}

/// Names of sheets and headings in both languages.
const WORDS: [(&str, &str); 58] = [
    ("政策", "Policy"),
    ("超额比率", "Tiers"),
    ("KPI系数", "KPI coefficients"),
    ("职级", "Grades"),
    ("客户经理", "Managers"),
    ("任务", "Quotas"),
    ("回款", "Collections"),
    ("贡献", "Splits"),
    ("KPI评分", "KPI scores"),
    ("手工调整", "Adjustments"),
    ("已发放", "Paid"),
    ("拟议", "Proposals"),
    ("取值", "Value"),
    ("年度", "Year"),
    ("目标内奖金比率", "In-target rate"),
    ("税率除数", "Tax divisor"),
    ("工号", "ID"),
    ("姓名", "Name"),
    ("季度", "Quarter"),
    ("基数", "Base"),
    ("目标", "Target"),
    ("入职日期", "Joined"),
    ("离职日期", "Left"),
    ("部门经理", "Department manager"),
    ("销售管理", "Sales management"),
    ("销售总监", "Sales director"),
    ("得分", "Score"),
    ("采纳", "Accept"),
    ("项目", "Project"),
    ("回款金额", "Amount"),
    ("贡献度", "Share"),
    ("金额", "Amount"),
    ("原因", "Reason"),
    ("批准人", "Approver"),
    ("日期", "Date"),
    ("类别", "Category"),
    ("奖金", "Bonus"),
    ("浮动工资", "Floating wage"),
    ("进入漏斗", "In pipeline"),
    ("合作伙伴分利", "Partner share"),
    ("项目差旅费", "Travel"),
    ("大额招待费", "Entertainment"),
    ("专员", "Specialists"),
    ("考核项目", "Items"),
    ("月份", "Month"),
    ("指标", "Item"),
    ("权重", "Weight"),
    ("目标值", "Target"),
    ("实际值", "Actual"),
    ("工龄奖标准(每月)", "Seniority allowance a month"),
    ("月度业绩", "Monthly work"),
    ("出勤天数", "Days worked"),
    ("满勤", "Full attendance"),
    ("服务月数", "Months of service"),
    ("销售完成额", "Sales done"),
    ("销售指标", "Sales target"),
    ("清洗饮水机(台)", "Machines washed"),
    ("送水(桶)", "Buckets delivered"),
];

pub fn text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::Number(text) => text.clone(),
        _ => String::new(),
    }
}

impl Clerk {
    pub fn new(zh: bool) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), zh, typed: 0, lines: 0 }
    }

    pub fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    /// A name in the clerk's language.
    pub fn word(&self, zh: &'static str) -> &'static str {
        if self.zh { zh } else { WORDS.iter().find(|(word, _)| *word == zh).map_or(zh, |(_, en)| en) }
    }

    pub fn run(&self, words: &[&str]) -> Output {
        let lang = if self.zh { "zh" } else { "en" };
        let mut command = Command::new(env!("CARGO_BIN_EXE_bonus"));
        command.current_dir(self.folder.path()).args(words).args(["--lang", lang]).output().unwrap()
    }

    pub fn done(&self, words: &[&str]) -> String {
        let output = self.run(words);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{words:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    pub fn json(&self, words: &[&str]) -> Value {
        serde_json::from_str(&self.done(words)).unwrap()
    }

    pub fn edit<T>(&mut self, file: &str, change: impl FnOnce(&mut Sheets<'_>) -> T) -> T {
        let path = self.path(file);
        let mut sheets = Sheets { draft: opened(&path), clerk: self, typed: 0, lines: 0 };
        let made = change(&mut sheets);
        let (draft, typed, lines) = (std::mem::take(&mut sheets.draft), sheets.typed, sheets.lines);
        draft.write(&path);
        self.typed += typed;
        self.lines += lines;
        made
    }

    /// How many cells were typed since the last time, and how many more the ledger's lines have.
    pub fn counted(&mut self) -> (usize, usize) {
        (std::mem::take(&mut self.typed), std::mem::take(&mut self.lines))
    }
}

/// A file while it is filled in.
pub struct Sheets<'c> {
    draft: Draft,
    clerk: &'c Clerk,
    typed: usize,
    lines: usize,
}

impl Sheets<'_> {
    fn heading(&mut self, sheet: &'static str, heading: &'static str) -> (usize, usize) {
        // What is one word in Chinese: the sheet of managers and a column that names one.
        let heading = match heading {
            "客户经理" if !self.clerk.zh => "Manager",
            "职级" if !self.clerk.zh => "Grade",
            heading => self.clerk.word(heading),
        };
        let sheet = self.clerk.word(sheet);
        let rows = &self.draft.page(sheet).rows;
        let mut found =
            rows.iter().enumerate().filter(|(_, row)| row.iter().filter(|cell| !text(cell).is_empty()).count() > 1);
        let found = found.find_map(|(at, row)| Some((at, row.iter().position(|cell| text(cell) == heading)?)));
        found.unwrap_or_else(|| panic!("no {heading} on {sheet}"))
    }

    fn at(&mut self, sheet: &'static str, row: usize, column: usize) -> &mut Cell {
        let sheet = self.clerk.word(sheet);
        let rows = &mut self.draft.page(sheet).rows;
        if rows.len() <= row {
            rows.resize(row + 1, Vec::new());
        }
        if rows[row].len() <= column {
            rows[row].resize(column + 1, Cell::Blank);
        }
        &mut rows[row][column]
    }

    /// The row whose first cells are these.
    fn row_of(&mut self, sheet: &'static str, begins: &[&str]) -> usize {
        let name = self.clerk.word(sheet);
        let rows = &self.draft.page(name).rows;
        let is =
            |row: &Vec<Cell>| row.len() >= begins.len() && begins.iter().zip(row).all(|(b, cell)| text(cell) == *b);
        rows.iter().position(is).unwrap_or_else(|| panic!("no {begins:?} on {name}"))
    }

    /// Types into a cell of a row that is there.
    pub fn cell(&mut self, sheet: &'static str, begins: &[&str], heading: &'static str, value: impl Into<Cell>) {
        let (_, column) = self.heading(sheet, heading);
        let row = self.row_of(sheet, begins);
        *self.at(sheet, row, column) = value.into();
        self.typed += 1;
    }

    /// Types a new row below the last.
    pub fn row(&mut self, sheet: &'static str, cells: &[(&'static str, Cell)]) {
        self.typed += cells.len();
        self.below(sheet, cells);
    }

    /// A line of the ledger, pasted with others or typed: counted apart.
    pub fn line(&mut self, cells: &[(&'static str, Cell)]) {
        self.lines += cells.len();
        self.below("回款", cells);
    }

    fn below(&mut self, sheet: &'static str, cells: &[(&'static str, Cell)]) {
        let name = self.clerk.word(sheet);
        let filled = |row: &Vec<Cell>| row.iter().any(|cell| *cell != Cell::Blank);
        let last = self.draft.page(name).rows.iter().rposition(filled).unwrap();
        for (heading, value) in cells {
            let (_, column) = self.heading(sheet, heading);
            *self.at(sheet, last + 1, column) = value.clone();
        }
    }

    /// Types rows of a table, from its first column.
    pub fn table(&mut self, sheet: &'static str, rows: &[&[&str]]) {
        let name = self.clerk.word(sheet);
        let filled = |row: &Vec<Cell>| row.iter().any(|cell| *cell != Cell::Blank);
        let last = self.draft.page(name).rows.iter().rposition(filled).unwrap();
        for (at, row) in rows.iter().enumerate() {
            for (column, value) in row.iter().enumerate() {
                *self.at(sheet, last + 1 + at, column) = super::common::draft::auto(value);
                self.typed += 1;
            }
        }
    }

    /// The row of a project among the lines.
    pub fn project(&mut self, project: &str) -> usize {
        let (_, column) = self.heading("回款", "项目");
        let rows = &self.draft.page(self.clerk.word("回款")).rows;
        rows.iter().position(|row| row.get(column).is_some_and(|cell| text(cell) == project)).unwrap()
    }

    /// Corrects the amount of a line.
    pub fn amount(&mut self, row: usize, amount: Cell) {
        let (_, column) = self.heading("回款", "回款金额");
        *self.at("回款", row, column) = amount;
        self.typed += 1;
    }

    pub fn delete(&mut self, sheet: &'static str, begins: &[&str]) {
        let (name, row) = (self.clerk.word(sheet), self.row_of(sheet, begins));
        self.draft.page(name).rows.remove(row);
    }

    pub fn has(&mut self, sheet: &'static str, begins: &[&str]) -> bool {
        let name = self.clerk.word(sheet);
        let is =
            |row: &Vec<Cell>| row.len() >= begins.len() && begins.iter().zip(row).all(|(b, cell)| text(cell) == *b);
        self.draft.pages.iter().filter(|page| page.name == name).any(|page| page.rows.iter().any(is))
    }

    pub fn reads(&mut self, sheet: &'static str, begins: &[&str], heading: &'static str) -> String {
        let (_, column) = self.heading(sheet, heading);
        let row = self.row_of(sheet, begins);
        text(self.at(sheet, row, column))
    }
}

/// Each person's payable.
pub fn payable(json: &Value) -> Vec<(&str, &str)> {
    let people = json["managers"].as_array().unwrap().iter();
    people.map(|person| (person["id"].as_str().unwrap(), person["payable"].as_str().unwrap())).collect()
}
