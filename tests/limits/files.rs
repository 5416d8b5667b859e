//! The sample as a file that something was done to.

use std::fs;
use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::common::fixture;

/// The sheet of collections.
pub const LINES: &str = "xl/worksheets/sheet7.xml";
/// The amount of the first collection, as the sample has it.
pub const AMOUNT: &str = r#"<c r="E2" t="n"><v>360000</v></c>"#;

/// A package in pieces.
pub struct Package(Vec<(String, Vec<u8>)>);

impl Package {
    /// The sample in one of its formats; `key-account.xlsx` for all that is not about another format.
    pub fn of(name: &str) -> Self {
        let mut archive = ZipArchive::new(Cursor::new(fs::read(fixture(name)).unwrap())).unwrap();
        let mut parts = Vec::new();
        for index in 0..archive.len() {
            let mut part = archive.by_index(index).unwrap();
            let mut content = Vec::new();
            part.read_to_end(&mut content).unwrap();
            parts.push((part.name().unwrap().into_owned(), content));
        }
        Self(parts)
    }

    pub fn sample() -> Self {
        Self::of("samples/key-account.xlsx")
    }

    /// With one part put in, or in place of what it was.
    pub fn with(mut self, name: &str, content: impl Into<Vec<u8>>) -> Self {
        self.0.retain(|(other, _)| other != name);
        self.0.push((name.to_owned(), content.into()));
        self
    }

    /// With a text of a part replaced, which must be there.
    #[track_caller]
    pub fn changed(mut self, name: &str, from: &str, to: &str) -> Self {
        let (_, content) = self.0.iter_mut().find(|(other, _)| other == name).unwrap();
        let text = String::from_utf8(content.clone()).unwrap();
        assert!(text.contains(from), "{name} has no {from}");
        *content = text.replacen(from, to, 1).into_bytes();
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.0.retain(|(other, _)| other != name);
        self
    }

    pub fn part(&self, name: &str) -> &[u8] {
        &self.0.iter().find(|(other, _)| other == name).unwrap().1
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in &self.0 {
            writer.start_file(name.as_str(), options()).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    /// With one part of a pattern that is repeated until it has as many mebibytes, between a head and a tail.
    pub fn bomb(self, name: &str, (head, pattern, tail): (&str, &str, &str), mib: usize) -> Vec<u8> {
        let block = pattern.repeat((1 << 20) / pattern.len() + 1);
        let content = [head.as_bytes(), block.repeat(mib).as_bytes(), tail.as_bytes()].concat();
        self.with(name, content).bytes()
    }
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).compression_level(Some(1))
}

/// The sample with another cell in place of the amount of its first collection.
pub fn amount(cell: &str) -> Vec<u8> {
    Package::sample().changed(LINES, AMOUNT, cell).bytes()
}

/// The sample as .xls, with one thing done to its bytes.
pub fn xls(harm: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut bytes = fs::read(fixture("formats/key-account.xls")).unwrap();
    harm(&mut bytes);
    bytes
}
