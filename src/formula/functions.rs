//! Functions of numbers, of those that stand in a formula or of those that rows have: each is all that there is to say of
//! it, in one place, so that adding one adds an entry here and its words. What looks into tables, decides between branches or
//! has a say in which rows are gathered is no such function.

use std::cmp::Ordering;
use std::ops::Range;

use rust_decimal::Decimal;

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

/// A function whose value follows from the numbers that rows have, whichever of them has which.
#[derive(Clone)]
pub struct Statistic {
    /// Its name, in capitals.
    pub name: &'static str,
    /// Its value over numbers in ascending order; over none it is 0.
    pub(super) value: fn(&[Decimal]) -> Result<Number, NumberError>,
    /// At most how many decimals it has, from those of the numbers; `None` where there is no bound.
    pub(super) places: fn(Option<u32>) -> Option<u32>,
    /// How Excel 2007 and WPS write it.
    pub(super) excel: fn(&Cells<'_>) -> String,
    /// How it is said: of what, over which rows, and which of them only.
    pub(super) words: fn(&str, &Words, &Words) -> Words,
}

/// The numbers of rows as cells.
pub(super) struct Cells<'c> {
    /// All cells, as a range or a list; nothing where only some of them count.
    pub all: Option<&'c str>,
    /// How many numbers there are.
    pub count: &'c str,
    /// The k-th least of them.
    pub least: &'c dyn Fn(&str) -> String,
}

/// All of them, by name.
pub static STATISTICS: [Statistic; 1] = [Statistic {
    name: "MEDIAN",
    value: |numbers| {
        let half = numbers.len() / 2;
        match (numbers.get(half), numbers.len().is_multiple_of(2)) {
            (None, _) => Ok(Number::ZERO),
            (Some(middle), false) => Ok((*middle).into()),
            (Some(above), true) => {
                Number::from(numbers[half - 1]).plus((*above).into())?.divided_by(Decimal::TWO.into())
            }
        }
    },
    places: |places| Some(places? + 1),
    excel: |cells| match cells {
        Cells { all: Some(all), count, .. } => format!("IF({count}=0,0,MEDIAN({all}))"),
        Cells { count, least, .. } => {
            let (below, above) = (least(&format!("INT(({count}+1)/2)")), least(&format!("INT({count}/2)+1")));
            format!("IF({count}=0,0,({below}+{above})/2)")
        }
    },
    words: |value, rows, only| say!(Formula::MedianOver { value, rows, only }),
}];

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
