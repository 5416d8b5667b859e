//! The short table on the terminal: who is paid what now, the total, how many warnings.

use std::fmt::Write as _;
use std::path::Path;

use rust_decimal::Decimal;
use textwrap::core::display_width;

use super::input::Computed;
use super::width::{self, in_lines};
use crate::book::{Account, year_end};
use crate::formula::{Scope, Value};
use crate::lang::{Lang, Words};
use crate::policy::{Rule, Unit};
use crate::report::{self, grouped, number_text};
use crate::say;
use crate::settle::RowKey;

/// Of more people than this only the largest changes are printed.
const EVERYONE: usize = 30;
/// So many of them.
const CHANGES: usize = 10;

/// The table of what is payable, and where the results are; of a large book its headlines and the largest changes, unless
/// `all` is asked for.
pub(super) fn summary(computed: &Computed, path: &Path, all: bool) -> String {
    let Computed { policy, book, settlement, lang, .. } = computed;
    let lang = *lang;
    let mut text = String::new();
    let (title, year, through) = (policy.title.get(lang), book.year, book.through.name(lang));
    let _ = writeln!(text, "{}", say!(Cli::SummaryHead { title, year, through }).get(lang));
    if let Some(rule) = policy.first_figure() {
        if all || book.managers.len() <= EVERYONE {
            text.push_str(&everyone(computed, rule));
        } else {
            text.push_str(&headlines(computed));
            text.push_str(&changes(computed, rule));
        }
    }
    if let Some(through) = computed.derived_through() {
        let _ = writeln!(text, "{}", through.get(lang));
    }
    let warnings = book.warnings.len() + settlement.warnings.len();
    for warning in &computed.left_alone.of_today {
        let _ = writeln!(text, "{}", warning.headline(lang));
    }
    let path = path.display();
    text.push_str(&sums(computed));
    let _ = writeln!(text, "{}", book.account.told().get(lang));
    text.push_str(&passed_over(&book.account, lang));
    if warnings > 0 {
        let _ = writeln!(text, "{}", say!(Cli::WarningsOnChecks { warnings }).get(lang));
    }
    let _ = writeln!(text, "{}", say!(Cli::ResultsWritten { path }).get(lang));
    text
}

fn everyone(computed: &Computed, rule: &Rule) -> String {
    let Computed { policy, book, settlement, lang, .. } = computed;
    let lang = *lang;
    let [id, name] = policy.who();
    let parts = parts(computed);
    let labels = std::iter::once(rule).chain(parts.iter().copied()).map(|rule| rule.label.get(lang).to_owned());
    let mut rows: Vec<Vec<String>> =
        vec![[id.get(lang).to_owned(), name.get(lang).to_owned()].into_iter().chain(labels).collect()];
    let mut sums = vec![Decimal::ZERO; parts.len()];
    for (index, manager) in book.managers.iter().enumerate() {
        let mut row = vec![manager.id.clone(), manager.name.clone(), figure(computed, rule, index)];
        for (part, sum) in parts.iter().zip(&mut sums) {
            let figure = settlement.number(RowKey::Manager { person: index }, part.slot);
            *sum += figure.unwrap_or_default();
            row.push(figure.map_or_else(String::new, |figure| number_text(figure, part.unit)));
        }
        rows.push(row);
    }
    for (at, (label, sum)) in totals(computed, rule).into_iter().enumerate() {
        let of_parts = if at == 0 { sums.iter().copied().map(grouped).collect() } else { Vec::new() };
        rows.push([label, String::new(), grouped(sum)].into_iter().chain(of_parts).collect());
    }
    aligned(&rows)
}

/// A manager's figure as it is shown.
fn figure(computed: &Computed, rule: &Rule, manager: usize) -> String {
    match computed.settlement.value(RowKey::Manager { person: manager }, rule.slot) {
        Some(Value::Number(number)) => number_text(number, rule.unit),
        Some(Value::NotApplicable) => say!(Formula::NotApplicable).get(computed.lang).to_owned(),
        _ => String::new(),
    }
}

/// What all are paid; and where somebody owes, both sides of it: one person's money pays nobody else's debt. Only money adds
/// up: a total of scores would say nothing.
fn totals(computed: &Computed, rule: &Rule) -> Vec<(String, Decimal)> {
    if rule.unit != Unit::Yuan {
        return Vec::new();
    }
    let lang = computed.lang;
    let Some([pay, recover]) = report::to_pay_and_recover(&computed.results()) else { return Vec::new() };
    let label = |words: Words| words.get(lang).to_owned();
    let mut totals = vec![(label(say!(Cli::Total)), pay + recover)];
    if !recover.is_zero() {
        totals.extend([(label(say!(Cli::ToPay)), pay), (label(say!(Cli::ToRecover)), recover)]);
    }
    totals
}

/// What a large book comes to, in a line or two.
fn headlines(computed: &Computed) -> String {
    let lang = computed.lang;
    let run = report::overview(&computed.results(), lang);
    let mut said = vec![say!(Cli::PeopleCount { people: report::whole(run.people) })];
    if !run.owing.is_empty() {
        said.push(say!(Cli::PeopleOwe { people: run.owing.len() }));
    }
    if !run.decide.is_empty() {
        said.push(say!(Cli::PeopleToDecide { people: run.decide.len() }));
    }
    said.extend(run.alerts.into_iter().map(|(remark, count)| say!(Cli::PeopleWithRemark { remark, count })));
    let said: Vec<&str> = said.iter().map(|words| words.get(lang)).collect();
    format!("  {}\n", said.join(say!(Cli::Pause).get(lang)))
}

/// Whose period differs most from the one before; in the first period, who gets most.
fn changes(computed: &Computed, rule: &Rule) -> String {
    let Computed { policy, book, settlement, lang, .. } = computed;
    let lang = *lang;
    let headline = policy.headline_rule();
    let of_period = |person: usize, period: usize| settlement.number(RowKey::Period { person, period }, headline?.slot);
    let now = book.through.index();
    let before = now.checked_sub(1).filter(|_| headline.is_some());
    let own = |person: usize| settlement.number(RowKey::Manager { person }, rule.slot);
    let change = |manager: usize| match before {
        Some(before) => {
            let [now, before] = [now, before].map(|period| of_period(manager, period).unwrap_or_default());
            now - before
        }
        None => own(manager).unwrap_or_default(),
    };
    let mut largest: Vec<usize> = (0..book.managers.len()).collect();
    // Of equals the first.
    largest.sort_by_key(|manager| std::cmp::Reverse(change(*manager).abs()));
    largest.truncate(CHANGES);
    let [id, name] = policy.who();
    let mut heading = headings([id, name, rule.label.clone()], lang);
    let names: Vec<String> = book.through.up_to().map(|period| period.name(lang)).collect();
    let (count, people) = (largest.len(), report::whole(book.managers.len()));
    let title = match before {
        Some(before) => {
            heading.extend([names[before].as_str(), &names[now], say!(Cli::Difference).get(lang)].map(str::to_owned));
            say!(Cli::LargestChanges { count, people, before: names[before] })
        }
        None => say!(Cli::LargestOf { count, people }),
    };
    let mut rows = vec![heading];
    for manager in largest {
        let person = &book.managers[manager];
        let mut row = vec![person.id.clone(), person.name.clone(), figure(computed, rule, manager)];
        if let (Some(before), Some(headline)) = (before, headline) {
            let shown = |period: usize| {
                of_period(manager, period).map_or_else(|| "–".to_owned(), |figure| number_text(figure, headline.unit))
            };
            let by = change(manager);
            let sign = if by > Decimal::ZERO { "+" } else { "" };
            row.extend([shown(before), shown(now), format!("{sign}{}", number_text(by, headline.unit))]);
        }
        rows.push(row);
    }
    rows.extend(totals(computed, rule).into_iter().map(|(label, sum)| vec![label, String::new(), grouped(sum)]));
    format!("{}\n{}", title.get(lang), aligned(&rows))
}

/// What each sheet has by period, to be checked against a ledger.
pub(super) fn sums(computed: &Computed) -> String {
    let lang = computed.lang;
    let all = report::sums(&computed.results());
    if all.is_empty() {
        return String::new();
    }
    let mut text = format!("{}\n", say!(Cli::SumsBySheet).get(lang));
    for of_sheet in all.chunk_by(|one, other| one.sheet == other.sheet) {
        // Of many the amount and the net: what is taken off between them shows in their difference.
        let last = of_sheet[0].figures.len() - 1;
        let shown = |at: &usize| last < 3 || [0, last].contains(at);
        let labels = (0..=last).filter(shown).map(|at| of_sheet[0].figures[at].1.get(lang).to_owned());
        let mut rows =
            vec![[of_sheet[0].sheet.clone(), String::new(), String::new()].into_iter().chain(labels).collect()];
        rows.extend(of_sheet.iter().map(|sums| {
            let (rows, people) = (sums.rows, sums.people);
            let period = sums.period.map_or_else(|| year_end().get(lang).to_owned(), |period| period.name(lang));
            let (rows, people) = (say!(Cli::RowCount { rows }), say!(Cli::PeopleCount { people }));
            let figures = (0..=last).filter(shown).map(|at| grouped(sums.figures[at].2));
            let first = [period, rows.get(lang).to_owned(), people.get(lang).to_owned()];
            first.into_iter().chain(figures).collect::<Vec<_>>()
        }));
        text.push_str(&aligned(&rows));
    }
    text
}

/// What was passed over, a line each.
pub(super) fn passed_over(account: &Account, lang: Lang) -> String {
    const LISTED: usize = 30;
    let mut text = String::new();
    for passed in account.passed_over.iter().take(LISTED) {
        let line = passed.told();
        let _ = writeln!(text, "  {}", say!(Cli::PassedOver { what: line.get(lang) }).get(lang));
    }
    let more = account.passed_over.len().saturating_sub(LISTED);
    if more > 0 {
        let _ = writeln!(text, "  {}", say!(Cli::MorePassedOver { more }).get(lang));
    }
    text
}

/// The parts of the first figure that anyone has: adjustments by hand, what earlier periods differ by.
fn parts(computed: &Computed) -> Vec<&Rule> {
    let settlement = &computed.settlement;
    let figures = |rule: &Rule| {
        let slot = rule.slot;
        settlement.keys(Scope::Manager).filter_map(move |key| settlement.number(key, slot))
    };
    let rules = computed.policy.scope(Scope::Manager).rules.iter();
    rules.filter(|rule| rule.part && figures(rule).any(|figure| !figure.is_zero())).collect()
}

/// A row of headings, for [`aligned`].
pub(super) fn headings<const N: usize>(words: [Words; N], lang: Lang) -> Vec<String> {
    words.map(|words| words.get(lang).to_owned()).into()
}

/// Columns padded by what they take on a terminal (a Chinese character takes two), below a row of headings. What is wider
/// than the terminal goes on in further lines, column by column; where that cannot be read, a row becomes a paragraph.
pub(super) fn aligned(rows: &[Vec<String>]) -> String {
    laid_out(rows, true, width::columns())
}

/// Columns as [`aligned`] pads them, of rows without headings.
pub(super) fn listed(rows: &[Vec<String>]) -> String {
    laid_out(rows, false, width::columns())
}

/// Columns that a text is never made narrower than.
const NARROWEST: usize = 12;

fn laid_out(rows: &[Vec<String>], headings: bool, most: Option<usize>) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let cells = |column: usize, from: usize| rows.iter().skip(from).filter_map(move |row| row.get(column));
    let widest = |column: usize, from: usize| cells(column, from).map(|text| display_width(text)).max().unwrap_or(0);
    let mut widths: Vec<usize> = (0..columns).map(|column| widest(column, 0)).collect();
    // A column of figures stands to the right; the first row may be its heading.
    let figure = |text: &String| text.bytes().all(|b| b.is_ascii_digit() || b",.+-%".contains(&b));
    let figures: Vec<bool> = (0..columns).map(|column| rows.len() > 1 && cells(column, 1).all(figure)).collect();
    let Some(most) = most else { return lines(rows, &widths, &figures) };
    let least = |column: usize| if figures[column] { widest(column, 1) } else { widest(column, 0).min(NARROWEST) };
    let least: Vec<usize> = (0..columns).map(least).collect();
    // Two blanks before each column, and two more between them.
    while widths.iter().sum::<usize>() + columns * 2 > most {
        let widest =
            (0..columns).filter(|column| widths[*column] > least[*column]).max_by_key(|column| widths[*column]);
        match widest {
            Some(column) => widths[column] -= 1,
            None => return paragraphs(rows, headings),
        }
    }
    lines(rows, &widths, &figures)
}

fn lines(rows: &[Vec<String>], widths: &[usize], figures: &[bool]) -> String {
    let mut text = String::new();
    for row in rows {
        let cells: Vec<Vec<String>> = row
            .iter()
            .zip(widths)
            .map(|(cell, width)| if display_width(cell) > *width { in_lines(cell, *width) } else { vec![cell.clone()] })
            .collect();
        for number in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
            let mut line = String::from(" ");
            for (column, cell) in cells.iter().enumerate() {
                let cell = cell.get(number).map_or("", String::as_str);
                let pad = " ".repeat(widths[column].saturating_sub(display_width(cell)));
                if figures[column] {
                    let _ = write!(line, " {pad}{cell} ");
                } else {
                    let _ = write!(line, " {cell}{pad} ");
                }
            }
            let _ = writeln!(text, "{}", line.trim_end());
        }
    }
    text
}

/// A row a paragraph: its first two cells, once for rows that share them, and below each other cell with its heading.
fn paragraphs(rows: &[Vec<String>], headings: bool) -> String {
    let (heading, rows) = match rows.split_first() {
        Some((heading, rows)) if headings => (Some(heading), rows),
        _ => (None, rows),
    };
    let mut text = String::new();
    let mut before: &[String] = &[];
    for row in rows {
        let (head, rest) = row.split_at(row.len().min(2));
        if head != before {
            let head: Vec<&str> = head.iter().map(|cell| cell.trim_end()).filter(|cell| !cell.is_empty()).collect();
            let _ = writeln!(text, "  {}", head.join("  "));
        }
        before = head;
        let named = rest.iter().enumerate().filter(|(_, cell)| !cell.is_empty()).map(|(at, cell)| {
            match heading.and_then(|heading| heading.get(at + 2)) {
                Some(label) => format!("{label} {cell}"),
                None => cell.clone(),
            }
        });
        let _ = writeln!(text, "      {}", named.collect::<Vec<_>>().join("  "));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[&[&str]]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
    }

    #[test]
    fn a_table_keeps_within_the_terminal() {
        let rows = rows(&[
            &["ID", "姓名", "Year-end settlement", "Why"],
            &["M001", "经理一", "39,531.07", "more was collected than its quarters accrued"],
            &["M002", "经理二", "5.00", ""],
        ]);
        assert!(laid_out(&rows, true, None).lines().next().is_some_and(|line| line.contains("Year-end settlement")));
        for most in [40, 50, 60, 80] {
            let told = laid_out(&rows, true, Some(most));
            assert!(told.lines().all(|line| display_width(line) <= most), "{told}");
            assert!(told.contains("39,531.07") && told.contains("经理一"), "{told}");
        }
        let narrow = laid_out(&rows, true, Some(30));
        assert!(narrow.starts_with("  M001  经理一\n      Year-end settlement 39,531.07  Why more"), "{narrow}");
    }
}
