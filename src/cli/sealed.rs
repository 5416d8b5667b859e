//! The file of seals beside results.

use std::path::{Path, PathBuf};

use crate::say;
use crate::seal::{Checked, Seals, checked};

/// What the name of a file of seals adds to that of the results.
const SEALS: &str = ".seals.txt";

/// Bytes of a file of seals; thousands of seals have fewer.
const LARGEST: u64 = 16 << 20;

/// Where the seals of results stand: beside them, under their whole name.
pub(super) fn file_of(results: &Path) -> PathBuf {
    let mut name = results.file_name().unwrap_or_default().to_owned();
    name.push(SEALS);
    results.with_file_name(name)
}

/// The results that a file of seals is about; none for another file.
pub(super) fn results_of(seals: &Path) -> Option<PathBuf> {
    let results = seals.file_name()?.to_str()?.strip_suffix(SEALS)?;
    Some(seals.with_file_name(results))
}

/// The text of a file of seals; none where nobody sealed anything.
pub(super) fn read(path: &Path) -> std::io::Result<Option<String>> {
    match std::fs::metadata(path) {
        Ok(metadata) if metadata.is_file() && metadata.len() <= LARGEST => std::fs::read_to_string(path).map(Some),
        Ok(_) => Err(std::io::ErrorKind::InvalidInput.into()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// What the seals beside results come to; `sha256` is that of the results, `run` the SHA-256 of the input that they were
/// computed from again and whether the policy was another one.
pub(super) fn beside(results: &Path, sha256: &str, run: Option<&(String, bool)>) -> Option<Checked> {
    let path = file_of(results);
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    match read(&path) {
        Ok(None) => None,
        Ok(Some(text)) => Some(match Seals::read(&text) {
            Ok(seals) => {
                checked(&seals, sha256, run.map(|(input, _)| input.as_str()), run.is_some_and(|(_, other)| *other))
            }
            Err(bad) => Checked::unreadable(say!(Seal::SealsUnreadable { file, line: bad.line, why: bad.why })),
        }),
        Err(error) => Some(Checked::unreadable(say!(Seal::SealsNotRead { file, error }))),
    }
}
