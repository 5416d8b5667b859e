//! Which branches a formula has, and which of them a row took: what an auditor asks of the files that a policy was
//! tried on.
//!
//! Like the trace, it is made from the same [`Code`] that was computed.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::ast::Span;
use super::code::{Code, Gather, Op};
use super::context::Context;
use super::eval::run;
use super::eval_error::EvalError;
use super::item::Item;
use super::kind::Kind;
use super::number::Number;
use super::table::Table;
use super::value::Value;

/// One way that a part of a formula can go.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Branch {
    /// The formula was computed at all.
    Computed,
    /// `IF` took what stands here, its condition being TRUE.
    Then,
    /// `IF` took what stands here, its condition being FALSE.
    Else,
    /// This operand of `AND` was the first to be FALSE.
    DecidesAnd,
    /// All operands of this `AND` were TRUE.
    AllTrue,
    /// This operand of `OR` was the first to be TRUE.
    DecidesOr,
    /// No operand of this `OR` was TRUE.
    NoneTrue,
    /// This operand of `MIN` was the least.
    Least,
    /// This operand of `MAX` was the greatest.
    Greatest,
    /// A figure lay in the step of a table that starts here (`BAND`, `SLAB`), or reached it (`GRADUATED`).
    Step {
        /// The table.
        table: usize,
        /// Where the step starts.
        start: Decimal,
    },
    /// A finer row was gathered, its condition being TRUE.
    Gathered,
    /// A finer row was passed over, its condition being FALSE.
    PassedOver,
    /// The whole formula was TRUE.
    True,
    /// The whole formula was FALSE.
    False,
}

/// A branch and its place in the formula's text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// Which way.
    pub branch: Branch,
}

impl Point {
    fn of(code: &Code, branch: Branch) -> Self {
        let Span { start, end } = code.span.clone();
        Self { start, end, branch }
    }
}

/// How often each branch was taken.
pub type Taken = BTreeMap<Point, u64>;

/// Adds the branches of a formula to `taken`, as not taken yet. Steps are those of `tables`.
pub fn branches(code: &Code, tables: &[Table], taken: &mut Taken) {
    let mut add = |code: &Code, branch: Branch| {
        taken.entry(Point::of(code, branch)).or_default();
    };
    add(code, Branch::Computed);
    if outcome(code) {
        add(code, Branch::True);
        add(code, Branch::False);
    }
    for part in code.each() {
        match &part.op {
            Op::If(_, then, other) => {
                add(then, Branch::Then);
                add(other, Branch::Else);
            }
            Op::And(parts) => {
                for part in parts {
                    add(part, Branch::DecidesAnd);
                }
                add(part, Branch::AllTrue);
            }
            Op::Or(parts) => {
                for part in parts {
                    add(part, Branch::DecidesOr);
                }
                add(part, Branch::NoneTrue);
            }
            Op::Min(parts) => parts.iter().for_each(|part| add(part, Branch::Least)),
            Op::Max(parts) => parts.iter().for_each(|part| add(part, Branch::Greatest)),
            Op::Band(_, table) | Op::Slab(_, table) | Op::Graduated(_, _, table) => {
                for (start, ..) in tables.get(*table).into_iter().flat_map(Table::steps) {
                    add(part, Branch::Step { table: *table, start });
                }
            }
            Op::Aggregate { condition: Some(condition), .. } => {
                add(condition, Branch::Gathered);
                add(condition, Branch::PassedOver);
            }
            _ => {}
        }
    }
}

/// Whether both results of a formula are branches of it: a truth that is not an `AND`, an `OR` or an `IF`, whose
/// operands tell more.
fn outcome(code: &Code) -> bool {
    code.kind == Kind::Truth && !matches!(code.op, Op::And(_) | Op::Or(_) | Op::If(..) | Op::Constant(_))
}

/// Calls `take` with each branch that a formula takes for a row, as often as it does.
///
/// # Errors
/// As for [`super::evaluate`]; a row that was computed has none.
pub fn cover(code: &Code, context: &Context<'_>, take: &mut dyn FnMut(Point)) -> Result<(), EvalError> {
    let mut cover = Cover { take };
    cover.count(code, Branch::Computed);
    if outcome(code) {
        let branch = if truth(code, context)? { Branch::True } else { Branch::False };
        cover.count(code, branch);
    }
    cover.visit(code, context)
}

struct Cover<'t> {
    take: &'t mut dyn FnMut(Point),
}

fn truth(code: &Code, context: &Context<'_>) -> Result<bool, EvalError> {
    Ok(matches!(run(code, context)?, Item::Other(value) if value.as_truth() == Some(true)))
}

fn number(code: &Code, context: &Context<'_>) -> Result<Option<Number>, EvalError> {
    Ok(match run(code, context)? {
        Item::Number(number) => Some(number),
        Item::Other(Value::Blank) => Some(Number::ZERO),
        Item::Other(_) => None,
    })
}

impl Cover<'_> {
    fn count(&mut self, code: &Code, branch: Branch) {
        (self.take)(Point::of(code, branch));
    }

    fn visit(&mut self, code: &Code, context: &Context<'_>) -> Result<(), EvalError> {
        match &code.op {
            Op::If(condition, then, other) => {
                self.visit(condition, context)?;
                let (way, branch) =
                    if truth(condition, context)? { (then, Branch::Then) } else { (other, Branch::Else) };
                self.count(way, branch);
                self.visit(way, context)
            }
            Op::And(parts) => self.operands(code, parts, context, false),
            Op::Or(parts) => self.operands(code, parts, context, true),
            Op::Min(parts) => self.extremes(parts, context, Ordering::Less),
            Op::Max(parts) => self.extremes(parts, context, Ordering::Greater),
            Op::Band(x, table) | Op::Slab(x, table) => {
                let amount = number(x, context)?.and_then(|amount| amount.settled().ok());
                let rows = &context.tables[*table];
                if let Some((start, ..)) = amount.and_then(|amount| rows.steps().nth(rows.band(amount)?)) {
                    self.count(code, Branch::Step { table: *table, start });
                }
                self.visit(x, context)
            }
            Op::Graduated(amount, unit, table) => {
                self.reached(code, (amount, unit, *table), context)?;
                self.visit(amount, context)?;
                self.visit(unit, context)
            }
            Op::Aggregate { gather, over, reach, argument, value, condition, .. } => {
                argument.iter().try_for_each(|argument| self.visit(argument, context))?;
                context.children.each((*over, *reach), &mut |child| {
                    let inner = Context { child: Some(child), ..*context };
                    if let Some(condition) = condition {
                        self.visit(condition, &inner)?;
                        let gathered = truth(condition, &inner)?;
                        self.count(condition, if gathered { Branch::Gathered } else { Branch::PassedOver });
                        if !gathered {
                            return Ok(());
                        }
                    }
                    // What is only counted is not computed.
                    if *gather == Gather::Count { Ok(()) } else { self.visit(value, &inner) }
                })
            }
            _ => code.parts().try_for_each(|part| self.visit(part, context)),
        }
    }

    /// `AND` is decided by its first FALSE, `OR` by its first TRUE.
    fn operands(
        &mut self,
        code: &Code,
        parts: &[Code],
        context: &Context<'_>,
        deciding: bool,
    ) -> Result<(), EvalError> {
        for part in parts {
            self.visit(part, context)?;
            if truth(part, context)? == deciding {
                self.count(part, if deciding { Branch::DecidesOr } else { Branch::DecidesAnd });
                return Ok(());
            }
        }
        self.count(code, if deciding { Branch::NoneTrue } else { Branch::AllTrue });
        Ok(())
    }

    /// Operands that are equal are extreme together.
    fn extremes(&mut self, parts: &[Code], context: &Context<'_>, keep: Ordering) -> Result<(), EvalError> {
        let mut best: Option<Number> = None;
        let mut numbers = Vec::new();
        for part in parts {
            self.visit(part, context)?;
            let Some(number) = number(part, context)? else { continue };
            if best.is_none_or(|best| number.compare(best) == Ok(keep)) {
                best = Some(number);
            }
            numbers.push((part, number));
        }
        let branch = if keep == Ordering::Less { Branch::Least } else { Branch::Greatest };
        for (part, number) in numbers {
            if best.is_some_and(|best| number.compare(best) == Ok(Ordering::Equal)) {
                self.count(part, branch.clone());
            }
        }
        Ok(())
    }

    /// The tiers of which an amount fills something.
    fn reached(
        &mut self,
        code: &Code,
        (amount, unit, table): (&Code, &Code, usize),
        context: &Context<'_>,
    ) -> Result<(), EvalError> {
        let (Some(amount), Some(unit)) = (number(amount, context)?, number(unit, context)?) else { return Ok(()) };
        for (start, ..) in context.tables[table].steps() {
            let from = unit.times(start.into());
            let above = from.is_ok_and(|from| amount.compare(from) == Ok(Ordering::Greater));
            if above && unit.compare(Number::ZERO) != Ok(Ordering::Equal) {
                self.count(code, Branch::Step { table, start });
            }
        }
        Ok(())
    }
}
