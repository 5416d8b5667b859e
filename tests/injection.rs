//! What an input says stays what it says: text is never run, nothing leads out of a result, and nobody's name makes a
//! file elsewhere.

use crate::common;
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::Path;
use std::process::{Command, Output};

use common::draft::{Draft, Page};
use common::fixture;

/// Texts that a spreadsheet would run, follow or fetch, were they not text.
const EVIL: [&str; 11] = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "=cmd|'/c calc'!A0",
    "=HYPERLINK(\"http://example.com/?x\")",
    "http://example.com/track",
    "mailto:someone@example.com",
    "file:///etc/passwd",
];

fn bonus(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bonus")).args(arguments).env("LANG", "C").output().unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// The parts of a package.
fn parts(path: &Path) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(fs::read(path).unwrap())).unwrap();
    let names: Vec<String> =
        (0..archive.len()).map(|at| archive.by_index(at).unwrap().name().unwrap().into_owned()).collect();
    let mut read = |name: &String| {
        let mut bytes = Vec::new();
        archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    names.iter().map(|name| (name.clone(), read(name))).collect()
}

/// Nothing in a workbook that we write leads out of it or runs.
fn nothing_leads_out(path: &Path) {
    for (name, content) in parts(path) {
        let odd = ["vba", "macro", "externalLink", "embeddings", "activeX", "customXml", "connections", "queryTable"];
        assert!(!odd.iter().any(|word| name.contains(word)), "{}: {name}", path.display());
        assert!(!content.contains("TargetMode=\"External\""), "{}: {name} has an external link", path.display());
        for word in ["<hyperlink", "<oleObject", "<ddeLink", "<webPublish", "<externalReference", "macroEnabled"] {
            assert!(!content.contains(word), "{}: {name} has {word}", path.display());
        }
    }
}

/// A workbook whose every text is one of [`EVIL`].
fn evil(path: &Path) {
    evil_with(path, &EVIL);
}

fn evil_with(path: &Path, texts: &[&str]) {
    let page = |name: &str, rows: &[&[&str]]| Page::new(name, rows);
    let policy: [&[&str]; 4] =
        [&["Key", "Value"], &["Policy", "key-account"], &["Year", "2025"], &["In-target rate", "0.05"]];
    let mut draft = Draft {
        pages: vec![
            page("Policy", &policy),
            page("Tiers", &[&["From", "Rate"], &["1", "0.08"]]),
            page("KPI coefficients", &[&["Score from", "Coefficient"], &["0", "1"]]),
            page("Grades", &[&["Grade", "Monthly wage", "Monthly floating wage"], &["=A1", "5000", "1000"]]),
            page("Managers", &[&["ID", "Name", "Grade"]]),
            page("Quotas", &[&["ID", "Quarter", "Base", "Target", "Floating wage"]]),
            page("Collections", &[&["Quarter", "Project", "Manager", "Amount"]]),
            page("KPI scores", &[&["ID", "Quarter", "Score"]]),
        ],
    };
    for (number, evil) in texts.iter().enumerate() {
        let id = format!("{evil}{number}");
        draft.row("Managers", &[&id, evil, "=A1"]);
        draft.row("Quotas", &[&id, "Q1", "10000", "20000", "0"]);
        draft.row("Collections", &["Q1", evil, &id, "15000.005"]);
        draft.row("KPI scores", &[&id, "Q1", "90"]);
    }
    draft.write(path);
}

#[test]
fn nothing_that_is_typed_is_run_or_followed() {
    let folder = tempfile::tempdir().unwrap();
    let (input, target) = (folder.path().join("in.xlsx"), folder.path().join("out.xlsx"));
    let (each, marked) = (folder.path().join("each"), folder.path().join("marked.xlsx"));
    evil(&input);
    let output = bonus(&["compute", text(&input), "-o", text(&target), "--statements", text(&each)]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    bonus(&["check", text(&input), "--mark", text(&marked)]);
    let mut files: Vec<_> = fs::read_dir(&each).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(files.len(), EVIL.len());
    files.extend([target, marked]);
    let mut seen = 0;
    for file in &files {
        nothing_leads_out(file);
        for (name, content) in parts(file) {
            if name.starts_with("xl/worksheets/sheet") {
                // The text of a shared formula stands in its first cell.
                let texts = content.split("<f").skip(1).filter_map(|rest| {
                    let (tag, text) = rest.split_once('>')?;
                    if tag.ends_with('/') { None } else { text.split("</f>").next() }
                });
                for formula in texts {
                    let text = formula.replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&");
                    let run = EVIL.iter().map(|evil| evil.trim().trim_start_matches('=')).find(|evil| text == **evil);
                    assert_eq!(run, None, "{} {name}", file.display());
                    assert!(!text.contains("cmd|") && !text.contains("HYPERLINK"), "{} {name}: {text}", file.display());
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 100, "only {seen} formulas were looked at");
}

#[test]
fn csv_is_text_too() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.xlsx");
    evil(&input);
    let printed = bonus(&["compute", text(&input), "--format", "csv"]).stdout;
    let mut reader = csv::Reader::from_reader(printed.strip_prefix("\u{feff}".as_bytes()).unwrap());
    let mut rows = 0;
    for record in reader.records() {
        for field in &record.unwrap() {
            let number = field.parse::<rust_decimal::Decimal>().is_ok();
            assert!(number || !field.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{field:?}");
        }
        rows += 1;
    }
    assert_eq!(rows, EVIL.len());
}

/// What a browser would run, were it not text.
const MARKUP: [&str; 6] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</style><style>*{display:none}",
    "<a href=\"javascript:alert(1)\">x</a>",
    "&lt;b&gt;",
];

/// The elements that pages are made of, each between blanks.
const ELEMENTS: &str = " html head body header main footer section div dl dt dd h1 h2 p span small strong em b s a ul li \
                        details summary table caption thead tbody tfoot tr th td ";
/// Their attributes.
const ATTRIBUTES: [&str; 9] = ["class", "id", "href", "title", "scope", "colspan", "tabindex", "data-sort", "data-v"];

/// The elements and attributes of pages are ours alone, whatever was typed.
#[test]
fn pages_hold_no_markup_but_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let (input, each) = (folder.path().join("in.xlsx"), folder.path().join("each"));
    evil_with(&input, &MARKUP);
    let arguments =
        ["compute", text(&input), "--format", "html", "--statements-as", "html", "--statements", text(&each)];
    let output = bonus(&arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut pages: Vec<String> =
        fs::read_dir(&each).unwrap().map(|file| fs::read_to_string(file.unwrap().path()).unwrap()).collect();
    assert_eq!(pages.len(), MARKUP.len());
    pages.push(String::from_utf8(output.stdout).unwrap());
    for page in &pages {
        let (head, rest) = page.split_once("</style>").unwrap();
        let (body, script) = rest.split_once("<script>").unwrap();
        assert_eq!(script.matches("<script").count(), 0);
        assert!(script.trim_end().ends_with("</html>"));
        for tag in body.split('<').skip(1).map(|rest| rest.split('>').next().unwrap()) {
            let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
            assert!(ELEMENTS.contains(&format!(" {name} ")), "<{tag}>");
            // What is typed stands in texts and in two attributes, between quotes.
            for attribute in tag.split('"').step_by(2).flat_map(str::split_whitespace).skip(1) {
                let name = attribute.trim_end_matches('=');
                assert!(ATTRIBUTES.contains(&name) || name.is_empty(), "<{tag}>: {attribute}");
            }
            assert!(!tag.contains("href=\"") || tag.contains("href=\"#"), "<{tag}>");
        }
        let policy = head.split("Content-Security-Policy\" content=\"").nth(1).unwrap().split('"').next().unwrap();
        assert!(
            policy.starts_with("default-src &#39;none&#39;;") || policy.starts_with("default-src 'none';"),
            "{policy}"
        );
        assert!(!policy.contains("unsafe") && !policy.contains("http") && policy.contains("base-uri"), "{policy}");
    }
    // And what was typed is there, as text.
    assert!(
        pages.iter().all(|page| page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
            || pages.iter().any(|page| page.contains("&lt;script&gt;alert(1)"))
    );
}

/// A workbook with macros is read; what is written from it has none.
#[test]
fn macros_are_not_copied() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.xlsm");
    // A part as Excel stores macros, and a relationship to it, in an honest workbook with a fault.
    let mut archive = zip::ZipArchive::new(Cursor::new(fs::read(fixture("faults/two.xlsx")).unwrap())).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        writer.raw_copy_file(archive.by_index(at).unwrap()).unwrap();
    }
    writer.start_file("xl/vbaProject.bin", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut writer, b"Sub AutoOpen()").unwrap();
    fs::write(&input, writer.finish().unwrap().into_inner()).unwrap();
    let marked = folder.path().join("marked.xlsx");
    let output = bonus(&["check", text(&input), "--mark", text(&marked)]);
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    nothing_leads_out(&marked);
    let next =
        bonus(&["compute", text(&fixture("formats/key-account.xlsm")), "-o", text(&folder.path().join("out.xlsx"))]);
    assert!(next.status.success());
    nothing_leads_out(&folder.path().join("out.xlsx"));
}

/// The marked copy, too, is the same bytes each time, in every process and at any time of day.
#[test]
fn the_marked_copy_has_no_time_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let copies = ["one.xlsx", "two.xlsx"].map(|name| folder.path().join(name));
    for copy in &copies {
        bonus(&["check", text(&fixture("faults/two.xlsx")), "--mark", text(copy)]);
        let properties = parts(copy).into_iter().find(|(name, _)| name == "docProps/core.xml").unwrap().1;
        assert_eq!(properties.matches("2000-01-01T00:00:00Z").count(), 2, "{properties}");
    }
    assert!(fs::read(&copies[0]).unwrap() == fs::read(&copies[1]).unwrap());
}

/// Statements of people whose names are made to write elsewhere stay in their folder, a file each.
#[test]
fn names_make_no_file_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.xlsx");
    let names =
        ["../up", "..\\up", "/etc/cron", "CON", "a.", "A.", "a\u{0}b", "长".repeat(200).as_str()].map(str::to_owned);
    let page = |name: &str, rows: &[&[&str]]| Page::new(name, rows);
    let policy: [&[&str]; 4] =
        [&["Key", "Value"], &["Policy", "key-account"], &["Year", "2025"], &["In-target rate", "0.05"]];
    let mut draft = Draft {
        pages: vec![
            page("Policy", &policy),
            page("Tiers", &[&["From", "Rate"], &["1", "0.08"]]),
            page("KPI coefficients", &[&["Score from", "Coefficient"], &["0", "1"]]),
            page("Grades", &[&["Grade", "Monthly wage", "Monthly floating wage"], &["G", "5000", "1000"]]),
            page("Managers", &[&["ID", "Name", "Grade"]]),
            page("Quotas", &[&["ID", "Quarter", "Base", "Target", "Floating wage"]]),
            page("Collections", &[&["Quarter", "Project", "Manager", "Amount"]]),
            page("KPI scores", &[&["ID", "Quarter", "Score"]]),
        ],
    };
    for (number, name) in names.iter().enumerate() {
        let id = if number % 2 == 0 { format!("../{number}") } else { format!("M{number}") };
        draft.row("Managers", &[&id, &name.replace('\u{0}', ""), "G"]);
        draft.row("Quotas", &[&id, "Q1", "10000", "20000", "0"]);
        draft.row("KPI scores", &[&id, "Q1", "90"]);
    }
    draft.write(&input);
    let (target, each) = (folder.path().join("out.xlsx"), folder.path().join("deep/each"));
    let output = bonus(&["compute", text(&input), "-o", text(&target), "--statements", text(&each)]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(fs::read_dir(&each).unwrap().count(), names.len());
    assert_eq!(fs::read_dir(folder.path().join("deep")).unwrap().count(), 1);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
}
