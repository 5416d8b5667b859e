//! The namespaces that are told apart.

/// The namespaces that mean something here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ns {
    /// None.
    None,
    /// `xml:`
    Xml,
    /// Spreadsheets of Office Open XML, strict or transitional.
    Main,
    /// Ids of relationships, likewise.
    Relations,
    /// The relationships of a package.
    Package,
    /// Alternatives that old programs pass over.
    Compatibility,
    /// Documents of `OpenDocument`.
    Office,
    /// Its tables.
    Table,
    /// Its texts.
    Text,
    /// Its styles.
    Style,
    /// Any other.
    Other,
}

impl Ns {
    pub(super) fn of(uri: &str) -> Self {
        match uri {
            "" => Self::None,
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
            | "http://purl.oclc.org/ooxml/spreadsheetml/main" => Self::Main,
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
            | "http://purl.oclc.org/ooxml/officeDocument/relationships" => Self::Relations,
            "http://schemas.openxmlformats.org/package/2006/relationships" => Self::Package,
            "http://schemas.openxmlformats.org/markup-compatibility/2006" => Self::Compatibility,
            "http://www.w3.org/XML/1998/namespace" => Self::Xml,
            "urn:oasis:names:tc:opendocument:xmlns:office:1.0" => Self::Office,
            "urn:oasis:names:tc:opendocument:xmlns:table:1.0" => Self::Table,
            "urn:oasis:names:tc:opendocument:xmlns:text:1.0" => Self::Text,
            "urn:oasis:names:tc:opendocument:xmlns:style:1.0" => Self::Style,
            _ => Self::Other,
        }
    }
}
