//! The results workbook is alive: with its cached values taken out, `LibreOffice` computes every formula
//! cell to the engine's figure. Not one may differ. (It takes a second a workbook; `tests/excel` has a quicker engine do
//! the same with all archived years and more random books.)

use crate::{common, oracle};
#[path = "live/edges.rs"]
mod edges;
#[path = "live/settings.rs"]
mod settings;

use std::path::Path;

use bonus::lang::Lang;
use bonus::policy::{Policy, load};
use bonus::report::sheet::{CellValue, Report, RowCells};
use bonus::report::{Limits, with_workbook, with_workbook_within};
use common::draft::{Draft, Page};
use common::live::{LANGUAGES, Stripped, differences, languages, soffice_is_there, strip};
use oracle::{Book, random_book, random_book_of, random_book_of_version_2, write_xlsx};

/// A workbook's results without cached values, in one language; or its faults.
fn try_stripped(path: &Path, policy: &Policy, lang: Lang) -> Result<Stripped, String> {
    let name = format!("{} {} {lang:?}", path.file_name().unwrap().to_string_lossy(), policy.id);
    common::with_results(path, policy, |results| with_workbook(results, lang, |report| strip(name.clone(), report)))
}

fn stripped(path: &Path, policy: &str, lang: Lang) -> Stripped {
    try_stripped(path, common::policy(policy), lang).unwrap_or_else(|faults| panic!("{}: {faults}", path.display()))
}

fn of_book(book: &Book, name: &str, lang: Lang) -> Stripped {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(format!("{name}.xlsx"));
    write_xlsx(book, &path).unwrap();
    let version = book.setting("policy_version").unwrap_or("1");
    stripped(&path, &format!("{}@{version}", book.policy), lang)
}

fn none_differs(workbooks: &[Stripped]) {
    let mut wrong = differences(workbooks);
    let cells: usize = workbooks.iter().map(|workbook| workbook.cells.len()).sum();
    let count = wrong.len();
    wrong.truncate(40);
    assert!(wrong.is_empty(), "{count} of {cells} formula cells differ, among them:\n{}", wrong.join("\n"));
}

/// The policy that a file under `fixtures` is a workbook of.
fn policy_of(file: &str) -> Option<&'static str> {
    bonus::policy::built_in_ids().filter(|id| file.starts_with(id)).max_by_key(|id| id.len())
}

#[test]
fn every_sample_recalculates_to_the_engine_s_figures() {
    if !soffice_is_there() {
        return;
    }
    let mut workbooks = Vec::new();
    let mut archived = 0;
    let years = (2013..=2018).map(|year| format!("archive/years/{year}"));
    for folder in ["samples", "formats", "schemes"].map(str::to_owned).into_iter().chain(years) {
        let mut files: Vec<_> =
            std::fs::read_dir(common::fixture(&folder)).unwrap().map(|file| file.unwrap().path()).collect();
        files.sort();
        for path in files {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let input = path.extension().is_none_or(|end| end != "json") && !name.contains("-results.");
            let Some(policy) = policy_of(&name).filter(|_| input) else {
                continue;
            };
            let mut languages = languages(workbooks.len());
            // Of the archived years, which are many, a part, in one language each.
            if folder.starts_with("archive") {
                archived += 1;
                let taken = usize::from(archived % common::some(3, 18) == 0);
                languages = &LANGUAGES[workbooks.len() % 2..][..taken];
            }
            // An archived year may know settings that later versions do not.
            let by = if folder.starts_with("archive") { format!("{policy}@1") } else { policy.to_owned() };
            workbooks.extend(languages.iter().map(|lang| stripped(&path, &by, *lang)));
        }
    }
    assert!(bonus::policy::built_in_ids().all(|id| workbooks.iter().any(|workbook| workbook.name.contains(id))));
    none_differs(&workbooks);
}

/// The policies whose random books the oracle makes.
const RANDOM: [&str; 3] = ["key-account", "major-sales", "department-sales"];

/// Random books, some of them of many managers; every way of gathering; rows on which binary floats go wrong. In one run of
/// `LibreOffice`, whose start takes as long as a small book.
#[test]
fn books_made_here_recalculate_to_the_engine_s_figures() {
    if !soffice_is_there() {
        return;
    }
    let mut workbooks = Vec::new();
    for (number, policy) in (0..).zip(RANDOM) {
        for seed in 0..common::some(4, 1) {
            let lang = LANGUAGES[usize::from((number + seed) % 2 == 1)];
            let make = if (number + seed) % 3 == 0 { random_book } else { random_book_of_version_2 };
            workbooks.push(of_book(&make(policy, 9_000 + seed), &format!("random-{seed}"), lang));
        }
    }
    let many = common::some(200, 60);
    let of = |policy| of_book(&random_book_of(policy, many, Some(200)), "many managers", Lang::Zh);
    workbooks.extend(RANDOM.iter().take(common::some(3, 1)).map(|policy| of(*policy)));
    workbooks.extend(whatever_is_gathered());
    workbooks.push(edges_of_binary_floats());
    workbooks.extend(what_spreadsheets_count_otherwise());
    none_differs(&workbooks);
}

/// Policies that stand alone in files, with the workbooks beside them that have no faults.
#[test]
fn policies_of_files_recalculate_to_the_engine_s_figures() {
    if !soffice_is_there() {
        return;
    }
    let mut files: Vec<_> =
        std::fs::read_dir(common::fixture("policies")).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let mut workbooks = Vec::new();
    for policy_file in files.iter().filter(|path| path.extension().is_some_and(|extension| extension == "toml")) {
        let stem = policy_file.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(policy_file).unwrap();
        let policy = load(&stem, &text).unwrap_or_else(|error| panic!("{error}"));
        let before = workbooks.len();
        for path in files.iter().filter(|path| path.extension().is_some_and(|extension| extension == "xlsx")) {
            if path.file_stem().unwrap().to_string_lossy().starts_with(&stem) {
                for lang in languages(workbooks.len()) {
                    workbooks.extend(try_stripped(path, &policy, *lang));
                }
            }
        }
        assert!(workbooks.len() > before, "no workbook of {stem}");
    }
    none_differs(&workbooks);
}

/// Every way of gathering over finer rows and over peers, with and without a condition.
fn whatever_is_gathered() -> Vec<Stripped> {
    let text = std::fs::read_to_string(common::fixture("policies/team.toml")).unwrap();
    let policy = load("team.toml", &format!("{text}\n{}", include_str!("live/forms.toml")));
    let policy = policy.unwrap_or_else(|error| panic!("{error}"));
    let path = common::fixture("policies/team.xlsx");
    let workbooks: Vec<_> = languages(1).iter().map(|lang| try_stripped(&path, &policy, *lang).unwrap()).collect();
    // None of them is without a live form.
    let of_peers = workbooks[0].cells.len();
    assert!(of_peers > 460, "{of_peers} live cells");
    workbooks
}

/// A few thousand rows on which binary floats go wrong.
fn edges_of_binary_floats() -> Stripped {
    let text = include_str!("live/edges.toml");
    let policy = load("edges.toml", text).unwrap_or_else(|error| panic!("{error}"));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("edges.xlsx");
    edges::workbook(common::some(3_000, 2_000), 4).write(&path);
    try_stripped(&path, &policy, Lang::En).unwrap_or_else(|faults| panic!("{faults}"))
}

/// Blank inputs, figures that do not apply, keys with wildcards, places and steps that are no whole number.
fn what_spreadsheets_count_otherwise() -> Vec<Stripped> {
    let policy = load("blanks.toml", BLANKS).unwrap_or_else(|error| panic!("{error}"));
    let folder = tempfile::tempdir().unwrap();
    let path = blanks(folder.path());
    let of = |lang: &Lang| try_stripped(&path, &policy, *lang).unwrap_or_else(|faults| panic!("{faults}"));
    languages(0).iter().map(of).collect()
}

/// A setting has the number of the headline itself once: it is not taken for that.
#[test]
fn a_headline_may_add_any_setting() {
    let folder = tempfile::tempdir().unwrap();
    let path = blanks(folder.path());
    let common = "clause = \"B\"\nlabel = { zh = \"NAME\", en = \"NAME\" }\nunit = \"yuan\"\n";
    let setting = |number: usize| {
        let name = format!("allowance_{number}");
        format!("\n[[setting]]\nname = \"{name}\"\n{}default = \"1\"\n", common.replace("NAME", &name))
    };
    let settings: String = (0..SETTINGS).map(setting).collect();
    // What is payable would be told of in place of the headline.
    let of_quarters = BLANKS.split("[[manager]]").next().unwrap();
    let headed = of_quarters.replace("period = \"quarter\"", "period = \"quarter\"\nheadline = \"total\"");
    let mut has_its_number = false;
    for number in 0..SETTINGS {
        let total = common.replace("NAME", "total");
        let total = format!("\n[[quarter]]\nname = \"total\"\n{total}formula = \"one + allowance_{number}\"\n");
        let policy = load("headed.toml", &format!("{headed}{settings}{total}"));
        let policy = policy.unwrap_or_else(|error| panic!("{error}"));
        let setting = policy.settings.iter().position(|setting| setting.name == format!("allowance_{number}"));
        has_its_number |= setting == policy.headline_rule().map(|rule| rule.slot);
        try_stripped(&path, &policy, Lang::En).unwrap_or_else(|faults| panic!("{faults}"));
    }
    assert!(has_its_number);
}

/// As many settings as the period has figures, and more.
const SETTINGS: usize = 60;

const BLANKS: &str = include_str!("live/blanks.toml");

/// A workbook of that policy.
fn blanks(folder: &Path) -> std::path::PathBuf {
    let path = folder.join("blanks.xlsx");
    let figures: &[&[&str]] = &[
        &["ID", "Quarter", "Kind", "Grade", "One", "Two", "Wanted", "Place"],
        &["A", "Q1", "a*c", "B*", "-10", "", "yes", "1"],
        &["B", "Q1", "a?c", "B+", "", "-5", "", "0"],
        &["C", "Q1", "~x", "1", "", "", "no", "-1"],
        &["D", "Q1", "", "", "20", "10", "", "1.5"],
        &["E", "Q1", "abc", "C", "-30", "-1", "yes", "2"],
        &["F", "Q1", "x", "B*", "-7", "-2", "yes", "9"],
        &["A", "Q2", "x", "B*", "", "-3", "", "-1.5"],
        &["B", "Q2", "", "", "-8", "", "no", "3"],
        &["C", "Q2", "a*c", "B+", "", "", "", "0.5"],
    ];
    let people: &[&[&str]] =
        &[&["ID", "Name"], &["A", "Ann"], &["B", "Bo"], &["C", "Cy"], &["D", "Di"], &["E", "Ed"], &["F", "Fay"]];
    let policy_page: &[&[&str]] = &[&["Key", "Value"], &["Policy", "blanks"], &["Year", "2025"], &["Through", "Q2"]];
    let pages = vec![Page::new("Policy", policy_page), Page::new("People", people), Page::new("Figures", figures)];
    Draft { pages }.write(&path);
    path
}

fn texts(report: &Report<'_>, sheet: &str) -> Vec<String> {
    let mut row = RowCells::of_values();
    let mut texts = Vec::new();
    for block in &report.sheets.iter().find(|found| found.name == sheet).unwrap().blocks {
        for index in 0..block.rows.len() {
            block.rows.fill(index, &mut row);
            texts.extend(row.iter().filter_map(|cell| match &cell.value {
                CellValue::Text(text) => Some(text.clone()),
                _ => None,
            }));
        }
    }
    texts
}

/// Above the limit of live lines their sheet holds values; above the limit of rows it goes on to further
/// sheets, and the sums of a quarter reach over both.
#[test]
fn many_lines_become_values_and_go_on_to_further_sheets() {
    let path = common::fixture("samples/key-account.xlsx");
    let policy = common::policy("key-account");
    let within = |limits: Limits, name: &str| {
        common::with_results(&path, policy, |results| {
            with_workbook_within(results, Lang::En, limits, |report| {
                let sheets: Vec<String> = report.sheets.iter().map(|sheet| sheet.name.clone()).collect();
                // What is without formulas says so in its first row.
                for sheet in report.sheets.iter().filter(|sheet| sheet.name.starts_with("Credits")) {
                    let values = limits.live_credits < results.settlement.credits.len();
                    assert_eq!(sheet.title.contains(" · values, not formulas (more than "), values, "{}", sheet.title);
                }
                (strip(name.to_owned(), report), sheets, texts(report, "Basis"))
            })
        })
        .unwrap()
    };
    let credits = common::with_results(&path, policy, |results| results.settlement.credits.len()).unwrap();
    let (values, sheets, basis) = within(Limits { live_credits: credits - 1, ..Limits::default() }, "values");
    assert!(sheets.iter().any(|sheet| sheet == "Credits") && !sheets.iter().any(|sheet| sheet == "Credits 2"));
    assert!(basis.iter().any(|text| text.starts_with("values, not formulas (more than ")), "{basis:?}");
    assert!(!values.cells.keys().any(|(sheet, ..)| sheet == "Credits"));
    assert!(values.cells.values().any(|cell| cell.formula.contains("SUM('Credits'!")));
    let (live, _, basis) = within(Limits { live_credits: credits, ..Limits::default() }, "live");
    assert!(basis.iter().any(|text| text == "formulas"));
    assert!(live.cells.keys().any(|(sheet, ..)| sheet == "Credits"));
    let mut workbooks = vec![values, live];
    // From one credited line a sheet to all but one on the first.
    let all_but_one = 5 + u32::try_from(credits).unwrap() - 1;
    for rows in [all_but_one, 7, 6, 9, 12].into_iter().take(common::some(5, 2)) {
        let (further, sheets, _) = within(Limits { sheet_rows: rows, ..Limits::default() }, "further");
        assert!(sheets.iter().any(|sheet| sheet == "Credits 2"), "{rows}");
        let both = |cell: &common::live::Expected| cell.formula.matches("'Credits").count() > 1;
        assert!(rows == all_but_one || further.cells.values().any(both), "{rows}");
        workbooks.push(further);
    }
    if soffice_is_there() {
        none_differs(&workbooks);
    }
}
