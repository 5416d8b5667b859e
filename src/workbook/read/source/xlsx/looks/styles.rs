//! From the styles part to the look of each cell format.

use super::super::style_part::{BLACK, CellFill, ColourBase, NamedColour, Rgb, StylePart, WHITE};
use super::super::styles::built_in;
use super::colour::{Palette, contrast};
use super::format;
use super::sheet::hundredths;
use crate::looks::Look;

/// Excel's own where a file says nothing: 11 points.
const SIZE: u32 = 1_100;

/// The look of each cell format.
pub(super) fn looks(part: &StylePart, theme: Vec<Rgb>) -> Vec<Look> {
    let own =
        part.palette.iter().map(|named| if let ColourBase::Rgb(rgb) = named.base { rgb } else { BLACK }).collect();
    let palette = Palette { own, theme };
    let looks = part.formats.iter().map(|parts| {
        let font = part.fonts.get(parts.font as usize);
        let ink = font.and_then(|font| palette.of(font.ink.as_ref()?)).unwrap_or(BLACK);
        let ground = part.fills.get(parts.fill as usize).and_then(|fill| palette.of(ground(fill)?)).unwrap_or(WHITE);
        let code = part.codes.get(&parts.number).map_or_else(|| built_in(parts.number).0, String::as_str);
        let shown = |[red, green, blue]: Rgb| format!("#{red:02X}{green:02X}{blue:02X}");
        Look {
            format: format::plain(code),
            colours: format!("{} / {}", shown(ink), shown(ground)),
            contrast: contrast(ink, ground),
            size: font.and_then(|font| font.size).map_or(SIZE, hundredths),
            repeats: parts.repeats,
        }
    });
    looks.collect()
}

/// The ground of a fill, if it has one: of a dense pattern its own colour, of a light one that below it.
fn ground(fill: &CellFill) -> Option<&NamedColour> {
    match fill.pattern.as_str() {
        _ if fill.gradient => fill.first.as_ref(),
        "" | "none" => None,
        "solid" | "mediumGray" => fill.fore.as_ref(),
        pattern if pattern.starts_with("dark") => fill.fore.as_ref(),
        _ => fill.back.as_ref(),
    }
}
