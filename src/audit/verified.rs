//! What became of archived results, as programs read it: the types are the contract, and their comments describe it there.

use serde::Serialize;

use super::cause::Cause;
use super::compare::{ComparedCell, Difference, DifferenceKind};
use super::outcome::{Outcome, Status};
use crate::lang::{Lang, Words};
use crate::report::Receipt;
use crate::report::json::{Exact, FileRef};
use crate::report::sheet::CellValue;
use crate::seal::SealsDocument;

/// What became of one archived workbook.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OutcomeEntry<'o> {
    /// The file, as it was named.
    file: &'o str,
    /// What became of it.
    status: Status,
    /// What it says of its run; only where it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    receipt: Option<ReceiptEntry<'o>>,
    /// The input that it was computed from again; null where none was found.
    input: Option<&'o str>,
    /// The SHA-256 of the file; null where it could not be read.
    sha256: Option<&'o str>,
    /// The seals beside it; only where there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    seals: Option<SealsDocument<'o>>,
    /// What is to be said about input, policy, program and file.
    notes: Vec<&'o str>,
    /// How many differences there are, listed or not, but for those of `without_result`.
    different: usize,
    /// How many formulas stand as they should and have no stored result, because a program that does not calculate saved the
    /// file.
    without_result: usize,
    /// The first 1,000 differences.
    differences: Vec<DifferenceEntry<'o>>,
}

impl<'o> OutcomeEntry<'o> {
    /// In a language.
    #[must_use]
    pub fn new(outcome: &'o Outcome, lang: Lang) -> Self {
        let Outcome { file, status, receipt, input, notes, found, causes, sha256, seals, .. } = outcome;
        let differences = found.list.iter().zip(causes);
        Self {
            file,
            status: *status,
            receipt: receipt.as_ref().map(ReceiptEntry::new),
            input: input.as_deref(),
            sha256: sha256.as_deref(),
            seals: seals.as_ref().map(|seals| seals.document(lang)),
            notes: said(notes, lang),
            different: found.told(),
            without_result: found.without_result,
            differences: differences.map(|(one, cause)| DifferenceEntry::new(one, cause, lang)).collect(),
        }
    }
}

fn said(words: &[Words], lang: Lang) -> Vec<&str> {
    words.iter().map(|words| words.get(lang)).collect()
}

/// What results say of their run. Whoever can write a file can write this too.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ReceiptEntry<'o> {
    /// The policy.
    policy: ReceiptPolicy<'o>,
    /// The input.
    input: FileRef<'o>,
    /// The program and its version.
    program: &'o str,
    /// The number of the layout of the sheets.
    layout: u32,
    /// What the command line added to the input.
    command_line: String,
    /// The language that the results are written in.
    lang: &'static str,
}

/// The policy that results name.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ReceiptPolicy<'o> {
    /// Its id.
    id: &'o str,
    /// Its version.
    version: &'o str,
    /// The SHA-256 of what its text says; in layout 1 of its bytes.
    sha256: &'o str,
    /// The name of its file; empty for a built-in policy.
    file: &'o str,
}

impl<'o> ReceiptEntry<'o> {
    fn new(receipt: &'o Receipt) -> Self {
        Self {
            policy: ReceiptPolicy {
                id: &receipt.policy,
                version: &receipt.policy_version,
                sha256: &receipt.policy_sha256,
                file: &receipt.policy_file,
            },
            input: FileRef { file: &receipt.input_file, sha256: &receipt.input_sha256 },
            program: &receipt.program,
            layout: receipt.layout,
            command_line: receipt.given.to_string(),
            lang: receipt.lang.code(),
        }
    }
}

/// Something of the archived workbook that is not what is computed now.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct DifferenceEntry<'o> {
    /// The sheet.
    sheet: &'o str,
    /// The cell; empty for a whole sheet.
    cell: String,
    /// What differs.
    kind: DifferenceKind,
    /// Why.
    cause: CauseWord,
    /// What that is inferred from.
    evidence: String,
    /// What is archived.
    archived: CellEntry<'o>,
    /// What is computed now.
    recomputed: CellEntry<'o>,
    /// The cell that it follows from, with its sheet; only where `cause` is `follows`.
    #[serde(skip_serializing_if = "Option::is_none")]
    follows: Option<String>,
}

/// Why a cell differs.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
enum CauseWord {
    /// The results were edited.
    ResultsEdited,
    /// It was recalculated from another cell, which differs.
    Follows,
    /// The input was edited after the results were computed.
    InputEdited,
    /// The policy is of another version, or of another text.
    PolicyDiffers,
    /// The program is of another version.
    ProgramDiffers,
}

/// A cell as it stands in a workbook.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct CellEntry<'o> {
    /// What it shows.
    value: CellFigure<'o>,
    /// Its formula, without the leading `=`; null where it has none.
    formula: Option<&'o str>,
}

/// What a cell shows.
#[derive(Serialize)]
#[serde(untagged)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
enum CellFigure<'o> {
    /// A number.
    Number(Exact),
    /// A text.
    Text(&'o str),
    /// Yes or no.
    Truth(bool),
    /// A date, such as `2026-01-31`.
    Date(String),
    /// Nothing.
    Blank,
}

impl<'o> DifferenceEntry<'o> {
    fn new(difference: &'o Difference, cause: &Cause, lang: Lang) -> Self {
        Self {
            sheet: &difference.place.sheet,
            cell: difference.place.address(),
            kind: difference.kind,
            cause: match cause {
                Cause::Edited | Cause::Contradicts | Cause::Betrayed(_) => CauseWord::ResultsEdited,
                Cause::Follows(_) => CauseWord::Follows,
                Cause::Input => CauseWord::InputEdited,
                Cause::Policy => CauseWord::PolicyDiffers,
                Cause::Program => CauseWord::ProgramDiffers,
            },
            evidence: cause.evidence().get(lang).to_owned(),
            archived: CellEntry::new(&difference.archived),
            recomputed: CellEntry::new(&difference.recomputed),
            follows: if let Cause::Follows(place) = cause { Some(place.to_string()) } else { None },
        }
    }
}

impl<'o> CellEntry<'o> {
    fn new(cell: &'o ComparedCell) -> Self {
        let value = match &cell.value {
            CellValue::Blank => CellFigure::Blank,
            CellValue::Number(number) => CellFigure::Number(Exact(*number)),
            CellValue::Text(text) => CellFigure::Text(text),
            CellValue::Truth(truth) => CellFigure::Truth(*truth),
            CellValue::Date(date) => CellFigure::Date(date.to_string()),
        };
        Self { value, formula: cell.formula.as_deref() }
    }
}
