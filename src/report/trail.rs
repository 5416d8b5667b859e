//! What a figure rests on: the figures, inputs and settings that its formula read, as far as they were needed.

use super::Results;
use super::figure_key::PersonFigureKey;
use super::held::Held;
use super::others::{Discretion, Withheld};
use super::shown::shown;
use crate::book::{Origin, Period};
use crate::formula::{Code, Context, Gather, Op, Piece, Reach, Scope, Slot, Space, Value, evaluate, trace};
use crate::lang::Lang;
use crate::policy::{Input, Policy, Rule};
use crate::say;
use crate::settle::{RowKey, with_context};

/// Something that a formula read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Used {
    /// Which of the person's figures it is; a setting is none.
    pub step: Option<PersonFigureKey>,
    /// What it is called.
    pub label: String,
    /// Its value, as people read it.
    pub shown: String,
    /// Whether it is a number and not zero, so that it can be what made the figure so large.
    pub counts: bool,
    /// The cell that it was typed in, such as `Quotas!C5`; empty where a rule gives it.
    pub place: String,
}

/// A piece of a formula with the numbers put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// As written.
    Text(String),
    /// A name or aggregate, and its value as people read it.
    Value {
        /// As written.
        written: String,
        /// What it was.
        shown: String,
    },
    /// A branch or condition that was not needed, in words.
    NotTaken(String),
}

impl Said {
    /// The piece as it is read.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Self::Text(text) | Self::Value { shown: text, .. } => text.clone(),
            Self::NotTaken(written) => say!(Report::NotTaken { written }).get(lang).to_owned(),
        }
    }
}

/// Who looks at whose figures, and how they are told.
#[derive(Clone, Copy)]
pub(super) struct Trail<'r> {
    pub results: &'r Results<'r>,
    /// What he is told of others; with nothing, everything.
    pub discretion: Option<&'r Discretion<'r>>,
    pub lang: Lang,
    pub manager: usize,
}

impl Trail<'_> {
    /// Why a rule's figure is not told to him, if it is not.
    pub(super) fn withheld(self, row: (Scope, usize), rule: &Rule) -> Option<Withheld> {
        self.discretion?.of_rule(self.manager, row, rule)
    }

    /// Why what a name stands for is not told to him, if it is not.
    pub(super) fn withholds(self, row: (Scope, usize), held: &Held<'_>) -> Option<Withheld> {
        if let Held::Rule(rule) = held { self.withheld(row, rule) } else { None }
    }

    /// What one of his figures rests on; nothing where it was typed or there is no such figure.
    pub(super) fn of(self, (scope, number, slot): PersonFigureKey) -> Vec<Used> {
        let Results { policy, settlement, .. } = self.results;
        let Some(rule) = policy.rule_at(scope, slot) else { return Vec::new() };
        let found = with_context(settlement, RowKey::of(scope, self.manager, number), |context| {
            let trace = trace(&rule.formula.code, &rule.formula.text, context).ok()?;
            Some(self.uses(scope, number, rule, &trace.pieces, context))
        });
        found.flatten().unwrap_or_default()
    }

    /// What the formula of a rule read, in the order of writing, each once.
    pub(super) fn uses(
        self,
        scope: Scope,
        number: usize,
        rule: &Rule,
        pieces: &[Piece],
        context: &Context<'_>,
    ) -> Vec<Used> {
        let mut list: Vec<Used> = Vec::new();
        for piece in pieces {
            let Piece::Value { at, .. } = piece else { continue };
            let part = rule.formula.code.each().find(|code| code.span == *at);
            for used in part.map(|code| self.read_by(scope, number, code, context)).unwrap_or_default() {
                if !list.contains(&used) {
                    list.push(used);
                }
            }
        }
        list
    }

    fn read_by(self, scope: Scope, number: usize, code: &Code, context: &Context<'_>) -> Vec<Used> {
        let settlement = self.results.settlement;
        match &code.op {
            Op::Slot(slot) => self.slot(scope, number, *slot).into_iter().collect(),
            Op::Previous(slot) => {
                let before = settlement.before(self.manager, number);
                before.and_then(|before| self.used((Scope::Period, before, *slot))).into_iter().collect()
            }
            Op::Aggregate { value, argument, .. } => {
                let mut read = Vec::new();
                let slots = |code: &Code| -> Vec<Slot> {
                    code.each()
                        .filter_map(|part| if let Op::Slot(slot) = part.op { Some(slot) } else { None })
                        .collect()
                };
                let of_rows: Vec<Slot> = slots(value).into_iter().filter(|slot| slot.space == Space::Child).collect();
                for (over, row) in gathered_own(self, (scope, number), code, context) {
                    read.extend(of_rows.iter().filter_map(|slot| self.used((over, row, slot.index))));
                }
                for slot in argument.iter().flat_map(|argument| slots(argument)) {
                    read.extend(self.slot(scope, number, slot));
                }
                read
            }
            _ => Vec::new(),
        }
    }

    fn slot(self, scope: Scope, number: usize, slot: Slot) -> Option<Used> {
        match slot.space {
            Space::Own => self.used((scope, number, slot.index)),
            Space::Setting => self.setting(scope, number, slot.index),
            space => self.used(place_of(space, number, slot.index)?),
        }
    }

    fn setting(self, scope: Scope, number: usize, slot: usize) -> Option<Used> {
        let Results { policy, book, settlement, .. } = self.results;
        let value = settlement.settings_of(RowKey::of(scope, self.manager, number)).get(slot).copied()?;
        let place = match &book.settings.get(slot)?.origin {
            Origin::Workbook(place) => place.to_string(),
            _ => String::new(),
        };
        Some(self.told(&Held::setting(policy, slot)?, value, Used { place, ..Used::default() }))
    }

    /// A figure or input of his.
    fn used(self, step: PersonFigureKey) -> Option<Used> {
        let (scope, number, slot) = step;
        let Results { policy, settlement, .. } = self.results;
        let value = settlement.value(RowKey::of(scope, self.manager, number), slot)?;
        let held = Held::at(policy, scope, slot)?;
        let input = policy.input(scope, slot);
        let place = input.and_then(|input| self.cell(scope, number, input)).unwrap_or_default();
        let told = self.told(&held, value, Used { step: Some(step), place, ..Used::default() });
        Some(match self.withholds((scope, number), &held) {
            Some(withheld) => Used { shown: withheld.text(self.lang), ..told },
            None => told,
        })
    }

    fn told(self, held: &Held<'_>, value: Value, used: Used) -> Used {
        Used {
            label: held.label().get(self.lang).to_owned(),
            shown: shown(self.results, value, held.unit(), self.lang),
            counts: matches!(value, Value::Number(number) if !number.is_zero()),
            ..used
        }
    }

    /// The cell that an input was typed in.
    fn cell(self, scope: Scope, number: usize, input: Input<'_>) -> Option<String> {
        let Results { policy, book, settlement, .. } = self.results;
        if settlement.value(RowKey::of(scope, self.manager, number), input.typed)? == Value::Blank {
            return None;
        }
        let sheet = policy.sheets.iter().position(|sheet| std::ptr::eq(sheet, input.sheet))?;
        let column = input.sheet.columns.iter().position(|column| std::ptr::eq(column, input.column))?;
        book.sheets.get(sheet)?.as_ref()?.columns.get(column).copied().flatten()?;
        let row = match scope {
            Scope::Period => {
                let period = Period::at(policy.period, number)?;
                *book.period(self.manager, period)?.rows.get(sheet)?
            }
            Scope::Manager => book.managers.get(self.manager)?.row,
            _ => 0,
        };
        (row > 0).then(|| book.cell(sheet, column, row).to_string())
    }
}

/// The slots of a period that another period's `PREV` reads.
pub(super) fn handed_on(policy: &Policy) -> Vec<usize> {
    let parts = policy.scope(Scope::Period).rules.iter().flat_map(|rule| rule.formula.code.each());
    parts.filter_map(|part| if let Op::Previous(slot) = part.op { Some(slot) } else { None }).collect()
}

/// Where a name of a coarser scope stands, seen from a period.
pub(super) fn place_of(space: Space, number: usize, slot: usize) -> Option<PersonFigureKey> {
    match space {
        Space::Manager | Space::Of(Scope::Manager) => Some((Scope::Manager, 0, slot)),
        Space::Of(Scope::Half) => Some((Scope::Half, number / 2, slot)),
        Space::Of(Scope::Year) => Some((Scope::Year, 0, slot)),
        _ => None,
    }
}

/// The rows that an aggregate of a person's row gathered: his own, or those of all people.
pub(super) fn gathered(
    of: Trail<'_>,
    (scope, number): (Scope, usize),
    code: &Code,
    context: &Context<'_>,
) -> Vec<RowKey> {
    let Results { book, settlement, .. } = of.results;
    let Op::Aggregate { gather, over, reach, condition, .. } = &code.op else { return Vec::new() };
    let person = of.manager;
    let periods = match reach {
        Reach::Later => number + 1..settlement.periods_a_year,
        _ => settlement.periods_of(scope, number),
    };
    let mut rows: Vec<RowKey> = match over {
        _ if reach.is_across() => (0..book.managers.len()).map(|person| RowKey::of(scope, person, number)).collect(),
        Scope::Adjustment => settlement.adjustments_of(person, periods).map(RowKey::Adjustment).collect(),
        Scope::Period => periods.map(|period| RowKey::Period { person, period }).collect(),
        Scope::Half | Scope::Year => {
            (0..settlement.numbers(*over)).map(|number| RowKey::of(*over, person, number)).collect()
        }
        _ => Vec::new(),
    };
    let within = reach.condition(*over);
    rows.retain(|key| {
        let Some(mut child) = settlement.child(*key) else { return false };
        if let RowKey::Adjustment(_) = key {
            child.manager = settlement.row(RowKey::Manager { person }).unwrap_or_default();
        }
        let inner = Context { child: Some(child), ..*context };
        let counts = |condition: &Code| evaluate(condition, &inner) == Ok(Value::Truth(true));
        within.iter().chain(condition.as_deref()).all(counts)
    });
    if *gather == Gather::Last && !reach.is_across() {
        rows.drain(..rows.len().saturating_sub(1));
    }
    rows
}

/// Those of them that are his own periods, half-years and year, by scope and number: lines and adjustments are told one by
/// one.
pub(super) fn gathered_own(
    of: Trail<'_>,
    at: (Scope, usize),
    code: &Code,
    context: &Context<'_>,
) -> Vec<(Scope, usize)> {
    match code.op {
        Op::Aggregate { over: Scope::Period | Scope::Half | Scope::Year, reach, .. } if !reach.is_across() => {}
        _ => return Vec::new(),
    }
    gathered(of, at, code, context).into_iter().map(|key| (key.scope(), key.number())).collect()
}

/// Whether a value adds nothing: it is zero or blank, or does not apply. FALSE may have decided.
pub(super) fn is_nothing(value: Value) -> bool {
    match value {
        Value::Blank | Value::NotApplicable | Value::Tainted => true,
        Value::Number(number) => number.is_zero(),
        Value::Truth(_) | Value::Text(_) => false,
    }
}
