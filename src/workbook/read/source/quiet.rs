//! Panics of the parsers, turned into errors without a word on the terminal.
//!
//! `catch_unwind` alone would still let the panic hook print a message and a hint about backtraces. Replacing the hook
//! while parsing would silence panics of other threads too, and two readers doing so at once would lose the original.
//! So one hook is put in front of the existing one, once in the life of the process, and asks a flag of the *panicking*
//! thread whether that thread is inside [`quietly`]; all other panics go on to the hook that was there before.
//!
//! Limits: needs `panic = "unwind"`; stack overflow and failed allocation end the process all the same.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// The parser panicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Panicked;

/// Runs `work`; a panic in it is an error, and nothing is printed. What `work` was changing must not be used afterwards.
pub(super) fn quietly<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |info| {
            if !QUIET.try_with(Cell::get).unwrap_or(false) {
                before(info);
            }
        }));
    });
    let outer = QUIET.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    QUIET.set(outer);
    result.map_err(|payload| {
        // A payload whose own drop panics would get out here.
        std::mem::forget(payload);
        Panicked
    })
}
