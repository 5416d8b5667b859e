//! Calls that look into tables.

use super::Checker;
use super::kinds::{fits, product};
use crate::formula::ast::{Expr, Node};
use crate::formula::code::Op;
use crate::formula::kind::Kind;
use crate::formula::value::Value;
use crate::say;

impl Checker<'_> {
    pub(super) fn table_call(&mut self, expr: &Expr, name: &str, args: &[Expr]) -> (Op, Kind) {
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
                    self.problem(expr, say!(Formula::GraduatedUnitsDiffer));
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
                    self.problem(expr, say!(Formula::NeedsGrades { name }));
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
            self.problem(arg, say!(Formula::TableNeeded { tables }));
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
        self.problem(arg, say!(Formula::ColumnNeeded { names }));
        None
    }

    fn two_columns(&self, table: usize) -> (Kind, Kind) {
        let columns = &self.vocabulary.tables[table].columns;
        let kind = |index: usize| columns.get(index).map_or(Kind::NotApplicable, |(_, kind)| *kind);
        (kind(0), kind(1))
    }
}
