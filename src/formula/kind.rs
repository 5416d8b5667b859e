//! Kinds of figures.

/// What kind of figure a part of a formula gives. Yuan and plain numbers do not mix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Money.
    Yuan,
    /// A share, factor, score or count.
    Plain,
    /// A literal number, which goes with both.
    Literal,
    /// TRUE or FALSE.
    Truth,
    /// Text.
    Text,
    /// `NA()`, which stands for any kind.
    NotApplicable,
}
