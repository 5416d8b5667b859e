//! Characters that nobody sees: they never make a difference between two texts, and are told where they stood.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::source::RawCell;
use super::text::invisible as is_invisible;
use crate::book::{Findings, Place};
use crate::words;

/// The first invisible character of a text. Texts without one, which are nearly all, cost a look at their bytes.
pub(super) fn first(text: &str) -> Option<char> {
    // The first bytes of all of them, and of no Chinese character.
    let may = text.bytes().any(|byte| matches!(byte, 0xc2 | 0xe2 | 0xef));
    if may { text.chars().find(|c| is_invisible(*c)) } else { None }
}

/// A text without them.
pub(super) fn without(text: &str) -> Cow<'_, str> {
    if first(text).is_some() {
        text.chars().filter(|c| !is_invisible(*c)).collect::<String>().into()
    } else {
        text.into()
    }
}

/// Where invisible characters stood on a sheet: one finding a column.
#[derive(Default)]
pub(super) struct Unseeable(BTreeMap<u16, (u32, String, char, u32)>);

impl Unseeable {
    /// Looks at a cell that is read.
    pub(super) fn look(&mut self, row: u32, column: u16, cell: &RawCell) {
        if let RawCell::Text(text) = cell
            && let Some(found) = first(text)
        {
            self.0.entry(column).or_insert_with(|| (row, text.clone(), found, 0)).3 += 1;
        }
    }

    /// Tells of them.
    pub(super) fn warn(self, sheet: &str, findings: &mut Findings) {
        for (column, (row, text, found, count)) in self.0 {
            let code = format!("U+{:04X}", u32::from(found));
            let problem = match count - 1 {
                0 => words!(
                    "含看不见的字符 {code}，不计在内",
                    "an invisible character {code} stands in it, which makes no difference"
                ),
                more => words!(
                    "含看不见的字符 {code}，不计在内；本列另有 {more} 格也有",
                    "an invisible character {code} stands in it, and in {more} more cell(s) of this column, which makes \
                     no difference"
                ),
            };
            let shown = without(super::text::trimmed(&text)).into_owned();
            let mend = words!("无需处理；重新键入即可去掉", "nothing to do; typed anew it is gone");
            findings.warn(Place::cell(sheet, row, column), shown, problem, mend);
        }
    }
}

/// Tells of invisible characters in the name of a sheet that is read.
pub(super) fn in_name(sheet: &str, findings: &mut Findings) {
    if let Some(found) = first(sheet) {
        let code = format!("U+{:04X}", u32::from(found));
        findings.warn(
            Place::sheet(sheet),
            without(sheet).into_owned(),
            words!(
                "工作表名含看不见的字符 {code}，不计在内",
                "an invisible character {code} stands in the sheet's name, which makes no difference"
            ),
            words!("无需处理；重新键入即可去掉", "nothing to do; typed anew it is gone"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_one_of_the_list_is_seen_and_no_other() {
        let listed = ['\u{ad}', '\u{feff}'].into_iter();
        let listed =
            listed.chain('\u{200b}'..='\u{200f}').chain('\u{202a}'..='\u{202e}').chain('\u{2060}'..='\u{2064}');
        let listed: Vec<char> = listed.collect();
        for c in ('\0'..='\u{ffff}').chain(['\u{1f600}']) {
            assert_eq!(first(&format!("工{c}号")).is_some(), listed.contains(&c), "{c:?}");
        }
        assert_eq!(without("M0\u{200b}01\u{feff}"), "M001");
        assert!(matches!(without("回款¥–—…（元）"), Cow::Borrowed(_)));
    }
}
