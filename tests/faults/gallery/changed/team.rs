//! Superiors, limits and defaults.

use super::Change;

pub const CHANGES: &[Change] = &[
    (
        "a team without superiors",
        r#"  { name = "superior", label = { zh = "上级", en = "Reports to" }, role = "reports_to", clause = "TP-1" },
"#,
        "",
    ),
    (
        "a roll-up of the year where superiors are said by quarter",
        "formula = 'SUM(quarter.total)'",
        "formula = 'SUM(below.payable)'",
    ),
    (
        "superiors on a sheet of lines",
        r#"{ name = "amount", label"#,
        r#"{ name = "of", label = { zh = "属", en = "Of" }, role = "reports_to" }, { name = "amount", label"#,
    ),
    ("superiors with a default", r#"role = "reports_to""#, r#"role = "reports_to", default = "1""#),
    (
        "two columns of one heading",
        r#"label = { zh = "小组", en = "Team" }"#,
        r#"label = { zh = "小组", en = "Region" }"#,
    ),
    (
        "limits that nothing is within",
        r#"max = "1"
default = "2%""#,
        r#"max = "-1"
default = "2%""#,
    ),
    (
        "a default beyond its limits",
        r#"max = "1"
default = "2%""#,
        r#"max = "1"
default = "200%""#,
    ),
];
