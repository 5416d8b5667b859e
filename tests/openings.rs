//! A command opens a workbook once and passes it on: counted by the kernel, from outside of the program.
#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::mem::MaybeUninit;
use std::path::Path;

use assert_cmd::Command;
use rustix::fs::inotify::{CreateFlags, ReadFlags, Reader, WatchFlags, add_watch, init};
use rustix::io::Errno;

use crate::common::fixture;

fn bonus(folder: &Path, arguments: &[&str]) {
    let mut command = Command::cargo_bin("bonus").unwrap();
    let output = command.current_dir(folder).args(arguments).args(["--quiet", "--lang", "en"]).output().unwrap();
    // 4: differences were found.
    let fine = matches!(output.status.code(), Some(0 | 4));
    assert!(fine, "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// How often a command opens each file of a folder.
fn openings(folder: &Path, arguments: &[&str]) -> BTreeMap<String, usize> {
    let watch = init(CreateFlags::NONBLOCK | CreateFlags::CLOEXEC).unwrap();
    // Events that are alike and follow each other are one; what is opened is closed before it is opened again.
    let flags = WatchFlags::OPEN | WatchFlags::CLOSE_NOWRITE | WatchFlags::CLOSE_WRITE;
    add_watch(&watch, folder, flags).unwrap();
    bonus(folder, arguments);
    let mut buffer = [MaybeUninit::uninit(); 4096];
    let mut events = Reader::new(watch, &mut buffer);
    let mut opened = BTreeMap::new();
    loop {
        match events.next() {
            Ok(event) => {
                assert!(!event.events().contains(ReadFlags::QUEUE_OVERFLOW), "too many events to count");
                let name = event.file_name().map(|name| name.to_string_lossy().into_owned());
                if let Some(name) = name.filter(|_| event.events().contains(ReadFlags::OPEN)) {
                    *opened.entry(name).or_default() += 1;
                }
            }
            Err(Errno::WOULDBLOCK) => return opened,
            Err(error) => panic!("{error}"),
        }
    }
}

/// The commands that read workbooks, with those that they read.
const COMMANDS: [(&[&str], &[&str]); 20] = [
    (&["check", "in.xlsx"], &["in.xlsx"]),
    (&["check", "in.xlsx", "--mark", "marked.tmp", "--force"], &["in.xlsx"]),
    (&["compute", "in.xlsx", "-o", "out.tmp", "--force"], &["in.xlsx"]),
    (&["compute", "in.xlsx", "--format", "json"], &["in.xlsx"]),
    (&["compute", "in.xlsx", "--format", "csv"], &["in.xlsx"]),
    (&["compute", "in.xlsx", "-o", "out.tmp", "--force", "--statements", "statements.tmp"], &["in.xlsx"]),
    (&["explain", "in.xlsx"], &["in.xlsx"]),
    (&["readings", "in.xlsx"], &["in.xlsx"]),
    (&["what-if", "in.xlsx", "--set", "in_target_rate=8%"], &["in.xlsx"]),
    (&["what-if", "in.xlsx", "--readings"], &["in.xlsx"]),
    (&["what-if", "in.xlsx", "--cliffs", "--manager", "M001", "--through", "Q1"], &["in.xlsx"]),
    (&["diff", "in.xlsx", "other.xlsx"], &["in.xlsx", "other.xlsx"]),
    (&["diff", "in-results.xlsx", "other.xlsx"], &["in-results.xlsx", "in.xlsx", "other.xlsx"]),
    (&["diff", "key-account@1", "key-account@2", "--on", "in.xlsx"], &["in.xlsx"]),
    (&["verify", "in-results.xlsx"], &["in-results.xlsx", "in.xlsx"]),
    (&["verify", "."], &["in-results.xlsx", "in.xlsx", "other.xlsx"]),
    // Each workbook that lies beside the input is asked which input it was computed from.
    (&["next", "in.xlsx", "-o", "next.tmp", "--force"], &["in-results.xlsx", "in.xlsx", "other.xlsx"]),
    (&["next", "in-results.xlsx", "-o", "next.tmp", "--force"], &["in-results.xlsx", "in.xlsx"]),
    (&["template", "-o", "template.tmp", "--from", "in.xlsx", "--force"], &["in.xlsx"]),
    (&["policy", "coverage", "in.xlsx"], &["in.xlsx"]),
];

fn read_as_workbook(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending == "xlsx")
}

#[test]
fn a_command_opens_each_workbook_once() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for name in ["in.xlsx", "other.xlsx"] {
        std::fs::copy(fixture("../examples/key-account.xlsx"), folder.join(name)).unwrap();
    }
    bonus(folder, &["compute", "in.xlsx", "-o", "in-results.xlsx"]);
    let mut wrong = Vec::new();
    for (arguments, read) in COMMANDS {
        let opened = openings(folder, arguments);
        let opened: Vec<_> = opened.into_iter().filter(|(name, _)| read_as_workbook(name)).collect();
        let expected: Vec<_> = read.iter().map(|name| ((*name).to_owned(), 1)).collect();
        if opened != expected {
            wrong.push(format!("{arguments:?}: {opened:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
