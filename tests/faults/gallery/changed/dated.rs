//! Settings that change over time, and the days on which they do.

use super::Change;

pub const CHANGES: &[Change] = &[
    ("dates that fall", "2019-04-01", "2018-04-01"),
    ("a day that there is not", "2018-05-01", "2018-05-32"),
    ("a value that is none", r#""1.16""#, r#""1,16""#),
    ("an unknown way in which a value is in force", r#""line-date""#, r#""today""#),
    (
        "no way in which a value is in force",
        r#"in_force = "line-date"
"#,
        "",
    ),
];
