//! The last guard of what a run may take of memory: however a file is made, a command that would need more ends with one
//! sentence and status 3, and leaves no draft. Known shapes of input have limits of their own, at their cells; this one is
//! for those that nobody has thought of.
//!
//! It looks at the memory that the process really holds, some fifty times a second: the pages that are there on Linux and
//! macOS, the working set on Windows.

use std::sync::Arc;
use std::thread::{Builder, sleep};
use std::time::Duration;

use memory_stats::memory_stats;

use super::talk::Talk;
use crate::workbook::write::Drafts;

/// MiB for each 100 MiB of the largest file that is named, and at least: what may grow between two looks is left of 1 GiB.
/// The most that a valid input of 50,000 people took is 926, two of them whose every figure differs, by a policy with ranks.
const MEBIBYTES: u64 = 1_010;
/// The file size up to which that holds; larger ones may take more in proportion.
const OF_FILE: u64 = 100 << 20;
/// Another limit, in MiB, for whoever has the memory, or has less.
const VARIABLE: &str = "BONUS_MEMORY_MIB";
const LOOK: Duration = Duration::from_millis(20);

/// From now on a run that takes more ends.
pub(super) fn watch(talk: Talk, drafts: Arc<Drafts>) {
    let given: Option<u64> = std::env::var(VARIABLE).ok().and_then(|text| text.trim().parse().ok());
    let least = given.unwrap_or_else(|| limit(0));
    let work = move || {
        let mut most = given;
        while let Some(memory) = memory_stats() {
            let held = memory.physical_mem as u64 >> 20;
            if held >= least {
                let limit = *most.get_or_insert_with(|| limit(largest_named()));
                if held >= limit {
                    end(limit, talk, &drafts);
                }
            }
            sleep(LOOK);
        }
    };
    // A system that has no thread left has other worries.
    let _ = Builder::new().stack_size(256 << 10).spawn(work);
}

/// MiB that a run may take whose largest file has so many bytes.
fn limit(file: u64) -> u64 {
    MEBIBYTES * file.max(OF_FILE) / OF_FILE
}

/// Bytes of the largest file that the command line names, or that stands in a folder that it names.
fn largest_named() -> u64 {
    let size = |path: &std::path::Path| path.metadata().ok().filter(std::fs::Metadata::is_file).map(|file| file.len());
    let inside = |path: &std::ffi::OsStr| {
        let entries = walkdir::WalkDir::new(path).into_iter().flatten();
        entries.filter_map(|entry| size(entry.path())).max()
    };
    std::env::args_os().skip(1).filter_map(|path| inside(&path)).max().unwrap_or(0)
}

fn end(limit: u64, talk: Talk, drafts: &Drafts) -> ! {
    let words = crate::say!(Cli::TooMuchMemory { limit, variable: VARIABLE });
    let _ = super::failure::Failure::file(&words, talk.early()).report(talk);
    drafts.remove();
    std::process::exit(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_files_may_take_more() {
        assert_eq!([0, 52 << 20, 100 << 20, 340 << 20].map(limit), [1_010, 1_010, 1_010, 3_434]);
        assert!(memory_stats().is_some_and(|memory| memory.physical_mem > 1 << 20));
    }
}
