//! The languages of the house: what the program says, in every one of them.
//!
//! A message is a variant of a room's enum with its data ([`messages`]), which `src/build.rs` makes of its texts; they stand in
//! one file a language (`zh.toml`, `en.toml`), by room and variant. To add a language: a variant of [`Lang`], a text of
//! [`Words`] and of [`catalogue::MessageTexts`], and a file.

mod catalogue;
#[macro_use]
mod declare;
mod fold;
mod help;
mod language;
pub mod messages;
mod pieces;
#[cfg(test)]
mod tests;
mod words;

pub use catalogue::messages_in;
pub(crate) use fold::narrow;
pub use fold::{fold, invisible};
#[cfg(test)]
pub(crate) use help::help_texts;
pub use help::{help, help_headings};
pub use language::Lang;
pub use words::{InWords, Words};
