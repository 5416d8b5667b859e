//! What can stand in the way of a file, each as one sentence with its remedy, in English and Chinese.
//!
//! The file is named as the caller gave it.

use std::io::{self, ErrorKind};
use std::path::PathBuf;

/// Why the target file could not be written; whatever stood there is untouched.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.english())]
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
    /// The file itself is marked read-only.
    ReadOnly,
    /// Another program has it open.
    Locked,
    /// A mark beside it says that a spreadsheet program has it open.
    InUse,
    /// No space left.
    DiskFull,
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
        match error.kind() {
            ErrorKind::AlreadyExists => Self::Exists,
            ErrorKind::NotFound | ErrorKind::NotADirectory => Self::FolderMissing,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::Denied,
            ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => Self::Locked,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => Self::DiskFull,
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

    fn english(&self) -> String {
        let path = self.path.display();
        match self.fault {
            FileFault::Exists => {
                format!("{path} exists already; give another name, or --force to replace it")
            }
            FileFault::FolderMissing => {
                format!("the folder of {path} does not exist; create it or give another one")
            }
            FileFault::Denied => {
                format!("there is no permission to write {path}; choose a folder that is yours")
            }
            FileFault::ReadOnly => {
                format!("{path} is marked read-only; give another name or remove the mark")
            }
            FileFault::Locked => {
                format!("{path} is open in another program: close it in Excel and run again")
            }
            FileFault::InUse => format!(
                "{path} seems to be open in Excel or another program: close it there and run again, or, if nothing has it \
                 open, delete the lock file beside it (.~… or ~$…)"
            ),
            FileFault::DiskFull => {
                format!("the disk is too full for {path}; free some space and run again")
            }
            FileFault::Folder => format!("{path} is a folder; give the name of a file"),
            FileFault::DanglingLink => {
                format!("{path} is a link that leads nowhere; give the name of a file")
            }
            FileFault::NotAFile => {
                format!("{path} is a device and not a file; give the name of a file")
            }
            FileFault::BadName => {
                format!("{path} cannot be the name of a file; give a shorter or plainer one")
            }
            FileFault::Other => {
                format!("{path} could not be written{}; try another folder", self.reason(": "))
            }
        }
    }

    /// The same message in Chinese.
    #[must_use]
    pub fn message_zh(&self) -> String {
        let path = self.path.display();
        match self.fault {
            FileFault::Exists => format!("{path} 已存在；请换一个名称，或用 --force 覆盖"),
            FileFault::FolderMissing => {
                format!("{path} 所在的文件夹不存在；请先建立，或换一个文件夹")
            }
            FileFault::Denied => format!("没有写入 {path} 的权限；请换一个可写的文件夹"),
            FileFault::ReadOnly => format!("{path} 是只读文件；请换一个名称，或去掉只读属性"),
            FileFault::Locked => format!("{path} 正在其他程序中打开；请在 Excel 中关闭后重新运行"),
            FileFault::InUse => format!(
                "{path} 似乎正在 Excel 或其他程序中打开；请关闭后重新运行；若并未打开，请删除旁边的锁文件（.~… 或 ~$…）"
            ),
            FileFault::DiskFull => format!("磁盘空间不足，无法写入 {path}；请清理后重新运行"),
            FileFault::Folder => format!("{path} 是文件夹；请给出文件名"),
            FileFault::DanglingLink => format!("{path} 是指向不存在之处的链接；请给出文件名"),
            FileFault::NotAFile => format!("{path} 是设备，不是文件；请给出文件名"),
            FileFault::BadName => format!("{path} 不能作为文件名；请换一个较短、较简单的名称"),
            FileFault::Other => {
                format!("无法写入 {path}{}；请换一个文件夹", self.reason("："))
            }
        }
    }

    fn reason(&self, mark: &str) -> String {
        self.source.as_ref().map(|error| format!("{mark}{error}")).unwrap_or_default()
    }
}
