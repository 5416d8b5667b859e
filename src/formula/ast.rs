//! A formula as it was written: names, calls and operators, each with its place in the text.

use std::ops::Range;

use rust_decimal::Decimal;

/// Byte range of a part within the formula's text.
pub type Span = Range<usize>;

/// A part of a formula, with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub node: Node,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of parts.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// A number, exact.
    Number(Decimal),
    /// A text in quotation marks.
    Text(String),
    /// `TRUE` or `FALSE`.
    Truth(bool),
    /// A name, possibly with its scope before a point (`credit.task`).
    Name(String),
    /// `-x`.
    Negate(Box<Expr>),
    /// `x%`.
    Percent(Box<Expr>),
    /// Two operands.
    Binary(Operator, Box<Expr>, Box<Expr>),
    /// A function in capitals and its arguments.
    Call(String, Vec<Expr>),
}

/// The operators between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `=`
    Equal,
    /// `<>`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Operator {
    /// As Excel writes it.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Equal => "=",
            Self::NotEqual => "<>",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }

    /// How tightly it binds: products before sums before comparisons.
    #[must_use]
    pub fn strength(self) -> u8 {
        match self {
            Self::Multiply | Self::Divide => 3,
            Self::Add | Self::Subtract => 2,
            _ => 1,
        }
    }

    /// Whether it compares.
    #[must_use]
    pub fn compares(self) -> bool {
        self.strength() == 1
    }
}
