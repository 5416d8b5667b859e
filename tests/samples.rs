//! The samples whose figures were worked out apart from the program: every version of a policy, in both languages and
//! every format that a second program writes. `*-turns` are where the versions part.

use crate::common;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use bonus::lang::Lang;
use bonus::report::json;
use common::{fixture, live::soffice_is_there, policy, with_results};
use rust_decimal::Decimal;
use serde_json::Value as Json;

/// A sample: its workbook, and a version with the figures that are expected of it.
struct Sample {
    workbook: PathBuf,
    policy: String,
    expected: Json,
}

/// Every `NAME.version-V.expected.json` under `fixtures/samples`.
fn samples() -> Vec<Sample> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(fixture("samples")).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let Some((name, version)) = file.strip_suffix(".expected.json").and_then(|f| f.split_once(".version-")) else {
            continue;
        };
        let id = bonus::policy::built_in_ids().find(|id| name.starts_with(id)).unwrap();
        let sample = Sample {
            workbook: fixture(&format!("samples/{name}.xlsx")),
            policy: format!("{id}@{version}"),
            expected: serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap(),
        };
        found.insert(file, sample);
    }
    found.into_values().collect()
}

/// Where `got` differs from what `expected` names; how many figures were compared.
fn compare(path: &str, expected: &Json, got: &Json, wrong: &mut Vec<String>) -> usize {
    match (expected, got) {
        (Json::Object(fields), Json::Object(_)) => {
            fields.iter().map(|(name, value)| compare(&format!("{path}.{name}"), value, &got[name], wrong)).sum()
        }
        (Json::Array(rows), Json::Array(others)) => {
            if rows.len() != others.len() {
                wrong.push(format!("{path}: {} rows expected, {} found", rows.len(), others.len()));
            }
            let both = rows.iter().zip(others).enumerate();
            both.map(|(at, (row, other))| compare(&format!("{path}[{at}]"), row, other, wrong)).sum()
        }
        _ => {
            let number = |json: &Json| json.as_str().and_then(|text| Decimal::from_str_exact(text).ok());
            let same = match (number(expected), number(got)) {
                (Some(expected), Some(got)) => expected == got,
                _ => expected == got,
            };
            if !same {
                wrong.push(format!("{path}: expected {expected}, got {got}"));
            }
            1
        }
    }
}

/// Holds a workbook against its sample's figures.
fn check(sample: &Sample, workbook: &Path, lang: Lang) {
    let shown = format!("{} by {} {lang:?}", workbook.display(), sample.policy);
    let got = with_results(workbook, &policy(&sample.policy), |results| json(results, lang));
    let got = got.unwrap_or_else(|faults| panic!("{shown}: {faults}"));
    let mut wrong = Vec::new();
    let compared = compare("", &sample.expected, &got, &mut wrong);
    assert!(wrong.is_empty(), "{shown}:\n{}", wrong.join("\n"));
    assert!(compared > 400, "{shown}: only {compared} figures");
    assert!(got["checks"].as_array().unwrap().iter().all(|law| law["holds"] == true), "{shown}: {}", got["checks"]);
}

#[test]
fn every_sample_gives_its_figures_by_every_version_in_both_languages() {
    let samples = samples();
    for name in bonus::policy::built_in_versions() {
        let of = samples.iter().filter(|sample| sample.policy == name).count();
        let commission = ["key-account", "major-sales", "department-sales"].contains(&bonus::policy::parted(&name).0);
        assert!(of >= 2 || !commission, "{name} has {of} samples");
    }
    for sample in &samples {
        for lang in [Lang::Zh, Lang::En] {
            check(sample, &sample.workbook, lang);
        }
    }
}

#[test]
fn every_sample_gives_its_figures_in_formats_that_another_program_wrote() {
    if !soffice_is_there() {
        return;
    }
    let samples = samples();
    let folder = tempfile::tempdir().unwrap();
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let mut workbooks: Vec<&PathBuf> = samples.iter().map(|sample| &sample.workbook).collect();
    workbooks.dedup();
    for format in ["ods", "xls"] {
        let mut command = Command::new("soffice");
        command.args([profile.as_str(), "--headless", "--convert-to", format, "--outdir"]).arg(folder.path());
        assert!(command.args(&workbooks).output().unwrap().status.success(), "{format}");
        for sample in &samples {
            let name = sample.workbook.with_extension(format);
            check(sample, &folder.path().join(name.file_name().unwrap()), Lang::Zh);
        }
    }
}
