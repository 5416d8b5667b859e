//! The folder in which the gallery's command lines are given.

use std::fs;
use std::path::Path;

use assert_cmd::Command;

use crate::common::draft::{Cell, Draft, Page, n, opened};
use crate::common::fixture;
use crate::common::tamper::tamper;
use crate::faults::sound::sound;

fn bonus(folder: &Path, arguments: &str) {
    let mut command = Command::cargo_bin("bonus").unwrap();
    command.current_dir(folder).args(arguments.split_whitespace()).arg("--quiet").assert().success();
}

/// A folder with the sound workbook `in.xlsx` and its results.
fn computed(folder: &Path, name: &str) -> std::path::PathBuf {
    let at = folder.join(name);
    fs::create_dir(&at).unwrap();
    fs::copy(folder.join("q3.xlsx"), at.join("in.xlsx")).unwrap();
    fs::copy(folder.join("in-results.xlsx"), at.join("in-results.xlsx")).unwrap();
    at
}

fn changed(change: fn(&mut Draft) -> &mut Draft) -> Draft {
    let mut draft = sound();
    change(&mut draft);
    draft
}

/// A name, and what is done to the sound workbook.
type Differing = (&'static str, fn(&mut Draft) -> &mut Draft);

/// Workbooks that differ from the sound one.
const WORKBOOKS: &[Differing] = &[
    ("edited.xlsx", edited),
    ("faulty.xlsx", |d| d.put("回款", "F2", "x")),
    ("no-policy.xlsx", |d| d.without_row("政策", 2)),
    ("no-settings.xlsx", |d| d.without("政策")),
    ("strange-policy.xlsx", |d| d.put("政策", "B2", "zzzzzzzzzz")),
    ("mistyped-policy.xlsx", |d| d.put("政策", "B2", "key-acount")),
    ("strange-version.xlsx", |d| d.row("政策", &["政策版本", "99"])),
    ("two-versions.xlsx", |d| d.put("政策", "B2", "key-account@1").row("政策", &["政策版本", "2"])),
    ("early.xlsx", |d| d.put("政策", "B3", n(1990))),
    ("headless.xlsx", |d| {
        d.page("贡献").rows = vec![vec!["甲".into(), "乙".into()], vec!["丙".into(), "丁".into()]];
        d
    }),
    ("no-through.xlsx", |d| d.without_row("政策", 4)),
    ("somebody-less.xlsx", |d| {
        for sheet in ["客户经理", "任务", "回款", "KPI评分", "已发放", "贡献"] {
            d.page(sheet).rows.retain(|row| !row.contains(&"M003".into()));
        }
        d.put("贡献", "C2", n(1))
    }),
    ("open.xlsx", |d| d),
    ("opened.xlsx", |d| d.put("回款", "F2", "x")),
    ("remarks.xlsx", |d| {
        for column in (0..36).map(|at| {
            if at < 14 { char::from(b'M' + at).to_string() } else { format!("A{}", char::from(b'A' + at - 14)) }
        }) {
            for row in [1, 2, 4, 6] {
                d.put("回款", &format!("{column}{row}"), format!("备注{column}{row}").as_str());
            }
        }
        let mut page = Page::new("笔记", &[&["甲"]]);
        page.rows.extend((0..40).map(|at| if at % 2 == 0 { vec![n(at)] } else { Vec::new() }));
        d.pages.push(page);
        d
    }),
    ("many-edits.xlsx", |d| {
        for project in 0..60 {
            d.row("回款", &["", "Q1", &format!("N{project}"), "产品", "M001", "0", "0", "0", "0", "0", "是"]);
        }
        d.put("客户经理", "B2", "张维")
    }),
];

fn edited(draft: &mut Draft) -> &mut Draft {
    draft.put("回款", "F2", n(81_000))
}

pub fn prepare(folder: &Path) {
    sound().write(&folder.join("q3.xlsx"));
    fs::write(folder.join("own.toml"), "format = 1\n").unwrap();
    fs::write(folder.join("gbk.toml"), b"format = 1\n# \xb1\xbe\n").unwrap();
    fs::write(folder.join("there.xlsx"), "something").unwrap();
    fs::write(folder.join("large.toml"), " ".repeat(1_100_000)).unwrap();
    fs::create_dir(folder.join("folder")).unwrap();
    for (name, change) in WORKBOOKS {
        changed(*change).write(&folder.join(name));
    }
    fs::write(folder.join(".~lock.open.xlsx#"), "").unwrap();
    fs::write(folder.join("~$there.xlsx"), "").unwrap();
    for name in [
        "contest.toml",
        "contest.xlsx",
        "team.toml",
        "team.xlsx",
        "accelerator.toml",
        "accelerator.xlsx",
        "office.toml",
        "dated-vat-accrual.toml",
    ] {
        fs::copy(fixture(&format!("policies/{name}")), folder.join(name)).unwrap();
    }
    for (from, name) in [
        ("year/2025-Q2.xlsx", "q2.xlsx"),
        ("year/negative-at-year-end.xlsx", "negative.xlsx"),
        ("schemes/monthly-card-zh.xlsx", "card.xlsx"),
        ("schemes/assistant-zh.xlsx", "assistant.xlsx"),
        ("samples/key-account.xlsx", "year.xlsx"),
        ("policies/dated-vat-no-date.xlsx", "no-date.xlsx"),
        ("policies/dated-vat.toml", "dated-vat.toml"),
    ] {
        fs::copy(fixture(from), folder.join(name)).unwrap();
    }
    bonus(folder, "compute q3.xlsx -o results.xlsx");
    bonus(folder, "compute year.xlsx -o year-results.xlsx --lang en");
    fs::copy(folder.join("q3.xlsx"), folder.join("in.xlsx")).unwrap();
    bonus(folder, "compute in.xlsx -o in-results.xlsx");
    bonus(folder, "compute team.xlsx --policy team.toml -o team-results.xlsx");
    fs::remove_file(folder.join("in.xlsx")).unwrap();
    results(folder);
    of_own_policy(folder);
    rules(folder);
    contests(folder);
    proposals(folder);
    bonus(folder, "compute undecided.xlsx -o undecided-results.xlsx");
    fs::write(folder.join("nobody.csv"), "甲,乙\n1,2\n").unwrap();
    fs::write(folder.join("nameless.csv"), "工号,姓名\nM01,张明\n,李华\n").unwrap();
    fs::write(folder.join("unclear.csv"), "工号,Q1目标（万元）,目标\nM01,10,10\n").unwrap();
    fs::write(folder.join("listed.csv"), "工号,电话\nM01,5\n").unwrap();
    fs::write(folder.join("gbk.csv"), b"\xb9\xa4\xba\xc5\n1\n").unwrap();
    bonus(folder, "compute q3.xlsx -o stated.xlsx --statements statements");
    fs::copy(folder.join("remarks.xlsx"), folder.join("remarked.xlsx")).unwrap();
    let mut remarked: Draft = opened(&folder.join("remarked.xlsx"));
    remarked.put("回款", "L7", n(7));
    remarked.write(&folder.join("remarked.xlsx"));
    fs::copy(folder.join("q2.xlsx"), folder.join("set.xlsx")).unwrap();
    bonus(folder, "compute set.xlsx -o set-results.xlsx --set in_target_rate=8%");
}

/// The contest with a rule replaced, which the inputs then contradict.
fn contests(folder: &Path) {
    let text = fs::read_to_string(folder.join("contest.toml")).unwrap();
    for (name, old, new) in [
        ("weightless", "formula = '1'", "formula = '0'"),
        ("lawless", "right = \"BAND(entrants, prizes)\"", "right = \"1\""),
        ("inexact", "formula = 'prize - penalty'", "formula = 'ROUND(prize / (place - place), 2)'"),
        ("long", "formula = 'prize - penalty'", "formula = 'ROUND(prize / 7 * 99999999999999 * 99999999999999, 2)'"),
        ("downwards", "formula = 'prize - penalty'", "formula = 'ROUND(GRADUATED(place, 0 - place, prizes), 2)'"),
        ("at-most", "unit = \"yuan\", clause = \"SC-1\" }", "unit = \"yuan\", max = \"10\", clause = \"SC-1\" }"),
        (
            "uncited",
            "id = \"SC-1\"",
            "id = \"SC-9\"\ntext = { zh = \"另\", en = \"More\" }\n\n[[clause]]\nid = \"SC-1\"",
        ),
        (
            "words",
            "formula = 'IF(entrants < 3, 0, MAX(0, LARGE(peers.sales, 3) - sales))'",
            "formula = 'ROUNDUP(ABS(sales - SMALL(peers.sales, 1)), 0) + ROUNDDOWN(MAX(peers.sales), 0) + \
             ROUND(MEDIAN(peers.sales), 2) + INT(sales * 10%)'",
        ),
    ] {
        assert!(text.contains(old), "{old}");
        fs::write(folder.join(format!("{name}.toml")), text.replace(old, new)).unwrap();
    }
    let own = |rules: &str| {
        format!(
            "format = 1\n[policy]\nid = \"ours\"\nversion = \"1\"\nextends = \"key-account\"\n\
             title = {{ zh = \"本公司\", en = \"Ours\" }}\n{rules}"
        )
    };
    let net = "[[line]]\nname = \"net\"\nreplaces = true\nformula = 'amount * 0.001'\n";
    let grade = "[[quarter]]\nname = \"basis\"\nreplaces = true\nformula = 'WAGE(\"none\") * 1'\n";
    let halves = "[[manager]]\nname = \"reviews\"\nclause = \"KA-3.1\"\nlabel = { zh = \"考核\", en = \"Reviews\" }\n\
                  unit = \"number\"\nformula = 'COUNT(half.proposed_base_1)'\n";
    fs::write(folder.join("halves.toml"), own(halves)).unwrap();
    fs::write(folder.join("fen.toml"), own(net)).unwrap();
    fs::write(folder.join("grade.toml"), own(grade)).unwrap();
}

/// Results with a rule of the workbook, whose input has a mistake in it now.
fn rules(folder: &Path) {
    let at = folder.join("rules");
    fs::create_dir(&at).unwrap();
    fs::copy(folder.join("rules.xlsx"), at.join("in.xlsx")).unwrap();
    bonus(&at, "compute in.xlsx -o in-results.xlsx");
    let mut draft: Draft = opened(&at.join("in.xlsx"));
    draft.put("规则", "B2", "IF(");
    draft.write(&at.join("in.xlsx"));
}

/// The third quarter of a year whose review proposes higher grades to two people, answered in several ways.
fn proposals(folder: &Path) {
    bonus(folder, "compute q2.xlsx -o q2-results.xlsx");
    bonus(folder, "next q2-results.xlsx -o third.xlsx --lang zh");
    let each = |name: &str, accept: &str, change: &dyn Fn(&mut Draft)| {
        let mut draft: Draft = opened(&folder.join("third.xlsx"));
        let column = column(&mut draft, "拟议", "采纳");
        if !accept.is_empty() {
            put(&mut draft, "拟议", &["10021"], column, accept.into());
            put(&mut draft, "拟议", &["10023"], column, "否".into());
        }
        for id in ["10021", "10022", "10023", "10024", "10025", "10026"] {
            put(&mut draft, "KPI评分", &[id, "Q3"], 5, n(80));
        }
        change(&mut draft);
        draft.write(&folder.join(format!("{name}.xlsx")));
    };
    each("undecided", "", &|_| {});
    each("accepted", "是", &|_| {});
    each("task-changed", "是", &|draft| put(draft, "任务", &["10021", "Q4"], 3, n(310_000)));
    each("half-of-nothing", "否", &|draft| put(draft, "拟议", &["10022"], 2, "H2".into()));
    each("late-refund", "是", &|draft| {
        let columns = ["季度", "项目", "客户经理", "回款金额"].map(|heading| column(draft, "回款", heading));
        let rows = &mut draft.page("回款").rows;
        let last = rows.iter().rposition(|row| row.iter().any(|cell| *cell != Cell::Blank)).unwrap();
        let mut row = vec![Cell::Blank; columns.iter().max().unwrap() + 1];
        for (column, cell) in columns.into_iter().zip(["Q2".into(), "P2511".into(), "10021".into(), n(-300_000)]) {
            row[column] = cell;
        }
        rows.insert(last + 1, row);
    });
    each("nothing-proposed", "是", &|draft| {
        let at =
            draft.page("拟议").rows.iter().position(|row| row.first().is_some_and(|cell| is(cell, "10021"))).unwrap();
        for cell in draft.page("拟议").rows[at].iter_mut().skip(4) {
            if matches!(cell, Cell::Number(_)) {
                *cell = Cell::Blank;
            }
        }
    });
    each("no-such-review", "否", &|draft| {
        let at =
            draft.page("拟议").rows.iter().position(|row| row.first().is_some_and(|cell| is(cell, "10022"))).unwrap();
        for cell in draft.page("拟议").rows[at].iter_mut().skip(3) {
            if matches!(cell, Cell::Text(_)) {
                *cell = "也许".into();
            }
        }
    });
}

fn is(cell: &Cell, wanted: &str) -> bool {
    matches!(cell, Cell::Text(text) | Cell::Number(text) if text == wanted)
}

/// The column of a heading.
fn column(draft: &mut Draft, sheet: &str, heading: &str) -> usize {
    draft.page(sheet).rows.iter().find_map(|row| row.iter().position(|cell| is(cell, heading))).unwrap()
}

/// Into the row that begins so.
fn put(draft: &mut Draft, sheet: &str, begins: &[&str], column: usize, cell: Cell) {
    let begin =
        |row: &&mut Vec<Cell>| row.len() >= begins.len() && begins.iter().zip(row.iter()).all(|(w, c)| is(c, w));
    let row = draft.page(sheet).rows.iter_mut().find(begin).unwrap_or_else(|| panic!("no row {begins:?} on {sheet}"));
    if row.len() <= column {
        row.resize(column + 1, Cell::Blank);
    }
    row[column] = cell;
}

/// Results and what has become of their inputs.
fn results(folder: &Path) {
    edited_results(folder);
    let alone = computed(folder, "alone");
    fs::rename(alone.join("in.xlsx"), folder.join("moved.xlsx")).unwrap();
    for (name, bytes) in [("unreadable", &b"PK"[..]), ("faults", b"")] {
        let at = computed(folder, name);
        fs::write(at.join("in.xlsx"), bytes).unwrap();
    }
    fs::copy(folder.join("faulty.xlsx"), folder.join("faults/in.xlsx")).unwrap();
    changed(edited).write(&computed(folder, "edited").join("in.xlsx"));
    let two = computed(folder, "two");
    fs::copy(two.join("in-results.xlsx"), two.join("other-results.xlsx")).unwrap();
    // Some place else lies the file of then, beside the results an edited one.
    let elsewhere = computed(folder, "elsewhere");
    fs::rename(elsewhere.join("in.xlsx"), elsewhere.join("then.xlsx")).unwrap();
    changed(edited).write(&elsewhere.join("in.xlsx"));
    let archive = fixture("archive/years");
    let (old, mut files) = (folder.join("old"), Vec::new());
    fs::create_dir(&old).unwrap();
    below(&archive, &mut files);
    for file in files.iter().filter(|file| file.display().to_string().contains("key-account")) {
        fs::copy(file, old.join(file.file_name().unwrap())).unwrap();
    }
}

fn below(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { below(&path, files) } else { files.push(path) }
    }
}

/// Results in which somebody changed something.
fn edited_results(folder: &Path) {
    let sheet = "xl/worksheets/sheet2.xml";
    let each = |name: &str, change: &dyn Fn(String) -> String| {
        let path = computed(folder, name).join("in-results.xlsx");
        tamper(&path, |part, content| Some(if part == sheet { change(content) } else { content }));
    };
    each("tampered", &|content| {
        let at = content.find("</f><v>").unwrap() + 7;
        format!("{}9{}", &content[..at], &content[at..])
    });
    each("without-results", &|content| {
        let mut pieces = content.split("</f><v>");
        let first = pieces.next().unwrap().to_owned();
        pieces.fold(first, |text, piece| format!("{text}</f>{}", piece.split_once("</v>").unwrap().1))
    });
    each("saved-again", &|content| content.replacen("?>", "?><!-- saved again -->", 1));
}

/// Results by a policy of one's own, which is gone, or another one.
fn of_own_policy(folder: &Path) {
    let text = |rate: &str| {
        format!(
            "format = 1\n[policy]\nid = \"ours\"\nversion = \"1\"\nextends = \"key-account\"\n\
             title = {{ zh = \"本公司\", en = \"Ours\" }}\n[[setting]]\nname = \"fixed_share\"\nreplaces = true\n\
             default = \"{rate}\"\n[[setting]]\nname = \"variable_share\"\nreplaces = true\ndefault = \"30%\"\n"
        )
    };
    for (name, after) in [("policy-gone", None), ("policy-changed", Some(text("65%")))] {
        let at = computed(folder, name);
        fs::write(at.join("ours.toml"), text("70%")).unwrap();
        fs::remove_file(at.join("in-results.xlsx")).unwrap();
        bonus(&at, "compute in.xlsx -o in-results.xlsx --policy ours.toml");
        match after {
            Some(after) => fs::write(at.join("ours.toml"), after).unwrap(),
            None => fs::remove_file(at.join("ours.toml")).unwrap(),
        }
    }
    let mut draft: Draft = opened(&folder.join("q3.xlsx"));
    draft.pages.push(Page::new("规则", &[&["名称", "公式"], &["wage_deduction", "IF(base_met, 0, 60)"]]));
    draft.write(&folder.join("rules.xlsx"));
}
