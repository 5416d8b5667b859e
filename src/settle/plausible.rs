//! What was typed against what was computed of it: paid in another unit, after tax, or beside the wrong person; a month's
//! wage where the period's is asked for; weights that do not sum to what the policy's do.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::{RowKey, Settlement};
use crate::book::{Book, Fault, Origin, Period, Place};
use crate::formula::{Code, Op, Operator, Scope, Slot, Space, Value};
use crate::lang::Words;
use crate::policy::{Column, ColumnRole, Policy, Unit, builtin};
use crate::say;

/// What was paid of one person's period, and what was computed of it, column by column.
struct PaidRow {
    person: usize,
    period: Period,
    place: Place,
    paid: Vec<Decimal>,
    computed: Vec<Decimal>,
}

/// All warnings of that kind.
pub(super) fn doubts(policy: &Policy, book: &Book, settlement: &Settlement) -> Vec<Fault> {
    let mut found = Vec::new();
    for at in (0..policy.sheets.len()).filter(|&at| policy.sheets[at].closed) {
        let rows = paid_rows(policy, book, settlement, at);
        found.extend(in_another_unit(&rows));
        found.extend(after_tax(&rows));
        found.extend(swapped(book, &rows));
    }
    found.extend(wages(policy, book, settlement));
    found.extend(weights(policy, book));
    found.extend(rates(policy, book));
    found
}

/// The rows of a sheet of what was paid that have something to be compared with.
fn paid_rows(policy: &Policy, book: &Book, settlement: &Settlement, at: usize) -> Vec<PaidRow> {
    let slot = |name: &String| policy.rule(Scope::Period, name).map(|rule| rule.slot);
    let columns = policy.sheets[at].columns.iter().enumerate().filter(|(_, column)| !column.carries.is_empty());
    let columns = columns.filter_map(|(index, column)| match column.role {
        ColumnRole::Value { slot: typed } => {
            let paid = policy.inputs(Scope::Period).find(|input| input.typed == typed).map_or(typed, |i| i.used);
            Some((index, paid, column.carries.iter().filter_map(slot).collect::<Vec<_>>()))
        }
        _ => None,
    });
    let columns: Vec<(usize, usize, Vec<usize>)> = columns.collect();
    let Some(first) = columns.first().map(|(index, ..)| *index) else { return Vec::new() };
    let mut rows = Vec::new();
    for person in 0..book.managers.len() {
        for period in book.through.up_to() {
            let row = book.period(person, period).map_or(0, |facts| facts.rows[at]);
            let Some(figures) = settlement.row(RowKey::Period { person, period: period.index() }) else { continue };
            let number = |slot: usize| figures.get(slot).as_number().unwrap_or_default().normalize();
            if row > 0 {
                let paid = columns.iter().map(|(_, paid, _)| number(*paid)).collect();
                let sum = |slots: &Vec<usize>| slots.iter().map(|slot| number(*slot)).sum::<Decimal>().normalize();
                let computed = columns.iter().map(|(.., slots)| sum(slots)).collect();
                rows.push(PaidRow { person, period, place: book.cell(at, first, row), paid, computed });
            }
        }
    }
    rows
}

/// Something that was paid is a thousandth of what was computed: it was probably typed in ten thousands.
fn in_another_unit(rows: &[PaidRow]) -> Option<Fault> {
    let small =
        |(paid, computed): (&Decimal, &Decimal)| *paid > Decimal::ZERO && *paid <= *computed / Decimal::ONE_THOUSAND;
    let mut small = rows.iter().filter(|row| row.paid.iter().zip(&row.computed).any(small));
    let first = small.next()?;
    let also: Vec<Place> = small.map(|row| row.place.clone()).collect();
    let count = also.len() + 1;
    let problem = say!(Settle::PaidInAnotherUnit { count });
    let found = first.paid.first().map(ToString::to_string).unwrap_or_default();
    Some(Fault { also, ..Fault::new(first.place.clone(), found, problem, say!(Settle::WritePaidInYuan)) })
}

/// So many rows must look alike before it is asked whether tax was taken off.
const TAXED: usize = 3;

/// All that was paid is less than what was computed, by no more than the highest rate of tax: what was withheld would be
/// paid out.
fn after_tax(rows: &[PaidRow]) -> Option<Fault> {
    let sum = |figures: &[Decimal]| figures.iter().sum::<Decimal>();
    let taxed = |(paid, computed): (Decimal, Decimal)| {
        paid < computed && paid >= computed * Decimal::new(55, 2) || paid.is_zero() && computed.is_zero()
    };
    let first = rows.iter().find(|row| !sum(&row.computed).is_zero())?;
    let count = rows.iter().filter(|row| !sum(&row.computed).is_zero()).count();
    if count < TAXED || !rows.iter().all(|row| taxed((sum(&row.paid), sum(&row.computed)))) {
        return None;
    }
    let (paid, computed) = (sum(&first.paid).normalize(), sum(&first.computed).normalize());
    let problem = say!(Settle::PaidAfterTax { count, computed });
    Some(Fault::new(first.place.clone(), paid.to_string(), problem, say!(Settle::WritePaidBeforeTax)))
}

/// Of two people each was paid exactly what was computed for the other.
fn swapped(book: &Book, rows: &[PaidRow]) -> Vec<Fault> {
    let other = |row: &&PaidRow| row.paid != row.computed;
    let mut computed: HashMap<(Period, &[Decimal]), Vec<&PaidRow>> = HashMap::new();
    for row in rows.iter().filter(other) {
        computed.entry((row.period, &row.computed)).or_default().push(row);
    }
    let mut found = Vec::new();
    for row in rows.iter().filter(other) {
        let whose = computed.get(&(row.period, row.paid.as_slice())).map_or(&[][..], Vec::as_slice);
        let pair = whose.iter().find(|one| one.person > row.person && one.paid == row.computed);
        if let Some(pair) = pair {
            let (one, other) = (&book.managers[row.person].id, &book.managers[pair.person].id);
            let shown = row.paid.first().map(ToString::to_string).unwrap_or_default();
            let problem = say!(Settle::PaidSwapped { one, other, period: row.period });
            found.push(Fault::new(row.place.clone(), shown, problem, say!(Settle::SwapPaid)));
        }
    }
    found
}

/// A figure that is so many times one of a table where it is blank (`3 * LOOKUP(grade, grades, floating)`), and was typed as
/// one of it, or in ten thousands.
fn wages(policy: &Policy, book: &Book, settlement: &Settlement) -> Vec<Fault> {
    let mut found = Vec::new();
    for input in policy.inputs(Scope::Period).filter(|input| input.used != input.typed) {
        let rules = policy.scope(Scope::Period).rules.iter().filter(|rule| rule.input == Some(input.typed));
        let mut parts = rules.filter_map(|rule| parts(&rule.formula.code));
        let Some((times, key, table, column)) = parts.next() else { continue };
        let Op::Slot(Slot { space: Space::Own, index }) = key.op else { continue };
        let Some(at) = policy.sheets.iter().position(|sheet| std::ptr::eq(sheet, input.sheet)) else { continue };
        let own = input.sheet.columns.iter().position(|column| std::ptr::eq(column, input.column)).unwrap_or(0);
        let one = |person: usize, period: Period| {
            let facts = book.period(person, period).filter(|facts| facts.rows[at] > 0)?;
            let typed = facts.values.get(input.typed - builtin::PERIOD - 1)?.as_number()?;
            let key = settlement.value(RowKey::Period { person, period: period.index() }, index)?;
            let row = book.tables[table].table.rows().iter().find(|row| row.first() == Some(&key))?;
            let of_table = row.get(column)?.as_number().filter(|_| typed > Decimal::ZERO)?;
            Some((typed.normalize(), of_table, book.cell(at, own, facts.rows[at])))
        };
        let people =
            (0..book.managers.len()).flat_map(|person| book.through.up_to().map(move |period| (person, period)));
        let typed: Vec<(Decimal, Decimal, Place)> = people.filter_map(|(person, period)| one(person, period)).collect();
        let month = typed.iter().filter(|(typed, of_table, _)| times > Decimal::ONE && typed == of_table);
        let small = typed.iter().filter(|(typed, of_table, _)| *typed <= *of_table / Decimal::ONE_THOUSAND);
        let months = |of_table: Decimal, times: Decimal| of_table.checked_mul(times);
        let all = book.tables[table].table.rows().iter().filter_map(|row| row.get(column)?.as_number());
        let years: Vec<Decimal> = all.filter_map(|of_table| months(of_table, Decimal::from(12))).collect();
        let of_year = |(typed, of_table, _): &&(Decimal, Decimal, Place)| {
            times < Decimal::from(12) && years.contains(typed) && months(*of_table, times) != Some(*typed)
        };
        let year = typed.iter().filter(of_year);
        let mut tell = |places: Vec<&(Decimal, Decimal, Place)>, problem: &dyn Fn(usize) -> (Words, Words)| {
            let Some(((typed, _, place), others)) = places.split_first() else { return };
            let also: Vec<Place> = others.iter().map(|(.., place)| place.clone()).collect();
            let (problem, mend) = problem(places.len());
            found.push(Fault { also, ..Fault::new(place.clone(), typed.to_string(), problem, mend) });
        };
        let times = times.normalize();
        tell(year.collect(), &|count: usize| (say!(Settle::OfTheYear { count, times }), say!(Settle::WriteOnePeriod)));
        let whole =
            |count: usize| (say!(Settle::OneOfSeveral { count, times }), say!(Settle::WriteWholePeriod { times }));
        tell(month.collect(), &whole);
        tell(small.collect(), &|count: usize| (say!(Settle::WageInAnotherUnit { count }), say!(Settle::WriteInYuan)));
    }
    found
}

/// Shares that sum to 1 as the policy gives them, added up in one formula, and to something else as they are in force: the
/// first that the workbook gives is told.
fn weights(policy: &Policy, book: &Book) -> Vec<Fault> {
    let own = |at: usize| policy.settings[at].default.and_then(Value::as_number);
    let given = |at: usize| book.settings[at].value.as_number().filter(|_| book.settings[at].dated.is_none());
    // Nearly all workbooks leave them as the policy has them.
    let other = |at: usize| own(at).is_some_and(|own| given(at).is_some_and(|given| given != own));
    if !(0..policy.settings.len()).any(other) {
        return Vec::new();
    }
    let mut seen: Vec<Vec<usize>> = Vec::new();
    for rule in Scope::ALL.iter().flat_map(|scope| &policy.scope(*scope).rules) {
        for part in rule.formula.code.each() {
            let mut settings = Vec::new();
            addends(part, &mut settings);
            settings.sort_unstable();
            settings.dedup();
            if settings.len() > 1 && !seen.contains(&settings) {
                seen.push(settings);
            }
        }
    }
    let sum = |settings: &[usize], value: &dyn Fn(usize) -> Option<Decimal>| {
        settings.iter().try_fold(Decimal::ZERO, |sum, at| sum.checked_add(value(*at)?))
    };
    let mut found = Vec::new();
    for settings in seen.iter().filter(|settings| sum(settings, &own) == Some(Decimal::ONE)) {
        let place = settings.iter().find_map(|at| match &book.settings[*at].origin {
            Origin::Workbook(place) => Some((*at, place)),
            _ => None,
        });
        let (Some(all), Some((at, place))) = (sum(settings, &given), place) else { continue };
        if all != Decimal::ONE {
            let names: Vec<Words> = settings.iter().map(|at| policy.settings[*at].label.clone()).collect();
            let percent = all.checked_mul(Decimal::ONE_HUNDRED);
            let percent = percent.map_or_else(|| format!("{}00", all.trunc()), |all| all.normalize().to_string());
            let problem = say!(Settle::WeightsDoNotSum { names: Words::list(&names), percent });
            let shown = given(at).unwrap_or_default().normalize().to_string();
            found.push(Fault::new(place.clone(), shown, problem, say!(Settle::CheckWeightsSum)));
        }
    }
    found
}

/// A rate that is far from the policy's own, or from the rates of a table whose heading its label ends in (奖金比率), and money
/// that is a thousandth of the policy's own: the point stands elsewhere, or the unit is another.
fn rates(policy: &Policy, book: &Book) -> Vec<Fault> {
    let (five, mut found) = (Decimal::from(5), Vec::new());
    for (setting, given) in policy.settings.iter().zip(&book.settings) {
        let (Origin::Workbook(place), Some(value), None) = (&given.origin, given.value.as_number(), &given.dated)
        else {
            continue;
        };
        let own = setting.default.and_then(Value::as_number);
        let far = |least: Decimal, most: Decimal| value < least / five || value / five > most;
        let problem = match (setting.unit, own) {
            (Unit::Percent, Some(own)) if far(own, own) => say!(Settle::FarFromOwn { own: percent(own) }),
            (Unit::Yuan, Some(own)) if value <= own / Decimal::ONE_THOUSAND => {
                say!(Settle::FarFromOwn { own: own.normalize().to_string() })
            }
            (Unit::Percent, None) => {
                let Some((least, most, label)) = rates_like(policy, book, &setting.label) else { continue };
                if !far(least, most) {
                    continue;
                }
                say!(Settle::FarFromTable { label, least: percent(least), most: percent(most) })
            }
            _ => continue,
        };
        if value > Decimal::ZERO && own != Some(Decimal::ZERO) {
            let shown = if setting.unit == Unit::Percent { percent(value) } else { value.normalize().to_string() };
            found.push(Fault::new(place.clone(), shown, problem, say!(Settle::CheckPointAndUnit)));
        }
    }
    found
}

/// A share of 1 as a percentage.
fn percent(value: Decimal) -> String {
    value.checked_mul(Decimal::ONE_HUNDRED).map_or_else(|| value.to_string(), |all| format!("{}%", all.normalize()))
}

/// The least and the greatest rate of a table whose heading is the end of a label, and the table's label.
fn rates_like<'p>(policy: &'p Policy, book: &Book, label: &Words) -> Option<(Decimal, Decimal, &'p Words)> {
    policy.tables.iter().zip(&book.tables).find_map(|(table, facts)| {
        let of = |column: &Column| column.unit == Unit::Percent && label.zh.ends_with(&column.label.zh);
        let column = table.columns.iter().position(of)?;
        let rates = || facts.table.rows().iter().filter_map(|row| row.get(column)?.as_number());
        Some((rates().min()?, rates().max()?, &table.label))
    })
}

/// The settings that are added up in a formula, alone or as a factor of what is added: `a * x + b * y`.
fn addends(code: &Code, settings: &mut Vec<usize>) {
    match &code.op {
        Op::Arithmetic(Operator::Add, left, right) => {
            addends(left, settings);
            addends(right, settings);
        }
        Op::Arithmetic(Operator::Multiply, left, right) => {
            for part in [left, right].into_iter().filter(|part| matches!(part.op, Op::Slot(_))) {
                addends(part, settings);
            }
        }
        Op::Slot(Slot { space: Space::Setting, index }) => settings.push(*index),
        _ => {}
    }
}

/// The parts of `3 * LOOKUP(grade, grades, floating)`, wherever it stands in a formula: 3, whose row, table and column.
fn parts(code: &Code) -> Option<(Decimal, &Code, usize, usize)> {
    code.each().find_map(|part| {
        let Op::Arithmetic(Operator::Multiply, times, of) = &part.op else { return None };
        match (&times.op, &of.op) {
            (Op::Constant(Value::Number(times)), Op::Lookup(key, table, column)) => {
                Some((*times, &**key, *table, *column))
            }
            _ => None,
        }
    })
}
