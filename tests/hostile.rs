//! Files that are made to do harm, through the whole program: an exit status, one sentence in each language, within
//! the memory that `limits.md` promises.
//!
//! What each guard of the reader refuses is tested beside it (`src/workbook/read/source/tests`); here are files that
//! pass the reader and are a burden on what comes after it, and the memory of the process as the system counts it.
#![cfg(target_os = "linux")]

use crate::common;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use common::draft::{Draft, Page};
use common::fixture;

/// Address space that a run may take: 1 GiB. Its resident memory is less.
const KIBIBYTES: u32 = 1 << 20;

fn bonus(arguments: &[&str]) -> Output {
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("ulimit -v {KIBIBYTES}; exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_bonus")]);
    shell.args(arguments).env("LANG", "C").output().unwrap()
}

/// The same, within 20 seconds of a processor too.
fn within_20_seconds(arguments: &[&str]) -> Output {
    let mut shell = Command::new("sh");
    let limits = format!("ulimit -v {KIBIBYTES}; ulimit -t 20; exec \"$0\" \"$@\"");
    shell.args(["-c", &limits, env!("CARGO_BIN_EXE_bonus")]);
    shell.args(arguments).env("LANG", "C").output().unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A sound workbook, with one of its sheets as `page` makes it.
fn workbook(folder: &Path, pages: Vec<Page>) -> PathBuf {
    let sound: [(&str, &[&[&str]]); 8] = [
        ("政策", &[&["参数", "取值"], &["政策", "key-account"], &["年度", "2017"], &["目标内奖金比率", "7.12%"]]),
        ("超额比率", &[&["起点(年度目标倍数)", "奖金比率"], &["1", "0.0854"]]),
        ("KPI系数", &[&["起始得分", "系数"], &["0", "0"], &["80", "1"]]),
        ("职级", &[&["职级", "月工资", "月浮动工资"], &["1级", "3000", "1500"]]),
        ("客户经理", &[&["工号", "姓名", "职级"], &["M001", "张伟", "1级"]]),
        ("任务", &[&["工号", "季度", "基数", "目标"], &["M001", "Q1", "70000", "100000"]]),
        ("回款", &[&["客户经理", "项目", "季度", "回款金额"], &["M001", "P1", "Q1", "80000"]]),
        ("KPI评分", &[&["工号", "季度", "得分"], &["M001", "Q1", "90"]]),
    ];
    let mut draft = Draft { pages: sound.iter().map(|(name, rows)| Page::new(name, rows)).collect() };
    for page in pages {
        draft.pages.retain(|old| old.name != page.name);
        draft.pages.push(page);
    }
    let path = folder.join("in.xlsx");
    draft.write(&path);
    path
}

/// A sheet of a heading and `count` rows.
fn long(name: &str, heading: &[&str], count: usize, row: impl Fn(usize) -> Vec<String>) -> Page {
    let mut page = Page::new(name, &[heading]);
    page.rows.extend((0..count).map(|at| row(at).iter().map(|text| common::draft::auto(text)).collect()));
    page
}

fn own(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// The sound workbook is sound: what follows is about the sheet that is put into it.
#[test]
fn the_sound_workbook_has_no_faults() {
    let folder = tempfile::tempdir().unwrap();
    let output = bonus(&["check", text(&workbook(folder.path(), Vec::new()))]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
}

/// A run that takes long is one in Chinese, and in CI one in each language.
fn in_languages<T>(english: T, chinese: T) -> Vec<(&'static str, T)> {
    let both = common::some(true, false);
    std::iter::once(("zh", chinese)).chain(both.then_some(("en", english))).collect()
}

/// A fault in every row of a long sheet: the list ends, and says so; names that nobody has are not compared with all names
/// that there are for ever.
#[test]
fn more_faults_than_anybody_reads() {
    let folder = tempfile::tempdir().unwrap();
    let lines = &["客户经理", "项目", "季度", "回款金额"];
    let managers = long("客户经理", &["工号", "姓名", "职级"], common::some(3_000, 1_000), |at| {
        own(&[&format!("M{at:05}"), "同名", "1级"])
    });
    let nobody = vec![long("回款", lines, 10_100, |at| own(&[&format!("没有{at}"), "P1", "Q1", "1"])), managers];
    // Outside CI the other sheets are long in one workbook, together.
    let count = common::some(10_100, 2_600);
    let others = [
        long("回款", lines, count, |_| own(&["M001", "P1", "Q9", "abc"])),
        long("任务", &["工号", "季度", "基数", "目标"], count, |_| own(&["M001", "Q1", "2", "1"])),
        long("政策", &["参数", "取值"], count, |at| own(&[&format!("参数{at}"), "1"])),
        long("职级", &["职级", "月工资", "月浮动工资"], count, |_| own(&["", "x", "y"])),
    ];
    let others = common::some(others.clone().map(|page| vec![page]).to_vec(), vec![others.to_vec()]);
    for pages in std::iter::once(nobody).chain(others) {
        let name = pages[0].name.clone();
        let input = workbook(folder.path(), pages);
        for (lang, words) in in_languages("the first 10000 are listed", "只列出前 10000 处") {
            let output = bonus(&["check", text(&input), "--lang", lang, "--policy", "key-account"]);
            let said = String::from_utf8_lossy(&output.stdout);
            assert_eq!(output.status.code(), Some(1), "{name}: {}", String::from_utf8_lossy(&output.stderr));
            assert!(said.contains(words), "{name}: {}", said.lines().last().unwrap_or_default());
        }
    }
}

/// Few rows that stand for very many: a project with many shares and many lines.
#[test]
fn shares_that_multiply() {
    let folder = tempfile::tempdir().unwrap();
    let managers =
        long("客户经理", &["工号", "姓名", "职级"], 5_000, |at| own(&[&format!("M{at:05}"), "", "1级"]));
    let quotas = long("任务", &["工号", "季度", "基数", "目标"], 5_000, |at| {
        own(&[&format!("M{at:05}"), "Q1", "1", "2"])
    });
    let shares = long("贡献", &["项目", "客户经理", "贡献度"], 5_000, |at| {
        own(&["P1", &format!("M{at:05}"), "0.0002"])
    });
    let scores =
        long("KPI评分", &["工号", "季度", "得分"], 5_000, |at| own(&[&format!("M{at:05}"), "Q1", "90"]));
    let lines = long("回款", &["客户经理", "项目", "季度", "回款金额"], 2_000, |_| {
        own(&["", "P1", "Q1", "8000"])
    });
    let input = workbook(folder.path(), vec![managers, quotas, shares, scores, lines]);
    for (lang, words) in in_languages("more than 2000000 parts", "超过 2000000 条业绩") {
        let output = bonus(&["check", text(&input), "--lang", lang]);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(1), "{said}{}", String::from_utf8_lossy(&output.stderr));
        assert!(said.contains(words) && said.contains("回款"), "{said}");
    }
}

/// More people than the results could hold in memory.
#[test]
fn too_many_people() {
    let folder = tempfile::tempdir().unwrap();
    let managers = long("客户经理", &["工号", "职级"], 50_100, |at| own(&[&format!("M{at:06}"), "1级"]));
    let input = workbook(folder.path(), vec![managers]);
    for (lang, words) in in_languages("more than 50000", "超过 50000 位") {
        let output = bonus(&["check", text(&input), "--lang", lang]);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(said.contains(words), "{}", &said[..said.len().min(500)]);
        // Whoever else is named may be one of those who were left out.
        assert!(!said.contains("M001"), "{}", &said[..said.len().min(500)]);
    }
}

/// More adjustments than anybody approves: each keeps its own texts.
#[test]
fn too_many_adjustments() {
    let folder = tempfile::tempdir().unwrap();
    let heading = &["工号", "季度", "项目", "金额", "原因", "批准人"];
    let rows =
        long("手工调整", heading, 100_001, |at| own(&["M001", "Q1", "季度奖金", &format!("{at}"), "x", "y"]));
    let input = workbook(folder.path(), vec![rows]);
    for (lang, words) in in_languages("more than 100000 rows on the sheet", "超过 100000 行") {
        let output = bonus(&["check", text(&input), "--lang", lang]);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(said.contains(words), "{}", &said[..said.len().min(500)]);
    }
}

/// A long list of what there is to choose from is not repeated whole in each fault.
#[test]
fn remedies_stay_short() {
    let folder = tempfile::tempdir().unwrap();
    let grades = long("职级", &["职级", "月工资", "月浮动工资"], 2_000, |at| {
        own(&[&format!("{at}级"), "3000", "1500"])
    });
    let managers = long("客户经理", &["工号", "姓名", "职级"], 500, |at| {
        own(&[&format!("M{at:03}"), &format!("名{at}"), "无"])
    });
    let input = workbook(folder.path(), vec![grades, managers]);
    let output = bonus(&["check", text(&input), "--lang", "en"]);
    let longest = String::from_utf8_lossy(&output.stdout).lines().map(str::len).max().unwrap_or_default();
    assert_eq!(output.status.code(), Some(1));
    assert!(longest < 1_000, "a line of {longest} bytes");
}

/// Files that are no workbook at all, of the size that a file may have, and one byte more.
#[test]
fn large_files_of_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.xlsx");
    let cfb = [0xD0_u8, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    for (head, size) in
        [(&b"PK\x03\x04"[..], 100_u64 << 20), (&cfb[..], 40 << 20), (&cfb[..], 100 << 20), (b"\0", 200 << 20)]
    {
        fs::write(&input, head).unwrap();
        fs::OpenOptions::new().write(true).open(&input).unwrap().set_len(size).unwrap();
        for (lang, mark) in in_languages(": ", "：") {
            let output = bonus(&["compute", text(&input), "--lang", lang]);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(3), "{size}: {said}");
            assert!(said.contains(mark) && said.trim_end().lines().count() == 1, "{size}: {said}");
        }
    }
}

/// Policy files, too, may come from anyone.
#[test]
fn policy_files_that_are_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.toml");
    let refused = |status: i32| {
        for lang in ["en", "zh"] {
            let output = bonus(&["policy", "check", text(&path), "--lang", lang]);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(status), "{said}");
            assert!(!said.is_empty() && !said.contains("panicked"), "{said}");
        }
    };
    fs::write(&path, "x").unwrap();
    fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(2 << 30).unwrap();
    refused(3);
    fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink("/dev/zero", &path).unwrap();
    refused(3);
    fs::remove_file(&path).unwrap();
    fs::write(&path, b"\xff\xfe").unwrap();
    refused(3);
    // Deep nesting of every sort, and a formula of great length.
    let formula = |formula: &str| {
        format!(
            "format = 1\n[policy]\nid = \"x\"\nversion = \"1\"\nextends = \"key-account\"\nperiod = \"quarter\"\n\
             title = {{ zh = \"x\", en = \"x\" }}\n[[quarter]]\nname = \"bonus\"\nreplaces = true\nformula = '{formula}'\n"
        )
    };
    for text in [
        "[".repeat(500_000),
        "a = ".to_owned() + &"[".repeat(500_000),
        "a = ".to_owned() + &"{a=".repeat(200_000),
        format!("[{}]", vec!["a"; 200_000].join(".")),
        format!("{} = 1", vec!["a"; 200_000].join(".")),
        formula(&("(".repeat(300_000) + "1" + &")".repeat(300_000))),
        formula(&("(".repeat(4_000) + "1" + &")".repeat(4_000))),
        formula(&("-".repeat(8_000) + "1")),
        formula(&"1+".repeat(4_000)),
        formula(&("ABS(".repeat(1_500) + "1" + &")".repeat(1_500))),
    ] {
        fs::write(&path, text).unwrap();
        refused(1);
    }
}

/// Merged cells without number: a million are refused, and a hundred thousand cost no time.
#[test]
fn merges_without_number() {
    let folder = tempfile::tempdir().unwrap();
    let heading = &["客户经理", "项目", "季度", "回款金额"];
    let page = long("回款", heading, 20_000, |_| own(&["M001", "P1", "Q1", "8000"]));
    let sound = workbook(folder.path(), vec![page]);
    for (count, status, words) in
        [(1_000_000_u32, 3, ["more than 100000 merged cells", "合并单元格数不得超过 100000"]), (100_000, 0, ["", ""])]
    {
        let areas: Vec<String> = (2..count + 2).map(|at| format!("<mergeCell ref=\"F{at}:G{at}\"/>")).collect();
        let input = folder.path().join(format!("{count}.xlsx"));
        fs::write(&input, with_merges(&fs::read(&sound).unwrap(), &areas.concat())).unwrap();
        for (lang, words) in in_languages(words[0], words[1]) {
            let output = within_20_seconds(&["check", text(&input), "--lang", lang]);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(status), "{count}: {said}");
            assert!(said.contains(words), "{count}: {said}");
        }
    }
}

/// A workbook with these merged cells on its longest sheet.
fn with_merges(workbook: &[u8], areas: &str) -> Vec<u8> {
    use std::io::{Cursor, Read as _, Write as _};
    let mut sound = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let sizes = (0..sound.len()).map(|index| sound.by_index_raw(index).unwrap().size()).collect::<Vec<_>>();
    let longest = sizes.iter().max().unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (index, size) in sizes.iter().enumerate() {
        let mut part = sound.by_index(index).unwrap();
        let mut content = String::new();
        part.read_to_string(&mut content).unwrap();
        if size == longest {
            content = content.replace("</sheetData>", &format!("</sheetData><mergeCells>{areas}</mergeCells>"));
        }
        writer.start_file(part.name().unwrap(), zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A file that names its parts so that they would be written elsewhere is refused, and nothing is written anywhere.
#[test]
fn parts_that_lead_out_of_the_package() {
    use std::io::{Cursor, Read as _, Write as _};
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.xlsx");
    for odd in ["../out.xml", "/tmp/out.xml", "xl/../../out.xml", "C:\\out.xml"] {
        let mut sound =
            zip::ZipArchive::new(Cursor::new(fs::read(fixture("samples/key-account.xlsx")).unwrap())).unwrap();
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        for index in 0..sound.len() {
            let mut part = sound.by_index(index).unwrap();
            let mut content = Vec::new();
            part.read_to_end(&mut content).unwrap();
            writer.start_file(part.name().unwrap(), options).unwrap();
            writer.write_all(&content).unwrap();
        }
        writer.start_file(odd, options).unwrap();
        writer.write_all(b"<a/>").unwrap();
        fs::write(&input, writer.finish().unwrap().into_inner()).unwrap();
        for lang in ["en", "zh"] {
            let output = bonus(&["compute", text(&input), "--lang", lang]);
            assert_eq!(output.status.code(), Some(3), "{odd}: {}", String::from_utf8_lossy(&output.stderr));
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
