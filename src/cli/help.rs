//! Help and mistakes of the command line in the reader's language.
//!
//! `clap` speaks English. For a reader of another language its texts are replaced one by one by those of the catalogue;
//! names of commands and options stay as they are typed.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::process::ExitCode;

use clap::Command;
use clap::builder::{Resettable, StyledStr};
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::failure::{Failure, FailureKind};
use super::talk::Talk;
use crate::lang::{self, Lang, Words};
use crate::say;

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

/// The command line `command`, with its help in `lang`.
pub(super) fn in_language(mut command: Command, lang: Lang) -> Command {
    // Before this the options of every command, such as --help, are not there to be translated.
    command.build();
    if lang == Lang::default() { command } else { translated(command, lang) }
}

fn translated(mut command: Command, lang: Lang) -> Command {
    let said = |text: Option<&StyledStr>| text.and_then(|text| lang::help(lang, &text.to_string()));
    if let Some(about) = said(command.get_about()) {
        command = command.about(about);
    }
    if let Some(examples) = command.get_after_help().map(|text| lang::help_headings(lang, &text.to_string())) {
        command = command.after_help(examples);
    }
    command = command.mut_args(|arg| match said(arg.get_long_help().or(arg.get_help())) {
        // What may be chosen stands in the text.
        Some(help) => arg.help(help).long_help(Resettable::Reset).hide_possible_values(true),
        None => arg,
    });
    command.mut_subcommands(|inner| translated(inner, lang))
}

/// Prints help, or what is wrong with the command line; the exit status.
pub(super) fn print(error: &clap::Error, typed: &[OsString], lang: Lang) -> ExitCode {
    let text = mistake(error, lang).unwrap_or_else(|| lang::help_headings(lang, &error.render().ansi().to_string()));
    if error.use_stderr() && option(typed, "--format").as_deref() == Some("json") {
        let message = anstream::adapter::strip_str(&text).to_string();
        // They asked for JSON before the mistake was found.
        let talk = Talk { json: true, ..Talk::before(lang) };
        return Failure::said(FailureKind::Usage, message.trim_end()).report(talk);
    }
    if error.use_stderr() {
        use std::io::Write as _;
        let _ = write!(anstream::stderr(), "{}", super::width::fitted_beside(&text));
        return ExitCode::from(2);
    }
    super::output::print(&text).map_or_else(|failure| failure.report(Talk::before(lang)), |()| ExitCode::SUCCESS)
}

/// What `clap` says of a mistake, by kind; several in the order given.
fn context(error: &clap::Error, kind: ContextKind, nearest_first: bool) -> Option<Words> {
    error.get(kind).map(|value| match value {
        ContextValue::Strings(all) => {
            let mut all: Vec<Words> = all.iter().map(Words::same).collect();
            if nearest_first {
                all.reverse();
            }
            Words::joined(&all, &say!(Cli::OrComma))
        }
        other => Words::same(other.to_string()),
    })
}

/// A mistake of the command line; `None` for help and for what `clap` seldom says.
fn mistake(error: &clap::Error, lang: Lang) -> Option<String> {
    let of = |kind: ContextKind| context(error, kind, false);
    let (argument, value) = (of(ContextKind::InvalidArg), of(ContextKind::InvalidValue));
    let problem = match error.kind() {
        ErrorKind::InvalidSubcommand => say!(Cli::NoCommand { command: of(ContextKind::InvalidSubcommand)? }),
        ErrorKind::UnknownArgument => say!(Cli::NoArgument { argument: argument? }),
        ErrorKind::MissingRequiredArgument => say!(Cli::ArgumentMissing { argument: argument? }),
        ErrorKind::MissingSubcommand => say!(Cli::CommandMissing),
        ErrorKind::ArgumentConflict => {
            match of(ContextKind::PriorArg).filter(|prior| Some(prior) != argument.as_ref()) {
                Some(prior) => say!(Cli::NotTogether { argument: argument?, prior }),
                None => say!(Cli::OnlyOnce { argument: argument? }),
            }
        }
        ErrorKind::InvalidValue if value.as_ref().is_some_and(Words::is_empty) => {
            say!(Cli::ValueMissing { argument: argument? })
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            say!(Cli::NotThisValue { argument: argument?, value: value? })
        }
        ErrorKind::TooManyValues => say!(Cli::OneTooMany { value: value? }),
        _ => return None,
    };
    let mut text = format!("{}\n", super::talk::red(problem.get(lang)));
    if let Some(values) = of(ContextKind::ValidValue).filter(|values| !values.is_empty()) {
        let _ = writeln!(text, "  {}", say!(Cli::MayBe { values }).get(lang));
    }
    let near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    // `clap` puts what is most alike last.
    if let Some(near) = near.into_iter().find_map(|kind| context(error, kind, true)) {
        let _ = writeln!(text, "  {}", say!(Cli::DidYouMean { near }).get(lang));
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let _ = writeln!(text, "\n{}", lang::help_headings(lang, &usage.ansi().to_string()));
    }
    let _ = writeln!(text, "\n{}", say!(Cli::SeeHelp).get(lang));
    Some(text)
}

/// What the help says of a command, its options, and the commands within it.
#[cfg(test)]
pub(super) fn texts_of(command: &Command) -> Vec<String> {
    let helps = command.get_arguments().filter_map(|arg| arg.get_long_help().or(arg.get_help()));
    let own = helps.chain(command.get_about()).map(ToString::to_string);
    let inner = command.get_subcommands().filter(|inner| inner.get_name() != "help");
    own.chain(inner.flat_map(texts_of)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::command_line::command_line;
    use super::super::dropped::is_dropped;
    use super::*;

    /// Every command but `help`, with the words that call it.
    fn all(command: &Command, before: &str) -> Vec<(String, Command)> {
        let path = format!("{before}{}", command.get_name());
        let inner = command.get_subcommands().filter(|inner| inner.get_name() != "help");
        let deeper: Vec<_> = inner.flat_map(|inner| all(inner, &format!("{path} "))).collect();
        std::iter::once((path, command.clone())).chain(deeper).collect()
    }

    #[test]
    fn every_command_has_examples_and_they_parse() {
        let root = command_line(Lang::En);
        let commands = all(&root, "");
        assert!(commands.len() >= 14, "{}", commands.len());
        for (path, one) in commands {
            let help = one.get_after_help().unwrap_or_else(|| panic!("{path} has no example")).to_string();
            let examples: Vec<&str> = help.lines().filter_map(|line| line.strip_prefix("  ")).collect();
            assert!(examples.iter().any(|example| example.starts_with(&path)), "{path}: {help}");
            for example in examples {
                let words = example.split(" > ").next().unwrap_or_default().split("    (").next().unwrap_or_default();
                let words = shlex::split(words).expect("quotes that are closed");
                let mut typed: Vec<OsString> = words.into_iter().map(OsString::from).collect();
                if is_dropped(&typed) {
                    typed.insert(1, "compute".into());
                }
                if let Err(error) = root.clone().try_get_matches_from(typed) {
                    panic!("{example}: {error}");
                }
            }
        }
    }

    #[test]
    fn every_text_of_the_help_is_there_in_every_language() {
        let known = texts_of(&command_line(Lang::En));
        for lang in Lang::ALL.into_iter().filter(|lang| *lang != Lang::En) {
            let missing: Vec<_> = known.iter().filter(|text| lang::help(lang, text).is_none()).collect();
            assert!(missing.is_empty(), "not in {}.toml under [help]: {missing:#?}", lang.code());
            let over = lang::help_texts(lang).filter(|text| !known.iter().any(|known| known == text));
            let over: Vec<_> = over.filter(|text| !text.starts_with("Print ")).collect();
            assert!(over.is_empty(), "nothing in the help reads so: {over:#?}");
        }
    }

    #[test]
    fn mistakes_are_told_in_the_reader_s_language() {
        let told = |typed: &[&str]| {
            let error = command_line(Lang::Zh).try_get_matches_from(typed).expect_err("a mistake");
            let text = mistake(&error, Lang::Zh).unwrap_or_else(|| panic!("{error}"));
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
