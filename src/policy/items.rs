//! Items of the lists of a policy's text.

use toml::Spanned;
use toml::de::{DeArray, DeValue};

/// What an item is known by.
pub(super) fn name_of<'v>(item: &'v Spanned<DeValue<'_>>) -> Option<&'v str> {
    let table = item.get_ref().as_table()?;
    ["name", "id", "key"].into_iter().find_map(|key| table.get(key))?.get_ref().as_str()
}

/// The items of a list, which is left empty.
pub(super) fn emptied<'i>(list: &mut DeArray<'i>) -> Vec<Spanned<DeValue<'i>>> {
    std::mem::replace(list, std::iter::empty().collect()).into_iter().collect()
}
