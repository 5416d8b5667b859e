//! The run before: the results that were named, or those beside the input that it was made from.

use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::input::{Computed, cannot_read};
use super::library::{Library, Places, below};
use super::recorded::Naming;
use super::{recorded, rerun};
use crate::audit::unusual;
use crate::lang::Words;
use crate::say;
use crate::workbook::read::Preface;
use crate::workbook::read::source::{Loaded, SourceError};

/// What the run before is.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Previous {
    /// The results of the run before: warns of a payable more than three times the last one, of people new or gone, and of a grade or target that changed without a decision. Default: those beside the input that `bonus next` made it from.
    #[arg(long, value_name = "RESULTS")]
    previous: Option<PathBuf>,
}

impl Previous {
    /// Adds to what is told beside the results what is unusual in them beside the run before. They themselves hold nothing
    /// of it: they are computed again from the input alone.
    pub(super) fn tell(
        &self,
        computed: &mut Computed,
        (input, preface): (&Path, &Preface),
        policy: Option<&String>,
    ) -> Result<(), Failure> {
        let lang = computed.lang;
        let policies: Vec<PathBuf> = policy.map(PathBuf::from).filter(|path| path.is_file()).into_iter().collect();
        let before = match &self.previous {
            Some(path) => {
                let none = || refused(&say!(Cli::PreviousIsNone { name: path.display() }), lang);
                let failed = |error: SourceError| cannot_read(path, &error, Some(lang));
                let mut results = rerun::glance(path).map_err(failed)?;
                let receipt = rerun::receipt(&mut results).map_err(failed)?.ok_or_else(none)?;
                let naming = Naming { path: path.clone(), results, receipt };
                Some(recorded::recorded(naming, None, &policies, lang)?.computed)
            }
            None => made_from(input, preface, &policies, lang),
        };
        if let Some(before) = before {
            let warnings = unusual(&before.results(), &computed.results());
            computed.left_alone.of_today.extend(warnings);
        }
        Ok(())
    }
}

/// The run that the input was made from, if its results lie beside it; what cannot be found is nobody's fault here.
fn made_from(input: &Path, preface: &Preface, policies: &[PathBuf], lang: crate::lang::Lang) -> Option<Computed> {
    let [wanted, _] = preface.made_from();
    let wanted = wanted?;
    let folder = input.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let is_xlsx = |path: &PathBuf| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"));
    let mut others = below(folder, 1).into_iter().filter(is_xlsx).filter(|path| path.file_name() != input.file_name());
    let is_wanted = |path: &PathBuf| Loaded::read(path).is_ok_and(|file| file.sha256() == wanted);
    let path = others.find(is_wanted)?;
    let receipt = rerun::receipt(&mut rerun::glance(&path).ok()?).ok().flatten()?;
    let places = Places { shallow: vec![folder.to_owned()], policies: policies.to_vec(), ..Places::default() };
    let library = Library::open(&places, 1, lang).ok()?;
    let again = rerun::rerun(&path, &receipt, &library, lang, false).ok()?;
    (!again.changed.input).then_some(again.computed)
}

fn refused(words: &Words, lang: crate::lang::Lang) -> Failure {
    Failure::Usage(words.get(lang).to_owned())
}
