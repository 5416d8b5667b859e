//! The settings sheet, read before the policy is known, because it may name the policy.

use std::collections::HashSet;

use super::called::worksheets;
use super::grid;
use super::source::{RawCell, SourceError, SourceWorkbook};
use super::text::fold;
use crate::book::{Account, Fault, Findings, Mistake, Place, SheetPlace};
use crate::lang::{Lang, Words};
use crate::policy::{Column, ColumnRole, RuleOverride};
use crate::say;

/// The rows of the settings sheet.
#[derive(Clone, Debug, Default)]
pub struct Preface {
    /// Settings as typed.
    pub rows: Vec<PrefaceRow>,
    /// Lone texts that read as remarks, and may be settings whose value is blank: that only the policy knows.
    pub remarks: Vec<PrefaceRow>,
    /// Texts over the headings with something beside them, where nothing is read: settings, if the policy has them.
    pub above: Vec<(String, Place)>,
    /// Where one more setting could be written; `None` when there is no such sheet.
    pub free: Option<Place>,
    /// Whether the headings are Chinese.
    pub chinese: bool,
    /// Faults of the sheets themselves.
    pub faults: Vec<Fault>,
    /// Warnings about them.
    pub warnings: Vec<Fault>,
    /// Rules that the workbook replaces.
    pub rules: Vec<PrefaceRule>,
    /// What became of each cell of these sheets.
    pub account: Account,
    /// Which sheets they are.
    pub accounted: HashSet<usize>,
    /// Their cells on yellow ground.
    pub yellow: Vec<super::yellow::Yellow>,
}

/// A rule that the workbook replaces.
#[derive(Clone, Debug)]
pub struct PrefaceRule {
    /// The rule and its formula, as typed.
    pub rule: RuleOverride,
    /// The cell of the formula.
    pub place: Place,
}

/// One setting as typed.
#[derive(Clone, Debug)]
pub struct PrefaceRow {
    /// What stands under Key.
    pub key: String,
    /// The same as names are compared.
    pub folded: String,
    /// What stands under Value; `None` when blank.
    pub value: Option<RawCell>,
    /// What stands under From, and where; `None` when blank.
    pub from: Option<(RawCell, Place)>,
    /// The cell of the key.
    pub key_place: Place,
    /// The cell of the value.
    pub place: Place,
}

/// What the version of the policy is called on the settings sheet and after `--set`.
pub const VERSION: [&str; 3] = ["政策版本", "Policy version", "policy_version"];

/// What the results and the input that `next` made a workbook from are called on the settings sheet: each is a SHA-256.
pub const FROM_RESULTS: [&str; 3] = ["上期结果", "Previous results", "previous_results"];
/// The same of the input.
pub const FROM_INPUT: [&str; 3] = ["上期输入", "Previous input", "previous_input"];

/// What the policy, the year and the through period are called there.
pub(super) const POLICY: [&str; 2] = ["政策", "Policy"];
pub(super) const YEAR: [&str; 2] = ["年度", "Year"];
pub(super) const THROUGH: [&str; 4] = ["截至季度", "截至月份", "截至", "Through"];

/// Keys that say what a workbook is of, folded: they are no settings of the policy.
pub(super) fn own_keys() -> Vec<String> {
    let keys: [&[&str]; 6] = [&POLICY, &YEAR, &THROUGH, &VERSION, &FROM_RESULTS, &FROM_INPUT];
    keys.iter().copied().flatten().map(|name| fold(name)).collect()
}

/// The name of the settings sheet.
pub(super) fn label() -> Words {
    crate::book::settings_sheet()
}

/// The name of the sheet of replaced rules.
pub(super) fn rules_label() -> Words {
    say!(Read::Rules)
}

/// Rules that a workbook may replace: each of them is compared with all of the policy's, of which there are a hundred.
const RULES: usize = 1_000;

/// The columns of one of the two sheets.
fn columns<const N: usize>(labels: [Words; N]) -> Vec<Column> {
    labels
        .into_iter()
        .map(|label| Column::new(&label.get(Lang::default()).to_lowercase(), label, ColumnRole::Name))
        .collect()
}

/// The columns of the settings sheet.
pub(super) fn setting_columns() -> Vec<Column> {
    columns([say!(Read::Key), say!(Read::Value), say!(Read::From)])
}

impl Preface {
    /// Reads the settings sheet of a workbook.
    ///
    /// # Errors
    /// What keeps the file from being read.
    pub fn read(source: &mut SourceWorkbook) -> Result<Self, SourceError> {
        let mut preface = Self { chinese: true, ..Self::default() };
        preface.read_rules(source)?;
        let found = worksheets(source, &label());
        let Some(&index) = found.first() else { return Ok(preface) };
        let name = source.sheets()[index].name.clone();
        let mut findings = Findings::default();
        super::unseen::sheet(&source.sheets()[index], &mut findings);
        if let Some(&second) = found.get(1) {
            let names = [&name, &source.sheets()[second].name];
            same_twice(names, &mut findings);
        }
        let found = grid::stream(source, index, &setting_columns(), &[0, 1], &mut findings, &mut |row, findings| {
            let key = match row.cell(0) {
                Some(RawCell::Text(text)) => super::text::trimmed(text).to_owned(),
                None => {
                    // A value, or a date, of which nobody knows what it is of.
                    if let Some((at, found)) = [1, 2].into_iter().find_map(|at| Some((at, row.cell(at)?))) {
                        super::typed::not(found, &row.place(at), say!(Read::KeyOnTheLeft), findings);
                    }
                    return;
                }
                Some(other) => {
                    super::typed::not(other, &row.place(0), say!(Read::SettingName), findings);
                    return;
                }
            };
            preface.rows.push(PrefaceRow {
                folded: fold(&key),
                key,
                value: row.cell(1).cloned(),
                from: row.cell(2).map(|from| (from.clone(), row.place(2))),
                key_place: row.place(0),
                place: row.place(1),
            });
        })?;
        preface.keep_account(index, found.account);
        preface.yellow = found.yellow;
        preface.keep_remarks(found.place.as_ref(), &findings.warnings);
        preface.keep_above(found.place.as_ref(), &found.above);
        let last = found.place.as_ref().map_or(1, |place| place.last_row);
        preface.free = Some(Place::cell(name, last + 1, 0));
        preface.chinese = found.chinese;
        preface.faults.extend(findings.faults);
        preface.warnings.extend(findings.warnings);
        Ok(preface)
    }

    /// The sheet of replaced rules, if there is one.
    fn read_rules(&mut self, source: &mut SourceWorkbook) -> Result<(), SourceError> {
        let Some(&index) = worksheets(source, &rules_label()).first() else { return Ok(()) };
        let mut findings = Findings::default();
        super::unseen::sheet(&source.sheets()[index], &mut findings);
        let labels = [say!(Read::Name), say!(Read::Formula)];
        let rules = &mut self.rules;
        let mut too_many = false;
        let found = grid::stream(source, index, &columns(labels), &[0, 1], &mut findings, &mut |row, findings| {
            if rules.len() >= RULES {
                if !std::mem::replace(&mut too_many, true) {
                    let mend = say!(Read::UsePolicyFile);
                    let problem = say!(Read::TooManyRules { rules: RULES });
                    findings.fault(row.place(0), "", problem, mend);
                }
                return;
            }
            let mut texts = [0, 1].map(|column| match row.cell(column) {
                Some(RawCell::Text(text)) => Some(super::text::trimmed(text).to_owned()),
                Some(RawCell::Number(number)) if column == 1 => Some(number.to_string()),
                Some(other) => {
                    let expected = say!(Read::FormulaAsText);
                    super::typed::not(other, &row.place(column), expected, findings);
                    None
                }
                None => {
                    let label = if column == 0 { say!(Read::Name) } else { say!(Read::Formula) };
                    super::missing(&label, &row.place(column), findings);
                    None
                }
            });
            if let (Some(name), Some(formula)) = (texts[0].take(), texts[1].take()) {
                rules.push(PrefaceRule { rule: RuleOverride { name, formula }, place: row.place(1) });
            }
        })?;
        self.keep_account(index, found.account);
        self.faults.extend(findings.faults);
        self.warnings.extend(findings.warnings);
        Ok(())
    }

    /// What was told to be a remark, as the key of a setting without a value.
    fn keep_remarks(&mut self, place: Option<&SheetPlace>, warnings: &[Fault]) {
        let Some([Some(key), Some(value), ..]) = place.map(|place| &place.columns[..]) else { return };
        let remarks =
            warnings.iter().filter(|warning| warning.mistake == Mistake::Remark && warning.place.column == *key);
        self.remarks.extend(remarks.map(|remark| PrefaceRow {
            folded: fold(&remark.found),
            key: remark.found.clone(),
            value: None,
            from: None,
            key_place: remark.place.clone(),
            place: Place { column: *value, ..remark.place.clone() },
        }));
    }

    /// What stands over the headings as a setting does.
    fn keep_above(&mut self, place: Option<&SheetPlace>, above: &[super::source::SourceRow]) {
        let Some((place, [Some(key), Some(value), ..])) = place.map(|place| (place, &place.columns[..])) else {
            return;
        };
        for row in above {
            if let (Some(RawCell::Text(text)), Some(_)) = (row.cell(*key), row.cell(*value)) {
                let text = super::text::trimmed(text).to_owned();
                self.above.push((text, Place::cell(&place.name, row.number, *key)));
            }
        }
    }

    /// Columns that a template explains its settings in hold no data.
    fn keep_account(&mut self, sheet: usize, mut account: Account) {
        let explains = [["默认值", "Default"], ["怎样填", "How"], ["条款", "Clause"], ["说明", "Remark"]];
        let explains: Vec<String> = explains.iter().flatten().map(|heading| fold(heading)).collect();
        let (known, passed) = account.passed_over.into_iter().partition(|p| explains.contains(&fold(&p.heading)));
        account.passed_over = passed;
        account.no_data += known.iter().map(|passed: &crate::book::PassedOver| passed.count).sum::<u64>();
        self.account.absorb(account);
        self.accounted.insert(sheet);
    }

    /// The rows under one of these names.
    pub fn named<'p>(&'p self, names: &[String]) -> impl Iterator<Item = &'p PrefaceRow> {
        self.rows.iter().chain(&self.remarks).filter(move |row| names.contains(&row.folded))
    }

    /// The same of names that are not folded.
    pub(super) fn under(&self, names: &[&str]) -> Vec<&PrefaceRow> {
        let names: Vec<String> = names.iter().map(|name| fold(name)).collect();
        self.named(&names).collect()
    }

    /// The policy that the workbook names, and the cell where it does.
    #[must_use]
    pub fn policy(&self) -> Option<(String, Place)> {
        self.first(&POLICY)
    }

    /// The version of the policy that the workbook names, and the cell where it does.
    #[must_use]
    pub fn version(&self) -> Option<(String, Place)> {
        self.first(&VERSION)
    }

    /// The SHA-256 of the results, and of the input, that `next` made the workbook from, where it did.
    #[must_use]
    pub fn made_from(&self) -> [Option<String>; 2] {
        [FROM_RESULTS, FROM_INPUT].map(|names| {
            let hash = |row: &PrefaceRow| match &row.value {
                Some(RawCell::Text(text)) => Some(fold(text)),
                _ => None,
            };
            self.under(&names).into_iter().find_map(hash)
        })
    }

    /// The year that the workbook is of, where it can be read.
    #[must_use]
    pub fn year(&self) -> Option<i16> {
        year_of(&self.first(&YEAR)?.0)
    }

    /// The first value under one of these names.
    fn first(&self, names: &[&str]) -> Option<(String, Place)> {
        let row = self.under(names).into_iter().find(|row| row.value.is_some())?;
        let value = row.value.as_ref()?;
        Some((super::typed::shown(value), row.place.clone()))
    }
}

/// Two sheets for one: `回款` and `Collections`.
pub(super) fn same_twice(names: [&String; 2], findings: &mut Findings) {
    let [first, second] = names;
    findings.fault(
        Place::sheet(second),
        format!("{first}, {second}"),
        say!(Read::TwoSheetsAlike),
        say!(Read::MergeOrRename),
    );
}

/// A year as people write it.
pub(super) fn year_of(text: &str) -> Option<i16> {
    let text = fold(text);
    text.trim_end_matches(['年', '度']).parse().ok().filter(|year| (1990..=2199).contains(year))
}
