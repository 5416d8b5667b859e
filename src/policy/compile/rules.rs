//! Slots and rules of each scope: declared first, so that the order of writing is free, then checked,
//! then put into an order in which each is computed after what it needs.

use std::collections::HashSet;

use super::super::model::{Attention, ColumnRole, Formula, PeriodKind, Proposes, Rule, ScopeRules, Sheet};
use super::super::raw::{RawColumn, RawRule, Text};
use super::super::unit::Unit;
use super::graph::{is_late, own_slots};
use super::names::{built_in_names, is_field_of_json, on_demand, row_kind};
use super::{Compiler, Scopes};
use crate::formula::{Kind, Scope, VocabularyEntry};
use crate::say;

/// The rules of a scope before they are checked.
#[derive(Default)]
pub(in super::super) struct RuleSet<'a> {
    width: usize,
    items: Vec<RuleItem<'a>>,
}

/// A rule or the default of an input, with its slot.
struct RuleItem<'a> {
    slot: usize,
    kind: ItemKind<'a>,
}

enum ItemKind<'a> {
    Rule(&'a RawRule),
    Default { column: &'a RawColumn, typed: usize, unit: Unit },
    Counts { column: &'a RawColumn, typed: usize, unit: Unit },
}

impl<'a> Compiler<'a> {
    /// Gives every name of every scope its slot: built-in names, inputs as typed, then defaults of
    /// inputs and rules.
    pub(super) fn declare(&mut self, sheets: &[Sheet], period: PeriodKind) -> [RuleSet<'a>; Scope::COUNT] {
        let mut sets = empty_sets();
        let mentioned = self.mentioned();
        for scope in Scope::ALL {
            for (name, kind) in built_in_names(scope, period, sheets) {
                let slot = self.vocabulary.scope(scope).len();
                // What stands in the workbook may be asked for with GIVEN; what is computed may not.
                let raw = name.starts_with("following_").then_some(slot);
                let choices = if scope == Scope::Adjustment { self.figure_names() } else { Vec::new() };
                self.vocabulary.scope_mut(scope).push(VocabularyEntry {
                    choices,
                    raw,
                    ..VocabularyEntry::new(name, kind)
                });
            }
            let first_input = self.vocabulary.scope(scope).len();
            for (column, _) in self.columns(scope, sheets) {
                let slot = self.vocabulary.scope(scope).len();
                let unit = column.unit.as_ref().map_or(Unit::Text, |unit| self.unit(unit));
                let name = column.name.get_ref();
                self.declared(scope, period, &column.name);
                let choices = self.keys_of(column);
                let entry = VocabularyEntry { choices, raw: Some(slot), ..VocabularyEntry::new(name, unit.kind()) };
                self.vocabulary.scope_mut(scope).push(entry);
            }
            for (name, kind) in on_demand(scope, sheets) {
                if mentioned.contains(name.as_str()) {
                    let raw = name.starts_with("following_").then(|| self.vocabulary.scope(scope).len());
                    self.vocabulary.scope_mut(scope).push(VocabularyEntry { raw, ..VocabularyEntry::new(name, kind) });
                }
            }
            self.employment(scope, sheets);
            self.hierarchy(scope, sheets);
            let set = &mut sets[scope.index()];
            for (index, (column, constant)) in self.columns(scope, sheets).into_iter().enumerate() {
                let typed = first_input + index;
                let unit = column.unit.as_ref().map_or(Unit::Text, |unit| self.unit(unit));
                let default =
                    (column.default.is_some() && !constant).then_some(ItemKind::Default { column, typed, unit });
                let counts = column.counts.as_ref().map(|_| ItemKind::Counts { column, typed, unit });
                for kind in default.into_iter().chain(counts) {
                    let slot = self.vocabulary.scope(scope).len();
                    let choices = self.keys_of(column);
                    let entry = VocabularyEntry {
                        choices,
                        raw: Some(typed),
                        ..VocabularyEntry::new(column.name.get_ref(), unit.kind())
                    };
                    self.vocabulary.scope_mut(scope).push(entry);
                    set.items.push(RuleItem { slot, kind });
                }
            }
            for rule in self.raw_rules(scope, period) {
                let name = self.name(&rule.name);
                self.declared(scope, period, &rule.name);
                let unit = self.unit(&rule.unit);
                let slot = self.vocabulary.scope(scope).len();
                self.vocabulary.scope_mut(scope).push(VocabularyEntry::new(name, unit.kind()));
                set.items.push(RuleItem { slot, kind: ItemKind::Rule(rule) });
            }
            set.width = self.vocabulary.scope(scope).len();
        }
        sets
    }

    /// A name stands for one thing, in formulas and in JSON.
    fn declared(&mut self, scope: Scope, period: PeriodKind, name: &Text) {
        let shown = name.get_ref();
        if self.vocabulary.find(scope, shown).is_some() {
            self.twice(name);
        } else if is_field_of_json(scope, period, shown) {
            self.problem(name.span(), say!(Policy::NameOfAField { shown }));
        }
    }

    /// The only texts that a column can have: the keys of a table that no workbook gives.
    pub(super) fn keys_of(&self, column: &RawColumn) -> Vec<String> {
        let Some(table) = &column.table else { return Vec::new() };
        let mut tables = self.raw.table.iter().filter(|raw| raw.built_in && raw.name.get_ref() == table.get_ref());
        let rows = tables.next().map_or(&[][..], |table| &table.rows);
        rows.iter().filter_map(|row| row.key.as_ref()).map(|key| key.get_ref().clone()).collect()
    }

    /// The words of all formulas.
    fn mentioned(&self) -> HashSet<&'a str> {
        let raw = self.raw;
        let of_people = [&raw.credit, &raw.quarter, &raw.month, &raw.half, &raw.year, &raw.manager];
        let scopes = of_people.into_iter().chain([&raw.department_quarter, &raw.department_month, &raw.department]);
        let rules = scopes.flatten().map(|rule| &rule.formula);
        let formulas = rules.chain(raw.threshold.iter().map(|threshold| &threshold.missing));
        let between = |c: char| !(c.is_alphanumeric() || c == '_');
        formulas.flat_map(|formula| formula.get_ref().split(between)).collect()
    }

    /// The value columns of the sheets whose rows are of `scope`, and whether a default is constant.
    fn columns(&self, scope: Scope, sheets: &[Sheet]) -> Vec<(&'a RawColumn, bool)> {
        let row = row_kind(scope);
        let mut columns = Vec::new();
        for (raw, sheet) in self.raw.sheet.iter().zip(sheets).filter(|(_, s)| Some(s.row) == row) {
            for (column, compiled) in raw.columns.iter().zip(&sheet.columns) {
                if matches!(compiled.role, ColumnRole::Value { .. }) {
                    columns.push((column, compiled.default.is_some()));
                }
            }
        }
        columns
    }

    fn raw_rules(&mut self, scope: Scope, period: PeriodKind) -> &'a [RawRule] {
        let raw = self.raw;
        let of_department = scope == Scope::DepartmentPeriod;
        let quarters = if of_department { &raw.department_quarter } else { &raw.quarter };
        let months = if of_department { &raw.department_month } else { &raw.month };
        let (own, other) = match period {
            PeriodKind::Quarter => (quarters, months),
            PeriodKind::Month => (months, quarters),
        };
        match scope {
            Scope::Line => &raw.line,
            Scope::Credit => &raw.credit,
            // Adjustments are typed, not computed.
            Scope::Adjustment => &[],
            Scope::Period | Scope::DepartmentPeriod => {
                if let Some(stray) = other.first() {
                    self.problem(stray.name.span(), say!(Policy::RuleOfAnotherPeriod));
                }
                own
            }
            Scope::Half => {
                if let (PeriodKind::Month, Some(rule)) = (period, raw.half.first()) {
                    self.problem(rule.name.span(), say!(Policy::NoHalfOfMonths));
                }
                &raw.half
            }
            Scope::Year => &raw.year,
            Scope::Manager => &raw.manager,
            Scope::Department => &raw.department,
        }
    }

    /// Checks every rule and gives the sheets' columns their slots.
    pub(super) fn rules(
        &mut self,
        sets: [RuleSet<'a>; Scope::COUNT],
        sheets: &mut [Sheet],
        period: PeriodKind,
    ) -> Scopes {
        for scope in Scope::ALL {
            let Some(row) = row_kind(scope) else { continue };
            let mut slot = built_in_names(scope, period, sheets).len();
            for column in sheets.iter_mut().filter(|s| s.row == row).flat_map(|s| &mut s.columns) {
                if let ColumnRole::Value { slot: place } = &mut column.role {
                    *place = slot;
                    slot += 1;
                }
            }
        }
        let mut scopes: Scopes = Default::default();
        for (scope, set) in Scope::ALL.into_iter().zip(sets) {
            let when = match scope {
                Scope::Half => self.raw.half_year.as_ref(),
                Scope::Year => self.raw.year_end.as_ref(),
                _ => None,
            };
            let when = when.and_then(|raw| self.formula(&raw.when, scope, Some(Kind::Truth)));
            let counting = set.items.iter().filter(|item| matches!(item.kind, ItemKind::Counts { .. }));
            let counting: Vec<usize> = counting.map(|item| item.slot).collect();
            let mut rules = Vec::new();
            for item in &set.items {
                rules.extend(self.rule(item, scope, &counting));
            }
            let (order, early) = gathering_last(&rules, self.order(&rules, scope));
            let across = Vec::new();
            scopes[scope.index()] = ScopeRules { width: set.width, rules, order, early, across, when };
        }
        scopes
    }

    /// `counting` are the slots of what counts in the place of inputs.
    fn rule(&mut self, item: &RuleItem<'a>, scope: Scope, counting: &[usize]) -> Option<Rule> {
        match item.kind {
            ItemKind::Rule(raw) => {
                self.label(&raw.name, &raw.label);
                let unit = self.unit(&raw.unit);
                let clause = self.clause(&raw.clause);
                let formula = self.formula(&raw.formula, scope, Some(unit.kind()))?;
                Some(Rule {
                    name: raw.name.get_ref().clone(),
                    clause,
                    label: raw.label.clone(),
                    unit,
                    formula,
                    note: raw.note.clone(),
                    optional: raw.optional,
                    auxiliary: raw.auxiliary,
                    part: raw.part,
                    attention: self.attention(raw),
                    attention_words: raw.attention_words.clone(),
                    proposes: self.proposes(raw, scope),
                    slot: item.slot,
                    input: None,
                    counts: false,
                })
            }
            ItemKind::Default { column, typed, unit } | ItemKind::Counts { column, typed, unit } => {
                let counts = matches!(item.kind, ItemKind::Counts { .. });
                let text = if counts { column.counts.as_ref()? } else { column.default.as_ref()? };
                // In the formula of what counts the column's name is what was typed, or its default; in that of a default
                // every column's is.
                let hidden: Vec<usize> = if counts { vec![item.slot] } else { counting.to_vec() };
                let entries = self.vocabulary.scope_mut(scope);
                let names: Vec<String> = hidden.iter().map(|slot| std::mem::take(&mut entries[*slot].name)).collect();
                let formula = self.formula(text, scope, Some(unit.kind()));
                for (slot, name) in hidden.into_iter().zip(names) {
                    self.vocabulary.scope_mut(scope)[slot].name = name;
                }
                let formula = formula?;
                Some(Rule {
                    name: column.name.get_ref().clone(),
                    clause: column.clause.as_ref().map(|c| c.get_ref().clone()).unwrap_or_default(),
                    label: column.label.clone(),
                    unit,
                    formula,
                    note: None,
                    optional: false,
                    auxiliary: false,
                    part: false,
                    attention: None,
                    attention_words: None,
                    proposes: None,
                    slot: item.slot,
                    input: Some(typed),
                    counts,
                })
            }
        }
    }

    /// Where a review's result belongs; its column must be there.
    fn proposes(&mut self, raw: &RawRule, scope: Scope) -> Option<Proposes> {
        let proposes = raw.proposes.as_ref()?;
        let sheets = &self.raw.sheet;
        let missing = |name: &Text, row: &str| {
            let mut columns = sheets.iter().filter(|s| s.row.get_ref() == row).flat_map(|s| &s.columns);
            !columns.any(|column| column.name.get_ref() == name.get_ref())
        };
        let column = Some(&proposes.column).filter(|name| missing(name, "period"));
        if let Some(name) = column.or(proposes.of_manager.as_ref().filter(|name| missing(name, "manager"))) {
            let shown = name.get_ref();
            self.problem(name.span(), say!(Policy::NoSheetHasColumn { shown }));
        }
        if scope != Scope::Half {
            let message = say!(Policy::OnlyHalfProposes);
            self.problem(proposes.column.span(), message);
        }
        let text = |text: &Text| text.get_ref().clone();
        Some(Proposes {
            column: text(&proposes.column),
            nth: proposes.nth,
            of_manager: proposes.of_manager.as_ref().map(text),
            was: proposes.was.as_ref().map(text),
        })
    }

    fn attention(&mut self, raw: &RawRule) -> Option<Attention> {
        let text = raw.attention.as_ref()?;
        let found = Attention::named(text.get_ref());
        if found.is_none() {
            self.problem(text.span(), say!(Policy::AttentionForms));
        }
        found
    }

    /// The order of computing; a circle is a problem that names its members.
    fn order(&mut self, rules: &[Rule], scope: Scope) -> Vec<usize> {
        let by_slot = |slot: usize| rules.iter().position(|rule| rule.slot == slot);
        let needs: Vec<Vec<usize>> =
            rules.iter().map(|rule| own_slots(&rule.formula.code).into_iter().filter_map(by_slot).collect()).collect();
        let mut order = Vec::new();
        // 0 not seen, 1 on the way, 2 done.
        let mut state = vec![0_u8; rules.len()];
        for start in 0..rules.len() {
            let mut path = Vec::new();
            if let Some(circle) = visit(start, &needs, &mut state, &mut path, &mut order) {
                let names: Vec<_> = circle.iter().map(|&i| rules[i].name.as_str()).collect();
                let names = names.join(" → ");
                let Formula { span, .. } = &rules[circle[0]].formula;
                let prefix = self.vocabulary.prefix(scope).to_owned();
                self.problem(span.clone(), say!(Policy::RulesInCircle { prefix, names }));
                return order;
            }
        }
        order
    }
}

/// The order with the rules that gather finer rows, and those that rest on them, last; and how many stand before them.
fn gathering_last(rules: &[Rule], order: Vec<usize>) -> (Vec<usize>, usize) {
    let mut late = Vec::new();
    let (early, gathering): (Vec<usize>, Vec<usize>) = order.into_iter().partition(|&index| {
        let rule = &rules[index];
        let gathers = is_late(&rule.formula.code, &late);
        late.extend(gathers.then_some(rule.slot));
        !gathers
    });
    let count = early.len();
    (early.into_iter().chain(gathering).collect(), count)
}

/// Depth-first: a rule goes into the order after all that it needs.
fn visit(
    rule: usize,
    needs: &[Vec<usize>],
    state: &mut [u8],
    path: &mut Vec<usize>,
    order: &mut Vec<usize>,
) -> Option<Vec<usize>> {
    match state[rule] {
        2 => return None,
        1 => {
            let from = path.iter().position(|&r| r == rule).unwrap_or(0);
            let mut circle = path[from..].to_vec();
            circle.push(rule);
            return Some(circle);
        }
        _ => {}
    }
    state[rule] = 1;
    path.push(rule);
    for &need in &needs[rule] {
        if let Some(circle) = visit(need, needs, state, path, order) {
            return Some(circle);
        }
    }
    path.pop();
    state[rule] = 2;
    order.push(rule);
    None
}

fn empty_sets<'a>() -> [RuleSet<'a>; Scope::COUNT] {
    std::array::from_fn(|_| RuleSet::default())
}
