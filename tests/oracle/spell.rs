//! The ways to spell one thing that workbook.md accepts.

use super::book::Book;
use super::dice::Dice;

/// The language of names and words. Both are accepted everywhere, in any mix (workbook.md).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// 中文
    #[default]
    Zh,
    /// English
    En,
}

/// How a book is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hand {
    /// The language of most names and words.
    pub lang: Lang,
    /// Whether rows, columns and sheets stand in another order (law 6).
    pub shuffled: bool,
    /// Whether things are spelled in all the ways that workbook.md accepts: numbers as texts, days for quarters,
    /// names for ids, blanks for what a blank means, the other language here and there, unknown columns.
    pub spelled_freely: bool,
    /// What the two choices above are drawn from.
    pub seed: u64,
}

/// Spells words for one workbook.
pub struct Speller<'a> {
    book: &'a Book,
    hand: Hand,
    /// What the spellings are drawn from.
    pub dice: Dice,
}

impl<'a> Speller<'a> {
    /// A speller for a book.
    pub fn new(book: &'a Book, hand: Hand) -> Speller<'a> {
        Speller { book, hand, dice: Dice::new(hand.seed) }
    }

    /// True in `percent` of 100 cases of a freely spelled book.
    pub fn freely(&mut self, percent: i64) -> bool {
        self.hand.spelled_freely && self.dice.chance(percent)
    }

    /// One of a thing's two names, mostly in the hand's language.
    pub fn name(&mut self, chinese: &str, english: &str) -> String {
        let other = self.freely(5);
        let name = if (self.hand.lang == Lang::Zh) == other { english } else { chinese };
        if self.freely(3) {
            return format!(" {} ", name.to_uppercase());
        }
        name.to_owned()
    }

    /// The policy's id, or its title.
    pub fn policy(&mut self, id: &str) -> String {
        let title = match id {
            "key-account" => "大客户部考核办法",
            "major-sales" => "大客户销售人员奖金计提考核办法",
            _ => "大客户部销售人员奖金计提考核办法",
        };
        if self.freely(15) { title.to_owned() } else { id.to_owned() }
    }

    /// A quarter: Q1, q1 or 一季度.
    pub fn quarter(&mut self, quarter: u8) -> String {
        if self.freely(15) {
            return ["一季度", "二季度", "三季度", "四季度"][usize::from(quarter) - 1].to_owned();
        }
        if self.freely(5) { format!("q{quarter}") } else { format!("Q{quarter}") }
    }

    /// The id, or now and then a name that only one manager has.
    pub fn manager(&mut self, id: &str) -> String {
        let managers = &self.book.managers;
        let name = &managers.iter().find(|m| m.id == id).expect("a manager").name;
        let only_his = managers.iter().filter(|m| m.name == *name).count() == 1;
        if only_his && self.freely(15) { name.clone() } else { id.to_owned() }
    }
}

/// Money as people type it: "1,234.50".
pub fn with_commas(fen: i64) -> String {
    let whole_yuan = (fen.unsigned_abs() / 100).to_string();
    let mut grouped = String::new();
    for (place, digit) in whole_yuan.chars().enumerate() {
        if place > 0 && (whole_yuan.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if fen < 0 { "-" } else { "" };
    format!("{sign}{grouped}.{:02}", fen.unsigned_abs() % 100)
}

/// The digits in their full-width forms: "１２.５".
pub fn full_width(number: &str) -> String {
    let wide = |c: char| match c.to_digit(10) {
        Some(digit) => char::from_u32(u32::from('０') + digit).expect("a digit"),
        None => c,
    };
    number.chars().map(wide).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_type_them() {
        assert_eq!(with_commas(-123_456_705), "-1,234,567.05");
        assert_eq!(with_commas(100_000), "1,000.00");
        assert_eq!(with_commas(5), "0.05");
        assert_eq!(full_width("-10.25"), "-１０.２５");
    }
}
