//! [`Code`] put into words, in Chinese and English: labels for names, sentences for functions.

use super::ast::Operator;
use super::code::{Code, Gather, Op, Scope, Slot};
use super::number::Rounding;
use super::value::{Symbol, Value};
use crate::lang::Lang;

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
    /// What a row of the managers is called: Chinese, and English in the plural.
    fn persons(&self) -> (String, String);
    /// The label of an aggregate's inner name.
    fn inner(&self, over: Scope, slot: Slot) -> String;
    /// Whether the rows that are gathered are the periods after the row's own.
    fn later(&self, over: Scope) -> bool;
}

/// The formula in words.
#[must_use]
pub fn in_words(code: &Code, labels: &dyn Labels, lang: Lang) -> String {
    Speaker { labels, lang, over: None }.say(code)
}

struct Speaker<'a> {
    labels: &'a dyn Labels,
    lang: Lang,
    over: Option<Scope>,
}

impl Speaker<'_> {
    fn pick(&self, zh: String, en: String) -> String {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    fn list(&self, parts: &[Code], zh: &str, en: &str) -> String {
        let parts: Vec<_> = parts.iter().map(|part| self.tight(part)).collect();
        parts.join(match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        })
    }

    /// A part that stands beside others: with an operator of its own, in parentheses.
    fn tight(&self, code: &Code) -> String {
        match &code.op {
            Op::Arithmetic(..) | Op::If(..) | Op::And(_) | Op::Or(_) | Op::Compare(..) | Op::Min(_) | Op::Max(_) => {
                self.pick(format!("（{}）", self.say(code)), format!("({})", self.say(code)))
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
                Some(over) => self.labels.inner(over, *slot),
                None => self.labels.slot(*slot),
            },
            Op::Previous(index) => {
                let label = self.labels.previous(*index);
                self.pick(format!("上期{label}"), format!("the previous {}", label.to_lowercase()))
            }
            Op::Given(slot) => {
                let label = self.labels.slot(*slot);
                self.pick(format!("填写了{label}"), format!("{label} is given"))
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
                self.pick(
                    format!("若{condition}，则{then}，否则{other}"),
                    format!("if {condition} then {then}, else {other}"),
                )
            }
            Op::And(parts) => self.list(parts, " 且 ", " and "),
            Op::Or(parts) => self.list(parts, " 或 ", " or "),
            Op::Not(x) => {
                let x = self.tight(x);
                self.pick(format!("非{x}"), format!("not {x}"))
            }
            Op::Min(parts) => {
                let parts = self.list(parts, "、", ", ");
                self.pick(format!("{parts} 中较小者"), format!("the least of {parts}"))
            }
            Op::Max(parts) => {
                let parts = self.list(parts, "、", ", ");
                self.pick(format!("{parts} 中较大者"), format!("the greatest of {parts}"))
            }
            Op::Sum(parts) => {
                let parts = self.list(parts, "、", ", ");
                self.pick(format!("{parts} 之和"), format!("the sum of {parts}"))
            }
            Op::Average(parts) => {
                let parts = self.list(parts, "、", ", ");
                self.pick(format!("{parts} 的平均"), format!("the mean of {parts}"))
            }
            Op::Abs(x) => {
                let x = self.tight(x);
                self.pick(format!("{x} 的绝对值"), format!("the size of {x}"))
            }
            Op::Round(rounding, x, places) => self.rounded(*rounding, x, *places),
            Op::Aggregate { gather, over, value, condition } => {
                self.gathered(*gather, *over, value, condition.as_deref())
            }
            Op::Band(x, table) => {
                let (x, table) = (self.tight(x), self.labels.table(*table));
                self.pick(format!("“{table}”表中 {x} 所在档的值"), format!("the value of the band of {x} in {table}"))
            }
            Op::Slab(x, table) => {
                let (x, table) = (self.tight(x), self.labels.table(*table));
                self.pick(
                    format!("{x} 全额按“{table}”表中所在档的比率"),
                    format!("the whole of {x} at the rate of its step in {table}"),
                )
            }
            Op::Graduated(amount, unit, table) => {
                let (amount, unit, table) = (self.tight(amount), self.tight(unit), self.labels.table(*table));
                self.pick(
                    format!("{amount} 按“{table}”表（起点以{unit}的倍数计）差额累进"),
                    format!(
                        "{amount} graduated by {table} (starts in multiples of {unit}), each slice at its own rate"
                    ),
                )
            }
            Op::Lookup(text, table, column) => {
                let (text, column) = (self.tight(text), self.labels.column(*table, *column));
                self.pick(format!("{text} 的{column}"), format!("the {} of {text}", column.to_lowercase()))
            }
            Op::Grade(grade, steps, _) => {
                let (grade, steps) = (self.tight(grade), self.tight(steps));
                self.pick(
                    format!("比{grade}高{steps}级的职级（至两端为止）"),
                    format!("the grade {steps} steps above {grade} (kept at the ends of the table)"),
                )
            }
        }
    }

    fn rounded(&self, rounding: Rounding, x: &Code, places: i32) -> String {
        let x = self.say(x);
        let (zh_way, en_way) = match rounding {
            Rounding::HalfAway => ("四舍五入", "rounded"),
            Rounding::Down => ("舍去尾数", "rounded down"),
            Rounding::Up => ("进位", "rounded up"),
        };
        if places == 2 {
            return self.pick(format!("{x}，{zh_way}到分"), format!("{x}, {en_way} to the fen"));
        }
        self.pick(format!("{x}，{zh_way}到 {places} 位小数"), format!("{x}, {en_way} to {places} decimals"))
    }

    fn gathered(&self, gather: Gather, over: Scope, value: &Code, condition: Option<&Code>) -> String {
        let inner = Speaker { labels: self.labels, lang: self.lang, over: Some(over) };
        let value = inner.tight(value);
        let only = condition.map(|condition| inner.say(condition));
        let (zh_rows, en_rows) = self.rows_of(over);
        let zh_only = only.as_ref().map_or_else(String::new, |only| format!("（限{only}）"));
        let en_only = only.as_ref().map_or_else(String::new, |only| format!(" where {only}"));
        match gather {
            Gather::Sum => self.pick(
                format!("各{zh_rows}{value}之和{zh_only}"),
                format!("the sum of {value} over the {en_rows}{en_only}"),
            ),
            Gather::Average => self.pick(
                format!("各{zh_rows}{value}的平均{zh_only}"),
                format!("the mean of {value} over the {en_rows}{en_only}"),
            ),
            Gather::Count => {
                self.pick(format!("{zh_rows}的个数{zh_only}"), format!("the number of {en_rows}{en_only}"))
            }
            Gather::Last => self.pick(
                format!("最后一个{zh_rows}的{value}{zh_only}"),
                format!("{value} of the last of the {en_rows}{en_only}"),
            ),
        }
    }

    /// What the rows of a scope are called: Chinese, and English in the plural.
    fn rows_of(&self, scope: Scope) -> (String, String) {
        let (zh, en) = match scope {
            Scope::Line => ("笔", "lines"),
            Scope::Credit => ("笔", "credited lines"),
            Scope::Adjustment => ("手工调整", "adjustments"),
            Scope::Period if self.labels.later(scope) => ("以后一期", "later periods"),
            Scope::Period => ("期", "periods"),
            Scope::Half => ("半年", "half-years"),
            Scope::Year => ("年", "years"),
            Scope::Manager => return self.labels.persons(),
            Scope::Department => ("部门", "departments"),
        };
        (zh.to_owned(), en.to_owned())
    }

    fn constant(&self, value: Value) -> String {
        match value {
            Value::Blank => self.pick("空".into(), "blank".into()),
            Value::Number(number) => number.normalize().to_string(),
            Value::Truth(truth) => {
                if truth {
                    self.pick("是".into(), "yes".into())
                } else {
                    self.pick("否".into(), "no".into())
                }
            }
            Value::Text(symbol) => format!("“{}”", self.labels.text(symbol)),
            Value::NotApplicable => self.pick("不适用".into(), "n/a".into()),
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
