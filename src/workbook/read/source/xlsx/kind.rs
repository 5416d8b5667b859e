//! How a cell is stored.

/// How a cell is stored (`t`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum XlsxCellType {
    Number,
    Shared,
    Text,
    Inline,
    Truth,
    Error,
    Date,
}

impl XlsxCellType {
    pub(super) fn of(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"n" => Self::Number,
            b"s" => Self::Shared,
            b"str" => Self::Text,
            b"inlineStr" => Self::Inline,
            b"b" => Self::Truth,
            b"e" => Self::Error,
            b"d" => Self::Date,
            _ => return None,
        })
    }
}
