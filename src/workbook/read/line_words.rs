//! Words in a line that say that it is none, or not to be counted: `本季合计` as a project, `作废` as a remark.

use rust_decimal::Decimal;

use super::grid::GridRow;
use super::source::RawCell;
use super::text::{TOTALS, fold};
use super::typed::shown;
use crate::book::{Findings, Place};
use crate::policy::{ColumnRole, Sheet};
use crate::say;

/// What a project's name says of a line that does not count, folded.
const OF_PROJECT: [&str; 7] = ["作废", "退款", "退货", "冲销", "未到账", "重复", "不计入"];

/// What a remark says of it, when it says nothing else, folded.
const REMARKS: [&str; 22] = [
    "作废",
    "已作废",
    "退款",
    "已退款",
    "退货",
    "已退货",
    "未到账",
    "未回款",
    "待到账",
    "不计",
    "不计入",
    "不计奖",
    "不算",
    "重复",
    "重复登记",
    "取消",
    "已取消",
    "已冲销",
    "void",
    "cancelled",
    "refunded",
    "duplicate",
];

/// The word by which a project's name says that the line is a total, a part of another, or void.
fn of_project(name: &str) -> Option<&'static str> {
    // Few names have any of these.
    if !name.contains(['计', '汇', '其', '废', '退', '冲', '未', '重', '不', 't', 'T']) {
        return None;
    }
    let folded = fold(name);
    let total = TOTALS.iter().find(|word| folded.ends_with(**word) && folded.len() > word.len());
    let part = folded.strip_prefix("其中").map(|_| "其中");
    total.copied().or(part).or_else(|| OF_PROJECT.into_iter().find(|word| folded.contains(word)))
}

/// Whether a remark says nothing else than that its line does not count.
pub(super) fn voids(text: &str) -> bool {
    text.len() < 30 && REMARKS.contains(&fold(text).as_str())
}

/// Warns of a line above zero that is counted against its own words.
pub(super) fn look(sheet: &Sheet, row: &GridRow<'_>, amount: Decimal, findings: &mut Findings) {
    if amount <= Decimal::ZERO {
        return;
    }
    let project = sheet.columns.iter().position(|column| column.role == ColumnRole::Project);
    if let Some((at, RawCell::Text(name))) = project.and_then(|at| Some((at, row.cell(at)?)))
        && let Some(word) = of_project(name)
    {
        findings.warn(row.place(at), name.clone(), say!(Read::CountedAgainstWord { word }), say!(Read::DeleteOrKeep));
    }
    for (at, cell) in row.others() {
        let RawCell::Text(text) = cell else { continue };
        if voids(text) {
            let place = Place::cell(&row.place.name, row.number, *at);
            let word = text.trim();
            findings.warn(place, shown(cell), say!(Read::CountedAgainstWord { word }), say!(Read::DeleteOrKeep));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn projects_that_are_none() {
        for (name, word) in [
            ("本季合计", Some("合计")),
            ("经理1小计", Some("小计")),
            ("P001 Subtotal", Some("total")),
            ("其中：一期", Some("其中")),
            ("P001（作废）", Some("作废")),
            ("P001退款", Some("退款")),
            ("综合计费系统", None),
            ("合计系统", None),
            ("P021", None),
            ("西安退伍军人局", None),
            ("Port of Total Oil", None),
        ] {
            assert_eq!(of_project(name), word, "{name}");
        }
    }
}
