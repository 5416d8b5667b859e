//! Takes the texts out of the catalogues, so that the program reads none when it runs: each message becomes a variant with
//! its data. What is said without a text, or without its data, does not compile. Of the words by which reading knows what
//! people write each list becomes a constant.

#[path = "lang/pieces.rs"]
mod pieces;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use pieces::{TextPiece, pieces};

const CATALOGUES: &str = "src/lang";
const WORDS: &str = "src/workbook/read/words.toml";

/// The texts of each message as they stand, in quotes, by room, message and language.
type Rooms = BTreeMap<String, BTreeMap<String, BTreeMap<String, String>>>;

fn main() {
    println!("cargo::rerun-if-changed={CATALOGUES}");
    println!("cargo::rerun-if-changed={WORDS}");
    let mut rooms = Rooms::new();
    let mut help = "pub(super) const HELP: &[super::catalogue::HelpTexts] = &[\n".to_owned();
    let mut files: Vec<_> = fs::read_dir(CATALOGUES)
        .expect("the catalogues are read")
        .map(|file| file.expect("a catalogue").path())
        .collect();
    files.sort();
    for path in files.iter().filter(|path| path.to_string_lossy().ends_with(".toml")) {
        take(path, &mut rooms, &mut help);
    }
    let write = |file: &str, text: String| {
        let out = Path::new(&env::var_os("OUT_DIR").expect("cargo says where")).join(file);
        fs::write(out, text).expect("what was made is written");
    };
    write("messages.rs", declared(&rooms) + &help + "];\n");
    write("words.rs", lists(&fs::read_to_string(WORDS).expect("the words are read")));
}

/// Lists of words as Rust has them, which writes a list of texts alike.
fn lists(words: &str) -> String {
    let mut out = String::new();
    for line in words.lines().filter(|line| !line.starts_with(['[', '#']) || line.starts_with("# ")) {
        let _ = match (line.strip_prefix("# "), line.split_once(" = ")) {
            (Some(said), _) => write!(out, "/// {said}"),
            (None, Some((name, list))) => write!(out, "pub(super) const {name}: &[&str] = &{list}"),
            (None, None) => write!(out, "{line}"),
        };
        out += if line.ends_with(']') { ";\n" } else { "\n" };
    }
    out
}

/// Takes up what a catalogue says: a heading a room, a line a text, which is written as in Rust.
fn take(path: &PathBuf, rooms: &mut Rooms, help: &mut String) {
    let language = path.file_stem().expect("a language").to_string_lossy();
    let catalogue = fs::read_to_string(path).expect("a catalogue is read");
    for part in format!("\n{catalogue}").split("\n[").skip(1) {
        let (room, lines) = part.split_once(']').expect("a heading ends");
        if room.starts_with("help") {
            let texts = lines.lines().filter_map(|line| line.split_once("\" = "));
            let texts: Vec<_> = texts.map(|(english, said)| format!("({english}\", {said})")).collect();
            let texts = texts.join(", ");
            let _ = writeln!(
                help,
                "    super::catalogue::HelpTexts {{ language: \"{language}\", heading: \"{room}\", texts: &[{texts}] }},"
            );
            continue;
        }
        for (message, text) in lines.lines().filter_map(|line| line.split_once(" = ")) {
            let texts = rooms.entry(room.to_owned()).or_default().entry(message.to_owned()).or_default();
            texts.insert(language.to_string(), literal(text));
        }
    }
}

/// A text of a catalogue as Rust writes it: alike, but for those in single quotes.
fn literal(text: &str) -> String {
    match text.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')) {
        Some(text) => format!("r#\"{text}\"#"),
        None => text.to_owned(),
    }
}

fn declared(rooms: &Rooms) -> String {
    let mut out = "messages! {\n".to_owned();
    for (room, messages) in rooms {
        let name = format!("{}{}", room[..1].to_uppercase(), &room[1..]);
        let _ = writeln!(out, "    /// What the catalogues say under `[{room}]`.\n    {name} \"{room}\" {{");
        for (message, texts) in messages {
            let data = data(texts.values()).join(", ");
            let data = if data.is_empty() { data } else { format!(" {{ {data} }}") };
            let texts: Vec<_> = texts.iter().map(|(language, text)| format!("{language}: {text}")).collect();
            let _ = writeln!(out, "        {message}{data} [{}],", texts.join(", "));
        }
        out += "    }\n";
    }
    out + "}\n"
}

/// The data of a message. A language may do without a piece of it.
fn data<'t>(texts: impl Iterator<Item = &'t String>) -> Vec<&'t str> {
    let mut data = Vec::new();
    for piece in texts.flat_map(|text| pieces(text)) {
        if let TextPiece::Data { name, form: "" | "lower" | "gap" } = piece
            && !data.contains(&name)
        {
            data.push(name);
        }
    }
    data
}
