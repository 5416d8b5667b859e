//! A report as pages for a browser: each is one file that needs nothing else, runs nothing but its own few lines, and says
//! so to the browser (`Content-Security-Policy`).
//!
//! Plain data of [`crate::report`] goes in, text comes out; `maud` escapes every text. Same results, same bytes. Without
//! its script a page lacks sorting, and nothing else: what unfolds is `<details>`.

mod everyone;
mod frame;
mod statement;
mod tree;

pub use everyone::{Budget, everyone};
pub use statement::StatementPages;
