//! Damage at random: whatever is done to a good file, nothing panics, and what still opens can be read to an end.

use std::ops::ControlFlow;

use proptest::prelude::*;

use super::formats::fixture;
use super::make::zip;
use super::{open, unzip};

const NAMES: [&str; 4] = ["key-account.xlsx", "key-account.xlsb", "key-account.ods", "key-account.xls"];

/// Opens and reads everything.
fn survive(bytes: &[u8]) {
    if let Ok(mut book) = open(bytes) {
        for sheet in 0..book.sheets().len() {
            let _ = book.rows(sheet, &mut |_| ControlFlow::Continue(()));
        }
    }
}

fn damaged(mut bytes: Vec<u8>, flips: &[(usize, u8)]) -> Vec<u8> {
    let length = bytes.len();
    if length > 0 {
        for (at, with) in flips {
            bytes[at % length] ^= with;
        }
    }
    bytes
}

fn cases(fallback: u32) -> ProptestConfig {
    let set = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok());
    ProptestConfig::with_cases(set.unwrap_or(fallback))
}

proptest! {
    #![proptest_config(cases(300))]

    /// Bytes of the file itself. Those of a zip mostly hit its checksums.
    #[test]
    fn of_the_file(which in 0..4_usize, flips in prop::collection::vec((any::<usize>(), 1..=255_u8), 1..8), keep in 0.0..1.2_f64) {
        let bytes = std::fs::read(fixture(NAMES[which])).expect("the fixture");
        let length = bytes.len();
        let mut bytes = damaged(bytes, &flips);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a length")]
        bytes.truncate((length as f64 * keep.max(0.3)) as usize);
        survive(&bytes);
    }

    /// Bytes of the parts, packed again with right checksums.
    #[test]
    fn of_the_parts(which in 0..3_usize, part in any::<usize>(), flips in prop::collection::vec((any::<usize>(), 1..=255_u8), 1..8)) {
        let bytes = std::fs::read(fixture(NAMES[which])).expect("the fixture");
        let mut parts = unzip(&bytes);
        let part = part % parts.len();
        let content = std::mem::take(&mut parts[part].1);
        parts[part].1 = damaged(content, &flips);
        let parts: Vec<(&str, Vec<u8>)> = parts.iter().map(|(name, content)| (name.as_str(), content.clone())).collect();
        survive(&zip(&parts));
    }

    /// Digits of the parts: counts, lengths, addresses.
    #[test]
    fn of_the_digits(which in 0..3_usize, part in any::<usize>(), digits in prop::collection::vec((any::<usize>(), b'0'..=b'9'), 1..20)) {
        let bytes = std::fs::read(fixture(NAMES[which])).expect("the fixture");
        let mut parts = unzip(&bytes);
        let part = part % parts.len();
        let places: Vec<usize> = parts[part].1.iter().enumerate().filter(|(_, b)| b.is_ascii_digit()).map(|(i, _)| i).collect();
        for (at, digit) in digits.into_iter().filter(|_| !places.is_empty()) {
            parts[part].1[places[at % places.len()]] = digit;
        }
        let parts: Vec<(&str, Vec<u8>)> = parts.iter().map(|(name, content)| (name.as_str(), content.clone())).collect();
        survive(&zip(&parts));
    }
}
