//! `bonus policy coverage`: which clauses and branches of which rules some files exercised, and what was never tried.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::arguments::{Format, InputArguments};
use super::failure::Failure;
use super::talk::{Talk, bold};
use super::{input, output, table};
use crate::lang::{Lang, Words};
use crate::report::json::PolicyRef;
use crate::report::{BranchCoverage, Coverage, RuleCoverage};
use crate::say;

/// Say which clauses and branches of which rules some workbooks exercised, and what was never tried.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  bonus policy coverage 2016.xlsx 2017.xlsx")]
pub(super) struct PolicyCoverage {
    /// The input workbooks; those of several policies are told apart.
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// The policy: an id of `bonus policy list`, or a policy file. Default: what each workbook names.
    #[arg(long, value_name = "ID|FILE")]
    policy: Option<String>,
    /// What to print. JSON has every branch, and how often it was taken.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

impl PolicyCoverage {
    pub(super) fn run(&self, talk: Talk) -> Result<(), Failure> {
        let mut all: Vec<Coverage> = Vec::new();
        let mut first = None;
        for path in &self.inputs {
            let arguments = InputArguments::of(path, self.policy.clone());
            let computed = input::compute(&arguments, talk).map_err(|failure| failure.of(path))?;
            first.get_or_insert(computed.lang);
            let same = |coverage: &Coverage| coverage.policy.hash == computed.policy.hash;
            let at = all.iter().position(same).unwrap_or_else(|| {
                all.push(Coverage::new(&computed.policy));
                all.len() - 1
            });
            all[at].add(&computed.results());
        }
        let lang = talk.asked.or(first).unwrap_or_else(super::talk::system_lang);
        let policies = || all.iter().map(|coverage| PolicyEntry::new(coverage, lang)).collect();
        let told = || all.iter().map(|coverage| text(coverage, lang)).collect();
        output::found(self.format, || CoverageDocument { policies: policies() }, told)
    }
}

/// A share as per cent with one decimal, cut off, so that 100 % is said of everything only.
fn percent((tried, all): (usize, usize)) -> String {
    let thousandths = (tried * 1000).checked_div(all).unwrap_or(1000);
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

fn text(coverage: &Coverage, lang: Lang) -> String {
    let policy = &coverage.policy;
    let mut text = String::new();
    let (id, version, files) = (&policy.id, &policy.version, coverage.files.len());
    let (tried, all) = coverage.tried();
    let share = percent((tried, all));
    let title = say!(Cli::CoverageHead { id, version, files, tried, all, share });
    let _ = writeln!(text, "{}\n", bold(title.get(lang)));
    let mut rows =
        vec![table::headings([say!(Cli::Clause), say!(Cli::Tried), say!(Cli::Branches), Words::same("%")], lang)];
    for (clause, tried, all) in coverage.clauses() {
        let figures = if all == 0 {
            ["-".to_owned(), "-".to_owned(), "-".to_owned()]
        } else {
            [tried.to_string(), all.to_string(), percent((tried, all))]
        };
        rows.push([vec![clause.to_owned()], figures.into()].concat());
    }
    text.push_str(&table::aligned(&rows));
    if coverage.clauses().iter().any(|(_, _, all)| *all == 0) {
        let _ = writeln!(text, "{}", say!(Cli::CitedByNoRule).get(lang));
    }
    let never: Vec<&RuleCoverage> = coverage.rules.iter().filter(|rule| rule.tried().0 < rule.tried().1).collect();
    if never.is_empty() {
        let _ = writeln!(text, "\n{}\n", say!(Cli::NothingUntried).get(lang));
        return text;
    }
    let _ = writeln!(text, "\n{}", bold(say!(Cli::NeverTried).get(lang)));
    for rule in never {
        let (name, label) = (&rule.name, rule.label.get(lang));
        let prefix = policy.vocabulary.prefix(rule.scope);
        let clause = if rule.clause.is_empty() { String::new() } else { format!("[{}] ", rule.clause) };
        let _ = writeln!(text, "\n{clause}{prefix}.{name}  {label}");
        for branch in rule.branches(policy).iter().filter(|branch| branch.times == 0) {
            let _ = writeln!(text, "  {}", branch.what.get(lang));
        }
    }
    text.push('\n');
    text
}

/// Which clauses and branches of which rules some files exercised.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct CoverageDocument<'c> {
    /// The policies that the files are of.
    policies: Vec<PolicyEntry<'c>>,
}

/// What the files of one policy exercised.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PolicyEntry<'c> {
    /// The policy.
    policy: PolicyRef<'c>,
    /// The files, in the order in which they were given.
    files: &'c [String],
    /// The branches of all rules.
    branches: Tried,
    /// The policy's clauses.
    clauses: Vec<ClauseBranches<'c>>,
    /// The rules, in the order of computing.
    rules: Vec<RuleBranches<'c>>,
}

/// How many branches were taken.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Tried {
    /// At least once.
    tried: usize,
    /// Of how many.
    all: usize,
}

/// The branches of the rules that cite a clause.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "ClauseEntry"))]
struct ClauseBranches<'c> {
    /// The number of the clause.
    clause: &'c str,
    #[serde(flatten)]
    branches: Tried,
}

/// The branches of a rule.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "RuleEntry"))]
struct RuleBranches<'c> {
    /// What it is computed for, as formulas call it.
    scope: &'c str,
    /// Its name in formulas.
    rule: &'c str,
    /// Its clauses.
    clause: &'c str,
    /// Its formula.
    formula: &'c str,
    /// Its branches.
    branches: Vec<BranchEntry>,
}

/// A branch of a rule.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct BranchEntry {
    /// What it is, with the formula's text.
    branch: String,
    /// How often it was taken.
    times: u64,
}

impl<'c> PolicyEntry<'c> {
    fn new(coverage: &'c Coverage, lang: Lang) -> Self {
        let policy = &coverage.policy;
        let counted = |(tried, all): (usize, usize)| Tried { tried, all };
        let branch =
            |branch: BranchCoverage| BranchEntry { branch: branch.what.get(lang).to_owned(), times: branch.times };
        let rules = coverage.rules.iter().map(|rule| RuleBranches {
            scope: policy.vocabulary.prefix(rule.scope),
            rule: &rule.name,
            clause: &rule.clause,
            formula: &rule.formula.text,
            branches: rule.branches(policy).into_iter().map(branch).collect(),
        });
        let clauses = coverage.clauses().into_iter();
        let clauses = clauses.map(|(clause, tried, all)| ClauseBranches { clause, branches: counted((tried, all)) });
        Self {
            policy: PolicyRef::from(policy),
            files: &coverage.files,
            branches: counted(coverage.tried()),
            clauses: clauses.collect(),
            rules: rules.collect(),
        }
    }
}
