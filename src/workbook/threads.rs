//! Pieces of work at once: files, sheets, people.

use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};
use std::{panic, thread};

/// What comes of each item, in their order; whichever of so many threads is done with one takes the next.
pub(crate) fn each<I: Send, T: Send>(threads: NonZeroUsize, items: Vec<I>, work: impl Fn(I) -> T + Sync) -> Vec<T> {
    let threads = threads.get().min(items.len());
    if threads <= 1 {
        return items.into_iter().map(work).collect();
    }
    let left = Mutex::new(items.into_iter().enumerate());
    let next = || left.lock().unwrap_or_else(PoisonError::into_inner).next();
    let some = || std::iter::from_fn(next).map(|(at, item)| (at, work(item))).collect::<Vec<_>>();
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(some)).collect();
        let mut done = some();
        done.extend(others.into_iter().flat_map(|other| other.join().unwrap_or_else(|p| panic::resume_unwind(p))));
        done
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, made)| made).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_stands_in_the_order_of_the_items() {
        for threads in [1, 2, 50] {
            let made = each(NonZeroUsize::new(threads).unwrap(), (0..20).collect(), |number| number * 2);
            assert_eq!(made, (0..20).map(|number| number * 2).collect::<Vec<_>>());
        }
    }
}
