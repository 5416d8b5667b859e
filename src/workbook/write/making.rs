//! How a workbook is made.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// How a workbook is made.
#[derive(Clone, Debug)]
pub struct Making {
    /// How many threads make it.
    pub threads: NonZeroUsize,
    /// Counts the rows while they are written, up to [`Report::rows`](crate::report::sheet::Report::rows).
    pub written: Arc<AtomicU64>,
}

impl Default for Making {
    /// By one thread, and nobody watches.
    fn default() -> Self {
        Self { threads: NonZeroUsize::MIN, written: Arc::default() }
    }
}
