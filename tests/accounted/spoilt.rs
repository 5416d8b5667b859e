//! Good workbooks are spoilt at random, as people spoil them: none gives other figures without a word that names the
//! place. Where every cell is valid afterwards and stands alone, the printed sums show what was done.

use std::fmt::Write as _;

use serde_json::Value as Json;

use crate::accounted::paid;
use crate::common::draft::{Cell, Draft, Page, n, opened};
use crate::common::{self, fixture, policy};

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}

/// What was done, and where: rows and columns from 0, `None` where all of the sheet is meant.
struct Done {
    how: String,
    sheet: String,
    row: Option<usize>,
    column: Option<usize>,
    /// Every cell is valid and stands alone: nothing but the sums can show it.
    alone: bool,
}

type Spoil = fn(&mut Page, &mut Dice, (usize, usize)) -> Where;

/// The row and column that were touched, and whether every cell is valid still.
type Where = (Option<usize>, Option<usize>, bool);

const KINDS: &[(&str, Spoil)] = &[
    ("a heading renamed", |page, dice, (_, column)| {
        let name = dice.of(&["备注", "金额", "销售费", "回款", "x", "类型", "分利", "基 数", "目标额", "姓名"]);
        page.rows[0][column] = name.into();
        (Some(0), Some(column), false)
    }),
    ("a heading cleared", |page, _, (_, column)| {
        page.rows[0][column] = Cell::Blank;
        (Some(0), Some(column), false)
    }),
    ("two headings swapped", |page, dice, (_, column)| {
        let other = dice.below(page.rows[0].len());
        page.rows[0].swap(column, other);
        // Two columns of money that change places are valid, and move what is deducted.
        (None, None, true)
    }),
    ("cells merged downwards", |page, dice, (row, column)| {
        let last = (row + 1 + dice.below(3)).min(page.rows.len() - 1);
        if last > row {
            page.merges.push((of_row(row), of_column(column), of_row(last), of_column(column)));
        }
        (None, Some(column), false)
    }),
    ("cells merged sideways", |page, _, (row, column)| {
        let last = (column + 1).min(page.rows[0].len() - 1);
        if last > column {
            page.merges.push((of_row(row), of_column(column), of_row(row), of_column(last)));
        }
        (Some(row), None, false)
    }),
    ("headings merged", |page, _, (_, column)| {
        let last = (column + 1).min(page.rows[0].len() - 1);
        if last > column {
            page.merges.push((0, of_column(column), 0, of_column(last)));
        }
        (None, None, false)
    }),
    ("a number format changed", |page, dice, (row, column)| {
        let code =
            dice.of(&["0.00%", "0.00\"万元\"", "#,##0,", "[$$-409]#,##0.00", "#,##0.00", "0", "@", "0.0,\"千\""]);
        page.formats.push((of_row(row), of_column(column), code.to_owned()));
        (Some(row), Some(column), false)
    }),
    ("a column inserted", |page, dice, (_, column)| {
        let heading = dice.of(&["备注", "金额", "招待费", "万元", "分利", "", "币种", "合计"]);
        let filled = dice.of(&["7", "美元", "已核", ""]);
        for (at, cells) in page.rows.iter_mut().enumerate() {
            let cell = if at == 0 { heading.into() } else { common::draft::auto(filled) };
            cells.insert(column.min(cells.len()), cell);
        }
        (None, Some(column), false)
    }),
    ("a blank row inserted", |page, _, (row, _)| {
        page.rows.insert(row, vec![Cell::Blank]);
        (Some(row), None, false)
    }),
    ("an invisible character", |page, dice, (row, column)| {
        let row = if dice.below(4) == 0 { 0 } else { row };
        let char = dice.of(&['\u{200b}', '\u{feff}', '\u{ad}', '\u{2060}', '\u{200e}']);
        let Some(cell) = page.rows[row].get_mut(column) else { return (None, None, false) };
        if let Cell::Text(text) | Cell::Number(text) = cell {
            let at = text.char_indices().nth(1).map_or(text.len(), |(at, _)| at);
            *cell = format!("{}{char}{}", &text[..at], &text[at..]).into();
        }
        (Some(row), Some(column), false)
    }),
    ("lines pasted twice", |page, dice, (row, _)| {
        let last = (row + dice.below(3)).min(page.rows.len() - 1);
        let lines = page.rows[row..=last].to_vec();
        let first = page.rows.len();
        page.rows.extend(lines);
        (Some(first), None, false)
    }),
    ("a total typed", |page, dice, _| {
        let word = dice.of(&["合计", "小计", "总计", "Total", "M001 汇总", "本页合计", "合计："]);
        let row = page.rows.len();
        let figures = page.rows[1].iter().map(|cell| match cell {
            Cell::Number(_) => n(5_000),
            _ => Cell::Blank,
        });
        let mut cells: Vec<Cell> = figures.collect();
        let at = cells.iter().position(|cell| *cell == Cell::Blank).unwrap_or(0);
        cells[at] = word.into();
        page.rows.push(cells);
        (Some(row), None, false)
    }),
    ("a sum without a word", |page, _, _| {
        let row = page.rows.len();
        let cells = page.rows[1].iter().map(|cell| if let Cell::Number(_) = cell { n(5_000) } else { Cell::Blank });
        let cells = cells.collect();
        page.rows.push(cells);
        (Some(row), None, false)
    }),
    ("a unit over the table", |page, dice, _| {
        let unit = dice.of(&["单位：万元", "单位：千元", "金额单位：元", "Unit: USD", "（单位：万元）"]);
        page.rows.insert(0, vec![unit.into()]);
        (Some(0), None, false)
    }),
    ("a unit in a heading", |page, dice, (_, column)| {
        let unit = dice.of(&["（万元）", "(元)", "/千元", "【美元】", "\n（元）", "（人民币）"]);
        if let Cell::Text(text) = &page.rows[0][column] {
            page.rows[0][column] = format!("{text}{unit}").into();
        }
        (Some(0), Some(column), false)
    }),
    ("a unit in a cell", |page, dice, (row, column)| {
        let unit = dice.of(&["万元", "元", "万", "%", "美元", "K"]);
        let Some(cell) = page.rows[row].get_mut(column) else { return (None, None, false) };
        if let Cell::Number(number) = cell {
            *cell = format!("{number}{unit}").into();
        }
        (Some(row), Some(column), false)
    }),
    ("a remark below", |page, dice, _| {
        let remark = dice.of(&["备注：以上已核对", "制表：张三", "以上数据截至三月底，另有一笔未到账。", "审核："]);
        let row = page.rows.len() + 1;
        page.rows.extend([vec![Cell::Blank], vec![remark.into()]]);
        (Some(row), None, false)
    }),
    ("headings once more", |page, _, (row, _)| {
        let headings = page.rows[0].clone();
        page.rows.insert(row, headings);
        (Some(row), None, false)
    }),
    ("a row moved one cell to the right", |page, _, (row, _)| {
        page.rows[row].insert(0, Cell::Blank);
        (Some(row), None, false)
    }),
    ("a row taken out", |page, _, (row, _)| {
        // Tables are the policy's, and stand on Basis.
        if ["任务", "回款", "已发放"].contains(&page.name.as_str()) {
            page.rows.remove(row);
        }
        (None, None, true)
    }),
    ("a column moved by one row", |page, _, (_, column)| {
        let cells: Vec<Cell> =
            page.rows.iter().map(|cells| cells.get(column).cloned().unwrap_or(Cell::Blank)).collect();
        for (at, row) in page.rows.iter_mut().enumerate().skip(2) {
            row.resize(row.len().max(column + 1), Cell::Blank);
            row[column] = cells[at - 1].clone();
        }
        if let Some(cell) = page.rows[1].get_mut(column) {
            *cell = Cell::Blank;
        }
        (None, Some(column), true)
    }),
];

fn of_row(row: usize) -> u32 {
    u32::try_from(row).unwrap()
}

fn of_column(column: usize) -> u16 {
    u16::try_from(column).unwrap()
}

/// Spoils a draft somewhere.
fn spoil(draft: &mut Draft, dice: &mut Dice, kind: usize) -> Done {
    let at = dice.below(draft.pages.len());
    let Some((how, spoil)) = KINDS.get(kind) else {
        let page = draft.pages[at].clone();
        let suffix = dice.of(&["（2）", " (2)", "2", "（二季度）", "备份"]);
        let copy = Page { name: format!("{}{suffix}", page.name), ..page };
        let sheet = copy.name.clone();
        draft.pages.push(copy);
        return Done { how: format!("sheet {sheet} added"), sheet, row: None, column: None, alone: false };
    };
    let page = &mut draft.pages[at];
    let cell = (1 + dice.below(page.rows.len() - 1), dice.below(page.rows[0].len()));
    let (row, column, alone) = spoil(page, dice, cell);
    let how = format!("{how} on {}, row {}, column {}", page.name, cell.0 + 1, cell.1 + 1);
    Done { how, sheet: page.name.clone(), row, column, alone }
}

/// A finding: its sheet, and the cells that it names, rows and columns from 0; a row of `None` is the whole sheet.
struct Named {
    sheet: String,
    cells: Vec<(Option<usize>, usize)>,
}

fn cell_of(address: &str) -> (Option<usize>, usize) {
    let letters = address.bytes().take_while(u8::is_ascii_uppercase).count();
    let column = address[..letters].bytes().fold(0, |sum, b| sum * 26 + usize::from(b - b'A') + 1);
    (address[letters..].parse::<usize>().ok().map(|row| row - 1), column.saturating_sub(1))
}

/// Everything that a run names.
fn named(results: &Json) -> Vec<Named> {
    let text = |value: &Json| value.as_str().unwrap().to_owned();
    let warnings = results["warnings"].as_array().unwrap().iter().map(|w| {
        let also = w["also"].as_array().into_iter().flatten().map(text);
        let also = also.map(|cell| cell_of(cell.rsplit('!').next().unwrap()));
        Named { sheet: text(&w["sheet"]), cells: std::iter::once(cell_of(&text(&w["cell"]))).chain(also).collect() }
    });
    let passed = results["passed_over"].as_array().unwrap().iter().map(|p| {
        let cells = text(&p["cells"]);
        let cells = cells.split(':').map(cell_of).collect::<Vec<_>>();
        let ((Some(top), left), (Some(bottom), right)) = (cells[0], cells[cells.len() - 1]) else { unreachable!() };
        let all = (top..=bottom).flat_map(|row| (left..=right).map(move |column| (Some(row), column)));
        Named { sheet: text(&p["sheet"]), cells: all.collect() }
    });
    warnings.chain(passed).collect()
}

/// Whether one of them names the place.
fn names(found: &[Named], done: &Done) -> bool {
    found.iter().filter(|named| named.sheet == done.sheet).flat_map(|named| &named.cells).any(|(row, column)| {
        let of_row = row.is_none() || done.row.is_some() && *row == done.row;
        of_row || done.column == Some(*column) || done.row.is_none() && done.column.is_none()
    })
}

/// Spoils a workbook in every way `times` times; what is wrong with what is said.
fn spoil_often(file: &str, times: usize, wrong: &mut String) {
    let policy = policy("key-account");
    let good = opened(&fixture(file));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("spoilt.xlsx");
    good.write(&path);
    let sound = common::results(&path, policy).unwrap();
    let mut dice = Dice(17);
    let (mut refused, mut moved, mut alike) = (0, 0, 0);
    for kind in (0..=KINDS.len()).flat_map(|kind| std::iter::repeat_n(kind, times)) {
        let mut draft = good.clone();
        let done = spoil(&mut draft, &mut dice, kind);
        draft.write(&path);
        let how = &done.how;
        let Ok(results) = common::results(&path, policy) else {
            refused += 1;
            let found = common::findings(&path, policy);
            let faults = &found.faults;
            let named = faults.iter().chain(&found.warnings).map(|fault| {
                let cell = |place: &bonus::book::Place| {
                    (place.row.checked_sub(1).map(|row| row as usize), usize::from(place.column))
                };
                let here = fault.also.iter().filter(|place| place.sheet == fault.place.sheet);
                Named {
                    sheet: fault.place.sheet.clone(),
                    cells: std::iter::once(&fault.place).chain(here).map(cell).collect(),
                }
            });
            let named: Vec<Named> = named.collect();
            if !done.alone && !names(&named, &done) {
                let _ = writeln!(wrong, "{file}: {how}: refused, and not a fault names the place:");
                for fault in faults.iter().take(3) {
                    let _ = writeln!(wrong, "    {}", fault.headline(bonus::lang::Lang::En));
                }
            }
            continue;
        };
        // Whose column of ids has the names is called by his name, and paid the same.
        let figures = |results: &Json| {
            let all = results["managers"].as_array().unwrap().iter().map(|m| m["payable"].to_string());
            all.collect::<Vec<_>>()
        };
        if figures(&results) == figures(&sound) {
            alike += 1;
        } else {
            moved += 1;
            let shown = done.alone && results["sums"] != sound["sums"];
            if !shown && !names(&named(&results), &done) {
                let _ = writeln!(wrong, "{file}: {how}: {} and no word of it", paid(&results));
            }
        }
    }
    assert!(refused > 30 && moved > 0 && alike > 30, "{file}: {refused} {moved} {alike}");
}

#[test]
fn no_spoilt_workbook_gives_other_figures_without_a_word() {
    let mut wrong = String::new();
    for (file, times) in [("accounted/00-base.xlsx", 8), ("samples/key-account.xlsx", 7)] {
        spoil_often(file, times, &mut wrong);
    }
    assert!(wrong.is_empty(), "{wrong}");
}
