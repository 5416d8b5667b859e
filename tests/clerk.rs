//! A clerk's day, on the program itself: a template, filled in; faults, marked; the next period; a
//! workbook dropped on the program; what the terminal is told.

use crate::common;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use bonus::lang::{Lang, Words};
use bonus::policy::{Column, Policy};
use bonus::report::form::{Entry, Filling, form};
use bonus::report::sheet::CellValue;
use bonus::workbook::read::Preface;
use bonus::workbook::read::raw;
use bonus::workbook::read::source::{RawCell, SourceWorkbook};
use bonus::workbook::write;
use common::draft::{Draft, Page};
use common::{findings, fixture, policy, results};
use serde_json::Value as Json;

struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A sample lies on the desk.
    fn with(self, sample: &str) -> Self {
        std::fs::copy(fixture(&format!("samples/{sample}.xlsx")), self.path("in.xlsx")).unwrap();
        self
    }

    fn bonus(&self, arguments: &[&str]) -> Said {
        let mut command = Command::cargo_bin("bonus").unwrap();
        command.current_dir(self.0.path()).env("LANG", "en_US.UTF-8").env_remove("NO_COLOR");
        let output = command.args(arguments).output().unwrap();
        Said {
            status: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

struct Said {
    status: i32,
    out: String,
    err: String,
}

impl Said {
    fn ok(self) -> Self {
        assert_eq!(self.status, 0, "{}{}", self.out, self.err);
        self
    }

    fn json(&self) -> Json {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }
}

fn ids() -> Vec<&'static str> {
    bonus::policy::built_in_ids().collect()
}

/// Every cell of a workbook that has text, and the text.
fn texts(path: &Path) -> Vec<(String, u32, u16, String)> {
    let mut source = SourceWorkbook::open(path).unwrap();
    let names: Vec<String> = source.sheets().iter().map(|sheet| sheet.name.clone()).collect();
    let mut found = Vec::new();
    for (index, name) in names.iter().enumerate() {
        source
            .rows(index, &mut |row| {
                for (at, cell) in &row.cells {
                    if let RawCell::Text(text) = cell {
                        found.push((name.clone(), row.number, *at, text.clone()));
                    }
                }
                std::ops::ControlFlow::Continue(())
            })
            .unwrap();
    }
    found
}

/// The parts of a workbook as text.
fn part(path: &Path, wanted: &str) -> String {
    use std::io::Read as _;
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let names: Vec<String> =
        archive.file_names().map(|name| name.unwrap().into_owned()).filter(|name| name.contains(wanted)).collect();
    let mut all = String::new();
    for name in names {
        archive.by_name(&name).unwrap().read_to_string(&mut all).unwrap();
    }
    all
}

// ---------------------------------------------------------------- the template

#[test]
fn a_fresh_template_says_what_is_still_to_fill_in_and_nothing_else() {
    for id in ids() {
        for lang in ["zh", "en"] {
            let desk = Desk::new();
            desk.bonus(&["template", "--policy", id, "--lang", lang, "--managers", "3", "-o", "t.xlsx"]).ok();
            let said = desk.bonus(&["check", "t.xlsx", "--format", "json", "--lang", "en"]);
            assert_eq!(said.status, 1, "{id}: {}", said.out);
            let faults = said.json()["faults"].as_array().unwrap().clone();
            for fault in &faults {
                let (cell, message) = (fault["cell"].as_str().unwrap(), fault["message"].as_str().unwrap());
                assert!(!cell.is_empty(), "{id}: {fault}");
                let blank = ["blank", "missing", "empty", "filled in", "no managers"];
                assert!(blank.iter().any(|word| message.contains(word)), "{id} {lang}: {fault}");
                assert_eq!(fault["found"], "", "{id} {lang}: {fault}");
            }
            // The year is asked for where it belongs.
            let year = |fault: &Json| fault["cell"] == "B7" && fault["message"] == "Year is blank";
            assert!(faults.iter().any(year), "{id} {lang}: {faults:#?}");
        }
    }
}

#[test]
fn settings_that_the_source_leaves_open_stand_out_and_lists_and_notes_are_there() {
    let desk = Desk::new();
    desk.bonus(&["template", "--policy", "key-account", "--lang", "zh", "-o", "t.xlsx"]).ok();
    let cells = texts(&desk.path("t.xlsx"));
    let at = |text: &str| {
        let found = cells.iter().find(|(sheet, _, column, t)| sheet == "政策" && *column == 0 && t == text);
        found.map_or_else(|| panic!("no {text}"), |(_, row, ..)| *row)
    };
    let (open, given) = (at("目标内奖金比率"), at("税率除数"));
    assert!(open < given, "what must be filled in comes first");
    let sheets = part(&desk.path("t.xlsx"), "xl/worksheets/sheet");
    for rule in [
        format!("ISBLANK($B{open})"),
        "\"Q1,Q2,Q3,Q4\"".to_owned(),
        "\"是,否\"".to_owned(),
        "'客户经理'!$A$6".to_owned(),
        "产品,实施".to_owned(),
        "type=\"decimal\"".to_owned(),
        "type=\"date\"".to_owned(),
    ] {
        assert!(sheets.contains(&rule), "{rule}");
    }
    assert!(!sheets.contains(&format!("ISBLANK($B{given})")), "a setting with a default need not be filled in");
    let notes = part(&desk.path("t.xlsx"), "xl/comments");
    for note in ["KA-2.1", "空白即 产品", "不小于 0", "空白时为：3 × "] {
        assert!(notes.contains(note), "{note}");
    }
}

#[test]
fn a_policy_file_has_its_own_template() {
    let desk = Desk::new();
    desk.bonus(&["policy", "new", "ours.toml", "--from", "major-sales"]).ok();
    desk.bonus(&["template", "--policy", "ours.toml", "-o", "t.xlsx"]).ok();
    let said = desk.bonus(&["compute", "t.xlsx", "--policy", "ours.toml"]);
    assert_eq!(said.status, 1);
    let again = desk.bonus(&["template", "--policy", "ours.toml", "-o", "t.xlsx"]);
    assert_eq!(again.status, 3, "an existing file is kept");
}

/// A workbook's data as a filling of a template.
fn filling(path: &Path, policy: &Policy) -> Filling {
    let mut source = SourceWorkbook::open(path).unwrap();
    let preface = Preface::read(&mut source).unwrap();
    let value = |cell: &RawCell| match cell {
        RawCell::Number(number) => CellValue::Number(*number),
        RawCell::Text(text) => CellValue::Text(text.clone()),
        RawCell::Truth(truth) => CellValue::Truth(*truth),
        RawCell::Date(date) => CellValue::Date(*date),
        other => panic!("{other:?}"),
    };
    let entry = |cell: Option<&RawCell>| cell.map_or_else(Entry::default, |cell| Entry::new(value(cell)));
    let mut rows = |label: &Words, columns: &[Column]| {
        let mut rows: Vec<Vec<Entry>> = Vec::new();
        let visit = &mut |_, cells: &mut raw::Under<'_>| rows.push(cells.map(entry).collect());
        raw::rows(&mut source, label, columns, visit).unwrap();
        rows
    };
    let tables = policy.tables.iter().map(|table| rows(&table.label, &table.columns)).collect();
    let sheets = policy.sheets.iter().map(|sheet| rows(&sheet.label, &sheet.columns)).collect();
    let settings = preface.rows.iter().map(|row| {
        let setting = policy.settings.iter().find(|s| [&s.name, &s.label.zh, &s.label.en].contains(&&row.key));
        let name = match row.key.as_str() {
            "政策" => "policy",
            "年度" => "year",
            "截至季度" | "截至月份" => "through",
            key => setting.map_or(key, |setting| &setting.name),
        };
        (name.to_owned(), entry(row.value.as_ref()))
    });
    Filling { settings: settings.collect(), tables, sheets, ..Filling::default() }
}

#[test]
fn a_template_filled_with_the_sample_s_data_gives_the_sample_s_results() {
    for id in ids() {
        let files = ["samples/{id}.xlsx", "schemes/{id}-zh.xlsx"].map(|file| fixture(&file.replace("{id}", id)));
        let Some(sample) = files.into_iter().find(|file| file.is_file()) else { panic!("no workbook of {id}") };
        let policy = policy(id);
        let expected = results(&sample, policy).unwrap();
        for lang in [Lang::Zh, Lang::En] {
            let filled = write::form(&form(policy, lang, &filling(&sample, policy))).unwrap();
            let desk = Desk::new();
            std::fs::write(desk.path("t.xlsx"), filled).unwrap();
            let found = results(&desk.path("t.xlsx"), policy).unwrap_or_else(|faults| panic!("{id}: {faults}"));
            assert_eq!(found["managers"], expected["managers"], "{id}");
            assert_eq!(found["department"], expected["department"], "{id}");
        }
    }
}

// ---------------------------------------------------------------- check

fn spoiled(desk: &Desk) {
    let mut draft = small();
    draft.put("回款", "C2", "M00X").put("KPI评分", "C2", "120").put("政策", "B5", "7.12");
    draft.write(&desk.path("bad.xlsx"));
}

#[test]
fn check_groups_by_sheet_with_cell_row_and_remedy() {
    let desk = Desk::new();
    spoiled(&desk);
    let said = desk.bonus(&["check", "bad.xlsx"]);
    assert_eq!(said.status, 1);
    let lines: Vec<&str> = said.out.lines().collect();
    let sheet = lines.iter().position(|line| *line == "回款 (1)").unwrap_or_else(|| panic!("{}", said.out));
    assert!(lines[sheet + 1].trim_start().starts_with("C2"), "{}", said.out);
    assert!(lines[sheet + 2].contains("B P1 | C M00X | D 200000"), "{}", said.out);
    assert!(lines[sheet + 3].contains("→ 是否指“M001”？"), "{}", said.out);
    assert!(!said.out.contains('\u{1b}'), "no colours where nobody sees them");
    assert!(desk.bonus(&["check", "bad.xlsx", "--lang", "en"]).out.contains("did you mean `M001`?"));
}

#[test]
fn a_marked_copy_colours_the_cells_and_says_why() {
    let desk = Desk::new();
    spoiled(&desk);
    let before = std::fs::read(desk.path("bad.xlsx")).unwrap();
    let said = desk.bonus(&["check", "bad.xlsx", "--mark", "marked.xlsx"]);
    assert_eq!(said.status, 1);
    assert_eq!(std::fs::read(desk.path("bad.xlsx")).unwrap(), before);
    let notes = part(&desk.path("marked.xlsx"), "xl/comments");
    for cell in ["ref=\"C2\"", "ref=\"B5\""] {
        assert!(notes.contains(cell), "{cell}: {notes}");
    }
    assert!(notes.contains("没有这位客户经理") && notes.contains("是否指“M001”？"), "{notes}");
    // Every cell stands where it stood: the copy has the same faults.
    let policy = policy("key-account");
    let [original, copy] = ["bad.xlsx", "marked.xlsx"].map(|name| findings(&desk.path(name), policy).faults);
    assert_eq!(original, copy);
    assert_eq!(desk.bonus(&["check", "bad.xlsx", "--mark", "bad.xlsx", "--force"]).status, 2);
    assert_eq!(desk.bonus(&["check", "bad.xlsx", "--mark", "marked.xlsx"]).status, 3);
}

#[test]
fn any_format_can_be_marked() {
    let folder = fixture("formats");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let kind = path.extension().map(|kind| kind.to_string_lossy().into_owned()).unwrap_or_default();
        if !["xlsx", "xlsm", "xlsb", "xls", "ods"].contains(&kind.as_str()) {
            continue;
        }
        let desk = Desk::new();
        // Of another policy, so that something is at fault.
        let said = desk.bonus(&["check", path.to_str().unwrap(), "--policy", "assistant", "--mark", "m.xlsx"]);
        assert_eq!(said.status, 1, "{}: {}{}", path.display(), said.out, said.err);
        assert!(desk.path("m.xlsx").is_file(), "{}", path.display());
    }
}

// ---------------------------------------------------------------- the next period

/// A manager's figures of one quarter.
fn quarter(document: &Json, manager: usize, quarter: usize) -> &Json {
    &document["managers"][manager]["quarters"][quarter]
}

#[test]
fn the_next_quarter_pays_the_same_and_nothing_proposed_is_applied() {
    let desk = Desk::new().with("key-account");
    let policy = policy("key-account");
    let whole = results(&desk.path("in.xlsx"), policy).unwrap();
    let mut filling = filling(&desk.path("in.xlsx"), policy);
    filling.settings.retain(|(name, _)| name != "through");
    filling.settings.push(("through".to_owned(), Entry::text("Q2")));
    std::fs::write(desk.path("q2.xlsx"), write::form(&form(policy, Lang::Zh, &filling)).unwrap()).unwrap();

    let said = desk.bonus(&["next", "q2.xlsx", "-o", "q3.xlsx"]).ok();
    assert!(said.out.contains("拟议") && said.out.contains("没有一项已经改动"), "{}", said.out);
    let next = results(&desk.path("q3.xlsx"), policy).unwrap();
    assert_eq!(next["through"], "Q3");
    for manager in 0..5 {
        for now in next["managers"][manager]["quarters"].as_array().unwrap() {
            let same = |quarter: &&Json| quarter["quarter"] == now["quarter"];
            let then = whole["managers"][manager]["quarters"].as_array().unwrap().iter().find(same).unwrap();
            let (mut now, mut then) = (now.clone(), then.clone());
            for figures in [&mut now, &mut then] {
                figures.as_object_mut().unwrap().retain(|name, _| !name.starts_with("paid_"));
            }
            assert_eq!(now, then);
        }
        // What was paid is what was computed: only the third quarter is payable now.
        let quarters = next["managers"][manager]["quarters"].as_array().unwrap();
        let last = quarters.iter().find(|quarter| quarter["quarter"] == "Q3").unwrap();
        assert_eq!(next["managers"][manager]["payable"], last["total"], "manager {manager}");
    }
    let cells = texts(&desk.path("q3.xlsx"));
    let proposed = |row: u32, column: u16| {
        cells.iter().find(|(sheet, r, c, _)| sheet == "拟议" && *r == row && *c == column).map(|cell| cell.3.as_str())
    };
    assert_eq!((proposed(6, 2), proposed(6, 4), proposed(6, 5)), (Some("H1"), Some("1级"), Some("2级")));
    assert!(part(&desk.path("q3.xlsx"), "xl/comments").contains("未改动，见“拟议”表"));
}

#[test]
fn rows_that_the_template_prepared_are_filled_in_and_not_doubled() {
    let desk = Desk::new();
    let policy = policy("key-account");
    let prepared = Filling::prepared(policy, 1);
    let mut filling = filling(&fixture("samples/key-account.xlsx"), policy);
    filling.settings.retain(|(name, _)| name != "through");
    let text = |entry: &Entry| format!("{:?}", entry.value);
    let first_quarter = |rows: Vec<Vec<Entry>>, prepared: &[Vec<Entry>]| {
        let wanted = |row: &Vec<Entry>| text(&row[0]).contains("M001") && text(&row[1]).contains("Q1");
        let known: Vec<_> = rows.into_iter().filter(wanted).collect();
        assert_eq!(known.len(), 1);
        known.into_iter().chain(prepared.iter().skip(1).cloned()).collect()
    };
    for (at, sheet) in policy.sheets.iter().enumerate() {
        match sheet.label.zh.as_str() {
            "任务" | "KPI评分" => {
                let rows = std::mem::take(&mut filling.sheets[at]);
                filling.sheets[at] = first_quarter(rows, &prepared.sheets[at]);
            }
            "客户经理" => filling.sheets[at].truncate(1),
            _ => filling.sheets[at].clear(),
        }
    }
    std::fs::write(desk.path("q1.xlsx"), write::form(&form(policy, Lang::Zh, &filling)).unwrap()).unwrap();
    desk.bonus(&["next", "q1.xlsx", "-o", "q2.xlsx"]).ok();
    // Each row stands once, where the template put it, and only what it lacks is asked for.
    for sheet in ["任务", "KPI评分"] {
        let ids = texts(&desk.path("q2.xlsx")).into_iter().filter(|cell| cell.0 == sheet && cell.2 == 0);
        assert_eq!(ids.filter(|cell| cell.3 == "M001").count(), 4, "{sheet}");
    }
    let said = desk.bonus(&["check", "q2.xlsx", "--format", "json"]).json();
    let faults = said["faults"].as_array().unwrap().iter();
    let faults: Vec<_> = faults.map(|f| format!("{}!{}", f["sheet"], f["cell"]).replace('"', "")).collect();
    assert_eq!(faults, ["任务!C7", "任务!D7", "KPI评分!C7"]);
}

#[test]
fn each_department_keeps_its_own_sheet() {
    let desk = Desk::new();
    std::fs::copy(fixture("schemes/service-center-zh.xlsx"), desk.path("in.xlsx")).unwrap();
    desk.bonus(&["next", "in.xlsx", "-o", "next.xlsx"]).ok();
    let ids = |file: &str, sheet: &str| {
        let cells = texts(&desk.path(file)).into_iter().filter(|cell| cell.0 == sheet && cell.2 == 0);
        cells.map(|cell| cell.3).filter(|id| id.starts_with('K')).collect::<std::collections::BTreeSet<_>>()
    };
    for sheet in ["客服部", "呼叫中心"] {
        assert_eq!(ids("in.xlsx", sheet).len(), 1);
        assert_eq!(ids("next.xlsx", sheet), ids("in.xlsx", sheet));
    }
}

#[test]
fn what_is_paid_differently_is_marked() {
    let desk = Desk::new();
    let mut draft = small();
    draft.pages.push(Page::new("已发放", &[&["工号", "季度", "奖金", "浮动工资"], &["M001", "Q1", "1", "0"]]));
    draft.put("政策", "B4", "Q2");
    draft.write(&desk.path("q2.xlsx"));
    desk.bonus(&["next", "q2.xlsx", "-o", "q3.xlsx"]).ok();
    assert!(part(&desk.path("q3.xlsx"), "xl/comments").contains("原为 1；差额已计入 Q2 的当前应付"));
}

#[test]
fn results_lead_to_their_input_and_a_changed_one_is_refused() {
    let desk = Desk::new().with("key-account");
    desk.bonus(&["compute", "in.xlsx", "-o", "out.xlsx"]).ok();
    desk.bonus(&["next", "out.xlsx", "-o", "one.xlsx"]).ok();
    desk.bonus(&["next", "in.xlsx", "-o", "two.xlsx"]).ok();
    assert!(std::fs::read(desk.path("one.xlsx")).unwrap() == std::fs::read(desk.path("two.xlsx")).unwrap());
    std::fs::copy(fixture("samples/major-sales.xlsx"), desk.path("in.xlsx")).unwrap();
    let said = desk.bonus(&["next", "out.xlsx", "-o", "three.xlsx", "--lang", "en"]);
    assert_eq!((said.status, said.err.contains("was changed after")), (2, true), "{}", said.err);
    std::fs::remove_file(desk.path("in.xlsx")).unwrap();
    assert_eq!(desk.bonus(&["next", "out.xlsx", "-o", "three.xlsx"]).status, 2);
}

#[test]
fn a_new_year_begins_with_blank_scores_and_last_year_s_tasks_to_confirm() {
    for id in ids().into_iter().filter(|id| fixture(&format!("samples/{id}.xlsx")).is_file()) {
        let desk = Desk::new().with(id);
        desk.bonus(&["next", "in.xlsx"]).ok();
        let said = desk.bonus(&["check", "2018-Q1.xlsx", "--format", "json", "--lang", "en"]);
        let document = said.json();
        assert_eq!(said.status, 1, "{id}");
        // Scores, and the quarters that a newcomer of last year did not have.
        for fault in document["faults"].as_array().unwrap() {
            assert!(["KPI评分", "任务"].contains(&fault["sheet"].as_str().unwrap()), "{id}: {fault}");
            assert!(fault["message"].as_str().unwrap().contains("blank"), "{id}: {fault}");
        }
        assert!(part(&desk.path("2018-Q1.xlsx"), "xl/comments").contains("2017 年的数字，新一年尚未确定"), "{id}");
    }
}

#[test]
fn rules_that_the_workbook_replaces_go_with_it() {
    let desk = Desk::new();
    let mut draft = small();
    draft.pages.push(Page::new("规则", &[&["名称", "公式"], &["bonus", "ROUND(accrued * 2, 2)"]]));
    draft.write(&desk.path("in.xlsx"));
    desk.bonus(&["next", "in.xlsx", "-o", "next.xlsx"]).ok();
    assert!(texts(&desk.path("next.xlsx")).iter().any(|cell| cell.3 == "ROUND(accrued * 2, 2)"));
}

// ---------------------------------------------------------------- the program

#[test]
fn a_workbook_dropped_on_the_program_is_computed() {
    let desk = Desk::new().with("key-account");
    desk.bonus(&["in.xlsx"]).ok();
    assert!(desk.path("in-奖金结果.xlsx").is_file());
    // Dropped again: a person is asked, and where there is none nothing is replaced.
    assert_eq!(desk.bonus(&["in.xlsx"]).status, 3);
    assert_eq!(desk.bonus(&["absent.xlsx"]).status, 3);
    let said = desk.bonus(&["chekc", "in.xlsx"]);
    assert_eq!(said.status, 2);
    assert!(said.err.contains("check"), "{}", said.err);
}

#[test]
fn help_speaks_the_reader_s_language() {
    let desk = Desk::new();
    let of = |locale: &str, arguments: &[&str]| {
        let mut command = Command::cargo_bin("bonus").unwrap();
        command.env("LC_ALL", locale).env("LANG", locale).env_remove("LC_MESSAGES").env_remove("LANGUAGE");
        let output = command.current_dir(desk.0.path()).args(arguments).output().unwrap();
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
    };
    assert!(of("zh_CN.UTF-8", &["--help"]).contains("用法： bonus [选项] <命令>"));
    assert!(of("zh_CN.UTF-8", &["chekc"]).contains("是否指“check”？"));
    assert!(of("en_US.UTF-8", &["compute", "--help"]).contains("Usage: bonus compute [OPTIONS] <INPUT>"));
    assert!(of("en_US.UTF-8", &["compute", "--help", "--lang", "zh"]).contains("计算奖金"));
    assert!(of("zh_CN.UTF-8", &["compute", "--lang", "en", "--help"]).contains("Examples:"));
}

#[test]
fn completions_and_man_pages() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let said = desk.bonus(&["completions", shell]).ok();
        assert!(said.out.contains("template") && said.out.contains("mark"), "{shell}");
    }
    desk.bonus(&["man", "pages"]).ok();
    for page in ["bonus.1", "bonus-compute.1", "bonus-policy-show.1"] {
        let text = std::fs::read_to_string(desk.path("pages").join(page)).unwrap();
        assert!(text.contains(".TH"), "{page}");
    }
}

#[test]
fn quiet_and_verbose() {
    let desk = Desk::new().with("key-account");
    let said = desk.bonus(&["compute", "in.xlsx", "-o", "a.xlsx", "--quiet"]).ok();
    assert_eq!((said.out.as_str(), said.err.as_str()), ("", ""));
    let said = desk.bonus(&["compute", "in.xlsx", "-o", "b.xlsx", "--verbose", "--lang", "en"]).ok();
    assert!(said.err.contains("policy: key-account") && said.err.contains("5 people"), "{}", said.err);
}

#[test]
fn errors_for_programs_are_json() {
    let desk = Desk::new();
    std::fs::write(desk.path("text.xlsx"), "no workbook").unwrap();
    for (arguments, kind, status) in [(["compute", "absent.xlsx"], "file", 3), (["check", "text.xlsx"], "file", 3)] {
        let said = desk.bonus(&[&arguments[..], &["--format", "json"]].concat());
        assert_eq!(said.status, status);
        let error = &said.json()["error"];
        assert_eq!((error["kind"].as_str(), error["status"].as_i64()), (Some(kind), Some(i64::from(status))));
        assert!(error["message"].as_str().is_some_and(|message| message.contains(arguments[1])), "{error}");
    }
    // A mistake of the command line too, in whatever order it was typed.
    for arguments in [["--format", "json", "--forse"], ["--forse", "--format=json", "--lang=zh"]] {
        let said = desk.bonus(&[&["compute", "a.xlsx"], &arguments[..]].concat());
        assert_eq!((said.status, said.err.as_str()), (2, ""));
        assert!(said.json()["error"]["message"].as_str().is_some_and(|message| message.contains("--forse")));
    }
}

/// Excel and `LibreOffice` put a small file beside what they have open.
#[test]
fn a_workbook_that_is_open_elsewhere_is_told_as_such() {
    let desk = Desk::new().with("key-account");
    let said = desk.bonus(&["compute", "in.xlsx", "-o", "out.xlsx", "--lang", "en"]).ok();
    assert_eq!(said.err, "", "no progress bar, no notes");
    std::fs::write(desk.path("~$in.xlsx"), "").unwrap();
    std::fs::write(desk.path(".~lock.out.xlsx#"), "").unwrap();
    let said = desk.bonus(&["compute", "in.xlsx", "-o", "out.xlsx", "--force"]);
    assert_eq!(said.status, 3, "{}", said.err);
    assert!(said.err.contains("in.xlsx 似乎正在 Excel 或其他程序中打开；尚未保存的改动没有读入"), "{}", said.err);
    assert!(said.err.contains("out.xlsx 似乎正在 Excel 或其他程序中打开；请关闭后重新运行"), "{}", said.err);
    std::fs::remove_file(desk.path(".~lock.out.xlsx#")).unwrap();
    // Programs and those who want quiet are not bothered.
    assert_eq!(desk.bonus(&["compute", "in.xlsx", "--format", "json"]).ok().err, "");
    assert_eq!(desk.bonus(&["compute", "in.xlsx", "-o", "out.xlsx", "--force", "-q"]).ok().err, "");
}

// ---------------------------------------------------------------- how people lay out a sheet

/// A small workbook that computes.
fn small() -> Draft {
    Draft {
        pages: vec![
            Page::new(
                "政策",
                &[
                    &["参数", "取值"],
                    &["政策", "key-account"],
                    &["年度", "2017"],
                    &["截至季度", "Q1"],
                    &["目标内奖金比率", "0.0712"],
                ],
            ),
            Page::new("超额比率", &[&["起点", "奖金比率"], &["1", "0.08"]]),
            Page::new("KPI系数", &[&["起始得分", "系数"], &["0", "1"]]),
            Page::new("职级", &[&["职级", "月工资", "月浮动工资"], &["甲", "3000", "1000"]]),
            Page::new("客户经理", &[&["工号", "姓名", "职级"], &["M001", "张三", "甲"]]),
            Page::new(
                "任务",
                &[
                    &["工号", "季度", "基数", "目标"],
                    &["M001", "Q1", "70000", "100000"],
                    &["M001", "Q2", "70000", "100000"],
                ],
            ),
            Page::new("回款", &[&["季度", "项目", "客户经理", "回款金额"], &["Q1", "P1", "M001", "200000"]]),
            Page::new("KPI评分", &[&["工号", "季度", "得分"], &["M001", "Q1", "90"], &["M001", "Q2", "90"]]),
        ],
    }
}

fn accrued(draft: &Draft) -> Result<String, String> {
    let desk = Desk::new();
    draft.write(&desk.path("in.xlsx"));
    let document = results(&desk.path("in.xlsx"), policy("key-account"))?;
    Ok(quarter(&document, 0, 0)["collections"].as_str().unwrap().to_owned())
}

#[test]
fn two_rows_of_headings_with_merged_cells_are_understood() {
    let mut draft = small();
    let page = Page::new(
        "KPI评分",
        &[
            &["一季度评分表"],
            &["工号", "季度", "评分"],
            &["", "", "部门经理", "销售管理", "销售总监"],
            &["M001", "Q1", "90", "80", "70"],
        ],
    );
    *draft.page("KPI评分") = page;
    assert_eq!(accrued(&draft).as_deref(), Ok("200000.00"));
}

#[test]
fn a_misspelt_heading_that_may_be_missing_is_no_silence() {
    let mut draft = small();
    draft.put("回款", "E1", "合作伙伴分力").put("回款", "E2", "50000");
    let faults = accrued(&draft).unwrap_err();
    assert!(faults.contains("did you mean `合作伙伴分利 / Partner share`?"), "{faults}");
    let mut draft = small();
    draft.page("回款").rows[1].push("".into());
    draft.page("回款").rows[1].push(common::draft::n(7));
    let desk = Desk::new();
    draft.write(&desk.path("in.xlsx"));
    // Figures under no heading may be those of a column of money that is missing.
    let faults = findings(&desk.path("in.xlsx"), policy("key-account")).faults;
    let of = |fault: &bonus::book::Fault| (fault.place.to_string(), fault.problem.en.clone());
    let expected = "this column has figures and no heading, and `合作伙伴分利 / Partner share` is missing";
    assert_eq!(faults.iter().map(of).collect::<Vec<_>>(), [("回款!F2".to_owned(), expected.to_owned())]);
}

#[test]
fn misspelt_sheets_are_found_again() {
    let mut draft = small();
    draft.page("KPI评分").name = "KPI评份".to_owned();
    let faults = {
        let desk = Desk::new();
        draft.write(&desk.path("in.xlsx"));
        findings(&desk.path("in.xlsx"), policy("key-account")).faults
    };
    assert!(faults.iter().any(|fault| fault.mend.en.contains("if KPI评份 is the one")), "{faults:?}");
    let mut draft = small();
    draft.pages.push(Page::new("项目贡献度", &[&["项目", "客户经理", "贡献度"], &["P1", "M001", "1"]]));
    let desk = Desk::new();
    draft.write(&desk.path("in.xlsx"));
    let warnings = findings(&desk.path("in.xlsx"), policy("key-account")).warnings;
    assert!(warnings.iter().any(|warning| warning.mend.zh.contains("请改名为“贡献”")), "{warnings:?}");
    // Without the settings sheet nobody knows the policy: what was found is listed.
    draft.without("政策");
    draft.write(&desk.path("none.xlsx"));
    let said = desk.bonus(&["compute", "none.xlsx", "--lang", "en"]);
    assert!(said.err.contains("Policy is missing") && said.err.contains("KPI评分"), "{}", said.err);
}

#[test]
fn prepared_rows_without_scores_are_as_good_as_missing() {
    let mut draft = small();
    draft.put("KPI评分", "C3", "");
    assert_eq!(accrued(&draft).as_deref(), Ok("200000.00"));
    draft.put("政策", "B4", "");
    assert_eq!(accrued(&draft).as_deref(), Ok("200000.00"), "the latest with scores is the first");
    draft.put("政策", "B4", "Q2");
    let faults = accrued(&draft).unwrap_err();
    assert!(faults.contains("KPI评分!C3") && faults.contains("M001 for Q2 are blank"), "{faults}");
}

#[test]
fn a_date_s_serial_number_is_told_as_such() {
    let mut draft = small();
    draft.put("回款", "A1", "日期").put("回款", "A2", common::draft::n(42_799));
    let faults = accrued(&draft).unwrap_err();
    assert!(faults.contains("looks like a date's serial number"), "{faults}");
}
