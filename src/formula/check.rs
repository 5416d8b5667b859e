//! [`Expr`] to [`Code`]: names are resolved and kinds checked before anything runs.

use std::ops::Range;

use super::ast::{Expr, Node, Operator};
use super::code::{Code, Gather, Kind, Op, Scope, Slot, Space};
use super::number::Rounding;
use super::parse::Problem;
use super::suggest::closest;
use super::value::{Symbols, Value};
use super::vocabulary::{Entry, Vocabulary};
use crate::words;

/// Names and functions of the language, for suggestions.
pub const FUNCTIONS: [&str; 23] = [
    "ABS",
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
        if let Some(span) = unrounded(&code) {
            checker.problems.push(Problem::at(
                span,
                words!(
                    "商没有舍入：请写 ROUND(…, 小数位)，先乘后除",
                    "this quotient is never rounded: write ROUND(…, places), multiplying before dividing"
                ),
            ));
        }
    }
    if checker.problems.is_empty() { Ok(code) } else { Err(checker.problems) }
}

/// Whether a value of kind `found` may stand where `wanted` is asked for.
#[must_use]
pub fn fits(found: Kind, wanted: Kind) -> bool {
    use Kind::{Literal, NotApplicable, Plain, Yuan};
    found == wanted
        || found == NotApplicable
        || matches!((found, wanted), (Literal, Yuan | Plain) | (Yuan | Plain, Literal))
}

/// Words for a kind, as in "a truth".
#[must_use]
pub fn kind_words(kind: Kind) -> crate::lang::Words {
    match kind {
        Kind::Yuan => words!("金额", "money"),
        Kind::Plain => words!("数值", "a plain number"),
        Kind::Literal => words!("数字", "a number"),
        Kind::Truth => words!("真假值", "a truth value"),
        Kind::Text => words!("文本", "a text"),
        Kind::NotApplicable => words!("不适用", "n/a"),
    }
}

/// The place of a division whose unending result would leave the formula.
fn unrounded(code: &Code) -> Option<Range<usize>> {
    match &code.op {
        // Rounded, compared, or taken from a table: no unending quotient gets out.
        Op::Round(..)
        | Op::Compare(..)
        | Op::And(_)
        | Op::Or(_)
        | Op::Not(_)
        | Op::Band(..)
        | Op::Lookup(..)
        | Op::Grade(..)
        | Op::Graduated(..) => None,
        Op::Arithmetic(Operator::Divide, top, bottom) => {
            unrounded(top).or_else(|| (!ends(bottom)).then(|| code.span.clone()))
        }
        Op::Average(_) | Op::Aggregate { gather: Gather::Average, .. } => Some(code.span.clone()),
        Op::If(_, then, other) => unrounded(then).or_else(|| unrounded(other)),
        Op::Aggregate { value, .. } => unrounded(value),
        _ => code.parts().into_iter().find_map(unrounded),
    }
}

/// Whether dividing by this literal always ends: its only prime factors are 2 and 5.
fn ends(divisor: &Code) -> bool {
    let Op::Constant(Value::Number(number)) = divisor.op else { return false };
    let mut rest = number.normalize().mantissa().unsigned_abs();
    if rest == 0 {
        return false;
    }
    for factor in [2, 5] {
        while rest % factor == 0 {
            rest /= factor;
        }
    }
    rest == 1
}

struct Checker<'a> {
    scope: Scope,
    /// Inside an aggregate: the scope whose rows are gathered.
    inside: Option<Scope>,
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
            self.problem(expr, words!("此处需要数字，而不是{}", "a number is needed here, not {}", found.zh));
            if let Some(problem) = self.problems.last_mut() {
                problem.message.en = format!("a number is needed here, not {}", found.en);
            }
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
            let message = crate::lang::Words::new(
                format!("此处需要{}，而不是{}", wanted.zh, found.zh),
                format!("{} is needed here, not {}", wanted.en, found.en),
            );
            self.problem(expr, message);
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
                let message = crate::lang::Words::new(
                    format!("{}与{}不能放在一起", one.zh, other.zh),
                    format!("{} and {} do not go together", one.en, other.en),
                );
                self.problem(expr, message);
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
                self.problem(expr, words!("大小比较只用于数字", "only numbers can be greater or smaller"));
            }
            self.choice(&sides[0], right);
            self.choice(&sides[1], left);
            let [left, right] = sides;
            return (Op::Compare(operator, Box::new(left), Box::new(right)), Kind::Truth);
        }
        let (a, b) = (self.number(left), self.number(right));
        let kind = match operator {
            Operator::Multiply => match (a.kind, b.kind) {
                (Kind::Yuan, Kind::Yuan) => {
                    self.problem(expr, words!("金额不能乘以金额", "money cannot be multiplied by money"));
                    Kind::Yuan
                }
                (Kind::Yuan, _) | (_, Kind::Yuan) => Kind::Yuan,
                (Kind::Literal, _) | (_, Kind::Literal) => Kind::Literal,
                _ => Kind::Plain,
            },
            Operator::Divide => match (a.kind, b.kind) {
                (Kind::Yuan, Kind::Yuan) => Kind::Plain,
                (Kind::Plain, Kind::Yuan) => {
                    self.problem(expr, words!("数值不能除以金额", "a plain number cannot be divided by money"));
                    Kind::Plain
                }
                (Kind::Literal, _) => Kind::Literal,
                (kind, _) => kind,
            },
            _ => self.common(expr, &[a.clone(), b.clone()]),
        };
        (Op::Arithmetic(operator, Box::new(a), Box::new(b)), kind)
    }

    /// A text that is compared with a setting must be one of the setting's choices.
    fn choice(&mut self, side: &Code, other: &Expr) {
        let (Op::Slot(Slot { space: Space::Setting, index }), Node::Text(text)) = (&side.op, &other.node) else {
            return;
        };
        let entry = &self.vocabulary.settings[*index];
        if !entry.choices.is_empty() && !entry.choices.contains(text) {
            let choices = entry.choices.join(", ");
            let message = words!(
                "“{text}”不是 {} 的可选值（{choices}）",
                "`{text}` is not a choice of {} ({choices})",
                entry.name
            );
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
        let inside = self.inside?;
        let own = |scope: Scope, space: Space| {
            let index = vocabulary.find(scope, name)?;
            Some((Slot { space, index }, vocabulary.scope(scope)[index].kind))
        };
        if prefix == vocabulary.prefix(inside) {
            return own(inside, Space::Child)
                .or_else(|| (inside == Scope::Credit).then(|| own(Scope::Line, Space::ChildLine)).flatten());
        }
        (inside == Scope::Credit && prefix == "line").then(|| own(Scope::Line, Space::ChildLine)).flatten()
    }

    fn unknown(&self, name: &str) -> crate::lang::Words {
        let vocabulary = self.vocabulary;
        if let Some((prefix, rest)) = name.split_once('.')
            && Scope::ALL.iter().any(|&scope| vocabulary.prefix(scope) == prefix)
            && self.inside.is_none()
        {
            return words!(
                "{name} 要放在 SUM、AVERAGE、COUNT 或 LAST 里，例如 SUM({prefix}.{rest})",
                "{name} belongs inside SUM, AVERAGE, COUNT or LAST, for example SUM({prefix}.{rest})"
            );
        }
        let mut known: Vec<String> =
            vocabulary.settings.iter().chain(vocabulary.scope(self.scope)).map(|e| e.name.clone()).collect();
        if self.scope == Scope::Credit {
            known.extend(vocabulary.scope(Scope::Line).iter().map(|e| e.name.clone()));
        }
        if let Some(inside) = self.inside {
            let prefix = vocabulary.prefix(inside);
            known.extend(vocabulary.scope(inside).iter().map(|e| format!("{prefix}.{}", e.name)));
        }
        match closest(name, known.iter().map(String::as_str)) {
            Some(near) => words!(
                "没有名为“{name}”的规则、设置或列；是否指 {near}？",
                "no rule, setting or column is called `{name}`; did you mean `{near}`?"
            ),
            None => words!("没有名为“{name}”的规则、设置或列", "no rule, setting or column is called `{name}`"),
        }
    }

    fn call(&mut self, expr: &Expr, name: &str, args: &[Expr]) -> (Op, Kind) {
        let failed = (Op::Constant(Value::NotApplicable), Kind::NotApplicable);
        let Some(range) = arity(name) else {
            let message = match closest(name, FUNCTIONS.iter().copied()) {
                Some(near) => {
                    words!("没有函数 {name}；是否指 {near}？", "there is no function {name}; did you mean {near}?")
                }
                None => words!(
                    "没有函数 {name}；可用的有：{}",
                    "there is no function {name}; there are {}",
                    FUNCTIONS.join(", ")
                ),
            };
            self.problem(expr, message);
            return failed;
        };
        if !range.contains(&args.len()) {
            let (least, most) = (range.start, range.end - 1);
            let message = words!(
                "{name} 的参数个数应为 {least} 到 {most} 个，这里有 {} 个",
                "{name} takes {least} to {most} arguments, here are {}",
                args.len()
            );
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
            Node::Number(number) => i32::try_from(*number).ok().filter(|_| number.normalize().scale() == 0),
            Node::Negate(inner) => match inner.node {
                Node::Number(number) => i32::try_from(-number).ok(),
                _ => None,
            },
            _ => None,
        }
        .filter(|places| (-6..=12).contains(places));
        if places.is_none() {
            self.problem(
                &args[1],
                words!("小数位须写成 -6 到 12 的整数", "the places must be a whole number from -6 to 12"),
            );
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
            self.problem(
                expr,
                words!(
                    "{name} 需要下一级的名称，例如 {name}({}.x)",
                    "{name} needs a name of a finer scope, such as {name}({}.x)",
                    self.vocabulary.period
                ),
            );
            return (Op::Constant(Value::NotApplicable), Kind::NotApplicable);
        };
        if !self.reaches(over) || self.inside.is_some() {
            let prefix = self.vocabulary.prefix(over).to_owned();
            self.problem(expr, words!("这里不能汇总 {prefix} 的行", "the rows of {prefix} cannot be gathered here"));
            return (Op::Constant(Value::NotApplicable), Kind::NotApplicable);
        }
        if args.len() > 2 {
            self.problem(
                expr,
                words!(
                    "汇总下一级时只有两个参数：数值和条件",
                    "over finer rows there are two arguments: the figure and a condition"
                ),
            );
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
            Scope::Line | Scope::Credit => false,
            Scope::Period => over == Scope::Credit,
            Scope::Half => over == Scope::Period,
            Scope::Year => matches!(over, Scope::Period | Scope::Half),
            Scope::Manager => matches!(over, Scope::Period | Scope::Half | Scope::Year),
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
            _ => words!(
                "PREV 只能用于 {0} 规则中的一个名称，例如 PREV(surplus)",
                "PREV takes one name of a {0} rule, such as PREV(surplus)",
                self.vocabulary.period
            ),
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
        self.problem(
            arg,
            words!(
                "GIVEN 只能用于一个输入列或可不填（optional）的设置",
                "GIVEN takes the name of an input column or of an optional setting"
            ),
        );
        (Op::Constant(Value::Truth(false)), Kind::Truth)
    }

    fn entry(&self, slot: Slot) -> &Entry {
        match slot.space {
            Space::Setting => &self.vocabulary.settings[slot.index],
            Space::Own => &self.vocabulary.scope(self.scope)[slot.index],
            Space::Manager => &self.vocabulary.scope(Scope::Manager)[slot.index],
            Space::Line | Space::ChildLine => &self.vocabulary.scope(Scope::Line)[slot.index],
            Space::Child => &self.vocabulary.scope(self.inside.unwrap_or(self.scope))[slot.index],
        }
    }

    fn table_call(&mut self, expr: &Expr, name: &str, args: &[Expr]) -> (Op, Kind) {
        let failed = (Op::Constant(Value::NotApplicable), Kind::NotApplicable);
        match name {
            "BAND" | "SLAB" => {
                let Some(table) = self.table(&args[1]) else { return failed };
                let (start, value) = self.two_columns(table);
                let amount = self.of_kind(&args[0], start);
                if name == "BAND" {
                    return (Op::Band(Box::new(amount), table), value);
                }
                let kind = product(amount.kind, value);
                (Op::Slab(Box::new(amount), table), kind)
            }
            "GRADUATED" => {
                let Some(table) = self.table(&args[2]) else { return failed };
                let (start, rate) = self.two_columns(table);
                let (amount, unit) = (self.number(&args[0]), self.number(&args[1]));
                if !fits(product(start, unit.kind), amount.kind) {
                    self.problem(
                        expr,
                        words!(
                            "数量、单位与表的起点单位不一致",
                            "the amount, the unit and the table's starts are of different kinds"
                        ),
                    );
                }
                let kind = product(amount.kind, rate);
                (Op::Graduated(Box::new(amount), Box::new(unit), table), kind)
            }
            "LOOKUP" => {
                let Some(table) = self.table(&args[1]) else { return failed };
                let text = self.of_kind(&args[0], Kind::Text);
                let Some((column, kind)) = self.column(table, &args[2]) else { return failed };
                (Op::Lookup(Box::new(text), table, column), kind)
            }
            // GRADE and WAGE speak of the one table of that name, as design.md has them.
            _ => {
                let Some(table) = self.vocabulary.table("grades") else {
                    self.problem(
                        expr,
                        words!("{name} 需要名为 grades 的职级表", "{name} needs a table called `grades`"),
                    );
                    return failed;
                };
                let grade = self.of_kind(&args[0], Kind::Text);
                if name == "GRADE" {
                    let steps = self.of_kind(&args[1], Kind::Plain);
                    return (Op::Grade(Box::new(grade), Box::new(steps), table), Kind::Text);
                }
                let wage = Expr { node: Node::Name("wage".into()), span: expr.span.clone() };
                let Some((column, kind)) = self.column(table, &wage) else { return failed };
                (Op::Lookup(Box::new(grade), table, column), kind)
            }
        }
    }

    fn table(&mut self, arg: &Expr) -> Option<usize> {
        let found = match &arg.node {
            Node::Name(name) => self.vocabulary.table(name),
            _ => None,
        };
        if found.is_none() {
            let tables: Vec<_> = self.vocabulary.tables.iter().map(|t| t.name.clone()).collect();
            let tables = tables.join(", ");
            self.problem(arg, words!("此处需要表的名称（{tables}）", "the name of a table is needed here ({tables})"));
        }
        found
    }

    fn column(&mut self, table: usize, arg: &Expr) -> Option<(usize, Kind)> {
        let columns = &self.vocabulary.tables[table].columns;
        let found = match &arg.node {
            Node::Name(name) => columns.iter().position(|(column, _)| column == name),
            _ => None,
        };
        if let Some(index) = found {
            return Some((index, columns[index].1));
        }
        let names = columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
        self.problem(arg, words!("此处需要该表的列名（{names}）", "a column of that table is needed here ({names})"));
        None
    }

    fn two_columns(&self, table: usize) -> (Kind, Kind) {
        let columns = &self.vocabulary.tables[table].columns;
        let kind = |index: usize| columns.get(index).map_or(Kind::NotApplicable, |(_, kind)| *kind);
        (kind(0), kind(1))
    }
}

fn product(left: Kind, right: Kind) -> Kind {
    match (left, right) {
        (Kind::Yuan, _) | (_, Kind::Yuan) => Kind::Yuan,
        (Kind::Literal, _) | (_, Kind::Literal) => Kind::Literal,
        _ => Kind::Plain,
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
