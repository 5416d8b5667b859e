//! The oracle: an independent second implementation of policy.md, and books to try it on.
//!
//! It is written from the policy text alone and shares nothing with the engine: other numbers (big rationals), another
//! shape (a plain queue of shortfalls), no speed. A test gives the same book to both and compares every figure.
//!
//! - [`compute`] gives the figures of a [`Book`]; [`compare`] lists where a program's JSON differs from them.
//! - [`random_book`] makes a valid book from a seed; [`write_xlsx`] writes it as a plain workbook and
//!   [`write_xlsx_freely`] as one shuffled and spelled in all the ways that workbook.md accepts.
//! - [`read_xlsx`] reads a simple workbook, such as the samples, into a book.

// Several test crates include this module and each uses only a part of it.
#![allow(dead_code, unused_imports)]

mod book;
mod common;
mod compare;
mod credit;
mod days;
mod department_sales;
mod dice;
mod exact;
mod figures;
mod key_account;
mod laws;
mod major_sales;
mod random;
mod random_aims;
mod random_lines;
mod random_people;
mod random_second;
mod readings;
mod samples;
mod second;
mod second_half;
mod second_people;
mod second_year;
mod sheets;
mod sheets_people;
mod spell;
mod valid;
mod write;
mod year;

pub use book::{Book, Category, EXTERNAL, Grade, Line, Manager, Paid, Points, Quota, Score, Split};
pub use compare::{compare, compare_present};
pub use days::Day;
pub use dice::Dice;
pub use exact::{Exact, text};
pub use figures::{Department, Figures, HalfYear, ManagerFigures, QuarterFigures, Value, YearEnd};
pub use laws::broken_laws;
pub use random::{random_book, random_book_of};
pub use random_second::{CHOICES, random_book_of_version_2, random_book_of_version_2_with};
pub use samples::read_xlsx;
pub use spell::{Hand, Lang};
pub use valid::faults;
pub use write::{write_xlsx, write_xlsx_as, write_xlsx_freely};

/// Every figure of a valid book under its own policy (policy.md sections 2 to 4), by the version that it names; by none it
/// is the first.
///
/// # Panics
/// When the book is not valid by workbook.md, or its policy is not one of the three.
pub fn compute(book: &Book) -> Figures {
    if book.setting("policy_version") == Some("2") {
        return second::compute(book);
    }
    match book.policy.as_str() {
        "key-account" => key_account::compute(book),
        "major-sales" => major_sales::compute(book),
        "department-sales" => department_sales::compute(book),
        other => panic!("no policy {other:?}"),
    }
}
