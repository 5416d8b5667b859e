//! The files that an archive is verified with: inputs found by their hash whatever they are called now, and policy
//! files. Each file is hashed once, however many results ask for it.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::anyhow;
use sha2::{Digest as _, Sha256};

use super::failure::Failure;
use crate::lang::Lang;
use crate::policy::{self, Policy};
use crate::say;
use crate::sha256::hex;
use crate::workbook::lock::is_mark;

/// Endings of workbooks that can be inputs.
const WORKBOOKS: [&str; 5] = ["xlsx", "xlsm", "xlsb", "xls", "ods"];

/// Inputs and policies by what they are.
pub(super) struct Library {
    by_hash: HashMap<String, PathBuf>,
    by_path: HashMap<PathBuf, String>,
    by_name: HashMap<String, Vec<PathBuf>>,
    /// The files that were named as inputs, where nothing else is to be taken for one.
    named: Vec<PathBuf>,
    /// What lies beside the results and nowhere else.
    beside: HashSet<PathBuf>,
    /// Policy files: those given first, then those that lie in the folders.
    policies: Vec<PathBuf>,
    built_in: Mutex<HashMap<String, Option<Arc<Policy>>>>,
}

/// Where to look: files and folders given, which are searched to their depths, and folders of which only the files
/// themselves are looked at.
#[derive(Default)]
pub(super) struct Places {
    pub given: Vec<PathBuf>,
    pub shallow: Vec<PathBuf>,
    pub policies: Vec<PathBuf>,
    /// Whether a file that is given as an input is meant, and no other one.
    pub strict: bool,
}

/// The input of results, as far as it is found.
pub(super) enum Sought<'l> {
    /// The file with the recorded bytes.
    Exact(&'l Path),
    /// Another file: the one that was named, or one of the recorded name. The file with the recorded bytes may lie
    /// elsewhere; it was not asked for.
    Other(&'l Path, Option<&'l Path>),
    /// None; the file with the recorded bytes may lie where nobody looked for it.
    None(Option<&'l Path>),
}

impl Library {
    /// Finds and hashes everything there is.
    pub(super) fn open(places: &Places, threads: usize, lang: Lang) -> Result<Self, Failure> {
        let mut files = Vec::new();
        for given in &places.given {
            std::fs::metadata(given).map_err(|error| {
                let shown = given.display();
                let why = if error.kind() == std::io::ErrorKind::NotFound {
                    say!(Cli::NoSuchFileOrFolder { shown })
                } else {
                    say!(Cli::InputFolderUnreadable { shown, error })
                };
                Failure::File(anyhow!(why.get(lang).to_owned()))
            })?;
            files.extend(below(given, usize::MAX));
        }
        let asked = files.len();
        let mut seen = HashSet::new();
        for folder in places.shallow.iter().filter(|folder| seen.insert(*folder)) {
            files.extend(below(folder, 1));
        }
        let elsewhere: HashSet<PathBuf> = files[..asked].iter().cloned().collect();
        let beside = files[asked..].iter().filter(|path| !elsewhere.contains(*path)).cloned().collect();
        let named = places.given.iter().filter(|path| places.strict && path.is_file()).cloned().collect();
        let is = |path: &Path, endings: &[&str]| {
            let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
            ending.is_some_and(|ending| endings.contains(&ending.as_str()))
        };
        let mut policies = places.policies.clone();
        let is_policy = |path: &&PathBuf| path.to_string_lossy().to_lowercase().ends_with(".toml");
        policies.extend(files.iter().filter(is_policy).cloned());
        let mut once = HashSet::new();
        // What was named outright is looked at whatever it is called.
        files.retain(|path| (is(path, &WORKBOOKS) || places.given.contains(path)) && once.insert(path.clone()));
        let hashes = hashes(&files, threads);
        let (mut by_hash, mut by_name) = (HashMap::new(), HashMap::<String, Vec<PathBuf>>::new());
        let mut by_path = HashMap::new();
        for (path, hash) in files.into_iter().zip(hashes) {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            by_name.entry(name).or_default().push(path.clone());
            if let Some(hash) = hash {
                by_path.insert(path.clone(), hash.clone());
                by_hash.entry(hash).or_insert(path);
            }
        }
        Ok(Self { by_hash, by_path, by_name, named, beside, policies, built_in: Mutex::default() })
    }

    /// The input with these bytes, or else the one that is meant: the file that was named, or one of this name, the
    /// nearest to `results` where there are several.
    pub(super) fn input(&self, sha256: &str, name: &str, results: &Path) -> Sought<'_> {
        let exact = self.with_hash(sha256);
        if self.named.is_empty() {
            return match (exact, self.with_name(name, results)) {
                (Some(exact), _) => Sought::Exact(exact),
                (None, Some(other)) => Sought::Other(other, None),
                (None, None) => Sought::None(None),
            };
        }
        if let Some(exact) = exact.filter(|path| !self.beside.contains(*path)) {
            return Sought::Exact(exact);
        }
        let called = |path: &&PathBuf| path.file_name().is_some_and(|own| own.to_string_lossy() == name);
        let of_that_name = self.named.iter().find(called);
        match of_that_name.or(self.named.first().filter(|_| self.named.len() == 1)) {
            Some(named) => Sought::Other(named, exact),
            None => Sought::None(exact),
        }
    }

    /// The SHA-256 of a file that was looked at.
    pub(super) fn hash_of(&self, path: &Path) -> Option<&str> {
        self.by_path.get(path).map(String::as_str)
    }

    /// The file with these bytes.
    pub(super) fn with_hash(&self, sha256: &str) -> Option<&Path> {
        self.by_hash.get(sha256).map(PathBuf::as_path)
    }

    /// A file of this name; the one nearest to `beside` where there are several.
    pub(super) fn with_name(&self, name: &str, beside: &Path) -> Option<&Path> {
        let all = self.by_name.get(name)?;
        let near = all.iter().find(|path| path.parent() == beside.parent());
        near.or(all.first()).map(PathBuf::as_path)
    }

    /// A built-in policy, compiled once.
    pub(super) fn built_in(&self, id: &str) -> Option<Arc<Policy>> {
        let mut known = self.built_in.lock().unwrap_or_else(PoisonError::into_inner);
        let load = || policy::built_in(id)?.ok().map(Arc::new);
        known.entry(id.to_owned()).or_insert_with(load).clone()
    }

    /// The texts of the policy files.
    pub(super) fn policy_texts(&self) -> impl Iterator<Item = (&Path, String)> {
        self.policies.iter().filter_map(|path| Some((path.as_path(), std::fs::read_to_string(path).ok()?)))
    }
}

/// The files below a path, in the order of their names; links to folders are not followed.
pub(super) fn below(path: &Path, depth: usize) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(path).max_depth(depth).sort_by_file_name().into_iter().flatten();
    let lock = |path: &Path| path.file_name().is_some_and(is_mark);
    entries.map(walkdir::DirEntry::into_path).filter(|path| path.is_file() && !lock(path)).collect()
}

/// The hashes of files, worked out on several threads; none for one that cannot be read.
fn hashes(files: &[PathBuf], threads: usize) -> Vec<Option<String>> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<Option<String>>> = Mutex::new(vec![None; files.len()]);
    std::thread::scope(|scope| {
        for _ in 0..threads.min(files.len()) {
            scope.spawn(|| {
                while let Some((at, path)) = taken(&next, files) {
                    let hash = hash(path);
                    done.lock().unwrap_or_else(PoisonError::into_inner)[at] = hash;
                }
            });
        }
    });
    done.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// The next of a list that several threads share.
pub(super) fn taken<'l, T>(next: &AtomicUsize, list: &'l [T]) -> Option<(usize, &'l T)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    Some((at, list.get(at)?))
}

fn hash(path: &Path) -> Option<String> {
    let mut file = File::open(path).ok()?;
    let mut hasher = Sha256::new();
    let mut block = vec![0; 1 << 16];
    loop {
        match file.read(&mut block).ok()? {
            0 => break,
            read => hasher.update(&block[..read]),
        }
    }
    Some(hex(hasher.finalize()))
}
