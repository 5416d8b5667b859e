//! The look of every kind of cell, made once and kept: a sober palette in one typeface.
//!
//! The typeface is on every Windows since Vista and in Office for Mac; where it is missing, the
//! character set tells the program to take another one for simplified Chinese.

use std::collections::HashMap;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::lang::Lang;
use crate::report::sheet::{CellUnit, Tone};
use crate::say;

/// The typeface of cells, notes and charts.
pub(super) const FONT: &str = "Microsoft YaHei";
/// GB2312, for the choice of a substitute.
const CHARSET_GB2312: u8 = 134;
const BODY_SIZE: f64 = 10.0;

/// Height of a line of the typeface, in pixels.
pub(super) const LINE_PIXELS: u32 = 22;
/// Height of a row that nothing widens, in pixels and in points: a line with some air.
pub(super) const DEFAULT_ROW_PIXELS: u32 = 24;
pub(super) const DEFAULT_ROW_POINTS: f64 = 18.0;
/// Width of a column that nothing sets; it tells the library how wide a digit is (7 pixels).
pub(super) const DEFAULT_COLUMN_PIXELS: u32 = 64;

const INK: u32 = 0x0026_2626;
const NAVY: u32 = 0x001F_3864;
const GREY: u32 = 0x007F_7F7F;
pub(super) const LINE: u32 = 0x00D9_D9D9;
const BAND: u32 = 0x00F2_F2F2;
/// Bars in cells, pale enough for the number over them.
pub(super) const BAR: u32 = 0x009D_C3E6;
/// The ground of a cell that is still to be filled in.
pub(super) const TO_FILL: u32 = 0x00FF_F2CC;

/// What a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum CellStyle {
    /// The sheet's title.
    Title,
    /// The line under it.
    Subtitle,
    /// The heading of a table.
    Heading,
    /// Clause numbers over the labels.
    Clause,
    /// The label of a column.
    Label,
    /// A figure or text of a table.
    Body {
        /// How it is shown.
        shape: ValueShape,
        /// Attention.
        tone: Tone,
        /// Whether it stands in the total row.
        total: bool,
    },
}

impl CellStyle {
    /// Its place among all looks.
    fn place(self) -> usize {
        match self {
            Self::Title => 0,
            Self::Subtitle => 1,
            Self::Heading => 2,
            Self::Clause => 3,
            Self::Label => 4,
            Self::Body { shape, tone, total } => {
                5 + (shape.place() * Tone::ALL.len() + tone as usize) * 2 + usize::from(total)
            }
        }
    }
}

/// A [`CellUnit`] in which the value has had its say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum ValueShape {
    /// Shown by the rules of its unit.
    Unit(CellUnit),
    /// A plain number with decimals (whole ones would end in a point).
    Fraction,
}

impl ValueShape {
    const ALL: [Self; CellUnit::ALL.len() + 1] = {
        let mut all = [Self::Fraction; CellUnit::ALL.len() + 1];
        let mut at = 0;
        while at < CellUnit::ALL.len() {
            all[at] = Self::Unit(CellUnit::ALL[at]);
            at += 1;
        }
        all
    };

    /// Its place in [`ValueShape::ALL`].
    fn place(self) -> usize {
        match self {
            Self::Unit(unit) => unit as usize,
            Self::Fraction => CellUnit::ALL.len(),
        }
    }
}

/// The formats of all looks, made once.
pub(super) struct CellStyles(Vec<Format>);

impl CellStyles {
    /// For results in a language, or for a form.
    pub(super) fn new(lang: Option<Lang>) -> Self {
        let mut looks =
            vec![CellStyle::Title, CellStyle::Subtitle, CellStyle::Heading, CellStyle::Clause, CellStyle::Label];
        for shape in ValueShape::ALL {
            for tone in Tone::ALL {
                looks.extend([false, true].map(|total| CellStyle::Body { shape, tone, total }));
            }
        }
        assert!(looks.iter().enumerate().all(|(place, look)| look.place() == place));
        Self(looks.into_iter().map(|look| make(look, lang)).collect())
    }

    /// How cells name them, where they are the first formats of a workbook after its own: by their numbers.
    pub(super) fn attributes(&self) -> StyleAttributes {
        let base = base();
        let mut numbers = HashMap::from([(&base, 0)]);
        let attributes = self.0.iter().map(|format| {
            let next = numbers.len();
            match *numbers.entry(format).or_insert(next) {
                0 => String::new(),
                number => format!(" s=\"{number}\""),
            }
        });
        StyleAttributes::new(attributes.collect())
    }

    /// Every format, in the order of the looks.
    pub(super) fn all(&self) -> &[Format] {
        &self.0
    }
}

/// How the cells of a workbook name their looks: the attributes, by the places of the looks.
#[derive(PartialEq, Eq)]
pub(super) struct StyleAttributes(Vec<String>);

impl StyleAttributes {
    pub(super) fn new(attributes: Vec<String>) -> Self {
        Self(attributes)
    }

    /// How many looks there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The attribute of a look, with a blank before it.
    pub(super) fn get(&self, look: CellStyle) -> &str {
        &self.0[look.place()]
    }
}

/// What all cells have in common; the workbook's default.
pub(super) fn base() -> Format {
    Format::new()
        .set_font_name(FONT)
        .set_font_charset(CHARSET_GB2312)
        .set_font_size(BODY_SIZE)
        .set_align(FormatAlign::VerticalCenter)
}

fn make(look: CellStyle, lang: Option<Lang>) -> Format {
    let base = base().set_font_color(INK);
    match look {
        CellStyle::Title => base.set_font_size(14).set_bold().set_font_color(NAVY),
        CellStyle::Subtitle => base.set_font_size(9).set_font_color(GREY),
        CellStyle::Heading => base.set_font_size(11).set_bold().set_font_color(NAVY),
        CellStyle::Clause => head(base).set_font_size(8).set_font_color(0x00BD_D7EE),
        CellStyle::Label => head(base).set_bold().set_font_color(Color::White),
        CellStyle::Body { shape, tone, total } => body(shaped(base, shape, lang), tone, total),
    }
}

fn head(base: Format) -> Format {
    base.set_background_color(NAVY)
        .set_align(FormatAlign::Center)
        .set_text_wrap()
        .set_border(FormatBorder::Thin)
        .set_border_color(0x008E_A0C0)
}

fn body(shaped: Format, tone: Tone, total: bool) -> Format {
    let mut format = shaped.set_border(FormatBorder::Thin).set_border_color(LINE);
    format = match tone {
        Tone::Plain => format,
        Tone::Good => toned(format, 0x00E2_F0D9, 0x0037_5623),
        Tone::Notice => toned(format, 0x00FF_F2CC, 0x007F_6000),
        Tone::Alert => toned(format, 0x00FB_E1DE, 0x009C_0006),
        Tone::Input => toned(format, 0x00EA_F1FB, 0x001F_4E9E),
        Tone::Strong => format.set_background_color(BAND).set_bold(),
    };
    if total {
        format = format.set_bold().set_border_top(FormatBorder::Medium).set_border_top_color(NAVY);
        if tone == Tone::Plain {
            format = format.set_background_color(BAND);
        }
    }
    format
}

/// How a cell of a form looks where nothing is ruled.
pub(super) fn unruled(unit: CellUnit, lang: Option<Lang>) -> Format {
    shaped(base().set_font_color(INK), ValueShape::Unit(unit), lang)
}

fn toned(format: Format, fill: u32, ink: u32) -> Format {
    format.set_background_color(fill).set_font_color(ink)
}

fn shaped(base: Format, shape: ValueShape, lang: Option<Lang>) -> Format {
    let (pattern, align) = match shape {
        ValueShape::Unit(CellUnit::Text) => return base.set_align(FormatAlign::Left).set_indent(1),
        ValueShape::Unit(CellUnit::Code) => return base.set_num_format("@").set_align(FormatAlign::Left).set_indent(1),
        ValueShape::Unit(CellUnit::Prose) => {
            return base.set_align(FormatAlign::Left).set_indent(1).set_text_wrap();
        }
        ValueShape::Unit(CellUnit::Yuan) => (figure("#,##0.00", "[Red]", lang), FormatAlign::Right),
        ValueShape::Unit(CellUnit::Percent) => (figure("0.00%", "", lang), FormatAlign::Right),
        ValueShape::Unit(CellUnit::Factor) => (figure("0.0000", "", lang), FormatAlign::Right),
        // The two zeros keep a whole rate from ending in a point.
        ValueShape::Unit(CellUnit::ExactPercent) => (padded("0.00#%", "", lang), FormatAlign::Right),
        ValueShape::Unit(CellUnit::ExactFactor) => (padded("0.0###########", "", lang), FormatAlign::Right),
        // General: a recalculated value may have decimals that `0` would hide.
        ValueShape::Unit(CellUnit::Number) => (padded("General", "", lang), FormatAlign::Right),
        ValueShape::Fraction => (padded("0.0#####", "", lang), FormatAlign::Right),
        // Excel shows a truth as such whatever the format; LibreOffice would show a formula's as 1. Results hold 1 and 0.
        ValueShape::Unit(CellUnit::Truth) => {
            let words = |lang: Lang| [say!(Formula::Yes), say!(Formula::No)].map(|word| word.get(lang).to_owned());
            let [yes, no] = lang.map_or_else(|| ["TRUE", "FALSE"].map(str::to_owned), words);
            (format!("\"{yes}\";\"{yes}\";\"{no}\""), FormatAlign::Center)
        }
        ValueShape::Unit(CellUnit::Date) => ("yyyy-mm-dd".to_owned(), FormatAlign::Center),
    };
    base.set_num_format(pattern).set_align(align)
}

/// A number format with some air before the right border. (`LibreOffice` forgets the indent of a
/// right-aligned cell when the cell before it has the same font.)
fn padded(pattern: &str, negative: &str, lang: Option<Lang>) -> String {
    format!("{pattern}_);{negative}-{pattern}_);{pattern}_);{}", text(lang))
}

/// The same with a dash for zero, in results.
fn figure(pattern: &str, negative: &str, lang: Option<Lang>) -> String {
    match lang {
        Some(_) => format!("{pattern}_);{negative}-{pattern}_);\"–\"_);{}", text(lang)),
        None => padded(pattern, negative, lang),
    }
}

/// How a text stands in the place of a figure: the one that formulas know, "n/a", in the reader's language.
pub(super) fn text(lang: Option<Lang>) -> String {
    not_applicable(lang).map_or_else(|| "@_)".to_owned(), |word| format!("\"{word}\"_)"))
}

/// The reader's word for "n/a", where it is another one.
pub(super) fn not_applicable(lang: Option<Lang>) -> Option<String> {
    let words = say!(Formula::NotApplicable);
    lang.map(|lang| words.get(lang).to_owned()).filter(|word| word != words.get(Lang::default()))
}
