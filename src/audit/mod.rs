//! Two things held side by side: an archived workbook and the one that is computed now (`verify`), or two runs
//! (`diff`); and why they differ.
//!
//! The room is pure. Whoever uses it opens the files and prints what is found.

mod appearance;
mod attribute;
mod by_figure;
mod by_hand;
mod cause;
mod chain;
mod changes;
mod circles;
mod cliffs;
mod compare;
mod difference;
mod edit;
mod entries;
mod facts;
mod figures;
mod formulas;
mod lines;
mod looks;
mod openings;
mod outcome;
mod policies;
mod proof;
mod queues;
mod side;
mod state;
mod told;
mod unusual;
mod verified;
mod versions;

pub(crate) use appearance::{looks, misleading};
pub use attribute::{Between, DifferencePart, Steps, parts};
pub use by_figure::{ByFigure, OnFigure};
pub use cause::{Cause, Changed, causes};
pub use chain::{Chain, ChainRun, Joined, chains};
pub use cliffs::{Cliff, CliffKind, CliffRule, Cliffs, PersonCliffs, ReachableThreshold};
pub use compare::{ComparedCell, ComparedRow, Difference, DifferenceKind, FoundDifferences, MOST, rows};
pub use difference::{Comparison, PeopleEntries, order};
pub use entries::{
    CellRef, ChangedEntry, FigureEntry, OtherEntry, PartEntry, PersonEntry, Sides, TargetWord, ToldEntry,
};
pub use figures::{AuditedRun, FigureOf, FiguresByTarget, Target, figure_keys, figures, targets};
pub use outcome::{Outcome, Status, counts};
pub use policies::{PolicyChange, PolicyPart, policy_changes};
pub use proof::Proof;
pub use queues::ONE_BY_ONE;
pub use told::{Group, Told};
pub use unusual::unusual;
pub use verified::OutcomeEntry;
