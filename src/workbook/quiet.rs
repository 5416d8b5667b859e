//! Panics of the libraries that read and write spreadsheets, turned into errors without a word on the terminal.
//!
//! `catch_unwind` alone would still let the panic hook print a message and a hint about backtraces. Replacing the hook
//! meanwhile would silence panics of other threads too, and two threads doing so at once would lose the original.
//! So the program puts one hook in front of the existing one as it starts ([`listen`]), which asks a flag of the *panicking*
//! thread whether that thread is inside [`quietly`]; all other panics go on to the hook that was there before.
//!
//! Limits: needs `panic = "unwind"`; stack overflow and failed allocation end the process all the same.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// The library panicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Panicked;

/// From now on panics inside [`quietly`] print nothing: a program says so once, as it starts.
pub(crate) fn listen() {
    let before = take_hook();
    set_hook(Box::new(move |info| {
        if !QUIET.try_with(Cell::get).unwrap_or(false) {
            before(info);
        }
    }));
}

/// Runs `work`; a panic in it is an error, and nothing is printed where the program listens. What `work` was changing must not be used afterwards.
pub(super) fn quietly<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
    let outer = QUIET.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    QUIET.set(outer);
    result.map_err(|payload| {
        // A payload whose own drop panics would get out here.
        std::mem::forget(payload);
        Panicked
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn a_panic_is_an_error() {
        assert_eq!(quietly(|| 7), Ok(7));
        assert_eq!(quietly(|| -> i32 { panic!("inside") }), Err(Panicked));
        assert_eq!(quietly(|| quietly(|| panic!("deep inside"))), Ok(Err::<(), _>(Panicked)));
        // After a panic inside, the thread speaks again: the flag is back.
        assert!(catch_unwind(|| panic!("outside, and heard")).is_err());
    }

    #[test]
    fn threads_do_not_disturb_one_another() {
        let results = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for i in 0..8 {
                let results = &results;
                scope.spawn(move || {
                    for n in 0..50 {
                        let result = quietly(|| if (n + i) % 2 == 0 { panic!("inside") } else { n });
                        results.lock().expect("no poison").push(result.is_err() == ((n + i) % 2 == 0));
                    }
                });
            }
        });
        let results = results.into_inner().expect("no poison");
        assert!(results.len() == 400 && results.iter().all(|right| *right));
    }
}
