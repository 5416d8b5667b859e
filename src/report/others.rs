//! What one person may be told of others: a place, a count, a sum over all or over his own group; never a name, nor a
//! figure that is picked from another person's.

use std::collections::HashSet;

use super::Results;
use super::explain::shown;
use crate::formula::{ChildRow, Code, Context, Gather, Op, Operator, Scope, Slot, Space, Value, evaluate};
use crate::lang::Lang;
use crate::policy::{Policy, Rule, Unit};
use crate::say;

/// People who are named in an explanation; beyond them their number is told.
const NAMED: usize = 200;

/// Whether a rule's figure lets someone read a figure of another person: the greatest of all, the third from the top, or
/// what is reckoned from one. What is only compared with it, or chosen by it, does not.
pub(super) fn is_withheld(policy: &Policy, scope: Scope, rule: &Rule) -> bool {
    let named = |name: &Option<String>| name.as_deref() == Some(rule.name.as_str());
    // What someone is paid he is told, whatever it rests on.
    let paid = match scope {
        Scope::Manager => policy.payable().is_some_and(|payable| payable.slot == rule.slot) || named(&policy.cost),
        Scope::Period => named(&policy.headline),
        _ => false,
    };
    !paid && tells(policy, scope, &rule.formula.code)
}

/// The same of any formula.
pub(super) fn tells(policy: &Policy, scope: Scope, code: &Code) -> bool {
    Flow { policy, seen: HashSet::new() }.tells(scope, scope, code)
}

/// Follows where the value of a formula comes from.
struct Flow<'p> {
    policy: &'p Policy,
    seen: HashSet<(Scope, usize)>,
}

impl Flow<'_> {
    /// `inside` is the scope of the rows that an aggregate goes over.
    fn tells(&mut self, scope: Scope, inside: Scope, code: &Code) -> bool {
        match &code.op {
            Op::Aggregate { gather, over, reach, value, condition, .. } => {
                let one = match gather {
                    // Also the middle one of an odd number is one person's.
                    Gather::Min | Gather::Max | Gather::Large | Gather::Small | Gather::Last | Gather::Statistic(_) => {
                        true
                    }
                    // A sum over those of one's own team is theirs together; any other condition may pick one person.
                    Gather::Sum | Gather::Average => condition.as_deref().is_some_and(|only| !is_own_group(only)),
                    _ => false,
                };
                let of_all = reach.is_across() || matches!(scope, Scope::DepartmentPeriod | Scope::Department);
                if of_all { one } else { self.tells(scope, *over, value) }
            }
            // A step of a table is no figure of anybody's.
            Op::Compare(..)
            | Op::Given(_)
            | Op::And(_)
            | Op::Or(_)
            | Op::Not(_)
            | Op::Band(..)
            | Op::Lookup(..)
            | Op::Grade(..) => false,
            Op::If(_, then, other) => self.tells(scope, inside, then) || self.tells(scope, inside, other),
            Op::Previous(slot) => self.rule(Scope::Period, *slot),
            Op::Slot(slot) => match slot.space {
                Space::Setting => false,
                Space::Own => self.rule(scope, slot.index),
                Space::Manager | Space::ChildManager => self.rule(Scope::Manager, slot.index),
                Space::Line | Space::ChildLine => self.rule(Scope::Line, slot.index),
                Space::Child => self.rule(inside, slot.index),
                Space::Of(scope) => self.rule(scope, slot.index),
            },
            _ => code.parts().into_iter().any(|part| self.tells(scope, inside, part)),
        }
    }

    fn rule(&mut self, scope: Scope, slot: usize) -> bool {
        let policy = self.policy;
        let rule = policy.scope(scope).rules.iter().find(|rule| rule.slot == slot);
        rule.is_some_and(|rule| self.seen.insert((scope, slot)) && self.tells(scope, scope, &rule.formula.code))
    }
}

/// Whether a condition says nothing but that something is as it is of oneself: `peers.team = team`.
fn is_own_group(condition: &Code) -> bool {
    match &condition.op {
        Op::And(parts) => parts.iter().all(is_own_group),
        Op::Compare(Operator::Equal, left, right) => match (&left.op, &right.op) {
            (Op::Slot(one), Op::Slot(other)) => {
                let of_oneself = |peer: &Slot, own: &Slot| {
                    matches!(
                        (peer.space, own.space),
                        (Space::Child, Space::Own) | (Space::ChildManager, Space::Manager)
                    )
                };
                one.index == other.index && (of_oneself(one, other) || of_oneself(other, one))
            }
            _ => false,
        },
        _ => false,
    }
}

/// Whether what stands in a formula's text, a name or an aggregate, is another's figure.
pub(super) fn is_written_of_another(policy: &Policy, scope: Scope, code: &Code, text: &str, written: &str) -> bool {
    let mut found = false;
    code.walk(&mut |part| {
        let here = text.get(part.span.clone()) == Some(written);
        let leaf = matches!(part.op, Op::Slot(_) | Op::Previous(_) | Op::Aggregate { .. });
        found |= here && leaf && tells(policy, scope, part);
    });
    found
}

/// Whose figures a rule gathers from all, with each one's.
pub(super) fn whose(
    results: &Results<'_>,
    (scope, number): (Scope, usize),
    rule: &Rule,
    context: &Context<'_>,
    lang: Lang,
) -> Vec<String> {
    let Results { book, settlement, .. } = results;
    let mut lines = Vec::new();
    rule.formula.code.walk(&mut |part| {
        let Op::Aggregate { over, reach, value, condition, .. } = &part.op else { return };
        if !reach.is_across() {
            return;
        }
        let within = reach.condition(*over);
        let unit = if value.kind == crate::formula::Kind::Yuan { Unit::Yuan } else { Unit::Number };
        for (manager, person) in book.managers.iter().enumerate() {
            let Some(row) = settlement.row(scope, manager, number) else { continue };
            let child = ChildRow { own: &row, line: &[], manager: settlement.manager_row(manager) };
            let inner = Context { child: Some(child), ..*context };
            let counts = |condition: &Code| evaluate(condition, &inner) == Ok(Value::Truth(true));
            if !within.iter().chain(condition.as_deref()).all(counts) {
                continue;
            }
            let Ok(found) = evaluate(value, &inner) else { continue };
            let figure = shown(results, found.or_zero_of(value.kind), unit, lang);
            lines.push(format!("{} {}  {figure}", person.id, person.name));
        }
    });
    if lines.len() > NAMED {
        let count = lines.len() - NAMED;
        lines.truncate(NAMED);
        lines.push(say!(Report::AndMore { count }).get(lang).to_owned());
    }
    lines
}
