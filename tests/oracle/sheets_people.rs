//! The sheets of a book that have a row a person (workbook.md, "Input workbook").

use super::book::{Book, Points};
use super::days::Day;
use super::sheets::{Cell, QUARTER, Sheet};

const ID: (&str, &str) = ("工号", "ID");
const GRADE: (&str, &str) = ("职级", "Grade");
const FLOATING: (&str, &str) = ("浮动工资", "Floating wage");

/// The Grades sheet (KA-2.4), the only one whose order means something.
pub fn grades(book: &Book) -> Sheet {
    let row = |grade: &super::Grade| {
        vec![Cell::Text(grade.name.clone()), Cell::Money(grade.wage), Cell::Money(grade.floating)]
    };
    Sheet {
        name: ("职级", "Grades"),
        headings: vec![GRADE, ("月工资", "Monthly wage"), ("月浮动工资", "Monthly floating wage")],
        rows: book.grades.iter().map(row).collect(),
        ordered: true,
    }
}

/// A column of dates: its heading, and whose date it is.
type DateColumn = ((&'static str, &'static str), fn(&super::Manager) -> Option<Day>);

/// The Managers sheet.
pub fn managers(book: &Book) -> Sheet {
    let row = |manager: &super::Manager| {
        vec![Cell::Text(manager.id.clone()), Cell::Text(manager.name.clone()), Cell::Text(manager.grade.clone())]
    };
    let mut sheet = Sheet {
        name: ("客户经理", "Managers"),
        headings: vec![ID, ("姓名", "Name"), GRADE],
        rows: book.managers.iter().map(row).collect(),
        ordered: false,
    };
    let dates: [DateColumn; 2] = [(("入职日期", "Joined"), |m| m.joined), (("离职日期", "Left"), |m| m.left)];
    for (heading, of) in dates {
        if book.managers.iter().any(|manager| of(manager).is_some()) {
            sheet.headings.push(heading);
            for (row, manager) in sheet.rows.iter_mut().zip(&book.managers) {
                row.push(of(manager).map_or(Cell::Blank, Cell::Date));
            }
        }
    }
    sheet
}

/// The Quotas sheet (KA-1).
pub fn quotas(book: &Book) -> Sheet {
    let mut sheet = Sheet {
        name: ("任务", "Quotas"),
        headings: vec![ID, QUARTER, ("基数", "Base"), ("目标", "Target")],
        rows: Vec::new(),
        ordered: false,
    };
    let money = |fen: Option<i64>| fen.map_or(Cell::Blank, Cell::Money);
    for quota in &book.quotas {
        sheet.rows.push(vec![
            Cell::Text(quota.manager.clone()),
            Cell::Quarter(quota.quarter),
            money(quota.base),
            Cell::Money(quota.target),
        ]);
    }
    // The two columns may be left out when nothing is in them.
    if book.quotas.iter().any(|quota| quota.floating.is_some()) {
        sheet.headings.push(FLOATING);
        for (row, quota) in sheet.rows.iter_mut().zip(&book.quotas) {
            row.push(money(quota.floating));
        }
    }
    if book.quotas.iter().any(|quota| quota.grade.is_some()) {
        sheet.headings.push(GRADE);
        for (row, quota) in sheet.rows.iter_mut().zip(&book.quotas) {
            row.push(quota.grade.clone().map_or(Cell::Blank, Cell::Text));
        }
    }
    sheet
}

/// The KPI scores sheet (KA-3.3).
pub fn scores(book: &Book) -> Sheet {
    let single = book.scores.iter().any(|score| matches!(score.points, Points::Single(_)));
    let three = book.scores.iter().any(|score| matches!(score.points, Points::Three(..)));
    // Where nobody is assessed the sheet has its columns all the same.
    let single = single || book.scores.is_empty();
    let mut headings = vec![ID, QUARTER];
    if three {
        headings.push(("部门经理", "Department manager"));
        headings.push(("销售管理", "Sales management"));
        headings.push(("销售总监", "Sales director"));
    }
    if single {
        headings.push(("得分", "Score"));
    }
    let number = |text: &String| Cell::Number(text.clone());
    let row = |score: &super::Score| {
        let mut row = vec![Cell::Text(score.manager.clone()), Cell::Quarter(score.quarter)];
        match &score.points {
            Points::Three(a, b, c) => row.extend([number(a), number(b), number(c)]),
            Points::Single(point) => {
                row.extend(vec![Cell::Blank; if three { 3 } else { 0 }]);
                row.push(number(point));
            }
        }
        row.resize(headings.len(), Cell::Blank);
        row
    };
    let rows = book.scores.iter().map(row).collect();
    Sheet { name: ("KPI评分", "KPI scores"), headings, rows, ordered: false }
}

/// The Paid sheet.
pub fn paid(book: &Book) -> Sheet {
    let row = |paid: &super::Paid| {
        vec![
            Cell::Text(paid.manager.clone()),
            Cell::Quarter(paid.quarter),
            Cell::Money(paid.bonus),
            Cell::Money(paid.floating),
        ]
    };
    Sheet {
        name: ("已发放", "Paid"),
        headings: vec![ID, QUARTER, ("奖金", "Bonus"), FLOATING],
        rows: book.paid.iter().map(row).collect(),
        ordered: false,
    }
}
