//! Help and mistakes of the command line in the reader's language.
//!
//! `clap` speaks English. For a Chinese reader its texts are replaced one by one ([`super::help_zh`]); names of
//! commands and options stay as they are typed.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::process::ExitCode;

use clap::builder::{Resettable, StyledStr};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory as _};

use super::help_zh::{HEADINGS, text_zh};
use crate::lang::Lang;

/// The value of an option, before anything is parsed.
fn option(typed: &[OsString], name: &str) -> Option<String> {
    let words: Vec<_> = typed.iter().map(|word| word.to_string_lossy()).collect();
    let joined = words.iter().find_map(|word| word.strip_prefix(name)?.strip_prefix('='));
    let after = || words.iter().position(|word| word == name).and_then(|at| words.get(at + 1)).map(AsRef::as_ref);
    joined.or_else(after).map(str::to_owned)
}

/// The language that `--lang` names, before anything is parsed.
pub(super) fn spoken(typed: &[OsString]) -> Option<Lang> {
    let code = option(typed, "--lang")?;
    Lang::ALL.into_iter().find(|lang| lang.code() == code)
}

/// The command line, with its help in `lang`.
pub(super) fn command(lang: Lang) -> Command {
    let mut command = super::Arguments::command();
    // Before this the options of every command, such as --help, are not there to be translated.
    command.build();
    match lang {
        Lang::En => command,
        Lang::Zh => translated(command),
    }
}

fn translated(mut command: Command) -> Command {
    let chinese = |text: Option<&StyledStr>| text.and_then(|text| text_zh(&text.to_string()));
    if let Some(about) = chinese(command.get_about()) {
        command = command.about(about);
    }
    if let Some(examples) = command.get_after_help().map(|text| headings_zh(&text.to_string())) {
        command = command.after_help(examples);
    }
    command = command.mut_args(|arg| match chinese(arg.get_long_help().or(arg.get_help())) {
        // What may be chosen stands in the Chinese text.
        Some(help) => arg.help(help).long_help(Resettable::Reset).hide_possible_values(true),
        None => arg,
    });
    command.mut_subcommands(translated)
}

/// Prints help, or what is wrong with the command line; the exit status.
pub(super) fn print(error: &clap::Error, typed: &[OsString], lang: Lang) -> ExitCode {
    let text = match lang {
        Lang::En => error.render().ansi().to_string(),
        Lang::Zh => match mistake_zh(error) {
            Some(mistake) => mistake,
            None => headings_zh(&error.render().ansi().to_string()),
        },
    };
    if error.use_stderr() && option(typed, "--format").as_deref() == Some("json") {
        return super::failure::usage_for_a_program(anstream::adapter::strip_str(&text).to_string().trim_end());
    }
    if error.use_stderr() {
        use std::io::Write as _;
        let _ = write!(anstream::stderr(), "{text}");
        return ExitCode::from(2);
    }
    let _ = super::print(&text);
    ExitCode::SUCCESS
}

/// The words that `clap` puts around the texts.
fn headings_zh(text: &str) -> String {
    HEADINGS.iter().fold(text.to_owned(), |text, (english, chinese)| text.replace(english, chinese))
}

/// A mistake of the command line in Chinese; `None` for help and for what `clap` seldom says.
fn mistake_zh(error: &clap::Error) -> Option<String> {
    let of = |kind: ContextKind| {
        error.get(kind).map(|value| match value {
            ContextValue::Strings(all) => all.join("、"),
            other => other.to_string(),
        })
    };
    let (argument, value) = (of(ContextKind::InvalidArg), of(ContextKind::InvalidValue));
    let problem = match error.kind() {
        ErrorKind::InvalidSubcommand => format!("没有命令“{}”", of(ContextKind::InvalidSubcommand)?),
        ErrorKind::UnknownArgument => format!("没有参数“{}”", argument?),
        ErrorKind::MissingRequiredArgument => format!("缺少参数：{}", argument?),
        ErrorKind::MissingSubcommand => "请写明要执行的命令".to_owned(),
        ErrorKind::ArgumentConflict => match of(ContextKind::PriorArg).filter(|prior| Some(prior) != argument.as_ref())
        {
            Some(prior) => format!("“{}”不能与“{prior}”同时使用", argument?),
            None => format!("“{}”只能写一次", argument?),
        },
        ErrorKind::InvalidValue if value.as_deref() == Some("") => format!("“{}”后面缺少取值", argument?),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => format!("“{}”不能取“{}”", argument?, value?),
        ErrorKind::TooManyValues => format!("“{}”是多余的", value?),
        _ => return None,
    };
    let mut text = format!("{}\n", super::talk::red(&problem));
    if let Some(values) = of(ContextKind::ValidValue).filter(|values| !values.is_empty()) {
        let _ = writeln!(text, "  可以是：{values}");
    }
    let near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    // `clap` puts what is most alike last.
    let nearest_first = |kind: ContextKind| {
        error.get(kind).map(|value| match value {
            ContextValue::Strings(all) => all.iter().rev().map(String::as_str).collect::<Vec<_>>().join("、"),
            other => other.to_string(),
        })
    };
    if let Some(near) = near.into_iter().find_map(nearest_first) {
        let _ = writeln!(text, "  是否指“{near}”？");
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let _ = writeln!(text, "\n{}", headings_zh(&usage.ansi().to_string()));
    }
    text.push_str("\n加 --help 可查看说明和例子\n");
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every command but `help`, with the words that call it.
    fn all(command: &Command, before: &str) -> Vec<(String, Command)> {
        let path = format!("{before}{}", command.get_name());
        let inner = command.get_subcommands().filter(|inner| inner.get_name() != "help");
        let deeper: Vec<_> = inner.flat_map(|inner| all(inner, &format!("{path} "))).collect();
        std::iter::once((path, command.clone())).chain(deeper).collect()
    }

    fn is_chinese(text: &str) -> bool {
        text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
    }

    #[test]
    fn every_command_has_examples_and_they_parse() {
        let root = command(Lang::En);
        let commands = all(&root, "");
        assert!(commands.len() >= 14, "{}", commands.len());
        for (path, one) in commands {
            let help = one.get_after_help().unwrap_or_else(|| panic!("{path} has no example")).to_string();
            let examples: Vec<&str> = help.lines().filter_map(|line| line.strip_prefix("  ")).collect();
            assert!(examples.iter().any(|example| example.starts_with(&path)), "{path}: {help}");
            for example in examples {
                let words = example.split(" > ").next().unwrap_or_default().split("    (").next().unwrap_or_default();
                let mut typed: Vec<OsString> = words.split_whitespace().map(OsString::from).collect();
                if super::super::is_dropped(&typed) {
                    typed.insert(1, "compute".into());
                }
                if let Err(error) = root.clone().try_get_matches_from(typed) {
                    panic!("{example}: {error}");
                }
            }
        }
    }

    #[test]
    fn every_text_of_the_help_is_there_in_chinese() {
        let mut missing = Vec::new();
        for (path, one) in all(&command(Lang::Zh), "") {
            let about = one.get_about().map(ToString::to_string).unwrap_or_default();
            let helps = one.get_arguments().filter_map(|arg| arg.get_help()).map(ToString::to_string);
            missing.extend(helps.chain([about]).filter(|text| !is_chinese(text)).map(|text| format!("{path}: {text}")));
        }
        assert!(missing.is_empty(), "texts without Chinese; add them to help_zh.rs:\n{}", missing.join("\n"));
    }

    #[test]
    fn mistakes_are_told_in_the_reader_s_language() {
        let told = |typed: &[&str]| {
            let error = command(Lang::Zh).try_get_matches_from(typed).expect_err("a mistake");
            let text = mistake_zh(&error).unwrap_or_else(|| panic!("{error}"));
            assert!(!text.contains("error") && !text.contains("Usage"), "{text}");
            text
        };
        assert!(told(&["bonus", "chekc"]).contains("没有命令“chekc”"));
        assert!(told(&["bonus", "chekc"]).contains("是否指“check”？"));
        assert!(told(&["bonus", "compute"]).contains("缺少参数：<INPUT>"));
        assert!(told(&["bonus", "compute", "a.xlsx", "--forse"]).contains("是否指“--force”？"));
        assert!(told(&["bonus", "compute", "a.xlsx", "--format", "pdf"]).contains("可以是：xlsx、json、csv"));
        assert!(told(&["bonus", "compute", "a.xlsx", "-q", "-v"]).contains("同时使用"));
        assert!(told(&["bonus", "template", "--managers", "many"]).contains("不能取“many”"));
        assert!(told(&["bonus", "compute", "a.xlsx", "b.xlsx"]).contains("b.xlsx"));
        assert!(told(&["bonus", "policy", "show", "x", "--set"]).contains("没有参数“--set”"));
        assert!(told(&["bonus", "compute", "a.xlsx", "--set"]).contains("后面缺少取值"));
    }

    #[test]
    fn the_language_is_known_before_the_rest_is_parsed() {
        let of = |typed: &[&str]| spoken(&typed.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(of(&["bonus", "check", "--lang", "zh"]), Some(Lang::Zh));
        assert_eq!(of(&["bonus", "--lang=en", "check"]), Some(Lang::En));
        assert_eq!(of(&["bonus", "check", "--lang"]), None);
    }
}
