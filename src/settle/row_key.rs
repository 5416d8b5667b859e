//! Which row of which scope.

use crate::formula::Scope;

/// A row of a scope. People are places in [`crate::book::Book::managers`], lines in [`crate::book::Book::lines`], credits in
/// [`super::Settlement::credits`], adjustments in [`crate::book::Book::adjustments`]; periods and half-years count from 0.
/// In their order rows are told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RowKey {
    /// A line of the input.
    Line(usize),
    /// A person's part of a line.
    Credit(usize),
    /// An adjustment made by hand.
    Adjustment(usize),
    /// A person's period.
    Period {
        /// Whose.
        person: usize,
        /// Which.
        period: usize,
    },
    /// A person's half-year.
    Half {
        /// Whose.
        person: usize,
        /// Which.
        half: usize,
    },
    /// A person's year.
    Year {
        /// Whose.
        person: usize,
    },
    /// A person, over everything.
    Manager {
        /// Who.
        person: usize,
    },
    /// The department's period.
    DepartmentPeriod {
        /// Which.
        period: usize,
    },
    /// The department.
    Department,
}

impl RowKey {
    /// The row of a scope that a person has (the department has its own whoever it is), and of which period or half-year;
    /// of lines, credits and adjustments the one at that place.
    #[must_use]
    pub fn of(scope: Scope, person: usize, number: usize) -> Self {
        match scope {
            Scope::Line => Self::Line(number),
            Scope::Credit => Self::Credit(number),
            Scope::Adjustment => Self::Adjustment(number),
            Scope::Period => Self::Period { person, period: number },
            Scope::Half => Self::Half { person, half: number },
            Scope::Year => Self::Year { person },
            Scope::Manager => Self::Manager { person },
            Scope::DepartmentPeriod => Self::DepartmentPeriod { period: number },
            Scope::Department => Self::Department,
        }
    }

    /// Its scope.
    #[must_use]
    pub fn scope(self) -> Scope {
        match self {
            Self::Line(_) => Scope::Line,
            Self::Credit(_) => Scope::Credit,
            Self::Adjustment(_) => Scope::Adjustment,
            Self::Period { .. } => Scope::Period,
            Self::Half { .. } => Scope::Half,
            Self::Year { .. } => Scope::Year,
            Self::Manager { .. } => Scope::Manager,
            Self::DepartmentPeriod { .. } => Scope::DepartmentPeriod,
            Self::Department => Scope::Department,
        }
    }

    /// Whose it is, where it is of one person and says so.
    #[must_use]
    pub fn person(self) -> Option<usize> {
        match self {
            Self::Period { person, .. }
            | Self::Half { person, .. }
            | Self::Year { person }
            | Self::Manager { person } => Some(person),
            _ => None,
        }
    }

    /// Of which period or half-year it is, from 0; 0 where it is of none.
    #[must_use]
    pub fn number(self) -> usize {
        self.place().0
    }

    /// Which of the scope's tables it stands in, and at which place: each period and half-year has a table of its own.
    pub(super) fn place(self) -> (usize, usize) {
        match self {
            Self::Line(at) | Self::Credit(at) | Self::Adjustment(at) => (0, at),
            Self::Period { person, period: number } | Self::Half { person, half: number } => (number, person),
            Self::Year { person } | Self::Manager { person } => (0, person),
            Self::DepartmentPeriod { period } => (period, 0),
            Self::Department => (0, 0),
        }
    }
}
