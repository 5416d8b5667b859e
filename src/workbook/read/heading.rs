//! Headings: which column each is, which nobody knows, and which of those is nearly one that counts.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::source::{Area, RawCell, SourceRow};
use super::text::{fold, trimmed};
use super::units::{self, HeadingUnit as Said};
use crate::book::{Fault, Findings, Place, SheetPlace};
use crate::formula::{Value, closest};
use crate::lang::{Lang, Words};
use crate::policy::{Column, ColumnRole, Unit};
use crate::say;

/// How many rows may stand above the headings (a title, a remark).
pub(super) const ROWS_ABOVE_HEADINGS: usize = 20;

/// So many strange headings are named where a column is missing.
const STRANGERS: usize = 5;

/// The headings of a sheet, matched with the policy's columns.
pub(super) struct Headings {
    pub place: SheetPlace,
    pub unknown: Vec<(u16, String)>,
    pub twice: Vec<(u16, String)>,
    /// Known ones that name a unit which is not the yuan.
    units: Vec<(u16, String)>,
    pub chinese: usize,
    /// The first row of them, where there are two.
    pub first_row: u32,
}

impl Headings {
    /// Takes a second row of headings in, such as the parts under a heading merged over several columns:
    /// all its texts are headings that were still missing, over columns that had none of the policy's.
    pub(super) fn continued(&mut self, below: &Self) -> bool {
        let found = || below.place.columns.iter().enumerate().filter_map(|(column, at)| Some((column, (*at)?)));
        let taken: Vec<u16> = self.place.columns.iter().flatten().copied().collect();
        let new = |(column, at): (usize, u16)| self.place.columns[column].is_none() && !taken.contains(&at);
        if found().next().is_none() || !below.unknown.is_empty() || !below.twice.is_empty() || !found().all(new) {
            return false;
        }
        for (column, at) in found() {
            self.place.columns[column] = Some(at);
            self.unknown.retain(|(unknown, _)| *unknown != at);
        }
        self.units.extend_from_slice(&below.units);
        self.chinese += below.chinese;
        self.place.heading = below.place.heading;
        true
    }

    /// How many of the policy's columns there are.
    pub(super) fn matched(&self) -> usize {
        self.place.columns.iter().flatten().count()
    }

    /// The policy's columns that are not there, and whose part no other one takes.
    pub(super) fn absent<'c>(&self, columns: &'c [Column]) -> impl Iterator<Item = (usize, &'c Column)> {
        let there =
            |role: ColumnRole| columns.iter().zip(&self.place.columns).any(|(c, at)| c.role == role && at.is_some());
        let dated = there(ColumnRole::Date) || there(ColumnRole::Period);
        let places = self.place.columns.clone();
        columns.iter().enumerate().filter(move |(index, column)| {
            places[*index].is_none() && !(dated && matches!(column.role, ColumnRole::Date | ColumnRole::Period))
        })
    }

    /// The first absent column of money.
    pub(super) fn absent_money<'c>(&self, columns: &'c [Column]) -> Option<&'c Column> {
        self.absent(columns).map(|(_, column)| column).find(|column| is_money(column))
    }

    /// The first absent column that may be left out.
    pub(super) fn absent_value<'c>(&self, columns: &'c [Column]) -> Option<&'c Column> {
        self.absent(columns).map(|(_, column)| column).find(|c| matches!(c.role, ColumnRole::Value { .. }))
    }
}

/// Whether a column holds money.
pub(super) fn is_money(column: &Column) -> bool {
    column.unit == Unit::Yuan && matches!(column.role, ColumnRole::Value { .. })
}

/// Whether a column is taken off an amount: money that is 0 where it is blank.
pub(super) fn is_deduction(column: &Column) -> bool {
    is_money(column) && column.default == Some(Value::Number(Decimal::ZERO))
}

/// Whether a column holds scores of which 100 is the best.
pub(super) fn is_score(column: &Column) -> bool {
    column.unit == Unit::Number && column.max == Some(Decimal::ONE_HUNDRED)
}

/// The text of a cell that may be a heading.
pub(super) fn heading_text(cell: &RawCell) -> Option<&str> {
    match cell {
        RawCell::Text(text) => Some(text),
        _ => None,
    }
}

/// Spellings of the columns' headings: folded text to (column, is Chinese).
pub(super) type Spellings = HashMap<String, (usize, bool)>;

/// All spellings of `columns`.
pub(super) fn spellings(columns: &[Column]) -> Spellings {
    let mut known = HashMap::new();
    for (index, column) in columns.iter().enumerate() {
        for also in column.also.iter().chain([&column.name]) {
            known.insert(fold(also), (index, false));
        }
        for lang in Lang::ALL.into_iter().rev() {
            known.insert(fold(column.label.get(lang)), (index, lang.is_chinese()));
        }
    }
    known
}

/// The column that a text names, and what it says about a unit.
pub(super) fn column_of(text: &str, known: &Spellings) -> Option<((usize, bool), Option<Said>)> {
    let folded = fold(text);
    if let Some(found) = known.get(&folded) {
        return Some((*found, None));
    }
    let (bare, unit) = units::of_heading(&folded)?;
    known.get(&bare).map(|found| (*found, Some(unit)))
}

/// Matches the texts of a row with the columns.
pub(super) fn match_row(row: &SourceRow, name: &str, columns: &[Column], known: &Spellings) -> Headings {
    let mut headings = Headings {
        place: SheetPlace {
            name: name.to_owned(),
            heading: row.number,
            columns: vec![None; columns.len()],
            last_row: row.number,
        },
        unknown: Vec::new(),
        twice: Vec::new(),
        units: Vec::new(),
        chinese: 0,
        first_row: row.number,
    };
    for (at, cell) in &row.cells {
        let Some(text) = heading_text(cell) else { continue };
        let shown = || super::invisible::without(trimmed(text)).into_owned();
        match column_of(text, known) {
            Some(((column, chinese), unit)) => {
                headings.chinese += usize::from(chinese);
                if unit == Some(Said::Other) {
                    headings.units.push((*at, shown()));
                }
                let place = &mut headings.place.columns[column];
                if place.is_some() {
                    headings.twice.push((*at, shown()));
                } else {
                    *place = Some(*at);
                }
            }
            None if !trimmed(text).is_empty() => headings.unknown.push((*at, shown())),
            None => {}
        }
    }
    headings
}

/// A column as messages name it.
pub(super) fn label(column: &Column) -> String {
    column.label.spellings().collect::<Vec<_>>().join(" / ")
}

/// What to do about figures that are no yuan.
pub(super) fn in_yuan() -> Words {
    say!(Read::ConvertFigures)
}

/// A sheet on which no row is one of headings.
pub(super) fn no_headings(
    name: &str,
    columns: &[Column],
    required: &[usize],
    above: &[SourceRow],
    findings: &mut Findings,
) {
    let wanted: Vec<Words> = required.iter().map(|&i| Words::same(label(&columns[i]))).collect();
    let wanted = Words::list(&wanted);
    let found = above
        .first()
        .map(|row| row.cells.iter().filter_map(|(_, c)| heading_text(c)).map(trimmed).collect::<Vec<_>>().join(" | "))
        .unwrap_or_default();
    findings.fault(
        Place::cell(name, above.first().map_or(1, |row| row.number), 0),
        found,
        say!(Read::NoHeadingRow { wanted }),
        say!(Read::WriteHeadings),
    );
}

/// Whether a strange heading may be a known one: equal without brackets, a part of it or the other way round, or one
/// character apart. All are folded.
pub(super) fn alike(stranger: &str, label: &str) -> bool {
    let (one, other) = (units::without_brackets(stranger), units::without_brackets(label));
    // Of a single character, or of two letters, too much would have it as a part.
    let tells = |text: &str| text.chars().count() > if text.is_ascii() { 2 } else { 1 };
    if !tells(&one) || !tells(&other) {
        return one == other && !one.is_empty();
    }
    one.contains(&other) || other.contains(&one) || one_apart(&one, &other)
}

/// Whether one character was left out, added or replaced.
fn one_apart(one: &str, other: &str) -> bool {
    let (mut short, mut long): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if short.len() > long.len() {
        std::mem::swap(&mut short, &mut long);
    }
    if long.len() - short.len() > 1 {
        return false;
    }
    let same = short.iter().zip(&long).take_while(|(a, b)| a == b).count();
    let replaced = usize::from(short.len() == long.len());
    short.get(same + replaced..).unwrap_or_default() == long.get(same + 1..).unwrap_or_default()
}

/// A column that holds something under no heading, and the merge that took it, if one did.
pub(super) struct Headless {
    pub at: u16,
    pub merged: Option<Area>,
}

/// Columns that are missing or doubtful, and strange headings that are nearly a column which counts: were they left alone,
/// their figures would count for nothing without a word. Of a strange heading one fault is told, and so of a column
/// without one; gives the columns of which one was told.
pub(super) fn report(
    headings: &Headings,
    columns: &[Column],
    required: &[usize],
    headless: &[Headless],
    findings: &mut Findings,
) -> Vec<u16> {
    let (row, sheet) = (headings.place.heading, &headings.place.name);
    if let Some(((first, text), also)) = headings.twice.split_first() {
        let also = also.iter().map(|(at, _)| Place::cell(sheet, row, *at)).collect::<Vec<_>>();
        let (problem, mend) = if also.is_empty() {
            (say!(Read::HeadingTwice), say!(Read::DeleteOrRename))
        } else {
            let count = also.len() + 1;
            (say!(Read::HeadingsTwice { count }), say!(Read::MoveTableBelow))
        };
        findings.add(Fault { also, ..Fault::new(Place::cell(sheet, row, *first), text, problem, mend) });
    }
    for (at, text) in &headings.units {
        let problem = say!(Read::UnitNotYuan);
        findings.fault(Place::cell(sheet, row, *at), text, problem, in_yuan());
    }
    let mut left = Strangers { unknown: &headings.unknown, told: Vec::new() };
    let free = headings.place.columns.iter().flatten().chain(headings.unknown.iter().map(|(at, _)| at)).max();
    let free = free.map_or(0, |last| last + 1);
    for &index in required.iter().filter(|&&index| headings.place.columns[index].is_none()) {
        let column = &columns[index];
        let wanted = label(column);
        // A heading that is nearly this one is probably it, misspelt: point there.
        let (at, found, mend) = if let Some((at, text)) = left.like(column).or_else(|| left.closest(column)) {
            (*at, text.as_str(), say!(Read::ChangeHeading { wanted }))
        } else if let Some(bare) = bare(headless, &left.told) {
            left.told.push(bare.at);
            findings.add(no_heading(bare, Place::cell(sheet, row, bare.at), &wanted));
            continue;
        } else {
            // It may be one of those that nobody knows.
            let strangers: Vec<Words> = left.all().take(STRANGERS).map(|(_, text)| Words::same(text.clone())).collect();
            let mend = if strangers.is_empty() {
                say!(Read::AddColumn { wanted })
            } else {
                say!(Read::RenameOrAddColumn { strangers: Words::list(&strangers), wanted })
            };
            (free, "", mend)
        };
        findings.fault(Place::cell(sheet, row, at), found, say!(Read::ColumnMissing { wanted }), mend);
    }
    for (_, column) in headings.absent(columns).filter(|(index, _)| !required.contains(index)) {
        let near = if is_money(column) { left.like(column) } else { None };
        let near = near.or_else(|| left.misspelt(column));
        let Some((at, text)) = near.or_else(|| left.ending(column)) else { continue };
        let problem = say!(Read::HeadingNear { wanted: label(column) });
        let found = Fault::new(Place::cell(sheet, row, *at), text, problem, say!(Read::ChangeOrRename));
        if near.is_some() { findings.add(found) } else { findings.add_warning(found) }
    }
    left.told
}

/// The strange headings of a sheet, and those columns of which something was told.
struct Strangers<'h> {
    unknown: &'h [(u16, String)],
    told: Vec<u16>,
}

impl<'h> Strangers<'h> {
    /// Those of which nothing was told.
    fn all(&self) -> impl Iterator<Item = &'h (u16, String)> {
        self.unknown.iter().filter(|(at, _)| !self.told.contains(at))
    }

    /// The first of them of which something holds: it is told of now.
    fn take(&mut self, holds: impl Fn(&str) -> bool) -> Option<&'h (u16, String)> {
        let found = self.all().find(|(_, text)| holds(text))?;
        self.told.push(found.0);
        Some(found)
    }

    /// What is a column's heading without its brackets, before what is only like it.
    fn like(&mut self, column: &Column) -> Option<&'h (u16, String)> {
        let labels = folded(column);
        let equal = self.take(|text| labels.contains(&units::without_brackets(&fold(text))));
        equal.or_else(|| self.take(|text| labels.iter().any(|label| alike(&fold(text), label))))
    }

    /// What is nearest to a column's heading, if it is near.
    fn closest(&mut self, column: &Column) -> Option<&'h (u16, String)> {
        let near = |label: &String| closest(label, self.all().map(|(_, text)| text.as_str()));
        let near = folded(column).iter().find_map(near)?;
        self.take(|text| text == near)
    }

    /// What is a column's own heading, but for a slip of the pen.
    fn misspelt(&mut self, column: &Column) -> Option<&'h (u16, String)> {
        // Of two characters half would be wrong: that is another word.
        let long = |text: &str| text.chars().count() > 2;
        let labels = folded(column);
        let slip = |text: &str, label: &String| long(label) && closest(label, [text].into_iter()).is_some();
        self.take(|text| long(text) && labels.iter().any(|label| slip(&fold(text), label)))
    }

    /// What ends in the label of a column whose blank cells count as something (是否进入漏斗, 产品类别): what stands under it
    /// would count as that.
    fn ending(&mut self, column: &Column) -> Option<&'h (u16, String)> {
        let decides = matches!(column.role, ColumnRole::Value { .. })
            && matches!(column.unit, Unit::Text | Unit::Truth)
            && column.default.is_some_and(|default| default != Value::Blank);
        let labels = if decides { folded(column) } else { Vec::new() };
        let ends = |text: &str, label: &str| text.ends_with(label) || text.len() > 3 && label.ends_with(text);
        self.take(|text| labels.iter().any(|label| ends(&units::without_brackets(&fold(text)), label)))
    }
}

/// The headings of a column, folded.
fn folded(column: &Column) -> Vec<String> {
    column.label.spellings().map(fold).collect()
}

/// The column without a heading that is probably the missing one: one that a merge took it from, else the only one.
fn bare<'h>(headless: &'h [Headless], told: &[u16]) -> Option<&'h Headless> {
    let mut left = headless.iter().filter(|column| !told.contains(&column.at));
    let merged = left.clone().find(|column| column.merged.is_some());
    merged.or(left.next().filter(|_| left.next().is_none()))
}

/// The column `wanted` is missing, and this one has no heading.
fn no_heading(column: &Headless, place: Place, wanted: &str) -> Fault {
    let (problem, mend) = match column.merged {
        Some(area) => (say!(Read::HeadingMerged { area, label: wanted }), say!(Read::UnmergeHeading)),
        None => (say!(Read::ColumnMissing { wanted }), say!(Read::WriteThisHeading { wanted })),
    };
    Fault::new(place, "", problem, mend)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_that_are_nearly_another() {
        for (stranger, label) in [
            ("招待费", "大额招待费"),
            ("回款金额(含税)", "回款金额"),
            ("本期回款金额", "回款金额"),
            ("销售费", "销售费用"),
            ("消售费用", "销售费用"),
            ("sellingexpence", "sellingexpense"),
            ("全额", "金额"),
        ] {
            assert!(alike(stranger, label) && alike(label, stranger), "{stranger} {label}");
        }
        for (stranger, label) in [
            ("备注", "回款金额"),
            ("费", "销售费用"),
            ("id", "paid"),
            ("合同金额", "回款金额"),
            ("", "金额"),
            ("(元)", "金额"),
        ] {
            assert!(!alike(stranger, label), "{stranger} {label}");
        }
        assert!(one_apart("abc", "abd") && one_apart("abc", "ab") && one_apart("abc", "xabc") && one_apart("a", "a"));
        assert!(!one_apart("abc", "bca") && !one_apart("abcd", "ab"));
    }
}
