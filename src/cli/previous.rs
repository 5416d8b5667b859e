//! The run before: the results that were named, or those beside the input that it was made from.

use std::path::{Path, PathBuf};

use super::elsewhere::cannot_read;
use super::failure::Failure;
use super::input::Computed;
use super::library::Library;
use super::recorded::Naming;
use super::{recorded, rerun};
use crate::audit::unusual;
use crate::lang::Lang;
use crate::say;
use crate::workbook::read::Preface;

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
        policy: Option<&str>,
    ) -> Result<(), Failure> {
        let lang = computed.lang;
        let before = match &self.previous {
            Some(path) => {
                let none = || Failure::usage(&say!(Cli::PreviousIsNone { name: path.display() }), lang);
                let glanced = super::receipt::glanced(path).map_err(cannot_read(path, lang))?;
                let (results, receipt) = (glanced.0, glanced.1.ok_or_else(none)?);
                let naming = Naming { path: path.clone(), results, receipt };
                Some(recorded::recorded(naming, None, policy, lang)?.run.computed)
            }
            None => made_from(input, preface, policy, lang),
        };
        if let Some(before) = before {
            let warnings = unusual(&before.results(), &computed.results());
            computed.left_alone.of_today.extend(warnings);
        }
        Ok(())
    }
}

/// The run that the input was made from, if its results lie beside it; what cannot be found is nobody's fault here.
fn made_from(input: &Path, preface: &Preface, policy: Option<&str>, lang: Lang) -> Option<Computed> {
    let [wanted, _] = preface.made_from();
    let wanted = wanted?;
    let Naming { path, receipt, .. } = recorded::around(input).find(|one| one.results.sha256() == wanted)?;
    let library = Library::beside(&path, policy, lang).ok()?;
    let again = rerun::rerun(&path, &receipt, &library, lang, false).ok()?;
    (!again.changed.input).then_some(again.run.computed)
}
