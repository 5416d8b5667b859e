//! Names of sheets that every version of Excel takes without repairing the file.

/// Characters of the longest name, as Excel counts them.
const LONGEST: usize = 31;

/// Names that Excel keeps for itself, in its English and Chinese versions, lower case.
const RESERVED: [&str; 2] = ["history", "历史记录"];

/// The rule of Excel that a sheet name breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameFault {
    /// No characters.
    Blank,
    /// More than 31 characters.
    TooLong,
    /// One of `[ ] : * ? / \` or a control character.
    Character,
    /// An apostrophe at either end.
    Apostrophe,
    /// `History`, which Excel keeps for itself.
    Reserved,
    /// Another sheet has the name already, but for case.
    Repeated,
}

/// What is wrong with a name by itself.
#[must_use]
pub fn sheet_name_fault(name: &str) -> Option<NameFault> {
    if name.trim().is_empty() {
        Some(NameFault::Blank)
    } else if name.encode_utf16().count() > LONGEST {
        Some(NameFault::TooLong)
    } else if name.contains(['[', ']', ':', '*', '?', '/', '\\']) || name.chars().any(char::is_control) {
        Some(NameFault::Character)
    } else if name.starts_with('\'') || name.ends_with('\'') {
        Some(NameFault::Apostrophe)
    } else if RESERVED.contains(&name.to_lowercase().as_str()) {
        Some(NameFault::Reserved)
    } else {
        None
    }
}
