//! Periods, the headline, and the sheets that say who takes part.

use super::Change;

pub const CHANGES: &[Change] = &[
    ("a period that is none", r#"period = "month""#, r#"period = "week""#),
    ("a headline that is no rule", r#"headline = "total""#, r#"headline = "totals""#),
    (
        "a limit that is no number",
        r#"min = "0"
default"#,
        r#"min = "none"
default"#,
    ),
    (
        "nothing says who takes part",
        "anchor = true
",
        "",
    ),
    ("no sheet of people", r#"row = "manager""#, r#"row = "period""#),
    (
        "an anchor of people",
        r#"row = "manager""#,
        r#"row = "manager"
anchor = true"#,
    ),
    ("a kind of row that is none", r#"row = "line""#, r#"row = "lines""#),
    (
        "two sheets of people",
        r#"[[month]]
name = "sales""#,
        r#"[[sheet]]
name = "more"
label = { zh = "另", en = "More" }
row = "manager"
columns = [{ name = "id", label = { zh = "工号", en = "ID" }, role = "id" }]

[[month]]
name = "sales""#,
    ),
];
