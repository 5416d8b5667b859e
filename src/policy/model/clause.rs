//! What a policy cites.

use crate::lang::Words;

/// A clause or reading and its text.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Its number.
    pub id: String,
    /// Its text, in our words.
    pub text: Words,
}
