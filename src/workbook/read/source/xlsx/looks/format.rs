//! Number formats in one spelling: programs write the same format in several, `-` as `\-`, `[Red]` as `[RED]`.

use std::fmt::Write as _;

/// A format in the spelling that is compared. What is only as wide as something (`_)`), a colour's and a function's case,
/// and how a plain character is quoted make no difference; all else does.
pub(super) fn plain(code: &str) -> String {
    let mut out = String::with_capacity(code.len());
    let mut literal = String::new();
    let mut chars = code.chars().peekable();
    let say = |literal: &mut String, out: &mut String| {
        if !literal.is_empty() {
            let _ = write!(out, "\"{literal}\"");
            literal.clear();
        }
    };
    while let Some(char) = chars.next() {
        match char {
            '\\' => literal.extend(chars.next()),
            '"' => literal.extend(chars.by_ref().take_while(|c| *c != '"')),
            '_' => drop(chars.next()),
            '-' | '+' | '(' | ')' | ':' | '!' | '^' | '&' | '\'' | '~' | '{' | '}' | '<' | '>' | '=' | ' ' | '$' => {
                literal.push(char);
            }
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                // A country alone (`[$-804]`) says nothing of a number.
                if !inside.starts_with("$-") {
                    say(&mut literal, &mut out);
                    let _ = write!(out, "[{}]", inside.to_lowercase());
                }
            }
            '*' => {
                say(&mut literal, &mut out);
                out.push('*');
                out.extend(chars.next());
            }
            _ => {
                say(&mut literal, &mut out);
                out.extend(char.to_lowercase());
            }
        }
    }
    say(&mut literal, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_format_in_several_spellings() {
        for (one, other) in [
            ("#,##0.00_);[Red]-#,##0.00_);#,##0.00_);@_)", "#,##0.00_);[RED]\\-#,##0.00_);#,##0.00_);@_)"),
            ("General", "GENERAL"),
            ("yyyy-mm-dd", "yyyy\\-mm\\-dd"),
            ("[$-804]0.00", "0.00"),
            ("0\"元\"", "0\\元"),
        ] {
            assert_eq!(plain(one), plain(other));
        }
        for (one, other) in [
            ("#,##0.00", "\"96,317.74\""),
            ("0.00", "0.00,"),
            ("0", "0;;;"),
            ("0.00", "0.00\"0\""),
            ("0", "*90"),
            ("0", "-0"),
            ("0", "[>5]\"9\";0"),
        ] {
            assert_ne!(plain(one), plain(other));
        }
    }
}
