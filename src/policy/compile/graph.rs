//! The one graph of a policy: every rule of every scope in every period is a column of figures, and which of them must
//! stand before which decides in what order they are computed. A circle is a mistake, through whatever scopes it goes.

use std::ops::Range;

use super::super::model::{Formula, PeriodKind, ScopeRules, Stage};
use super::{Compiler, Scopes};
use crate::formula::{Code, Op, Reach, Scope, Slot, Space};
use crate::policy::InputCheck;
use crate::say;

/// The order in which scopes are looked at: a stage of one is taken as far as it goes before the next.
const SCOPES: [Scope; Scope::COUNT] = [
    Scope::Line,
    Scope::Adjustment,
    Scope::Manager,
    Scope::Credit,
    Scope::Period,
    Scope::Half,
    Scope::Year,
    Scope::DepartmentPeriod,
    Scope::Department,
];

/// What a formula reads beyond settings and tables.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dependency {
    /// A slot of the row itself.
    Own(usize),
    /// A slot of the coarser row that it belongs to.
    Above(Scope, usize),
    /// A slot of earlier periods.
    Before(usize),
    /// Rows that it gathers, and a slot of theirs.
    Gathered(Scope, Reach, Option<usize>),
}

/// One column of a scope.
struct GraphColumn {
    /// Where it stands in a stage.
    part: GraphColumnKind,
    reads: Vec<Dependency>,
}

/// What a column is: whether there is a row at all, figures gathered from peers, a rule or a check, by its place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum GraphColumnKind {
    Row,
    Across(usize),
    Rule(usize),
    Check(usize),
}

/// The columns of a scope, those that need no other of the scope first.
struct OfScope {
    scope: Scope,
    columns: Vec<GraphColumn>,
    /// The column of each slot that is computed.
    of_slot: Vec<Option<usize>>,
    /// How many times it stands in the graph: periods, half-years, or once.
    numbers: usize,
    /// The first of its nodes.
    first: usize,
}

impl OfScope {
    fn node(&self, number: usize, column: usize) -> usize {
        self.first + number * self.columns.len() + column
    }
}

/// The graph while it is put into order.
struct Graph {
    scopes: Vec<OfScope>,
    periods: usize,
}

impl Compiler<'_> {
    /// The stages in which everything is computed; a circle is a problem that names its members.
    pub(super) fn stages(&mut self, scopes: &Scopes, checks: &[InputCheck], period: PeriodKind) -> Vec<Stage> {
        let graph = Graph::new(scopes, checks, period);
        match graph.stages() {
            Ok(stages) => stages,
            Err(circle) => {
                let mut names: Vec<String> = Vec::new();
                // Over several periods the way is only understood with their numbers.
                let several = circle.iter().any(|node| {
                    let (of, number, _) = graph.place(*node);
                    let other = |other: &usize| graph.place(*other);
                    circle.iter().map(other).any(|place| place.0.scope == of.scope && place.1 != number)
                });
                for node in &circle {
                    let name = self.name_of(&graph, scopes, checks, *node, several);
                    // What a rule gathers from peers is told as the rule.
                    if names.last() != Some(&name) {
                        names.push(name);
                    }
                }
                let span = circle.iter().find_map(|node| graph.formula(scopes, checks, *node)).map(|f| f.span.clone());
                if names.len() == 1 {
                    names.push(names[0].clone());
                }
                let names = names.join(" → ");
                self.problem(span.unwrap_or_default(), say!(Policy::ScopesInCircle { names }));
                Vec::new()
            }
        }
    }

    fn name_of(&self, graph: &Graph, scopes: &Scopes, checks: &[InputCheck], node: usize, several: bool) -> String {
        let (of, number, column) = graph.place(node);
        let rules = &scopes[of.scope.index()];
        let name = match of.columns[column].part {
            GraphColumnKind::Row => "when",
            GraphColumnKind::Across(at) => rules.across[at].name.as_str(),
            GraphColumnKind::Rule(at) => rules.rules[at].name.as_str(),
            GraphColumnKind::Check(at) => checks[at].column.as_str(),
        };
        let prefix = self.vocabulary.prefix(of.scope);
        if several && of.numbers > 1 { format!("{prefix}.{name} ({})", number + 1) } else { format!("{prefix}.{name}") }
    }
}

impl Graph {
    fn new(scopes: &Scopes, checks: &[InputCheck], period: PeriodKind) -> Self {
        let periods = usize::from(period.count());
        let mut first = 0;
        let of_scopes = SCOPES.map(|scope| {
            let of = OfScope { first, ..columns(scope, &scopes[scope.index()], checks, periods) };
            first += of.numbers * of.columns.len();
            of
        });
        Self { scopes: of_scopes.into(), periods }
    }

    fn of(&self, scope: Scope) -> &OfScope {
        self.scopes.iter().find(|of| of.scope == scope).unwrap_or(&self.scopes[0])
    }

    /// The scope, number and column of a node.
    fn place(&self, node: usize) -> (&OfScope, usize, usize) {
        let of = self.scopes.iter().rev().find(|of| of.first <= node && !of.columns.is_empty());
        let of = of.unwrap_or(&self.scopes[0]);
        ((of), (node - of.first) / of.columns.len(), (node - of.first) % of.columns.len())
    }

    fn formula<'p>(&self, scopes: &'p Scopes, checks: &'p [InputCheck], node: usize) -> Option<&'p Formula> {
        let (of, _, column) = self.place(node);
        let rules = &scopes[of.scope.index()];
        match of.columns[column].part {
            GraphColumnKind::Row => rules.when.as_ref(),
            GraphColumnKind::Across(_) => None,
            GraphColumnKind::Rule(at) => Some(&rules.rules[at].formula),
            GraphColumnKind::Check(at) => Some(&checks[at].formula),
        }
    }

    /// Calls `visit` with each node that must stand before this one.
    fn needs(&self, node: usize, visit: &mut dyn FnMut(usize)) {
        let (of, number, column) = self.place(node);
        if of.columns[column].part != GraphColumnKind::Row {
            visit(of.node(number, 0));
        }
        for read in &of.columns[column].reads {
            let mut rows = |of: &OfScope, numbers: Range<usize>, slot: Option<usize>| {
                for number in numbers {
                    visit(of.node(number, 0));
                    if let Some(column) = slot.and_then(|slot| of.of_slot.get(slot).copied().flatten()) {
                        visit(of.node(number, column));
                    }
                }
            };
            match *read {
                Dependency::Own(slot) => rows(of, number..number + 1, Some(slot)),
                Dependency::Above(scope, slot) => {
                    rows(self.of(scope), numbers(of.scope, number, scope, self.periods), Some(slot));
                }
                Dependency::Before(slot) => rows(of, 0..number, Some(slot)),
                Dependency::Gathered(_, Reach::Later, slot) => rows(of, number + 1..of.numbers, slot),
                Dependency::Gathered(_, reach, slot) if reach.is_across() => rows(of, number..number + 1, slot),
                Dependency::Gathered(over, _, slot) => {
                    rows(self.of(over), numbers(of.scope, number, over, self.periods), slot);
                }
            }
        }
    }

    /// The stages; where there is no order, a circle of nodes.
    fn stages(&self) -> Result<Vec<Stage>, Vec<usize>> {
        let count = self.scopes.iter().map(|of| of.numbers * of.columns.len()).sum();
        let mut done = vec![false; count];
        let mut stages = Vec::new();
        let mut left = count;
        while left > 0 {
            let before = left;
            for of in &self.scopes {
                for number in 0..of.numbers {
                    let stage = self.stage(of, number, &mut done);
                    if let Some(stage) = stage {
                        left -= usize::from(stage.first) + stage.across.len() + stage.rules.len() + stage.checks.len();
                        stages.push(stage);
                    }
                }
            }
            if left == before {
                return Err(self.circle(&done));
            }
        }
        Ok(stages)
    }

    /// What can be computed of a scope now, if anything.
    fn stage(&self, of: &OfScope, number: usize, done: &mut [bool]) -> Option<Stage> {
        let mut stage = Stage { scope: of.scope, number, ..Stage::default() };
        let across = of.columns.iter().any(|column| matches!(column.part, GraphColumnKind::Across(_)));
        let before = across.then(|| done.to_vec());
        for (at, column) in of.columns.iter().enumerate() {
            let node = of.node(number, at);
            if done[node] {
                continue;
            }
            let mut ready = true;
            // What is gathered from all rows needs them as they were before this stage.
            let known: &[bool] = match (&before, column.part) {
                (Some(before), GraphColumnKind::Across(_)) => before,
                _ => done,
            };
            self.needs(node, &mut |need| ready &= known[need]);
            if !ready {
                continue;
            }
            done[node] = true;
            match column.part {
                GraphColumnKind::Row => stage.first = true,
                GraphColumnKind::Across(at) => stage.across.push(at),
                GraphColumnKind::Rule(at) => stage.rules.push(at),
                GraphColumnKind::Check(at) => stage.checks.push(at),
            }
        }
        let empty = !stage.first && stage.across.is_empty() && stage.rules.is_empty() && stage.checks.is_empty();
        (!empty).then_some(stage)
    }

    /// From what could not be computed back to what it waits for, until something comes again.
    fn circle(&self, done: &[bool]) -> Vec<usize> {
        let mut path: Vec<usize> = Vec::new();
        let mut node = done.iter().position(|done| !done).unwrap_or(0);
        loop {
            if let Some(from) = path.iter().position(|seen| *seen == node) {
                path.push(node);
                return path.split_off(from);
            }
            path.push(node);
            let mut next = None;
            self.needs(node, &mut |need| next = next.or((!done[need]).then_some(need)));
            let Some(need) = next else { return path };
            node = need;
        }
    }
}

/// The columns of a scope: its rows, what is gathered across them, its rules in an order in which each stands after what
/// it needs of its own row, and its checks.
fn columns(scope: Scope, rules: &ScopeRules, checks: &[InputCheck], periods: usize) -> OfScope {
    let mut columns = vec![GraphColumn {
        part: GraphColumnKind::Row,
        reads: rules.when.iter().flat_map(|when| reads(&when.code)).collect(),
    }];
    let mut of_slot = vec![None; rules.width];
    for (at, across) in rules.across.iter().enumerate() {
        of_slot[across.slot..across.slot + across.width()].fill(Some(columns.len()));
        columns.push(GraphColumn { part: GraphColumnKind::Across(at), reads: reads_of_column(&across.formula.code) });
    }
    for &at in &rules.order {
        let rule = &rules.rules[at];
        of_slot[rule.slot] = Some(columns.len());
        columns.push(GraphColumn { part: GraphColumnKind::Rule(at), reads: reads(&rule.formula.code) });
    }
    let own = checks.iter().enumerate().filter(|(_, check)| check.scope == scope);
    columns.extend(
        own.map(|(at, check)| GraphColumn { part: GraphColumnKind::Check(at), reads: reads(&check.formula.code) }),
    );
    OfScope { scope, columns, of_slot, numbers: times(scope, periods), first: 0 }
}

/// How many times a scope stands in the graph of a year of so many periods.
pub(crate) fn times(scope: Scope, periods: usize) -> usize {
    match scope {
        Scope::Credit | Scope::Period | Scope::DepartmentPeriod => periods,
        Scope::Half if periods == 4 => 2,
        _ => 1,
    }
}

/// The numbers of another scope whose rows one of a scope belongs to, or is made of.
pub(crate) fn numbers(scope: Scope, number: usize, other: Scope, periods: usize) -> Range<usize> {
    let one = |number: usize| number..number + 1;
    match (scope, other) {
        (
            Scope::Credit | Scope::Period | Scope::DepartmentPeriod,
            Scope::Credit | Scope::Period | Scope::DepartmentPeriod,
        )
        | (Scope::Half, Scope::Half) => one(number),
        (Scope::Credit | Scope::Period, Scope::Half) => one(number / 2),
        (Scope::Half, Scope::Credit | Scope::Period) => number * 2..(number * 2 + 2).min(periods),
        _ => 0..times(other, periods),
    }
}

/// What a formula reads. An aggregate over peers within it stands in a column of its own.
pub(crate) fn reads(code: &Code) -> Vec<Dependency> {
    let mut found = Vec::new();
    gather_reads(code, None, &mut found);
    found
}

/// What the column of an aggregate over peers reads.
fn reads_of_column(code: &Code) -> Vec<Dependency> {
    let mut found = Vec::new();
    if let Op::Aggregate { over, reach, argument, value, condition, .. } = &code.op {
        rows_read((*over, *reach), argument.as_deref(), [Some(value), condition.as_deref()], &mut found);
    }
    found
}

fn rows_read(rows: (Scope, Reach), argument: Option<&Code>, parts: [Option<&Code>; 2], found: &mut Vec<Dependency>) {
    found.push(Dependency::Gathered(rows.0, rows.1, None));
    found.extend(rows.1.hierarchy().map(|hierarchy| Dependency::Above(hierarchy.scope, hierarchy.first)));
    if let Some(argument) = argument {
        gather_reads(argument, None, found);
    }
    for part in parts.into_iter().flatten() {
        gather_reads(part, Some(rows), found);
    }
}

fn gather_reads(code: &Code, inside: Option<(Scope, Reach)>, found: &mut Vec<Dependency>) {
    let mut add = |read: Dependency| {
        if !found.contains(&read) {
            found.push(read);
        }
    };
    match &code.op {
        Op::Slot(slot) | Op::Given(slot) => match (slot.space, inside) {
            (Space::Own, _) => add(Dependency::Own(slot.index)),
            (Space::Manager | Space::ChildManager, _) => add(Dependency::Above(Scope::Manager, slot.index)),
            (Space::Line | Space::ChildLine, _) => add(Dependency::Above(Scope::Line, slot.index)),
            (Space::Of(scope), _) => add(Dependency::Above(scope, slot.index)),
            (Space::Child, Some((over, reach))) => add(Dependency::Gathered(over, reach, Some(slot.index))),
            _ => {}
        },
        Op::Previous(slot) => add(Dependency::Before(*slot)),
        Op::Aggregate { column: Some(column), .. } => return add(Dependency::Own(*column)),
        Op::Aggregate { over, reach, argument, value, condition, .. } => {
            return rows_read((*over, *reach), argument.as_deref(), [Some(value), condition.as_deref()], found);
        }
        _ => {}
    }
    for part in code.parts() {
        gather_reads(part, inside, found);
    }
}

/// Whether a formula reads what has no figure before finer rows have theirs.
pub(super) fn is_late(code: &Code, late: &[usize]) -> bool {
    code.each().any(|part| match &part.op {
        Op::Aggregate { .. } => true,
        Op::Slot(slot) => matches!(slot.space, Space::Of(_)) || slot.space == Space::Own && late.contains(&slot.index),
        _ => false,
    })
}

/// Slots of its own row that a formula reads in the same period.
pub(super) fn own_slots(code: &Code) -> Vec<usize> {
    let own = |part: &Code| match part.op {
        Op::Slot(Slot { space: Space::Own, index }) => Some(index),
        _ => None,
    };
    code.each().filter_map(own).collect()
}
