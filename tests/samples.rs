//! The samples whose figures were worked out apart from the program: every version of a policy, in both languages and
//! every file format. `*-turns` are where the versions part; `*-people` are joiners, leavers, leave, and shares by category
//! and quarter.

use crate::common;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use bonus::book::settings_sheet;
use bonus::lang::{Lang, Words};
use bonus::policy::Policy;
use bonus::report::json;
use common::draft::{Cell, Draft, opened};
use common::{
    fixture,
    live::{convert, languages, soffice_is_there},
    policy, some, with_results, xlsb,
};
use rust_decimal::Decimal;
use serde_json::Value as Json;

const COMMISSION: [&str; 3] = ["key-account", "major-sales", "department-sales"];

/// A sample: its workbook, and a version with the figures that are expected of it.
struct Sample {
    workbook: PathBuf,
    policy: String,
    expected: Json,
}

/// Every `NAME.version-V.expected.json` under `fixtures/samples`, and the people.
fn samples() -> Vec<Sample> {
    let mut found = BTreeMap::new();
    for id in COMMISSION {
        let text = std::fs::read_to_string(fixture(&format!("people/{id}-people.json"))).unwrap();
        let expected = serde_json::from_str(&text).unwrap();
        let workbook = fixture(&format!("people/{id}-people.xlsx"));
        found.insert(format!("{id}-people"), Sample { workbook, policy: format!("{id}@2"), expected });
    }
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
    let got = with_results(workbook, policy(&sample.policy), |results| json(results, lang));
    let got = got.unwrap_or_else(|faults| panic!("{shown}: {faults}"));
    let mut wrong = Vec::new();
    let compared = compare("", &sample.expected, &got, &mut wrong);
    assert!(wrong.is_empty(), "{shown}:\n{}", wrong.join("\n"));
    // The samples of people who come and go have fewer.
    let least = if workbook.to_string_lossy().contains("-people") { 200 } else { 400 };
    assert!(compared > least, "{shown}: only {compared} figures");
    assert!(got["checks"].as_array().unwrap().iter().all(|law| law["holds"] == true), "{shown}: {}", got["checks"]);
}

#[test]
fn every_sample_gives_its_figures_by_every_version_in_both_languages() {
    let samples = samples();
    for name in bonus::policy::built_in_versions() {
        let of = samples.iter().filter(|sample| sample.policy == name).count();
        let commission = COMMISSION.contains(&bonus::policy::parted(&name).0);
        assert!(of >= 2 || !commission, "{name} has {of} samples");
    }
    for sample in &samples {
        for lang in [Lang::Zh, Lang::En] {
            check(sample, &sample.workbook, lang);
        }
    }
}

/// The workbook of a sample with English names of sheets, columns, settings, categories and choices, by the words of the
/// program itself.
fn in_english(sample: &Sample) -> Draft {
    let policy = policy(&sample.policy);
    let mut draft = opened(&sample.workbook);
    for page in &mut draft.pages {
        let headings = headings(policy, &page.name);
        let is_settings = page.name == settings_sheet().zh;
        for (number, row) in page.rows.iter_mut().enumerate() {
            for (column, cell) in row.iter_mut().enumerate() {
                let Cell::Text(text) = cell else { continue };
                let words = if number == 0 {
                    headings.iter().find(|words| words.zh == *text).cloned()
                } else if is_settings && column == 0 {
                    let title = Words::new("政策", "Policy");
                    let mut labels = policy.settings.iter().map(|setting| setting.label.clone()).chain([title]);
                    labels.find(|words| words.zh == *text)
                } else {
                    value(policy, text)
                };
                if let Some(words) = words {
                    *text = words.en;
                }
                assert!(number > 0 || text.is_ascii(), "{}: {text} has no English", page.name);
            }
        }
        page.name = sheets(policy).find(|words| words.zh == page.name).unwrap_or_else(|| panic!("{}", page.name)).en;
    }
    draft
}

fn sheets(policy: &Policy) -> impl Iterator<Item = Words> {
    let own = policy.sheets.iter().map(|sheet| sheet.label.clone());
    let tables = policy.tables.iter().map(|table| table.label.clone());
    own.chain(tables).chain([settings_sheet(), Words::new("职级", "Grades")])
}

/// What the columns of a sheet may be called. A sheet that the policy does not have keeps its columns of any sheet.
fn headings(policy: &Policy, sheet: &str) -> Vec<Words> {
    let own = policy.sheets.iter().filter(|known| known.label.zh == sheet).flat_map(|known| &known.columns);
    let tables = policy.tables.iter().filter(|known| known.label.zh == sheet).flat_map(|known| &known.columns);
    let mut list: Vec<Words> = own.chain(tables).map(|column| column.label.clone()).collect();
    let more = [("参数", "Key"), ("取值", "Value"), ("职级", "Grade"), ("月工资", "Monthly wage")];
    list.extend(more.map(|(zh, en)| Words::new(zh, en)));
    list.extend(
        [("月浮动工资", "Monthly floating wage"), ("浮动工资", "Floating wage")].map(|(zh, en)| Words::new(zh, en)),
    );
    list
}

/// What a category, a choice or a yes is called.
fn value(policy: &Policy, text: &str) -> Option<Words> {
    let keys = policy.tables.iter().flat_map(|table| &table.keys).chain(&policy.words);
    let mut words = keys.map(|(_, words)| words.clone()).chain([Words::new("是", "yes"), Words::new("否", "no")]);
    words.find(|words| words.zh == text)
}

/// Every sample in both languages and all formats: what `LibreOffice` converts, and .xlsb, which it does not write.
#[test]
fn every_sample_gives_its_figures_in_every_format_and_language() {
    let samples = samples();
    let folder = tempfile::tempdir().unwrap();
    let mut written: Vec<(&Sample, PathBuf, Lang)> = Vec::new();
    // Outside CI those of one policy, of its versions and of its people, each in one language, in turn.
    let of_policies = samples.iter().filter(|sample| some(true, sample.policy.starts_with(COMMISSION[0])));
    for (number, sample) in of_policies.enumerate() {
        let name = sample.workbook.file_stem().unwrap().to_string_lossy();
        for lang in languages(number) {
            let (lang, draft) = match lang {
                Lang::Zh => (Lang::Zh, opened(&sample.workbook)),
                Lang::En => (Lang::En, in_english(sample)),
            };
            let path = folder.path().join(format!("{name}-{lang:?}-{}.xlsx", sample.policy.replace('@', "-")));
            draft.write(&path);
            std::fs::write(path.with_extension("xlsb"), xlsb::bytes(&draft)).unwrap();
            written.push((sample, path, lang));
        }
    }
    let mut formats = vec!["xlsx", "xlsb"];
    if soffice_is_there() {
        let files: Vec<_> = written.iter().map(|(_, path, _)| path).collect();
        for format in ["ods", "xls", "xlsm"] {
            convert(format, folder.path(), &files);
            formats.push(format);
        }
    }
    for (sample, path, lang) in &written {
        for format in &formats {
            check(sample, &path.with_extension(format), *lang);
        }
    }
}
