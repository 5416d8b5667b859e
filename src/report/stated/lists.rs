//! Lists: credited lines, adjustments, prior periods, what serves as input elsewhere.

use super::super::Results;
use super::super::adjustment_columns::remarks;
use super::super::adjustments::{adjusted, when};
use super::super::credit_columns::{has_projects, source_column};
use super::super::export;
use super::super::held::Held;
use super::super::prior::prior;
use super::super::tab::Tab;
use super::run::StatedRun;
use super::table::{Stated, StatedColumn, StatedTable, plain, table};
use crate::book::Period;
use crate::formula::{Scope, Value};
use crate::policy::Exported;
use crate::say;
use crate::settle::RowKey;

impl<'a> StatedRun<'a> {
    pub(super) fn credits(self) -> StatedTable<'a> {
        let policy = self.results.policy;
        let mut columns = vec![plain(say!(Report::Source)), plain(policy.period.label())];
        columns.extend(self.who());
        let projects = has_projects(policy);
        columns.extend(projects.then(|| plain(say!(Report::Project))));
        let mut shown = Vec::new();
        for scope in [Scope::Line, Scope::Credit] {
            for (column, one) in self.columns(scope, 0) {
                columns.push(StatedColumn { total: false, folded: true, ..column });
                shown.push((scope, one));
            }
        }
        let source = source_column(policy);
        let fill = move |index: usize| {
            let Results { book, settlement, .. } = self.results;
            let credit = settlement.credits[index];
            let line = &book.lines[credit.line as usize];
            let person = &book.managers[credit.manager as usize];
            let place = source.map(|(sheet, column)| book.cell(sheet, column, line.row).to_string());
            let period = Period::new(policy.period, credit.period + 1);
            let period = period.map_or_else(String::new, |period| period.name(self.lang));
            let mut cells =
                [place.unwrap_or_default(), period, person.id.clone(), person.name.clone()].map(Stated::text).to_vec();
            cells.extend(projects.then(|| Stated::text(&book.projects[line.project as usize])));
            let values = |key: RowKey| settlement.row(key).unwrap_or_default();
            let figures = [values(RowKey::Line(credit.line as usize)), values(RowKey::Credit(index))];
            cells.extend(shown.iter().map(|(scope, one)| {
                let row = figures[usize::from(*scope == Scope::Credit)];
                let cell = self.cell(*scope, 0, one, Some(row));
                // A long sheet holds values.
                let typed = matches!(one, Held::Input(_));
                Stated { live: cell.live.filter(|live| typed && !live), ..cell }
            }));
            cells
        };
        table(self.sheet(Tab::Credits(0)), columns, vec![0, 2], self.results.settlement.credits.len(), fill)
    }

    pub(super) fn adjustments(self) -> Option<StatedTable<'a>> {
        let policy = self.results.policy;
        let list = adjusted(self.results);
        let mut columns = vec![plain(say!(Report::Source))];
        columns.extend(self.who());
        columns.push(plain(policy.period.label()));
        let labels = [say!(Report::Figure), say!(Report::Computed), say!(Report::Adjustment), say!(Report::Adjusted)];
        columns.extend(labels.map(plain));
        columns.extend(
            remarks(policy)
                .map(|input| StatedColumn { clause: input.column.clause.clone(), ..plain(input.column.label.clone()) }),
        );
        let rows = list.len();
        let fill = move |index: usize| {
            let Results { book, settlement, .. } = self.results;
            let one = &list[index];
            let adjustment = &book.adjustments[one.index];
            let person = &book.managers[adjustment.manager];
            let mut cells = vec![Stated::text(&one.source), Stated::text(&person.id), Stated::text(&person.name)];
            cells.extend([
                Stated::text(when(adjustment, self.lang)),
                Stated::text(self.results.text(adjustment.figure, self.lang)),
            ]);
            cells.push(Stated::number(one.computed, Some(true)));
            cells.push(Stated::number(one.amount, Some(false)));
            cells.push(Stated::number(one.after, Some(true)));
            let typed = settlement.row(RowKey::Adjustment(one.index)).unwrap_or_default();
            cells.extend(remarks(policy).map(|input| Stated::of(self.shown(typed.get(input.used)), Some(false))));
            cells
        };
        (rows > 0).then(|| table(self.sheet(Tab::Adjustments), columns, vec![0], rows, fill))
    }

    pub(super) fn prior(self) -> Option<StatedTable<'a>> {
        let list = prior(self.results);
        let mut columns: Vec<StatedColumn> = self.who().into();
        columns.extend([plain(self.results.policy.period.label()), plain(say!(Report::Figure))]);
        let sums = [say!(Report::Recomputed), say!(Report::Paid), say!(Report::Difference)];
        columns.extend(sums.map(|label| StatedColumn { total: true, ..plain(label) }));
        let rows = list.len();
        let fill = move |index: usize| {
            let one = &list[index];
            let person = &self.results.book.managers[one.manager];
            let mut cells = vec![Stated::text(&person.id), Stated::text(&person.name)];
            cells.extend([Stated::text(one.period.name(self.lang)), Stated::text(one.label.get(self.lang))]);
            cells.extend([one.recomputed, one.paid, one.difference].map(|number| Stated::number(number, Some(true))));
            cells
        };
        (rows > 0).then(|| table(self.sheet(Tab::Prior), columns, vec![0, 2, 3], rows, fill))
    }

    pub(super) fn export(self, export: &'a crate::policy::Export) -> StatedTable<'a> {
        let Results { book, settlement, .. } = self.results;
        let at = export::rows(self.results);
        let columns: Vec<_> = export.columns.iter().map(|(label, _)| plain(label.clone())).collect();
        let is_key = |exported: &Exported| matches!(exported, Exported::Id | Exported::Period);
        let keys = export.columns.iter().enumerate().filter(|(_, (_, of))| is_key(of)).map(|(at, _)| at);
        let (keys, rows) = (keys.collect(), at.len());
        let fill = move |index: usize| {
            let (period, manager) = at[index];
            let row = settlement.row(RowKey::Period { person: manager, period: period.index() }).unwrap_or_default();
            let cells = export.columns.iter().map(|(_, exported)| match exported {
                Exported::Id => Stated::text(&book.managers[manager].id),
                Exported::Name => Stated::text(&book.managers[manager].name),
                Exported::Period => Stated::text(period.name(self.lang)),
                Exported::Figure { slot, .. } => match row.get(*slot) {
                    Value::NotApplicable => Stated::default(),
                    value => Stated::of(self.shown(value), Some(false)),
                },
            });
            cells.collect()
        };
        table(export.label.clone(), columns, keys, rows, fill)
    }
}
