//! Settings by date: several rows of one setting, each from a day on, as policy files have them.

use jiff::civil::Date;

use super::preface::PrefaceRow;
use super::{Reader, typed};
use crate::book::{Given, Origin, Period};
use crate::formula::{Scope, Space, Value};
use crate::lang::Words;
use crate::policy::{ColumnRole, Dated, DatedValue, InForce, Policy, Setting, builtin};
use crate::say;

impl Reader<'_> {
    /// A setting of which rows have a date; `undated` are its other rows, of which the first that says anything holds
    /// before all dates.
    pub(super) fn by_date(&mut self, setting: &Setting, undated: &[&PrefaceRow], dated: &[&PrefaceRow]) -> Given {
        let mut steps: Vec<(DatedValue, &PrefaceRow)> = Vec::new();
        for row in dated {
            let Some((cell, place)) = &row.from else { continue };
            let from = typed::date(cell, place, &mut self.findings);
            let Some(value) = &row.value else {
                super::missing(&say!(Read::Value), &row.place, &mut self.findings);
                continue;
            };
            let value = self.setting_value(setting, value, &row.place);
            let (Some(from), Some(value)) = (from, value) else { continue };
            if let Some((_, before)) = steps.iter().find(|(step, _)| step.from == from) {
                let before = before.place.row;
                self.findings.fault(
                    place.clone(),
                    from.to_string(),
                    say!(Read::SameKeySameDay { before }),
                    say!(Read::DeleteOneOrCorrectDate),
                );
                continue;
            }
            steps.push((DatedValue { from, value, source: Words::same(row.place.to_string()) }, row));
        }
        steps.sort_by_key(|(step, _)| step.from);
        let base = undated.iter().find_map(|row| Some((row.value.clone()?, row.place.clone())));
        let (value, origin) = match (base, steps.first()) {
            (Some((cell, place)), _) => {
                (self.setting_value(setting, &cell, &place).unwrap_or_default(), Origin::Workbook(place))
            }
            (None, Some((_, row))) => (setting.default.unwrap_or_default(), Origin::Workbook(row.place.clone())),
            (None, None) => (setting.default.unwrap_or_default(), Origin::Policy),
        };
        let in_force = setting.dated.as_ref().map_or_else(|| in_force(self.policy), |dated| dated.in_force);
        let steps: Vec<DatedValue> = steps.into_iter().map(|(step, _)| step).collect();
        Given { dated: (!steps.is_empty()).then_some(Dated { in_force, steps }), ..Given::new(value, origin) }
    }

    /// What the settings by date must be together with the year and the through period: there from the first day on, and
    /// one value where the settlement of the year reads it.
    pub(super) fn histories(&mut self, settings: &mut [Given], year: Option<i16>, through: Option<Period>) {
        self.no_dates_of_own_keys();
        let Some(year) = year else { return };
        let first_day = Date::new(year, 1, 1).unwrap_or_default();
        let policy = self.policy;
        for (slot, given) in settings.iter_mut().enumerate() {
            let Some(first) = given.dated.as_ref().and_then(|dated| dated.steps.first()) else { continue };
            let setting = &policy.settings[slot];

            let place = |given: &Given| match &given.origin {
                Origin::Workbook(place) => place.clone(),
                _ => crate::book::Place::default(),
            };
            if given.value == Value::Blank && !setting.optional {
                let from = first.from;
                if from > first_day {
                    self.findings.fault(
                        place(given),
                        "",
                        say!(Read::NoValueBefore { label: setting.label, from }),
                        say!(Read::AddRowWithoutDate { label: setting.label }),
                    );
                    given.at_fault = true;
                }
                given.value = first.value;
            }
            let inside = given.dated.iter().flat_map(|dated| &dated.steps);
            let inside = inside.map(|step| step.from).find(|from| *from > first_day && from.year() == year);
            let Some(from) = inside.filter(|_| !setting.settled && read_by_settlement(policy, slot)) else { continue };
            let last = through.is_some_and(|through| usize::from(through.number()) == through.of_a_year());
            let problem = say!(Read::ChangesWithinYear { label: setting.label, from });
            let mend = say!(Read::WriteSettled);
            if last {
                self.findings.fault(place(given), from.to_string(), problem, mend);
            } else {
                self.findings.warn(place(given), from.to_string(), problem, mend);
            }
        }
    }

    /// What a workbook is of has no date.
    fn no_dates_of_own_keys(&mut self) {
        let own = super::preface::own_keys();
        for row in self.preface.rows.iter().filter(|row| own.contains(&row.folded)) {
            if let Some((cell, place)) = &row.from {
                self.findings.fault(
                    place.clone(),
                    typed::shown(cell),
                    say!(Read::DoesNotChange),
                    say!(Read::ClearThisCell),
                );
            }
        }
    }
}

/// Which date decides where the policy does not say: the line's own, where lines have one.
fn in_force(policy: &Policy) -> InForce {
    let dates =
        policy.line_sheet().is_some_and(|sheet| sheet.columns.iter().any(|column| column.role == ColumnRole::Date));
    if dates { InForce::LineDate } else { InForce::PeriodEnd }
}

/// Whether a rule of the year reads a setting.
fn read_by_settlement(policy: &Policy, setting: usize) -> bool {
    let mut names = policy.scope(Scope::Year).rules.iter().flat_map(|rule| rule.formula.code.names());
    names.any(|slot| slot.space == Space::Setting && slot.index == setting && setting > builtin::YEAR)
}
