//! The fold itself.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use rust_decimal::Decimal;

use super::children::{DepartmentFamily, ManagerFamily};
use super::dated::Timeline;
use super::doubt::Doubt;
use super::laws::LawResult;
use super::rows::Rows;
use super::split::split;
use crate::book::{Book, Fault, Findings, Line, Period, Place, Share, Who};
use crate::formula::{
    Children, Code, Context, EvalCause, EvalError, NoChildren, Op, Scope, Space, Table, Value, evaluate,
};
use crate::lang::Words;
use crate::policy::{Formula, Policy, Role, ScopeRules, builtin};
use crate::words;

/// A manager's part of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credit {
    /// The line, a place in [`Book::lines`].
    pub line: u32,
    /// The manager, a place in [`Book::managers`].
    pub manager: u32,
    /// The period, from 0.
    pub period: u8,
}

/// Everything that was computed.
#[derive(Clone, Debug, Default)]
pub struct Settlement {
    /// Periods of a year.
    pub periods_a_year: usize,
    /// Settings, by slot; of those that change over time the value of the last period. What is in force for a
    /// row says [`Settlement::settings_of`].
    pub settings: Vec<Value>,
    /// Settings by date.
    pub(super) timeline: Timeline,
    /// The last period that is computed, from 0.
    pub(super) last_period: usize,
    /// Tables, in the policy's order.
    pub tables: Vec<Table>,
    /// Lines, as in the book.
    pub line_rows: Rows,
    /// Credits by period, then manager, then line.
    pub credits: Vec<Credit>,
    /// Their figures.
    pub credit_rows: Rows,
    /// Where the credits of a manager's period begin and end.
    credit_ranges: Vec<Range<usize>>,
    /// Periods: `managers × periods of a year`.
    pub period_rows: Rows,
    /// Half-years: `managers × 2`.
    pub half_rows: Rows,
    /// Years, by manager.
    pub year_rows: Rows,
    /// Managers.
    pub manager_rows: Rows,
    /// The department.
    pub department: Vec<Value>,
    /// The laws, with both sides.
    pub laws: Vec<LawResult>,
    /// Warnings of the policy's checks.
    pub warnings: Vec<Fault>,
    /// Net of all lines, and of all parts (outside units' included), for the first law.
    pub(super) parts: (Decimal, Decimal),
}

impl Settlement {
    /// Where a manager's period stands in [`Settlement::period_rows`].
    #[must_use]
    pub fn period_index(&self, manager: usize, period: usize) -> usize {
        manager * self.periods_a_year + period
    }

    /// The credits of a manager's period.
    #[must_use]
    pub fn credits_of(&self, manager: usize, period: usize) -> Range<usize> {
        self.credit_ranges.get(self.period_index(manager, period)).cloned().unwrap_or(0..0)
    }
}

/// Computes everything that `policy` says about `book`.
///
/// # Errors
/// Every figure that has no exact value and every check of the policy that fails, as faults with the
/// cell they come from; a broken law, which is a mistake of the policy or the program.
pub fn settle(policy: &Policy, book: &Book) -> Result<Settlement, Vec<Fault>> {
    let mut settlement = fold(policy, book, false)?;
    let backwards = fold(policy, book, true)?;
    let laws = super::laws::laws(policy, book, &settlement, &backwards);
    settlement.laws = laws;
    let broken: Vec<Fault> = settlement.laws.iter().filter(|law| !law.holds).map(LawResult::fault).collect();
    if broken.is_empty() { Ok(settlement) } else { Err(broken) }
}

/// What else is wrong with a book that has faults already: the policy's checks and tables on the rows that
/// are without fault, so that a clerk sees everything in one run.
#[must_use]
pub fn further_faults(policy: &Policy, book: &Book, known: &[Fault]) -> Vec<Fault> {
    let mut fold = Fold::new(policy, book);
    fold.known = Some(known);
    fold.doubt = Some(Doubt::of_book(policy, book, known));
    fold.lines();
    fold.credits(false);
    fold.periods();
    fold.findings.faults
}

/// One pass; `backwards` takes the lines from last to first, for the law that order changes nothing.
fn fold(policy: &Policy, book: &Book, backwards: bool) -> Result<Settlement, Vec<Fault>> {
    let mut fold = Fold::new(policy, book);
    fold.lines();
    fold.credits(backwards);
    if fold.findings.faults.is_empty() {
        fold.periods();
    }
    if fold.findings.faults.is_empty() {
        fold.halves();
        fold.years();
        fold.managers();
    }
    if fold.findings.faults.is_empty() {
        fold.department();
    }
    if fold.findings.faults.is_empty() {
        fold.result.warnings = fold.findings.warnings;
        Ok(fold.result)
    } else {
        Err(fold.findings.faults)
    }
}

struct Fold<'a> {
    policy: &'a Policy,
    book: &'a Book,
    findings: Findings,
    result: Settlement,
    /// Faults found before: rows that have one are passed over.
    known: Option<&'a [Fault]>,
    /// What is doubtful for every row because of them.
    doubt: Option<Doubt>,
}

/// Whose row is being computed, for messages and cells.
#[derive(Clone, Copy)]
struct At {
    scope: Scope,
    manager: Option<usize>,
    period: Option<usize>,
    line: Option<usize>,
}

/// The rows around a row.
#[derive(Clone, Copy)]
struct Around<'a> {
    settings: &'a [Value],
    manager: &'a [Value],
    line: &'a [Value],
    previous: &'a [Value],
    children: &'a dyn Children,
}

const ALONE: Around<'static> = Around { settings: &[], manager: &[], line: &[], previous: &[], children: &NoChildren };

impl<'a> Fold<'a> {
    fn new(policy: &'a Policy, book: &'a Book) -> Self {
        let mut result = Settlement {
            periods_a_year: book.periods_a_year(),
            settings: book.settings.iter().map(|given| given.value).collect(),
            timeline: Timeline::new(policy, book),
            last_period: book.through.index(),
            tables: book.tables.iter().map(|facts| facts.table.clone()).collect(),
            ..Settlement::default()
        };
        result.settings = result.settings_of(Scope::Department, 0).to_vec();
        Self { policy, book, findings: Findings::default(), result, known: None, doubt: None }
    }

    /// Whether a row of one of the policy's sheets has a fault already.
    fn faulty(&self, sheet: usize, row: u32) -> bool {
        let Some(known) = self.known else { return false };
        let name = self.book.sheets.get(sheet).and_then(Option::as_ref).map(|place| place.name.as_str());
        known.iter().any(|fault| fault.place.row == row && Some(fault.place.sheet.as_str()) == name)
    }

    /// Whether a line has a fault already.
    fn faulty_line(&self, line: usize) -> bool {
        let sheet = self.policy.sheets.iter().position(|s| s.row == crate::policy::RowKind::Line);
        sheet.is_some_and(|sheet| self.faulty(sheet, self.book.lines[line].row))
    }

    /// Computes the rules of a scope into `row`, and checks it.
    fn compute(
        rules: &ScopeRules,
        settlement: &Settlement,
        row: &mut [Value],
        around: Around<'_>,
        doubt: Option<&Doubt>,
    ) -> Result<(), (usize, EvalError)> {
        for &index in &rules.order {
            let rule = &rules.rules[index];
            if doubt.is_some_and(|doubt| doubt.has(rule.slot)) {
                continue;
            }
            if let Some(typed) = rule.input
                && row[typed] != Value::Blank
            {
                row[rule.slot] = row[typed];
                continue;
            }
            let context = context(settlement, row, around);
            let value = evaluate(&rule.formula.code, &context).map_err(|error| (index, error))?;
            row[rule.slot] = value.or_zero_of(rule.unit.kind());
        }
        Ok(())
    }

    fn note(&mut self, (sound, found): (bool, Findings)) -> bool {
        self.findings.faults.extend(found.faults);
        self.findings.warnings.extend(found.warnings);
        sound
    }

    /// Computes a row and checks it, as far as that is beyond doubt.
    fn check_row(&self, at: At, row: &mut [Value], around: Around<'_>, doubt: Option<&Doubt>) -> (bool, Findings) {
        let (policy, book, settlement) = (self.policy, self.book, &self.result);
        let rules = policy.scope(at.scope);
        let mut findings = Findings::default();
        if let Err((index, error)) = Self::compute(rules, settlement, row, around, doubt) {
            let rule = &rules.rules[index];
            findings.faults.push(explain(policy, book, at, &rule.formula, &rule.label, &error));
            return (false, findings);
        }
        let mut sound = true;
        let told = |code: &Code| doubt.is_none_or(|doubt| !doubt.rests(code));
        for check in policy.checks.iter().filter(|check| check.scope == at.scope && told(&check.formula.code)) {
            let context = context(settlement, row, around);
            match evaluate(&check.formula.code, &context) {
                Ok(Value::Truth(true)) => {}
                Ok(_) => {
                    let place = cell_of(policy, book, at, &check.column);
                    let found = standing(policy, book, at, row, around.line, &check.column);
                    let fault = Fault::new(place, found, check.message.clone(), check.mend.clone());
                    if check.warning {
                        findings.warnings.push(fault);
                    } else {
                        findings.faults.push(fault);
                        sound = false;
                    }
                }
                Err(error) => {
                    let label = Words::same(&check.column);
                    findings.faults.push(explain(policy, book, at, &check.formula, &label, &error));
                    sound = false;
                }
            }
        }
        (sound, findings)
    }

    fn lines(&mut self) {
        let rules = self.policy.scope(Scope::Line);
        let mut rows = Rows::new(self.book.lines.len(), rules.width);
        let doubt = self.doubt.as_ref().map(|doubt| doubt.clone().spread(rules));
        let mut row = vec![Value::Blank; rules.width];
        for (index, line) in self.book.lines.iter().enumerate() {
            if self.faulty_line(index) {
                continue;
            }
            row.fill(Value::Blank);
            row[builtin::PERIOD] = Value::Number(line.period.number().into());
            row[1..=self.book.line_width].copy_from_slice(self.book.values_of(index));
            let at = At { scope: Scope::Line, manager: None, period: Some(line.period.index()), line: Some(index) };
            self.undated(index, line);
            let around = Around { settings: self.result.settings_of_line(line), ..ALONE };
            let found = self.check_row(at, &mut row, around, doubt.as_ref());
            self.note(found);
            rows.set(index, &row);
        }
        self.result.line_rows = rows;
    }

    /// A line with only a period is a fault when a setting that it needs changes within the period.
    fn undated(&mut self, index: usize, line: &Line) {
        let Some((slot, from)) = self.result.timeline.needs_date(line) else { return };
        let column = self.policy.line_sheet().and_then(|s| s.columns.iter().find(|c| c.role == Role::Date));
        let at = At { scope: Scope::Line, manager: None, period: None, line: Some(index) };
        let place = line_place(self.policy, self.book, at, column.map(|column| column.name.as_str()));
        let (zh, en) = (&self.policy.settings[slot].label.zh, &self.policy.settings[slot].label.en);
        self.findings.fault(
            place,
            line.period.to_string(),
            words!(
                "“{zh}”自 {from} 起改变，只写周期看不出这一笔用哪个值",
                "{en} changes on {from}: the period alone does not tell which value this line takes"
            ),
            words!("填写日期", "give a date"),
        );
    }

    fn credits(&mut self, backwards: bool) {
        let net = self.policy.rule(Scope::Line, "net").map(|rule| rule.slot);
        let net_of =
            |rows: &Rows, line: usize| net.and_then(|slot| rows.get(line)?.get(slot)?.as_number()).unwrap_or_default();
        let count = self.book.lines.len();
        let order = (0..count).filter(|&line| !self.faulty_line(line));
        let order: Vec<usize> = if backwards { order.rev().collect() } else { order.collect() };
        let mut project_net: HashMap<(u32, u8), Decimal> = HashMap::new();
        for &index in &order {
            let line = &self.book.lines[index];
            *project_net.entry((line.project, line.period.number())).or_default() +=
                net_of(&self.result.line_rows, index);
        }
        // (credit, share, part), then by period and manager; within those in the order of the lines.
        let mut parts: Vec<(Credit, Decimal, Decimal)> = Vec::with_capacity(count);
        for &index in &order {
            let line = &self.book.lines[index];
            let net = net_of(&self.result.line_rows, index);
            let period = u8::try_from(line.period.index()).unwrap_or(0);
            let number = u32::try_from(index).unwrap_or(u32::MAX);
            self.result.parts.0 += net;
            match line.who {
                Who::Manager(manager) => {
                    self.result.parts.1 += net;
                    parts.push((Credit { line: number, manager, period }, Decimal::ONE, net));
                }
                Who::Shares => {
                    let shares: &[Share] = self.book.shares[line.project as usize].as_deref().unwrap_or_default();
                    let Some(split) = split(net, shares) else {
                        self.cannot_split(index, net);
                        continue;
                    };
                    for (share, part) in shares.iter().zip(split) {
                        self.result.parts.1 += part;
                        if let Some(manager) = share.manager {
                            parts.push((Credit { line: number, manager, period }, share.share, part));
                        }
                    }
                }
            }
        }
        parts.sort_by_key(|(credit, ..)| (credit.period, credit.manager));
        self.credit_rows(&parts, &project_net);
        self.ranges();
    }

    fn credit_rows(&mut self, parts: &[(Credit, Decimal, Decimal)], project_net: &HashMap<(u32, u8), Decimal>) {
        let width = self.policy.scope(Scope::Credit).width;
        let mut rows = Rows::new(parts.len(), width);
        let mut row = vec![Value::Blank; width];
        for (index, (credit, share, part)) in parts.iter().enumerate() {
            let line = &self.book.lines[credit.line as usize];
            row.fill(Value::Blank);
            row[builtin::PERIOD] = Value::Number(line.period.number().into());
            row[builtin::SHARE] = Value::Number(*share);
            row[builtin::PART] = Value::Number(*part);
            let net = project_net.get(&(line.project, line.period.number())).copied().unwrap_or_default();
            row[builtin::PROJECT_NET] = Value::Number(net);
            let at = At {
                scope: Scope::Credit,
                manager: Some(credit.manager as usize),
                period: Some(line.period.index()),
                line: Some(credit.line as usize),
            };
            let around = Around {
                settings: self.result.settings_of_line(line),
                manager: &self.book.managers[credit.manager as usize].values,
                line: self.result.line_rows.get(credit.line as usize).unwrap_or(&[]),
                ..ALONE
            };
            let doubt = self.doubt.as_ref().map(|doubt| doubt.clone().spread(self.policy.scope(at.scope)));
            let found = self.check_row(at, &mut row, around, doubt.as_ref());
            self.note(found);
            rows.set(index, &row);
        }
        self.result.credits = parts.iter().map(|(credit, ..)| *credit).collect();
        self.result.credit_rows = rows;
    }

    fn ranges(&mut self) {
        let result = &mut self.result;
        let a_year = result.periods_a_year;
        let mut ranges = vec![0..0; self.book.managers.len() * a_year];
        let mut start = 0;
        while start < result.credits.len() {
            let first = result.credits[start];
            let same = |c: &Credit| c.manager == first.manager && c.period == first.period;
            let end = start + result.credits[start..].iter().take_while(|c| same(c)).count();
            ranges[first.manager as usize * a_year + usize::from(first.period)] = start..end;
            start = end;
        }
        result.credit_ranges = ranges;
    }

    fn cannot_split(&mut self, line: usize, net: Decimal) {
        let at = At { scope: Scope::Line, manager: None, period: None, line: Some(line) };
        let place = line_place(self.policy, self.book, at, None);
        self.findings.fault(
            place,
            net.to_string(),
            words!("净额不是整分，无法按贡献度分配", "the net is not in whole fen and cannot be split"),
            words!("在办法的 net 规则中用 ROUND(…, 2)", "round the policy's rule `net` to 2 places"),
        );
    }

    fn periods(&mut self) {
        let rules = self.policy.scope(Scope::Period);
        let a_year = self.result.periods_a_year;
        self.result.period_rows = Rows::new(self.book.managers.len() * a_year, rules.width);
        let mut row = vec![Value::Blank; rules.width];
        let mut previous = vec![Value::Blank; rules.width];
        for (manager, person) in self.book.managers.iter().enumerate() {
            let (mut has_previous, mut after_faulty) = (false, None);
            for period in self.book.through.up_to() {
                let Some(facts) = self.book.period(manager, period) else {
                    has_previous = false;
                    continue;
                };
                row.fill(Value::Blank);
                row[builtin::PERIOD] = Value::Number(period.number().into());
                row[1..=facts.values.len()].copy_from_slice(&facts.values);
                let at = At { scope: Scope::Period, manager: Some(manager), period: Some(period.index()), line: None };
                let family =
                    ManagerFamily { settlement: &self.result, manager, periods: period.index()..period.index() + 1 };
                let around = Around {
                    settings: self.result.settings_of(Scope::Period, period.index()),
                    manager: &person.values,
                    previous: if has_previous { &previous } else { &[] },
                    line: &[],
                    children: &family,
                };
                let of_faults = self
                    .doubt
                    .as_ref()
                    .zip(self.known)
                    .map(|(doubt, known)| doubt.of_period((self.policy, self.book, known), manager, period, facts));
                let found = self.check_row(at, &mut row, around, of_faults.as_ref().or(after_faulty.as_ref()));
                let sound = self.note(found);
                if !sound {
                    (has_previous, after_faulty) = (false, Some(Doubt::of_other_rows(rules)));
                    continue;
                }
                let index = self.result.period_index(manager, period.index());
                self.result.period_rows.set(index, &row);
                previous.copy_from_slice(&row);
                has_previous = true;
            }
        }
    }

    fn halves(&mut self) {
        let rules = self.policy.scope(Scope::Half);
        if rules.rules.is_empty() {
            return;
        }
        let tasks: Vec<usize> = self.policy.tasks().map(|(_, slot)| slot - builtin::PERIOD - 1).collect();
        self.result.half_rows = Rows::new(self.book.managers.len() * 2, rules.width);
        let mut row = vec![Value::Blank; rules.width];
        for manager in 0..self.book.managers.len() {
            for half in 0..2 {
                row.fill(Value::Blank);
                row[builtin::HALF] = Value::Number(Decimal::from(half + 1));
                // The tasks of the half that follows: of next year's first half this year's stand in.
                let following = if half == 0 { [2, 3] } else { [0, 1] };
                for (n, quarter) in following.into_iter().enumerate() {
                    let facts = self.book.periods[self.result.period_index(manager, quarter)].as_ref();
                    for (at, &task) in tasks.iter().enumerate() {
                        let value = facts.map_or(Value::Blank, |facts| facts.values[task]);
                        row[builtin::HALF + 1 + n * tasks.len() + at] = value;
                    }
                }
                let periods = half * 2..half * 2 + 2;
                self.summary(Scope::Half, manager, periods, manager * 2 + half, &mut row);
            }
        }
    }

    fn years(&mut self) {
        let rules = self.policy.scope(Scope::Year);
        if rules.rules.is_empty() {
            return;
        }
        self.result.year_rows = Rows::new(self.book.managers.len(), rules.width);
        let mut row = vec![Value::Blank; rules.width];
        for manager in 0..self.book.managers.len() {
            row.fill(Value::Blank);
            let periods = 0..self.result.periods_a_year;
            self.summary(Scope::Year, manager, periods, manager, &mut row);
        }
    }

    fn managers(&mut self) {
        let rules = self.policy.scope(Scope::Manager);
        self.result.manager_rows = Rows::new(self.book.managers.len(), rules.width);
        let mut row = vec![Value::Blank; rules.width];
        for (manager, person) in self.book.managers.iter().enumerate() {
            row.fill(Value::Blank);
            row[..person.values.len()].copy_from_slice(&person.values);
            let periods = 0..self.result.periods_a_year;
            self.summary(Scope::Manager, manager, periods, manager, &mut row);
        }
    }

    /// A row over a manager's periods, if the policy says that it exists.
    fn summary(&mut self, scope: Scope, manager: usize, periods: Range<usize>, index: usize, row: &mut [Value]) {
        let rules = self.policy.scope(scope);
        let at = At { scope, manager: Some(manager), period: None, line: None };
        let family = ManagerFamily { settlement: &self.result, manager, periods };
        let person = &self.book.managers[manager].values;
        let settings = self.result.settings_of(scope, if scope == Scope::Half { index % 2 } else { 0 });
        let around = Around { settings, manager: person, children: &family, ..ALONE };
        if let Some(when) = &rules.when {
            match evaluate(&when.code, &context(&self.result, row, around)) {
                Ok(Value::Truth(true)) => {}
                Ok(_) => return,
                Err(error) => {
                    let label = Words::same("when");
                    let fault = explain(self.policy, self.book, at, when, &label, &error);
                    self.findings.faults.push(fault);
                    return;
                }
            }
        }
        let found = self.check_row(at, row, around, None);
        let sound = self.note(found);
        if sound {
            match scope {
                Scope::Half => self.result.half_rows.set(index, row),
                Scope::Year => self.result.year_rows.set(index, row),
                _ => self.result.manager_rows.set(index, row),
            }
        }
    }

    fn department(&mut self) {
        let rules = self.policy.scope(Scope::Department);
        let mut row = vec![Value::Blank; rules.width];
        let at = At { scope: Scope::Department, manager: None, period: None, line: None };
        let family = DepartmentFamily { settlement: &self.result };
        let settings = self.result.settings_of(Scope::Department, 0);
        let around = Around { settings, children: &family, ..ALONE };
        let found = self.check_row(at, &mut row, around, None);
        self.note(found);
        self.result.department = row;
    }
}

fn context<'c>(settlement: &'c Settlement, own: &'c [Value], around: Around<'c>) -> Context<'c> {
    Context {
        settings: around.settings,
        tables: &settlement.tables,
        own,
        manager: around.manager,
        line: around.line,
        previous: around.previous,
        children: around.children,
        child: None,
    }
}

/// A formula without a value, as a fault at the input that it comes from.
fn explain(policy: &Policy, book: &Book, at: At, formula: &Formula, label: &Words, error: &EvalError) -> Fault {
    let place = input_place(policy, book, at, formula);
    let part = formula.text.get(error.span.clone()).unwrap_or(&formula.text);
    let who = at.manager.map_or_else(String::new, |m| book.managers[m].id.clone());
    let when = at.period.and_then(|p| Period::new(policy.period, u8::try_from(p + 1).ok()?));
    let when = when.map_or_else(String::new, |p| p.to_string());
    let (zh, en) = (&label.zh, &label.en);
    let (what, mend) = match error.cause {
        EvalCause::BelowFirstBand { table, amount } => {
            let Words { zh, en } = &policy.tables[table].label;
            (
                words!("{amount} 低于“{zh}”表的最低一档", "{amount} is below the first band of the table {en}"),
                words!("补上更低的一档，或改正数值", "add a lower band, or correct the figure"),
            )
        }
        EvalCause::NotInTable { table } => {
            let Words { zh, en } = &policy.tables[table].label;
            (
                words!("“{zh}”表中没有对应的行", "the table {en} has no such row"),
                words!("在表中补上", "add it to the table"),
            )
        }
        EvalCause::NotApplicable => (
            words!(
                "用到了不适用（n/a）的结果：{part}",
                "a result that does not apply (n/a) is calculated with: {part}"
            ),
            words!("在规则中先用 IF 区分", "tell the case apart with IF in the rule"),
        ),
        EvalCause::Number(problem) => (
            words!("无法精确计算：{part}（{problem}）", "cannot be computed exactly: {part} ({problem})"),
            words!("检查输入；必要时在规则中用 ROUND", "check the inputs; use ROUND in the rule if need be"),
        ),
    };
    let problem = Words::new(
        format!("{} {zh}：{}", [who.as_str(), when.as_str()].join(" ").trim(), what.zh),
        format!("{} {en}: {}", [who.as_str(), when.as_str()].join(" ").trim(), what.en),
    );
    Fault::new(place, "", problem, mend)
}

/// What stands in an input column of a row (or of a credit's line), for messages.
fn standing(policy: &Policy, book: &Book, at: At, row: &[Value], line: &[Value], name: &str) -> String {
    let (scope, row) = if at.scope == Scope::Credit { (Scope::Line, line) } else { (at.scope, row) };
    let input = policy.inputs(scope).find(|input| input.column.name == name).map(|input| input.used);
    // A rule may have the name of the lines' column that it gathers, such as the weights of a card.
    let slot = input.or_else(|| policy.rule(scope, name).map(|rule| rule.slot));
    match slot.and_then(|slot| row.get(slot)) {
        Some(Value::Number(number)) => number.normalize().to_string(),
        Some(Value::Text(symbol)) => {
            policy.label_of(*symbol).map_or_else(|| book.symbols.text(*symbol), |label| label.get(book.lang)).to_owned()
        }
        Some(Value::Truth(truth)) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
        _ => String::new(),
    }
}

/// The cell of the first input that a formula rests on, directly or through other rules.
fn input_place(policy: &Policy, book: &Book, at: At, formula: &Formula) -> Place {
    let rules = policy.scope(at.scope);
    let mut queue = vec![&formula.code];
    let mut seen = HashSet::new();
    while let Some(code) = queue.pop() {
        let mut slots = Vec::new();
        code.walk(&mut |part| {
            if let Op::Slot(slot) | Op::Given(slot) = &part.op
                && slot.space == Space::Own
            {
                slots.push(slot.index);
            }
        });
        for slot in slots {
            if !seen.insert(slot) {
                continue;
            }
            if let Some(input) = policy.inputs(at.scope).find(|input| input.typed == slot || input.used == slot) {
                // An input that was left blank is not where the figure comes from.
                if typed(book, at, input.typed) != Value::Blank {
                    return cell_of(policy, book, at, &input.column.name);
                }
            }
            if let Some(rule) = rules.rules.iter().find(|rule| rule.slot == slot) {
                queue.insert(0, &rule.formula.code);
            }
        }
    }
    cell_of(policy, book, at, "")
}

/// What was typed for an input of a line, a period or a manager.
fn typed(book: &Book, at: At, slot: usize) -> Value {
    let first = builtin::PERIOD + 1;
    let value = match (at.scope, at.line, at.manager, at.period) {
        (Scope::Line, Some(line), ..) => slot.checked_sub(first).and_then(|slot| book.values_of(line).get(slot)),
        (Scope::Period, _, Some(manager), Some(period)) => {
            let facts = book.periods.get(manager * book.periods_a_year() + period).and_then(Option::as_ref);
            slot.checked_sub(first).and_then(|slot| facts?.values.get(slot))
        }
        (_, _, Some(manager), _) => book.managers[manager].values.get(slot),
        _ => None,
    };
    value.copied().unwrap_or_default()
}

/// The cell of an input column of a row; the row's first cell when the name is unknown.
fn cell_of(policy: &Policy, book: &Book, at: At, name: &str) -> Place {
    if let Some(line) = at.line {
        return line_place(policy, book, At { line: Some(line), ..at }, Some(name));
    }
    let Some(manager) = at.manager else { return Place::default() };
    for (index, sheet) in policy.sheets.iter().enumerate() {
        let Some(column) = sheet.columns.iter().position(|column| column.name == name) else { continue };
        let row = match sheet.row {
            crate::policy::RowKind::Manager => book.managers[manager].row,
            // Of lines that give their manager the period, the first stands for all.
            crate::policy::RowKind::Period | crate::policy::RowKind::Line => {
                let number = at.period.and_then(|p| u8::try_from(p + 1).ok());
                let period = number.and_then(|n| Period::new(policy.period, n));
                period.and_then(|p| book.period(manager, p)).map_or(0, |facts| facts.rows[index])
            }
            crate::policy::RowKind::Split => 0,
        };
        if row > 0 {
            return book.cell(index, column, row);
        }
    }
    let sheet = policy.sheets.iter().position(|s| s.row == crate::policy::RowKind::Manager);
    sheet.map_or_else(Place::default, |sheet| book.cell(sheet, 0, book.managers[manager].row))
}

fn line_place(policy: &Policy, book: &Book, at: At, name: Option<&str>) -> Place {
    let Some(sheet) = policy.sheets.iter().position(|s| s.row == crate::policy::RowKind::Line) else {
        return Place::default();
    };
    let columns = &policy.sheets[sheet].columns;
    let column = columns.iter().position(|c| Some(c.name.as_str()) == name).unwrap_or(0);
    at.line.map_or_else(Place::default, |line| book.cell(sheet, column, book.lines[line].row))
}
