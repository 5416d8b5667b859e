//! What can stand in the way of a file, each as one sentence with its remedy.
//!
//! The file is named as the caller gave it.

use std::io::{self, ErrorKind};
use std::path::PathBuf;

use crate::lang::{Lang, Words};
use crate::say;

/// Why the target file could not be written; whatever stood there is untouched.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.words().get(Lang::default()))]
pub struct FileError {
    /// The target, as the caller gave it.
    pub path: PathBuf,
    /// What stood in the way.
    pub fault: FileFault,
    /// What the system said, if it was asked.
    #[source]
    pub source: Option<io::Error>,
}

/// What stood in the way of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFault {
    /// A file of this name exists and `--force` was not given.
    Exists,
    /// The folder does not exist.
    FolderMissing,
    /// No permission to write there.
    Denied,
    /// The disk can only be read.
    ReadOnlyDisk,
    /// The file itself is marked read-only.
    ReadOnly,
    /// Another program has it open.
    Locked,
    /// A mark beside it says that a spreadsheet program has it open.
    InUse,
    /// No space left.
    DiskFull,
    /// The file would be larger than the system or the disk allows.
    TooLarge,
    /// The system allows this program no more open files.
    TooManyOpen,
    /// A folder was to be made where a file stands.
    NotAFolder,
    /// The target is a folder.
    Folder,
    /// The target is a link that leads nowhere.
    DanglingLink,
    /// The target is a device, a pipe or a socket.
    NotAFile,
    /// The name is too long or has characters that the file system refuses.
    BadName,
    /// Anything else.
    Other,
}

impl FileFault {
    /// What the system's `error` means; `windows` says whose numbers it has.
    pub(super) fn of(error: &io::Error, windows: bool) -> Self {
        // ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION have no kind of their own.
        if windows && matches!(error.raw_os_error(), Some(32 | 33)) {
            return Self::Locked;
        }
        // EMFILE and ENFILE have none either.
        if matches!((windows, error.raw_os_error()), (true, Some(4)) | (false, Some(23 | 24))) {
            return Self::TooManyOpen;
        }
        match error.kind() {
            ErrorKind::AlreadyExists => Self::Exists,
            ErrorKind::NotFound | ErrorKind::NotADirectory => Self::FolderMissing,
            ErrorKind::PermissionDenied => Self::Denied,
            ErrorKind::ReadOnlyFilesystem => Self::ReadOnlyDisk,
            ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => Self::Locked,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull,
            ErrorKind::FileTooLarge => Self::TooLarge,
            ErrorKind::IsADirectory => Self::Folder,
            ErrorKind::InvalidFilename | ErrorKind::InvalidInput => Self::BadName,
            _ => Self::Other,
        }
    }
}

impl FileError {
    /// What the system said about `path`.
    pub(super) fn of(path: PathBuf, source: io::Error) -> Self {
        Self { path, fault: FileFault::of(&source, cfg!(windows)), source: Some(source) }
    }

    /// What the system said when a folder was made.
    pub(super) fn of_folder(path: PathBuf, source: io::Error) -> Self {
        let file = matches!(source.kind(), ErrorKind::AlreadyExists | ErrorKind::NotADirectory);
        let error = Self::of(path, source);
        if file { Self { fault: FileFault::NotAFolder, ..error } } else { error }
    }

    /// The sentence, in every language.
    #[must_use]
    pub fn words(&self) -> Words {
        let path = self.path.display();
        match (self.fault, &self.source) {
            (FileFault::Exists, _) => say!(Write::Exists { path }),
            (FileFault::FolderMissing, _) => say!(Write::FolderMissing { path }),
            (FileFault::Denied, _) => say!(Write::Denied { path }),
            (FileFault::ReadOnlyDisk, _) => say!(Write::ReadOnlyDisk { path }),
            (FileFault::ReadOnly, _) => say!(Write::ReadOnly { path }),
            (FileFault::Locked, _) => say!(Write::Locked { path }),
            (FileFault::InUse, _) => say!(Write::InUse { path }),
            (FileFault::DiskFull, _) => say!(Write::DiskFull { path }),
            (FileFault::TooLarge, _) => say!(Write::TooLarge { path }),
            (FileFault::TooManyOpen, _) => say!(Write::TooManyOpen { path }),
            (FileFault::NotAFolder, _) => say!(Write::NotAFolder { path }),
            (FileFault::Folder, _) => say!(Write::IsFolder { path }),
            (FileFault::DanglingLink, _) => say!(Write::DanglingLink { path }),
            (FileFault::NotAFile, _) => say!(Write::NotAFile { path }),
            (FileFault::BadName, _) => say!(Write::BadName { path }),
            (FileFault::Other, Some(error)) => say!(Write::NotWrittenBecause { path, error }),
            (FileFault::Other, None) => say!(Write::NotWritten { path }),
        }
    }
}
