//! The lengths of an .xls file's shared texts, which lie across continued records with a flag at every border.

use super::biff8_records::Record;
use super::bytes::{u16_at, u32_at};
use super::error::{SourceError, damaged};
use super::limits;
use crate::say;

/// Bytes of each text in UTF-8, at most.
pub(super) fn lengths(record: &Record<'_>) -> Result<Vec<u32>, SourceError> {
    let mut texts = SstTexts { now: record.body.get(8..).ok_or_else(cut_off)?, later: record.more.iter() };
    let mut lengths = Vec::new();
    while !texts.now.is_empty() || texts.advance() {
        lengths.push(texts.text()?);
        if lengths.len() as u64 > limits::STRINGS {
            return Err(damaged(say!(Source::TooManyTexts)));
        }
    }
    Ok(lengths)
}

struct SstTexts<'r, 'a> {
    now: &'a [u8],
    later: std::slice::Iter<'r, &'a [u8]>,
}

impl SstTexts<'_, '_> {
    fn advance(&mut self) -> bool {
        match self.later.next() {
            Some(next) => self.now = next,
            None => return false,
        }
        true
    }

    /// One text: its length, flags, counts of what follows it, characters, formatting, phonetics.
    fn text(&mut self) -> Result<u32, SourceError> {
        if self.now.is_empty() {
            return Ok(0);
        }
        let length = u32::from(u16_at(self.now, 0));
        let flags = *self.now.get(2).ok_or_else(cut_off)?;
        self.now = &self.now[3..];
        let runs = if flags & 8 == 0 { 0 } else { u64::from(u16_at(self.take(2)?, 0)) };
        let phonetics = if flags & 4 == 0 { 0 } else { u64::from(u32_at(self.take(4)?, 0)) };
        self.characters(length as usize, flags & 1 == 1)?;
        self.skip(4 * runs)?;
        self.skip(phonetics)?;
        Ok(3 * length)
    }

    fn take(&mut self, bytes: usize) -> Result<&[u8], SourceError> {
        let (taken, rest) = self.now.split_at_checked(bytes).ok_or_else(cut_off)?;
        self.now = rest;
        Ok(taken)
    }

    fn characters(&mut self, mut left: usize, mut wide: bool) -> Result<(), SourceError> {
        while left > 0 {
            let size = if wide { 2 } else { 1 };
            let here = left.min(self.now.len() / size);
            self.now = &self.now[here * size..];
            left -= here;
            if left > 0 {
                if !self.advance() {
                    return Err(cut_off());
                }
                wide = self.take(1)?[0] & 1 == 1;
            }
        }
        Ok(())
    }

    fn skip(&mut self, mut bytes: u64) -> Result<(), SourceError> {
        while bytes > 0 {
            if self.now.is_empty() && !self.advance() {
                return Err(cut_off());
            }
            let here = usize::try_from(bytes).unwrap_or(usize::MAX).min(self.now.len());
            self.now = &self.now[here..];
            bytes -= here as u64;
        }
        Ok(())
    }
}

fn cut_off() -> SourceError {
    damaged(say!(Source::TableTextsCutOff))
}
