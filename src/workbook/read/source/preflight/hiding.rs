//! The hidden rows and columns of an .xlsx sheet, found while its part is inflated.
//!
//! Only the few tags that say `hidden`, or a height or width of nothing, are taken apart, so that it costs one search
//! through the bytes. Rows that a filter hides say `hidden` too.

use memchr::memmem::Finder;
use memchr::{memchr, memrchr};

use super::super::Hidden;
use super::tags::{Tag, Text, local};

/// The search over one part.
pub(super) struct Hiding<'a> {
    finders: &'a HidingFinders,
    /// A tag that has begun and whose end is not here yet.
    rest: Vec<u8>,
    hidden: Hidden,
}

/// What such a tag says; prepared once a package.
pub(super) struct HidingFinders([Finder<'static>; 3]);

impl HidingFinders {
    pub(super) fn new() -> Self {
        Self([Finder::new(b"hidden"), Finder::new(b"ht=\"0"), Finder::new(b"width=\"0")])
    }
}

impl<'a> Hiding<'a> {
    pub(super) fn new(finders: &'a HidingFinders) -> Self {
        Self { finders, rest: Vec::new(), hidden: Hidden::default() }
    }

    /// Takes the next block of the part.
    pub(super) fn block(&mut self, block: &[u8]) {
        let mut window = std::mem::take(&mut self.rest);
        window.extend_from_slice(block);
        // Each tag once, whichever of the words it has.
        let mut tags: Vec<usize> = Vec::new();
        for finder in &self.finders.0 {
            tags.extend(finder.find_iter(&window).filter_map(|at| memrchr(b'<', &window[..at])));
        }
        tags.sort_unstable();
        tags.dedup();
        for start in tags {
            let markup = &window[start + 1..];
            if let Some(end) = memchr(b'>', markup) {
                self.tag(&markup[..end]);
            }
        }
        // Markup has made sure that this is short.
        let open = memrchr(b'<', &window).filter(|start| memchr(b'>', &window[*start..]).is_none());
        if let Some(start) = open {
            window.drain(..start);
            self.rest = window;
        }
    }

    /// What is hidden, at the end of the part.
    pub(super) fn finish(self) -> Hidden {
        self.hidden.in_order()
    }

    fn tag(&mut self, markup: &[u8]) {
        let markup = markup.strip_suffix(b"/").unwrap_or(markup);
        let (name, attributes) =
            markup.split_at(markup.iter().position(u8::is_ascii_whitespace).unwrap_or(markup.len()));
        let tag = Tag { name, attributes, opens: true, closes: false, text: Text::default() };
        let number = |key: &[u8]| str::from_utf8(tag.attribute(key)?).ok()?.trim().parse::<u32>().ok();
        let said = matches!(tag.attribute(b"hidden"), Some(b"1" | b"true"));
        let nothing = |key: &[u8]| {
            let digits = tag.attribute(key).unwrap_or_default();
            !digits.is_empty() && digits.iter().all(|b| matches!(b, b'0' | b'.'))
        };
        match local(name) {
            b"row" if said || nothing(b"ht") => match number(b"r") {
                Some(row) => self.hidden.hide_rows(row, row),
                None => self.hidden.hide_somewhere(),
            },
            b"col" if said || nothing(b"width") => {
                if let (Some(from @ 1..), Some(to @ 1..)) = (number(b"min"), number(b"max")) {
                    self.hidden.hide_columns(from - 1, to - 1);
                }
            }
            _ => {}
        }
    }
}
