//! The figure, or day, that a doubtful text probably means: what a remedy proposes, never what is read.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::text::{fold, number};

/// The figure that is meant by `(5,000.00)`, `5,000.00-`, `￥5,000`, `0.5万元`, `5 000`, `五千`; 0 by a dash.
#[must_use]
pub fn meant(text: &str) -> Option<Decimal> {
    let folded = fold(text);
    let bare = folded.trim_start_matches(['\'', '‘', '’', '`']).trim_end_matches(['。', ';', '；']);
    if ["-", "—", "–", "－", "--", "——", "无", "/", "#", "n/a", "na", "nil", "none", "没有", "零"].contains(&bare)
    {
        return Some(Decimal::ZERO);
    }
    let bare = bare.trim_start_matches('≥').trim_start_matches(">=");
    // 5,000.-: no cents.
    let bare = bare.strip_suffix(".-").or_else(|| bare.strip_suffix(",-")).unwrap_or(bare);
    let bare = bare.strip_suffix("及以上").or_else(|| bare.strip_suffix("以上")).unwrap_or(bare);
    let (negative, bare) = sign(bare);
    let bare = strip(bare, &["rmb", "cny", "人民币", "¥", "￥"]);
    let (second, bare) = sign(bare);
    if negative && second {
        return None;
    }
    let bare = strip(bare, &["¥", "￥"]);
    let scales = [("百万", 1_000_000), ("亿", 100_000_000), ("万", 10_000), ("千", 1_000), ("k", 1_000)];
    let unit = bare.trim_end_matches(['整', '正']);
    let unit = ["元", "圆", "块", "yuan", "rmb", "cny", "分", "个", "次", "天"]
        .iter()
        .find_map(|word| unit.strip_suffix(word))
        .unwrap_or(unit);
    let figure = plain(unit).or_else(|| {
        let (scale, digits) = scales.iter().find_map(|(word, scale)| Some((*scale, unit.strip_suffix(word)?)))?;
        plain(digits)?.checked_mul(Decimal::from(scale))
    });
    let figure = figure.or_else(|| chinese(unit))?.normalize();
    Some(if (negative || second) && !figure.is_zero() { -figure } else { figure })
}

/// The day that is meant by `15/1/2025` or `1/15/2025`: of two numbers before a year the one above 12 is the day.
#[must_use]
pub fn meant_day(text: &str) -> Option<Date> {
    let folded = fold(text);
    let parts: Vec<&str> = folded.split(['/', '-', '.']).collect();
    let [one, other, year] = parts[..] else { return None };
    let (one, other): (i8, i8) = (one.parse().ok()?, other.parse().ok()?);
    let (day, month) = match (one > 12, other > 12) {
        (true, false) => (one, other),
        (false, true) => (other, one),
        _ if one == other => (one, other),
        _ => return None,
    };
    (year.len() == 4).then(|| Date::new(year.parse().ok()?, month, day).ok()).flatten()
}

/// Whether a text says that its figure is below zero, and the text without that.
fn sign(text: &str) -> (bool, &str) {
    for (open, close) in [('(', ')'), ('（', '）')] {
        if let Some(inner) = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)) {
            return (true, inner);
        }
    }
    for minus in ['-', '\u{2212}', '－', '–'] {
        if let Some(rest) = text.strip_prefix(minus).or_else(|| text.strip_suffix(minus)) {
            return (true, rest);
        }
    }
    match text.strip_suffix("cr").or_else(|| text.strip_prefix('负')) {
        Some(rest) => (true, rest),
        None => (false, text),
    }
}

fn strip<'t>(text: &'t str, words: &[&str]) -> &'t str {
    words.iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text)
}

/// Digits without a sign, with commas or points between thousands.
fn plain(text: &str) -> Option<Decimal> {
    let unsigned = |text: &str| number(text).filter(|n| !n.is_sign_negative() && !text.ends_with(['%', '％']));
    unsigned(text).or_else(|| {
        // 5.000,00, as it is written elsewhere.
        let swapped = text.replace('.', "\0").replace(',', ".").replace('\0', ",");
        let european = text.contains('.') && text.rsplit_once(',').is_some_and(|(_, cents)| cents.len() == 2);
        european.then(|| unsigned(&swapped)).flatten()
    })
}

/// A number in Chinese characters: `五千`, `一万二千`, `叁佰`.
fn chinese(text: &str) -> Option<Decimal> {
    let (mut total, mut section, mut digit): (i64, i64, Option<i64>) = (0, 0, None);
    for c in text.chars() {
        if let Some(at) = "零一二三四五六七八九".chars().position(|d| d == c) {
            digit = Some(i64::try_from(at).ok()?);
        } else if let Some(at) = "〇壹贰叁肆伍陆柒捌玖".chars().position(|d| d == c) {
            digit = Some(i64::try_from(at).ok()?);
        } else if c == '两' {
            digit = Some(2);
        } else if let Some(scale) = [('十', 10), ('拾', 10), ('百', 100), ('佰', 100), ('千', 1_000), ('仟', 1_000)]
            .iter()
            .find_map(|(unit, scale)| (*unit == c).then_some(*scale))
        {
            section += digit.take().unwrap_or(1) * scale;
        } else if matches!(c, '万' | '亿') {
            let scale = if c == '万' { 10_000 } else { 100_000_000 };
            total = (total + section + digit.take().unwrap_or(0)).checked_mul(scale)?;
            section = 0;
        } else {
            return None;
        }
    }
    let sum = total + section + digit.unwrap_or(0);
    (sum > 0).then(|| Decimal::from(sum))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_the_number_that_is_no_month() {
        for (text, day) in [
            ("15/1/2025", Some("2025-01-15")),
            ("1/15/2025", Some("2025-01-15")),
            ("3.3.2025", Some("2025-03-03")),
            ("31-12-2025", Some("2025-12-31")),
            ("1/2/2025", None),
            ("31/2/2025", None),
            ("15/1/25", None),
            ("15/13/2025", None),
            ("1/2025", None),
            ("x/1/2025", None),
        ] {
            assert_eq!(meant_day(text).map(|day| day.to_string()).as_deref(), day, "{text}");
        }
    }

    #[test]
    fn what_doubtful_texts_mean() {
        for (text, figure) in [
            ("(5,000.00)", "-5000"),
            ("（5,000.00）", "-5000"),
            ("5,000.00-", "-5000"),
            ("￥5,000.00", "5000"),
            ("¥-5,000", "-5000"),
            ("-￥5,000", "-5000"),
            ("5,000元", "5000"),
            ("5,000.00 元", "5000"),
            ("5000.00CR", "-5000"),
            ("5 000", "5000"),
            ("0.5万元", "5000"),
            ("0.5万", "5000"),
            ("'5000", "5000"),
            ("5.000,00", "5000"),
            ("RMB 5,000", "5000"),
            ("5千", "5000"),
            ("五千", "5000"),
            ("一万二千", "12000"),
            ("1.2亿元", "120000000"),
            ("85分", "85"),
            ("76000元整", "76000"),
            ("5k", "5000"),
            ("-", "0"),
            ("—", "0"),
            ("无", "0"),
            ("/", "0"),
            ("#", "0"),
            ("200,000.-", "200000"),
            ("0.00-", "0"),
        ] {
            assert_eq!(meant(text).map(|n| n.to_string()).as_deref(), Some(figure), "{text}");
        }
        for text in [
            "",
            "待定",
            "--5",
            "(-5)",
            "5%",
            "1,23",
            "M001",
            "5,00元左右",
            "USD 5000",
            "$5,000",
            "HK$80",
            "万",
            "abc",
            "12分之一",
        ] {
            assert_eq!(meant(text), None, "{text}");
        }
    }
}
