//! Mistakes of policy files: policies of the fixtures with one text replaced.

/// A policy of `fixtures/policies` with a text replaced: what, the file, the old text, the new one.
pub const CHANGED: &[(&str, &str, &str, &str)] = &[
    ("dates that fall", "dated-vat.toml", "2019-04-01", "2018-04-01"),
    ("a day that there is not", "dated-vat.toml", "2018-05-01", "2018-05-32"),
    ("a value that is none", "dated-vat.toml", r#""1.16""#, r#""1,16""#),
    ("an unknown way in which a value is in force", "dated-vat.toml", r#""line-date""#, r#""today""#),
    (
        "no way in which a value is in force",
        "dated-vat.toml",
        r#"in_force = "line-date"
"#,
        "",
    ),
    ("a period that is none", "contest.toml", r#"period = "month""#, r#"period = "week""#),
    ("a headline that is no rule", "contest.toml", r#"headline = "total""#, r#"headline = "totals""#),
    (
        "a limit that is no number",
        "contest.toml",
        r#"min = "0"
default"#,
        r#"min = "none"
default"#,
    ),
    (
        "nothing says who takes part",
        "contest.toml",
        "anchor = true
",
        "",
    ),
    ("no sheet of people", "contest.toml", r#"row = "manager""#, r#"row = "period""#),
    (
        "an anchor of people",
        "contest.toml",
        r#"row = "manager""#,
        r#"row = "manager"
anchor = true"#,
    ),
    ("a kind of row that is none", "contest.toml", r#"row = "line""#, r#"row = "lines""#),
    (
        "two sheets of people",
        "contest.toml",
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
    (
        "a team without superiors",
        "team.toml",
        r#"  { name = "superior", label = { zh = "上级", en = "Reports to" }, role = "reports_to", clause = "TP-1" },
"#,
        "",
    ),
    (
        "a roll-up of the year where superiors are said by quarter",
        "team.toml",
        "formula = 'SUM(quarter.total)'",
        "formula = 'SUM(below.payable)'",
    ),
    (
        "superiors on a sheet of lines",
        "team.toml",
        r#"{ name = "amount", label"#,
        r#"{ name = "of", label = { zh = "属", en = "Of" }, role = "reports_to" }, { name = "amount", label"#,
    ),
    ("superiors with a default", "team.toml", r#"role = "reports_to""#, r#"role = "reports_to", default = "1""#),
    (
        "two columns of one heading",
        "team.toml",
        r#"label = { zh = "小组", en = "Team" }"#,
        r#"label = { zh = "小组", en = "Region" }"#,
    ),
    (
        "limits that nothing is within",
        "team.toml",
        r#"max = "1"
default = "2%""#,
        r#"max = "-1"
default = "2%""#,
    ),
    (
        "a default beyond its limits",
        "team.toml",
        r#"max = "1"
default = "2%""#,
        r#"max = "1"
default = "200%""#,
    ),
    ("a role that is none", "contest.toml", r#"role = "name""#, r#"role = "nick""#),
    ("a role of another sheet", "contest.toml", r#"role = "name""#, r#"role = "project""#),
    ("a role twice", "contest.toml", r#"role = "name""#, r#"role = "id""#),
    (
        "no column of periods",
        "contest.toml",
        r#"  { name = "month", label = { zh = "月份", en = "Month" }, role = "period" },
]"#,
        "]",
    ),
    ("a column without a unit", "contest.toml", r#", unit = "yuan", clause = "SC-1" }"#, r#", clause = "SC-1" }"#),
    (
        "a table that is none",
        "contest.toml",
        r#"unit = "yuan", clause = "SC-1" }"#,
        r#"unit = "text", table = "nothing" }"#,
    ),
    (
        "an example that is none",
        "contest.toml",
        r#"unit = "yuan", clause = "SC-1" }"#,
        r#"unit = "yuan", examples = ["many"] }"#,
    ),
    (
        "groups of columns that are none",
        "contest.toml",
        r#"row = "manager""#,
        r#"row = "manager"
either = [["a"], ["b"]]"#,
    ),
    (
        "the paid sum of a rule that is none",
        "contest.toml",
        r#"role = "period" },
]"#,
        r#"role = "period" },
  { name = "paid_before", label = { zh = "已发", en = "Paid" }, unit = "yuan", optional = true, carries = ["nothing"] },
]"#,
    ),
    (
        "what opens a year, on a sheet of lines",
        "contest.toml",
        r#"unit = "yuan", clause = "SC-1" }"#,
        r#"unit = "yuan", clause = "SC-1", opens_with = "sales" }"#,
    ),
    (
        "what opens a year, of a rule that is none",
        "contest.toml",
        r#"role = "name" }"#,
        r#"role = "name" },
  { name = "opening", label = { zh = "年初", en = "Opening" }, unit = "yuan", default = "0", opens_with = "sails" }"#,
    ),
    (
        "what opens a year, in another unit",
        "contest.toml",
        r#"role = "name" }"#,
        r#"role = "name" },
  { name = "opening", label = { zh = "年初", en = "Opening" }, unit = "percent", default = "0", opens_with = "sales" }"#,
    ),
    (
        "a column twice",
        "contest.toml",
        r#"unit = "yuan", clause = "SC-1" },"#,
        r#"unit = "yuan", clause = "SC-1" }, { name = "amount", label = { zh = "x", en = "x" }, unit = "yuan" },"#,
    ),
    (
        "a number or an amount",
        "contest.toml",
        "IF(entrants < 3, 0, MAX(0, LARGE(peers.sales, 3) - sales))",
        "IF(entrants < 3, place, sales)",
    ),
    ("a scope that is none", "contest.toml", r#"scope = "month""#, r#"scope = "week""#),
    (
        "a chart of periods",
        "contest.toml",
        r#"[[month]]
name = "sales""#,
        r#"[[chart]]
name = "c"
scope = "month"
title = { zh = "图", en = "Chart" }
figures = ["total"]

[[month]]
name = "sales""#,
    ),
    (
        "a threshold of lines",
        "contest.toml",
        r#"[[month]]
name = "sales""#,
        r#"[[threshold]]
name = "t"
scope = "line"
clause = "SC-1"
label = { zh = "线", en = "line" }
missing = "1"

[[month]]
name = "sales""#,
    ),
    ("an unknown way to call attention", "contest.toml", r#""good-when-positive""#, r#""blink""#),
    (
        "an export of nothing",
        "contest.toml",
        r#"[[month]]
name = "sales""#,
        r#"[[export]]
name = "e"
label = { zh = "出", en = "Out" }
columns = [{ name = "nothing", label = { zh = "无", en = "None" } }]

[[month]]
name = "sales""#,
    ),
    (
        "adjustments without columns",
        "contest.toml",
        r#"[[month]]
name = "sales""#,
        r#"[[sheet]]
name = "adjustments"
label = { zh = "调整", en = "Adjustments" }
row = "adjustment"
figures = ["total"]
columns = [{ name = "id", label = { zh = "工号", en = "ID" }, role = "id" }]

[[month]]
name = "sales""#,
    ),
    (
        "adjustments of nothing",
        "contest.toml",
        r#"[[month]]
name = "sales""#,
        r#"[[sheet]]
name = "adjustments"
label = { zh = "调整", en = "Adjustments" }
row = "adjustment"
columns = [{ name = "id", label = { zh = "工号", en = "ID" }, role = "id" }, { name = "month", label = { zh = "月份", en = "Month" }, role = "period" }, { name = "figure", label = { zh = "项目", en = "Figure" }, role = "figure" }, { name = "by", label = { zh = "金额", en = "Amount" }, unit = "yuan" }]

[[month]]
name = "sales""#,
    ),
    (
        "adjustments of a figure that is none",
        "contest.toml",
        r#"[[month]]
name = "sales""#,
        r#"[[sheet]]
name = "adjustments"
label = { zh = "调整", en = "Adjustments" }
row = "adjustment"
figures = ["nothing"]
columns = [{ name = "id", label = { zh = "工号", en = "ID" }, role = "id" }, { name = "month", label = { zh = "月份", en = "Month" }, role = "period" }, { name = "figure", label = { zh = "项目", en = "Figure" }, role = "figure" }, { name = "by", label = { zh = "金额", en = "Amount" }, unit = "yuan" }]

[[month]]
name = "sales""#,
    ),
    (
        "adjustments of a figure twice",
        "contest.toml",
        r#"[[month]]
name = "sales""#,
        r#"[[sheet]]
name = "adjustments"
label = { zh = "调整", en = "Adjustments" }
row = "adjustment"
figures = ["total", "total"]
columns = [{ name = "id", label = { zh = "工号", en = "ID" }, role = "id" }, { name = "month", label = { zh = "月份", en = "Month" }, role = "period" }, { name = "figure", label = { zh = "项目", en = "Figure" }, role = "figure" }, { name = "by", label = { zh = "金额", en = "Amount" }, unit = "yuan" }]

[[month]]
name = "sales""#,
    ),
    (
        "figures to adjust on a sheet of people",
        "contest.toml",
        r#"row = "manager""#,
        r#"row = "manager"
figures = ["total"]"#,
    ),
    (
        "a half-year of months",
        "contest.toml",
        r#"[[month]]
name = "sales""#,
        r#"[[half]]
name = "h"
clause = "SC-1"
label = { zh = "另", en = "More" }
unit = "number"
formula = "1"

[[month]]
name = "sales""#,
    ),
    (
        "a proposal of a month",
        "contest.toml",
        "formula = 'prize - penalty'",
        r#"formula = 'prize - penalty'
proposes = { column = "nothing" }"#,
    ),
    ("a use of a table that is none", "contest.toml", r#"use = "steps""#, r#"use = "rows""#),
    ("starts that do not rise", "contest.toml", r#"["2", "1500"]"#, r#"["1", "1500"]"#),
    ("a value that does not fit its table", "contest.toml", r#"["1", "1000"]"#, r#"["1", "much"]"#),
    ("a row that is too short", "contest.toml", r#"["1", "1000"]"#, r#"["1"]"#),
    (
        "an end in the second column",
        "contest.toml",
        r#"first = "0"
"#,
        r#"first = "0"
until = "sum"
"#,
    ),
    (
        "a table that nobody uses",
        "contest.toml",
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
        "contest.toml",
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
        "contest.toml",
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
        "a text that a rule never gives, and a label twice",
        "contest.toml",
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
        "contest.toml",
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
        "contest.toml",
        r#"role = "name" },"#,
        r#"role = "name" },
  { name = "idle", label = { zh = "闲", en = "Idle" }, unit = "number", optional = true },"#,
    ),
    (
        "an optional setting with a default",
        "contest.toml",
        r#"default = "200""#,
        r#"default = "200"
optional = true"#,
    ),
    (
        "a date that decides nothing",
        "contest.toml",
        r#"default = "200""#,
        r#"default = "200"
in_force = "period-end""#,
    ),
    (
        "by the date of lines that have none",
        "contest.toml",
        r#"default = "200""#,
        r#"default = "200"
in_force = "line-date"
dated = [{ from = "2025-01-01", value = "300", source = "x" }]"#,
    ),
    ("a sheet name that Excel refuses", "contest.toml", r#"en = "People""#, r#"en = "a/b""#),
    ("a sheet name twice", "contest.toml", r#"en = "Entries""#, r#"en = "Sales""#),
    (
        "a circle through others",
        "contest.toml",
        "IF(entrants < 3, 0, MAX(0, LARGE(peers.sales, 3) - sales))",
        "SUM(peers.behind)",
    ),
    (
        "a share by two weights",
        "contest.toml",
        "IF(entrants < 3, 0, MAX(0, LARGE(peers.sales, 3) - sales))",
        "SHARE(prize, weight, peers.sales)",
    ),
    (
        "a grade without grades",
        "contest.toml",
        "IF(entrants < 3, 0, MAX(0, LARGE(peers.sales, 3) - sales))",
        r#"WAGE("x")"#,
    ),
    (
        "steps of another unit",
        "contest.toml",
        "IF(entrants < 3, 0, MAX(0, LARGE(peers.sales, 3) - sales))",
        "GRADUATED(place, sales, prizes)",
    ),
    (
        "a match without a table",
        "contest.toml",
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
    ("steps that overlap", "office.toml", r#"["0", "3%", "400000"]"#, r#"["0", "3%", "450000"]"#),
    ("steps with a gap", "office.toml", r#"["0", "3%", "400000"]"#, r#"["0", "3%", "350000"]"#),
    ("a last step that ends", "office.toml", r#"["1000000", "6.5%"]"#, r#"["1000000", "6.5%", "2000000"]"#),
];
