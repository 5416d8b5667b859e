//! Every cell is accounted for: workbooks as people make them, each with what is right; the counts against the cells of the
//! file; and good workbooks spoilt at random, of which none gives other figures without a word.

mod common;

use std::fmt::Write as _;
use std::io::Read as _;
use std::ops::ControlFlow;
use std::path::Path;

use bonus::workbook::read::source::{RawCell, SourceWorkbook};
use common::draft::{Cell, Draft, Page, n};
use common::{fixture, policy};
use serde_json::Value as Json;

/// What is told of a workbook that is computed: warnings, and what was passed over.
fn told(results: &Json) -> Vec<String> {
    let place = |sheet: &Json, cells: &Json| match cells.as_str().unwrap() {
        "" => sheet.as_str().unwrap().to_owned(),
        cells => format!("{}!{cells}", sheet.as_str().unwrap()),
    };
    let warnings = results["warnings"].as_array().unwrap().iter().map(|w| place(&w["sheet"], &w["cell"]));
    let mut all: Vec<String> = warnings.collect();
    all.sort();
    all.dedup();
    all.extend(results["passed_over"].as_array().unwrap().iter().map(|p| place(&p["sheet"], &p["cells"])));
    all
}

fn paid(results: &Json) -> String {
    let one = |m: &Json| format!("{}={}", m["id"].as_str().unwrap(), m["payable"].as_str().unwrap());
    results["managers"].as_array().unwrap().iter().map(one).collect::<Vec<_>>().join(" ")
}

/// `table.tsv`: the file; whether it is refused; the cells that are named; what is paid.
#[test]
fn each_workbook_behaves_as_its_row_says() {
    let table = std::fs::read_to_string(fixture("accounted/table.tsv")).unwrap();
    let policy = policy("key-account");
    let mut wrong = String::new();
    let rows: Vec<&str> = table.lines().collect();
    assert!(rows.len() >= 88, "{}", rows.len());
    for row in rows {
        let [file, kind, places, pays] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("{row}") };
        let path = fixture(&format!("accounted/{file}"));
        let (got_kind, got_places, got_pays) = if let Ok(results) = common::results(&path, &policy) {
            ("told", told(&results), paid(&results))
        } else {
            let faults = common::findings(&path, &policy).faults;
            let mut all: Vec<String> = faults.iter().map(|fault| fault.place.to_string()).collect();
            all.sort();
            all.dedup();
            ("fault", all, "-".to_owned())
        };
        let got_places = if got_places.is_empty() { "-".to_owned() } else { got_places.join(" ") };
        if (got_kind, got_places.as_str(), got_pays.as_str()) != (kind, places, pays) {
            let _ = writeln!(wrong, "{row}\n   got {got_kind}\t{got_places}\t{got_pays}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The cells with a value, counted in the markup of the file itself.
fn cells_of(path: &Path) -> usize {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let sheets = names.into_iter().filter(|name| name.starts_with("xl/worksheets/sheet"));
    let mut count = 0;
    for sheet in sheets {
        let mut text = String::new();
        archive.by_name(&sheet).unwrap().read_to_string(&mut text).unwrap();
        let cells = text.split("<c ").skip(1).map(|cell| cell.split("</c>").next().unwrap_or_default());
        count += cells.filter(|cell| cell.contains("<v>") || cell.contains("<is>")).count();
    }
    count
}

#[test]
fn the_account_has_every_cell_of_the_file_once() {
    let policy = policy("key-account");
    let mut tried = 0;
    for entry in std::fs::read_dir(fixture("accounted")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|kind| kind != "xlsx") {
            continue;
        }
        let Ok(results) = common::results(&path, &policy) else { continue };
        let of = |name: &str| usize::try_from(results["cells"][name].as_u64().unwrap()).unwrap();
        let sum = of("read") + of("headings") + of("no_data") + of("passed_over");
        assert_eq!(sum, cells_of(&path), "{}: {}", path.display(), results["cells"]);
        tried += 1;
    }
    assert!(tried > 30, "{tried}");
}

/// The plain workbook as a draft.
fn plain() -> Draft {
    let mut source = SourceWorkbook::open(&fixture("accounted/00-base.xlsx")).unwrap();
    let names: Vec<String> = source.sheets().iter().map(|sheet| sheet.name.clone()).collect();
    let mut draft = Draft::default();
    for (index, name) in names.into_iter().enumerate() {
        let mut page = Page { name, ..Page::default() };
        source
            .rows(index, &mut |row| {
                let cells = row.cells.iter().map(|(_, cell)| match cell {
                    RawCell::Number(number) => n(number.normalize()),
                    RawCell::Text(text) => text.as_str().into(),
                    other => panic!("{other:?}"),
                });
                page.rows.push(cells.collect());
                ControlFlow::Continue(())
            })
            .unwrap();
        draft.pages.push(page);
    }
    draft
}

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

/// Spoils a draft somewhere; says how.
fn spoil(draft: &mut Draft, dice: &mut Dice) -> String {
    let at = dice.below(draft.pages.len());
    let how = dice.below(9);
    let strange = ["备注", "金额", "销售费", "回款", "x", "类型"][dice.below(6)];
    let page = &mut draft.pages[at];
    let name = page.name.clone();
    let column = dice.below(page.rows[0].len());
    let row = 1 + dice.below(page.rows.len() - 1);
    let text = |cell: &Cell| if let Cell::Text(text) = cell { text.clone() } else { String::new() };
    match how {
        0 => page.rows[0][column] = strange.into(),
        1 => {
            for (at, cells) in page.rows.iter_mut().enumerate() {
                cells.insert(column.min(cells.len()), if at == 0 { strange.into() } else { n(7) });
            }
        }
        2 => page.rows.insert(row, vec![Cell::Blank; 1]),
        3 => {
            let cell = &mut page.rows[row][column];
            let typed = text(cell);
            if !typed.is_empty() {
                *cell = format!("\u{200b}{typed}").into();
            }
        }
        4 => {
            let line = page.rows[row].clone();
            page.rows.push(line);
        }
        5 => page.rows.push(vec!["合计".into(), Cell::Blank, n(5)]),
        6 => page.rows.insert(0, vec!["单位：万元".into()]),
        7 => page.rows.push(vec!["备注：以上已核对".into()]),
        _ => {
            let copy = Page { name: format!("{name}（2）"), ..page.clone() };
            draft.pages.push(copy);
        }
    }
    format!("{name} {how} row {row} column {column} {strange}")
}

#[test]
fn no_spoilt_workbook_gives_other_figures_without_a_word() {
    let policy = policy("key-account");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("spoilt.xlsx");
    plain().write(&path);
    let good = paid(&common::results(&path, &policy).unwrap());
    let mut dice = Dice(17);
    let (mut refused, mut told_of, mut alike) = (0, 0, 0);
    for _ in 0..300 {
        let mut draft = plain();
        let how = spoil(&mut draft, &mut dice);
        draft.write(&path);
        match common::results(&path, &policy) {
            Err(faults) => {
                assert!(!faults.is_empty(), "{how}");
                refused += 1;
            }
            Ok(results) if paid(&results) == good => alike += 1,
            Ok(results) => {
                assert!(!told(&results).is_empty(), "{how}: {} and not a word", paid(&results));
                told_of += 1;
            }
        }
    }
    assert!(refused > 30 && told_of > 0 && alike > 30, "{refused} {told_of} {alike}");
}
