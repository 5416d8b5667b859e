//! A live formula evaluated over cells, as a spreadsheet does it: what [`excel`](super::excel()) writes, read back.
//!
//! It is for proofs against a file: whether a result that is stored beside a formula can have come from it. So nothing is
//! presumed: of an error value, of a function that results do not hold, of a cell that cannot be had, `None` is said.

use formualizer_parse::parser::ReferenceType;
use formualizer_parse::{ASTNode, ASTNodeType, LiteralValue, Parser, ParserLimits};
use rust_decimal::{Decimal, RoundingStrategy};

/// Names in names and the like: no workbook of ours comes near.
const DEPTH: u8 = 8;

/// What stands in a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum CellItem {
    /// Nothing.
    #[default]
    Blank,
    /// A number, exact.
    Number(Decimal),
    /// A text.
    Text(String),
    /// A truth.
    Truth(bool),
}

/// The cells and names that formulas look at.
pub trait Cells {
    /// The cell of a sheet by 1-based row and column; `None` where it is not known what stands there.
    fn cell(&self, sheet: &str, row: u32, column: u32) -> Option<CellItem>;

    /// What a name of the workbook stands for.
    fn name(&self, name: &str) -> Option<&str>;
}

/// What a formula (without `=`) on `sheet` results in; `None` where that cannot be said for certain.
#[must_use]
pub fn recalculate(formula: &str, sheet: &str, cells: &dyn Cells) -> Option<CellItem> {
    Evaluation { sheet, cells, depth: DEPTH }.text(formula)?.one()
}

/// What an expression is: a rectangle of items, row by row, mostly of one.
struct ItemRectangle {
    width: usize,
    items: Vec<CellItem>,
    /// Whether they stand in cells: then sums and the like pass over what is no number.
    in_cells: bool,
}

impl ItemRectangle {
    fn of(item: CellItem) -> Self {
        Self { width: 1, items: vec![item], in_cells: false }
    }

    fn one(&self) -> Option<CellItem> {
        if let [one] = &self.items[..] { Some(one.clone()) } else { None }
    }

    fn number(&self) -> Option<Decimal> {
        number(&self.one()?)
    }

    fn truth(&self) -> Option<bool> {
        truth(&self.one()?)
    }

    /// The numbers that a sum counts.
    fn numbers(&self, into: &mut Vec<Decimal>) -> Option<()> {
        for item in &self.items {
            match item {
                CellItem::Number(number) => into.push(*number),
                _ if self.in_cells => {}
                other => into.push(number(other)?),
            }
        }
        Some(())
    }
}

/// An item where a number is wanted.
fn number(item: &CellItem) -> Option<Decimal> {
    match item {
        CellItem::Blank => Some(Decimal::ZERO),
        CellItem::Number(number) => Some(*number),
        CellItem::Truth(truth) => Some(Decimal::from(u8::from(*truth))),
        CellItem::Text(text) => Decimal::from_str_exact(text).ok(),
    }
}

fn truth(item: &CellItem) -> Option<bool> {
    match item {
        CellItem::Truth(truth) => Some(*truth),
        CellItem::Text(_) => None,
        other => Some(!number(other)?.is_zero()),
    }
}

fn shown(item: &CellItem) -> String {
    match item {
        CellItem::Blank => String::new(),
        CellItem::Number(number) => number.normalize().to_string(),
        CellItem::Text(text) => text.clone(),
        CellItem::Truth(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
    }
}

struct Evaluation<'c> {
    sheet: &'c str,
    cells: &'c dyn Cells,
    depth: u8,
}

impl Evaluation<'_> {
    fn text(&self, formula: &str) -> Option<ItemRectangle> {
        let limits = ParserLimits::default().with_source_bytes(32_768).with_ast_height(128);
        let tree = Parser::builder().limits(limits).parse(format!("={formula}")).ok()?;
        self.area(&tree)
    }

    fn area(&self, node: &ASTNode) -> Option<ItemRectangle> {
        match &node.node_type {
            ASTNodeType::Literal(value) => literal(node, value).map(ItemRectangle::of),
            ASTNodeType::Reference { reference, .. } => self.reference(reference),
            ASTNodeType::UnaryOp { op, expr } => {
                let sign = op.to_string();
                let inner = self.area(expr)?;
                each(&[&inner], |items| {
                    let number = number(&items[0])?;
                    Some(CellItem::Number(match sign.as_str() {
                        "-" => -number,
                        "+" => number,
                        "%" => number / Decimal::ONE_HUNDRED,
                        _ => return None,
                    }))
                })
            }
            ASTNodeType::BinaryOp { op, left, right } => {
                let (sign, left, right) = (op.to_string(), self.area(left)?, self.area(right)?);
                each(&[&left, &right], |items| binary(&sign, &items[0], &items[1]))
            }
            ASTNodeType::Function { name, args } => self.call(&name.to_uppercase(), args),
            ASTNodeType::Array(rows) => {
                let items = rows.iter().flatten().map(|node| self.area(node)?.one()).collect::<Option<_>>()?;
                Some(ItemRectangle { width: rows.first()?.len(), items, in_cells: false })
            }
            ASTNodeType::Omitted | ASTNodeType::Call { .. } => None,
        }
    }

    fn reference(&self, reference: &ReferenceType) -> Option<ItemRectangle> {
        let (sheet, rows, columns) = match reference {
            ReferenceType::Cell { sheet, row, col, .. } => (sheet, *row..=*row, *col..=*col),
            ReferenceType::Range { sheet, start_row, start_col, end_row, end_col, .. } => {
                (sheet, (*start_row)?..=(*end_row)?, (*start_col)?..=(*end_col)?)
            }
            ReferenceType::NamedRange(name) if self.depth > 0 => {
                return Evaluation { depth: self.depth - 1, ..*self }.text(self.cells.name(name)?);
            }
            _ => return None,
        };
        let sheet = sheet.as_deref().unwrap_or(self.sheet);
        let width = columns.clone().count();
        let items = rows.flat_map(|row| columns.clone().map(move |column| (row, column)));
        let items = items.map(|(row, column)| self.cells.cell(sheet, row, column)).collect::<Option<_>>()?;
        Some(ItemRectangle { width, items, in_cells: true })
    }

    fn call(&self, name: &str, args: &[ASTNode]) -> Option<ItemRectangle> {
        // What is not taken is not evaluated: it may hold what cannot be.
        match (name, args) {
            ("IF", [condition, branches @ ..]) => {
                let taken = if self.area(condition)?.truth()? { branches.first() } else { branches.get(1) };
                return taken.map_or_else(|| Some(ItemRectangle::of(CellItem::Truth(false))), |taken| self.area(taken));
            }
            ("CHOOSE", [which, choices @ ..]) => {
                return each(&[&self.area(which)?], |items| self.area(choices.get(index(&items[0])?)?)?.one());
            }
            _ => {}
        }
        let areas = args.iter().map(|arg| self.area(arg)).collect::<Option<Vec<ItemRectangle>>>()?;
        let numbers = || {
            let mut numbers = Vec::new();
            areas.iter().try_for_each(|area| area.numbers(&mut numbers))?;
            Some(numbers)
        };
        let first = || areas.first()?.number();
        let item = match (name, &areas[..]) {
            ("TRUE" | "FALSE", []) => CellItem::Truth(name == "TRUE"),
            ("AND" | "OR", _) => CellItem::Truth(combined(name == "AND", &areas)?),
            ("NOT", [one]) => CellItem::Truth(!one.truth()?),
            ("SUM", _) => CellItem::Number(sum(&numbers()?)?),
            ("COUNT", _) => CellItem::Number(numbers()?.len().into()),
            ("AVERAGE", _) => {
                let numbers = numbers()?;
                CellItem::Number(sum(&numbers)?.checked_div(numbers.len().into())?)
            }
            ("MIN", _) => CellItem::Number(numbers()?.into_iter().min().unwrap_or_default()),
            ("MAX", _) => CellItem::Number(numbers()?.into_iter().max().unwrap_or_default()),
            ("ABS", [_]) => CellItem::Number(first()?.abs()),
            ("INT", [_]) => CellItem::Number(first()?.floor()),
            ("SIGN", [_]) => CellItem::Number(Decimal::from(first()?.cmp(&Decimal::ZERO) as i8)),
            ("ROUND" | "ROUNDDOWN" | "ROUNDUP", [_, places]) => {
                CellItem::Number(rounded(name, first()?, places.number()?)?)
            }
            ("LARGE" | "SMALL", [list, which]) => {
                let mut sorted = Vec::new();
                list.numbers(&mut sorted)?;
                sorted.sort_unstable();
                if name == "LARGE" {
                    sorted.reverse();
                }
                CellItem::Number(*sorted.get(index(&which.one()?)?)?)
            }
            ("MEDIAN", _) => CellItem::Number(median(numbers()?)?),
            ("ROWS", [area]) => CellItem::Number((area.items.len() / area.width).into()),
            ("ISNUMBER", [area]) => {
                return each(&[area], |items| Some(CellItem::Truth(matches!(items[0], CellItem::Number(_)))));
            }
            ("SUMPRODUCT", [first, rest @ ..]) => CellItem::Number(products(first, rest)?),
            ("SUMIF", [range, wanted, values]) => CellItem::Number(sum_if(range, &wanted.one()?, values)?),
            ("INDEX", [list, which]) => list.items.get(index(&which.one()?)?)?.clone(),
            ("MATCH", [wanted, list, way]) => {
                let at = matched(&wanted.one()?, &list.items, way.number()?)?;
                CellItem::Number((at + 1).into())
            }
            ("MID", [text, start, length]) => {
                let length = usize::try_from(length.number()?.trunc()).ok()?;
                let text = shown(&text.one()?);
                CellItem::Text(text.chars().skip(index(&start.one()?)?).take(length).collect())
            }
            _ => return None,
        };
        Some(ItemRectangle::of(item))
    }
}

/// A literal; a number by its own text, never from a binary float.
fn literal(node: &ASTNode, value: &LiteralValue) -> Option<CellItem> {
    Some(match value {
        LiteralValue::Text(text) => CellItem::Text(text.clone()),
        LiteralValue::Boolean(truth) => CellItem::Truth(*truth),
        LiteralValue::Int(_) | LiteralValue::Number(_) => {
            CellItem::Number(Decimal::from_str_exact(&node.source_token.as_ref()?.value).ok()?)
        }
        _ => return None,
    })
}

/// Item by item; what is one stands beside each of the others.
fn each(areas: &[&ItemRectangle], of: impl Fn(&[CellItem]) -> Option<CellItem>) -> Option<ItemRectangle> {
    let shape = *areas.iter().max_by_key(|area| area.items.len())?;
    let fits = |area: &&ItemRectangle| {
        area.items.len() == 1 || (area.items.len(), area.width) == (shape.items.len(), shape.width)
    };
    if !areas.iter().all(fits) {
        return None;
    }
    let items = (0..shape.items.len()).map(|at| {
        let items: Vec<CellItem> =
            areas.iter().map(|area| area.items[if area.items.len() == 1 { 0 } else { at }].clone()).collect();
        of(&items)
    });
    Some(ItemRectangle { width: shape.width, items: items.collect::<Option<_>>()?, in_cells: false })
}

fn binary(sign: &str, left: &CellItem, right: &CellItem) -> Option<CellItem> {
    let numbers = || Some((number(left)?, number(right)?));
    Some(match sign {
        "&" => CellItem::Text(shown(left) + &shown(right)),
        "+" => numbers().and_then(|(a, b)| a.checked_add(b)).map(CellItem::Number)?,
        "-" => numbers().and_then(|(a, b)| a.checked_sub(b)).map(CellItem::Number)?,
        "*" => numbers().and_then(|(a, b)| a.checked_mul(b)).map(CellItem::Number)?,
        "/" => numbers().and_then(|(a, b)| a.checked_div(b)).map(CellItem::Number)?,
        _ => {
            let order = order(left, right);
            CellItem::Truth(match sign {
                "=" => order.is_eq(),
                "<>" => order.is_ne(),
                "<" => order.is_lt(),
                "<=" => order.is_le(),
                ">" => order.is_gt(),
                ">=" => order.is_ge(),
                _ => return None,
            })
        }
    })
}

/// A spreadsheet's order: numbers before texts before truths; texts whatever their case; a blank is what stands beside it.
fn order(left: &CellItem, right: &CellItem) -> std::cmp::Ordering {
    let rank = |item: &CellItem| match item {
        CellItem::Blank | CellItem::Number(_) => 0,
        CellItem::Text(_) => 1,
        CellItem::Truth(_) => 2,
    };
    match (left, right) {
        (CellItem::Text(a), CellItem::Text(b)) => a.to_lowercase().cmp(&b.to_lowercase()),
        (CellItem::Blank, CellItem::Text(b)) => "".cmp(b.as_str()),
        (CellItem::Text(a), CellItem::Blank) => a.as_str().cmp(""),
        (CellItem::Truth(a), CellItem::Truth(b)) => a.cmp(b),
        (CellItem::Blank, CellItem::Truth(b)) => false.cmp(b),
        (CellItem::Truth(a), CellItem::Blank) => a.cmp(&false),
        _ if rank(left) == 0 && rank(right) == 0 => number(left).cmp(&number(right)),
        _ => rank(left).cmp(&rank(right)),
    }
}

/// A 1-based place as a 0-based one.
fn index(item: &CellItem) -> Option<usize> {
    usize::try_from(number(item)?.trunc()).ok()?.checked_sub(1)
}

fn combined(all: bool, areas: &[ItemRectangle]) -> Option<bool> {
    let mut truths = Vec::new();
    for area in areas {
        for item in &area.items {
            match item {
                CellItem::Blank | CellItem::Text(_) if area.in_cells => {}
                item => truths.push(truth(item)?),
            }
        }
    }
    Some(if all { truths.into_iter().all(|truth| truth) } else { truths.into_iter().any(|truth| truth) })
}

fn sum(numbers: &[Decimal]) -> Option<Decimal> {
    numbers.iter().try_fold(Decimal::ZERO, |sum, number| sum.checked_add(*number))
}

fn median(mut numbers: Vec<Decimal>) -> Option<Decimal> {
    numbers.sort_unstable();
    let middle = numbers.len() / 2;
    match numbers.len() % 2 {
        1 => numbers.get(middle).copied(),
        _ => numbers.get(middle.checked_sub(1)?)?.checked_add(numbers[middle])?.checked_div(Decimal::TWO),
    }
}

fn rounded(name: &str, number: Decimal, places: Decimal) -> Option<Decimal> {
    let places = u32::try_from(places).ok()?;
    let strategy = match name {
        "ROUND" => RoundingStrategy::MidpointAwayFromZero,
        "ROUNDUP" => RoundingStrategy::AwayFromZero,
        _ => RoundingStrategy::ToZero,
    };
    Some(number.round_dp_with_strategy(places, strategy))
}

/// The sum of the products of what stands at the same place; what is no number counts as 0.
fn products(first: &ItemRectangle, rest: &[ItemRectangle]) -> Option<Decimal> {
    let factor = |item: &CellItem| match item {
        CellItem::Number(number) => *number,
        _ => Decimal::ZERO,
    };
    let mut sum = Decimal::ZERO;
    for (at, item) in first.items.iter().enumerate() {
        let mut product = factor(item);
        for area in rest {
            product = product.checked_mul(factor(area.items.get(at)?))?;
        }
        sum = sum.checked_add(product)?;
    }
    Some(sum)
}

/// `SUMIF` by a number, a text, or a comparison with a number such as `>0`.
fn sum_if(range: &ItemRectangle, wanted: &CellItem, values: &ItemRectangle) -> Option<Decimal> {
    let of_text = |text: &str| {
        let sign = ["<=", ">=", "<>", "<", ">", "="].into_iter().find(|sign| text.starts_with(sign));
        sign.map(|sign| Some((sign, CellItem::Number(Decimal::from_str_exact(&text[sign.len()..]).ok()?))))
    };
    let (sign, beside) = match wanted {
        CellItem::Text(text) => of_text(text).unwrap_or_else(|| Some(("=", wanted.clone())))?,
        _ => ("=", wanted.clone()),
    };
    let mut sum = Decimal::ZERO;
    for (item, value) in range.items.iter().zip(&values.items) {
        let alike = std::mem::discriminant(item) == std::mem::discriminant(&beside);
        if alike && binary(sign, item, &beside)? == CellItem::Truth(true) {
            sum = sum.checked_add(if let CellItem::Number(value) = value { *value } else { Decimal::ZERO })?;
        }
    }
    Some(sum)
}

/// Where `MATCH` finds it: the very same (0), or the last that is no greater (1).
fn matched(wanted: &CellItem, list: &[CellItem], way: Decimal) -> Option<usize> {
    let alike = |item: &&CellItem| std::mem::discriminant(*item) == std::mem::discriminant(wanted);
    let found = list.iter().enumerate().filter(|(_, item)| alike(item));
    if way.is_zero() {
        return found.into_iter().find(|(_, item)| order(item, wanted).is_eq()).map(|(at, _)| at);
    }
    found.take_while(|(_, item)| order(item, wanted).is_le()).last().map(|(at, _)| at)
}

#[cfg(test)]
mod tests;
