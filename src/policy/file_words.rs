//! What the TOML reader says about a policy file, in both languages and in the terms of the file.
//!
//! The reader gives an English sentence and no data; its sentences are few, and known here by their beginnings. One
//! that is not known is passed on as it is.

use crate::formula::closest;
use crate::lang::Words;
use crate::words;

/// The sentence of the TOML reader as one of ours.
pub(super) fn in_words(message: &str) -> Words {
    let quoted = quoted(message);
    if let (Some(list), Some(key)) = (message.strip_prefix("unknown field "), quoted.first()) {
        let known = if list.contains("expected") { &quoted[1..] } else { &[] };
        return unknown_key(key, known);
    }
    if let (true, Some(key)) = (message.starts_with("missing field "), quoted.first()) {
        return words!("缺少“{key}”", "`{key}` is missing");
    }
    if let Some((found, wanted)) =
        message.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected "))
    {
        let (zh_found, zh_wanted) = (kind_zh(found), kind_zh(wanted));
        let wanted = wanted.replace("struct Words", "both languages: { zh = \"…\", en = \"…\" }");
        return words!("这里应为{zh_wanted}，而不是{zh_found}", "this is {found}; expected is {wanted}");
    }
    let syntax = SYNTAX.iter().find(|(english, _)| message.starts_with(english));
    match syntax {
        Some((_, chinese)) => words!("TOML 写法有误：{chinese}", "not valid TOML: {message}"),
        None => words!("文件格式：{message}", "file format: {message}"),
    }
}

fn unknown_key(key: &str, known: &[&str]) -> Words {
    let all = known.join(", ");
    match closest(key, known.iter().copied()) {
        Some(near) => {
            words!("没有“{key}”这一项；是否指“{near}”？", "there is no key `{key}`; did you mean `{near}`?")
        }
        None if known.is_empty() => words!("没有“{key}”这一项", "there is no key `{key}`"),
        None => words!("没有“{key}”这一项；可以写：{all}", "there is no key `{key}`; there are: {all}"),
    }
}

/// What stands between backticks.
fn quoted(message: &str) -> Vec<&str> {
    message.split('`').skip(1).step_by(2).collect()
}

/// A kind of value as the reader names it, in Chinese.
fn kind_zh(english: &str) -> String {
    const KINDS: [(&str, &str); 11] = [
        ("struct Words", "中英文两种文字：{ zh = \"…\", en = \"…\" }"),
        ("string", "文字"),
        ("a string", "文字（加引号）"),
        ("boolean", "true 或 false"),
        ("a boolean", "true 或 false"),
        ("integer", "整数"),
        ("u32", "整数"),
        ("u8", "整数"),
        ("floating point", "小数"),
        ("sequence", "列表"),
        ("a sequence", "列表：[…]"),
    ];
    let kind = KINDS.iter().find(|(known, _)| *known == english);
    // What was found comes with its value: string "a".
    let found = || KINDS.iter().find_map(|(known, zh)| Some((english.strip_prefix(known)?.strip_prefix(' ')?, *zh)));
    match (kind, found()) {
        (Some((_, chinese)), _) => (*chinese).to_owned(),
        (None, Some((value, chinese))) => format!("{chinese} {value}"),
        (None, None) if english == "map" || english.starts_with("struct ") => "一组 名称 = 值".to_owned(),
        (None, None) => english.to_owned(),
    }
}

/// The beginnings of what the reader says of writing that is not TOML.
const SYNTAX: [(&str, &str); 17] = [
    ("duplicate key", "同一个名称写了两次"),
    ("string values must be quoted", "文字要加引号"),
    ("invalid basic string", "引号里的文字有误，或缺少右引号"),
    ("invalid literal string", "引号里的文字有误，或缺少右引号"),
    ("unclosed array table", "缺少 ]]"),
    ("unclosed table", "缺少 ]"),
    ("unclosed array", "列表缺少 ]"),
    ("unclosed inline table", "缺少 }"),
    ("missing comma", "缺少逗号"),
    ("extra comma", "多了逗号"),
    ("key with no value", "名称后面没有“= 值”"),
    ("missing value", "等号后面没有值"),
    ("extra `=`", "多了等号"),
    ("missing assignment", "缺少等号"),
    ("missing opening quote", "缺少左引号"),
    ("invalid unquoted key", "名称里有不允许的字符；请加引号"),
    ("unexpected", "这里不该有这些内容"),
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
