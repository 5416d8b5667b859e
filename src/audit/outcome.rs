//! What verifying an archived workbook came to, in words and as JSON.

use serde_json::{Map, Value as Json, json};

use super::cause::Cause;
use super::chain::ChainRun;
use super::compare::{Cell, Difference, Found, Kind};
use crate::lang::{Lang, Words};
use crate::report::Receipt;
use crate::report::sheet::CellValue;
use crate::say;
use crate::seal::Checked;

/// What became of one archived workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    Unreadable,
}

/// The outcome of verifying one archived workbook.
#[derive(Clone, Debug)]
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
    pub found: Found,
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
        Self {
            file,
            status: Status::Unreadable,
            receipt: None,
            input: None,
            notes: Vec::new(),
            found: Found::default(),
            causes: Vec::new(),
            run: None,
            sha256: None,
            seals: None,
        }
    }

    /// Keeps the first differences only; they stay counted.
    pub fn keep(&mut self, most: usize) {
        self.found.list.truncate(most);
        self.causes.truncate(most);
    }

    /// The outcome as JSON.
    #[must_use]
    pub fn json(&self, lang: Lang) -> Json {
        let mut object = Map::new();
        object.insert("file".into(), self.file.clone().into());
        object.insert("status".into(), self.status.name().into());
        if let Some(receipt) = &self.receipt {
            object.insert("receipt".into(), of_receipt(receipt));
        }
        object.insert("input".into(), self.input.clone().into());
        object.insert("sha256".into(), self.sha256.clone().into());
        if let Some(seals) = &self.seals {
            object.insert("seals".into(), seals.json(lang));
        }
        let notes: Vec<_> = self.notes.iter().map(|note| note.get(lang)).collect();
        object.insert("notes".into(), notes.into());
        object.insert("different".into(), (self.found.count - self.found.without_result).into());
        object.insert("without_result".into(), self.found.without_result.into());
        let list = self.found.list.iter().zip(&self.causes);
        let list: Vec<Json> = list.map(|(difference, cause)| of_difference(difference, cause, lang)).collect();
        object.insert("differences".into(), list.into());
        Json::Object(object)
    }
}

fn of_receipt(receipt: &Receipt) -> Json {
    json!({
        "policy": {
            "id": receipt.policy, "version": receipt.policy_version, "sha256": receipt.policy_sha256,
            "file": receipt.policy_file,
        },
        "input": { "file": receipt.input_file, "sha256": receipt.input_sha256 },
        "program": receipt.program,
        "layout": receipt.layout,
        "command_line": receipt.given.to_string(),
        "lang": receipt.lang.code(),
    })
}

fn of_difference(difference: &Difference, cause: &Cause, lang: Lang) -> Json {
    let of_cell = |cell: &Cell| {
        let value = match &cell.value {
            CellValue::Blank => Json::Null,
            CellValue::Number(number) => number.normalize().to_string().into(),
            CellValue::Text(text) => text.clone().into(),
            CellValue::Truth(truth) => (*truth).into(),
            CellValue::Date(date) => date.to_string().into(),
        };
        json!({ "value": value, "formula": cell.formula })
    };
    let mut object = json!({
        "sheet": difference.place.sheet,
        "cell": difference.place.address(),
        "kind": difference.kind.name(),
        "cause": cause.name(),
        "evidence": cause.evidence().get(lang),
        "archived": of_cell(&difference.archived),
        "recomputed": of_cell(&difference.recomputed),
    });
    if let (Cause::Follows(place), Some(object)) = (cause, object.as_object_mut()) {
        object.insert("follows".into(), place.to_string().into());
    }
    object
}

impl Status {
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

    /// Its name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Identical => "identical",
            Self::SameCells => "same-cells",
            Self::SameFigures => "same-figures",
            Self::LooksChanged => "looks-changed",
            Self::SealBroken => "seal-broken",
            Self::Differs => "differs",
            Self::NotVerified => "not-verified",
            Self::Unreadable => "unreadable",
        }
    }

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

impl Kind {
    /// Its name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Text => "text",
            Self::Result => "result",
            Self::NoResult => "no-result",
            Self::Overwritten => "formula-overwritten",
            Self::Formula => "formula",
            Self::FormulaAdded => "formula-added",
            Self::CellAdded => "cell-added",
            Self::CellRemoved => "cell-removed",
            Self::RowAdded => "row-added",
            Self::RowRemoved => "row-removed",
            Self::ColumnRemoved => "column-removed",
            Self::RowsHidden => "rows-hidden",
            Self::ColumnsHidden => "columns-hidden",
            Self::SheetHidden => "sheet-hidden",
            Self::SheetAdded => "sheet-added",
            Self::SheetRemoved => "sheet-removed",
            Self::SheetOrder => "sheet-order",
            Self::Name => "defined-name",
            Self::NumberFormat => "number-format",
            Self::FontLikeFill => "font-like-fill",
            Self::FontSize => "font-size",
            Self::Repeated => "repeated",
            Self::MergedOver => "merged-over",
            Self::RowHeight => "row-height",
            Self::ColumnWidth => "column-width",
            Self::ConditionalFormat => "conditional-format",
            Self::Picture => "picture",
            Self::Shape => "shape",
            Self::Chart => "chart",
            Self::Note => "note",
            Self::Table => "table",
            Self::ZerosHidden => "zeros-hidden",
            Self::OutOfView => "out-of-view",
        }
    }

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
    /// Its name in JSON.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Edited | Self::Contradicts => "results-edited",
            Self::Follows(_) => "follows",
            Self::Input => "input-edited",
            Self::Policy => "policy-differs",
            Self::Program => "program-differs",
        }
    }

    /// What it is inferred from.
    #[must_use]
    pub fn evidence(&self) -> Words {
        match self {
            Self::Edited => say!(Audit::EvidenceOfEdit),
            Self::Contradicts => say!(Audit::EvidenceOfContradiction),
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
