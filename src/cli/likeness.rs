//! Bytes that are written once more and held against those that are there: as long as they are the same none is kept, so
//! that of large results one copy is enough.

use std::io::{self, Write};

/// What is written, beside what is there.
pub(super) struct Likeness<'a> {
    there: &'a [u8],
    /// How many are the same so far.
    same: usize,
    /// All that was written, once they differ.
    own: Option<Vec<u8>>,
}

impl<'a> Likeness<'a> {
    /// Nothing written yet.
    pub(super) fn of(there: &'a [u8]) -> Self {
        Self { there, same: 0, own: None }
    }

    /// What was written, where it differs.
    pub(super) fn other(self) -> Option<Vec<u8>> {
        let less = || (self.same < self.there.len()).then(|| self.there[..self.same].to_vec());
        self.own.or_else(less)
    }
}

impl Write for Likeness<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(own) = &mut self.own {
            own.extend_from_slice(bytes);
        } else if self.there[self.same..].starts_with(bytes) {
            self.same += bytes.len();
        } else {
            self.own = Some([&self.there[..self.same], bytes].concat());
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_all_there() {
        for written in ["", "ab", "abcdef", "abcdefg", "xbcdef", "abcdex", "abx"] {
            for piece in [1, 2, 3, 7] {
                let mut likeness = Likeness::of(b"abcdef");
                for bytes in written.as_bytes().chunks(piece) {
                    likeness.write_all(bytes).unwrap();
                }
                let expected = (written != "abcdef").then(|| written.as_bytes().to_vec());
                assert_eq!(likeness.other(), expected, "{written} by {piece}");
            }
        }
    }
}
