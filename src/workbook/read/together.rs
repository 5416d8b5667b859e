//! One mistake is one finding: cells of a column of which the same is said are told together, and a person who is not
//! there is told once, wherever he is named.

use std::collections::{BTreeSet, HashMap};

use super::text::fold;
use crate::book::{Fault, Mistake, Place};
use crate::lang::Words;
use crate::say;

/// Runs of cells that a finding names; the others are counted, with the last of them.
const NAMED: usize = 12;

/// What makes findings one: the sheet and column, what is found there, what is said of it, the remedy. What is empty has
/// no say.
type SameFinding = (Mistake, String, u16, String, Words, Words);

fn same_finding(fault: &Fault) -> SameFinding {
    let Fault { place, found, problem, mend, mistake, .. } = fault;
    let column = |found: String, problem: &Words, mend: &Words| {
        (*mistake, place.sheet.clone(), place.column, found, problem.clone(), mend.clone())
    };
    let any = Words::default();
    match mistake {
        Mistake::Nobody => (*mistake, String::new(), 0, fold(found), any.clone(), any),
        // Each is another figure, and the mistake is the column's.
        Mistake::Percentage => column(String::new(), problem, mend),
        // Each has a formula of its own; what to do about it says of which kind it is.
        Mistake::Formula => column(String::new(), &any, mend),
        Mistake::Rounded | Mistake::NegativeDeduction => column(String::new(), &any, &any),
        Mistake::Other | Mistake::Remark => column(found.to_lowercase(), problem, mend),
    }
}

/// Puts findings of one mistake together, each at the first of its cells. They are in the order of the sheets.
pub fn together(found: &mut Vec<Fault>) {
    let mut first: HashMap<SameFinding, usize> = HashMap::new();
    let mut grown: BTreeSet<usize> = BTreeSet::new();
    let mut kept: Vec<Fault> = Vec::with_capacity(found.len());
    for fault in found.drain(..) {
        // A sheet as a whole, and the command line, have no cells.
        let at =
            if fault.place.row > 0 { *first.entry(same_finding(&fault)).or_insert(kept.len()) } else { kept.len() };
        match kept.get_mut(at) {
            Some(before) => {
                if before.mend != fault.mend && before.mistake == Mistake::NegativeDeduction {
                    before.mend = say!(Read::WriteDeductionsPositive);
                }
                before.also.extend(std::iter::once(fault.place).chain(fault.also));
                grown.insert(at);
            }
            None => kept.push(fault),
        }
    }
    for at in grown {
        let Fault { place, also, problem, .. } = &kept[at];
        let (count, cells) = (also.len() + 1, cells(place, also));
        kept[at].problem = say!(Read::CellsAlike { problem, count, cells });
    }
    *found = kept;
}

/// `C3:C40, C45, 任务!A7, …`: the cells, each sheet named where it is another one than the first.
fn cells(first: &Place, also: &[Place]) -> Words {
    let follows =
        |one: &Place, next: &Place| (&one.sheet, one.column) == (&next.sheet, next.column) && one.row + 1 == next.row;
    let all: Vec<&Place> = std::iter::once(first).chain(also).collect();
    let runs: Vec<&[&Place]> = all.chunk_by(|one, next| follows(one, next)).collect();
    let shown = runs.iter().take(NAMED).map(|run| {
        let (from, to) = (run[0], run[run.len() - 1]);
        let from = if from.sheet == first.sheet { from.address() } else { from.to_string() };
        if run.len() == 1 { from } else { format!("{from}:{}", to.address()) }
    });
    let rest = runs.iter().skip(NAMED).copied().flatten();
    let more = rest.clone().last().map(|last| {
        let (count, last) = (rest.count(), if last.sheet == first.sheet { last.address() } else { last.to_string() });
        say!(Read::MoreCells { count, last })
    });
    Words::list(&shown.map(Words::same).chain(more).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Findings;

    fn told(add: impl FnOnce(&mut Findings)) -> Vec<(String, String)> {
        let mut findings = Findings::default();
        add(&mut findings);
        together(&mut findings.faults);
        findings.faults.into_iter().map(|fault| (fault.place.to_string(), fault.problem.en)).collect()
    }

    #[test]
    fn one_mistake_is_one_finding() {
        let (wrong, mend) = (Words::same("wrong".to_owned()), Words::default());
        let rows = (3..=40).chain([45]);
        let all = told(|findings| {
            for row in rows {
                findings.fault(Place::cell("a", row, 2), "x", wrong.clone(), mend.clone());
            }
            for (sheet, row, column, found) in [("a", 7, 3, "x"), ("a", 8, 2, "y"), ("b", 3, 2, "x")] {
                findings.fault(Place::cell(sheet, row, column), found, wrong.clone(), mend.clone());
            }
        });
        let places: Vec<&str> = all.iter().map(|(place, _)| place.as_str()).collect();
        assert_eq!(places, ["a!C3", "a!D7", "a!C8", "b!C3"]);
        assert_eq!(all[0].1, "wrong; 39 cells alike: C3:C40, C45");
        assert_eq!(all[1].1, "wrong");
    }

    #[test]
    fn a_person_who_is_not_there_is_told_once() {
        let policy = crate::policy::built_in("key-account").unwrap().unwrap();
        let all = told(|findings| {
            for (sheet, row, column) in [("a", 3, 0), ("b", 9, 3), ("b", 11, 3)] {
                let problem = say!(Read::NoSuchPerson { person: policy.person });
                let fault = Fault::new(Place::cell(sheet, row, column), "12", problem, Words::default());
                findings.add(fault.known_as(Mistake::Nobody));
            }
        });
        assert_eq!(all.len(), 1);
        assert!(all[0].1.ends_with("3 cells alike: A3, b!D9, b!D11"), "{}", all[0].1);
    }

    #[test]
    fn many_runs_are_counted_and_not_listed() {
        let also: Vec<Place> = (1..30).map(|row| Place::cell("a", 1 + 2 * row, 0)).collect();
        let text = cells(&Place::cell("a", 1, 0), &also).en;
        assert!(text.starts_with("A1, A3, ") && text.ends_with("A23, and 18 more up to A59"), "{text}");
    }
}
