//! The laws with both sides, and the warnings.

use super::plan::{Plan, TOP, Tab};
use super::sheet::{Block, Cell, CellValue, Column, Rows, Sheet, Tone, Unit};
use crate::lang::Words;
use crate::words;

/// The checks sheet.
pub(super) fn sheet<'p>(plan: &'p Plan<'p>, title: String, subtitle: String) -> Sheet<'p> {
    let lang = plan.lang;
    let column = |label: Words, unit: Unit, width: u16| Column {
        label: label.get(lang).to_owned(),
        unit,
        width,
        ..Column::default()
    };
    let laws: Vec<Vec<Cell>> = plan
        .results
        .settlement
        .laws
        .iter()
        .map(|law| {
            let tone = if law.holds { Tone::Good } else { Tone::Alert };
            let verdict = if law.holds { words!("成立", "holds") } else { words!("不成立", "broken") };
            vec![
                Cell::text(law.label.get(lang)),
                Cell::text(&law.clause),
                Cell::number(law.rows.into()),
                Cell::value(CellValue::Number(law.left)),
                Cell::value(CellValue::Number(law.right)),
                Cell::text(verdict.get(lang)).with_tone(tone),
            ]
        })
        .collect();
    let count = u32::try_from(laws.len()).unwrap_or(0);
    let laws = Block {
        top: TOP,
        left: 0,
        heading: Some(words!("核对", "What must hold").get(lang).to_owned()),
        columns: vec![
            column(words!("规律", "Law"), Unit::Prose, 46),
            column(words!("条款", "Clause"), Unit::Text, 14),
            column(words!("核对行数", "Rows checked"), Unit::Number, 16),
            column(words!("左边合计", "Left, summed"), Unit::Yuan, 18),
            column(words!("右边合计", "Right, summed"), Unit::Yuan, 18),
            column(words!("结论", "Verdict"), Unit::Text, 12),
        ],
        rows: Rows::ready(laws),
        total: false,
    };
    let mut warnings: Vec<Vec<Cell>> = plan
        .results
        .warnings()
        .map(|fault| {
            vec![
                Cell::text(fault.problem.get(lang)),
                Cell::text(&fault.place.sheet),
                Cell::text(fault.place.address()),
                Cell::text(&fault.found),
                Cell::text(fault.mend.get(lang)),
            ]
        })
        .collect();
    if warnings.is_empty() {
        warnings.push(vec![Cell::text(words!("没有警告", "no warnings").get(lang))]);
    }
    let warnings = Block {
        top: TOP + Block::HEADER_ROWS + count + 1,
        left: 0,
        heading: Some(words!("警告", "Warnings").get(lang).to_owned()),
        columns: vec![
            column(words!("警告", "Warning"), Unit::Prose, 46),
            column(words!("工作表", "Sheet"), Unit::Text, 14),
            column(words!("单元格", "Cell"), Unit::Text, 16),
            column(words!("现有内容", "What stands there"), Unit::Text, 18),
            column(words!("处理", "Remedy"), Unit::Text, 18),
        ],
        rows: Rows::ready(warnings),
        total: false,
    };
    Sheet {
        name: plan.sheet(Tab::Checks),
        title,
        subtitle,
        blocks: vec![laws, warnings],
        frozen_columns: 0,
        charts: Vec::new(),
    }
}
