//! Words in a line that say that it is none, or not to be counted: `本季合计` as a project, `作废` as a remark.

use rust_decimal::Decimal;

use super::grid::GridRow;
use super::rows::is_no;
use super::source::RawCell;
use super::text::fold;
use super::typed::shown;
use super::words::{NOT_VOID, TOTALS, VOID_PROJECTS, VOID_REMARKS, VOID_WITHIN};
use crate::book::{Findings, Place};
use crate::policy::{ColumnRole, Sheet, Unit};
use crate::say;

/// The word by which a project's name says that the line is a total, a part of another, or void.
fn of_project(name: &str) -> Option<&'static str> {
    // Few names have any of these.
    if !name.contains(['计', '汇', '其', '废', '退', '冲', '未', '重', '不', 't', 'T']) {
        return None;
    }
    let folded = fold(name);
    let total = TOTALS.iter().find(|word| folded.ends_with(**word) && folded.len() > word.len());
    let part = folded.strip_prefix("其中").map(|_| "其中");
    total.copied().or(part).or_else(|| VOID_PROJECTS.iter().copied().find(|word| folded.contains(word)))
}

/// Whether a remark says that its line does not count: by a word alone or up to a mark (`未到账，下季`), or anywhere in
/// few words (`此笔已退款`).
pub(super) fn voids(text: &str) -> bool {
    // The marks of Chinese are those of ASCII once it is folded, but for these.
    let marks = |c: char| c.is_ascii_punctuation() || matches!(c, '。' | '、' | '…' | '—');
    let folded = fold(text);
    let first = folded.split(marks).next().unwrap_or_default();
    let turned = |at: usize| NOT_VOID.iter().any(|not| folded[..at].ends_with(not));
    let within = || VOID_WITHIN.iter().any(|word| folded.find(word).is_some_and(|at| !turned(at)));
    text.len() < 60 && (VOID_REMARKS.contains(&first) || text.len() < 40 && within())
}

/// Whether a remark says no more than a line's own no: that it is outside what counts.
fn says_no(text: &str) -> bool {
    ["不计", "漏斗外"].iter().any(|word| text.contains(word))
}

/// Warns of a line above zero that is counted against its own words.
pub(super) fn look(sheet: &Sheet, row: &GridRow<'_>, amount: Decimal, findings: &mut Findings) {
    if amount <= Decimal::ZERO {
        return;
    }
    let project = sheet.column(ColumnRole::Project);
    if let Some((at, RawCell::Text(name))) = project.and_then(|at| Some((at, row.cell(at)?)))
        && let Some(word) = of_project(name)
    {
        findings.warn(row.place(at), name.clone(), say!(Read::CountedAgainstWord { word }), say!(Read::DeleteOrKeep));
    }
    for (at, cell) in row.others() {
        let RawCell::Text(text) = cell else { continue };
        let no = || {
            sheet
                .columns
                .iter()
                .enumerate()
                .any(|(at, column)| row.cell(at).is_some_and(|cell| column.unit == Unit::Truth && is_no(cell)))
        };
        if voids(text) && !(says_no(text) && no()) {
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
            ("红冲P001", Some("红冲")),
            ("综合计费系统", None),
            ("合计系统", None),
            ("P021", None),
            ("西安退伍军人局", None),
            ("Port of Total Oil", None),
        ] {
            assert_eq!(of_project(name), word, "{name}");
        }
    }

    #[test]
    fn remarks_that_void_their_lines() {
        for remark in [
            "作废",
            "此笔已退款",
            "此笔作废",
            "其中退款2万未入账",
            "红冲上月",
            "未到账，下季",
            "不计奖！",
            "已作废（重开）",
            "重复，见第8行",
            "漏斗外",
            "Void: see row 8",
        ] {
            assert!(voids(remark), "{remark}");
        }
        for remark in [
            "",
            "未作废",
            "没有退款",
            "对应为二期",
            "不可退货",
            "非漏斗外",
            "无重复",
            "首付款",
            "退伍军人局项目",
            "avoid",
            "不算大，但很重要的一个老客户",
        ] {
            assert!(!voids(remark), "{remark}");
        }
    }
}
