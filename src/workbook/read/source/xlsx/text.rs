//! Texts of cells: plain ones, and those in pieces of several fonts.

use super::super::error::SourceError;
use super::super::xml::{Ns, Xml, XmlNode, XmlSource};

/// Adds the text of `si` or `is`, which has begun, to `to`: one `t`, pieces `r` with a `t` each, or both one after the other. How it is spoken
/// (`rPh`) is no part of it.
pub(super) fn rich<R: XmlSource>(xml: &mut Xml<'_, R>, to: &mut String) -> Result<(), SourceError> {
    let mut plain = false;
    while let XmlNode::Start = xml.next_element()? {
        if xml.ns() != Ns::Main {
            return Err(xml.unknown());
        }
        match xml.local() {
            b"t" if !plain => {
                plain = true;
                one(xml, to)?;
            }
            b"r" => piece(xml, to)?,
            b"rPh" | b"phoneticPr" => xml.skip()?,
            _ => return Err(xml.unknown()),
        }
    }
    Ok(())
}

fn piece<R: XmlSource>(xml: &mut Xml<'_, R>, to: &mut String) -> Result<(), SourceError> {
    let mut had = false;
    while let XmlNode::Start = xml.next_element()? {
        if xml.is(Ns::Main, b"t") && !std::mem::replace(&mut had, true) {
            one(xml, to)?;
        } else if xml.is(Ns::Main, b"rPr") {
            xml.skip()?;
        } else {
            return Err(xml.unknown());
        }
    }
    Ok(())
}

/// Adds the text of a `t`, which has begun.
fn one<R: XmlSource>(xml: &mut Xml<'_, R>, to: &mut String) -> Result<(), SourceError> {
    xml.only(&[])?;
    let keep = xml.attributes().any(|(ns, key, value)| ns == Ns::Xml && key == b"space" && value == b"preserve");
    let text = xml.text_of()?;
    add(text, keep, to);
    Ok(())
}

/// Adds a text, of which the blanks around it are kept where it says so.
pub(super) fn add(text: &str, keep: bool, to: &mut String) {
    escaped(if keep { text } else { text.trim_matches([' ', '\t', '\r', '\n']) }, to);
}

/// Adds a text in which `_x000D_` stands for a character that XML does not have; `_x005F_` is the `_` before what would
/// read as one.
pub(super) fn escaped(text: &str, to: &mut String) {
    let mut rest = text;
    while let Some(at) = memchr::memmem::find(rest.as_bytes(), b"_x") {
        let unit = |from: usize| {
            let digits = rest.get(from..from + 7)?.strip_prefix("_x")?.strip_suffix('_')?;
            let plain = digits.bytes().all(|b| b.is_ascii_hexdigit());
            u16::from_str_radix(digits, 16).ok().filter(|_| plain)
        };
        let Some(first) = unit(at) else {
            to.push_str(&rest[..at + 2]);
            rest = &rest[at + 2..];
            continue;
        };
        to.push_str(&rest[..at]);
        let low = unit(at + 7).filter(|low| matches!((first, low), (0xD800..=0xDBFF, 0xDC00..=0xDFFF)));
        let units = [first, low.unwrap_or_default()];
        to.extend(
            char::decode_utf16(units[..=usize::from(low.is_some())].iter().copied()).map(|c| c.unwrap_or('\u{FFFD}')),
        );
        rest = &rest[at + if low.is_some() { 14 } else { 7 }..];
    }
    to.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_xml_does_not_have() {
        for (text, expected) in [
            ("plain", "plain"),
            ("a_x000D_b", "a\rb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_xD83D__xDE00_!", "\u{1F600}!"),
            ("_xD83D_x", "\u{FFFD}x"),
            ("_x00_ _x00zz_ _x", "_x00_ _x00zz_ _x"),
            ("_x+00D_", "_x+00D_"),
        ] {
            let mut read = String::new();
            escaped(text, &mut read);
            assert_eq!(read, expected, "{text}");
        }
    }
}
