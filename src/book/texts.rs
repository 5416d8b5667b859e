//! Texts in one piece of memory: a large input has a million projects and documents, and a `String` of each would take
//! more than what it says.

use std::ops::Index;

/// Texts by number, in the order in which they were added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    all: String,
    /// Where each ends.
    ends: Vec<u32>,
}

impl Texts {
    /// Appends a text; gives its number.
    pub fn push(&mut self, text: &str) -> u32 {
        let number = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        self.all.push_str(text);
        // A file has no more text than the reader allows, which is far less.
        self.ends.push(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        number
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A text by its number.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)? as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        self.all.get(start..end)
    }
}

impl Index<usize> for Texts {
    type Output = str;

    fn index(&self, number: usize) -> &str {
        self.get(number).unwrap_or_else(|| panic!("no text {number} of {}", self.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_comes_back_by_its_number() {
        let mut texts = Texts::default();
        assert!(texts.is_empty() && texts.get(0).is_none());
        let said = ["", "项目一", "", "P2"];
        assert_eq!(said.map(|text| texts.push(text)), [0, 1, 2, 3]);
        assert_eq!(said.map(|text| texts.push(text)), [4, 5, 6, 7]);
        for (number, text) in said.iter().chain(&said).enumerate() {
            assert_eq!(&texts[number], *text);
        }
        assert_eq!((texts.len(), texts.get(8)), (8, None));
    }
}
