//! Every command of the READMEs is run, and what it prints is what they show; every command of the program is in them,
//! and so is every picture.

use std::path::Path;
use std::process::{Command, Output};

/// A console block: a command after `$`, and what it prints.
struct Session {
    command: String,
    output: String,
}

fn sessions(text: &str) -> Vec<Session> {
    let mut sessions = Vec::new();
    for block in text.split("```console\n").skip(1) {
        let block = block.split("\n```").next().unwrap_or_default();
        for part in block.split("$ ").skip(1) {
            let (command, output) = part.split_once('\n').unwrap_or((part, ""));
            sessions.push(Session { command: command.to_owned(), output: output.to_owned() });
        }
    }
    sessions
}

/// The program, on a system of that language.
fn bonus(words: &[&str], folder: &Path, locale: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bonus"));
    command.env("LC_ALL", locale).env("LANG", locale).env_remove("LC_MESSAGES").env_remove("LANGUAGE");
    command.args(words).current_dir(folder).output().unwrap()
}

fn check(readme: &str, locale: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join(readme)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for needed in ["examples", "fixtures/faults"] {
        std::fs::create_dir_all(folder.path().join(needed)).unwrap();
        for entry in std::fs::read_dir(root.join(needed)).unwrap() {
            let from = entry.unwrap().path();
            if from.is_file() {
                std::fs::copy(&from, folder.path().join(needed).join(from.file_name().unwrap())).unwrap();
            }
        }
    }
    let sessions = sessions(&text);
    assert!(sessions.len() >= 7, "{readme} shows too few commands");
    for session in sessions {
        let words = session.command.replace("cargo run --release --", "bonus");
        let words: Vec<&str> = words.split_whitespace().collect();
        assert_eq!(words.first(), Some(&"bonus"), "{}", session.command);
        let output = bonus(&words[1..], folder.path(), locale);
        let printed = [output.stdout, output.stderr].concat();
        let printed = String::from_utf8(printed).unwrap();
        assert_eq!(printed.trim_end(), session.output.trim_end(), "{readme}: $ {}", session.command);
    }
    // Commands that are only named must exist as well.
    for named in text.split('`').filter_map(|code| code.strip_prefix("bonus ")) {
        let lower = |word: &&str| word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        let mut words: Vec<&str> = named.split_whitespace().take_while(lower).collect();
        words.push("--help");
        assert!(bonus(&words, folder.path(), locale).status.success(), "{readme}: bonus {named}");
    }
    let help = String::from_utf8(bonus(&["-h", "--lang", "en"], folder.path(), locale).stdout).unwrap();
    let commands = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let commands = commands.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    for command in commands.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help") {
        assert!(text.contains(&format!("`bonus {command}")), "{readme} does not tell of bonus {command}");
    }
    for picture in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        let file = root.join(picture);
        if file.extension().is_some_and(|kind| kind == "png") {
            let size = std::fs::metadata(&file).unwrap_or_else(|_| panic!("{readme}: no {picture}")).len();
            assert!(size < 200_000, "{picture} has {size} bytes");
        } else if !picture.starts_with("https:") {
            assert!(file.is_file(), "{readme}: no {picture}");
        }
    }
}

#[test]
fn the_readme_shows_what_the_program_prints() {
    check("README.md", "en_US.UTF-8");
}

#[test]
fn the_chinese_readme_shows_what_the_program_prints() {
    check("README.zh-CN.md", "zh_CN.UTF-8");
}
