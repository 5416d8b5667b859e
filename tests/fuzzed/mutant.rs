//! Bent copies of a *valid* workbook: one thing is done to one tag, attribute, reference, index, entry or record of it.
//!
//! Nothing is done that makes another valid workbook of it: no digit, letter or address is replaced. Whatever is read of
//! a mutant must be what the unbent file says, or it is refused.
#![allow(dead_code)]

use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Numbers that look random and are not.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `below`, which is at least 1.
    pub fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % below.max(1) as u64).unwrap_or(0)
    }

    fn pick<'t, T>(&mut self, from: &'t [T]) -> Option<&'t T> {
        if from.is_empty() { None } else { from.get(self.roll(from.len())) }
    }
}

/// A mutant of a workbook, and what was done to it; `None` where this throw of the dice found nothing to do.
pub fn bent(whole: &[u8], dice: &mut Dice) -> Option<(Vec<u8>, String)> {
    if whole.starts_with(b"PK") {
        if dice.roll(8) == 0 {
            return package(whole, dice);
        }
        return part(whole, dice);
    }
    // The sectors of a compound file are left alone: its stream is one piece in the seeds.
    let (start, end) = stream(whole)?;
    let (bent, what) = biff8(&whole[start..end], dice)?;
    (bent.len() == end - start).then(|| ([&whole[..start], &bent, &whole[end..]].concat(), what))
}

/// The parts of a package.
pub fn parts(whole: &[u8]) -> Vec<(String, Vec<u8>)> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(whole)) else { return Vec::new() };
    (0..archive.len())
        .filter_map(|index| {
            let mut part = archive.by_index(index).ok()?;
            let mut content = Vec::new();
            part.read_to_end(&mut content).ok()?;
            Some((part.name().ok()?.into_owned(), content))
        })
        .collect()
}

/// A package of parts, as they are.
pub fn packed(parts: &[(String, Vec<u8>)]) -> Option<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in parts {
        writer.start_file(name.as_str(), options).ok()?;
        writer.write_all(content).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

/// Entries of the zip: left out, named otherwise, twice, cut.
fn package(whole: &[u8], dice: &mut Dice) -> Option<(Vec<u8>, String)> {
    let mut parts = parts(whole);
    let at = dice.roll(parts.len());
    let name = parts.get(at)?.0.clone();
    match dice.roll(6) {
        0 => drop(parts.remove(at)),
        1 => parts[at].0 = format!("{name}x"),
        2 => parts[at].0 = name.to_uppercase(),
        3 => {
            let copy = (name.to_uppercase(), parts[at].1.clone());
            parts.push(copy);
        }
        4 => {
            let length = parts[at].1.len();
            parts[at].1.truncate(dice.roll(length + 1));
        }
        _ => {
            // The name in the entry itself, and not the one in the directory.
            let mut bytes = packed(&parts)?;
            let place = memchr::memmem::find(&bytes, name.as_bytes())?;
            bytes[place] ^= 1;
            return Some((bytes, format!("{name}: another name in its own header")));
        }
    }
    Some((packed(&parts)?, format!("{name}: entry")))
}

/// One part of a package.
fn part(whole: &[u8], dice: &mut Dice) -> Option<(Vec<u8>, String)> {
    let mut parts = parts(whole);
    let told = |name: &str| {
        let name = name.to_lowercase();
        !name.contains("docprops")
            && !name.contains("theme")
            && !name.contains("thumb")
            && name != "meta.xml"
            && name != "settings.xml"
    };
    let places: Vec<usize> = (0..parts.len()).filter(|at| told(&parts[*at].0) && !parts[*at].1.is_empty()).collect();
    let at = *dice.pick(&places)?;
    let (name, content) = &parts[at];
    let (bent, what) = if std::path::Path::new(name).extension().is_some_and(|kind| kind == "bin") {
        biff12(content, dice)?
    } else {
        markup(content, dice)?
    };
    let what = format!("{name}: {what}");
    parts[at].1 = bent;
    Some((packed(&parts)?, what))
}

/// Where tags begin and end.
fn tags(text: &[u8]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = memchr::memchr(b'<', &text[at..]).map(|start| at + start) {
        let Some(length) = memchr::memchr(b'>', &text[start..]) else { break };
        found.push((start, start + length + 1));
        at = start + length + 1;
    }
    found
}

fn markup(text: &[u8], dice: &mut Dice) -> Option<(Vec<u8>, String)> {
    let tags = tags(text);
    let which = dice.roll(tags.len());
    let &(start, end) = tags.get(which)?;
    let (before, tag, after) = (&text[..start], &text[start..end], &text[end..]);
    let shown = String::from_utf8_lossy(tag).into_owned();
    let (bent, what) = match dice.roll(14) {
        // One blank cell of an .ods more or less moves those behind it: another valid workbook.
        0 | 1 if blank_cell(tag) => return None,
        0 => ([before, after].concat(), "tag deleted"),
        1 => ([before, tag, tag, after].concat(), "tag doubled"),
        2 => {
            let &(other, other_end) = tags.get(which + 1)?;
            if blank_cell(tag) || blank_cell(&text[other..other_end]) {
                return None;
            }
            let between = &text[end..other];
            ([before, &text[other..other_end], between, tag, &text[other_end..]].concat(), "tag swapped with the next")
        }
        3 => ([before, &tag[..dice.roll(tag.len())], after].concat(), "tag cut at its end"),
        4 => ([before, &tag[dice.roll(tag.len())..], after].concat(), "tag cut at its beginning"),
        5 => {
            let outside: Vec<usize> = outside_of_values(tag);
            let mut tag = tag.to_vec();
            tag[*dice.pick(&outside)?] ^= 1 << dice.roll(7);
            ([before, &tag, after].concat(), "tag with a bit flipped")
        }
        6 => {
            let &(from, to) = dice.pick(&tags)?;
            if blank_cell(&text[from..to]) {
                return None;
            }
            ([before, &text[from..to], tag, after].concat(), "another tag put before it")
        }
        7..=9 => {
            let (bent, what) = attribute(tag, dice)?;
            ([before, &bent, after].concat(), what)
        }
        10 => {
            // Text that follows the tag: a character as a reference, which is the same, or a broken one.
            let length = memchr::memchr(b'<', after)?;
            let here = str::from_utf8(&after[..length]).ok().filter(|text| !text.is_empty() && !text.contains('&'))?;
            let places: Vec<(usize, char)> = here.char_indices().collect();
            let &(place, char) = dice.pick(&places)?;
            let code = u32::from(char);
            let reference = match dice.roll(7) {
                0 => format!("&#{code};"),
                1 => format!("&#x{code:X};"),
                2 => format!("&#{code:030};"),
                3 => format!("&#{code}"),
                4 => format!("&{char};"),
                5 => format!("{char}&amp"),
                _ => format!("{char}&#0;"),
            };
            let (front, rest) = (&here[..place], &here[place + char.len_utf8()..]);
            (
                [before, tag, front.as_bytes(), reference.as_bytes(), rest.as_bytes(), &after[length..]].concat(),
                "reference",
            )
        }
        11 => {
            // An index, if it is one: written as no program writes it.
            let length = memchr::memchr(b'<', after)?;
            let here = &after[..length];
            if here.is_empty() || !here.iter().all(u8::is_ascii_digit) || !tag.starts_with(b"<v") {
                return None;
            }
            let odd: [(&[u8], &[u8]); 6] =
                [(b"+", b""), (b" ", b" "), (b"", b".0"), (b"", b"e0"), (b"0x", b""), (b"", b"\0")];
            let (front, back) = odd[dice.roll(odd.len())];
            ([before, tag, front, here, back, &after[length..]].concat(), "number written oddly")
        }
        12 => (
            [before, tag, &b"<!-- - -->"[..usize::from(dice.roll(2) == 0) * 10], b"<![CDATA[]]>", after].concat(),
            "CDATA of nothing",
        ),
        _ => {
            ([before, tag, &b"</sheetData>"[..], &b"<sheetData>"[..], after].concat(), "end and beginning of the cells")
        }
    };
    (bent != text).then(|| (bent, format!("{what}: {shown}")))
}

/// Whether a tag is a cell of an .ods without content.
fn blank_cell(tag: &[u8]) -> bool {
    tag.starts_with(b"<table:table-cell") && tag.ends_with(b"/>")
}

/// The bytes of a tag that are not in the value of an attribute.
fn outside_of_values(tag: &[u8]) -> Vec<usize> {
    let mut quote = None;
    let mut outside = Vec::new();
    for (at, byte) in tag.iter().enumerate() {
        match quote {
            None if matches!(byte, b'"' | b'\'') => quote = Some(*byte),
            None => outside.push(at),
            Some(open) if open == *byte => quote = None,
            Some(_) => {}
        }
    }
    outside
}

/// Something is done to one attribute.
fn attribute(tag: &[u8], dice: &mut Dice) -> Option<(Vec<u8>, &'static str)> {
    let text = str::from_utf8(tag).ok()?;
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(equals) = text[at..].find('=').map(|equals| at + equals) {
        let start = text[..equals].rfind(char::is_whitespace)?;
        let quote = text[equals + 1..].chars().next()?;
        let end = equals + 2 + text[equals + 2..].find(quote)? + 1;
        found.push((start, equals, end));
        at = end;
    }
    let &(start, equals, end) = dice.pick(&found)?;
    let (name, value) = (&text[start..equals], &text[equals + 2..end - 1]);
    let put = |middle: String| [&text[..start], &middle, &text[end..]].concat().into_bytes();
    Some(match dice.roll(7) {
        0 => (put(String::new()), "attribute deleted"),
        1 => (put(text[start..end].repeat(2)), "attribute doubled"),
        2 => (put(format!("{name}='{value}'")), "attribute in other quotes"),
        3 => (put(format!("{name}=\"\"")), "attribute emptied"),
        4 => (put(format!("{name}x=\"{value}\"")), "attribute renamed"),
        5 => (put(format!("{name}=\" {value} \"")), "blanks in an attribute"),
        _ => (put(format!("{name}={value}")), "attribute without quotes"),
    })
}

/// The records of an .xlsb part: place, length of the header, whole length, kind.
fn records12(bytes: &[u8]) -> Vec<(usize, usize, u16)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let wide = bytes[at] & 0x80 != 0;
        let kind = u16::from(bytes[at] & 0x7F)
            | if wide { u16::from(bytes.get(at + 1).copied().unwrap_or(0)) << 7 } else { 0 };
        let mut next = at + 1 + usize::from(wide);
        let (mut length, mut shift) = (0_usize, 0);
        while let Some(byte) = bytes.get(next) {
            length |= usize::from(byte & 0x7F) << shift;
            next += 1;
            shift += 7;
            if byte & 0x80 == 0 || shift > 21 {
                break;
            }
        }
        found.push((at, next + length, kind));
        at = next + length;
    }
    found
}

/// One record of an .xlsb. A cell is never left out or cut to another valid one.
fn biff12(bytes: &[u8], dice: &mut Dice) -> Option<(Vec<u8>, String)> {
    let records = records12(bytes);
    let &(start, end, kind) = dice.pick(&records)?;
    let end = end.min(bytes.len());
    let (before, record, after) = (&bytes[..start], &bytes[start..end], &bytes[end..]);
    let (bent, what) = match dice.roll(4) {
        0 => ([before, record, record, after].concat(), "record doubled"),
        1 => ([before, record, &[0x92, 0x01, 0x00], after].concat(), "an end of the cells"),
        2 => ([before, record, &[0x82, 0x01, 0x00], after].concat(), "an end of the sheet"),
        _ => (bytes[..end - 1].to_vec(), "part cut off"),
    };
    Some((bent, format!("{what}: record {kind:#x}")))
}

/// Where the workbook's stream lies in a compound file whose stream is one piece.
fn stream(whole: &[u8]) -> Option<(usize, usize)> {
    let start = memchr::memmem::find(whole, &[0x09, 0x08, 0x10, 0x00, 0x00, 0x06, 0x05, 0x00])?;
    let mut at = start;
    let mut end = start;
    while let Some([low, high, short, long]) = whole.get(at..at + 4).and_then(|head| head.first_chunk::<4>()) {
        let kind = u16::from_le_bytes([*low, *high]);
        if kind == 0 {
            break;
        }
        at += 4 + usize::from(u16::from_le_bytes([*short, *long]));
        if kind == 0x0A {
            end = at;
        }
    }
    (end <= whole.len()).then_some((start, end))
}

/// One record of an .xls, with as many bytes as before: two are swapped, or one becomes an end.
fn biff8(bytes: &[u8], dice: &mut Dice) -> Option<(Vec<u8>, String)> {
    let mut records = Vec::new();
    let mut at = 0;
    while let Some([_, _, short, long]) = bytes.get(at..at + 4).and_then(|head| head.first_chunk::<4>()) {
        let end = at + 4 + usize::from(u16::from_le_bytes([*short, *long]));
        records.push((at, end));
        at = end;
    }
    let which = dice.roll(records.len());
    let &(start, end) = records.get(which)?;
    let mut bent = bytes.to_vec();
    let what = match dice.roll(3) {
        0 if end - start == 4 => return None,
        // An end in place of the record, and zeros in place of its body, which are no record.
        0 => {
            bent[start..start + 4].copy_from_slice(&[0x0A, 0, 0, 0]);
            bent[start + 4..end].fill(0);
            "an end in place of a record"
        }
        1 => {
            let &(next, next_end) = records.get(which + 1)?;
            bent[start..next_end].copy_from_slice(&[&bytes[next..next_end], &bytes[start..end]].concat());
            "two records swapped"
        }
        _ => {
            // Longer than it is: the one behind it is swallowed in part.
            let length = u16::from_le_bytes([bytes[start + 2], bytes[start + 3]]).wrapping_add(1);
            bent[start + 2..start + 4].copy_from_slice(&length.to_le_bytes());
            "a record's length"
        }
    };
    Some((bent, format!("{what}: {:02x}{:02x} at {start}", bytes[start + 1], bytes[start])))
}
