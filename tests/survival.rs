//! What a disk, a system and other programs can do to a run, each really done to it: whatever happens, the target is
//! the old file or the whole new one, and what is said is one sentence.
//!
//! A test that needs what this machine does not give (root, a mount) says so on standard error and goes on.
#![cfg(unix)]

mod disk;
mod killed;
mod output;

use std::ffi::OsStr;
use std::fs;
use std::io::{Read as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use crate::common;
use crate::common::fixture;

const SAMPLE: &str = "samples/key-account.xlsx";

fn program() -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_bonus"));
    program.env("LANG", "C").stdin(Stdio::null());
    program
}

fn compute(input: &Path, target: &Path) -> Command {
    let mut command = program();
    command.arg("compute").arg(input).arg("-o").arg(target);
    command
}

/// A folder with the sample in it.
fn sample() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.xlsx");
    fs::copy(fixture(SAMPLE), &input).unwrap();
    (folder, input)
}

/// What a run of the sample writes.
fn whole() -> Vec<u8> {
    let (folder, input) = sample();
    let target = folder.path().join("whole.xlsx");
    assert!(compute(&input, &target).output().unwrap().status.success());
    fs::read(target).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Runs a command that must be refused with status 3 and one sentence, in each language, that has `words`.
fn refused(make: impl Fn() -> Command, english: &str, chinese: &str) {
    for (lang, words) in [("en", english), ("zh", chinese)] {
        let output = make().args(["--lang", lang]).output().unwrap();
        let said = said(&output);
        assert_eq!(output.status.code(), Some(3), "{lang}: {said}");
        assert!(said.contains(words), "{lang}: {said}");
        assert_eq!(said.trim_end().lines().count(), 1, "{lang}: {said}");
        assert!(!said.contains("panicked"), "{lang}: {said}");
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The same command behind a shell that first does `before`.
fn shell(before: &str, command: &Command) -> Command {
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(format!("{before}; exec \"$0\" \"$@\"")).arg(command.get_program()).args(command.get_args());
    shell.env("LANG", "C").stdin(Stdio::null());
    shell
}

fn is_root() -> bool {
    // A file that nobody may read: root reads it.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("closed");
    fs::write(&path, "").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o0)).unwrap();
    fs::File::open(path).is_ok()
}

/// A small file system of its own, gone when dropped.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    /// `None`, and a word on standard error, where mounting is not allowed.
    fn new(kibibytes: usize) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={kibibytes}k"), "tmpfs"])
            .arg(folder.path())
            .output();
        if mount.is_ok_and(|output| output.status.success()) {
            return Some(Self(folder));
        }
        eprintln!("left out: this user may not mount a small disk");
        None
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

/// The sample with this many more lines: enough that the results take a while, and a sheet of them is a long one.
fn long_input(path: &Path, lines: usize) {
    use common::draft::{Cell, Draft, Page};
    let source = bonus::workbook::read::source::SourceWorkbook::open(&fixture(SAMPLE)).unwrap();
    let mut source = source;
    let mut pages = Vec::new();
    for (index, info) in source.sheets().to_vec().iter().enumerate() {
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        let mut take = |row: &bonus::workbook::read::source::SourceRow| {
            let mut cells = Vec::new();
            for (at, cell) in &row.cells {
                cells.resize(usize::from(*at), Cell::Blank);
                cells.push(cell_of(cell));
            }
            rows.push(cells);
            std::ops::ControlFlow::Continue(())
        };
        source.rows(index, &mut take).unwrap();
        if info.name == "回款" {
            let last = rows[1].clone();
            rows.extend(std::iter::repeat_n(last, lines));
        }
        pages.push(Page { name: info.name.clone(), rows, ..Page::default() });
    }
    Draft { pages }.write(path);
}

fn cell_of(cell: &bonus::workbook::read::source::RawCell) -> common::draft::Cell {
    use bonus::workbook::read::source::RawCell;
    use common::draft::Cell;
    match cell {
        RawCell::Number(number) => Cell::Number(number.to_string()),
        RawCell::Truth(truth) => Cell::Truth(*truth),
        RawCell::Date(date) => {
            let part = |part: i8| u8::try_from(part).unwrap();
            Cell::Date(date.year(), part(date.month()), part(date.day()))
        }
        other => Cell::Text(bonus::workbook::read::shown(other)),
    }
}

#[test]
fn a_read_only_folder_is_a_sentence() {
    let (_folder, input) = sample();
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("r.xlsx");
    if is_root() {
        // Permissions do not bind root, a read-only file system does.
        let Some(disk) = SmallDisk::new(1024) else { return };
        let mounted = Command::new("mount").args(["-o", "remount,ro"]).arg(disk.path()).status().unwrap();
        assert!(mounted.success());
        let target = disk.path().join("r.xlsx");
        refused(|| compute(&input, &target), "a disk that can only be read", "只能读取");
        assert!(names(disk.path()).is_empty());
    } else {
        fs::set_permissions(place.path(), fs::Permissions::from_mode(0o555)).unwrap();
        refused(|| compute(&input, &target), "no permission", "没有写入");
        assert!(names(place.path()).is_empty());
        fs::set_permissions(place.path(), fs::Permissions::from_mode(0o755)).unwrap();
    }
}

#[test]
fn a_target_that_is_open_elsewhere() {
    let (folder, input) = sample();
    let target = folder.path().join("r.xlsx");
    fs::write(&target, "old").unwrap();
    // A reader that has it open goes on reading what it opened.
    let mut reader = fs::File::open(&target).unwrap();
    let mut forced = compute(&input, &target);
    forced.arg("--force");
    assert!(forced.output().unwrap().status.success());
    let mut read = String::new();
    reader.read_to_string(&mut read).unwrap();
    assert_eq!(read, "old");
    // A spreadsheet program that has it open would write its own over it: its lock file says so.
    fs::write(folder.path().join(".~lock.r.xlsx#"), ",clerk,desk,,;").unwrap();
    let before = fs::read(&target).unwrap();
    let make = || {
        let mut command = compute(&input, &target);
        command.arg("--force");
        command
    };
    refused(make, "open in Excel or another program", "正在 Excel 或其他程序中打开");
    assert!(fs::read(&target).unwrap() == before);
}

/// The input is read whole before anything is made of it: one that goes away is read or missing, never half.
#[test]
fn an_input_that_vanishes_or_shrinks() {
    let folder = tempfile::tempdir().unwrap();
    let (kept, input) = (folder.path().join("kept.xlsx"), folder.path().join("in.xlsx"));
    let target = folder.path().join("r.xlsx");
    long_input(&kept, 3_000);
    let content = fs::read(&kept).unwrap();
    fs::copy(&kept, &input).unwrap();
    assert!(compute(&input, &target).output().unwrap().status.success());
    let whole = fs::read(&target).unwrap();
    let mut done = 0;
    for step in 0..24 {
        let _ = fs::remove_file(&target);
        fs::write(&input, &content).unwrap();
        let child = compute(&input, &target).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
        let child = child.unwrap();
        std::thread::sleep(Duration::from_micros(500 * step));
        if step % 2 == 0 {
            fs::remove_file(&input).unwrap();
        } else {
            fs::OpenOptions::new().write(true).open(&input).unwrap().set_len(content.len() as u64 / 2).unwrap();
        }
        let output = child.wait_with_output().unwrap();
        if output.status.success() {
            assert!(fs::read(&target).unwrap() == whole, "results of half an input");
            done += 1;
        } else {
            assert_eq!(output.status.code(), Some(3), "{}", said(&output));
            assert_eq!(said(&output).trim_end().lines().count(), 1, "{}", said(&output));
            assert!(!target.exists());
        }
    }
    eprintln!("of 24 inputs that went away, {done} had been read by then");
}

#[test]
fn links_and_devices() {
    let (folder, input) = sample();
    let target = folder.path().join("r.xlsx");
    let link = folder.path().join("link.xlsx");
    symlink(&input, &link).unwrap();
    assert!(compute(&link, &target).output().unwrap().status.success());
    let fifo = folder.path().join("fifo.xlsx");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let other = folder.path().join("other.xlsx");
    // As input: each is refused at once, without waiting for somebody to write into it.
    for odd in [&fifo, Path::new("/dev/null"), Path::new("/dev/zero"), folder.path()] {
        refused(|| compute(odd, &other), "not a file", "不是文件");
    }
    refused(|| compute(&folder.path().join("none.xlsx"), &other), "does not exist", "不存在");
    let nowhere = folder.path().join("nowhere.xlsx");
    symlink(folder.path().join("absent"), &nowhere).unwrap();
    refused(|| compute(&nowhere, &other), "does not exist", "不存在");
    let round = folder.path().join("round.xlsx");
    symlink(&round, &round).unwrap();
    refused(|| compute(&round, &other), "round.xlsx", "round.xlsx");
    assert!(!other.exists());
    // A workbook behind `<` is a file; what comes through a pipe is none.
    let mut stdin = compute(Path::new("/dev/stdin"), &other);
    let output = stdin.stdin(fs::File::open(&input).unwrap()).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let mut piped = compute(Path::new("/dev/stdin"), &folder.path().join("piped.xlsx"));
    let mut child = piped.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(&fs::read(&input).unwrap());
    assert_eq!(child.wait_with_output().unwrap().status.code(), Some(3));
    // As output, with --force, nothing but files is written over, and a link stays a link.
    let forced = |target: &Path| {
        let mut command = compute(&input, target);
        command.arg("--force");
        command
    };
    for odd in [&fifo, Path::new("/dev/null"), Path::new("/dev/stdout")] {
        refused(|| forced(odd), "not a file", "不是文件");
    }
    refused(|| forced(folder.path()), "is a folder", "是文件夹");
    refused(|| forced(&nowhere), "leads nowhere", "不存在之处");
    let through = folder.path().join("through.xlsx");
    symlink(&target, &through).unwrap();
    fs::write(&target, "old").unwrap();
    assert!(forced(&through).output().unwrap().status.success());
    assert!(fs::symlink_metadata(&through).unwrap().is_symlink() && fs::read(&target).unwrap() != b"old");
    // A link to the input does not trick the program into writing over it.
    let output = forced(&link).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(fs::read(&input).unwrap() == fs::read(fixture(SAMPLE)).unwrap());
}

#[test]
fn names_with_blanks_in_chinese_and_in_no_alphabet() {
    let folder = tempfile::tempdir().unwrap();
    let names: [&[u8]; 6] = [
        "第一季度 奖金.xlsx".as_bytes(),
        b"two  blanks.xlsx",
        b"quote'\"$(x);&.xlsx",
        b"line\nend.xlsx",
        b"\xff\xfe not utf-8.xlsx",
        b"\xb5\xda\xd2\xbb.xlsx",
    ];
    for name in names {
        let input = folder.path().join(OsStr::from_bytes(name));
        if fs::copy(fixture(SAMPLE), &input).is_err() {
            eprintln!("left out: this file system refuses {}", String::from_utf8_lossy(name));
            continue;
        }
        let output = program().arg("compute").arg(&input).args(["--lang", "en"]).output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
        // The results bear the very name.
        let mut results = name[..name.len() - ".xlsx".len()].to_vec();
        results.extend(b"-results.xlsx");
        assert!(folder.path().join(OsStr::from_bytes(&results)).is_file(), "{}", String::from_utf8_lossy(name));
        let json = program().arg("compute").arg(&input).args(["--format", "json"]).output().unwrap();
        assert!(serde_json::from_slice::<serde_json::Value>(&json.stdout).is_ok(), "{}", said(&json));
    }
}
