//! The policy itself, and where what it declares is found.

use super::super::source::{PolicyProblem, Sources};
use super::super::unit::Unit;
use super::clause::Clause;
use super::period_kind::PeriodKind;
use super::rules::{Chart, Export, InputCheck, Law, Rule, ScopeRules, Stage, Threshold};
use super::sheets::{AdjustableFigure, Column, ColumnRole, Input, RowKind, Sheet};
use super::tables::{Setting, TableDef};
use crate::formula::{Code, Op, Operator, Scope, Slot, Space, Symbol, Symbols, Vocabulary};
use crate::lang::{Lang, Words};
use crate::say;

/// A policy.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Short name.
    pub id: String,
    /// Version.
    pub version: String,
    /// The first day on which this version is in force; without one it is from the beginning.
    pub from: Option<jiff::civil::Date>,
    /// What this version changes for those who are paid, against the one before it.
    pub changes: Option<Words>,
    /// Title.
    pub title: Words,
    /// Whether its period is a quarter or a month.
    pub period: PeriodKind,
    /// What a row of the managers' sheet is called, in the singular.
    pub person: Words,
    /// How tax is taken.
    pub tax_note: Option<Words>,
    /// What is left out of the policy's text.
    pub left_out: Option<Words>,
    /// The period's rule that the summary shows for each period.
    pub headline: Option<String>,
    /// The manager's rule that says what the year costs so far, for comparing runs.
    pub cost: Option<String>,
    /// Texts that formulas and settings use, as people read and write them.
    pub words: Vec<(Symbol, Words)>,
    /// Clauses.
    pub clauses: Vec<Clause>,
    /// Settings, by slot; the first two are `through` and `year`, which every workbook gives.
    pub settings: Vec<Setting>,
    /// Readings without another choice.
    pub readings: Vec<Clause>,
    /// Tables.
    pub tables: Vec<TableDef>,
    /// Input sheets.
    pub sheets: Vec<Sheet>,
    /// Rules, by scope.
    pub scopes: [ScopeRules; Scope::COUNT],
    /// The order in which all of them are computed.
    pub stages: Vec<Stage>,
    /// What must hold of the input.
    pub checks: Vec<InputCheck>,
    /// What must hold of the results.
    pub laws: Vec<Law>,
    /// Sheets of the results that serve as input elsewhere.
    pub exports: Vec<Export>,
    /// First slot of the period of what its rules are told of a manager's employment ([`Employment`](super::employment::Employment)), where a sheet has
    /// its dates.
    pub employment: Option<usize>,
    /// What a manager may be near to.
    pub thresholds: Vec<Threshold>,
    /// Charts of the summary.
    pub charts: Vec<Chart>,
    /// All names.
    pub vocabulary: Vocabulary,
    /// Texts of the policy.
    pub symbols: Symbols,
    /// The files' texts.
    pub sources: Sources,
    /// What is declared and nothing uses: no mistake that stops a run, and mostly a sign of one.
    pub remarks: Vec<PolicyProblem>,
    /// SHA-256 of what the files' texts say, in hex: two policies are the same where it is. Comments, blank lines and the
    /// order of keys are no difference.
    pub hash: String,
    /// SHA-256 of the files' texts as they are, in hex; receipts of version 0.1.0 name this one.
    pub text_hash: String,
}

impl Policy {
    /// The slot of a built-in name that a scope has only where a formula uses it.
    #[must_use]
    pub fn on_demand(&self, scope: Scope, name: &str) -> Option<usize> {
        self.vocabulary.find(scope, name)
    }

    /// The rules of a scope.
    #[must_use]
    pub fn scope(&self, scope: Scope) -> &ScopeRules {
        &self.scopes[scope.index()]
    }

    /// A rule by scope and name.
    #[must_use]
    pub fn rule(&self, scope: Scope, name: &str) -> Option<&Rule> {
        self.scope(scope).rules.iter().find(|rule| rule.name == name && rule.input.is_none())
    }

    /// The rule of a scope that fills a slot.
    #[must_use]
    pub fn rule_at(&self, scope: Scope, slot: usize) -> Option<&Rule> {
        self.scope(scope).rules.iter().find(|rule| rule.slot == slot)
    }

    /// The sheet whose rows are lines, if the policy has one.
    #[must_use]
    pub fn line_sheet(&self) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.row == RowKind::Line)
    }

    /// The sheet whose rows say which periods a manager has.
    #[must_use]
    pub fn anchor(&self) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.anchor)
    }

    /// What that sheet is called.
    #[must_use]
    pub fn anchor_label(&self) -> Words {
        self.anchor().map(|sheet| sheet.label.clone()).unwrap_or_default()
    }

    /// Whether a rule of the period looks back at the period before, so that none may be missing
    /// between two others.
    #[must_use]
    pub fn looks_back(&self) -> bool {
        let mut parts = self.scope(Scope::Period).rules.iter().flat_map(|rule| rule.formula.code.each());
        parts.any(|part| matches!(part.op, Op::Previous(_)))
    }

    /// Whether the rows of a table are steps that somebody goes up and down: a rule moves by grades of it.
    #[must_use]
    pub fn is_ladder(&self, table: usize) -> bool {
        self.parts().any(|part| matches!(part.op, Op::Grade(_, _, of) if of == table))
    }

    /// Every part of every rule's formula.
    fn parts(&self) -> impl Iterator<Item = &Code> {
        self.scopes.iter().flat_map(|rules| &rules.rules).flat_map(|rule| rule.formula.code.each())
    }

    /// Whether what one person does may move another's figures: rules gather from peers, or read what is gathered from all.
    #[must_use]
    pub fn people_meet(&self) -> bool {
        let across = self.scopes.iter().any(|rules| !rules.across.is_empty());
        across || self.vocabulary.hierarchy.is_some() || self.reads_department()
    }

    /// Whether a row of a person reads a figure of the department.
    pub(crate) fn reads_department(&self) -> bool {
        let of_department = |space: Space| matches!(space, Space::Of(Scope::Department | Scope::DepartmentPeriod));
        self.parts().any(|part| matches!(&part.op, Op::Slot(slot) if of_department(slot.space)))
    }

    /// The line's rule that is divided among managers: the one called `net`, by the format's convention.
    #[must_use]
    pub fn net(&self) -> Option<&Rule> {
        self.rule(Scope::Line, "net")
    }

    /// What is paid to a manager now: his first figure, by the format's convention, where that is money.
    #[must_use]
    pub fn payable(&self) -> Option<&Rule> {
        let first = self.scope(Scope::Manager).rules.iter().find(|rule| rule.input.is_none());
        first.filter(|rule| rule.unit == Unit::Yuan)
    }

    /// What a period takes from the fixed wage, which is taken already where it is paid: its rule called `wage_deduction`,
    /// by the format's convention.
    #[must_use]
    pub fn wage_deduction(&self) -> Option<&Rule> {
        self.rule(Scope::Period, "wage_deduction")
    }

    /// What a period begins and ends with: its rules called `opening_balance` and `closing_balance`, by the format's
    /// convention.
    #[must_use]
    pub fn balances(&self) -> Option<[&Rule; 2]> {
        Some([self.rule(Scope::Period, "opening_balance")?, self.rule(Scope::Period, "closing_balance")?])
    }

    /// What a person's period comes to: its rule of that name, where the file says one.
    #[must_use]
    pub fn headline_rule(&self) -> Option<&Rule> {
        self.rule(Scope::Period, self.headline.as_deref()?)
    }

    /// A person's first figure: what is payable, a score, or whatever the policy puts first.
    #[must_use]
    pub fn first_figure(&self) -> Option<&Rule> {
        self.scope(Scope::Manager).rules.iter().find(|rule| rule.input.is_none())
    }

    /// How far a person reached a target: his rule called `attainment`, a share, by the format's convention.
    #[must_use]
    pub fn attainment(&self) -> Option<&Rule> {
        self.rule(Scope::Manager, "attainment").filter(|rule| rule.unit == Unit::Percent)
    }

    /// The target that [`attainment`](Self::attainment) is of: the rule of the person that its formula divides by.
    #[must_use]
    pub fn target(&self) -> Option<&Rule> {
        let divisors = self.attainment()?.formula.code.each().filter_map(|part| match &part.op {
            Op::Arithmetic(Operator::Divide, _, by) => match by.op {
                Op::Slot(Slot { space: Space::Own, index }) => Some(index),
                _ => None,
            },
            _ => None,
        });
        self.rule_at(Scope::Manager, divisors.last()?)
    }

    /// The bonus of a period, beside which a wage or the like may be paid: its rule called `bonus`, by the format's convention.
    #[must_use]
    pub fn bonus(&self) -> Option<&Rule> {
        self.rule(Scope::Period, "bonus")
    }

    /// What the year's settlement adds to what is paid, without adjustments: the year's rule called `true_up`, by the
    /// format's convention.
    #[must_use]
    pub fn true_up(&self) -> Option<&Rule> {
        self.rule(Scope::Year, "true_up")
    }

    /// Whether a line may be divided among managers: it has a net amount, or there are shares.
    #[must_use]
    pub fn divides(&self) -> bool {
        self.net().is_some() || self.has(RowKind::Split)
    }

    /// What a manager's id and name are called.
    #[must_use]
    pub fn who(&self) -> [Words; 2] {
        let columns = || self.sheets.iter().filter(|sheet| sheet.row == RowKind::Manager).flat_map(|s| &s.columns);
        let label = |role: ColumnRole, or: Words| columns().find(|c| c.role == role).map_or(or, |c| c.label.clone());
        [label(ColumnRole::Id, say!(Policy::Id)), label(ColumnRole::Name, say!(Policy::Name))]
    }

    /// Whether a sheet of this kind of rows is declared.
    #[must_use]
    pub fn has(&self, row: RowKind) -> bool {
        self.sheets.iter().any(|sheet| sheet.row == row)
    }

    /// The columns that a half-year review scales, with their slots in the period.
    pub fn tasks(&self) -> impl Iterator<Item = (&Column, usize)> {
        self.sheets.iter().filter(|sheet| sheet.anchor).flat_map(|sheet| &sheet.columns).filter_map(|column| {
            match column.role {
                ColumnRole::Value { slot } if column.task => Some((column, slot)),
                _ => None,
            }
        })
    }

    /// What formulas may ask of a manager's whole year, the sum of a task over all of his rows (`year_target`): its slot,
    /// and that of the task in the period, as it counts.
    pub fn year_tasks(&self) -> impl Iterator<Item = (usize, usize)> {
        self.inputs(Scope::Period).filter(|input| input.sheet.anchor && input.column.task).filter_map(|input| {
            Some((self.on_demand(Scope::Manager, &format!("year_{}", input.column.name))?, input.used))
        })
    }

    /// The input columns of a scope, with the slot of what was typed and the slot of the value used.
    pub fn inputs(&self, scope: Scope) -> impl Iterator<Item = Input<'_>> {
        let columns = self.typed(scope);
        columns.map(move |(sheet, column, typed)| Input { sheet, column, typed, used: self.used(scope, typed) })
    }

    /// The input of a scope whose value, as typed or as used, has that slot.
    #[must_use]
    pub fn input(&self, scope: Scope, slot: usize) -> Option<Input<'_>> {
        let typed = self.rule_at(scope, slot).and_then(|rule| rule.input).unwrap_or(slot);
        let (sheet, column, _) = self.typed(scope).find(|(.., of)| *of == typed)?;
        let used = self.used(scope, typed);
        (used == slot || typed == slot).then_some(Input { sheet, column, typed, used })
    }

    /// The input columns of a scope, with the slot of what was typed.
    pub(super) fn typed(&self, scope: Scope) -> impl Iterator<Item = (&Sheet, &Column, usize)> {
        let row = match scope {
            Scope::Line => Some(RowKind::Line),
            Scope::Period => Some(RowKind::Period),
            Scope::Manager => Some(RowKind::Manager),
            Scope::Adjustment => Some(RowKind::Adjustment),
            _ => None,
        };
        let columns = self.sheets.iter().filter(move |sheet| Some(sheet.row) == row);
        let columns = columns.flat_map(|sheet| sheet.columns.iter().map(move |column| (sheet, column)));
        columns.filter_map(|(sheet, column)| match column.role {
            ColumnRole::Value { slot } => Some((sheet, column, slot)),
            _ => None,
        })
    }

    fn used(&self, scope: Scope, typed: usize) -> usize {
        self.scope(scope).rules.iter().rfind(|rule| rule.input == Some(typed)).map_or(typed, |rule| rule.slot)
    }

    /// A choice of a setting as people read it; the reader of workbooks knows both spellings.
    #[must_use]
    pub fn choice(&self, choice: &str, lang: Lang) -> String {
        let label = self.symbols.find(choice).and_then(|symbol| self.label_of(symbol));
        label.map_or_else(|| choice.to_owned(), |label| label.get(lang).to_owned())
    }

    /// How people read a text of the policy: the label of a table's key or of a word.
    #[must_use]
    pub fn label_of(&self, symbol: Symbol) -> Option<&Words> {
        let keys = self.tables.iter().flat_map(|table| &table.keys);
        let label = keys.chain(&self.words).find(|(key, _)| *key == symbol).map(|(_, label)| label);
        label.or_else(|| self.figure(symbol).map(|figure| &figure.label))
    }

    /// The same, or else the text itself, as `symbols` know it.
    #[must_use]
    pub fn text_of(&self, symbol: Symbol, symbols: &Symbols, lang: Lang) -> String {
        self.label_of(symbol).map_or_else(|| symbols.text(symbol), |label| label.get(lang)).to_owned()
    }

    /// What a setting may be chosen from, as people read it; empty where it is not chosen.
    #[must_use]
    pub fn choices(&self, setting: &Setting, lang: Lang) -> String {
        let choices: Vec<String> = setting.choices.iter().map(|choice| self.choice(choice, lang)).collect();
        choices.join(" / ")
    }

    /// The sheet and the column (by place) that say whom people report to.
    #[must_use]
    pub fn reports_to(&self) -> Option<(usize, usize)> {
        let column = |sheet: &Sheet| sheet.columns.iter().position(|column| column.superior);
        self.sheets.iter().enumerate().find_map(|(at, sheet)| Some((at, column(sheet)?)))
    }

    /// The sheet of adjustments, with its place among the sheets, if the policy has one.
    #[must_use]
    pub fn adjustment_sheet(&self) -> Option<(usize, &Sheet)> {
        self.sheets.iter().enumerate().find(|(_, sheet)| sheet.row == RowKind::Adjustment)
    }

    /// The figure of that name that may be adjusted.
    #[must_use]
    pub fn figure(&self, symbol: Symbol) -> Option<&AdjustableFigure> {
        self.sheets.iter().flat_map(|sheet| &sheet.figures).find(|figure| figure.symbol == symbol)
    }

    /// The input column that says by how much a figure is adjusted: the only one that is a number.
    #[must_use]
    pub fn adjusted_by(&self) -> Option<Input<'_>> {
        self.inputs(Scope::Adjustment).find(|input| input.column.unit != Unit::Text)
    }
}
