//! Aggregates over peers get columns of their own, so that each is computed for all rows at once.

use super::super::model::{Across, Formula, InputCheck, Law, ScopeRules, Threshold};
use super::Scopes;
use crate::formula::{Op, Scope};
use crate::lang::{Lang, Words};

/// Gives every aggregate over peers in every formula its slot.
pub(super) fn columns(scopes: &mut Scopes, checks: &mut [InputCheck], laws: &mut [Law], thresholds: &mut [Threshold]) {
    for rules in scopes.iter_mut() {
        let mut own = std::mem::take(&mut rules.rules);
        for rule in &mut own {
            let (name, label) = (rule.name.clone(), rule.label.clone());
            take(&mut rule.formula, rules, &name, &label);
        }
        rules.rules = own;
        if let Some(mut when) = rules.when.take() {
            take(&mut when, rules, "when", &Words::same("when"));
            rules.when = Some(when);
        }
    }
    let mut others: Vec<(Scope, &mut Formula, String)> = Vec::new();
    others.extend(checks.iter_mut().map(|check| (check.scope, &mut check.formula, check.column.clone())));
    for law in laws {
        others.push((law.scope, &mut law.left, law.name.clone()));
        others.push((law.scope, &mut law.right, law.name.clone()));
    }
    others.extend(thresholds.iter_mut().map(|t| (t.scope, &mut t.missing, t.label.get(Lang::default()).to_owned())));
    for (scope, formula, name) in others {
        take(formula, &mut scopes[scope.index()], &name, &Words::same(&name));
    }
}

fn take(formula: &mut Formula, rules: &mut ScopeRules, name: &str, label: &Words) {
    let Formula { text, code, span, id } = formula;
    code.across(&mut |aggregate| {
        let slot = rules.width;
        if let Op::Aggregate { column, .. } = &mut aggregate.op {
            *column = Some(slot);
        }
        let formula = Formula { text: text.clone(), code: aggregate.clone(), span: span.clone(), id: *id };
        let across = Across { slot, name: name.to_owned(), label: label.clone(), formula };
        rules.width += across.width();
        rules.across.push(across);
    });
}
