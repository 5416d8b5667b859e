//! The own clauses of the department-sales policy: base 70,000, target 100,000, 4 % within the target, 5 % above it;
//! 70,000 × 4 % = 2,800. Tax is taken off each line (DS-2.1); everywhere else the divisor is 1, so that what is written
//! is what is credited. The floating wage of the grade is 3 × 1,500 = 4,500.

mod bonus;
mod carried;
mod crediting;
mod readings;

use crate::common::case::{Case, Line};

fn case(through: u8) -> Case {
    let mut case = Case::of("department-sales", through);
    case.set("tax_divisor", "1");
    case
}

/// Some quarters' product collections.
fn run(amounts: &[&str]) -> crate::common::case::Run {
    case(4).all(amounts).run()
}

fn line(category: &str, amount: &str) -> Line {
    Line {
        quarter: "Q1".into(),
        manager: "M001".into(),
        category: category.into(),
        amount: amount.into(),
        ..Line::default()
    }
}
