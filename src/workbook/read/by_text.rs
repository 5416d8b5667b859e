//! What was found out about texts that a workbook keeps once: found out once, however many cells have them.

use super::source::TextId;

/// What is known of texts.
#[derive(Debug)]
pub(super) struct ByText<T>(Vec<Option<T>>);

impl<T> Default for ByText<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Copy> ByText<T> {
    /// What is known of a text.
    pub(super) fn get(&self, text: Option<TextId>) -> Option<T> {
        self.0.get(text?.index()).copied().flatten()
    }

    /// Keeps what is known of a text.
    pub(super) fn put(&mut self, text: Option<TextId>, known: T) {
        let Some(at) = text.map(TextId::index) else { return };
        if self.0.len() <= at {
            self.0.resize(at + 1, None);
        }
        self.0[at] = Some(known);
    }
}
