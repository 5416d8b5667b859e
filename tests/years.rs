//! Six invented years of every built-in policy, with restated, corrected and adjusted workbooks: each is computed
//! again by the version that computed it then, its figures are the archived ones and its workbook has the recorded
//! bytes. The results workbooks that are kept are those of their time and never written again
//! (`fixtures/archive/years`, see README.md there).
//!
//! `BONUS_RENEW=1 cargo test years::` archives what is new; look at the difference before committing it.

use crate::common;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use bonus::policy::{Policy, built_in_ids, built_in_versions, versions};
use bonus::report::{json, with_workbook};
use bonus::workbook::write;
use common::{fixture, policy, with_results};
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

/// An archived input.
struct Archived {
    /// `2015/key-account-q3-restated`.
    name: String,
    path: PathBuf,
    policy: &'static str,
}

impl Archived {
    /// The archived results of a version of the policy.
    fn document(&self, version: &str) -> PathBuf {
        fixture(&format!("archive/years/{}.{version}.json", self.name))
    }

    /// The archived results workbook, of those that have one.
    fn workbook(&self) -> PathBuf {
        fixture(&format!("archive/years/{}-results.xlsx", self.name))
    }

    fn year(&self) -> &str {
        self.name.split('/').next().unwrap()
    }

    /// What the file is, after the policy's name: `q3-restated`.
    fn what(&self) -> &str {
        let file = self.name.split('/').nth(1).unwrap();
        file.strip_prefix(self.policy).unwrap().trim_start_matches('-')
    }

    /// The versions that computed it: those of which there are archived results; for a new input, the highest.
    fn versions(&self) -> Vec<String> {
        let mut known: Vec<String> = versions(self.policy).into_iter().map(|version| version.version).collect();
        let highest = known.last().unwrap().clone();
        known.retain(|version| self.document(version).exists());
        if known.is_empty() { vec![highest] } else { known }
    }

    /// The archived results of the lowest version that computed it.
    fn results(&self) -> Json {
        let text = std::fs::read_to_string(self.document(&self.versions()[0])).unwrap();
        serde_json::from_str(&text).unwrap()
    }
}

fn archive() -> Vec<Archived> {
    let root = fixture("archive/years");
    let inside =
        |folder: &Path| std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
    let mut files: Vec<PathBuf> =
        inside(&root).iter().filter(|path| path.is_dir()).flat_map(|folder| inside(folder)).collect();
    files.retain(|path| {
        let name = path.file_name().unwrap().to_string_lossy();
        (name.ends_with(".xlsx") || name.ends_with(".ods")) && !name.ends_with("-results.xlsx")
    });
    files.sort();
    let archived = files.into_iter().map(|path| {
        let name = path.strip_prefix(&root).unwrap().with_extension("").to_string_lossy().replace('\\', "/");
        let file = name.split('/').nth(1).unwrap().to_owned();
        let of = built_in_ids().filter(|id| file.starts_with(&format!("{id}-"))).max_by_key(|id| id.len());
        Archived { policy: of.unwrap_or_else(|| panic!("{name} is of no policy")), name, path }
    });
    archived.collect()
}

fn writing() -> bool {
    common::renew()
}

/// The results of a workbook as a document and as a workbook, in the language of its headings.
fn computed(one: &Archived, policy: &Policy) -> (String, Vec<u8>) {
    let both = with_results(&one.path, policy, |results| {
        let lang = results.book.lang;
        let mut document = json(results, lang);
        // What results say of their input besides its figures, since version 0.1.0 wrote these documents.
        document["version"] = "0.1.0".into();
        document["policy"]["sha256"] = policy.text_hash.clone().into();
        let totals = document.as_object_mut().unwrap().shift_remove("totals");
        assert_eq!(totals.is_some(), policy.payable().is_some(), "totals of {}", one.name);
        for later in ["cells", "passed_over", "sums"] {
            document.as_object_mut().unwrap().shift_remove(later).unwrap_or_else(|| panic!("no {later}"));
        }
        let document = format!("{document:#}\n");
        (document, with_workbook(results, lang, write::xlsx).unwrap())
    });
    both.unwrap_or_else(|faults| panic!("{}:\n{faults}", one.name))
}

/// A document without its warnings, and those: of an old workbook more may be said than was, and nothing less.
fn parted(document: &str) -> (String, Vec<Json>) {
    let Ok(mut document) = serde_json::from_str::<Json>(document) else { return (String::new(), Vec::new()) };
    let warnings = document["warnings"].as_array().cloned().unwrap_or_default();
    document["warnings"] = Json::Null;
    (format!("{document:#}\n"), warnings)
}

/// The hashes of the results workbooks as they are made today: `2015/key-account-q3-restated version 1` and the SHA-256;
/// and of those that are kept: `2015/key-account-q3-restated-results.xlsx`.
fn hashes() -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(fixture("archive/years/results.sha256")).unwrap_or_default();
    let lines = text.lines().filter_map(|line| line.split_once("  "));
    lines.map(|(hash, name)| (name.to_owned(), hash.to_owned())).collect()
}

#[test]
fn archived_years_give_the_same_bytes() {
    let policies: BTreeMap<String, &'static Policy> =
        built_in_versions().map(|name| (name.clone(), policy(&name))).collect();
    let mut hashes = hashes();
    let mut wrong = String::new();
    let all = archive();
    for (one, version) in all.iter().flat_map(|one| one.versions().into_iter().map(move |version| (one, version))) {
        let policy = &policies[&format!("{}@{version}", one.policy)];
        let (document, workbook) = computed(one, policy);
        let hash = hex(&Sha256::digest(&workbook));
        let key = format!("{} version {}", one.name, policy.version);
        let file = one.document(&policy.version);
        let kept = std::fs::read(one.workbook()).ok().map(|bytes| hex(&Sha256::digest(&bytes)));
        let kept = kept.map(|hash| (format!("{}-results.xlsx", one.name), hash));
        if writing() {
            if !file.exists() {
                std::fs::write(&file, &document).unwrap();
            }
            hashes.insert(key, hash);
            if let Some((name, hash)) = kept {
                hashes.entry(name).or_insert(hash);
            }
            continue;
        }
        let archived = std::fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
        let ((archived, warned), (document, warnings)) = (parted(&archived), parted(&document));
        for lost in warned.iter().filter(|warning| !warnings.contains(warning)) {
            let _ = writeln!(wrong, "{key}: there was a warning {lost}");
        }
        if archived != document {
            let line = archived.lines().zip(document.lines()).position(|(one, other)| one != other);
            let line = line.unwrap_or_else(|| archived.lines().count().min(document.lines().count()));
            let at = |text: &str| text.lines().nth(line).unwrap_or("(nothing)").trim().to_owned();
            let (was, now) = (at(&archived), at(&document));
            let _ = writeln!(wrong, "{key}: {}:{}: archived {was}, now {now}", file.display(), line + 1);
        } else if hashes.get(&key) != Some(&hash) {
            let _ = writeln!(wrong, "{key}: the figures are the same, but the results workbook has other bytes");
        }
        if let Some((name, hash)) = kept.filter(|(name, hash)| hashes.get(name) != Some(hash)) {
            let _ = writeln!(wrong, "{name}: kept results are never written again; its SHA-256 is {hash} now");
        }
    }
    if writing() {
        let mut lines = String::new();
        for (name, hash) in &hashes {
            let _ = writeln!(lines, "{hash}  {name}");
        }
        std::fs::write(fixture("archive/years/results.sha256"), lines).unwrap();
        return;
    }
    assert!(
        wrong.is_empty(),
        "{wrong}Where figures are meant to move, bump `version` in the policy's file and say so in CHANGELOG.md. Where \
         only the looks of results changed: BONUS_RENEW=1 cargo test years::, and read the difference.",
    );
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The archived file of that year and policy whose name ends so.
fn story<'a>(all: &'a [Archived], year: &str, of: &str, ends: &str) -> &'a Archived {
    let found = all.iter().find(|one| one.year() == year && one.policy == of && one.what().ends_with(ends));
    found.unwrap_or_else(|| panic!("{year} has no {of} … {ends}"))
}

/// Every policy in every year, and of every policy what is restated, corrected and adjusted: each story is really one.
#[test]
fn every_policy_has_every_story_in_every_year() {
    let all = archive();
    let years: Vec<&str> =
        all.iter().map(Archived::year).collect::<std::collections::BTreeSet<_>>().into_iter().collect();
    assert!(years.len() >= 5, "{years:?}");
    for id in built_in_ids() {
        for year in &years {
            assert!(all.iter().any(|one| one.year() == *year && one.policy == id), "{year} has nothing of {id}");
        }
        let restated = story(&all, "2015", id, "-restated").results();
        let paid = policy(id).sheets.iter().any(|sheet| sheet.closed);
        let differs = |row: &Json| row["difference"] != "0.00";
        assert_eq!(
            restated["prior_periods"].as_array().unwrap().iter().any(differs),
            paid,
            "{id}: nothing was restated"
        );
        let is_first = |one: &&Archived| one.year() == "2016" && one.policy == id && !one.what().contains("corrected");
        let (first, corrected) = (all.iter().find(is_first).unwrap(), story(&all, "2016", id, "-corrected"));
        let same = first.results()["managers"] == corrected.results()["managers"];
        assert!(!same, "{id}: nothing was corrected");
        let adjusted = story(&all, "2017", id, "-adjusted").results();
        assert!(adjusted["adjustments"].as_array().unwrap().len() >= 3, "{id}: {}", adjusted["adjustments"]);
    }
}

/// What was paid in the earlier file of a story is what the later one says was paid: with it the story is one.
#[test]
fn what_the_earlier_file_paid_is_what_the_later_one_set_off() {
    let all = archive();
    for (year, ends) in [("2015", "-restated"), ("2017", "-adjusted")] {
        for id in built_in_ids().filter(|id| policy(id).sheets.iter().any(|sheet| sheet.closed)) {
            let later = story(&all, year, id, ends);
            let is_earlier = |one: &&Archived| one.year() == year && one.policy == id && one.name != later.name;
            let earlier = all.iter().find(is_earlier).unwrap().results();
            let kind = policy(id).period.word();
            for row in later.results()["prior_periods"].as_array().unwrap() {
                let manager = |manager: &&Json| manager["id"] == row["manager"];
                let managers = earlier["managers"].as_array().unwrap();
                let periods = &managers.iter().find(manager).unwrap()[format!("{kind}s")];
                let period = periods.as_array().unwrap().iter().find(|period| period[kind] == row[kind]).unwrap();
                assert_eq!(period[row["figure"].as_str().unwrap()], row["paid"], "{year} {id}: {row}");
            }
        }
    }
}

#[test]
fn readme_tells_every_story() {
    let text = std::fs::read_to_string(fixture("archive/years/README.md")).unwrap();
    for one in archive() {
        assert!(text.contains(one.year()) && text.contains(one.policy), "{}", one.name);
        let kind = one.what().rsplit('-').next().unwrap();
        if kind.chars().all(char::is_alphabetic) {
            assert!(text.contains(kind), "README.md does not speak of {kind} workbooks");
        }
    }
}
