//! Drafts: files on their way to a target, under a name of their own until they are complete.
//!
//! A draft is called `.bonus-` and six characters and `.tmp`, and whoever writes it holds a lock on it. The system
//! gives the lock up when its holder ends, however it ends. So a draft that can be locked belongs to nobody any more,
//! and the next run removes it; one that cannot be locked is being written at this moment and stays.
//!
//! Limits: on a file system without locks nothing is ever removed.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tempfile::{Builder, NamedTempFile, TempDir};

const PREFIX: &str = ".bonus-";
const SUFFIX: &str = ".tmp";
const RANDOM: usize = 6;
/// Inside a draft folder: the file that is locked for the whole of it.
const LOCK: &str = "lock";
/// Another run may look at a draft between its making and its locking, and take it for a dead one.
const TRIES: usize = 16;

/// The drafts that a run made: whoever makes one notes it here.
#[derive(Debug, Default)]
pub struct Drafts(Mutex<Vec<PathBuf>>);

impl Drafts {
    /// Removes them, for whoever ends the run in the middle of its work.
    pub(crate) fn remove(&self) {
        for path in self.there() {
            let _ = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        }
    }

    /// Those that are there: one that was made a target has another name.
    fn there(&self) -> Vec<PathBuf> {
        let made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        made.iter().filter(|path| path.exists()).cloned().collect()
    }

    fn note(&self, path: &Path) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(path.to_owned());
    }
}

/// An empty draft in `folder`, readable by whom the folder's habits allow; removed when dropped.
pub(super) fn file(folder: &Path, drafts: &Drafts) -> io::Result<NamedTempFile> {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "permissions are Unix's"))]
    let mut names = names();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // Less the umask, as for any new file; tempfile's own default is for secrets.
        names.permissions(fs::Permissions::from_mode(0o666));
    }
    for _ in 0..TRIES {
        let draft = names.tempfile_in(folder)?;
        if is_ours(draft.as_file(), draft.path()) {
            drafts.note(draft.path());
            return Ok(draft);
        }
    }
    Err(ErrorKind::ResourceBusy.into())
}

/// An empty folder for drafts, which only the present user may enter; removed when dropped.
pub(super) struct Folder {
    folder: TempDir,
    /// Held for as long as the folder is.
    #[cfg_attr(not(test), expect(dead_code, reason = "only held"))]
    lock: File,
}

impl Folder {
    /// Makes one in `place`, after removing those that dead runs left there.
    pub(super) fn new(place: &Path, drafts: &Drafts) -> io::Result<Self> {
        remove_dead(place);
        for _ in 0..TRIES {
            let folder = names().tempdir_in(place)?;
            let path = folder.path().join(LOCK);
            let lock = match File::create_new(&path) {
                Ok(lock) => lock,
                // Another run took the folder for a dead one.
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                Err(error) => return Err(error),
            };
            if is_ours(&lock, &path) {
                drafts.note(folder.path());
                return Ok(Self { folder, lock });
            }
        }
        Err(ErrorKind::ResourceBusy.into())
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }
}

fn names() -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX).rand_bytes(RANDOM);
    builder
}

/// Locks a new draft; no when another run was faster and is removing it.
fn is_ours(file: &File, path: &Path) -> bool {
    match file.try_lock() {
        Ok(()) => path.exists(),
        Err(TryLockError::WouldBlock) => false,
        // No locks here: no other run gets one either.
        Err(TryLockError::Error(_)) => true,
    }
}

/// Removes the drafts that dead runs left in `folder`. What cannot be removed stays: it is in nobody's way.
pub(super) fn remove_dead(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten().filter(|entry| entry.file_name().to_str().is_some_and(is_name)) {
        let (path, kind) = (entry.path(), entry.file_type());
        // Links are not followed: a draft is never one.
        if kind.as_ref().is_ok_and(fs::FileType::is_file) {
            with_dead(&path, || fs::remove_file(&path));
        } else if kind.is_ok_and(|kind| kind.is_dir()) {
            let lock = path.join(LOCK);
            if fs::symlink_metadata(&lock).is_ok_and(|lock| lock.is_file()) {
                with_dead(&lock, || fs::remove_dir_all(&path));
            } else {
                // Killed before it made its lock, or just about to make it: then it takes another folder.
                let _ = fs::remove_dir(&path);
            }
        }
    }
}

/// Does `remove` while holding the lock of a draft that nobody else holds.
fn with_dead(lock: &Path, remove: impl FnOnce() -> io::Result<()>) {
    if let Ok(file) = File::open(lock)
        && file.try_lock().is_ok()
    {
        let _ = remove();
    }
}

/// Whether a file's name is one that drafts have.
fn is_name(name: &str) -> bool {
    let random = name.strip_prefix(PREFIX).and_then(|rest| rest.strip_suffix(SUFFIX));
    random.is_some_and(|random| random.len() == RANDOM && random.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(folder: &Path) -> NamedTempFile {
        file(folder, &Drafts::default()).unwrap()
    }

    fn left(folder: &Path) -> usize {
        fs::read_dir(folder).unwrap().count()
    }

    #[test]
    fn dead_drafts_go_and_living_ones_stay() {
        let place = tempfile::tempdir().unwrap();
        let (living, dead) = (made(place.path()), made(place.path()));
        // What a killed run leaves: the name, and no lock.
        let (file, dead) = dead.keep().unwrap();
        drop(file);
        remove_dead(place.path());
        assert!(living.path().exists() && !dead.exists());
        living.close().unwrap();
        assert_eq!(left(place.path()), 0);
    }

    #[test]
    fn dead_folders_go_and_living_ones_stay() {
        let place = tempfile::tempdir().unwrap();
        let (living, dead, early) = (
            Folder::new(place.path(), &Drafts::default()).unwrap(),
            Folder::new(place.path(), &Drafts::default()).unwrap(),
            names().tempdir_in(&place).unwrap(),
        );
        fs::write(dead.path().join("0.xlsx"), "someone's pay").unwrap();
        let Folder { folder, lock } = dead;
        let (dead, early) = (folder.keep(), early.keep());
        drop(lock);
        remove_dead(place.path());
        assert!(living.path().join(LOCK).exists() && !dead.exists() && !early.exists());
        drop(living);
        assert_eq!(left(place.path()), 0);
    }

    #[test]
    fn drafts_of_a_run_are_those_that_are_no_targets_yet() {
        let (place, drafts) = (tempfile::tempdir().unwrap(), Drafts::default());
        let (draft, written) = (file(place.path(), &drafts).unwrap(), file(place.path(), &drafts).unwrap());
        let (folder, other) = (Folder::new(place.path(), &drafts).unwrap(), made(place.path()));
        let target = place.path().join("results.xlsx");
        let written = written.persist(&target).unwrap();
        assert_eq!(drafts.there(), [draft.path(), folder.path()]);
        drafts.remove();
        assert!(drafts.there().is_empty() && other.path().exists() && target.exists());
        drop((draft, folder, other, written));
        assert_eq!(left(place.path()), 1);
    }

    #[test]
    fn nothing_else_is_touched() {
        let place = tempfile::tempdir().unwrap();
        let names = ["a.tmp", ".bonus-abc.tmp", ".bonus-abcdefg.tmp", ".bonus-abc.ef.tmp", ".bonus-abcdef.tmp.xlsx"];
        for name in names {
            fs::write(place.path().join(name), "mine").unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(place.path().join("a.tmp"), place.path().join(".bonus-abcdef.tmp")).unwrap();
        // A folder of that name that has something in it, but not from here.
        fs::create_dir(place.path().join(".bonus-folder.tmp")).unwrap();
        fs::write(place.path().join(".bonus-folder.tmp/theirs"), "").unwrap();
        let before = left(place.path());
        remove_dead(place.path());
        assert_eq!(left(place.path()), before);
    }

    /// Runs that make drafts and runs that sweep do not take anything away from each other.
    #[test]
    fn making_and_sweeping_at_once_loses_nothing() {
        let place = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for worker in 0..4 {
                let place = place.path();
                scope.spawn(move || {
                    for number in 0..200 {
                        if worker % 2 == 0 {
                            remove_dead(place);
                        } else {
                            let target = place.join(format!("{worker}-{number}"));
                            made(place).persist(target).unwrap();
                        }
                    }
                });
            }
        });
        remove_dead(place.path());
        assert_eq!(left(place.path()), 400);
    }
}
