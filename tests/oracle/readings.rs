//! The readings R-1 … R-10 as choices read from the book's settings (policy.md, the table of readings).

use super::book::Book;

/// R-3 `pipeline_share`: which part of the collections is within the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PipelineShare {
    /// Scheduled and other collections in equal proportion.
    ProRata,
    /// Scheduled collections fill the target first.
    BonusFirst,
}

/// R-4 `year_end_factor`: the payout factor of the settlement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YearEndFactor {
    /// The mean of the quarters' factors.
    Mean,
    /// The last quarter's factor.
    Last,
    /// No factor.
    One,
}

/// The choices of a run. Each field is one row of the table of readings.
#[allow(clippy::struct_excessive_bools)] // They are independent choices, not states of one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Readings {
    /// R-1 `between_base_and_target`: `accrues` (true) or `nothing`.
    pub between_accrues: bool,
    /// R-2 `surplus`: `carry-forward` (true) or `accrue-now`.
    pub surplus_carried: bool,
    /// R-3 `pipeline_share`.
    pub pipeline_share: PipelineShare,
    /// R-4 `year_end_factor`.
    pub year_end_factor: YearEndFactor,
    /// R-5 `annual_base_missed`: `recover` (true) or `keep`.
    pub recover: bool,
    /// R-6 `promotion_looks_back`: `year` (true) or `half`.
    pub looks_back_a_year: bool,
    /// R-7 `withheld_at_year_end`: `paid` (true) or `lapses`.
    pub withheld_paid: bool,
    /// R-9 `other_income`: `counts` (true) or `excluded`.
    pub other_income_counts: bool,
    /// R-10 `promotion_needs`: `half-and-quarter-target` (true) or `half-target`.
    pub needs_quarter_target: bool,
}

impl Readings {
    /// Reads the choices; `surplus` is the only one whose default differs between the policies (MS-2.2).
    pub fn of(book: &Book, surplus: &str) -> Readings {
        Readings {
            between_accrues: choice(book, "between_base_and_target", "accrues", &["accrues", "nothing"]) == 0,
            surplus_carried: choice(book, "surplus", surplus, &["carry-forward", "accrue-now"]) == 0,
            pipeline_share: match choice(book, "pipeline_share", "pro-rata", &["pro-rata", "bonus-first"]) {
                0 => PipelineShare::ProRata,
                _ => PipelineShare::BonusFirst,
            },
            year_end_factor: match choice(book, "year_end_factor", "mean", &["mean", "last", "one"]) {
                0 => YearEndFactor::Mean,
                1 => YearEndFactor::Last,
                _ => YearEndFactor::One,
            },
            recover: choice(book, "annual_base_missed", "keep", &["keep", "recover"]) == 1,
            looks_back_a_year: choice(book, "promotion_looks_back", "half", &["half", "year"]) == 1,
            withheld_paid: choice(book, "withheld_at_year_end", "lapses", &["lapses", "paid"]) == 1,
            other_income_counts: choice(book, "other_income", "excluded", &["excluded", "counts"]) == 1,
            needs_quarter_target: choice(
                book,
                "promotion_needs",
                "half-target",
                &["half-target", "half-and-quarter-target"],
            ) == 1,
        }
    }
}

/// The place of the book's choice among the choices of a reading.
fn choice(book: &Book, name: &str, default: &str, choices: &[&str]) -> usize {
    let given = book.setting(name).unwrap_or(default);
    choices.iter().position(|c| *c == given).unwrap_or_else(|| panic!("{name} has no choice {given:?}"))
}
