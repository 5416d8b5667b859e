//! How figures came about, unfolding from one to those that it rests on, down to lines and cells.
//!
//! Each figure stands once, below the nearest of those that rest on it; wherever else it is used there is a link to it.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};

use maud::{Markup, html};

use crate::lang::Lang;
use crate::report::{Explained, ExplainedRule, PersonFigureKey, Said, Used};
use crate::say;

/// Whether what is the same for everyone stands with each figure: formula and meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wording {
    /// It does.
    Here,
    /// It stands once on the page, in the list of rules.
    Listed,
}

/// One person's figures.
pub(super) struct FigureTree<'e> {
    rows: &'e [Explained],
    /// What the ids of this person's figures begin with.
    prefix: String,
    lang: Lang,
    wording: Wording,
    /// Row and rule of each figure.
    places: HashMap<PersonFigureKey, (usize, usize)>,
    /// Below which other figure each one stands; none for those that begin a tree.
    above: HashMap<PersonFigureKey, Option<PersonFigureKey>>,
}

impl<'e> FigureTree<'e> {
    /// The trees that begin with `roots`, in their order.
    pub(super) fn new(
        rows: &'e [Explained],
        roots: &[PersonFigureKey],
        prefix: String,
        wording: Wording,
        lang: Lang,
    ) -> Self {
        let mut places = HashMap::new();
        for (row, explained) in rows.iter().enumerate() {
            let (scope, number) = explained.of;
            places.extend(explained.rules.iter().enumerate().map(|(at, rule)| ((scope, number, rule.slot), (row, at))));
        }
        let mut tree = Self { rows, prefix, lang, wording, places, above: HashMap::new() };
        let mut queue: VecDeque<PersonFigureKey> =
            roots.iter().copied().filter(|step| tree.places.contains_key(step)).collect();
        tree.above.extend(queue.iter().map(|step| (*step, None)));
        // The nearest first: what two figures rest on stands where the way to it is shortest.
        while let Some(step) = queue.pop_front() {
            for used in tree.rule(step).map(|rule| rule.uses.as_slice()).unwrap_or_default() {
                let Some(below) = used.step.filter(|below| tree.places.contains_key(below)) else { continue };
                if let Entry::Vacant(place) = tree.above.entry(below) {
                    place.insert(Some(step));
                    queue.push_back(below);
                }
            }
        }
        tree
    }

    fn rule(&self, step: PersonFigureKey) -> Option<&'e ExplainedRule> {
        let (row, at) = self.places.get(&step)?;
        self.rows.get(*row)?.rules.get(*at)
    }

    fn row_name(&self, step: PersonFigureKey) -> &'e str {
        self.places.get(&step).map_or("", |(row, _)| self.rows[*row].name.as_str())
    }

    fn id(&self, (scope, number, slot): PersonFigureKey) -> String {
        format!("{}f{}-{number}-{slot}", self.prefix, scope.index())
    }

    /// A figure with all that unfolds below it; nothing where there is none.
    pub(super) fn unfolding(&self, step: PersonFigureKey) -> Markup {
        let Some(rule) = self.rule(step) else { return Markup::default() };
        self.unfolding_as(step, &html! { (named(&rule.label, self.row_name(step))) b { (rule.result) } })
    }

    /// A figure that unfolds, told as `summary` says as long as it is folded.
    pub(super) fn unfolding_as(&self, step: PersonFigureKey, summary: &Markup) -> Markup {
        let Some(rule) = self.rule(step) else { return Markup::default() };
        html! { details id=(self.id(step)) { summary { (summary) } (self.inside(step, rule)) } }
    }

    /// What stands in a figure that is unfolded.
    fn inside(&self, step: PersonFigureKey, rule: &ExplainedRule) -> Markup {
        let lang = self.lang;
        html! {
            div.in {
                p.f {
                    @if self.wording == Wording::Listed {
                        a.c href=(format!("#{}", rule_id(step, &rule.name))) { (rule.clause) }
                    } @else {
                        span.c { (rule.clause) }
                    }
                    @if rule.said.is_empty() { (rule.formula) }
                    @for piece in &rule.said { (self.said(piece)) }
                }
                @if self.wording == Wording::Here && !rule.said.is_empty() {
                    p.w { (rule.name) " = " (rule.formula) }
                    @if !rule.words.is_empty() { p.w { (rule.words) } }
                }
                @if !rule.uses.is_empty() {
                    ul { @for used in &rule.uses { (self.used(step, used)) } }
                }
                @if !rule.lines.is_empty() {
                    p.w { (say!(Page::FromLines).get(lang)) }
                    ul.lines { @for line in &rule.lines { li { (line) } } }
                }
            }
        }
    }

    fn used(&self, of: PersonFigureKey, used: &Used) -> Markup {
        let known = used.step.filter(|step| self.places.contains_key(step));
        match known {
            Some(step) if self.above.get(&step) == Some(&Some(of)) => html! { li { (self.unfolding(step)) } },
            Some(step) => {
                let row = if (step.0, step.1) == (of.0, of.1) { "" } else { self.row_name(step) };
                html! {
                    li { a.u href=(format!("#{}", self.id(step))) { (named(&used.label, row)) b { (used.shown) } } }
                }
            }
            None if used.place.is_empty() => html! { li.u { (named(&used.label, "")) b { (used.shown) } } },
            None => {
                let typed = say!(Page::Typed { place: used.place });
                html! { li.u { (named(&used.label, typed.get(self.lang))) b { (used.shown) } } }
            }
        }
    }

    fn said(&self, piece: &Said) -> Markup {
        match piece {
            Said::Text(text) => html! { (text) },
            // Where formulas are listed once, names stand there.
            Said::Value { shown, .. } if self.wording == Wording::Listed => html! { b { (shown) } },
            Said::Value { written, shown } => html! { b title=(written) { (shown) } },
            Said::NotTaken(_) => html! { s { (piece.text(self.lang)) } },
        }
    }

    /// Whatever stands in no tree, row by row.
    pub(super) fn rest(&self) -> Markup {
        html! {
            @for row in self.rows {
                @let (scope, number) = row.of;
                @let rest = || row.rules.iter().filter(|rule| !self.above.contains_key(&(scope, number, rule.slot)));
                @if rest().next().is_some() {
                    details {
                        summary { (named(&row.name, "")) }
                        div.in {
                            ul { @for rule in rest() { li { (self.unfolding((scope, number, rule.slot))) } } }
                        }
                    }
                }
            }
        }
    }
}

/// The id of a rule in the list of rules.
pub(super) fn rule_id((scope, ..): PersonFigureKey, name: &str) -> String {
    format!("rule-{}-{name}", scope.index())
}

/// A label with what it is of in small type.
pub(super) fn named(label: &str, of: &str) -> Markup {
    html! { span { (label) @if !of.is_empty() { " " small { (of) } } } }
}
