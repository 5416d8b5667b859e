//! The guide: what to do, what the colours mean, what each sheet is for.

use super::builder::{Builder, TOP};
use crate::book::{guide_sheets, settings_sheet};
use crate::lang::Words;
use crate::policy::TableUse;
use crate::report::declared_table::DeclaredTable;
use crate::report::sheet::{Cell, CellUnit, Print, SheetBlock, Tone};
use crate::say;

impl Builder<'_> {
    /// The guide sheet.
    pub(super) fn guide(&mut self) {
        let label = &guide_sheets()[0];
        let parts = [
            (say!(Form::Steps), self.steps()),
            (say!(Form::Colours), self.colours()),
            (say!(Form::Sheets), self.purposes()),
        ];
        let blocks = parts.map(|(heading, rows)| {
            let mut table = DeclaredTable::over(self.lang, rows);
            table.column(&heading, CellUnit::Text, 20, |[name, _]| name.clone());
            table.column(&say!(Form::What), CellUnit::Prose, 96, |[_, what]| what.clone());
            table.headed(&heading)
        });
        self.put(label, self.say(&say!(Form::GuideOnly)), SheetBlock::stacked(blocks, TOP), Print::default());
    }

    fn steps(&self) -> Vec<[Cell; 2]> {
        let settings = self.say(&settings_sheet());
        let steps = [
            say!(Form::StepSettings { settings }),
            say!(Form::StepRows),
            say!(Form::StepPreparedRows),
            say!(Form::StepCompute),
            say!(Form::StepFaults),
            say!(Form::StepNext),
        ];
        (1..).zip(steps).map(|(number, step)| [format!("{number}"), self.say(&step)].map(Cell::text)).collect()
    }

    fn colours(&self) -> Vec<[Cell; 2]> {
        let colours = [
            (Tone::Notice, say!(Form::Yellow), say!(Form::YellowMeans)),
            (Tone::Input, say!(Form::Blue), say!(Form::BlueMeans)),
            (Tone::Plain, say!(Form::White), say!(Form::WhiteMeans)),
            (Tone::Good, say!(Form::Green), say!(Form::GreenMeans)),
        ];
        let row = |(tone, name, what)| [Cell::text(self.say(&name)).with_tone(tone), Cell::text(self.say(&what))];
        colours.map(row).into()
    }

    fn purposes(&self) -> Vec<[Cell; 2]> {
        let policy = self.policy;
        let text = |label: &Words, what: String| [self.say(label), what].map(Cell::text);
        let mut rows = vec![text(&settings_sheet(), self.say(&say!(Form::SettingsMeans)))];
        for table in policy.tables.iter().filter(|table| !table.built_in) {
            let what = if table.rows.is_empty() { say!(Form::TableMustBeFilled) } else { say!(Form::TableOfThePolicy) };
            rows.push(text(&table.label, self.say(&what)));
        }
        for sheet in &policy.sheets {
            rows.push(text(&sheet.label, self.purpose(sheet)));
        }
        for table in policy.tables.iter().filter(|t| t.built_in && t.usage == TableUse::Keys) {
            let keys: Vec<&str> = table.keys.iter().map(|(_, label)| label.get(self.lang)).collect();
            rows.push(text(&table.label, self.say(&say!(Form::ToChooseFrom { keys: keys.join(" / ") }))));
        }
        rows
    }
}
