//! The other schemes of the source (`other-schemes.md`): policy files and nothing else. The hand figures
//! come out through real workbooks, and each clause holds at, below and above its thresholds.

mod assistants;
mod cards;
mod centre;
mod crowd;
mod desk;
mod format;
mod guide;
mod hand;
mod hurried;
mod loans;
mod missing;
mod scorecard;
mod templates;
