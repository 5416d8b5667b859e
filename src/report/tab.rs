//! The sheets of the results workbook, and the rows in which what they hold begins.

use super::sheet::SheetBlock;
use crate::formula::Scope;
use crate::lang::Words;
use crate::policy::{PeriodKind, Policy};
use crate::say;

/// Row of the heading of the first block of every sheet (0-based).
pub(super) const TOP: u32 = 2;
/// Rows that the headlines take above the table of the summary.
pub(super) const HEADLINES: u32 = SheetBlock::HEADER_ROWS + 2;
/// First row of data of every sheet of managers, so that a manager has the same row on all of them; on the summary that
/// is so many rows further down as the headlines take.
pub(super) const FIRST: u32 = TOP + SheetBlock::HEADER_ROWS;

/// The sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tab {
    Summary,
    Period(u8),
    Half,
    Year,
    /// The credited lines; 0 for their first sheet.
    Credits(u32),
    /// Adjustments made by hand.
    Adjustments,
    /// What earlier periods differ by from what was paid.
    Prior,
    Basis,
    Checks,
}

/// A year has no more periods.
const PERIODS: usize = PeriodKind::Month.count() as usize;

impl Tab {
    /// How many places there are.
    pub(super) const COUNT: usize = PERIODS + 8;

    /// Its place among all sheets; further ones of credits share that of the first.
    pub(super) fn place(self) -> usize {
        match self {
            Self::Period(number) => usize::from(number).clamp(1, PERIODS) - 1,
            Self::Summary => PERIODS,
            Self::Half => PERIODS + 1,
            Self::Year => PERIODS + 2,
            Self::Credits(_) => PERIODS + 3,
            Self::Adjustments => PERIODS + 4,
            Self::Prior => PERIODS + 5,
            Self::Basis => PERIODS + 6,
            Self::Checks => PERIODS + 7,
        }
    }

    /// What it is called.
    pub(super) fn name(self, policy: &Policy) -> Words {
        match self {
            Self::Summary => say!(Report::Summary),
            Self::Period(number) => match policy.period {
                PeriodKind::Quarter => Words::same(format!("Q{number}")),
                PeriodKind::Month => say!(Report::MonthSheet { number, two_digits: format!("{number:02}") }),
            },
            Self::Half => say!(Report::HalfYearSheet),
            Self::Year => say!(Report::YearEndSheet),
            Self::Credits(0) => say!(Report::Credits),
            Self::Credits(further) => say!(Report::CreditsFurther { number: further + 1 }),
            Self::Adjustments => say!(Report::Adjustments),
            Self::Prior => match policy.period {
                PeriodKind::Quarter => say!(Report::PriorQuarters),
                PeriodKind::Month => say!(Report::PriorMonths),
            },
            Self::Basis => say!(Report::Basis),
            Self::Checks => say!(Report::Checks),
        }
    }

    /// The sheet of a period by its place in the year, from 0.
    pub(super) fn of_period(index: usize) -> Self {
        Self::Period(u8::try_from(index + 1).unwrap_or(0))
    }

    /// The sheet of a scope; of a period the one with this number, from 0.
    pub(super) fn of(scope: Scope, number: usize) -> Self {
        match scope {
            Scope::Period | Scope::DepartmentPeriod => Self::of_period(number),
            Scope::Half => Self::Half,
            Scope::Year => Self::Year,
            Scope::Line | Scope::Credit => Self::Credits(0),
            Scope::Adjustment => Self::Adjustments,
            Scope::Manager | Scope::Department => Self::Summary,
        }
    }
}
