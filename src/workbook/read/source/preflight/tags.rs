//! The tags of an XML part, while it is inflated: enough to count what calamine will keep, not enough to read anything.
//!
//! The parser behind calamine forgives ill-formed XML, and some of calamine's loops then never end (a table that is not
//! closed). So tags must nest here, and close by name. Where a tag ends is decided as that parser does: at the first `>`
//! outside of quotes.

use memchr::memmem::find;
use memchr::{memchr, memchr3_iter};

use super::error::{Measure, SourceError};
use super::limits;

/// How deep tags may nest; spreadsheets need about a dozen.
const DEPTH: usize = 256;
/// Bytes of text that are kept, enough for an error value.
const HEAD: usize = 16;

/// The text before a tag, since the tag before.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Text {
    /// Its bytes, entities and blanks included.
    pub(super) len: u64,
    head: [u8; HEAD],
}

impl Text {
    fn add(&mut self, bytes: &[u8]) {
        let have = usize::try_from(self.len).unwrap_or(HEAD).min(HEAD);
        let take = bytes.len().min(HEAD - have);
        self.head[have..have + take].copy_from_slice(&bytes[..take]);
        self.len += bytes.len() as u64;
    }

    /// Its beginning.
    pub(super) fn head(&self) -> &[u8] {
        &self.head[..usize::try_from(self.len).unwrap_or(HEAD).min(HEAD)]
    }
}

/// A start tag, an end tag or an empty element.
#[derive(Debug)]
pub(super) struct Tag<'a> {
    pub(super) name: &'a [u8],
    pub(super) attributes: &'a [u8],
    pub(super) opens: bool,
    pub(super) closes: bool,
    /// The text in front of it.
    pub(super) text: Text,
}

impl<'a> Tag<'a> {
    /// The attributes as calamine takes them apart; false at the end for a malformed one, at which calamine gives up.
    pub(super) fn each_attribute(&self, mut f: impl FnMut(&'a [u8], &'a [u8])) -> bool {
        let mut rest = self.attributes.trim_ascii_start();
        while !rest.is_empty() {
            let Some(equals) = memchr(b'=', rest) else {
                return false;
            };
            let key = rest[..equals].trim_ascii_end();
            rest = rest[equals + 1..].trim_ascii_start();
            let Some((&quote @ (b'"' | b'\''), value)) = rest.split_first() else {
                return false;
            };
            let Some(end) = memchr(quote, value) else {
                return false;
            };
            f(key, &value[..end]);
            rest = value[end + 1..].trim_ascii_start();
        }
        true
    }

    /// The first attribute of this name.
    pub(super) fn attribute(&self, wanted: &[u8]) -> Option<&'a [u8]> {
        let mut found = None;
        self.each_attribute(|key, value| {
            if found.is_none() && key == wanted {
                found = Some(value);
            }
        });
        found
    }
}

/// Finds the tags.
pub(super) struct Tags<'p> {
    part: &'p str,
    /// What is not looked at yet: nothing, or a tag that has begun.
    rest: Vec<u8>,
    text: Text,
    /// Names of the open elements, one after the other, and where each begins.
    names: Vec<u8>,
    open: Vec<usize>,
}

impl<'p> Tags<'p> {
    pub(super) fn new(part: &'p str) -> Self {
        Self { part, rest: Vec::new(), text: Text::default(), names: Vec::new(), open: Vec::new() }
    }

    /// Takes the next block, and hands over the tags that end in it.
    pub(super) fn block(
        &mut self,
        block: &[u8],
        f: &mut impl FnMut(&Tag<'_>) -> Result<(), SourceError>,
    ) -> Result<(), SourceError> {
        let mut window = std::mem::take(&mut self.rest);
        window.extend_from_slice(block);
        let mut at = 0;
        loop {
            let Some(start) = memchr(b'<', &window[at..]) else {
                self.text.add(&window[at..]);
                window.clear();
                break;
            };
            self.text.add(&window[at..at + start]);
            at += start;
            let Some(length) = self.end(&window[at..])? else {
                window.drain(..at);
                break;
            };
            self.element(&window[at + 1..at + length - 1], f)?;
            at += length;
        }
        if window.len() > limits::RUN {
            return Err(SourceError::TooMuch {
                part: self.part.to_owned(),
                what: Measure::BytesInARow,
                limit: limits::RUN as u64,
            });
        }
        self.rest = window;
        Ok(())
    }

    /// At the end of the part: nothing may be open.
    pub(super) fn finish(&self) -> Result<(), SourceError> {
        if self.rest.is_empty() && self.open.is_empty() { Ok(()) } else { Err(self.damaged("XML is cut off")) }
    }

    /// The length of the markup that begins here, if all of it is here.
    fn end(&self, markup: &[u8]) -> Result<Option<usize>, SourceError> {
        let until =
            |begin: usize, end: &[u8]| markup.get(begin..).and_then(|m| find(m, end)).map(|i| begin + i + end.len());
        Ok(match markup.get(1) {
            None => None,
            // Where these end, parsers disagree.
            Some(b'!') if [&b"<!-->"[..], b"<!--->"].iter().any(|odd| markup.starts_with(odd)) => {
                return Err(self.damaged("odd XML comment"));
            }
            Some(b'?') if markup.starts_with(b"<?>") => {
                return Err(self.damaged("odd XML declaration"));
            }
            Some(b'!') if markup.starts_with(b"<!--") => until(4, b"-->").filter(|_| markup.len() >= 7),
            Some(b'!') if markup.starts_with(b"<![CDATA[") => until(9, b"]]>"),
            Some(b'!') if markup.len() < 9 => None,
            Some(b'!') => {
                return Err(SourceError::Doctype { part: self.part.to_owned() });
            }
            Some(b'?') => until(2, b"?>"),
            Some(_) => {
                let mut quote = 0;
                memchr3_iter(b'>', b'"', b'\'', markup)
                    .find(|i| {
                        let byte = markup[*i];
                        match (quote, byte) {
                            (0, b'>') => return true,
                            (0, _) => quote = byte,
                            (q, b) if q == b => quote = 0,
                            _ => {}
                        }
                        false
                    })
                    .map(|i| i + 1)
            }
        })
    }

    /// One piece of markup, without its angle brackets.
    fn element(
        &mut self,
        inner: &[u8],
        f: &mut impl FnMut(&Tag<'_>) -> Result<(), SourceError>,
    ) -> Result<(), SourceError> {
        match inner.first() {
            Some(b'!') => {
                self.text.add(inner.strip_prefix(b"![CDATA[").and_then(|t| t.strip_suffix(b"]]")).unwrap_or_default());
                return Ok(());
            }
            Some(b'?') => return Ok(()),
            _ => {}
        }
        let (closes, inner) = inner.strip_prefix(b"/").map_or((false, inner), |rest| (true, rest));
        let (empty, inner) = inner.strip_suffix(b"/").map_or((false, inner), |rest| (true, rest));
        let name_end = inner.iter().position(u8::is_ascii_whitespace).unwrap_or(inner.len());
        let (name, attributes) = inner.split_at(name_end);
        if name.is_empty() || closes && (empty || !attributes.trim_ascii().is_empty()) {
            return Err(self.damaged("odd XML tag"));
        }
        if closes {
            let Some(begin) = self.open.pop() else {
                return Err(self.damaged("XML closes what it did not open"));
            };
            if &self.names[begin..] != name {
                return Err(self.damaged("XML tags do not nest"));
            }
            self.names.truncate(begin);
        } else if !empty {
            if self.open.len() >= DEPTH {
                return Err(self.damaged("XML nests too deep"));
            }
            self.open.push(self.names.len());
            self.names.extend_from_slice(name);
        }
        f(&Tag { name, attributes, opens: !closes, closes: closes || empty, text: std::mem::take(&mut self.text) })
    }

    fn damaged(&self, what: &str) -> SourceError {
        SourceError::Damaged { detail: format!("{}: {what}", self.part) }
    }
}
