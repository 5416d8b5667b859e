//! The texts that are written once for the whole workbook and pointed at by number.
//!
//! They are those that the rows that are measured have twice or more, with titles and labels. So they are known before a
//! row is written, and need no lock while several threads write; texts that stand once, such as the source of each line,
//! stand in their cells, where they take fewer bytes than in a table.

use std::collections::HashMap;

use super::xml;

/// The texts of one sheet in the order in which they were seen, each of them once or twice.
#[derive(Default)]
pub(super) struct SheetTexts {
    twice: HashMap<String, bool>,
    seen: Vec<String>,
}

impl SheetTexts {
    /// Counts a text.
    pub(super) fn see(&mut self, text: &str) {
        match self.twice.get_mut(text) {
            Some(true) => return,
            Some(twice) => *twice = true,
            None => drop(self.twice.insert(text.to_owned(), false)),
        }
        self.seen.push(text.to_owned());
    }
}

/// Texts by number.
#[derive(Default)]
pub(super) struct SharedTexts {
    /// `None` for what was seen once.
    numbers: HashMap<String, Option<u32>>,
    list: Vec<String>,
}

impl SharedTexts {
    /// Those of all sheets.
    pub(super) fn of(sheets: Vec<SheetTexts>) -> Self {
        let mut all = Self::default();
        for text in sheets.into_iter().flat_map(|sheet| sheet.seen) {
            all.see(text);
        }
        all
    }

    fn see(&mut self, text: String) {
        match self.numbers.get_mut(&text) {
            Some(Some(_)) => {}
            Some(number) => {
                *number = u32::try_from(self.list.len()).ok();
                self.list.push(text);
            }
            None => drop(self.numbers.insert(text, None)),
        }
    }

    /// The number of a text that was seen twice.
    pub(super) fn number(&self, text: &str) -> Option<u32> {
        self.numbers.get(text).copied().flatten()
    }

    /// The part of the package.
    pub(super) fn part(&self) -> Vec<u8> {
        let mut items = Vec::new();
        self.list.iter().for_each(|text| item(&mut items, text));
        part(self.list.len(), &items)
    }
}

/// The texts of another workbook, numbered as they are met: what that keeps once stands once in a copy too.
#[derive(Default)]
pub(super) struct CopiedTexts {
    /// By their places in the other workbook: one more than their numbers, or 0.
    numbers: Vec<u32>,
    count: u32,
    items: Vec<u8>,
}

impl CopiedTexts {
    /// The number of a text, by its place in the other workbook.
    pub(super) fn number(&mut self, place: usize, text: &str) -> u32 {
        if self.numbers.len() <= place {
            self.numbers.resize(place + 1, 0);
        }
        if self.numbers[place] == 0 {
            self.count += 1;
            self.numbers[place] = self.count;
            item(&mut self.items, text);
        }
        self.numbers[place] - 1
    }

    /// The part of the package.
    pub(super) fn part(&self) -> Vec<u8> {
        part(self.count as usize, &self.items)
    }
}

fn item(items: &mut Vec<u8>, text: &str) {
    items.extend_from_slice(b"<si>");
    xml::text(items, text);
    items.extend_from_slice(b"</si>");
}

fn part(count: usize, items: &[u8]) -> Vec<u8> {
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
                <sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" uniqueCount=\"";
    let mut part = Vec::from(head);
    xml::whole(&mut part, count as u64);
    part.extend_from_slice(b"\">");
    part.extend_from_slice(items);
    part.extend_from_slice(b"</sst>");
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_twice_has_a_number() {
        let sheets = [&["a", "b", "b", "a<"][..], &["c", "a<", "b"]].map(|shown| {
            let mut texts = SheetTexts::default();
            for text in shown {
                texts.see(text);
            }
            texts
        });
        let texts = SharedTexts::of(sheets.into());
        assert_eq!(["a", "b", "a<", "d"].map(|text| texts.number(text)), [None, Some(0), Some(1), None]);
        let part = String::from_utf8(texts.part()).unwrap();
        assert!(part.ends_with("uniqueCount=\"2\"><si><t>b</t></si><si><t>a&lt;</t></si></sst>"), "{part}");
    }
}
