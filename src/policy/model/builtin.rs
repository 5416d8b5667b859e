//! Slots of settings that every policy has.

/// `through`: the number of the through period.
pub const THROUGH: usize = 0;
/// `year`.
pub const YEAR: usize = 1;
/// First slot of a line, credit or period: its period's number.
pub const PERIOD: usize = 0;
/// Slot of a credit: the share of the line.
pub const SHARE: usize = 1;
/// Slot of a credit: its part of the line's net, to the fen.
pub const PART: usize = 2;
/// Slot of a credit: the net of its project in the period, before any split.
pub const PROJECT_NET: usize = 3;
/// Slot of a half-year: 1 or 2.
pub const HALF: usize = 0;
/// Slot of an adjustment: the name of the figure that it changes.
pub const FIGURE: usize = 0;
