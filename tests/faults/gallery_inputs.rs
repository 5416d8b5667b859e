//! The inputs of the gallery that are not variations of a sound workbook with a fault.

use crate::common::draft::{Draft, Page, n};

/// A variation of the sound workbook that is read with a warning.
type Variation = (&'static str, fn(&mut Draft) -> &mut Draft);

pub const WARNINGS: &[Variation] = &[
    ("a row of totals", |d| d.row("任务", &["合计", "", "1", "1"])),
    ("fractions of a fen", |d| d.put("回款", "F2", n("80000.005"))),
    ("a line of a later quarter", |d| {
        d.row("回款", &["", "Q3", "P009", "产品", "M001", "1", "0", "0", "0", "0", "是"])
    }),
    ("a manager without a name", |d| d.put("客户经理", "B3", "")),
    ("no column of names", |d| d.without_column("客户经理", "B")),
    ("a column without a heading", |d| d.put("回款", "M2", n("1"))),
    ("a sheet with a name nearly another's", |d| {
        let page = d.page("已发放").clone();
        d.pages.push(Page { name: "已发放了".to_owned(), ..page });
        d.without("已发放")
    }),
    ("the only blank cell of a column", |d| {
        for project in ["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10"] {
            d.row("回款", &["", "Q1", project, "产品", "M001", "1000", "0", "0", "0", "0", "是"]);
        }
        d.put("回款", "K6", "是").put("回款", "K7", "是").put("回款", "K2", "")
    }),
    ("scores out of ten", |d| {
        for row in 2..=7 {
            d.put("KPI评分", &format!("C{row}"), n("9.5"));
        }
        d.put("KPI评分", "C2", n("9"))
    }),
    ("targets in another unit", |d| {
        for row in 2..=7 {
            d.put("任务", &format!("C{row}"), n(7)).put("任务", &format!("D{row}"), n(10));
        }
        d
    }),
    ("coefficients above ten", |d| d.put("KPI系数", "B3", n("80"))),
    ("an amount ten times the others", |d| d.put("回款", "F2", n("90000000"))),
];

/// A file by its bytes, made from those of a sound workbook.
type File = (&'static str, fn(&[u8]) -> Vec<u8>);

pub const FILES: &[File] = &[
    ("an empty file", |_| Vec::new()),
    ("a CSV", |_| b"a,b\n1,2\n".to_vec()),
    ("a web page called .xls", |_| b"<html><table><tr><td>1</td></tr></table></html>".to_vec()),
    ("Excel 2003 XML", |_| {
        b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>".to_vec()
    }),
    ("an Excel 4 file", |_| b"\x09\x04\x06\x00\x00\x00\x10\x00".to_vec()),
    ("a PDF", |_| b"%PDF-1.7\n".to_vec()),
    ("a picture", |_| b"\x89PNG\r\n\x1a\n".to_vec()),
    ("a text document", |_| b"{\\rtf1 }".to_vec()),
    ("a compressed archive", |_| b"Rar!\x1a\x07".to_vec()),
    ("an empty zip", |_| b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec()),
    ("bytes of no known kind", |_| vec![1, 2, 3, 0, 4]),
    ("a workbook that is cut off", |sound| sound[..sound.len() / 2].to_vec()),
];

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
];

/// Command lines in a folder with a sound workbook `q3.xlsx`, a file `there.xlsx` that is none, a policy file `own.toml`
/// with mistakes, and a folder `folder`; and their exit statuses.
pub const COMMANDS: &[(&str, i32)] = &[
    ("chekc q3.xlsx", 2),
    ("check q3.xlsx --forse", 2),
    ("compute", 2),
    ("policy", 2),
    ("compute q3.xlsx -q -v", 2),
    ("compute q3.xlsx --force --force", 2),
    ("compute q3.xlsx --set", 2),
    ("compute q3.xlsx --format pdf", 2),
    ("compute q3.xlsx other.xlsx", 2),
    ("compute nothing.xlsx", 3),
    ("compute results.xlsx", 1),
    ("check results.xlsx", 1),
    ("compute folder", 3),
    ("compute there.xlsx", 3),
    ("compute q3.xlsx -o there.xlsx", 3),
    ("compute q3.xlsx -o folder", 3),
    ("compute q3.xlsx -o none/out.xlsx", 3),
    ("compute q3.xlsx -o q3.xlsx", 2),
    ("compute q3.xlsx --set in_target_rate", 2),
    ("compute q3.xlsx --set nothing=1", 2),
    ("compute q3.xlsx --set in_target_rate=much", 2),
    ("compute q3.xlsx --through Q9", 2),
    ("compute q3.xlsx --policy nothing", 2),
    ("compute q3.xlsx --policy key-account@99", 2),
    ("compute q3.xlsx --policy own.toml", 1),
    ("check q3.xlsx --mark q3.xlsx", 0),
    ("explain q3.xlsx --manager nobody", 2),
    ("explain q3.xlsx --rule bonnus", 2),
    ("explain q3.xlsx --quarter Q4", 2),
    ("what-if q3.xlsx", 2),
    ("diff q3.xlsx q3.xlsx --manager nobody", 2),
    ("verify folder", 3),
    ("verify q3.xlsx", 3),
    ("verify q3.xlsx --input nothing", 3),
    ("policy check nothing.toml", 3),
    ("policy check folder/own.toml", 3),
    ("policy show folder", 2),
    ("policy new there.xlsx", 3),
];

/// Why no input of the page brings a message about.
pub const REASONS: &[(&str, &str)] = &[
    ("write.Locked", "only Windows tells that another program has a file open"),
    ("source.Locked", "only Windows tells that another program has a file open"),
    ("write.DiskFull", "it takes a full disk"),
    ("write.TemporaryFolderFull", "it takes a full disk"),
    ("write.NotBuilt", "the library would have to refuse what it is never given"),
    ("write.CsvNotBuilt", "the library would have to refuse what it is never given"),
    ("write.Denied", "it takes a user who may not write there; the tests may be run by one who may everything"),
    ("source.Denied", "it takes a user who may not read there; the tests may be run by one who may everything"),
    ("source.Io", "it takes a failing disk"),
    ("source.Panicked", "it takes a mistake of a library that nobody knows of yet"),
    ("write.LayoutWrong", "it takes a fault of the program"),
    ("cli.OutputNotWritten", "it takes a full disk behind the standard output"),
];

/// Headings, parts of sentences, and what is told of success: nothing is wrong where they are said.
pub const LABELS: &[&str] = &[
    "book.Guide",
    "book.Proposals",
    "cli.After",
    "cli.Archived",
    "cli.B",
    "cli.Before",
    "cli.Branches",
    "cli.Cause",
    "cli.Checks",
    "cli.Choice",
    "cli.CitedByNoRule",
    "cli.ComputedDetail",
    "cli.Computing",
    "cli.CoverageHead",
    "cli.DerivedThrough",
    "cli.Difference",
    "cli.DifferenceToNow",
    "cli.FaultCount",
    "cli.Files",
    "cli.FromVerifiedResults",
    "cli.GivenLastTime",
    "cli.InForce",
    "cli.MakingPDFs",
    "cli.ManPages",
    "cli.MarkHint",
    "cli.MarkedCopy",
    "cli.MarkedCopyHead",
    "cli.MoreFormatJsonListsAll",
    "cli.MoreFormatJsonListsMore",
    "cli.NeverTried",
    "cli.NextInput",
    "cli.NoFigureDiffers",
    "cli.NothingUntried",
    "cli.OnlyInA",
    "cli.OrderOfCauses",
    "cli.OtherFigures",
    "cli.PaidAsComputed",
    "cli.People",
    "cli.PeopleDiffer",
    "cli.PolicyDetail",
    "cli.PolicySound",
    "cli.PressEnter",
    "cli.ProposalCount",
    "cli.Reading",
    "cli.ReadingDetail",
    "cli.ReadingIsFigure",
    "cli.ReadingOfPolicy",
    "cli.Readings",
    "cli.Recomputed",
    "cli.Remedy",
    "cli.ReplaceOrNot",
    "cli.ResultsName",
    "cli.ResultsWritten",
    "cli.RowsASecond",
    "cli.RulesEvaluated",
    "cli.SideHead",
    "cli.StarterAdd",
    "cli.StarterHead",
    "cli.StarterReplace",
    "cli.StarterSetting",
    "cli.StarterVersion",
    "cli.StatementsWritten",
    "cli.StepCredit",
    "cli.Summary",
    "cli.SummaryHead",
    "cli.TemplateName",
    "cli.TemplateWritten",
    "cli.Tried",
    "cli.TryingEach",
    "cli.Verifying",
    "cli.WarningCount",
    "cli.WarningsOnChecks",
    "cli.WhatIsWrong",
    "cli.WhatStandsThere",
    "cli.Writing",
    "cli.WritingStatements",
    "formula.BandOf",
    "formula.CountOf",
    "formula.GradeAbove",
    "formula.GraduatedBy",
    "formula.GreatestOf",
    "formula.IfThenElse",
    "formula.IsGiven",
    "formula.LastOf",
    "formula.LeastOf",
    "formula.MeanOf",
    "formula.MeanOver",
    "formula.Previous",
    "formula.RoundDown",
    "formula.RoundUp",
    "formula.RowsOfAdjustments",
    "formula.RowsOfCredits",
    "formula.RowsOfDepartments",
    "formula.RowsOfHalves",
    "formula.RowsOfLaterPeriods",
    "formula.RowsOfYears",
    "formula.SizeOf",
    "formula.SlabOf",
    "formula.SumOf",
    "formula.SumOver",
    "formula.ToDecimals",
    "formula.ToTheFen",
    "policy.AfterLeaving",
    "policy.DaysEmployed",
    "policy.DaysOfPeriod",
    "policy.JoinedThisYear",
    "policy.LineDate",
    "policy.PeriodEnd",
    "settle.LawOfOrder",
    "settle.LawOfParts",
];
