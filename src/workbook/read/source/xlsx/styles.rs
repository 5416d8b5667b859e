//! Cell formats: of each the number format, and whether it shows a number as a date.

use std::collections::HashMap;

use super::super::FormatId;
use super::super::error::{Measure, SourceError};
use super::super::limits;
use super::super::xml::{Ns, Xml, XmlNode, XmlSource};
use crate::say;

/// What a number format makes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FormatShows {
    Number,
    Date,
    Duration,
}

/// The formats of the cells.
#[derive(Debug)]
pub(super) struct XlsxStyles {
    /// Of each cell format its number format.
    cells: Vec<FormatId>,
    /// The number formats, each once; the first is the general one.
    pub(super) formats: Vec<String>,
    /// Of each whether its cells are yellow: the ground of what nobody has confirmed yet.
    pub(super) yellow: Vec<bool>,
    /// Of each whether what stands in its cells is struck through.
    pub(super) struck: Vec<bool>,
    /// Of each whether what stands in its cells cannot be read: type of the colour of its ground, or tiny.
    pub(super) unreadable: Vec<bool>,
    shown: Vec<FormatShows>,
}

impl Default for XlsxStyles {
    fn default() -> Self {
        Self {
            cells: Vec::new(),
            formats: vec!["General".to_owned()],
            yellow: vec![false],
            struck: vec![false],
            unreadable: vec![false],
            shown: vec![FormatShows::Number],
        }
    }
}

impl XlsxStyles {
    /// The number format of a cell format, and what it shows. Without any cell formats all is general.
    pub(super) fn of(&self, style: u32) -> Option<(FormatId, FormatShows)> {
        if self.cells.is_empty() {
            return Some((FormatId::default(), FormatShows::Number));
        }
        let format = *self.cells.get(usize::try_from(style).ok()?)?;
        Some((format, self.shown[usize::from(format.0)]))
    }

    fn add(
        &mut self,
        code: &str,
        (yellow, struck, unreadable): (bool, bool, bool),
        shown: FormatShows,
    ) -> Option<FormatId> {
        let id = u16::try_from(self.formats.len()).ok()?;
        self.formats.push(code.to_owned());
        self.yellow.push(yellow);
        self.struck.push(struck);
        self.unreadable.push(unreadable);
        self.shown.push(shown);
        Some(FormatId(id))
    }
}

const KNOWN: [&[u8]; 11] = [
    b"numFmts",
    b"fonts",
    b"fills",
    b"borders",
    b"cellStyleXfs",
    b"cellXfs",
    b"cellStyles",
    b"dxfs",
    b"tableStyles",
    b"colors",
    b"extLst",
];

/// Reads the part.
pub(super) fn read<R: XmlSource>(mut xml: Xml<'_, R>) -> Result<XlsxStyles, SourceError> {
    let mut codes: HashMap<u32, String> = HashMap::new();
    // The number formats, fonts and fills of named styles, and of cells.
    let (mut base, mut ids): (Vec<CellFormat>, Vec<CellFormat>) = (Vec::new(), Vec::new());
    let (mut grounds, mut types): (Vec<Ground>, Vec<FontLook>) = (Vec::new(), Vec::new());
    let mut seen: Vec<Vec<u8>> = Vec::new();
    while let XmlNode::Start = xml.next_element()? {
        if xml.depth() == 1 {
            if !xml.is(Ns::Main, b"styleSheet") {
                return Err(xml.unknown());
            }
            continue;
        }
        if xml.ns() != Ns::Main {
            xml.skip()?;
            continue;
        }
        let name = xml.local().to_vec();
        if !KNOWN.contains(&name.as_slice()) {
            return Err(xml.unknown());
        }
        if seen.contains(&name) {
            return Err(xml.unfaithful(say!(Source::ElementStandsTwice)));
        }
        match name.as_slice() {
            b"numFmts" => number_formats(&mut xml, &mut codes)?,
            b"fonts" => fonts(&mut xml, &mut types)?,
            b"fills" => fills(&mut xml, &mut grounds)?,
            b"cellStyleXfs" => cell_formats(&mut xml, &mut base, &[])?,
            b"cellXfs" => cell_formats(&mut xml, &mut ids, &base)?,
            _ => xml.skip()?,
        }
        seen.push(name);
    }
    xml.finish()?;
    let mut styles = XlsxStyles::default();
    let mut known = HashMap::from([((0, (false, false, false)), FormatId::default())]);
    let at = |id: u32| usize::try_from(id).unwrap_or(usize::MAX);
    for CellFormat { number: id, font, fill } in ids {
        let ground = grounds.get(at(fill)).cloned().unwrap_or_else(|| Some(WHITE.to_owned()));
        let of = types.get(at(font)).cloned().unwrap_or_default();
        let yellow = ground.as_deref() == Some(TO_CONFIRM);
        let looks = (yellow, of.struck, of.tiny || ground.as_ref() == Some(&of.ink));
        let format = if let Some(format) = known.get(&(id, looks)) {
            *format
        } else {
            let (code, shown) = codes.get(&id).map_or_else(|| built_in(id), |code| (code.as_str(), by_code(code)));
            let format = styles.add(code, looks, shown).ok_or_else(|| too_many(&xml))?;
            known.insert((id, looks), format);
            format
        };
        styles.cells.push(format);
    }
    Ok(styles)
}

fn number_formats<R: XmlSource>(xml: &mut Xml<'_, R>, codes: &mut HashMap<u32, String>) -> Result<(), SourceError> {
    while let XmlNode::Start = xml.next_element()? {
        if !xml.is(Ns::Main, b"numFmt") {
            return Err(xml.unknown());
        }
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

/// The ground of what nobody has confirmed, as this program writes it.
const TO_CONFIRM: &str = "FFF2CC";

/// What lies behind a cell: its colour, if it is one.
type Ground = Option<String>;

/// How a font writes.
#[derive(Clone, Debug)]
struct FontLook {
    struck: bool,
    /// So small that nobody can read it.
    tiny: bool,
    ink: String,
}

impl Default for FontLook {
    fn default() -> Self {
        Self { struck: false, tiny: false, ink: BLACK.to_owned() }
    }
}

const WHITE: &str = "FFFFFF";
const BLACK: &str = "000000";
/// Points of the largest type that nobody can read.
const TINY: f64 = 2.0;

/// The colour that an element names: outright where that is known without the theme and the palette, else by its name.
fn colour<R: XmlSource>(xml: &Xml<'_, R>) -> Option<String> {
    let says = |key: &[u8]| xml.attribute(Ns::None, key);
    let tint = says(b"tint").filter(|tint| tint.parse::<f64>().is_ok_and(|tint| tint != 0.0));
    let rgb = says(b"rgb").map(|rgb| rgb.to_uppercase().chars().skip(rgb.len().saturating_sub(6)).collect::<String>());
    let (kind, name) = match (rgb, says(b"theme"), says(b"indexed")) {
        (Some(rgb), ..) => ("", rgb),
        (_, Some(theme), _) => ("theme ", theme),
        (.., Some(index)) => ("index ", index),
        _ => return None,
    };
    let plain = match (kind, name.as_str()) {
        ("theme ", "0") | ("index ", "1" | "9" | "65") => WHITE.to_owned(),
        ("theme ", "1") | ("index ", "0" | "8" | "64") => BLACK.to_owned(),
        _ => format!("{kind}{name}"),
    };
    Some(tint.map_or(plain.clone(), |tint| format!("{plain} {tint}")))
}

/// Of each fill what ground it is.
fn fills<R: XmlSource>(xml: &mut Xml<'_, R>, grounds: &mut Vec<Ground>) -> Result<(), SourceError> {
    while let XmlNode::Start = xml.next_element()? {
        let mut found = Some(WHITE.to_owned());
        while let XmlNode::Start = xml.next_element()? {
            let pattern = xml.attribute(Ns::None, b"patternType").unwrap_or_default();
            let (solid, none) = (pattern == "solid", matches!(pattern.as_str(), "" | "none"));
            if !xml.is(Ns::Main, b"patternFill") || !none {
                found = None;
            }
            while let XmlNode::Start = xml.next_element()? {
                if solid && xml.is(Ns::Main, b"fgColor") {
                    found = colour(xml);
                }
                xml.skip()?;
            }
        }
        grounds.push(found);
        if grounds.len() as u64 > limits::CELL_FORMATS {
            return Err(too_many(xml));
        }
    }
    Ok(())
}

/// Of each font how it writes.
fn fonts<R: XmlSource>(xml: &mut Xml<'_, R>, types: &mut Vec<FontLook>) -> Result<(), SourceError> {
    while let XmlNode::Start = xml.next_element()? {
        let mut found = FontLook::default();
        while let XmlNode::Start = xml.next_element()? {
            let off = xml.attribute(Ns::None, b"val").is_some_and(|value| matches!(value.as_str(), "0" | "false"));
            found.struck |= xml.is(Ns::Main, b"strike") && !off;
            if xml.is(Ns::Main, b"color") {
                found.ink = colour(xml).unwrap_or(found.ink);
            }
            let size = xml.attribute(Ns::None, b"val").filter(|_| xml.is(Ns::Main, b"sz"));
            found.tiny |= size.is_some_and(|size| size.parse::<f64>().is_ok_and(|size| size <= TINY));
            xml.skip()?;
        }
        types.push(found);
        if types.len() as u64 > limits::CELL_FORMATS {
            return Err(too_many(xml));
        }
    }
    Ok(())
}

/// What a cell format is made of, as far as it is read.
#[derive(Clone, Copy)]
struct CellFormat {
    number: u32,
    font: u32,
    fill: u32,
}

/// Of each cell format its number format, font and fill, or else those of the named style that it builds on.
fn cell_formats<R: XmlSource>(
    xml: &mut Xml<'_, R>,
    ids: &mut Vec<CellFormat>,
    base: &[CellFormat],
) -> Result<(), SourceError> {
    while let XmlNode::Start = xml.next_element()? {
        if !xml.is(Ns::Main, b"xf") {
            return Err(xml.unknown());
        }
        let named = xml.number(b"xfId")?.and_then(|id| base.get(usize::try_from(id).ok()?).copied());
        let number = xml.number(b"numFmtId")?.or(named.map(|named: CellFormat| named.number)).unwrap_or(0);
        let fill = xml.number(b"fillId")?.or(named.map(|named: CellFormat| named.fill)).unwrap_or(0);
        let font = xml.number(b"fontId")?.or(named.map(|named: CellFormat| named.font)).unwrap_or(0);
        ids.push(CellFormat { number, font, fill });
        if ids.len() as u64 > limits::CELL_FORMATS {
            return Err(too_many(xml));
        }
        xml.skip()?;
    }
    Ok(())
}

fn too_many<R: XmlSource>(xml: &Xml<'_, R>) -> SourceError {
    SourceError::TooMuch { part: xml.part().to_owned(), what: Measure::Styles, limit: limits::CELL_FORMATS }
}

/// The formats that need no code in the file, as Excel has them in most of the world; some go by the country.
pub(super) fn built_in(id: u32) -> (&'static str, FormatShows) {
    let code = match id {
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 => "# ?/?",
        13 => "# ??/??",
        14 => "yyyy/m/d",
        15 => "d-mmm-yy",
        16 => "d-mmm",
        17 => "mmm-yy",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 => "h:mm",
        21 => "h:mm:ss",
        22 => "yyyy/m/d h:mm",
        27..=36 | 50..=58 => "yyyy\"年\"m\"月\"d\"日\"",
        37 => "#,##0 ;(#,##0)",
        38 => "#,##0 ;[Red](#,##0)",
        39 => "#,##0.00;(#,##0.00)",
        40 => "#,##0.00;[Red](#,##0.00)",
        41 | 42 => "_(* #,##0_);_(* (#,##0);_(* \"-\"_);_(@_)",
        43 | 44 => "_(* #,##0.00_);_(* (#,##0.00);_(* \"-\"??_);_(@_)",
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        47 => "mmss.0",
        48 => "##0.0E+0",
        49 => "@",
        _ => "General",
    };
    let shown = match id {
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => FormatShows::Date,
        46 => FormatShows::Duration,
        _ => FormatShows::Number,
    };
    (code, shown)
}

/// What a code shows, by its first section: letters of dates outside of quotes and brackets, or hours that go beyond
/// a day (`[h]`).
fn by_code(code: &str) -> FormatShows {
    let mut chars = code.chars();
    let mut before_m = false;
    while let Some(char) = chars.next() {
        match char.to_ascii_lowercase() {
            // The next one is meant as it stands, or only as wide as it is.
            '\\' | '_' | '*' => drop(chars.next()),
            '"' => drop(chars.find(|c| *c == '"')),
            ';' => return FormatShows::Number,
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').map(|c| c.to_ascii_lowercase()).collect();
                let elapsed = inside.chars().next().filter(|c| matches!(c, 'h' | 'm' | 's'));
                if elapsed.is_some_and(|first| inside.chars().all(|c| c == first)) {
                    return FormatShows::Duration;
                }
            }
            'a' => before_m = true,
            'p' | 'm' | '/' if before_m => return FormatShows::Date,
            'd' | 'm' | 'h' | 'y' | 's' if !before_m => return FormatShows::Date,
            _ => {}
        }
    }
    FormatShows::Number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_by_their_codes() {
        for code in ["yyyy-mm-dd", "yyyy\"年\"m\"月\"", "[$-804]yyyy/m/d", "h:mm AM/PM", "[Red]d", "AM/PM", "mm:ss.0"]
        {
            assert_eq!(by_code(code), FormatShows::Date, "{code}");
        }
        for code in ["[h]:mm", "[mm]:ss", "[s]", "0[HH]"] {
            assert_eq!(by_code(code), FormatShows::Duration, "{code}");
        }
        for code in ["General", "0.00", "0%", "\"day\"0", "\\d0", "0;yyyy", "[Red]0", "_d0", "*d0", "@", "#,##0\"元\""]
        {
            assert_eq!(by_code(code), FormatShows::Number, "{code}");
        }
    }
}
