//! Every kind of file that we write, made by the program itself: of every built-in policy in both languages; and books that
//! are large, or have all that a book may have.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::book;
use crate::common::case::{Case, Line};
use crate::common::live::LANGUAGES;
use crate::common::{self, fixture};
use crate::oracle;

/// A file, and what it is.
pub struct Made {
    /// Such as `template of key-account in zh`.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

/// A folder of files that were made.
pub struct Desk {
    folder: tempfile::TempDir,
    made: Vec<Made>,
}

impl Desk {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs the program; `status` is how it should end.
    fn bonus(&self, status: i32, arguments: &[&str]) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bonus"));
        let output = command.args(arguments).arg("--quiet").current_dir(self.folder.path()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "bonus {}: {said}", arguments.join(" "));
    }

    fn keep(&mut self, kind: &str, of: &str, file: &str) {
        let path = self.path(file);
        assert!(path.is_file(), "no {kind} of {of}");
        self.made.push(Made { name: format!("{kind} of {of}"), path });
    }

    /// Results and the statement of the first person.
    fn compute(&mut self, of: &str, input: &Path, further: &[&str]) {
        let (results, statements) = (format!("{of}.xlsx"), format!("{of} statements"));
        let fixed = ["compute", input.to_str().unwrap(), "-o", &results, "--statements", &statements];
        self.bonus(0, &[&fixed[..], further].concat());
        self.keep("results", of, &results);
        let mut files: Vec<_> =
            std::fs::read_dir(self.path(&statements)).unwrap().map(|file| file.unwrap().file_name()).collect();
        files.sort();
        let first = files.first().unwrap_or_else(|| panic!("no statements of {of}")).to_string_lossy().into_owned();
        self.keep("statement", of, &format!("{statements}/{first}"));
    }

    /// Every kind of file of a policy, in both languages.
    fn every_kind(&mut self, policy: &str) {
        for lang in LANGUAGES {
            for make in [Self::results, Self::forms, Self::next] {
                make(self, policy, lang.code());
            }
        }
    }

    fn results(&mut self, policy: &str, lang: &str) {
        self.compute(&format!("{policy} in {lang}"), &input(policy, lang), &["--lang", lang]);
    }

    /// A template, and a marked copy: of the template itself, where nothing is filled in.
    fn forms(&mut self, policy: &str, lang: &str) {
        let of = format!("{policy} in {lang}");
        let [template, marked] = ["template", "marked"].map(|kind| format!("{kind} {of}.xlsx"));
        self.bonus(0, &["template", "-o", &template, "--policy", policy, "--managers", "3", "--lang", lang]);
        self.bonus(1, &["check", &template, "--mark", &marked, "--lang", lang]);
        self.keep("template", &of, &template);
        self.keep("marked copy", &of, &marked);
    }

    fn next(&mut self, policy: &str, lang: &str) {
        let (of, input) = (format!("{policy} in {lang}"), input(policy, lang));
        let next = format!("next {of}.xlsx");
        self.bonus(0, &["next", input.to_str().unwrap(), "-o", &next, "--lang", lang]);
        self.keep("next input", &of, &next);
    }
}

/// An input of a policy, in that language where there is one.
fn input(policy: &str, lang: &str) -> PathBuf {
    let names = [format!("schemes/{policy}-{lang}.xlsx"), format!("samples/{policy}.xlsx")];
    let there = names.iter().map(|name| fixture(name)).find(|path| path.is_file());
    there.unwrap_or_else(|| panic!("no input of {policy}"))
}

/// The files of every policy and kind, in both languages.
pub fn of_every_kind() -> Desk {
    let mut desk = Desk { folder: tempfile::tempdir().unwrap(), made: Vec::new() };
    for policy in bonus::policy::built_in_ids() {
        desk.every_kind(policy);
    }
    for policy in bonus::policy::built_in_ids() {
        for (kind, lang) in KINDS.iter().flat_map(|kind| LANGUAGES.map(|lang| (kind, lang.code()))) {
            let name = format!("{kind} of {policy} in {lang}");
            assert!(desk.made.iter().any(|made| made.name == name), "no {name}");
        }
    }
    desk
}

/// What is written.
const KINDS: [&str; 5] = ["results", "statement", "template", "marked copy", "next input"];

/// Books that are not of the usual kind.
pub fn special() -> Desk {
    let mut desk = Desk { folder: tempfile::tempdir().unwrap(), made: Vec::new() };
    everything(&mut desk);
    // More than 10,000 rows: a sheet of so many cells is packed by itself, and so is half of the others.
    let size = book::Size { managers: 30, lines: 10_001 };
    std::fs::write(desk.path("large input.xlsx"), book::book(size).unwrap()).unwrap();
    let large = desk.path("large input.xlsx");
    desk.bonus(0, &["compute", large.to_str().unwrap(), "-o", "large.xlsx", "--lang", "en", "--threads", "2"]);
    desk.keep("results", "10,001 lines", "large.xlsx");
    desk
}

/// The workbooks that the repository hands out, and those that tests compute; all of them where everything is looked at.
pub fn of_the_repository(all: bool) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec!["examples", "fixtures/samples"];
    if all {
        folders.extend(["fixtures/faults", "fixtures/people", "fixtures/policies", "fixtures/schemes"]);
    }
    let files = folders.iter().flat_map(|folder| std::fs::read_dir(root.join(folder)).unwrap());
    let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    // Results that lie beside the example are of whatever program made them.
    let handed_out = |path: &PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        path.extension().is_some_and(|ending| ending == "xlsx")
            && !name.ends_with("-results")
            && !name.ends_with("-奖金结果")
    };
    files.retain(handed_out);
    files.sort();
    files
}

/// The results of all archived years and of random books.
pub fn years_and_random_books() -> Desk {
    let mut desk = Desk { folder: tempfile::tempdir().unwrap(), made: Vec::new() };
    let mut inputs = Vec::new();
    let inside =
        |folder: &Path| std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
    for year in inside(&fixture("archive/years")).iter().filter(|path| path.is_dir()) {
        let is_input = |path: &PathBuf| {
            let name = path.to_string_lossy();
            (name.ends_with(".xlsx") || name.ends_with(".ods")) && !name.ends_with("-results.xlsx")
        };
        inputs.extend(inside(year).into_iter().filter(is_input));
    }
    assert!(inputs.len() > 60, "only {} archived inputs", inputs.len());
    // Outside CI a part of the years; all books of every kind are looked at in any case.
    inputs.sort();
    inputs = inputs.into_iter().step_by(common::some(1, 17)).collect();
    for policy in ["key-account", "major-sales", "department-sales"] {
        for seed in 0..common::some(12, 1) {
            let path = desk.path(&format!("random {policy} {seed} input.xlsx"));
            oracle::write_xlsx(&oracle::random_book(policy, 9_000 + seed), &path).unwrap();
            inputs.push(path);
        }
    }
    inputs.sort();
    for (number, input) in inputs.iter().enumerate() {
        let (file, lang) = (format!("{number}.xlsx"), ["zh", "en"][number % 2]);
        // These were written when there was no other version.
        let fixed = ["compute", input.to_str().unwrap(), "-o", &file, "--lang", lang];
        desk.bonus(0, &[&fixed[..], &["--set", "policy_version=1"]].concat());
        desk.keep("results", &input.to_string_lossy(), &file);
    }
    for policy in ["key-account", "major-sales", "department-sales"] {
        for seed in 0..common::some(12, 1) {
            let (path, file) =
                (desk.path(&format!("second {policy} {seed}.xlsx")), format!("second {policy} {seed}-r.xlsx"));
            oracle::write_xlsx(&oracle::random_book_of_version_2(policy, 9_000 + seed), &path).unwrap();
            desk.bonus(
                0,
                &["compute", path.to_str().unwrap(), "-o", &file, "--lang", ["zh", "en"][(seed % 2) as usize]],
            );
            desk.keep("results", &path.to_string_lossy(), &file);
        }
    }
    desk
}

/// Adjustments, paid rows, splits and a setting that changes within the year.
fn everything(desk: &mut Desk) {
    let mut case = Case::through(3);
    case.manager("M002", "1级")
        .quota("M002", 1, "50000", "90000")
        .quota("M002", 2, "0", "0")
        .quota("M002", 3, "50000", "90000");
    case.all(&["80000", "30000", "170000"]).share("P2", "M001", "60%").share("P2", "M002", "40%");
    for (month, amount) in [(2, "40000"), (5, "-10000"), (8, "33333.33")] {
        let line = Line {
            date: Some((2017, month, 28)),
            project: "P2".to_owned(),
            amount: amount.to_owned(),
            ..Line::default()
        };
        case.line(line);
    }
    case.paid("M001", 1, "9000", "0").paid("M001", 2, "100", "0").paid("M002", 1, "0", "0").paid("M002", 2, "0", "0");
    case.adjusted("M001", "Q3", "Bonus", "250.5").adjusted("M001", "Q2", "Bonus", "-1");
    case.adjusted("M002", "Q3", "Floating wage paid", "3");
    let mut draft = case.draft();
    draft.put("Policy", "B2", "dated");
    draft.write(&desk.path("everything input.xlsx"));
    let policy = "format = 1\n[policy]\nid = \"dated\"\nversion = \"1\"\nextends = \"key-account\"\nperiod = \"quarter\"\n\
                  title = { zh = \"税率变动\", en = \"A rate that changes\" }\n[[setting]]\nname = \"tax_divisor\"\n\
                  replaces = true\nin_force = \"period-end\"\n\
                  dated = [{ from = \"2017-05-01\", value = \"1.16\", source = \"2017-32\" }]\n";
    std::fs::write(desk.path("dated.toml"), policy).unwrap();
    let input = desk.path("everything input.xlsx");
    for lang in ["zh", "en"] {
        let policy = desk.path("dated.toml");
        desk.compute(&format!("everything in {lang}"), &input, &["--policy", policy.to_str().unwrap(), "--lang", lang]);
    }
}

impl Desk {
    /// What was made.
    pub fn made(&self) -> &[Made] {
        &self.made
    }
}
