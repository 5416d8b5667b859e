//! Panics that are caught say nothing; others still do.

use std::panic::catch_unwind;
use std::sync::Mutex;

use crate::workbook::read::source::quiet::{Panicked, quietly};

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
