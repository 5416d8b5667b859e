//! The parts of a package, inflated as they are read; at most so much of each and of all.

use std::io::{self, BufRead, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use zip::read::ZipFile;
use zip::{CompressionMethod, ZipArchive};

use super::super::error::{Measure, SourceError, damaged_in, detail, of_zip, too_much};
use super::super::limits;
use super::super::xml::{PIECE, Xml, XmlSource};
use crate::say;

/// Bytes that are inflated at once.
const BLOCK: usize = 1 << 16;

/// Bytes that several readers share.
#[derive(Debug, Clone)]
pub(in super::super) struct Bytes(Arc<Vec<u8>>);

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// A package.
pub(in super::super) struct XlsxPackage {
    archive: ZipArchive<Cursor<Bytes>>,
    bytes: Bytes,
    /// The names of its parts, in lower case.
    names: Arc<Vec<String>>,
    /// Bytes that all parts may unpack to, and have so far.
    most: u64,
    total: Arc<AtomicU64>,
    /// Steps of reading so far.
    steps: Arc<AtomicU64>,
}

impl XlsxPackage {
    /// A package whose names were found to be in order, which unpacks to so many bytes for each.
    pub(in super::super) fn new(bytes: Vec<u8>, names: Vec<String>, unpacked: u64) -> Result<Self, SourceError> {
        let most = (bytes.len() as u64).saturating_mul(unpacked).clamp(limits::TOTAL_LEAST, limits::TOTAL_MOST);
        let bytes = Bytes(Arc::new(bytes));
        let archive = ZipArchive::new(Cursor::new(bytes.clone())).map_err(|error| of_zip(&error))?;
        Ok(Self { archive, bytes, names: Arc::new(names), most, total: Arc::default(), steps: Arc::default() })
    }

    /// The bytes of the package.
    pub(in super::super) fn bytes(&self) -> &[u8] {
        self.bytes.as_ref()
    }

    /// The same package for another thread.
    pub(super) fn again(&self) -> Self {
        let (archive, bytes) = (self.archive.clone(), self.bytes.clone());
        let (names, total, steps) = (Arc::clone(&self.names), Arc::clone(&self.total), Arc::clone(&self.steps));
        Self { archive, bytes, names, most: self.most, total, steps }
    }

    /// From now on nothing that is read counts: it was read before.
    pub(super) fn uncounted(mut self) -> Self {
        (self.total, self.steps) = (Arc::default(), Arc::default());
        self
    }

    /// The place of a part; it must be there.
    pub(super) fn find(&self, name: &str) -> Result<usize, SourceError> {
        let found = self.names.iter().position(|other| other == name);
        found.ok_or_else(|| SourceError::MissingPart { part: detail(name) })
    }

    /// Whether there is such a part.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.iter().any(|other| other == name)
    }

    /// The name of a part.
    pub(super) fn name(&self, part: usize) -> String {
        self.names.get(part).cloned().unwrap_or_default()
    }

    /// Bytes that a part says it has when unpacked.
    pub(super) fn size(&self, part: usize) -> u64 {
        self.archive.by_index_data(part).map_or(0, |entry| entry.size())
    }

    /// Reads a part of at most so many bytes as XML.
    pub(in super::super) fn xml<'a>(
        &'a mut self,
        name: &'a str,
        cap: u64,
    ) -> Result<Xml<'a, PartReader<'a>>, SourceError> {
        let part = self.find(name)?;
        let steps = ReadingSteps { new: 0, all: Arc::clone(&self.steps), most: limits::steps(self.bytes().len()) };
        let file = self.archive.by_index(part).map_err(|error| of_zip(&error))?;
        if !matches!(file.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
            return Err(damaged_in(name, &say!(Source::PartPackedUnusualWay)));
        }
        let cap = cap.min(self.most);
        let total = Arc::clone(&self.total);
        let block = vec![0; BLOCK];
        let (at, end, size, piece) = (0, 0, 0, 0);
        Ok(Xml::new(
            name,
            PartReader { name, file, block, at, end, cap, size, most: self.most, total, steps, piece, trouble: None },
        ))
    }
}

/// Steps of reading: of this block, and of the whole package up to it; at most so many.
struct ReadingSteps {
    new: u64,
    all: Arc<AtomicU64>,
    most: u64,
}

impl ReadingSteps {
    /// A block has ended: whether there were too many.
    fn too_many(&mut self) -> bool {
        let new = std::mem::take(&mut self.new);
        self.all.fetch_add(new, Ordering::Relaxed) + new > self.most
    }
}

/// One part while it is read.
pub(in super::super) struct PartReader<'a> {
    name: &'a str,
    file: ZipFile<'a, Cursor<Bytes>>,
    block: Vec<u8>,
    at: usize,
    end: usize,
    /// Bytes that it may have, and has so far.
    cap: u64,
    size: u64,
    /// The same for the whole package.
    most: u64,
    total: Arc<AtomicU64>,
    steps: ReadingSteps,
    /// Where the present piece of XML began.
    piece: u64,
    trouble: Option<SourceError>,
}

impl BufRead for PartReader<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.end {
            let fault = match self.file.read(&mut self.block) {
                Ok(read) => {
                    (self.at, self.end) = (0, read);
                    self.size += read as u64;
                    let total = self.total.fetch_add(read as u64, Ordering::Relaxed) + read as u64;
                    let too_much = |what, limit| Some(too_much(&detail(self.name), what, limit));
                    if self.size > self.cap {
                        too_much(Measure::Bytes, self.cap)
                    } else if total > self.most {
                        too_much(Measure::Bytes, self.most)
                    } else if self.steps.too_many() {
                        too_much(Measure::Steps, self.steps.most)
                    } else {
                        None
                    }
                }
                Err(_) => Some(damaged_in(self.name, &say!(Source::ChecksumWrong))),
            };
            if fault.is_some() {
                self.trouble = fault;
                return Err(io::ErrorKind::Other.into());
            }
        }
        // The piece began where it was asked for last; what was taken since belongs to it.
        if self.size - (self.end - self.at) as u64 > self.piece + PIECE {
            self.trouble = Some(too_much(&detail(self.name), Measure::BytesInARow, PIECE));
            return Err(io::ErrorKind::Other.into());
        }
        Ok(&self.block[self.at..self.end])
    }

    fn consume(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.end);
    }
}

impl Read for PartReader<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let there = self.fill_buf()?;
        let length = there.len().min(to.len());
        to[..length].copy_from_slice(&there[..length]);
        self.consume(length);
        Ok(length)
    }
}

impl XmlSource for PartReader<'_> {
    fn piece(&mut self) {
        self.piece = self.size - (self.end - self.at) as u64;
        self.steps.new += 1;
    }

    fn work(&mut self, steps: usize) {
        self.steps.new += steps as u64;
    }

    fn there(&self) -> &[u8] {
        &self.block[self.at..self.end]
    }

    fn trouble(&mut self) -> Option<SourceError> {
        self.trouble.take()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::super::super::xml::XmlNode;
    use super::*;

    /// Tags, attributes and texts of all parts together: another part, and there are too many.
    #[test]
    fn steps_are_counted_over_all_parts() {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let names = ["a.xml", "b.xml"].map(str::to_owned).to_vec();
        for name in &names {
            writer.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
            let attributes = (0..50).fold(String::new(), |all, at| all + &format!(" a{at}=\"\""));
            let spaces = (0..40).fold(String::new(), |all, at| all + &format!(" xmlns:p{at}=\"u\""));
            write!(writer, "<a{spaces}>{}<b{attributes}/></a>", "<c/>".repeat(20)).unwrap();
        }
        let mut parts = XlsxPackage::new(writer.finish().unwrap().into_inner(), names, 16).unwrap();
        // Each part is some 435: forty declarations of nine each, tags and ends, fifty attributes. That there are forty
        // namespaces, as programs have at the root, costs nothing further in.
        parts.steps.store(limits::STEPS - 450, Ordering::Relaxed);
        let mut read = |name: &str| {
            let mut xml = parts.xml(name, limits::OPENED_PART)?;
            while xml.next()? != XmlNode::Eof {}
            Ok::<_, SourceError>(())
        };
        read("a.xml").expect("few");
        assert!(matches!(read("b.xml"), Err(SourceError::TooMuch { what: Measure::Steps, .. })));
    }
}
