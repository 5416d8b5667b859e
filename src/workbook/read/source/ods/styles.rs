//! The styles of an .ods that hide what has them.

use std::collections::HashSet;

use super::super::error::SourceError;
use super::super::limits;
use super::super::xml::{Ns, Xml, XmlNode, XmlSource};

/// The names of such styles.
#[derive(Debug, Default)]
pub(super) struct UnseenStyles(HashSet<String>);

impl UnseenStyles {
    /// Whether a style hides what has it.
    pub(super) fn has(&self, style: &str) -> bool {
        self.0.contains(style)
    }

    /// Reads the styles that have begun, up to their end.
    pub(super) fn read<R: XmlSource>(&mut self, xml: &mut Xml<'_, R>) -> Result<(), SourceError> {
        while let XmlNode::Start = xml.next_element()? {
            if !xml.is(Ns::Style, b"style") {
                xml.skip()?;
                continue;
            }
            let name = xml.attribute(Ns::Style, b"name");
            let mut hides = false;
            while let XmlNode::Start = xml.next_element()? {
                let attribute = |ns, key: &[u8]| xml.attribute(ns, key);
                hides |= match xml.local() {
                    b"table-properties" => attribute(Ns::Table, b"display").as_deref() == Some("false"),
                    b"table-row-properties" => attribute(Ns::Style, b"row-height").is_some_and(|size| nothing(&size)),
                    b"table-column-properties" => {
                        attribute(Ns::Style, b"column-width").is_some_and(|size| nothing(&size))
                    }
                    _ => false,
                };
                xml.skip()?;
            }
            if let Some(name) = name.filter(|_| hides && self.0.len() < MOST) {
                self.0.insert(name);
            }
        }
        Ok(())
    }
}

#[expect(clippy::cast_possible_truncation, reason = "thousands")]
const MOST: usize = limits::ODS_NAMES as usize;

/// Whether a length, such as 0cm, is none.
fn nothing(size: &str) -> bool {
    let digits = size.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    digits.parse::<f64>().is_ok_and(|size| size < 0.005)
}
