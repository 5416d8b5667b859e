//! A person's statement: the answer on one page of paper, and on a screen all that it rests on, unfolding. Nothing of
//! anybody else stands in it.

use maud::{Markup, html};

use super::frame;
use super::tree::{FigureTree, Wording, named};
use crate::lang::{Lang, Words};
use crate::report::{Answer, AnswerPart, Audience, Explainer, Further, Results, Worth, to_date};
use crate::say;

/// Makes the statements of one person after the other; what is the same for all of them is made once.
pub struct StatementPages<'r> {
    results: &'r Results<'r>,
    lang: Lang,
    explainer: Explainer<'r>,
}

impl<'r> StatementPages<'r> {
    /// For these results.
    #[must_use]
    pub fn new(results: &'r Results<'r>, lang: Lang) -> Self {
        Self { results, lang, explainer: Explainer::new(results, Audience::Person, lang) }
    }

    /// The page of a manager (a place in the book); `worth` is what reaching his thresholds pays.
    #[must_use]
    pub fn page(&self, manager: usize, worth: &[Worth]) -> String {
        let lang = self.lang;
        let answer = self.explainer.answers().of(manager, worth);
        let rows = self.explainer.manager(manager, None);
        let mut roots: Vec<_> = answer.parts.iter().flat_map(|part| part.steps.clone()).collect();
        roots.extend(answer.figure.iter().map(|figure| figure.step));
        let tree = FigureTree::new(&rows, &roots, String::new(), Wording::Here, lang);
        let title = format!("{} {} · {}", answer.id, answer.name, self.results.policy.title.get(lang));
        let (year, through) = (self.results.book.year, self.results.book.through.name(lang));
        let clause = |[sentence, clause]: &[String; 2]| html! { p { (sentence) " " span.c { (clause) } } };
        let further = |one: &Further| figure([&one.label, &one.shown]);
        let body = html! {
            header {
                h1 { (answer.name) " " small { (answer.id) } }
                p { (self.results.policy.title.get(lang)) " · " (say!(Page::YearThrough { year, through }).get(lang)) }
            }
            main {
                (headline(&answer, lang))
                (parts(&answer, &tree, lang))
                (listed(&say!(Page::Why), answer.why.iter().map(sentence), lang))
                (listed(&say!(Page::Reach), answer.next.iter().map(clause), lang))
                (listed(&say!(Page::Decide), answer.decide.iter().map(sentence), lang))
                div.side {
                    (listed(&say!(Page::CarriedOn { period: through }), answer.carried.iter().map(|[l, _, n]| figure([l, n])), lang))
                    (listed(&say!(Report::FiguresOf { period: through }), answer.indicators.iter().map(further), lang))
                    (listed(&to_date(self.results.policy), answer.further.iter().map(further), lang))
                }
                (periods(&answer, lang))
                (frame::signatures(&[say!(Page::SignedBy)], lang))
                section.screen {
                    h2 { (say!(Page::FurtherFigures).get(lang)) }
                    (tree.rest())
                }
            }
            footer {
                p { (say!(Page::PersonalNote).get(lang)) }
                (frame::receipt(self.results, lang))
            }
        };
        [frame::begin(lang, &title, "statement"), body.into_string(), frame::end()].concat()
    }
}

/// The amount, large.
pub(super) fn headline(answer: &Answer, lang: Lang) -> Markup {
    html! {
        @if let Some(figure) = &answer.figure {
            p.amount.bad[answer.owes] {
                span { (figure.label) }
                strong {
                    (figure.shown)
                    @if figure.money { small { " " (say!(Page::Yuan).get(lang)) } }
                }
                @if answer.owes { em { (say!(Report::ToRecover).get(lang)) } }
            }
        }
    }
}

/// What the amount is the sum of, each part unfolding.
pub(super) fn parts(answer: &Answer, tree: &FigureTree<'_>, lang: Lang) -> Markup {
    html! {
        @if !answer.parts.is_empty() {
            section.parts {
                h2 { (say!(Page::Parts).get(lang)) }
                @for part in &answer.parts { (unfolding(part, tree)) }
                @if let Some(figure) = &answer.figure {
                    p.u.sum { span { (figure.label) } b { (figure.shown) } }
                }
            }
        }
    }
}

fn unfolding(part: &AnswerPart, tree: &FigureTree<'_>) -> Markup {
    let summary = html! { (named(&part.label, &part.rows)) span.c { (part.clause) } b { (part.shown) } };
    match part.steps.as_slice() {
        [] => html! { div.u { (summary) } },
        [step] => tree.unfolding_as(*step, &summary),
        steps => html! {
            details {
                summary { (summary) }
                div.in { ul { @for step in steps { li { (tree.unfolding(*step)) } } } }
            }
        },
    }
}

/// A list with words over it, where there is anything to list.
pub(super) fn listed(heading: &Words, items: impl IntoIterator<Item = Markup>, lang: Lang) -> Markup {
    let mut items = items.into_iter().peekable();
    html! {
        @if items.peek().is_some() {
            section { h2 { (heading.get(lang)) } @for item in items { (item) } }
        }
    }
}

fn sentence(text: &String) -> Markup {
    html! { p { (text) } }
}

fn figure([label, shown]: [&String; 2]) -> Markup {
    html! { p.u { span { (label) } b { (shown) } } }
}

/// The headline of each period so far.
fn periods(answer: &Answer, lang: Lang) -> Markup {
    let money = answer.figure.as_ref().is_some_and(|figure| figure.money);
    let amount = if money { say!(Page::Amount) } else { say!(Report::ScoreOf) };
    html! {
        @if answer.periods.len() > 1 {
            section {
                h2 { (say!(Page::ByPeriod).get(lang)) }
                table.periods {
                    thead {
                        tr {
                            th scope="col" { (say!(Page::Period).get(lang)) }
                            th.n scope="col" { (amount.get(lang)) }
                            th scope="col" { (say!(Page::Remarks).get(lang)) }
                        }
                    }
                    tbody {
                        @for [period, shown, status] in &answer.periods {
                            tr { th scope="row" { (period) } td.n { (shown) } td { (status) } }
                        }
                    }
                }
            }
        }
    }
}
