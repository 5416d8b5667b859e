//! What is done with bytes that anyone may have written, one function a door of the program.
//!
//! The fuzzer (`fuzz/`) calls these with what it makes up, and the test beside them with the committed corpus,
//! so the corpus cannot rot. Beyond "no panic, no hang" each function asserts what must hold of its answer.
#![allow(dead_code)]

#[path = "mutant.rs"]
pub mod mutant;

use std::cell::OnceCell;
use std::io::{Cursor, Write as _};
use std::ops::ControlFlow;

use bonus::formula::{
    self, Addresses, Code, Constants, Context, Decimals, Finer, Kind, Labels, NoChildren, Number, Reach, Scope, Slot,
    Space, Surroundings, Symbol, Table, Value,
};
use bonus::lang::{Lang, Words};
use bonus::policy::Policy;
use bonus::report::{Results, json};
use bonus::run::{policy_in_force, run};
use bonus::workbook::read::source::SourceWorkbook;
use bonus::workbook::read::{Preface, ReadError, Request, text};
use rust_decimal::Decimal;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The program catches panics of the parsers below it: the fuzzer's own hook would end the run at each. One that gets out ends
/// it all the same.
pub fn panics_are_caught() {
    std::panic::set_hook(Box::new(|panic| eprintln!("{panic}")));
}

/// A workbook file in any of the formats, as it would lie on the disk.
pub fn workbook(bytes: &[u8]) {
    // Every cell first, then as `compute` would.
    match SourceWorkbook::from_bytes(bytes.to_vec()) {
        Err(error) => one_sentence(&error.to_string(), &error.words().zh),
        Ok(mut source) => {
            for sheet in 0..source.sheets().len() {
                let mut last = 0;
                let read = source.rows(sheet, &mut |row| {
                    assert!(row.number > last && row.number <= 1 << 20, "row {} after {last}", row.number);
                    last = row.number;
                    assert!(row.cells.windows(2).all(|pair| pair[0].0 < pair[1].0), "cells out of order");
                    ControlFlow::Continue(())
                });
                if let Err(error) = read {
                    one_sentence(&error.to_string(), &error.words().zh);
                }
            }
            computed(bytes, &Request::default());
        }
    }
}

/// The same, with the checksums and the directory of the package made right: what stands in its parts is tried, and
/// not the container again. The parts are given as text: `@@ name`, a line end, the content, a line end.
pub fn package(bytes: &[u8]) {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for part in parts(bytes) {
        let end = part.iter().position(|byte| *byte == b'\n').unwrap_or(part.len());
        let Ok(name) = std::str::from_utf8(&part[..end]) else { return };
        if writer.start_file(name, options).is_err() {
            return;
        }
        writer.write_all(part.get(end + 1..).unwrap_or_default()).expect("memory takes it");
    }
    if let Ok(package) = writer.finish() {
        workbook(&package.into_inner());
    }
}

/// A bent copy of a valid workbook: the first byte says of which, the others are thrown as dice. Its cells are those of
/// the unbent one, or it is refused; or else its figures would have to be compared, which `tests/mutants.rs` does.
pub fn mutant(bytes: &[u8]) {
    const SEEDS: [&[u8]; 4] = [
        include_bytes!("../../fixtures/formats/key-account.xlsx"),
        include_bytes!("../../fixtures/formats/key-account.xlsb"),
        include_bytes!("../../fixtures/formats/key-account.xls"),
        include_bytes!("../../fixtures/formats/key-account.ods"),
    ];
    let Some((which, dice)) = bytes.split_first() else { return };
    let seed = dice.iter().fold(0_u64, |seed, byte| seed.rotate_left(8) ^ u64::from(*byte));
    if let Some((bent, _)) = mutant::bent(SEEDS[usize::from(*which) % SEEDS.len()], &mut mutant::Dice::new(seed)) {
        workbook(&bent);
    }
}

/// The pieces behind each `@@ ` that begins a line.
fn parts(bytes: &[u8]) -> Vec<&[u8]> {
    let mut starts: Vec<usize> =
        memchr::memmem::find_iter(bytes, b"@@ ").filter(|at| *at == 0 || bytes[at - 1] == b'\n').collect();
    starts.push(bytes.len() + 1);
    starts.windows(2).map(|pair| &bytes[(pair[0] + 3).min(pair[1] - 1)..pair[1] - 1]).collect()
}

/// A policy file.
pub fn policy(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match bonus::policy::load("policy.toml", text) {
        Err(error) => {
            assert!(!error.problems.is_empty(), "refused without a word");
            assert!(!error.render(Lang::Zh).is_empty() && !error.render(Lang::En).is_empty());
        }
        Ok(policy) => {
            for lang in [Lang::Zh, Lang::En] {
                let _ = bonus::report::policy_document(&policy, lang);
            }
        }
    }
}

/// A formula, as the first built-in policy's rule of some scope: its first byte says which.
pub fn formula(bytes: &[u8]) {
    let (Some(first), Ok(text)) = (bytes.first(), std::str::from_utf8(bytes.get(1..).unwrap_or_default())) else {
        return;
    };
    let expr = match formula::parse(text) {
        Ok(expr) => expr,
        Err(problem) => {
            assert!(text.get(problem.span.clone()).is_some(), "{:?} of {text:?}", problem.span);
            return;
        }
    };
    let scope = Scope::ALL[usize::from(*first) % Scope::ALL.len()];
    with_key_account(|policy| {
        let mut symbols = policy.symbols.clone();
        let code = match formula::check(&expr, scope, &policy.vocabulary, &mut symbols) {
            Ok(code) => code,
            Err(problems) => {
                assert!(problems.iter().all(|problem| text.get(problem.span.clone()).is_some()), "{problems:?}");
                return;
            }
        };
        let row = |scope: Scope| -> Vec<Value> { policy.vocabulary.scope(scope).iter().map(some_value).collect() };
        let settings: Vec<Value> = policy.vocabulary.settings.iter().map(some_value).collect();
        let tables: Vec<Table> = policy.vocabulary.tables.iter().map(|shape| some_table(shape.columns.len())).collect();
        let (own, manager, line) = (row(scope), row(Scope::Manager), row(Scope::Line));
        let context = Context {
            settings: &settings,
            tables: &tables,
            own: (&own).into(),
            manager: (&manager).into(),
            line: (&line).into(),
            above: &(),
            previous: (&own).into(),
            children: &NoChildren,
            child: None,
        };
        let value = formula::evaluate(&code, &context);
        // The trace is made by the same engine and tells the same result.
        let traced = formula::trace(&code, text, &context);
        assert_eq!(traced.map(|trace| trace.result), value, "{text}");
        let names = Names;
        assert!(!formula::in_words(&code, &names, Lang::Zh).is_empty());
        assert!(!formula::in_words(&code, &names, Lang::En).is_empty());
        let _ = formula::places(&code, &names, None);
        if let Some(excel) = formula::excel(&code, &names) {
            assert!(!excel.is_empty());
        }
    });
}

/// The settings sheet and `--set`: lines of `key=value`. A line that begins with `-` is given on the command line.
/// Each value is also read as a number typed as text.
pub fn settings(bytes: &[u8]) {
    let Ok(all) = std::str::from_utf8(bytes) else { return };
    let mut sheet = String::new();
    let mut request = Request { through: None, set: Vec::new(), today: None };
    for (row, line) in all.lines().enumerate().take(200) {
        let (key, value) = line.split_once('=').unwrap_or((line, ""));
        number(value);
        match key.strip_prefix('-') {
            Some("through") => request.through = Some(value.to_owned()),
            Some(key) => request.set.push((key.to_owned(), value.to_owned())),
            None => {
                let row = row + 2;
                let value = match value.strip_prefix('#') {
                    Some(typed) => format!("<c r=\"B{row}\"><v>{}</v></c>", escaped(typed)),
                    None => inline("B", row, value),
                };
                let row = format!("<row r=\"{row}\">{}{value}</row>", inline("A", row, key));
                sheet.push_str(&row);
            }
        }
    }
    let package = SETTINGS_PACKAGE.replace("ROWS", &sheet);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for part in package.split("@@ ").skip(1) {
        let (name, content) = part.split_once('\n').expect("a name");
        writer.start_file(name, options).expect("a part");
        writer.write_all(content.trim_end().as_bytes()).expect("memory takes it");
    }
    computed(&writer.finish().expect("a package").into_inner(), &request);
}

/// A number read from text is the number that its own text says.
fn number(typed: &str) {
    if let Some(number) = text::number(typed) {
        assert_eq!(text::number(&number.to_string()), Some(number), "{typed:?}");
    }
    let _ = text::truth(typed);
    assert_eq!(text::fold(&text::fold(typed)), text::fold(typed), "{typed:?}");
}

fn inline(column: &str, row: usize, text: &str) -> String {
    format!("<c r=\"{column}{row}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>", escaped(text))
}

fn escaped(text: &str) -> String {
    let plain = text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}'));
    plain.collect::<String>().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace("@@ ", "@@")
}

const SETTINGS_PACKAGE: &str = r#"@@ _rels/.rels
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>
@@ xl/workbook.xml
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Policy" sheetId="1" r:id="rId1"/></sheets></workbook>
@@ xl/_rels/workbook.xml.rels
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>
@@ xl/worksheets/sheet1.xml
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Key</t></is></c><c r="B1" t="inlineStr"><is><t>Value</t></is></c></row>ROWS</sheetData></worksheet>
"#;

/// Reads and computes a workbook by the policy that it names, else by the key-account policy.
fn computed(bytes: &[u8], request: &Request) {
    let Ok(mut source) = SourceWorkbook::from_bytes(bytes.to_vec()) else { return };
    let Ok(preface) = Preface::read(&mut source) else { return };
    let named = preface.policy().and_then(|(name, _)| bonus::policy::built_in(&name)).and_then(Result::ok);
    let policy = named.unwrap_or_else(|| with_key_account(Clone::clone));
    let Ok(policy) = policy_in_force(policy, &preface) else { return };
    match run(&mut source, &preface, &policy, request) {
        Err(ReadError::Source(error)) => one_sentence(&error.to_string(), &error.words().zh),
        Err(ReadError::Faults(findings)) => {
            assert!(!findings.faults.is_empty(), "refused without a word");
            for fault in &findings.faults {
                assert!(!fault.headline(Lang::Zh).is_empty() && !fault.headline(Lang::En).is_empty());
            }
        }
        Ok(run) => {
            let results = Results {
                policy: &policy,
                book: &run.book,
                settlement: &run.settlement,
                input_file: "in.xlsx".to_owned(),
                input_sha256: source.sha256().to_owned(),
                given: bonus::report::CommandLineInput::default(),
            };
            let document = json(&results, Lang::En);
            let held = document["checks"].as_array().expect("a list").iter().all(|law| law["holds"] == true);
            assert!(held, "{:#}", document["checks"]);
        }
    }
}

fn one_sentence(english: &str, chinese: &str) {
    assert!(!english.is_empty() && !english.contains('\n'), "{english:?}");
    assert!(!chinese.is_empty() && !chinese.contains('\n'), "{chinese:?}");
}

fn with_key_account<T>(look: impl FnOnce(&Policy) -> T) -> T {
    thread_local! {
        static POLICY: OnceCell<Policy> = const { OnceCell::new() };
    }
    POLICY.with(|cell| {
        look(cell.get_or_init(|| bonus::policy::built_in("key-account").expect("built in").expect("without mistakes")))
    })
}

fn some_value(entry: &formula::VocabularyEntry) -> Value {
    match entry.kind {
        Kind::Truth => Value::Truth(entry.name.len().is_multiple_of(2)),
        Kind::Text => Value::Blank,
        Kind::Yuan => Value::Number(Decimal::new(1_234_567, 2)),
        _ => Value::Number(Decimal::new(117, 2)),
    }
}

fn some_table(columns: usize) -> Table {
    let row = |start: i64| (0..columns).map(|_| Value::Number(Decimal::from(start))).collect();
    Table::new(vec![row(0), row(1), row(100)])
}

/// Names that stand for themselves.
struct Names;

impl Labels for Names {
    fn slot(&self, slot: Slot) -> String {
        format!("{slot:?}")
    }
    fn previous(&self, index: usize) -> String {
        format!("previous {index}")
    }
    fn table(&self, table: usize) -> String {
        format!("table {table}")
    }
    fn column(&self, table: usize, column: usize) -> String {
        format!("table {table} column {column}")
    }
    fn text(&self, symbol: Symbol) -> String {
        format!("{symbol:?}")
    }
    fn person(&self) -> Words {
        Words::new("经理", "manager")
    }
    fn inner(&self, over: Scope, slot: Slot) -> String {
        format!("{over:?} {slot:?}")
    }
}

impl Decimals for Names {
    fn slot(&self, slot: Slot, _: Option<Scope>) -> Option<u32> {
        (slot.space == Space::Own).then_some(2)
    }
    fn previous(&self, _: usize) -> Option<u32> {
        Some(2)
    }
    fn column(&self, _: usize, _: usize) -> Option<u32> {
        Some(4)
    }
}

impl Constants for Names {}

impl Surroundings for Names {
    fn may_be_blank(&self, code: &Code, _: Option<Scope>) -> bool {
        code.span.start.is_multiple_of(2)
    }

    fn may_not_apply(&self, _: &Code, _: Option<Scope>) -> bool {
        false
    }

    fn places(&self, code: &Code, inside: Option<Scope>) -> Option<u32> {
        formula::places(code, self, inside)
    }

    fn previous(&self, index: usize) -> Option<String> {
        Some(format!("B{}", index + 1))
    }
    fn column(&self, table: usize, column: usize) -> String {
        format!("$C${}:$C${}", table + 1, column + 2)
    }
    fn rate_steps(&self, table: usize) -> String {
        format!("$D${}:$D$9", table + 1)
    }
    fn text(&self, _: Symbol) -> String {
        "text".to_owned()
    }
    fn has_wildcards(&self, table: usize) -> bool {
        table == 0
    }
}

impl Addresses for Names {
    fn slot(&self, slot: Slot) -> String {
        format!("A{}", slot.index + 1)
    }
    fn given(&self, slot: Slot) -> String {
        format!("A{}<>\"\"", slot.index + 1)
    }
    fn around(&self) -> &dyn Surroundings {
        self
    }

    fn finer(&self, over: Scope, reach: Reach) -> Finer<'_> {
        if over == Scope::Credit {
            Finer::Ranges(vec![Box::new(Names)])
        } else {
            Finer::Rows(self.finer_rows(over, reach))
        }
    }
    fn finer_rows(&self, _: Scope, _: Reach) -> Vec<Box<dyn Addresses + '_>> {
        vec![Box::new(Names), Box::new(Names)]
    }
    fn exact(&self, _: &Code) -> Option<Number> {
        None
    }
}
