//! A year as one chain: which run is the next of which, by the hashes that `next` wrote, and whether what one run paid is
//! what the next one starts from.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use super::openings::Openings;
use crate::book::Period;
use crate::formula::Scope;
use crate::lang::{Lang, Words};
use crate::report::Results;
use crate::report::form::{paid_by_now, paid_rows};
use crate::report::json::FileRef;
use crate::say;
use crate::settle::RowKey;

/// A run of a chain.
// As its results were computed again; documents for programs show it as it is, with these comments.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "RunEntry"))]
pub struct ChainRun {
    /// The policy's id.
    policy: String,
    /// The calendar year.
    year: i16,
    /// The last period that was computed.
    through: Period,
    /// The results.
    #[serde(serialize_with = "file")]
    #[cfg_attr(test, schemars(with = "FileRef<'_>"))]
    results: (String, String),
    /// The input.
    #[serde(serialize_with = "file")]
    #[cfg_attr(test, schemars(with = "FileRef<'_>"))]
    input: (String, String),
    /// The SHA-256 of the results that the input was made from; null where it does not say.
    previous: Option<String>,
    /// The SHA-256 of the input of those; null where it does not say.
    previous_input: Option<String>,
    /// How it is joined to the run before.
    joined: Joined,
    #[serde(skip)]
    people: BTreeMap<String, PersonMoney>,
}

fn file<S: Serializer>((file, sha256): &(String, String), serializer: S) -> Result<S::Ok, S::Error> {
    FileRef { file, sha256 }.serialize(serializer)
}

/// Figures of a period, by its number.
type ByPeriod = BTreeMap<u8, Vec<Decimal>>;

/// A person in a run; all money in yuan.
#[derive(Clone, Debug, Default)]
struct PersonMoney {
    payable: Decimal,
    /// What the through period, and all periods, take from the fixed wage.
    deduction: Decimal,
    deductions: Decimal,
    /// What the year comes to so far.
    year: Option<Decimal>,
    /// Whether he is gone when the run ends.
    gone: bool,
    /// What the input says was paid, and what the next one will say.
    paid: ByPeriod,
    paid_now: ByPeriod,
    /// Opening and closing balance.
    balances: BTreeMap<u8, [Decimal; 2]>,
    /// Adjustments of the first period.
    opens: Vec<Decimal>,
    /// Balances that the policy carries from year to year.
    openings: Openings,
}

impl ChainRun {
    /// What a chain has to know of a run: of its results and its input, each with its SHA-256, and of the results and their
    /// input that it was made from, where it says so.
    #[must_use]
    pub fn of(
        run: &Results<'_>,
        results: (String, String),
        input: (String, String),
        [previous, previous_input]: [Option<String>; 2],
    ) -> Self {
        let (policy, book, settlement) = (run.policy, run.book, run.settlement);
        let mut people: BTreeMap<String, PersonMoney> = BTreeMap::new();
        let by_manager = |rows: Vec<(usize, Period, Vec<Decimal>)>| {
            let mut all = vec![ByPeriod::new(); book.managers.len()];
            for (manager, period, figures) in rows {
                all[manager].insert(period.number(), figures);
            }
            all
        };
        let (mut paid, mut paid_now) = (by_manager(paid_rows(run)), by_manager(paid_by_now(run)));
        let cost = policy.cost.as_deref().and_then(|name| policy.rule(Scope::Manager, name));
        let (year, balances) = (cost.map(|rule| rule.slot), policy.balances());
        let deduction = policy.wage_deduction().map(|rule| rule.slot);
        for (manager, person) in book.managers.iter().enumerate() {
            let figure = |slot: Option<usize>| settlement.number(RowKey::Manager { person: manager }, slot?);
            let mut found = PersonMoney {
                payable: figure(policy.payable().map(|rule| rule.slot)).unwrap_or_default(),
                year: figure(year),
                gone: book.gone_after(manager, book.through),
                paid: std::mem::take(&mut paid[manager]),
                paid_now: std::mem::take(&mut paid_now[manager]),
                openings: Openings::of(run, manager),
                ..PersonMoney::default()
            };
            for period in book.through.up_to() {
                let Some(row) = settlement.row(RowKey::Period { person: manager, period: period.index() }) else {
                    continue;
                };
                let figure = |slot: usize| row.get(slot).as_number().unwrap_or_default();
                let taken = deduction.map(figure).unwrap_or_default();
                found.deductions += taken;
                if period == book.through {
                    found.deduction = taken;
                }
                if let Some(balances) = balances {
                    found.balances.insert(period.number(), balances.map(|rule| figure(rule.slot)));
                }
            }
            let first = |one: &&crate::book::Adjustment| {
                one.manager == manager && one.period.is_some_and(|period| period.number() == 1)
            };
            let amounts = book.adjustments.iter().filter(first).flat_map(|one| &one.values);
            found.opens = amounts.filter_map(|value| value.as_number()).collect();
            people.insert(person.id.clone(), found);
        }
        let (policy, year, through) = (policy.id.clone(), book.year, book.through);
        let joined = Joined::First;
        Self { policy, year, through, results, input, previous, previous_input, joined, people }
    }

    fn when(&self) -> (i16, u8) {
        (self.year, self.through.number())
    }

    fn is_last(&self) -> bool {
        usize::from(self.through.number()) == self.through.of_a_year()
    }

    /// Whether the input says that it was made from that run: from its results, or, where nobody had recorded any, from its
    /// input.
    fn follows(&self, before: &Self) -> bool {
        match (&self.previous, &self.previous_input) {
            (Some(results), _) => *results == before.results.1,
            (None, Some(input)) => *input == before.input.1,
            (None, None) => false,
        }
    }

    fn says_nothing(&self) -> bool {
        self.previous.is_none() && self.previous_input.is_none()
    }

    /// Whether it may be the run after that one, as far as anyone can see: the next of its year, of mostly the same people.
    fn fits(&self, before: &Self) -> bool {
        let next = before.year == self.year && before.through.number() + 1 == self.through.number();
        let stayed = before.people.keys().filter(|id| self.people.contains_key(*id)).count();
        next && before.policy == self.policy && 2 * stayed > before.people.len()
    }
}

/// How a run is joined to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Joined {
    /// It begins the chain.
    First,
    /// Its input says so, by hash.
    ByHash,
    /// Its input says nothing; policy, year, period and people fit.
    Presumed,
    /// The results that its input was made from are not here: the chain is broken.
    Missing,
}

/// A year as one chain of runs.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "ChainEntry"))]
pub struct Chain {
    /// The runs, in their order.
    pub runs: Vec<ChainRun>,
    /// What does not pass from one run to the next as it should.
    differences: Vec<String>,
    /// What is worth knowing.
    notes: Vec<String>,
}

impl Chain {
    /// Whether the year is not one chain.
    #[must_use]
    pub fn differs(&self) -> bool {
        !self.differences.is_empty()
    }

    /// Whether there is anything to tell: a run alone is none.
    #[must_use]
    pub fn is_told(&self) -> bool {
        self.runs.len() > 1 || self.differs()
    }

    /// The chain in lines: its runs, what is wrong, what is worth knowing.
    #[must_use]
    pub fn lines(&self) -> Vec<Words> {
        let mut lines = Vec::new();
        for run in &self.runs {
            let how = match run.joined {
                Joined::First => say!(Audit::ChainFirst),
                Joined::ByHash => say!(Audit::ChainByHash),
                Joined::Presumed => say!(Audit::ChainPresumed),
                Joined::Missing => say!(Audit::ChainMissing),
            };
            let (policy, year, through) = (&run.policy, run.year, run.through.words());
            let (results, input) = (&run.results.0, &run.input.0);
            lines.push(say!(Audit::ChainRun { policy, year, through, results, input, how }));
        }
        lines.extend(self.differences.iter().map(|words| say!(Audit::ChainDifference { words })));
        lines.extend(self.notes.iter().map(|words| say!(Audit::ChainNote { words })));
        lines
    }
}

/// Puts runs together, and checks what passes between them; what is said of it is in `lang`.
#[must_use]
pub fn chains(mut runs: Vec<ChainRun>, lang: Lang) -> Vec<Chain> {
    runs.sort_by(|a, b| (&a.policy, a.when(), &a.results.0).cmp(&(&b.policy, b.when(), &b.results.0)));
    let mut chains: Vec<Chain> = Vec::new();
    for mut run in runs {
        let last = |chain: &&mut Chain| {
            chain.runs.last().is_some_and(|last| {
                // One that says nothing may follow one that says nothing, if it is the next of the same year.
                let quiet = matches!(last.joined, Joined::First | Joined::Presumed);
                run.follows(last) || (run.says_nothing() && quiet && run.fits(last))
            })
        };
        if let Some(chain) = chains.iter_mut().find(last) {
            run.joined = if run.says_nothing() { Joined::Presumed } else { Joined::ByHash };
            chain.runs.push(run);
            continue;
        }
        // A second run on the same results, such as a corrected one, makes a second chain with the same beginning.
        let beginning = chains.iter().find_map(|chain| {
            let at = chain.runs.iter().position(|one| run.follows(one))?;
            Some(chain.runs[..=at].to_vec())
        });
        let mut differences = Vec::new();
        run.joined = match &beginning {
            Some(_) => Joined::ByHash,
            None if run.says_nothing() => Joined::First,
            None => {
                let (results, input) = (&run.results.0, &run.input.0);
                differences.push(say!(Audit::PreviousNotHere { results, input }).get(lang).to_owned());
                Joined::Missing
            }
        };
        let mut runs = beginning.unwrap_or_default();
        runs.push(run);
        chains.push(Chain { runs, differences, notes: Vec::new() });
    }
    for chain in &mut chains {
        check(chain, lang);
    }
    chains
}

/// What passes between the runs of a chain; of those whose place in it is presumed too: money that does not meet is wrong
/// whoever says that it should.
fn check(chain: &mut Chain, lang: Lang) {
    let (mut differences, mut notes) = (Vec::new(), Vec::new());
    for pair in chain.runs.windows(2) {
        let [before, after] = pair else { continue };
        between(before, after, &mut differences, &mut notes);
    }
    for (at, run) in chain.runs.iter().enumerate().filter(|(_, run)| run.is_last()) {
        let of_year: Vec<&ChainRun> = chain.runs[..=at].iter().filter(|one| one.year == run.year).collect();
        let whole = of_year.first().is_some_and(|first| first.through.number() == 1);
        if whole && of_year.len() == run.through.of_a_year() {
            settled(&of_year, run, &mut differences);
        }
    }
    let said = |words: Words| words.get(lang).to_owned();
    chain.differences.extend(differences.into_iter().map(said));
    chain.notes.extend(notes.into_iter().map(said));
}

fn between(before: &ChainRun, after: &ChainRun, differences: &mut Vec<Words>, notes: &mut Vec<Words>) {
    let (from, to) = (before.through.words(), after.through.words());
    let same_year = before.year == after.year;
    let new = after.people.iter().filter(|(id, _)| !before.people.contains_key(*id));
    for ((id, person), any) in new.zip(before.people.values().cycle()) {
        differences.extend(any.openings.nothing().differences(&person.openings, same_year, id, [&from, &to]));
    }
    for (id, person) in &before.people {
        let owes = person.payable + person.deduction < Decimal::ZERO;
        let Some(next) = after.people.get(id) else {
            if same_year || !person.gone || owes || person.openings.carry() {
                differences.push(say!(Audit::Vanished { id, from, to }));
            }
            continue;
        };
        differences.extend(person.openings.differences(&next.openings, same_year, id, [&from, &to]));
        if !same_year {
            let balance = person.payable + person.deduction;
            if owes && !next.opens.contains(&balance) {
                differences.push(say!(Audit::OwedNotOpened { id, owed: money(balance), to }));
            }
            continue;
        }
        for (number, paid) in &person.paid_now {
            let period = named(before, *number);
            match next.paid.get(number) {
                Some(says) if says == paid => {}
                Some(says) => {
                    let (paid, says) = (list(paid), list(says));
                    differences.push(say!(Audit::PaidDiffers { id, period, paid, says, to }));
                }
                None => differences.push(say!(Audit::PaidMissing { id, period, paid: list(paid), to })),
            }
        }
        let through = before.through.number();
        let closing = |person: &PersonMoney| person.balances.get(&through).map(|[_, closing]| *closing);
        if let (Some(then), Some(now)) = (closing(person), closing(next)) {
            if then != now {
                let (then, now) = (money(then), money(now));
                notes.push(say!(Audit::BalanceRecomputed { id, from, then, now, to }));
            }
            let opening = next.balances.get(&(through + 1)).map(|[opening, _]| *opening);
            if let Some(opening) = opening.filter(|opening| *opening != now) {
                let (opening, closing) = (money(opening), money(now));
                differences.push(say!(Audit::BalanceDiffers { id, from, closing, to, opening }));
            }
        }
    }
}

/// What a year's runs paid, and what its settlement still pays or takes back, is what the year comes to.
fn settled(runs: &[&ChainRun], last: &ChainRun, differences: &mut Vec<Words>) {
    for (id, person) in &last.people {
        let Some(year) = person.year else { continue };
        let own = runs.iter().filter_map(|run| run.people.get(id));
        let paid: Decimal = own.map(|one| (one.payable + one.deduction).max(Decimal::ZERO)).sum();
        let sum = paid + (person.payable + person.deduction).min(Decimal::ZERO);
        let year = year + person.deductions;
        if sum != year {
            let (sum, year) = (money(sum), money(year));
            differences.push(say!(Audit::YearNotSettled { id, sum, year }));
        }
    }
}

fn named(run: &ChainRun, number: u8) -> Words {
    let found = run.through.up_to().find(|period| period.number() == number);
    found.map_or_else(Words::default, Period::words)
}

fn money(amount: Decimal) -> String {
    format!("{amount:.2}")
}

fn list(amounts: &[Decimal]) -> String {
    amounts.iter().map(|amount| money(*amount)).collect::<Vec<_>>().join(" + ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::PeriodKind;

    /// A run of one person, with the balances of each quarter; it follows the one before by hash.
    fn run(quarter: u8, balances: &[(u8, i64, i64)]) -> ChainRun {
        let hash = |number: u8| format!("hash {number}");
        let balances = balances.iter().map(|(number, from, to)| (*number, [*from, *to].map(Decimal::from)));
        let person = PersonMoney { balances: balances.collect(), ..PersonMoney::default() };
        ChainRun {
            results: (format!("q{quarter}-results.xlsx"), hash(quarter)),
            input: (format!("q{quarter}.xlsx"), String::new()),
            previous: (quarter > 1).then(|| hash(quarter - 1)),
            previous_input: None,
            joined: Joined::First,
            policy: "key-account".to_owned(),
            year: 2025,
            through: Period::new(PeriodKind::Quarter, quarter).unwrap(),
            people: BTreeMap::from([("M001".to_owned(), person)]),
        }
    }

    /// A settlement carries each closing balance over itself; results that did not would be told.
    #[test]
    fn an_opening_balance_that_is_not_the_closing_one_is_wrong() {
        let before = || run(1, &[(1, 0, -100)]);
        let sound = chains(vec![before(), run(2, &[(1, 0, -100), (2, -100, 0)])], Lang::En);
        assert!(sound.len() == 1 && !sound[0].differs() && sound[0].notes.is_empty());
        let broken = chains(vec![run(2, &[(1, 0, -100), (2, 0, 0)]), before()], Lang::En);
        assert_eq!(
            broken[0].differences,
            ["the closing balance of M001 for Q1 is -100.00, the opening balance of Q2 0.00"]
        );
    }
}
