//! Formulas as text: whether two say the same, and which cells they look at.
//!
//! Another program that saves a workbook writes formulas its own way: other blanks, no quotes around a sheet's name,
//! `TRUE()` for `TRUE`, prefixes before newer functions. None of that is a change. What is compared is the formula
//! without it; everything else, a `$` included, counts.

use std::ops::RangeInclusive;

/// A formula in the one spelling that is compared.
#[must_use]
pub(super) fn plain(formula: &str) -> String {
    let mut out = String::with_capacity(formula.len());
    let mut rest = formula.trim_start_matches('=');
    while let Some(c) = rest.chars().next() {
        if let Some(length) = quoted(rest, '"') {
            out.push_str(&rest[..length]);
            rest = &rest[length..];
        } else if let Some(length) = quoted(rest, '\'') {
            // A sheet's name: quoted or not, it is the same sheet.
            out.extend(rest[1..length - 1].chars().flat_map(char::to_uppercase));
            rest = &rest[length..];
        } else {
            if !c.is_whitespace() {
                out.extend(c.to_uppercase());
            }
            rest = &rest[c.len_utf8()..];
        }
    }
    out.replace("_XLFN.", "").replace("TRUE()", "TRUE").replace("FALSE()", "FALSE")
}

/// The length of the quoted piece that `text` begins with; a doubled quote does not end it.
pub(super) fn quoted(text: &str, quote: char) -> Option<usize> {
    let mut rest = text.strip_prefix(quote)?;
    loop {
        let end = rest.find(quote)?;
        rest = &rest[end + 1..];
        match rest.strip_prefix(quote) {
            Some(further) => rest = further,
            None => return Some(text.len() - rest.len()),
        }
    }
}

/// Cells that a formula looks at.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reference {
    /// The sheet; `None` for the formula's own.
    pub sheet: Option<String>,
    /// 1-based rows.
    pub rows: RangeInclusive<u32>,
    /// 0-based columns.
    pub columns: RangeInclusive<u16>,
}

/// The cells and ranges that a formula names, in their order; also by the names of the workbook.
pub(super) fn references(formula: &str, names: &[(String, String)]) -> Vec<Reference> {
    let mut found = Vec::new();
    let mut rest = formula;
    let mut sheet: Option<String> = None;
    while let Some(c) = rest.chars().next() {
        if let Some(length) = quoted(rest, '"') {
            rest = &rest[length..];
        } else if let Some(length) = quoted(rest, '\'') {
            let name = rest[1..length - 1].replace("''", "'");
            rest = &rest[length..];
            if let Some(after) = rest.strip_prefix('!') {
                sheet = Some(name);
                rest = after;
            }
        } else if c == '$' || c == '_' || c.is_alphanumeric() {
            let length = rest.find(|c: char| !(c == '$' || c == '_' || c == '.' || c.is_alphanumeric()));
            let (word, after) = rest.split_at(length.unwrap_or(rest.len()));
            rest = after;
            if let Some(after) = rest.strip_prefix('!') {
                sheet = Some(word.to_owned());
                rest = after;
            } else if let (Some(first), false) = (cell(word), rest.starts_with('(')) {
                let last = rest.strip_prefix(':').and_then(|after| {
                    let length = after.find(|c: char| !(c == '$' || c.is_ascii_alphanumeric()));
                    let (word, after) = after.split_at(length.unwrap_or(after.len()));
                    Some((cell(word)?, after))
                });
                let last = last.map_or(first, |(last, after)| {
                    rest = after;
                    last
                });
                found.push(Reference {
                    sheet: sheet.take(),
                    rows: first.0.min(last.0)..=first.0.max(last.0),
                    columns: first.1.min(last.1)..=first.1.max(last.1),
                });
            } else {
                sheet = None;
                let meant = names.iter().filter(|(name, _)| name.to_lowercase() == word.to_lowercase());
                found.extend(meant.flat_map(|(_, of)| references(of, &[])));
            }
        } else {
            rest = &rest[c.len_utf8()..];
        }
    }
    found
}

/// Row (1-based) and column (0-based) of an address such as `$B$7`.
fn cell(word: &str) -> Option<(u32, u16)> {
    let word = word.strip_prefix('$').unwrap_or(word);
    let letters = word.len() - word.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
    let (letters, digits) = word.split_at(letters);
    let digits = digits.strip_prefix('$').unwrap_or(digits);
    if !(1..=3).contains(&letters.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = |n: u32, letter: u8| n * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1;
    let column = letters.bytes().fold(0, number);
    Some((digits.parse().ok().filter(|row| *row > 0)?, u16::try_from(column - 1).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_other_programs() {
        for (one, other) in [
            ("IF(4='Basis'!$B$7,'Q4'!B2)", "IF(4=Basis!$B$7,Q4!B2)"),
            ("IF('依据'!$B$7=\"a b\",TRUE,0)", "if(依据!$B$7 = \"a b\", TRUE(), 0)"),
            ("SUM(A1:A3)", "=SUM( A1:A3 )"),
            ("_xlfn.CONCAT(\"x\")", "CONCAT(\"x\")"),
        ] {
            assert_eq!(plain(one), plain(other));
        }
        for (one, other) in [("A1", "$A$1"), ("\"a\"", "\"A\""), ("\"a b\"", "\"ab\""), ("A1+1", "A1+2")] {
            assert_ne!(plain(one), plain(other));
        }
    }

    #[test]
    fn what_a_formula_looks_at() {
        let at = |sheet: Option<&str>, rows: RangeInclusive<u32>, columns: RangeInclusive<u16>| Reference {
            sheet: sheet.map(str::to_owned),
            rows,
            columns,
        };
        let found = references("IF(Q1!C7>0,SUM('It''s, 业绩 2'!$D$4:D$9)+LOG10(B2)&\"X9\",依据!AA10)+TRUE+1E5", &[]);
        let expected = [
            at(Some("Q1"), 7..=7, 2..=2),
            at(Some("It's, 业绩 2"), 4..=9, 3..=3),
            at(None, 2..=2, 1..=1),
            at(Some("依据"), 10..=10, 26..=26),
        ];
        assert_eq!(found, expected);
        assert_eq!(references("'unclosed", &[]), []);
        let names = [("税率".to_owned(), "依据!$B$7".to_owned())];
        assert_eq!(references("ROUND(税率*2,2)", &names), [at(Some("依据"), 7..=7, 1..=1)]);
    }
}
