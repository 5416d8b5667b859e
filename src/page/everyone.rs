//! The run on one page: the headlines, a table of people that can be sorted, what each figure came from, the rules, the
//! warnings. Written a person at a time; what unfolds is made first, and is in memory until then.

use maud::{Markup, html};

use super::frame;
use super::statement::parts;
use super::tree::{FigureTree, Wording, named, rule_id};
use crate::lang::Lang;
use crate::report::{
    Answer, Answers, Audience, Explainer, Overview, Results, clause_text, grouped, overview, rules_in_words,
    scope_name, whole,
};
use crate::say;

/// How much of a run stands on its page. Whoever stands further down in the book has his derivation by `explain` and in a
/// statement of his own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Bytes of derivations.
    pub derivations: usize,
    /// Bytes of parts and reasons.
    pub reasons: usize,
}

impl Budget {
    /// All of it, however large the page becomes.
    pub const EVERYTHING: Self = Self { derivations: usize::MAX, reasons: usize::MAX };
}

impl Default for Budget {
    /// Of some 200 people of the key-account year, some 120 KB each, and the reasons of some 8,000. Chromium shows the
    /// headlines of such a file at once and the rest within some seconds: 7 on a busy machine of two cores.
    fn default() -> Self {
        Self { derivations: 24 << 20, reasons: 8 << 20 }
    }
}

/// What a row takes besides its sentences.
const ROW: usize = 700;
/// So many of a list of people stand among the headlines.
const LISTED: usize = 4;
/// So many warnings stand on the page.
const WARNINGS: usize = 200;

/// Writes the page of a run piece by piece.
///
/// # Errors
/// What `write` returns.
pub fn everyone<E>(
    results: &Results<'_>,
    lang: Lang,
    budget: Budget,
    write: &mut dyn FnMut(&str) -> Result<(), E>,
) -> Result<(), E> {
    let run = overview(results, lang);
    let explainer = Explainer::new(results, Audience::Auditor, lang);
    let answers = explainer.answers();
    let columns = EveryoneColumns::of(answers, &run);
    let unfolded = Unfolded::of(budget, &explainer, lang);
    write(&frame::begin(lang, &format!("{} · {}", run.title, run.subtitle), "everyone"))?;
    let head = html! {
        header { h1 { (run.title) } p { (run.subtitle) " · " (say!(Page::PeopleCount { count: run.people }).get(lang)) } }
        (headlines(results, &run, lang))
        (unfolded.left_out(results, &run, lang))
    };
    write(&head.into_string())?;
    write("<main>\n<section class=\"table\" tabindex=\"0\">\n<table class=\"people\">\n")?;
    write(&columns.heading(&run, answers, lang).into_string())?;
    for manager in 0..run.people {
        let answer = answers.of(manager, &[]);
        write(&columns.row(&answer, &unfolded.below(manager, &answer), manager < unfolded.said, lang).into_string())?;
        write("\n")?;
    }
    write(&columns.foot(&run, lang).into_string())?;
    write("</table>\n</section>\n")?;
    let tail = html! {
        (department(&run, lang))
        (warnings(&run, lang))
        (rules(results, lang))
        (frame::signatures(&[say!(Page::MadeBy), say!(Page::CheckedBy), say!(Page::ApprovedBy)], lang))
    };
    write(&tail.into_string())?;
    write("\n</main>\n")?;
    write(&html! { footer { (frame::receipt(results, lang)) } }.into_string())?;
    write(&frame::end())
}

/// What unfolds below the rows of the first people.
struct Unfolded<'a> {
    explainer: &'a Explainer<'a>,
    lang: Lang,
    /// How many people have their derivation.
    count: usize,
    /// Those that were made to know how many there is room for.
    made: Vec<Markup>,
    /// How many people have their parts and reasons.
    said: usize,
}

impl<'a> Unfolded<'a> {
    fn of(budget: Budget, explainer: &'a Explainer<'a>, lang: Lang) -> Self {
        let answers = explainer.answers();
        let people = explainer.book().managers.len();
        if budget == Budget::EVERYTHING {
            return Self { explainer, lang, count: people, made: Vec::new(), said: people };
        }
        let mut bytes = 0;
        let derived = (0..people).map(|manager| derived(manager, &answers.of(manager, &[]), explainer, lang));
        let derived: Vec<Markup> = derived
            .take_while(|markup| {
                bytes += markup.0.len();
                bytes <= budget.derivations
            })
            .collect();
        // Who has a derivation has reasons above it.
        let mut bytes = 0;
        let fits = |manager: &usize| {
            bytes += answers.of(*manager, &[]).why.iter().map(String::len).sum::<usize>() + ROW;
            *manager < derived.len() || bytes <= budget.reasons
        };
        let said = (0..people).take_while(fits).count();
        Self { explainer, lang, count: derived.len(), made: derived, said }
    }

    fn below(&self, manager: usize, answer: &Answer) -> Markup {
        let parts =
            || html! { @for part in &answer.parts { p.u { (named(&part.label, &part.rows)) b { (part.shown) } } } };
        match self.made.get(manager) {
            Some(derived) => derived.clone(),
            None if manager < self.count => derived(manager, answer, self.explainer, self.lang),
            None if manager < self.said => parts(),
            None => Markup::default(),
        }
    }

    /// What is not on the page, and how to get it.
    fn left_out(&self, results: &Results<'_>, run: &Overview, lang: Lang) -> Markup {
        let (people, input) = (whole(run.people), &results.input_file);
        let (derived, said) = (whole(self.count), whole(self.said));
        html! {
            @if self.count < run.people {
                p.left { (say!(Page::NotUnfolded { derived, people: &people, input }).get(lang)) }
            }
            @if self.said < run.people { p.left { (say!(Page::NoReasons { said, people }).get(lang)) } }
        }
    }
}

/// What a person's figures came from.
fn derived(manager: usize, answer: &Answer, explainer: &Explainer<'_>, lang: Lang) -> Markup {
    let rows = explainer.manager(manager, None);
    let mut roots: Vec<_> = answer.parts.iter().flat_map(|part| part.steps.clone()).collect();
    roots.extend(answer.figure.iter().map(|figure| figure.step));
    let tree = FigureTree::new(&rows, &roots, format!("m{manager}"), Wording::Listed, lang);
    html! { (parts(answer, &tree, lang)) section { h2 { (say!(Page::FurtherFigures).get(lang)) } (tree.rest()) } }
}

/// What the first screen answers.
fn headlines(results: &Results<'_>, run: &Overview, lang: Lang) -> Markup {
    let name = |manager: usize| {
        let person = &results.book.managers[manager];
        html! { b { (person.name) } " " small { (person.id) } }
    };
    let more = |all: usize| {
        let count = all.saturating_sub(LISTED);
        html! { @if count > 0 { " " (say!(Page::AndMorePeople { count }).get(lang)) } }
    };
    let of_end = [say!(Page::Most), say!(Page::Least)];
    html! {
        section.heads {
            dl {
                @if let Some([pay, recover]) = run.totals {
                    div.big { dt { (say!(Page::ToPay).get(lang)) } dd { (grouped(pay)) small { " " (say!(Page::Yuan).get(lang)) } } }
                    @if !recover.is_zero() {
                        div.big.bad { dt { (say!(Page::ToRecover).get(lang)) } dd { (grouped(-recover)) small { " " (say!(Page::Yuan).get(lang)) } } }
                    }
                }
                @for (end, label) in run.ends.iter().zip(of_end) { (extreme(end, label.get(lang))) }
                @if run.totals.is_some() {
                    div {
                        dt { (say!(Page::Owes).get(lang)) }
                        dd {
                            @if run.owing.is_empty() { (say!(Page::NobodyOwes).get(lang)) }
                            @for (manager, figure) in run.owing.iter().take(LISTED) { p.bad { (name(*manager)) " " b.n { (grouped(*figure)) } } }
                            (more(run.owing.len()))
                        }
                    }
                }
                div {
                    dt { (say!(Page::Decide).get(lang)) }
                    dd {
                        @if run.decide.is_empty() { (say!(Page::NothingToDecide).get(lang)) }
                        @for (manager, sentences) in run.decide.iter().take(LISTED) {
                            p { (name(*manager)) " " (sentences.join(say!(Answer::Between).get(lang))) }
                        }
                        (more(run.decide.len()))
                    }
                }
                @if !run.alerts.is_empty() {
                    div {
                        dt { (say!(Page::Remarks).get(lang)) }
                        dd { @for (remark, count) in &run.alerts { p { (say!(Page::WithRemark { remark, count }).get(lang)) } } }
                    }
                }
            }
        }
    }
}

fn extreme(answer: &Answer, label: &str) -> Markup {
    html! {
        div {
            dt { (label) }
            dd {
                p { b { (answer.name) } " " small { (answer.id) } @if let Some(figure) = &answer.figure { " " b.n { (figure.shown) } } }
                @if let Some(part) = answer.largest.or(Some(0)).and_then(|at| answer.why.get(at)) { p.w { (part) } }
            }
        }
    }
}

/// The columns of the table after the first figure: parts, or other figures where there are no parts.
struct EveryoneColumns {
    labels: Vec<String>,
    parts: bool,
}

impl EveryoneColumns {
    /// Those that anyone has: the parts of what is paid, where the policy pays money.
    fn of(answers: &Answers<'_>, run: &Overview) -> Self {
        let mut columns = Self { labels: Vec::new(), parts: run.totals.is_some() };
        for manager in 0..run.people {
            for [label, _] in columns.figures(&answers.of(manager, &[])) {
                if !columns.labels.contains(label) {
                    columns.labels.push(label.clone());
                }
            }
        }
        columns
    }

    /// What somebody has of them: labels and figures.
    fn figures<'a>(&self, answer: &'a Answer) -> Vec<[&'a String; 2]> {
        if self.parts {
            return answer.parts.iter().map(|part| [&part.label, &part.shown]).collect();
        }
        answer.further.iter().map(|one| [&one.label, &one.shown]).collect()
    }

    fn heading(&self, run: &Overview, answers: &Answers<'_>, lang: Lang) -> Markup {
        let figure = if run.people > 0 { answers.of(0, &[]).figure } else { None };
        html! {
            caption { (say!(Page::Everyone).get(lang)) " " small.screen.hint { (say!(Page::SortHint).get(lang)) } }
            thead {
                tr {
                    th scope="col" data-sort="text" { (say!(Page::Person).get(lang)) }
                    th.n scope="col" data-sort="number" { @if let Some(figure) = &figure { (figure.label) } }
                    @for label in &self.labels { th.n.wide scope="col" data-sort="number" { (label) } }
                    th.wide scope="col" data-sort="text" { (say!(Page::Remarks).get(lang)) }
                }
            }
        }
    }

    fn row(&self, answer: &Answer, more: &Markup, why: bool, lang: Lang) -> Markup {
        let own = self.figures(answer);
        let own = |label: &String| own.iter().find(|[of, _]| *of == label).map_or("–", |[_, shown]| shown.as_str());
        html! {
            tbody {
                tr {
                    th scope="row" data-v=(answer.name) { (answer.name) " " small { (answer.id) } }
                    td.n.bad[answer.owes] { @if let Some(figure) = &answer.figure { (figure.shown) } }
                    @for label in &self.labels { td.n.wide { (own(label)) } }
                    td.wide { (answer.status) }
                }
                @if why {
                    tr.more {
                        td colspan=(self.labels.len() + 3) {
                            details {
                                summary {
                                    @let unsaid = say!(Page::FurtherFigures);
                                    span { (answer.why.first().map_or(unsaid.get(lang), String::as_str)) }
                                }
                                div.in {
                                    @for sentence in answer.why.iter().skip(1) { p { (sentence) } }
                                    @for sentence in &answer.decide { p { (sentence) } }
                                    (more)
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn foot(&self, run: &Overview, lang: Lang) -> Markup {
        html! {
            @if let Some([pay, recover]) = run.totals {
                tfoot {
                    tr {
                        th scope="row" { (say!(Page::Sum).get(lang)) }
                        td.n { (grouped(pay + recover)) }
                        td.wide colspan=(self.labels.len() + 1) {}
                    }
                }
            }
        }
    }
}

fn department(run: &Overview, lang: Lang) -> Markup {
    html! {
        @if !run.department.is_empty() {
            section {
                h2 { (say!(Page::Department).get(lang)) }
                div.narrow { @for [label, shown] in &run.department { p.u { span { (label) } b { (shown) } } } }
            }
        }
    }
}

fn warnings(run: &Overview, lang: Lang) -> Markup {
    let count = run.warnings.len();
    html! {
        @if count > 0 {
            section {
                details {
                    summary { span { (say!(Page::Warnings { count }).get(lang)) } }
                    div.in {
                        @for [place, problem, mend] in run.warnings.iter().take(WARNINGS) {
                            p { @if !place.is_empty() { b { (place) } " " } (problem) @if !mend.is_empty() { " → " (mend) } }
                        }
                        @let more = count.saturating_sub(WARNINGS);
                        @if more > 0 { p { (say!(Report::AndMore { count: more }).get(lang)) } }
                    }
                }
            }
        }
    }
}

/// Every rule once: its formula, what it says, and the clauses that it is of.
fn rules(results: &Results<'_>, lang: Lang) -> Markup {
    html! {
        section.rules.screen {
            h2 { (say!(Page::Rules).get(lang)) }
            p { (say!(Page::RulesNote).get(lang)) }
            @for (scope, rules) in rules_in_words(results.policy, lang) {
                details {
                    summary { span { (scope_name(scope, results.policy).get(lang)) } }
                    div.in {
                        @for (rule, words) in rules {
                            details id=(rule_id((scope, 0, rule.slot), &rule.name)) {
                                summary { span { (rule.label.get(lang)) } span.c { (rule.clause) } }
                                div.in {
                                    p.f { (rule.name) " = " (rule.formula.text) }
                                    p.w { (words) }
                                    @for line in clause_text(results.policy, &rule.clause, lang).lines() { p.w { (line) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
