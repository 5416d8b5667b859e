//! Texts of XML: which characters and references they may have, and what these stand for.

use std::ops::Range;

use memchr::memchr;

/// A name in two: its prefix and the rest.
pub(super) fn cut(buffer: &[u8], name: Range<usize>) -> (Option<Range<usize>>, Range<usize>) {
    match memchr(b':', &buffer[name.clone()]) {
        Some(colon) => (Some(name.start..name.start + colon), name.start + colon + 1..name.end),
        None => (None, name),
    }
}

/// Adds text with its line ends as XML has them.
pub(super) fn add(to: &mut String, text: &str) {
    if memchr(b'\r', text.as_bytes()).is_some() {
        to.push_str(&text.replace("\r\n", "\n").replace('\r', "\n"));
    } else {
        to.push_str(text);
    }
}

pub(super) fn blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// A name with at most one colon, in the middle.
pub(super) fn named(name: &[u8]) -> bool {
    let letter = |b: u8| b.is_ascii_alphabetic() || b == b'_' || b >= 0x80;
    let mut start = true;
    let mut colons = 0;
    for &byte in name {
        let right = if start { letter(byte) } else { letter(byte) || byte.is_ascii_digit() || b"-.:".contains(&byte) };
        if !right {
            return false;
        }
        start = byte == b':';
        colons += usize::from(start);
    }
    !start && colons <= 1
}

/// Whether all characters are such as XML may have.
pub(super) fn legal(text: &str) -> bool {
    let (mut low, mut high) = (false, false);
    for byte in text.bytes() {
        low |= byte < b' ' && !blank(byte);
        high |= byte == 0xEF;
    }
    !low && (!high || !text.contains(['\u{FFFE}', '\u{FFFF}']))
}

/// Text as it stands in XML, where nothing in it needs a second look: no reference, no `]`, which may end a section, and no
/// control characters, line ends among them.
pub fn plain(text: &[u8]) -> Option<&str> {
    let mut high = false;
    for &byte in text {
        if byte < b' ' || matches!(byte, b'<' | b'&' | b']') {
            return None;
        }
        high |= byte >= 0x80;
    }
    str::from_utf8(text).ok().filter(|text| !high || legal(text))
}

/// The character of a reference, without `&` and `;`.
pub(super) fn referred(reference: &str) -> Option<char> {
    let Some(code) = reference.strip_prefix('#') else {
        return Some(match reference {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => return None,
        });
    };
    let (digits, radix) = code.strip_prefix('x').map_or((code, 10), |hex| (hex, 16));
    let plain = digits.bytes().all(|b| b.is_ascii_hexdigit());
    let char = u32::from_str_radix(digits, radix).ok().filter(|_| plain).and_then(char::from_u32)?;
    legal(char.encode_utf8(&mut [0; 4])).then_some(char)
}

/// A whole number in digits, without a sign or blanks.
pub fn whole(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || digits.len() > 10 {
        return None;
    }
    let mut number = 0_u64;
    for &digit in digits {
        number = number * 10 + u64::from(digit.is_ascii_digit().then(|| digit - b'0')?);
    }
    u32::try_from(number).ok()
}
