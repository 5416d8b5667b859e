//! Puts finished bytes in place of a file: the file is complete or absent, never half-written.
//!
//! The bytes go to a temporary file in the same folder, are forced to the disk, and take the name
//! in one step. Whatever goes wrong before leaves the old file as it was. A crash in the middle may
//! leave a file `.bonus-….tmp` behind, nothing else.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::error::WriteError;
use super::file_error::{FileError, FileFault};

/// Writes `bytes` to `path`.
///
/// An existing file is replaced only with `force`. A link to a file is followed: the file that it
/// leads to is replaced and the link stays.
///
/// # Errors
/// A [`WriteError::File`] says what stood in the way; an existing file is then untouched.
pub fn replace(path: &Path, bytes: &[u8], force: bool) -> Result<(), WriteError> {
    put(path, bytes, force).map_err(|(fault, source)| FileError { path: path.to_owned(), fault, source }.into())
}

type Failure = (FileFault, Option<io::Error>);

fn put(path: &Path, bytes: &[u8], force: bool) -> Result<(), Failure> {
    let existing = existing(path, force)?;
    let target = existing.as_ref().map_or_else(|| path.to_owned(), |(target, _)| target.clone());
    if target.file_name().is_none() {
        return Err((FileFault::Folder, None));
    }
    let folder = match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        return Err((FileFault::FolderMissing, None));
    }

    let mut draft = draft(folder).map_err(classify)?;
    draft.write_all(bytes).map_err(classify)?;
    if let Some((_, metadata)) = &existing {
        draft.as_file().set_permissions(metadata.permissions()).map_err(classify)?;
    }
    draft.as_file().sync_all().map_err(classify)?;
    let placed = if force { draft.persist(&target) } else { draft.persist_noclobber(&target) };
    placed.map_err(|error| classify(error.error))?;
    sync_folder(folder);
    Ok(())
}

/// The file that stands at the target, with links followed; `None` when nothing does.
fn existing(path: &Path, force: bool) -> Result<Option<(PathBuf, fs::Metadata)>, Failure> {
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

/// An empty temporary file in `folder`, readable by whom the folder's habits allow.
fn draft(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".bonus-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // Less the umask, as for any new file; tempfile's own default is for secrets.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
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

fn classify(error: io::Error) -> Failure {
    (FileFault::of(&error, cfg!(windows)), Some(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(path: &Path, force: bool) -> FileFault {
        match replace(path, b"new", force) {
            Err(WriteError::File(error)) => {
                assert!(error.to_string().contains(&*path.to_string_lossy()), "{error}");
                assert!(error.message_zh().contains(&*path.to_string_lossy()));
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
        let of = |kind: ErrorKind| FileFault::of(&io::Error::from(kind), false);
        assert_eq!(of(ErrorKind::StorageFull), FileFault::DiskFull);
        assert_eq!(of(ErrorKind::PermissionDenied), FileFault::Denied);
        assert_eq!(of(ErrorKind::ReadOnlyFilesystem), FileFault::Denied);
        assert_eq!(of(ErrorKind::BrokenPipe), FileFault::Other);
    }
}
