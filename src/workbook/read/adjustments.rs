//! Adjustments made by hand: whose, of which period, of which figure, by how much, why and who approved it.

use std::collections::{BTreeMap, HashMap};

use super::compared::{largest_task, task_slots};
use super::employment::Standing;
use super::grid::GridRow;
use super::known_periods::KnownPeriods;
use super::people::Managers;
use super::source::{RawCell, SourceError};
use super::text::fold;
use super::{Reader, missing, signs, typed};
use crate::book::{Adjustment, Findings, Period, Place, year_end};
use crate::formula::{Scope, Symbol, Value, closest};
use crate::lang::{Lang, Words};
use crate::policy::{AdjustableFigure, ColumnRole, Policy, Sheet};
use crate::say;

/// Adjustments of a workbook: two for each of as many people as it may have. They are kept in memory, each with its own texts.
const MOST: usize = 100_000;

/// The period that an adjustment names: one of the year's, or the year-end.
type AdjustmentPeriod = Option<Period>;

impl Reader<'_> {
    /// The adjustments, in an order that does not depend on the order of the rows.
    pub(super) fn adjustments(
        &mut self,
        managers: &Managers,
        periods: &KnownPeriods,
        through: Option<Period>,
        asked: bool,
    ) -> Result<Vec<Adjustment>, SourceError> {
        let policy = self.policy;
        let Some((at, sheet)) = policy.adjustment_sheet() else { return Ok(Vec::new()) };
        let against = AdjustmentContext { policy, sheet, managers, periods, through, asked, year: self.year_read };
        let width = policy.inputs(Scope::Adjustment).count();
        let mut found: Vec<Adjustment> = Vec::new();
        // Every row by what it says: there may be very many, and each is compared with all before it.
        let mut rows: HashMap<_, u32> = HashMap::new();
        let mut too_many = false;
        self.rows_of(at, &mut |row, reader, findings| {
            if found.len() == MOST {
                if !std::mem::replace(&mut too_many, true) {
                    let problem = say!(Read::TooManyAdjustments { most: MOST, sheet: sheet.label });
                    findings.fault(row.place(0), "", problem, say!(Read::SplitWorkbook));
                }
                return;
            }
            let mut values = vec![Value::Blank; width];
            reader.values(sheet, row, &mut values, findings);
            signs::nothing_said(sheet, row, findings);
            signs::look(sheet, row, &values, &reader.symbols, findings);
            let Some(adjustment) = against.adjustment(row, values, findings) else { return };
            signs::by_himself(sheet, row, &managers.list[adjustment.manager], findings);
            against.above_target(row, &adjustment, findings);
            if let Some(before) = rows.get(&says(&adjustment)) {
                findings.fault(
                    row.place(against.column(|role| matches!(role, ColumnRole::Id | ColumnRole::Manager))),
                    &managers.list[adjustment.manager].id,
                    say!(Read::SameAsRow { before }),
                    say!(Read::DeleteOneOrSay),
                );
                return;
            }
            rows.insert(says(&adjustment), adjustment.row);
            found.push(adjustment);
        })?;
        let order = |one: &Adjustment| {
            let figure = sheet.figures.iter().position(|figure| figure.symbol == one.figure);
            (one.manager, one.period.is_none(), one.period, figure, one.row)
        };
        found.sort_by_key(order);
        Ok(found)
    }
}

/// All that a row says: two rows that say the very same are one that was typed twice.
fn says(one: &Adjustment) -> (usize, Option<Period>, Symbol, Vec<Value>) {
    (one.manager, one.period, one.figure, one.values.clone())
}

/// All that an adjustment is checked against.
struct AdjustmentContext<'a> {
    policy: &'a Policy,
    sheet: &'a Sheet,
    managers: &'a Managers,
    periods: &'a KnownPeriods,
    through: Option<Period>,
    /// Whether the command line gave it, for a look back.
    asked: bool,
    year: Option<i16>,
}

impl AdjustmentContext<'_> {
    fn column(&self, of: impl Fn(ColumnRole) -> bool) -> usize {
        self.sheet.columns.iter().position(|column| of(column.role)).unwrap_or(0)
    }

    /// A row; `None` when it has faults that keep it from being placed.
    fn adjustment(&self, row: &GridRow<'_>, values: Vec<Value>, findings: &mut Findings) -> Option<Adjustment> {
        let (mut manager, mut when, mut figure) = (None, None, None);
        for (i, column) in self.sheet.columns.iter().enumerate() {
            let place = row.place(i);
            let asked =
                matches!(column.role, ColumnRole::Id | ColumnRole::Manager | ColumnRole::Period | ColumnRole::Figure);
            let Some(cell) = row.cell(i) else {
                if asked && row.has(i) {
                    missing(&column.label, &place, findings);
                }
                continue;
            };
            match column.role {
                ColumnRole::Id | ColumnRole::Manager => {
                    manager = self.managers.named(cell, &column.label, &place, self.policy, findings);
                }
                ColumnRole::Period => when = self.when(cell, &place, findings),
                ColumnRole::Figure => figure = self.figure(cell, &place, findings),
                _ => {}
            }
        }
        let (manager, when, figure) = (manager?, when?, figure?);
        let there = self.fits(row, when, figure, findings) && self.is_there(row, manager, when, findings);
        there.then_some(Adjustment { row: row.number, manager, period: when, figure: figure.symbol, values })
    }

    /// Warns of an amount above the whole target of its person and period, or of any period for the year-end.
    fn above_target(&self, row: &GridRow<'_>, adjustment: &Adjustment, findings: &mut Findings) {
        let Some((at, amount)) = signs::amount(self.sheet, &adjustment.values) else { return };
        let a_year = self.periods.a_year;
        let own = &self.periods.rows[adjustment.manager * a_year..][..a_year];
        let periods = own.iter().enumerate().filter(|(at, _)| adjustment.period.is_none_or(|p| p.index() == *at));
        let tasks = task_slots(self.policy);
        let targets = periods.filter_map(|(_, row)| largest_task(&tasks, row.as_ref()?)).max();
        if let Some(target) = targets.filter(|target| !target.is_zero() && amount.abs() > *target) {
            let (found, target) = (amount.normalize().to_string(), target.normalize());
            findings.warn(row.place(at), found, say!(Read::AdjustmentAboveTarget { target }), say!(Read::CheckAmount));
        }
    }

    /// The period that a cell names, not later than the through period.
    fn when(&self, cell: &RawCell, place: &Place, findings: &mut Findings) -> Option<AdjustmentPeriod> {
        let yearly = self.sheet.figures.iter().any(|figure| figure.scope == Scope::Year);
        let said = match cell {
            RawCell::Text(text) => fold(text),
            _ => String::new(),
        };
        let end = year_end();
        let names: Vec<String> = end.spellings().chain(["年末", "年度", "year end", "year"]).map(fold).collect();
        let when = if yearly && names.contains(&said) {
            None
        } else {
            Some(super::period(cell, self.policy.period, place, findings)?)
        };
        let through = self.through?;
        let last = u8::try_from(self.periods.a_year).is_ok_and(|last| through.number() == last);
        if when.map_or(!last, |period| period > through) {
            if self.asked {
                let problem = say!(Read::AdjustmentLeftAside { through });
                findings.warn(place.clone(), typed::shown(cell), problem, say!(Read::NothingForLookBack));
                return None;
            }
            findings.fault(
                place.clone(),
                typed::shown(cell),
                say!(Read::AfterThrough { through }),
                say!(Read::CorrectPeriodOrWait),
            );
            return None;
        }
        Some(when)
    }

    /// The figure that a cell names, by its name or label.
    fn figure(&self, cell: &RawCell, place: &Place, findings: &mut Findings) -> Option<&AdjustableFigure> {
        let typed = typed::text(cell, place, findings)?;
        let spellings: BTreeMap<String, &AdjustableFigure> = self
            .sheet
            .figures
            .iter()
            .flat_map(|figure| {
                let name = self.policy.symbols.text(figure.symbol);
                figure.label.spellings().chain([name]).map(|spelt| (fold(spelt), figure)).collect::<Vec<_>>()
            })
            .collect();
        let found = spellings.get(&fold(&typed)).copied();
        if found.is_none() {
            let folded = fold(&typed);
            let near = closest(&folded, spellings.keys().map(String::as_str)).map(|near| &spellings[near].label);
            let hint = near.map_or_else(Words::default, |near| say!(Read::OrDidYouMean { near }));
            let labels = Words::list(self.sheet.figures.iter().map(|figure| &figure.label));
            findings.fault(
                place.clone(),
                typed,
                say!(Read::NoFigureToAdjust { hint }),
                say!(Read::ThereAre { list: labels }),
            );
        }
        found
    }

    /// A figure of the period goes with a period, one of the year with the year-end.
    fn fits(
        &self,
        row: &GridRow<'_>,
        when: AdjustmentPeriod,
        figure: &AdjustableFigure,
        findings: &mut Findings,
    ) -> bool {
        let yearly = figure.scope == Scope::Year;
        if yearly == when.is_none() {
            return true;
        }
        let label = &figure.label;
        let (problem, mend) = if yearly {
            (say!(Read::OnlyAtYearEnd { label }), say!(Read::WriteYearEnd { year_end: year_end() }))
        } else {
            (say!(Read::OfPeriods { label }), say!(Read::SayWhichPeriod))
        };
        let place = row.place(self.column(|role| role == ColumnRole::Period));
        findings.fault(
            place,
            when.map_or_else(|| year_end().get(Lang::default()).to_owned(), |period| period.to_string()),
            problem,
            mend,
        );
        false
    }

    /// The manager must have the period. (Whether his year is settled shows when it is computed.)
    fn is_there(&self, row: &GridRow<'_>, manager: usize, when: AdjustmentPeriod, findings: &mut Findings) -> bool {
        let Some(period) = when else { return true };
        let number = period.index();
        if self.managers.standing(manager, period, self.year) == Standing::Left {
            return true;
        }
        if self.periods.get(manager, period).is_some()
            || self.periods.uncertain(manager)
            || self.periods.is_prepared(manager, number, self.policy)
        {
            return self.periods.get(manager, period).is_some();
        }
        let id = &self.managers.list[manager].id;
        let sheet = self.policy.anchor_label();
        findings.fault(
            row.place(self.column(|role| matches!(role, ColumnRole::Id | ColumnRole::Manager))),
            format!("{id} {period}"),
            say!(Read::NothingToAdjust { id, period, sheet }),
            say!(Read::CorrectOrAddRow { id, period, sheet }),
        );
        false
    }
}
