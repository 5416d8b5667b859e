//! The files that an archive is verified with: inputs found by their hash whatever they are called now, and policy
//! files. A file of the recorded name is looked at first, and goes on as it was loaded; the others are hashed only where
//! that one is not it, once, however many results ask for them.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::Read as _;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest as _, Sha256};

use super::failure::Failure;
use crate::lang::Lang;
use crate::policy::{self, Policy};
use crate::say;
use crate::sha256::hex;
use crate::workbook::lock::is_mark;
use crate::workbook::read::source::{Loaded, SourceError, SourceWorkbook};
use crate::workbook::threads::each;

/// Endings of workbooks that can be inputs, in lower case.
const WORKBOOKS: [&str; 5] = ["xlsx", "xlsm", "xlsb", "xls", "ods"];

/// Inputs and policies by what they are.
pub(super) struct Library {
    /// All files that can be inputs, in the order in which they were found, and those with each name.
    files: Vec<PathBuf>,
    by_name: HashMap<String, Vec<PathBuf>>,
    /// The files that were named as inputs, where nothing else is to be taken for one.
    named: Vec<PathBuf>,
    /// What lies beside the results and nowhere else.
    beside: HashSet<PathBuf>,
    /// Policy files: those given first, then those that lie in the folders.
    policies: Vec<PathBuf>,
    built_in: Mutex<HashMap<String, Option<Arc<Policy>>>>,
    /// The hashes that are known.
    hashes: Mutex<HashMap<PathBuf, String>>,
    /// Workbooks that are open already.
    kept: Mutex<HashMap<PathBuf, SourceWorkbook>>,
    threads: NonZeroUsize,
}

/// A file of the library, with its bytes where looking for it loaded them.
pub(super) struct LibraryFile<'l> {
    pub path: &'l Path,
    pub loaded: Option<Loaded>,
}

/// Where that is which results were computed from.
#[derive(Debug, clap::Args)]
pub(super) struct SourceArguments {
    /// Where the inputs are: files, which are meant and no others, or folders that are searched. Default: the folder of each results file.
    #[arg(long, value_name = "FILE|DIR")]
    input: Vec<PathBuf>,
    /// A policy file that results were computed by. May be given several times.
    #[arg(long, value_name = "FILE")]
    policy: Vec<PathBuf>,
}

impl SourceArguments {
    /// As they were named.
    pub(super) fn places(&self) -> SearchedPlaces {
        SearchedPlaces {
            given: self.input.clone(),
            policies: self.policy.clone(),
            strict: true,
            ..SearchedPlaces::default()
        }
    }
}

/// Where to look: files and folders given, which are searched to their depths, and folders of which only the files
/// themselves are looked at.
#[derive(Default)]
pub(super) struct SearchedPlaces {
    pub given: Vec<PathBuf>,
    pub shallow: Vec<PathBuf>,
    pub policies: Vec<PathBuf>,
    /// Whether a file that is given as an input is meant, and no other one.
    pub strict: bool,
}

/// The input of results, as far as it is found.
pub(super) enum Sought<'l> {
    /// The file with the recorded bytes.
    Exact(LibraryFile<'l>),
    /// Another file: the one that was named, or one of the recorded name. The file with the recorded bytes may lie
    /// elsewhere; it was not asked for.
    Other(LibraryFile<'l>, Option<&'l Path>),
    /// None; the file with the recorded bytes may lie where nobody looked for it.
    None(Option<&'l Path>),
}

impl Library {
    /// Finds everything there is.
    pub(super) fn open(places: &SearchedPlaces, threads: NonZeroUsize, lang: Lang) -> Result<Self, Failure> {
        let mut files = Vec::new();
        for given in &places.given {
            std::fs::metadata(given).map_err(|error| {
                let shown = given.display();
                let why = if error.kind() == std::io::ErrorKind::NotFound {
                    say!(Cli::NoSuchFileOrFolder { shown })
                } else {
                    say!(Cli::InputFolderUnreadable { shown, error })
                };
                Failure::file(&why, lang)
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
        let mut policies = places.policies.clone();
        let is_policy = |path: &&PathBuf| path.to_string_lossy().to_lowercase().ends_with(".toml");
        policies.extend(files.iter().filter(is_policy).cloned());
        let mut once = HashSet::new();
        // What was named outright is looked at whatever it is called.
        files.retain(|path| (is_workbook(path) || places.given.contains(path)) && once.insert(path.clone()));
        let mut by_name = HashMap::<String, Vec<PathBuf>>::new();
        for path in &files {
            by_name.entry(file_name(path)).or_default().push(path.clone());
        }
        let (built_in, hashes, kept) = (Mutex::default(), Mutex::default(), Mutex::default());
        Ok(Self { files, by_name, named, beside, policies, built_in, hashes, kept, threads })
    }

    /// The library of results whose input lies beside them; `policy` may be a file.
    pub(super) fn beside(results: &Path, policy: Option<&str>, lang: Lang) -> Result<Self, Failure> {
        let places = SearchedPlaces {
            shallow: vec![folder(results).to_owned()],
            policies: policy.map(PathBuf::from).filter(|path| path.is_file()).into_iter().collect(),
            ..SearchedPlaces::default()
        };
        Self::open(&places, NonZeroUsize::MIN, lang)
    }

    /// Keeps a workbook that is no results for whoever wants it as an input.
    pub(super) fn keep(&self, path: &Path, source: SourceWorkbook) {
        self.know(path, source.sha256().to_owned());
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), source);
    }

    /// An input, open: as it was kept or loaded, where it was.
    pub(super) fn open_input(&self, held: LibraryFile<'_>) -> Result<SourceWorkbook, SourceError> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner).remove(held.path);
        match (kept, held.loaded) {
            (Some(mut source), _) => source.examine().map(|()| source),
            (None, Some(loaded)) => loaded.open(),
            (None, None) => SourceWorkbook::open(held.path),
        }
    }

    /// The input with these bytes, or else the one that is meant: the file that was named, or one of this name, the
    /// nearest to `results` where there are several.
    pub(super) fn input(&self, sha256: &str, name: &str, results: &Path) -> Sought<'_> {
        let (exact, of_that_name) = self.sought(sha256, name, results);
        if self.named.is_empty() {
            return match (exact, of_that_name) {
                (Some(exact), _) => Sought::Exact(exact),
                (None, Some(other)) => Sought::Other(other, None),
                (None, None) => Sought::None(None),
            };
        }
        let exact = match exact {
            Some(exact) if !self.beside.contains(exact.path) => return Sought::Exact(exact),
            exact => exact.map(|exact| exact.path),
        };
        let named = self.named.iter().find(|path| file_name(path) == name);
        match named.or(self.named.first().filter(|_| self.named.len() == 1)) {
            Some(named) => {
                let loaded = of_that_name.filter(|held| held.path == named).and_then(|held| held.loaded);
                Sought::Other(LibraryFile { path: named, loaded }, exact)
            }
            None => Sought::None(exact),
        }
    }

    /// The file with these bytes, and the first one of this name that has others.
    fn sought(&self, sha256: &str, name: &str, results: &Path) -> (Option<LibraryFile<'_>>, Option<LibraryFile<'_>>) {
        let mut named: Vec<&PathBuf> = self.by_name.get(name).into_iter().flatten().collect();
        // What was given goes before what merely lies there, and the nearest of either first.
        named.sort_by_key(|path| (self.beside.contains(*path), path.parent() != results.parent()));
        let mut other = None;
        for path in named {
            let known = self.known(path);
            let loaded = if known.is_none() { Loaded::read(path).ok() } else { None };
            if let Some(loaded) = &loaded {
                self.know(path, loaded.sha256().to_owned());
            }
            let same = known.as_deref().or(loaded.as_ref().map(Loaded::sha256)) == Some(sha256);
            let held = LibraryFile { path, loaded };
            // Where files were named, one that merely lies there is second to any of these.
            if same && (self.named.is_empty() || !self.beside.contains(path)) {
                return (Some(held), other);
            }
            if !same {
                other.get_or_insert(held);
            }
        }
        let exact = || self.files.iter().find(|path| self.known(path).as_deref() == Some(sha256));
        let found = exact().or_else(|| {
            self.hash_all();
            exact()
        });
        (found.map(|path| LibraryFile { path, loaded: None }), other)
    }

    /// The hash of a file, where it is known.
    fn known(&self, path: &Path) -> Option<String> {
        self.hashes.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned()
    }

    fn know(&self, path: &Path, hash: String) {
        self.hashes.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), hash);
    }

    /// Works out the hashes that are not known yet, on several threads.
    fn hash_all(&self) {
        let unknown: Vec<&PathBuf> = self.files.iter().filter(|path| self.known(path).is_none()).collect();
        each(self.threads, unknown, |path| {
            if let Some(hash) = hash(path) {
                self.know(path, hash);
            }
        });
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

/// The name of a file, without its folder.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// The folder that a file stands in.
pub(super) fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether a file can be an input, by its name.
pub(super) fn is_workbook(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| WORKBOOKS.contains(&ending.as_str()))
}

/// Whether a file can be results, by its name.
pub(super) fn is_xlsx(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"))
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
