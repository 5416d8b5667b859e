//! A walk through all elements of a part.

use super::super::super::error::SourceError;
use super::super::super::xml::{Xml, XmlNode, XmlSource};

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
pub(super) fn walk<R: XmlSource>(
    xml: &mut Xml<'_, R>,
    mut see: impl FnMut(ElementEnd, &[u8], &Xml<'_, R>),
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
