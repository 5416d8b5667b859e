//! A look over the XML of a part while it is inflated: nothing is parsed, only what would harm the parser is found.
//!
//! Checked a block at a time, at the speed of memory: no `<` or no `>` for 1 MiB (the parser holds such a piece as a
//! whole), a DOCTYPE, another encoding than UTF-8, and, inside sheet data, comments, CDATA sections, processing
//! instructions and digits written as character references. Those last are legal but calamine reads `<v>1<!-- -->2</v>`
//! as 1 and `<v><![CDATA[5]]></v>` as blank, and a wrong number read quietly is worse than a refusal.
//!
//! Limits: it sees bytes, not structure; parts that do not begin with `<` are only counted by the caller.

use memchr::memmem::Finder;
use memchr::{memchr, memrchr};

use super::error::{Measure, SourceError};
use super::limits;

/// Bytes of the block before that are looked at again, so that nothing hides across a border.
const OVERLAP: usize = 64;

/// What is known about the part so far.
pub(super) struct Markup<'a> {
    part: &'a str,
    /// Block with the tail of the one before in front.
    window: Vec<u8>,
    begun: bool,
    xml: bool,
    in_sheet_data: bool,
    without_open: usize,
    without_close: usize,
    finders: &'a Finders,
}

/// Searches that are prepared once a package.
pub(super) struct Finders {
    bang: Finder<'static>,
    question: Finder<'static>,
    reference: Finder<'static>,
    sheet_data: Finder<'static>,
}

impl Finders {
    pub(super) fn new() -> Self {
        Self {
            bang: Finder::new(b"<!"),
            question: Finder::new(b"<?"),
            reference: Finder::new(b"&#"),
            sheet_data: Finder::new(b"sheetData"),
        }
    }
}

impl<'a> Markup<'a> {
    pub(super) fn new(part: &'a str, finders: &'a Finders) -> Self {
        Self {
            part,
            window: Vec::new(),
            begun: false,
            xml: false,
            in_sheet_data: false,
            without_open: 0,
            without_close: 0,
            finders,
        }
    }

    /// Whether the part is XML, as far as is known.
    pub(super) fn is_xml(&self) -> bool {
        self.xml
    }

    /// Takes the next block of the part.
    pub(super) fn block(&mut self, block: &[u8]) -> Result<(), SourceError> {
        if !self.begun {
            self.begin(block)?;
            self.begun = true;
        }
        if !self.xml {
            return Ok(());
        }
        self.runs(block)?;
        let keep = self.window.len().min(OVERLAP);
        self.window.drain(..self.window.len() - keep);
        self.window.extend_from_slice(block);
        self.markup(keep)
    }

    /// The first block says what the part is.
    fn begin(&mut self, block: &[u8]) -> Result<(), SourceError> {
        let encoding = || SourceError::Encoding { part: self.part.to_owned() };
        if block.starts_with(b"\xFF\xFE")
            || block.starts_with(b"\xFE\xFF")
            || block.starts_with(b"<\0")
            || block.starts_with(b"\0<")
        {
            return Err(encoding());
        }
        let text = block.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(block).trim_ascii_start();
        self.xml = text.starts_with(b"<");
        if let Some(declaration) = text.strip_prefix(b"<?xml") {
            let declaration = &declaration[..memchr(b'>', declaration).unwrap_or(declaration.len())];
            let declaration = String::from_utf8_lossy(declaration).to_ascii_lowercase();
            if let Some((_, named)) = declaration.split_once("encoding") {
                let name = named.trim_start_matches(|c: char| c == '=' || c == '"' || c == '\'' || c.is_whitespace());
                if !["utf-8", "utf8", "us-ascii", "ascii"].iter().any(|ours| name.starts_with(ours)) {
                    return Err(encoding());
                }
            }
        }
        Ok(())
    }

    /// The longest stretches without `<` and without `>`. Gaps inside a block are shorter than the block.
    fn runs(&mut self, block: &[u8]) -> Result<(), SourceError> {
        for (byte, run) in [(b'<', &mut self.without_open), (b'>', &mut self.without_close)] {
            let Some(first) = memchr(byte, block) else {
                *run += block.len();
                if *run >= limits::RUN {
                    return Err(too_long(self.part));
                }
                continue;
            };
            if *run + first >= limits::RUN {
                return Err(too_long(self.part));
            }
            *run = block.len() - 1 - memrchr(byte, block).unwrap_or(first);
        }
        Ok(())
    }

    /// What stands between tags that should not.
    fn markup(&mut self, seen: usize) -> Result<(), SourceError> {
        let window = &self.window[..];
        // What was complete in the block before was judged then.
        let fresh = |at: usize, length: usize| at + length > seen;
        let data_from = if self.in_sheet_data { Some(0) } else { self.finders.sheet_data.find(window) };
        for at in self.finders.bang.find_iter(window).filter(|at| fresh(*at, 3)) {
            let after = &window[at + 2..];
            let comment = after.starts_with(b"-") || after.is_empty();
            let cdata = after.starts_with(b"[");
            if !comment && !cdata {
                return Err(SourceError::Doctype { part: self.part.to_owned() });
            }
            if data_from.is_some_and(|from| at > from) {
                return Err(self.unfaithful("comments or CDATA among the cells"));
            }
        }
        if let Some(from) = data_from {
            if self.finders.question.find_iter(window).any(|at| at > from && fresh(at, 2)) {
                return Err(self.unfaithful("processing instructions among the cells"));
            }
            if self.finders.reference.find_iter(window).any(|at| digit_reference(window, at)) {
                return Err(self.unfaithful("digits written as character references"));
            }
            self.in_sheet_data = true;
        }
        Ok(())
    }

    fn unfaithful(&self, detail: &str) -> SourceError {
        SourceError::Unfaithful { part: self.part.to_owned(), detail: detail.to_owned() }
    }
}

fn too_long(part: &str) -> SourceError {
    SourceError::TooMuch { part: part.to_owned(), what: Measure::BytesInARow, limit: limits::RUN as u64 }
}

/// Whether the reference at `at` (`&#…;`) hides part of a number: a digit, a sign, a point or an e; or a blank at the
/// beginning of a value.
fn digit_reference(window: &[u8], at: usize) -> bool {
    let digits = &window[at + 2..];
    let (digits, radix) = match digits.first() {
        Some(b'x' | b'X') => (&digits[1..], 16),
        _ => (digits, 10),
    };
    let Some(end) = memchr(b';', &digits[..digits.len().min(16)]) else {
        return false;
    };
    let code = str::from_utf8(&digits[..end]).ok().and_then(|text| u32::from_str_radix(text, radix).ok());
    match code.and_then(char::from_u32) {
        Some('0'..='9' | '+' | '-' | '.' | 'e' | 'E') => true,
        Some(blank) if blank.is_whitespace() => {
            window[..at].ends_with(b"v>") && digits.get(end + 1).is_some_and(u8::is_ascii_digit)
        }
        _ => false,
    }
}
