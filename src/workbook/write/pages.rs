//! Workbooks as pages to print, made by `LibreOffice` where it is present.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::process::{Command, Stdio};

const PROGRAM: &str = "soffice";

/// Whether `LibreOffice` is present.
#[must_use]
pub fn pages_can_be_made() -> bool {
    Command::new(PROGRAM).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

/// Each workbook as a PDF. The program works in a folder and with a profile of its own, on files that have
/// numbers for names.
///
/// # Errors
/// A folder that cannot be made, or what the program said when a PDF is missing.
pub fn pdf(workbooks: &[PathBuf]) -> io::Result<Vec<Vec<u8>>> {
    let work = tempfile::tempdir()?;
    let pages = work.path().join("pages");
    let mut files = Vec::new();
    for (number, workbook) in workbooks.iter().enumerate() {
        let file = work.path().join(format!("{number}.xlsx"));
        fs::copy(workbook, &file)?;
        files.push(file);
    }
    let output = Command::new(PROGRAM)
        .args(["--headless", "--norestore"])
        .arg(format!("-env:UserInstallation=file://{}", work.path().join("profile").display()))
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
