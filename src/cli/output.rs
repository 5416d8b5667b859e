//! What the commands that write a file have in common.

use std::path::Path;

use anyhow::anyhow;

use super::failure::Failure;
use crate::lang::Lang;
use crate::workbook::write::WriteError;

/// A file that could not be written.
pub(super) fn cannot_write(error: &WriteError, lang: Lang) -> Failure {
    Failure::File(match lang {
        Lang::Zh => anyhow!(error.message_zh()),
        Lang::En => anyhow!(error.to_string()),
    })
}

/// Whether two paths lead to one file.
pub(super) fn same_file(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}
