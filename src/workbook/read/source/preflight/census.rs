//! Counts in the parts of an .xlsx that calamine keeps in memory when it opens the file: workbook, relationships, table
//! of texts, styles.
//!
//! Each text, style and name costs far more memory than the few bytes it takes in the file, so they are counted and not
//! weighed. Calamine finds these parts by fixed names beside the workbook part, and so does [`Roles`].

use std::collections::{HashMap, HashSet};

use super::error::{Measure, SourceError};
use super::limits;
use super::look::{Notes, foreign};
use super::tags::{Tag, Tags, local};

/// What calamine takes a part for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Workbook,
    Relationships,
    Strings,
    Styles,
    Theme,
}

/// The names of those parts, in lower case.
pub(super) struct Roles {
    by_name: [(String, Role); 5],
}

impl Roles {
    /// From the package's own relationships (`_rels/.rels`), which name the workbook part.
    pub(super) fn of(relationships: &[u8]) -> Result<Self, SourceError> {
        let mut target = None;
        let mut tags = Tags::new("_rels/.rels");
        tags.block(relationships, &mut |tag: &Tag<'_>| {
            let kind = tag.attribute(b"Type").unwrap_or_default();
            if tag.opens && tag.local() == b"Relationship" && kind.ends_with(b"/relationships/officeDocument") {
                target = tag.attribute(b"Target").or(target.as_deref()).map(<[u8]>::to_vec);
            }
            Ok(())
        })?;
        let target = target.and_then(|t| String::from_utf8(t).ok()).filter(|t| !t.contains('&'));
        let target =
            target.ok_or_else(|| SourceError::Damaged { detail: "no workbook part".to_owned() })?.to_ascii_lowercase();
        let (folder, name) = target.rfind('/').map_or(("", target.as_str()), |slash| target.split_at(slash + 1));
        let folder = folder.strip_prefix('/').unwrap_or(folder);
        let name = if name.is_empty() { "workbook.xml" } else { name };
        Ok(Self {
            by_name: [
                (format!("{folder}{name}"), Role::Workbook),
                (format!("{folder}_rels/{name}.rels"), Role::Relationships),
                (format!("{folder}sharedstrings.xml"), Role::Strings),
                (format!("{folder}styles.xml"), Role::Styles),
                (format!("{folder}theme/theme1.xml"), Role::Theme),
            ],
        })
    }

    /// The workbook part.
    pub(super) fn workbook(&self) -> &str {
        &self.by_name[0].0
    }

    /// The folder that the workbook's relationships start from.
    pub(super) fn folder(&self) -> &str {
        let workbook = self.workbook();
        workbook.rfind('/').map_or("", |slash| &workbook[..=slash])
    }

    /// The role of a part, if it has one.
    pub(super) fn role(&self, part: &str) -> Option<Role> {
        self.by_name.iter().find(|(name, _)| name == part).map(|(_, role)| *role)
    }
}

impl Role {
    /// Bytes that such a part may have.
    pub(super) fn cap(self) -> u64 {
        match self {
            Self::Strings => limits::STRINGS_PART,
            Self::Relationships => limits::RELATIONSHIPS_PART,
            Self::Workbook | Self::Styles | Self::Theme => limits::OPENED_PART,
        }
    }
}

/// The counts of one part.
pub(super) struct Census<'p> {
    part: &'p str,
    role: Role,
    tags: Tags<'p>,
    counts: Counts,
}

#[derive(Default)]
struct Counts {
    all: u64,
    formats: u64,
    longest: u64,
    texts: u64,
    sheets: u64,
    sources: HashSet<Vec<u8>>,
    sheet_ids: Vec<Vec<u8>>,
    targets: HashMap<Vec<u8>, String>,
}

impl<'p> Census<'p> {
    pub(super) fn new(part: &'p str, role: Role) -> Self {
        Self { part, role, tags: Tags::new(part), counts: Counts::default() }
    }

    /// Takes the next block of the part.
    pub(super) fn block(&mut self, block: &[u8]) -> Result<(), SourceError> {
        let (part, role, counts) = (self.part, self.role, &mut self.counts);
        self.tags.block(block, &mut |tag: &Tag<'_>| {
            if tag.opens { counts.tag(part, role, tag) } else { Ok(()) }
        })
    }

    /// At the end of the part: puts what is known of the sheets among the notes.
    pub(super) fn finish(self, notes: &mut Notes) -> Result<(), SourceError> {
        notes.sheets.extend(self.counts.sheet_ids);
        notes.targets.extend(self.counts.targets);
        self.tags.finish()
    }
}

impl Counts {
    fn tag(&mut self, part: &str, role: Role, tag: &Tag<'_>) -> Result<(), SourceError> {
        let too_much = |what, limit| Err(SourceError::TooMuch { part: part.to_owned(), what, limit });
        let twice =
            || SourceError::Unfaithful { part: part.to_owned(), detail: "two sheets share their cells".to_owned() };
        self.all += 1;
        match (role, tag.local()) {
            (Role::Styles, name) => {
                self.formats += u64::from(name == b"xf");
                self.longest = self.longest.max(tag.attributes.len() as u64);
                if self.all > limits::STYLE_TAGS || self.formats > limits::CELL_FORMATS {
                    return too_much(Measure::Styles, limits::CELL_FORMATS);
                }
                if self.formats * self.longest > limits::STYLE_BYTES {
                    return too_much(Measure::Bytes, limits::STYLE_BYTES);
                }
            }
            (Role::Strings, b"si") => {
                self.texts += 1;
                if self.texts > limits::STRINGS {
                    return too_much(Measure::Texts, limits::STRINGS);
                }
            }
            (Role::Strings, b"sst") => {
                let count = tag.attribute(b"uniqueCount").unwrap_or_default().trim_ascii();
                let count = str::from_utf8(count).unwrap_or_default();
                if !count.is_empty() && !count.parse::<u64>().is_ok_and(|n| n <= limits::STRINGS) {
                    return too_much(Measure::Texts, limits::STRINGS);
                }
            }
            // Each sheet is streamed from its own part, so that all of them together cost no more than the package.
            (Role::Workbook, b"sheet") => {
                self.sheets += 1;
                if self.sheets > limits::SHEETS as u64 {
                    return too_much(Measure::Sheets, limits::SHEETS as u64);
                }
                let mut source = None;
                tag.each_attribute(|key, value| {
                    if local(key) == b"id" {
                        source = Some(value.to_vec());
                    }
                });
                self.sheet_ids.push(source.clone().unwrap_or_default());
                if source.is_some_and(|id| !self.sources.insert(id)) {
                    return Err(twice());
                }
            }
            (Role::Relationships, b"Relationship")
                if tag.attribute(b"Type").is_some_and(|kind| kind.ends_with(b"/worksheet")) =>
            {
                let target = tag.attribute(b"Target").unwrap_or_default().to_ascii_lowercase();
                let target = target.strip_prefix(b"/").unwrap_or(&target);
                if foreign(&String::from_utf8_lossy(target)) {
                    let detail = "a sheet among the pictures".to_owned();
                    return Err(SourceError::Unfaithful { part: part.to_owned(), detail });
                }
                let id = tag.attribute(b"Id").unwrap_or_default();
                self.targets.insert(id.to_vec(), tag.attribute(b"Target").map(lower).unwrap_or_default());
                if !self.sources.insert(target.strip_prefix(b"xl/").unwrap_or(target).to_vec()) {
                    return Err(twice());
                }
            }
            _ => {}
        }
        Ok(())
    }
}

fn lower(target: &[u8]) -> String {
    String::from_utf8_lossy(target).to_ascii_lowercase()
}
