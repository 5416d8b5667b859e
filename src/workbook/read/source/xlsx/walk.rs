//! A walk through all elements of a part, and one through those that may stand in its root.

use super::super::error::SourceError;
use super::super::xml::{Ns, Xml, XmlNode, XmlSource};
use crate::say;

/// Where a walk stands at an element.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ElementEnd {
    /// It has begun: its attributes are there.
    Begin,
    /// It ends: the text before its end is there.
    End,
}

/// Goes through all that is in the element that has begun, or in the whole part: `see` gets the name of each element, when
/// it begins and when it ends.
pub(super) fn walk<'p, R: XmlSource>(
    xml: &mut Xml<'p, R>,
    mut see: impl FnMut(ElementEnd, &[u8], &Xml<'p, R>),
) -> Result<(), SourceError> {
    let mut open: Vec<Vec<u8>> = Vec::new();
    loop {
        match xml.next()? {
            XmlNode::Start => {
                let name = xml.local().to_vec();
                see(ElementEnd::Begin, &name, xml);
                open.push(name);
            }
            XmlNode::End => match open.pop() {
                Some(name) => see(ElementEnd::End, &name, xml),
                None => return Ok(()),
            },
            XmlNode::Eof => return Ok(()),
        }
    }
}

/// What may stand in the root of a part of a spreadsheet.
pub(super) struct InRoot<'g> {
    root: &'g str,
    known: &'g [&'g str],
    /// The one that may stand there more than once.
    often: &'g str,
    seen: Vec<&'g str>,
}

impl<'g> InRoot<'g> {
    pub(super) fn new(root: &'g str, known: &'g [&'g str], often: &'g str) -> Self {
        Self { root, known, often, seen: Vec::new() }
    }

    /// The name of the next element, which has begun and is to be read to its end; others than the known ones are faults.
    pub(super) fn next<R: XmlSource>(&mut self, xml: &mut Xml<'_, R>) -> Result<Option<&'g str>, SourceError> {
        while let XmlNode::Start = xml.next_element()? {
            if xml.depth() == 1 {
                if !xml.is(Ns::Main, self.root.as_bytes()) {
                    return Err(xml.unknown());
                }
                continue;
            }
            if xml.ns() != Ns::Main {
                xml.skip()?;
                continue;
            }
            let name = *self.known.iter().find(|known| known.as_bytes() == xml.local()).ok_or_else(|| xml.unknown())?;
            if self.seen.contains(&name) && name != self.often {
                return Err(xml.unfaithful(say!(Source::ElementStandsTwice)));
            }
            self.seen.push(name);
            return Ok(Some(name));
        }
        xml.finish()?;
        Ok(None)
    }

    /// Whether there was one of this name.
    pub(super) fn had(&self, name: &str) -> bool {
        self.seen.contains(&name)
    }
}
