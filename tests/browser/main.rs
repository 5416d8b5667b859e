//! Pages in a real browser: Chromium opens them at the width of a phone and of a desk, folds and sorts by keyboard and by
//! click, prints them, and complains of nothing. `npm ci --prefix tests/browser/node` fetches what drives it.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::common::{fixture, some};

/// Widths in pixels.
const WIDTHS: [u32; 2] = [390, 1_280];
/// A4 in points, as Chromium rounds it.
const A4: [f64; 2] = [595.0, 842.0];

/// A program on the path.
fn on_path(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// Chromium, where it and what drives it are there; in CI they must be.
fn chromium() -> Option<PathBuf> {
    let found = ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(on_path);
    let driven = node().join("node_modules/puppeteer-core").is_dir() && on_path("node").is_some();
    let there = found.filter(|_| driven);
    let how = "apt-get install chromium nodejs, and npm ci --prefix tests/browser/node";
    assert!(there.is_some() || std::env::var_os("CI").is_none(), "Chromium or Node is missing, and CI needs it: {how}");
    if there.is_none() {
        eprintln!("skipped: Chromium or Node is not installed ({how})");
    }
    there
}

fn node() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/node")
}

/// The pages of an input in a language: that of the run, and the statement of one person.
fn pages(input: &Path, lang: &str, who: &str, folder: &Path) -> Vec<(PathBuf, &'static str)> {
    let name = format!("{}-{lang}", input.file_stem().unwrap().to_string_lossy());
    let (page, each) = (folder.join(format!("{name}.html")), folder.join(&name));
    let output = Command::new(env!("CARGO_BIN_EXE_bonus"))
        .args(["compute", "--lang", lang, "--format", "html", "--statements-as", "html"])
        .args([Path::new("-o"), &page, Path::new("--statements"), &each, input])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut own = std::fs::read_dir(&each).unwrap().map(|file| file.unwrap().path());
    let own = own.find(|path| path.file_name().unwrap().to_string_lossy().starts_with(who)).unwrap();
    vec![(page, "everyone"), (own, "statement")]
}

fn look(chromium: &Path, jobs: &[Value], folder: &Path) -> Vec<Value> {
    let list = folder.join("jobs.json");
    std::fs::write(&list, Value::from(jobs).to_string()).unwrap();
    let output = Command::new("node").arg(node().join("drive.js")).arg(chromium).arg(&list).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn pages_are_shown_unfolded_sorted_and_printed() {
    let Some(chromium) = chromium() else { return };
    let folder = tempfile::tempdir().unwrap();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/key-account.xlsx");
    let mut files = pages(&example, "zh", "M004", folder.path());
    // Outside CI the pages in English are those of the other policies.
    if some(true, false) {
        files.extend(pages(&example, "en", "M001", folder.path()));
    }
    files.extend(pages(&fixture("samples/department-sales.xlsx"), "en", "M001", folder.path()));
    files.extend(pages(&fixture("schemes/assistant-en.xlsx"), "zh", "Z01", folder.path()));
    let job = |(file, kind): &(PathBuf, &str), width: u32| json!({ "file": file, "kind": kind, "width": width, "once": width == WIDTHS[0] });
    let phone = files.iter().map(|file| job(file, WIDTHS[0]));
    let jobs: Vec<Value> = phone.chain(files[..2].iter().map(|file| job(file, WIDTHS[1]))).collect();
    let found = look(&chromium, &jobs, folder.path());
    assert_eq!(found.len(), jobs.len());
    for page in &found {
        let name = format!("{} at {}", page["file"], page["width"]);
        assert_eq!(page["complaints"], json!([]), "{name}");
        assert_eq!(page["requests"], json!([]), "{name} asks for other files");
        assert_eq!(page["overflow"], 0, "{name} is wider than the screen");
        assert_eq!(page["unfolded_overflow"], 0, "{name} is wider than the screen when it is unfolded");
        let is_chinese = page["lang"] == "zh-CN";
        assert_eq!(is_chinese, name.contains("-zh"), "{name}");
        if !name.contains("assistant") {
            assert!(page["depth"].as_u64() > Some(3), "{name} leads to no collection");
            assert!(page["line"].as_str().unwrap().contains("回款!"), "{name}: {}", page["line"]);
            assert_eq!(page["link"], "open", "{name}");
        }
        if page["kind"] == "everyone" {
            sorts(page, &name);
        }
        if page["width"] == WIDTHS[0] {
            prints_and_is_read(page, &name);
        }
    }
    the_first_screen_answers(&found);
}

/// A statement is one page of A4, and nothing unfolds on paper; texts stand out, and without its script a page unfolds too.
fn prints_and_is_read(page: &Value, name: &str) {
    assert_eq!(page["faint"], json!([]), "{name}");
    assert_eq!(page["printed_folds"], 0, "{name}");
    assert_eq!(page["without_script"], true, "{name}");
    let paper: Vec<f64> = page["paper"].as_array().unwrap().iter().filter_map(Value::as_f64).collect();
    assert!(paper[2..].iter().zip(A4).all(|(one, other)| (one - other).abs() < 1.0), "{name}: {paper:?}");
    if page["kind"] == "statement" {
        assert_eq!(page["pages"], 1, "{name} takes more than one page");
    }
}

/// Clicking or pressing a heading sorts by it, and once more the other way round.
fn sorts(page: &Value, name: &str) {
    let amounts = |order: &Value| -> Vec<rust_decimal::Decimal> {
        let shown = order["amounts"].as_array().unwrap().iter();
        shown.map(|amount| amount.as_str().unwrap().replace(',', "").parse().unwrap()).collect()
    };
    let mut sorted = amounts(&page["before"]);
    assert!(sorted.len() > 3, "{name}");
    sorted.sort();
    assert_eq!(amounts(&page["typed"]), sorted, "{name}");
    sorted.reverse();
    assert_eq!(amounts(&page["clicked"]), sorted, "{name}");
    let mut names: Vec<&str> =
        page["by_name"]["names"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    let given = names.clone();
    names.sort_unstable();
    assert_eq!(given, names, "{name}");
    for (order, column, way) in [("clicked", 1, "descending"), ("typed", 1, "ascending"), ("by_name", 0, "ascending")] {
        let told = page[order]["sorted"].as_array().unwrap();
        assert_eq!(told[column], way, "{name}: {order}");
        assert_eq!(told.iter().filter(|told| **told != "none").count(), 1, "{name}: {order}");
        assert_eq!(page[order]["last"], "TFOOT", "{name}: {order}");
    }
}

/// What is to be paid in all, to whom how much, why so much to the highest and the lowest, who owes, what is to be decided.
fn the_first_screen_answers(found: &[Value]) {
    let first = |file: &str| -> String {
        let page =
            found.iter().find(|page| page["file"].as_str().unwrap().ends_with(file) && page["width"] == WIDTHS[0]);
        let texts = page.unwrap()["first"].as_array().unwrap().iter().map(|text| text.as_str().unwrap());
        texts.collect::<Vec<_>>().join("\n")
    };
    let zh = first("key-account-zh.html");
    for said in [
        "166,307.39",
        "66,317.74",
        "32,437.09",
        "17,083.08",
        "45,969.48",
        "年终结算差额",
        "补发浮动工资",
        "无人应扣回",
        "4级 → 3级",
    ] {
        assert!(zh.contains(said), "{said}: {zh}");
    }
    let en = first("department-sales-en.html");
    for said in ["68,354.12", "To recover", "-600.00", "29,780.05", "Accrued bonus", "Nothing is to be decided"] {
        assert!(en.contains(said), "{said}: {en}");
    }
    let own = first("M004 经理4.html");
    assert!(own.contains("4,500.00"), "{own}");
}
