//! Declares each message of the catalogues once more, as a variant with its data: what is said without a text, or without
//! its data, does not compile.

#[path = "lang/pieces.rs"]
mod pieces;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use pieces::{TextPiece, pieces};

const CATALOGUES: &str = "src/lang";

/// The data of each message, by room and message. A language may do without a piece of data.
type DeclaredRooms = BTreeMap<String, BTreeMap<String, Vec<String>>>;

fn main() {
    println!("cargo::rerun-if-changed={CATALOGUES}");
    let mut rooms = DeclaredRooms::new();
    let files = fs::read_dir(CATALOGUES).expect("the catalogues are read");
    for path in files.map(|file| file.expect("a catalogue").path()) {
        if path.to_string_lossy().ends_with(".toml") {
            declare(&fs::read_to_string(&path).expect("a catalogue is read"), &mut rooms);
        }
    }
    let out = Path::new(&env::var_os("OUT_DIR").expect("cargo says where")).join("messages.rs");
    fs::write(out, written(&rooms)).expect("the messages are written");
}

/// Takes up what a catalogue says: a heading a room, a line a text.
fn declare(catalogue: &str, rooms: &mut DeclaredRooms) {
    let mut room = String::new();
    for line in catalogue.lines() {
        if let Some(heading) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            heading.clone_into(&mut room);
            continue;
        }
        let Some((message, text)) = line.split_once(" = ").filter(|_| !room.starts_with("help")) else { continue };
        let data = rooms.entry(room.clone()).or_default().entry(message.to_owned()).or_default();
        for piece in pieces(text) {
            if let TextPiece::Data { name, form: "" | "lower" | "gap" } = piece
                && !data.iter().any(|known| known == name)
            {
                data.push(name.to_owned());
            }
        }
    }
}

fn written(rooms: &DeclaredRooms) -> String {
    let mut out = "messages! {\n".to_owned();
    for (room, messages) in rooms {
        let name = format!("{}{}", room[..1].to_uppercase(), &room[1..]);
        let _ = writeln!(out, "    /// What the catalogues say under `[{room}]`.\n    {name} \"{room}\" {{");
        for (message, data) in messages {
            let data = if data.is_empty() { String::new() } else { format!(" {{ {} }}", data.join(", ")) };
            let _ = writeln!(out, "        {message}{data},");
        }
        out += "    }\n";
    }
    out + "}\n"
}
