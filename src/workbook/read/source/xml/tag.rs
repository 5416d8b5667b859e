//! A tag taken apart: its name, its attributes, and the namespaces that it declares.

use std::collections::HashSet;
use std::ops::Range;

use memchr::{memchr, memchr_iter};
use quick_xml::escape::unescape;

use super::super::error::SourceError;
use super::text::{blank, cut, legal, named};
use super::{ATTRIBUTES, Attribute, DEPTH, Ns, Xml, XmlSource, limits};
use crate::say;

/// Attributes that are compared with each other; of more a list is made.
const FEW: usize = 16;
/// Steps that the declaration of a namespace takes, besides its attribute.
const DECLARED: usize = 8;
/// Namespaces among which a name is found in no time: programs declare some dozens at the root.
const NEAR: usize = 64;
/// Further ones that are looked through in a step.
const FAR: usize = 16;

/// A prefix in a number: most differ in their length or their first letters.
fn mark(prefix: &[u8]) -> u64 {
    prefix.iter().take(7).fold(prefix.len() as u64, |mark, byte| mark << 8 | u64::from(*byte))
}

impl<R: XmlSource> Xml<'_, R> {
    /// Text may not stand outside of the root.
    pub(super) fn outside(&self) -> Result<(), SourceError> {
        if !self.open.is_empty() || self.text.bytes().all(blank) {
            return Ok(());
        }
        // What does not even begin as XML is in another encoding, as a rule.
        if self.rooted || self.text.starts_with(|c: char| c.is_ascii_graphic()) {
            return Err(self.damaged(&say!(Source::TextOutsideXml)));
        }
        Err(SourceError::Encoding { part: self.part.to_owned() })
    }

    /// Takes the tag in the buffer apart: its name has so many bytes.
    pub(super) fn start(&mut self, name: usize, empty: bool) -> Result<(), SourceError> {
        if self.open.is_empty() && std::mem::replace(&mut self.rooted, true) {
            return Err(self.damaged(&say!(Source::MoreRoot)));
        }
        if self.open.len() >= DEPTH {
            return Err(self.damaged(&say!(Source::XmlNestsTooDeep)));
        }
        let end = self.buffer.len() - if empty { 2 } else { 1 };
        let name = 1..1 + name;
        if !named(&self.buffer[name.clone()]) {
            let wide = self.open.is_empty() && self.buffer.contains(&0);
            return Err(if wide { self.strange(true) } else { self.damaged(&say!(Source::OddXmlTag)) });
        }
        self.attributes.clear();
        let declares = self.split(name.end, end)?;
        let names = self.attributes.len() + 1;
        self.reader.get_mut().work(names - 1 + names * (self.scopes.len().saturating_sub(NEAR) / FAR));
        if declares {
            self.declare()?;
        }
        let (prefix, local) = cut(&self.buffer, name);
        let ns = match prefix {
            None => self.default,
            Some(prefix) => self.resolve(prefix)?,
        };
        for at in 0..self.attributes.len() {
            let (prefix, local) = cut(&self.buffer, self.attributes[at].key.clone());
            if let Some(prefix) = prefix {
                let ns = self.resolve(prefix)?;
                self.attributes[at].ns = ns;
                self.attributes[at].key = local;
            }
        }
        self.once()?;
        (self.name, self.ns, self.empty) = (local, ns, empty);
        self.open.push(ns);
        Ok(())
    }

    /// Finds the attributes between two places of the buffer; whether any declares a namespace.
    pub(super) fn split(&mut self, mut at: usize, end: usize) -> Result<bool, SourceError> {
        let mut declares = false;
        if at == end {
            return Ok(false);
        }
        let inner = &self.buffer[at..end];
        if !str::from_utf8(inner).is_ok_and(legal) || memchr(b'<', inner).is_some() {
            return Err(self.damaged(&say!(Source::OddXmlTag)));
        }
        loop {
            let blanks = self.buffer[at..end].iter().take_while(|b| blank(**b)).count();
            if at + blanks == end {
                return Ok(declares);
            }
            at += blanks;
            let Some(equals) = memchr(b'=', &self.buffer[at..end]) else {
                return Err(self.damaged(&say!(Source::OddXmlTag)));
            };
            let key = at..at + self.buffer[at..at + equals].trim_ascii_end().len();
            at += equals + 1;
            at += self.buffer[at..end].iter().take_while(|b| blank(**b)).count();
            let quote = self.buffer[at..end].first().copied().filter(|b| matches!(b, b'"' | b'\''));
            let length = quote.and_then(|quote| memchr(quote, &self.buffer[at + 1..end]));
            let Some(length) = length.filter(|_| blanks > 0 && named(&self.buffer[key.clone()])) else {
                return Err(self.damaged(&say!(Source::OddXmlTag)));
            };
            let value = at + 1..at + 1 + length;
            at = value.end + 1;
            let text = &self.buffer[value.clone()];
            if memchr(b'&', text).is_some() {
                let references = memchr_iter(b'&', text).count();
                let right = str::from_utf8(text).is_ok_and(|text| unescape(text).is_ok_and(|text| legal(&text)));
                if !right {
                    return Err(self.damaged(&say!(Source::ReferenceXml)));
                }
                self.reader.get_mut().work(references);
            }
            declares |= self.buffer[key.clone()].starts_with(b"xmlns");
            if self.attributes.len() == ATTRIBUTES {
                return Err(self.damaged(&say!(Source::TooManyAttributes)));
            }
            self.attributes.push(Attribute { ns: Ns::None, key, value });
        }
    }

    /// Takes the declarations of namespaces out of the attributes.
    pub(super) fn declare(&mut self) -> Result<(), SourceError> {
        let depth = self.open.len() + 1;
        let mut at = 0;
        while at < self.attributes.len() {
            let key = &self.buffer[self.attributes[at].key.clone()];
            let prefix = match key.strip_prefix(b"xmlns") {
                Some(b"") => Some(Vec::new()),
                Some([b':', prefix @ ..]) => Some(prefix.to_vec()),
                _ => None,
            };
            let Some(prefix) = prefix else {
                at += 1;
                continue;
            };
            let value = self.attributes[at].value.clone();
            let uri = str::from_utf8(&self.buffer[value]).unwrap_or_default();
            let ns = Ns::of(&unescape(uri).unwrap_or_default());
            let twice = self.scopes.iter().any(|(at, known, _)| *at == depth && *known == prefix);
            if twice || ns == Ns::None && !prefix.is_empty() || prefix == b"xmlns" {
                return Err(self.damaged(&say!(Source::NamespaceDeclaredTwiceNothing)));
            }
            if prefix.is_empty() {
                self.default = ns;
            }
            self.marks.push(mark(&prefix));
            self.scopes.push((depth, prefix, ns));
            self.attributes.remove(at);
            self.reader.get_mut().work(DECLARED);
        }
        if self.scopes.len() > limits::NAMESPACES {
            return Err(self.damaged(&say!(Source::TooManyNamespaces)));
        }
        Ok(())
    }

    /// The namespace of a prefix.
    pub(super) fn resolve(&self, prefix: Range<usize>) -> Result<Ns, SourceError> {
        let prefix = &self.buffer[prefix];
        if prefix == b"xml" {
            return Ok(Ns::Xml);
        }
        let mark = mark(prefix);
        let mut alike = self.marks.iter().enumerate().rev().filter(|(_, other)| **other == mark);
        let found = alike.find_map(|(at, _)| self.scopes.get(at).filter(|(_, known, _)| known == prefix));
        found.map(|(_, _, ns)| *ns).ok_or_else(|| self.damaged(&say!(Source::NamespaceDeclared)))
    }

    /// Each attribute stands once.
    pub(super) fn once(&self) -> Result<(), SourceError> {
        let key = |attribute: &Attribute| (attribute.ns, &self.buffer[attribute.key.clone()]);
        // Attributes of namespaces that are not told apart here may have one name.
        let told = |attribute: &&Attribute| attribute.ns != Ns::Other;
        let twice = if self.attributes.len() > FEW {
            let mut seen = HashSet::new();
            !self.attributes.iter().filter(told).all(|attribute| seen.insert(key(attribute)))
        } else {
            let mut all = self.attributes.iter().enumerate().filter(|(_, attribute)| told(attribute));
            all.any(|(at, attribute)| self.attributes[..at].iter().any(|other| key(other) == key(attribute)))
        };
        if twice { Err(self.damaged(&say!(Source::AttributeStandsTwice))) } else { Ok(()) }
    }

    pub(super) fn close(&mut self) {
        let depth = self.open.len();
        self.open.pop();
        if self.scopes.last().is_some_and(|(at, ..)| *at == depth) {
            while self.scopes.pop_if(|(at, ..)| *at == depth).is_some() {}
            self.marks.truncate(self.scopes.len());
            self.default =
                self.scopes.iter().rev().find(|(_, prefix, _)| prefix.is_empty()).map_or(Ns::None, |(_, _, ns)| *ns);
        }
    }
}
