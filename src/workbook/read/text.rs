//! What people type in cells: numbers, yes and no, names. Doubtful text is no value, never a guess.

use rust_decimal::Decimal;

use super::words::TOTALS;
use crate::book::Period;
use crate::lang::narrow;
pub use crate::lang::{fold, invisible};
use crate::policy::PeriodKind;

/// Text without the blanks and invisible characters around it, full-width blanks included.
#[must_use]
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || invisible(c))
}

/// Whether nothing of a text can be seen.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    // Most texts begin with what is seen.
    !text.as_bytes().first().is_some_and(u8::is_ascii_graphic) && trimmed(text).is_empty()
}

/// At least one digit, and nothing else: what parses numbers takes a sign, too.
pub(super) fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// A number typed as text: `1,234.50`, `12.5%`, `１２３`, `-3`. `None` for anything doubtful:
/// commas out of place, units, two signs, more than 28 digits, digits that are circled, raised, a fraction or turned around.
#[must_use]
pub fn number(text: &str) -> Option<Decimal> {
    // What these turn around reads otherwise than it stands there.
    if text.contains(['\u{202B}', '\u{202E}']) {
        return None;
    }
    let visible = trimmed(text).chars().filter(|c| !invisible(*c));
    let narrow: String = visible.map(|c| if c == '\u{2212}' { '-' } else { narrow(c) }).collect();
    let (body, percent) = match narrow.strip_suffix('%') {
        Some(body) => (body.trim_end(), true),
        None => (narrow.as_str(), false),
    };
    let (sign, digits) = match body.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", body.strip_prefix('+').unwrap_or(body)),
    };
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
    if fraction.is_some_and(|fraction| !all_digits(fraction)) {
        return None;
    }
    let plain = if whole.contains(',') {
        let groups: Vec<&str> = whole.split(',').collect();
        let well_grouped = groups.iter().all(|g| all_digits(g))
            && (1..=3).contains(&groups[0].len())
            // 0,123 may as well be the 0.123 of someone who writes decimals with a comma.
            && !groups[0].starts_with('0')
            && groups[1..].iter().all(|g| g.len() == 3);
        if !well_grouped {
            return None;
        }
        groups.concat()
    } else if all_digits(whole) {
        whole.to_owned()
    } else {
        return None;
    };
    let number = Decimal::from_str_exact(&format!("{sign}{plain}.{}", fraction.unwrap_or("0"))).ok()?;
    let number = number.normalize();
    if percent {
        let scale = number.scale() + 2;
        return (scale <= 28).then(|| Decimal::from_i128_with_scale(number.mantissa(), scale).normalize());
    }
    Some(number)
}

/// Whether the point of an amount in yuan and fen may be one between thousands: `80.000`.
#[must_use]
pub fn points_for_commas(text: &str) -> bool {
    let narrow: String = trimmed(text).chars().map(narrow).collect();
    let (whole, thousands) = narrow.split_once('.').unwrap_or((&narrow, ""));
    (1..=3).contains(&whole.len())
        && !whole.starts_with('0')
        && thousands.len() == 3
        && all_digits(whole)
        && all_digits(thousands)
}

/// Whether a text is meant as a percentage.
#[must_use]
pub fn is_percentage(text: &str) -> bool {
    trimmed(text).ends_with(['%', '％', '﹪', '٪'])
}

/// Yes or no as people type it.
#[must_use]
pub fn truth(text: &str) -> Option<bool> {
    match fold(text).as_str() {
        "是" | "yes" | "y" | "true" | "1" | "√" | "✓" | "✔" | "对" => Some(true),
        "否" | "no" | "n" | "false" | "0" | "×" | "✗" | "✘" | "不" => Some(false),
        _ => None,
    }
}

/// Whether a row's first text marks it as a total that someone added below the data: `合计`, `本页小计：`,
/// `合计（元）`. A person may have 合计 at the end of his name, hence only what totals are of may stand before it.
#[must_use]
pub fn is_total(text: &str) -> bool {
    let (folded, spaced) = (fold(text), trimmed(text).to_lowercase());
    let bare = folded.split('(').next().unwrap_or_default().trim_end_matches(':');
    let (all, of) = (["本", "全", "各"], ["以上", "部门", "季度", "年", "月", "页"]);
    let totals = |before: &str| {
        let period = before.starts_with('q') && Period::read(PeriodKind::Quarter, before).is_some();
        period
            || before.is_empty()
            || all.iter().any(|w| before.starts_with(w))
            || of.iter().any(|w| before.ends_with(w))
    };
    TOTALS.iter().any(|word| bare.strip_suffix(word).is_some_and(totals))
        || matches!(bare, "sum" | "pagetotal")
        || bare.strip_prefix("totalq").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        || ["total for ", "total of ", "subtotal for ", "subtotal of "].iter().any(|words| spaced.starts_with(words))
        || is_mean(text)
}

/// Whether a row's first text marks it as one of means.
#[must_use]
pub fn is_mean(text: &str) -> bool {
    let folded = fold(text);
    let bare = folded.split('(').next().unwrap_or_default().trim_end_matches(':');
    matches!(bare, "平均" | "平均值" | "平均数" | "平均分" | "人均" | "average" | "mean" | "avg")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_type_them() {
        for (text, expected) in [
            ("1,234.50", "1234.5"),
            ("12.5%", "0.125"),
            ("７．１２％", "0.0712"),
            ("１２３", "123"),
            (" -3 ", "-3"),
            ("\u{2212}3", "-3"),
            ("+0.10", "0.1"),
            ("1,234,567", "1234567"),
            ("0", "0"),
            ("１，２３４．５０", "1234.5"),
            ("－３", "-3"),
            ("12\u{3000}％", "0.12"),
            ("100\u{200b}000\u{feff}", "100000"),
        ] {
            assert_eq!(number(text).map(|n| n.to_string()).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn doubtful_text_is_no_number() {
        for text in [
            "",
            "1,23",
            "\u{202e}000063",
            "0,123",
            "-0,123",
            "012,345",
            "00,123.5",
            "0,123%",
            "12,34.5",
            ",123",
            "1,2345",
            "1234,567",
            "1,,234",
            "1,a23",
            "1.2.3",
            "5万",
            "3 000",
            "1e5",
            "--3",
            "+-3",
            "(3)",
            "N/A",
            "1.",
            ".5",
            "1.5x",
            "1.,5",
            "%",
            "12%%",
            "¥5",
            "360000①",
            "①",
            "1²",
            "1₂",
            "½",
            "1½",
            "12﹪",
            "٣",
            "１２①",
            "Ⅷ",
            "1e１",
            "⒈",
            "㊀",
            "𝟏",
            "1٫5",
            "1．．5",
            "1‚5",
            "１，２３",
            "5\u{301}",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    /// A `Decimal` has 28 places; what has more is doubtful and not rounded.
    #[test]
    fn no_digit_is_lost() {
        let places = |count: usize, end: &str| number(&format!("0.{}1{end}", "0".repeat(count - 1)));
        assert_eq!(places(28, ""), Some(Decimal::new(1, 28)));
        assert_eq!(places(29, ""), None);
        assert_eq!(places(26, "%"), Some(Decimal::new(1, 28)));
        assert_eq!(places(27, "%"), None);
        assert_eq!(number("12 %"), Some(Decimal::new(12, 2)));
        assert_eq!(number("-150%"), Some(Decimal::new(-15, 1)));
        assert_eq!(number("0.10").map(|n| n.scale()), Some(1));
        assert_eq!(number("100%").map(|n| n.scale()), Some(0));
    }

    #[test]
    fn yes_and_no_as_people_type_them() {
        for text in ["是", "Yes", " y ", "TRUE", "１", "√", "对"] {
            assert_eq!(truth(text), Some(true), "{text}");
        }
        for text in ["否", "No", "n", "false", "0", "×", "不"] {
            assert_eq!(truth(text), Some(false), "{text}");
        }
        for text in ["", "maybe", "不是", "2", "yess"] {
            assert_eq!(truth(text), None, "{text}");
        }
    }

    #[test]
    fn blanks_of_every_sort_are_trimmed() {
        assert_eq!(trimmed("\u{feff} \u{3000}\ta b\r\n\u{feff}"), "a b");
        assert_eq!(trimmed("\u{200b} M001 \u{2060}"), "M001");
    }

    #[test]
    fn totals_by_their_usual_names() {
        for text in [
            "合计",
            "总计：",
            "小 计",
            "本页小计",
            "合计（元）",
            " 一季度 合计 :",
            "全年总计",
            "部门合计",
            "Q1合计",
            "部门汇总",
            "本页累计",
        ] {
            assert!(is_total(text), "{text}");
        }
        for text in ["Total:", "SUM", "Subtotal", "Grand total", "Grand total (yuan)"] {
            assert!(is_total(text), "{text}");
        }
        for text in ["合计划", "总计划部", "合计1", "张合计", "totals", "totals of Li", "张伟", ":", ""] {
            assert!(!is_total(text), "{text}");
        }
    }
}
