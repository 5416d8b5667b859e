//! Edits at random and by the hundred: the parts sum, by every policy and some people at a time.

use std::path::Path;

use super::{Two, bonus, diff, tamper, text, told};
use crate::common;
use crate::common::case::{Case, Line};
use crate::common::{fixture, policy, with_results, with_results_of};
use bonus::audit::{AuditedRun, Between, Comparison, figures, parts};
use bonus::lang::Lang;
use bonus::report::Results;
use bonus::workbook::read::Request;
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::Value as Json;

/// Whatever number of people is settled at a time in states between two runs, the parts are the same.
fn whoever_is_settled_together(a: &Results<'_>, b: &Results<'_>) {
    let [a, b] = [a, b].map(|side| AuditedRun { policy: side.policy, book: side.book, settlement: side.settlement });
    let input = if a.policy.hash == b.policy.hash { a.book } else { b.book };
    let compared = |at_a_time: usize| {
        let between = Between { recorded: [None, None], a_by_b: Ok(input), b_wide: None, at_a_time };
        let comparison = Comparison::of_parts(&a, &b, parts(&a, &b, (figures(&a), figures(&b)), &between), Lang::Zh);
        (comparison.different, format!("{:?} {:?}", comparison.people().collect::<Vec<_>>(), comparison.changed))
    };
    let all = compared(usize::MAX);
    assert!(all.0 > 0, "{}", a.policy.id);
    for few in [1, 2] {
        assert_eq!(compared(few), all, "{}", a.policy.id);
    }
}

/// Where people are many, some are settled at a time: those whose figures the others' do not read.
#[test]
fn some_people_at_a_time_come_to_what_all_come_to() {
    let policies = ["key-account", "department-sales", "major-sales"].map(|id| [policy(id); 2]);
    let versions = ["department-sales@1", "department-sales@2"].map(policy);
    for [of_a, of_b] in policies.into_iter().chain([versions]) {
        let path = fixture(&format!("samples/{}.xlsx", of_a.id));
        let earlier = Request { through: Some("Q2".to_owned()), ..Request::default() };
        let by_b = if std::ptr::eq(of_a, of_b) { earlier } else { Request::default() };
        with_results(&path, of_a, |a| {
            with_results_of(&path, of_b, &by_b, |b| whoever_is_settled_together(a, b)).unwrap();
        })
        .unwrap();
    }
}

/// The same of people who share projects, with settings, tasks, lines and shares that are others.
#[test]
fn those_who_share_projects_are_settled_without_each_other() {
    let common =
        [Edit::Collect(0, 1, 90_000, 0), Edit::Collect(2, 3, 70_000, 1), Edit::Share(0, 60), Edit::Share(1, 33)];
    let other = [Edit::Setting(9), Edit::Quota(1, 2, 1_000, 2_000), Edit::Share(0, 41), Edit::Collect(1, 2, 8_000, 2)];
    let two = Two::new(&edited(&common), &edited(&[&common[..], &other].concat()));
    let [a, b] = ["a.xlsx", "b.xlsx"].map(|name| two.path(name));
    let own = policy("key-account");
    with_results(&a, own, |a| with_results(&b, own, |b| whoever_is_settled_together(a, b)).unwrap()).unwrap();
}

/// Each built-in policy: some number of an input is changed, and the difference has its parts.
#[test]
fn every_policy() {
    for id in bonus::policy::built_in_ids() {
        let inputs = [format!("samples/{id}.xlsx"), format!("schemes/{id}-en.xlsx")];
        let input = inputs.iter().map(|name| fixture(name)).find(|path| path.exists()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let other = folder.path().join("other.xlsx");
        let mut found = 0;
        let numbers = raise(&input, &other, usize::MAX);
        for number in 0..numbers.min(200) {
            raise(&input, &other, number);
            let output = bonus(&["diff", text(&input), text(&other), "--format", "json"]);
            if output.status.code() == Some(4) {
                let (_, json) = told(&output);
                let managers = json["managers"].as_array().unwrap();
                let parts = managers.iter().flat_map(|m| m["figures"].as_array().unwrap());
                found += usize::from(parts.flat_map(|f| f["parts"].as_array().unwrap()).next().is_some());
            }
            if found == common::some(3, 1) {
                break;
            }
        }
        assert!(found > 0, "{id}: no number moved a figure");
    }
}

/// Makes the `wanted`th number of the sheets after the first larger by one; gives how many numbers were seen up to there.
fn raise(input: &Path, output: &Path, wanted: usize) -> usize {
    std::fs::copy(input, output).unwrap();
    let seen = std::cell::Cell::new(0);
    tamper(output, |name, content| {
        if !name.starts_with("xl/worksheets/sheet") || name.ends_with("sheet1.xml") {
            return content;
        }
        let mut at = 0;
        while let Some(start) = content[at..].find("<v>").map(|start| at + start + 3) {
            let end = start + content[start..].find("</v>").unwrap();
            let tag = &content[content[..start].rfind("<c ").unwrap()..start];
            let number: Option<Decimal> = content[start..end].parse().ok();
            if let (false, Some(number)) = (tag.contains("t=\"s\"") || tag.contains("t=\"b\""), number)
                && seen.replace(seen.get() + 1) == wanted
            {
                return format!("{}{}{}", &content[..start], number + Decimal::ONE, &content[end..]);
            }
            at = end;
        }
        content
    });
    seen.get()
}

/// An edit of a case.
#[derive(Clone, Debug)]
enum Edit {
    Collect(usize, u8, i32, u8),
    Quota(usize, u8, u32, u32),
    Score(usize, u8, u8),
    Setting(u8),
    Manager(usize),
    Share(u8, u8),
    Through(u8),
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        4 => (0..3_usize, 1..=4_u8, -30_000..120_000_i32, 0..3_u8).prop_map(|(m, q, a, p)| Edit::Collect(m, q, a, p)),
        2 => (0..3_usize, 1..=4_u8, 0..90_000_u32, 0..60_000_u32).prop_map(|(m, q, b, t)| Edit::Quota(m, q, b, t)),
        2 => (0..3_usize, 1..=4_u8, 0..=100_u8).prop_map(|(m, q, s)| Edit::Score(m, q, s)),
        1 => (1..40_u8).prop_map(Edit::Setting),
        1 => (3..5_usize).prop_map(Edit::Manager),
        1 => (0..3_u8, 1..100_u8).prop_map(|(p, s)| Edit::Share(p, s)),
        1 => (2..=4_u8).prop_map(Edit::Through),
    ]
}

/// A case with these edits made to it, in their order.
fn edited(edits: &[Edit]) -> Case {
    let through = edits.iter().rev().find_map(|edit| if let Edit::Through(q) = edit { Some(*q) } else { None });
    let mut case = Case::empty(through.unwrap_or(4));
    let id = |number: usize| format!("M00{}", number + 1);
    for number in 0..3 {
        case.manager(&id(number), "2级");
        for quarter in 1..=4 {
            case.quota(&id(number), quarter, "70000", "100000");
        }
    }
    let mut shares = [(0_u8, 0_u8); 3];
    for edit in edits {
        match edit {
            Edit::Collect(manager, quarter, amount, project) => {
                case.line(Line {
                    project: format!("P{project}"),
                    quarter: format!("Q{quarter}"),
                    manager: id(*manager),
                    amount: amount.to_string(),
                    ..Line::default()
                });
            }
            Edit::Quota(manager, quarter, base, more) => {
                case.quota(&id(*manager), *quarter, &base.to_string(), &(base + more).to_string());
            }
            Edit::Score(manager, quarter, score) => {
                case.scores(&id(*manager), *quarter, &[&score.to_string()]);
            }
            Edit::Setting(rate) => {
                case.set("in_target_rate", &format!("0.{rate:02}"));
            }
            Edit::Manager(number) => {
                let id = id(*number);
                if case.clone().draft().pages.iter().all(|page| !format!("{page:?}").contains(&id)) {
                    case.manager(&id, "1级").quota(&id, 2, "50000", "60000").collected(&id, 2, "55000");
                }
            }
            Edit::Share(project, share) => shares[usize::from(*project)] = (*share, 100 - share),
            Edit::Through(_) => {}
        }
    }
    for (project, (one, other)) in shares.into_iter().enumerate() {
        if one > 0 {
            let project = format!("S{project}");
            case.line(Line {
                project: project.clone(),
                quarter: "Q2".into(),
                amount: "33333.33".into(),
                ..Line::default()
            });
            case.share(&project, "M001", &format!("0.{one:02}")).share(&project, "M002", &format!("0.{other:02}"));
        }
    }
    case
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Random edits on both sides: parts always sum to the difference (see `diff`), and the way back has the
    /// opposite differences.
    #[test]
    fn parts_sum_up_whatever_was_edited(
        common in prop::collection::vec(edit(), 2..8),
        only_a in prop::collection::vec(edit(), 0..6),
        only_b in prop::collection::vec(edit(), 0..6),
    ) {
        let (a, b) = (edited(&[&common[..], &only_a].concat()), edited(&[&common[..], &only_b].concat()));
        let two = Two::new(&a, &b);
        let (status, json) = two.diff();
        prop_assert!(status == 0 || status == 4, "{json:#}");
        let back = diff(&[text(&two.path("b.xlsx")), text(&two.path("a.xlsx"))]).1;
        let totals = |json: &Json| {
            let managers = json["managers"].as_array().unwrap().iter();
            let figures = managers.flat_map(|m| m["figures"].as_array().unwrap().iter().map(|f| {
                let difference: Decimal = f["difference"].as_str().unwrap().parse().unwrap();
                (m["id"].to_string() + &f["figure"].to_string() + &f["period"].to_string(), difference)
            }));
            figures.filter(|(_, difference)| !difference.is_zero()).collect::<std::collections::BTreeMap<_, _>>()
        };
        let negated: std::collections::BTreeMap<_, _> = totals(&back).into_iter().map(|(key, number)| (key, -number)).collect();
        prop_assert_eq!(totals(&json), negated);
        // Nothing is left over that no cause explains.
        prop_assert!(!json.to_string().contains("the rest of the input's changes"), "{json:#}");
    }
}
