//! Function calls: arguments, gathering over finer rows, `PREV` and `GIVEN`.

use std::ops::Range;

use super::{Checker, FUNCTIONS, LATER};
use crate::formula::ast::{Expr, Node};
use crate::formula::code::{Gather, Kind, Op, Scope, Slot, Space};
use crate::formula::number::Rounding;
use crate::formula::suggest::closest;
use crate::formula::value::Value;
use crate::formula::vocabulary::Entry;
use crate::say;

impl Checker<'_> {
    pub(super) fn call(&mut self, expr: &Expr, name: &str, args: &[Expr]) -> (Op, Kind) {
        let failed = (Op::Constant(Value::NotApplicable), Kind::NotApplicable);
        let Some(range) = arity(name) else {
            let message = match closest(name, FUNCTIONS.iter().copied()) {
                Some(near) => {
                    say!(Formula::UnknownFunctionNear { name, near })
                }
                None => say!(Formula::UnknownFunction { name, functions: FUNCTIONS.join(", ") }),
            };
            self.problem(expr, message);
            return failed;
        };
        if !range.contains(&args.len()) {
            let (least, most) = (range.start, range.end - 1);
            let message = say!(Formula::ArgumentCount { name, least, most, found: args.len() });
            self.problem(expr, message);
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
            "MIN" | "MAX" => {
                let parts: Vec<_> = args.iter().map(|arg| self.number(arg)).collect();
                let kind = self.common(expr, &parts);
                (if name == "MIN" { Op::Min(parts) } else { Op::Max(parts) }, kind)
            }
            "ABS" => {
                let inner = self.number(&args[0]);
                let kind = inner.kind;
                (Op::Abs(Box::new(inner)), kind)
            }
            "ROUND" | "ROUNDDOWN" | "ROUNDUP" => self.round(name, args),
            "SUM" | "AVERAGE" | "COUNT" | "LAST" => self.gather(expr, name, args),
            "PREV" => self.previous(&args[0]),
            "GIVEN" => self.given(&args[0]),
            "NA" => (Op::Constant(Value::NotApplicable), Kind::NotApplicable),
            _ => self.table_call(expr, name, args),
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

    /// `SUM` and its like: over finer rows when a name has a scope before its point, else over its
    /// own arguments.
    fn gather(&mut self, expr: &Expr, name: &str, args: &[Expr]) -> (Op, Kind) {
        let Some(over) = args.iter().find_map(|arg| self.scope_within(arg)) else {
            if name == "SUM" || name == "AVERAGE" {
                let parts: Vec<_> = args.iter().map(|arg| self.number(arg)).collect();
                let kind = self.common(expr, &parts);
                return (if name == "SUM" { Op::Sum(parts) } else { Op::Average(parts) }, kind);
            }
            self.problem(expr, say!(Formula::NeedsFinerScope { name, period: self.vocabulary.period }));
            return (Op::Constant(Value::NotApplicable), Kind::NotApplicable);
        };
        let own_period = self.scope == Scope::Period && over == Scope::Period;
        let later = args.iter().any(|arg| names(arg, LATER));
        if !self.reaches(over) || self.inside.is_some() || own_period != later {
            let prefix = self.vocabulary.prefix(over).to_owned();
            self.problem(expr, say!(Formula::RowsNotGathered { prefix }));
            return (Op::Constant(Value::NotApplicable), Kind::NotApplicable);
        }
        if args.len() > 2 {
            self.problem(expr, say!(Formula::TwoArgumentsOverFinerRows));
        }
        self.inside = Some(over);
        let value = if matches!(name, "SUM" | "AVERAGE") { self.number(&args[0]) } else { self.code(&args[0]) };
        let condition = args.get(1).map(|arg| Box::new(self.truth(arg)));
        self.inside = None;
        let (gather, kind) = match name {
            "SUM" => (Gather::Sum, value.kind),
            "AVERAGE" => (Gather::Average, value.kind),
            "COUNT" => (Gather::Count, Kind::Plain),
            _ => (Gather::Last, value.kind),
        };
        (Op::Aggregate { gather, over, value: Box::new(value), condition }, kind)
    }

    /// Which scopes' rows belong to a row of this scope.
    fn reaches(&self, over: Scope) -> bool {
        match self.scope {
            Scope::Line | Scope::Credit | Scope::Adjustment => false,
            // Its own later periods, which are called `later`.
            Scope::Period => matches!(over, Scope::Credit | Scope::Adjustment | Scope::Period),
            Scope::Half => over == Scope::Period,
            Scope::Year => matches!(over, Scope::Adjustment | Scope::Period | Scope::Half),
            Scope::Manager => matches!(over, Scope::Adjustment | Scope::Period | Scope::Half | Scope::Year),
            Scope::Department => {
                matches!(over, Scope::Period | Scope::Half | Scope::Year | Scope::Manager)
            }
        }
    }

    /// The scope named before a point anywhere in `expr`.
    fn scope_within(&self, expr: &Expr) -> Option<Scope> {
        match &expr.node {
            Node::Name(name) => {
                let (prefix, _) = name.split_once('.')?;
                if prefix == "line" {
                    return Some(Scope::Credit);
                }
                if prefix == LATER {
                    return Some(Scope::Period);
                }
                Scope::ALL.into_iter().find(|&scope| self.vocabulary.prefix(scope) == prefix)
            }
            Node::Negate(inner) | Node::Percent(inner) => self.scope_within(inner),
            Node::Binary(_, left, right) => self.scope_within(left).or_else(|| self.scope_within(right)),
            Node::Call(_, args) => args.iter().find_map(|arg| self.scope_within(arg)),
            _ => None,
        }
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

    pub(super) fn entry(&self, slot: Slot) -> &Entry {
        match slot.space {
            Space::Setting => &self.vocabulary.settings[slot.index],
            Space::Own => &self.vocabulary.scope(self.scope)[slot.index],
            Space::Manager => &self.vocabulary.scope(Scope::Manager)[slot.index],
            Space::Line | Space::ChildLine => &self.vocabulary.scope(Scope::Line)[slot.index],
            Space::Child => &self.vocabulary.scope(self.inside.unwrap_or(self.scope))[slot.index],
        }
    }
}

/// How many arguments a function takes; `None` for a function that is not in the language.
fn arity(name: &str) -> Option<Range<usize>> {
    Some(match name {
        "NA" => 0..1,
        "NOT" | "ABS" | "PREV" | "GIVEN" | "WAGE" => 1..2,
        "BAND" | "SLAB" | "GRADE" | "ROUND" | "ROUNDDOWN" | "ROUNDUP" => 2..3,
        "IF" | "LOOKUP" | "GRADUATED" => 3..4,
        "COUNT" | "LAST" => 1..3,
        "AND" | "OR" | "MIN" | "MAX" | "SUM" | "AVERAGE" => 1..65,
        _ => return None,
    })
}

/// Whether a name in `expr` has this prefix.
fn names(expr: &Expr, wanted: &str) -> bool {
    match &expr.node {
        Node::Name(name) => name.split_once('.').is_some_and(|(prefix, _)| prefix == wanted),
        Node::Negate(inner) | Node::Percent(inner) => names(inner, wanted),
        Node::Binary(_, left, right) => names(left, wanted) || names(right, wanted),
        Node::Call(_, args) => args.iter().any(|arg| names(arg, wanted)),
        _ => false,
    }
}
