//! The figures that a run gives: the same tree as the program's JSON (workbook.md, "JSON").

use super::exact::Exact;

/// One field's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Money, a score, a rate or a factor.
    Number(Exact),
    /// A yes or no.
    Flag(bool),
    /// A word, such as a decision or a grade.
    Word(String),
    /// None: `null`.
    Nothing,
}

/// Every figure of a run (workbook.md, "JSON").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// The policy's id.
    pub policy: String,
    /// The year.
    pub year: i32,
    /// The through quarter, 1 to 4.
    pub through: u8,
    /// The managers, in the book's order.
    pub managers: Vec<ManagerFigures>,
    /// The department.
    pub department: Department,
}

/// A manager's figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManagerFigures {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The grade of the Managers sheet.
    pub grade: String,
    /// What is payable now.
    pub payable: Exact,
    /// The computed quarters, in order.
    pub quarters: Vec<QuarterFigures>,
    /// The half-year reviews; `None` where the policy has none.
    pub half_years: Option<Vec<HalfYear>>,
    /// The settlement; `None` before Q4 and without a quarter that is not exempt.
    pub year_end: Option<YearEnd>,
}

/// A quarter's figures, in the order of policy.md, "The quarter, exactly".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarterFigures {
    /// The quarter, 1 to 4.
    pub quarter: u8,
    /// Base 0 and target 0: outside the ledger.
    pub exempt: bool,
    /// Credited collections: the performance (KA-2.1).
    pub collections: Exact,
    /// The part of them that earns bonus by the schedule (KA-2.5).
    pub scheduled: Exact,
    /// Bonus of the categories with a flat rate (MS-3.3, DS-2.2).
    pub flat_accrual: Exact,
    /// The base.
    pub base: Exact,
    /// The target.
    pub target: Exact,
    /// Surplus less shortfalls before the quarter.
    pub opening_balance: Exact,
    /// What the quarter filled of earlier shortfalls (KA-2.2a).
    pub made_up: Exact,
    /// What counts as the quarter's completion (KA-2.2a).
    pub effective: Exact,
    /// Whether the base is met.
    pub base_met: bool,
    /// The shortfall that joins the queue (KA-2.2a).
    pub shortfall: Exact,
    /// What is carried to the next quarter.
    pub surplus: Exact,
    /// Surplus less shortfalls after the quarter.
    pub closing_balance: Exact,
    /// Everything that accrued, before the rate.
    pub basis: Exact,
    /// Bonus before the factor (KA-3.1).
    pub accrued: Exact,
    /// The score (KA-3.3); none where an exempt quarter has none.
    pub kpi_score: Option<Exact>,
    /// Its coefficient (KA-3.3).
    pub kpi_coefficient: Exact,
    /// Fixed share + variable share × coefficient (KA-3.2).
    pub payout_factor: Exact,
    /// The bonus (KA-3.2).
    pub bonus: Exact,
    /// The quarter's own floating wage, where paid (KA-2.3).
    pub floating_wage_paid: Exact,
    /// Earlier floating wages paid now (KA-2.3).
    pub floating_wage_released: Exact,
    /// The quarter's own floating wage, where withheld (KA-2.3).
    pub floating_wage_withheld: Exact,
    /// What is taken from the fixed wage (DS-3).
    pub wage_deduction: Exact,
    /// The quarter's total.
    pub total: Exact,
}

/// A half-year review (KA-2.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HalfYear {
    /// 1 or 2.
    pub half: u8,
    /// The half's collections.
    pub actual: Exact,
    /// Its base.
    pub base: Exact,
    /// Its target.
    pub target: Exact,
    /// `promote`, `hold` or `demote`.
    pub decision: &'static str,
    /// The grade before.
    pub grade: String,
    /// The grade after.
    pub new_grade: String,
    /// New monthly wage ÷ old one, 12 decimals.
    pub quota_factor: Exact,
}

/// The year-end settlement (KA-2.2c).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearEnd {
    /// The year's collections.
    pub actual: Exact,
    /// Its base.
    pub base: Exact,
    /// Its target.
    pub target: Exact,
    /// Its scheduled collections.
    pub scheduled: Exact,
    /// Bonus within the annual target.
    pub accrual_within_target: Exact,
    /// Bonus above it, by the tiers (KA-3.1).
    pub accrual_over_target: Exact,
    /// Both.
    pub accrual: Exact,
    /// What the quarters accrued.
    pub accrued_in_quarters: Exact,
    /// The difference.
    pub difference: Exact,
    /// The year's factor.
    pub payout_factor: Exact,
    /// Difference × factor.
    pub true_up: Exact,
}

/// The department against its target (KA-1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    /// Σ collections.
    pub actual: Exact,
    /// The setting, else Σ targets.
    pub target: Exact,
    /// actual ÷ target, 12 decimals; `None` when the target is zero.
    pub attainment: Option<Exact>,
    /// Of version 2: Σ targets through the through quarter, and actual ÷ it.
    pub to_date: Option<(Exact, Option<Exact>)>,
}

/// The fields that are plain numbers, under their names in the JSON.
macro_rules! numbers {
    ($of:expr; $($name:ident),+ $(,)?) => {
        vec![$((stringify!($name), Value::Number($of.$name.clone()))),+]
    };
}

impl QuarterFigures {
    /// Every field under its JSON name.
    pub fn fields(&self) -> Vec<(&'static str, Value)> {
        let mut fields = numbers!(self; collections, scheduled, flat_accrual, base, target, opening_balance, made_up,
            effective, shortfall, surplus, closing_balance, basis, accrued, kpi_coefficient, payout_factor,
            bonus, floating_wage_paid, floating_wage_released, floating_wage_withheld, wage_deduction, total);
        fields.push(("kpi_score", self.kpi_score.map_or(Value::Nothing, Value::Number)));
        fields.push(("quarter", Value::Word(format!("Q{}", self.quarter))));
        fields.push(("exempt", Value::Flag(self.exempt)));
        fields.push(("base_met", Value::Flag(self.base_met)));
        fields
    }
}

impl HalfYear {
    /// Every field under its JSON name.
    pub fn fields(&self) -> Vec<(&'static str, Value)> {
        let mut fields = numbers!(self; actual, base, target, quota_factor);
        fields.push(("half", Value::Word(format!("H{}", self.half))));
        fields.push(("decision", Value::Word(self.decision.to_owned())));
        fields.push(("grade", Value::Word(self.grade.clone())));
        fields.push(("new_grade", Value::Word(self.new_grade.clone())));
        fields
    }
}

impl YearEnd {
    /// Every field under its JSON name.
    pub fn fields(&self) -> Vec<(&'static str, Value)> {
        numbers!(self; actual, base, target, scheduled, accrual_within_target, accrual_over_target, accrual,
            accrued_in_quarters, difference, payout_factor, true_up)
    }
}

impl ManagerFigures {
    /// The manager's own fields under their JSON names.
    pub fn fields(&self) -> Vec<(&'static str, Value)> {
        vec![
            ("name", Value::Word(self.name.clone())),
            ("grade", Value::Word(self.grade.clone())),
            ("payable", Value::Number(self.payable)),
        ]
    }
}
