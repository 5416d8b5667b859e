//! Prefix codes and bits, as deflate has them.
#![expect(clippy::cast_possible_truncation, reason = "bits below their count, lengths of codes, and symbols")]

use std::iter::repeat_n;

/// The longest codes: of symbols, and of the lengths of their codes.
const LONGEST: u8 = 15;
const LONGEST_OF_LENGTHS: u8 = 7;
/// The order in which a block says the lengths of the codes of lengths.
const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
/// Lengths that say: the one before again, some zeros, many zeros. With how many bits of how often.
const REPEATED: [(u8, u32); 3] = [(16, 2), (17, 3), (18, 7)];

/// A prefix code: of each symbol the bits, the first one lowest, and their number, 0 for one that is not used.
pub(super) struct Prefix(Vec<(u16, u8)>);

impl Prefix {
    /// The shortest code for symbols that are used so often.
    pub(super) fn of(counts: &[u32]) -> Self {
        Self::within(counts, LONGEST)
    }

    fn within(counts: &[u32], longest: u8) -> Self {
        let mut counts = counts.to_vec();
        // A code of one symbol has no bit, which not all readers take.
        let unused = 2_usize.saturating_sub(counts.iter().filter(|count| **count > 0).count());
        counts.iter_mut().filter(|count| **count == 0).take(unused).for_each(|count| *count = 1);
        loop {
            let lengths = lengths(&counts);
            if lengths.iter().all(|length| *length <= longest) {
                return Self::of_lengths(&lengths);
            }
            // Less unlike counts have less unlike codes.
            counts.iter_mut().filter(|count| **count > 0).for_each(|count| *count = *count / 2 + 1);
        }
    }

    /// Codes of the same length ascend with their symbols, and shorter ones come first.
    fn of_lengths(lengths: &[u8]) -> Self {
        let mut codes = vec![(0, 0); lengths.len()];
        let mut code = 0_u16;
        for length in 1..=LONGEST {
            for (symbol, _) in lengths.iter().enumerate().filter(|(_, own)| **own == length) {
                codes[symbol] = (code.reverse_bits() >> (16 - length), length);
                code += 1;
            }
            code <<= 1;
        }
        Self(codes)
    }

    fn lengths(&self) -> impl Iterator<Item = u8> {
        self.0.iter().map(|(_, length)| *length)
    }
}

/// Huffman's lengths of codes, however long. Two symbols at least are used.
fn lengths(counts: &[u32]) -> Vec<u8> {
    let mut leaves: Vec<(u32, usize)> = counts.iter().copied().zip(0..).filter(|(count, _)| *count > 0).collect();
    leaves.sort_unstable();
    let mut weights: Vec<u64> = leaves.iter().map(|(count, _)| (*count).into()).collect();
    let (used, nodes) = (leaves.len(), 2 * leaves.len() - 1);
    let mut above = vec![0; nodes];
    // Both lists ascend: the leaves, and the nodes that are made of the two lightest.
    let (mut leaf, mut made) = (0, used);
    for node in used..nodes {
        let mut lightest = || {
            let is_leaf = leaf < used && (made == node || weights[leaf] <= weights[made]);
            let next = if is_leaf { &mut leaf } else { &mut made };
            *next += 1;
            *next - 1
        };
        let two = [lightest(), lightest()];
        for part in two {
            above[part] = node;
        }
        weights.push(two.iter().map(|part| weights[*part]).sum());
    }
    let mut depths = vec![0_u8; nodes];
    for node in (0..nodes - 1).rev() {
        depths[node] = depths[above[node]] + 1;
    }
    let mut lengths = vec![0; counts.len()];
    leaves.iter().zip(depths).for_each(|((_, symbol), depth)| lengths[*symbol] = depth);
    lengths
}

/// Bits behind each other, from the lowest of each byte.
pub(super) struct Bits {
    bytes: Vec<u8>,
    held: u64,
    count: u32,
}

impl Bits {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { bytes: Vec::with_capacity(bytes), held: 0, count: 0 }
    }

    /// Puts the lowest bits of a number; no others are set.
    pub(super) fn put(&mut self, bits: u32, count: u32) {
        self.held |= u64::from(bits) << self.count;
        self.count += count;
        if self.count >= 32 {
            self.bytes.extend_from_slice(&(self.held as u32).to_le_bytes());
            self.held >>= 32;
            self.count -= 32;
        }
    }

    /// Puts the code of a symbol.
    pub(super) fn symbol(&mut self, code: &Prefix, symbol: usize) {
        let (bits, count) = code.0[symbol];
        self.put(bits.into(), count.into());
    }

    /// Begins a block, which is not the last one, of these codes for bytes and lengths, and for distances.
    pub(super) fn head(&mut self, symbols: &Prefix, distances: &Prefix) {
        let lengths: Vec<u8> = symbols.lengths().chain(distances.lengths()).collect();
        let said = said(&lengths);
        let mut counts = [0; ORDER.len()];
        for (length, _) in &said {
            counts[usize::from(*length)] += 1;
        }
        let code = Prefix::within(&counts, LONGEST_OF_LENGTHS);
        self.put(0b100, 3);
        self.put(symbols.0.len() as u32 - 257, 5);
        self.put(distances.0.len() as u32 - 1, 5);
        self.put(ORDER.len() as u32 - 4, 4);
        for length in ORDER {
            self.put(code.0[length].1.into(), 3);
        }
        for (length, often) in said {
            self.symbol(&code, length.into());
            let bits = REPEATED.iter().find(|(repeated, _)| *repeated == length).map_or(0, |(_, bits)| *bits);
            self.put(often.into(), bits);
        }
    }

    /// Ends at a whole byte: with an empty block of plain bytes.
    pub(super) fn pause(mut self) -> Vec<u8> {
        self.put(0, 3);
        let mut bytes = self.whole();
        bytes.extend_from_slice(&[0, 0, 0xFF, 0xFF]);
        bytes
    }

    /// Ends the stream: with an empty last block of the codes that every reader knows.
    pub(super) fn end(mut self) -> Vec<u8> {
        self.put(0b011, 10);
        self.whole()
    }

    fn whole(self) -> Vec<u8> {
        let Self { mut bytes, held, count } = self;
        bytes.extend_from_slice(&held.to_le_bytes()[..count.div_ceil(8) as usize]);
        bytes
    }
}

/// Lengths of codes as a block says them, each with how often more.
fn said(lengths: &[u8]) -> Vec<(u8, u8)> {
    let mut said = Vec::new();
    for same in lengths.chunk_by(|one, next| one == next) {
        let (length, mut left) = (same[0], same.len());
        if length > 0 {
            said.push((length, 0));
            left -= 1;
        }
        while left >= 3 {
            let often = left.min(if length > 0 { 6 } else { 138 });
            said.push(match (length, often as u8) {
                (0, often @ 11..) => (18, often - 11),
                (0, often) => (17, often - 3),
                (_, often) => (16, often - 3),
            });
            left -= often;
        }
        said.extend(repeat_n((length, 0), left));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequent_symbols_have_short_codes_and_none_is_too_long() {
        let code = Prefix::of(&[5, 0, 1, 1, 9]);
        assert_eq!(code.lengths().collect::<Vec<_>>(), [2, 0, 3, 3, 1]);
        assert_eq!(code.0[4], (0, 1));
        assert_eq!(code.0[0], (0b01, 2), "10, the first bit lowest");
        // Fibonacci's numbers make the longest codes.
        let mut counts = vec![1, 1];
        while counts.len() < 40 {
            counts.push(counts[counts.len() - 1] + counts[counts.len() - 2]);
        }
        let code = Prefix::of(&counts);
        assert!(code.lengths().all(|length| (1..=LONGEST).contains(&length)));
        let room: u32 = code.lengths().map(|length| 1 << (LONGEST - length)).sum();
        assert_eq!(room, 1 << LONGEST, "a whole code");
        assert_eq!(Prefix::of(&[0, 0, 7]).lengths().collect::<Vec<_>>(), [1, 0, 1]);
    }

    #[test]
    fn lengths_are_said_shortly() {
        let lengths = [[0; 150].as_slice(), &[5; 9], &[0; 2], &[7, 7, 0, 0, 0]].concat();
        let expected = [(18, 127), (18, 1), (5, 0), (16, 3), (5, 0), (5, 0), (0, 0), (0, 0), (7, 0), (7, 0), (17, 0)];
        assert_eq!(said(&lengths), expected);
    }
}
