//! A text of the catalogues in pieces: what stands there, and where data goes. The build script reads it too.

/// A piece of a text: what stands there, or a place for data, as it is (`{name}`), without capitals (`{name:lower}`), or
/// with a blank before it where it begins with a Latin letter or a digit (`{name:gap}`).
#[derive(Debug, PartialEq, Eq)]
pub(super) enum TextPiece<'t> {
    Text(&'t str),
    Data { name: &'t str, form: &'t str },
}

/// The pieces of a text; braces that are meant as such stand twice.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = TextPiece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let at = memchr::memchr2(b'{', b'}', rest.as_bytes()).unwrap_or(rest.len());
        let (piece, after) = if at > 0 {
            (TextPiece::Text(&rest[..at]), at)
        } else if rest.starts_with("{{") || rest.starts_with('}') {
            (TextPiece::Text(&rest[..1]), 1 + usize::from(rest[1..].starts_with(&rest[..1])))
        } else if let Some(end) = rest.find('}') {
            let (name, form) = rest[1..end].split_once(':').unwrap_or((&rest[1..end], ""));
            (TextPiece::Data { name, form }, end + 1)
        } else {
            return None;
        };
        rest = &rest[after..];
        Some(piece)
    })
}
