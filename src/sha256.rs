//! SHA-256 as it is written: in hexadecimal.

/// A hash in hexadecimal, in lower case.
pub(crate) fn hex(hash: impl AsRef<[u8]>) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('?');
    hash.as_ref().iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
