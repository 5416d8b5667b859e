//! Every command of the READMEs is run, twice and in either order, and what it prints is what they show; every command of
//! the program is in them, and so is every picture.

use std::path::Path;
use std::process::{Command, Output};

/// A console block: a command after `$`, and what it prints.
struct Session {
    command: String,
    output: String,
}

/// The blocks of sessions: what stands in one is run together.
fn blocks(text: &str) -> Vec<Vec<Session>> {
    let block = |block: &str| {
        let block = block.split("\n```").next().unwrap_or_default();
        let sessions = block.split("$ ").skip(1).map(|part| {
            let (command, output) = part.split_once('\n').unwrap_or((part, ""));
            Session { command: command.to_owned(), output: output.to_owned() }
        });
        sessions.collect()
    };
    text.split("```console\n").skip(1).map(block).collect()
}

/// Copies what the commands name of the repository into a folder; whatever else lies there stays behind, such as results
/// of the same commands.
fn copy_inputs(blocks: &[Vec<Session>], root: &Path, folder: &Path) {
    let words = blocks.iter().flatten().flat_map(|session| session.command.split_whitespace());
    for named in words.filter(|word| word.starts_with("examples/") || word.starts_with("fixtures/")) {
        std::fs::create_dir_all(folder.join(named).parent().unwrap()).unwrap();
        std::fs::copy(root.join(named), folder.join(named)).unwrap_or_else(|error| panic!("{named}: {error}"));
    }
}

/// The program, on a system of that language and a terminal of 80 columns.
fn bonus(words: &[&str], folder: &Path, locale: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bonus"));
    command.env("LC_ALL", locale).env("LANG", locale).env_remove("LC_MESSAGES").env_remove("LANGUAGE");
    command.env("COLUMNS", "80");
    command.args(words).current_dir(folder).output().unwrap()
}

/// A hash of what the program writes is another one with each version: a README shows `…` in its place.
fn without_hashes(printed: &str) -> String {
    let is_hash = |run: &str| run.len() == 64 && run.bytes().all(|byte| byte.is_ascii_hexdigit());
    let hashes: Vec<&str> =
        printed.split(|char: char| !char.is_ascii_alphanumeric()).filter(|run| is_hash(run)).collect();
    hashes.iter().fold(printed.to_owned(), |printed, hash| printed.replace(hash, "…"))
}

fn check(readme: &str, locale: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join(readme)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let blocks = blocks(&text);
    assert!(blocks.len() >= 7, "{readme} shows too few commands");
    copy_inputs(&blocks, root, folder.path());
    for session in blocks.iter().chain(blocks.iter().rev()).flatten() {
        let words = session.command.replace("cargo run --release --", "bonus");
        let words: Vec<&str> = words.split_whitespace().collect();
        assert_eq!(words.first(), Some(&"bonus"), "{}", session.command);
        let output = bonus(&words[1..], folder.path(), locale);
        let printed = [output.stdout, output.stderr].concat();
        let printed = without_hashes(&String::from_utf8(printed).unwrap());
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

/// The headings' levels, tables' rows and commands are the same, and what is a name in both stands in both.
#[test]
fn the_chinese_readme_has_all_that_the_english_one_has() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let [english, chinese] =
        ["README.md", "README.zh-CN.md"].map(|file| std::fs::read_to_string(root.join(file)).unwrap());
    let outline = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| line.starts_with('#') || line.starts_with('|'));
        lines.map(|line| line.chars().take_while(|char| matches!(char, '#' | '|')).collect()).collect()
    };
    assert_eq!(outline(&english), outline(&chinese));
    let commands = |text: &str| -> Vec<usize> { blocks(text).iter().map(Vec::len).collect() };
    assert_eq!(commands(&english), commands(&chinese));
    for name in code(&english) {
        // What stands for something, such as FILE or `<its name>`, is said in Chinese.
        let stands_for = |word: &&str| word.contains('<') || word.bytes().any(|byte| byte.is_ascii_uppercase());
        let is_file = Path::new(&name).extension().is_some() && !name.contains('<');
        let words: Vec<&str> =
            name.split_whitespace().take_while(|word| is_file || name.contains('{') || !stands_for(word)).collect();
        assert!(words.iter().all(|word| chinese.contains(word)), "README.zh-CN.md does not speak of `{name}`");
    }
}

/// What is set as code within the text.
fn code(text: &str) -> impl Iterator<Item = String> {
    let prose: String = text.split("```").step_by(2).collect();
    prose.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>().into_iter()
}

#[test]
fn the_chinese_readme_shows_what_the_program_prints() {
    check("README.zh-CN.md", "zh_CN.UTF-8");
}
