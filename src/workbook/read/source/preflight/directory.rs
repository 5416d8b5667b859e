//! The directory of a zip container, which every program reads in its own way where it says two things.
//!
//! The zip crate believes the record at the end of the file; others believe the larger record before it (zip64), or go
//! through the directory up to its end.

use super::bytes::u16_at;
use super::error::{SourceError, damaged, detail};
use crate::say;

/// The names that entries have in a directory, and their extra fields.
type Entries<'a> = Vec<(&'a [u8], &'a [u8])>;

/// The directory that begins at a place must be the only one, with so many entries, each under one name.
pub(super) fn check(bytes: &[u8], start: u64, count: usize) -> Result<(), SourceError> {
    let start = usize::try_from(start).unwrap_or(usize::MAX);
    let broken = || damaged(say!(Source::ZipContainerBroken));
    let (entries, after) = entries(bytes, start);
    let end = memchr::memmem::rfind(bytes, b"PK\x05\x06").ok_or_else(broken)?;
    let locator = end.checked_sub(20).filter(|at| bytes[*at..].starts_with(b"PK\x06\x07"));
    let expected = match locator {
        Some(at) => {
            let record =
                number(bytes, at + 8).filter(|at| bytes.get(*at..).is_some_and(|b| b.starts_with(b"PK\x06\x06")));
            let record = record.ok_or_else(broken)?;
            if number(bytes, record + 32) != Some(count) || number(bytes, record + 48) != Some(start) {
                return Err(broken());
            }
            record
        }
        None => end,
    };
    if entries.len() != count || after != expected {
        return Err(broken());
    }
    // A name of letters needs no other one beside it; programs that do not know of such a field read another part.
    let renamed =
        entries.iter().find(|(name, extra)| name.is_ascii() && renamed(extra).is_some_and(|new| new != *name));
    match renamed {
        Some((name, _)) => Err(SourceError::BadPartName { part: detail(String::from_utf8_lossy(name)) }),
        None => Ok(()),
    }
}

/// The name that the directory has twice; the zip crate keeps only one of the two.
pub(super) fn twice(bytes: &[u8], start: u64) -> String {
    let mut seen = std::collections::HashSet::new();
    for (name, extra) in entries(bytes, usize::try_from(start).unwrap_or(usize::MAX)).0 {
        let name = renamed(extra).unwrap_or(name);
        if !seen.insert(name) {
            return detail(String::from_utf8_lossy(name));
        }
    }
    "?".to_owned()
}

/// The entries from a place on, and where they end.
fn entries(bytes: &[u8], mut at: usize) -> (Entries<'_>, usize) {
    let mut all = Vec::new();
    let length = |at: usize| usize::from(u16_at(bytes, at));
    while bytes.get(at..).is_some_and(|rest| rest.starts_with(b"PK\x01\x02")) {
        let name = at + 46..at + 46 + length(at + 28);
        let extra = name.end..name.end + length(at + 30);
        at = extra.end + length(at + 32);
        all.push((bytes.get(name).unwrap_or_default(), bytes.get(extra).unwrap_or_default()));
    }
    (all, at)
}

/// Eight bytes as a place in the file.
fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let eight = bytes.get(at..)?.first_chunk::<8>()?;
    usize::try_from(u64::from_le_bytes(*eight)).ok()
}

/// The name that the extra fields of an entry give it in Unicode (0x7075), which counts in place of its own.
fn renamed(mut extra: &[u8]) -> Option<&[u8]> {
    while let [low, high, small, large, rest @ ..] = extra {
        let (field, after) = rest.split_at_checked(usize::from(u16::from_le_bytes([*small, *large])))?;
        if [*low, *high] == [0x75, 0x70] {
            // A version and a checksum of the other name come first.
            return field.get(5..);
        }
        extra = after;
    }
    None
}
