//! What Excel asks of a workbook beyond its schemas: what breaks one of these rules is opened with "We found a problem with
//! some content", or shows something else than was written. Each rule looks at the whole package and tells what it finds.

mod drawings;
mod formulas;
mod names;
mod parts;
pub mod place;
mod sheets;
mod texts;

use super::package::{Package, Parts};

/// A rule: its name, and what it finds.
pub type Rule = (&'static str, fn(&Parts<'_>) -> Vec<String>);

/// All rules.
pub const RULES: [Rule; 19] = [
    ("parts are XML without forbidden characters", |parts| parts.broken.clone()),
    ("every part has a content type", parts::content_types),
    ("relationships resolve", parts::relationships),
    ("sheet names", names::sheets),
    ("defined names", names::defined),
    ("one sheet is in front", names::front),
    ("recalculation on opening", names::recalculation),
    ("rows and cells ascend", sheets::ascending),
    ("columns ascend", sheets::columns),
    ("values are of their type", sheets::values),
    ("indices are in range", sheets::indices),
    ("merges", sheets::merges),
    ("formulas", formulas::all),
    ("shared formulas", formulas::shared),
    ("validations", texts::validations),
    ("headers and footers", texts::headers),
    ("lengths of texts", texts::lengths),
    ("comments and their drawings", drawings::comments),
    ("charts", drawings::charts),
];

/// All that the rules find in a package.
pub fn findings(package: &Package) -> Vec<String> {
    let parts = Parts::of(package);
    let found =
        RULES.iter().flat_map(|(name, rule)| rule(&parts).into_iter().map(move |what| format!("{name}: {what}")));
    found.collect()
}

/// What stands more than once.
fn repeated<T: Ord + std::fmt::Display>(all: impl IntoIterator<Item = T>) -> Vec<String> {
    let mut all: Vec<T> = all.into_iter().collect();
    all.sort();
    all.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| format!("{} stands twice", pair[0])).collect()
}

/// Characters as Excel counts them.
fn length(text: &str) -> usize {
    text.encode_utf16().count()
}
