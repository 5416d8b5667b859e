//! A formula after checking: every name is a slot, every part has its type and its place.
//!
//! One tree serves all four uses: it is evaluated, written to Excel, put into words and traced.

use super::ast::{Operator, Span};
use super::functions::{Function, Statistic};
use super::kind::Kind;
use super::number::Rounding;
use super::value::Value;

/// The scopes of a policy, from fine to coarse.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// A line of the workbook, such as one collection.
    #[default]
    Line,
    /// A manager's part of a line.
    Credit,
    /// An adjustment that somebody made by hand to a figure of a manager's period or year.
    Adjustment,
    /// A manager's quarter or month.
    Period,
    /// A manager's half-year.
    Half,
    /// A manager's year.
    Year,
    /// A manager, over everything.
    Manager,
    /// The department's quarter or month.
    DepartmentPeriod,
    /// The department.
    Department,
}

impl Scope {
    /// All of them, in the order in which they are computed.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Line,
        Self::Credit,
        Self::Adjustment,
        Self::Period,
        Self::Half,
        Self::Year,
        Self::Manager,
        Self::DepartmentPeriod,
        Self::Department,
    ];
    /// How many there are.
    pub const COUNT: usize = 9;

    /// Position in [`Scope::ALL`].
    #[must_use]
    pub fn index(self) -> usize {
        self as usize
    }

    /// Whether each row of this scope belongs to one of `coarser`, whose names its formulas may then read. A line is
    /// nobody's until it is divided; an adjustment has no formulas.
    #[must_use]
    pub fn belongs_to(self, coarser: Self) -> bool {
        use Scope::{Credit, Department, DepartmentPeriod, Half, Line, Manager, Period, Year};
        match coarser {
            Line | Period => self == Credit,
            Half | DepartmentPeriod => matches!(self, Credit | Period),
            Year => matches!(self, Credit | Period | Half),
            Manager => matches!(self, Credit | Period | Half | Year),
            Department => matches!(self, Credit | Period | Half | Year | Manager | DepartmentPeriod),
            Credit | Scope::Adjustment => false,
        }
    }
}

impl Scope {
    /// Whether rows of `finer` belong to a row of this scope, so that its formulas may gather them.
    #[must_use]
    pub fn has_rows_of(self, finer: Self) -> bool {
        use Scope::{Adjustment, Credit, Department, DepartmentPeriod, Half, Line, Manager, Period, Year};
        match self {
            Line | Credit | Adjustment => false,
            Period => matches!(finer, Credit | Adjustment),
            Half => matches!(finer, Credit | Period),
            Year => matches!(finer, Credit | Adjustment | Period | Half),
            Manager => matches!(finer, Credit | Adjustment | Period | Half | Year),
            DepartmentPeriod => matches!(finer, Credit | Period),
            Department => matches!(finer, Credit | Period | Half | Year | Manager | DepartmentPeriod),
        }
    }
}

/// Whether the formulas of a scope may gather all rows of their own scope and period.
#[must_use]
pub fn has_peers(scope: Scope) -> bool {
    matches!(scope, Scope::Period | Scope::Half | Scope::Year | Scope::Manager)
}

/// Where a name's value is found when a rule is evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Space {
    /// The policy's settings, in force for the row.
    Setting,
    /// The row of the rule itself.
    Own,
    /// The manager whom the row belongs to.
    Manager,
    /// The line that a credit is part of.
    Line,
    /// Inside an aggregate: the finer row.
    Child,
    /// Inside an aggregate over credits: the line of the finer row.
    ChildLine,
    /// Inside an aggregate: the manager of the row that is gathered.
    ChildManager,
    /// The row of a coarser scope that the row belongs to, where the formula names that scope.
    Of(Scope),
}

impl Space {
    /// The scope of the row that has the name: `own` is that of the formula, `inside` that of the rows that it gathers. A
    /// setting is of no row.
    #[must_use]
    pub fn scope(self, own: Scope, inside: Option<Scope>) -> Option<Scope> {
        match self {
            Self::Setting => None,
            Self::Own => Some(own),
            Self::Child => inside,
            Self::Manager | Self::ChildManager => Some(Scope::Manager),
            Self::Line | Self::ChildLine => Some(Scope::Line),
            Self::Of(scope) => Some(scope),
        }
    }

    /// Where the names of a coarser scope are found that a row belongs to.
    pub(super) fn of(scope: Scope) -> Self {
        match scope {
            Scope::Line => Self::Line,
            Scope::Manager => Self::Manager,
            other => Self::Of(other),
        }
    }
}

/// A name, resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Slot {
    /// Which row.
    pub space: Space,
    /// Which place in that row.
    pub index: usize,
}

/// A checked formula or part of one.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    /// What it does.
    pub op: Op,
    /// Its kind.
    pub kind: Kind,
    /// Where it stands in the formula's text.
    pub span: Span,
}

/// How an aggregate gathers. Figures that do not apply are passed over by all but `COUNT` and `LAST`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gather {
    /// The sum; 0 over nothing.
    Sum,
    /// The mean; 0 over nothing.
    Average,
    /// How many rows.
    Count,
    /// The value of the last row; blank over nothing.
    Last,
    /// The least; 0 over nothing.
    Min,
    /// The greatest; 0 over nothing.
    Max,
    /// `SHARE(pool, weight, peers.weight)`: the row's part of a pool that is divided by weight, to the fen by largest
    /// remainder, ties to the smaller id by text. The parts of all sum to the pool.
    Share,
    /// `MEDIAN`, `RANK` and whatever else follows from the numbers of the rows.
    Statistic(&'static Statistic),
}

/// Which rows an aggregate gathers, seen from the row that does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Those of a finer scope that belong to it.
    Finer,
    /// A period's: the manager's later periods.
    Later,
    /// All rows of the same scope and period, itself among them.
    Peers,
    /// Those of the people who report directly to the row's.
    Team(Hierarchy),
    /// Those of all people below: who report to the row's directly or through others.
    Below(Hierarchy),
}

/// Where a row's place in the hierarchy stands: a person's superiors have smaller numbers, and all who are below him the
/// numbers from his own to the last one below.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hierarchy {
    /// The scope that has the columns: the person's, or the period's where it may change from one to the next.
    pub scope: Scope,
    /// The first of their slots there, in the order of [`Hierarchy::NAMES`].
    pub first: usize,
}

impl Hierarchy {
    /// The names of the columns: the place, the last place below, the place of the superior (0 without one).
    pub const NAMES: [&'static str; 3] = ["hierarchy_place", "hierarchy_last", "hierarchy_superior"];

    /// The slots of the row that gathers: its place, and the last below.
    #[must_use]
    pub fn own(self, scope: Scope) -> [Slot; 2] {
        let space = if self.scope == scope { Space::Own } else { Space::Manager };
        [self.first, self.first + 1].map(|index| Slot { space, index })
    }

    /// The slots of a row that is gathered: its place, and its superior's.
    #[must_use]
    pub fn of_peer(self, scope: Scope) -> [Slot; 2] {
        let space = if self.scope == scope { Space::Child } else { Space::ChildManager };
        [self.first, self.first + 2].map(|index| Slot { space, index })
    }
}

impl Reach {
    /// Whether it goes over rows of the same scope.
    #[must_use]
    pub fn is_across(self) -> bool {
        matches!(self, Self::Peers | Self::Team(_) | Self::Below(_))
    }

    /// The hierarchy that it goes by.
    #[must_use]
    pub fn hierarchy(self) -> Option<Hierarchy> {
        match self {
            Self::Team(hierarchy) | Self::Below(hierarchy) => Some(hierarchy),
            _ => None,
        }
    }

    /// What a row of the scope must be for it to be gathered, as a condition; `None` where every one is.
    #[must_use]
    pub fn condition(self, scope: Scope) -> Option<Code> {
        let truth = |op: Op| Code { op, kind: Kind::Truth, span: 0..0 };
        let name = |slot: Slot| Box::new(Code { op: Op::Slot(slot), kind: Kind::Plain, span: 0..0 });
        let compare = |one: Slot, operator, other: Slot| truth(Op::Compare(operator, name(one), name(other)));
        let hierarchy = self.hierarchy()?;
        let ([place, last], [of_peer, superior]) = (hierarchy.own(scope), hierarchy.of_peer(scope));
        Some(match self {
            Self::Team(_) => compare(superior, Operator::Equal, place),
            _ => truth(Op::And(vec![
                compare(of_peer, Operator::Greater, place),
                compare(of_peer, Operator::LessOrEqual, last),
            ])),
        })
    }
}

/// What a part of a formula does.
#[derive(Clone, Debug, PartialEq)]
pub enum Op {
    /// A literal.
    Constant(Value),
    /// A name.
    Slot(Slot),
    /// `PREV(x)`: the slot in the manager's previous period.
    Previous(usize),
    /// `GIVEN(x)`: whether the input was filled in.
    Given(Slot),
    /// `-x`
    Negate(Box<Code>),
    /// `x%`
    Percent(Box<Code>),
    /// `+ - * /`
    Arithmetic(Operator, Box<Code>, Box<Code>),
    /// `= <> < <= > >=`
    Compare(Operator, Box<Code>, Box<Code>),
    /// `IF(condition, then, else)`: only the branch that is needed is taken.
    If(Box<Code>, Box<Code>, Box<Code>),
    /// `AND(…)`
    And(Vec<Code>),
    /// `OR(…)`
    Or(Vec<Code>),
    /// `NOT(x)`
    Not(Box<Code>),
    /// `MIN(…)`
    Min(Vec<Code>),
    /// `MAX(…)`
    Max(Vec<Code>),
    /// `SUM(…)` over parts of this row.
    Sum(Vec<Code>),
    /// `AVERAGE(…)` over parts of this row.
    Average(Vec<Code>),
    /// `ABS(x)` and whatever else is a function of numbers.
    Function(&'static Function, Vec<Code>),
    /// `ROUND(x, places)` and its two siblings.
    Round(Rounding, Box<Code>, i32),
    /// `SUM(quarter.x, condition)` and the like.
    Aggregate {
        /// How.
        gather: Gather,
        /// Over the rows of which scope.
        over: Scope,
        /// Which of them.
        reach: Reach,
        /// What is not of the rows gathered: what a statistic is given beside them, the pool of `SHARE`.
        argument: Option<Box<Code>>,
        /// Of what.
        value: Box<Code>,
        /// Only of the rows where this is TRUE.
        condition: Option<Box<Code>>,
        /// Over peers: the slot of the row in which what was gathered stands, computed for all rows at once (of a mean
        /// the sum, and in the next slot how many).
        column: Option<usize>,
    },
    /// `BAND(x, table)`: the value of the highest band that starts at or below x.
    Band(Box<Code>, usize),
    /// `GRADUATED(amount, unit, table)`: each slice at its own rate (差额累进).
    Graduated(Box<Code>, Box<Code>, usize),
    /// `SLAB(amount, table)`: the whole amount at the rate of its step (全额累进).
    Slab(Box<Code>, usize),
    /// `LOOKUP(text, table, column)`: the row with exactly that text.
    Lookup(Box<Code>, usize, usize),
    /// `GRADE(grade, steps)`: the grade some steps up or down the table, kept at its ends.
    Grade(Box<Code>, Box<Code>, usize),
}

impl Code {
    /// This part and every part of it, outermost first.
    pub fn each(&self) -> impl Iterator<Item = &Code> {
        let mut open = vec![self];
        std::iter::from_fn(move || {
            let code = open.pop()?;
            open.extend(code.parts().rev());
            Some(code)
        })
    }

    /// The names that it reads, or asks whether they were filled in.
    pub fn names(&self) -> impl Iterator<Item = &Slot> {
        self.each().filter_map(|part| match &part.op {
            Op::Slot(slot) | Op::Given(slot) => Some(slot),
            _ => None,
        })
    }

    /// The direct parts, in the order of writing.
    #[must_use]
    pub fn parts(&self) -> impl DoubleEndedIterator<Item = &Code> {
        // Without a list: explaining everybody asks a million times.
        let (few, many): ([Option<&Code>; 3], &[Code]) = match &self.op {
            Op::Constant(_) | Op::Slot(_) | Op::Previous(_) | Op::Given(_) => ([None; 3], &[]),
            Op::Negate(x)
            | Op::Percent(x)
            | Op::Not(x)
            | Op::Round(_, x, _)
            | Op::Band(x, _)
            | Op::Slab(x, _)
            | Op::Lookup(x, _, _) => ([Some(x), None, None], &[]),
            Op::Arithmetic(_, a, b) | Op::Compare(_, a, b) | Op::Graduated(a, b, _) | Op::Grade(a, b, _) => {
                ([Some(a), Some(b), None], &[])
            }
            Op::If(a, b, c) => ([Some(a), Some(b), Some(c)], &[]),
            Op::And(parts)
            | Op::Or(parts)
            | Op::Min(parts)
            | Op::Max(parts)
            | Op::Sum(parts)
            | Op::Average(parts)
            | Op::Function(_, parts) => ([None; 3], parts),
            Op::Aggregate { argument, value, condition, .. } => {
                ([argument.as_deref(), Some(value), condition.as_deref()], &[])
            }
        };
        few.into_iter().flatten().chain(many)
    }

    /// Calls `visit` for each aggregate over rows of the same scope, those within its argument first.
    pub fn across(&mut self, visit: &mut dyn FnMut(&mut Code)) {
        for part in self.parts_mut() {
            part.across(visit);
        }
        if matches!(self.op, Op::Aggregate { reach, .. } if reach.is_across()) {
            visit(self);
        }
    }

    /// The same wherever it stands in a text, for comparing.
    #[must_use]
    pub fn without_place(&self) -> Self {
        let mut code = self.clone();
        code.forget_place();
        code
    }

    fn forget_place(&mut self) {
        self.span = 0..0;
        self.parts_mut().into_iter().for_each(Self::forget_place);
    }

    pub(super) fn parts_mut(&mut self) -> Vec<&mut Code> {
        match &mut self.op {
            Op::Constant(_) | Op::Slot(_) | Op::Previous(_) | Op::Given(_) => Vec::new(),
            Op::Negate(x)
            | Op::Percent(x)
            | Op::Not(x)
            | Op::Round(_, x, _)
            | Op::Band(x, _)
            | Op::Slab(x, _)
            | Op::Lookup(x, _, _) => vec![x],
            Op::Arithmetic(_, a, b) | Op::Compare(_, a, b) | Op::Graduated(a, b, _) | Op::Grade(a, b, _) => vec![a, b],
            Op::If(a, b, c) => vec![a, b, c],
            Op::And(parts)
            | Op::Or(parts)
            | Op::Min(parts)
            | Op::Max(parts)
            | Op::Sum(parts)
            | Op::Average(parts)
            | Op::Function(_, parts) => parts.iter_mut().collect(),
            Op::Aggregate { argument, value, condition, .. } => {
                argument.as_deref_mut().into_iter().chain([&mut **value]).chain(condition.as_deref_mut()).collect()
            }
        }
    }
}
