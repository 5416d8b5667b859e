//! Every command of the README is run, and what it prints is what the README shows.

use std::path::Path;
use std::process::Command;

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

fn check(readme: &str) {
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
    assert!(sessions.len() >= 3, "the README shows too few commands");
    for session in sessions {
        let words = session.command.replace("cargo run --release --", "bonus");
        let mut words = words.split_whitespace();
        assert_eq!(words.next(), Some("bonus"), "{}", session.command);
        let output = Command::new(env!("CARGO_BIN_EXE_bonus")).args(words).current_dir(folder.path()).output().unwrap();
        let printed = [output.stdout, output.stderr].concat();
        let printed = String::from_utf8(printed).unwrap();
        assert_eq!(printed.trim_end(), session.output.trim_end(), "$ {}", session.command);
    }
}

#[test]
fn the_readme_shows_what_the_program_prints() {
    check("README.md");
}
