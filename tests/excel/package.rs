//! A workbook as a package of parts, and the parts as XML.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use roxmltree::{Document, Node};
use zip::ZipArchive;

/// The namespace of relationships within parts (`r:id`).
const RELATIONSHIP: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The parts of a workbook by name, such as `xl/workbook.xml`.
#[derive(Clone)]
pub struct Package(BTreeMap<String, String>);

impl Package {
    /// Unpacks a file. All that we write is text.
    pub fn open(bytes: &[u8]) -> Self {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut parts = BTreeMap::new();
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            let twice = parts.insert(file.name().unwrap().into_owned(), text);
            assert!(twice.is_none(), "a part stands twice");
        }
        Self(parts)
    }

    /// The same with a part changed; `None` takes it out.
    pub fn with(&self, part: &str, change: impl FnOnce(&str) -> Option<String>) -> Self {
        let mut parts = self.0.clone();
        let before = parts.remove(part).unwrap_or_else(|| panic!("no {part}"));
        let after = change(&before);
        assert_ne!(after.as_deref(), Some(before.as_str()), "{part} is as it was");
        if let Some(after) = after {
            parts.insert(part.to_owned(), after);
        }
        Self(parts)
    }
}

/// The parts of a package, read.
pub struct Parts<'p> {
    documents: BTreeMap<&'p str, Document<'p>>,
    /// What is no XML: the part, and why.
    pub broken: Vec<String>,
}

/// A worksheet.
pub struct Sheet<'a, 'p> {
    /// The name on its tab.
    pub name: &'a str,
    /// Its part.
    pub part: String,
    /// Its root.
    pub root: Node<'a, 'p>,
}

/// Where a relationship leads.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The last word of its type, such as `comments`.
    pub kind: String,
    /// The part.
    pub part: String,
}

impl<'p> Parts<'p> {
    /// Reads all parts: each of them is XML.
    pub fn of(package: &'p Package) -> Self {
        let mut broken = Vec::new();
        let mut documents = BTreeMap::new();
        for (name, text) in &package.0 {
            match Document::parse(text) {
                Ok(document) => drop(documents.insert(name.as_str(), document)),
                Err(error) => broken.push(format!("{name}: {error}")),
            }
        }
        Self { documents, broken }
    }

    /// The names of all parts.
    pub fn names(&self) -> impl Iterator<Item = &'p str> {
        self.documents.keys().copied()
    }

    /// Whether there is such a part.
    pub fn has(&self, part: &str) -> bool {
        self.documents.contains_key(part)
    }

    /// The root of a part.
    pub fn root<'a>(&'a self, part: &str) -> Option<Node<'a, 'p>> {
        self.documents.get(part).map(Document::root_element)
    }

    /// Where the relationships of a part lead within the package, each with its id; an id that stands twice is there twice.
    pub fn relationships(&self, part: &str) -> Vec<(String, Target)> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let rels = format!("{folder}/_rels/{file}.rels");
        let Some(root) = self.root(rels.trim_start_matches('/')) else { return Vec::new() };
        let found = elements(root, "Relationship").filter(|node| node.attribute("TargetMode") != Some("External"));
        let attribute = |node: Node<'_, '_>, name| node.attribute(name).unwrap_or_default().to_owned();
        let target = |node| Target {
            kind: attribute(node, "Type").rsplit('/').next().unwrap_or_default().to_owned(),
            part: resolved(folder, &attribute(node, "Target")),
        };
        found.map(|node| (attribute(node, "Id"), target(node))).collect()
    }

    /// The part that the `r:id` of an element leads to.
    pub fn led_to(&self, part: &str, node: Node<'_, '_>) -> Option<String> {
        let id = relationship_id(node)?;
        self.relationships(part).into_iter().find(|(known, _)| known == id).map(|(_, target)| target.part)
    }

    /// The worksheets in their order.
    pub fn sheets(&self) -> Vec<Sheet<'_, 'p>> {
        let workbook = self.root(WORKBOOK);
        let named = workbook.into_iter().flat_map(|root| elements(root, "sheet"));
        named
            .filter_map(|node| {
                let part = self.led_to(WORKBOOK, node)?;
                Some(Sheet { name: node.attribute("name")?, root: self.root(&part)?, part })
            })
            .collect()
    }

    /// The first part of that kind that a part leads to.
    pub fn related(&self, part: &str, kind: &str) -> Option<String> {
        self.relationships(part).into_iter().find(|(_, target)| target.kind == kind).map(|(_, target)| target.part)
    }
}

/// The part of the workbook itself.
pub const WORKBOOK: &str = "xl/workbook.xml";

/// All elements of a name under a node.
pub fn elements<'a, 'p>(node: Node<'a, 'p>, name: &'static str) -> impl Iterator<Item = Node<'a, 'p>> {
    node.descendants().filter(move |node| node.has_tag_name(name))
}

/// The text of a node with all that is in it.
pub fn text(node: Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect()
}

/// The `r:id` of an element.
pub fn relationship_id<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    node.attribute((RELATIONSHIP, "id"))
}

/// A target as seen from a folder, as the name of a part.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => drop(path.pop()),
            "." | "" => {}
            step => path.push(step),
        }
    }
    path.join("/")
}
