//! What programs read: each command's `--format json` is of the form that `fixtures/schema/1/<command>.json` says, and of no
//! other. The schemas are made from the types that are printed (`src/cli/schemas.rs`); ajv, which knows nothing of them, judges
//! here what the built program prints, by every built-in policy and by those of other forms.

mod printed;

use printed::{Desk, of_a_year, of_every_policy, of_failures, of_policies, of_seals_and_edits};

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::sync::LazyLock;

use crate::common::{self, fixture, node};
use bonus::lang::Lang;
use bonus::policy::{PeriodKind, built_in_ids, built_in_versions, load};
use serde_json::{Value as Json, json};

/// Everything that the commands print, by the name of its schema.
static PRINTED: LazyLock<BTreeMap<&'static str, Vec<Json>>> = LazyLock::new(|| {
    // Two desks side by side: the tests wait for it together.
    let work: [&[fn(&mut Desk)]; 2] = [&[of_every_policy], &[of_a_year, of_seals_and_edits, of_policies, of_failures]];
    let printed = std::thread::scope(|scope| {
        let at_a_desk = |work: &'static [fn(&mut Desk)]| {
            let mut desk = Desk { folder: tempfile::tempdir().unwrap(), all: BTreeMap::new() };
            for print in work {
                print(&mut desk);
            }
            desk.all
        };
        work.map(|work| scope.spawn(move || at_a_desk(work))).map(|desk| desk.join().unwrap())
    });
    let mut all: BTreeMap<_, Vec<Json>> = BTreeMap::new();
    printed.into_iter().flatten().for_each(|(schema, values)| all.entry(schema).or_default().extend(values));
    all
});

/// Files of `fixtures/policies`, each with its policy: ranks, pools, teams, hierarchies, rates that change, months.
const OTHERS: [(&str, &str); 8] = [
    ("accelerator", "accelerator"),
    ("contest", "contest"),
    ("dated-vat", "dated-vat-2019"),
    ("manager-default", "manager-default"),
    ("office", "office"),
    ("quarter-sees-manager-rule", "quarter-sees-manager-rule"),
    ("rolling-draw", "rolling-draw"),
    ("team", "team"),
];

/// A policy by which one of the readings cannot be chosen.
const STRICT: &str = r#"
format = 1

[policy]
id = "strict"
version = "1"
title = { zh = "更严", en = "Stricter" }
period = "quarter"
extends = "key-account@2"

[[check]]
name = "income-counts-not"
scope = "quarter"
column = "base"
clause = "KA-1"
formula = 'other_income <> "counts"'
message = { zh = "此读法不得选", en = "this reading may not be chosen" }
mend = { zh = "改选", en = "choose another" }
"#;

/// The schemas as they are published.
fn schemas() -> BTreeMap<String, Json> {
    let files = std::fs::read_dir(fixture("schema/1")).unwrap().map(|entry| entry.unwrap().path());
    let schema = |path: std::path::PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        (path.file_stem().unwrap().to_str().unwrap().to_owned(), serde_json::from_str(&text).unwrap())
    };
    files.map(schema).collect()
}

#[test]
fn every_command_prints_what_its_schema_says() {
    let schemas = schemas();
    assert!(schemas.keys().eq(PRINTED.keys()), "printed and published: {:?} {:?}", PRINTED.keys(), schemas.keys());
    if !node::is_there() {
        return;
    }
    let lines = PRINTED.iter().map(|(command, values)| json!({ "schema": schemas[*command], "values": values }));
    let answers = node::run("judge.js", &lines.map(|line| line.to_string()).collect::<Vec<_>>());
    let wrong = PRINTED.keys().zip(&answers).flat_map(|(command, answer)| {
        let told = answer.as_array().unwrap().iter().flat_map(|told| told.as_array().unwrap());
        told.map(move |told| format!("{command}{}", told.as_str().unwrap()))
    });
    let found: Vec<String> = wrong.collect();
    assert!(found.is_empty(), "{} deviations, such as:\n{}", found.len(), found[..found.len().min(20)].join("\n"));
    let computed: BTreeSet<&str> = PRINTED["compute"].iter().filter_map(|json| json["policy"]["id"].as_str()).collect();
    assert!(built_in_ids().all(|id| computed.contains(id)), "of all built-in policies only {computed:?} were tried");
}

/// All names of objects' fields.
fn names<'j>(value: &'j Json, found: &mut BTreeSet<&'j str>) {
    value.as_array().into_iter().flatten().for_each(|value| names(value, found));
    for (name, value) in value.as_object().into_iter().flatten() {
        found.insert(name);
        names(value, found);
    }
}

/// Nothing is promised that was never seen: each field of a schema was printed, and each that may be null was more than that.
#[test]
fn each_field_was_printed() {
    fn fields<'j>(schema: &'j Json, found: &mut BTreeSet<&'j str>) {
        schema.as_array().into_iter().flatten().for_each(|schema| fields(schema, found));
        for (key, value) in schema.as_object().into_iter().flatten() {
            if key == "properties" {
                found.extend(value.as_object().into_iter().flatten().map(|(name, _)| name.as_str()));
            }
            fields(value, found);
        }
    }
    let mut unseen = Vec::new();
    for (command, schema) in &schemas() {
        let (mut promised, mut seen) = (BTreeSet::new(), BTreeSet::new());
        fields(schema, &mut promised);
        // What a change of policy moves in an input is told as `diff` tells it; only there cells differ.
        let also = if command == "policies" { &PRINTED["diff"][..] } else { &[] };
        PRINTED[command.as_str()].iter().chain(also).for_each(|value| names(value, &mut seen));
        unseen.extend(promised.difference(&seen).map(|name| format!("{command}: {name}")));
    }
    assert!(unseen.is_empty(), "{unseen:?}");
}

/// What may be left out.
const OPTIONAL: &str =
    "also chains error file follows half_years months on proposals quarters receipt seals totals year_end";

/// A value with its lists of objects cut short.
fn short(value: &Json) -> Json {
    match value {
        Json::Array(list) => {
            let kept = list.iter().enumerate().filter(|(at, value)| *at < 2 || !value.is_object());
            kept.map(|(_, value)| short(value)).collect()
        }
        Json::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), short(value))).collect(),
        other => other.clone(),
    }
}

/// Where each value stands, the whole of it first.
fn pointers(value: &Json, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    for (number, value) in value.as_array().into_iter().flatten().enumerate() {
        pointers(value, &format!("{at}/{number}"), found);
    }
    for (name, value) in value.as_object().into_iter().flatten() {
        pointers(value, &format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")), found);
    }
}

/// A field that is gone, one that is foreign, and one of another type are each refused, wherever they stand.
#[test]
fn a_deviation_is_refused() {
    // Names that policies give, to rules and to columns.
    let own = OTHERS.map(|(policy, _)| {
        let text = std::fs::read_to_string(fixture(&format!("policies/{policy}.toml"))).unwrap();
        load(policy, &text).unwrap_or_else(|error| panic!("{error}"))
    });
    let policies: Vec<_> = built_in_versions().map(|version| common::policy(&version)).chain(&own).collect();
    let rules = policies.iter().flat_map(|policy| &policy.scopes).flat_map(|scope| &scope.rules).map(|rule| &rule.name);
    let columns = policies.iter().flat_map(|policy| &policy.sheets).flat_map(|sheet| &sheet.columns);
    let given: BTreeSet<&str> = rules.chain(columns.map(|column| &column.name)).map(String::as_str).collect();
    let mut passed = BTreeSet::new();
    let (mut refused, mut figures) = (0, 0);
    if !node::is_there() {
        return;
    }
    let mut all: Vec<(String, Vec<(&str, String)>)> = Vec::new();
    let mut lines = Vec::new();
    for (command, schema) in &schemas() {
        // The one with the most fields says most.
        let values = PRINTED[command.as_str()].iter().map(short);
        let value = values.max_by_key(|value| value.to_string().len().min(60_000)).unwrap();
        let mut places = Vec::new();
        pointers(&value, "", &mut places);
        let mut edits = Vec::new();
        for at in places {
            // No number in any document is a binary float.
            edits.push(("mistyped", at.clone()));
            if value.pointer(&at).unwrap().is_object() {
                edits.push(("foreign", at.clone()));
            }
            let (parent, name) = at.rsplit_once('/').unwrap_or_default();
            let is_field = !at.is_empty() && value.pointer(parent).unwrap().is_object();
            if is_field && !OPTIONAL.split(' ').any(|optional| optional == name) {
                edits.push(("missing", at));
            }
        }
        let told = edits.iter().map(|(what, at)| json!({ "what": what, "at": at, "put": 1.5 }));
        lines.push(json!({ "schema": schema, "value": value, "edits": told.collect::<Vec<_>>() }).to_string());
        all.push((command.clone(), edits));
    }
    for ((command, edits), answer) in all.iter().zip(node::run("judge.js", &lines)) {
        for ((what, at), passes) in edits.iter().zip(answer.as_array().unwrap()) {
            let (parent, name) = at.rsplit_once('/').unwrap_or_default();
            if passes == false {
                refused += 1;
            } else if *what == "missing" && (given.contains(name) || parent.ends_with("/figures")) {
                figures += 1;
            } else {
                passed.insert(format!("{command}: {what} {at}"));
            }
        }
    }
    assert!(passed.is_empty(), "{} wrong documents pass: {passed:#?}", passed.len());
    assert!(refused > 1_000 && figures > 0, "only {refused} refused, {figures} figures");
}

/// Each object of the results that holds figures has fields of its own, and no figure may be called like one of these; but like
/// any field that stands elsewhere.
#[test]
fn no_figure_takes_the_name_of_a_field() {
    const HEAD: &str = "format = 1\n[policy]\nid = \"own\"\nversion = \"1\"\ntitle = { zh = \"x\", en = \"x\" }\n";
    let schemas = schemas();
    let mut all = BTreeSet::new();
    for schema in schemas.values() {
        names(schema, &mut all);
    }
    let own = |objects: &[&str]| -> BTreeSet<&str> {
        let objects = objects.iter().map(|name| &schemas["compute"]["$defs"][*name]);
        let open = objects.inspect(|object| assert!(object["additionalProperties"].is_object(), "{object:#}"));
        open.flat_map(|object| object["properties"].as_object().unwrap()).map(|(name, _)| name.as_str()).collect()
    };
    let open = schemas["compute"]["$defs"].as_object().unwrap().values();
    let open = open.filter(|object| object["additionalProperties"].is_object() && !object["properties"].is_null());
    assert_eq!(open.count(), 7, "an object with figures that is not tried here");
    // What a policy's file calls them: rules of a scope, or columns of a sheet.
    let placed: [(&str, &str, &[&str]); 11] = [
        ("key-account@2", "manager", &["Manager"]),
        ("key-account@2", "quarter", &["PeriodRow"]),
        ("monthly-card@2", "month", &["PeriodRow"]),
        ("key-account@2", "half", &["HalfRow", "ProposalEntry"]),
        ("key-account@2", "department", &["Department"]),
        ("key-account@2", "department_quarter", &["DepartmentPeriod"]),
        ("monthly-card@2", "department_month", &["DepartmentPeriod"]),
        ("key-account@2", "year", &[]),
        ("key-account@2", "sheet.managers", &["Manager"]),
        ("key-account@2", "sheet.quotas", &["PeriodRow"]),
        ("key-account@2", "sheet.adjustments", &["AdjustmentEntry"]),
    ];
    for (extended, place, objects) in placed {
        let (parent, mut own) = (common::policy(extended), own(objects));
        // An object has periods of one kind.
        let other = if parent.period == PeriodKind::Quarter { ["month", "months"] } else { ["quarter", "quarters"] };
        own.retain(|name| !other.contains(name));
        let rules = parent.scopes.iter().flat_map(|scope| &scope.rules).map(|rule| &rule.name);
        let columns = parent.sheets.iter().flat_map(|sheet| &sheet.columns).map(|column| &column.name);
        let known: BTreeSet<&str> = rules.chain(columns).map(String::as_str).collect();
        let sheet = place.strip_prefix("sheet.");
        let unknown = all.iter().filter(|name| !known.contains(**name));
        let tried: BTreeSet<&str> =
            unknown.chain(own.iter().filter(|name| sheet.is_none() || !known.contains(**name))).copied().collect();
        let head = format!("{HEAD}extends = \"{extended}\"\n");
        let clause = &parent.clauses[0].id;
        let text = if let Some(sheet) = sheet {
            let column = |name: &&str| {
                format!(
                    "{{ name = \"{name}\", clause = \"{clause}\", unit = \"yuan\", label = {{ zh = \"{name}\", en = \"{name}\" }} }}"
                )
            };
            let columns: Vec<String> = tried.iter().map(column).collect();
            format!("{head}[[sheet]]\nname = \"{sheet}\"\nreplaces = true\ncolumns = [{}]\n", columns.join(", "))
        } else {
            let rule = |name: &&str| {
                format!(
                    "[[{place}]]\nname = \"{name}\"\nclause = \"{clause}\"\nunit = \"yuan\"\nformula = '0'\nlabel = {{ zh = \"x\", en = \"x\" }}\n"
                )
            };
            head + &tried.iter().map(rule).collect::<String>()
        };
        let told = load("own.toml", &text).err().map(|error| error.render(Lang::En)).unwrap_or_default();
        for name in tried {
            let refused = told.contains(&format!("results has a field `{name}` in the same place"))
                || told.contains(&format!("`{name}` is used twice"));
            assert_eq!(refused, own.contains(name), "{place}, {name}: {told}");
        }
    }
}

/// A head of CSV stands once, whatever rules are called: it says the rule's name too.
#[test]
fn heads_of_csv_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("own.toml");
    let text = "format = 1\n[policy]\nid = \"own\"\nversion = \"1\"\nextends = \"key-account@2\"\n\
                title = { zh = \"x\", en = \"x\" }\n[[quarter]]\nname = \"again\"\nclause = \"KA-1\"\nunit = \"yuan\"\n\
                formula = 'bonus'\nlabel = { zh = \"姓名\", en = \"Name\" }\n";
    std::fs::write(&policy, text).unwrap();
    let input = fixture("samples/key-account-en.xlsx");
    let csv =
        ["compute", input.to_str().unwrap(), "--policy", policy.to_str().unwrap(), "--format", "csv", "--lang", "en"];
    let output = Command::new(env!("CARGO_BIN_EXE_bonus")).args(csv).output().unwrap();
    let table = String::from_utf8(output.stdout).unwrap();
    let mut table = csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
    let heads: Vec<&str> = table.headers().unwrap().iter().collect();
    assert_eq!(heads.iter().collect::<BTreeSet<_>>().len(), heads.len(), "{heads:?}");
    assert!(heads.contains(&"Name") && heads.contains(&"Name (again)"), "{heads:?}");
}

/// Every command has `--format json`, but those that write what a shell or a manual reads.
#[test]
fn no_command_is_left_out() {
    let known = schemas();
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
