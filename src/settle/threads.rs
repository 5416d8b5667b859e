//! Two halves of a column at once: the only threads of the rooms that are pure. Neither half sees the other, and what they
//! give is put together in one order, so that nothing shows which was done first.

/// Whether there is a second thread to be had.
pub(super) fn are_two() -> bool {
    std::thread::available_parallelism().is_ok_and(|threads| threads.get() > 1)
}

/// What both give, the other on a second thread.
pub(super) fn both<A, B: Send>(one: impl FnOnce() -> A, other: impl FnOnce() -> B + Send) -> (A, B) {
    std::thread::scope(|scope| {
        let other = scope.spawn(other);
        (one(), other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}
