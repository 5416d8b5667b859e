//! The look at a file, whatever it is.

use super::checked::CheckedFile;
use super::error::SourceError;
use super::found::{Container, sniff};
use super::{Shape, biff8, cfb, limits, package};

/// Checks a file; says what it is, and what each of its sheets merges and hides, in their order.
pub(in super::super) fn check(bytes: &[u8]) -> Result<(CheckedFile, Vec<Shape>), SourceError> {
    match sniff(bytes).map_err(SourceError::NotASpreadsheet)? {
        Container::Zip => package::check(bytes),
        Container::Ole if bytes.len() as u64 > limits::XLS_FILE => {
            Err(SourceError::FileTooLarge { bytes: bytes.len() as u64, limit: limits::XLS_FILE })
        }
        Container::Ole => {
            let shapes = biff8::check(&cfb::workbook(bytes)?)?;
            Ok((CheckedFile::Xls, shapes))
        }
    }
}
