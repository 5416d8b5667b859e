//! Tables of steps.

use super::Change;

pub const CHANGES: &[Change] = &[
    ("steps that overlap", r#"["0", "3%", "400000"]"#, r#"["0", "3%", "450000"]"#),
    ("steps with a gap", r#"["0", "3%", "400000"]"#, r#"["0", "3%", "350000"]"#),
    ("a last step that ends", r#"["1000000", "6.5%"]"#, r#"["1000000", "6.5%", "2000000"]"#),
];
