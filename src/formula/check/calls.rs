//! Function calls: arguments, gathering over finer rows, `PREV` and `GIVEN`.

use std::ops::Range;

use super::kinds::{fits, kind_words};
use super::{BELOW, Checker, LATER, PEERS, TEAM, functions, word};
use crate::formula::ast::{Expr, Node};
use crate::formula::code::{Code, Gather, Hierarchy, Op, Reach, Scope, Slot, Space, has_peers};
use crate::formula::functions::{Extra, of_numbers, statistic};
use crate::formula::kind::Kind;
use crate::formula::number::Rounding;
use crate::formula::suggest::closest;
use crate::formula::value::Value;
use crate::formula::vocabulary::VocabularyEntry;
use crate::say;

impl Checker<'_> {
    pub(super) fn call(&mut self, expr: &Expr, name: &str, args: &[Expr]) -> (Op, Kind) {
        let failed = (Op::Constant(Value::NotApplicable), Kind::NotApplicable);
        let Some(range) = arity(name) else {
            let message = match closest(name, functions().into_iter()) {
                Some(near) => {
                    say!(Formula::UnknownFunctionNear { name, near })
                }
                None => say!(Formula::UnknownFunction { name, functions: functions().join(", ") }),
            };
            self.problem(expr, message);
            return failed;
        };
        if !range.contains(&args.len()) {
            let (least, most) = (range.start, range.end - 1);
            let takes = if least == most { least.to_string() } else { format!("{least}–{most}") };
            self.problem(expr, say!(Formula::ArgumentCount { name, takes, found: args.len() }));
            return failed;
        }
        match name {
            "IF" => {
                let condition = self.truth(&args[0]);
                let branches = [self.code(&args[1]), self.code(&args[2])];
                let kind = self.common(expr, &branches);
                let [then, other] = branches;
                (Op::If(Box::new(condition), Box::new(then), Box::new(other)), kind)
            }
            "AND" => (Op::And(args.iter().map(|arg| self.truth(arg)).collect()), Kind::Truth),
            "OR" => (Op::Or(args.iter().map(|arg| self.truth(arg)).collect()), Kind::Truth),
            "NOT" => (Op::Not(Box::new(self.truth(&args[0]))), Kind::Truth),
            "MIN" | "MAX" if self.gathers(args) => self.gather(expr, name, args),
            "MIN" | "MAX" => {
                let parts: Vec<_> = args.iter().map(|arg| self.number(arg)).collect();
                let kind = self.common(expr, &parts);
                (if name == "MIN" { Op::Min(parts) } else { Op::Max(parts) }, kind)
            }
            "ROUND" | "ROUNDDOWN" | "ROUNDUP" => self.round(name, args),
            "SUM" | "AVERAGE" | "COUNT" | "LAST" | "SHARE" => self.gather(expr, name, args),
            "PREV" => self.previous(&args[0]),
            "GIVEN" => self.given(&args[0]),
            "NA" => (Op::Constant(Value::NotApplicable), Kind::NotApplicable),
            _ if of_numbers(name).is_some() => self.of_numbers(expr, name, args),
            _ if statistic(name).is_some() => self.gather(expr, name, args),
            _ => self.table_call(expr, name, args),
        }
    }

    /// A function of numbers, of the kind that its arguments have in common.
    fn of_numbers(&mut self, expr: &Expr, name: &str, args: &[Expr]) -> (Op, Kind) {
        let parts: Vec<_> = args.iter().map(|arg| self.number(arg)).collect();
        let kind = self.common(expr, &parts);
        match of_numbers(name) {
            Some(function) => (Op::Function(function, parts), kind),
            None => (Op::Constant(Value::NotApplicable), Kind::NotApplicable),
        }
    }

    fn round(&mut self, name: &str, args: &[Expr]) -> (Op, Kind) {
        let inner = self.number(&args[0]);
        let kind = inner.kind;
        let places = match &args[1].node {
            Node::Number(number) => Some(*number),
            Node::Negate(inner) => match inner.node {
                Node::Number(number) => Some(-number),
                _ => None,
            },
            _ => None,
        };
        let whole =
            places.filter(|places| places.normalize().scale() == 0).and_then(|places| i32::try_from(places).ok());
        let places = whole.filter(|places| (-6..=12).contains(places));
        if places.is_none() {
            self.problem(&args[1], say!(Formula::PlacesWholeNumber));
        }
        let rounding = match name {
            "ROUNDDOWN" => Rounding::Down,
            "ROUNDUP" => Rounding::Up,
            _ => Rounding::HalfAway,
        };
        (Op::Round(rounding, Box::new(inner), places.unwrap_or(0)), kind)
    }

    /// `SUM` and its like: over finer rows or peers when a name has their word before its point, else over its own
    /// arguments.
    fn gather(&mut self, expr: &Expr, name: &str, args: &[Expr]) -> (Op, Kind) {
        let failed = (Op::Constant(Value::NotApplicable), Kind::NotApplicable);
        // What stands before, or behind, the figure that is gathered, and is none of the rows gathered.
        let (own, rest): (Option<&Expr>, Vec<&Expr>) = match (name, statistic(name).map(|statistic| statistic.extra)) {
            ("SHARE", _) => (Some(&args[0]), args[2..].iter().collect()),
            (_, Some(Extra::Figure)) => (Some(&args[0]), args[1..].iter().collect()),
            (_, Some(Extra::Number)) => (Some(&args[1]), std::iter::once(&args[0]).chain(&args[2..]).collect()),
            _ => (None, args.iter().collect()),
        };
        let deep = !matches!(name, "MIN" | "MAX");
        let Some((over, reach)) = rest.iter().find_map(|arg| self.rows_within(arg, deep)) else {
            if name == "SUM" || name == "AVERAGE" {
                let parts: Vec<_> = args.iter().map(|arg| self.number(arg)).collect();
                let kind = self.common(expr, &parts);
                return (if name == "SUM" { Op::Sum(parts) } else { Op::Average(parts) }, kind);
            }
            self.problem(expr, say!(Formula::NeedsFinerScope { name, period: self.vocabulary.period }));
            return failed;
        };
        if !self.reaches(over, reach) || self.inside.is_some() || !fits_reach(name, reach) {
            let prefix = word(over, reach, self.vocabulary).to_owned();
            let unknown = reach.hierarchy().is_some() && self.vocabulary.hierarchy_of(self.scope).is_none();
            let message = match self.vocabulary.hierarchy {
                None if unknown => say!(Formula::NoHierarchy { prefix }),
                Some(_) if unknown => say!(Formula::HierarchyOfPeriods { prefix, period: self.vocabulary.period }),
                _ => say!(Formula::RowsNotGathered { prefix }),
            };
            self.problem(expr, message);
            return failed;
        }
        if rest.len() > 2 {
            self.problem(expr, say!(Formula::TwoArgumentsOverFinerRows));
        }
        let argument = own.map(|own| self.number(own));
        self.inside = Some((over, reach));
        let value = if matches!(name, "COUNT" | "LAST") { self.code(rest[0]) } else { self.number(rest[0]) };
        let condition = rest.get(1).map(|arg| Box::new(self.truth(arg)));
        self.inside = None;
        let (gather, kind) = match name {
            "SUM" => (Gather::Sum, value.kind),
            "AVERAGE" => (Gather::Average, value.kind),
            "COUNT" => (Gather::Count, Kind::Plain),
            "MIN" => (Gather::Min, value.kind),
            "MAX" => (Gather::Max, value.kind),
            "SHARE" => (Gather::Share, Kind::Yuan),
            _ => match statistic(name) {
                Some(statistic) if statistic.counts => (Gather::Statistic(statistic), Kind::Plain),
                Some(statistic) => (Gather::Statistic(statistic), value.kind),
                None => (Gather::Last, value.kind),
            },
        };
        if let Some(argument) = &argument {
            self.argument(expr, gather, argument, &value, args);
        }
        let (argument, value) = (argument.map(Box::new), Box::new(value));
        (Op::Aggregate { gather, over, reach, argument, value, condition, column: None }, kind)
    }

    /// What must hold of what a statistic is given beside the rows, and of the pool and weight of `SHARE`.
    fn argument(&mut self, expr: &Expr, gather: Gather, argument: &Code, value: &Code, args: &[Expr]) {
        let wanted = match gather {
            Gather::Share => Kind::Yuan,
            Gather::Statistic(statistic) if statistic.extra == Extra::Figure => value.kind,
            _ => Kind::Plain,
        };
        if !fits(argument.kind, wanted) {
            let (wanted, found) = (kind_words(wanted), kind_words(argument.kind));
            self.problem(expr, say!(Formula::KindNeeded { wanted, found }));
        }
        // The row's own weight is that of all others, so that the parts of all sum to the pool.
        let same = || match (&args[1].node, &args[2].node) {
            (Node::Name(own), Node::Name(of_peers)) => of_peers.strip_prefix("peers.") == Some(own),
            _ => false,
        };
        if gather == Gather::Share && !same() {
            self.problem(expr, say!(Formula::ShareByOneWeight));
        }
    }

    /// Which scopes' rows belong to a row of this scope, and whose rows have peers.
    fn reaches(&self, over: Scope, reach: Reach) -> bool {
        match reach {
            Reach::Later => self.scope == Scope::Period,
            Reach::Peers => has_peers(self.scope),
            Reach::Team(_) | Reach::Below(_) => self.vocabulary.hierarchy_of(self.scope).is_some(),
            Reach::Finer => over != self.scope && self.scope.has_rows_of(over),
        }
    }

    /// Whether `MIN` or `MAX` goes over rows: one of its arguments names them.
    fn gathers(&self, args: &[Expr]) -> bool {
        args.iter().find_map(|arg| self.rows_within(arg, false)).is_some_and(|rows| self.has_rows(rows))
    }

    /// Whether a row of this scope has such rows, or would have with a hierarchy.
    fn has_rows(&self, (over, reach): (Scope, Reach)) -> bool {
        self.inside.is_none() && (self.reaches(over, reach) || reach.hierarchy().is_some())
    }

    /// The rows named before a point in `expr`; those that a function within it gathers only where it is looked at `deep`ly.
    fn rows_within(&self, expr: &Expr, deep: bool) -> Option<(Scope, Reach)> {
        match &expr.node {
            Node::Name(name) => match name.split_once('.')?.0 {
                "line" => Some((Scope::Credit, Reach::Finer)),
                LATER => Some((Scope::Period, Reach::Later)),
                PEERS => Some((self.scope, Reach::Peers)),
                TEAM => Some((self.scope, Reach::Team(self.hierarchy()))),
                BELOW => Some((self.scope, Reach::Below(self.hierarchy()))),
                prefix => {
                    let scope = Scope::ALL.into_iter().find(|&scope| self.vocabulary.prefix(scope) == prefix)?;
                    Some((scope, Reach::Finer))
                }
            },
            Node::Negate(inner) | Node::Percent(inner) => self.rows_within(inner, deep),
            Node::Binary(_, left, right) => self.rows_within(left, deep).or_else(|| self.rows_within(right, deep)),
            Node::Call(name, _) if !deep && (GATHERING.contains(&name.as_str()) || statistic(name).is_some()) => None,
            Node::Call(name, args) => {
                // Each argument is looked at once, however deep such calls stand in each other.
                let rows = args.iter().find_map(|arg| self.rows_within(arg, deep));
                let own = !deep && matches!(name.as_str(), "MIN" | "MAX");
                rows.filter(|rows| !own || !self.has_rows(*rows))
            }
            _ => None,
        }
    }

    /// The policy's hierarchy; where it has none, `reaches` says so.
    fn hierarchy(&self) -> Hierarchy {
        self.vocabulary.hierarchy.unwrap_or(Hierarchy { scope: Scope::Manager, first: 0 })
    }

    fn previous(&mut self, arg: &Expr) -> (Op, Kind) {
        let found = match &arg.node {
            Node::Name(name) if self.scope == Scope::Period && self.inside.is_none() => {
                self.vocabulary.find(Scope::Period, name)
            }
            _ => None,
        };
        if let Some(index) = found {
            return (Op::Previous(index), self.vocabulary.scope(Scope::Period)[index].kind);
        }
        let message = match &arg.node {
            Node::Name(name) if self.scope == Scope::Period => self.unknown(name),
            _ => say!(Formula::PrevOneName { period: self.vocabulary.period }),
        };
        self.problem(arg, message);
        (Op::Constant(Value::NotApplicable), Kind::NotApplicable)
    }

    fn given(&mut self, arg: &Expr) -> (Op, Kind) {
        let found = match &arg.node {
            Node::Name(name) => match name.split_once('.') {
                Some((prefix, rest)) => self.prefixed(prefix, rest),
                None => self.plain(name),
            },
            _ => None,
        };
        if let Some((slot, _)) = found
            && let Some(raw) = self.entry(slot).raw
        {
            return (Op::Given(Slot { index: raw, ..slot }), Kind::Truth);
        }
        self.problem(arg, say!(Formula::GivenInputOrOptional));
        (Op::Constant(Value::Truth(false)), Kind::Truth)
    }

    pub(super) fn entry(&self, slot: Slot) -> &VocabularyEntry {
        match slot.space {
            Space::Setting => &self.vocabulary.settings[slot.index],
            Space::Own => &self.vocabulary.scope(self.scope)[slot.index],
            Space::Manager | Space::ChildManager => &self.vocabulary.scope(Scope::Manager)[slot.index],
            Space::Line | Space::ChildLine => &self.vocabulary.scope(Scope::Line)[slot.index],
            Space::Child => &self.vocabulary.scope(self.inside.map_or(self.scope, |(over, _)| over))[slot.index],
            Space::Of(scope) => &self.vocabulary.scope(scope)[slot.index],
        }
    }
}

/// How many arguments a function takes; `None` for a function that is not in the language.
fn arity(name: &str) -> Option<Range<usize>> {
    Some(match name {
        "NA" => 0..1,
        "NOT" | "PREV" | "GIVEN" | "WAGE" => 1..2,
        "BAND" | "SLAB" | "GRADE" | "ROUND" | "ROUNDDOWN" | "ROUNDUP" => 2..3,
        "IF" | "LOOKUP" | "GRADUATED" => 3..4,
        "COUNT" | "LAST" => 1..3,
        "SHARE" => 3..5,
        "AND" | "OR" | "MIN" | "MAX" | "SUM" | "AVERAGE" => 1..65,
        _ => match statistic(name) {
            Some(statistic) => statistic.arity(),
            None => of_numbers(name)?.arity.clone(),
        },
    })
}

/// Functions beside statistics whose arguments may name rows; `MIN` and `MAX` within them are of the row itself.
const GATHERING: [&str; 5] = ["SUM", "AVERAGE", "COUNT", "LAST", "SHARE"];

/// Which rows a function can go over: parts of a pool are those of peers, and no peer is the last.
fn fits_reach(name: &str, reach: Reach) -> bool {
    match name {
        "SHARE" => reach == Reach::Peers,
        "LAST" => !reach.is_across(),
        _ => true,
    }
}
