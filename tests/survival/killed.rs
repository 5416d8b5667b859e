//! Runs that are killed, and two at once.

use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::{compute, long_input, names, said, sample, whole};
use crate::common;

/// Killed while its draft is there, for certain. What it leaves is gone after the next run.
#[test]
fn a_run_that_is_killed_while_it_writes_leaves_the_old_file() {
    let folder = tempfile::tempdir().unwrap();
    let (input, target) = (folder.path().join("in.xlsx"), folder.path().join("r.xlsx"));
    long_input(&input, 6_000);
    fs::write(&target, "old").unwrap();
    let mut forced = compute(&input, &target);
    forced.arg("--force");
    let mut child = forced.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while !names(folder.path()).iter().any(|name| name.starts_with(".bonus-")) {
        assert!(child.try_wait().unwrap().is_none(), "no draft was seen");
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    assert!(child.wait().unwrap().signal().is_some());
    assert_eq!(fs::read(&target).unwrap(), b"old");
    let left = names(folder.path());
    assert!(left.len() == 3 && left[0].starts_with(".bonus-"), "{left:?}");
    assert!(forced.output().unwrap().status.success());
    let whole = fs::read(&target).unwrap();
    assert_eq!(names(folder.path()), ["in.xlsx", "r.xlsx"]);
    let undisturbed = folder.path().join("undisturbed.xlsx");
    assert!(compute(&input, &undisturbed).output().unwrap().status.success());
    assert!(whole == fs::read(undisturbed).unwrap());
}

#[test]
fn a_run_that_is_killed_at_any_moment_leaves_the_old_file_or_the_new_one() {
    let steps = common::some(60, 14);
    let (folder, input) = sample();
    let target = folder.path().join("r.xlsx");
    let new = whole();
    let begin = Instant::now();
    assert!(compute(&input, &target).output().unwrap().status.success());
    // From at once to after the end, in even steps.
    let length = begin.elapsed() * 5 / 4;
    let (mut old_ones, mut new_ones) = (0, 0);
    for step in 0..steps {
        fs::write(&target, "old").unwrap();
        let mut command = compute(&input, &target);
        command.arg("--force").stdout(Stdio::null()).stderr(Stdio::null());
        let mut child: Child = command.spawn().unwrap();
        std::thread::sleep(length * step / steps);
        child.kill().unwrap();
        child.wait().unwrap();
        let found = fs::read(&target).unwrap();
        if found == b"old" {
            old_ones += 1;
        } else {
            assert!(found == new, "step {step}: {} bytes that are neither the old file nor the new one", found.len());
            new_ones += 1;
        }
    }
    eprintln!("killed {steps} times: {old_ones} times the old file stood, {new_ones} times the new one");
    assert!(old_ones > 0, "no run was killed before its end");
    assert!(compute(&input, &target).arg("--force").output().unwrap().status.success());
    assert!(fs::read(&target).unwrap() == new);
    assert_eq!(names(folder.path()), ["in.xlsx", "r.xlsx"]);
}

#[test]
fn two_runs_at_once_on_one_target_do_not_mix() {
    let (folder, input) = sample();
    let target = folder.path().join("r.xlsx");
    let new = whole();
    for forced in [true, false] {
        for _ in 0..common::some(5, 3) {
            let _ = fs::remove_file(&target);
            let run = || {
                let mut command = compute(&input, &target);
                command.args(forced.then_some("--force")).stdout(Stdio::null()).stderr(Stdio::piped());
                command.spawn().unwrap()
            };
            let outputs = [run(), run(), run()].map(|child| child.wait_with_output().unwrap());
            let done = outputs.iter().filter(|output| output.status.success()).count();
            // Without --force the first wins and the others are told; with it each writes the same.
            assert_eq!(done, if forced { 3 } else { 1 }, "{:?}", outputs.each_ref().map(said));
            let told = outputs.iter().filter(|output| said(output).contains("--force")).count();
            assert_eq!(told, 3 - done);
            assert!(fs::read(&target).unwrap() == new);
            assert_eq!(names(folder.path()), ["in.xlsx", "r.xlsx"]);
        }
    }
}
