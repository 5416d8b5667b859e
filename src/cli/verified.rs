//! What verifying came to, for people and for programs.

use std::collections::HashSet;
use std::fmt::Write as _;

use serde::Serialize;

use super::cells;
use super::table::{aligned, headings};
use super::talk::{bold, dim, green, red, yellow};
use crate::audit::{Cause, Chain, ComparedCell, Difference, DifferenceKind, Outcome, OutcomeEntry, Status, counts};
use crate::lang::{Lang, Words};
use crate::report::LAYOUT;
use crate::report::sheet::CellValue;
use crate::say;

/// What became of archived results.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct VerifyDocument<'d> {
    /// Each file.
    files: Vec<OutcomeEntry<'d>>,
    /// How many there are of each status.
    summary: Summary,
    /// The runs of folders as chains; only where there are any: of files that were named one by one nobody asked how they
    /// hang together.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    chains: &'d [Chain],
}

/// How many files there are, and how many of each status.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Summary {
    /// All of them.
    files: usize,
    /// The same bytes.
    identical: usize,
    /// Other bytes, the same cells.
    same_cells: usize,
    /// Another layout, the same figures.
    same_figures: usize,
    /// The same cells, but what their reader sees is not.
    looks_changed: usize,
    /// Sound results, but seals that do not hold.
    seal_broken: usize,
    /// Something differs.
    differs: usize,
    /// Nothing to compare with.
    not_verified: usize,
    /// Not read, or no results.
    unreadable: usize,
}

impl<'d> VerifyDocument<'d> {
    /// Of these files and chains.
    pub(super) fn new(outcomes: &'d [Outcome], chains: &'d [Chain], lang: Lang) -> Self {
        let of = |status| outcomes.iter().filter(|outcome| outcome.status == status).count();
        Self {
            files: outcomes.iter().map(|outcome| OutcomeEntry::new(outcome, lang)).collect(),
            summary: Summary {
                files: outcomes.len(),
                identical: of(Status::Identical),
                same_cells: of(Status::SameCells),
                same_figures: of(Status::SameFigures),
                looks_changed: of(Status::LooksChanged),
                seal_broken: of(Status::SealBroken),
                differs: of(Status::Differs),
                not_verified: of(Status::NotVerified),
                unreadable: of(Status::Unreadable),
            },
            chains,
        }
    }
}

/// The outcomes as text: a line a file, what is to be said about it, its differences, and how many of each.
pub(super) fn text(outcomes: &[Outcome], chains: &[Chain], lang: Lang) -> String {
    let mut text = String::new();
    for outcome in outcomes {
        let paint = match outcome.status {
            Status::Identical => green,
            Status::SameCells | Status::SameFigures => yellow,
            Status::LooksChanged | Status::SealBroken | Status::Differs | Status::NotVerified | Status::Unreadable => {
                red
            }
        };
        let status = paint(outcome.status.words().get(lang));
        let count = outcome.found.told();
        let count = match count {
            0 => String::new(),
            _ => say!(Cli::DifferenceCount { count }).get(lang).to_owned(),
        };
        let _ = writeln!(text, "{status}{count}  {}", bold(&outcome.file));
        for note in &outcome.notes {
            let _ = writeln!(text, "    {}", note.get(lang));
        }
        for line in outcome.seals.iter().flat_map(|seals| seals.lines().into_iter().chain(seals.notes.iter().cloned()))
        {
            let _ = writeln!(text, "    {}", line.get(lang));
        }
        // Of many files it would be a line that nobody reads.
        let for_paper = outcome.seals.is_some() || (outcomes.len() == 1 && outcome.status.is_sound());
        for sha256 in outcome.sha256.iter().filter(|_| for_paper) {
            let _ = writeln!(text, "    {}", say!(Seal::OnPaper { sha256 }).get(lang));
        }
        if let Some(seals) = &outcome.seals {
            for problem in seals.problems() {
                let _ = writeln!(text, "    {}", red(problem.get(lang)));
            }
        }
        text.push_str(&differences(outcome, lang));
    }
    let files = outcomes.len();
    let parts = counts(outcomes).into_iter().filter(|(_, count)| *count > 0);
    let count = |(status, count): (Status, usize)| say!(Cli::CountOf { count, status: status.words() });
    let parts = Words::joined(&parts.map(count).collect::<Vec<_>>(), &say!(Cli::Pause));
    let line = match files {
        0 => say!(Cli::NoResultsFound),
        _ => say!(Cli::FilesVerified { files, parts }),
    };
    let _ = writeln!(text, "{}", line.get(lang));
    for chain in chains.iter().filter(|chain| chain.is_told()) {
        let _ = writeln!(text, "{}", say!(Cli::ChainOfRuns { count: chain.runs.len() }).get(lang));
        for line in chain.lines() {
            let _ = writeln!(text, "  {}", line.get(lang));
        }
    }
    text
}

/// The differences of one file as a table.
fn differences(outcome: &Outcome, lang: Lang) -> String {
    // Thousands of results that are merely not stored would bury what somebody changed: one line tells them.
    let told = |kind: DifferenceKind| kind != DifferenceKind::NoResult;
    let list = outcome.found.list.iter().zip(&outcome.causes).filter(|(difference, _)| told(difference.kind));
    let columns = [say!(Cli::Where), say!(Cli::Archived), say!(Cli::Recomputed), say!(Cli::What), say!(Cli::Cause)];
    let mut table = vec![headings(columns, lang)];
    let mut listed = 0;
    for (difference, cause) in list {
        listed += 1;
        let formulas = matches!(difference.kind, DifferenceKind::Formula | DifferenceKind::FormulaAdded);
        let shown =
            |cell: &ComparedCell| shortened(&cells::shown(&cell.value, cell.formula.as_deref().filter(|_| formulas)));
        let [archived, recomputed] = [shown(&difference.archived), shown(&difference.recomputed)];
        // A number where a text of the same digits was looks the same.
        let alike = difference.kind == DifferenceKind::Text && archived == recomputed;
        let told = |cell: &ComparedCell, shown: String| match cell.value {
            CellValue::Text(_) if alike => format!("\"{shown}\""),
            _ => shown,
        };
        table.push(vec![
            difference.place.to_string(),
            told(&difference.archived, archived),
            told(&difference.recomputed, recomputed),
            difference.kind.words().get(lang).to_owned(),
            cause.words().get(lang).to_owned(),
        ]);
    }
    let mut text = if listed > 0 { aligned(&table) } else { String::new() };
    // Once for each kind of cause; a cell that follows from another names it as its cause.
    let mut known = HashSet::new();
    for (Difference { place, kind, .. }, cause) in outcome.found.list.iter().zip(&outcome.causes) {
        if told(*kind) && !matches!(cause, Cause::Follows(_)) && known.insert(std::mem::discriminant(cause)) {
            let _ = writeln!(text, "    {}", say!(Cli::EvidenceAt { place, evidence: cause.evidence() }).get(lang));
        }
    }
    let without_result = outcome.found.without_result;
    let more = outcome.found.told() - listed;
    if without_result > 0 {
        let line = if outcome.receipt.as_ref().is_some_and(|receipt| receipt.layout == LAYOUT) {
            say!(Cli::FormulasUnchangedButNoStored { without_result })
        } else {
            say!(Cli::FormulasNotCompared { without_result })
        };
        let _ = writeln!(text, "{}", line.get(lang));
    }
    if more > 0 {
        let _ = writeln!(text, "{}", dim(say!(Cli::MoreDifferences { more }).get(lang)));
    }
    text
}

/// A text short enough for a table.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 44;
    let text = text.replace(['\n', '\r', '\t'], " ");
    if text.chars().count() <= LONGEST {
        return text;
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}
