//! Rows under the headings that are no data: totals, remarks, signatures, headings once more.

use rust_decimal::Decimal;

use super::heading::{Headings, Spellings, column_of, heading_text, is_money};
use super::meant::meant;
use super::source::{RawCell, SourceRow};
use super::text::{self, fold, is_total, trimmed};
use super::units::{self, HeadingUnit};
use super::words::{NOTES, NOTES_BEGIN, TOTALS};
use crate::book::{PassedOver, Period, SheetPlace};
use crate::policy::{Column, ColumnRole, PeriodKind, Unit};

/// What a row is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum RowIs {
    /// Data, as far as can be seen.
    Data,
    /// The headings once more.
    Headings,
    /// Headings in other columns than those above: what stands below them would be misread.
    OtherHeadings,
    /// A total; the column and text that say so.
    Total(u16, String),
    /// Units under the headings; where the first stands that is not the yuan, else the first, and whether it is the yuan.
    Units(u16, String, bool),
    /// A remark or signatures; where it begins, and what it says.
    Remark(u16, String),
    /// Figures, and nothing that says whose or when; where the first one stands.
    Bare(u16),
    /// A line of which nothing is filled in but this cell.
    Lone(u16),
}

/// All that is known when a row is looked at.
pub(super) struct RowContext<'s> {
    pub headings: &'s Headings,
    pub columns: &'s [Column],
    pub known: &'s Spellings,
    /// Settings and rules may well be called `total`; only tables of figures are totalled.
    pub has_figures: bool,
}

/// Whether a cell holds nothing that can be seen.
pub(super) fn is_blank(cell: &RawCell) -> bool {
    heading_text(cell).is_some_and(text::is_blank)
}

/// Whether a cell says no.
pub(super) fn is_no(cell: &RawCell) -> bool {
    heading_text(cell).map_or(*cell == RawCell::Truth(false), |text| text::truth(text) == Some(false))
}

/// Takes a row in among what is passed over.
pub(super) fn pass_over(passed: &mut PassedOver, row: &SourceRow) {
    let cells = || row.cells.iter().filter(|(_, cell)| !is_blank(cell)).map(|(at, _)| *at);
    let (Some(first), Some(last)) = (cells().min(), cells().max()) else { return };
    if passed.count == 0 {
        (passed.place.row, passed.place.column) = (row.number, first);
    }
    passed.place.column = passed.place.column.min(first);
    passed.last = (row.number, passed.last.1.max(last));
    passed.count += cells().count() as u64;
}

/// Whether a column holds figures: what stands in it as text is looked at twice.
pub(super) fn is_figure(column: &Column) -> bool {
    match column.role {
        ColumnRole::Value { .. } => !matches!(column.unit, Unit::Text | Unit::Truth),
        ColumnRole::Share => true,
        _ => false,
    }
}

/// Whether a text may end in a word for a total, or begin with one: cheap, as it is asked for each text of a sheet.
pub(super) fn may_be_total(text: &str) -> bool {
    const BEGIN: [&str; 8] = ["平均", "人均", "Total", "total", "TOTAL", "Subtotal", "Average", "average"];
    let beside = |c: char| c.is_whitespace() || matches!(c, ':' | '：' | ')' | '）') || text::invisible(c);
    text.trim_end_matches(beside).ends_with(['计', '总', '额', '和', 'l', 'L', 'ｌ', 'Ｌ', 'm', 'M', '元'])
        || BEGIN.iter().any(|word| text.starts_with(word))
}

/// Whether a formula sums what may be hidden: a row of subtotals.
pub(super) fn is_subtotal(formula: &str) -> bool {
    let formula = formula.trim_start_matches(['=', '+', ' ']);
    ["SUBTOTAL(", "AGGREGATE("]
        .iter()
        .any(|name| formula.get(..name.len()).is_some_and(|f| f.eq_ignore_ascii_case(name)))
}

/// The name before a word for a total, with a blank between them; empty where the word stands alone.
pub(super) fn total_of(text: &str) -> Option<String> {
    let seen = super::invisible::without(trimmed(text));
    let bare = seen.trim_end_matches([':', '：']).trim_end();
    let folded = fold(bare);
    if TOTALS.contains(&folded.as_str()) {
        return Some(String::new());
    }
    let (name, word) = bare.rsplit_once(char::is_whitespace)?;
    let name = name.trim_end();
    (TOTALS.contains(&fold(word).as_str()) && !name.is_empty()).then(|| name.to_owned())
}

impl RowContext<'_> {
    fn column(&self, at: u16) -> Option<&Column> {
        self.place().columns.iter().position(|column| *column == Some(at)).map(|index| &self.columns[index])
    }

    fn place(&self) -> &SheetPlace {
        &self.headings.place
    }

    /// What a row is. `summed` says that a formula or a table makes it one of totals.
    pub(super) fn look(&self, row: &SourceRow, summed: Option<u16>) -> RowIs {
        let cells: Vec<(u16, &RawCell)> =
            row.cells.iter().filter(|(_, cell)| !is_blank(cell)).map(|(at, cell)| (*at, cell)).collect();
        if let Some(headings) = self.headings_again(&cells) {
            return headings;
        }
        if self.has_figures {
            if let Some((at, text)) = self.total(&cells) {
                return RowIs::Total(at, text);
            }
            if let Some(at) = summed {
                let text = cells.iter().find_map(|(_, cell)| heading_text(cell)).unwrap_or_default();
                return RowIs::Total(at, trimmed(text).to_owned());
            }
        }
        if let Some((at, text, yuan)) = self.units(&cells) {
            return RowIs::Units(at, text, yuan);
        }
        if let Some((at, text)) = self.remark(&cells) {
            return RowIs::Remark(at, text);
        }
        if let Some(at) = self.lone(&cells) {
            return RowIs::Lone(at);
        }
        let structural =
            |column: &Column| !matches!(column.role, ColumnRole::Value { .. } | ColumnRole::Share | ColumnRole::Name);
        let of = |wanted: &dyn Fn(&Column) -> bool| {
            cells.iter().find(|(at, _)| self.column(*at).is_some_and(wanted)).map(|(at, _)| *at)
        };
        let has = self.columns.iter().zip(&self.place().columns).filter(|(c, at)| structural(c) && at.is_some());
        match (of(&structural), of(&is_figure)) {
            (None, Some(at)) if has.count() > 1 && of(&|c: &Column| c.unit == Unit::Text).is_none() => RowIs::Bare(at),
            _ => RowIs::Data,
        }
    }

    /// Two or more texts are headings: where the same ones stand above, or in other places.
    fn headings_again(&self, cells: &[(u16, &RawCell)]) -> Option<RowIs> {
        let named = |(at, cell): &(u16, &RawCell)| {
            let ((column, _), _) = column_of(heading_text(cell)?, self.known)?;
            Some((*at, column))
        };
        let found: Vec<(u16, usize)> = cells.iter().filter_map(named).collect();
        let figures = cells.iter().filter(|(_, cell)| !matches!(cell, RawCell::Text(_))).count();
        if found.len() < 2 || found.len() * 2 <= cells.len() || figures > 0 {
            return None;
        }
        let same = |(at, column): &(u16, usize)| self.place().columns[*column] == Some(*at);
        Some(if found.iter().all(same) { RowIs::Headings } else { RowIs::OtherHeadings })
    }

    /// A whole cell that is a word for a total, alone or after a name; or a first text that says so, with nothing but
    /// figures beside it.
    fn total(&self, cells: &[(u16, &RawCell)]) -> Option<(u16, String)> {
        let whole = cells.iter().find_map(|(at, cell)| {
            let text = heading_text(cell).filter(|text| may_be_total(text))?;
            let figure = self.column(*at).is_some_and(is_figure);
            (!figure && total_of(text).is_some()).then(|| (*at, trimmed(text).to_owned()))
        });
        whole.or_else(|| {
            let (first, text) = cells.first().and_then(|(at, cell)| Some((*at, heading_text(cell)?)))?;
            let figure = |at: u16| self.column(at).is_none_or(is_figure);
            (is_total(text) && cells[1..].iter().all(|(at, _)| figure(*at))).then(|| (first, trimmed(text).to_owned()))
        })
    }

    /// Units and nothing else, under columns of figures.
    fn units(&self, cells: &[(u16, &RawCell)]) -> Option<(u16, String, bool)> {
        let figure = |at: u16| self.column(at).is_some_and(is_figure);
        let unit = |(at, cell): &(u16, &RawCell)| {
            let text = heading_text(cell).filter(|_| figure(*at))?;
            Some((*at, trimmed(text).to_owned(), units::of_row(&fold(text))? == HeadingUnit::Yuan))
        };
        let found: Vec<_> = cells.iter().map(unit).collect::<Option<_>>()?;
        found.iter().find(|(.., yuan)| !yuan).or(found.first()).cloned()
    }

    /// A remark, or names of those who sign: texts without a figure among them, of which the first is no id or period.
    fn remark(&self, cells: &[(u16, &RawCell)]) -> Option<(u16, String)> {
        let under: Vec<&(u16, &RawCell)> = cells.iter().filter(|(at, _)| self.column(*at).is_some()).collect();
        let texts: Vec<(u16, &str)> = under.iter().filter_map(|(at, cell)| Some((*at, heading_text(cell)?))).collect();
        if texts.len() < under.len() || texts.is_empty() {
            return None;
        }
        let number = |(at, text): &(u16, &str)| {
            self.column(*at).is_some_and(is_figure) && (text::number(text).is_some() || meant(text).is_some())
        };
        if texts.iter().any(number) {
            return None;
        }
        let (at, first) = texts[0];
        let said = super::invisible::without(trimmed(first));
        // What explains a setting stands beside it: a label of several words is no sentence there.
        let alone = cells.len() == 1 && (is_sentence(&said) || self.no_period(at, &said));
        // Where rows of data are texts alone, as people and their grades are, a colon makes no remark of one.
        let figured = self.columns.iter().any(is_figure);
        let remark = is_note(&said) && (figured || texts.len() == 1) || alone;
        remark.then(|| (at, said.into_owned()))
    }

    /// The only cell of a line: a title, or a line that was not finished. It is one fault, not one a blank cell.
    fn lone(&self, cells: &[(u16, &RawCell)]) -> Option<u16> {
        let lines = self.columns.iter().any(|column| column.role == ColumnRole::Manager);
        let [(at, _)] = cells else { return None };
        self.column(*at).filter(|column| lines && !is_figure(column)).map(|_| *at)
    }

    /// A lone text where a period or a date should stand, and none: a title between rows.
    fn no_period(&self, at: u16, text: &str) -> bool {
        let dated = self.column(at).is_some_and(|column| matches!(column.role, ColumnRole::Period | ColumnRole::Date));
        let period = |kind| Period::read(kind, &fold(text)).is_some();
        let digits = text.contains(|c: char| c.is_ascii_digit());
        dated && self.has_figures && !digits && !period(PeriodKind::Quarter) && !period(PeriodKind::Month)
    }

    /// Whether a row over the headings is one of data beyond doubt: a figure, whose it is, and of when where the sheet
    /// says that.
    pub(super) fn is_line(&self, row: &SourceRow) -> bool {
        let under = |wanted: &dyn Fn(&Column) -> bool| {
            row.cells.iter().filter(|(at, cell)| !is_blank(cell) && self.column(*at).is_some_and(wanted)).count()
        };
        let when = |column: &Column| matches!(column.role, ColumnRole::Period | ColumnRole::Date);
        let whose =
            under(&|column: &Column| matches!(column.role, ColumnRole::Id | ColumnRole::Manager | ColumnRole::Project));
        let figure = row
            .cells
            .iter()
            .any(|(at, cell)| matches!(cell, RawCell::Number(_)) && self.column(*at).is_some_and(is_figure));
        let period = |text: &str| {
            let folded = fold(text);
            [PeriodKind::Quarter, PeriodKind::Month].iter().any(|kind| Period::read(*kind, &folded).is_some())
        };
        let dated = row.cells.iter().any(|(at, cell)| {
            let then = matches!(cell, RawCell::Date(_)) || heading_text(cell).is_some_and(period);
            then && self.column(*at).is_some_and(when)
        });
        let timeless = !self.columns.iter().zip(&self.place().columns).any(|(c, at)| when(c) && at.is_some());
        figure && (dated && whose > 0 || timeless && whose > 1) && self.look(row, None) == RowIs::Data
    }

    /// The person that a row of totals names, in the words of the sheet.
    pub(super) fn person(&self, row: &SourceRow) -> Option<String> {
        let person = |at: u16| {
            self.column(at).is_some_and(|c| matches!(c.role, ColumnRole::Id | ColumnRole::Manager | ColumnRole::Name))
        };
        row.cells.iter().filter(|(at, cell)| person(*at) && !is_blank(cell)).find_map(|(_, cell)| match cell {
            RawCell::Text(text) => match total_of(text) {
                Some(name) if name.is_empty() => None,
                Some(name) => Some(name),
                None => Some(trimmed(text).to_owned()),
            },
            RawCell::Number(number) => Some(number.normalize().to_string()),
            _ => None,
        })
    }

    /// The money of a row, by column.
    pub(super) fn money(&self, row: &SourceRow) -> Vec<(usize, Decimal)> {
        let of = |(index, column): (usize, &Column)| {
            let at = self.place().columns[index].filter(|_| is_money(column))?;
            let number = match row.cell(at)? {
                RawCell::Number(number) => Some(*number),
                RawCell::Text(text) => text::number(text),
                _ => None,
            };
            Some((index, number?))
        };
        self.columns.iter().enumerate().filter_map(of).collect()
    }
}

/// Whether a text begins as remarks and signatures do.
fn is_note(text: &str) -> bool {
    let folded = fold(text);
    let head = folded.split([':', '：']).next().unwrap_or_default();
    let bare = head.trim_end_matches(|c: char| c.is_ascii_digit() || c == '(' || c == ')' || c == '.');
    if NOTES.contains(&bare) || NOTES_BEGIN.iter().any(|word| folded.starts_with(word)) {
        return true;
    }
    // A word and a colon: `部门负责人：`, `日期：2017-04-05`.
    head.len() < folded.len() && !head.is_empty() && !head.bytes().any(|b| b.is_ascii_digit())
}

/// Whether a lone text reads as a sentence.
fn is_sentence(text: &str) -> bool {
    let chars = text.chars().count();
    text.contains(['，', '。', '；', '：', '！', '？', '、'])
        || text.contains(", ")
        || chars > 20
        || {
            let words = text.split_whitespace().count();
            text.is_ascii() && words > 3
        }
        || matches!(fold(text).as_str(), "以下空白" | "以下无正文" | "完" | "end" | "endofdata")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_totals_and_names_before_them() {
        for text in
            ["合计", " 小计：", "汇总", "总 计", "累计", "总额", "Total", "SUBTOTAL", "Grand Total", "合\u{200b}计"]
        {
            assert_eq!(total_of(text).as_deref(), Some(""), "{text}");
            assert!(may_be_total(text), "{text}");
        }
        for (text, name) in [("M001 汇总", "M001"), ("M001 Total", "M001"), ("张明　小计", "张明"), ("Q1  合计:", "Q1")]
        {
            assert_eq!(total_of(text).as_deref(), Some(name), "{text}");
            assert!(may_be_total(text), "{text}");
        }
        for text in ["综合计费系统", "汇总表系统", "M001汇总", "合计划", "Totals", "total cost", "", ":"]
        {
            assert_eq!(total_of(text), None, "{text}");
        }
        assert!(!may_be_total("P005") && !may_be_total("产品") && !may_be_total("张明"));
    }

    #[test]
    fn remarks_and_signatures() {
        for text in
            ["备注：以上已核对", "说明", "注1：", "制表人", "Prepared by Zhou", "Note: x", "部门负责人：", "Remark"]
        {
            assert!(is_note(text), "{text}");
        }
        for text in ["M001", "Q1", "张明", "P001", "注册项目", "审核系统", "2017-03-05 12:00", "Notably"] {
            assert!(!is_note(text), "{text}");
        }
        assert!(is_sentence("以上金额均已与财务核对，无误") && is_sentence("All amounts agreed with finance"));
        assert!(!is_sentence("M003") && !is_sentence("张明") && !is_sentence("华东区"));
    }
}
