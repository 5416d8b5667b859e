//! What the basis sheet says of the run: one row each, so that their number is how many rows they take.

use super::Results;
use super::receipt::Receipt;
use super::shown::whole;
use crate::lang::{Lang, Words};
use crate::say;

/// The facts, each with what it is called; `unwritten` is above how many credited lines their sheet holds no formulas, where
/// it holds none, `left_out` what the summary leaves out.
pub(super) fn run_facts<'w>(
    results: &Results<'_>,
    lang: Lang,
    unwritten: Option<usize>,
    left_out: impl Iterator<Item = &'w Words>,
) -> Vec<(Words, String)> {
    let policy = results.policy;
    let none = say!(Report::Nothing);
    let remark = |words: &Option<Words>| words.as_ref().unwrap_or(&none).get(lang).to_owned();
    let credits = match unwritten {
        None => say!(Report::Formulas),
        Some(most) => say!(Report::ValuesNotFormulas { most: whole(most) }),
    };
    let left_out: Vec<&str> = left_out.map(|label| label.get(lang)).collect();
    let left_out = left_out.join(say!(Report::BetweenStatuses).get(lang));
    let left_out = if left_out.is_empty() { none.get(lang).to_owned() } else { left_out };
    let mut facts = vec![(say!(Report::Policy), policy.title.get(lang).to_owned())];
    facts.extend(Receipt::of(results, lang).rows());
    facts.extend([
        (say!(Report::Tax), remark(&policy.tax_note)),
        (say!(Report::LeftOut), remark(&policy.left_out)),
        (say!(Report::CreditsSheet), credits.get(lang).to_owned()),
        (say!(Report::LeftOutOfSummary), left_out),
    ]);
    facts
}
