//! What is gathered from all rows of a scope and period at once, for each of them.
//!
//! A formula reads of its own row a few names (`peers.team = team`), so that rows which agree in those gather the same:
//! it is gathered once for them. The order of the lines plays no part in it, nor does that of the people.

use std::collections::HashMap;
use std::rc::Rc;

use rust_decimal::Decimal;

use super::children::Family;
use super::fold::Fold;
use super::found::RowMistake;
use super::row_key::RowKey;
use super::settlement::Settlement;
use super::split::split;
use crate::book::{Book, Share};
use crate::formula::{
    ChildRow, Code, Context, EvalCause, EvalError, Gather, Gathered, Op, Reach, Scope, Slot, Space, Value, argument,
    evaluate, look_up, run,
};
use crate::policy::{Across, Stage};

/// A row that is gathered from, and whose it is.
type Member<'r> = (usize, ChildRow<'r>);

/// What rows that agree in all that is read of them gather.
struct AgreeingRows {
    gathered: Gathered,
    /// Of a pool the weights, by place among the members, and the parts once it is divided.
    weights: Vec<(usize, Decimal)>,
    parts: Option<(Decimal, HashMap<usize, Decimal>)>,
}

impl Fold<'_> {
    /// Computes the columns of a stage that are gathered across its rows.
    pub(super) fn across(&mut self, stage: &Stage) {
        for &at in &stage.across {
            let across = &self.policy.scope(stage.scope).across[at];
            if self.known.is_some() {
                // Somebody may be missing among them.
                let people = 0..self.book.managers.len();
                people.for_each(|manager| self.taint_across(stage, across, manager));
                continue;
            }
            let mut failed: Vec<(usize, usize, EvalError)> = Vec::new();
            for (manager, group, found) in self.gathered(stage, across) {
                match found {
                    Ok(values) => {
                        for (slot, value) in (across.slot..across.slot + across.width()).zip(values) {
                            self.result.put(RowKey::of(stage.scope, manager, stage.number), slot, value);
                        }
                    }
                    // What fails for one row fails for all that gather the same: it is told once.
                    Err(error) => {
                        self.taint_across(stage, across, manager);
                        if !failed.iter().any(|(_, told, other)| *told == group && *other == error) {
                            failed.push((manager, group, error));
                        }
                    }
                }
            }
            for (manager, _, error) in failed {
                let key = RowKey::of(stage.scope, manager, stage.number);
                self.failed((key, RowMistake::Gathered(across.slot)), &across.formula, &across.label, &error);
            }
        }
    }

    fn taint_across(&mut self, stage: &Stage, across: &Across, manager: usize) {
        let key = RowKey::of(stage.scope, manager, stage.number);
        if self.result.has(key) {
            (across.slot..across.slot + across.width()).for_each(|slot| self.result.put(key, slot, Value::Tainted));
        }
    }

    /// What each row has gathered, with the number of the group of rows that gather the same.
    fn gathered(&self, stage: &Stage, across: &Across) -> Vec<(usize, usize, Result<[Value; 2], EvalError>)> {
        let code = &across.formula.code;
        let all = All::new(self.book, &self.result, (stage.scope, stage.number), code);
        let mut found = Vec::with_capacity(all.members.len());
        all.by_group(&|context, from| all.group(context, from), &mut |at, group, of_all, context| {
            let values = match of_all {
                Ok(of_all) => of_all.of_row(at, code, context),
                Err(error) => Err(error.clone()),
            };
            found.push((all.members[at].0, group, values));
        });
        found
    }
}

/// Whose figures enter what each person's row gathers by an aggregate over rows of its own scope and period: for each
/// person who has such a row, people by their places in the book, in their order. Whose figure does not apply is not
/// among them.
#[must_use]
pub fn contributors(
    book: &Book,
    settlement: &Settlement,
    rows: (Scope, usize),
    code: &Code,
) -> Vec<(usize, Rc<[usize]>)> {
    let Op::Aggregate { value, .. } = &code.op else { return Vec::new() };
    let all = All::new(book, settlement, rows, code);
    let of_group = |context: &Context<'_>, from: &[usize]| -> Rc<[usize]> {
        let mut people = Vec::new();
        // What cannot be computed was a fault.
        let _ = all.each(context, from, &mut |at, inner| {
            if evaluate(value, inner)? != Value::NotApplicable {
                people.push(all.members[at].0);
            }
            Ok(())
        });
        people.sort_unstable();
        people.into()
    };
    let mut found = Vec::with_capacity(all.members.len());
    all.by_group(&of_group, &mut |at, _, people, _| found.push((all.members[at].0, Rc::clone(people))));
    found
}

/// All rows of a scope and period, and an aggregate over them.
struct All<'a> {
    settlement: &'a Settlement,
    rows: (Scope, usize),
    code: &'a Code,
    members: Vec<Member<'a>>,
    below: Below,
    /// What the aggregate reads of the row that gathers.
    read: Vec<Slot>,
}

impl<'a> All<'a> {
    fn new(book: &Book, settlement: &'a Settlement, rows: (Scope, usize), code: &'a Code) -> Self {
        let mut people: Vec<usize> = (0..book.managers.len()).collect();
        // Ties of a pool go to the smaller id.
        people.sort_by(|a, b| book.managers[*a].id.cmp(&book.managers[*b].id));
        let members: Vec<Member<'_>> =
            people.into_iter().filter_map(|m| Some((m, settlement.child(RowKey::of(rows.0, m, rows.1))?))).collect();
        let below = Below::new(code, rows.0, &members);
        Self { settlement, rows, code, members, below, read: read_of_own(code, rows.0) }
    }

    /// Calls `of_group` once for all rows that gather the same, and `visit` with each row's place among the members, the
    /// number of its group and what was made for it.
    fn by_group<T>(
        &self,
        of_group: &dyn Fn(&Context<'_>, &[usize]) -> T,
        visit: &mut dyn FnMut(usize, usize, &mut T, &Context<'_>),
    ) {
        let mut groups: HashMap<Vec<Value>, (usize, T)> = HashMap::new();
        for (at, (manager, _)) in self.members.iter().enumerate() {
            let key = RowKey::of(self.rows.0, *manager, self.rows.1);
            let family = Family::new(self.settlement, key);
            let context = self.settlement.context(key, &family);
            let key = self.read.iter().map(|slot| look_up(*slot, &context)).collect();
            let next = groups.len();
            let entry = groups.entry(key);
            let (group, gathered) =
                entry.or_insert_with(|| (next, of_group(&context, self.below.within(self.code, &context))));
            visit(at, *group, gathered, &context);
        }
    }

    /// Calls `visit` with each of these members that the condition is true of, in its context.
    fn each(
        &self,
        context: &Context<'_>,
        from: &[usize],
        visit: &mut dyn FnMut(usize, &Context<'_>) -> Result<(), EvalError>,
    ) -> Result<(), EvalError> {
        let Op::Aggregate { condition, .. } = &self.code.op else { return Err(cannot_share(self.code, None)) };
        for &at in from {
            let inner = Context { child: Some(self.members[at].1), ..*context };
            if let Some(condition) = condition
                && evaluate(condition, &inner)? != Value::Truth(true)
            {
                continue;
            }
            visit(at, &inner)?;
        }
        Ok(())
    }

    /// Gathers for all rows that agree with this one, from members by their places.
    fn group(&self, context: &Context<'_>, from: &[usize]) -> Result<AgreeingRows, EvalError> {
        let Op::Aggregate { gather, value, .. } = &self.code.op else { return Err(cannot_share(self.code, None)) };
        let mut group = AgreeingRows { gathered: Gathered::new(*gather), weights: Vec::new(), parts: None };
        self.each(context, from, &mut |at, inner| {
            if *gather == Gather::Share {
                group.weights.push((at, evaluate(value, inner)?.as_number().unwrap_or_default()));
                return Ok(());
            }
            group.gathered.take(run(value, inner)?, value, self.code)
        })?;
        group.gathered.end();
        Ok(group)
    }
}

/// The members in an order in which those whom a row gathers from stand together.
struct Below {
    /// What they are in order of: with nothing, all are gathered from.
    keys: Vec<Decimal>,
    order: Vec<usize>,
    own: Option<[Slot; 2]>,
}

impl Below {
    fn new(code: &Code, scope: Scope, members: &[Member<'_>]) -> Self {
        let reach = if let Op::Aggregate { reach, .. } = &code.op { *reach } else { Reach::Peers };
        let mut order: Vec<usize> = (0..members.len()).collect();
        let Some(hierarchy) = reach.hierarchy() else { return Self { keys: Vec::new(), order, own: None } };
        let [place, superior] = hierarchy.of_peer(scope);
        let slot = if matches!(reach, Reach::Team(_)) { superior } else { place };
        let key = |at: usize| {
            let (_, row) = &members[at];
            let row = if slot.space == Space::Child { row.own } else { row.manager };
            row.get(slot.index).as_number().unwrap_or_default()
        };
        order.sort_by_key(|at| key(*at));
        Self { keys: order.iter().map(|at| key(*at)).collect(), order, own: Some(hierarchy.own(scope)) }
    }

    /// Those whom a row gathers from.
    fn within(&self, code: &Code, context: &Context<'_>) -> &[usize] {
        let Some(own) = self.own else { return &self.order };
        let [place, last] = own.map(|slot| look_up(slot, context).as_number().unwrap_or_default());
        let before = |end: Decimal| self.keys.partition_point(|key| *key <= end);
        // Who reports to it has its place as his superior's; who is below it a place behind its own.
        match code.op {
            Op::Aggregate { reach: Reach::Team(_), .. } => {
                &self.order[self.keys.partition_point(|key| *key < place)..before(place)]
            }
            _ => &self.order[before(place)..before(last)],
        }
    }
}

impl AgreeingRows {
    fn of_row(&mut self, at: usize, code: &Code, context: &Context<'_>) -> Result<[Value; 2], EvalError> {
        let argument = argument(code, context)?;
        match &code.op {
            Op::Aggregate { gather: Gather::Share, .. } => {
                let pool = argument.ok_or_else(|| cannot_share(code, None))?;
                Ok([Value::Number(self.part(at, pool, code)?), Value::Blank])
            }
            _ => self.gathered.columns(argument, code),
        }
    }

    /// A row's part of the pool; the parts of all sum to it.
    fn part(&mut self, at: usize, pool: Decimal, code: &Code) -> Result<Decimal, EvalError> {
        if pool.is_zero() && self.parts.is_none() {
            self.parts = Some((pool, HashMap::new()));
        }
        if self.parts.is_none() {
            let sound = self.weights.iter().all(|(_, weight)| !weight.is_sign_negative() || weight.is_zero())
                && self.weights.iter().any(|(_, weight)| !weight.is_zero());
            let shares: Vec<Share> =
                self.weights.iter().map(|(_, weight)| Share { manager: None, share: *weight }).collect();
            let parts = sound.then(|| split(pool, &shares)).flatten().ok_or_else(|| cannot_share(code, Some(pool)))?;
            self.parts = Some((pool, self.weights.iter().map(|(at, _)| *at).zip(parts).collect()));
        }
        match &self.parts {
            Some((divided, parts)) if *divided == pool => Ok(parts.get(&at).copied().unwrap_or_default()),
            _ => Err(cannot_share(code, Some(pool))),
        }
    }
}

fn cannot_share(code: &Code, pool: Option<Decimal>) -> EvalError {
    EvalError::at(code, pool.map_or(EvalCause::NotApplicable, |pool| EvalCause::CannotShare { pool }))
}

/// What the gathering reads of the row itself.
fn read_of_own(code: &Code, scope: Scope) -> Vec<Slot> {
    let mut slots = Vec::new();
    if let Op::Aggregate { reach, value, condition, .. } = &code.op {
        slots.extend(reach.hierarchy().into_iter().flat_map(|hierarchy| hierarchy.own(scope)));
        for part in std::iter::once(&**value).chain(condition.as_deref()) {
            for slot in part.names() {
                if matches!(slot.space, Space::Own | Space::Manager | Space::Of(_)) && !slots.contains(slot) {
                    slots.push(*slot);
                }
            }
        }
    }
    slots
}
