//! What verifying an archived workbook came to, in words.

use serde::Serialize;

use super::cause::Cause;
use super::chain::ChainRun;
use super::compare::{DifferenceKind, FoundDifferences};
use crate::lang::Words;
use crate::report::Receipt;
use crate::say;
use crate::seal::Checked;

/// What became of one archived workbook.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Status {
    /// The same bytes.
    Identical,
    /// Other bytes, but each cell is the same: it was saved again, or changed outside its cells.
    SameCells,
    /// Laid out by an earlier program in another way, but each figure is the same.
    SameFigures,
    /// Each cell is the same, but what its reader sees is not.
    LooksChanged,
    /// The results are sound, but the seals beside them do not hold, or are about other files.
    SealBroken,
    /// Something differs.
    Differs,
    /// There is nothing to compare it with: its input or its policy is not there.
    NotVerified,
    /// It could not be read, or is no results workbook.
    #[default]
    Unreadable,
}

/// The outcome of verifying one archived workbook.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The file, as it was named.
    pub file: String,
    /// What became of it.
    pub status: Status,
    /// What it says of its run.
    pub receipt: Option<Receipt>,
    /// The input that it was computed from again.
    pub input: Option<String>,
    /// What is to be said about input, policy, program and file.
    pub notes: Vec<Words>,
    /// What differs.
    pub found: FoundDifferences,
    /// Why, one for each difference that is kept.
    pub causes: Vec<Cause>,
    /// What a chain of runs has to know of it.
    pub run: Option<Box<ChainRun>>,
    /// The SHA-256 of the file, where it could be read.
    pub sha256: Option<String>,
    /// The seals beside it, if there are any.
    pub seals: Option<Checked>,
}

impl Outcome {
    /// The outcome of a file before anything is known of it.
    #[must_use]
    pub fn of(file: String) -> Self {
        Self { file, ..Self::default() }
    }

    /// Keeps the first differences only; they stay counted.
    pub fn keep(&mut self, most: usize) {
        self.found.list.truncate(most);
        self.causes.truncate(most);
    }
}

impl Status {
    /// Whether each figure is what it was, whatever else became of the file.
    #[must_use]
    pub fn is_sound(self) -> bool {
        matches!(self, Self::Identical | Self::SameCells | Self::SameFigures)
    }

    /// All of them, from good to bad.
    pub const ALL: [Self; 8] = [
        Self::Identical,
        Self::SameCells,
        Self::SameFigures,
        Self::LooksChanged,
        Self::SealBroken,
        Self::Differs,
        Self::NotVerified,
        Self::Unreadable,
    ];

    /// In words.
    #[must_use]
    pub fn words(self) -> Words {
        match self {
            Self::Identical => say!(Audit::Identical),
            Self::SameCells => say!(Audit::SameCells),
            Self::SameFigures => say!(Audit::SameFigures),
            Self::LooksChanged => say!(Audit::LooksChanged),
            Self::SealBroken => say!(Seal::Broken),
            Self::Differs => say!(Audit::Differs),
            Self::NotVerified => say!(Audit::NotVerified),
            Self::Unreadable => say!(Audit::Unreadable),
        }
    }
}

impl DifferenceKind {
    /// In words.
    #[must_use]
    pub fn words(self) -> Words {
        match self {
            Self::Value => say!(Audit::AnotherValue),
            Self::Text => say!(Audit::AnotherText),
            Self::Result => say!(Audit::AnotherResult),
            Self::NoResult => say!(Audit::NoResultStored),
            Self::Overwritten => say!(Audit::FormulaOverwritten),
            Self::Formula => say!(Audit::AnotherFormula),
            Self::FormulaAdded => say!(Audit::ValueReplaced),
            Self::CellAdded => say!(Audit::CellAdded),
            Self::CellRemoved => say!(Audit::CellRemoved),
            Self::RowAdded => say!(Audit::RowAdded),
            Self::RowRemoved => say!(Audit::RowRemoved),
            Self::ColumnRemoved => say!(Audit::ColumnRemoved),
            Self::RowsHidden => say!(Audit::RowsHidden),
            Self::ColumnsHidden => say!(Audit::ColumnsHidden),
            Self::SheetHidden => say!(Audit::SheetHidden),
            Self::SheetAdded => say!(Audit::SheetAdded),
            Self::SheetRemoved => say!(Audit::SheetRemoved),
            Self::SheetOrder => say!(Audit::SheetOrder),
            Self::Name => say!(Audit::DefinedName),
            Self::NumberFormat => say!(Audit::AnotherNumberFormat),
            Self::FontLikeFill => say!(Audit::FontLikeFill),
            Self::FontSize => say!(Audit::FontTooSmall),
            Self::Repeated => say!(Audit::Repeated),
            Self::MergedOver => say!(Audit::MergedOver),
            Self::RowHeight => say!(Audit::RowWithoutHeight),
            Self::ColumnWidth => say!(Audit::ColumnWithoutWidth),
            Self::ConditionalFormat => say!(Audit::ConditionalFormat),
            Self::Picture => say!(Audit::PictureAdded),
            Self::Shape => say!(Audit::ShapeAdded),
            Self::Chart => say!(Audit::ChartAdded),
            Self::Note => say!(Audit::NoteAdded),
            Self::Table => say!(Audit::TableAdded),
            Self::ZerosHidden => say!(Audit::ZerosHidden),
            Self::OutOfView => say!(Audit::OutOfView),
        }
    }
}

impl Cause {
    /// What it is inferred from.
    #[must_use]
    pub fn evidence(&self) -> Words {
        match self {
            Self::Edited => say!(Audit::EvidenceOfEdit),
            Self::Contradicts => say!(Audit::EvidenceOfContradiction),
            Self::Betrayed(place) => say!(Audit::EvidenceOfWitness { place }),
            Self::Follows(place) => say!(Audit::EvidenceOfFollowing { place }),
            Self::Input => say!(Audit::EvidenceOfInput),
            Self::Policy => say!(Audit::EvidenceOfPolicy),
            Self::Program => say!(Audit::EvidenceOfProgram),
        }
    }

    /// In words.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::Edited => say!(Audit::ResultsEdited),
            Self::Contradicts => say!(Audit::ContradictsItself),
            Self::Betrayed(place) => say!(Audit::ContradictedBy { place }),
            Self::Follows(place) => say!(Audit::FollowsFrom { place }),
            Self::Input => say!(Audit::InputEdited),
            Self::Policy => say!(Audit::PolicyDiffers),
            Self::Program => say!(Audit::ProgramDiffers),
        }
    }
}

/// How many files have each status.
#[must_use]
pub fn counts(outcomes: &[Outcome]) -> [(Status, usize); 8] {
    Status::ALL.map(|status| (status, outcomes.iter().filter(|outcome| outcome.status == status).count()))
}
