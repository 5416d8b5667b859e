//! Number formats that show something else than the figure: nothing, a fixed text, another sign or further digits.

use rust_decimal::Decimal;

/// What a section of a format shows.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
struct FormatSection {
    /// Whether it has places for digits, or shows the number as it is.
    figure: bool,
    /// Digits that stand there whatever the number is.
    digits: bool,
    /// A sign or a bracket around the number.
    minus: bool,
    /// Whether it is of another colour.
    coloured: bool,
    /// Whether a condition says for which numbers it is.
    condition: bool,
}

impl FormatSection {
    fn of(code: &str) -> Self {
        let mut section = Self::default();
        let lower = code.to_lowercase();
        section.figure = lower.contains("general") || code.contains("通用") || code.contains('@');
        // A sign may stand before the digits, and at the very end; `_-` is but as wide as one.
        let (mut before, mut last, mut chars) = (true, ' ', code.chars());
        let literal = |text: &str, before: bool, section: &mut Self| {
            section.digits |= text.chars().any(|c| c.is_ascii_digit());
            section.minus |= before && text.contains(['-', '(', '（', '负', '△', '▲']);
        };
        while let Some(c) = chars.next() {
            match c {
                '"' => {
                    let text: String = chars.by_ref().take_while(|c| *c != '"').collect();
                    literal(&text, before, &mut section);
                    last = text.trim_end().chars().last().unwrap_or(last);
                }
                '\\' | '!' => {
                    let text: String = chars.next().into_iter().collect();
                    literal(&text, before, &mut section);
                    last = text.trim_end().chars().last().unwrap_or(last);
                }
                '_' | '*' => drop(chars.next()),
                '[' => {
                    let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                    section.condition |= inside.starts_with(['<', '>', '=']);
                    section.coloured |= inside.chars().all(char::is_alphanumeric);
                }
                '0' | '#' | '?' => (section.figure, before, last) = (true, false, c),
                '-' | '(' => (section.minus, last) = (section.minus | before, c),
                ' ' => {}
                _ => last = c,
            }
        }
        section.minus |= last == '-';
        section
    }
}

/// The sections of a format: semicolons part them, but for those in quotes.
fn sections(code: &str) -> Vec<String> {
    let (mut all, mut quoted) = (vec![String::new()], false);
    for c in code.chars() {
        quoted ^= c == '"';
        match all.last_mut() {
            Some(last) if c != ';' || quoted => last.push(c),
            _ => all.push(String::new()),
        }
    }
    all
}

/// Whether a format shows something else than a figure.
pub(super) fn shown_otherwise(code: &str, number: Decimal) -> bool {
    let plain = |c: char| matches!(c, '0' | '#' | ',' | '.' | '%');
    if number.is_zero() || code == "General" || code.chars().all(plain) {
        return false;
    }
    let sections: Vec<FormatSection> = sections(code).iter().map(|section| FormatSection::of(section)).collect();
    if sections.iter().any(|section| section.condition) {
        return false;
    }
    let negative = number.is_sign_negative();
    match (negative, &sections[..]) {
        // One section serves both signs, and a minus is put before it.
        (true, [only]) => !only.figure || only.digits,
        (true, [_, below, ..]) => !below.figure || below.digits || !(below.minus || below.coloured),
        (_, [above, ..]) => !above.figure || above.digits || above.minus,
        (_, []) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_that_show_something_else() {
        let (above, below) = (Decimal::ONE_HUNDRED, -Decimal::ONE_HUNDRED);
        for code in [
            ";;;",
            "\"已付\"",
            "\"360000\"",
            "\"-\"0",
            "-0",
            "0-",
            "0\"-\"",
            "0.00\\- ",
            "(0)",
            "0\\0",
            "\\-0.00",
            "0\"00\"",
        ] {
            assert!(shown_otherwise(code, above), "{code}");
        }
        for code in [";;;", "0;;", "0;0", "#,##0.00;#,##0.00", "\"已付\"", "0;\"已扣\""] {
            assert!(shown_otherwise(code, below), "{code}");
        }
        for code in [
            "General",
            "0",
            "#,##0.00",
            "#,##0.00_);[Red]-#,##0.00_);#,##0.00_);@_)",
            "#,##0.00_);[Red](#,##0.00)",
            "#,##0.00;[Red]#,##0.00",
            "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ",
            "_(* #,##0.00_);_(* (#,##0.00);_(* \"-\"??_);_(@_)",
            "\"¥\"#,##0.00;\"¥\"-#,##0.00",
            "¥#,##0.00;[Red]¥-#,##0.00",
            "[$-804]General",
            "G/通用格式",
            "[DBNum2][$-804]General",
            "@",
            "0.00E+00",
            "# ?/?",
            "General\"元\"",
            "0;-0;;@",
            "[=0]\"\";General",
            "0_ ;-0\\ ",
            "0.00_);\\(0.00\\)",
            "#,##0.00_-",
            "_-* #,##0.00_-;-* #,##0.00_-;_-* \"-\"??_-;_-@_-",
            "\"△\"0;\"▲\"0",
        ] {
            assert!(!shown_otherwise(code, below), "{code}");
            assert!(code.starts_with("\"△") || !shown_otherwise(code, above), "{code}");
        }
    }
}
