//! What the formulas of .xls and .xlsb cost calamine, which spells all of them out when it opens the file.
//!
//! A formula is stored as tokens, and a token of five bytes can stand for a name of hundreds. Spelling out takes memory
//! in proportion and time in the square of a formula's length, and one token (`PtgMemFunc`) goes deeper into the stack,
//! which no `catch_unwind` survives. Everything is bounded from above without decoding a token.

use super::error::{Measure, SourceError, too_much};
use super::limits;

/// Bytes of the longest text of a token that is not a name: a number such as 1e308 spelled out, a function.
const LONGEST_TOKEN: u64 = 200;
/// How deep tokens may contain tokens. Excel writes one or two levels.
const DEPTH: usize = 16;
/// Bytes of one formula; Excel allows 16,384.
const LONGEST_FORMULA: usize = 16_384;

/// The sum over all formulas.
pub(super) struct FormulaTotals {
    /// Bytes of the longest text that one token can stand for.
    longest: u64,
    text: u64,
    work: u64,
}

impl Default for FormulaTotals {
    fn default() -> Self {
        Self { longest: LONGEST_TOKEN, text: 0, work: 0 }
    }
}

impl FormulaTotals {
    /// A name (of a sheet, a range) that formulas may repeat, of so many bytes.
    pub(super) fn name(&mut self, bytes: usize) {
        self.longest = self.longest.max(bytes as u64);
    }

    /// A formula.
    pub(super) fn add(&mut self, tokens: &[u8]) -> Result<(), SourceError> {
        let length = tokens.len() as u64;
        self.text = self.text.saturating_add(length / 5 * self.longest);
        self.work = self.work.saturating_add((length * length).saturating_mul(self.longest) / 20);
        let too_deep = depth(tokens) > DEPTH;
        if tokens.len() > LONGEST_FORMULA
            || too_deep
            || self.text > limits::FORMULA_TEXT
            || self.work > limits::FORMULA_WORK
        {
            return Err(too_much("Workbook", Measure::FormulaBytes, limits::FORMULA_TEXT));
        }
        Ok(())
    }
}

/// How many tokens may contain one another at most: wherever a byte could be `PtgMemFunc` and the length after it fits.
fn depth(tokens: &[u8]) -> usize {
    let mut ends: Vec<usize> = Vec::new();
    let mut deepest = 0;
    for (at, token) in tokens.iter().enumerate() {
        ends.retain(|end| at < *end);
        if let (0x29 | 0x49 | 0x69, Some([low, high])) = (token, tokens.get(at + 1..at + 3)) {
            let end = at + 3 + usize::from(u16::from_le_bytes([*low, *high]));
            if end <= tokens.len() {
                ends.push(end);
                deepest = deepest.max(ends.len());
                if deepest > DEPTH {
                    break;
                }
            }
        }
    }
    deepest
}
