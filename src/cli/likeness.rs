//! Bytes that are written once more and held against those that are there: as long as they are the same none is kept, so
//! that of large results one copy is enough.

use std::io::{self, BufReader, Read, Write};

use sha2::{Digest as _, Sha256};

use crate::sha256::hex;

/// Begins to read what is there.
pub(super) type Contents<'a> = &'a dyn Fn() -> io::Result<Box<dyn Read + 'a>>;

/// What is written, beside what is there.
pub(super) struct Likeness<'a> {
    contents: Contents<'a>,
    /// What is there behind all that is the same.
    rest: BufReader<Box<dyn Read + 'a>>,
    /// How many bytes are the same so far, and what they hash to.
    same: u64,
    hash: Sha256,
    /// All that was written, once they differ.
    own: Option<Vec<u8>>,
}

impl<'a> Likeness<'a> {
    /// Nothing written yet.
    pub(super) fn of(contents: Contents<'a>) -> io::Result<Self> {
        let rest = BufReader::with_capacity(PIECE, contents()?);
        Ok(Self { contents, rest, same: 0, hash: Sha256::new(), own: None })
    }

    /// What was written, where it differs from what there was when it had that SHA-256.
    pub(super) fn other(mut self, sha256: &str) -> io::Result<Option<Vec<u8>>> {
        if self.own.is_some() {
            return Ok(self.own);
        }
        let more = self.rest.read(&mut [0])? > 0;
        // What is the same as now may be another file than it was.
        if more || hex(self.hash.clone().finalize()) != sha256 { self.start().map(Some) } else { Ok(None) }
    }

    /// What is the same so far.
    fn start(&self) -> io::Result<Vec<u8>> {
        let mut start = Vec::new();
        (self.contents)()?.take(self.same).read_to_end(&mut start)?;
        Ok(start)
    }

    /// Whether what is there goes on with these bytes.
    fn goes_on(&mut self, mut bytes: &[u8]) -> io::Result<bool> {
        let mut there = [0; PIECE];
        while !bytes.is_empty() {
            let read = self.rest.read(&mut there[..bytes.len().min(PIECE)])?;
            let (now, later) = bytes.split_at(read);
            if read == 0 || now != &there[..read] {
                return Ok(false);
            }
            bytes = later;
        }
        Ok(true)
    }
}

/// Bytes that are read and compared at once.
const PIECE: usize = 1 << 14;

impl Write for Likeness<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.own.is_none() {
            if self.goes_on(bytes)? {
                self.same += bytes.len() as u64;
                self.hash.update(bytes);
                return Ok(bytes.len());
            }
            self.own = Some(self.start()?);
        }
        if let Some(own) = &mut self.own {
            own.extend_from_slice(bytes);
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
                let mut likeness = Likeness::of(&|| Ok(Box::new(&b"abcdef"[..]))).unwrap();
                for bytes in written.as_bytes().chunks(piece) {
                    likeness.write_all(bytes).unwrap();
                }
                let expected = (written != "abcdef").then(|| written.as_bytes().to_vec());
                let sha256 = hex(Sha256::digest(b"abcdef"));
                assert_eq!(likeness.other(&sha256).unwrap(), expected, "{written} by {piece}");
            }
        }
    }

    #[test]
    fn what_was_another_file_a_moment_ago_is_not_alike() {
        let mut likeness = Likeness::of(&|| Ok(Box::new(&b"abcdef"[..]))).unwrap();
        likeness.write_all(b"abcdef").unwrap();
        assert_eq!(likeness.other(&hex(Sha256::digest(b"abcdeg"))).unwrap(), Some(b"abcdef".to_vec()));
    }
}
