//! Where the time of a run goes, for `--timings`.

use std::io::Write as _;
use std::time::{Duration, Instant};

use unicode_width::UnicodeWidthStr as _;

use crate::formula::Scope;
use crate::lang::Lang;
use crate::report::Results;
use crate::say;

/// The time that each step of a run took: open, read, credit, settle, check, write.
pub(super) struct Timings {
    since: Instant,
    laps: Vec<Duration>,
}

/// The place of the step that evaluates rules.
const SETTLE: usize = 3;

impl Default for Timings {
    fn default() -> Self {
        Self { since: Instant::now(), laps: Vec::new() }
    }
}

impl Timings {
    /// The next step is behind.
    pub(super) fn lap(&mut self) {
        let lap = self.since.elapsed();
        self.since += lap;
        self.laps.push(lap);
    }

    /// Prints a row a step on standard error.
    pub(super) fn print(&self, results: &Results<'_>, lang: Lang) {
        let Results { policy, book, settlement, .. } = *results;
        let lines = book.lines.len();
        let periods = settlement.count(Scope::Period);
        let coarser =
            [Scope::Half, Scope::Year, Scope::Manager, Scope::Department].map(|scope| settlement.count(scope));
        let coarser: usize = coarser.iter().sum();
        let input = lines + book.periods.iter().flatten().count() + book.managers.len();
        let credits = settlement.credits.len();
        let laws = settlement.laws.iter().map(|law| law.rows).sum();
        let steps = [
            (say!(Cli::StepOpen), input),
            (say!(Cli::StepRead), input),
            (say!(Cli::StepCredit), lines + credits),
            (say!(Cli::StepSettle), periods + coarser),
            (say!(Cli::StepCheck), laws),
            (say!(Cli::StepWrite), credits + periods + coarser),
        ];
        let mut out = anstream::stderr().lock();
        let wide = steps.iter().map(|(name, ..)| name.get(lang).width()).max().unwrap_or(0);
        for ((name, rows), time) in steps.iter().zip(&self.laps) {
            let name = name.get(lang);
            let pad = " ".repeat(wide - name.width());
            let (seconds, speed) = (milliseconds(*time), a_second(*rows, *time));
            let _ = writeln!(out, "{name}{pad} {seconds:>10} ms  {}", say!(Cli::RowsASecond { rows, speed }).get(lang));
        }
        let rules = |scope: Scope| policy.scope(scope).rules.len();
        let evaluations: usize = Scope::ALL.map(|scope| settlement.count(scope) * rules(scope)).iter().sum();
        let speed = a_second(evaluations, self.laps.get(SETTLE).copied().unwrap_or_default());
        let _ = writeln!(out, "{}", say!(Cli::RulesEvaluated { evaluations, speed }).get(lang));
    }
}

/// Milliseconds with one decimal.
fn milliseconds(time: Duration) -> String {
    let tenths = (time.as_micros() + 50) / 100;
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// How many a second.
fn a_second(count: usize, time: Duration) -> u128 {
    count as u128 * 1_000_000 / time.as_micros().max(1)
}
