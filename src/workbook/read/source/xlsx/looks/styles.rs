//! From the styles part to the look of each cell format.

use std::collections::HashMap;

use super::super::super::error::SourceError;
use super::super::super::xml::{Ns, Xml, XmlNode, XmlSource};
use super::super::styles::built_in;
use super::colour::{BLACK, Palette, Rgb, WHITE, contrast, hex};
use super::format;
use super::walk::{ElementEnd, walk};
use crate::looks::Look;

/// A colour as the file names it, before the palette is known: it stands at the end.
type NamedColour = Option<Colour>;

#[derive(Clone, Debug)]
struct Colour {
    attributes: Vec<(String, String)>,
}

#[derive(Clone, Debug, Default)]
struct Font {
    ink: NamedColour,
    size: u32,
}

/// Excel's own where a file says nothing: 11 points.
const SIZE: u32 = 1_100;

/// Reads the part: the look of each cell format.
pub(super) fn read<R: XmlSource>(mut xml: Xml<'_, R>, theme: Vec<Rgb>) -> Result<Vec<Look>, SourceError> {
    let mut codes: HashMap<u32, String> = HashMap::new();
    let (mut fonts, mut fills, mut looks): (Vec<Font>, Vec<NamedColour>, Vec<CellFormatParts>) = Default::default();
    let mut base: Vec<CellFormatParts> = Vec::new();
    let mut palette = Palette { own: Vec::new(), theme };
    while let XmlNode::Start = xml.next_element()? {
        match xml.local() {
            b"styleSheet" => {}
            b"numFmts" => {
                while let XmlNode::Start = xml.next_element()? {
                    if let (Some(id), Some(code)) = (xml.number(b"numFmtId")?, xml.attribute(Ns::None, b"formatCode")) {
                        codes.insert(id, code);
                    }
                    xml.skip()?;
                }
            }
            b"fonts" => {
                while let XmlNode::Start = xml.next_element()? {
                    fonts.push(font(&mut xml)?);
                }
            }
            b"fills" => {
                while let XmlNode::Start = xml.next_element()? {
                    fills.push(fill(&mut xml)?);
                }
            }
            b"cellStyleXfs" => cell_formats(&mut xml, &mut base, &[])?,
            b"cellXfs" => cell_formats(&mut xml, &mut looks, &base)?,
            b"colors" => own_palette(&mut xml, &mut palette)?,
            _ => xml.skip()?,
        }
    }
    let look = |parts: &CellFormatParts| {
        let at = |index: u32| usize::try_from(index).unwrap_or(usize::MAX);
        let font = fonts.get(at(parts.font)).cloned().unwrap_or(Font { ink: None, size: SIZE });
        let ink = font.ink.and_then(|colour| colour.of(&palette)).unwrap_or(BLACK);
        let ground = fills.get(at(parts.fill)).cloned().flatten().and_then(|c| c.of(&palette)).unwrap_or(WHITE);
        let code = codes.get(&parts.number).map_or_else(|| built_in(parts.number).0, String::as_str);
        let shown = |[red, green, blue]: Rgb| format!("#{red:02X}{green:02X}{blue:02X}");
        Look {
            format: format::plain(code),
            colours: format!("{} / {}", shown(ink), shown(ground)),
            contrast: contrast(ink, ground),
            size: font.size,
            repeats: parts.repeats,
        }
    };
    Ok(looks.iter().map(look).collect())
}

impl Colour {
    fn named<R: XmlSource>(xml: &Xml<'_, R>) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let own = xml.attributes().filter(|(ns, ..)| *ns == Ns::None);
        Self { attributes: own.map(|(_, key, value)| (text(key), text(value))).collect() }
    }

    fn of(&self, palette: &Palette) -> Option<Rgb> {
        palette.of(|name| self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()))
    }
}

fn font<R: XmlSource>(xml: &mut Xml<'_, R>) -> Result<Font, SourceError> {
    let mut font = Font { ink: None, size: SIZE };
    while let XmlNode::Start = xml.next_element()? {
        match xml.local() {
            b"color" => font.ink = Some(Colour::named(xml)),
            b"sz" => font.size = super::sheet::hundredths(xml, b"val").unwrap_or(SIZE),
            _ => {}
        }
        xml.skip()?;
    }
    Ok(font)
}

/// The ground of a fill, if it has one: of a dense pattern its own colour, of a light one that below it.
fn fill<R: XmlSource>(xml: &mut Xml<'_, R>) -> Result<NamedColour, SourceError> {
    let mut ground = None;
    while let XmlNode::Start = xml.next_element()? {
        let gradient = xml.local() == b"gradientFill";
        let pattern = xml.attribute(Ns::None, b"patternType").unwrap_or_default();
        let dense = pattern == "solid" || pattern.starts_with("dark") || pattern == "mediumGray";
        let wanted: &[u8] = match (gradient, dense) {
            (true, _) => b"color",
            (false, true) => b"fgColor",
            (false, false) => b"bgColor",
        };
        let any = gradient || !matches!(pattern.as_str(), "" | "none");
        walk(xml, |at, name, xml| {
            if at == ElementEnd::Begin && any && name == wanted && ground.is_none() {
                ground = Some(Colour::named(xml));
            }
        })?;
    }
    Ok(ground)
}

#[derive(Clone, Copy, Debug, Default)]
struct CellFormatParts {
    number: u32,
    font: u32,
    fill: u32,
    repeats: bool,
}

/// What each cell format is made of, or else the named style that it builds on.
fn cell_formats<R: XmlSource>(
    xml: &mut Xml<'_, R>,
    list: &mut Vec<CellFormatParts>,
    base: &[CellFormatParts],
) -> Result<(), SourceError> {
    while let XmlNode::Start = xml.next_element()? {
        let named =
            xml.number(b"xfId")?.and_then(|id| base.get(usize::try_from(id).ok()?).copied()).unwrap_or_default();
        let mut parts = CellFormatParts {
            number: xml.number(b"numFmtId")?.unwrap_or(named.number),
            font: xml.number(b"fontId")?.unwrap_or(named.font),
            fill: xml.number(b"fillId")?.unwrap_or(named.fill),
            repeats: named.repeats,
        };
        while let XmlNode::Start = xml.next_element()? {
            if xml.local() == b"alignment" {
                parts.repeats = xml.raw(b"horizontal").is_some_and(|horizontal| horizontal == b"fill");
            }
            xml.skip()?;
        }
        list.push(parts);
    }
    Ok(())
}

fn own_palette<R: XmlSource>(xml: &mut Xml<'_, R>, palette: &mut Palette) -> Result<(), SourceError> {
    while let XmlNode::Start = xml.next_element()? {
        if xml.local() != b"indexedColors" {
            xml.skip()?;
            continue;
        }
        while let XmlNode::Start = xml.next_element()? {
            palette.own.push(xml.attribute(Ns::None, b"rgb").as_deref().and_then(hex).unwrap_or(BLACK));
            xml.skip()?;
        }
    }
    Ok(())
}
