//! [`Code`] put into words: labels for names, sentences for functions.

use super::ast::Operator;
use super::code::{Code, Gather, Op, Reach, Scope, Slot, Space};
use super::number::Rounding;
use super::value::{Symbol, Value};
use crate::lang::{Lang, Words};
use crate::say;

/// What names are called.
pub trait Labels {
    /// The label of a name.
    fn slot(&self, slot: Slot) -> String;
    /// The label of a name in the manager's previous period.
    fn previous(&self, index: usize) -> String;
    /// The label of a table.
    fn table(&self, table: usize) -> String;
    /// The label of a table's column.
    fn column(&self, table: usize, column: usize) -> String;
    /// The text of a symbol.
    fn text(&self, symbol: Symbol) -> String;
    /// What a row of the managers is called.
    fn person(&self) -> Words;
    /// The label of an aggregate's inner name.
    fn inner(&self, over: Scope, slot: Slot) -> String;
}

/// The formula in words.
#[must_use]
pub fn in_words(code: &Code, labels: &dyn Labels, lang: Lang) -> String {
    Speaker { labels, lang, over: None }.say(code)
}

struct Speaker<'a> {
    labels: &'a dyn Labels,
    lang: Lang,
    over: Option<(Scope, Reach)>,
}

impl Speaker<'_> {
    fn pick(&self, words: &Words) -> String {
        words.get(self.lang).to_owned()
    }

    fn list(&self, parts: &[Code], between: &Words) -> String {
        let parts: Vec<_> = parts.iter().map(|part| self.tight(part)).collect();
        parts.join(between.get(self.lang))
    }

    /// A part that stands beside others: with an operator of its own, in parentheses.
    fn tight(&self, code: &Code) -> String {
        match &code.op {
            Op::Arithmetic(..) | Op::If(..) | Op::And(_) | Op::Or(_) | Op::Compare(..) | Op::Min(_) | Op::Max(_) => {
                self.pick(&say!(Formula::Aside { text: self.say(code) }))
            }
            _ => self.say(code),
        }
    }

    /// An operand: in parentheses only where needed.
    fn operand(&self, code: &Code, beside: Operator, right: bool) -> String {
        match &code.op {
            Op::Arithmetic(own, ..) | Op::Compare(own, ..)
                if own.strength() > beside.strength() || (own.strength() == beside.strength() && !right) =>
            {
                self.say(code)
            }
            _ => self.tight(code),
        }
    }

    fn say(&self, code: &Code) -> String {
        match &code.op {
            Op::Constant(value) => self.constant(*value),
            Op::Slot(slot) => match self.over {
                Some((over, reach)) => {
                    let label = self.labels.inner(over, *slot);
                    let own = reach == Reach::Peers && matches!(slot.space, Space::Own | Space::Manager);
                    if own { self.pick(&say!(Formula::OnesOwn { label })) } else { label }
                }
                None => self.labels.slot(*slot),
            },
            Op::Previous(index) => {
                let label = self.labels.previous(*index);
                self.pick(&say!(Formula::Previous { label }))
            }
            Op::Given(slot) => {
                let label = self.labels.slot(*slot);
                self.pick(&say!(Formula::IsGiven { label }))
            }
            Op::Negate(x) => format!("−{}", self.tight(x)),
            Op::Percent(x) => format!("{}%", self.tight(x)),
            Op::Arithmetic(operator, a, b) | Op::Compare(operator, a, b) => {
                let right = matches!(operator, Operator::Subtract | Operator::Divide);
                let (a, b) = (self.operand(a, *operator, false), self.operand(b, *operator, right));
                format!("{a} {} {b}", sign(*operator))
            }
            Op::If(condition, then, other) => {
                let (condition, then, other) = (self.say(condition), self.say(then), self.say(other));
                self.pick(&say!(Formula::IfThenElse { condition, then, other }))
            }
            Op::And(parts) => self.list(parts, &say!(Formula::AndBetween)),
            Op::Or(parts) => self.list(parts, &say!(Formula::OrBetween)),
            Op::Not(x) => {
                let x = self.tight(x);
                self.pick(&say!(Formula::NotSo { x }))
            }
            Op::Min(parts) => {
                let parts = self.list(parts, &say!(Formula::Comma));
                self.pick(&say!(Formula::LeastOf { parts }))
            }
            Op::Max(parts) => {
                let parts = self.list(parts, &say!(Formula::Comma));
                self.pick(&say!(Formula::GreatestOf { parts }))
            }
            Op::Sum(parts) => {
                let parts = self.list(parts, &say!(Formula::Comma));
                self.pick(&say!(Formula::SumOf { parts }))
            }
            Op::Average(parts) => {
                let parts = self.list(parts, &say!(Formula::Comma));
                self.pick(&say!(Formula::MeanOf { parts }))
            }
            Op::Function(function, parts) => {
                let parts: Vec<String> = parts.iter().map(|part| self.tight(part)).collect();
                self.pick(&(function.words)(&parts))
            }
            Op::Round(rounding, x, places) => self.rounded(*rounding, x, *places),
            Op::Aggregate { .. } => self.gathered(code),
            Op::Band(x, table) => {
                let (x, table) = (self.tight(x), self.labels.table(*table));
                self.pick(&say!(Formula::BandOf { x, table }))
            }
            Op::Slab(x, table) => {
                let (x, table) = (self.tight(x), self.labels.table(*table));
                self.pick(&say!(Formula::SlabOf { x, table }))
            }
            Op::Graduated(amount, unit, table) => {
                let (amount, unit, table) = (self.tight(amount), self.tight(unit), self.labels.table(*table));
                self.pick(&say!(Formula::GraduatedBy { amount, table, unit }))
            }
            Op::Lookup(text, table, column) => {
                let (text, column) = (self.tight(text), self.labels.column(*table, *column));
                self.pick(&say!(Formula::LookupOf { column, text }))
            }
            Op::Grade(grade, steps, _) => {
                let (grade, steps) = (self.tight(grade), self.tight(steps));
                self.pick(&say!(Formula::GradeAbove { steps, grade }))
            }
        }
    }

    fn rounded(&self, rounding: Rounding, x: &Code, places: i32) -> String {
        let x = self.say(x);
        let way = match rounding {
            Rounding::HalfAway => say!(Formula::RoundHalfAway),
            Rounding::Down => say!(Formula::RoundDown),
            Rounding::Up => say!(Formula::RoundUp),
        };
        self.pick(&match places {
            2 => say!(Formula::ToTheFen { x, way }),
            _ => say!(Formula::ToDecimals { x, way, places }),
        })
    }

    fn gathered(&self, code: &Code) -> String {
        let Op::Aggregate { gather, over, reach, argument, value, condition, .. } = &code.op else {
            return String::new();
        };
        let inner = Speaker { labels: self.labels, lang: self.lang, over: Some((*over, *reach)) };
        let value = inner.tight(value);
        let argument = argument.as_deref().map(|argument| self.tight(argument)).unwrap_or_default();
        let only = condition.as_deref().map(|condition| say!(Formula::OnlyWhere { condition: inner.say(condition) }));
        let (only, rows) = (only.unwrap_or_default(), self.rows_of(*over, *reach));
        self.pick(&match gather {
            Gather::Sum => say!(Formula::SumOver { value, rows, only }),
            Gather::Average => say!(Formula::MeanOver { value, rows, only }),
            Gather::Count => say!(Formula::CountOf { rows, only }),
            Gather::Last => say!(Formula::LastOf { value, rows, only }),
            Gather::Min => say!(Formula::LeastOver { value, rows, only }),
            Gather::Max => say!(Formula::GreatestOver { value, rows, only }),
            Gather::Statistic(statistic) => (statistic.words)(&value, &rows, &only, &argument),
            Gather::Share => say!(Formula::ShareOf { argument, value, rows, only }),
        })
    }

    /// What the rows of a scope are called, in the plural where a language has one.
    fn rows_of(&self, scope: Scope, reach: Reach) -> Words {
        match scope {
            _ if reach == Reach::Later => say!(Formula::RowsOfLaterPeriods),
            _ if reach == Reach::Peers => say!(Formula::RowsOfPersons { person: self.labels.person() }),
            _ if matches!(reach, Reach::Team(_)) => say!(Formula::RowsOfTeam),
            _ if matches!(reach, Reach::Below(_)) => say!(Formula::RowsOfAllBelow),
            Scope::Line => say!(Formula::RowsOfLines),
            Scope::Credit => say!(Formula::RowsOfCredits),
            Scope::Adjustment => say!(Formula::RowsOfAdjustments),
            Scope::Period => say!(Formula::RowsOfPeriods),
            Scope::Half => say!(Formula::RowsOfHalves),
            Scope::Year => say!(Formula::RowsOfYears),
            Scope::Manager => say!(Formula::RowsOfPersons { person: self.labels.person() }),
            Scope::DepartmentPeriod => say!(Formula::RowsOfDepartmentPeriods),
            Scope::Department => say!(Formula::RowsOfDepartments),
        }
    }

    fn constant(&self, value: Value) -> String {
        match value {
            Value::Blank | Value::Tainted => self.pick(&say!(Formula::Blank)),
            Value::Number(number) => number.normalize().to_string(),
            Value::Truth(true) => self.pick(&say!(Formula::Yes)),
            Value::Truth(false) => self.pick(&say!(Formula::No)),
            Value::Text(symbol) => format!("“{}”", self.labels.text(symbol)),
            Value::NotApplicable => self.pick(&say!(Formula::NotApplicable)),
        }
    }
}

fn sign(operator: Operator) -> &'static str {
    match operator {
        Operator::Add => "+",
        Operator::Subtract => "−",
        Operator::Multiply => "×",
        Operator::Divide => "÷",
        Operator::Equal => "=",
        Operator::NotEqual => "≠",
        Operator::Less => "<",
        Operator::LessOrEqual => "≤",
        Operator::Greater => ">",
        Operator::GreaterOrEqual => "≥",
    }
}
