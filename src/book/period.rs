//! Periods of a year: quarters and months.

use std::fmt;

use jiff::civil::Date;
use serde::Serialize;

use crate::lang::{Lang, Words};
use crate::policy::PeriodKind;
use crate::say;

/// The numbers of months as people write them.
const CHINESE: [&str; 12] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];

/// A quarter (`Q1` … `Q4`) or month (`01` … `12`) of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "String")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(extend("pattern" = "^(Q[1-4]|0[1-9]|1[0-2])$")))]
pub struct Period {
    kind_is_month: bool,
    number: u8,
}

impl Period {
    /// The period of that number; `None` when the year has none.
    #[must_use]
    pub fn new(kind: PeriodKind, number: u8) -> Option<Self> {
        (1..=kind.count()).contains(&number).then_some(Self { kind_is_month: kind == PeriodKind::Month, number })
    }

    /// The period with that place in the year, from 0; `None` when the year has none.
    #[must_use]
    pub fn at(kind: PeriodKind, index: usize) -> Option<Self> {
        Self::new(kind, u8::try_from(index + 1).ok()?)
    }

    /// All periods of a year.
    pub fn all(kind: PeriodKind) -> impl Iterator<Item = Self> {
        (1..=kind.count()).filter_map(move |number| Self::new(kind, number))
    }

    /// Its number, from 1.
    #[must_use]
    pub fn number(self) -> u8 {
        self.number
    }

    /// Its number, from 0.
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.number) - 1
    }

    /// The period that a month (1…12) belongs to.
    #[must_use]
    pub fn of_month(kind: PeriodKind, month: u8) -> Option<Self> {
        match kind {
            PeriodKind::Quarter => Self::new(kind, month.checked_sub(1)? / 3 + 1),
            PeriodKind::Month => Self::new(kind, month),
        }
    }

    /// All periods up to and with this one.
    pub fn up_to(self) -> impl Iterator<Item = Self> {
        (1..=self.number).map(move |number| Self { number, ..self })
    }

    /// How many periods its year has.
    #[must_use]
    pub fn of_a_year(self) -> usize {
        let kind = if self.kind_is_month { PeriodKind::Month } else { PeriodKind::Quarter };
        usize::from(kind.count())
    }

    /// The month of its first day.
    fn first_month(self) -> i8 {
        let number = i8::try_from(self.number).unwrap_or(1);
        if self.kind_is_month { number } else { number * 3 - 2 }
    }

    /// Its first day in a year.
    #[must_use]
    pub fn first_day(self, year: i16) -> Option<Date> {
        Date::new(year, self.first_month(), 1).ok()
    }

    /// Its last day in a year.
    #[must_use]
    pub fn last_day(self, year: i16) -> Option<Date> {
        let last = self.first_month() + if self.kind_is_month { 0 } else { 2 };
        Some(Date::new(year, last, 1).ok()?.last_of_month())
    }

    /// What a person writes in a cell: `Q1`, `1`, `一季度`, `第1季度`, `3月`, `03`, `M03`.
    #[must_use]
    pub fn read(kind: PeriodKind, text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let text = text.strip_prefix('第').unwrap_or(&text);
        let core = match kind {
            PeriodKind::Quarter => text
                .strip_prefix('q')
                .or_else(|| text.strip_suffix("季度"))
                .or_else(|| text.strip_suffix('季'))
                .unwrap_or(text),
            PeriodKind::Month => text
                .strip_prefix("month")
                .or_else(|| text.strip_prefix('m'))
                .or_else(|| text.strip_suffix("月份"))
                .or_else(|| text.strip_suffix('月'))
                .unwrap_or(text),
        };
        let core = core.trim();
        let number = match CHINESE.iter().position(|digit| *digit == core) {
            Some(index) => u8::try_from(index + 1).ok()?,
            None if core.len() <= 2 && core.bytes().all(|b| b.is_ascii_digit()) => core.parse().ok()?,
            None => return None,
        };
        Self::new(kind, number)
    }

    /// The ways of writing it that cannot be taken for anything else, as [`Period::read`] reads them.
    #[must_use]
    pub fn spellings(self) -> Vec<String> {
        let (number, chinese) = (self.number, CHINESE[self.index()]);
        if self.kind_is_month {
            let month = [format!("{number}"), format!("{number:02}"), chinese.to_owned()];
            let named = month.iter().flat_map(|month| [format!("{month}月"), format!("{month}月份")]);
            named.chain([format!("M{number:02}"), format!("M{number}")]).collect()
        } else {
            let quarter = [format!("{number}"), chinese.to_owned()];
            let named = quarter
                .iter()
                .flat_map(|quarter| [format!("{quarter}季度"), format!("第{quarter}季度"), format!("{quarter}季")]);
            named.chain([format!("Q{number}")]).collect()
        }
    }

    /// Its name for people.
    #[must_use]
    pub fn words(self) -> Words {
        if self.kind_is_month {
            say!(Book::Month { number: self.number, two_digits: format!("{:02}", self.number) })
        } else {
            Words::same(self.to_string())
        }
    }

    /// Its name in a language.
    #[must_use]
    pub fn name(self, lang: Lang) -> String {
        self.words().get(lang).to_owned()
    }
}

impl fmt::Display for Period {
    /// `Q3` or `03`, as in JSON.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.kind_is_month { write!(formatter, "{:02}", self.number) } else { write!(formatter, "Q{}", self.number) }
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_spelling_is_read_again() {
        for kind in [PeriodKind::Quarter, PeriodKind::Month] {
            for period in Period::all(kind) {
                for text in period.spellings() {
                    assert_eq!(Period::read(kind, &text), Some(period), "{text}");
                }
            }
        }
    }

    #[test]
    fn quarters_as_people_write_them() {
        for text in ["Q3", "q3", "3", "三季度", "第三季度", "3季度", "第3季度", " Q3 "] {
            assert_eq!(Period::read(PeriodKind::Quarter, text).map(Period::number), Some(3), "{text}");
        }
        for text in ["Q5", "0", "", "季度", "Q", "十三", "3.0", "Q33", "-1"] {
            assert_eq!(Period::read(PeriodKind::Quarter, text), None, "{text}");
        }
        for text in ["11", "11月", "十一月", "11月份", "M11", "month 11"] {
            assert_eq!(Period::read(PeriodKind::Month, text).map(Period::number), Some(11), "{text}");
        }
    }
}
