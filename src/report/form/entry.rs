//! What stands in a cell of a form.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::report::sheet::{CellValue, Tone};

/// What stands in a cell of a form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// The value.
    pub value: CellValue,
    /// Attention, for what someone must confirm.
    pub tone: Tone,
    /// Why; empty for no note. Many have the same.
    pub note: Arc<str>,
}

impl Entry {
    /// A plain value.
    #[must_use]
    pub fn new(value: CellValue) -> Self {
        Self { value, ..Self::default() }
    }

    /// A figure of an earlier run, perhaps with a note.
    pub(super) fn given(figure: Decimal, note: Option<String>) -> Self {
        Self { value: CellValue::Number(figure), tone: Tone::Input, note: note.unwrap_or_default().into() }
    }

    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::new(CellValue::Text(text.into()))
    }

    /// This entry in yellow, to be looked at for a reason.
    #[must_use]
    pub fn marked(mut self, note: impl Into<Arc<str>>) -> Self {
        self.tone = Tone::Notice;
        self.note = note.into();
        self
    }

    /// Whether somebody has to confirm it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.tone == Tone::Notice
    }

    /// Whether nothing stands there.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.value == CellValue::Blank
    }
}
