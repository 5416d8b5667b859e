//! The sheet of proposals: a row a person and half, with an answer to be given.

use super::builder::{Builder, FIRST};
use super::filling::Proposed;
use super::rows::{FilledRows, Ruled};
use crate::book::guide_sheets;
use crate::policy::{self, ProposalColumn, ProposalPart};
use crate::report::sheet::Print;
use crate::say;

impl Builder<'_> {
    /// The sheet of proposals. Columns that are blank in every row, such as tasks of quarters that nobody has, are left
    /// out.
    pub(super) fn proposals(&mut self, proposals: &[Proposed]) {
        let label = guide_sheets()[2].clone();
        let optional = |part| matches!(part, ProposalPart::Figure(_) | ProposalPart::Now(_));
        let used = |at: &usize| proposals.iter().any(|row| row.cells.get(*at).is_some_and(|entry| !entry.is_blank()));
        let parts = self.policy.proposal_columns();
        let kept: Vec<usize> = (0..parts.len()).filter(|at| !optional(parts[*at].part) || used(at)).collect();
        let defined: Vec<policy::Column> = kept.iter().map(|at| parts[*at].column.clone()).collect();
        let is_answer = |part: &ProposalColumn| part.part == ProposalPart::Accept;
        let answer = kept.iter().position(|at| is_answer(&parts[*at]));
        if let Some(column) = answer.and_then(|at| u16::try_from(at).ok()) {
            for (row, _) in (FIRST..).zip(proposals).filter(|(_, proposal)| proposal.open) {
                self.need(row, column);
            }
        }
        let rows: Vec<Vec<_>> =
            proposals.iter().map(|row| kept.iter().map(|at| row.cells[*at].clone()).collect()).collect();
        let subtitle = self.say(&say!(Form::ProposalsToAnswer { accept: say!(Policy::Accept) }));
        let (needed, ruled) = (vec![false; defined.len()], Ruled::of(rows.len(), Print::Whole));
        self.lay(&label, subtitle, &defined, &needed, FilledRows::Entries(rows.into()), &ruled);
    }
}
