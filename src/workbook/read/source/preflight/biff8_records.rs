//! The records of an .xls.

use super::bytes::u16_at;
use super::error::{SourceError, damaged};
use crate::say;

/// Records that continue one record. Excel fills each with eight kilobytes; calamine takes them off the front one by one.
const CONTINUATIONS: usize = 20_000;

/// A record with those that continue it.
pub(super) struct Record<'a> {
    pub(super) kind: u16,
    pub(super) body: &'a [u8],
    pub(super) more: Vec<&'a [u8]>,
}

/// The records of a stream, as calamine takes them apart.
pub(super) struct Biff8Records<'a> {
    pub(super) rest: &'a [u8],
}

impl<'a> Biff8Records<'a> {
    fn one(&mut self) -> Result<Option<(u16, &'a [u8])>, SourceError> {
        let Some((head, rest)) = self.rest.split_first_chunk::<4>() else {
            return if self.rest.is_empty() { Ok(None) } else { Err(damaged(say!(Source::RecordCutOff))) };
        };
        let length = usize::from(u16::from_le_bytes([head[2], head[3]]));
        let body = rest.get(..length).ok_or_else(|| damaged(say!(Source::RecordCutOff)))?;
        self.rest = &rest[length..];
        Ok(Some((u16::from_le_bytes([head[0], head[1]]), body)))
    }

    /// The next record, if there is one.
    pub(super) fn next(&mut self) -> Result<Option<Record<'a>>, SourceError> {
        let Some((kind, body)) = self.one()? else {
            return Ok(None);
        };
        let mut more = Vec::new();
        while self.rest.len() > 4 && self.rest.starts_with(&[0x3C, 0]) {
            more.extend(self.one()?.map(|(_, body)| body));
            if more.len() > CONTINUATIONS {
                return Err(damaged(say!(Source::RecordContinuedTooOften)));
            }
        }
        Ok(Some(Record { kind, body, more }))
    }
}

/// After an end nothing may come but the next sheet that the workbook lists, a module of macros or a chart of its own,
/// which begin likewise, or nothing at all: zeros.
pub(super) fn ended(stream: &[u8], rest: &[u8], begun: &[usize]) -> Result<(), ()> {
    let at = stream.len() - rest.len();
    if rest.iter().all(|byte| *byte == 0) || begun.contains(&at) || rest.starts_with(&[0x09, 0x08]) && !cells_in(rest) {
        return Ok(());
    }
    Err(())
}

/// Whether what begins here is a worksheet, which the workbook would have to list.
fn cells_in(rest: &[u8]) -> bool {
    u16_at(rest, 6) == 0x10
}
