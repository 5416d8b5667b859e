//! Tables, settings, names, laws and checks.

use super::Change;

pub const CHANGES: &[Change] = &[
    ("a use of a table that is none", r#"use = "steps""#, r#"use = "rows""#),
    ("starts that do not rise", r#"["2", "1500"]"#, r#"["1", "1500"]"#),
    ("a value that does not fit its table", r#"["1", "1000"]"#, r#"["1", "much"]"#),
    ("a row that is too short", r#"["1", "1000"]"#, r#"["1"]"#),
    (
        "an end in the second column",
        r#"first = "0"
"#,
        r#"first = "0"
until = "sum"
"#,
    ),
    (
        "a table that nobody uses",
        r#"[[month]]
name = "sales""#,
        r#"[[table]]
name = "idle"
clause = "SC-1"
label = { zh = "另", en = "More" }
use = "keys"
columns = [{ name = "a", label = { zh = "甲", en = "A" }, unit = "text" }, { name = "b", label = { zh = "乙", en = "B" }, unit = "number" }]
rows = [{ key = "x", values = ["1"] }]

[[month]]
name = "sales""#,
    ),
    (
        "a setting that nobody reads",
        r#"[[month]]
name = "sales""#,
        r#"[[setting]]
name = "idle"
clause = "SC-1"
label = { zh = "另", en = "More" }
unit = "yuan"
default = "1"

[[month]]
name = "sales""#,
    ),
    (
        "a percentage that is seventy times the whole",
        r#"[[month]]
name = "sales""#,
        r#"[[setting]]
name = "idle"
clause = "SC-1"
label = { zh = "另", en = "More" }
unit = "percent"
default = "70"

[[month]]
name = "sales""#,
    ),
    (
        "money with a percent sign",
        r#"[[month]]
name = "sales""#,
        r#"[[setting]]
name = "idle"
clause = "SC-1"
label = { zh = "另", en = "More" }
unit = "yuan"
default = "70%"

[[month]]
name = "sales""#,
    ),
    (
        "a text that a rule never gives, and a label twice",
        r#"[[month]]
name = "sales""#,
        r#"[[month]]
name = "word"
clause = "SC-1"
label = { zh = "评语", en = "Word" }
unit = "text"
formula = 'IF(TRUE, "good", "bad")'

[[month]]
name = "praised"
clause = "SC-1"
label = { zh = "评语", en = "Praised" }
unit = "number"
formula = 'IF(word = "best", 1, 0)'

[[month]]
name = "sales""#,
    ),
    (
        "a percentage compared with hundredths, a law of two kinds, a check of nothing",
        r#"[[month]]
name = "sales""#,
        r#"[[month]]
name = "attained"
clause = "SC-1"
label = { zh = "完成率", en = "Attained" }
unit = "percent"
formula = '0.7'

[[month]]
name = "praised"
clause = "SC-1"
label = { zh = "表扬", en = "Praised" }
unit = "yuan"
formula = 'IF(attained > 70, 1, 0)'

[[law]]
name = "kinds"
scope = "month"
clause = "SC-1"
label = { zh = "等式", en = "Law" }
left = "praised"
right = "attained - attained"

[[check]]
name = "nothing"
scope = "month"
column = "name"
clause = "SC-1"
formula = '1 = 1'
message = { zh = "甲", en = "a" }
mend = { zh = "乙", en = "b" }

[[month]]
name = "sales""#,
    ),
    (
        "a column that nobody reads",
        r#"role = "name" },"#,
        r#"role = "name" },
  { name = "idle", label = { zh = "闲", en = "Idle" }, unit = "number", optional = true },"#,
    ),
    (
        "an optional setting with a default",
        r#"default = "200""#,
        r#"default = "200"
optional = true"#,
    ),
    (
        "a date that decides nothing",
        r#"default = "200""#,
        r#"default = "200"
in_force = "period-end""#,
    ),
    (
        "by the date of lines that have none",
        r#"default = "200""#,
        r#"default = "200"
in_force = "line-date"
dated = [{ from = "2025-01-01", value = "300", source = "x" }]"#,
    ),
    ("a sheet name that Excel refuses", r#"en = "People""#, r#"en = "a/b""#),
    ("a sheet name twice", r#"en = "Entries""#, r#"en = "Sales""#),
    ("a circle through others", "IF(entrants < 3, 0, MAX(0, LARGE(peers.sales, 3) - sales))", "SUM(peers.behind)"),
    (
        "a share by two weights",
        "IF(entrants < 3, 0, MAX(0, LARGE(peers.sales, 3) - sales))",
        "SHARE(prize, weight, peers.sales)",
    ),
    ("a grade without grades", "IF(entrants < 3, 0, MAX(0, LARGE(peers.sales, 3) - sales))", r#"WAGE("x")"#),
    (
        "steps of another unit",
        "IF(entrants < 3, 0, MAX(0, LARGE(peers.sales, 3) - sales))",
        "GRADUATED(place, sales, prizes)",
    ),
    (
        "a match without a table",
        r#"[[month]]
name = "sales""#,
        r#"[[sheet]]
name = "splits"
label = { zh = "分", en = "Splits" }
row = "split"
columns = [{ name = "project", label = { zh = "项目", en = "Project" }, role = "project" }, { name = "who", label = { zh = "谁", en = "Who" }, role = "manager" }, { name = "share", label = { zh = "份", en = "Share" }, role = "share" }, { name = "kind", label = { zh = "类", en = "Kind" }, role = "match" }]

[[month]]
name = "sales""#,
    ),
];
