//! Who is below whom: each person's place in the hierarchy, and the law that what is summed over all below is the sum of
//! its members.
//!
//! People are numbered so that a superior comes before those below him, who follow without a gap: they are the numbers
//! behind his own up to the last one below. A spreadsheet can compare numbers; it cannot follow who reports to whom.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::law_result::LawResult;
use super::look::with_context;
use super::row_key::RowKey;
use super::settlement::Settlement;
use crate::book::{Book, Fault, Mistake, Period, Place};
use crate::formula::{Context, Gather, Hierarchy, Op, Reach, Scope, Symbol, Value, evaluate};
use crate::lang::Words;
use crate::policy::{Across, ColumnRole, Policy, builtin};
use crate::say;

/// The name of the law that roll-ups are the sums of their members.
pub const ROLL_UP: &str = "roll-up";

/// More levels of superiors than any company has.
const LEVELS: usize = 50;

/// A person's place, the last place below, and his superior's place.
pub(super) type Places = [u32; Hierarchy::NAMES.len()];

/// The places of everybody, for each period where they may change, else once.
#[derive(Debug, Default)]
pub(super) struct Ranks {
    hierarchy: Option<Hierarchy>,
    by_number: Vec<Vec<Places>>,
    /// Whether something is wrong with who reports to whom, or somebody may be missing.
    tainted: bool,
}

impl Ranks {
    /// The places in a book, and what is wrong with who reports to whom, with the row where it stands.
    pub(super) fn new(policy: &Policy, book: &Book) -> (Self, Vec<(RowKey, Fault)>) {
        let Some(hierarchy) = policy.vocabulary.hierarchy else { return Default::default() };
        let numbers = if hierarchy.scope == Scope::Period { book.through.index() + 1 } else { 1 };
        let (mut by_number, mut faults) = (Vec::new(), Vec::new());
        for number in 0..numbers {
            let mut tree = Tree { policy, book, number, superiors: Vec::new(), faults: Vec::new() };
            by_number.push(tree.places());
            let told = tree.faults.into_iter();
            faults.extend(told.map(|(person, fault)| (RowKey::of(hierarchy.scope, person, number), fault)));
        }
        (Self { hierarchy: Some(hierarchy), by_number, tainted: !faults.is_empty() }, faults)
    }

    /// From now on nobody's place is certain.
    pub(super) fn taint(&mut self) {
        self.tainted = true;
    }

    /// Puts a person's places into his row of a scope, where that is the one that has them.
    pub(super) fn put(&self, scope: Scope, manager: usize, number: usize, row: &mut [Value]) {
        let Some(Hierarchy { first, .. }) = self.hierarchy.filter(|hierarchy| hierarchy.scope == scope) else { return };
        let places = self.by_number.get(number).and_then(|places| places.get(manager)).copied().unwrap_or_default();
        for (value, place) in row[first..].iter_mut().zip(places) {
            *value = if self.tainted { Value::Tainted } else { Value::Number(place.into()) };
        }
    }
}

/// Who reports to whom at one time.
struct Tree<'a> {
    policy: &'a Policy,
    book: &'a Book,
    number: usize,
    superiors: Vec<Option<usize>>,
    faults: Vec<(usize, Fault)>,
}

/// The cell that says whom a person reports to, and what stands in it; nothing where he has no such row.
fn told(policy: &Policy, book: &Book, manager: usize, number: usize) -> Option<(Place, Value)> {
    let (at, column) = policy.reports_to()?;
    let ColumnRole::Value { slot } = policy.sheets[at].columns[column].role else { return None };
    if policy.vocabulary.hierarchy?.scope == Scope::Manager {
        let person = &book.managers[manager];
        return Some((book.cell(at, column, person.row), person.values.get(slot).copied()?));
    }
    let row = book.periods.get(manager * book.periods_a_year() + number)?.as_ref()?;
    Some((book.cell(at, column, row.rows[at]), row.values.get(slot - builtin::PERIOD - 1).copied()?))
}

/// For each person the place of his superior among all, where he has one.
fn superiors(policy: &Policy, book: &Book, number: usize) -> Vec<Option<usize>> {
    Tree { policy, book, number, superiors: Vec::new(), faults: Vec::new() }.superiors()
}

impl Tree<'_> {
    fn superiors(&mut self) -> Vec<Option<usize>> {
        let book = self.book;
        let symbols =
            book.managers.iter().enumerate().filter_map(|(at, person)| Some((book.symbols.find(&person.id)?, at)));
        let ids: HashMap<Symbol, usize> = symbols.collect();
        (0..book.managers.len()).map(|manager| self.superior(manager, &ids)).collect()
    }

    fn superior(&mut self, manager: usize, ids: &HashMap<Symbol, usize>) -> Option<usize> {
        let (policy, book, number) = (self.policy, self.book, self.number);
        let (place, Value::Text(symbol)) = told(policy, book, manager, number)? else { return None };
        let found = ids.get(&symbol).copied();
        if found.is_some_and(|found| told(policy, book, found, number).is_some()) {
            return found;
        }
        // The reader tells of unknown ones; what is left has no row of the period, or is gone in a comparison.
        let superior = book.symbols.text(symbol);
        let person = &policy.person;
        let period = Period::at(policy.period, number);
        let (problem, mistake) = match (found, period) {
            (Some(_), Some(period)) => (say!(Settle::SuperiorWithoutPeriod { superior, period }), Mistake::Other),
            _ => (say!(Read::NoSuchPerson { person }), Mistake::Nobody),
        };
        let fault = Fault::new(place, superior, problem, say!(Settle::CorrectSuperior));
        self.faults.push((manager, fault.known_as(mistake)));
        None
    }

    /// Numbers everybody, each superior before those below him and those in the order of the people.
    fn places(&mut self) -> Vec<Places> {
        self.superiors = self.superiors();
        let count = self.superiors.len();
        let mut below: Vec<Vec<usize>> = vec![Vec::new(); count];
        let mut open = Vec::new();
        for (manager, superior) in self.superiors.iter().enumerate().rev() {
            match superior {
                Some(superior) => below[*superior].push(manager),
                None => open.push((manager, 0)),
            }
        }
        let mut places = vec![Places::default(); count];
        // The last place of someone is that of whoever comes last before the next who is not below him.
        let mut above: Vec<usize> = Vec::new();
        let (mut next, mut deep) = (0, false);
        while let Some((manager, level)) = open.pop() {
            above.drain(level.min(above.len())..).for_each(|closed| places[closed][1] = next);
            next += 1;
            let superior = self.superiors[manager].map_or(0, |superior| places[superior][0]);
            places[manager] = [next, next, superior];
            above.push(manager);
            if level == LEVELS {
                let fault = self.fault(manager, say!(Settle::TooManyLevels { levels: LEVELS }));
                self.faults.push((manager, fault));
                deep = true;
                continue;
            }
            open.extend(below[manager].iter().map(|person| (*person, level + 1)));
        }
        for closed in above {
            places[closed][1] = next;
        }
        // Whoever is below the last level has no place either.
        if !deep {
            self.circles(&places);
        }
        places
    }

    /// Who got no place is in a circle, or below one.
    fn circles(&mut self, places: &[Places]) {
        let mut seen = vec![false; places.len()];
        for start in (0..places.len()).filter(|start| places[*start][0] == 0) {
            let mut path = Vec::new();
            let mut at = start;
            while !seen[at] {
                seen[at] = true;
                path.push(at);
                let Some(superior) = self.superiors[at] else { break };
                at = superior;
            }
            let Some(from) = path.iter().position(|person| *person == at) else { continue };
            let circle = path[from..].iter().chain([&at]).map(|person| {
                let person = &self.book.managers[*person];
                if person.name == person.id { person.id.clone() } else { format!("{} {}", person.id, person.name) }
            });
            let people = circle.collect::<Vec<_>>().join(" → ");
            let fault = self.fault(at, say!(Settle::ReportsInCircle { people }));
            self.faults.push((at, fault));
        }
    }

    fn fault(&self, manager: usize, problem: Words) -> Fault {
        let (place, value) = told(self.policy, self.book, manager, self.number).unwrap_or_default();
        let found = if let Value::Text(symbol) = value { self.book.symbols.text(symbol) } else { "" };
        Fault::new(place, found, problem, say!(Settle::CorrectSuperior))
    }
}

/// The law: each figure that is summed over those below is summed again, person by person, by following who reports to
/// whom; nothing where no rule does.
pub(super) fn roll_ups(policy: &Policy, book: &Book, settlement: &Settlement) -> Option<LawResult> {
    let hierarchy = policy.vocabulary.hierarchy?;
    let (sheet, column) = policy.reports_to()?;
    let sums = |across: &&Across| {
        let of_below = |reach: Reach| reach.hierarchy().is_some();
        matches!(&across.formula.code.op, Op::Aggregate { gather: Gather::Sum, reach, .. } if of_below(*reach))
    };
    let mut law = LawResult {
        name: ROLL_UP.into(),
        clause: policy.sheets[sheet].columns[column].clause.clone(),
        label: say!(Settle::LawOfRollUps),
        rows: 0,
        holds: true,
        left: Decimal::ZERO,
        right: Decimal::ZERO,
        broken_at: None,
    };
    let mut any = false;
    for scope in Scope::ALL {
        let rolled: Vec<&Across> = policy.scope(scope).across.iter().filter(sums).collect();
        any |= !rolled.is_empty();
        if rolled.is_empty() {
            continue;
        }
        for number in 0..settlement.numbers(scope) {
            let superiors = superiors(policy, book, if hierarchy.scope == Scope::Period { number } else { 0 });
            let below = below(&superiors);
            for (manager, below) in below.iter().enumerate() {
                for across in &rolled {
                    let both = with_context(settlement, RowKey::of(scope, manager, number), |context| {
                        let standing = context.own.get(across.slot).as_number();
                        (standing, summed((settlement, scope, number), across, (&superiors, manager, below), context))
                    });
                    let Some(both) = both else { continue };
                    law.rows += 1;
                    let (Some(left), Some(right)) = both else {
                        law.holds = false;
                        law.broken_at.get_or_insert_with(|| book.managers[manager].id.clone());
                        continue;
                    };
                    law.left += left;
                    law.right += right;
                    if left != right {
                        law.holds = false;
                        let id = &book.managers[manager].id;
                        law.broken_at.get_or_insert_with(|| format!("{id}: {left} ≠ {right}"));
                    }
                }
            }
        }
    }
    any.then_some(law)
}

/// All who are below each person, found from below.
fn below(superiors: &[Option<usize>]) -> Vec<Vec<usize>> {
    let mut below = vec![Vec::new(); superiors.len()];
    for person in 0..superiors.len() {
        let mut at = superiors[person];
        for _ in 0..LEVELS {
            let Some(superior) = at else { break };
            below[superior].push(person);
            at = superiors[superior];
        }
    }
    below
}

/// The sum over those of them whom the figure is of; `None` where one of them has no number.
fn summed(
    (settlement, scope, number): (&Settlement, Scope, usize),
    across: &Across,
    (superiors, manager, below): (&[Option<usize>], usize, &[usize]),
    context: &Context<'_>,
) -> Option<Decimal> {
    let Op::Aggregate { reach, value, condition, .. } = &across.formula.code.op else { return None };
    let mut sum = Decimal::ZERO;
    for &person in below {
        let Some(child) = settlement.child(RowKey::of(scope, person, number)) else { continue };
        let inner = Context { child: Some(child), ..*context };
        let direct = matches!(reach, Reach::Team(_));
        if direct && superiors[person] != Some(manager) {
            continue;
        }
        if let Some(condition) = condition
            && evaluate(condition, &inner).ok()? != Value::Truth(true)
        {
            continue;
        }
        match evaluate(value, &inner).ok()? {
            // What does not apply is passed over, as everywhere.
            Value::NotApplicable => {}
            found => sum = sum.checked_add(found.as_number()?)?,
        }
    }
    Some(sum)
}
