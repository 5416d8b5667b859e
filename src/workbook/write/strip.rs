//! Strips: stretches of a part of the package, each packed by itself.
//!
//! What one strip is follows from the report alone, and each is packed without a look at the one before; so any number of
//! threads makes the same bytes, a long sheet by all of them. Put behind each other, the strips of a part are one stream
//! of deflate. Only a few are in memory at a time.

use std::num::NonZeroUsize;
use std::sync::mpsc;
use std::thread;

use crc32fast::Hasher;

use super::deflate::Deflate;

/// Strips that a thread may make ahead of the one that is wanted next.
const AHEAD: usize = 2;

/// A packed strip.
pub(super) struct Strip {
    /// Deflated, up to a whole byte.
    pub packed: Vec<u8>,
    /// Of the bytes before.
    pub sum: Hasher,
    /// How many those were.
    pub length: u64,
}

impl Strip {
    /// Packs a strip, which may be the last one of its part.
    pub(super) fn of(bytes: &[u8], last: bool, packer: &mut Deflate) -> Self {
        let mut sum = Hasher::new();
        sum.update(bytes);
        Self { packed: packer.pack(bytes, last), sum, length: bytes.len() as u64 }
    }
}

/// Makes `count` things on so many threads, and hands them over in their order.
pub(super) fn in_order<T: Send, R>(
    threads: NonZeroUsize,
    count: usize,
    make: impl Fn(&mut Deflate, usize) -> T + Sync,
    take: impl FnOnce(&mut dyn Iterator<Item = T>) -> R,
) -> R {
    let threads = threads.get().min(count);
    if threads <= 1 {
        let mut packer = Deflate::new();
        return take(&mut (0..count).map(|number| make(&mut packer, number)));
    }
    let make = &make;
    thread::scope(|scope| {
        let waiting: Vec<_> = (0..threads)
            .map(|first| {
                let (give, taken) = mpsc::sync_channel(AHEAD);
                scope.spawn(move || {
                    let mut packer = Deflate::new();
                    // Whoever takes no more has met an error.
                    let mut all = (first..count).step_by(threads);
                    all.all(|number| give.send(make(&mut packer, number)).is_ok())
                });
                taken
            })
            .collect();
        take(&mut (0..count).map_while(move |number| waiting[number % threads].recv().ok()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_come_in_their_order_from_any_number_of_threads() {
        for threads in [1, 2, 5, 50] {
            let threads = NonZeroUsize::new(threads).unwrap();
            let all: Vec<usize> = in_order(threads, 20, |_, number| number * 2, |made| made.collect());
            assert_eq!(all, (0..20).map(|number| number * 2).collect::<Vec<_>>());
            assert_eq!(in_order(threads, 20, |_, number| number, |made| made.next()), Some(0), "and no more is made");
            assert_eq!(in_order(threads, 0, |_, number| number, |made| made.count()), 0);
        }
    }
}
