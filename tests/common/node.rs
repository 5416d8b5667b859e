//! Scripts of `tests/excel/node`, run by Node over lines of JSON: judges that are not ours.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/excel/node")
}

/// Whether Node and its packages are there; in CI they must be.
pub fn is_there() -> bool {
    let node = Command::new("node").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    let missing = if node.is_err() {
        "Node is not installed"
    } else if !["hyperformula", "ajv"].iter().all(|name| folder().join("node_modules").join(name).is_dir()) {
        "Node's packages are not installed (npm ci --prefix tests/excel/node)"
    } else {
        return true;
    };
    assert!(std::env::var_os("CI").is_none(), "{missing}, and CI needs them");
    eprintln!("skipped: {missing}");
    false
}

/// Runs a script on lines and gives the lines that it answers.
pub fn run(script: &str, lines: &[String]) -> Vec<Value> {
    let mut command = Command::new("node");
    // A large book is many objects.
    command.args(["--max-old-space-size=4096", script]).current_dir(folder());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let text = lines.join("\n");
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success(), "{script} ended with {}", output.status);
    let answers = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<Value> = answers.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), lines.len(), "{script} did not answer all");
    answers
}
