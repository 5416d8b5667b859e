//! Strips: stretches of a part of the package, each packed by itself.
//!
//! What one strip is follows from the report alone, and each is packed without a look at the one before; so any number of
//! threads makes the same bytes, a long sheet by all of them. Put behind each other, the strips of a part are one stream
//! of deflate. Only a few are in memory at a time.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use crc32fast::Hasher;
use flate2::{Compress, Compression, FlushCompress, Status};

/// Of zlib: 30 % faster than the usual 6 for a tenth more bytes.
pub(super) const DEFLATE_LEVEL: u8 = 3;
/// Where no sheet is longer than a strip: 25 % faster for a fifteenth more bytes, of which there are few.
pub(super) const SMALL_BOOK_LEVEL: u8 = 2;
/// Strips that a thread may make ahead of the one that is wanted next, a fifth of a megabyte each: all of a small workbook,
/// while the library packs its frame.
const AHEAD: usize = 8;

/// A packed strip.
pub(super) struct Strip {
    /// Deflated, up to a whole byte.
    pub packed: Vec<u8>,
    /// Of the bytes before.
    pub sum: Hasher,
    /// How many those were.
    pub length: u64,
}

/// Packs strips; its memory is used again for the next one.
pub(super) struct Packer(Compress);

impl Packer {
    pub(super) fn new() -> Self {
        Self::of_level(DEFLATE_LEVEL)
    }

    /// One that packs as hard as zlib's `level` says, from 1 to 9.
    pub(super) fn of_level(level: u8) -> Self {
        Self(Compress::new(Compression::new(level.into()), false))
    }

    /// Packs a strip, which may be the last one of its part.
    pub(super) fn strip(&mut self, bytes: &[u8], last: bool) -> Strip {
        let flush = if last { FlushCompress::Finish } else { FlushCompress::Sync };
        let mut packed = Vec::with_capacity(bytes.len() / 6 + 64);
        self.0.reset();
        loop {
            let taken = usize::try_from(self.0.total_in()).unwrap_or(usize::MAX);
            let status = self.0.compress_vec(&bytes[taken..], &mut packed, flush);
            let all = usize::try_from(self.0.total_in()) == Ok(bytes.len());
            // Room that is left says that nothing more comes.
            let flushed = !last && all && packed.len() < packed.capacity();
            match status {
                Ok(Status::StreamEnd) => break,
                Ok(_) if flushed => break,
                Ok(_) => packed.reserve(packed.capacity()),
                Err(error) => unreachable!("zlib refuses no bytes: {error}"),
            }
        }
        let mut sum = Hasher::new();
        sum.update(bytes);
        Strip { packed, sum, length: bytes.len() as u64 }
    }
}

/// Makes `count` things on so many threads, which pack as hard as `level` says, and hands them over in their order.
pub(super) fn in_order<T: Send, R>(
    threads: NonZeroUsize,
    level: u8,
    count: usize,
    make: impl Fn(&mut Packer, usize) -> T + Sync,
    take: impl FnOnce(&mut dyn Iterator<Item = T>) -> R,
) -> R {
    let threads = threads.get().min(count);
    if threads <= 1 {
        let mut packer = Packer::of_level(level);
        return take(&mut (0..count).map(|number| make(&mut packer, number)));
    }
    let (make, next) = (&make, &AtomicUsize::new(0));
    thread::scope(|scope| {
        let (give, taken) = mpsc::sync_channel(threads * AHEAD);
        for _ in 0..threads {
            let give = give.clone();
            scope.spawn(move || {
                let mut packer = Packer::of_level(level);
                let numbers = std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)));
                // Whoever takes no more has met an error.
                numbers
                    .take_while(|number| *number < count)
                    .all(|number| give.send((number, make(&mut packer, number))).is_ok());
            });
        }
        drop(give);
        // What was made before its turn.
        let mut early = BTreeMap::new();
        take(&mut (0..count).map_while(move |number| {
            while !early.contains_key(&number) {
                let (at, thing) = taken.recv().ok()?;
                early.insert(at, thing);
            }
            early.remove(&number)
        }))
    })
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn strips_behind_each_other_are_one_stream() {
        let texts = ["", "a", &"row ".repeat(50_000), "", "end"];
        let mut packer = Packer::new();
        let (mut stream, mut sum) = (Vec::new(), Hasher::new());
        for (at, text) in texts.iter().enumerate() {
            let strip = packer.strip(text.as_bytes(), at + 1 == texts.len());
            stream.extend(strip.packed);
            sum.combine(&strip.sum);
        }
        let mut whole = String::new();
        flate2::read::DeflateDecoder::new(&stream[..]).read_to_string(&mut whole).unwrap();
        assert_eq!(whole, texts.concat());
        assert_eq!(sum.finalize(), crc32fast::hash(whole.as_bytes()));
    }

    #[test]
    fn things_come_in_their_order_from_any_number_of_threads() {
        for threads in [1, 2, 5, 50] {
            let threads = NonZeroUsize::new(threads).unwrap();
            let all: Vec<usize> = in_order(threads, DEFLATE_LEVEL, 20, |_, number| number * 2, |made| made.collect());
            assert_eq!(all, (0..20).map(|number| number * 2).collect::<Vec<_>>());
            assert_eq!(
                in_order(threads, DEFLATE_LEVEL, 20, |_, number| number, |made| made.next()),
                Some(0),
                "and no more is made"
            );
            assert_eq!(in_order(threads, DEFLATE_LEVEL, 0, |_, number| number, |made| made.count()), 0);
        }
    }
}
