//! What a disk, a system and other programs can do to a run, each really done to it: whatever happens, the target is
//! the old file or the whole new one, and what is said is one sentence.
//!
//! A test that needs what this machine does not give (root, a mount) says so on standard error and goes on.
#![cfg(unix)]

use crate::common;
use std::ffi::OsStr;
use std::fs;
use std::io::{Read as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use common::fixture;

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

/// Every command that prints, with what it needs.
fn printing(input: &Path, folder: &Path) -> Vec<Command> {
    // Other results of the same input would be in the way of `next`.
    let (other, made) = (folder.join("other.xlsx"), folder.join("elsewhere/made.xlsx"));
    fs::create_dir_all(folder.join("elsewhere")).unwrap();
    fs::copy(input, &other).unwrap();
    let results = folder.join("in-results.xlsx");
    if !results.exists() {
        assert!(compute(input, &results).output().unwrap().status.success());
    }
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    let (input, other, results, next) = (text(input), text(&other), text(&results), text(&folder.join("next.xlsx")));
    let (made, policy, pages) = (text(&made), text(&folder.join("p.toml")), text(&folder.join("man")));
    [
        &["--help"][..],
        &["--version"],
        &["compute", "--help"],
        &["compute", &input, "-o", &made, "--force"],
        &["compute", &input, "--format", "json"],
        &["compute", &input, "--format", "csv"],
        &["check", &input],
        &["check", &input, "--format", "json"],
        &["explain", &input, "--manager", "M001"],
        &["next", &input, "-o", &next, "--force"],
        &["template", "-o", &next, "--force"],
        &["diff", &input, &other],
        &["diff", &input, &other, "--format", "json"],
        &["diff", "key-account@1", "key-account@2"],
        &["verify", &results],
        &["verify", &results, "--format", "json"],
        &["what-if", &input, "--set", "in_target_rate=8%"],
        &["what-if", &input, "--readings", "--format", "json"],
        &["what-if", &input, "--cliffs", "--manager", "M001", "--through", "Q1"],
        &["policy", "list"],
        &["policy", "show", "key-account"],
        &["policy", "coverage", &input],
        &["policy", "new", &policy, "--force"],
        &["policy", "check", &policy],
        &["completions", "bash"],
        &["man", &pages],
    ]
    .into_iter()
    .map(|arguments| {
        let mut command = program();
        command.args(arguments);
        command
    })
    .collect()
}

/// What is lost on its way is told, with status 3, by every command and in both languages.
#[test]
fn a_full_or_closed_standard_output_is_a_sentence() {
    let (folder, input) = sample();
    let full = Path::new("/dev/full").exists();
    if !full {
        eprintln!("left out: this system has no /dev/full");
    }
    let languages = [("en", "standard output could not be written"), ("zh", "无法写到标准输出")];
    for (number, command) in printing(&input, folder.path()).into_iter().enumerate() {
        // Outside CI in one of them, in turn.
        for (lang, words) in languages.into_iter().skip(common::some(0, number % 2)).take(common::some(2, 1)) {
            let lost = |before: &str| {
                let mut lost = shell(before, &command);
                let output = lost.args(["--lang", lang]).output().unwrap();
                let arguments: Vec<_> = command.get_args().collect();
                assert_eq!(output.status.code(), Some(3), "{before} {arguments:?}: {}", said(&output));
                assert!(said(&output).contains(words), "{before} {arguments:?}: {}", said(&output));
                assert!(!said(&output).contains("os error"), "{}", said(&output));
                assert!(output.stdout.is_empty() && !said(&output).contains("panicked"), "{}", said(&output));
            };
            // And closed or full, in turn.
            let ways = [Some("exec >&-"), full.then_some("exec >/dev/full")];
            let ways = ways.into_iter().skip(common::some(0, number / 2 % 2)).take(common::some(2, 1));
            ways.flatten().for_each(lost);
        }
    }
    // Faults as JSON, too.
    let broken = folder.path().join("broken.xlsx");
    fs::write(&broken, "no workbook").unwrap();
    let mut check = program();
    check.arg("check").arg(&broken).args(["--format", "json"]);
    assert_eq!(shell("exec >&-", &check).output().unwrap().status.code(), Some(3));
}

/// A reader that goes away early has what it wanted, and who throws the output away knows it.
#[test]
fn nobody_who_listens_is_no_failure() {
    let (folder, input) = sample();
    let ways = [None, Some("exec >/dev/null"), Some("exec 1<>/dev/null")];
    for (number, mut command) in printing(&input, folder.path()).into_iter().enumerate() {
        let arguments = format!("{:?}", command.get_args().collect::<Vec<_>>());
        // Outside CI in one way, in turn.
        for before in ways.into_iter().skip(common::some(0, number % 3)).take(common::some(3, 1)) {
            let output = if let Some(before) = before {
                shell(before, &command).output().unwrap()
            } else {
                let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
                drop(child.stdout.take());
                child.wait_with_output().unwrap()
            };
            assert!(matches!(output.status.code(), Some(0 | 4)), "{before:?} {arguments}: {}", said(&output));
        }
    }
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
