//! What the cells of a sheet refer to.

use super::strings::Strings;
use super::styles::Styles;

/// What the cells of a sheet refer to.
pub(super) struct Context<'c> {
    pub(super) strings: &'c Strings,
    pub(super) styles: &'c Styles,
    pub(super) from_1904: bool,
}
