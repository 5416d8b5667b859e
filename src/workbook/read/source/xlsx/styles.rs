//! Cell formats: of each the number format, and whether it shows a number as a date.

use std::collections::HashMap;

use super::super::error::{Measure, SourceError, too_much};
use super::super::limits;
use super::super::shape::{FormatId, FormatMarks};
use super::super::xml::{Xml, XmlSource};
use super::style_part::{self, BLACK, CellFill, CellFormat, ColourBase, Font, NamedColour, Rgb, WHITE};

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
    /// The number formats, each once with what else it does to its cells; the first is the general one.
    pub(super) formats: Vec<(String, FormatMarks)>,
    shown: Vec<FormatShows>,
}

impl Default for XlsxStyles {
    fn default() -> Self {
        let general = ("General".to_owned(), FormatMarks::default());
        Self { cells: Vec::new(), formats: vec![general], shown: vec![FormatShows::Number] }
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

    fn add(&mut self, code: &str, marks: FormatMarks, shown: FormatShows) -> Option<FormatId> {
        let id = u16::try_from(self.formats.len()).ok()?;
        self.formats.push((code.to_owned(), marks));
        self.shown.push(shown);
        Some(FormatId(id))
    }
}

/// Reads the part.
pub(super) fn read<R: XmlSource>(xml: Xml<'_, R>) -> Result<XlsxStyles, SourceError> {
    let name = xml.part();
    let part = style_part::read(xml)?;
    let mut styles = XlsxStyles::default();
    let mut known = HashMap::from([((0, FormatMarks::default()), FormatId::default())]);
    for CellFormat { number: id, font, fill, .. } in &part.formats {
        let marks = marks(part.fonts.get(*font as usize), part.fills.get(*fill as usize));
        let format = if let Some(format) = known.get(&(*id, marks)) {
            *format
        } else {
            let code = part.codes.get(id);
            let (code, shown) = code.map_or_else(|| built_in(*id), |code| (code.as_str(), by_code(code)));
            let too_many = || too_much(name, Measure::Styles, limits::CELL_FORMATS);
            let format = styles.add(code, marks, shown).ok_or_else(too_many)?;
            known.insert((*id, marks), format);
            format
        };
        styles.cells.push(format);
    }
    Ok(styles)
}

/// The ground of what nobody has confirmed, as this program writes it.
const TO_CONFIRM: Rgb = [0xFF, 0xF2, 0xCC];
/// Points of the largest type that nobody can read.
const TINY: f64 = 2.0;

/// What a font and a fill do to what stands in a cell.
fn marks(font: Option<&Font>, fill: Option<&CellFill>) -> FormatMarks {
    let outright = |rgb| NamedColour { base: ColourBase::Rgb(rgb), tint: 0.0 };
    // Where it is one colour.
    let pattern = fill.map_or("", |fill| fill.pattern.as_str());
    let ground = match fill {
        Some(fill) if fill.gradient => None,
        Some(fill) if pattern == "solid" => fill.fore.as_ref().and_then(known),
        _ => matches!(pattern, "" | "none").then(|| outright(WHITE)),
    };
    let ink = font.and_then(|font| known(font.ink.as_ref()?)).unwrap_or_else(|| outright(BLACK));
    let tiny = font.and_then(|font| font.size).is_some_and(|size| size <= TINY);
    FormatMarks {
        yellow: ground == Some(outright(TO_CONFIRM)),
        struck: font.is_some_and(|font| font.struck),
        unreadable: tiny || ground == Some(ink),
    }
}

/// A colour as it is known without the theme and the palette; none where a program chooses it.
fn known(named: &NamedColour) -> Option<NamedColour> {
    let base = match named.base {
        ColourBase::Theme(0) | ColourBase::Indexed(1 | 9 | 65) => ColourBase::Rgb(WHITE),
        ColourBase::Theme(1) | ColourBase::Indexed(0 | 8 | 64) => ColourBase::Rgb(BLACK),
        ColourBase::Automatic => return None,
        other => other,
    };
    Some(NamedColour { base, ..*named })
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
