//! The last guard of what a run may take of memory: however a file is made, a command that would need more ends with one
//! sentence and status 3, and leaves no draft. Known shapes of input have limits of their own, at their cells; this one is
//! for those that nobody has thought of.
//!
//! It looks at the pages that the process really has, some fifty times a second. Only Linux tells them without more.

use super::talk::Talk;

/// MiB for each 100 MiB of the largest file that is named, and at least: what may grow between two looks is left of 1 GiB.
/// The most that a valid input of 50,000 people took is 926, two of them whose every figure differs, by a policy with ranks.
#[cfg(target_os = "linux")]
const MEBIBYTES: u64 = 1_010;
/// The file size up to which that holds; larger ones may take more in proportion.
#[cfg(target_os = "linux")]
const OF_FILE: u64 = 100 << 20;
/// Another limit, in MiB, for whoever has the memory, or has less.
#[cfg(target_os = "linux")]
const VARIABLE: &str = "BONUS_MEMORY_MIB";

/// From now on a run that takes more ends.
#[cfg(target_os = "linux")]
pub(super) fn watch(talk: Talk) {
    use std::fs::File;
    use std::os::unix::fs::FileExt as _;
    use std::thread::{Builder, sleep};
    use std::time::Duration;

    const LOOK: Duration = Duration::from_millis(20);
    let given: Option<u64> = std::env::var(VARIABLE).ok().and_then(|text| text.trim().parse().ok());
    let Ok(pages) = File::open("/proc/self/statm") else { return };
    let page = rustix::param::page_size() as u64;
    let least = given.unwrap_or_else(|| limit(0)) << 20;
    let work = move || {
        // Nothing is allocated in this loop: a heap of its own would take address space.
        let (mut text, mut most) = ([0_u8; 128], given);
        loop {
            sleep(LOOK);
            let Ok(length) = pages.read_at(&mut text, 0) else { return };
            let Some(resident) = resident(&text[..length]) else { return };
            if resident * page <= least {
                continue;
            }
            let limit = *most.get_or_insert_with(|| limit(largest_named()));
            if resident * page > limit << 20 {
                end(limit, talk);
            }
        }
    };
    // A system that has no thread left has other worries.
    let _ = Builder::new().stack_size(256 << 10).spawn(work);
}

#[cfg(not(target_os = "linux"))]
pub(super) fn watch(_: Talk) {}

/// MiB that a run may take whose largest file has so many bytes.
#[cfg(target_os = "linux")]
fn limit(file: u64) -> u64 {
    MEBIBYTES * file.max(OF_FILE) / OF_FILE
}

/// Bytes of the largest file that the command line names, or that stands in a folder that it names.
#[cfg(target_os = "linux")]
fn largest_named() -> u64 {
    let size = |path: &std::path::Path| path.metadata().ok().filter(std::fs::Metadata::is_file).map(|file| file.len());
    let inside = |path: &std::ffi::OsStr| {
        let entries = walkdir::WalkDir::new(path).into_iter().flatten();
        entries.filter_map(|entry| size(entry.path())).max()
    };
    std::env::args_os().skip(1).filter_map(|path| inside(&path)).max().unwrap_or(0)
}

/// The pages that are there, of what the system tells.
#[cfg(target_os = "linux")]
fn resident(statm: &[u8]) -> Option<u64> {
    std::str::from_utf8(statm).ok()?.split_ascii_whitespace().nth(1)?.parse().ok()
}

#[cfg(target_os = "linux")]
fn end(limit: u64, talk: Talk) -> ! {
    let words = crate::say!(Cli::TooMuchMemory { limit, variable: VARIABLE });
    let _ = super::failure::Failure::file(&words, talk.early()).report(talk);
    crate::workbook::write::remove_own_drafts();
    std::process::exit(3)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn large_files_may_take_more() {
        assert_eq!([0, 52 << 20, 100 << 20, 340 << 20].map(limit), [1_010, 1_010, 1_010, 3_434]);
        assert_eq!((resident(b"262144 4096 512 1 0 300 0\n"), resident(b"")), (Some(4_096), None));
    }
}
