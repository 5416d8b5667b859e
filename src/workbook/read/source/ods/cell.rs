//! A cell of an .ods: what is stored of its value, and what it shows.

use rust_decimal::Decimal;

use super::super::cell::{LONGEST_TEXT, error_text, fitting};
use super::super::error::SourceError;
use super::super::shape::FormatId;
use super::super::xlsx::PackedValue;
use super::super::xml::{Ns, Xml, XmlNode, XmlSource, whole};
use super::super::{date, limits, number};
use crate::lang::Words;
use crate::say;

/// What a cell is made of, besides its texts.
#[derive(Debug, Default)]
pub(super) struct OdsCell {
    kind: OdsValueType,
    formula: bool,
    paragraphs: u32,
    /// A program says that it is an error, whatever is stored beside it.
    error: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum OdsValueType {
    #[default]
    None,
    Number,
    Percentage,
    Date,
    Time,
    Truth,
    Text,
}

/// Its texts, whose memory is used again.
#[derive(Debug, Default)]
pub(super) struct OdsScratch {
    /// The value as stored.
    stored: Option<String>,
    /// What it shows.
    shown: String,
    formula: String,
    called: String,
    /// The note at it.
    pub(super) note: String,
}

impl PackedValue<'_> {
    /// Bytes of its text.
    pub(super) fn length(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            _ => 0,
        }
    }
}

impl OdsCell {
    /// Reads the cell that has begun, up to its end.
    pub(super) fn read<R: XmlSource>(xml: &mut Xml<'_, R>, scratch: &mut OdsScratch) -> Result<Self, SourceError> {
        let mut cell = Self::default();
        let office = |key: &[u8]| xml.attribute(Ns::Office, key);
        let (kind, stored) = match office(b"value-type").as_deref() {
            None | Some("void") => (OdsValueType::None, None),
            Some("float" | "currency") => (OdsValueType::Number, office(b"value")),
            Some("percentage") => (OdsValueType::Percentage, office(b"value")),
            Some("date") => (OdsValueType::Date, office(b"date-value")),
            Some("time") => (OdsValueType::Time, office(b"time-value")),
            Some("boolean") => (OdsValueType::Truth, office(b"boolean-value")),
            Some("string") => (OdsValueType::Text, office(b"string-value")),
            Some(_) => return Err(xml.unfaithful(say!(Source::UnknownKindCell))),
        };
        (cell.kind, scratch.stored) = (kind, stored);
        scratch.formula = xml.attribute(Ns::Table, b"formula").unwrap_or_default();
        cell.formula = !scratch.formula.is_empty();
        cell.error =
            xml.attributes().any(|(ns, key, value)| ns == Ns::Other && key == b"value-type" && value == b"error");
        scratch.shown.clear();
        scratch.called.clear();
        scratch.note.clear();
        while let XmlNode::Start = xml.next_element()? {
            match (xml.ns(), xml.local()) {
                (Ns::Text, b"p" | b"h") => {
                    if cell.paragraphs > 0 {
                        scratch.shown.push('\n');
                    }
                    cell.paragraphs = cell.paragraphs.saturating_add(1);
                    paragraph(xml, &mut scratch.shown)?;
                }
                (Ns::Office, b"annotation") => {
                    while let XmlNode::Start = xml.next_element()? {
                        if xml.ns() == Ns::Text && scratch.note.len() < limits::NOTE {
                            paragraph(xml, &mut scratch.note)?;
                            scratch.note.push('\n');
                        } else {
                            xml.skip()?;
                        }
                    }
                }
                (Ns::Table, b"table" | b"table-row" | b"table-cell") => {
                    return Err(xml.unfaithful(say!(Source::TableInsideTable)));
                }
                _ => xml.skip()?,
            }
        }
        Ok(cell)
    }

    /// What stands there; nothing for a blank.
    pub(super) fn value<'v>(&self, scratch: &'v mut OdsScratch) -> Result<Option<(PackedValue<'v>, FormatId)>, Words> {
        let OdsScratch { stored, shown, formula, called, .. } = scratch;
        let stored = stored.as_deref();
        let format = FormatId(u16::from(self.kind == OdsValueType::Percentage));
        let shows_error = error_text(shown.trim()) || self.kind != OdsValueType::Text && looks_like_error(shown.trim());
        if self.error || shows_error {
            let text = if shown.trim().is_empty() { "#VALUE!" } else { shown.trim() };
            let end = text.char_indices().nth(ERROR_LENGTH).map_or(text.len(), |(end, _)| end);
            return Ok(Some((PackedValue::Error(&text[..end]), format)));
        }
        let value = match (self.kind, stored) {
            (OdsValueType::None, _) if self.formula && self.paragraphs == 0 => PackedValue::EmptyFormula,
            (OdsValueType::None, _) if self.formula || self.paragraphs == 0 || shown.is_empty() => return Ok(None),
            (OdsValueType::Text, Some(stored)) if !stored.is_empty() => PackedValue::Text(fitting(stored)?),
            (OdsValueType::Text, _) if shown.is_empty() => return Ok(None),
            (OdsValueType::None | OdsValueType::Text, _) => PackedValue::Text(fitting(shown)?),
            (_, None) => return Err(say!(Source::ValueMissing)),
            (OdsValueType::Number | OdsValueType::Percentage, Some(stored)) => numeric(stored, formula, called),
            (OdsValueType::Date, Some(stored)) => PackedValue::dated(date::of_iso(stored.to_owned()), called),
            (OdsValueType::Time, Some(stored)) => PackedValue::dated(date::of_duration(stored.to_owned()), called),
            (OdsValueType::Truth, Some(stored)) => match stored {
                "true" | "TRUE" => PackedValue::Truth(true),
                "false" | "FALSE" => PackedValue::Truth(false),
                _ => return Err(say!(Source::NeitherTrueNorFalse)),
            },
        };
        Ok(Some((value, format)))
    }
}

/// Characters of an error that are kept.
const ERROR_LENGTH: usize = 32;

/// `#REF!` in any language: a number shows nothing that begins so.
fn looks_like_error(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|rest| rest.starts_with(char::is_alphabetic))
}

/// A number; `=TRUE()` is stored as 1.
fn numeric<'v>(stored: &'v str, formula: &str, called: &'v mut String) -> PackedValue<'v> {
    let plain = stored.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
    let Some(binary) = stored.parse::<f64>().ok().filter(|_| plain) else { return PackedValue::BadNumber(stored) };
    match number::exact(binary) {
        Ok(one) if one == Decimal::ONE && formula == "of:=TRUE()" => PackedValue::Truth(true),
        Ok(zero) if zero.is_zero() && formula == "of:=FALSE()" => PackedValue::Truth(false),
        Ok(decimal) => PackedValue::Number(decimal),
        Err(_) => {
            called.push_str(&number::shown(binary));
            PackedValue::BadNumber(called)
        }
    }
}

/// Adds the text of the paragraph that has begun, up to its end. Blanks and line ends are one blank, and none at its
/// ends: what is meant is written as `text:s`, `text:tab` and `text:line-break`.
fn paragraph<R: XmlSource>(xml: &mut Xml<'_, R>, to: &mut String) -> Result<(), SourceError> {
    let depth = xml.depth();
    let start = to.len();
    // Whether a blank would be one more, or the first.
    let mut blank = true;
    loop {
        let node = xml.next()?;
        for char in xml.text().chars() {
            let is_blank = matches!(char, ' ' | '\t' | '\n' | '\r');
            if !(is_blank && blank) {
                to.push(if is_blank { ' ' } else { char });
            }
            blank = is_blank;
        }
        if node == XmlNode::End && xml.depth() < depth {
            break;
        }
        if node != XmlNode::Start {
            continue;
        }
        match (xml.ns(), xml.local()) {
            (Ns::Text, b"s") => {
                let count = xml.attribute(Ns::Text, b"c").map_or(Some(1), |count| whole(count.as_bytes()));
                let count = count.filter(|count| *count as usize <= LONGEST_TEXT);
                let count = count.ok_or_else(|| xml.unfaithful(say!(Source::RepetitionNoNumber)))?;
                to.extend(std::iter::repeat_n(' ', count as usize));
                blank = false;
            }
            (Ns::Text, b"tab") => {
                to.push('\t');
                blank = false;
            }
            (Ns::Text, b"line-break") => {
                to.push('\n');
                blank = true;
            }
            (Ns::Text, _) => {}
            _ => xml.skip()?,
        }
        if to.len() - start > limits::RUN {
            return Err(xml.unfaithful(say!(Source::TextCutOff)));
        }
    }
    if blank && to.len() > start && to.ends_with(' ') {
        to.pop();
    }
    Ok(())
}
