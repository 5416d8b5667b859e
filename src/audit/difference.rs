//! Two runs side by side: per manager what changed, each difference with its parts, and all other figures that changed.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use super::attribute::{DifferencePart, Steps};
use super::entries::{ChangedEntry, FigureEntry, OtherEntry, PartEntry, PersonEntry, Sides, TargetWord, ToldEntry};
use super::figures::{AuditedRun, FiguresByTarget, PlacedTarget, Target, placed, slot, targets};
use super::told::{Group, Told, shown};
use crate::book::Period;
use crate::formula::{Row, Scope};
use crate::lang::{Lang, Words};
use crate::policy::{PeriodKind, Policy, Unit};
use crate::report::json::{Amount, RuleScope};
use crate::report::scope_name;
use crate::say;
use crate::settle::RowKey;

/// What differs between two runs. What differs for somebody is made when it is asked for: of a large input all of it at
/// once would take more memory than both runs.
pub struct Comparison<'r> {
    lang: Lang,
    a: AuditedRun<'r>,
    b: AuditedRun<'r>,
    people: Vec<DifferentPerson<'r>>,
    targets: Vec<(Target, Unit, String)>,
    /// Where A and B have them.
    placed: (Vec<PlacedTarget>, Vec<PlacedTarget>),
    both: [(Scope, Vec<InBoth>); 4],
    /// What results record of their own.
    recorded: [Option<FiguresByTarget>; 2],
    moved: Moved,
    /// How many managers there are on both sides together.
    pub compared: usize,
    /// How many of them have differences, shown or not.
    pub different: usize,
    /// Each setting, table and cell of the input that is another one.
    pub changed: Vec<ChangedEntry>,
}

/// Somebody who differs.
struct DifferentPerson<'r> {
    id: &'r str,
    /// His place in A and in B.
    at: (Option<usize>, Option<usize>),
    shown: bool,
}

impl<'r> Comparison<'r> {
    /// Compares two runs of which the parts of every difference are known: nothing is asked of their lines. What differs is
    /// told in `lang`.
    #[must_use]
    pub fn of_parts(a: &AuditedRun<'r>, b: &AuditedRun<'r>, steps: Steps, lang: Lang) -> Self {
        let Steps { parts, changed, recorded } = steps;
        let effects: HashSet<&Told> = parts.iter().map(|part| &*part.told).collect();
        let entry = |told: &Told| ChangedEntry { told: ToldEntry::new(told, lang), moved: effects.contains(told) };
        let changed = changed.iter().map(entry).collect();
        drop(effects);
        let all_targets: BTreeSet<Target> = targets(a.policy).into_iter().chain(targets(b.policy)).collect();
        let of = |target: Target| {
            let (_, _, unit, label) = slot(b.policy, target).or_else(|| slot(a.policy, target))?;
            Some((target, unit, label.get(lang).to_owned()))
        };
        let mut people: BTreeMap<&str, (Option<usize>, Option<usize>)> = BTreeMap::new();
        for (at, manager) in a.book.managers.iter().enumerate() {
            people.entry(&manager.id).or_default().0 = Some(at);
        }
        for (at, manager) in b.book.managers.iter().enumerate() {
            people.entry(&manager.id).or_default().1 = Some(at);
        }
        let mut comparison = Self {
            a: *a,
            b: *b,
            people: Vec::new(),
            targets: all_targets.into_iter().filter_map(of).collect(),
            placed: (placed(a), placed(b)),
            both: in_both(a.policy, b.policy, lang),
            recorded,
            moved: Moved::of(parts),
            compared: people.len(),
            different: 0,
            changed,
            lang,
        };
        let all = people.into_iter().map(|(id, at)| DifferentPerson { id, at, shown: true });
        comparison.people = all.filter(|one| comparison.is_different(one)).collect();
        comparison.different = comparison.people.len();
        comparison
    }

    /// Whether anything does.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.different > 0 || !self.changed.is_empty()
    }

    /// Shows these managers only.
    pub fn only(&mut self, wanted: impl Fn(&str, &str) -> bool) {
        let mut people = std::mem::take(&mut self.people);
        for one in &mut people {
            one.shown &= wanted(one.id, self.name(one));
        }
        self.people = people;
    }

    /// Those who are shown and for whom something differs, by id.
    pub fn people(&self) -> impl Iterator<Item = PersonEntry> {
        self.people.iter().filter(|one| one.shown).map(|one| PersonEntry {
            id: one.id.to_owned(),
            name: self.name(one).to_owned(),
            r#in: match one.at {
                (_, None) => Sides::A,
                (None, _) => Sides::B,
                _ => Sides::Both,
            },
            figures: self.figures(one).collect(),
            changed: self.others(one).collect(),
        })
    }

    fn is_different(&self, one: &DifferentPerson<'r>) -> bool {
        let both = one.at.0.is_some() && one.at.1.is_some();
        !both || self.figures(one).next().is_some() || self.others(one).next().is_some()
    }

    /// As B has it where he is in B.
    fn name(&self, one: &DifferentPerson<'r>) -> &'r str {
        match one.at {
            (_, Some(at)) => &self.b.book.managers[at].name,
            (Some(at), None) => &self.a.book.managers[at].name,
            (None, None) => "",
        }
    }

    /// The figures of a manager that differ, with their parts.
    fn figures(&self, one: &DifferentPerson<'r>) -> impl Iterator<Item = FigureEntry> {
        let id: Arc<str> = Arc::from(one.id);
        let at = one.at;
        let own = self.moved.of.get(one.id).map(Vec::as_slice).unwrap_or_default();
        self.targets.iter().filter_map(move |(target, unit, label)| {
            let key = (Arc::clone(&id), *target);
            let side =
                |run, recorded: &Option<FiguresByTarget>, placed: &[PlacedTarget], at: Option<usize>| match recorded {
                    Some(recorded) => recorded.get(&key).copied(),
                    None => placed.iter().find(|one| one.target == *target)?.figure(run, at?),
                };
            let sides = (
                side(&self.a, &self.recorded[0], &self.placed.0, at.0),
                side(&self.b, &self.recorded[1], &self.placed.1, at.1),
            );
            let mut list: Vec<(Arc<Told>, Decimal)> = Vec::new();
            for (_, cause, by) in own.iter().filter(|(of, ..)| of == target) {
                let told = &self.moved.causes[*cause as usize];
                match list.iter_mut().find(|(known, _)| known == told) {
                    Some((_, sum)) => *sum += by,
                    None => list.push((Arc::clone(told), *by)),
                }
            }
            list.retain(|(_, moved)| !moved.is_zero());
            let same = sides.0.unwrap_or_default() == sides.1.unwrap_or_default();
            let amount = |number: Decimal| Amount::of(number, *unit);
            let part = |(told, by): (Arc<Told>, Decimal)| PartEntry {
                told: ToldEntry::new(&told, self.lang),
                moved: amount(by),
            };
            (!same || !list.is_empty()).then(|| FigureEntry {
                figure: TargetWord::from(*target),
                period: match target {
                    Target::Period(number) => period(self.b.policy.period, *number),
                    Target::Payable | Target::Cost => String::new(),
                },
                label: label.clone(),
                unit: *unit,
                a: sides.0.map(amount),
                b: sides.1.map(amount),
                difference: amount(sides.1.unwrap_or_default() - sides.0.unwrap_or_default()),
                parts: list.into_iter().map(part).collect(),
            })
        })
    }

    /// The figures of a manager that both runs have under one name and that differ.
    fn others(&self, one: &DifferentPerson<'r>) -> impl Iterator<Item = OtherEntry> {
        let sides = one.at.0.zip(one.at.1);
        sides.into_iter().flat_map(|(one, other)| self.others_of((&self.a, one), (&self.b, other)))
    }

    fn others_of<'c>(
        &'c self,
        a: (&'c AuditedRun<'r>, usize),
        b: (&'c AuditedRun<'r>, usize),
    ) -> impl Iterator<Item = OtherEntry> + 'c {
        let periods = usize::from(b.0.policy.period.count());
        let numbered = self.both.iter().flat_map(move |(scope, rules)| {
            let count = match scope {
                Scope::Period => periods,
                Scope::Half => 2,
                _ => 1,
            };
            (0..count).map(move |number| (*scope, number, rules))
        });
        let with_rows = numbered.filter_map(move |(scope, number, rules)| {
            Some((scope, number, rules, row(a, scope, number)?, row(b, scope, number)?))
        });
        with_rows.flat_map(move |(scope, number, rules, one, other)| {
            rules.iter().filter_map(move |InBoth { slots, unit, name, label }| {
                let text =
                    |run: &AuditedRun<'_>, row: Row<'_>, slot: usize| shown(&run.book.symbols, row.get(slot), *unit);
                let sides = (text(a.0, one, slots.0), text(b.0, other, slots.1));
                (sides.0 != sides.1).then(|| {
                    let of = of(b.0.policy, scope, number);
                    let row = match scope {
                        Scope::Period | Scope::Half => of.clone(),
                        Scope::Manager => say!(Audit::Summary).get(self.lang).to_owned(),
                        scope => scope_name(scope, b.0.policy).get(self.lang).to_owned(),
                    };
                    let scope = RuleScope::of(scope, b.0.policy.period);
                    OtherEntry { scope, of, row, name: name.clone(), label: label.clone(), a: sides.0, b: sides.1 }
                })
            })
        })
    }
}

/// What differs for whom: a list of [`PersonEntry`], each made when it is written.
pub struct PeopleEntries<'d>(pub &'d Comparison<'d>);

impl Serialize for PeopleEntries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.people())
    }
}

/// What figures were moved by, and why.
struct Moved {
    causes: Vec<Arc<Told>>,
    /// By id: which of his figures, the place of the cause, and by how much, in the order of the causes.
    of: HashMap<Arc<str>, Vec<(Target, u32, Decimal)>>,
}

impl Moved {
    fn of(parts: Vec<DifferencePart>) -> Self {
        let (mut causes, mut of) = (Vec::with_capacity(parts.len()), HashMap::<_, Vec<_>>::new());
        for (at, DifferencePart { told, moved }) in (0..).zip(parts) {
            causes.push(told);
            for ((id, target), by) in moved {
                of.entry(id).or_default().push((target, at, by));
            }
        }
        Self { causes, of }
    }
}

/// A rule that two policies have under one name, with its slots in both.
struct InBoth {
    slots: (usize, usize),
    unit: Unit,
    name: String,
    label: String,
}

/// The rules of people that both policies have, by scope.
fn in_both(a: &Policy, b: &Policy, lang: Lang) -> [(Scope, Vec<InBoth>); 4] {
    [Scope::Manager, Scope::Period, Scope::Half, Scope::Year].map(|scope| {
        let rules = b.scope(scope).rules.iter().filter(|rule| rule.input.is_none()).filter_map(|rule| {
            let slots = (a.rule(scope, &rule.name)?.slot, rule.slot);
            let (name, label) = (rule.name.clone(), rule.label.get(lang).to_owned());
            Some(InBoth { slots, unit: rule.unit, name, label })
        });
        (scope, rules.collect())
    })
}

/// A row of a manager, up to the last period that a run computes.
fn row<'r>((run, at): (&'r AuditedRun<'_>, usize), scope: Scope, number: usize) -> Option<Row<'r>> {
    let later = scope == Scope::Period && number > run.book.through.index();
    if later { None } else { run.settlement.row(RowKey::of(scope, at, number)) }
}

/// Which row of its scope it is.
fn of(policy: &Policy, scope: Scope, number: usize) -> String {
    match scope {
        Scope::Period => period(policy.period, number),
        Scope::Half => format!("H{}", number + 1),
        _ => String::new(),
    }
}

fn period(kind: PeriodKind, number: usize) -> String {
    let period = Period::at(kind, number);
    period.map_or_else(String::new, |period| period.to_string())
}

/// The order in which causes are applied, for people.
#[must_use]
pub fn order() -> Words {
    Words::joined(&Group::ALL.map(Group::words), &Words::same(" → "))
}
