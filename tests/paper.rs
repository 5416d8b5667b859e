//! Results on paper and in words: how many pages are printed, that the parts sum to what is payable, that no column is
//! empty for everyone, and that each language speaks for itself.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use bonus::lang::Lang;
use bonus::report::sheet::{CellUnit, CellValue, Print, Report, ReportSheet, RowCells, SheetBlock};
use bonus::report::{Answers, Audience, Statements, overview, with_workbook};
use bonus::workbook::read::Request;
use bonus::workbook::write;
use rust_decimal::Decimal;

use crate::common::live::soffice_is_there;
use crate::common::{fixture, policy, rows, with_results, with_results_of};

/// A workbook of each built-in policy.
pub(crate) const BOOKS: [(&str, &str); 8] = [
    ("key-account", "samples/key-account.xlsx"),
    ("major-sales", "samples/major-sales.xlsx"),
    ("department-sales", "samples/department-sales.xlsx"),
    ("account-manager-scorecard", "schemes/account-manager-scorecard-zh.xlsx"),
    ("assistant", "schemes/assistant-zh.xlsx"),
    ("loan-officers", "schemes/loan-officers-zh.xlsx"),
    ("monthly-card", "schemes/monthly-card-zh.xlsx"),
    ("service-center", "schemes/service-center-zh.xlsx"),
];

fn each(mut look: impl FnMut(&str, Lang, &Report<'_>)) {
    for (id, file) in BOOKS {
        let policy = policy(id);
        with_results(&fixture(file), policy, |results| {
            for lang in [Lang::Zh, Lang::En] {
                with_workbook(results, lang, |report| look(id, lang, report));
            }
        })
        .unwrap();
    }
}

fn is_nothing(value: &CellValue) -> bool {
    match value {
        CellValue::Blank => true,
        CellValue::Number(number) => number.is_zero(),
        CellValue::Text(text) => text.is_empty() || text == "n/a",
        CellValue::Truth(_) | CellValue::Date(_) => false,
    }
}

/// How many pages a PDF has.
fn pages(pdf: &[u8]) -> usize {
    let starts = |at: &usize| [&b"/Type/Page"[..], b"/Type /Page"].iter().any(|mark| pdf[*at..].starts_with(mark));
    let single = |at: &usize| !pdf[at + 10..].starts_with(b"s") && !pdf[at + 10..].starts_with(b"es");
    (0..pdf.len()).filter(starts).filter(single).count()
}

#[test]
fn the_example_s_year_prints_on_six_pages_and_a_statement_on_one() {
    if !soffice_is_there() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/key-account.xlsx");
    let (mut files, mut most): (Vec<PathBuf>, Vec<usize>) = (Vec::new(), Vec::new());
    for lang in ["zh", "en"] {
        let (results, statements) = (folder.path().join(format!("{lang}.xlsx")), folder.path().join(lang));
        let run = Command::new(env!("CARGO_BIN_EXE_bonus"))
            .arg("compute")
            .arg(&example)
            .args(["-q", "--lang", lang, "--statements"])
            .arg(&statements)
            .arg("-o")
            .arg(&results)
            .status()
            .unwrap();
        assert!(run.success());
        files.push(results);
        most.push(6);
        let each = std::fs::read_dir(&statements).unwrap().map(|file| file.unwrap().path());
        for statement in each.filter(|path| path.extension().is_some_and(|kind| kind == "xlsx")) {
            files.push(statement);
            most.push(1);
        }
    }
    assert_eq!(files.len(), 12);
    for ((file, pdf), most) in files.iter().zip(write::pdf(&files, &write::Drafts::default()).unwrap()).zip(most) {
        assert_eq!(pages(&pdf), most, "{}", file.display());
    }
}

/// The summary, the periods, the year: what is printed without being asked for.
fn printed<'r>(report: &'r Report<'_>) -> impl Iterator<Item = &'r ReportSheet<'r>> {
    report.sheets.iter().filter(|sheet| sheet.print != Print::OnDemand)
}

#[test]
fn rules_lines_and_checks_are_printed_on_demand() {
    each(|id, lang, report| {
        let named = |words: [&str; 2]| words[usize::from(lang == Lang::En)].to_owned();
        let on_demand =
            [["业绩明细", "Credits"], ["依据", "Basis"], ["核对", "Checks"], ["半年", "Half-year"]].map(named);
        for sheet in &report.sheets {
            if on_demand.contains(&sheet.name) {
                assert_eq!(sheet.print, Print::OnDemand, "{id} {}", sheet.name);
            }
        }
        let first = &report.sheets[0];
        assert!(matches!(first.print, Print::OnePage { .. }), "{id}: the summary is one page");
    });
}

#[test]
fn no_page_is_of_a_period_without_figures() {
    let mut empty = 0;
    each(|id, _, report| {
        for sheet in printed(report) {
            let values: Vec<CellValue> =
                sheet.blocks.iter().filter(|block| !block.total).flat_map(rows).flatten().collect();
            let figures = values.iter().filter(|value| matches!(value, CellValue::Number(_) | CellValue::Truth(_)));
            let totals = sheet.blocks.iter().any(|block| block.total);
            assert!(totals || figures.count() > 0 || sheet.blocks.len() == 1, "{id} {}", sheet.name);
        }
        empty += report.sheets.iter().filter(|sheet| sheet.name == "01月" && sheet.print == Print::OnDemand).count();
    });
    assert!(empty < 2 * BOOKS.len());
}

#[test]
fn the_parts_sum_to_what_is_payable_each_says_why_and_no_column_is_nothing_for_everyone() {
    let mut summed = 0;
    each(|id, lang, report| {
        let policy = policy(id);
        let table = &report.sheets[0].blocks[0];
        let rows = rows(table);
        let people = &rows[..rows.len() - usize::from(table.total)];
        for (at, column) in table.columns.iter().enumerate().filter(|(_, column)| !column.auxiliary) {
            // What a policy without a payable shows is its own business.
            let nothing = people.iter().all(|row| is_nothing(&row[at]));
            assert!(!nothing || policy.payable().is_none(), "{id}: {} is nothing for everyone", column.label);
        }
        let find = |label: &str| table.columns.iter().position(|column| column.label == label);
        let why = table.columns.iter().position(|column| column.unit == CellUnit::Prose).unwrap();
        let told = table.columns[why].label.as_str();
        let listed = ["4月各项指标", "Figures of month 04"].contains(&told);
        assert!(listed == (id == "service-center") && (listed || ["为什么", "Why"].contains(&told)), "{id}: {told}");
        let first = || table.columns.iter().skip(2).position(|column| !column.auxiliary).unwrap() + 2;
        let from = policy.payable().map_or_else(first, |payable| find(payable.label.get(lang)).unwrap());
        for row in people {
            let number = |value: &CellValue| match value {
                CellValue::Number(number) => *number,
                _ => Decimal::ZERO,
            };
            let said = matches!(&row[why], CellValue::Text(text) if !text.is_empty() && !text.contains('_'));
            assert!(said || row[from] == CellValue::Number(Decimal::ZERO) || why == from + 2, "{id}: {row:?}");
            // A score that is gathered from lines has no parts here, and indicators are no sum.
            if policy.payable().is_none() && id != "account-manager-scorecard" {
                assert!(said, "{id}: {row:?}");
                continue;
            }
            let parts: Decimal = row[from + 1..why].iter().map(number).sum();
            assert_eq!(parts, number(&row[from]), "{id}: {row:?}");
            summed += 1;
        }
    });
    assert!(summed >= 24, "{summed}");
}

/// What is left out stands open below no other table, and above none.
#[test]
fn what_is_folded_away_is_folded_for_every_table_of_the_summary() {
    let mut folded = 0;
    each(|id, _, report| {
        let blocks = &report.sheets[0].blocks;
        let auxiliary = |block: &SheetBlock<'_>, at: u16| {
            at.checked_sub(block.left).and_then(|at| block.columns.get(usize::from(at))).map(|column| column.auxiliary)
        };
        for (at, column) in (0..).zip(&blocks[0].columns).filter(|(_, column)| column.auxiliary) {
            let open = blocks.iter().any(|block| auxiliary(block, at) == Some(false));
            assert!(!open, "{id}: {} is folded and open", column.label);
            folded += 1;
        }
    });
    assert!(folded > 50, "{folded}");
}

#[test]
fn steps_are_of_a_bonus_and_of_a_wage_only_where_the_policy_has_them() {
    each(|id, lang, report| {
        let headings: Vec<&str> =
            report.sheets.iter().flat_map(|sheet| &sheet.blocks).filter_map(|block| block.heading.as_deref()).collect();
        let words = [["奖金", "浮动工资", "应发"], ["Bonus", "Wage", "Paid"]][usize::from(lang == Lang::En)];
        let said = words.map(|word| headings.contains(&word));
        let expected = match id {
            "key-account" | "major-sales" | "department-sales" => [true, true, true],
            "assistant" | "loan-officers" => [false, false, true],
            _ => [false; 3],
        };
        assert_eq!(said, expected, "{id} {headings:?}");
    });
}

/// Once the year is settled its remarks are told, before that those of the period.
#[test]
fn remarks_speak_of_the_settled_year() {
    let through = |period: Option<&str>| {
        let request = Request { through: period.map(str::to_owned), ..Request::default() };
        with_results_of(&fixture("samples/key-account.xlsx"), policy("key-account"), &request, |results| {
            let status = Answers::new(results, Audience::Auditor, Lang::En).of(3, &[]).status;
            (overview(results, Lang::En).alerts, status)
        })
        .unwrap()
    };
    let one = |words: &str| (words.to_owned(), 1);
    let (alerts, status) = through(None);
    assert_eq!(alerts, [one("below the annual base"), one("floating wage lapsed")]);
    assert_eq!(status, "below the annual base; floating wage lapsed");
    let (alerts, status) = through(Some("Q3"));
    assert!(alerts.contains(&one("below base")), "{alerts:?}");
    assert!(status.contains("below base") && !status.contains("annual"), "{status}");
}

/// What the summary has a column for is the same part in a statement, on a page and on the terminal.
#[test]
fn the_parts_of_the_summary_are_those_of_every_answer() {
    let mut same = 0;
    for (id, file) in BOOKS {
        let policy = policy(id);
        let Some(payable) = policy.payable() else { continue };
        with_results(&fixture(file), policy, |results| {
            let answers = Answers::new(results, Audience::Auditor, Lang::En);
            with_workbook(results, Lang::En, |report| {
                let table = &report.sheets[0].blocks[0];
                let find = |label: &str| table.columns.iter().position(|column| column.label == label);
                let columns = find(payable.label.get(Lang::En)).unwrap() + 1..find("Why").unwrap();
                for (manager, row) in rows(table).iter().take(results.book.managers.len()).enumerate() {
                    let parts = answers.of(manager, &[]).parts;
                    let other = ["Year-end settlement", "Prior quarters", "Adjusted by hand"];
                    let shown = columns.clone().filter(|at| !other.contains(&table.columns[*at].label.as_str()));
                    for at in shown.filter(|at| !is_nothing(&row[*at])) {
                        let label = &table.columns[at].label;
                        let own = parts.iter().find(|part| part.label == *label);
                        assert_eq!(
                            own.map(|part| CellValue::Number(part.amount)),
                            Some(row[at].clone()),
                            "{id} {label}"
                        );
                        same += 1;
                    }
                }
            });
        })
        .unwrap();
    }
    assert!(same > 30, "{same}");
}

/// "n/a" among texts has a Chinese word by its look, as among figures.
#[test]
fn what_does_not_apply_is_said_in_chinese() {
    let policy = policy("loan-officers");
    with_results(&fixture("schemes/loan-officers-zh.xlsx"), policy, |results| {
        for (lang, looks) in [(Lang::Zh, true), (Lang::En, false)] {
            let bytes = with_workbook(results, lang, |report| write::xlsx(report).unwrap());
            let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
            let mut styles = String::new();
            package.by_name("xl/styles.xml").unwrap().read_to_string(&mut styles).unwrap();
            let dxfs = styles.split_once("<dxfs").map(|(_, dxfs)| dxfs.contains("不适用"));
            assert_eq!(dxfs, Some(looks), "{lang:?}");
        }
        let statements = Statements::new(results, Lang::Zh);
        for manager in 0..results.book.managers.len() {
            statements.with(manager, &[], |report| {
                for block in report.sheets.iter().flat_map(|sheet| &sheet.blocks) {
                    let mut cells = RowCells::default();
                    for index in 0..block.rows.len() {
                        block.rows.fill(index, &mut cells);
                        let said = cells.iter().zip(&block.columns).filter(|(cell, column)| {
                            cell.unit.unwrap_or(column.unit) == CellUnit::Text
                                && cell.value == CellValue::Text("n/a".into())
                        });
                        assert_eq!(said.count(), 0, "{:?}", block.heading);
                    }
                }
            });
        }
    })
    .unwrap();
}

#[test]
fn chinese_results_speak_chinese_and_english_ones_english() {
    let chinese = |text: &str| text.chars().any(|char| ('\u{4e00}'..='\u{9fff}').contains(&char));
    each(|id, lang, report| {
        for sheet in &report.sheets {
            for block in &sheet.blocks {
                let words = block.heading.iter().chain(block.columns.iter().map(|column| &column.label));
                for text in words.chain([&sheet.name, &sheet.subtitle]) {
                    match lang {
                        Lang::Zh => {
                            for word in ["TRUE", "FALSE", "Status", "n/a", "counts", "built in", "\n"] {
                                assert!(!text.contains(word), "{id} {}: {text}", sheet.name);
                            }
                        }
                        Lang::En => assert!(
                            !chinese(text) || ["Credits", "Basis"].contains(&sheet.name.as_str()),
                            "{id} {}: {text}",
                            sheet.name
                        ),
                    }
                }
                let mut cells = RowCells::default();
                for index in 0..block.rows.len() {
                    block.rows.fill(index, &mut cells);
                    for (cell, column) in cells.iter().zip(&block.columns) {
                        let unit = cell.unit.unwrap_or(column.unit);
                        assert!(!matches!(cell.value, CellValue::Truth(_)), "{id} {}: {cell:?}", sheet.name);
                        let CellValue::Text(text) = &cell.value else { continue };
                        if lang == Lang::Zh {
                            // Where figures stand its look says what "n/a" means.
                            let words = matches!(unit, CellUnit::Prose | CellUnit::Code);
                            assert!(text != "n/a" || !words, "{id} {}", sheet.name);
                            assert!(!text.contains("(built in)"), "{id} {}: {text}", sheet.name);
                        }
                    }
                }
            }
        }
    });
}

#[test]
fn a_period_is_grouped_on_the_screen_and_stacked_on_paper() {
    each(|id, lang, report| {
        if id != "key-account" {
            return;
        }
        let sheet = report.sheets.iter().find(|sheet| sheet.name == "Q2").unwrap();
        let Print::From { row, column, one_page } = sheet.print else { panic!("{:?}", sheet.print) };
        assert!(one_page);
        let (paper, screen): (Vec<_>, Vec<_>) =
            sheet.blocks.iter().partition(|block| block.top >= row && block.left >= column);
        let headings: Vec<&str> = screen.iter().filter_map(|block| block.heading.as_deref()).collect();
        let expected = match lang {
            Lang::Zh => ["输入", "业绩", "台账", "奖金", "浮动工资", "应发"],
            Lang::En => ["Input", "Credit", "Ledger", "Bonus", "Wage", "Paid"],
        };
        assert_eq!(headings, expected);
        for block in &screen {
            let open: Vec<&_> = block.columns.iter().filter(|column| !column.auxiliary).collect();
            assert!(open.is_empty() || !open[open.len() - 1].grouped, "a group's last step stands when it is folded");
        }
        assert!(screen.iter().flat_map(|block| &block.columns).any(|column| column.grouped));
        // Two blocks of the quarter, one of the half-year's review.
        assert_eq!(paper.len(), 3);
        for block in paper {
            assert!(block.columns.len() <= 15, "{}", block.columns.len());
            let mut cells = RowCells::default();
            block.rows.fill(0, &mut cells);
            let looks = cells[2..].iter().all(|cell| cell.formula.is_some() || cell.value == CellValue::Blank);
            assert!(looks, "{cells:?}");
        }
    });
}

#[test]
fn the_first_page_of_a_statement_answers() {
    let policy = policy("key-account");
    with_results(&fixture("samples/key-account.xlsx"), policy, |results| {
        for lang in [Lang::Zh, Lang::En] {
            let statements = Statements::new(results, lang);
            for manager in 0..results.book.managers.len() {
                statements.with(manager, &[], |report| {
                    let first = &report.sheets[0];
                    assert_eq!(first.print, Print::OnePage { portrait: true });
                    assert!(report.sheets[1..].iter().all(|sheet| sheet.print == Print::OnDemand));
                    let amount = rows(&first.blocks[0]);
                    assert_eq!(amount[0][0], CellValue::Text(policy.payable().unwrap().label.get(lang).to_owned()));
                    let why = rows(&first.blocks[1]);
                    assert!((1..=5).contains(&why.len()), "{why:?}");
                    for sentence in &why {
                        let CellValue::Text(text) = &sentence[0] else { panic!("{sentence:?}") };
                        assert!(!text.contains('_') && !text.contains("IF("), "{text}");
                    }
                });
            }
        }
    })
    .unwrap();
}

/// Among sums a text would look like what does not apply; and scores are no yuan.
#[test]
fn figures_of_a_statement_are_numbers_in_their_units() {
    let mut scores = 0;
    for (id, file) in BOOKS {
        let policy = policy(id);
        with_results(&fixture(file), policy, |results| {
            let statements = Statements::new(results, Lang::Zh);
            for manager in 0..results.book.managers.len() {
                statements.with(manager, &[], |report| {
                    let first = &report.sheets[0];
                    assert_eq!(first.subtitle.contains('元'), policy.payable().is_some(), "{id}: {}", first.subtitle);
                    let mut cells = RowCells::default();
                    for index in 0..first.blocks[0].rows.len() {
                        first.blocks[0].rows.fill(index, &mut cells);
                        let (value, unit) = (&cells[1].value, cells[1].unit);
                        let number = matches!(value, CellValue::Number(_)) && unit.is_some();
                        assert!(number || unit == Some(CellUnit::Text), "{id}: {:?}", cells[1]);
                        scores += usize::from(number && unit == Some(CellUnit::Number));
                    }
                });
            }
        })
        .unwrap();
    }
    assert!(scores > 10, "{scores}");
}
