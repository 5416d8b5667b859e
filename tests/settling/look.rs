//! A row that is looked at again, to be explained, shows what its rules saw: they give the same figures once more.

use std::num::NonZeroUsize;

use bonus::formula::{Context, Scope, evaluate};
use bonus::policy::{Policy, load};
use bonus::settle::{RowKey, Settlement, settle, settle_step_by_step, with_context};

use crate::common::case::{Case, Line};
use crate::common::{figures, fixture, policy, with_results};
use crate::settling::book;
use crate::settling::{extending, rule};

/// How many rules of a scope give the same figure again.
fn again(policy: &Policy, scope: Scope, context: &Context<'_>) -> usize {
    let rules = policy.scope(scope).rules.iter().filter(|rule| rule.input.is_none());
    let same = rules.map(|rule| {
        let value = evaluate(&rule.formula.code, context).unwrap().or_zero_of(rule.unit.kind());
        let standing = context.own.get(rule.slot);
        assert_eq!(value, standing, "{scope:?} {}", rule.name);
        // Down to how it is spelled.
        assert_eq!(value.as_number().map(|n| n.scale()), standing.as_number().map(|n| n.scale()), "{}", rule.name);
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

/// What is computed for all rows of a column at once is what each row alone gives, whatever the policy.
#[test]
fn a_column_is_what_its_rows_give_one_by_one() {
    let samples =
        ["key-account", "major-sales", "department-sales"].map(|id| (policy(id).clone(), format!("samples/{id}.xlsx")));
    let own = ["accelerator", "contest", "dated-vat", "office", "rolling-draw", "team"].map(|name| {
        let text = std::fs::read_to_string(fixture(&format!("policies/{name}.toml"))).unwrap();
        let book = if name == "dated-vat" { "dated-vat-2018" } else { name };
        (load(name, &text).unwrap_or_else(|error| panic!("{error}")), format!("policies/{book}.xlsx"))
    });
    for (policy, book) in samples.iter().chain(&own) {
        let count = with_results(&fixture(book), policy, |results| {
            let of_row = |key: RowKey| {
                with_context(results.settlement, key, |context| again(policy, key.scope(), context)).unwrap()
            };
            Scope::ALL.into_iter().flat_map(|scope| results.settlement.keys(scope)).map(of_row).sum::<usize>()
        });
        assert!(count.clone().is_ok_and(|count| count > 50), "{book}: {count:?}");
    }
}

/// Rows are divided among threads, those without a figure too: neither figures nor faults depend on how many there are.
#[test]
fn any_number_of_threads_settles_the_same() {
    let mut case = Case::empty(4);
    case.manager("A1", "1级");
    for quarter in 1..=4 {
        case.quota("A1", quarter, "1000", "2000");
        for amount in 0..300 {
            case.collected("A1", quarter, &format!("{amount}.{:02}", amount % 7));
        }
    }
    let settled = |formula: &str| {
        let policy = extending(&rule("line", "share", formula));
        let book = book(&case, &extending(""));
        [1, 2, 5].map(|threads| {
            let threads = NonZeroUsize::new(threads).unwrap();
            let figures = |settlement: Settlement| figures(&policy, &settlement, &Scope::ALL);
            settle_step_by_step(&policy, &book, threads, &mut |_| {}).map(figures)
        })
    };
    let [one, two, five] = settled("ROUND(1000 / (amount + 1), 2)");
    assert!(one.as_ref().is_ok_and(|figures| figures.len() > 2_400) && one == two && one == five);
    let [one, two, five] = settled("ROUND(1000 / IF(amount < 100, amount - 50.01, 1), 2)");
    assert_eq!(one.as_ref().map_err(|found| found.faults.len()), Err(4));
    assert_eq!((&one, &one), (&two, &five));
}
