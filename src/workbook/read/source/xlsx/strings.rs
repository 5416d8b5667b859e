//! The table of texts that the cells of all sheets share: one piece of memory for all of them.

use super::super::error::{Measure, SourceError, too_much};
use super::super::limits;
use super::super::xml::{Ns, Xml, XmlNode, XmlSource};
use super::{plain, text};
use crate::say;

/// The texts.
#[derive(Debug, Default)]
pub(in super::super) struct Strings {
    all: String,
    /// Where each ends.
    ends: Vec<u32>,
}

impl Strings {
    /// A text by its index.
    pub(in super::super) fn get(&self, index: u32) -> Option<&str> {
        let index = usize::try_from(index).ok()?;
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.all.get(start as usize..end as usize)
    }

    /// The bytes of a text by its index.
    pub(in super::super) fn length(&self, index: u32) -> Option<usize> {
        let index = usize::try_from(index).ok()?;
        let end = *self.ends.get(index)?;
        Some((end - index.checked_sub(1).map_or(0, |before| self.ends[before])) as usize)
    }

    /// A text begins no more, all of it is there: it is the next one.
    fn ended(&mut self, part: &str) -> Result<(), SourceError> {
        let end = u32::try_from(self.all.len()).ok().filter(|_| self.ends.len() < MOST);
        let too_many = || too_much(part, Measure::Texts, limits::STRINGS);
        self.ends.push(end.ok_or_else(too_many)?);
        Ok(())
    }

    /// How many there are.
    pub(in super::super) fn len(&self) -> u32 {
        u32::try_from(self.ends.len()).unwrap_or(u32::MAX)
    }
}

/// Reads the part.
pub(super) fn read<R: XmlSource>(mut xml: Xml<'_, R>) -> Result<Strings, SourceError> {
    let mut strings = Strings::default();
    let mut declared = None;
    loop {
        while let Some((text, length)) = plain::text(xml.ahead(Ns::Main)).filter(|_| xml.depth() == 1) {
            text::add(text, false, &mut strings.all);
            xml.take(length);
            strings.ended(xml.part())?;
        }
        if xml.next_element()? != XmlNode::Start {
            break;
        }
        if xml.depth() == 1 {
            if !xml.is(Ns::Main, b"sst") {
                return Err(xml.unknown());
            }
            xml.only(&[b"count", b"uniqueCount"])?;
            declared = xml.number(b"uniqueCount")?;
            continue;
        }
        if xml.is(Ns::Main, b"extLst") {
            xml.skip()?;
            continue;
        }
        if !xml.is(Ns::Main, b"si") {
            return Err(xml.unknown());
        }
        xml.only(&[])?;
        text::rich(&mut xml, &mut strings.all)?;
        strings.ended(xml.part())?;
    }
    xml.finish()?;
    // A text that is missing would make other texts of all that follow.
    if declared.is_some_and(|count| count != strings.len()) {
        return Err(xml.unfaithful(say!(Source::MoreFewerTextsSays)));
    }
    Ok(strings)
}

#[expect(clippy::cast_possible_truncation, reason = "some millions")]
const MOST: usize = limits::STRINGS as usize;
