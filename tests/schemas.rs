//! What programs read: each command's `--format json` is of the form that `fixtures/schema/1/<command>.json` says, and of no other.
//!
//! A schema (JSON Schema, 2020-12) is made from what the commands print over many inputs, once, by `BONUS_RENEW=1`; from
//! then on it is the contract: a field that is gone, new, or of another type fails here, and asks for a number of its own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Map, Value as Json, json};

use crate::common::{self, fixture};

/// The version of all schemas: it goes up when a program that reads them has to be changed.
const VERSION: u32 = 1;

/// What a command prints for programs, whatever its exit status.
fn printed(folder: &Path, arguments: &[&str]) -> Json {
    let output =
        Command::new(env!("CARGO_BIN_EXE_bonus")).args(arguments).current_dir(folder).env("LANG", "C").output();
    let output = output.unwrap();
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{arguments:?}: {error}: {}", String::from_utf8_lossy(&output.stderr)))
}

/// Every command with what it prints over inputs of several policies, sound and faulty.
fn commands() -> BTreeMap<&'static str, Vec<Json>> {
    let scene = tempfile::tempdir().unwrap();
    let folder = scene.path();
    let put = |from: &str, name: &str| {
        std::fs::copy(fixture(from), folder.join(name)).unwrap();
    };
    let samples = ["key-account", "major-sales", "department-sales"];
    for sample in samples {
        put(&format!("samples/{sample}.xlsx"), &format!("{sample}.xlsx"));
    }
    put("faults/two.xlsx", "faulty.xlsx");
    let mut all: BTreeMap<&'static str, Vec<Json>> = BTreeMap::new();
    let mut add = |command: &'static str, arguments: &[&str]| {
        let json = printed(folder, &[arguments, &["--format", "json"]].concat());
        all.entry(command).or_default().push(json);
    };
    for sample in samples {
        let (input, results) = (format!("{sample}.xlsx"), format!("{sample}-results.xlsx"));
        add("compute", &["compute", &input]);
        add("check", &["check", &input]);
        add("explain", &["explain", &input, "--quarter", "Q2"]);
        let made = Command::new(env!("CARGO_BIN_EXE_bonus"))
            .args(["compute", &input, "-o", &results])
            .current_dir(folder)
            .output();
        assert!(made.unwrap().status.success());
    }
    add("compute", &["compute", "key-account.xlsx", "--through", "Q2"]);
    add("failure", &["compute", "faulty.xlsx"]);
    add("failure", &["compute", "nowhere.xlsx"]);
    add("failure", &["compute", "key-account.xlsx", "--set", "nothing"]);
    add("check", &["check", "faulty.xlsx"]);
    add("explain", &["explain", "key-account.xlsx", "--manager", "M001", "--rule", "bonus"]);
    add("what-if", &["what-if", "key-account.xlsx", "--set", "in_target_rate=8%"]);
    add("readings", &["what-if", "key-account.xlsx", "--readings"]);
    add("cliffs", &["what-if", "key-account.xlsx", "--cliffs", "--manager", "M001"]);
    add("diff", &["diff", "key-account.xlsx", "key-account-results.xlsx", "--policy-a", "key-account@1"]);
    add("policies", &["diff", "key-account@1", "key-account@2"]);
    add("verify", &["verify", "key-account-results.xlsx"]);
    add("seal", &["seal", "key-account-results.xlsx", "--as", "maker", "--name", "Zhang Ming"]);
    let key = ssh_key::private::Ed25519Keypair::from_seed(&[1; 32]);
    let key = ssh_key::PrivateKey::from(key).to_openssh(ssh_key::LineEnding::LF).unwrap();
    std::fs::write(folder.join("key"), key.as_bytes()).unwrap();
    add("seal", &["seal", "key-account-results.xlsx", "--as", "approver", "--name", "Li Na", "--key", "key"]);
    add("verify", &["verify", "."]);
    std::fs::write(folder.join("major-sales-results.xlsx.seals.txt"), "none").unwrap();
    common::tamper::tamper(&folder.join("major-sales-results.xlsx"), |name, content| {
        let edited = content.replacen("</f><v>", "</f><v>1", 3).replacen("showGridLines=\"0\"", "showZeros=\"0\"", 1);
        Some(if name == "xl/worksheets/sheet2.xml" { edited } else { content })
    });
    std::fs::remove_file(folder.join("department-sales.xlsx")).unwrap();
    add("verify", &["verify", "."]);
    std::fs::write(folder.join("no-workbook.xlsx"), "none").unwrap();
    add("verify", &["verify", "no-workbook.xlsx"]);
    add("verify", &["verify", "faulty.xlsx"]);
    put("samples/department-sales.xlsx", "department-sales.xlsx");
    add("next", &["next", "key-account-results.xlsx", "-o", "next.xlsx"]);
    add("next", &["next", "department-sales.xlsx", "-o", "next-2.xlsx", "--force"]);
    add("template", &["template", "-o", "template.xlsx"]);
    add("policy-list", &["policy", "list"]);
    for id in ["key-account", "assistant", "department-sales@1"] {
        add("policy-show", &["policy", "show", id]);
    }
    add("policy-new", &["policy", "new", "ours.toml"]);
    add("policy-check", &["policy", "check", "ours.toml"]);
    add("policy-coverage", &["policy", "coverage", "ours.toml", "key-account.xlsx"]);
    all
}

/// The schema of everything that a list of values can be.
fn schema_of(values: &[&Json]) -> Json {
    let mut types: Vec<&str> = values.iter().map(|value| type_of(value)).collect();
    types.sort_unstable();
    types.dedup();
    let mut schema = Map::new();
    schema.insert("type".into(), if let [one] = types[..] { one.into() } else { json!(types) });
    let objects: Vec<&Map<String, Json>> = values.iter().filter_map(|value| value.as_object()).collect();
    if !objects.is_empty() {
        let mut fields: BTreeMap<&String, Vec<&Json>> = BTreeMap::new();
        objects
            .iter()
            .flat_map(|object| object.iter())
            .for_each(|(name, value)| fields.entry(name).or_default().push(value));
        // Names that data give, such as settings' and rules', are no fields of the form.
        let given = fields
            .keys()
            .any(|name| !name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_-".contains(&b)));
        if given {
            let all: Vec<&Json> = fields.values().flatten().copied().collect();
            schema.insert("additionalProperties".into(), schema_of(&all));
        } else {
            let required = fields.iter().filter(|(_, values)| values.len() == objects.len()).map(|(name, _)| *name);
            schema.insert("required".into(), json!(required.collect::<Vec<_>>()));
            let properties = fields.iter().map(|(name, values)| ((*name).clone(), schema_of(values)));
            schema.insert("properties".into(), Json::Object(properties.collect()));
            schema.insert("additionalProperties".into(), false.into());
        }
    }
    let items: Vec<&Json> = values.iter().filter_map(|value| value.as_array()).flatten().collect();
    if !items.is_empty() {
        schema.insert("items".into(), schema_of(&items));
    }
    Json::Object(schema)
}

fn type_of(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(number) if number.is_f64() => "number",
        Json::Number(_) => "integer",
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    }
}

/// What of a value is not of the form that a schema says.
fn wrong(schema: &Json, value: &Json, at: &str, found: &mut Vec<String>) {
    let of = type_of(value);
    let allowed = match &schema["type"] {
        Json::String(one) => one == of,
        Json::Array(several) => several.iter().any(|one| one == of),
        _ => true,
    };
    if !allowed {
        found.push(format!("{at} is {of}, not {}", schema["type"]));
    }
    if let Some(object) = value.as_object() {
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Json::as_str) {
            if !object.contains_key(name) {
                found.push(format!("{at} lacks {name}"));
            }
        }
        for (name, value) in object {
            let at = format!("{at}.{name}");
            match schema["properties"].get(name).unwrap_or(&schema["additionalProperties"]) {
                Json::Bool(false) => found.push(format!("{at} is not in the schema")),
                schema => wrong(schema, value, &at, found),
            }
        }
    }
    if let (Some(items), Some(schema)) = (value.as_array(), schema.get("items")) {
        items.iter().enumerate().for_each(|(number, item)| wrong(schema, item, &format!("{at}[{number}]"), found));
    }
}

fn path(command: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/schema/{VERSION}/{command}.json"))
}

#[test]
fn every_command_prints_what_its_schema_says() {
    let all = commands();
    let mut found = Vec::new();
    for (command, values) in &all {
        if common::renew() {
            let mut schema = schema_of(&values.iter().collect::<Vec<_>>());
            schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
            schema["$id"] = format!("urn:bonus:schema:{VERSION}:{command}").into();
            schema["title"] = format!("bonus {command} --format json").into();
            std::fs::create_dir_all(path(command).parent().unwrap()).unwrap();
            std::fs::write(path(command), format!("{schema:#}\n")).unwrap();
        }
        let schema = std::fs::read_to_string(path(command)).unwrap_or_else(|error| panic!("{command}: {error}"));
        let schema: Json = serde_json::from_str(&schema).unwrap();
        for value in values {
            wrong(&schema, value, command, &mut found);
        }
    }
    assert!(found.is_empty(), "{} deviations, such as:\n{}", found.len(), found[..found.len().min(20)].join("\n"));
    let files = std::fs::read_dir(path("").parent().unwrap()).unwrap().count();
    assert_eq!(files, all.len(), "a schema that no command has");
}

/// The check itself sees what it should.
#[test]
fn a_deviation_is_seen() {
    let schema = schema_of(&[&json!({ "a": 1, "b": [{ "c": "x" }] }), &json!({ "a": null, "b": [] })]);
    let deviations = |value: Json| {
        let mut found = Vec::new();
        wrong(&schema, &value, "it", &mut found);
        found
    };
    assert!(deviations(json!({ "a": 2, "b": [{ "c": "y" }] })).is_empty());
    assert_eq!(deviations(json!({ "b": [] })), ["it lacks a"]);
    assert_eq!(deviations(json!({ "a": "1", "b": [] })).len(), 1);
    assert_eq!(deviations(json!({ "a": 1, "b": [{ "c": 1, "d": 2 }] })).len(), 2);
}

/// Every command has `--format json`, but those that write what a shell or a manual reads.
#[test]
fn no_command_is_left_out() {
    let known = commands();
    let help = Command::new(env!("CARGO_BIN_EXE_bonus")).args(["--help", "--lang", "en"]).output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let list =
        help.lines().skip_while(|line| !line.starts_with("Commands")).skip(1).take_while(|line| line.starts_with("  "));
    let commands = list.filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')));
    let names: Vec<&str> = commands.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.contains(&"verify") && names.contains(&"seal"), "{help}");
    for name in names.into_iter().filter(|name| !["completions", "man", "help"].contains(name)) {
        let there = known.keys().any(|known| *known == name || known.starts_with(&format!("{name}-")));
        assert!(there, "`bonus {name}` has no schema");
    }
}
