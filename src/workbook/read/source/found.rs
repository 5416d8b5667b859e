//! What a file is by its first bytes, whatever its name says.

use crate::lang::Words;
use crate::say;

/// Something that is not a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotAWorkbook {
    /// No bytes at all.
    Nothing,
    /// Comma- or tab-separated values, or any other plain text.
    Text,
    /// A web page, which many systems export under the name .xls.
    Html,
    /// Excel's XML of 2003.
    Xml2003,
    /// `OpenDocument` in one XML file (.fods).
    FlatOds,
    /// Excel 4 or older, without a container.
    OldExcel,
    /// A PDF.
    Pdf,
    /// PNG, JPEG, GIF, BMP, TIFF or WebP.
    Picture,
    /// A text of Word, WPS Writer or Writer, or RTF.
    Document,
    /// Slides of any program.
    Presentation,
    /// A template of a spreadsheet (.ots).
    Template,
    /// Apple Numbers.
    Numbers,
    /// A zip with other things in it.
    Zip,
    /// RAR, 7z, gzip.
    Archive,
    /// An OLE container without a workbook.
    Ole,
    /// None of these.
    Unknown,
}

/// The containers that a workbook can be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    /// .xlsx, .xlsm, .xlsb, .ods
    Zip,
    /// .xls, and anything encrypted
    Ole,
}

/// The container by its magic bytes, or what the file is instead.
pub(super) fn sniff(bytes: &[u8]) -> Result<Container, NotAWorkbook> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    let any = |magics: &[&[u8]]| magics.iter().any(|magic| bytes.starts_with(magic));
    if starts(b"PK\x03\x04") {
        return Ok(Container::Zip);
    }
    if starts(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Ok(Container::Ole);
    }
    Err(if bytes.is_empty() {
        NotAWorkbook::Nothing
    } else if any(&[b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"II*\0", b"MM\0*"]) || picture(bytes) {
        NotAWorkbook::Picture
    } else if starts(b"%PDF") {
        NotAWorkbook::Pdf
    } else if starts(b"{\\rtf") {
        NotAWorkbook::Document
    } else if any(&[b"\x1F\x8B", b"Rar!", b"7z\xBC\xAF", b"BZh", b"\xFD7zXZ"]) {
        NotAWorkbook::Archive
    } else if starts(b"PK\x05\x06") {
        NotAWorkbook::Zip
    } else if any(&[b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08"]) {
        NotAWorkbook::OldExcel
    } else {
        text(bytes)
    })
}

fn picture(bytes: &[u8]) -> bool {
    bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4])
        || bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")
}

/// Which kind of text it is, if it is one: by a glance at its beginning.
fn text(bytes: &[u8]) -> NotAWorkbook {
    const GLANCE: usize = 4096;
    let wide = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    let head = &bytes[..bytes.len().min(GLANCE)];
    // A page or an XML file is one, whichever characters some program put into it.
    let tagged = head.starts_with(b"<") || head.starts_with(b"\xEF\xBB\xBF<");
    let plain = tagged || head.iter().all(|b| *b >= b' ' || matches!(b, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B));
    if !wide && !plain {
        return NotAWorkbook::Unknown;
    }
    let head: String =
        head.iter().filter(|b| **b != 0 && b.is_ascii()).map(|b| char::from(b.to_ascii_lowercase())).collect();
    let head = head.trim_start();
    if head.contains("urn:schemas-microsoft-com:office:spreadsheet") {
        NotAWorkbook::Xml2003
    } else if head.contains("<office:document") {
        NotAWorkbook::FlatOds
    } else if head.starts_with("mime-version:")
        || head.starts_with('<') && ["<html", "<!doctype html", "<table", "<body"].iter().any(|t| head.contains(t))
    {
        NotAWorkbook::Html
    } else {
        NotAWorkbook::Text
    }
}

impl NotAWorkbook {
    pub(super) fn words(self) -> Words {
        match self {
            Self::Nothing => say!(Source::FoundNothing),
            Self::Text => say!(Source::FoundText),
            Self::Html => say!(Source::FoundHtml),
            Self::Xml2003 => say!(Source::FoundXml2003),
            Self::FlatOds => say!(Source::FoundFlatOds),
            Self::OldExcel => say!(Source::FoundOldExcel),
            Self::Pdf => say!(Source::FoundPdf),
            Self::Picture => say!(Source::FoundPicture),
            Self::Document => say!(Source::FoundDocument),
            Self::Presentation => say!(Source::FoundPresentation),
            Self::Template => say!(Source::FoundTemplate),
            Self::Numbers => say!(Source::FoundNumbers),
            Self::Zip => say!(Source::FoundZip),
            Self::Archive => say!(Source::FoundArchive),
            Self::Ole => say!(Source::FoundOle),
            Self::Unknown => say!(Source::FoundUnknown),
        }
    }

    pub(super) fn remedy(self) -> Words {
        match self {
            Self::Text | Self::Html | Self::Xml2003 | Self::OldExcel | Self::Template => say!(Source::RemedySaveAs),
            Self::FlatOds => say!(Source::RemedySaveFlat),
            Self::Numbers => say!(Source::RemedyExport),
            Self::Zip | Self::Archive => say!(Source::RemedyUnpack),
            Self::Nothing => say!(Source::RemedyAskAgain),
            Self::Pdf | Self::Picture | Self::Document | Self::Presentation | Self::Ole | Self::Unknown => {
                say!(Source::RemedyGiveWorkbook)
            }
        }
    }
}
