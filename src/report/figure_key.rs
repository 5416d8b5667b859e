//! What a figure is found by.

use crate::formula::Scope;

/// A figure: the manager (a place in [`Book::managers`](crate::book::Book::managers)), its scope, the number of the
/// period from 0, and its slot.
pub type FigureKey = (usize, Scope, usize, usize);

/// A figure of one person: its scope, the number of the period or half-year from 0, and its slot.
pub type PersonFigureKey = (Scope, usize, usize);
