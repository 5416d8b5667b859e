//! What is no formula, and why.

use super::*;

#[test]
fn what_is_refused() {
    let mut world = World::new();
    for (text, expected) in [
        ("bas", "did you mean `base`?"),
        ("surplus", "no rule, setting or column is called `surplus`"),
        ("base * done", "money cannot be multiplied by money"),
        ("rate / base", "a plain number cannot be divided by money"),
        ("base + rate", "money and a plain number do not go together"),
        ("rate + base", "a plain number and money do not go together"),
        ("IF(met, base, rate)", "do not go together"),
        ("IF(base, 1, 2)", "a truth value is needed here, not money"),
        ("AND(met, base)", "a truth value is needed here, not money"),
        ("OR(1, met)", "a truth value is needed here, not a number"),
        ("NOT(grade)", "a truth value is needed here, not a text"),
        ("base + met", "a number is needed here, not a truth value"),
        ("grade * 2", "a number is needed here, not a text"),
        ("-grade", "a number is needed here, not a text"),
        ("grade < \"x\"", "only numbers can be greater or smaller"),
        ("met > TRUE", "only numbers can be greater or smaller"),
        ("base = grade", "do not go together"),
        ("mode = \"other\"", "`other` is not a choice of mode (keep, drop)"),
        ("\"other\" = mode", "`other` is not a choice of mode"),
        ("base / 3", "never rounded"),
        ("base / 0", "this divides by 0"),
        ("IF(met, base / 3, 1)", "never rounded"),
        ("MAX(base / 3, 1)", "never rounded"),
        ("1 + base / 3", "never rounded"),
        ("base / 3 / 2", "never rounded"),
        ("AVERAGE(base, target)", "never rounded"),
        ("AVERAGE(credit.part)", "never rounded"),
        ("SUM(credit.part / 3)", "never rounded"),
        ("ROUNDX(1, 2)", "did you mean ROUND?"),
        ("XYZZYX(1)", "there is no function XYZZYX; there are ABS, AND"),
        ("IF(met, 1)", "IF takes 3 arguments, here are 2"),
        ("NA(1)", "NA takes 0 arguments, here are 1"),
        ("MIN()", "MIN takes 1–64 arguments, here are 0"),
        ("SUM(credit.part + half.amount)", "no rule, setting or column is called `half.amount`"),
        ("foo.bar", "no rule, setting or column is called `foo.bar`"),
        ("(base", "has no partner"),
        ("base done", "cannot be understood here"),
        ("IF(met,,1)", "an argument of IF is empty"),
        ("COUNT(credit.part, credit.wanted, met)", "COUNT takes 1–2 arguments"),
        ("SUM(credit.part, credit.wanted, met)", "there are two arguments"),
        ("COUNT(base)", "COUNT needs a name of a finer scope, such as COUNT(quarter.x)"),
        ("SUM(quarter.base)", "the rows of quarter cannot be gathered here"),
        ("SUM(SUM(credit.part))", "cannot be gathered here"),
        ("credit.part", "belongs inside SUM, AVERAGE, COUNT or LAST"),
        ("SUM(credit.prt)", "did you mean `credit.part`?"),
        ("PREV(bas)", "did you mean `base`?"),
        ("PREV(1)", "PREV takes one name of a quarter rule"),
        ("GIVEN(base)", "GIVEN takes the name of an input column"),
        ("GIVEN(1)", "GIVEN takes the name"),
        ("BAND(1, nothing)", "the name of a table is needed here (tiers, bands, grades, sizes)"),
        ("BAND(base, bands)", "a plain number is needed here, not money"),
        ("SLAB(score, sizes)", "money is needed here, not a plain number"),
        ("GRADUATED(score, base, tiers)", "are of different kinds"),
        ("LOOKUP(base, grades, wage)", "a text is needed here, not money"),
        ("LOOKUP(grade, grades, wages)", "a column of that table is needed here (grade, wage)"),
        ("GRADE(grade, base)", "a plain number is needed here, not money"),
        ("WAGE(base)", "a text is needed here"),
    ] {
        let problem = world.problem(Scope::Period, text);
        assert!(problem.contains(expected), "{text}: {problem}");
    }
    let problem = world.problem(Scope::Credit, "amuont");
    assert!(problem.contains("did you mean `amount`?"), "{problem}");
    let problem = world.problem(Scope::Period, "amuont");
    assert!(!problem.contains("did you mean"), "{problem}");
    for text in [
        "base + 2 * 3",
        "base / 8",
        "base / 2.5",
        "base / 3 > 1",
        "ROUND(base / 3, 2)",
        "BAND(score, bands) / 4",
        "base / target = 1",
    ] {
        assert!(world.code(Scope::Period, text).is_ok(), "{text}");
    }
}
