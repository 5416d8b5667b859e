//! What every command prints, for the schemas to be held against.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use super::{OTHERS, STRICT};
use crate::common::tamper::{cell, inside, tamper};
use crate::common::{self, fixture};
use bonus::policy::{built_in_ids, built_in_versions};
use serde_json::Value as Json;

/// A folder, and what was printed in it.
pub(super) struct Desk {
    pub(super) folder: tempfile::TempDir,
    pub(super) all: BTreeMap<&'static str, Vec<Json>>,
}

impl Desk {
    fn at(&self) -> &Path {
        self.folder.path()
    }

    fn put(&self, from: &str, name: &str) {
        std::fs::copy(fixture(from), self.at().join(name)).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bonus"));
        command.args(arguments).current_dir(self.at()).env("LANG", "C").output().unwrap()
    }

    fn done(&self, arguments: &[&str]) {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// What a command prints for programs, whatever its exit status.
    fn add(&mut self, schema: &'static str, arguments: &[&str]) {
        let output = self.run(&[arguments, &["--format", "json"]].concat());
        let json: Json = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{arguments:?}: {error}: {}", String::from_utf8_lossy(&output.stderr)));
        // Of a field that stands twice a reader keeps one.
        assert!(format!("{json:#}\n").as_bytes() == output.stdout, "{arguments:?}: a field stands twice");
        self.all.entry(schema).or_default().push(json);
    }
}

pub(super) fn of_every_policy(desk: &mut Desk) {
    for version in built_in_versions() {
        let (id, number) = version.split_once('@').unwrap();
        let workbooks = ["samples/ID.xlsx", "samples/ID-turns.xlsx", "schemes/ID-zh.xlsx", "schemes/ID-en.xlsx"];
        let there: Vec<String> = workbooks.map(|name| name.replace("ID", id)).into();
        let there = there.iter().filter(|name| fixture(name).exists());
        // Outside CI one of them, and all that is printed only by the latest version.
        let is_latest = common::policy(id).version == number;
        let all = common::some(true, is_latest);
        for workbook in there.take(common::some(4, 1)) {
            desk.put(workbook, "in.xlsx");
            for command in ["compute", "check", "explain"].into_iter().take(if all { 3 } else { 1 }) {
                desk.add(command, &[command, "in.xlsx", "--policy", &version]);
            }
        }
        desk.add("policy-show", &["policy", "show", &version]);
        if !all {
            continue;
        }
        // A policy that pays no money has nothing that a reading could cost.
        let pays = desk.all["compute"].last().unwrap().get("totals").is_some();
        let schema = if pays { "readings" } else { "failure" };
        desk.add(schema, &["what-if", "in.xlsx", "--readings", "--policy", &version]);
        desk.add("policy-coverage", &["policy", "coverage", "in.xlsx", "--policy", &version]);
    }
    for (policy, workbook) in OTHERS {
        let policy = &format!("{policy}.toml");
        desk.put(&format!("policies/{policy}"), policy);
        desk.put(&format!("policies/{workbook}.xlsx"), "in.xlsx");
        for command in ["compute", "check", "explain"] {
            desk.add(command, &[command, "in.xlsx", "--policy", policy]);
        }
        desk.add("policy-show", &["policy", "show", policy]);
        desk.add("policy-check", &["policy", "check", policy]);
    }
    desk.put("policies/team.xlsx", "in.xlsx");
    desk.put("policies/team-corrected.xlsx", "corrected.xlsx");
    desk.add("diff", &["diff", "in.xlsx", "corrected.xlsx", "--policy-a", "team.toml", "--policy-b", "team.toml"]);
    desk.put("samples/key-account.xlsx", "in.xlsx");
    desk.add("explain", &["explain", "in.xlsx", "--manager", "M001", "--rule", "bonus", "--brief"]);
    desk.add("what-if", &["what-if", "in.xlsx", "--set", "in_target_rate=8%"]);
    desk.add("cliffs", &["what-if", "in.xlsx", "--cliffs", "--manager", "M002", "--through", "Q2"]);
    std::fs::write(desk.at().join("strict.toml"), STRICT).unwrap();
    desk.add("readings", &["what-if", "in.xlsx", "--readings", "--policy", "strict.toml"]);
}

/// Adjustments, prior periods, proposals, chains.
pub(super) fn of_a_year(desk: &mut Desk) {
    desk.put("samples/key-account.xlsx", "in.xlsx");
    for quarter in ["Q2", "Q3"] {
        let (input, results) = (format!("{quarter}.xlsx"), format!("{quarter}-results.xlsx"));
        desk.put(&format!("year/2025-{quarter}.xlsx"), &input);
        desk.add("compute", &["compute", &input]);
        desk.done(&["compute", &input, "-o", &results]);
    }
    desk.add("next", &["next", "Q2-results.xlsx", "-o", "next.xlsx"]);
    desk.add("next", &["next", "in.xlsx", "-o", "after.xlsx"]);
    desk.add("compute", &["compute", "next.xlsx", "--through", "Q2"]);
    desk.add("diff", &["diff", "Q2.xlsx", "Q3-results.xlsx"]);
    desk.add("diff", &["diff", "in.xlsx", "Q2.xlsx"]);
    desk.add("verify", &["verify", "."]);
}

pub(super) fn of_seals_and_edits(desk: &mut Desk) {
    desk.done(&["compute", "in.xlsx", "-o", "results.xlsx"]);
    desk.add("verify", &["verify", "results.xlsx"]);
    desk.add("seal", &["seal", "results.xlsx", "--as", "maker", "--name", "Zhang Ming"]);
    let key = ssh_key::private::Ed25519Keypair::from_seed(&[1; 32]);
    let key = ssh_key::PrivateKey::from(key).to_openssh(ssh_key::LineEnding::LF).unwrap();
    std::fs::write(desk.at().join("key"), key.as_bytes()).unwrap();
    desk.add("seal", &["seal", "results.xlsx", "--as", "approver", "--name", "Li Na", "--key", "key"]);
    desk.add("verify", &["verify", "results.xlsx"]);
    let results = desk.at().join("results.xlsx");
    tamper(&results, |name, content| {
        let looks = content.replace("showGridLines=\"0\"", "showZeros=\"0\"");
        Some(if name == "xl/worksheets/sheet2.xml" { looks } else { content })
    });
    desk.add("verify", &["verify", "results.xlsx"]);
    // A figure of Q1, and the one of the summary that shows it, as a program leaves them that calculates again.
    let set = |content: &str, cell: &str| {
        let value = format!("<v>{}</v>", inside(cell, "v"));
        content.replace(cell, &cell.replace(&value, "<v>1</v>"))
    };
    let mut looked_at = String::new();
    tamper(&results, |name, content| match name {
        "xl/worksheets/sheet1.xml" => {
            let at = content.find("<f>'Q1'!").expect("a figure of Q1");
            let start = content[..at].rfind("<c r=\"").unwrap() + 6;
            let shown = cell(&content, content[start..].split('"').next().unwrap());
            inside(shown, "f").rsplit('!').next().unwrap().clone_into(&mut looked_at);
            Some(set(&content, shown))
        }
        "xl/worksheets/sheet2.xml" => Some(set(&content, cell(&content, &looked_at))),
        _ => Some(content),
    });
    desk.add("verify", &["verify", "results.xlsx"]);
    std::fs::write(desk.at().join("results.xlsx.seals.txt"), "none").unwrap();
    desk.add("verify", &["verify", "results.xlsx"]);
    for id in built_in_ids() {
        let [old, samples, schemes] =
            [format!("archive/{id}-1/sample.xlsx"), "samples".to_owned(), "schemes".to_owned()]
                .map(|name| fixture(&name));
        let [old, samples, schemes] = [&old, &samples, &schemes].map(|path| path.to_str().unwrap());
        desk.add("verify", &["verify", old, "--input", samples, "--input", schemes]);
    }
    desk.put("samples/major-sales.xlsx", "alone.xlsx");
    desk.done(&["compute", "alone.xlsx", "-o", "alone-results.xlsx"]);
    std::fs::remove_file(desk.at().join("alone.xlsx")).unwrap();
    std::fs::write(desk.at().join("no-workbook.xlsx"), "none").unwrap();
    desk.add("verify", &["verify", "alone-results.xlsx", "no-workbook.xlsx"]);
}

pub(super) fn of_policies(desk: &mut Desk) {
    desk.add("policies", &["diff", "key-account@1", "key-account@2"]);
    desk.put("samples/key-account-turns.xlsx", "turns.xlsx");
    desk.add("policies", &["diff", "key-account@1", "key-account@2", "--on", "turns.xlsx"]);
    desk.add("template", &["template", "-o", "template.xlsx"]);
    desk.add("policy-list", &["policy", "list"]);
    desk.add("policy-new", &["policy", "new", "ours.toml"]);
    desk.add("policy-check", &["policy", "check", "ours.toml"]);
}

pub(super) fn of_failures(desk: &mut Desk) {
    desk.put("faults/two.xlsx", "faulty.xlsx");
    desk.put("faults/twenty.xlsx", "twenty.xlsx");
    desk.put("accounted/another-table-beside.en.xlsx", "beside.xlsx");
    desk.put("policies/mistaken/loop.toml", "loop.toml");
    desk.add("check", &["check", "twenty.xlsx"]);
    for faulty in ["faulty.xlsx", "beside.xlsx", "nowhere.xlsx", "no-workbook.xlsx"] {
        desk.add("failure", &["compute", faulty]);
    }
    desk.add("failure", &["compute", "in.xlsx", "--set", "nothing"]);
    desk.add("failure", &["compute", "in.xlsx", "--set", "no_such_setting=1"]);
    desk.add("failure", &["compute", "in.xlsx", "--policy", "loop.toml"]);
    desk.add("failure", &["compute", "in.xlsx", "--no-such-option"]);
    desk.add("failure", &["policy", "coverage", "in.xlsx", "faulty.xlsx"]);
}
