//! What a file is by its first bytes, whatever its name says.

/// Something that is not a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Found {
    /// No bytes at all.
    Nothing,
    /// Comma- or tab-separated values, or any other plain text.
    Text,
    /// A web page, which many systems export under the name .xls.
    Html,
    /// Excel's XML of 2003.
    Xml2003,
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
pub(super) fn sniff(bytes: &[u8]) -> Result<Container, Found> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    let any = |magics: &[&[u8]]| magics.iter().any(|magic| bytes.starts_with(magic));
    if starts(b"PK\x03\x04") {
        return Ok(Container::Zip);
    }
    if starts(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Ok(Container::Ole);
    }
    Err(if bytes.is_empty() {
        Found::Nothing
    } else if any(&[b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"II*\0", b"MM\0*"]) || picture(bytes) {
        Found::Picture
    } else if starts(b"%PDF") {
        Found::Pdf
    } else if starts(b"{\\rtf") {
        Found::Document
    } else if any(&[b"\x1F\x8B", b"Rar!", b"7z\xBC\xAF", b"BZh", b"\xFD7zXZ"]) {
        Found::Archive
    } else if starts(b"PK\x05\x06") {
        Found::Zip
    } else if any(&[b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08"]) {
        Found::OldExcel
    } else {
        text(bytes)
    })
}

fn picture(bytes: &[u8]) -> bool {
    bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4])
        || bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")
}

/// Which kind of text it is, if it is one: by a glance at its beginning.
fn text(bytes: &[u8]) -> Found {
    const GLANCE: usize = 4096;
    let wide = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    let head = &bytes[..bytes.len().min(GLANCE)];
    let plain = head.iter().all(|b| *b >= b' ' || matches!(b, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B));
    if !wide && !plain {
        return Found::Unknown;
    }
    let head: String =
        head.iter().filter(|b| **b != 0 && b.is_ascii()).map(|b| char::from(b.to_ascii_lowercase())).collect();
    let head = head.trim_start();
    if head.contains("urn:schemas-microsoft-com:office:spreadsheet") {
        Found::Xml2003
    } else if head.starts_with("mime-version:")
        || head.starts_with('<') && ["<html", "<!doctype html", "<table", "<body"].iter().any(|t| head.contains(t))
    {
        Found::Html
    } else {
        Found::Text
    }
}

impl Found {
    pub(super) fn english(self) -> &'static str {
        match self {
            Self::Nothing => "an empty file",
            Self::Text => "plain text or CSV",
            Self::Html => "a web page (HTML)",
            Self::Xml2003 => "Excel 2003 XML",
            Self::OldExcel => "an Excel file older than Excel 97",
            Self::Pdf => "a PDF",
            Self::Picture => "a picture",
            Self::Document => "a text document",
            Self::Presentation => "a presentation",
            Self::Template => "a spreadsheet template",
            Self::Numbers => "an Apple Numbers document",
            Self::Zip => "a zip archive without a workbook",
            Self::Archive => "a compressed archive",
            Self::Ole => "another kind of Office file",
            Self::Unknown => "a file of unknown kind",
        }
    }

    pub(super) fn remedy_english(self) -> &'static str {
        match self {
            Self::Text | Self::Html | Self::Xml2003 | Self::OldExcel | Self::Template => {
                "open it in Excel and save it as .xlsx"
            }
            Self::Numbers => "export it from Numbers as .xlsx",
            Self::Zip | Self::Archive => "unpack it and give the workbook inside",
            Self::Nothing => "ask for the file again",
            Self::Pdf | Self::Picture | Self::Document | Self::Presentation | Self::Ole | Self::Unknown => {
                "give the Excel workbook (.xlsx, .xlsm, .xlsb, .xls or .ods)"
            }
        }
    }

    pub(super) fn chinese(self) -> &'static str {
        match self {
            Self::Nothing => "空文件",
            Self::Text => "纯文本或 CSV 文件",
            Self::Html => "网页（HTML）文件",
            Self::Xml2003 => "Excel 2003 XML 文件",
            Self::OldExcel => "Excel 97 之前的旧格式文件",
            Self::Pdf => " PDF 文件",
            Self::Picture => "图片",
            Self::Document => "文字文档",
            Self::Presentation => "演示文稿",
            Self::Template => "电子表格模板",
            Self::Numbers => "苹果 Numbers 文档",
            Self::Zip => "不含工作簿的 zip 压缩包",
            Self::Archive => "压缩包",
            Self::Ole => "其他类型的 Office 文件",
            Self::Unknown => "无法识别的文件",
        }
    }

    pub(super) fn remedy_chinese(self) -> &'static str {
        match self {
            Self::Text | Self::Html | Self::Xml2003 | Self::OldExcel | Self::Template => {
                "请用 Excel 打开，另存为 .xlsx。"
            }
            Self::Numbers => "请在 Numbers 中导出为 .xlsx。",
            Self::Zip | Self::Archive => "请先解压，再给出其中的工作簿。",
            Self::Nothing => "请重新获取该文件。",
            Self::Pdf | Self::Picture | Self::Document | Self::Presentation | Self::Ole | Self::Unknown => {
                "请提供 Excel 工作簿（.xlsx、.xlsm、.xlsb、.xls 或 .ods）。"
            }
        }
    }
}
