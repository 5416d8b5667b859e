//! What the integration tests share.
#![allow(dead_code)]

pub mod case;
pub mod draft;
pub mod live;
pub mod more;
pub mod node;
pub mod tamper;
pub mod xlsb;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{LazyLock, Mutex};

use bonus::book::Findings;
use bonus::formula::{Scope, Value};
use bonus::lang::Lang;
use bonus::policy::Policy;
use bonus::report::sheet::{CellValue, RowCells, SheetBlock};
use bonus::report::{Results, json};
use bonus::run::run;
use bonus::settle::{RowKey, Settlement};
use bonus::workbook::read::source::SourceWorkbook;
use bonus::workbook::read::{Preface, ReadError, Request};

/// Whether the fixtures that tests make are to be written again (`BONUS_RENEW=1`): read the difference before committing it.
pub fn renew() -> bool {
    std::env::var_os("BONUS_RENEW").is_some_and(|what| what == "1")
}

/// As many as in CI, or with `BONUS_FULL=1`; elsewhere a part of what is tried by the hundred.
pub fn some<T>(all: T, few: T) -> T {
    static FULL: LazyLock<bool> =
        LazyLock::new(|| ["CI", "BONUS_FULL"].iter().any(|name| std::env::var_os(name).is_some()));
    if *FULL { all } else { few }
}

/// Every figure of every row of these scopes.
pub fn figures(policy: &Policy, settlement: &Settlement, scopes: &[Scope]) -> Vec<(RowKey, Vec<Value>)> {
    let keys = scopes.iter().flat_map(|scope| settlement.keys(*scope).collect::<Vec<_>>());
    let row = |key: RowKey| {
        let row = settlement.row(key).expect("a key of the settlement's own");
        (0..policy.scope(key.scope()).width).map(|slot| row.get(slot)).collect()
    };
    keys.map(|key| (key, row(key))).collect()
}

/// A file under `fixtures/`.
pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

/// A built-in policy, compiled once.
pub fn policy(id: &str) -> &'static Policy {
    static KNOWN: Mutex<BTreeMap<String, &'static Policy>> = Mutex::new(BTreeMap::new());
    if let Some(known) = KNOWN.lock().unwrap().get(id) {
        return known;
    }
    let policy = bonus::policy::built_in(id).expect("a built-in policy").unwrap_or_else(|error| panic!("{error}"));
    let policy = Box::leak(Box::new(policy));
    KNOWN.lock().unwrap().insert(id.to_owned(), policy);
    policy
}

/// What stands in the rows of a block.
pub fn rows(block: &SheetBlock<'_>) -> Vec<Vec<CellValue>> {
    let mut cells = RowCells::default();
    let mut row = |index| {
        block.rows.fill(index, &mut cells);
        cells.iter().map(|cell| cell.value.clone()).collect()
    };
    (0..block.rows.len()).map(&mut row).collect()
}

/// The JSON results of a workbook of `policy`, or its faults as text.
pub fn results(path: &Path, policy: &Policy) -> Result<serde_json::Value, String> {
    with_results(path, policy, |results| json(results, Lang::En))
}

/// Whatever `look` makes of the results of a workbook of `policy`, or its faults as text.
pub fn with_results<T>(path: &Path, policy: &Policy, look: impl FnOnce(&Results<'_>) -> T) -> Result<T, String> {
    with_results_of(path, policy, &Request::default(), look)
}

/// The same with what a command line adds.
pub fn with_results_of<T>(
    path: &Path,
    policy: &Policy,
    request: &Request,
    look: impl FnOnce(&Results<'_>) -> T,
) -> Result<T, String> {
    let mut source = SourceWorkbook::open(path).map_err(|error| error.to_string())?;
    let preface = Preface::read(&mut source).map_err(|error| error.to_string())?;
    let text = |faults: &[bonus::book::Fault]| {
        let lines: Vec<_> = faults.iter().map(|fault| fault.headline(Lang::En)).collect();
        lines.join("\n")
    };
    let run = run(&mut source, &preface, policy, request).map_err(|error| match error {
        ReadError::Source(error) => error.to_string(),
        ReadError::Faults(findings) => text(&findings.faults),
    })?;
    let results = Results {
        policy,
        book: &run.book,
        settlement: &run.settlement,
        input_file: path.file_name().unwrap().to_string_lossy().into_owned(),
        input_sha256: source.sha256().to_owned(),
        given: bonus::report::CommandLineInput::default(),
    };
    Ok(look(&results))
}

/// Everything that is wrong with a workbook of `policy`, and its warnings, as the program finds them.
pub fn findings(path: &Path, policy: &Policy) -> Findings {
    let mut source = SourceWorkbook::open(path).unwrap();
    let preface = Preface::read(&mut source).unwrap();
    match run(&mut source, &preface, policy, &Request::default()) {
        Err(ReadError::Source(error)) => panic!("{error}"),
        Err(ReadError::Faults(findings)) => *findings,
        Ok(run) => {
            let warnings = run.book.warnings.iter().chain(&run.settlement.warnings).cloned().collect();
            Findings { warnings, ..Findings::default() }
        }
    }
}

/// The faults cell by cell: those of which the same is said are told together.
pub fn of_each_cell(faults: &[bonus::book::Fault]) -> Vec<bonus::book::Fault> {
    let each = |fault: &bonus::book::Fault| {
        let together = format!("; {} cells alike: ", fault.also.len() + 1);
        let said = fault.problem.en.split(&together).next().unwrap_or_default().to_owned();
        let problem = bonus::lang::Words::new(fault.problem.zh.clone(), said);
        let of = |place: &bonus::book::Place| {
            bonus::book::Fault::new(place.clone(), &fault.found, problem.clone(), fault.mend.clone())
        };
        std::iter::once(&fault.place).chain(&fault.also).map(of).collect::<Vec<_>>()
    };
    faults.iter().flat_map(each).collect()
}

/// A Python that has openpyxl: the first one on the path, or the system's, which Debian's package is for. In CI one must be.
pub fn python_with_openpyxl() -> Option<&'static str> {
    let has = |python: &&str| {
        let mut command = Command::new(python);
        let status = command.args(["-c", "import openpyxl"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
        status.is_ok_and(|status| status.success())
    };
    let found = ["python3", "/usr/bin/python3"].into_iter().find(has);
    assert!(found.is_some() || std::env::var_os("CI").is_none(), "openpyxl is missing, and CI needs it");
    if found.is_none() {
        eprintln!("skipped: openpyxl is not installed");
    }
    found
}

/// The SHA-256 of bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap();
    sha2::Sha256::digest(bytes).iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
