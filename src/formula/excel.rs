//! [`Code`] written as an Excel formula: cell addresses for names, and roundings where binary floats
//! need them (`rounding`), nothing else changed.

mod across;
mod finer;
mod rounding;

use super::ast::Operator;
use super::code::{Code, Gather, Op, Reach, Scope, Slot};
use super::fold::{Constants, fold, is_zero, truth_of};
use super::kind::Kind;
use super::number::{Number, Rounding};
use super::value::{Symbol, Symbols, Value, truth_text};

/// Where the names of a formula stand on the sheets, for one row.
pub trait Addresses: Constants {
    /// The cell of a name, or a literal where the sheets have no cell for it.
    fn slot(&self, slot: Slot) -> String;
    /// A condition that is TRUE when the input's cell is filled in.
    fn given(&self, slot: Slot) -> String;
    /// Where all else stands.
    fn around(&self) -> &dyn Surroundings;
    /// The finer rows that belong to this one.
    fn finer(&self, _over: Scope, _reach: Reach) -> Finer<'_> {
        Finer::Rows(Vec::new())
    }
    /// The same rows one by one, for what cannot be said of a range.
    fn finer_rows(&self, _over: Scope, _reach: Reach) -> Vec<Box<dyn Addresses + '_>> {
        Vec::new()
    }
    /// Of rows below each other: cells that are filled in exactly where there is a row, and the cells of the persons' ids
    /// with the row's own, where a program orders them as texts.
    fn company(&self) -> Option<Company> {
        None
    }
    /// For one of the rows that a formula gathers, their scope.
    fn inside(&self) -> Option<Scope> {
        None
    }
    /// See [`Surroundings::may_not_apply`].
    fn may_not_apply(&self, code: &Code) -> bool {
        self.around().may_not_apply(code, self.inside())
    }
    /// See [`Surroundings::may_be_blank`].
    fn may_be_blank(&self, code: &Code) -> bool {
        self.around().may_be_blank(code, self.inside())
    }
    /// See [`Surroundings::places`].
    fn places(&self, code: &Code) -> Option<u32> {
        self.around().places(code, self.inside())
    }
    /// The exact value of a part of the formula for this row, where the engine can tell.
    fn exact(&self, _code: &Code) -> Option<Number> {
        None
    }
    /// What a rounding of `x` in this row must add so that a program that computes in floats rounds like the engine.
    fn addend(&self, x: &Code, places: i32, rounding: Rounding) -> Option<String> {
        self.exact(x)?.doubt(places, rounding)
    }
}

/// Where a formula finds what is not its row's own: the same for the rows that it gathers.
pub trait Surroundings {
    /// Whether a part of the formula may not apply, so that its cell says "n/a"; `inside` is the scope of the rows that are
    /// gathered.
    fn may_not_apply(&self, code: &Code, inside: Option<Scope>) -> bool;
    /// Whether a part of the formula may be a blank cell, or refer to one, where the engine takes it for zero, FALSE or "":
    /// a spreadsheet passes over such a cell in `MIN` or `AND`, and shows 0 for a text.
    fn may_be_blank(&self, code: &Code, inside: Option<Scope>) -> bool;
    /// At most how many decimals a part of the formula has.
    fn places(&self, code: &Code, inside: Option<Scope>) -> Option<u32>;
    /// The cell of a name in the manager's previous period; `None` in his first.
    fn previous(&self, index: usize) -> Option<String>;
    /// The cells of a table's column, absolute.
    fn column(&self, table: usize, column: usize) -> String;
    /// The cells that hold by how much each step's rate exceeds the one before.
    fn rate_steps(&self, table: usize) -> String;
    /// How a text of the policy or workbook is shown.
    fn text(&self, symbol: Symbol) -> String;
    /// Whether a key of a table has a character that `MATCH` takes for any others.
    fn has_wildcards(&self, table: usize) -> bool;
}

/// What can be said of rows that are compared with each other.
pub struct Company {
    /// Cells that are filled in exactly where there is a row.
    pub filled: String,
    /// The ids, and the row's own.
    pub ids: Option<(String, String)>,
}

/// Finer rows on the sheets.
pub enum Finer<'a> {
    /// Cells below each other: a name stands for a range. Where the rows go over several sheets, a range
    /// on each of them.
    Ranges(Vec<Box<dyn Addresses + 'a>>),
    /// Cells on several sheets: each row has its own addresses, from the first.
    Rows(Vec<Box<dyn Addresses + 'a>>),
}

/// The formula without the leading `=` and without what is the same for the whole sheet; `None` where Excel has no form for it (a condition over a range
/// that only a row-by-row function could tell).
#[must_use]
pub fn excel(code: &Code, addresses: &dyn Addresses) -> Option<String> {
    Writer { addresses, by_range: false, careful: false }.clean(&fold(code, addresses))
}

#[derive(Clone, Copy)]
struct Writer<'a> {
    addresses: &'a dyn Addresses,
    /// Names are ranges: only what Excel computes element by element may be written.
    by_range: bool,
    /// Sums that are multiplied or divided are put on their grid first.
    careful: bool,
}

/// Decimals of the coarsest of the fine grids.
const LEAPS_ON: u32 = 8;

/// The zero of a kind.
fn zero(kind: Kind) -> &'static str {
    match kind {
        Kind::Truth => "FALSE",
        Kind::Text => "\"\"",
        _ => "0",
    }
}

impl Writer<'_> {
    fn write(&self, code: &Code) -> Option<String> {
        let list = |parts: &[Code]| self.counted(parts, |part| self.write(part));
        Some(match &code.op {
            Op::Constant(value) => self.constant(*value),
            Op::Slot(_) | Op::Previous(_) => {
                let cell = self.cell(code);
                let text = code.kind == Kind::Text && !self.by_range && self.addresses.may_be_blank(code);
                if text { format!("{cell}&\"\"") } else { cell }
            }
            Op::Given(slot) => self.addresses.given(*slot),
            Op::Negate(x) => format!("-{}", self.tight(x)?),
            Op::Percent(x) => format!("{}%", self.tight(x)?),
            Op::Compare(operator, a, b) => self.compared(*operator, a, b)?,
            Op::Arithmetic(operator, a, b) => {
                let right_needs = matches!(operator, Operator::Subtract | Operator::Divide);
                let a = self.operand(a, *operator, false)?;
                let b = self.operand(b, *operator, right_needs)?;
                format!("{a}{}{b}", operator.sign())
            }
            Op::And(parts) if self.by_range => {
                let parts = parts.iter().map(|part| Some(format!("({})", self.write(part)?)));
                parts.collect::<Option<Vec<_>>>()?.join("*")
            }
            Op::Or(parts) if self.by_range => {
                let parts = parts.iter().map(|part| Some(format!("({})", self.write(part)?)));
                format!("(({})>0)", parts.collect::<Option<Vec<_>>>()?.join("+"))
            }
            Op::Not(x) if self.by_range => format!("(1-({}))", self.write(x)?),
            Op::Band(..)
            | Op::Slab(..)
            | Op::Graduated(..)
            | Op::Lookup(..)
            | Op::Grade(..)
            | Op::If(..)
            | Op::Min(_)
            | Op::Max(_)
            | Op::Sum(_)
            | Op::Average(_)
            | Op::Aggregate { .. }
                if self.by_range =>
            {
                return None;
            }
            Op::If(condition, then, other) => {
                format!("IF({},{},{})", self.write(condition)?, self.write(then)?, self.write(other)?)
            }
            Op::And(parts) => format!("AND({})", list(parts)?),
            Op::Or(parts) => format!("OR({})", list(parts)?),
            Op::Not(x) => format!("NOT({})", self.write(x)?),
            Op::Min(parts) => format!("MIN({})", list(parts)?),
            Op::Max(parts) => format!("MAX({})", list(parts)?),
            Op::Sum(parts) => format!("SUM({})", list(parts)?),
            Op::Average(parts) => format!("AVERAGE({})", list(parts)?),
            Op::Function(function, parts) => {
                // Where it leaps a float that is off by its last digit is on the other side: only what has a grid is written.
                let has_grid = |part: &Code| self.addresses.places(part).is_some_and(|places| places <= LEAPS_ON);
                if function.leaps && (self.by_range || !parts.iter().all(has_grid)) {
                    return None;
                }
                let part = |part: &Code| if function.leaps { self.clean(part) } else { self.write(part) };
                let parts: Option<Vec<String>> = parts.iter().map(part).collect();
                (function.excel)(&parts?)
            }
            Op::Round(rounding, x, places) => self.round(code, *rounding, x, *places)?,
            Op::Aggregate { reach, .. } if reach.is_across() => self.across(code)?,
            Op::Aggregate { .. } => self.gathered(code)?,
            Op::Band(x, table) => self.band(&self.clean(x)?, *table),
            Op::Slab(x, table) => format!("{}*{}", self.tight(x)?, self.band(&self.clean(x)?, *table)),
            Op::Graduated(amount, unit, table) => {
                let (amount, unit) = (self.tight(amount)?, self.tight(unit)?);
                let starts = format!("{unit}*{}", self.addresses.around().column(*table, 0));
                let steps = self.addresses.around().rate_steps(*table);
                format!("IF({unit}=0,0,SUMPRODUCT(({amount}>{starts})*({amount}-{starts})*{steps}))")
            }
            Op::Lookup(text, table, column) => {
                let values = self.addresses.around().column(*table, *column);
                self.keyed(text, zero(code.kind), &format!("INDEX({values},{})", self.row_of(text, *table)?))?
            }
            Op::Grade(grade, steps, table) => {
                let keys = self.addresses.around().column(*table, 0);
                let by = match self.addresses.places(steps) {
                    Some(0) => self.tight(steps)?,
                    _ => format!("ROUNDDOWN({},0)", self.clean(steps)?),
                };
                let row = self.row_of(grade, *table)?;
                self.keyed(grade, "\"\"", &format!("INDEX({keys},MAX(1,MIN(ROWS({keys}),{row}+{by})))"))?
            }
        })
    }

    /// A comparison.
    fn compared(&self, operator: Operator, a: &Code, b: &Code) -> Option<String> {
        let side = |code: &Code| {
            if matches!(code.op, Op::Slot(_) | Op::Previous(_)) {
                return Some(self.cell(code));
            }
            let text = self.clean(code)?;
            let bare = matches!(code.op, Op::Compare(..) | Op::Given(_));
            Some(if bare { format!("({text})") } else { text })
        };
        let (left, right) = (side(a)?, side(b)?);
        // A spreadsheet puts any text above all numbers: what does not apply is above none.
        let above = match operator {
            Operator::Greater | Operator::GreaterOrEqual => Some((a, &left)),
            Operator::Less | Operator::LessOrEqual => Some((b, &right)),
            _ => None,
        };
        let compared = format!("{left}{}{right}", operator.sign());
        Some(match above.filter(|(above, _)| self.addresses.may_not_apply(above)) {
            Some((_, text)) if self.by_range => format!("(1-ISTEXT({text}))*({compared})"),
            Some((_, text)) => format!("AND(NOT(ISTEXT({text})),{compared})"),
            None => compared,
        })
    }

    /// The cell of a name.
    fn cell(&self, code: &Code) -> String {
        match &code.op {
            Op::Slot(slot) => self.addresses.slot(*slot),
            Op::Previous(index) => self.addresses.around().previous(*index).unwrap_or_else(|| zero(code.kind).into()),
            _ => String::new(),
        }
    }

    /// The parts of which a function counts each, also where its cell is blank.
    fn counted(&self, parts: &[Code], write: impl Fn(&Code) -> Option<String>) -> Option<String> {
        let counted = parts.iter().map(|part| {
            let text = write(part)?;
            Some(match part.kind {
                _ if !self.addresses.may_be_blank(part) => text,
                Kind::Truth => format!("{text}=TRUE"),
                _ => format!("N({text})"),
            })
        });
        Some(counted.collect::<Option<Vec<_>>>()?.join(","))
    }

    /// Which row of a table has a text as its key.
    fn row_of(&self, text: &Code, table: usize) -> Option<String> {
        let (keys, mut text) = (self.addresses.around().column(table, 0), self.write(text)?);
        if self.addresses.around().has_wildcards(table) {
            for character in ['~', '*', '?'] {
                text = format!("SUBSTITUTE({text},\"{character}\",\"~{character}\")");
            }
        }
        Some(format!("MATCH({text},{keys},0)"))
    }

    /// What a table has for a text; for a blank it has nothing.
    fn keyed(&self, text: &Code, nothing: &str, found: &str) -> Option<String> {
        if text.op == Op::Constant(Value::Text(Symbols::EMPTY)) {
            return Some(nothing.to_owned());
        }
        let blank = self.addresses.may_be_blank(text);
        Some(if blank { format!("IF({}=\"\",{nothing},{found})", self.write(text)?) } else { found.to_owned() })
    }

    /// Not `LOOKUP`, which says the same and which some programs do not know.
    fn band(&self, x: &str, table: usize) -> String {
        let (starts, values) = (self.addresses.around().column(table, 0), self.addresses.around().column(table, 1));
        format!("INDEX({values},MATCH({x},{starts},1))")
    }

    fn constant(&self, value: Value) -> String {
        match value {
            Value::Blank | Value::Tainted => "0".into(),
            Value::Number(number) => number.normalize().to_string(),
            Value::Truth(truth) => truth_text(truth).into(),
            Value::Text(symbol) => quoted(&self.addresses.around().text(symbol)),
            Value::NotApplicable => "\"n/a\"".into(),
        }
    }

    /// An operand, in parentheses where it binds less tightly than the operator.
    fn operand(&self, code: &Code, beside: Operator, right: bool) -> Option<String> {
        let sum = matches!(code.op, Op::Arithmetic(Operator::Add | Operator::Subtract, ..) | Op::Sum(_));
        if self.careful && sum && beside.strength() == Operator::Multiply.strength() {
            let text = self.clean(code)?;
            return Some(if text.starts_with("ROUND(") { text } else { format!("({text})") });
        }
        let text = self.write(code)?;
        Some(match strength(code) {
            Some(own) if own < beside.strength() || (right && own == beside.strength()) => format!("({text})"),
            _ => text,
        })
    }

    /// A part that stands alone: anything with an operator in parentheses.
    fn tight(&self, code: &Code) -> Option<String> {
        let text = self.write(code)?;
        Some(if strength(code).is_some() { format!("({text})") } else { text })
    }

    fn gathered(&self, code: &Code) -> Option<String> {
        let Op::Aggregate { gather, over, reach, argument, value, condition, .. } = &code.op else { return None };
        let (gather, condition) = (*gather, condition.as_deref());
        let argument = match argument {
            Some(argument) => self.clean(argument)?,
            None => String::new(),
        };
        let rows = match self.addresses.finer(*over, *reach) {
            Finer::Ranges(ranges) => {
                if ranges.first().is_some_and(|range| range.company().is_some())
                    && let Some(text) = self.across(code)
                {
                    return Some(text);
                }
                if let Some(text) = Self::over_ranges(gather, &ranges, value, condition, &argument) {
                    return Some(self.of_argument(code, &argument, text));
                }
                self.addresses.finer_rows(*over, *reach)
            }
            Finer::Rows(rows) => rows,
        };
        let inner = rows.iter().map(|row| Writer { addresses: &**row, by_range: false, careful: false });
        let only = |inner: &Writer<'_>| condition.map(|condition| fold(condition, inner.addresses));
        let inner = inner.map(|inner| (only(&inner), fold(value, inner.addresses), inner));
        let places = matches!(gather, Gather::Min | Gather::Max | Gather::Statistic(_));
        // The least, the greatest and places pass over a blank.
        let is_blank = |inner: &Writer<'_>| match &value.op {
            Op::Slot(slot) if places => {
                inner.addresses.may_be_blank(value) && inner.addresses.constant(*slot) == Some(Value::Blank)
            }
            _ => false,
        };
        // A row that never counts is left out, and one that adds nothing.
        let inner = inner.filter(|(only, value, inner)| {
            only.as_ref().and_then(truth_of) != Some(false)
                && !(gather == Gather::Sum && is_zero(value))
                && !is_blank(inner)
        });
        let terms = inner.map(|(only, value, inner)| {
            let value = &value;
            let condition = only.as_ref().filter(|only| truth_of(only).is_none());
            let whole = !matches!(gather, Gather::Sum | Gather::Count | Gather::Average);
            let cell = if whole { inner.clean(value)? } else { inner.tight(value)? };
            let condition = match condition {
                Some(condition) => Some(inner.write(condition)?),
                None => None,
            };
            let passed_over = inner.addresses.may_not_apply(value) || places && inner.addresses.may_be_blank(value);
            if matches!(gather, Gather::Count | Gather::Last) || !passed_over {
                return Some((cell, condition));
            }
            // A figure that does not apply is passed over.
            let number = format!("ISNUMBER({cell})");
            let condition = condition.map_or_else(|| number.clone(), |only| format!("AND({only},{number})"));
            Some((format!("N({cell})"), Some(condition)))
        });
        let text = Self::over_rows(gather, &terms.collect::<Option<Vec<_>>>()?, code.kind, &argument)?;
        Some(self.of_argument(code, &argument, text))
    }

    /// The place of what does not apply does not apply.
    fn of_argument(&self, code: &Code, argument: &str, text: String) -> String {
        match &code.op {
            Op::Aggregate { argument: Some(code), .. } if self.addresses.may_not_apply(code) => {
                format!("IF(ISNUMBER({argument}),{text},\"n/a\")")
            }
            _ => text,
        }
    }
}

/// How tightly a part's outermost operator binds; `None` when it has none.
fn strength(code: &Code) -> Option<u8> {
    match &code.op {
        Op::Arithmetic(operator, ..) | Op::Compare(operator, ..) => Some(operator.strength()),
        Op::Slab(..) | Op::Negate(_) => Some(Operator::Multiply.strength()),
        Op::Constant(Value::Number(number)) if number.is_sign_negative() => Some(Operator::Add.strength()),
        // `GIVEN` is written as a comparison.
        Op::Given(_) => Some(Operator::Equal.strength()),
        // A sum over several ranges is written as a sum.
        Op::Aggregate { gather: Gather::Sum | Gather::Count, over: Scope::Credit, .. } => {
            Some(Operator::Add.strength())
        }
        Op::Aggregate { gather: Gather::Statistic(statistic), .. } if statistic.counts => {
            Some(Operator::Add.strength())
        }
        _ => None,
    }
}

/// A text in quotation marks.
#[must_use]
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}
