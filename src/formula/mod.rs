//! The language of rules: Excel's syntax over names, exact, in one text for four uses.
//!
//! [`parse()`] reads it, [`check()`] resolves names and kinds to [`Code`], [`evaluate`] computes it; the
//! same [`Code`] is written to Excel and put into words. The room knows nothing of policies, sheets
//! or files.

mod around;
mod ast;
mod block;
mod check;
mod code;
mod columns;
mod context;
mod coverage;
mod eval;
mod eval_error;
mod excel;
mod fold;
mod functions;
mod gathered;
mod item;
mod kind;
mod number;
mod operations;
mod parse;
mod places;
mod recalculate;
mod suggest;
mod table;
#[cfg(test)]
mod tests;
mod trace;
mod value;
mod vocabulary;
mod words;

pub use around::{Around, Beside, Settings};
pub use ast::{Expr, Node, Operator, Span};
pub use block::{Block, BlockFigure};
pub use check::{check, fits, functions, kind_words};
pub use code::{Code, Gather, Hierarchy, Op, Reach, Scope, Slot, Space, has_peers};
pub use columns::{Columns, Row};
pub use context::{Above, ChildRow, Children, Context, NoChildren};
pub use coverage::{Branch, Point, Taken, branches, cover};
pub use eval::{argument, evaluate, look_up, run};
pub use eval_error::{EvalCause, EvalError, Wrong};
pub use excel::{Addresses, Company, Finer, Surroundings, excel, quoted};
pub use fold::{Constants, fold};
pub use functions::{Extra, Function, Statistic};
pub use gathered::Gathered;
pub use item::{Item, settle};
pub use kind::Kind;
pub use number::{Number, NumberError, Rounding};
pub use parse::{Problem, is_name, parse};
pub use places::{Decimals, places};
pub use recalculate::{CellItem, Cells, recalculate};
pub use suggest::closest;
pub use table::Table;
pub use trace::{Piece, Trace, trace};
pub use value::{Symbol, Symbols, Value, truth_text};
pub use vocabulary::{TableShape, Vocabulary, VocabularyEntry};
pub use words::{Labels, in_words};
