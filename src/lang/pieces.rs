//! A text of the catalogues in pieces: what stands there, and where data goes. The build script reads it too.

/// A piece of a text: what stands there, or a place for data, as it is (`{name}`), without capitals (`{name:lower}`), or
/// with a blank before it where it begins with a Latin letter or a digit (`{name:gap}`).
#[derive(Debug, PartialEq, Eq)]
pub(super) enum TextPiece<'t> {
    Text(&'t str),
    Data { name: &'t str, form: &'t str },
}

/// The pieces of a text; braces that are meant as such stand twice.
pub(super) fn pieces(text: &str) -> Vec<TextPiece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = memchr::memchr2(b'{', b'}', rest.as_bytes()) {
        let doubled = rest[at + 1..].starts_with(&rest[at..=at]);
        if doubled || rest[at..].starts_with('}') {
            pieces.push(TextPiece::Text(&rest[..=at]));
            rest = &rest[at + 1 + usize::from(doubled)..];
            continue;
        }
        let Some(end) = rest[at..].find('}') else { break };
        pieces.push(TextPiece::Text(&rest[..at]));
        let (name, form) = rest[at + 1..at + end].split_once(':').unwrap_or((&rest[at + 1..at + end], ""));
        pieces.push(TextPiece::Data { name, form });
        rest = &rest[at + end + 1..];
    }
    pieces.push(TextPiece::Text(rest));
    pieces
}
