//! Days of a year, as far as joining and leaving need them (policy.md, "People come and go").

use super::exact::{Exact, whole};

/// A day: year, month, day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub i32, pub u8, pub u8);

impl Day {
    /// The first day of a quarter.
    pub fn first_of(year: i32, quarter: u8) -> Day {
        Day(year, 3 * quarter - 2, 1)
    }

    /// The last day of a quarter.
    pub fn last_of(year: i32, quarter: u8) -> Day {
        let month = 3 * quarter;
        Day(year, month, days_of(year, month))
    }

    /// The day of a quarter with that number, from 0.
    pub fn nth_of(year: i32, quarter: u8, mut number: i64) -> Day {
        let mut month = 3 * quarter - 2;
        while number >= i64::from(days_of(year, month)) {
            number -= i64::from(days_of(year, month));
            month += 1;
        }
        Day(year, month, u8::try_from(number).expect("a day of a month") + 1)
    }

    /// Which day of its year it is, from 1.
    fn of_year(self) -> i64 {
        let months = (1..self.1).map(|month| i64::from(days_of(self.0, month)));
        months.sum::<i64>() + i64::from(self.2)
    }
}

/// How many days a quarter has.
pub fn days_of_quarter(year: i32, quarter: u8) -> i64 {
    Day::last_of(year, quarter).of_year() - Day::first_of(year, quarter).of_year() + 1
}

/// The part of a quarter's days on which somebody is employed, both dates included.
pub fn employed_part(year: i32, quarter: u8, joined: Option<Day>, left: Option<Day>) -> Exact {
    let first = Day::first_of(year, quarter).max(joined.unwrap_or(Day(0, 1, 1)));
    let last = Day::last_of(year, quarter).min(left.unwrap_or(Day(9999, 12, 31)));
    whole(last.of_year() - first.of_year() + 1) / whole(days_of_quarter(year, quarter))
}

fn days_of(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::super::exact::text;
    use super::*;

    #[test]
    fn quarters_have_their_days() {
        let all = |year| [1, 2, 3, 4].map(|quarter| days_of_quarter(year, quarter));
        assert_eq!((all(2017), all(2016), all(1900)), ([90, 91, 92, 92], [91, 91, 92, 92], [90, 91, 92, 92]));
        assert_eq!((Day::nth_of(2016, 1, 59), Day::nth_of(2017, 1, 59)), (Day(2016, 2, 29), Day(2017, 3, 1)));
        assert_eq!(text(&employed_part(2017, 4, Some(Day(2017, 10, 24)), None)), "0.75");
        assert_eq!(text(&employed_part(2017, 4, None, Some(Day(2017, 10, 23)))), "0.25");
        assert_eq!(text(&employed_part(2017, 4, Some(Day(2011, 1, 1)), None)), "1");
    }
}
