//! Amounts of lines against each other, and against the targets of their people: too great, too small, in another unit, or
//! counted from the beginning of the year.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;

use super::compared::{Magnitudes, add_up, largest_task, task_slots, thousandth};
use super::known_periods::KnownPeriods;
use super::line_facts::CountedLines;
use super::splits::Shares;
use crate::book::{Findings, Line, Period, PeriodRow, Place, Who};
use crate::policy::builtin;
use crate::say;

/// An amount that many times a person's target is probably a slip of the keyboard.
const FAR: Decimal = Decimal::from_parts(20, 0, 0, false, 0);
/// So many people's amounts must rise from period to period before it is told: of three figures one row in six does.
const PEOPLE: usize = 3;

impl CountedLines<'_> {
    /// All that is doubtful in the amounts; `target` is where the first target stands.
    pub(super) fn doubt_amounts(
        &self,
        periods: &KnownPeriods,
        shares: &Shares,
        target: &dyn Fn() -> Place,
        findings: &mut Findings,
    ) {
        let targets = self.targets(periods, shares);
        let far = self.far_from_target(&targets, findings);
        self.far_below(&targets, findings);
        self.outliers(&far, findings);
        self.in_ten_thousands(findings);
        self.that_add_up(&targets, findings);
        self.of_the_year(periods, &targets, target, findings);
    }

    /// Of each line the target of its person in that period, the greatest where several share it.
    fn targets(&self, periods: &KnownPeriods, shares: &Shares) -> Vec<Option<Decimal>> {
        let tasks = task_slots(self.policy);
        // Lines name people in no order: what is asked of each lies together.
        let largest = |row: &PeriodRow| largest_task(&tasks, row);
        let targets: Vec<Option<Decimal>> = periods.rows.iter().map(|row| row.as_ref().and_then(largest)).collect();
        let target = |manager: u32, period: Period| targets[manager as usize * periods.a_year + period.index()];
        let of_line = |line: &Line| match line.who {
            Who::Manager(manager) => target(manager, line.period),
            Who::Shares(group) => {
                shares.get(group).iter().filter_map(|share| target(share.manager?, line.period)).max()
            }
        };
        self.lines.list.iter().map(|line| of_line(line).filter(|target| *target > Decimal::ZERO)).collect()
    }

    /// A line ten times the manager's largest other one is probably a slip of the keyboard.
    fn outliers(&self, told: &[usize], findings: &mut Findings) {
        // For each manager his largest line and his second largest.
        let mut largest: Vec<Option<(usize, Decimal, Decimal)>> = Vec::new();
        for (index, line) in self.lines.list.iter().enumerate() {
            let (Who::Manager(manager), amount) = (line.who, self.amount(index)) else { continue };
            let manager = manager as usize;
            largest.resize(largest.len().max(manager + 1), None);
            let entry = largest[manager].get_or_insert((index, amount, Decimal::ZERO));
            if entry.0 == index {
                continue;
            }
            if amount > entry.1 {
                *entry = (index, amount, entry.1);
            } else if amount > entry.2 {
                entry.2 = amount;
            }
        }
        let person = &self.policy.person;
        let mut found: Vec<_> = largest.into_iter().flatten().filter(|(index, ..)| !told.contains(index)).collect();
        found.sort_unstable();
        for (index, first, second) in found {
            if second > Decimal::ZERO && first >= second * Decimal::TEN {
                let problem = say!(Read::TenTimesTheOthers { person, second });
                findings.warn(self.cell(index), first.to_string(), problem, say!(Read::CheckAmount));
            }
        }
    }

    /// An amount many times the target of its person in that period.
    fn far_from_target(&self, targets: &[Option<Decimal>], findings: &mut Findings) -> Vec<usize> {
        let mut far = Vec::new();
        for (index, target) in targets.iter().enumerate() {
            let Some(target) = *target else { continue };
            let amount = self.amount(index);
            // Nearly all are below the target itself, which costs less to see.
            if amount > target && amount.checked_div(FAR).is_some_and(|part| part > target) {
                far.push((index, target.normalize()));
            }
        }
        // Where most are, the targets are in another unit.
        if far.len() > 2 && 2 * far.len() > self.lines.list.len() {
            let cells: Vec<_> = far.iter().map(|(index, _)| (*index, self.amount)).collect();
            let problem = say!(Read::MostFarAboveTargets { count: far.len() });
            self.warn(&cells, problem, say!(Read::CheckUnitOfTargets), findings);
        } else {
            for (index, target) in &far {
                let (found, problem) = (self.amount(*index).normalize(), say!(Read::FarAboveTarget { target }));
                findings.warn(self.cell(*index), found.to_string(), problem, say!(Read::CheckAmount));
            }
        }
        far.into_iter().map(|(index, _)| index).collect()
    }

    /// Where no amount is a thousandth of its target, the amounts are probably in another unit.
    fn far_below(&self, targets: &[Option<Decimal>], findings: &mut Findings) {
        let small = |index: usize, target: &Decimal| self.amount(index).abs() <= *target / Decimal::ONE_THOUSAND;
        let compared = targets.iter().enumerate().filter_map(|(index, target)| Some((index, target.as_ref()?)));
        let mut cells = Vec::new();
        for (index, target) in compared.filter(|(index, _)| !self.amount(*index).is_zero()) {
            if !small(index, target) {
                return;
            }
            cells.push((index, self.amount));
        }
        if cells.len() > 1 {
            let problem = say!(Read::MostFarBelowTargets { count: cells.len() });
            self.warn(&cells, problem, say!(Read::CheckUnitOfAmounts), findings);
        }
    }

    /// Amounts so far below all others, of all lines or of one person's, that they may be in ten thousands: as such they
    /// would be among the others.
    fn in_ten_thousands(&self, findings: &mut Findings) {
        let list = &self.lines.list;
        // Of most people nobody's least amount is a thousandth of the greatest.
        let mut bounds: HashMap<Option<u32>, (Decimal, Decimal)> = HashMap::new();
        let owner = |line: &Line| if let Who::Manager(manager) = line.who { Some(manager) } else { None };
        for (index, line) in list.iter().enumerate() {
            let amount = self.amount(index);
            for of in [owner(line), None].into_iter().filter(|_| amount > Decimal::ZERO) {
                let (least, most) = bounds.entry(of).or_insert((amount, amount));
                (*least, *most) = (amount.min(*least), amount.max(*most));
            }
        }
        let wide = |(of, (least, most)): (_, (Decimal, Decimal))| {
            (most / Decimal::ONE_THOUSAND >= least).then(|| (of, Magnitudes::default()))
        };
        let mut wide: HashMap<Option<u32>, Magnitudes> = bounds.into_iter().filter_map(wide).collect();
        if wide.is_empty() {
            return;
        }
        for (index, line) in list.iter().enumerate() {
            for of in [None, owner(line)] {
                wide.get_mut(&of).into_iter().for_each(|all| all.add(self.amount(index)));
            }
        }
        let gaps: HashMap<Option<u32>, _> = wide.iter().filter_map(|(of, all)| Some((*of, all.gap()?))).collect();
        let small = |index: usize| {
            let gap = *gaps.get(&None).or_else(|| gaps.get(&owner(&list[index])))?;
            let amount = self.amount(index);
            gap.in_ten_thousands(amount).then_some((index, amount, gap.next))
        };
        let mut found = (0..list.len()).filter_map(small);
        let Some((first, amount, next)) = found.next() else { return };
        findings.add_warning(thousandth(self.cell(first), amount, next, found.map(|(index, ..)| self.cell(index))));
    }

    /// One line a person and period, and each seems to hold those before it, while the targets do not.
    fn that_add_up(&self, targets: &[Option<Decimal>], findings: &mut Findings) {
        let mut people: BTreeMap<u32, Vec<(Period, Decimal, Option<Decimal>)>> = BTreeMap::new();
        for (index, line) in self.lines.list.iter().enumerate() {
            let Who::Manager(manager) = line.who else { return };
            let own = people.entry(manager).or_default();
            // A second line of a period: these are no sums.
            if own.iter().any(|(period, ..)| *period == line.period) {
                return;
            }
            own.push((line.period, self.amount(index), targets[index]));
        }
        let several = people.into_values().filter(|own| own.len() > 2);
        let rise = |mut own: Vec<(Period, Decimal, Option<Decimal>)>| {
            own.sort_unstable();
            let amounts: Vec<Decimal> = own.iter().map(|(_, amount, _)| *amount).collect();
            let targets: Vec<Decimal> = own.iter().filter_map(|(.., target)| *target).collect();
            add_up(&amounts) && !add_up(&targets)
        };
        let several: Vec<bool> = several.map(rise).collect();
        if several.len() >= PEOPLE && several.iter().all(|rise| *rise) {
            let problem = say!(Read::AmountsAddUp { count: several.len() });
            findings.warn(self.cell(0), "", problem, say!(Read::WriteEachPeriod));
        }
    }

    /// Everybody has the very same target in all periods of the year that are his, and of those gone by together not two
    /// fifths were reached, of a first one by nobody half in one line: each may be the whole year's.
    fn of_the_year(
        &self,
        periods: &KnownPeriods,
        targets: &[Option<Decimal>],
        place: &dyn Fn() -> Place,
        findings: &mut Findings,
    ) {
        let Some((column, slot)) =
            self.policy.tasks().last().map(|(column, slot)| (column, slot - builtin::PERIOD - 1))
        else {
            return;
        };
        let last = self.lines.list.iter().map(|line| line.period).max();
        let Some(gone) = last.map(|last| last.index() + 1) else { return };
        let (mut asked, mut people) = (Decimal::ZERO, 0);
        for rows in periods.people().filter(|rows| rows.iter().any(Option::is_some)) {
            let target = |row: &Option<PeriodRow>| row.as_ref()?.values[slot].as_number();
            // A newcomer has none in his first, or no row.
            let from = rows.iter().position(|row| target(row).is_some_and(|target| !target.is_zero()));
            let Some((from, first)) = from.and_then(|from| Some((from, target(&rows[from])?))) else { continue };
            if rows[from..].len() < 2 || !rows[from..].iter().all(|row| target(row) == Some(first)) {
                return;
            }
            people += 1;
            asked = (from..gone).try_fold(asked, |sum, _| sum.checked_add(first)).unwrap_or_default();
        }
        let amounts = || (0..self.lines.list.len()).map(|index| self.amount(index));
        let half =
            |(amount, target): (Decimal, &Option<Decimal>)| target.is_some_and(|target| amount > target / Decimal::TWO);
        if gone == 1 && (people < 2 || amounts().zip(targets).any(half)) {
            return;
        }
        let reached = amounts().fold(Decimal::ZERO, |sum, amount| sum.checked_add(amount).unwrap_or(sum));
        if reached > Decimal::ZERO && reached / Decimal::TWO < asked / Decimal::from(5) {
            let label = &column.label;
            findings.warn(place(), "", say!(Read::TargetsOfTheYear { label }), say!(Read::WriteEachPeriod));
        }
    }
}
