//! The sentence why of the summary: whether the target was reached, what is to be said of the person, and which part is the
//! greatest; of a score also which parts are nothing, or which line gave most and least; where no figure stands for a period,
//! what each of its figures is. As a formula too, so that it follows a setting that is changed.

use rust_decimal::{Decimal, RoundingStrategy};

use super::arrangement::SummaryColumn;
use super::held::Held;
use super::labels::without_of_which;
use super::payable_parts::part_of;
use super::people::row;
use super::plan::Plan;
use super::score_parts::{by_hand, gathers_adjustments};
use super::sheet::{Cell, CellValue, SheetBlock};
use super::shown::number_text;
use super::status_cell;
use super::summary_part::{SummaryPart, value};
use super::tab::{HEADLINES, TOP, Tab};
use crate::book::column_letters;
use crate::formula::{Gather, Op, Scope, Slot, Space, Value, quoted};
use crate::lang::Words;
use crate::policy::{Policy, Rule, Unit};
use crate::say;
use crate::settle::RowKey;

/// Characters across the sentence, and across one that lists a period's figures.
const WIDTH: u16 = 44;
const WIDE: u16 = 66;
/// Excel takes formulas up to 8,192 characters.
const LONGEST: usize = 8_000;

/// A part of the sentence, where there is something to say, and as a formula that begins with what stands between two.
struct Reason {
    said: Option<String>,
    formula: String,
}

/// What the sentence is called, and how wide its column is.
pub(super) fn heading(plan: &Plan<'_>) -> (Words, u16) {
    let period = plan.results.book.through.words();
    let policy = plan.results.policy;
    if policy.payable().is_none() && policy.headline.is_none() {
        (say!(Report::FiguresOf { period }), WIDE)
    } else {
        (say!(Report::WhyInASentence), WIDTH)
    }
}

/// One sentence why: whether the target was reached, what is to be said of him, which part is the greatest.
pub(super) fn why(plan: &Plan<'_>, manager: usize, live: bool) -> Cell {
    let results = plan.results;
    let policy = results.policy;
    let semicolon = say!(Report::BetweenReasons).get(plan.lang).to_owned();
    let at = Plan::row_on(Tab::Summary, manager) + 1;
    let own = |column: u16| format!("{}{at}", column_letters(column));
    let values = row(plan, Scope::Manager, manager, 0).unwrap_or_default();
    let number = |rule: &Rule| values.get(rule.slot).as_number().unwrap_or_default();
    let (mut said, mut formula): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let target = policy.target().zip(policy.attainment());
    let columns = target.and_then(|(target, attained)| {
        Some([plan.column(Scope::Manager, target.slot)?, plan.column(Scope::Manager, attained.slot)?])
    });
    if let (Some((target, attained)), Some([of_target, of_attained])) = (target, columns) {
        let [reached, missed] =
            [say!(Report::TargetReached), say!(Report::TargetMissed)].map(|words| words.get(plan.lang).to_owned());
        if live {
            let texts = [&reached, &missed].map(|text| quoted(&format!("{semicolon}{text}")));
            formula.push(format!(
                "IF({}>0,IF({}>=1,{},{}),\"\")",
                own(of_target),
                own(of_attained),
                texts[0],
                texts[1]
            ));
        }
        if number(target) > Decimal::ZERO {
            said.push(if number(attained) >= Decimal::ONE { reached } else { missed });
        }
    }
    let status = status_cell::on_summary(plan, manager, live);
    let held = &plan.held[Scope::Manager.index()];
    let is_status = |shown: &SummaryColumn<'_>| matches!(shown, SummaryColumn::Held { at, .. } if matches!(held[*at], Held::Status));
    if let Some((_, column)) = plan.summary.columns.iter().zip(2_u16..).find(|(shown, _)| is_status(shown)) {
        formula.extend(live.then(|| format!("IF({0}=\"\",\"\",{1}&{0})", own(column), quoted(&semicolon))));
        said.extend(Some(status.value.text()).filter(|text| !text.is_empty()));
    }
    for Reason { said: words, formula: text } in reasons(plan, manager, &semicolon, live) {
        formula.push(text);
        said.extend(words);
    }
    let cut = semicolon.chars().count() + 1;
    Cell {
        value: CellValue::Text(said.join(&semicolon)),
        formula: (live && !formula.is_empty())
            .then(|| format!("MID({},{cut},999)", formula.join("&")))
            .filter(|formula| formula.len() <= LONGEST),
        tone: status.tone,
        ..Cell::default()
    }
}

/// What the figure came from.
fn reasons(plan: &Plan<'_>, manager: usize, semicolon: &str, live: bool) -> Vec<Reason> {
    let policy = plan.results.policy;
    if policy.payable().is_some() {
        return greatest(plan, manager, semicolon, live).into_iter().collect();
    }
    let key = RowKey::Period { person: manager, period: plan.results.book.through.index() };
    if !plan.results.settlement.has(key) {
        return Vec::new();
    }
    if policy.headline.is_none() {
        return figures(plan, manager, semicolon);
    }
    match greatest(plan, manager, semicolon, live) {
        Some(most) => [Some(most), nothing(plan, manager, semicolon)].into_iter().flatten().collect(),
        None => lines(plan, manager, semicolon).unwrap_or_default(),
    }
}

/// Which part of what is payable is the greatest, in words and, where it is `live`, as a formula over the parts and their
/// labels.
fn greatest(plan: &Plan<'_>, manager: usize, semicolon: &str, live: bool) -> Option<Reason> {
    let held = &plan.held[Scope::Manager.index()];
    let (first, last) = plan.summary.parts(held)?;
    // The greatest of one says nothing.
    if first == last {
        return None;
    }
    let values = row(plan, Scope::Manager, manager, 0).unwrap_or_default();
    let parts: Vec<(String, Decimal)> = plan.summary.columns[first..=last]
        .iter()
        .filter_map(|shown| match shown {
            SummaryColumn::Part(part) => Some((part.label().get(plan.lang).to_owned(), part_of(plan, manager, part)?)),
            SummaryColumn::Held { at, .. } => {
                let number = values.get(held[*at].slot()).as_number()?;
                Some((held[*at].label().get(plan.lang).to_owned(), number))
            }
            _ => None,
        })
        .collect();
    let most = parts.iter().map(|(_, value)| *value).max().unwrap_or_default();
    let lowest = parts.iter().map(|(_, value)| *value).min().unwrap_or_default();
    let chosen = if most >= -lowest { most } else { lowest };
    let label = parts.iter().find(|(_, value)| *value == chosen && !value.is_zero()).map(|(label, _)| label);
    let words = label.map(|label| {
        let label = without_of_which(label, plan.lang);
        say!(Report::GreatestPart { label }).get(plan.lang).to_owned()
    });
    if !live {
        return Some(Reason { said: words, formula: String::new() });
    }
    let of_which = say!(Report::OfWhich).get(plan.lang).to_owned();
    let at = Plan::row_on(Tab::Summary, manager) + 1;
    let label_row = TOP + HEADLINES + SheetBlock::HEADER_ROWS;
    let [left, right] = [first, last].map(|at| column_letters(u16::try_from(at + 2).unwrap_or(0)));
    let (range, labels) = (format!("${left}{at}:${right}{at}"), format!("${left}${label_row}:${right}${label_row}"));
    let most = format!("IF(MAX({range})>=-MIN({range}),MAX({range}),MIN({range}))");
    // Not every program takes the second place for the column where there is one row.
    let found = format!("INDEX({labels},1,MATCH({most},{range},0))");
    let label = if of_which.is_empty() { found } else { format!("SUBSTITUTE({found},{},\"\")", quoted(&of_which)) };
    let before = say!(Report::GreatestPart { label: "" }).get(plan.lang).to_owned();
    let text =
        format!("IF(AND(MAX({range})=0,MIN({range})=0),\"\",{}&{label})", quoted(&format!("{semicolon}{before}")));
    Some(Reason { said: words, formula: text })
}

/// Which parts of a score are nothing; what is adjusted by hand is none that could be missing.
fn nothing(plan: &Plan<'_>, manager: usize, semicolon: &str) -> Option<Reason> {
    let at = Plan::row_on(Tab::Summary, manager) + 1;
    let label_row = TOP + HEADLINES + SheetBlock::HEADER_ROWS;
    let comma = say!(Formula::Comma).get(plan.lang).to_owned();
    let parts = (2_u16..).zip(&plan.summary.columns).filter_map(|(column, shown)| match shown {
        SummaryColumn::Part(part) if !by_hand(part) => Some((column_letters(column), part)),
        _ => None,
    });
    let (columns, parts): (Vec<String>, Vec<&SummaryPart<'_>>) = parts.unzip();
    let none = |part: &&&SummaryPart<'_>| part_of(plan, manager, part).is_none_or(|value| value.is_zero());
    let labels: Vec<String> = parts.iter().filter(none).map(|part| part.label().get(plan.lang).to_owned()).collect();
    let labels = labels.join(&comma);
    let said = (!labels.is_empty()).then(|| say!(Report::NothingFor { labels }).get(plan.lang).to_owned());
    let something: Vec<String> = columns.iter().map(|column| format!("{column}{at}<>0")).collect();
    let listed =
        columns.iter().map(|column| format!("IF({column}{at}=0,{}&{column}${label_row},\"\")", quoted(&comma)));
    let listed = listed.collect::<Vec<_>>().join("&");
    let before = quoted(&format!("{semicolon}{}", say!(Report::NothingFor { labels: "" }).get(plan.lang)));
    let cut = comma.chars().count() + 1;
    let formula = format!("IF(AND({}),\"\",{before}&MID({listed},{cut},999))", something.join(","));
    (!parts.is_empty()).then_some(Reason { said, formula })
}

/// Which line of the through period gave most and which least, where the score is gathered from lines that have a text.
fn lines(plan: &Plan<'_>, manager: usize, semicolon: &str) -> Option<Vec<Reason>> {
    let (policy, settlement) = (plan.results.policy, plan.results.settlement);
    let (scope, slot) = gathered(policy.headline_rule()?, plan)?;
    let text = policy.inputs(Scope::Line).find(|input| input.column.unit == Unit::Text)?;
    let credits = settlement.credits_of(manager, plan.results.book.through.index());
    let [(tab, first, last)] = plan.credit_ranges(credits.clone())[..] else { return None };
    let of_credit = |scope: Scope, credit: usize| match scope {
        Scope::Line => RowKey::Line(settlement.credits[credit].line as usize),
        _ => RowKey::Credit(credit),
    };
    let points: Vec<(usize, Decimal)> =
        credits.filter_map(|credit| Some((credit, settlement.number(of_credit(scope, credit), slot)?))).collect();
    let name = |credit: usize| match settlement.value(of_credit(Scope::Line, credit), text.used) {
        Some(Value::Text(symbol)) => plan.results.book.symbols.text(symbol).to_owned(),
        _ => String::new(),
    };
    let most = points.iter().map(|(_, points)| *points).max()?;
    let bottom = points.iter().map(|(_, points)| *points).min()?;
    let of = |wanted: Decimal| points.iter().find(|(_, points)| *points == wanted).map(|(credit, _)| name(*credit));
    let range = |column: u16| plan.range(tab, first, last, column);
    let (amounts, names) = (range(plan.column(scope, slot)?), range(plan.column(Scope::Line, text.used)?));
    let found = |which: &str| format!("INDEX({names},MATCH({which}({amounts}),{amounts},0),1)");
    let texts = |words: Words| quoted(&format!("{semicolon}{}", words.get(plan.lang)));
    let greatest = Reason {
        said: of(most)
            .filter(|_| !most.is_zero())
            .map(|label| say!(Report::GreatestPart { label }).get(plan.lang).to_owned()),
        formula: format!(
            "IF(MAX({amounts})=0,\"\",{}&{})",
            texts(say!(Report::GreatestPart { label: "" })),
            found("MAX")
        ),
    };
    let lowest = Reason {
        said: of(bottom)
            .filter(|_| bottom < most)
            .map(|label| say!(Report::LeastPart { label }).get(plan.lang).to_owned()),
        formula: format!(
            "IF(MIN({amounts})<MAX({amounts}),{}&{},\"\")",
            texts(say!(Report::LeastPart { label: "" })),
            found("MIN")
        ),
    };
    Some(vec![greatest, lowest])
}

/// The figure of lines that a period's figure is the sum of, but for adjustments by hand.
fn gathered(rule: &Rule, plan: &Plan<'_>) -> Option<(Scope, usize)> {
    if let Op::Aggregate { gather: Gather::Sum, over, value, .. } = &rule.formula.code.op {
        let Op::Slot(Slot { space, index }) = value.op else { return None };
        return match (over, space) {
            (Scope::Line, Space::Child) | (Scope::Credit, Space::ChildLine) => Some((Scope::Line, index)),
            (Scope::Credit, Space::Child) => Some((Scope::Credit, index)),
            _ => None,
        };
    }
    let rules = &plan.results.policy.scope(Scope::Period).rules;
    let terms = super::groups::terms(&rule.formula.code)?;
    let own = terms.iter().filter(|(slot, _)| slot.space == Space::Own);
    let own = own.filter_map(|(slot, _)| rules.iter().find(|rule| rule.slot == slot.index));
    let computed: Vec<&Rule> = own.filter(|rule| !gathers_adjustments(rule)).collect();
    if let [one] = computed[..] { gathered(one, plan) } else { None }
}

/// Each figure of the through period that applies, where none stands for all.
fn figures(plan: &Plan<'_>, manager: usize, semicolon: &str) -> Vec<Reason> {
    let through = plan.results.book.through;
    let figure = |rule: &Rule| {
        let percent = match rule.unit {
            Unit::Percent => true,
            Unit::Yuan | Unit::Number | Unit::Factor => false,
            Unit::Truth | Unit::Text => return None,
        };
        let label = rule.label.get(plan.lang);
        let column = plan.column(Scope::Period, rule.slot)?;
        let cell = plan.cell(Tab::Period(through.number()), Plan::row_of(manager), column);
        // No format by a text: not every program knows the same ones.
        let shown = if percent { format!("ROUND(ROUND({cell},4)*100,2)&\"%\"") } else { format!("ROUND({cell},2)") };
        let number = value(plan.results, Scope::Period, manager, through.index(), rule.slot).and_then(Value::as_number);
        let number = number.map(|number| {
            number.round_dp_with_strategy(if percent { 4 } else { 2 }, RoundingStrategy::MidpointAwayFromZero)
        });
        let unit = if percent { Unit::Percent } else { Unit::Number };
        Some(Reason {
            said: number.map(|number| format!("{label} {}", number_text(number, unit))),
            formula: format!("IF(ISNUMBER({cell}),{}&{shown},\"\")", quoted(&format!("{semicolon}{label} "))),
        })
    };
    indicators(plan.results.policy).filter_map(figure).collect()
}

/// The figures of a period that are told one by one, where none stands for all.
pub(super) fn indicators(policy: &Policy) -> impl Iterator<Item = &Rule> {
    let told = policy.payable().is_none() && policy.headline.is_none();
    let rules = policy.scope(Scope::Period).rules.iter().filter(move |_| told);
    rules.filter(|rule| !rule.auxiliary && rule.input.is_none() && !gathers_adjustments(rule))
}
