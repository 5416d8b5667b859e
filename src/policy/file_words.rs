//! What the TOML reader says about a policy file, in both languages and in the terms of the file.
//!
//! The reader gives an English sentence and no data; its sentences are few, and known here by their beginnings. One
//! that is not known is passed on as it is.

use crate::formula::closest;
use crate::lang::Words;
use crate::say;

/// The sentence of the TOML reader as one of ours.
pub(super) fn in_words(message: &str) -> Words {
    let quoted = quoted(message);
    if let (Some(list), Some(key)) = (message.strip_prefix("unknown field "), quoted.first()) {
        let known = if list.contains("expected") { &quoted[1..] } else { &[] };
        return unknown_key(key, known);
    }
    if let (true, Some(key)) = (message.starts_with("missing field "), quoted.first()) {
        return say!(Policy::KeyMissing { key });
    }
    if let Some((found, wanted)) =
        message.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected "))
    {
        if (found, wanted) == ("map", "a sequence") {
            return say!(Policy::TwoBrackets);
        }
        if (found, wanted) == ("map", "a string") {
            return say!(Policy::DateInQuotes);
        }
        return say!(Policy::WrongKind { found: kind(found), wanted: kind(wanted) });
    }
    let syntax = SYNTAX.iter().find(|(english, _)| message.starts_with(english));
    match syntax {
        Some((_, sentence)) => say!(Policy::NotToml { message: sentence(message) }),
        None => say!(Policy::FileFormat { message }),
    }
}

fn unknown_key(key: &str, known: &[&str]) -> Words {
    let all = known.join(", ");
    match closest(key, known.iter().copied()) {
        Some(near) => {
            say!(Policy::NoKeyNear { key, near })
        }
        None if known.is_empty() => say!(Policy::NoKey { key }),
        None => say!(Policy::NoKeyOf { key, all }),
    }
}

/// What stands between backticks.
fn quoted(message: &str) -> Vec<&str> {
    message.split('`').skip(1).step_by(2).collect()
}

/// A kind of value by the reader's name for it, and what we call it.
type TomlKind = (&'static str, fn() -> Words);
/// How a sentence of the reader begins, and what we say then.
type Sentence = (&'static str, fn(&str) -> Words);

/// A kind of value as the reader names it; what was found comes with its value: `string "a"`.
fn kind(english: &str) -> Words {
    let known: [TomlKind; 11] = [
        ("struct Words", || say!(Policy::KindBoth)),
        ("string", || say!(Policy::KindText)),
        ("a string", || say!(Policy::KindQuotedText)),
        ("boolean", || say!(Policy::KindTruth)),
        ("a boolean", || say!(Policy::KindATruth)),
        ("integer", || say!(Policy::KindWhole)),
        ("u32", || say!(Policy::KindU32)),
        ("u8", || say!(Policy::KindU8)),
        ("floating point", || say!(Policy::KindDecimal)),
        ("sequence", || say!(Policy::KindList)),
        ("a sequence", || say!(Policy::KindAList)),
    ];
    let exactly = known.iter().find(|(name, _)| *name == english).map(|(_, kind)| kind());
    let with_value = || {
        known.iter().find_map(|(name, kind)| {
            let value = english.strip_prefix(name)?.strip_prefix(' ')?;
            Some(say!(Policy::KindAndValue { kind: kind(), value }))
        })
    };
    let is_table = english == "map" || english.starts_with("struct ");
    exactly
        .or_else(with_value)
        .unwrap_or_else(|| if is_table { say!(Policy::KindTable { english }) } else { Words::same(english) })
}

/// The beginnings of what the reader says of writing that is not TOML, and what we say then.
const SYNTAX: [Sentence; 17] = [
    ("duplicate key", |message| say!(Policy::TomlDuplicateKey { message })),
    ("string values must be quoted", |message| say!(Policy::TomlStringValuesQuoted { message })),
    ("invalid basic string", |message| say!(Policy::TomlInvalidBasicString { message })),
    ("invalid literal string", |message| say!(Policy::TomlInvalidLiteralString { message })),
    ("unclosed array table", |message| say!(Policy::TomlUnclosedArrayTable { message })),
    ("unclosed table", |message| say!(Policy::TomlUnclosedTable { message })),
    ("unclosed array", |message| say!(Policy::TomlUnclosedArray { message })),
    ("unclosed inline table", |message| say!(Policy::TomlUnclosedInlineTable { message })),
    ("missing comma", |message| say!(Policy::TomlMissingComma { message })),
    ("extra comma", |message| say!(Policy::TomlExtraComma { message })),
    ("key with no value", |message| say!(Policy::TomlKeyNoValue { message })),
    ("missing value", |message| say!(Policy::TomlMissingValue { message })),
    ("extra `=`", |message| say!(Policy::TomlExtraEquals { message })),
    ("missing assignment", |message| say!(Policy::TomlMissingAssignment { message })),
    ("missing opening quote", |message| say!(Policy::TomlMissingOpeningQuote { message })),
    ("invalid unquoted key", |message| say!(Policy::TomlInvalidUnquotedKey { message })),
    ("unexpected", |message| say!(Policy::TomlUnexpected { message })),
];

#[cfg(test)]
mod tests {
    use crate::lang::Lang;
    use crate::policy::load;

    fn said(text: &str) -> [String; 2] {
        let head = "format = 1\n[policy]\nid = \"x\"\nversion = \"1\"\nextends = \"major-sales\"\nperiod = \"quarter\"\n\
            title = { zh = \"x\", en = \"x\" }\n";
        let error = load("x.toml", &format!("{head}{text}")).expect_err("a mistake");
        [Lang::Zh, Lang::En].map(|lang| error.render(lang))
    }

    #[test]
    fn mistakes_of_the_file_are_told_in_both_languages() {
        let rule = |line: &str| {
            format!(
                "[[quarter]]\nname = \"mine\"\nclause = \"MS-1\"\nlabel = {{ zh = \"x\", en = \"x\" }}\nunit = \"yuan\"\n{line}\n"
            )
        };
        for (line, zh, en) in [
            ("formulla = '1'", "没有“formulla”这一项；是否指“formula”？", "did you mean `formula`?"),
            ("wholly = 1", "可以写：", "there is no key `wholly`; there are: "),
            ("formula = 1", "这里应为文字（加引号），而不是整数 `1`", "this is integer `1`; expected is a string"),
            ("formula = '1'\nnote = 'x'", "这里应为中英文两种文字", "expected is both languages"),
            ("", "缺少“formula”", "`formula` is missing"),
            ("formula = '1", "TOML 写法有误：引号里的文字有误", "not valid TOML"),
            ("formula =", "TOML 写法有误：", "not valid TOML"),
            ("formula '1'", "TOML 写法有误：", "not valid TOML"),
            ("formula = '1'\nformula = '2'", "TOML 写法有误：同一个名称写了两次", "not valid TOML"),
        ] {
            let [said_zh, said_en] = said(&rule(line));
            assert!(said_zh.contains(zh), "{line}: {said_zh}");
            assert!(said_en.contains(en), "{line}: {said_en}");
        }
    }
}
