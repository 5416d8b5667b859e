//! Formulas that are the one above them, some rows further down: a strip writes their text once a column, and again only
//! the number under which it stands (`t="shared"`).
//!
//! What a program makes of the further cells is the text with its relative rows moved; all agree on that where a formula
//! stays on its sheet. One that looks at another is not shared: Excel moves no relative row there (and says nothing), and
//! a file with an absolute one was found damaged by some of its versions; it writes none itself. Settings and tables are
//! names, which nothing moves; but for one such as `奖A1`, of which some (calamine 0.38) take a part for a cell. Each
//! text is compared with the one that it shall be, so nothing else is shared.

/// Formulas of a column that are looked at: rows of different company take turns.
const KNOWN: usize = 8;
/// Numbers that a strip has for each of its columns, and a sheet.
const NUMBERS: u32 = 2;
const NUMBERS_OF_A_SHEET: u32 = 100_000;

/// How a formula is written.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// By its text.
    Alone,
    /// By its text, and under a number for the cells below.
    First(u32),
    /// By that number.
    Again(u32),
}

/// The formulas of a strip.
pub(super) struct StripFormulas {
    columns: Vec<Vec<KnownFormula>>,
    numbers: std::ops::Range<u32>,
}

impl StripFormulas {
    /// For the strip of that number on its sheet. Numbers ascend through the sheet without great gaps, for programs that
    /// keep their formulas in a list.
    pub(super) fn new(columns: u16, strip: u32) -> Self {
        let numbers = u32::from(columns) * NUMBERS;
        let end = strip.saturating_add(1).saturating_mul(numbers).min(NUMBERS_OF_A_SHEET);
        Self { columns: (0..columns).map(|_| Vec::new()).collect(), numbers: strip.saturating_mul(numbers)..end }
    }

    /// How the formula of a cell is written; rows (from 0) must ascend in a column.
    pub(super) fn written(&mut self, row: u32, column: u16, formula: &str) -> Written {
        let known = &mut self.columns[usize::from(column)];
        if let Some(same) = known.iter_mut().find(|known| known.is_moved_to(row, formula)) {
            if let Some(number) = same.number {
                return Written::Again(number);
            }
            // The second time it is worth a number.
            same.number = self.numbers.next();
            return same.number.map_or(Written::Alone, Written::First);
        }
        if let Some(new) = KnownFormula::of(row, formula) {
            if known.len() == KNOWN {
                known.remove(0);
            }
            known.push(new);
        }
        Written::Alone
    }
}

/// A formula that others may be the same as.
struct KnownFormula {
    text: String,
    /// Where its relative rows stand in the text.
    rows: Vec<RelativeRow>,
    number: Option<u32>,
}

/// The number of a row in a reference.
struct RelativeRow {
    start: usize,
    end: usize,
    /// By how much it exceeds the row of the formula.
    below: i64,
}

impl KnownFormula {
    /// None for what is not shared.
    fn of(row: u32, formula: &str) -> Option<Self> {
        Some(Self { text: formula.to_owned(), rows: relative_rows(row, formula)?, number: None })
    }

    /// Whether it is that text when it is moved to that row.
    fn is_moved_to(&self, row: u32, formula: &str) -> bool {
        let (mut rest, mut from) = (formula.as_bytes(), 0);
        for relative in &self.rows {
            let Some(after) = rest.strip_prefix(&self.text.as_bytes()[from..relative.start]) else { return false };
            let length = after.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let (digits, after) = after.split_at(length);
            if whole(digits) != Some(i64::from(row) + relative.below) {
                return false;
            }
            (rest, from) = (after, relative.end);
        }
        *rest == self.text.as_bytes()[from..]
    }
}

fn whole(digits: &[u8]) -> Option<i64> {
    let number =
        digits.iter().try_fold(0_i64, |number, digit| number.checked_mul(10)?.checked_add((digit - b'0').into()));
    number.filter(|_| !digits.is_empty())
}

/// The relative rows of a formula in a row; none where it looks at another sheet, or has something that its writer does not
/// write.
fn relative_rows(row: u32, formula: &str) -> Option<Vec<RelativeRow>> {
    let bytes = formula.as_bytes();
    let (mut rows, mut at) = (Vec::new(), 0);
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        match byte {
            // A doubled quote ends one text and begins another, which comes to the same.
            b'"' => at += bytes[at + 1..].iter().position(|byte| *byte == b'"')? + 2,
            b'!' | b'\'' | b'[' | b']' | b'@' | b'#' => return None,
            b'0'..=b'9' => {
                at += number_length(&bytes[at..]);
                // Whole rows.
                if bytes.get(at) == Some(&b':') {
                    return None;
                }
            }
            _ if is_of_word(byte) => {
                at += bytes[at..].iter().take_while(|byte| is_of_word(**byte)).count();
                match reference(&bytes[start..at]) {
                    _ if bytes.get(at) == Some(&b'(') => {}
                    None if looks_like_cells(&bytes[start..at]) => return None,
                    Some((digits, false)) => {
                        let number = whole(&bytes[start + digits..at])?;
                        rows.push(RelativeRow { start: start + digits, end: at, below: number - i64::from(row) });
                    }
                    _ => {}
                }
            }
            _ => at += 1,
        }
    }
    Some(rows)
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'$' | b'\\' | 0x80..)
}

/// Whether a name would be taken for cells by who looks at its Latin letters and digits alone.
fn looks_like_cells(name: &[u8]) -> bool {
    name.split(|byte| !byte.is_ascii() || !is_of_word(*byte)).any(|word| reference(word).is_some())
}

/// The length of a number, with its exponent.
fn number_length(bytes: &[u8]) -> usize {
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
    let length = digits(0);
    match bytes[length..] {
        [b'E', b'+' | b'-', b'0'..=b'9', ..] => length + 2 + digits(length + 2),
        [b'E', b'0'..=b'9', ..] => length + 1 + digits(length + 1),
        _ => length,
    }
}

/// Where the row of a cell's address begins, and whether it is absolute; none for other words.
fn reference(word: &[u8]) -> Option<(usize, bool)> {
    let start = usize::from(word.first() == Some(&b'$'));
    let letters = word[start..].iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    let absolute = word.get(start + letters) == Some(&b'$');
    let digits = start + letters + usize::from(absolute);
    let is_row = |row: &[u8]| !row.is_empty() && row.iter().all(u8::is_ascii_digit);
    ((1..=3).contains(&letters) && is_row(&word[digits..])).then_some((digits, absolute))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether two formulas, in rows 6 and 17 of a sheet, are the same moved.
    fn same(one: &str, other: &str) -> bool {
        KnownFormula::of(5, one).is_some_and(|known| known.is_moved_to(16, other))
    }

    #[test]
    fn only_relative_rows_of_the_same_sheet_move() {
        for (one, other) in [
            ("ROUND(H6*rate,2)", "ROUND(H17*rate,2)"),
            ("H5+$H6+H$6+$H$6", "H16+$H17+H$6+$H$6"),
            ("IF(A6=\"A6\"\"B6\",LOG10(B6),1E+15)", "IF(A17=\"A6\"\"B6\",LOG10(B17),1E+15)"),
            (
                "SUM(H6:J6)*INDEX($B$3:$B$9,MATCH(K6,档次_起点,1))+L6",
                "SUM(H17:J17)*INDEX($B$3:$B$9,MATCH(K17,档次_起点,1))+L17",
            ),
            ("$A$1*目标内奖金比率+B6", "$A$1*目标内奖金比率+B17"),
            ("SUMPRODUCT({1,2}*C6)", "SUMPRODUCT({1,2}*C17)"),
            ("2", "2"),
        ] {
            assert!(same(one, other), "{one} {other}");
            assert!(one == other || !same(one, one), "{one}");
        }
        for (one, other) in [
            ("H6*2", "H17*3"),
            ("H6*2", "H17*2+1"),
            ("H6", "H18"),
            ("H$6", "H$17"),
            ("'Q1'!H6", "'Q1'!H17"),
            ("H6*'依据'!$C$7", "H17*'依据'!$C$7"),
            ("H6*依据!$C$7", "H17*依据!$C$7"),
            ("Q1!H6+1", "Q1!H17+1"),
            ("SUM('年度'!$H$6:H6)", "SUM('年度'!$H$6:H17)"),
            ("H6+'Q1'!$H$6", "H17+'Q1'!$H$6"),
            ("H6+Q1!$H$6", "H17+Q1!$H$6"),
            ("H6+奖A1", "H17+奖A1"),
            ("\"H6\"", "\"H17\""),
            ("1E6", "1E17"),
            ("6:6", "17:17"),
            ("Table[H6]", "Table[H17]"),
            ("H4", "H15 "),
        ] {
            assert!(!same(one, other), "{one} {other}");
        }
    }

    #[test]
    fn the_second_time_gets_a_number_and_all_others_use_it() {
        let mut formulas = StripFormulas::new(3, 2);
        let mut written = |row: u32, column: u16, text: &str| {
            formulas.written(row, column, &text.replace('#', &(row + 1).to_string()))
        };
        assert_eq!(written(5, 1, "A#*2"), Written::Alone);
        assert_eq!(written(6, 1, "A#*3"), Written::Alone);
        assert_eq!(written(7, 1, "A#*2"), Written::First(12));
        assert_eq!(written(7, 2, "A#*2"), Written::Alone, "another column");
        assert_eq!(written(8, 1, "A#*3"), Written::First(13));
        assert_eq!(written(9, 1, "A#*2"), Written::Again(12));
        assert_eq!(written(11, 1, "A#*3"), Written::Again(13));
        assert_eq!(written(12, 1, "'Q1'!A#"), Written::Alone);
        assert_eq!(written(13, 1, "'Q1'!A#"), Written::Alone);
    }

    #[test]
    fn what_has_no_number_left_stands_alone() {
        let mut formulas = StripFormulas::new(1, 0);
        let mut written = |row: u32, text: &str| formulas.written(row, 0, text);
        for row in 0..3 {
            assert_eq!(written(row * 2, &row.to_string()), Written::Alone);
        }
        assert_eq!([written(6, "0"), written(7, "1")], [Written::First(0), Written::First(1)]);
        assert_eq!([written(8, "2"), written(9, "0")], [Written::Alone, Written::Again(0)]);
    }
}
