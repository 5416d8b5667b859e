//! A disk that is full, limits of the system, folders that cannot be written to.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{SmallDisk, compute, is_root, names, program, refused, sample, shell};

#[test]
fn a_full_disk_leaves_the_old_file() {
    let Some(disk) = SmallDisk::new(16) else { return };
    let (_folder, input) = sample();
    let target = disk.path().join("r.xlsx");
    fs::write(&target, "old").unwrap();
    let forced = || {
        let mut command = compute(&input, &target);
        command.arg("--force");
        command
    };
    refused(forced, "the disk is too full", "磁盘空间不足");
    assert_eq!(fs::read(&target).unwrap(), b"old");
    assert_eq!(names(disk.path()), ["r.xlsx"]);
}

/// Files may not grow: the old one stays, no draft does, and the sentence says why.
#[test]
fn a_limit_on_file_sizes_leaves_the_old_file() {
    let (folder, input) = sample();
    let (target, temporary) = (folder.path().join("r.xlsx"), tempfile::tempdir().unwrap());
    fs::write(&target, "old").unwrap();
    let mut forced = compute(&input, &target);
    forced.arg("--force");
    for before in ["ulimit -f 4", "trap '' XFSZ; ulimit -f 4"] {
        let make = || {
            let mut limited = shell(before, &forced);
            limited.env("TMPDIR", temporary.path());
            limited
        };
        refused(make, "larger than the system or the disk allows", "超过系统或磁盘允许的大小");
        assert_eq!(fs::read(&target).unwrap(), b"old");
        assert_eq!(names(folder.path()), ["in.xlsx", "r.xlsx"]);
        assert!(names(temporary.path()).is_empty());
    }
    // Text that does not fit, in a file of the program's own and in one of the shell's.
    let (own, shells) = (folder.path().join("r.csv"), folder.path().join("s.json"));
    let mut csv = program();
    csv.arg("compute").arg(&input).args(["--format", "csv", "-o"]).arg(&own);
    refused(|| shell("ulimit -f 1", &csv), "larger than the system or the disk allows", "超过系统或磁盘允许的大小");
    assert!(!own.exists());
    let mut json = program();
    json.arg("compute").arg(&input).args(["--format", "json"]);
    let before = format!("ulimit -f 4; exec >'{}'", shells.display());
    refused(|| shell(&before, &json), "standard output could not be written", "无法写到标准输出");
}

#[test]
fn few_open_files_are_enough() {
    let (folder, input) = sample();
    let target = folder.path().join("r.xlsx");
    let run = shell("ulimit -n 8", &compute(&input, &target)).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    assert_eq!(names(folder.path()), ["in.xlsx", "r.xlsx"]);
}

/// Nothing is written but the target's own draft beside it.
#[test]
fn results_need_no_temporary_folder() {
    let (folder, input) = sample();
    let (target, marked) = (folder.path().join("r.xlsx"), folder.path().join("m.xlsx"));
    let nowhere = folder.path().join("none");
    assert!(compute(&input, &target).env("TMPDIR", &nowhere).status().unwrap().success());
    let mut check = Command::new(env!("CARGO_BIN_EXE_bonus"));
    check.arg("check").arg(&input).arg("--mark").arg(&marked).env("TMPDIR", &nowhere);
    assert!(check.output().unwrap().status.code().is_some_and(|code| code < 3));
    assert_eq!(names(folder.path()), ["in.xlsx", "m.xlsx", "r.xlsx"]);
    // Pages need one. Where LibreOffice is not, that is told first.
    if bonus::workbook::write::pages_can_be_made() {
        let pages = || {
            let mut command = compute(&input, &target);
            command.arg("--force").arg("--statements").arg(folder.path().join("s")).arg("--statements-pdf");
            command.env("TMPDIR", &nowhere);
            command
        };
        refused(pages, "the temporary folder", "临时文件夹");
    }
}

/// Statements where nothing can be written: a disk that is read only, a file in the place of the folder.
#[test]
fn statements_that_cannot_be_written_are_a_sentence() {
    let (folder, input) = sample();
    let made = folder.path().join("r.xlsx");
    let into = |place: &Path| {
        let mut command = compute(&input, &made);
        command.args(["--force", "--quiet", "--statements"]).arg(place);
        command
    };
    refused(|| into(&input), "because a file stands there", "因为那里有一个文件");
    refused(|| into(&input.join("within")), "because a file stands there", "因为那里有一个文件");
    if !is_root() {
        eprintln!("left out: only root may mount a disk");
        return;
    }
    let Some(disk) = SmallDisk::new(1024) else { return };
    fs::create_dir(disk.path().join("there")).unwrap();
    assert!(Command::new("mount").args(["-o", "remount,ro"]).arg(disk.path()).status().unwrap().success());
    for place in ["there", "new"] {
        refused(|| into(&disk.path().join(place)), "a disk that can only be read", "只能读取");
    }
}
