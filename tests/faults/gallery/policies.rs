//! Mistakes of policy files and of formulas.

/// Mistakes of policy files: what, and the text that extends the key-account policy (or the whole file).
pub const POLICIES: &[(&str, &str)] = &[
    (
        "a strange format",
        "format = 2\n[policy]\nid = \"x\"\nversion = \"1\"\nextends = \"key-account@1\"\ntitle = { zh = \"x\", en = \"x\" }\n",
    ),
    ("no TOML", "[[quarter\n"),
    ("a key twice", "[[setting]]\nname = \"a\"\nname = \"b\"\n"),
    ("an unknown key", "[[setting]]\nname = \"in_target_rate\"\nreplaces = true\ndefalt = \"5%\"\n"),
    ("another unknown key", "[[setting]]\nname = \"in_target_rate\"\nwholly = true\n"),
    ("a key is missing", "[[quarter]]\nname = \"mine\"\n"),
    ("a number in the place of a text", "[[quarter]]\nname = 1\n"),
    ("to replace what is not there", "[[quarter]]\nname = \"bonnus\"\nreplaces = true\nformula = '0'\n"),
    (
        "to add what is there",
        "[[quarter]]\nname = \"bonus\"\nformula = '0'\nclause = \"KA-3.1\"\nlabel = { zh = \"x\", en = \"x\" }\nunit = \"yuan\"\n",
    ),
    (
        "behind what is not there",
        "[[quarter]]\nname = \"mine\"\nafter = \"nothing\"\nformula = '0'\nclause = \"KA-3.1\"\nlabel = { zh = \"x\", en = \"x\" }\nunit = \"yuan\"\n",
    ),
    (
        "an unknown clause",
        "[[quarter]]\nname = \"mine\"\nformula = '0'\nclause = \"KA-99\"\nlabel = { zh = \"x\", en = \"x\" }\nunit = \"yuan\"\n",
    ),
    (
        "an unknown unit",
        "[[quarter]]\nname = \"mine\"\nformula = '0'\nclause = \"KA-3.1\"\nlabel = { zh = \"x\", en = \"x\" }\nunit = \"euro\"\n",
    ),
    (
        "a name like a cell address",
        "[[quarter]]\nname = \"A1\"\nformula = '0'\nclause = \"KA-3.1\"\nlabel = { zh = \"x\", en = \"x\" }\nunit = \"yuan\"\n",
    ),
    (
        "a formula of another unit",
        "[[quarter]]\nname = \"mine\"\nformula = 'TRUE'\nclause = \"KA-3.1\"\nlabel = { zh = \"x\", en = \"x\" }\nunit = \"yuan\"\n",
    ),
    (
        "a circle",
        "[[quarter]]\nname = \"mine\"\nformula = 'mine + 1'\nclause = \"KA-3.1\"\nlabel = { zh = \"x\", en = \"x\" }\nunit = \"yuan\"\n",
    ),
    (
        "a rule of months",
        "[[month]]\nname = \"mine\"\nformula = '0'\nclause = \"KA-3.1\"\nlabel = { zh = \"x\", en = \"x\" }\nunit = \"yuan\"\n",
    ),
    ("a default that does not fit", "[[setting]]\nname = \"in_target_rate\"\nreplaces = true\ndefault = \"much\"\n"),
    (
        "a dated value without a date",
        "[[setting]]\nname = \"in_target_rate\"\nreplaces = true\nin_force = \"line-date\"\ndated = [{ from = \"soon\", value = \"5%\", source = { zh = \"x\", en = \"x\" } }]\n",
    ),
    (
        "a policy that is not built in",
        "format = 1\n[policy]\nid = \"x\"\nversion = \"1\"\nextends = \"key-acount\"\ntitle = { zh = \"x\", en = \"x\" }\n",
    ),
    ("to remove what is not there", "[remove]\nquarter = [\"nothing\"]\n"),
    ("to remove by something else than names", "[remove]\nhalf = \"proposed_base_1\"\n"),
    (
        "a clause in the place of one that is not there",
        "[[clause]]\nid = \"X\"\ninstead_of = [\"KA-9\"]\ntext = { zh = \"x\", en = \"x\" }\n",
    ),
    (
        "a key that is none",
        "[[quarter]]\nname = \"mine\"\nwholly = true\nformula = '0'\nclause = \"KA-3.1\"\nlabel = { zh = \"x\", en = \"x\" }\nunit = \"yuan\"\n",
    ),
    (
        "a text in the place of a truth value",
        "[[setting]]\nname = \"in_target_rate\"\nreplaces = true\noptional = \"yes\"\n",
    ),
    (
        "a truth value in the place of a text",
        "[[setting]]\nname = \"in_target_rate\"\nreplaces = true\ndefault = true\n",
    ),
    ("a decimal in the place of a text", "[[setting]]\nname = \"in_target_rate\"\nreplaces = true\ndefault = 0.05\n"),
    ("a list in the place of a text", "[[setting]]\nname = \"in_target_rate\"\nreplaces = true\ndefault = [\"5%\"]\n"),
    (
        "a table in the place of a text",
        "[[setting]]\nname = \"in_target_rate\"\nreplaces = true\ndefault = { a = 1 }\n",
    ),
    ("a text in the place of a list", "[[setting]]\nname = \"in_target_rate\"\nreplaces = true\nchoices = \"a\"\n"),
    ("a label in one language", "[[setting]]\nname = \"in_target_rate\"\nreplaces = true\nlabel = \"rate\"\n"),
    (
        "a text in the place of a number",
        "format = \"one\"\n[policy]\nid = \"x\"\nversion = \"1\"\nextends = \"key-account@1\"\ntitle = { zh = \"x\", en = \"x\" }\n",
    ),
    (
        "a negative format",
        "format = -1\n[policy]\nid = \"x\"\nversion = \"1\"\nextends = \"key-account@1\"\ntitle = { zh = \"x\", en = \"x\" }\n",
    ),
    (
        "which period, in words",
        "[[half]]\nname = \"proposed_base_1\"\nreplaces = true\nproposes = { column = \"base\", nth = \"first\" }\n",
    ),
    ("a text without quotes", "x = abc\n"),
    ("a text that does not end", "x = \"abc\n"),
    ("another text that does not end", "x = 'abc\n"),
    ("an escape that is none", "x = \"a\\q\"\n"),
    ("a list that does not end", "x = [1, 2\n"),
    ("an inline table that does not end", "x = { a = 1\n"),
    ("a list without a comma", "x = [\"1\" \"2\"]\n"),
    ("an inline table without an equal sign", "x = { a 1 }\n"),
    ("an inline table without a value", "x = { a = }\n"),
    ("a comma too many", "x = [1,,2]\n"),
    ("a key alone", "x\n"),
    ("a key without a value", "x =\n"),
    ("two equal signs", "x == 1\n"),
    ("no equal sign", "x 1\n"),
    ("quotes only behind", "x = abc\"\n"),
    ("a key that needs quotes", "名 = 1\n"),
    ("a bracket too many", "x = 1 ]\n"),
    (
        "a choice that a setting does not have",
        "format = 1\n[policy]\nid = \"x\"\nversion = \"1\"\nextends = \"key-account@2\"\ntitle = { zh = \"x\", en = \"x\" }\n[[quarter]]\nname = \"mine\"\nclause = \"KA-3.1\"\nlabel = { zh = \"x\", en = \"x\" }\nunit = \"number\"\nformula = 'IF(after_leaving_factor = \"most\", 1, 0)'\n",
    ),
];

/// Mistakes of formulas: the scope, and the formula.
pub const RULES: &[(&str, &str)] = &[
    ("quarter", "1 / 3"),
    ("quarter", "TRUE + 1"),
    ("quarter", "IF(TRUE > FALSE, 1, 0)"),
    ("quarter", "bonus * bonus"),
    ("quarter", "ROUND(in_target_rate / bonus, 2)"),
    ("quarter", "IF(surplus = \"later\", 1, 0)"),
    ("year", "quarter.bonus"),
    ("quarter", "bonnus"),
    ("quarter", "zzz"),
    ("quarter", "SUMM(1)"),
    ("quarter", "QQQQQ(1)"),
    ("quarter", "ROUND(1)"),
    ("quarter", "ROUND(1, 1.5)"),
    ("quarter", "COUNT(bonus)"),
    ("quarter", "SUM(year.true_up)"),
    ("year", "SUM(quarter.bonus, TRUE, 1)"),
    ("quarter", "PREV(1)"),
    ("quarter", "IF(GIVEN(bonus), 1, 0)"),
    ("quarter", "BAND(1, nothing)"),
    ("quarter", "LOOKUP(\"x\", grades, nothing)"),
    ("quarter", "(1"),
    ("quarter", "1 & 2"),
    ("quarter", "1 ^ 2"),
    ("quarter", "IF(1 < 2 < 3, 1, 0)"),
    ("quarter", "MAX(1,,2)"),
    ("quarter", "{1,2}"),
    ("quarter", "1e5"),
    ("quarter", "A1"),
    ("quarter", "IF(1, 2, 3)"),
    ("quarter", "IF(TRUE, 1, \"a\")"),
    ("quarter", "#REF!"),
    ("quarter", "#N/A"),
    ("quarter", "1 +"),
    ("quarter", "1 2"),
    ("quarter", "\"a"),
    ("quarter", ")"),
    ("quarter", "MAX(1"),
];

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
        r#"anchor = true
"#,
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
    ("a column twice", "contest.toml", r#"name = "name", label"#, r#"name = "id", label"#),
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
