//! XML as strictly as its standard has it: a tag at a time, with the text before it.
//!
//! quick-xml takes the bytes apart and checks that tags nest. What it leaves out is here: one root, attributes that are
//! well formed and stand once, legal names, characters and references, no document type, nothing but UTF-8; and names are
//! told apart by namespace, whatever their prefix.

mod ns;
mod tag;
mod text;

use std::io::BufRead;
use std::ops::Range;

use memchr::memchr;
use quick_xml::Reader;
use quick_xml::errors::Error as XmlError;
use quick_xml::escape::unescape;
use quick_xml::events::Event;

pub(super) use ns::Ns;
use text::{add, blank, legal, referred};
pub(super) use text::{plain, whole};

use super::error::{SourceError, damaged_in, unfaithful};
use super::limits;
use crate::lang::Words;
use crate::say;

/// How deep elements may nest; spreadsheets need about a dozen.
const DEPTH: usize = 256;
/// Attributes of one element: root elements declare dozens of namespaces.
const ATTRIBUTES: usize = 256;

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum XmlNode {
    /// An element begins.
    Start,
    /// One ends; an empty element has both.
    End,
    /// The part has ended.
    Eof,
}

/// Whatever XML is read from: it can say what went wrong below it, and what it was told to hold at most.
pub(super) trait XmlSource: BufRead {
    /// The next event begins: a piece of XML may be so long and no longer from here.
    fn piece(&mut self);
    /// An event was as much work as so many more.
    fn work(&mut self, steps: usize);
    /// What is there without reading on.
    fn there(&self) -> &[u8];
    /// What a failed read meant.
    fn trouble(&mut self) -> Option<SourceError>;
}

impl XmlSource for &[u8] {
    fn piece(&mut self) {}
    fn work(&mut self, _: usize) {}
    fn there(&self) -> &[u8] {
        self
    }
    fn trouble(&mut self) -> Option<SourceError> {
        None
    }
}

struct Attribute {
    ns: Ns,
    key: Range<usize>,
    value: Range<usize>,
}

/// A reader of one part.
pub(super) struct Xml<'p, R> {
    part: &'p str,
    reader: Reader<R>,
    buffer: Vec<u8>,
    attributes: Vec<Attribute>,
    /// The name of the tag, without its prefix, in the buffer.
    name: Range<usize>,
    ns: Ns,
    /// The namespaces of the open elements.
    open: Vec<Ns>,
    /// Declared prefixes: how deep, which, what for.
    scopes: Vec<(usize, Vec<u8>, Ns)>,
    /// Of each prefix what it is known by in most cases.
    marks: Vec<u64>,
    default: Ns,
    text: String,
    /// An empty element has begun and must end yet.
    empty: bool,
    begun: bool,
    rooted: bool,
}

impl<'p, R: XmlSource> Xml<'p, R> {
    pub(super) fn new(part: &'p str, source: R) -> Self {
        let mut reader = Reader::from_reader(source);
        reader.config_mut().enable_all_checks(true);
        Self {
            part,
            reader,
            buffer: Vec::with_capacity(1024),
            attributes: Vec::new(),
            name: 0..0,
            ns: Ns::None,
            open: Vec::new(),
            scopes: Vec::new(),
            marks: Vec::new(),
            default: Ns::None,
            text: String::new(),
            empty: false,
            begun: false,
            rooted: false,
        }
    }

    /// The name of the part.
    pub(super) fn part(&self) -> &'p str {
        self.part
    }

    /// The next tag. The text before it is there afterwards.
    pub(super) fn next(&mut self) -> Result<XmlNode, SourceError> {
        self.text.clear();
        if self.empty {
            self.empty = false;
            self.close();
            return Ok(XmlNode::End);
        }
        loop {
            self.buffer.clear();
            self.reader.get_mut().piece();
            let first = !std::mem::replace(&mut self.begun, true);
            let (name, empty) = match self.reader.read_event_into(&mut self.buffer) {
                Ok(Event::Start(tag)) => (tag.name().as_ref().len(), false),
                Ok(Event::Empty(tag)) => (tag.name().as_ref().len(), true),
                Ok(Event::End(_)) => {
                    self.close();
                    return Ok(XmlNode::End);
                }
                Ok(Event::Text(text)) => {
                    let text = text.into_inner();
                    let zero = text.contains('\0');
                    if !legal(&text) || memchr(b']', text.as_bytes()).is_some() && text.contains("]]>") {
                        return Err(self.strange(zero));
                    }
                    add(&mut self.text, &text);
                    self.outside()?;
                    continue;
                }
                Ok(Event::CData(text)) => {
                    let text = text.into_inner();
                    if !legal(&text) || self.open.is_empty() {
                        return Err(self.damaged(&say!(Source::CharacterXml)));
                    }
                    add(&mut self.text, &text);
                    continue;
                }
                Ok(Event::GeneralRef(reference)) => {
                    let Some(char) = referred(&reference.into_inner()) else {
                        return Err(self.damaged(&say!(Source::ReferenceXml)));
                    };
                    self.text.push(char);
                    if self.open.is_empty() {
                        return Err(self.damaged(&say!(Source::TextOutsideXml)));
                    }
                    continue;
                }
                Ok(Event::Comment(text)) => {
                    let text = text.into_inner();
                    if !legal(&text) {
                        return Err(self.damaged(&say!(Source::CharacterXml)));
                    }
                    // No program takes elements out so; whoever does it by hand hides a row from some readers.
                    if !self.open.is_empty() && memchr(b'<', text.as_bytes()).is_some() {
                        return Err(self.unknown());
                    }
                    continue;
                }
                Ok(Event::Decl(declaration)) => {
                    let version = declaration.version().is_ok_and(|version| version.starts_with("1."));
                    let utf8 = declaration.encoding().is_none_or(|encoding| {
                        let ours = ["utf-8", "utf8", "us-ascii", "ascii"];
                        encoding.is_ok_and(|name| ours.iter().any(|ours| name.eq_ignore_ascii_case(ours)))
                    });
                    if !utf8 {
                        return Err(SourceError::Encoding { part: self.part.to_owned() });
                    }
                    if !first || !version {
                        return Err(self.damaged(&say!(Source::OddXmlDeclaration)));
                    }
                    continue;
                }
                Ok(Event::PI(_)) if self.open.is_empty() && !self.rooted => continue,
                Ok(Event::PI(_)) => return Err(self.unfaithful(say!(Source::ProcessingInstructionsAmongCells))),
                Ok(Event::DocType(_)) => return Err(SourceError::Doctype { part: self.part.to_owned() }),
                Ok(Event::Eof) => {
                    if !self.open.is_empty() || !self.rooted {
                        return Err(self.damaged(&say!(Source::XmlCutOff)));
                    }
                    return Ok(XmlNode::Eof);
                }
                Err(error) => return Err(self.failed(&error)),
            };
            self.start(name, empty)?;
            return Ok(XmlNode::Start);
        }
    }

    /// The bytes after the last tag that are there already, where an element without a prefix would be of this namespace.
    /// Whoever knows an element at their beginning by every byte of it may take it ([`Xml::take`]) instead of asking for
    /// its tags one by one.
    pub(super) fn ahead(&self, ns: Ns) -> &[u8] {
        if self.empty || self.open.is_empty() || self.default != ns { &[] } else { self.reader.get_ref().there() }
    }

    /// Takes whole elements of so many bytes.
    pub(super) fn take(&mut self, bytes: usize) {
        self.reader.get_mut().consume(bytes);
    }

    /// The text before the last tag.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The next tag, where only an element or the end of the present one may come: no text but blanks.
    pub(super) fn next_element(&mut self) -> Result<XmlNode, SourceError> {
        let node = self.next()?;
        if self.text.bytes().all(blank) { Ok(node) } else { Err(self.unfaithful(say!(Source::TextWhereNoneBelongs))) }
    }

    /// Whether a further element begins in the present one; it may only be this one.
    pub(super) fn child(&mut self, ns: Ns, local: &[u8]) -> Result<bool, SourceError> {
        match self.next_element()? {
            XmlNode::Start if !self.is(ns, local) => Err(self.unknown()),
            node => Ok(node == XmlNode::Start),
        }
    }

    /// The text of an element without children, which has begun; it is at its end afterwards.
    pub(super) fn text_of(&mut self) -> Result<&str, SourceError> {
        match self.next()? {
            XmlNode::End => Ok(&self.text),
            XmlNode::Start | XmlNode::Eof => Err(self.unfaithful(say!(Source::ElementWhereTextBelongs))),
        }
    }

    /// Passes over the element that has begun, with all that is in it.
    pub(super) fn skip(&mut self) -> Result<(), SourceError> {
        let depth = self.open.len();
        while self.open.len() >= depth {
            self.next()?;
        }
        Ok(())
    }

    /// The element that has begun may have nothing in it.
    pub(super) fn nothing_in_it(&mut self) -> Result<(), SourceError> {
        match self.next_element()? {
            XmlNode::End => Ok(()),
            XmlNode::Start | XmlNode::Eof => Err(self.unknown()),
        }
    }

    /// The root has ended: nothing comes after it.
    pub(super) fn finish(&mut self) -> Result<(), SourceError> {
        match self.next_element()? {
            XmlNode::Eof => Ok(()),
            XmlNode::Start | XmlNode::End => Err(self.damaged(&say!(Source::MoreRoot))),
        }
    }

    /// The namespace of the element that has begun.
    pub(super) fn ns(&self) -> Ns {
        self.ns
    }

    /// Its name without the prefix.
    pub(super) fn local(&self) -> &[u8] {
        &self.buffer[self.name.clone()]
    }

    /// Whether it has this name in this namespace.
    pub(super) fn is(&self, ns: Ns, local: &[u8]) -> bool {
        self.ns == ns && self.local() == local
    }

    /// Its attributes: namespace, name without prefix, value as it stands.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (Ns, &[u8], &[u8])> {
        self.attributes
            .iter()
            .map(|attribute| (attribute.ns, &self.buffer[attribute.key.clone()], &self.buffer[attribute.value.clone()]))
    }

    /// The value of an attribute, its references resolved.
    pub(super) fn attribute(&self, ns: Ns, local: &[u8]) -> Option<String> {
        let (_, _, value) = self.attributes().find(|(of, key, _)| *of == ns && *key == local)?;
        let value = str::from_utf8(value).unwrap_or_default();
        Some(unescape(value).map_or_else(|_| value.to_owned(), |text| text.replace(['\t', '\n', '\r'], " ")))
    }

    /// The value of an attribute without a namespace, as it stands.
    pub(super) fn raw(&self, local: &[u8]) -> Option<&[u8]> {
        self.attributes().find(|(of, key, _)| *of == Ns::None && *key == local).map(|(_, _, value)| value)
    }

    /// A truth as XML Schema has it.
    pub(super) fn truth(&self, local: &[u8]) -> Result<Option<bool>, SourceError> {
        match self.raw(local) {
            None => Ok(None),
            Some(b"1" | b"true") => Ok(Some(true)),
            Some(b"0" | b"false") => Ok(Some(false)),
            Some(_) => Err(self.unfaithful(say!(Source::AttributeStrangeValue))),
        }
    }

    /// A whole number that is not negative.
    pub(super) fn number(&self, local: &[u8]) -> Result<Option<u32>, SourceError> {
        let Some(raw) = self.raw(local) else { return Ok(None) };
        whole(raw).map(Some).ok_or_else(|| self.unfaithful(say!(Source::AttributeStrangeValue)))
    }

    /// Only these attributes may stand here, besides those of other namespaces.
    pub(super) fn only(&self, known: &[&[u8]]) -> Result<(), SourceError> {
        let strange = self.attributes().any(|(ns, key, _)| ns == Ns::None && !known.contains(&key));
        if strange { Err(self.unfaithful(say!(Source::AttributeBelong))) } else { Ok(()) }
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The element that has begun does not belong there.
    pub(super) fn unknown(&self) -> SourceError {
        self.unfaithful(say!(Source::ElementBelong))
    }

    /// This is not what programs write.
    pub(super) fn unfaithful(&self, detail: Words) -> SourceError {
        unfaithful(self.part, detail)
    }

    fn damaged(&self, what: &Words) -> SourceError {
        damaged_in(self.part, what)
    }

    fn failed(&mut self, error: &XmlError) -> SourceError {
        if let Some(trouble) = self.reader.get_mut().trouble() {
            return trouble;
        }
        match error {
            XmlError::Encoding(_) => SourceError::Encoding { part: self.part.to_owned() },
            XmlError::IllFormed(_) => self.damaged(&say!(Source::XmlTagsNest)),
            XmlError::Syntax(_) => self.damaged(&say!(Source::OddXmlTag)),
            _ => self.damaged(&say!(Source::XmlCutOff)),
        }
    }

    /// A character that XML does not have; every second byte is one in other encodings.
    fn strange(&self, zero: bool) -> SourceError {
        if zero && self.open.is_empty() {
            return SourceError::Encoding { part: self.part.to_owned() };
        }
        self.damaged(&say!(Source::CharacterXml))
    }
}

/// How long a piece of XML may be: between two tags, or a tag.
pub(super) const PIECE: u64 = limits::RUN as u64;
