//! Where everything stands in the results workbook: fixed before a cell is made, because formulas
//! point at cells.

use std::sync::OnceLock;

use super::Results;
use super::adjustment_columns;
use super::applies::MayNotApply;
use super::arrangement::Arrangement;
use super::blanks::Blanks;
use super::constants::KnownFigures;
use super::credit_columns::identity_columns;
use super::dated_rows::DatedRows;
use super::decimals::KnownDecimals;
use super::defined::Defined;
use super::groups::{NamedGroup, grouped};
use super::held::{Held, width};
use super::labels::rule_in_words;
use super::run_facts::run_facts;
use super::scope_columns::held;
use super::tab::{FIRST, HEADLINES, TOP, Tab};
use super::template::Templates;
use crate::book::column_letters;
use crate::formula::{Scope, Symbol, Value};
use crate::lang::{Lang, Words};
use crate::policy::{Policy, Rule, Unit};
use crate::report::sheet;

/// What a results workbook keeps within.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Above this many credited lines their sheet holds values instead of formulas.
    pub live_credits: usize,
    /// Rows of a sheet; credited lines beyond go on to a further one.
    pub sheet_rows: u32,
}

impl Default for Limits {
    /// Excel's last row, and what Excel still recalculates at once.
    fn default() -> Self {
        Self { live_credits: 100_000, sheet_rows: 1_048_576 }
    }
}

/// The plan of a results workbook.
pub(super) struct Plan<'a> {
    pub results: &'a Results<'a>,
    pub lang: Lang,
    /// What the columns of each scope's sheet hold, from the first after the identity columns.
    pub held: [Vec<Held<'a>>; Scope::COUNT],
    /// The groups of the period's columns, by their places among those held.
    pub groups: Vec<NamedGroup>,
    /// The columns of the summary.
    pub summary: Arrangement<'a>,
    /// Column of each slot, by scope; several slots may share one.
    columns: [Vec<Option<u16>>; Scope::COUNT],
    /// First of the columns of `held`, by scope.
    left: [u16; Scope::COUNT],
    /// What it keeps within.
    pub limits: Limits,
    /// Whether the credits' sheet is live.
    pub live_credits: bool,
    decimals: KnownDecimals,
    /// Figures that may not apply.
    pub applies: MayNotApply,
    /// Cells that may be blank.
    pub blanks: Blanks,
    /// Figures that are the same for everyone.
    pub constants: KnownFigures,
    /// What settings and tables are called in formulas.
    pub defined: Defined,
    /// Formulas that were written for a row before.
    pub templates: Templates,
    /// What the basis sheet says of the run.
    pub run_facts: Vec<(Words, String)>,
    /// Rules in words, once they were asked for.
    spoken: [Vec<OnceLock<String>>; Scope::COUNT],
    /// Rows of the settings on the basis sheet.
    pub settings_first: u32,
    /// Rows of the settings that change over time on the basis sheet.
    pub dated: DatedRows,
    /// First row of each table on the basis sheet.
    pub tables_first: Vec<u32>,
    /// First free row of the basis sheet below its tables.
    pub basis_end: u32,
}

impl<'a> Plan<'a> {
    pub(super) fn new(results: &'a Results<'a>, lang: Lang, limits: Limits) -> Self {
        let policy = results.policy;
        let mut held = Scope::ALL.map(|scope| held(results, scope));
        let (of_period, groups) = grouped(results, std::mem::take(&mut held[Scope::Period.index()]));
        held[Scope::Period.index()] = of_period;
        let summary = Arrangement::of(results, &held[Scope::Manager.index()]);
        let left = Scope::ALL.map(|scope| match scope {
            Scope::Line => identity_columns(policy),
            Scope::Credit => identity_columns(policy) + width(&held[Scope::Line.index()]),
            Scope::DepartmentPeriod => 0,
            _ => 2,
        });
        let columns = Scope::ALL.map(|scope| {
            let own = &held[scope.index()];
            let places = left[scope.index()]..;
            match scope {
                Scope::Adjustment => adjustment_columns::columns(policy),
                Scope::Manager => columns(policy, scope, places.zip(summary.order(own))),
                Scope::Department => {
                    columns(policy, scope, places.filter(|at| !summary.is_folded(*at)).zip(own.iter().map(Some)))
                }
                _ => columns(policy, scope, places.zip(own.iter().map(Some))),
            }
        });
        let live_credits = results.settlement.credits.len() <= limits.live_credits;
        let unwritten = (!live_credits).then_some(limits.live_credits);
        let run_facts = run_facts(results, lang, unwritten, summary.nothing.values());
        // The basis sheet: the run, the settings, those that change over time, the tables.
        let header = sheet::SheetBlock::HEADER_ROWS;
        let rows = |count: usize| u32::try_from(count).unwrap_or(0);
        let settings_first = TOP + header + rows(run_facts.len()) + 1 + header;
        let dated = DatedRows::new(results, settings_first + rows(policy.settings.len()) + 1);
        let mut basis_end = dated.end;
        let tables_first = results.book.tables.iter().map(|facts| {
            let first = basis_end + header;
            basis_end = first + rows(facts.table.rows().len()) + 1;
            first
        });
        let tables_first = tables_first.collect();
        Self {
            results,
            lang,
            decimals: KnownDecimals::of(results),
            applies: MayNotApply::of(policy),
            blanks: Blanks::of(results),
            constants: KnownFigures::of(results, &columns),
            defined: Defined::of(policy, lang),
            templates: Templates::default(),
            spoken: Scope::ALL.map(|scope| vec![OnceLock::new(); policy.scope(scope).width]),
            held,
            groups,
            summary,
            columns,
            left,
            limits,
            live_credits,
            run_facts,
            settings_first,
            dated,
            tables_first,
            basis_end,
        }
    }

    /// A rule in words: of several sheets, of which each has a note, they are made once.
    pub(super) fn in_words(&self, scope: Scope, rule: &Rule) -> &str {
        let make = || rule_in_words(self.results.policy, scope, rule, self.lang);
        self.spoken[scope.index()][rule.slot].get_or_init(make)
    }

    /// The column of a slot on its scope's sheet.
    pub(super) fn column(&self, scope: Scope, slot: usize) -> Option<u16> {
        self.columns[scope.index()].get(slot).copied().flatten()
    }

    /// The column of the status on the sheet of a period, a half-year or the year.
    pub(super) fn status_column(&self, scope: Scope) -> Option<u16> {
        let held = &self.held[scope.index()];
        let at = held.iter().position(|held| matches!(held, Held::Status))?;
        Some(self.left(scope) + u16::try_from(at).ok()?)
    }

    /// The first column of a scope's figures.
    pub(super) fn left(&self, scope: Scope) -> u16 {
        self.left[scope.index()]
    }

    /// The columns of the summary from one on that the people's table does not fold away.
    pub(super) fn open_columns(&self, left: u16) -> impl Iterator<Item = u16> {
        (left..).filter(|column| !self.summary.is_folded(*column))
    }

    /// Whether a figure may not apply.
    pub(super) fn may_not_apply(&self, scope: Scope, rule: &Rule) -> bool {
        self.applies.says(&rule.formula.code, scope, scope)
    }

    /// Whether a scope has money that totals are made of, and that a reader sees.
    pub(super) fn has_totals(&self, scope: Scope) -> bool {
        self.held[scope.index()].iter().any(|held| {
            let folded = match held {
                Held::Rule(rule) => rule.auxiliary && scope != Scope::Manager,
                Held::Input(input) => input.column.auxiliary,
                Held::Setting(..) | Held::BuiltIn { .. } | Held::Status => true,
            };
            held.unit() == Unit::Yuan && !folded
        })
    }

    /// Whether anything of the results is money.
    pub(super) fn has_money(&self) -> bool {
        [Scope::Period, Scope::Year, Scope::Manager].into_iter().any(|scope| self.has_totals(scope))
    }

    /// The first and the last row of people on the summary, from 0.
    pub(super) fn people_on_summary(&self) -> [u32; 2] {
        let count = self.results.book.managers.len();
        [Self::row_on(Tab::Summary, 0), Self::row_on(Tab::Summary, count.saturating_sub(1))]
    }

    /// The column of a slot of a period or half-year on its scope's sheet.
    pub(super) fn column_in(&self, scope: Scope, number: usize, slot: usize) -> Option<u16> {
        Some(self.column(scope, slot)? + self.beside(scope, number))
    }

    /// How many columns stand on a sheet before those of a period or half-year: half-years stand side by side.
    pub(super) fn beside(&self, scope: Scope, number: usize) -> u16 {
        if scope == Scope::Half { u16::try_from(number).unwrap_or(0) * width(&self.held[scope.index()]) } else { 0 }
    }

    /// How many managers there are.
    pub(super) fn managers(&self) -> u32 {
        u32::try_from(self.results.book.managers.len()).unwrap_or(0)
    }

    /// The row of a manager, on every sheet but the summary.
    pub(super) fn row_of(manager: usize) -> u32 {
        FIRST + u32::try_from(manager).unwrap_or(0)
    }

    /// The row of a manager on a sheet.
    pub(super) fn row_on(tab: Tab, manager: usize) -> u32 {
        Self::row_of(manager) + if tab == Tab::Summary { HEADLINES } else { 0 }
    }

    /// The row of the department's figures on the summary, and of its period's on the period's sheet: below the managers
    /// and their total.
    pub(super) fn department_row(&self, tab: Tab) -> u32 {
        Self::row_on(tab, self.results.book.managers.len()) + 2 + sheet::SheetBlock::HEADER_ROWS
    }

    /// How many credits a sheet holds.
    pub(super) fn credits_a_sheet(&self) -> usize {
        self.limits.sheet_rows.saturating_sub(FIRST).max(1) as usize
    }

    /// The sheet and row of a credit.
    pub(super) fn credit_place(&self, credit: usize) -> (Tab, u32) {
        let (sheet, row) = (credit / self.credits_a_sheet(), credit % self.credits_a_sheet());
        (Tab::Credits(u32::try_from(sheet).unwrap_or(0)), FIRST + u32::try_from(row).unwrap_or(0))
    }

    /// Credits that follow each other, as rows of each sheet that they reach: sheet, first and last row.
    pub(super) fn credit_ranges(&self, credits: std::ops::Range<usize>) -> Vec<(Tab, u32, u32)> {
        let a_sheet = self.credits_a_sheet();
        let sheets = credits.start / a_sheet..credits.end.div_ceil(a_sheet);
        let on_sheet = |sheet: usize| credits.start.max(sheet * a_sheet)..credits.end.min((sheet + 1) * a_sheet);
        let ranges = sheets.map(on_sheet).filter(|own| !own.is_empty()).map(|own| {
            let (tab, first) = self.credit_place(own.start);
            (tab, first, self.credit_place(own.end - 1).1)
        });
        ranges.collect()
    }

    /// How many decimals figures can have, as the formulas of a scope see them.
    pub(super) fn decimals(&self, scope: Scope) -> super::decimals::SeenDecimals<'_> {
        self.decimals.seen_from(scope)
    }

    /// A text in the language of the results.
    pub(super) fn say(&self, words: &Words) -> String {
        words.get(self.lang).to_owned()
    }

    /// The name of a sheet.
    pub(super) fn sheet(&self, sheet: Tab) -> String {
        self.say(&sheet.name(self.results.policy))
    }

    /// A cell of another sheet.
    pub(super) fn cell(&self, sheet: Tab, row: u32, column: u16) -> String {
        self.cell_in(sheet, &(row + 1).to_string(), column)
    }

    /// A cell of another sheet; the row is its number from 1, or the mark of a template.
    pub(super) fn cell_in(&self, sheet: Tab, row: &str, column: u16) -> String {
        format!("'{}'!{}{row}", self.sheet(sheet), column_letters(column))
    }

    /// A cell, absolute.
    pub(super) fn absolute(&self, sheet: Tab, row: u32, column: u16) -> String {
        format!("'{}'!${}${}", self.sheet(sheet), column_letters(column), row + 1)
    }

    /// Cells below each other, absolute.
    pub(super) fn range(&self, sheet: Tab, first: u32, last: u32, column: u16) -> String {
        self.range_in(sheet, [&(first + 1).to_string(), &(last + 1).to_string()], column)
    }

    /// Cells below each other, absolute; the rows are numbers from 1, or marks of a template.
    pub(super) fn range_in(&self, sheet: Tab, [first, last]: [&str; 2], column: u16) -> String {
        let letters = column_letters(column);
        format!("'{}'!${letters}${first}:${letters}${last}", self.sheet(sheet))
    }

    /// How a text is shown in this language.
    pub(super) fn text(&self, symbol: Symbol) -> String {
        self.results.text(symbol, self.lang)
    }

    /// A value as a cell shows it.
    pub(super) fn shown(&self, value: Value) -> sheet::CellValue {
        self.results.cell_value(value, self.lang)
    }
}

/// The column of each slot of a scope, where these hold something.
fn columns<'h>(
    policy: &Policy,
    scope: Scope,
    order: impl Iterator<Item = (u16, Option<&'h Held<'h>>)>,
) -> Vec<Option<u16>> {
    let mut columns = vec![None; policy.scope(scope).width];
    for (at, held) in order.filter_map(|(at, held)| Some((at, held?))) {
        if let Some(column) = columns.get_mut(held.slot()) {
            *column = Some(at);
        }
        if let Held::Input(input) = held {
            columns[input.typed] = Some(at);
        }
    }
    columns
}
