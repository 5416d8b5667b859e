//! Workbooks as pages to print, made by `LibreOffice` where it is present.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::draft::{Drafts, Folder};

/// The command, and where Windows and macOS put it without telling the search path.
const PROGRAMS: [&str; 4] = [
    "soffice",
    "C:\\Program Files\\LibreOffice\\program\\soffice.exe",
    "C:\\Program Files (x86)\\LibreOffice\\program\\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
];

/// Whether `LibreOffice` is present.
#[must_use]
pub fn pages_can_be_made() -> bool {
    program().is_some()
}

fn program() -> Option<&'static str> {
    let answers = |program: &&str| {
        let mut asked = Command::new(program);
        asked.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
    };
    PROGRAMS.into_iter().find(answers)
}

/// A path as a `file:` address; its bytes outside the plainest are written as `%` and two digits.
fn address(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    // C:/… has no slash before it.
    let mut address = if text.starts_with('/') { "file://".to_owned() } else { "file:///".to_owned() };
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~:".contains(&byte) {
            address.push(char::from(byte));
        } else {
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address
}

/// Each workbook as a PDF. The program works in a folder and with a profile of its own, on copies that have
/// numbers for names; the folder goes with the run, or, if that was killed, with the next one that makes pages.
///
/// # Errors
/// A folder that cannot be made, or what the program said when a PDF is missing.
pub fn pdf(workbooks: &[PathBuf], drafts: &Drafts) -> io::Result<Vec<Vec<u8>>> {
    let work = Folder::new(&std::env::temp_dir(), drafts)?;
    let pages = work.path().join("pages");
    let mut files = Vec::new();
    for (number, workbook) in workbooks.iter().enumerate() {
        let file = work.path().join(format!("{number}.xlsx"));
        fs::copy(workbook, &file)?;
        files.push(file);
    }
    let program = program().ok_or(io::ErrorKind::NotFound)?;
    let output = Command::new(program)
        .args(["--headless", "--norestore"])
        .arg(format!("-env:UserInstallation={}", address(&work.path().join("profile"))))
        .args(["--convert-to", "pdf", "--outdir"])
        .arg(&pages)
        .args(&files)
        .stdin(Stdio::null())
        .output()?;
    let page = |number: usize| {
        fs::read(pages.join(format!("{number}.pdf")))
            .map_err(|_| io::Error::other(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
    };
    (0..workbooks.len()).map(page).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_any_system_s_paths() {
        assert_eq!(address(Path::new("/tmp/a b/profile")), "file:///tmp/a%20b/profile");
        assert_eq!(address(Path::new("C:\\Users\\张\\profile")), "file:///C:/Users/%E5%BC%A0/profile");
    }
}
