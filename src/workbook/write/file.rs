//! Puts finished bytes in place of a file: the file is complete or absent, never half-written.
//!
//! The bytes go to a temporary file in the same folder, are forced to the disk, and take the name
//! in one step. Whatever goes wrong before leaves the old file as it was. A crash in the middle may
//! leave a file `.bonus-….tmp` behind, which the next run there removes (`draft`).

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use rust_xlsxwriter::XlsxError;

use super::draft::{self, Drafts};
use super::error::WriteError;
use super::file_error::{FileError, FileFault};
use crate::workbook::lock::mark_beside;

/// Writes `bytes` to `path`.
///
/// An existing file is replaced only with `force`. A link to a file is followed: the file that it
/// leads to is replaced and the link stays. `drafts` has its draft as long as there is one.
///
/// # Errors
/// A [`WriteError::File`] says what stood in the way; an existing file is then untouched.
pub fn replace(path: &Path, bytes: &[u8], force: bool, drafts: &Drafts) -> Result<(), WriteError> {
    replace_with(path, force, drafts, |draft| Ok(draft.write_all(bytes).map_err(XlsxError::IoError)?))
}

/// The same for a file beside others that were put there before: what dead runs left in the folder is gone by then, and
/// is not looked for once more.
///
/// # Errors
/// As for [`replace`].
pub fn replace_beside(path: &Path, bytes: &[u8], force: bool, drafts: &Drafts) -> Result<(), WriteError> {
    put(path, (force, false), drafts, |draft| Ok(draft.write_all(bytes).map_err(XlsxError::IoError)?))
}

/// Removes what dead runs left in a folder, before many files are put there by [`replace_beside`].
pub fn sweep(folder: &Path) {
    draft::remove_dead(folder);
}

/// Makes a folder and those that it lies in, where they are missing.
///
/// # Errors
/// A [`WriteError::File`] says what stood in the way.
pub fn folder(path: &Path) -> Result<(), WriteError> {
    fs::create_dir_all(path).map_err(|error| FileError::of_folder(path.to_owned(), error).into())
}

/// Writes to `path` what `fill` writes to a draft, in the same way: whatever `fill` says, the file is complete or
/// untouched. Nothing need be in memory as a whole.
///
/// # Errors
/// As for [`replace`], and those of `fill`.
pub fn replace_with<E: From<WriteError>>(
    path: &Path,
    force: bool,
    drafts: &Drafts,
    fill: impl FnOnce(&mut Draft) -> Result<(), E>,
) -> Result<(), E> {
    put(path, (force, true), drafts, fill)
}

fn put<E: From<WriteError>>(
    path: &Path,
    (force, sweep): (bool, bool),
    drafts: &Drafts,
    fill: impl FnOnce(&mut Draft) -> Result<(), E>,
) -> Result<(), E> {
    let fail = |(fault, source)| -> E { WriteError::from(FileError { path: path.to_owned(), fault, source }).into() };
    let place = TargetFile::of(path, force).map_err(fail)?;
    if sweep {
        draft::remove_dead(&place.folder);
    }
    let mut draft =
        Draft { file: draft::file(&place.folder, drafts).map_err(|error| fail(classify(error)))?, error: None };
    match (fill(&mut draft), draft.error) {
        // What the library makes of it does not tell which file it was.
        (Err(_), Some(error)) => Err(fail(classify(error))),
        (Err(error), None) => Err(error),
        (Ok(()), _) => place.put(draft.file, force).map_err(fail),
    }
}

/// A file on its way to its place.
pub struct Draft {
    file: tempfile::NamedTempFile,
    /// What the system said when it could not be written.
    error: Option<io::Error>,
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes).inspect_err(|error| self.error = Some(again(error)))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush().inspect_err(|error| self.error = Some(again(error)))
    }
}

/// The same error once more, as far as it says what stood in the way.
fn again(error: &io::Error) -> io::Error {
    error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error)
}

type FileFailure = (FileFault, Option<io::Error>);

/// Where a file shall stand.
struct TargetFile {
    path: PathBuf,
    folder: PathBuf,
    /// What is known of the file that stands there.
    existing: Option<fs::Metadata>,
}

impl TargetFile {
    fn of(path: &Path, force: bool) -> Result<Self, FileFailure> {
        let (path, existing) = match existing(path, force)? {
            Some((path, metadata)) => (path, Some(metadata)),
            None => (path.to_owned(), None),
        };
        if path.file_name().is_none() {
            return Err((FileFault::Folder, None));
        }
        let folder = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        if !folder.is_dir() {
            return Err((FileFault::FolderMissing, None));
        }
        if existing.is_some() && is_being_edited(&path) {
            return Err((FileFault::InUse, None));
        }
        Ok(Self { path, folder, existing })
    }

    fn put(&self, draft: tempfile::NamedTempFile, force: bool) -> Result<(), FileFailure> {
        if let Some(metadata) = &self.existing {
            draft.as_file().set_permissions(metadata.permissions()).map_err(classify)?;
        }
        draft.as_file().sync_all().map_err(classify)?;
        let placed = if force { draft.persist(&self.path) } else { draft.persist_noclobber(&self.path) };
        placed.map_err(|error| classify(error.error))?;
        sync_folder(&self.folder);
        Ok(())
    }
}

/// The file that stands at the target, with links followed; `None` when nothing does.
fn existing(path: &Path, force: bool) -> Result<Option<(PathBuf, fs::Metadata)>, FileFailure> {
    let link = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata.is_symlink(),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(classify(error)),
    };
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if link && error.kind() == ErrorKind::NotFound => {
            return Err((FileFault::DanglingLink, Some(error)));
        }
        Err(error) => return Err(classify(error)),
    };
    if metadata.is_dir() {
        return Err((FileFault::Folder, None));
    }
    if !metadata.is_file() {
        return Err((FileFault::NotAFile, None));
    }
    if !force {
        return Err((FileFault::Exists, None));
    }
    if metadata.permissions().readonly() {
        return Err((FileFault::ReadOnly, None));
    }
    // Opening for writing changes nothing, but tells on Windows whether Excel holds the file.
    OpenOptions::new().write(true).open(path).map_err(classify)?;
    let target = if link { fs::canonicalize(path).map_err(classify)? } else { path.to_owned() };
    Ok(Some((target, metadata)))
}

/// Whether a mark beside a file says that a spreadsheet program has it open. Where the system itself keeps others from
/// writing an open file, the mark is not asked.
fn is_being_edited(target: &Path) -> bool {
    !cfg!(windows) && mark_beside(target).is_some()
}

/// Makes the new name durable. The file is complete by now and some file systems cannot do this,
/// so a failure is not one of the write.
fn sync_folder(folder: &Path) {
    if cfg!(unix)
        && let Ok(folder) = File::open(folder)
    {
        let _ = folder.sync_all();
    }
}

fn classify(error: io::Error) -> FileFailure {
    (FileFault::of(&error, cfg!(windows)), Some(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replace(path: &Path, bytes: &[u8], force: bool) -> Result<(), WriteError> {
        super::replace(path, bytes, force, &Drafts::default())
    }

    fn fault(path: &Path, force: bool) -> FileFault {
        match replace(path, b"new", force) {
            Err(WriteError::File(error)) => {
                assert!(error.to_string().contains(&*path.to_string_lossy()), "{error}");
                assert!(error.words().zh.contains(&*path.to_string_lossy()));
                error.fault
            }
            other => panic!("{other:?}"),
        }
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_new_file_is_complete_and_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("结果.xlsx");
        replace(&path, b"new", false).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(names(folder.path()), ["结果.xlsx"]);
    }

    #[test]
    fn an_existing_file_needs_force() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xlsx");
        fs::write(&path, "old").unwrap();
        assert_eq!(fault(&path, false), FileFault::Exists);
        assert_eq!(fs::read(&path).unwrap(), b"old");
        replace(&path, b"new", true).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(names(folder.path()), ["a.xlsx"]);
    }

    #[test]
    fn targets_that_are_no_files_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(fault(folder.path(), true), FileFault::Folder);
        assert_eq!(fault(&folder.path().join("none/a.xlsx"), true), FileFault::FolderMissing);
        let file = folder.path().join("file");
        fs::write(&file, "old").unwrap();
        assert_eq!(fault(&file.join("a.xlsx"), true), FileFault::FolderMissing);
        assert_eq!(fault(&folder.path().join("长".repeat(200)), true), FileFault::BadName);
        assert_eq!(names(folder.path()), ["file"]);
    }

    #[cfg(not(windows))]
    #[test]
    fn a_file_that_is_open_elsewhere_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("结果.xlsx");
        fs::write(&path, "old").unwrap();
        for mark in [".~lock.结果.xlsx#", "~$结果.xlsx", ".~结果.xlsx"] {
            let mark = folder.path().join(mark);
            fs::write(&mark, "").unwrap();
            assert_eq!(fault(&path, true), FileFault::InUse);
            assert_eq!(fs::read(&path).unwrap(), b"old");
            fs::remove_file(&mark).unwrap();
        }
        replace(&path, b"new", true).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
    }

    #[test]
    fn a_read_only_file_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xlsx");
        fs::write(&path, "old").unwrap();
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        assert_eq!(fault(&path, true), FileFault::ReadOnly);
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }

    #[cfg(unix)]
    #[test]
    fn links_lead_to_their_file_or_are_refused() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let other = tempfile::tempdir().unwrap();
        let (real, link) = (other.path().join("real.xlsx"), folder.path().join("link.xlsx"));
        fs::write(&real, "old").unwrap();
        symlink(&real, &link).unwrap();
        assert_eq!(fault(&link, false), FileFault::Exists);
        replace(&link, b"new", true).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&real).unwrap(), b"new");

        let (nowhere, full) = (folder.path().join("nowhere"), folder.path().join("full"));
        symlink(folder.path().join("absent"), &nowhere).unwrap();
        assert_eq!(fault(&nowhere, true), FileFault::DanglingLink);
        if Path::new("/dev/full").exists() {
            symlink("/dev/full", &full).unwrap();
            assert_eq!(fault(&full, true), FileFault::NotAFile);
            assert_eq!(fault(Path::new("/dev/full"), true), FileFault::NotAFile);
        }
    }

    #[cfg(unix)]
    #[test]
    fn permissions_are_those_of_a_file_and_survive() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let (path, plain) = (folder.path().join("a.xlsx"), folder.path().join("plain"));
        replace(&path, b"one", false).unwrap();
        fs::write(&plain, "").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&path), mode(&plain));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        replace(&path, b"two", true).unwrap();
        assert_eq!(mode(&path) & 0o777, 0o640);
    }

    #[test]
    fn the_system_s_reasons_are_told_apart() {
        assert_eq!(FileFault::of(&io::Error::from_raw_os_error(32), true), FileFault::Locked);
        assert_eq!(FileFault::of(&io::Error::from_raw_os_error(33), true), FileFault::Locked);
        let locked = FileError { path: "q3.xlsx".into(), fault: FileFault::Locked, source: None };
        assert!(locked.to_string().ends_with("close it in Excel and run again"), "{locked}");
        assert!(locked.words().zh.ends_with("请在 Excel 中关闭后重新运行"), "{:?}", locked.words());
        let of = |kind: ErrorKind| FileFault::of(&io::Error::from(kind), false);
        assert_eq!(of(ErrorKind::StorageFull), FileFault::DiskFull);
        assert_eq!(of(ErrorKind::PermissionDenied), FileFault::Denied);
        assert_eq!(of(ErrorKind::ReadOnlyFilesystem), FileFault::ReadOnlyDisk);
        assert_eq!(of(ErrorKind::FileTooLarge), FileFault::TooLarge);
        assert_eq!(FileFault::of(&io::Error::from_raw_os_error(24), false), FileFault::TooManyOpen);
        assert_eq!(FileFault::of(&io::Error::from_raw_os_error(4), true), FileFault::TooManyOpen);
        assert_eq!(of(ErrorKind::BrokenPipe), FileFault::Other);
    }
}
