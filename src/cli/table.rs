//! The short table on the terminal: who is paid what now, the total, how many warnings.

use std::fmt::Write as _;
use std::path::Path;

use rust_decimal::Decimal;
use unicode_width::UnicodeWidthStr;

use super::input::Computed;
use crate::book::{Account, year_end};
use crate::formula::{Scope, Value};
use crate::lang::Lang;
use crate::policy::{Rule, Unit};
use crate::report::{self, grouped, number_text};
use crate::say;
use crate::settle::RowKey;

/// The table of what is payable, and where the results are.
pub(super) fn summary(computed: &Computed, path: &Path, _all: bool) -> String {
    let Computed { policy, book, settlement, lang, .. } = computed;
    let lang = *lang;
    let mut text = String::new();
    let (title, year, through) = (policy.title.get(lang), book.year, book.through.name(lang));
    let _ = writeln!(text, "{}", say!(Cli::SummaryHead { title, year, through }).get(lang));
    let mut rows: Vec<Vec<String>> = Vec::new();
    // The first rule of the summary: what is payable, a score, or whatever the policy puts first.
    if let Some(rule) = policy.scope(Scope::Manager).rules.iter().find(|rule| rule.input.is_none()) {
        let money = rule.unit == Unit::Yuan;
        let [id, name] = policy.who();
        let parts = parts(computed);
        let labels = std::iter::once(rule).chain(parts.iter().copied()).map(|rule| rule.label.get(lang).to_owned());
        rows.push([id.get(lang).to_owned(), name.get(lang).to_owned()].into_iter().chain(labels).collect());
        let mut sum = Decimal::ZERO;
        let mut sums = vec![Decimal::ZERO; parts.len()];
        for (index, manager) in book.managers.iter().enumerate() {
            let value = settlement.value(RowKey::Manager { person: index }, rule.slot);
            let shown = match value {
                Some(Value::Number(number)) => {
                    sum += number;
                    number_text(number, rule.unit)
                }
                Some(Value::NotApplicable) => "n/a".to_owned(),
                _ => String::new(),
            };
            let mut row = vec![manager.id.clone(), manager.name.clone(), shown];
            for (part, sum) in parts.iter().zip(&mut sums) {
                let figure = settlement.number(RowKey::Manager { person: index }, part.slot);
                *sum += figure.unwrap_or_default();
                row.push(figure.map_or_else(String::new, |figure| number_text(figure, part.unit)));
            }
            rows.push(row);
        }
        // Only money adds up: a total of scores would say nothing.
        if money {
            let total = vec![say!(Cli::Total).get(lang).to_owned(), String::new(), grouped(sum)];
            rows.push(total.into_iter().chain(sums.into_iter().map(grouped)).collect());
            // One person's money pays nobody else's debt.
            let both = report::to_pay_and_recover(&computed.results()).filter(|[_, recover]| !recover.is_zero());
            for (label, sum) in
                both.into_iter().flatten().zip([say!(Cli::ToPay), say!(Cli::ToRecover)]).map(|(s, l)| (l, s))
            {
                rows.push(vec![label.get(lang).to_owned(), String::new(), grouped(sum)]);
            }
        }
    }
    text.push_str(&aligned(&rows));
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
        let line = say!(Cli::WarningsOnChecks { warnings });
        let _ = writeln!(text, "{}", line.get(lang));
    }
    let _ = writeln!(text, "{}", say!(Cli::ResultsWritten { path }).get(lang));
    text
}

/// What each sheet has by period, to be checked against a ledger.
pub(super) fn sums(computed: &Computed) -> String {
    let lang = computed.lang;
    let rows: Vec<Vec<String>> = report::sums(&computed.results())
        .into_iter()
        .map(|sums| {
            let (rows, people) = (sums.rows, sums.people);
            let period = sums.period.map_or_else(|| year_end().get(lang).to_owned(), |period| period.name(lang));
            let (rows, people) = (say!(Cli::RowCount { rows }), say!(Cli::PeopleCount { people }));
            // Of many the amount and the net: what is taken off between them shows in their difference.
            let last = sums.figures.len() - 1;
            let shown = sums.figures.iter().enumerate().filter(|(at, _)| last < 3 || [0, last].contains(at));
            let figures = shown.map(|(_, (_, label, sum))| format!("{} {}", label.get(lang), grouped(*sum)));
            let first = [sums.sheet, period, rows.get(lang).to_owned(), people.get(lang).to_owned()];
            first.into_iter().chain(figures).collect()
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let title = say!(Cli::SumsBySheet);
    format!("{}\n{}", title.get(lang), aligned(&rows))
}

/// What was passed over, a line each.
pub(super) fn passed_over(account: &Account, lang: Lang) -> String {
    const LISTED: usize = 30;
    let mut text = String::new();
    for passed in account.passed_over.iter().take(LISTED) {
        let line = passed.told();
        let told = say!(Cli::PassedOver { lang: line.get(lang) });
        let _ = writeln!(text, "  {}", told.get(lang));
    }
    let more = account.passed_over.len().saturating_sub(LISTED);
    if more > 0 {
        let told = say!(Cli::MorePassedOver { more });
        let _ = writeln!(text, "  {}", told.get(lang));
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

/// Columns padded by what they take on a terminal (a Chinese character takes two).
pub(super) fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> =
        (0..columns).map(|c| rows.iter().filter_map(|row| row.get(c)).map(|t| t.width()).max().unwrap_or(0)).collect();
    // A column of figures stands to the right; the first row may be its heading.
    let figure = |text: &String| text.bytes().all(|b| b.is_ascii_digit() || b",.+-%".contains(&b));
    let figures: Vec<bool> =
        (0..columns).map(|c| rows.len() > 1 && rows.iter().skip(1).filter_map(|row| row.get(c)).all(figure)).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::from(" ");
        for (column, cell) in row.iter().enumerate() {
            let pad = " ".repeat(widths[column].saturating_sub(cell.width()));
            if figures[column] {
                let _ = write!(line, " {pad}{cell} ");
            } else {
                let _ = write!(line, " {cell}{pad} ");
            }
        }
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}
