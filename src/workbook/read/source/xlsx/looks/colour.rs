//! Colours as files name them: outright, by a palette, or by a theme; and how far two are apart.

use super::super::super::error::SourceError;
use super::super::super::xml::{Ns, Xml, XmlSource};
use super::super::style_part::{BLACK, ColourBase, NamedColour, Rgb, WHITE, hex};
use super::super::walk::{ElementEnd, walk};

/// The palette that a number names where the file has none of its own: each of the first eight stands twice.
#[rustfmt::skip]
const PALETTE: [u32; 56] = [
    0x0000_0000, 0x00FF_FFFF, 0x00FF_0000, 0x0000_FF00, 0x0000_00FF, 0x00FF_FF00, 0x00FF_00FF, 0x0000_FFFF,
    0x0080_0000, 0x0000_8000, 0x0000_0080, 0x0080_8000, 0x0080_0080, 0x0000_8080, 0x00C0_C0C0, 0x0080_8080,
    0x0099_99FF, 0x0099_3366, 0x00FF_FFCC, 0x00CC_FFFF, 0x0066_0066, 0x00FF_8080, 0x0000_66CC, 0x00CC_CCFF,
    0x0000_0080, 0x00FF_00FF, 0x00FF_FF00, 0x0000_FFFF, 0x0080_0080, 0x0080_0000, 0x0000_8080, 0x0000_00FF,
    0x0000_CCFF, 0x00CC_FFFF, 0x00CC_FFCC, 0x00FF_FF99, 0x0099_CCFF, 0x00FF_99CC, 0x00CC_99FF, 0x00FF_CC99,
    0x0033_66FF, 0x0033_CCCC, 0x0099_CC00, 0x00FF_CC00, 0x00FF_9900, 0x00FF_6600, 0x0066_6699, 0x0096_9696,
    0x0000_3366, 0x0033_9966, 0x0000_3300, 0x0033_3300, 0x0099_3300, 0x0099_3366, 0x0033_3399, 0x0033_3333,
];

/// What colours are named by.
#[derive(Debug, Default)]
pub(super) struct Palette {
    /// The file's own, if it has one.
    pub(super) own: Vec<Rgb>,
    /// The theme's, in the order in which its part has them.
    pub(super) theme: Vec<Rgb>,
}

impl Palette {
    /// The colour that is named; `None` for the automatic one.
    pub(super) fn of(&self, named: &NamedColour) -> Option<Rgb> {
        let plain = match named.base {
            ColourBase::Rgb(rgb) => Some(rgb),
            ColourBase::Theme(index) => {
                // Of a theme the light and dark colours stand the other way round than they are numbered.
                let at = if index < 4 { index ^ 1 } else { index };
                self.theme.get(at).copied().or([WHITE, BLACK].get(index).copied())
            }
            ColourBase::Indexed(64) => Some(BLACK),
            ColourBase::Indexed(65) => Some(WHITE),
            ColourBase::Indexed(index) => self.own.get(index).copied().or_else(|| indexed(index)),
            ColourBase::Automatic => None,
        }?;
        Some(plain.map(|channel| tinted(channel, named.tint)))
    }
}

fn indexed(index: usize) -> Option<Rgb> {
    let [_, red, green, blue] = PALETTE.get(if index < 8 { index } else { index - 8 })?.to_be_bytes();
    Some([red, green, blue])
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 255")]
fn tinted(channel: u8, tint: f64) -> u8 {
    let channel = f64::from(channel);
    let of = if tint < 0.0 { channel * (1.0 + tint) } else { channel + (255.0 - channel) * tint };
    of.round().clamp(0.0, 255.0) as u8
}

/// The contrast of two colours in hundredths, by WCAG 2: from 100 to 2100.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 100 and 2100")]
pub(super) fn contrast(one: Rgb, other: Rgb) -> u32 {
    let channel = |value: u8| {
        let part = f64::from(value) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    let light = |[red, green, blue]: Rgb| 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
    let (one, other) = (light(one), light(other));
    ((one.max(other) + 0.05) / (one.min(other) + 0.05) * 100.0).round() as u32
}

/// The colours of a theme, in the order of its part: dark 1, light 1, dark 2, light 2, accents.
pub(super) fn theme<R: XmlSource>(mut xml: Xml<'_, R>) -> Result<Vec<Rgb>, SourceError> {
    let (mut colours, mut inside) = (Vec::new(), false);
    walk(&mut xml, |at, name, xml| match (at, name) {
        (at, b"clrScheme") => inside = at == ElementEnd::Begin,
        (ElementEnd::Begin, b"srgbClr") if inside => colours.push(xml.attribute(Ns::None, b"val")),
        (ElementEnd::Begin, b"sysClr") if inside => colours.push(xml.attribute(Ns::None, b"lastClr")),
        _ => {}
    })?;
    Ok(colours.into_iter().map(|named| named.as_deref().and_then(hex).unwrap_or(BLACK)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_far_colours_are_apart() {
        assert_eq!(contrast(BLACK, WHITE), 2100);
        assert_eq!(contrast(WHITE, WHITE), 100);
        assert!(contrast([0xFE, 0xFE, 0xFD], WHITE) < 110);
        assert!(contrast([0x7F, 0x7F, 0x7F], WHITE) > 390);
        assert_eq!(hex("FF1F3864"), Some([0x1F, 0x38, 0x64]));
        assert_eq!((indexed(1), indexed(9), indexed(63)), (Some(WHITE), Some(WHITE), Some([0x33; 3])));
        assert_eq!((tinted(0, 1.0), tinted(255, -1.0), tinted(100, 0.0)), (255, 0, 100));
    }
}
