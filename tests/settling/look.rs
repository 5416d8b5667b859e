//! A row that is looked at again, to be explained, shows what its rules saw: they give the same figures once more.

use bonus::formula::{Context, Scope, Value, evaluate};
use bonus::policy::Policy;
use bonus::settle::{settle, with_context, with_credit};

use crate::common::case::{Case, Line};
use crate::settling::book;
use crate::settling::{extending, rule};

/// How many rules of a scope give the same figure again.
fn again(policy: &Policy, scope: Scope, own: &[Value], context: &Context<'_>) -> usize {
    let rules = policy.scope(scope).rules.iter().filter(|rule| rule.input.is_none());
    let same = rules.map(|rule| {
        let value = evaluate(&rule.formula.code, context).unwrap().or_zero_of(rule.unit.kind());
        assert_eq!(value, own[rule.slot], "{scope:?} {}", rule.name);
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
            let look = |own: &[Value], context: &Context<'_>| again(&policy, scope, own, context);
            let count = with_context(&settlement, scope, manager, number, look);
            assert!(count.is_some_and(|count| count > 0), "{scope:?} {manager} {number}");
        }
    }
    // Eight lines of one person's and two of both.
    assert_eq!(settlement.credits.len(), 12);
    for credit in 0..settlement.credits.len() {
        for scope in [Scope::Line, Scope::Credit] {
            let count =
                with_credit(&settlement, &book, scope, credit, |context| again(&policy, scope, context.own, context));
            assert!(count.is_some_and(|count| count > 0), "{scope:?} {credit}");
        }
    }
    assert!(with_credit(&settlement, &book, Scope::Credit, 12, |_| ()).is_none());
    assert!(with_context(&settlement, Scope::Line, 0, 0, |_, _| ()).is_none());
    assert!(with_context(&settlement, Scope::Manager, 2, 0, |_, _| ()).is_none());
}
