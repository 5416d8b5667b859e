//! What documents for programs are made of: the types are the contract. The schemas in `fixtures/schema` are made from them
//! and from their comments, which therefore speak to whoever reads the JSON.

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::book::{Account, Fault, PassedOver, Period};
use crate::formula::{Scope, Symbols, Value};
use crate::lang::Lang;
use crate::policy::{PeriodKind, Policy, Unit};

/// Money in yuan: an exact decimal as a text, with two decimals, more only where the figure has them.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(into = "String")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(with = "String", extend("pattern" = r"^-?[0-9]+\.[0-9]{2,}$")))]
pub struct Money(pub Decimal);

impl From<Money> for String {
    fn from(Money(number): Money) -> Self {
        let mut shown = number.normalize();
        if shown.scale() < 2 {
            shown.rescale(2);
        }
        shown.to_string()
    }
}

/// An exact decimal as a text, without zeros behind it: a share of 8 % is `0.08`. Never a binary float.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(into = "String")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(with = "String", extend("pattern" = r"^-?[0-9]+(\.[0-9]+)?$")))]
pub struct Exact(pub Decimal);

impl From<Exact> for String {
    fn from(Exact(number): Exact) -> Self {
        number.normalize().to_string()
    }
}

/// A number of a unit: money, or any other.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(untagged)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Amount {
    /// Where its unit is yuan.
    Money(Money),
    /// Where it is another.
    Exact(Exact),
}

impl Amount {
    /// In its unit.
    #[must_use]
    pub fn of(number: Decimal, unit: Unit) -> Self {
        if unit == Unit::Yuan { Self::Money(Money(number)) } else { Self::Exact(Exact(number)) }
    }

    /// The number, without its unit.
    #[must_use]
    pub fn number(self) -> Decimal {
        let (Self::Money(Money(number)) | Self::Exact(Exact(number))) = self;
        number
    }
}

/// A figure, in the unit that the policy gives it.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(untagged)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Figure<'r> {
    /// A number.
    Number(Amount),
    /// Yes or no.
    Truth(bool),
    /// A text; `n/a` for a figure that does not apply in this row.
    Text(&'r str),
    /// There is none: an input that was left blank, or a rule that may have no figure and has none here.
    None,
}

impl<'r> Figure<'r> {
    /// A value of a unit.
    #[must_use]
    pub fn of(value: Value, unit: Unit, symbols: &'r Symbols) -> Self {
        match value {
            Value::Blank if unit == Unit::Text => Self::Text(""),
            Value::Blank | Value::Tainted => Self::None,
            Value::Number(number) => Self::Number(Amount::of(number, unit)),
            Value::Truth(truth) => Self::Truth(truth),
            Value::Text(symbol) => Self::Text(symbols.text(symbol)),
            Value::NotApplicable => Self::Text("n/a"),
        }
    }
}

/// Values under names that no schema knows, such as those of a policy's rules, in their order.
#[derive(Clone, Debug)]
pub struct Named<K, V>(pub Vec<(K, V)>);

/// Figures under the names that the policy's rules and columns have in formulas.
pub type Figures<'r> = Named<&'r str, Figure<'r>>;

impl<K: Serialize, V: Serialize> Serialize for Named<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

#[cfg(test)]
impl<K, V: schemars::JsonSchema> schemars::JsonSchema for Named<K, V> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Named".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        std::collections::BTreeMap::<String, V>::json_schema(generator)
    }
}

/// When, under the name of the policy's period.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(
    test,
    derive(schemars::JsonSchema),
    schemars(extend("oneOf" = [{ "required": ["quarter"] }, { "required": ["month"] }]))
)]
pub struct When<T> {
    /// The quarter, where the policy goes by quarters.
    #[serde(skip_serializing_if = "Option::is_none")]
    quarter: Option<T>,
    /// The month, where the policy goes by months.
    #[serde(skip_serializing_if = "Option::is_none")]
    month: Option<T>,
}

impl<T> When<T> {
    /// In a policy of such periods.
    pub fn of(kind: PeriodKind, when: T) -> Self {
        match kind {
            PeriodKind::Quarter => Self { quarter: Some(when), month: None },
            PeriodKind::Month => Self { quarter: None, month: Some(when) },
        }
    }
}

/// A row for each period, under the name of the policy's periods.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(
    test,
    derive(schemars::JsonSchema),
    schemars(extend("oneOf" = [{ "required": ["quarters"] }, { "required": ["months"] }]))
)]
pub struct Periods<T> {
    /// By quarters, where the policy goes by them.
    #[serde(skip_serializing_if = "Option::is_none")]
    quarters: Option<Vec<T>>,
    /// By months, where the policy goes by them.
    #[serde(skip_serializing_if = "Option::is_none")]
    months: Option<Vec<T>>,
}

impl<T> Periods<T> {
    /// In a policy of such periods.
    #[must_use]
    pub fn of(kind: PeriodKind, rows: Vec<T>) -> Self {
        match kind {
            PeriodKind::Quarter => Self { quarters: Some(rows), months: None },
            PeriodKind::Month => Self { quarters: None, months: Some(rows) },
        }
    }
}

/// A period (`Q1` … `Q4`, or `01` … `12`), or `year-end`.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(into = "String")]
#[cfg_attr(
    test,
    derive(schemars::JsonSchema),
    schemars(extend("pattern" = "^(Q[1-4]|0[1-9]|1[0-2]|year-end)$"))
)]
pub struct PeriodOrYearEnd(pub Option<Period>);

impl From<PeriodOrYearEnd> for String {
    fn from(PeriodOrYearEnd(period): PeriodOrYearEnd) -> Self {
        period.map_or_else(|| "year-end".to_owned(), String::from)
    }
}

/// Half of a year.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Half {
    /// January to June.
    H1,
    /// July to December.
    H2,
}

impl Half {
    /// By its place in the year, 0 or 1.
    #[must_use]
    pub fn at(place: usize) -> Self {
        if place == 0 { Self::H1 } else { Self::H2 }
    }
}

/// What a rule is computed for, one by one.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum RuleScope {
    /// A line of the workbook.
    Line,
    /// A person's part of a line.
    Credit,
    /// A person's quarter.
    Quarter,
    /// A person's month.
    Month,
    /// A person's half-year.
    Half,
    /// A person's year.
    Year,
    /// A person, over everything.
    Manager,
}

impl RuleScope {
    /// That of the house, in a policy of such periods.
    #[must_use]
    pub fn of(scope: Scope, kind: PeriodKind) -> Self {
        match (scope, kind) {
            (Scope::Line, _) => Self::Line,
            (Scope::Credit, _) => Self::Credit,
            (Scope::Period, PeriodKind::Quarter) => Self::Quarter,
            (Scope::Period, PeriodKind::Month) => Self::Month,
            (Scope::Half, _) => Self::Half,
            (Scope::Year, _) => Self::Year,
            _ => Self::Manager,
        }
    }
}

/// A file, by its name and its bytes.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FileRef<'r> {
    /// Its name, or its path as it was given.
    pub file: &'r str,
    /// The SHA-256 of its bytes.
    pub sha256: &'r str,
}

/// A policy, by its name and by what it says.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PolicyRef<'r> {
    /// Its id, as `bonus policy list` and its file name it.
    id: &'r str,
    /// Its version.
    version: &'r str,
    /// The SHA-256 of what its text says.
    sha256: &'r str,
}

impl<'r> From<&'r Policy> for PolicyRef<'r> {
    fn from(policy: &'r Policy) -> Self {
        Self { id: &policy.id, version: &policy.version, sha256: &policy.hash }
    }
}

/// A policy, by its name.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PolicyVersion<'r> {
    /// Its id, as `bonus policy list` and its file name it.
    id: &'r str,
    /// Its version.
    version: &'r str,
}

impl<'r> From<&'r Policy> for PolicyVersion<'r> {
    fn from(policy: &'r Policy) -> Self {
        Self { id: &policy.id, version: &policy.version }
    }
}

/// A fault of an input, which stops a run, or a warning about it, which does not.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FaultEntry<'r> {
    /// The sheet; empty for a mistake of the command line.
    sheet: &'r str,
    /// The cell, such as `B7`; empty where a whole sheet or the command line is meant.
    cell: String,
    /// What stands there; empty where nothing does.
    found: &'r str,
    /// What is wrong and what was expected.
    message: &'r str,
    /// How to mend it.
    remedy: &'r str,
    /// Further cells of the same mistake, such as `回款!B9`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<String>,
}

impl<'r> FaultEntry<'r> {
    /// In a language.
    #[must_use]
    pub fn new(fault: &'r Fault, lang: Lang) -> Self {
        Self {
            sheet: &fault.place.sheet,
            cell: fault.place.address(),
            found: &fault.found,
            message: fault.problem.get(lang),
            remedy: fault.mend.get(lang),
            also: fault.also.iter().map(ToString::to_string).collect(),
        }
    }

    /// Several.
    pub fn list(faults: impl IntoIterator<Item = &'r Fault>, lang: Lang) -> Vec<Self> {
        faults.into_iter().map(|fault| Self::new(fault, lang)).collect()
    }
}

/// How many cells of the input became what: each that holds something is counted once.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CellCounts {
    /// Read as what they are, faults among them.
    read: u64,
    /// Headings, and titles above them.
    headings: u64,
    /// Known to hold no data: totals, remarks, signatures, guides.
    no_data: u64,
    /// Passed over, as `passed_over` tells one by one.
    passed_over: u64,
}

impl From<&Account> for CellCounts {
    fn from(account: &Account) -> Self {
        let Account { read, headings, no_data, .. } = *account;
        Self { read, headings, no_data, passed_over: account.passed() }
    }
}

/// Cells that nobody asked for, and that were not read: a column, or a whole sheet.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PassedOverCells<'r> {
    /// The sheet.
    sheet: &'r str,
    /// The cells, such as `K2:K41`.
    cells: String,
    /// How many of them hold something.
    count: u64,
    /// The heading over them; of a sheet what stands in its first row.
    heading: &'r str,
    /// Why they were passed over.
    why: &'r str,
}

impl<'r> PassedOverCells<'r> {
    /// All of an account, in a language.
    #[must_use]
    pub fn list(account: &'r Account, lang: Lang) -> Vec<Self> {
        let one = |passed: &'r PassedOver| Self {
            sheet: &passed.place.sheet,
            cells: passed.cells(),
            count: passed.count,
            heading: &passed.heading,
            why: passed.why.get(lang),
        };
        account.passed_over.iter().map(one).collect()
    }
}
