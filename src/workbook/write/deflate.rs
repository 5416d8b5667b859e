//! Packs the XML of rows: deflate that knows what its text is made of.
//!
//! Rows below each other differ in their numbers, not in what stands between them. So a text is cut into runs, of digits
//! and of all else in turns, and only where a run begins are copies looked for, at three places: the one that corresponds to
//! it in the row above, the last one where the same two runs stood, and the last one where the same run stood. Among all
//! ways through the text that these allow the shortest is taken. zlib, which knows nothing of its text, needs twice the
//! time for as few bytes (its level 6), or makes a fifth more of them in the same time (level 3).
#![expect(
    clippy::cast_possible_truncation,
    reason = "lengths, distances and places in a strip, all below their limits"
)]

use super::huffman::{Bits, Prefix};

/// How far back copies may reach, and how long they may be.
const WINDOW: usize = 1 << 15;
const LONGEST: usize = 258;
const SHORTEST: usize = 3;
/// Runs that are remembered by what they are, as a power of two.
const REMEMBERED: u32 = 15;

/// What things take in half bits, roughly: a digit, another byte, and a copy without the bits of its distance.
const DIGIT: u32 = 9;
const OTHER: u32 = 13;
const COPY: u32 = 20;

/// Codes of bytes, the end and lengths; and of distances.
const SYMBOLS: usize = 286;
const DISTANCES: usize = 30;
const END: usize = 256;
const LENGTHS: usize = 257;

/// A byte, or a copy of some length (less 3) from some distance (less 1).
#[derive(Clone, Copy)]
struct Token(u32);

impl Token {
    fn copy(length: usize, distance: usize) -> Self {
        Self(1 << 31 | ((length - SHORTEST) as u32) << 15 | (distance - 1) as u32)
    }

    fn byte(byte: u8) -> Self {
        Self(byte.into())
    }

    /// Length and distance, for a copy.
    fn parts(self) -> Result<(u32, u32), usize> {
        if self.0 >> 31 == 0 { Err(self.0 as usize) } else { Ok((self.0 >> 15 & 0xFF, self.0 & 0x7FFF)) }
    }
}

/// The code of a length: its number, and how many bits of the length follow.
fn length_code(length: u32) -> (usize, u32) {
    // The longest has a code of its own.
    if length == 255 { (28, 0) } else { code(length, 2) }
}

fn distance_code(distance: u32) -> (usize, u32) {
    code(distance, 1)
}

/// The number of a code, of which there are `2^fine` a power of two, and how many bits of the value follow.
fn code(value: u32, fine: u32) -> (usize, u32) {
    if value < 2 << fine {
        return (value as usize, 0);
    }
    let extra = value.ilog2() - fine;
    ((extra << fine) as usize + (value >> extra) as usize, extra)
}

/// How a place in the text is reached in the cheapest way.
#[derive(Clone, Copy)]
struct Step {
    cost: u32,
    /// From the start of which run, by a copy of some length (0 for none) and bytes for the rest.
    run: u32,
    length: u16,
    /// Less 1.
    distance: u16,
}

/// Packs texts; its memory is used again for the next one.
pub(super) struct Deflate {
    /// Where runs start; the one of an even place is of no digits.
    starts: Vec<u32>,
    steps: Vec<Step>,
    path: Vec<u32>,
    tokens: Vec<Token>,
    /// Where each run stood last, and each two.
    single: Vec<u32>,
    double: Vec<u32>,
}

impl Deflate {
    pub(super) fn new() -> Self {
        let places = || vec![0; 1 << REMEMBERED];
        let (starts, steps, path, tokens) = Default::default();
        Self { starts, steps, path, tokens, single: places(), double: places() }
    }

    /// Packs a text up to a whole byte, and to the end of the stream with the last one.
    pub(super) fn pack(&mut self, text: &[u8], last: bool) -> Vec<u8> {
        let runs = self.cut(text);
        self.walk(text, runs);
        self.take(text, runs);
        let mut out = Bits::with_capacity(text.len() / 8 + 64);
        self.block(&mut out);
        if last { out.end() } else { out.pause() }
    }

    /// Cuts a text into runs; gives how many there are.
    fn cut(&mut self, text: &[u8]) -> usize {
        // Room for one that starts at every byte, an empty one before a digit, and the end.
        let starts = &mut self.starts;
        starts.resize(starts.len().max(text.len() + 2), 0);
        starts[..2].fill(0);
        let (mut runs, mut digits) = (0, false);
        for (at, byte) in text.iter().enumerate() {
            let digit = matches!(byte, b'0'..=b'9' | b'.');
            runs += usize::from(digit != digits);
            digits = digit;
            starts[runs + 1] = at as u32 + 1;
        }
        runs + usize::from(!text.is_empty())
    }

    /// Finds the cheapest step to the start of every run.
    fn walk(&mut self, text: &[u8], runs: usize) {
        let Self { starts, steps, single, double, .. } = self;
        let starts = &starts[..=runs];
        let start = |run: usize| starts[run] as usize;
        let known = |run: usize| if run < runs { known(text, start(run), start(run + 1)) } else { 0 };
        let price = |run: usize, bytes: usize| bytes as u32 * if run.is_multiple_of(2) { OTHER } else { DIGIT };
        single.fill(0);
        double.fill(0);
        steps.clear();
        steps.resize(runs + 1, Step { cost: u32::MAX, run: 0, length: 0, distance: 0 });
        steps[0].cost = 0;
        let (mut above, mut next) = (0, known(0));
        for run in 0..runs {
            let (at, this) = (start(run), next);
            next = known(run + 1);
            let same = std::mem::replace(&mut single[place(this)], run as u32) as usize;
            let both = std::mem::replace(&mut double[place(this.rotate_left(23) ^ next)], run as u32) as usize;
            // What ends before the number of a row stands once a row.
            if run.is_multiple_of(2) && names_column(&text[at..start(run + 1)]) {
                above = same;
            }
            let cost = steps[run].cost;
            let mut reach = |to: usize, cost: u32, length: usize, distance: usize| {
                if cost < steps[to].cost {
                    steps[to] = Step { cost, run: run as u32, length: length as u16, distance: distance as u16 };
                }
            };
            reach(run + 1, cost + price(run, start(run + 1) - at), 0, 0);
            for (number, from) in [both, above, same].into_iter().enumerate() {
                let again = number > 0 && from == both || number > 1 && from == above;
                let distance = at - start(from.min(run));
                if again || !(1..=WINDOW).contains(&distance) {
                    continue;
                }
                let length = common(text, start(from), at);
                if length < SHORTEST {
                    continue;
                }
                let cost = cost + COPY + 2 * distance.ilog2();
                // The run behind the one that it ends in, whose rest is bytes.
                let mut behind = run + 1;
                while behind <= runs && start(behind) <= at + length {
                    behind += 1;
                }
                if behind <= runs && start(behind - 1) < at + length {
                    let rest = price(behind - 1, start(behind) - at - length);
                    reach(behind, cost + rest, length, distance - 1);
                }
                // A shorter one may leave more to the next.
                for to in [behind - 1, behind - 2] {
                    if to > run && start(to) - at >= SHORTEST {
                        reach(to, cost, start(to) - at, distance - 1);
                    }
                }
            }
            above += 1;
        }
    }

    /// Takes the steps to the end of the text.
    fn take(&mut self, text: &[u8], runs: usize) {
        let Self { starts, steps, path, tokens, .. } = self;
        path.clear();
        let mut run = runs;
        while run > 0 {
            path.push(run as u32);
            run = steps[run].run as usize;
        }
        tokens.clear();
        for run in path.iter().rev() {
            let step = steps[*run as usize];
            let length = usize::from(step.length);
            if length > 0 {
                tokens.push(Token::copy(length, usize::from(step.distance) + 1));
            }
            let rest = starts[step.run as usize] as usize + length..starts[*run as usize] as usize;
            tokens.extend(text[rest].iter().copied().map(Token::byte));
        }
    }

    /// Writes the tokens as a block with codes of its own.
    fn block(&self, out: &mut Bits) {
        let (mut symbols, mut distances) = ([0; SYMBOLS], [0; DISTANCES]);
        symbols[END] = 1;
        for token in &self.tokens {
            match token.parts() {
                Err(byte) => symbols[byte] += 1,
                Ok((length, distance)) => {
                    symbols[LENGTHS + length_code(length).0] += 1;
                    distances[distance_code(distance).0] += 1;
                }
            }
        }
        let [symbols, distances] = [Prefix::of(&symbols), Prefix::of(&distances)];
        out.head(&symbols, &distances);
        for token in &self.tokens {
            match token.parts() {
                Err(byte) => out.symbol(&symbols, byte),
                Ok((length, distance)) => {
                    let (number, extra) = length_code(length);
                    out.symbol(&symbols, LENGTHS + number);
                    out.put(length & ((1 << extra) - 1), extra);
                    let (number, extra) = distance_code(distance);
                    out.symbol(&distances, number);
                    out.put(distance & ((1 << extra) - 1), extra);
                }
            }
        }
        out.symbol(&symbols, END);
    }
}

/// Whether a run ends with what comes before the number of a row: `…<row r="` or `…<c r="AB`.
fn names_column(run: &[u8]) -> bool {
    let letters = run.iter().rev().take_while(|byte| byte.is_ascii_uppercase()).count();
    run[..run.len() - letters].ends_with(b" r=\"")
}

/// A number for a run, by which it is known again; another run may have the same.
fn known(text: &[u8], start: usize, end: usize) -> u32 {
    let word =
        |at: usize| text.get(at..at + 8).map_or(0, |word| u64::from_le_bytes(word.try_into().unwrap_or_default()));
    let length = end - start;
    let mixed =
        if length < 8 { word(start) & ((1 << (8 * length)) - 1) } else { word(start).rotate_left(17) ^ word(end - 8) };
    ((mixed ^ (length as u64) << 56).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32
}

fn place(known: u32) -> usize {
    (known.wrapping_mul(0x9E37_79B1) >> (32 - REMEMBERED)) as usize
}

/// How many bytes two places have in common.
fn common(text: &[u8], from: usize, at: usize) -> usize {
    let most = LONGEST.min(text.len() - at);
    let (one, other) = (&text[from..from + most], &text[at..at + most]);
    let (words, rest) = one.as_chunks::<8>();
    let (others, other_rest) = other.as_chunks::<8>();
    for (number, (word, other)) in words.iter().zip(others).enumerate() {
        let differs = u64::from_le_bytes(*word) ^ u64::from_le_bytes(*other);
        if differs != 0 {
            return number * 8 + (differs.trailing_zeros() / 8) as usize;
        }
    }
    words.len() * 8 + rest.iter().zip(other_rest).take_while(|(byte, other)| byte == other).count()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::io::Read as _;

    use super::*;

    fn unpacked(packed: &[u8]) -> Vec<u8> {
        let mut text = Vec::new();
        flate2::read::DeflateDecoder::new(packed).read_to_end(&mut text).unwrap();
        text
    }

    /// A number that looks like any.
    fn next(seed: &mut u64) -> u64 {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        *seed >> 33
    }

    #[test]
    fn codes_are_those_of_the_format() {
        for (length, number, extra) in [
            (3, 0, 0),
            (10, 7, 0),
            (11, 8, 1),
            (13, 9, 1),
            (18, 11, 1),
            (19, 12, 2),
            (130, 23, 4),
            (257, 27, 5),
            (258, 28, 0),
        ] {
            assert_eq!(length_code(length - 3), (number, extra), "length {length}");
        }
        for (distance, number, extra) in
            [(1, 0, 0), (4, 3, 0), (5, 4, 1), (7, 5, 1), (9, 6, 2), (13, 7, 2), (24_577, 29, 13), (32_768, 29, 13)]
        {
            assert_eq!(distance_code(distance - 1), (number, extra), "distance {distance}");
        }
    }

    #[test]
    fn every_text_comes_back() {
        let mut seed = 1;
        let mut texts: Vec<Vec<u8>> = ["", "a", "1", "1a", "aaaa1111", "<c r=\"A1\"/>"].map(Vec::from).into();
        texts.push(vec![b'x'; 100_000]);
        texts.push(vec![b'7'; 100_000]);
        // Whatever bytes, of few kinds or of all.
        for kinds in [2, 12, 256] {
            texts.push((0..70_000).map(|_| (next(&mut seed) % kinds) as u8 ^ b'0').collect());
        }
        for text in texts {
            let packed = Deflate::new().pack(&text, true);
            assert_eq!(unpacked(&packed), text, "{:?}", String::from_utf8_lossy(&text[..text.len().min(20)]));
        }
    }

    #[test]
    fn rows_take_little_room_and_the_same_each_time() {
        let (mut xml, mut seed) = (String::new(), 7);
        for row in 1..4_000 {
            write!(xml, "<row r=\"{row}\">").unwrap();
            for column in ["A", "B", "AC"] {
                let value = next(&mut seed) % 1_000_000;
                write!(xml, "<c r=\"{column}{row}\" s=\"17\"><f t=\"shared\" si=\"3\"/><v>{value}</v></c>").unwrap();
            }
            xml.push_str("</row>");
        }
        let mut deflate = Deflate::new();
        let packed = deflate.pack(xml.as_bytes(), true);
        assert_eq!(unpacked(&packed), xml.as_bytes());
        assert_eq!(deflate.pack(xml.as_bytes(), true), packed, "its memory leaves no trace");
        let mut zlib = Vec::new();
        flate2::read::DeflateEncoder::new(xml.as_bytes(), flate2::Compression::new(6)).read_to_end(&mut zlib).unwrap();
        assert!(packed.len() <= zlib.len(), "{} bytes, zlib makes {}", packed.len(), zlib.len());
    }

    #[test]
    fn texts_behind_each_other_are_one_stream() {
        let texts = ["", "a", &"row 12 ".repeat(50_000), "", "end"];
        let mut deflate = Deflate::new();
        let parts = texts.iter().enumerate().map(|(at, text)| deflate.pack(text.as_bytes(), at + 1 == texts.len()));
        let stream: Vec<u8> = parts.flatten().collect();
        assert_eq!(unpacked(&stream), texts.concat().as_bytes());
    }
}
