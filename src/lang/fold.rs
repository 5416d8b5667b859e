//! When two texts are the same to whoever reads them: the one answer for headings, names, ids and sheets.

/// The form in which texts are compared: full-width forms made narrow, no case, no blanks, no invisible characters.
/// Nothing else is made alike: ①, ¹, ₁ and ½ are other characters than 1 and 1/2.
#[must_use]
pub fn fold(text: &str) -> String {
    // Most texts are plain.
    if text.is_ascii() {
        return text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
    }
    text.chars().filter(|c| !c.is_whitespace() && !invisible(*c)).map(narrow).flat_map(char::to_lowercase).collect()
}

/// Whether a character is one that nobody sees: soft hyphens, zero-width blanks and joiners, marks of direction, byte
/// order marks.
#[must_use]
pub fn invisible(char: char) -> bool {
    matches!(
        char,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}'
    )
}

/// The narrow form of a full-width one: Ａ is A, ％ is %, ￥ is ¥.
pub(crate) fn narrow(char: char) -> char {
    match char {
        '！'..='～' => char::from_u32(u32::from(char) - 0xFEE0).unwrap_or(char),
        '\u{3000}' => ' ',
        '￠' => '¢',
        '￡' => '£',
        '￢' => '¬',
        '￣' => '¯',
        '￤' => '¦',
        '￥' => '¥',
        '￦' => '₩',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Plain text takes a short way, which gives the same as the long one.
    #[test]
    fn plain_text_is_folded_as_any_other() {
        for byte in 0..128_u8 {
            let text = format!("a{}Z", char::from(byte));
            let long = fold(&format!("{text}字"));
            assert_eq!(Some(fold(&text).as_str()), long.strip_suffix('字'), "{byte}");
        }
    }

    /// What composition would make alike is not: an id M00¹ is nobody's.
    #[test]
    fn other_characters_are_other_characters() {
        for (one, other) in [
            ("M00①", "M001"),
            ("M00¹", "M001"),
            ("M00₁", "M001"),
            ("½", "1/2"),
            ("Ⅷ", "VIII"),
            ("㈠", "(一)"),
            ("㎡", "m2"),
        ] {
            assert_ne!(fold(one), fold(other), "{one}");
        }
        let wide: String = (0xFF01..=0xFF5E).filter_map(char::from_u32).collect();
        let plain: String = (0x21..=0x7E).filter_map(char::from_u32).collect();
        assert_eq!(fold(&wide), fold(&plain));
    }

    #[test]
    fn blanks_of_every_sort_are_left_out() {
        assert_eq!(fold("\u{feff}A\u{3000}b"), "ab");
        assert_eq!(fold("M\u{200b}0\u{ad}01\u{2060}"), "m001");
    }

    #[test]
    fn names_compare_without_case_blanks_and_width() {
        assert_eq!(fold(" ＫＰＩ 系数\n"), fold("kpi系数"));
        assert_eq!(fold("From (multiple of annual target)"), fold("from（MULTIPLE of annual target）"));
    }
}
