//! The whole of the results as one document.

use serde::{Serialize, Serializer};

use super::super::Results;
use super::super::adjustments::Adjusted;
use super::super::listed::Listed;
use super::super::prior::Prior;
use super::super::sums::sums;
use super::figures::{figures, typed_and_computed};
use super::lists::{AdjustmentEntry, CheckedLaw, PriorEntry, ProposalEntry, SumsEntry, Totals};
use super::parts::{CellCounts, FaultEntry, Figures, FileRef, Half, PassedOverCells, Periods, When};
use crate::book::Period;
use crate::formula::{Scope, Value};
use crate::lang::Lang;
use crate::policy::builtin;
use crate::settle::RowKey;

/// The whole of the results, in memory.
#[must_use]
pub fn json(results: &Results<'_>, lang: Lang) -> serde_json::Value {
    serde_json::to_value(ResultsDocument::new(results, lang)).unwrap_or_default()
}

/// The whole of the results. What depends on the policy is named as the policy names it: a rule or a column stands under its
/// name in formulas, in the row of its scope.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ResultsDocument<'r> {
    /// The policy that was computed by.
    policy: TitledPolicy<'r>,
    /// The calendar year.
    year: i16,
    /// The last period that is computed.
    through: Period,
    /// The input.
    input: FileRef<'r>,
    /// The version of the program.
    version: &'static str,
    /// Everybody, in the order of the input.
    #[cfg_attr(test, schemars(with = "Vec<ManagerEntry<'static>>"))]
    managers: ManagerEntries<'r>,
    /// The department's own figures.
    department: Department<'r>,
    /// What was adjusted by hand, in the order of the input.
    adjustments: Vec<AdjustmentEntry<'r>>,
    /// What was paid for earlier periods, beside what it comes to now.
    prior_periods: Vec<PriorEntry<'r>>,
    /// The laws that the results were held against: those of the program and those of the policy.
    checks: Vec<CheckedLaw<'r>>,
    /// How many cells of the input became what.
    cells: CellCounts,
    /// The cells that were passed over.
    passed_over: Vec<PassedOverCells<'r>>,
    /// What each sheet of the input has by period, to be held against a ledger.
    sums: Vec<SumsEntry>,
    /// Warnings of the input and of the policy's checks.
    warnings: Vec<FaultEntry<'r>>,
    /// What is payable in all; only where the policy pays money.
    #[serde(skip_serializing_if = "Option::is_none")]
    totals: Option<Totals>,
    /// What reviews of half-years proposed; only where they did and the input says so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    proposals: Vec<ProposalEntry<'r>>,
}

/// A policy, by its name and by what it says.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct TitledPolicy<'r> {
    /// Its id, as `bonus policy list` and its file name it.
    id: &'r str,
    /// What people call it.
    title: &'r str,
    /// Its version.
    version: &'r str,
    /// The SHA-256 of what its text says, with the rules that the workbook replaces.
    sha256: &'r str,
}

/// Somebody with his figures.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Manager"))]
struct ManagerEntry<'r> {
    /// His id.
    id: &'r str,
    /// His name.
    name: &'r str,
    #[serde(flatten)]
    figures: Figures<'r>,
    #[serde(flatten)]
    periods: Periods<PeriodEntry<'r>>,
    /// The half-years that the policy reviews, of those that are over; only where it reviews any.
    #[serde(skip_serializing_if = "Option::is_none")]
    half_years: Option<Vec<HalfRow<'r>>>,
    /// The year's settlement, null as long as there is none; only where the policy settles years.
    #[serde(skip_serializing_if = "Option::is_none")]
    year_end: Option<YearEnd<'r>>,
}

/// Somebody's period.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "PeriodRow"))]
struct PeriodEntry<'r> {
    #[serde(flatten)]
    when: When<Period>,
    #[serde(flatten)]
    figures: Figures<'r>,
}

/// Somebody's half-year.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct HalfRow<'r> {
    /// Which.
    half: Half,
    #[serde(flatten)]
    figures: Figures<'r>,
}

/// The figures of a year's settlement.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct YearEnd<'r>(Option<Figures<'r>>);

/// The department's figures; by period where the policy has such rules.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Department<'r> {
    #[serde(flatten)]
    figures: Figures<'r>,
    #[serde(flatten)]
    periods: Option<Periods<DepartmentPeriod<'r>>>,
}

/// The department's period.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct DepartmentPeriod<'r> {
    #[serde(flatten)]
    figures: Figures<'r>,
    #[serde(flatten)]
    when: When<Period>,
}

impl<'r> ResultsDocument<'r> {
    /// That of these results.
    #[must_use]
    pub fn new(results: &'r Results<'r>, lang: Lang) -> Self {
        let Results { policy, book, settlement, .. } = *results;
        let by_period = !policy.scope(Scope::DepartmentPeriod).rules.is_empty();
        let department_period = |period: Period| {
            let row = settlement.row(RowKey::DepartmentPeriod { period: period.index() })?;
            let figures = figures(results, Scope::DepartmentPeriod, row);
            Some(DepartmentPeriod { figures, when: When::of(policy.period, period) })
        };
        Self {
            policy: TitledPolicy {
                id: &policy.id,
                title: policy.title.get(lang),
                version: &policy.version,
                sha256: &policy.hash,
            },
            year: book.year,
            through: book.through,
            input: FileRef { file: &results.input_file, sha256: &results.input_sha256 },
            version: env!("CARGO_PKG_VERSION"),
            managers: ManagerEntries(results),
            department: Department {
                figures: figures(results, Scope::Department, settlement.row(RowKey::Department).unwrap_or_default()),
                periods: by_period
                    .then(|| Periods::of(policy.period, book.through.up_to().filter_map(department_period).collect())),
            },
            adjustments: Adjusted::list(results, None)
                .into_iter()
                .map(|one| AdjustmentEntry::new(results, one))
                .collect(),
            prior_periods: Prior::list(results, None).into_iter().map(|one| PriorEntry::new(results, one)).collect(),
            checks: settlement.laws.iter().map(|law| CheckedLaw::new(law, lang)).collect(),
            cells: CellCounts::from(&book.account),
            passed_over: PassedOverCells::list(&book.account, lang),
            sums: sums(results).into_iter().map(|sums| SumsEntry::new(results, sums)).collect(),
            warnings: FaultEntry::list(results.warnings(), lang),
            totals: Totals::new(results),
            proposals: book.proposals.iter().map(|one| ProposalEntry::new(results, one)).collect(),
        }
    }
}

/// Each manager is made only while he is written: together they take many times what their figures do.
struct ManagerEntries<'r>(&'r Results<'r>);

impl Serialize for ManagerEntries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((0..self.0.book.managers.len()).map(|manager| ManagerEntry::new(self.0, manager)))
    }
}

impl<'r> ManagerEntry<'r> {
    fn new(results: &'r Results<'r>, manager: usize) -> Self {
        let Results { policy, book, settlement, .. } = *results;
        let own = settlement.row(RowKey::Manager { person: manager }).unwrap_or_default();
        let periods = book.through.up_to().filter_map(|period| {
            let row = settlement.row(RowKey::Period { person: manager, period: period.index() })?;
            assert!(row.get(builtin::PERIOD) == Value::Number(period.number().into()));
            Some(PeriodEntry {
                when: When::of(policy.period, period),
                figures: typed_and_computed(results, Scope::Period, row),
            })
        });
        let half_years = || {
            let half = |half: usize| {
                let row = settlement.row(RowKey::Half { person: manager, half })?;
                Some(HalfRow { half: Half::at(half), figures: figures(results, Scope::Half, row) })
            };
            (0..2).filter_map(half).collect()
        };
        let year_end =
            || YearEnd(settlement.row(RowKey::Year { person: manager }).map(|row| figures(results, Scope::Year, row)));
        let has = |scope: Scope| !policy.scope(scope).rules.is_empty();
        Self {
            id: &book.managers[manager].id,
            name: &book.managers[manager].name,
            figures: typed_and_computed(results, Scope::Manager, own),
            periods: Periods::of(policy.period, periods.collect()),
            half_years: has(Scope::Half).then(half_years),
            year_end: has(Scope::Year).then(year_end),
        }
    }
}
