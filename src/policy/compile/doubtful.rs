//! What a policy may say and hardly means: a text that no rule gives, 70 where 70 % is meant, two columns of one label.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rust_decimal::Decimal;

use super::super::model::Policy;
use super::super::raw::{RawPolicy, Text};
use super::super::source::PolicyProblem;
use super::super::unit::{Unit, number};
use crate::formula::{Code, Kind, Op, Scope, Slot, Space, Symbol, Value};
use crate::lang::fold;
use crate::say;

/// A percentage of so much that is written without its sign is perhaps meant in hundredths.
const DOUBTFUL_SHARE: Decimal = Decimal::TWO;
/// Significant digits that Excel keeps of a number: of one with more, a live formula computes with another.
const EXCEL_DIGITS: u32 = 15;

/// Each doubt with its place.
pub(super) fn doubtful(policy: &Policy, raw: &RawPolicy) -> Vec<PolicyProblem> {
    let mut found = values(raw);
    for scope in Scope::ALL {
        found.extend(labels(policy, scope));
        for rule in &policy.scope(scope).rules {
            let mut told = BTreeSet::new();
            let mut shares = BTreeSet::new();
            for code in rule.formula.code.each() {
                told.extend(never(policy, scope, code));
                shares.extend(hundredfold(policy, scope, code));
                found.extend(constant(code).map(|shown| longer(&shown, rule.formula.span.clone())));
            }
            found.extend(shares.into_iter().map(|(name, shown)| {
                let hundredfold = (shown * Decimal::ONE_HUNDRED).normalize();
                let message = say!(Policy::PercentCompared { name, shown, hundredfold });
                PolicyProblem { span: rule.formula.span.clone(), message }
            }));
            found.extend(told.into_iter().map(|(name, text, given)| {
                let given = given.join(", ");
                let message = say!(Policy::NeverGiven { name, text, given });
                PolicyProblem { span: rule.formula.span.clone(), message }
            }));
        }
    }
    for law in &policy.laws {
        let kinds = [law.left.code.kind, law.right.code.kind];
        if kinds.contains(&Kind::Yuan) && kinds.contains(&Kind::Plain) {
            found.push(PolicyProblem { span: law.right.span.clone(), message: say!(Policy::LawOfTwoKinds) });
        }
    }
    for check in &policy.checks {
        let reads = |code: &Code| {
            matches!(code.op, Op::Aggregate { .. })
                || code.parts().next().is_none() && !matches!(code.op, Op::Constant(_))
        };
        if !check.formula.code.each().any(reads) {
            found.push(PolicyProblem { span: check.formula.span.clone(), message: say!(Policy::CheckOfNothing) });
        }
    }
    found
}

/// Defaults and values of tables that are some times the whole, and written without a sign; those of money and plain
/// numbers that have one; and those of more digits than Excel has.
fn values(raw: &RawPolicy) -> Vec<PolicyProblem> {
    let defaults = raw.setting.iter().map(|setting| (Some(&setting.unit), setting.default.as_ref()));
    let columns = raw.sheet.iter().flat_map(|sheet| &sheet.columns);
    let columns = columns.map(|column| (column.unit.as_ref(), column.default.as_ref()));
    let rows = raw.table.iter().flat_map(|table| table.rows.iter().map(move |row| (table, row)));
    let cells = rows.flat_map(|(table, row)| {
        let units = table.columns.iter().map(|column| column.unit.as_ref()).skip(usize::from(row.key.is_some()));
        units.zip(row.values.iter().map(Some))
    });
    let doubt = |(unit, text): (Option<&Text>, Option<&Text>)| {
        let (unit, text) = (Unit::named(unit?.get_ref())?, text?);
        let (shown, value) = (text.get_ref(), number(text.get_ref())?);
        let message = match (unit, shown.contains('%')) {
            (Unit::Percent, false) if value >= DOUBTFUL_SHARE => {
                let hundredfold = (value * Decimal::ONE_HUNDRED).normalize();
                say!(Policy::PercentWritten { shown, hundredfold })
            }
            (Unit::Yuan | Unit::Number, true) => {
                let (unit, value) = (unit.name(), value.normalize());
                say!(Policy::PercentOfUnit { shown, value, unit })
            }
            _ if is_long(value) => return Some(longer(shown, text.span())),
            _ => return None,
        };
        Some(PolicyProblem { span: text.span(), message })
    };
    defaults.chain(columns).chain(cells).filter_map(doubt).collect()
}

/// Whether a number has more digits than Excel keeps.
fn is_long(number: Decimal) -> bool {
    number.normalize().mantissa().unsigned_abs() >= 10_u128.pow(EXCEL_DIGITS)
}

fn longer(shown: &str, span: Range<usize>) -> PolicyProblem {
    PolicyProblem { span, message: say!(Policy::LongNumber { shown, most: EXCEL_DIGITS }) }
}

/// A number of a formula that is longer.
fn constant(code: &Code) -> Option<String> {
    match &code.op {
        Op::Constant(Value::Number(number)) if is_long(*number) => Some(number.to_string()),
        _ => None,
    }
}

/// Rules of one sheet of results that nobody can tell apart, by their labels or by their names.
fn labels(policy: &Policy, scope: Scope) -> Vec<PolicyProblem> {
    let mut taken: BTreeMap<String, &str> = BTreeMap::new();
    let mut names: BTreeMap<String, &str> = BTreeMap::new();
    let mut found = Vec::new();
    for rule in policy.scope(scope).rules.iter().filter(|rule| rule.input.is_none()) {
        let spellings: BTreeMap<String, &str> = rule.label.spellings().map(|text| (fold(text), text)).collect();
        let name = rule.name.as_str();
        let alike = spellings.iter().find_map(|(folded, text)| Some((*text, *taken.get(folded)?)));
        if let Some((text, first)) = alike.or_else(|| Some((name, *names.get(&fold(name))?))) {
            found.push(PolicyProblem {
                span: rule.formula.span.clone(),
                message: say!(Policy::LabelTwice { name, first, text }),
            });
        }
        names.insert(fold(name), name);
        taken.extend(spellings.into_keys().map(|text| (text, rule.name.as_str())));
    }
    found
}

/// A comparison of a rule with a text that it never gives: the rule's name, the text, and those that it gives.
fn never<'p>(policy: &'p Policy, scope: Scope, code: &Code) -> Option<(&'p str, &'p str, Vec<&'p str>)> {
    let Op::Compare(_, left, right) = &code.op else { return None };
    [(left, right), (right, left)].into_iter().find_map(|(side, other)| {
        let (Op::Slot(slot), Op::Constant(Value::Text(text))) = (&side.op, &other.op) else { return None };
        let of = scope_of(*slot, scope)?;
        let rule = policy.scope(of).rules.iter().find(|rule| rule.slot == slot.index && rule.input.is_none())?;
        let mut given = BTreeSet::new();
        gives(&rule.formula.code, &mut given)?;
        let spelt = |text: &Symbol| policy.symbols.text(*text);
        (!given.contains(text)).then(|| (rule.name.as_str(), spelt(text), given.iter().map(spelt).collect()))
    })
}

/// A percentage that is compared with a number of hundredths: its name, and the number.
fn hundredfold<'p>(policy: &'p Policy, scope: Scope, code: &Code) -> Option<(&'p str, Decimal)> {
    let Op::Compare(_, left, right) = &code.op else { return None };
    [(left, right), (right, left)].into_iter().find_map(|(side, other)| {
        let (Op::Slot(slot), Op::Constant(Value::Number(number))) = (&side.op, &other.op) else { return None };
        let (name, unit) = match scope_of(*slot, scope) {
            None if slot.space == Space::Setting => {
                policy.settings.get(slot.index).map(|set| (set.name.as_str(), set.unit))
            }
            None => None,
            Some(of) => {
                let rule = policy.rule_at(of, slot.index);
                let rule = rule.map(|rule| (rule.name.as_str(), rule.unit));
                rule.or_else(|| {
                    policy.input(of, slot.index).map(|input| (input.column.name.as_str(), input.column.unit))
                })
            }
        }?;
        (unit == Unit::Percent && *number >= DOUBTFUL_SHARE).then_some((name, *number))
    })
}

fn scope_of(slot: Slot, scope: Scope) -> Option<Scope> {
    match slot.space {
        Space::Own => Some(scope),
        Space::Manager => Some(Scope::Manager),
        Space::Line => Some(Scope::Line),
        Space::Of(of) => Some(of),
        _ => None,
    }
}

/// Adds the texts that a formula gives; `None` where it may give others.
fn gives(code: &Code, texts: &mut BTreeSet<Symbol>) -> Option<()> {
    match &code.op {
        Op::Constant(Value::Text(text)) => drop(texts.insert(*text)),
        Op::If(_, then, otherwise) => return gives(then, texts).and_then(|()| gives(otherwise, texts)),
        _ => return None,
    }
    Some(())
}
