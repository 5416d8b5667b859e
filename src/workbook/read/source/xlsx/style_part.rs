//! The styles part as it stands: number formats, fonts, fills, colours, and what each cell format is made of. What that
//! means to reading is the business of [`styles`](super::styles), how it looks that of [`looks`](super::looks).

use std::collections::HashMap;

use super::super::super::words::IN_STYLES;
use super::super::error::{Measure, SourceError, too_much};
use super::super::limits;
use super::super::xml::{Ns, Xml, XmlNode, XmlSource};
use super::walk::{ElementEnd, InRoot, walk};
use crate::say;

/// What the part says.
#[derive(Debug, Default)]
pub(super) struct StylePart {
    /// The codes of number formats that are not built in.
    pub(super) codes: HashMap<u32, String>,
    pub(super) fonts: Vec<Font>,
    pub(super) fills: Vec<CellFill>,
    /// Of each cell format what it is made of, or else what the named style is that it builds on.
    pub(super) formats: Vec<CellFormat>,
    /// The file's own palette, if it has one.
    pub(super) palette: Vec<NamedColour>,
}

/// Red, green and blue.
pub(super) type Rgb = [u8; 3];

pub(super) const BLACK: Rgb = [0, 0, 0];
pub(super) const WHITE: Rgb = [255, 255, 255];

/// A colour as the file names it, and how much lighter or darker it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct NamedColour {
    pub(super) base: ColourBase,
    pub(super) tint: f64,
}

/// What a colour is named by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ColourBase {
    Rgb(Rgb),
    /// By its number in the theme, or in the palette.
    Theme(usize),
    Indexed(usize),
    Automatic,
}

/// The last six digits of `AARRGGBB` or `RRGGBB`.
pub(super) fn hex(text: &str) -> Option<Rgb> {
    let digits = text.get(text.len().checked_sub(6)?..)?;
    let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
    Some([red, green, blue])
}

/// How a font writes.
#[derive(Clone, Debug, Default)]
pub(super) struct Font {
    pub(super) struck: bool,
    pub(super) ink: Option<NamedColour>,
    /// Its size in points.
    pub(super) size: Option<f64>,
}

/// What lies behind a cell.
#[derive(Clone, Debug, Default)]
pub(super) struct CellFill {
    pub(super) gradient: bool,
    pub(super) pattern: String,
    /// The colour before its ground, that of the ground, and the first of a gradient.
    pub(super) fore: Option<NamedColour>,
    pub(super) back: Option<NamedColour>,
    pub(super) first: Option<NamedColour>,
}

/// What a cell format is made of.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct CellFormat {
    pub(super) number: u32,
    pub(super) font: u32,
    pub(super) fill: u32,
    /// Whether what stands in the cell is repeated until it is full.
    pub(super) repeats: bool,
}

/// Colours of a palette that are kept; Excel has 64.
const COLOURS: usize = 256;

/// Reads the part.
pub(super) fn read<R: XmlSource>(mut xml: Xml<'_, R>) -> Result<StylePart, SourceError> {
    let mut part = StylePart::default();
    let mut named = Vec::new();
    let mut elements = InRoot::new("styleSheet", IN_STYLES, "");
    while let Some(name) = elements.next(&mut xml)? {
        match name {
            "numFmts" => number_formats(&mut xml, &mut part.codes)?,
            "fonts" => list(&mut xml, &mut part.fonts, font)?,
            "fills" => list(&mut xml, &mut part.fills, fill)?,
            "cellStyleXfs" => list(&mut xml, &mut named, |xml| cell_format(xml, &[]))?,
            "cellXfs" => list(&mut xml, &mut part.formats, |xml| cell_format(xml, &named))?,
            "colors" => walk(&mut xml, |at, name, xml| {
                if at == ElementEnd::Begin && name == b"rgbColor" && part.palette.len() < COLOURS {
                    part.palette.push(NamedColour::of(xml));
                }
            })?,
            _ => xml.skip()?,
        }
    }
    Ok(part)
}

/// Reads a list of elements, each of which `one` reads to its end.
fn list<'p, R: XmlSource, T>(
    xml: &mut Xml<'p, R>,
    all: &mut Vec<T>,
    one: impl Fn(&mut Xml<'p, R>) -> Result<T, SourceError>,
) -> Result<(), SourceError> {
    while let XmlNode::Start = xml.next_element()? {
        all.push(one(xml)?);
        if all.len() as u64 > limits::CELL_FORMATS {
            return Err(too_much(xml.part(), Measure::Styles, limits::CELL_FORMATS));
        }
    }
    Ok(())
}

fn number_formats<R: XmlSource>(xml: &mut Xml<'_, R>, codes: &mut HashMap<u32, String>) -> Result<(), SourceError> {
    while xml.child(Ns::Main, b"numFmt")? {
        let (id, code) = (xml.number(b"numFmtId")?, xml.attribute(Ns::None, b"formatCode"));
        let (Some(id), Some(code)) = (id, code) else {
            return Err(xml.unfaithful(say!(Source::NumberFormatWithoutIdCode)));
        };
        if codes.insert(id, code).is_some() {
            return Err(xml.unfaithful(say!(Source::NumberFormatStandsTwice)));
        }
        xml.nothing_in_it()?;
    }
    Ok(())
}

impl NamedColour {
    fn of<R: XmlSource>(xml: &Xml<'_, R>) -> Self {
        let says = |key: &[u8]| xml.attribute(Ns::None, key);
        let number = |key: &[u8]| says(key).and_then(|number| number.trim().parse::<usize>().ok());
        let base = match (says(b"rgb"), number(b"theme"), number(b"indexed")) {
            (Some(rgb), ..) => hex(&rgb).map_or(ColourBase::Automatic, ColourBase::Rgb),
            (None, Some(theme), _) => ColourBase::Theme(theme),
            (None, None, index) => index.map_or(ColourBase::Automatic, ColourBase::Indexed),
        };
        Self { base, tint: says(b"tint").and_then(|tint| tint.trim().parse().ok()).unwrap_or(0.0) }
    }
}

fn font<R: XmlSource>(xml: &mut Xml<'_, R>) -> Result<Font, SourceError> {
    let mut font = Font::default();
    while let XmlNode::Start = xml.next_element()? {
        let value = xml.attribute(Ns::None, b"val");
        if xml.is(Ns::Main, b"strike") {
            font.struck |= !matches!(value.as_deref(), Some("0" | "false"));
        } else if xml.is(Ns::Main, b"color") {
            font.ink = Some(NamedColour::of(xml));
        } else if xml.is(Ns::Main, b"sz") {
            font.size = value.and_then(|size| size.trim().parse().ok()).or(font.size);
        }
        xml.skip()?;
    }
    Ok(font)
}

fn fill<R: XmlSource>(xml: &mut Xml<'_, R>) -> Result<CellFill, SourceError> {
    let mut fill = CellFill::default();
    while let XmlNode::Start = xml.next_element()? {
        fill.gradient = !xml.is(Ns::Main, b"patternFill");
        fill.pattern = xml.attribute(Ns::None, b"patternType").unwrap_or_default();
        while let XmlNode::Start = xml.next_element()? {
            fill.see(xml.local(), xml);
            walk(xml, |at, name, xml| {
                if at == ElementEnd::Begin {
                    fill.see(name, xml);
                }
            })?;
        }
    }
    Ok(fill)
}

impl CellFill {
    /// An element in it may name a colour.
    fn see<R: XmlSource>(&mut self, name: &[u8], xml: &Xml<'_, R>) {
        let colour = match name {
            b"fgColor" => &mut self.fore,
            b"bgColor" => &mut self.back,
            b"color" => &mut self.first,
            _ => return,
        };
        colour.get_or_insert_with(|| NamedColour::of(xml));
    }
}

fn cell_format<R: XmlSource>(xml: &mut Xml<'_, R>, named: &[CellFormat]) -> Result<CellFormat, SourceError> {
    if !xml.is(Ns::Main, b"xf") {
        return Err(xml.unknown());
    }
    let named = xml.number(b"xfId")?.and_then(|id| named.get(usize::try_from(id).ok()?).copied()).unwrap_or_default();
    let mut format = CellFormat {
        number: xml.number(b"numFmtId")?.unwrap_or(named.number),
        fill: xml.number(b"fillId")?.unwrap_or(named.fill),
        font: xml.number(b"fontId")?.unwrap_or(named.font),
        repeats: named.repeats,
    };
    walk(xml, |at, name, xml| {
        if at == ElementEnd::Begin && name == b"alignment" {
            format.repeats = xml.raw(b"horizontal").is_some_and(|horizontal| horizontal == b"fill");
        }
    })?;
    Ok(format)
}
