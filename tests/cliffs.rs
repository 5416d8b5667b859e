//! Where one yuan moves a year's pay by much: what `bonus what-if --cliffs` finds by halving is what trying every yuan finds.

use crate::common;
use bonus::audit::{AuditedRun, Cliff, CliffKind, Cliffs};
use bonus::book::{Book, Period};
use bonus::formula::{Scope, Value};
use bonus::policy::Policy;
use bonus::report::Results;
use bonus::settle::{Dependents, Resettling, settle};
use common::case::Case;
use common::draft::{Cell, opened};
use common::figures;
use common::more::{book_with, cost, pay_with};
use rust_decimal::Decimal;

/// What trying every yuan finds: kind, amount and what the one yuan moves.
fn by_force(policy: &Policy, book: &Book, period: Period, reach: i64, over: Decimal) -> Vec<(CliffKind, i64, Decimal)> {
    let mut found = Vec::new();
    for sign in [-1, 1] {
        let pays: Vec<Decimal> = (0..=reach).map(|n| pay_with(policy, book, 0, period, (sign * n).into())).collect();
        let moved: Vec<Decimal> = pays.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let jump = moved.iter().position(|by| by.abs() > over);
        let (mut stops, mut raises) = (None, None);
        if sign < 0 {
            stops = moved.windows(100).position(|yuan| yuan.iter().all(Decimal::is_zero));
            let mut lowest = (pays[0], 0);
            for (at, pair) in pays.windows(2).enumerate() {
                if lowest.0 >= pair[0] {
                    lowest = (pair[0], at);
                }
                if pair[1] - lowest.0 > Decimal::new(10, 2) {
                    raises = Some(lowest.1);
                    break;
                }
            }
        }
        let kinds = [
            (CliffKind::Jump, jump.filter(|at| raises != Some(*at))),
            (CliffKind::RefundStops, stops),
            (CliffKind::RefundRaises, raises),
        ];
        for (kind, at) in kinds {
            if let Some(at) = at {
                found.push((kind, sign * (i64::try_from(at).unwrap() + 1), moved[at]));
            }
        }
    }
    found.sort_by_key(|(_, amount, _)| *amount);
    found
}

/// A book with small targets, so that every yuan can be tried.
fn small(policy: &'static str, version: &'static str, amounts: [&str; 4]) -> Case {
    let mut case = if policy == "key-account" { Case::through(4) } else { Case::of(policy, 4) };
    case.version(version);
    for (quarter, (base, target)) in (1..).zip([("210", "300"), ("105", "150"), ("210", "300"), ("140", "200")]) {
        case.quota("M001", quarter, base, target);
    }
    for (quarter, amount) in (1..).zip(amounts) {
        case.collected("M001", quarter, amount);
    }
    case
}

#[track_caller]
fn compare(case: &Case, policy: &Policy) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.xlsx");
    case.draft().write(&path);
    let over = Decimal::new(5, 0);
    let compared = common::with_results(&path, policy, |results: &Results<'_>| {
        let Results { policy, book, settlement, .. } = *results;
        let cliffs = Cliffs::new(AuditedRun { policy, book, settlement }, cost(policy), over).unwrap();
        let found = cliffs.of(0);
        let mut count = 0;
        for (period, reach) in book.through.up_to().zip([300, 150, 300, 200]) {
            let own = found.cliffs.iter().filter(|cliff| cliff.period == period.index());
            let own: Vec<_> = own.map(|cliff| (cliff.kind, cliff.amount, cliff.moves)).collect();
            assert_eq!(own, by_force(policy, book, period, reach, over), "{} {}: {period}", policy.id, policy.version);
            count += own.len();
        }
        count
    });
    compared.unwrap_or_else(|faults| panic!("{faults}"))
}

#[test]
fn halving_finds_what_trying_every_yuan_finds() {
    let books = [["330.55", "20", "400", "199.99"], ["100", "100", "100", "700"]];
    let (mut count, mut tried) = (0, 0);
    // Outside CI two policies, by the latest version, and of each one of the books.
    let policies = ["key-account", "department-sales", "major-sales"];
    for (number, policy) in policies.into_iter().take(common::some(3, 2)).enumerate() {
        for version in ["2", "1"].into_iter().take(common::some(2, 1)) {
            for amounts in books.into_iter().skip(common::some(0, number % 2)).take(common::some(2, 1)) {
                let case = small(policy, version, amounts);
                count += compare(&case, common::policy(&format!("{policy}@{version}")));
                tried += 1;
            }
        }
    }
    assert!(2 * count > 5 * tried, "only {count} cliffs");
}

/// The example of the README. Base 100,000, target 200,000, no tax; Q1 300,001 and Q2 100,000. One yuan above the cap the
/// 100,000 over the target accrue now, at 5 %, and 1 yuan is carried: 8,000 + 5,000 + 4,500 of wage, then 4,000.04. A refund
/// of that yuan carries the 100,000, and Q2 reaches its target: 8,000 + 4,500, then 8,000 + 4,500.
#[test]
fn a_refund_at_the_cap_raises_pay_and_is_told() {
    let policy = common::policy("department-sales");
    let mut case = Case::of("department-sales", 2);
    case.version("2").set("tax_divisor", "1");
    for (quarter, amount) in [(1, "300001"), (2, "100000")] {
        case.quota("M001", quarter, "100000", "200000").collected("M001", quarter, amount);
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.xlsx");
    case.draft().write(&path);
    let looked = common::with_results(&path, policy, |results: &Results<'_>| {
        let Results { policy, book, settlement, .. } = *results;
        let cliffs = Cliffs::new(AuditedRun { policy, book, settlement }, cost(policy), Decimal::ONE_THOUSAND).unwrap();
        let found = cliffs.of(0);
        assert_eq!(found.pay, Decimal::new(2_150_004, 2));
        let raise = |cliff: &&Cliff<'_>| cliff.period == 0 && cliff.kind == CliffKind::RefundRaises;
        let raise = found.cliffs.iter().find(raise).unwrap();
        assert_eq!((raise.amount, raise.moves), (-1, Decimal::new(349_996, 2)));
        assert!(raise.rules.iter().any(|of| of.rule.clause.contains("DS-3")), "{:?}", raise.rules);
    });
    looked.unwrap_or_else(|faults| panic!("{faults}"));
}

/// The other example of the README. Major-sales, base 70,000 and target 100,000; Q1 130,000 and Q2 70,000 accrue 14,240.00, then
/// he leaves; 200,000 are refunded in Q3, which takes all of it back, and paid again in Q4. One yuan less in Q2, and it accrues
/// 996.79: with 9,256.00 of Q1 that is all that can be taken back, and the year's end pays the rest of Q2.
#[test]
fn a_refund_of_someone_who_left_may_raise_pay_and_is_told() {
    let policy = common::policy("major-sales");
    let mut draft = opened(&common::fixture("people/major-sales-people.xlsx"));
    for sheet in ["客户经理", "任务", "回款", "KPI评分"] {
        draft.page(sheet).rows.truncate(1);
    }
    draft.without("贡献");
    let person = vec!["M001".into(), "经理1".into(), "1级".into(), Cell::Blank, Cell::Date(2017, 6, 30)];
    draft.page("客户经理").rows.push(person);
    for (quarter, amount) in [("Q1", "130000"), ("Q2", "70000"), ("Q3", "-200000"), ("Q4", "200000")] {
        draft.row("回款", &[quarter, quarter, "产品", "M001", amount, "0", "0", "0", "0", "是"]);
    }
    for quarter in ["Q1", "Q2"] {
        draft.row("任务", &["M001", quarter, "70000", "100000", "0"]);
        draft.row("KPI评分", &["M001", quarter, "80", "80", "80"]);
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.xlsx");
    draft.write(&path);
    let looked = common::with_results(&path, policy, |results: &Results<'_>| {
        let Results { policy, book, settlement, .. } = *results;
        let cliffs = Cliffs::new(AuditedRun { policy, book, settlement }, cost(policy), Decimal::ONE_THOUSAND).unwrap();
        let found = cliffs.of(0);
        assert_eq!(found.pay, Decimal::new(1_424_000, 2));
        let raises = |cliff: &Cliff<'_>, period: usize| cliff.period == period && cliff.kind == CliffKind::RefundRaises;
        let raise = found.cliffs.iter().find(|cliff| raises(cliff, 1)).unwrap();
        assert_eq!((raise.amount, raise.moves), (-1, Decimal::new(398_714, 2)));
        // Quarters after leaving are looked at as well: refunding the late money lowers pay at once, and is no cliff.
        assert!(found.cliffs.iter().all(|cliff| !raises(cliff, 3)), "{found:?}");
    });
    looked.unwrap_or_else(|faults| panic!("{faults}"));
}

/// Scopes of which a year that is settled again has every figure.
const PEOPLE: [Scope; 6] = [Scope::Line, Scope::Credit, Scope::Period, Scope::Half, Scope::Year, Scope::Manager];

/// Settles each person's year again with other amounts in each period, and all of it: how many there were, how many of them
/// with other figures than before, and how many with faults.
fn settled_again(policy: &Policy, book: &Book) -> [usize; 3] {
    let amounts = [0, 500_000, -1, 12_345, -250_000, 3, -99_999_999, 99_999_999, 0].map(Decimal::from);
    let dependents = Dependents::of(policy).unwrap();
    let mut counts = [0; 3];
    for (manager, period) in (0..book.managers.len()).flat_map(|m| book.through.up_to().map(move |p| (m, p))) {
        if book.period(manager, period).is_none() || (manager + period.index()) % common::some(1, 3) != 0 {
            continue;
        }
        let with = |amount| book_with(policy, book, manager, period, amount);
        let (first, at) = with(Decimal::ONE);
        let Ok(settlement) = settle(policy, &first) else { continue };
        let before = figures(policy, &settlement, &PEOPLE);
        let of = (manager, book.lines.len(), at);
        let mut again = Resettling::new(&dependents, book.adjustments.clone(), settlement, of);
        for amount in amounts {
            let done = again.with(&[Value::Number(amount)], &mut |_, _, _, _| {});
            let whole = settle(policy, &with(amount).0);
            let which = format!("{}@{}: {manager} {period} {amount}", policy.id, policy.version);
            assert_eq!(done.is_ok(), whole.is_ok(), "{which}");
            counts[0] += 1;
            if let Ok(whole) = whole {
                let whole = figures(policy, &whole, &PEOPLE);
                counts[1] += usize::from(whole != before);
                assert!(figures(policy, again.settlement(), &PEOPLE) == whole, "{which}");
            } else {
                counts[2] += 1;
            }
        }
    }
    counts
}

/// A year is settled again by what rests on the changed line alone: every figure is what settling all of it gives, whatever
/// amount stood there before, and where that has a fault so has this.
#[test]
fn a_year_that_is_settled_again_is_that_of_a_settlement_of_the_whole() {
    let mut counts = [0; 3];
    for id in ["key-account", "major-sales", "department-sales", "loan-officers"] {
        let files = match id {
            "loan-officers" => vec!["schemes/loan-officers-en.xlsx".to_owned()],
            _ => vec![format!("samples/{id}-turns.xlsx"), format!("people/{id}-people.xlsx")],
        };
        for (version, file) in files.iter().flat_map(|file| [(2, file), (1, file)]).take(common::some(4, 2)) {
            let policy = common::policy(&format!("{id}@{version}"));
            let tried = common::with_results(&common::fixture(file), policy, |results: &Results<'_>| {
                settled_again(policy, results.book)
            });
            // What version 2 alone has is a fault by version 1.
            let tried = if version == 1 { tried.unwrap_or_default() } else { tried.unwrap() };
            counts.iter_mut().zip(tried).for_each(|(count, tried)| *count += tried);
        }
    }
    let [count, moved, faulty] = counts;
    assert!(count > 300 && moved * 2 > count && faulty > 0, "{count} years, {moved} others, {faulty} with faults");
}
