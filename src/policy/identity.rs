//! Whether two policies are the same: by what their texts say, whatever way they are written.
//!
//! A file is read as TOML. Comments, blank lines, spaces between things, the order of keys, how a text is quoted and how
//! lines end are no difference. Each name, number and text is one to the letter: a formula, a label, a note, a clause.
//! The order of rules, columns and rows is one too, for results are laid out in it.

use std::borrow::Cow;
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};
use toml::de::{DeTable, DeValue};

use super::source::Sources;
use crate::sha256::hex;

/// What a text says, in the one spelling that is hashed.
pub(super) fn said(table: &DeTable<'_>) -> String {
    let mut said = String::new();
    table_text(table, &mut said);
    said
}

/// The SHA-256 of the texts themselves, in hex, line ends apart: what the receipts of version 0.1.0 name.
pub(super) fn text_hash(sources: &Sources) -> String {
    of_each(sources.texts().iter().map(|source| source.text.replace("\r\n", "\n")))
}

/// The SHA-256 of texts, in hex: of what the texts of a policy say.
pub(super) fn of_each(texts: impl IntoIterator<Item = String>) -> String {
    let mut hasher = Sha256::new();
    for text in texts {
        hasher.update(text.as_bytes());
        hasher.update([0]);
    }
    hex(hasher.finalize())
}

/// A table in the one spelling that is hashed: its keys in order.
fn table_text(table: &DeTable<'_>, out: &mut String) {
    let mut items: Vec<_> = table.iter().map(|(key, value)| (&**key.get_ref(), value.get_ref())).collect();
    items.sort_unstable_by_key(|(key, _)| *key);
    out.push('{');
    for (key, value) in items {
        string(key, out);
        out.push('=');
        value_text(value, out);
        out.push(',');
    }
    out.push('}');
}

fn value_text(value: &DeValue<'_>, out: &mut String) {
    match value {
        DeValue::String(text) => string(text, out),
        DeValue::Integer(number) => out.push_str(&number.to_string()),
        DeValue::Float(number) => out.push_str(&number.to_string()),
        DeValue::Boolean(truth) => out.push_str(if *truth { "true" } else { "false" }),
        DeValue::Datetime(time) => out.push_str(&time.to_string()),
        DeValue::Array(list) => {
            out.push('[');
            for item in list {
                value_text(item.get_ref(), out);
                out.push(',');
            }
            out.push(']');
        }
        DeValue::Table(table) => table_text(table, out),
    }
}

/// A text with its length before it, so that no text can be taken for the end of another.
fn string(text: &str, out: &mut String) {
    let text = if text.contains('\r') { Cow::from(text.replace("\r\n", "\n")) } else { text.into() };
    let _ = write!(out, "{}:", text.len());
    out.push_str(&text);
}
