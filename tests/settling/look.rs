//! A row that is looked at again, to be explained, shows what its rules saw: they give the same figures once more.

use bonus::formula::{Context, Scope, evaluate};
use bonus::policy::Policy;
use bonus::settle::{RowKey, settle, with_context};

use crate::common::case::{Case, Line};
use crate::settling::book;
use crate::settling::{extending, rule};

/// How many rules of a scope give the same figure again.
fn again(policy: &Policy, scope: Scope, context: &Context<'_>) -> usize {
    let rules = policy.scope(scope).rules.iter().filter(|rule| rule.input.is_none());
    let same = rules.map(|rule| {
        let value = evaluate(&rule.formula.code, context).unwrap().or_zero_of(rule.unit.kind());
        assert_eq!(value, context.own.get(rule.slot), "{scope:?} {}", rule.name);
    });
    same.count()
}

#[test]
fn every_row_gives_its_figures_again() {
    let mut case = Case::empty(4);
    for (place, id) in (0..).zip(["A1", "A2"]) {
        case.manager(id, ["1级", "2级"][place]);
        for quarter in 1..=4 {
            case.quota(id, quarter, "1000", "2000");
            case.collected(id, quarter, &(usize::from(quarter) * 700 + place * 37).to_string());
        }
    }
    case.share("S", "A1", "0.3").share("S", "A2", "0.7");
    for quarter in ["Q2", "Q3"] {
        let project = "S".to_owned();
        case.line(Line { quarter: quarter.to_owned(), project, amount: "123.45".to_owned(), ..Line::default() });
    }
    let rules = [
        rule("credit", "wages", "IF(grade = \"1级\", part, 0)"),
        rule("quarter", "wages", "IF(grade = \"1级\", floating_wage, 0)"),
        rule("half", "wages", "IF(grade = \"1级\", actual, 0)"),
        rule("manager", "halves", "SUM(half.actual)"),
        rule("department", "halves", "SUM(half.actual)"),
    ];
    let policy = extending(&rules.concat());
    let book = book(&case, &policy);
    let settlement = settle(&policy, &book).unwrap();
    for scope in [Scope::Period, Scope::Half, Scope::Year, Scope::Manager, Scope::Department] {
        let (managers, numbers) = match scope {
            Scope::Period => (2, 4),
            Scope::Half => (2, 2),
            Scope::Department => (1, 1),
            _ => (2, 1),
        };
        for (manager, number) in (0..managers).flat_map(|manager| (0..numbers).map(move |number| (manager, number))) {
            let look = |context: &Context<'_>| again(&policy, scope, context);
            let count = with_context(&settlement, RowKey::of(scope, manager, number), look);
            assert!(count.is_some_and(|count| count > 0), "{scope:?} {manager} {number}");
        }
    }
    // Eight lines of one person's and two of both.
    assert_eq!(settlement.credits.len(), 12);
    for (at, credit) in settlement.credits.iter().enumerate() {
        for key in [RowKey::Line(credit.line as usize), RowKey::Credit(at)] {
            let count = with_context(&settlement, key, |context| again(&policy, key.scope(), context));
            assert!(count.is_some_and(|count| count > 0), "{key:?}");
        }
    }
    for absent in [RowKey::Credit(12), RowKey::Line(10), RowKey::Manager { person: 2 }, RowKey::of(Scope::Period, 0, 4)]
    {
        assert!(with_context(&settlement, absent, |_| ()).is_none(), "{absent:?}");
    }
}
