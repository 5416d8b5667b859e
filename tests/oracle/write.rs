//! Writes a book as an .xlsx file, plainly or the way that people type (workbook.md, "Input workbook").

use super::book::Book;
use super::days::Day;
use super::dice::Dice;
use super::exact::{exact, text, whole, yuan};
use super::sheets::{Cell, Sheet, sheets};
use super::spell::{Hand, Lang, Speller, full_width, with_commas};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::path::Path;

/// Writes a book plainly: Chinese, in order, every number a number.
///
/// # Errors
/// When the file cannot be written.
pub fn write_xlsx(book: &Book, path: &Path) -> Result<(), XlsxError> {
    let plain = Hand { lang: Lang::Zh, shuffled: false, spelled_freely: false, seed: 0 };
    write_xlsx_as(book, path, plain)
}

/// Writes a book shuffled and freely spelled; the same book and seed always give the same cells.
///
/// # Errors
/// When the file cannot be written.
pub fn write_xlsx_freely(book: &Book, path: &Path, lang: Lang, seed: u64) -> Result<(), XlsxError> {
    write_xlsx_as(book, path, Hand { lang, shuffled: true, spelled_freely: true, seed })
}

/// Writes a book in a given hand. None of the choices changes what the workbook says.
///
/// # Errors
/// When the file cannot be written.
pub fn write_xlsx_as(book: &Book, path: &Path, hand: Hand) -> Result<(), XlsxError> {
    let mut writer = Writer { speller: Speller::new(book, hand), hand, year: book.year };
    let mut sheets = sheets(book);
    if hand.shuffled {
        writer.speller.dice.shuffle(&mut sheets);
        for sheet in &mut sheets {
            shuffle(sheet, &mut writer.speller.dice);
        }
    }
    let mut workbook = Workbook::new();
    if writer.speller.freely(20) {
        workbook.add_worksheet().set_name("说明")?.write_string(0, 0, "手工填写")?;
    }
    for sheet in &sheets {
        writer.sheet(workbook.add_worksheet(), sheet)?;
    }
    workbook.save(path)
}

fn shuffle(sheet: &mut Sheet, dice: &mut Dice) {
    let mut order: Vec<usize> = (0..sheet.headings.len()).collect();
    dice.shuffle(&mut order);
    sheet.headings = order.iter().map(|&place| sheet.headings[place]).collect();
    for row in &mut sheet.rows {
        *row = order.iter().map(|&place| row[place].clone()).collect();
    }
    if !sheet.ordered {
        dice.shuffle(&mut sheet.rows);
    }
}

/// The two ways to give a line's time (workbook.md, "Collections").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Times {
    Quarters,
    Days,
    Both,
}

struct Writer<'a> {
    speller: Speller<'a>,
    hand: Hand,
    year: i32,
}

impl Writer<'_> {
    fn sheet(&mut self, page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
        let name = if self.hand.lang == Lang::Zh { sheet.name.0 } else { sheet.name.1 };
        page.set_name(name)?;
        let has_days = sheet.rows.iter().flatten().any(|cell| matches!(cell, Cell::Day(_)));
        let times = if self.hand.spelled_freely && has_days {
            self.speller.dice.pick(&[Times::Quarters, Times::Days, Times::Both])
        } else {
            Times::Quarters
        };
        for (column, (chinese, english)) in (0..).zip(&sheet.headings) {
            let days_only = times == Times::Days && *chinese == "季度";
            let heading =
                if days_only { self.speller.name("日期", "Date") } else { self.speller.name(chinese, english) };
            page.write_string(0, column, heading)?;
        }
        // Added columns stand at the end: the second way to give the time, and one that nobody knows.
        let end = u16::try_from(sheet.headings.len()).expect("a few columns");
        if times == Times::Both {
            let heading = self.speller.name("日期", "Date");
            page.write_string(0, end, heading)?;
        }
        let note = self.speller.freely(20).then_some(end + 1);
        if let Some(note) = note {
            page.write_string(0, note, "备注")?;
        }
        for (line, row) in (1..).zip(&sheet.rows) {
            for (column, cell) in (0..).zip(row) {
                match (cell, times) {
                    (Cell::Day(quarter), Times::Days) => self.day(page, line, column, *quarter)?,
                    (Cell::Day(quarter), Times::Both) => {
                        // Either, or both that agree.
                        let which = self.speller.dice.between(1, 3);
                        if which != 1 {
                            self.day(page, line, end, *quarter)?;
                        }
                        if which != 2 {
                            self.cell(page, line, column, cell)?;
                        }
                    }
                    _ => self.cell(page, line, column, cell)?,
                }
            }
            if let Some(note) = note {
                page.write_string(line, note, format!("备注{line}"))?;
            }
        }
        Ok(())
    }

    fn day(&mut self, page: &mut Worksheet, line: u32, column: u16, quarter: u8) -> Result<(), XlsxError> {
        let month = 3 * quarter - 3 + self.speller.dice.pick(&[1, 2, 3]);
        let last = match month {
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let day = self.speller.dice.pick(&[1, 2, 15, last]);
        let year = u16::try_from(self.year).expect("a year");
        let date = ExcelDateTime::from_ymd(year, month, day)?;
        let format = Format::new().set_num_format("yyyy-mm-dd");
        page.write_datetime_with_format(line, column, &date, &format)?;
        Ok(())
    }

    fn cell(&mut self, page: &mut Worksheet, line: u32, column: u16, cell: &Cell) -> Result<(), XlsxError> {
        let may_be_blank = matches!(cell, Cell::OrBlank(..) | Cell::Deduction(0));
        if may_be_blank && self.speller.freely(40) {
            return Ok(());
        }
        match cell {
            Cell::Blank => {}
            Cell::Text(word) => written(page, line, column, word)?,
            Cell::Policy(id) => written(page, line, column, &self.speller.policy(id))?,
            Cell::Named(chinese, english) | Cell::OrBlank(chinese, english) => {
                written(page, line, column, &self.speller.name(chinese, english))?;
            }
            Cell::Quarter(quarter) | Cell::Day(quarter) => {
                written(page, line, column, &self.speller.quarter(*quarter))?;
            }
            Cell::Manager(id) => written(page, line, column, &self.speller.manager(id))?,
            Cell::Money(fen) | Cell::Deduction(fen) => {
                self.number(page, line, column, &text(&yuan(*fen)), &with_commas(*fen))?;
            }
            Cell::Rate(rate) => {
                let percent = format!("{}%", text(&(exact(rate) * whole(100))));
                self.number(page, line, column, rate, &percent)?;
            }
            Cell::Number(number) => self.number(page, line, column, number, number)?,
            Cell::Date(Day(year, month, day)) if self.speller.freely(20) => {
                written(page, line, column, &format!("{year}-{month:02}-{day:02}"))?;
            }
            Cell::Date(Day(year, month, day)) => {
                let date = ExcelDateTime::from_ymd(u16::try_from(*year).expect("a year"), *month, *day)?;
                page.write_datetime_with_format(line, column, &date, &Format::new().set_num_format("yyyy-mm-dd"))?;
            }
        }
        Ok(())
    }

    fn number(
        &mut self,
        page: &mut Worksheet,
        line: u32,
        column: u16,
        number: &str,
        as_typed: &str,
    ) -> Result<(), XlsxError> {
        if self.speller.freely(4) {
            return written(page, line, column, as_typed);
        }
        if self.speller.freely(2) {
            return written(page, line, column, &full_width(number));
        }
        // The only place where a number becomes a float: a spreadsheet has no other.
        page.write_number(line, column, number.parse::<f64>().expect("a decimal"))?;
        Ok(())
    }
}

fn written(page: &mut Worksheet, line: u32, column: u16, word: &str) -> Result<(), XlsxError> {
    page.write_string(line, column, word)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::{compute, random_book, read_xlsx};
    use super::*;

    fn path(name: &str) -> std::path::PathBuf {
        // Several test crates may run this test at the same time.
        std::env::temp_dir().join(format!("bonus-oracle-{}-{name}.xlsx", std::process::id()))
    }

    #[test]
    fn a_plain_workbook_is_read_back_as_the_same_book() {
        for policy in ["key-account", "major-sales", "department-sales"] {
            for seed in 0..20 {
                let book = random_book(policy, seed);
                let path = path(&format!("plain-{policy}-{seed}"));
                write_xlsx(&book, &path).expect("written");
                let mut back = read_xlsx(&path);
                back.settings.sort();
                let mut sorted = book.clone();
                sorted.settings.sort();
                assert!(back == sorted, "{policy} {seed}");
                std::fs::remove_file(path).expect("removed");
            }
        }
    }

    #[test]
    fn a_shuffled_workbook_says_the_same() {
        for seed in 0..20 {
            let book = random_book("department-sales", seed);
            let path = path(&format!("shuffled-{seed}"));
            let hand = Hand { lang: Lang::Zh, shuffled: true, spelled_freely: false, seed };
            write_xlsx_as(&book, &path, hand).expect("written");
            let mut figures = compute(&read_xlsx(&path));
            let mut expected = compute(&book);
            figures.managers.sort_by(|a, b| a.id.cmp(&b.id));
            expected.managers.sort_by(|a, b| a.id.cmp(&b.id));
            assert!(figures == expected, "{seed}");
            std::fs::remove_file(path).expect("removed");
        }
    }

    #[test]
    fn a_freely_spelled_workbook_is_written_the_same_way_twice() {
        for seed in 0..20 {
            let book = random_book("key-account", seed);
            let lang = if seed % 2 == 0 { Lang::Zh } else { Lang::En };
            let texts = ["a", "b"].map(|name| {
                let path = path(&format!("free-{name}-{seed}"));
                write_xlsx_freely(&book, &path, lang, seed).expect("written");
                let cells = super::super::samples::all_cells(&path);
                std::fs::remove_file(path).expect("removed");
                cells
            });
            assert!(texts[0] == texts[1], "{seed}");
        }
    }
}
