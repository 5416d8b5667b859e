//! Parts of a piece of work at once: the only threads of the rooms that are pure. No part sees another, and what they give is
//! put together in one order, so that nothing shows which was done first.

use std::num::NonZeroUsize;

/// As many threads as the machine can run at once.
#[must_use]
pub fn available() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// What each part gives, in their order; all but the first on a thread of its own.
pub(super) fn each<T: Send, R: Send>(mut parts: impl Iterator<Item = T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let first = parts.next();
    std::thread::scope(|scope| {
        let work = &work;
        let others: Vec<_> = parts.map(|part| scope.spawn(move || work(part))).collect();
        let first = first.map(work);
        let others = others.into_iter().map(|other| other.join().unwrap_or_else(|p| std::panic::resume_unwind(p)));
        first.into_iter().chain(others).collect()
    })
}
