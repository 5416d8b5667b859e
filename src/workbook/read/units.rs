//! Units that people write beside figures: yuan, which makes no difference, and all others, which would.

use super::words::{CURRENCIES, SCALES, UNIT_BEGINS, UNIT_FOLLOWS, UNIT_WITHIN, UNITS_OF_HEADINGS, YUAN, YUAN_BESIDE};

/// What a folded text says about a unit, if it is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HeadingUnit {
    /// The yuan itself.
    Yuan,
    /// A multiple of it, or another currency: figures under it are not yuan.
    Other,
}

/// What a text that stands alone says: `万元`, `USD`, `元`, `单位:千元`.
pub(super) fn alone(folded: &str) -> Option<HeadingUnit> {
    let behind = |word: &&str| folded.strip_prefix(*word).filter(|rest| !rest.is_empty());
    let text = UNIT_BEGINS.iter().find_map(behind).unwrap_or(folded);
    let text = text.trim_start_matches([':', '：', '/', '=', '为', '是']).trim_end_matches(['.', '。', ';', '；']);
    if YUAN.contains(&text) {
        return Some(HeadingUnit::Yuan);
    }
    let bare = text.replace(',', "");
    let scale = |text: &str| SCALES.contains(&text);
    let currency = |text: &str| CURRENCIES.contains(&text);
    let before = YUAN_BESIDE.iter().find_map(|word| bare.strip_prefix(word)).unwrap_or(&bare);
    let after = YUAN_BESIDE.iter().find_map(|word| before.strip_suffix(word)).unwrap_or(before);
    let scaled = |text: &str| SCALES.iter().any(|s| text.strip_prefix(s).is_some_and(currency));
    let other = [bare.as_str(), before, after].into_iter().any(|text| scale(text) || currency(text) || scaled(text));
    // A lone scale may be a word of its own; 千 over a table is none.
    other.then_some(HeadingUnit::Other)
}

/// A folded heading without its unit, and what that was: `销售费用(元)`, `回款金额(万元)`, `回款金额/万元`.
pub(super) fn of_heading(folded: &str) -> Option<(String, HeadingUnit)> {
    let mut found = None;
    let mut bare = String::new();
    let mut rest = folded;
    while let Some((start, end, inner)) = bracket(rest) {
        bare.push_str(&rest[..start]);
        match alone(inner) {
            Some(unit) => found = Some(if found == Some(HeadingUnit::Other) { HeadingUnit::Other } else { unit }),
            None => bare.push_str(&rest[start..end]),
        }
        rest = &rest[end..];
    }
    bare.push_str(rest);
    if let Some(unit) = found {
        return Some((bare, unit));
    }
    // Without brackets only what cannot be a part of a word.
    let parts = ['/', ',', '-', '_', ':', '：', '，', '、'];
    if let Some((name, unit)) = folded.rsplit_once(parts)
        && let Some(unit) = alone(unit)
    {
        return Some((name.trim_end_matches(parts).to_owned(), unit));
    }
    let name = UNITS_OF_HEADINGS.iter().find_map(|word| folded.strip_suffix(word)).filter(|name| !name.is_empty())?;
    Some((name.to_owned(), HeadingUnit::Other))
}

/// What stands in each cell of a row of units: `元`, `万元`, `%`.
pub(super) fn of_row(folded: &str) -> Option<HeadingUnit> {
    let none_of_money = matches!(folded, "%" | "分" | "倍");
    alone(folded).or(none_of_money.then_some(HeadingUnit::Yuan))
}

/// The first pair of brackets: where it begins and ends, and what stands in it.
fn bracket(text: &str) -> Option<(usize, usize, &str)> {
    const PAIRS: [(char, char); 6] = [('(', ')'), ('（', '）'), ('[', ']'), ('【', '】'), ('〔', '〕'), ('{', '}')];
    let (start, open) = text.char_indices().find(|(_, c)| PAIRS.iter().any(|(open, _)| open == c))?;
    let close = PAIRS.iter().find(|(o, _)| *o == open).map(|(_, close)| *close)?;
    let inside = start + open.len_utf8();
    let length = text[inside..].find(close)?;
    Some((start, inside + length + close.len_utf8(), &text[inside..inside + length]))
}

/// Whether a folded text is a figure of another currency: `usd100`, `hk$80,000`.
pub(super) fn names_currency(folded: &str) -> bool {
    let figure = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+');
    CURRENCIES.contains(&folded.trim_matches(figure))
}

/// A folded text without its brackets and what stands in them.
pub(super) fn without_brackets(folded: &str) -> String {
    let (mut bare, mut rest) = (String::new(), folded);
    while let Some((start, end, _)) = bracket(rest) {
        bare.push_str(&rest[..start]);
        rest = &rest[end..];
    }
    bare + rest
}

/// Whether a folded line over, beside or under a table says that its figures are no yuan.
pub(super) fn line_says_other(folded: &str) -> bool {
    if alone(folded) == Some(HeadingUnit::Other) {
        return true;
    }
    let mut rest = folded;
    while let Some((_, end, inner)) = bracket(rest) {
        if alone(inner) == Some(HeadingUnit::Other) && inner.chars().count() > 1 {
            return true;
        }
        rest = &rest[end..];
    }
    // `2017年任务 单位:万元`, and within a sentence: `金额均以万元计`, `以下均为美元`, `为10000` being none.
    let says = |word: &&str, within: bool| {
        folded.match_indices(*word).any(|(at, _)| {
            let unit = folded[at + word.len()..].split(UNIT_ENDS).next().unwrap_or_default();
            let unit = unit.strip_suffix("为单位").unwrap_or(unit);
            let word = unit.chars().count() > 1 && unit.starts_with(char::is_alphabetic);
            (word || !within) && alone(unit) == Some(HeadingUnit::Other)
        })
    };
    UNIT_FOLLOWS.iter().any(|word| says(word, false)) || UNIT_WITHIN.iter().any(|word| says(word, true))
}

/// What stands behind a unit in a line of text.
const UNIT_ENDS: [char; 11] = [',', '，', '.', '。', ';', '；', ')', '）', '计', '填', '列'];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_headings() {
        for (heading, name) in [
            ("销售费用(元)", "销售费用"),
            ("销售费用（人民币元）", "销售费用"),
            ("amount(rmb)", "amount"),
            ("amount[yuan]", "amount"),
            ("回款金额(单位:元)", "回款金额"),
            ("回款金额/元", "回款金额"),
        ] {
            assert_eq!(of_heading(heading), Some((name.to_owned(), HeadingUnit::Yuan)), "{heading}");
        }
        for (heading, name) in [
            ("回款金额(万元)", "回款金额"),
            ("回款金额万元", "回款金额"),
            ("回款金额【千元】", "回款金额"),
            ("amount(usd)", "amount"),
            ("amount(rmb'000)", "amount"),
            ("amount(thousandyuan)", "amount"),
            ("amount(10,000yuan)", "amount"),
            ("目标(w)", "目标"),
            ("amount(thb)", "amount"),
            ("base,usd", "base"),
            ("基数(万美元)", "基数"),
        ] {
            assert_eq!(of_heading(heading), Some((name.to_owned(), HeadingUnit::Other)), "{heading}");
        }
        for heading in [
            "起点(年度目标倍数)",
            "回款金额",
            "回款金额(含税)",
            "from(multipleofannualtarget)",
            "单元",
            "quarter",
            "(",
            "a)(",
        ] {
            assert_eq!(of_heading(heading), None, "{heading}");
        }
        assert_eq!(without_brackets("回款金额(含税)【原币】"), "回款金额");
    }

    #[test]
    fn units_over_a_table() {
        for line in [
            "单位:万元",
            "单位：千元",
            "金额单位:万元",
            "万元",
            "2017年任务(单位:万元)",
            "任务(万元)",
            "unit:10,000yuan",
            "单位:usd",
            "currency:usd",
            "inthousandsofyuan",
            "回款明细单位:万元,截至3月",
            "以下金额均为美元",
            "注:金额以万元计",
            "金额按千元填列。",
            "以万元为单位",
            "以下均为韩元",
        ] {
            assert!(line_says_other(line), "{line}");
        }
        for line in [
            "单位:元",
            "2017年任务",
            "单位：人民币元",
            "大客户部回款明细",
            "编制单位:万科公司",
            "填表说明",
            "单位:大客户部",
            "在美元客户中",
            "部门目标为420万元",
            "以美元客户为主",
            "部门目标为10000",
            "以k客户为主",
            "按万元以上项目",
            "in2017",
            "(k)",
        ] {
            assert!(!line_says_other(line), "{line}");
        }
    }
}
