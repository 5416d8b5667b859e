//! Columns of sheets and what they mean.

use super::Change;

pub const CHANGES: &[Change] = &[
    ("a role that is none", r#"role = "name""#, r#"role = "nick""#),
    ("a role of another sheet", r#"role = "name""#, r#"role = "project""#),
    ("a role twice", r#"role = "name""#, r#"role = "id""#),
    (
        "no column of periods",
        r#"  { name = "month", label = { zh = "月份", en = "Month" }, role = "period" },
]"#,
        "]",
    ),
    ("a column without a unit", r#", unit = "yuan", clause = "SC-1" }"#, r#", clause = "SC-1" }"#),
    ("a table that is none", r#"unit = "yuan", clause = "SC-1" }"#, r#"unit = "text", table = "nothing" }"#),
    ("an example that is none", r#"unit = "yuan", clause = "SC-1" }"#, r#"unit = "yuan", examples = ["many"] }"#),
    (
        "groups of columns that are none",
        r#"row = "manager""#,
        r#"row = "manager"
either = [["a"], ["b"]]"#,
    ),
    (
        "the paid sum of a rule that is none",
        r#"role = "period" },
]"#,
        r#"role = "period" },
  { name = "paid_before", label = { zh = "已发", en = "Paid" }, unit = "yuan", optional = true, carries = ["nothing"] },
]"#,
    ),
    (
        "what opens a year, on a sheet of lines",
        r#"unit = "yuan", clause = "SC-1" }"#,
        r#"unit = "yuan", clause = "SC-1", opens_with = "sales" }"#,
    ),
    (
        "what opens a year, of a rule that is none",
        r#"role = "name" }"#,
        r#"role = "name" },
  { name = "opening", label = { zh = "年初", en = "Opening" }, unit = "yuan", default = "0", opens_with = "sails" }"#,
    ),
    (
        "what opens a year, in another unit",
        r#"role = "name" }"#,
        r#"role = "name" },
  { name = "opening", label = { zh = "年初", en = "Opening" }, unit = "percent", default = "0", opens_with = "sales" }"#,
    ),
    (
        "a column twice",
        r#"unit = "yuan", clause = "SC-1" },"#,
        r#"unit = "yuan", clause = "SC-1" }, { name = "amount", label = { zh = "x", en = "x" }, unit = "yuan" },"#,
    ),
    (
        "a number or an amount",
        "IF(entrants < 3, 0, MAX(0, LARGE(peers.sales, 3) - sales))",
        "IF(entrants < 3, place, sales)",
    ),
];
