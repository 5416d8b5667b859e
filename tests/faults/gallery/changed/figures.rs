//! Scopes, charts, thresholds, exports, adjustments and proposals.

use super::Change;

pub const CHANGES: &[Change] = &[
    ("a scope that is none", r#"scope = "month""#, r#"scope = "week""#),
    (
        "a chart of periods",
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
    ("an unknown way to call attention", r#""good-when-positive""#, r#""blink""#),
    (
        "an export of nothing",
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
        r#"row = "manager""#,
        r#"row = "manager"
figures = ["total"]"#,
    ),
    (
        "a half-year of months",
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
        "formula = 'prize - penalty'",
        r#"formula = 'prize - penalty'
proposes = { column = "nothing" }"#,
    ),
];
