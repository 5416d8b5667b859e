//! Many people on paper: the summary of 60 is one page that can be read, in every built-in policy; of more it goes on,
//! each page with the headings and lines to sign.

use std::io::Read as _;
use std::path::Path;

use bonus::lang::Lang;
use bonus::page::{Budget, everyone};
use bonus::report::form::{Filling, form};
use bonus::report::sheet::{CellValue, Print, ReportSheet, SheetBlock};
use bonus::report::with_workbook;
use bonus::workbook::write;
use calamine::{Data, Reader as _};
use rust_xlsxwriter::{Format, Workbook};

use crate::book;
use crate::common::{fixture, policy, rows, with_results};
use crate::paper::BOOKS;

/// Headings of columns that name people, by id.
const IDS: [&str; 4] = ["工号", "编号", "客户经理", "推荐人"];
const NAMES: [&str; 2] = ["姓名", "名称"];
/// Points that the margins leave of A4 upright and on its side, and how small characters may become.
const UPRIGHT: [f64; 2] = [552.0, 770.0];
const ON_ITS_SIDE: [f64; 2] = [799.0, 523.0];
const LEAST: f64 = 0.38;

/// A workbook whose people stand in it so many times, under ids, names and projects of their own.
fn crowd(path: &Path, least: usize) -> Vec<u8> {
    let mut source = calamine::open_workbook_auto(path).unwrap();
    let sheets: Vec<(String, Vec<Vec<Data>>)> = source
        .worksheets()
        .into_iter()
        .map(|(name, range)| (name, range.rows().map(<[Data]>::to_vec).collect()))
        .collect();
    let headed = |rows: &[Vec<Data>], words: &[&str]| -> Vec<usize> {
        let heading = rows.first().cloned().unwrap_or_default();
        (0..heading.len()).filter(|at| words.contains(&heading[*at].to_string().trim())).collect()
    };
    let of_people =
        sheets.iter().find(|(_, rows)| !headed(rows, &IDS).is_empty() && !headed(rows, &NAMES).is_empty()).unwrap();
    let ids: Vec<String> = of_people.1[1..].iter().map(|row| row[0].to_string()).collect();
    let (mut workbook, date) = (Workbook::new(), Format::new().set_num_format("yyyy-mm-dd"));
    for (name, rows) in &sheets {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        let own = headed(rows, &IDS);
        let mut marked = headed(rows, &NAMES);
        if ["回款", "贡献"].contains(&name.as_str()) {
            marked.extend(headed(rows, &["项目"]));
        }
        let copies = if own.is_empty() { 1 } else { least.div_ceil(ids.len()) };
        let mut to = 0;
        for copy in 0..copies {
            for (at, row) in rows.iter().enumerate().filter(|(at, _)| copy == 0 || *at > 0) {
                for (column, cell) in (0..).zip(row) {
                    let place = usize::from(column);
                    let of_person = own.contains(&place) && ids.contains(&cell.to_string());
                    let other = at > 0 && copy > 0 && (of_person || marked.contains(&place));
                    match cell {
                        Data::Empty => continue,
                        text if other => sheet.write(to, column, format!("{text}-{copy}")),
                        Data::Float(number) => sheet.write(to, column, *number),
                        Data::Int(number) => sheet.write(to, column, *number),
                        Data::DateTime(day) => sheet.write_with_format(to, column, day.as_f64(), &date),
                        Data::Bool(truth) => sheet.write(to, column, *truth),
                        text => sheet.write(to, column, text.to_string()),
                    }
                    .unwrap();
                }
                to += 1;
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// The first sheet as XML, and the names of the workbook.
fn summary(bytes: Vec<u8>) -> [String; 2] {
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    ["xl/worksheets/sheet1.xml", "xl/workbook.xml"].map(|part| {
        let mut xml = String::new();
        package.by_name(part).unwrap().read_to_string(&mut xml).unwrap();
        xml
    })
}

/// The values of an attribute of each element of that name.
fn attributes<'x>(xml: &'x str, element: &str, attribute: &str) -> Vec<Option<&'x str>> {
    let value = |tag: &'x str| Some(tag.split_once(&format!(" {attribute}=\""))?.1.split_once('"')?.0);
    let opening = format!("<{element}");
    let tags = xml.split(&opening).skip(1).filter(|tag| tag.starts_with(' '));
    tags.map(|tag| value(tag.split_once('>').map_or(tag, |(tag, _)| tag))).collect()
}

/// How large the characters of a sheet are that is printed on so many pages.
fn scale(sheet: &str, pages: f64) -> f64 {
    let number = |text: Option<&str>| text.unwrap().parse::<f64>().unwrap();
    let columns = ["min", "max", "width", "hidden"].map(|name| attributes(sheet, "col", name));
    let across: f64 = (0..columns[0].len())
        .filter(|at| columns[3][*at].is_none())
        .map(|at| {
            (number(columns[1][at]) - number(columns[0][at]) + 1.0) * (number(columns[2][at]) * 7.0).round() * 0.75
        })
        .sum();
    let [rows, heights] = ["r", "ht"].map(|name| attributes(sheet, "row", name));
    let last = number(*rows.last().unwrap());
    let unsaid = last - f64::from(u32::try_from(rows.len()).unwrap());
    let down: f64 =
        heights.iter().map(|height| height.map_or(18.0, |height| height.parse().unwrap())).sum::<f64>() + unsaid * 18.0;
    let page = if sheet.contains("orientation=\"portrait\"") { UPRIGHT } else { ON_ITS_SIDE };
    (page[0] / across).min(pages * page[1] / down)
}

#[test]
fn the_summary_of_sixty_people_is_one_page_that_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    for (id, file) in BOOKS {
        let path = folder.path().join(format!("{id}.xlsx"));
        std::fs::write(&path, crowd(&fixture(file), 60)).unwrap();
        with_results(&path, policy(id), |results| {
            assert!(results.book.managers.len() >= 60, "{id}");
            for lang in [Lang::Zh, Lang::En] {
                let [sheet, _] = summary(with_workbook(results, lang, |report| write::xlsx(report).unwrap()));
                assert!(sheet.contains("fitToPage=\"1\""), "{id} {lang:?}");
                let pages =
                    attributes(&sheet, "pageSetup", "fitToHeight")[0].map_or(1.0, |pages| pages.parse().unwrap());
                // Whoever signs sees on the first page what everyone is paid.
                assert!(
                    pages < 2.0 && scale(&sheet, pages) > LEAST,
                    "{id} {lang:?}: {pages}, {}",
                    scale(&sheet, pages)
                );
            }
        })
        .unwrap();
    }
}

#[test]
fn of_more_people_each_page_has_headings_and_lines_to_sign() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("many.xlsx");
    std::fs::write(&path, crowd(&fixture("samples/key-account.xlsx"), 200)).unwrap();
    with_results(&path, policy("key-account"), |results| {
        let [sheet, workbook] = summary(with_workbook(results, Lang::Zh, |report| write::xlsx(report).unwrap()));
        let pages = attributes(&sheet, "pageSetup", "fitToHeight")[0].unwrap().parse::<f64>().unwrap();
        assert!(pages > 1.0 && scale(&sheet, pages) > LEAST, "{pages}");
        let foot = sheet.split_once("<oddFooter>").unwrap().1.split_once("</oddFooter>").unwrap().0;
        assert!(["制表 _", "审核 _", "批准 _", "日期 _"].iter().all(|words| foot.contains(words)), "{foot}");
        assert!(workbook.contains("_xlnm.Print_Titles\" localSheetId=\"0\">"), "{workbook}");
    })
    .unwrap();
}

/// A form has no area that is printed, so that no line is left out that somebody adds, and few rows that are ruled for nothing.
#[test]
fn a_form_prints_what_is_filled_in() {
    for (id, _) in BOOKS {
        let policy = policy(id);
        let filling = Filling::prepared(policy, 40);
        let form = form(policy, Lang::Zh, &filling);
        let of_rows = |sheet: &&ReportSheet<'_>| policy.sheets.iter().any(|own| own.label.zh == sheet.name);
        let sheets: Vec<&ReportSheet<'_>> = form.report.sheets.iter().filter(of_rows).collect();
        assert_eq!(sheets.len(), policy.sheets.len(), "{id}");
        for sheet in sheets {
            assert_eq!(sheet.print, Print::Filled, "{id} {}", sheet.name);
            let blank = |row: &&Vec<CellValue>| row.iter().all(|value| *value == CellValue::Blank);
            assert!(rows(&sheet.blocks[0]).iter().filter(blank).count() <= 15, "{id} {}", sheet.name);
        }
        let [_, workbook] = summary(write::form(&form).unwrap());
        let printed = workbook.matches("_xlnm.Print_Area").count();
        assert_eq!(printed, 2, "{id}: the guide and the examples");
    }
}

/// A page that holds not everybody's derivation says so above its table, and how to get it.
#[test]
fn a_page_of_a_run_says_what_it_leaves_out() {
    with_results(&fixture("samples/key-account.xlsx"), policy("key-account"), |results| {
        let page = |budget: Budget| {
            let mut page = String::new();
            everyone(results, Lang::En, budget, &mut |text| {
                page.push_str(text);
                Ok::<(), std::convert::Infallible>(())
            })
            .unwrap();
            page
        };
        let unfolds = |page: &str| (0..5).filter(|person| page.contains(&format!("id=\"m{person}f"))).count();
        let whole = page(Budget::default());
        assert!(unfolds(&whole) == 5 && !whole.contains("class=\"left\""));
        assert_eq!(page(Budget::EVERYTHING), whole);
        let some = page(Budget { derivations: 300_000, reasons: 2_500 });
        let (above, below) = some.split_once("<main>").unwrap();
        assert_eq!(unfolds(below), 2);
        for said in [
            "the first 2 of 5 people",
            "explain key-account.xlsx --manager ID",
            "--statements-as html",
            "all on this page: --all",
            "for the first",
        ] {
            assert!(above.contains(said), "{said}: {above}");
        }
        let reasons = below.matches("tr class=\"more\"").count();
        assert!((2..5).contains(&reasons) && above.contains(&format!("why for the first {reasons} of 5")), "{reasons}");
    })
    .unwrap();
}

/// Many people: each table on paper is as long as a page, with its headings, and only the last one has totals.
#[test]
fn many_people_stand_in_tables_of_a_page() {
    let input = book::book(book::size("S").unwrap()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("many.xlsx");
    std::fs::write(&file, input).unwrap();
    with_results(&file, policy("key-account"), |results| {
        with_workbook(results, Lang::Zh, |report| {
            assert_eq!(report.sheets[0].print, Print::Fitted);
            let sheet = report.sheets.iter().find(|sheet| sheet.name == "Q2").unwrap();
            let Print::From { row, column, one_page: false } = sheet.print else { panic!("{:?}", sheet.print) };
            let paper: Vec<&SheetBlock<'_>> =
                sheet.blocks.iter().filter(|block| block.top >= row && block.left >= column).collect();
            let ids = |block: &SheetBlock<'_>| -> Vec<String> {
                let rows = rows(block);
                rows[..rows.len() - usize::from(block.total)].iter().map(|row| row[0].text()).collect()
            };
            let all: Vec<String> = results.book.managers.iter().map(|manager| manager.id.clone()).collect();
            let label = |block: &SheetBlock<'_>| block.columns[2].label.clone();
            for first in paper.iter().filter(|block| ids(block).first() == all.first()) {
                let same: Vec<_> = paper.iter().filter(|block| label(block) == label(first)).collect();
                let remarks = first.columns.iter().any(|column| column.label == "状态");
                assert!(same.iter().all(|block| ids(block).len() <= if remarks { 22 } else { 32 }));
                assert_eq!(same.iter().flat_map(|block| ids(block)).collect::<Vec<_>>(), all);
                let totals: Vec<bool> = same.iter().map(|block| block.total).collect();
                assert_eq!(totals, [vec![false; same.len() - 1], vec![true]].concat());
            }
        });
    })
    .unwrap();
}
