//! What only looks wrong: the forms in which clerks really write are read, and mean the same. Each test compares the
//! figures with those of the sound workbook.

use std::ops::ControlFlow;

use bonus::workbook::read::source::SourceWorkbook;
use bonus::workbook::read::{Preface, Request, read};
use serde_json::Value as Json;

use crate::common::draft::{Cell, Draft, Page, auto, n};
use crate::faults::sound::sound;
use crate::faults::{findings, policy, results};

/// Everything computed, without the file's name and hash.
fn figures(draft: &Draft) -> Json {
    let mut json = results(draft);
    let object = json.as_object_mut().unwrap();
    for beside in ["input", "warnings", "version", "cells", "passed_over", "sums"] {
        object.remove(beside);
    }
    json
}

/// A change that changes nothing; the warnings that it raises, as cells.
#[track_caller]
fn means_the_same(change: impl FnOnce(&mut Draft)) -> Vec<String> {
    let mut draft = sound();
    change(&mut draft);
    assert!(draft.bytes() != sound().bytes(), "nothing was changed");
    assert_eq!(figures(&draft), figures(&sound()));
    findings(&draft).warnings.iter().map(|warning| warning.place.to_string()).collect()
}

const NONE: [String; 0] = [];

#[test]
fn unknown_sheets_and_columns_are_left_alone_and_listed() {
    let mut draft = sound();
    draft.pages.insert(0, Page::new("说明", &[&["这是说明"], &["工号", "季度"], &["无", "Q9"]]));
    draft.pages.push(Page::new("Sheet3", &[]));
    draft.put("回款", "L1", "备注").put("回款", "L2", "#VALUE?").put(
        "回款",
        "M3",
        Cell::Formula("1/0".into(), "#DIV/0!".into()),
    );
    assert_eq!(figures(&draft), figures(&sound()));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("input.xlsx");
    draft.write(&path);
    let mut source = SourceWorkbook::open(&path).unwrap();
    let preface = Preface::read(&mut source).unwrap();
    let (_, left) = read(&mut source, &preface, policy(), &Request::default()).unwrap();
    // The guide of a template is known to hold no data.
    assert_eq!(left.sheets, ["Sheet3"]);
    let columns: Vec<String> = left.columns.iter().map(ToString::to_string).collect();
    assert_eq!(columns, ["回款!L1"]);
}

/// Chinese and English, in any case, width and order, with blanks around and line breaks in them.
#[test]
fn headings_and_sheet_names_in_any_mix() {
    let warnings = means_the_same(|d| {
        for (old, new) in [
            ("政策", " policy "),
            ("KPI系数", "ＫＰＩ Coefficients"),
            ("职级", "GRADES"),
            ("客户经理", "managers"),
            ("任务", "Quotas"),
            ("贡献", "ＳＰＬＩＴＳ"),
            ("KPI评分", "KPI 评分"),
        ] {
            d.page(old).name = new.to_owned();
        }
        d.put("managers", "A1", "ＩＤ").put("managers", "B1", " name").put("managers", "C1", "Grade");
        d.put("Quotas", "C1", "BASE").put("Quotas", "D1", " 目 标 ").put("Quotas", "E1", "floating\nwage");
        d.put("回款", "F1", "amount").put("回款", "G1", "Partner Share").put("回款", "K1", "　进入漏斗　");
        d.put("超额比率", "A1", "起点（年度目标倍数）").put("超额比率", "B1", "rate");
        d.put(" policy ", "A2", "POLICY").put(" policy ", "B2", "大客户部考核办法").put(
            " policy ",
            "A5",
            "in_target_rate",
        );
    });
    assert_eq!(warnings, NONE);
}

#[test]
fn columns_in_any_order() {
    let warnings = means_the_same(|d| {
        for row in &mut d.page("回款").rows {
            row.resize(11, Cell::Blank);
            row.reverse();
        }
        for row in &mut d.page("KPI评分").rows {
            row.rotate_left(2);
        }
    });
    assert_eq!(warnings, NONE);
}

#[test]
fn a_title_and_remarks_above_the_headings() {
    let warnings = means_the_same(|d| {
        let title = vec![vec!["大客户部二○一七年回款明细".into()], Vec::new(), vec![Cell::Blank, "单位：元".into()]];
        d.page("回款").rows.splice(0..0, title);
        d.page("客户经理").rows.insert(0, vec!["名单".into()]);
        d.page("政策").rows.insert(0, vec!["2017 年度设置".into()]);
    });
    assert_eq!(warnings, NONE);
}

#[test]
fn rows_of_totals_are_not_read_and_the_run_says_so() {
    let warnings = means_the_same(|d| {
        d.row("任务", &["合计", "", "420000", "600000"]);
        d.row("回款", &["", "", "总 计：", "", "", "490000.51", "1000"]);
        d.row("KPI评分", &["Total", "", "498.5"]);
        d.row("贡献", &["小计", "", "1"]);
    });
    assert_eq!(warnings, ["任务!A8", "回款!C8", "贡献!A4", "KPI评分!A8"]);
}

/// A row that is a total by its name, and names a person with an amount that is no sum, may be data: nobody guesses.
#[test]
fn a_project_called_total_is_asked_about() {
    let mut draft = sound();
    draft.put("回款", "C2", "Total");
    let found = findings(&draft);
    let faults: Vec<String> = found.faults.iter().map(|fault| fault.place.to_string()).collect();
    assert_eq!(faults, ["回款!C2"]);
    assert!(found.faults[0].mend.en.contains("give `Total` another name"), "{:?}", found.faults[0]);
    draft.put("回款", "C2", "综合计费系统").put("回款", "C3", "Total Cost");
    assert_eq!(findings(&draft).faults, []);
    assert_eq!(figures(&draft), figures(&sound()), "the projects' names change no figure");
}

/// A remark beside or below the table, blank texts, and rows in between.
#[test]
fn blank_rows_and_remarks_beside_the_table() {
    let warnings = means_the_same(|d| {
        d.page("任务").rows.insert(3, vec![" ".into(), "　".into()]);
        d.page("任务").rows.insert(3, Vec::new());
        d.put("任务", "H4", "由财务部填写").put("任务", "H20", "制表：李");
        d.put("回款", "M9", "以下空白");
    });
    assert_eq!(warnings, NONE);
}

#[test]
fn numbers_typed_as_text() {
    let warnings = means_the_same(|d| {
        d.put("政策", "B3", "2017年").put("政策", "B5", "7.12%");
        d.put("超额比率", "B2", " ８．５４％ ").put("KPI系数", "B3", "0.60");
        d.put("职级", "B2", "3,000").put("任务", "C2", "70,000.00").put("任务", "D2", "１０００００");
        d.put("回款", "F2", " 80,000.00 ")
            .put("回款", "F3", "９０，０００．５")
            .put("回款", "G2", "+1000")
            .put("回款", "G3", "-0");
        d.put("贡献", "C2", "50%").put("贡献", "C3", "0.50");
        d.put("KPI评分", "C2", "92.5");
    });
    assert_eq!(warnings, NONE);
}

#[test]
fn a_refund_with_any_minus() {
    let figures_of = |amount: Cell| {
        let mut draft = sound();
        draft.row("回款", &["", "Q2", "P010", "产品", "M001"]).put("回款", "F8", amount);
        figures(&draft)
    };
    let plain = figures_of(n("-1234.5"));
    for text in ["-1,234.50", "－1234.5", "\u{2212}1234.50", "-１２３４．５"] {
        assert_eq!(figures_of(text.into()), plain, "{text}");
    }
    assert_ne!(figures_of(n("1234.5")), plain);
}

/// Fractions of a fen are rounded half away from zero, and the run says so.
#[test]
fn fractions_of_a_fen_are_rounded_with_a_warning() {
    for (typed, rounded) in
        [("80000.005", "80000.01"), ("79999.995", "80000"), ("80000.0049", "80000"), ("-0.005", "-0.01")]
    {
        let mut fraction = sound();
        fraction.put("回款", "F2", n(typed));
        let mut whole = sound();
        whole.put("回款", "F2", n(rounded));
        assert_eq!(figures(&fraction), figures(&whole), "{typed}");
        let rounding = |draft: &Draft| {
            let warnings = findings(draft).warnings;
            warnings
                .iter()
                .filter(|w| w.problem.en.contains("rounded"))
                .map(|w| w.place.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(rounding(&fraction), ["回款!F2"], "{typed}");
        assert_eq!(rounding(&whole), NONE, "{rounded}");
    }
}

#[test]
fn dates_in_many_forms() {
    let of = |date: Cell| {
        let mut draft = sound();
        draft.put("回款", "A2", date).put("回款", "B2", "");
        draft
    };
    for text in ["2017-03-31", "2017/3/31", "2017.3.31", "2017年3月31日", "20170331", "２０１７－０３－３１"]
    {
        assert_eq!(figures(&of(text.into())), figures(&sound()), "{text}");
    }
    assert_eq!(figures(&of(Cell::Date(2017, 3, 31))), figures(&sound()));
    assert_eq!(figures(&of(n("20170331"))), figures(&sound()));
    // Of the second quarter.
    assert_ne!(figures(&of("2017-4-1".into())), figures(&sound()));
    for text in ["31.3.2017", "3/31/2017", "17-3-31", "2017-3", "三月", "2017-02-29", "42825"] {
        let faults = findings(&of(auto(text))).faults;
        assert_eq!(faults.iter().map(|f| f.place.to_string()).collect::<Vec<_>>(), ["回款!A2"], "{text}");
    }
}

/// Both, and they agree.
#[test]
fn date_and_quarter_beside_each_other() {
    let warnings = means_the_same(|d| {
        d.put("回款", "A2", Cell::Date(2017, 1, 1)).put("回款", "A4", "2017-6-30");
        d.put("回款", "A3", "2017-03-31").put("回款", "B3", "");
    });
    assert_eq!(warnings, NONE);
}

#[test]
fn quarters_in_many_forms() {
    let warnings = means_the_same(|d| {
        let forms = ["q1", "二季度", "第一季度", "2", " Q1 ", "第2季度"];
        for (row, form) in (2..).zip(forms) {
            d.put("任务", &format!("B{row}"), form);
        }
        d.put("KPI评分", "B2", n("1"))
            .put("KPI评分", "B3", "Ｑ２")
            .put("回款", "B2", "1季度")
            .put("政策", "B4", "二季");
    });
    assert_eq!(warnings, NONE);
}

#[test]
fn names_instead_of_ids() {
    let warnings = means_the_same(|d| {
        d.put("回款", "E2", "张伟").put("回款", "E3", " 王 芳 ").put("贡献", "B3", "李娜").put("任务", "A2", "张伟");
        d.put("KPI评分", "A2", "m001").put("已发放", "A2", "Ｍ００１");
    });
    assert_eq!(warnings, NONE);
}

/// A name that two managers have is a fault only where it is used.
#[test]
fn namesakes_are_told_apart_by_their_ids() {
    let mut draft = sound();
    draft.put("客户经理", "B3", "张伟");
    assert!(findings(&draft).faults.is_empty());
    draft.put("任务", "A2", "张伟").put("回款", "E2", "张伟").put("贡献", "B2", "张伟");
    let faults: Vec<String> = findings(&draft).faults.iter().map(|f| f.place.to_string()).collect();
    assert_eq!(faults, ["任务!A2", "回款!E2", "贡献!B2"]);
}

/// Ids that are numbers, here typed as numbers and there as text.
#[test]
fn ids_that_are_numbers() {
    let renamed = |number: fn(&str) -> Cell| {
        let mut draft = sound();
        for (sheet, column) in [("客户经理", 0), ("任务", 0), ("回款", 4), ("贡献", 1), ("KPI评分", 0), ("已发放", 0)]
        {
            for row in &mut draft.page(sheet).rows {
                if let Some(cell) = row.get_mut(column)
                    && let Cell::Text(text) = cell
                    && let Some(digits) = text.strip_prefix("M0")
                {
                    *cell = number(&format!("10{digits}"));
                }
            }
        }
        draft
    };
    let text = renamed(|digits| digits.into());
    let mut mixed = renamed(|digits| n(digits));
    mixed.put("回款", "E2", "1001");
    assert_eq!(figures(&text), figures(&mixed));
    assert_eq!(figures(&text)["managers"][0]["id"], "1001");
}

#[test]
fn yes_and_no_in_many_forms() {
    let of = |cell: Cell| {
        let mut draft = sound();
        draft.put("回款", "K2", cell);
        figures(&draft)
    };
    for yes in ["是", "yes", "Y", "TRUE", "√", "", " "] {
        assert_eq!(of(yes.into()), figures(&sound()), "{yes}");
    }
    assert_eq!(of(Cell::Truth(true)), figures(&sound()));
    assert_eq!(of(n("1")), figures(&sound()));
    let no = of("否".into());
    assert_ne!(no, figures(&sound()));
    for text in ["no", "Ｎ", "false", "×"] {
        assert_eq!(of(text.into()), no, "{text}");
    }
    assert_eq!(of(Cell::Truth(false)), no);
    assert_eq!(of(n("0")), no);
}

#[test]
fn formulas_with_their_results_are_read() {
    let warnings = means_the_same(|d| {
        d.put("回款", "F2", Cell::Formula("40000*2".into(), "80000".into()));
        d.put("任务", "C2", Cell::Formula("D2*0.7".into(), "70000".into()));
        d.put("回款", "E2", Cell::Formula("\"M\"&\"001\"".into(), "M001".into()));
    });
    assert_eq!(warnings, NONE);
}

/// A hidden row counts like any other: hiding is for the eye, and nothing may be dropped for it. But it is said.
#[test]
fn hidden_rows_are_read_with_a_warning() {
    let hide = |d: &mut Draft| {
        d.page("政策").hidden_rows = vec![2];
        d.page("回款").hidden_rows = vec![2, 4, 5];
        d.page("任务").hidden_rows = vec![3];
        d.page("客户经理").hidden_rows = vec![99];
    };
    assert_eq!(means_the_same(hide), ["政策!A2", "任务!A3", "回款!A2"]);
    let mut draft = sound();
    hide(&mut draft);
    let texts: Vec<_> = findings(&draft).warnings.into_iter().map(|warning| warning.problem).collect();
    assert_eq!(texts[1].en, "row 3 is hidden or filtered, and is counted");
    assert_eq!(texts[2].en, "rows 2, 4–5 are hidden or filtered, and are counted");
    assert_eq!(texts[2].zh, "第 2、4–5 行是隐藏的（或被筛掉），照样计入");
}

/// So does a hidden sheet, with a warning.
#[test]
fn hidden_sheets_are_read_with_a_warning() {
    let warnings = means_the_same(|d| d.page("KPI系数").hidden = true);
    assert_eq!(warnings, ["KPI系数"]);
}

/// A blank through quarter is the latest one with scores.
#[test]
fn the_through_quarter_may_be_blank() {
    let warnings = means_the_same(|d| {
        d.without_row("政策", 4);
    });
    assert_eq!(warnings, NONE);
}

/// Later lines are left out with one warning; their faults are faults.
#[test]
fn lines_after_the_through_quarter() {
    let mut draft = sound();
    draft
        .row("回款", &["", "Q3", "P020", "产品", "M001", "5000"])
        .row("回款", &["", "Q4", "P021", "产品", "M002", "6000"]);
    assert_eq!(figures(&draft), figures(&sound()));
    let found = findings(&draft);
    assert_eq!(found.warnings.iter().map(|w| w.place.to_string()).collect::<Vec<_>>(), ["回款!A8"]);
    assert!(found.warnings[0].problem.en.starts_with("2 lines are later than Q2"), "{:?}", found.warnings);
    draft.put("回款", "F9", "许多");
    assert_eq!(findings(&draft).faults.iter().map(|f| f.place.to_string()).collect::<Vec<_>>(), ["回款!F9"]);
}

/// Ten times a manager's largest other line is suspicious: 85,000 × 10.
#[test]
fn suspiciously_large_lines_are_warned_of() {
    let warnings = |amount: &str| {
        let mut draft = sound();
        draft.row("回款", &["", "Q2", "P010", "产品", "M001", amount]);
        findings(&draft).warnings.iter().map(|w| w.place.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(warnings("849999.99"), NONE);
    assert_eq!(warnings("850000"), ["回款!F8"]);
    assert_eq!(warnings("850000.01"), ["回款!F8"]);
}

/// All scores of a quarter alike, from three people on: they were perhaps only filled in.
#[test]
fn scores_that_are_all_alike_are_warned_of() {
    let warnings = |managers: usize, last: &str| {
        let mut draft = sound();
        for row in [2, 4, 6] {
            for column in ["C", "D", "E"] {
                draft.put("KPI评分", &format!("{column}{row}"), n("85"));
            }
        }
        draft.put("KPI评分", "E6", n(last));
        if managers == 2 {
            // M003 joins in Q2.
            draft.without_row("任务", 6).without_row("KPI评分", 6).without_row("回款", 6);
        }
        findings(&draft).warnings.iter().map(|w| w.place.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(warnings(3, "85"), ["KPI评分!C2"]);
    assert_eq!(warnings(3, "85.01"), NONE);
    assert_eq!(warnings(2, "85"), NONE);
}

/// A score or payment of a quarter without a quota row is not used, and the run says so.
#[test]
fn rows_of_quarters_that_a_manager_does_not_have() {
    let warnings = means_the_same(|d| {
        d.row("KPI评分", &["M001", "Q4", "90", "90", "90"]);
    });
    assert_eq!(warnings, ["KPI评分!A8"]);
}

/// The rows of a hidden-row draft really are hidden in the file, and a blank cell really is not there.
#[test]
fn the_drafts_are_what_they_say() {
    let mut draft = sound();
    draft.page("回款").hidden_rows = vec![2];
    draft.put("回款", "F3", Cell::NoResult("1+1".into())).put("回款", "F4", Cell::Raw("NaN".into()));
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(draft.bytes())).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("xl/worksheets/sheet7.xml").unwrap(), &mut text).unwrap();
    assert!(text.contains("hidden=\"1\""), "{text}");
    assert!(text.contains("<f>1+1</f></c>") && text.contains("<v>NaN</v>"), "{text}");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("input.xlsx");
    sound().write(&path);
    let mut source = SourceWorkbook::open(&path).unwrap();
    let mut first = Vec::new();
    source
        .rows(5, &mut |row| {
            first.push(row.cells.len());
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(first, [5, 4, 4, 5, 5, 4, 4]);
}
