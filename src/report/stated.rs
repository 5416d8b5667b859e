//! Every figure of a run as tables with headings, whatever its results workbook looks like: for comparing results that
//! were laid out in another way.
//!
//! A table says on which sheet its figures stood, what their headings are called, which of its columns say whose row it
//! is, and what each cell holds. Where on the sheet it stands, and in which order its columns and rows, it does not say.

use rust_decimal::Decimal;

use super::adjustments::{adjusted, remarks, when};
use super::credits::source_column;
use super::law_rows::{cells, law_rows};
use super::plan::{Limits, Plan, Tab};
use super::prior::prior;
use super::sheet::CellValue;
use super::{Results, scope_name, status, summary};
use crate::book::Period;
use crate::formula::{Scope, Value};
use crate::lang::{Lang, Words};
use crate::policy::{Clause, Exported, Role, Rule, TableUse, Unit, builtin};
use crate::words;

/// A table of figures.
pub struct StatedTable<'a> {
    /// The name of its sheet; further sheets that go on with it have a number after it.
    pub sheet: Words,
    /// What scope its figures are of, with the number of the period, where they are a manager's.
    pub of: Option<(Scope, usize)>,
    /// Its columns.
    pub columns: Vec<StatedColumn>,
    /// The columns that say whose row it is.
    pub keys: Vec<usize>,
    /// How many rows it has.
    pub rows: usize,
    /// Whether results may lack it.
    pub optional: bool,
    fill: Box<dyn Fn(usize) -> Vec<Stated> + Sync + 'a>,
}

/// A column of figures.
#[derive(Clone, Debug, Default)]
pub struct StatedColumn {
    /// What its heading is called.
    pub label: Words,
    /// The clauses over the heading.
    pub clause: String,
    /// The name of its rule, where it is one.
    pub name: String,
    /// Its slot, where it has one.
    pub slot: Option<usize>,
    /// Whether it may be folded away.
    pub folded: bool,
    /// Whether it may be left out where nobody has such a figure.
    pub optional: bool,
    /// Whether a total stands below it.
    pub total: bool,
    /// Whether it is words for people, which a later program may word in another way.
    pub words: bool,
}

/// What a cell holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stated {
    /// Its value.
    pub value: CellValue,
    /// Whether a formula gives it; `None` where that depends.
    pub live: Option<bool>,
    /// What the workbook calls the cell, where it has a name.
    pub name: Option<String>,
}

impl Stated {
    fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        let value = if text.is_empty() { CellValue::Blank } else { CellValue::Text(text) };
        Self { value, live: Some(false), name: None }
    }

    fn of(value: CellValue, live: Option<bool>) -> Self {
        Self { value, live, name: None }
    }

    fn number(number: Decimal, live: Option<bool>) -> Self {
        Self::of(CellValue::Number(number), live)
    }
}

impl StatedTable<'_> {
    /// The cells of a row, one for each column.
    #[must_use]
    pub fn row(&self, index: usize) -> Vec<Stated> {
        (self.fill)(index)
    }
}

/// All tables of figures that the results of a run hold.
#[must_use]
pub fn stated<'a>(results: &'a Results<'a>, lang: Lang) -> Vec<StatedTable<'a>> {
    let run = Run { results, lang };
    let policy = results.policy;
    let mut tables = vec![run.people(Scope::Manager, 0..1)];
    tables.extend((!policy.scope(Scope::Department).rules.is_empty()).then(|| run.department()));
    tables.extend(results.book.through.up_to().map(|period| run.people(Scope::Period, period.index()..period.index() + 1)));
    let halves = (0..results.settlement.half_rows.len()).any(|row| results.settlement.half_rows.has(row));
    if halves && !policy.scope(Scope::Half).rules.is_empty() {
        tables.push(run.people(Scope::Half, 0..(usize::from(results.book.through.number()) / 2).max(1)));
    }
    if (0..results.settlement.year_rows.len()).any(|row| results.settlement.year_rows.has(row)) {
        tables.push(run.people(Scope::Year, 0..1));
    }
    tables.extend([run.adjustments(), run.prior()].into_iter().flatten());
    tables.extend(policy.exports.iter().map(|export| run.export(export)));
    tables.extend(policy.line_sheet().is_some().then(|| run.credits()));
    tables.extend([run.settings(), run.rules()]);
    tables.extend((0..policy.tables.len()).map(|table| run.table(table)));
    if policy.settings.iter().any(|setting| setting.dated.is_some()) {
        tables.extend([run.history(), run.taken()]);
    }
    let (readings, clauses) = (&policy.readings, &policy.clauses);
    tables.push(run.said(words!("读法", "Reading"), words!("内容", "What it says"), readings));
    tables.push(run.said(words!("条款", "Clause"), words!("内容（本程序的表述）", "What it says (in our words)"), clauses));
    tables.extend([run.laws(), run.law_rows()]);
    tables
}

/// A run and the language of its results.
#[derive(Clone, Copy)]
struct Run<'a> {
    results: &'a Results<'a>,
    lang: Lang,
}

/// A column of a scope: what it shows.
#[derive(Clone, Copy)]
enum Shown<'a> {
    Rule(&'a Rule),
    Input { typed: usize, used: usize },
    Given(usize),
    Status,
    Headline(usize),
}

impl<'a> Run<'a> {
    fn sheet(self, tab: Tab) -> Words {
        Plan::name_of(tab, self.results.policy)
    }

    fn shown(self, value: Value) -> CellValue {
        match value {
            Value::Blank => CellValue::Blank,
            Value::Number(number) => CellValue::Number(number),
            Value::Truth(truth) => CellValue::Truth(truth),
            Value::Text(symbol) => CellValue::Text(self.text(symbol)),
            Value::NotApplicable => CellValue::Text("n/a".into()),
        }
    }

    fn text(self, symbol: crate::formula::Symbol) -> String {
        let label = self.results.policy.label_of(symbol);
        label.map_or_else(|| self.results.book.symbols.text(symbol).to_owned(), |l| l.get(self.lang).to_owned())
    }

    fn who(self) -> [StatedColumn; 2] {
        self.results.policy.who().map(plain)
    }

    /// The row of a manager in a scope.
    fn row(self, scope: Scope, manager: usize, number: usize) -> Option<Vec<Value>> {
        let settlement = self.results.settlement;
        match scope {
            Scope::Period => settlement.period_rows.get(settlement.period_index(manager, number)).map(<[Value]>::to_vec),
            Scope::Half => settlement.half_rows.get(manager * 2 + number),
            Scope::Year => settlement.year_rows.get(manager),
            _ => settlement.manager_rows.get(manager).map(<[Value]>::to_vec),
        }
    }

    /// The figures of a scope: what was typed, what the rules give.
    fn columns(self, scope: Scope, number: usize) -> Vec<(StatedColumn, Shown<'a>)> {
        let policy = self.results.policy;
        let mut list = Vec::new();
        if status::stands_on(policy, scope) {
            list.push((StatedColumn { words: true, ..plain(words!("状态", "Status")) }, Shown::Status));
        }
        let managers = self.results.book.managers.len();
        for input in policy.inputs(scope) {
            let blank = || {
                let mut rows = (0..managers).filter_map(|manager| self.row(scope, manager, number));
                rows.all(|row| row.get(input.used).is_none_or(|value| *value == Value::Blank))
            };
            let column = StatedColumn {
                clause: input.column.clause.clone(),
                name: input.column.name.clone(),
                slot: Some(input.used),
                folded: input.column.auxiliary || (!matches!(scope, Scope::Line | Scope::Credit) && blank()),
                total: input.column.unit == Unit::Yuan,
                ..plain(input.column.label.clone())
            };
            list.push((column, Shown::Input { typed: input.typed, used: input.used }));
        }
        for rule in policy.scope(scope).rules.iter().filter(|rule| rule.input.is_none()) {
            let column = StatedColumn {
                clause: rule.clause.clone(),
                name: rule.name.clone(),
                slot: Some(rule.slot),
                folded: rule.auxiliary,
                optional: rule.part,
                total: rule.unit == Unit::Yuan,
                ..plain(rule.label.clone())
            };
            list.push((column, Shown::Rule(rule)));
        }
        list
    }

    /// A table with a row a manager; halves stand side by side.
    fn people(self, scope: Scope, numbers: std::ops::Range<usize>) -> StatedTable<'a> {
        let mut columns: Vec<StatedColumn> = self.who().into();
        let mut shown = Vec::new();
        for number in numbers.clone() {
            let mut own = self.columns(scope, number);
            own.extend(match scope {
                Scope::Manager => self.headlines(),
                Scope::Half => self.tasks(),
                _ => Vec::new(),
            });
            for (column, one) in own {
                columns.push(column);
                shown.push((number, one));
            }
        }
        let tab = match scope {
            Scope::Period => Tab::Period(u8::try_from(numbers.start + 1).unwrap_or(0)),
            Scope::Half => Tab::Half,
            Scope::Year => Tab::Year,
            _ => Tab::Summary,
        };
        let rows = self.results.book.managers.len();
        let fill = move |manager: usize| {
            let person = &self.results.book.managers[manager];
            let mut cells = vec![Stated::text(&person.id), Stated::text(&person.name)];
            let mut row: Option<(usize, Option<Vec<Value>>)> = None;
            for (number, one) in &shown {
                if row.as_ref().is_none_or(|(of, _)| of != number) {
                    row = Some((*number, self.row(scope, manager, *number)));
                }
                let values = row.as_ref().and_then(|(_, values)| values.as_deref());
                cells.push(self.cell(scope, manager, *one, values));
            }
            cells
        };
        StatedTable { of: Some((scope, numbers.start)), ..table(self.sheet(tab), columns, vec![0], rows, fill) }
    }

    fn cell(self, scope: Scope, manager: usize, shown: Shown<'_>, row: Option<&[Value]>) -> Stated {
        let Results { policy, book, settlement, .. } = self.results;
        let value = |slot: usize| row.and_then(|row| row.get(slot).copied()).unwrap_or_default();
        match shown {
            Shown::Headline(period) => {
                let row = settlement.period_rows.get(settlement.period_index(manager, period));
                match (row, summary::headline_of(policy)) {
                    (Some(row), Some(rule)) => Stated::of(self.shown(row[rule.slot]), Some(true)),
                    _ => Stated::default(),
                }
            }
            Shown::Status if scope == Scope::Manager => {
                let index = settlement.period_index(manager, book.through.index());
                let row = settlement.period_rows.get(index);
                row.map_or_else(Stated::default, |row| self.status(Scope::Period, row))
            }
            _ if row.is_none() => Stated::default(),
            Shown::Status => self.status(scope, row.unwrap_or(&[])),
            Shown::Rule(rule) => Stated::of(self.shown(value(rule.slot)), Some(true)),
            Shown::Input { typed, used } => {
                let by_default = typed != used && value(typed) == Value::Blank;
                Stated::of(self.shown(value(used)), Some(by_default))
            }
            Shown::Given(slot) => Stated::of(self.shown(value(slot)), Some(false)),
        }
    }

    fn status(self, scope: Scope, row: &[Value]) -> Stated {
        Stated { live: Some(true), ..Stated::text(status::text(self.results.policy, scope, row, self.lang)) }
    }

    /// The summary's column a period.
    fn headlines(self) -> Vec<(StatedColumn, Shown<'a>)> {
        let Some(rule) = summary::headline_of(self.results.policy) else { return Vec::new() };
        let column = |period: Period| {
            let label = self.sheet(Tab::Period(period.number()));
            (StatedColumn { total: rule.unit == Unit::Yuan, ..plain(label) }, Shown::Headline(period.index()))
        };
        self.results.book.through.up_to().map(column).collect()
    }

    /// The tasks that a half-year's proposals scale.
    fn tasks(self) -> Vec<(StatedColumn, Shown<'a>)> {
        let tasks: Vec<_> = self.results.policy.tasks().collect();
        let numbered = (1..=2_usize).flat_map(|n| tasks.iter().enumerate().map(move |(at, task)| (n, at, task)));
        let column = |(n, at, (column, _)): (usize, usize, &(&crate::policy::Column, usize))| {
            let (zh, en) = (&column.label.zh, column.label.en.to_lowercase());
            let label = words!("下一半年第{n}季{zh}", "Following quarter {n}, {en}");
            let slot = builtin::HALF + 1 + (n - 1) * tasks.len() + at;
            let column = StatedColumn { folded: true, total: column.unit == Unit::Yuan, ..plain(label) };
            (column, Shown::Given(slot))
        };
        numbered.map(column).collect()
    }

    fn department(self) -> StatedTable<'a> {
        let own = self.columns(Scope::Department, 0);
        let (columns, shown): (Vec<_>, Vec<_>) = own.into_iter().unzip();
        let fill = move |_: usize| {
            let row = &self.results.settlement.department;
            let cells = shown.iter().map(|one| {
                let name = match one {
                    Shown::Rule(rule) => Some(format!("department.{}", rule.name)),
                    _ => None,
                };
                Stated { name, ..self.cell(Scope::Department, 0, *one, Some(row)) }
            });
            cells.collect()
        };
        table(self.sheet(Tab::Summary), columns, Vec::new(), 1, fill)
    }

    fn credits(self) -> StatedTable<'a> {
        let policy = self.results.policy;
        let mut columns = vec![plain(words!("来源", "Source")), plain(policy.period.label())];
        columns.extend(self.who());
        let projects =
            policy.line_sheet().is_some_and(|sheet| sheet.columns.iter().any(|column| column.role == Role::Project));
        columns.extend(projects.then(|| plain(words!("项目", "Project"))));
        let mut shown = Vec::new();
        for scope in [Scope::Line, Scope::Credit] {
            let mut own = self.columns(scope, 0);
            if scope == Scope::Credit && policy.divides() {
                let built_in = [
                    (builtin::SHARE, words!("贡献度", "Share")),
                    (builtin::PART, words!("应得净额", "Part of net")),
                    (builtin::PROJECT_NET, words!("项目当期净额", "Project net")),
                ];
                own.extend(built_in.map(|(slot, label)| (plain(label), Shown::Given(slot))));
            }
            for (column, one) in own {
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
            let mut cells = [place.unwrap_or_default(), period, person.id.clone(), person.name.clone()]
                .map(Stated::text)
                .to_vec();
            cells.extend(projects.then(|| Stated::text(&book.projects[line.project as usize])));
            let mut buffers = Default::default();
            let figures = settlement.child(index, &mut buffers);
            cells.extend(shown.iter().map(|(scope, one)| {
                let row = if *scope == Scope::Line { figures.line } else { figures.own };
                let cell = self.cell(*scope, 0, *one, Some(row));
                // A long sheet holds values.
                let live = if matches!(one, Shown::Input { .. }) { cell.live.filter(|live| !live) } else { None };
                Stated { live, ..cell }
            }));
            cells
        };
        table(self.sheet(Tab::Credits(0)), columns, vec![0, 2], self.results.settlement.credits.len(), fill)
    }

    fn adjustments(self) -> Option<StatedTable<'a>> {
        let policy = self.results.policy;
        let list = adjusted(self.results);
        let mut columns = vec![plain(words!("来源", "Source"))];
        columns.extend(self.who());
        columns.push(plain(policy.period.label()));
        let labels = [
            words!("项目", "Figure"),
            words!("计算值", "Computed"),
            words!("调整", "Adjustment"),
            words!("调整后", "Adjusted"),
        ];
        columns.extend(labels.map(plain));
        columns.extend(remarks(policy).map(|input| StatedColumn {
            clause: input.column.clause.clone(),
            ..plain(input.column.label.clone())
        }));
        let rows = list.len();
        let fill = move |index: usize| {
            let Results { book, settlement, .. } = self.results;
            let one = &list[index];
            let adjustment = &book.adjustments[one.index];
            let person = &book.managers[adjustment.manager];
            let mut cells = vec![Stated::text(&one.source), Stated::text(&person.id), Stated::text(&person.name)];
            cells.extend([Stated::text(when(adjustment, self.lang)), Stated::text(self.text(adjustment.figure))]);
            cells.push(Stated::number(one.computed, Some(true)));
            cells.push(Stated::number(one.amount, Some(false)));
            cells.push(Stated::number(one.after, Some(true)));
            let typed = settlement.adjustment_rows.get(one.index).unwrap_or(&[]);
            cells.extend(remarks(policy).map(|input| {
                Stated::of(self.shown(typed.get(input.used).copied().unwrap_or_default()), Some(false))
            }));
            cells
        };
        (rows > 0).then(|| table(self.sheet(Tab::Adjustments), columns, vec![0], rows, fill))
    }

    fn prior(self) -> Option<StatedTable<'a>> {
        let list = prior(self.results);
        let mut columns: Vec<StatedColumn> = self.who().into();
        columns.extend([plain(self.results.policy.period.label()), plain(words!("项目", "Figure"))]);
        let sums = [words!("重算", "Recomputed"), words!("已发放", "Paid"), words!("差额", "Difference")];
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

    fn export(self, export: &'a crate::policy::Export) -> StatedTable<'a> {
        let Results { book, settlement, .. } = self.results;
        let mut at: Vec<(Period, usize)> = Vec::new();
        for period in book.through.up_to() {
            let computed = |manager: &usize| self.row(Scope::Period, *manager, period.index()).is_some();
            at.extend((0..book.managers.len()).filter(computed).map(|manager| (period, manager)));
        }
        let columns: Vec<_> = export.columns.iter().map(|(label, _)| plain(label.clone())).collect();
        let is_key = |exported: &Exported| matches!(exported, Exported::Id | Exported::Period);
        let keys = export.columns.iter().enumerate().filter(|(_, (_, of))| is_key(of)).map(|(at, _)| at);
        let (keys, rows) = (keys.collect(), at.len());
        let fill = move |index: usize| {
            let (period, manager) = at[index];
            let row = settlement.period_rows.get(settlement.period_index(manager, period.index())).unwrap_or(&[]);
            let cells = export.columns.iter().map(|(_, exported)| match exported {
                Exported::Id => Stated::text(&book.managers[manager].id),
                Exported::Name => Stated::text(&book.managers[manager].name),
                Exported::Period => Stated::text(period.name(self.lang)),
                Exported::Figure { slot, .. } => match row.get(*slot).copied().unwrap_or_default() {
                    Value::NotApplicable => Stated::default(),
                    value => Stated::of(self.shown(value), Some(false)),
                },
            });
            cells.collect()
        };
        table(export.label.clone(), columns, keys, rows, fill)
    }

    fn settings(self) -> StatedTable<'a> {
        let words = |label: Words| StatedColumn { words: true, ..plain(label) };
        let columns = vec![
            plain(words!("设置", "Setting")),
            plain(words!("取值", "Value")),
            plain(words!("条款", "Clause")),
            words(words!("来源", "Origin")),
            plain(words!("名称", "Name")),
            words(words!("说明", "Remark")),
        ];
        let policy = self.results.policy;
        let fill = move |slot: usize| {
            let setting = &policy.settings[slot];
            let clause = match &setting.reading {
                Some(reading) => format!("{}, {reading}", setting.clause),
                None => setting.clause.clone(),
            };
            let value = self.shown(self.results.settlement.settings[slot]);
            // One that changes over time looks at its history.
            let live = if setting.dated.is_some() { None } else { Some(false) };
            let name = Some(format!("setting.{}", setting.name));
            vec![
                Stated::text(setting.label.get(self.lang)),
                Stated { value, live, name },
                Stated::text(clause),
                Stated::default(),
                Stated::text(&setting.name),
                Stated::default(),
            ]
        };
        table(self.sheet(Tab::Basis), columns, vec![4], policy.settings.len(), fill)
    }

    fn table(self, index: usize) -> StatedTable<'a> {
        let definition = &self.results.policy.tables[index];
        let facts = &self.results.book.tables[index];
        let steps = matches!(definition.usage, TableUse::Steps { .. });
        let mut columns: Vec<_> = definition.columns.iter().map(|column| plain(column.label.clone())).collect();
        if let Some(first) = columns.first_mut() {
            first.clause.clone_from(&definition.clause);
        }
        columns.extend(steps.then(|| plain(words!("比上档增加", "Above the step before"))));
        let fill = move |number: usize| {
            let rows = facts.table.rows();
            let mut cells: Vec<_> =
                rows[number].iter().map(|value| Stated::of(self.shown(*value), Some(false))).collect();
            if let (true, Some(Value::Number(rate))) = (steps, rows[number].get(1)) {
                let before = number.checked_sub(1).and_then(|before| rows[before].get(1)?.as_number());
                cells.push(Stated::number(*rate - before.unwrap_or_default(), Some(true)));
            }
            cells
        };
        table(self.sheet(Tab::Basis), columns, vec![0], facts.table.rows().len(), fill)
    }

    /// Settings that change over time: each value from its date on.
    fn history(self) -> StatedTable<'a> {
        let policy = self.results.policy;
        let words = |label: Words| StatedColumn { words: true, ..plain(label) };
        let columns = vec![
            plain(words!("设置", "Setting")),
            plain(words!("取值", "Value")),
            plain(words!("自", "From")),
            words(words!("来源", "Source")),
            words(words!("决定取值的日期", "Decided by")),
        ];
        let mut rows = Vec::new();
        for setting in &policy.settings {
            let Some(dated) = &setting.dated else { continue };
            let before = words!("此前", "before").get(self.lang).to_owned();
            rows.push((&setting.label, setting.default.unwrap_or_default(), CellValue::Text(before)));
            rows.extend(dated.steps.iter().map(|step| (&setting.label, step.value, CellValue::Date(step.from))));
        }
        let count = rows.len();
        let fill = move |index: usize| {
            let (label, value, from) = &rows[index];
            vec![
                Stated::text(label.get(self.lang)),
                Stated::of(self.shown(*value), Some(false)),
                Stated::of(from.clone(), Some(false)),
                Stated::default(),
                Stated::default(),
            ]
        };
        table(self.sheet(Tab::Basis), columns, vec![0, 2], count, fill)
    }

    /// The value that each period took of them.
    fn taken(self) -> StatedTable<'a> {
        let Results { policy, book, settlement, .. } = self.results;
        let mut columns = vec![plain(words!("设置", "Setting"))];
        columns.extend(book.through.up_to().map(|period| plain(period.words())));
        let dated: Vec<usize> = (0..policy.settings.len()).filter(|at| policy.settings[*at].dated.is_some()).collect();
        let rows = dated.len();
        let fill = move |index: usize| {
            let slot = dated[index];
            let mut cells = vec![Stated::text(policy.settings[slot].label.get(self.lang))];
            let value = |period: Period| settlement.settings_of(Scope::Period, period.index())[slot];
            cells.extend(book.through.up_to().map(|period| Stated::of(self.shown(value(period)), Some(true))));
            cells
        };
        table(self.sheet(Tab::Basis), columns, vec![0], rows, fill)
    }

    /// Texts by number.
    fn said(self, number: Words, text: Words, list: &'a [Clause]) -> StatedTable<'a> {
        let fill = move |index: usize| vec![Stated::text(&list[index].id), Stated::text(list[index].text.get(self.lang))];
        table(self.sheet(Tab::Basis), vec![plain(number), plain(text)], vec![0], list.len(), fill)
    }

    fn rules(self) -> StatedTable<'a> {
        let words = |label: Words| StatedColumn { words: true, ..plain(label) };
        let columns = vec![
            plain(words!("规则", "Rule")),
            plain(words!("名称", "Name")),
            plain(words!("条款", "Clause")),
            plain(words!("层级", "Scope")),
            plain(words!("公式", "Formula")),
            words(words!("公式释义", "In words")),
            words(words!("来源", "Origin")),
        ];
        let policy = self.results.policy;
        let all: Vec<(Scope, &Rule)> =
            Scope::ALL.iter().flat_map(|scope| policy.scope(*scope).rules.iter().map(move |rule| (*scope, rule))).collect();
        let rows = all.len();
        let fill = move |index: usize| {
            let (scope, rule) = all[index];
            vec![
                Stated::text(rule.label.get(self.lang)),
                Stated::text(&rule.name),
                Stated::text(&rule.clause),
                Stated::text(scope_name(scope, policy).get(self.lang)),
                Stated::text(&rule.formula.text),
                Stated::default(),
                Stated::default(),
            ]
        };
        table(self.sheet(Tab::Basis), columns, vec![1, 3], rows, fill)
    }

    fn laws(self) -> StatedTable<'a> {
        let labels = [
            words!("规律", "Law"),
            words!("条款", "Clause"),
            words!("核对行数", "Rows checked"),
            words!("左边合计", "Left, summed"),
            words!("右边合计", "Right, summed"),
            words!("结论", "Verdict"),
        ];
        let laws = &self.results.settlement.laws;
        let fill = move |index: usize| {
            let law = &laws[index];
            let by_program = words!("（由程序核对，不随表格重算）", " (checked by the program, not recalculated here)");
            let by_program = if law.name == crate::settle::ORDER { by_program.get(self.lang) } else { "" };
            let verdict = if law.holds { words!("成立", "holds") } else { words!("不成立", "broken") };
            vec![
                Stated::text(format!("{}{by_program}", law.label.get(self.lang))),
                Stated::text(&law.clause),
                Stated::number(law.rows.into(), Some(false)),
                Stated::number(law.left, None),
                Stated::number(law.right, None),
                Stated { live: None, ..Stated::text(verdict.get(self.lang)) },
            ]
        };
        table(self.sheet(Tab::Checks), labels.map(plain).into(), vec![0], laws.len(), fill)
    }

    /// The rows of each law, where there are not too many to be shown.
    fn law_rows(self) -> StatedTable<'a> {
        let labels = [
            words!("规律", "Law"),
            words!("条款", "Clause"),
            words!("行", "Row"),
            words!("左边", "Left"),
            words!("右边", "Right"),
            words!("结论", "Verdict"),
        ];
        let plan = Plan::new(self.results, self.lang, Limits::default());
        let rows = if plan.live_credits { law_rows(&plan) } else { Vec::new() };
        let count = rows.len();
        let fill = move |index: usize| {
            let mut row = Vec::new();
            cells(&plan, &rows[index], 0, &mut row);
            row.into_iter().map(|cell| Stated::of(cell.value, None)).collect()
        };
        let table = table(self.sheet(Tab::Checks), labels.map(plain).into(), vec![0, 2], count, fill);
        StatedTable { optional: true, ..table }
    }
}

fn plain(label: Words) -> StatedColumn {
    StatedColumn { label, ..StatedColumn::default() }
}

fn table<'a>(
    sheet: Words,
    columns: Vec<StatedColumn>,
    keys: Vec<usize>,
    rows: usize,
    fill: impl Fn(usize) -> Vec<Stated> + Sync + 'a,
) -> StatedTable<'a> {
    StatedTable { sheet, of: None, columns, keys, rows, optional: false, fill: Box::new(fill) }
}
