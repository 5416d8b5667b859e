//! The guide: what to do, what the colours mean, what each sheet is for.

use super::builder::{Builder, TOP};
use crate::book::{guide_sheets, settings_sheet};
use crate::lang::Words;
use crate::policy::TableUse;
use crate::report::sheet::{BlockRows, Cell, CellUnit, ReportSheet, SheetBlock, SheetColumn, Tone};
use crate::say;

impl Builder<'_> {
    /// The guide sheet.
    pub(super) fn guide(&mut self) {
        let label = &guide_sheets()[0];
        let mut top = TOP;
        let mut blocks = Vec::new();
        let parts = [
            (say!(Form::Steps), self.steps()),
            (say!(Form::Colours), self.colours()),
            (say!(Form::Sheets), self.purposes()),
        ];
        for (heading, rows) in parts {
            let length = u32::try_from(rows.len()).unwrap_or(0);
            let column = |label: Words, unit, width| SheetColumn {
                label: self.say(&label),
                unit,
                width,
                ..SheetColumn::default()
            };
            blocks.push(SheetBlock {
                top,
                left: 0,
                columns: vec![
                    column(heading.clone(), CellUnit::Text, 20),
                    column(say!(Form::What), CellUnit::Prose, 96),
                ],
                heading: Some(self.say(&heading)),
                rows: BlockRows::ready(rows),
                total: false,
            });
            top += SheetBlock::HEADER_ROWS + length + 1;
        }
        let subtitle = say!(Form::GuideOnly);
        self.sheets.push(ReportSheet {
            name: self.say(label),
            title: self.title(label),
            subtitle: self.say(&subtitle),
            blocks,
            frozen_columns: 0,
            ..ReportSheet::default()
        });
    }

    fn steps(&self) -> Vec<Vec<Cell>> {
        let settings = self.say(&settings_sheet());
        let steps = [
            say!(Form::StepSettings { settings }),
            say!(Form::StepRows),
            say!(Form::StepPreparedRows),
            say!(Form::StepCompute),
            say!(Form::StepFaults),
            say!(Form::StepNext),
        ];
        (1..)
            .zip(steps)
            .map(|(number, step)| vec![Cell::text(format!("{number}")), Cell::text(self.say(&step))])
            .collect()
    }

    fn colours(&self) -> Vec<Vec<Cell>> {
        let row = |tone, name: Words, what: Words| {
            vec![Cell::text(self.say(&name)).with_tone(tone), Cell::text(self.say(&what))]
        };
        vec![
            row(Tone::Notice, say!(Form::Yellow), say!(Form::YellowMeans)),
            row(Tone::Input, say!(Form::Blue), say!(Form::BlueMeans)),
            row(Tone::Plain, say!(Form::White), say!(Form::WhiteMeans)),
            row(Tone::Good, say!(Form::Green), say!(Form::GreenMeans)),
        ]
    }

    fn purposes(&self) -> Vec<Vec<Cell>> {
        let policy = self.policy;
        let mut rows =
            vec![vec![Cell::text(self.say(&settings_sheet())), Cell::text(self.say(&say!(Form::SettingsMeans)))]];
        let text = |label: &Words, what: String| vec![Cell::text(self.say(label)), Cell::text(what)];
        for table in policy.tables.iter().filter(|table| !table.built_in) {
            let what = if table.rows.is_empty() { say!(Form::TableMustBeFilled) } else { say!(Form::TableOfThePolicy) };
            rows.push(text(&table.label, self.say(&what)));
        }
        for sheet in &policy.sheets {
            rows.push(text(&sheet.label, self.purpose(sheet)));
        }
        for table in policy.tables.iter().filter(|t| t.built_in && t.usage == TableUse::Keys) {
            let keys: Vec<&str> = table.keys.iter().map(|(_, label)| label.get(self.lang)).collect();
            let (label, keys) = (self.say(&table.label), keys.join(" / "));
            rows.push(vec![Cell::text(label), Cell::text(self.say(&say!(Form::ToChooseFrom { keys })))]);
        }
        rows
    }
}
