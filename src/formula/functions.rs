//! Functions of numbers: each is all that there is to say of it, in one place, so that adding one adds an entry here and
//! its words. What gathers rows, looks into tables or decides between branches is no such function.

use std::ops::Range;

use super::number::{Number, NumberError};
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
    /// How Excel 2007 and WPS write it, from its arguments as they write them.
    pub(super) excel: fn(&[String]) -> String,
    /// How it is said, from its arguments as they are said.
    pub(super) words: fn(&[String]) -> Words,
}

/// All of them, by name.
pub static FUNCTIONS_OF_NUMBERS: [Function; 1] = [Function {
    name: "ABS",
    arity: 1..2,
    value: |arguments| Ok(arguments[0].abs()),
    places: |places| places[0],
    excel: |arguments| format!("ABS({})", arguments[0]),
    words: |arguments| say!(Formula::SizeOf { x: arguments[0] }),
}];

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
