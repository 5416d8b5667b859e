//! Changes that a review proposes: listed on a sheet of their own, applied by nobody but the clerk.

use super::{Builder, Proposal, TOP};
use crate::book::guide_sheets;
use crate::lang::Words;
use crate::report::sheet::{Block, Cell, Column, Rows, Sheet, Tone, Unit};
use crate::say;

impl Builder<'_> {
    /// The sheet of proposals.
    pub(super) fn proposals(&mut self, proposals: &[Proposal]) {
        let label = &guide_sheets()[2];
        let column = |label: Words, unit, width| Column { label: self.say(&label), unit, width, ..Column::default() };
        let columns = vec![
            column(say!(Form::Place), Unit::Text, 18),
            column(say!(Form::Person), Unit::Text, 18),
            column(say!(Form::Item), Unit::Text, 20),
            column(say!(Form::Now), Unit::Text, 18),
            column(say!(Form::Proposed), Unit::Text, 18),
            column(say!(Form::Reason), Unit::Prose, 60),
        ];
        let rows = proposals.iter().map(|proposal| {
            vec![
                Cell::text(&proposal.place),
                Cell::text(&proposal.manager),
                Cell::text(&proposal.item),
                Cell::value(proposal.current.clone()).with_unit(proposal.unit),
                Cell::value(proposal.proposed.clone()).with_unit(proposal.unit).with_tone(Tone::Notice),
                Cell::text(&proposal.reason),
            ]
        });
        let block =
            Block { top: TOP, left: 0, heading: None, columns, rows: Rows::ready(rows.collect()), total: false };
        let subtitle = say!(Form::ProposalsOnly);
        self.sheets.push(Sheet {
            name: self.say(label),
            title: self.title(label),
            subtitle: self.say(&subtitle),
            blocks: vec![block],
            frozen_columns: 0,
            charts: Vec::new(),
        });
    }
}
