//! What the program is built from, and what SECURITY.md promises of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All packages, of all platforms, as `cargo metadata` knows them.
fn packages() -> Vec<serde_json::Value> {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--manifest-path"])
        .arg(root().join("Cargo.toml"))
        .output()
        .unwrap();
    assert!(metadata.status.success(), "{}", String::from_utf8_lossy(&metadata.stderr));
    let document: serde_json::Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let packages = document["packages"].as_array().unwrap().clone();
    assert!(packages.len() > 100, "only {} packages", packages.len());
    packages
}

fn deny() -> toml::Table {
    fs::read_to_string(root().join("deny.toml")).unwrap().parse().unwrap()
}

fn texts(list: &toml::Value) -> BTreeSet<String> {
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

/// Whether a licence expression can be fulfilled with `allowed` licences: `A OR B`, `(A OR B) AND C`, and the old `A/B`.
fn is_allowed(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let expression = expression.replace('/', " OR ");
    let mut depth = 0;
    let mut clauses = vec![String::new()];
    for word in expression.split_whitespace() {
        if word == "AND" && depth == 0 {
            clauses.push(String::new());
            continue;
        }
        depth += word.matches('(').count();
        depth -= word.matches(')').count();
        let clause = clauses.last_mut().unwrap();
        if !clause.is_empty() {
            clause.push(' ');
        }
        clause.push_str(word);
    }
    clauses.iter().all(|clause| {
        let clause = clause.trim_start_matches('(').trim_end_matches(')');
        clause.split(" OR ").any(|licence| allowed.contains(licence.trim()))
    })
}

#[test]
fn licences_are_allowed_and_sources_are_the_registry() {
    let deny = deny();
    let licences = texts(&deny["licenses"]["allow"]);
    let registries = texts(&deny["sources"]["allow-registry"]);
    for package in packages() {
        let name = package["name"].as_str().unwrap();
        let Some(source) = package["source"].as_str() else {
            assert_eq!(name, "bonus", "a package without a source");
            continue;
        };
        let registry = source.trim_start_matches("registry+");
        assert!(registries.contains(registry), "{name} comes from {source}");
        let licence = package["license"].as_str().unwrap_or_else(|| panic!("{name} names no licence"));
        assert!(is_allowed(licence, &licences), "{name}: {licence} is not among the allowed licences of deny.toml");
    }
}

#[test]
fn licence_expressions_are_understood() {
    let allowed: BTreeSet<String> = ["MIT", "Zlib"].map(str::to_owned).into();
    for (expression, expected) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("GPL-3.0 OR MIT", true),
        ("GPL-3.0/MIT", true),
        ("MIT AND GPL-3.0", false),
        ("(GPL-3.0 OR MIT) AND Zlib", true),
        ("(GPL-3.0 OR MIT) AND Unicode-3.0", false),
        ("MIT-0", false),
    ] {
        assert_eq!(is_allowed(expression, &allowed), expected, "{expression}");
    }
}

/// Nothing in the program can speak to a network: no library for it is built in, and our own code names none.
#[test]
fn nothing_speaks_to_a_network() {
    const NETWORK: [&str; 30] = [
        "async-std",
        "attohttpc",
        "curl",
        "curl-sys",
        "h2",
        "hickory-resolver",
        "http",
        "hyper",
        "isahc",
        "mio",
        "native-tls",
        "openssl",
        "openssl-sys",
        "opentelemetry",
        "quinn",
        "reqwest",
        "ring",
        "rustls",
        "sentry",
        "smol",
        "socket2",
        "ssh2",
        "surf",
        "tokio",
        "tonic",
        "tungstenite",
        "ureq",
        "url",
        "webpki",
        "zmq",
    ];
    let names: BTreeSet<String> =
        packages().iter().map(|package| package["name"].as_str().unwrap().to_owned()).collect();
    assert!(names.contains("calamine"));
    let found: Vec<&str> = NETWORK.into_iter().filter(|name| names.contains(*name)).collect();
    assert!(found.is_empty(), "{found:?}");
    let mut sources = 0;
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let found =
                    ["std::net", "TcpStream", "UdpSocket", "UnixStream"].iter().find(|word| text.contains(**word));
                assert_eq!(found, None, "{}", path.display());
                sources += 1;
            }
        }
    }
    assert!(sources > 100);
}

/// Our code has no `unsafe`, and what is not computed exactly overflows into a fault.
#[test]
fn the_compiler_keeps_its_promises() {
    let manifest: toml::Table = fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap();
    assert_eq!(manifest["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
    assert_eq!(manifest["profile"]["release"]["overflow-checks"].as_bool(), Some(true));
    assert_eq!(manifest["profile"]["release"]["panic"].as_str(), Some("unwind"));
    assert!(root().join("Cargo.lock").is_file());
}

/// The release workflow does what SECURITY.md says of it, as far as its text tells; that it runs, only the forge can show.
#[test]
fn the_release_workflow_does_what_is_said_of_it() {
    let workflow = fs::read_to_string(root().join(".github/workflows/release.yml")).unwrap();
    let script = fs::read_to_string(root().join(".ci/release")).unwrap();
    let at = |text: &str, wanted: &str| text.find(wanted).unwrap_or_else(|| panic!("there is no `{wanted}`"));
    // The list of libraries is put in and read back; two builds, in two folders, are compared before anything leaves them.
    for wanted in ["cargo install cargo-auditable --version", "cargo install rust-audit-info --version", ".ci/release "]
    {
        at(&workflow, wanted);
    }
    let steps = [
        "cargo auditable build --release --locked",
        "build \"$PWD\"",
        "build \"$again/source\"",
        "cmp ",
        "rust-audit-info \"$built\"",
        "comm -23 \"$again/needed\" \"$again/inside\"",
        "cp ",
    ];
    let places = steps.map(|step| at(&script, step));
    assert!(places.is_sorted(), "{places:?}");
    assert_eq!(script.matches("--remap-path-prefix=").count(), 2);
    // What is published: compared results, checksums, a statement of provenance, and a draft that somebody looks at.
    let steps = ["cmp built/", "sha256sum -- * > SHA256SUMS", "uses: actions/attest-build-provenance@", "--draft"];
    let places = steps.map(|step| at(&workflow, step));
    assert!(places.is_sorted(), "{places:?}");
    assert!(workflow.contains("subject-path: dist/*"));
    // Nobody else's step is another one tomorrow, and none may do more than it needs.
    for action in workflow.lines().filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix("uses: ")) {
        let (_, commit) = action.split_once('@').expect("a version");
        let commit = commit.split(' ').next().unwrap();
        assert!(commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()), "{action} is not pinned");
    }
    assert!(workflow.contains("\npermissions: {}\n"));
    let toolchain: toml::Table = fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap();
    let needed = toolchain["package"]["rust-version"].as_str().unwrap();
    assert!(workflow.contains(&format!("TOOLCHAIN: {needed}.")), "the toolchain is not {needed}");
}

/// Each promise of SECURITY.md names the tests that hold it: `file: test`. They exist.
#[test]
fn promises_name_tests_that_exist() {
    let text = fs::read_to_string(root().join("SECURITY.md")).unwrap();
    let mut named = 0;
    for quoted in text.split('`').skip(1).step_by(2) {
        let Some((file, name)) = quoted.split_once(": ") else { continue };
        let source = fs::read_to_string(root().join(file)).unwrap_or_else(|_| panic!("no file {file}"));
        assert!(source.contains(&format!("fn {name}(")), "{file} has no test {name}");
        named += 1;
    }
    assert!(named > 30, "only {named} tests are named");
    // Every row of the tables of promises names one.
    for row in text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| promise")) {
        assert!(row.contains(".rs: "), "no test is named in: {row}");
    }
}
