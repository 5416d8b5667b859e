//! `bonus diff`: what differs between two runs, for whom, and why.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use clap::Args;

use super::arguments::{Format, InputArguments};
use super::chosen::names;
use super::elsewhere::cannot_read;
use super::explain::is_called;
use super::failure::{Failure, FailureKind};
use super::input::{Computed, InputRun, OpenInput, Work};
use super::library::{Library, SearchedPlaces, folder};
use super::sides::ComparedRun;
use super::talk::Talk;
use super::{differing, output, rerun, side_by_side, versions};
use crate::audit::{
    Between, ByFigure, ComparedCell, Comparison, FigureOf, FiguresByTarget, FoundDifferences, Group, Steps,
    figure_keys, figures, parts, policy_changes,
};
use crate::book::{Book, Fault, Period};
use crate::lang::{Lang, Words};
use crate::policy::{self, Policy};
use crate::report::sheet::CellValue;
use crate::report::{FigureKey, StatedRun, StatedTable};
use crate::say;
use crate::settle::Settlement;
use crate::workbook::read::source::{SourceError, SourceWorkbook};
use crate::workbook::read::{Preface, ReadError, Request, read};

/// Lines of an input whose settlement is too large to wait.
const MANY_LINES: usize = 80_000;

/// Compare two inputs, results or versions of a policy: what changed for whom, and why, down to the cell
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  bonus diff q3.xlsx q3-corrected.xlsx\n  bonus diff q3-results.xlsx q3-corrected.xlsx --format json\n  \
                        bonus diff q3.xlsx q3.xlsx --policy-b ours.toml\n  bonus diff key-account@1 key-account@2 --on q3.xlsx"
)]
pub(super) struct Diff {
    /// An input, results whose input lies beside them or where --input says, or a policy (an id, with @ and a version, or a file).
    a: PathBuf,
    /// The other one.
    b: PathBuf,
    /// Where the inputs of results are: files, or folders that are searched. Default: the folder of the results.
    #[arg(long, value_name = "FILE|DIR")]
    input: Vec<PathBuf>,
    /// A policy file that results were computed by, or that an input names. May be given several times.
    #[arg(long, value_name = "FILE")]
    policy: Vec<PathBuf>,
    /// The policy of A, where A is an input. Default: what it names.
    #[arg(long, value_name = "ID|FILE")]
    policy_a: Option<String>,
    /// The policy of B, where B is an input. Default: what it names.
    #[arg(long, value_name = "ID|FILE")]
    policy_b: Option<String>,
    /// Of two policies: what the change moves for whom in this input.
    #[arg(long, value_name = "FILE")]
    on: Option<PathBuf>,
    /// Print only this manager, by id or name. May be given several times.
    #[arg(long, value_name = "ID")]
    manager: Vec<String>,
    /// How to print what differs.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

impl Diff {
    pub(super) fn run(&self, talk: Talk) -> Result<(), Failure> {
        if let [Some(a), Some(b)] = [&self.a, &self.b].map(|path| is_policy(path)) {
            return self.policies(&a, &b, talk);
        }
        if self.on.is_some() {
            return Err(Failure::usage(&say!(Cli::OnGoesWithPolicies), talk.early()));
        }
        let (mut a, mut b) = self.sides(talk)?;
        let steps = self.steps(&mut a, &mut b, talk)?;
        let lang = spoken(&a, talk);
        let comparison = self.compared(&a, &b, steps, lang);
        match self.format {
            Format::Json => output::json(&differing::DiffDocument::new(&a, &b, &comparison, lang))?,
            Format::Text => differing::print(String::new(), (&a, &b), &comparison, lang)?,
        }
        if comparison.differs() { Err(Failure::Differs) } else { Ok(()) }
    }

    /// Two policies: what changed, in words, and what that moves in an input.
    fn policies(&self, a: &str, b: &str, talk: Talk) -> Result<(), Failure> {
        let lang = talk.early();
        let policies = [super::named::named(a, lang)?, super::named::named(b, lang)?];
        let changes = policy_changes(&policies[0], &policies[1], lang);
        let mut on = match &self.on {
            None => None,
            Some(path) => {
                let input = Rc::new(RefCell::new(OpenInput::open(path, talk)?));
                let side = |policy: &str| Self::input_side(Rc::clone(&input), Some(policy.to_owned()), None, talk);
                let (mut one, mut other) = (side(a)?, side(b)?);
                let steps = self.steps(&mut one, &mut other, talk)?;
                Some((one, other, steps))
            }
        };
        let compared = |a, b, steps: &mut Steps| self.compared(a, b, std::mem::take(steps), spoken(a, talk));
        let on = on.as_mut().map(|(a, b, steps)| (&*a, &*b, compared(a, b, steps)));
        if self.format == Format::Json {
            let on = on.as_ref();
            let on = on.map(|(a, b, comparison)| differing::DiffDocument::new(a, b, comparison, spoken(a, talk)));
            output::json(&versions::VersionsDocument::new(&policies, &changes, on, lang))?;
        } else {
            let text = versions::text(&policies, &changes, lang);
            match &on {
                Some((a, b, comparison)) => differing::print(text + "\n", (a, b), comparison, spoken(a, talk))?,
                None => output::print(&text)?,
            }
        }
        let moved = on.is_some_and(|(_, _, comparison)| comparison.differs());
        if moved || !changes.is_empty() { Err(Failure::Differs) } else { Ok(()) }
    }

    /// Both sides, opened and computed.
    fn sides(&self, talk: Talk) -> Result<(ComparedRun, ComparedRun), Failure> {
        let shallow = [&self.a, &self.b].map(|path| folder(path).to_owned()).into();
        let places = SearchedPlaces {
            given: self.input.clone(),
            shallow,
            policies: self.policy.clone(),
            ..SearchedPlaces::default()
        };
        let library = OnceCell::new();
        let side = |path: &Path, policy: &Option<String>, first: Option<&ComparedRun>| {
            self.side((path, first), policy.as_ref(), &places, &library, talk)
        };
        let a = side(&self.a, &self.policy_a, None)?;
        let b = side(&self.b, &self.policy_b, Some(&a))?;
        Ok((a, b))
    }

    /// What leads from one side to the other. They have no lines any more then.
    fn steps(&self, a: &mut ComparedRun, b: &mut ComparedRun, talk: Talk) -> Result<Steps, Failure> {
        self.known(a, b, spoken(a, talk))?;
        let wide = a.computed.book.through.max(b.computed.book.through);
        let b_policy = &b.computed.policy;
        let same = a.computed.policy.hash == b_policy.hash && a.computed.book.through == wide;
        // One input by two policies: B has read it already.
        let one_input = Rc::ptr_eq(&a.input, &b.input) && b.computed.book.through == wide;
        let policy = Arc::clone(b_policy);
        let a_read = if same || one_input { None } else { Some(read_by(a, &policy, wide)) };
        let b_read = if b.computed.book.through == wide { None } else { read_by(b, &policy, wide).ok() };
        if !same {
            a.computed.forget_lines();
        }
        for side in [&*a, &*b] {
            side.input.borrow_mut().source.read_no_more();
        }
        if same {
            b.computed.book.share_line_values(&a.computed.book);
        }
        let figures = (figures(&a.run()), figures(&b.run()));
        let settlements = [&mut *a, &mut *b].map(given_up);
        let between = Between {
            recorded: [&*a, &*b].map(|side| side.recorded.clone()),
            a_by_b: match &a_read {
                None if same => Ok(&a.computed.book),
                None => Ok(&b.computed.book),
                Some(Ok(book)) => Ok(book),
                Some(Err(why)) => Err(why.clone()),
            },
            b_wide: b_read.as_ref(),
            at_a_time: 5_000,
        };
        let steps = parts(&a.run(), &b.run(), figures, &between);
        drop(between);
        // What comes then takes memory too, and asks nothing of the lines.
        drop((a_read, b_read));
        for (side, settlement) in [a, b].into_iter().zip(settlements) {
            match settlement {
                Some(settlement) => side.computed.settlement = settlement,
                None => side.computed.settle_again()?,
            }
            side.computed.forget_lines();
        }
        Ok(steps)
    }

    /// What differs between two sides.
    fn compared<'r>(&self, a: &'r ComparedRun, b: &'r ComparedRun, steps: Steps, lang: Lang) -> Comparison<'r> {
        let mut comparison = Comparison::of_parts(&a.run(), &b.run(), steps, lang);
        comparison.only(|id, name| self.wants(id, name));
        comparison
    }

    /// Whoever is asked for must be somewhere.
    fn known(&self, a: &ComparedRun, b: &ComparedRun, lang: Lang) -> Result<(), Failure> {
        let all = || a.computed.book.managers.iter().chain(&b.computed.book.managers);
        let unknown = self.manager.iter().find(|wanted| !all().any(|m| is_called(wanted, &m.id, &m.name)));
        let Some(name) = unknown else { return Ok(()) };
        Err(Failure::usage(&say!(Cli::NoSuchPerson { person: b.computed.policy.person, name, hint: "" }), lang))
    }

    /// Whether a manager is asked for.
    fn wants(&self, id: &str, name: &str) -> bool {
        self.manager.is_empty() || self.manager.iter().any(|wanted| is_called(wanted, id, name))
    }

    /// The one of the policy files whose policy an input names.
    fn policy_named_by(&self, input: &mut SourceWorkbook) -> Option<String> {
        if self.policy.is_empty() {
            return None;
        }
        let (named, _) = Preface::read(input).ok()?.policy()?;
        let is = |path: &PathBuf| {
            let text = std::fs::read_to_string(path).unwrap_or_default();
            policy::load(&path.display().to_string(), &text).is_ok_and(|policy| names(&policy, &named))
        };
        self.policy.iter().find(|path| is(path)).map(|path| path.display().to_string())
    }

    /// An input as one of the two.
    fn input_side(
        shared: Rc<RefCell<OpenInput>>,
        policy: Option<String>,
        first: Option<&ComparedRun>,
        talk: Talk,
    ) -> Result<ComparedRun, Failure> {
        let mut input = shared.borrow_mut();
        let path = input.path.clone();
        let arguments = InputArguments::of(&path, policy);
        let named = |failure: Failure| match failure {
            // An error of the file names it already.
            Failure::Faults { .. } => failure.of(&path),
            failure => failure,
        };
        let work = Work::new(talk, None);
        // Only another policy or a later period reads it once more.
        input.source.read_seldom();
        let chosen = input.choose(&arguments, &work).map_err(named)?;
        if let Some(first) = first.filter(|first| first.goes_by(&chosen)) {
            // One policy and one period: then nobody does.
            first.input.borrow_mut().source.read_no_more();
            input.source.read_once();
        }
        let mut computed = input.compute(&chosen, &arguments, &work).map_err(named)?;
        computed.settlement.forget_lines();
        drop(input);
        let preface = chosen.preface;
        Ok(ComparedRun { named: path, input: shared, preface, computed, recorded: None, notes: Vec::new() })
    }

    /// Opens one of the two: an input is computed; results are turned into their input, which is computed again.
    fn side(
        &self,
        (path, first): (&Path, Option<&ComparedRun>),
        policy: Option<&String>,
        places: &SearchedPlaces,
        library: &OnceCell<Library>,
        talk: Talk,
    ) -> Result<ComparedRun, Failure> {
        let (early, failed_to_read) = (talk.early(), cannot_read(path, talk.early()));
        let glanced = super::receipt::glance(path).map_err(failed_to_read)?;
        let mut input = OpenInput::opened(path, glanced);
        let source = &mut input.source;
        let receipt = super::receipt::of_no_input(source).map_err(failed_to_read)?;
        let Some(receipt) = receipt else {
            source.examine().map_err(failed_to_read)?;
            let policy = policy.cloned().or_else(|| self.policy_named_by(source));
            source.read_again();
            if first.is_some() {
                // Beside the other one the rows of a large input are too many to be kept: they are read as they are needed.
                source.read_seldom();
                source.close();
            }
            return Self::input_side(Rc::new(RefCell::new(input)), policy, first, talk);
        };
        let library = if let Some(library) = library.get() {
            library
        } else {
            let opened = Library::open(places, NonZeroUsize::MIN, early)?;
            library.get_or_init(|| opened)
        };
        let failed = |why: Words| Failure::said(FailureKind::File, format!("{}: {}", path.display(), why.get(early)));
        source.lay_aside();
        let rerun = rerun::rerun(path, &receipt, library, early, true).map_err(failed)?;
        if rerun.changed.input {
            let name = &receipt.input_file;
            return Err(failed(say!(Cli::InputEditedSince { name })));
        }
        let group = match (rerun.changed.policy, rerun.changed.program) {
            (true, _) => Group::Rule,
            (_, true) => Group::Program,
            _ => Group::Results,
        };
        let InputRun { mut computed, input, preface } = rerun.run;
        let recorded = Some((recorded(source, &computed).map_err(failed_to_read)?, group));
        computed.settlement.forget_lines();
        let (named, input) = (path.to_owned(), Rc::new(RefCell::new(input)));
        Ok(ComparedRun { named, input, preface, computed, recorded, notes: rerun.notes })
    }
}

/// The settlement of a side, while states between the two are settled. Of many people who share projects all are settled at
/// once: beside two settlements of a million lines there is no room for a third, and this one is made again.
fn given_up(side: &mut ComparedRun) -> Option<Settlement> {
    let settlement = std::mem::take(&mut side.computed.settlement);
    (side.computed.book.lines.len() <= MANY_LINES).then_some(settlement)
}

/// The language that a comparison is told in.
fn spoken(a: &ComparedRun, talk: Talk) -> Lang {
    talk.asked.unwrap_or(a.computed.lang)
}

/// The name of a policy, where an operand is one: a built-in one with or without its version, or a policy file.
fn is_policy(path: &Path) -> Option<String> {
    let name = path.to_str()?;
    let file = name.to_lowercase().ends_with(".toml");
    let built_in = policy::built_in_ids().any(|id| id == policy::parted(name).0);
    (file || built_in && !path.exists()).then(|| name.to_owned())
}

/// The figures that results record, by what their headings and rows say, wherever they stand.
fn recorded(source: &mut SourceWorkbook, computed: &Computed) -> Result<FiguresByTarget, SourceError> {
    source.take_up()?;
    source.read_seldom();
    source.examine()?;
    source.close();
    let run = computed.audited();
    let mut recorded = figures(&run);
    let keys: HashMap<FigureKey, FigureOf> = figure_keys(&run).into_iter().map(|(key, at)| (at, key)).collect();
    let results = computed.results();
    // Of the other sheets nothing is taken.
    let run = StatedRun::new(&results, computed.lang);
    let all = run.tables();
    let of_people: Vec<Words> =
        all.iter().filter(|table| table.of.is_some()).map(|table| table.sheet.clone()).collect();
    let tables: Vec<StatedTable<'_>> = all.into_iter().filter(|table| of_people.contains(&table.sheet)).collect();
    let mut on_figure = |table: usize, row: usize, column: usize, cell: &ComparedCell| {
        let StatedTable { of, columns, .. } = &tables[table];
        let (Some((scope, number)), Some(slot)) = (of, columns[column].slot) else { return };
        if let (Some(key), CellValue::Number(number)) = (keys.get(&(row, *scope, *number, slot)), &cell.value) {
            recorded.insert(key.clone(), *number);
        }
    };
    let mut compared = ByFigure::new(&tables, computed.lang, false);
    side_by_side::figures(source, &mut compared, &[], &mut FoundDifferences::default(), &mut on_figure)?;
    Ok(recorded)
}

/// A side's input read by B's policy, with the periods up to `wide`, or else its own.
fn read_by(side: &mut ComparedRun, policy: &Policy, wide: Period) -> Result<Book, Words> {
    let own = side.computed.book.through;
    let mut why = Words::default();
    let source = &mut side.input.borrow_mut().source;
    for through in [wide, own] {
        source.read_again();
        let set = side.computed.given.set.clone();
        let request = Request { through: Some(through.to_string()), set, today: None };
        match read(source, &side.preface, policy, &request) {
            Ok((book, _)) => return Ok(book),
            Err(ReadError::Source(error)) => why = error.words(),
            Err(ReadError::Faults(findings)) => {
                why = findings.faults.first().map_or_else(Words::default, Fault::headlines);
            }
        }
    }
    Err(why)
}
