//! XML as strictly as its standard has it: a tag at a time, with the text before it.
//!
//! quick-xml takes the bytes apart and checks that tags nest. What it leaves out is here: one root, attributes that are
//! well formed and stand once, legal names, characters and references, no document type, nothing but UTF-8; and names are
//! told apart by namespace, whatever their prefix.

use std::io::BufRead;
use std::ops::Range;

use memchr::memchr;
use quick_xml::Reader;
use quick_xml::errors::Error as XmlError;
use quick_xml::escape::unescape;
use quick_xml::events::Event;

use super::error::{SourceError, in_part};
use super::limits;
use crate::lang::Words;
use crate::say;

/// How deep elements may nest; spreadsheets need about a dozen.
const DEPTH: usize = 256;
/// Attributes of one element: root elements declare dozens of namespaces.
const ATTRIBUTES: usize = 256;

/// The namespaces that mean something here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ns {
    /// None.
    None,
    /// `xml:`
    Xml,
    /// Spreadsheets of Office Open XML, strict or transitional.
    Main,
    /// Ids of relationships, likewise.
    Relations,
    /// The relationships of a package.
    Package,
    /// Alternatives that old programs pass over.
    Compatibility,
    /// Documents of `OpenDocument`.
    Office,
    /// Its tables.
    Table,
    /// Its texts.
    Text,
    /// Its styles.
    Style,
    /// Any other.
    Other,
}

impl Ns {
    fn of(uri: &str) -> Self {
        match uri {
            "" => Self::None,
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
            | "http://purl.oclc.org/ooxml/spreadsheetml/main" => Self::Main,
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
            | "http://purl.oclc.org/ooxml/officeDocument/relationships" => Self::Relations,
            "http://schemas.openxmlformats.org/package/2006/relationships" => Self::Package,
            "http://schemas.openxmlformats.org/markup-compatibility/2006" => Self::Compatibility,
            "http://www.w3.org/XML/1998/namespace" => Self::Xml,
            "urn:oasis:names:tc:opendocument:xmlns:office:1.0" => Self::Office,
            "urn:oasis:names:tc:opendocument:xmlns:table:1.0" => Self::Table,
            "urn:oasis:names:tc:opendocument:xmlns:text:1.0" => Self::Text,
            "urn:oasis:names:tc:opendocument:xmlns:style:1.0" => Self::Style,
            _ => Self::Other,
        }
    }
}

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Node {
    /// An element begins.
    Start,
    /// One ends; an empty element has both.
    End,
    /// The part has ended.
    Eof,
}

/// Whatever XML is read from: it can say what went wrong below it, and what it was told to hold at most.
pub(super) trait Source: BufRead {
    /// The next event begins: a piece of XML may be so long and no longer from here.
    fn piece(&mut self);
    /// What is there without reading on.
    fn there(&self) -> &[u8];
    /// What a failed read meant.
    fn trouble(&mut self) -> Option<SourceError>;
}

impl Source for &[u8] {
    fn piece(&mut self) {}
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
    default: Ns,
    text: String,
    /// An empty element has begun and must end yet.
    empty: bool,
    begun: bool,
    rooted: bool,
}

impl<'p, R: Source> Xml<'p, R> {
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
    pub(super) fn next(&mut self) -> Result<Node, SourceError> {
        self.text.clear();
        if self.empty {
            self.empty = false;
            self.close();
            return Ok(Node::End);
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
                    return Ok(Node::End);
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
                    return Ok(Node::Eof);
                }
                Err(error) => return Err(self.failed(&error)),
            };
            self.start(name, empty)?;
            return Ok(Node::Start);
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
    pub(super) fn next_element(&mut self) -> Result<Node, SourceError> {
        let node = self.next()?;
        if self.text.bytes().all(blank) { Ok(node) } else { Err(self.unfaithful(say!(Source::TextWhereNoneBelongs))) }
    }

    /// The text of an element without children, which has begun; it is at its end afterwards.
    pub(super) fn text_of(&mut self) -> Result<&str, SourceError> {
        match self.next()? {
            Node::End => Ok(&self.text),
            Node::Start | Node::Eof => Err(self.unfaithful(say!(Source::ElementWhereTextBelongs))),
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
            Node::End => Ok(()),
            Node::Start | Node::Eof => Err(self.unknown()),
        }
    }

    /// The root has ended: nothing comes after it.
    pub(super) fn finish(&mut self) -> Result<(), SourceError> {
        match self.next_element()? {
            Node::Eof => Ok(()),
            Node::Start | Node::End => Err(self.damaged(&say!(Source::MoreRoot))),
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
        SourceError::Unfaithful { part: self.part.to_owned(), detail }
    }

    fn damaged(&self, what: &Words) -> SourceError {
        SourceError::Damaged { detail: in_part(self.part, what) }
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

    /// Text may not stand outside of the root.
    fn outside(&self) -> Result<(), SourceError> {
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
    fn start(&mut self, name: usize, empty: bool) -> Result<(), SourceError> {
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
    fn split(&mut self, mut at: usize, end: usize) -> Result<bool, SourceError> {
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
                let right = str::from_utf8(text).is_ok_and(|text| unescape(text).is_ok_and(|text| legal(&text)));
                if !right {
                    return Err(self.damaged(&say!(Source::ReferenceXml)));
                }
            }
            declares |= self.buffer[key.clone()].starts_with(b"xmlns");
            if self.attributes.len() == ATTRIBUTES {
                return Err(self.damaged(&say!(Source::TooManyAttributes)));
            }
            self.attributes.push(Attribute { ns: Ns::None, key, value });
        }
    }

    /// Takes the declarations of namespaces out of the attributes.
    fn declare(&mut self) -> Result<(), SourceError> {
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
            self.scopes.push((depth, prefix, ns));
            self.attributes.remove(at);
        }
        Ok(())
    }

    /// The namespace of a prefix.
    fn resolve(&self, prefix: Range<usize>) -> Result<Ns, SourceError> {
        let prefix = &self.buffer[prefix];
        if prefix == b"xml" {
            return Ok(Ns::Xml);
        }
        let found = self.scopes.iter().rev().find(|(_, known, _)| known == prefix).map(|(_, _, ns)| *ns);
        found.ok_or_else(|| self.damaged(&say!(Source::NamespaceDeclared)))
    }

    /// Each attribute stands once.
    fn once(&self) -> Result<(), SourceError> {
        let key = |attribute: &Attribute| (attribute.ns, &self.buffer[attribute.key.clone()]);
        for (at, attribute) in self.attributes.iter().enumerate() {
            // Attributes of namespaces that are not told apart here may have one name.
            if attribute.ns != Ns::Other && self.attributes[..at].iter().any(|other| key(other) == key(attribute)) {
                return Err(self.damaged(&say!(Source::AttributeStandsTwice)));
            }
        }
        Ok(())
    }

    fn close(&mut self) {
        let depth = self.open.len();
        self.open.pop();
        if self.scopes.last().is_some_and(|(at, ..)| *at == depth) {
            self.scopes.retain(|(at, ..)| *at < depth);
            self.default =
                self.scopes.iter().rev().find(|(_, prefix, _)| prefix.is_empty()).map_or(Ns::None, |(_, _, ns)| *ns);
        }
    }
}

/// A name in two: its prefix and the rest.
fn cut(buffer: &[u8], name: Range<usize>) -> (Option<Range<usize>>, Range<usize>) {
    match memchr(b':', &buffer[name.clone()]) {
        Some(colon) => (Some(name.start..name.start + colon), name.start + colon + 1..name.end),
        None => (None, name),
    }
}

/// Adds text with its line ends as XML has them.
fn add(to: &mut String, text: &str) {
    if memchr(b'\r', text.as_bytes()).is_some() {
        to.push_str(&text.replace("\r\n", "\n").replace('\r', "\n"));
    } else {
        to.push_str(text);
    }
}

fn blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// A name with at most one colon, in the middle.
fn named(name: &[u8]) -> bool {
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
fn legal(text: &str) -> bool {
    let (mut low, mut high) = (false, false);
    for byte in text.bytes() {
        low |= byte < b' ' && !blank(byte);
        high |= byte == 0xEF;
    }
    !low && (!high || !text.contains(['\u{FFFE}', '\u{FFFF}']))
}

/// Text as it stands in XML, where nothing in it needs a second look: no reference, no `]`, which may end a section, and no
/// control characters, line ends among them.
pub(super) fn plain(text: &[u8]) -> Option<&str> {
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
fn referred(reference: &str) -> Option<char> {
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
pub(super) fn whole(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || digits.len() > 10 {
        return None;
    }
    let mut number = 0_u64;
    for &digit in digits {
        number = number * 10 + u64::from(digit.is_ascii_digit().then(|| digit - b'0')?);
    }
    u32::try_from(number).ok()
}

/// How long a piece of XML may be: between two tags, or a tag.
pub(super) const PIECE: u64 = limits::RUN as u64;
