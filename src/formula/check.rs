//! [`Expr`] to [`Code`]: names are resolved and kinds checked before anything runs.

mod calls;
mod kinds;
mod tables;

use super::ast::{Expr, Node, Operator};
use super::code::{Code, Op, Reach, Scope, Slot, Space};
use super::functions::{FUNCTIONS_OF_NUMBERS, STATISTICS};
use super::kind::Kind;
use super::parse::Problem;
use super::suggest::closest;
use super::value::{Symbols, Value};
use super::vocabulary::Vocabulary;
use crate::say;

pub use self::kinds::{fits, kind_words};
use self::kinds::{unrounded, unrounded_of_peers};

/// The word before the point for a manager's later periods, in a rule of the period.
const LATER: &str = "later";
/// The word before the point for all rows of the same scope and period.
const PEERS: &str = "peers";
/// The word for the rows of those who report directly to the row's person.
const TEAM: &str = "team";
/// The word for the rows of all who are below him.
const BELOW: &str = "below";

/// The word before the point for rows that are gathered.
fn word(over: Scope, reach: Reach, vocabulary: &Vocabulary) -> &str {
    match reach {
        Reach::Finer => vocabulary.prefix(over),
        Reach::Later => LATER,
        Reach::Peers => PEERS,
        Reach::Team(_) => TEAM,
        Reach::Below(_) => BELOW,
    }
}

/// The names of all functions, in order.
#[must_use]
pub fn functions() -> Vec<&'static str> {
    let of_numbers = FUNCTIONS_OF_NUMBERS.iter().map(|function| function.name);
    let of_rows = STATISTICS.iter().map(|statistic| statistic.name);
    let mut names: Vec<&str> = of_numbers.chain(of_rows).chain(FORMS).collect();
    names.sort_unstable();
    names
}

/// Functions that are more than functions of numbers.
const FORMS: [&str; 23] = [
    "AND",
    "AVERAGE",
    "BAND",
    "COUNT",
    "GIVEN",
    "GRADE",
    "GRADUATED",
    "IF",
    "LAST",
    "LOOKUP",
    "MAX",
    "MIN",
    "NA",
    "NOT",
    "OR",
    "PREV",
    "ROUND",
    "ROUNDDOWN",
    "ROUNDUP",
    "SHARE",
    "SLAB",
    "SUM",
    "WAGE",
];

/// Checks `expr` as a formula of `scope`.
///
/// # Errors
/// Every mistake of names, kinds and arguments, in the order of writing.
pub fn check(expr: &Expr, scope: Scope, vocabulary: &Vocabulary, symbols: &mut Symbols) -> Result<Code, Vec<Problem>> {
    let mut checker = Checker { scope, inside: None, vocabulary, symbols, problems: Vec::new() };
    let code = checker.code(expr);
    if checker.problems.is_empty() {
        // A quotient without end must say where it is rounded: its value would depend on the reader.
        if let Some(span) = unrounded(&code).or_else(|| unrounded_of_peers(&code)) {
            checker.problems.push(Problem::at(span, say!(Formula::QuotientNeverRounded)));
        }
    }
    if checker.problems.is_empty() { Ok(code) } else { Err(checker.problems) }
}

struct Checker<'a> {
    scope: Scope,
    /// Inside an aggregate: the scope whose rows are gathered, and which of them.
    inside: Option<(Scope, Reach)>,
    vocabulary: &'a Vocabulary,
    symbols: &'a mut Symbols,
    problems: Vec<Problem>,
}

impl Checker<'_> {
    fn problem(&mut self, expr: &Expr, message: crate::lang::Words) {
        self.problems.push(Problem::at(expr.span.clone(), message));
    }

    fn code(&mut self, expr: &Expr) -> Code {
        let (op, kind) = match &expr.node {
            Node::Number(number) => (Op::Constant(Value::Number(*number)), Kind::Literal),
            Node::Text(text) => (Op::Constant(Value::Text(self.symbols.intern(text))), Kind::Text),
            Node::Truth(truth) => (Op::Constant(Value::Truth(*truth)), Kind::Truth),
            Node::Name(name) => self.name(expr, name),
            Node::Negate(inner) => {
                let inner = self.number(inner);
                let kind = inner.kind;
                (Op::Negate(Box::new(inner)), kind)
            }
            Node::Percent(inner) => (Op::Percent(Box::new(self.number(inner))), Kind::Plain),
            Node::Binary(operator, left, right) => self.binary(expr, *operator, left, right),
            Node::Call(name, args) => self.call(expr, name, args),
        };
        Code { op, kind, span: expr.span.clone() }
    }

    /// A part that must be a number of some kind.
    fn number(&mut self, expr: &Expr) -> Code {
        let code = self.code(expr);
        if matches!(code.kind, Kind::Truth | Kind::Text) {
            let found = kind_words(code.kind);
            self.problem(expr, say!(Formula::NumberNeeded { found }));
        }
        code
    }

    fn truth(&mut self, expr: &Expr) -> Code {
        self.of_kind(expr, Kind::Truth)
    }

    fn of_kind(&mut self, expr: &Expr, wanted: Kind) -> Code {
        let code = self.code(expr);
        if !fits(code.kind, wanted) {
            let (wanted, found) = (kind_words(wanted), kind_words(code.kind));
            self.problem(expr, say!(Formula::KindNeeded { wanted, found }));
        }
        code
    }

    /// The common kind of parts that stand side by side (sums, branches, comparisons).
    fn common(&mut self, expr: &Expr, parts: &[Code]) -> Kind {
        let mut common = Kind::NotApplicable;
        for part in parts {
            if common == Kind::NotApplicable {
                common = part.kind;
            } else if !fits(part.kind, common) {
                let (one, other) = (kind_words(common), kind_words(part.kind));
                self.problem(expr, say!(Formula::KindsApart { one, other }));
            } else if common == Kind::Literal {
                common = part.kind;
            }
        }
        common
    }

    fn binary(&mut self, expr: &Expr, operator: Operator, left: &Expr, right: &Expr) -> (Op, Kind) {
        if operator.compares() {
            let sides = [self.code(left), self.code(right)];
            let kind = self.common(expr, &sides);
            if !matches!(operator, Operator::Equal | Operator::NotEqual) && matches!(kind, Kind::Truth | Kind::Text) {
                self.problem(expr, say!(Formula::OnlyNumbersCompare));
            }
            self.choice(&sides[0], right);
            self.choice(&sides[1], left);
            let [left, right] = sides;
            return (Op::Compare(operator, Box::new(left), Box::new(right)), Kind::Truth);
        }
        let (a, b) = (self.number(left), self.number(right));
        if operator == Operator::Divide && matches!(b.op, Op::Constant(Value::Number(number)) if number.is_zero()) {
            self.problem(right, say!(Formula::DividesByZero));
        }
        let kind = match operator {
            Operator::Multiply => match (a.kind, b.kind) {
                (Kind::Yuan, Kind::Yuan) => {
                    self.problem(expr, say!(Formula::MoneyTimesMoney));
                    Kind::Yuan
                }
                (Kind::Yuan, _) | (_, Kind::Yuan) => Kind::Yuan,
                (Kind::Literal, _) | (_, Kind::Literal) => Kind::Literal,
                _ => Kind::Plain,
            },
            Operator::Divide => match (a.kind, b.kind) {
                (Kind::Yuan, Kind::Yuan) => Kind::Plain,
                (Kind::Plain, Kind::Yuan) => {
                    self.problem(expr, say!(Formula::NumberByMoney));
                    Kind::Plain
                }
                (Kind::Literal, _) => Kind::Literal,
                (kind, _) => kind,
            },
            _ => self.common(expr, &[a.clone(), b.clone()]),
        };
        (Op::Arithmetic(operator, Box::new(a), Box::new(b)), kind)
    }

    /// A text that is compared with a name that has choices, such as a setting, must be one of them.
    fn choice(&mut self, side: &Code, other: &Expr) {
        let (Op::Slot(slot), Node::Text(text)) = (&side.op, &other.node) else { return };
        let entry = self.entry(*slot);
        if !entry.choices.is_empty() && !entry.choices.contains(text) {
            let choices = entry.choices.join(", ");
            let message = say!(Formula::NotAChoice { text, setting: entry.name, choices });
            self.problem(other, message);
        }
    }

    fn name(&mut self, expr: &Expr, name: &str) -> (Op, Kind) {
        let found = match name.split_once('.') {
            Some((prefix, rest)) => self.prefixed(prefix, rest),
            None => self.plain(name),
        };
        if let Some((slot, kind)) = found {
            return (Op::Slot(slot), kind);
        }
        let message = self.unknown(name);
        self.problem(expr, message);
        (Op::Constant(Value::NotApplicable), Kind::NotApplicable)
    }

    fn plain(&self, name: &str) -> Option<(Slot, Kind)> {
        let vocabulary = self.vocabulary;
        let own = |scope: Scope, space: Space| {
            let index = vocabulary.find(scope, name)?;
            Some((Slot { space, index }, vocabulary.scope(scope)[index].kind))
        };
        own(self.scope, Space::Own)
            .or_else(|| (self.scope == Scope::Credit).then(|| own(Scope::Line, Space::Line)).flatten())
            .or_else(|| self.sees_manager().then(|| own(Scope::Manager, Space::Manager)).flatten())
            .or_else(|| {
                let index = vocabulary.setting(name)?;
                Some((Slot { space: Space::Setting, index }, vocabulary.settings[index].kind))
            })
    }

    /// The manager's inputs (not his rules, which come later) are seen from all his rows.
    fn sees_manager(&self) -> bool {
        matches!(self.scope, Scope::Credit | Scope::Period | Scope::Half | Scope::Year)
    }

    fn prefixed(&self, prefix: &str, name: &str) -> Option<(Slot, Kind)> {
        let vocabulary = self.vocabulary;
        if prefix == "setting" {
            let index = vocabulary.setting(name)?;
            return Some((Slot { space: Space::Setting, index }, vocabulary.settings[index].kind));
        }
        let own = |scope: Scope, space: Space| {
            let index = vocabulary.find(scope, name)?;
            Some((Slot { space, index }, vocabulary.scope(scope)[index].kind))
        };
        if let Some((inside, reach)) = self.inside {
            if prefix == word(inside, reach, vocabulary) {
                return own(inside, Space::Child)
                    .or_else(|| (inside == Scope::Credit).then(|| own(Scope::Line, Space::ChildLine)).flatten())
                    .or_else(|| is_of_person(inside).then(|| own(Scope::Manager, Space::ChildManager)).flatten());
            }
            if inside == Scope::Credit && prefix == "line" {
                return own(Scope::Line, Space::ChildLine);
            }
        }
        let scope = Scope::ALL.into_iter().find(|&scope| vocabulary.prefix(scope) == prefix)?;
        // A policy of months has no half-years.
        let there = scope != Scope::Half || vocabulary.period == "quarter";
        (there && self.scope.belongs_to(scope)).then(|| own(scope, Space::of(scope))).flatten()
    }

    fn unknown(&self, name: &str) -> crate::lang::Words {
        let vocabulary = self.vocabulary;
        if let Some((prefix, rest)) = name.split_once('.')
            && let Some(scope) = Scope::ALL.into_iter().find(|&scope| vocabulary.prefix(scope) == prefix)
            && self.inside.is_none()
            && !self.scope.belongs_to(scope)
        {
            return say!(Formula::BelongsInsideSum { name, prefix, rest });
        }
        let mut known: Vec<String> =
            vocabulary.settings.iter().chain(vocabulary.scope(self.scope)).map(|e| e.name.clone()).collect();
        if self.scope == Scope::Credit {
            known.extend(vocabulary.scope(Scope::Line).iter().map(|e| e.name.clone()));
        }
        if let Some((inside, reach)) = self.inside {
            let prefix = word(inside, reach, vocabulary);
            known.extend(vocabulary.scope(inside).iter().map(|e| format!("{prefix}.{}", e.name)));
        }
        match closest(name, known.iter().map(String::as_str)) {
            Some(near) => say!(Formula::UnknownNameNear { name, near }),
            None => say!(Formula::UnknownName { name }),
        }
    }
}

/// Whether each row of a scope is somebody's.
fn is_of_person(scope: Scope) -> bool {
    !matches!(scope, Scope::Line | Scope::Manager | Scope::DepartmentPeriod | Scope::Department)
}
