//! Functions of numbers, of those that stand in a formula or of those that rows have: each is all that there is to say of
//! it, in one place, so that adding one adds an entry here and its words. What looks into tables, decides between branches or
//! has a say in which rows are gathered is no such function.

use std::cmp::Ordering;
use std::ops::Range;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::number::{Number, NumberError, Rounding};
use crate::lang::Words;
use crate::say;

/// A function whose value follows from the numbers that it is given.
#[derive(Clone)]
pub struct Function {
    /// Its name, in capitals.
    pub name: &'static str,
    /// How many arguments it takes.
    pub arity: Range<usize>,
    /// Its value.
    pub(super) value: fn(&[Number]) -> Result<Number, NumberError>,
    /// At most how many decimals it has, from those of its arguments; `None` where there is no bound.
    pub(super) places: fn(&[Option<u32>]) -> Option<u32>,
    /// Whether its value leaps, so that a program of floats must be given its arguments to the last decimal and no more.
    pub(super) leaps: bool,
    /// How Excel 2007 and WPS write it, from its arguments as they write them.
    pub(super) excel: fn(&[String]) -> String,
    /// How it is said, from its arguments as they are said.
    pub(super) words: fn(&[String]) -> Words,
}

/// All of them, by name.
pub static FUNCTIONS_OF_NUMBERS: [Function; 2] = [
    Function {
        name: "ABS",
        arity: 1..2,
        value: |arguments| Ok(arguments[0].abs()),
        places: |places| places[0],
        leaps: false,
        excel: |arguments| format!("ABS({})", arguments[0]),
        words: |arguments| say!(Formula::SizeOf { x: arguments[0] }),
    },
    Function {
        name: "INT",
        arity: 1..2,
        value: |arguments| {
            let whole = arguments[0].rounded(0, Rounding::Down)?;
            let below = arguments[0].compare(whole)? == Ordering::Less;
            if below { whole.minus(Decimal::ONE.into()) } else { Ok(whole) }
        },
        places: |_| Some(0),
        leaps: true,
        excel: |arguments| format!("INT({})", arguments[0]),
        words: |arguments| say!(Formula::WholeNumberBelow { x: arguments[0] }),
    },
];

/// A function whose value follows from the numbers that rows have, whichever of them has which, and perhaps from one more.
#[derive(Clone)]
pub struct Statistic {
    /// Its name, in capitals.
    pub name: &'static str,
    /// What it is given beside the numbers.
    pub extra: Extra,
    /// Whether it is a count or a place, which tells no number of the rows; else it is of their kind.
    pub counts: bool,
    /// Its value over numbers in ascending order, and of what it is given; nothing where it does not apply.
    pub(super) value: fn(&[Decimal], Decimal) -> Result<Option<Number>, NumberError>,
    /// At most how many decimals it has, from those of the numbers; `None` where there is no bound.
    pub(super) places: fn(Option<u32>) -> Option<u32>,
    /// How Excel 2007 and WPS write it; nothing where they need a look at each row.
    pub(super) excel: fn(&NumberCells<'_>) -> Option<String>,
    /// How it is said: of what, over which rows, which of them only, and what it is given.
    pub(super) words: fn(&str, &Words, &Words, &str) -> Words,
}

/// What a statistic is given beside the numbers of the rows; where that does not apply, it does not either.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extra {
    /// Nothing more.
    Nothing,
    /// A figure like them, written before them.
    Figure,
    /// A plain number, written behind them.
    Number,
}

/// The numbers of rows as cells.
pub(super) struct NumberCells<'c> {
    /// All cells, as a range or a list; nothing where only some of them count.
    pub all: Option<&'c str>,
    /// How many numbers there are.
    pub count: &'c str,
    /// What the statistic is given beside them.
    pub extra: &'c str,
    /// Whether that is one of the numbers, and they are one range.
    pub is_one: bool,
    /// The k-th least of them.
    pub least: &'c dyn Fn(&str) -> Option<String>,
    /// The k-th greatest of them.
    pub greatest: &'c dyn Fn(&str) -> Option<String>,
    /// How many of them are greater than what is given, and a number more.
    pub above: &'c dyn Fn(&str) -> String,
}

/// The one at a place, from 1, counted from the first.
fn at_place<'n>(mut numbers: impl ExactSizeIterator<Item = &'n Decimal>, place: Decimal) -> Option<Number> {
    let place = if place.fract().is_zero() { place.to_usize()? } else { return None };
    numbers.nth(place.checked_sub(1)?).map(|number| (*number).into())
}

/// When there is no such place among so many, as Excel writes it: only what is no constant may be no place at all.
fn lacks_place(count: &str, place: &str) -> String {
    if place.parse::<u32>().is_ok_and(|place| place > 0) {
        return format!("{count}<{place}");
    }
    format!("OR({place}<1,{count}<{place},INT({place})<>{place})")
}

/// All of them, by name.
pub static STATISTICS: [Statistic; 4] = [
    Statistic {
        name: "LARGE",
        extra: Extra::Number,
        counts: false,
        value: |numbers, k| Ok(at_place(numbers.iter().rev(), k)),
        places: |places| places,
        excel: |NumberCells { count, extra, greatest, .. }| {
            Some(format!("IF({},\"n/a\",{})", lacks_place(count, extra), greatest(extra)?))
        },
        words: |value, rows, only, argument| say!(Formula::LargeOver { argument, value, rows, only }),
    },
    Statistic {
        name: "MEDIAN",
        extra: Extra::Nothing,
        counts: false,
        value: |numbers, _| {
            let half = numbers.len() / 2;
            match (numbers.get(half), numbers.len().is_multiple_of(2)) {
                (None, _) => Ok(Number::ZERO),
                (Some(middle), false) => Ok((*middle).into()),
                (Some(above), true) => {
                    Number::from(numbers[half - 1]).plus((*above).into())?.divided_by(Decimal::TWO.into())
                }
            }
            .map(Some)
        },
        places: |places| Some(places? + 1),
        excel: |cells| match cells {
            NumberCells { all: Some(all), count, .. } => Some(format!("IF({count}=0,0,MEDIAN({all}))")),
            NumberCells { count, least, .. } => {
                let (below, above) = (least(&format!("INT(({count}+1)/2)"))?, least(&format!("INT({count}/2)+1"))?);
                Some(format!("IF({count}=0,0,({below}+{above})/2)"))
            }
        },
        words: |value, rows, only, _| say!(Formula::MedianOver { value, rows, only }),
    },
    // 1 and how many are greater, so that equal ones share a rank.
    Statistic {
        name: "RANK",
        extra: Extra::Figure,
        counts: true,
        value: |numbers, x| {
            let above = numbers.len() - numbers.partition_point(|number| *number <= x);
            Ok(Some(Decimal::from(above + 1).into()))
        },
        places: |_| Some(0),
        excel: |cells| match cells {
            NumberCells { all: Some(all), extra, is_one: true, .. } => Some(format!("RANK({extra},{all})")),
            NumberCells { above, .. } => Some(above("1")),
        },
        words: |value, rows, only, argument| say!(Formula::RankAmong { argument, value, rows, only }),
    },
    Statistic {
        name: "SMALL",
        extra: Extra::Number,
        counts: false,
        value: |numbers, k| Ok(at_place(numbers.iter(), k)),
        places: |places| places,
        excel: |NumberCells { count, extra, least, .. }| {
            Some(format!("IF({},\"n/a\",{})", lacks_place(count, extra), least(extra)?))
        },
        words: |value, rows, only, argument| say!(Formula::SmallOver { argument, value, rows, only }),
    },
];

impl Statistic {
    /// Whether it may not apply though what it is given does: where there are fewer rows.
    #[must_use]
    pub fn may_lack(&self) -> bool {
        (self.value)(&[], Decimal::ONE).is_ok_and(|value| value.is_none())
    }

    /// Whether it is a number that a row has, or a count: floats show it as it is.
    pub(super) fn picks(&self) -> bool {
        (self.places)(Some(0)) == Some(0)
    }

    /// How many arguments it takes; the last may be a condition.
    pub(super) fn arity(&self) -> Range<usize> {
        if self.extra == Extra::Nothing { 1..3 } else { 2..4 }
    }
}

/// The statistic of that name.
#[must_use]
pub fn statistic(name: &str) -> Option<&'static Statistic> {
    STATISTICS.iter().find(|statistic| statistic.name == name)
}

impl PartialEq for Statistic {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Statistic {}

impl std::fmt::Debug for Statistic {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name)
    }
}

/// The function of that name.
#[must_use]
pub fn of_numbers(name: &str) -> Option<&'static Function> {
    FUNCTIONS_OF_NUMBERS.iter().find(|function| function.name == name)
}

impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl std::fmt::Debug for Function {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name)
    }
}
