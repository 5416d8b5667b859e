//! The language by example: what each form computes, how it is written to Excel, and what is refused, over a small
//! vocabulary of its own.

mod words;

use rust_decimal::Decimal;

use super::*;

/// The names that the examples use, with their kinds and values.
struct World {
    vocabulary: Vocabulary,
    symbols: Symbols,
    settings: Vec<Value>,
    tables: Vec<Table>,
    own: Vec<Value>,
    previous: Vec<Value>,
    credits: Vec<(Vec<Value>, Vec<Value>)>,
}

fn n(text: &str) -> Value {
    Value::Number(Decimal::from_str_exact(text).unwrap())
}

impl World {
    fn new() -> Self {
        let mut symbols = Symbols::default();
        let mut vocabulary = Vocabulary::new("quarter");
        let mut mode = Entry::new("mode", Kind::Text);
        mode.choices = vec!["keep".into(), "drop".into()];
        let mut optional = Entry::new("cap", Kind::Yuan);
        optional.raw = Some(2);
        vocabulary.settings = vec![Entry::new("rate", Kind::Plain), mode, optional];
        let settings = vec![n("0.0712"), Value::Text(symbols.intern("keep")), Value::Blank];
        let columns = |columns: &[(&str, Kind)]| columns.iter().map(|(name, kind)| ((*name).into(), *kind)).collect();
        vocabulary.tables = vec![
            TableShape { name: "tiers".into(), columns: columns(&[("from", Kind::Plain), ("rate", Kind::Plain)]) },
            TableShape {
                name: "bands".into(),
                columns: columns(&[("from", Kind::Plain), ("coefficient", Kind::Plain)]),
            },
            TableShape { name: "grades".into(), columns: columns(&[("grade", Kind::Text), ("wage", Kind::Yuan)]) },
            TableShape { name: "sizes".into(), columns: columns(&[("from", Kind::Yuan), ("rate", Kind::Plain)]) },
        ];
        let mut grade = |name: &str, wage: &str| vec![Value::Text(symbols.intern(name)), n(wage)];
        let tables = vec![
            Table::new(vec![vec![n("1"), n("0.1")], vec![n("1.5"), n("0.2")], vec![n("2"), n("0.25")]]),
            Table::new(vec![vec![n("0"), n("0")], vec![n("60"), n("0.5")], vec![n("80"), n("1")]]),
            Table::new(vec![grade("low", "1000"), grade("middle", "2000"), grade("high", "3500")]),
            Table::new(vec![vec![n("0"), n("0.01")], vec![n("200"), n("0.02")]]),
        ];
        let mut typed = Entry::new("typed", Kind::Yuan);
        typed.raw = Some(8);
        let own = [
            (Entry::new("base", Kind::Yuan), n("100")),
            (Entry::new("target", Kind::Yuan), n("300")),
            (Entry::new("done", Kind::Yuan), n("250.55")),
            (Entry::new("score", Kind::Plain), n("79.5")),
            (Entry::new("met", Kind::Truth), Value::Truth(true)),
            (Entry::new("grade", Kind::Text), Value::Text(symbols.intern("middle"))),
            (typed, Value::Blank),
            (Entry::new("none", Kind::Yuan), Value::NotApplicable),
            (Entry::new("as_typed", Kind::Yuan), Value::Blank),
        ];
        *vocabulary.scope_mut(Scope::Period) = own.iter().map(|(entry, _)| entry.clone()).collect();
        *vocabulary.scope_mut(Scope::Credit) = vec![Entry::new("part", Kind::Yuan), Entry::new("wanted", Kind::Truth)];
        *vocabulary.scope_mut(Scope::Line) = vec![Entry::new("amount", Kind::Yuan)];
        *vocabulary.scope_mut(Scope::Manager) = vec![Entry::new("age", Kind::Plain)];
        let credit = |part: Value, wanted: bool, amount: &str| (vec![part, Value::Truth(wanted)], vec![n(amount)]);
        Self {
            settings,
            tables,
            own: own.into_iter().map(|(_, value)| value).collect(),
            previous: vec![n("11"), n("22"), n("33.33")],
            credits: vec![
                credit(n("10.10"), true, "100"),
                credit(n("-4"), false, "50"),
                credit(Value::NotApplicable, true, "7"),
                credit(n("3"), true, "9"),
            ],
            vocabulary,
            symbols,
        }
    }

    fn code(&mut self, scope: Scope, text: &str) -> Result<Code, String> {
        let expr = parse(text).map_err(|problem| problem.message.en)?;
        check(&expr, scope, &self.vocabulary, &mut self.symbols).map_err(|problems| {
            problems.iter().map(|problem| problem.message.en.clone()).collect::<Vec<_>>().join("; ")
        })
    }

    /// The value as text; `!` and the cause where there is none. The trace must say the same.
    fn value(&mut self, text: &str) -> String {
        let code = self.code(Scope::Period, text).unwrap_or_else(|problem| panic!("{text}: {problem}"));
        let context = Context {
            settings: &self.settings,
            tables: &self.tables,
            own: (&self.own).into(),
            manager: Row::Values(&[Value::Number(Decimal::TEN)]),
            line: Row::default(),
            above: &(),
            previous: (&self.previous).into(),
            children: self,
            child: None,
        };
        let value = evaluate(&code, &context);
        assert_eq!(trace(&code, text, &context).map(|trace| trace.result), value, "{text}");
        match value {
            Ok(Value::Blank) => "blank".into(),
            Ok(Value::Number(number)) => number.normalize().to_string(),
            Ok(Value::Truth(truth)) => truth.to_string(),
            Ok(Value::Text(symbol)) => format!("\"{}\"", self.symbols.text(symbol)),
            Ok(Value::NotApplicable) => "n/a".into(),
            Err(error) => format!("!{:?} at {}", error.cause, &text[error.span.clone()]),
        }
    }

    fn traced(&mut self, text: &str) -> String {
        let code = self.code(Scope::Period, text).unwrap();
        let context = Context {
            settings: &self.settings,
            tables: &self.tables,
            own: (&self.own).into(),
            manager: Row::default(),
            line: Row::default(),
            above: &(),
            previous: (&self.previous).into(),
            children: self,
            child: None,
        };
        let pieces = trace(&code, text, &context).unwrap().pieces;
        assert!(!pieces.contains(&Piece::Text(String::new())), "{text}: {pieces:?}");
        let piece = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Value { written, value, .. } => match value {
                Value::Number(number) => format!("{{{written}={number}}}"),
                other => format!("{{{written}={other:?}}}"),
            },
            Piece::NotTaken(text) => format!("[{text}]"),
        };
        pieces.iter().map(piece).collect()
    }

    fn problem(&mut self, scope: Scope, text: &str) -> String {
        self.code(scope, text).expect_err(text)
    }

    fn excel(&mut self, text: &str) -> String {
        let code = self.code(Scope::Period, text).unwrap_or_else(|problem| panic!("{text}: {problem}"));
        excel(&code, &Sheet { world: self, row: None }).unwrap_or_else(|| "no form".into())
    }
}

impl Children for World {
    fn each(
        &self,
        (scope, _): (Scope, Reach),
        visit: &mut dyn FnMut(ChildRow<'_>) -> Result<(), EvalError>,
    ) -> Result<(), EvalError> {
        assert_eq!(scope, Scope::Credit);
        self.credits
            .iter()
            .try_for_each(|(own, line)| visit(ChildRow { own: own.into(), line: line.into(), manager: Row::default() }))
    }
}

#[test]
fn arithmetic() {
    let mut world = World::new();
    for (text, expected) in [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 4 - 3", "3"),
        ("10 - (4 - 3)", "9"),
        ("7 / 8", "0.875"),
        ("-base", "-100"),
        ("+base", "100"),
        ("--base", "100"),
        ("12.5%", "0.125"),
        ("0.1 + 0.2 = 0.3", "true"),
        ("base - done", "-150.55"),
        ("done * rate", "17.83916"),
        ("ROUND(done * rate / 1.17, 2)", "15.25"),
        ("ROUND(base / 3, 2) + ROUND(base / 3, 2)", "66.66"),
        ("ROUND(base / 3 + base / 3, 2)", "66.67"),
        ("ROUND(base / 3 * 3, 2)", "100"),
        ("ROUND(base / 7 - base / 3, 4)", "-19.0476"),
        ("ABS(base - target)", "200"),
        ("ABS(3)", "3"),
        ("INT(2.999999999999)", "2"),
        ("INT(3)", "3"),
        ("INT(3.000000000001)", "3"),
        ("INT(-3)", "-3"),
        ("INT(-3.000000000001)", "-4"),
        ("INT(-2.999999999999)", "-3"),
        ("INT(0)", "0"),
        // A quotient without end is cut, not rounded.
        ("INT(200 / 3)", "66"),
        ("INT(0 - target / base)", "-3"),
        // -4, 3 and 10.10; what does not apply is passed over.
        ("MEDIAN(credit.part)", "3"),
        ("MEDIAN(credit.part, credit.wanted)", "6.55"),
        ("MEDIAN(credit.part, credit.part < 3)", "-4"),
        ("MEDIAN(credit.part, credit.part > 100)", "0"),
        ("MEDIAN(line.amount)", "29.5"),
        ("typed + 1", "1"),
        ("-0", "0"),
        ("ROUND(base / typed, 2)", "!Number(DivisionByZero) at base / typed"),
        ("none + 1", "!NotApplicable at none"),
        ("99999999999999999999 * 99999999999", "!Number(TooManyDigits) at 99999999999999999999 * 99999999999"),
    ] {
        assert_eq!(world.value(text), expected, "{text}");
    }
}

#[test]
fn roundings() {
    let mut world = World::new();
    for (text, expected) in [
        ("ROUND(2.5, 0)", "3"),
        ("ROUND(-2.5, 0)", "-3"),
        ("ROUND(2.4999, 0)", "2"),
        ("ROUNDDOWN(2.99, 1)", "2.9"),
        ("ROUNDDOWN(-2.99, 1)", "-2.9"),
        ("ROUNDUP(2.91, 1)", "3"),
        ("ROUNDUP(-2.91, 1)", "-3"),
        ("ROUNDUP(2.9, 1)", "2.9"),
        ("ROUND(1251, -1)", "1250"),
        ("ROUNDUP(1251, -2)", "1300"),
        ("ROUNDDOWN(1299, -2)", "1200"),
        ("ROUND(2 / 3, 12)", "0.666666666667"),
    ] {
        assert_eq!(world.value(text), expected, "{text}");
    }
    for text in ["ROUND(1, 13)", "ROUND(1, -7)", "ROUND(1, 0.5)", "ROUND(1, -1.5)", "ROUND(1, base)", "ROUND(1, -base)"]
    {
        assert!(world.problem(Scope::Period, text).contains("whole number from -6 to 12"), "{text}");
    }
    for text in ["ROUND(1, 12)", "ROUND(1, -6)"] {
        assert_eq!(world.value(text), if text.contains("12") { "1" } else { "0" }, "{text}");
    }
}

#[test]
fn conditions() {
    let mut world = World::new();
    for (text, expected) in [
        ("base < target", "true"),
        ("target < base", "false"),
        ("base < 100", "false"),
        ("base <= 100", "true"),
        ("base <= 99.99", "false"),
        ("base > 100", "false"),
        ("base > 99.99", "true"),
        ("base >= 100", "true"),
        ("base >= 100.01", "false"),
        ("base = 100", "true"),
        ("base = 101", "false"),
        ("base <> 100", "false"),
        ("base <> 101", "true"),
        ("grade = \"MIDDLE\"", "true"),
        ("grade = \"low\"", "false"),
        ("grade <> \"low\"", "true"),
        ("grade <> \"middle\"", "false"),
        ("met = TRUE", "true"),
        ("met <> TRUE", "false"),
        ("typed = 0", "true"),
        ("typed < 1", "true"),
        ("mode = \"keep\"", "true"),
        ("IF(met, 1, 2)", "1"),
        ("IF(NOT(met), 1, 2)", "2"),
        ("IF(met, 1, ROUND(1 / (base - 100), 2))", "1"),
        ("IF(base > 1, NA(), 2)", "n/a"),
        ("AND(met, base = 100)", "true"),
        ("AND(met, base = 1)", "false"),
        ("AND(base = 1, 1 / (base - 100) > 1)", "false"),
        ("OR(base = 1, met)", "true"),
        ("OR(base = 1, base = 2)", "false"),
        ("OR(met, 1 / (base - 100) > 1)", "true"),
        ("NOT(base = 1)", "true"),
        ("GIVEN(typed)", "false"),
        ("GIVEN(cap)", "false"),
        ("none = 1", "false"),
        ("none <> 1", "true"),
    ] {
        assert_eq!(world.value(text), expected, "{text}");
    }
    world.own[8] = n("0");
    assert_eq!(world.value("GIVEN(typed)"), "true");
    world.own[5] = Value::Blank;
    assert_eq!(world.value("grade = \"\""), "true");
    assert_eq!(world.value("\"\" <> grade"), "false");
    world.own[4] = Value::Blank;
    assert_eq!(world.value("met = FALSE"), "true");
}

#[test]
fn many_arguments() {
    let mut world = World::new();
    for (text, expected) in [
        ("MIN(base, done, target)", "100"),
        ("MIN(target, done, base)", "100"),
        ("MAX(base, target, done)", "300"),
        ("MAX(target, base)", "300"),
        ("MIN(base / 3, 33.34)", "!Number(Unrounded) at MIN(base / 3, 33.34)"),
        ("SUM(base, done, 1)", "351.55"),
        ("ROUND(AVERAGE(base, target, 2), 2)", "134"),
        ("PREV(done)", "33.33"),
        ("PREV(score)", "blank"),
        ("age", "10"),
    ] {
        if text.starts_with("MIN(base / 3") {
            assert!(world.problem(Scope::Period, text).contains("never rounded"), "{text}");
        } else {
            assert_eq!(world.value(text), expected, "{text}");
        }
    }
}

#[test]
fn tables() {
    let mut world = World::new();
    for (text, expected) in [
        ("BAND(score, bands)", "0.5"),
        ("BAND(80, bands)", "1"),
        ("BAND(59.99, bands)", "0"),
        ("BAND(0, bands)", "0"),
        ("BAND(-1, bands)", "!BelowFirstBand { table: 1, amount: -1 } at BAND(-1, bands)"),
        ("SLAB(done, sizes)", "5.011"),
        ("SLAB(199.99, sizes)", "1.9999"),
        ("SLAB(200, sizes)", "4"),
        // 100 and up at 10 %, 150 and up at 20 %, 200 and up at 25 %.
        ("GRADUATED(100, base, tiers)", "0"),
        ("GRADUATED(150, base, tiers)", "5"),
        ("GRADUATED(done, base, tiers)", "27.6375"),
        ("GRADUATED(50, base, tiers)", "0"),
        ("GRADUATED(done, base - 100, tiers)", "0"),
        ("LOOKUP(grade, grades, wage)", "2000"),
        ("LOOKUP(\"absent\", grades, wage)", "!NotInTable { table: 2 } at LOOKUP(\"absent\", grades, wage)"),
        ("LOOKUP(\"\", grades, wage)", "blank"),
        ("WAGE(grade)", "2000"),
        ("GRADE(grade, 1)", "\"high\""),
        ("GRADE(grade, 2)", "\"high\""),
        ("GRADE(grade, -1)", "\"low\""),
        ("GRADE(grade, -9)", "\"low\""),
        ("GRADE(grade, 0)", "\"middle\""),
        ("GRADE(\"\", 1)", "blank"),
    ] {
        assert_eq!(world.value(text), expected, "{text}");
    }
}

#[test]
fn finer_rows() {
    let mut world = World::new();
    for (text, expected) in [
        ("SUM(credit.part)", "9.1"),
        ("SUM(credit.part, credit.wanted)", "13.1"),
        ("SUM(credit.part * 2, NOT(credit.wanted))", "-8"),
        ("SUM(line.amount)", "166"),
        ("SUM(-line.amount)", "-166"),
        ("SUM(line.amount%)", "1.66"),
        ("SUM(credit.amount, credit.part > 5)", "100"),
        ("COUNT(credit.part)", "4"),
        ("COUNT(credit.part, credit.wanted)", "3"),
        ("ROUND(AVERAGE(credit.part), 2)", "3.03"),
        ("ROUND(AVERAGE(credit.part, line.amount > 1000), 2)", "0"),
        ("LAST(credit.part)", "3"),
        ("LAST(credit.part, NOT(credit.wanted))", "-4"),
        ("LAST(credit.part, line.amount > 1000)", "blank"),
        ("SUM(credit.part - 1, credit.part < 5)", "-3"),
    ] {
        let value = if text.contains("part > 5") || text.contains("part < 5") || text.contains("part * 2") {
            // What does not apply cannot be computed with; without that row it can.
            let kept = world.credits.remove(2);
            let value = world.value(text);
            world.credits.insert(2, kept);
            value
        } else {
            world.value(text)
        };
        assert_eq!(value, expected, "{text}");
    }
}

/// A blank among the finer rows is a row like any other, with nothing in it.
#[test]
fn blank_rows_count() {
    let mut world = World::new();
    world.credits[2].0[0] = Value::Blank;
    for (text, expected) in [
        ("SUM(credit.part)", "9.1"),
        ("COUNT(credit.part)", "4"),
        ("ROUND(AVERAGE(credit.part), 3)", "2.275"),
        ("SUM(credit.part, credit.part = 0)", "0"),
        ("COUNT(credit.part, credit.part = 0)", "1"),
    ] {
        assert_eq!(world.value(text), expected, "{text}");
    }
}

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
        ("base / 0", "never rounded"),
        ("IF(met, base / 3, 1)", "never rounded"),
        ("MAX(base / 3, 1)", "never rounded"),
        ("1 + base / 3", "never rounded"),
        ("base / 3 / 2", "never rounded"),
        ("AVERAGE(base, target)", "never rounded"),
        ("AVERAGE(credit.part)", "never rounded"),
        ("SUM(credit.part / 3)", "never rounded"),
        ("ROUNDX(1, 2)", "did you mean ROUND?"),
        ("XYZZYX(1)", "there is no function XYZZYX; there are ABS, AND"),
        ("IF(met, 1)", "IF takes 3 to 3 arguments, here are 2"),
        ("NA(1)", "NA takes 0 to 0 arguments, here are 1"),
        ("MIN()", "MIN takes 1 to 64 arguments, here are 0"),
        ("SUM(credit.part + half.amount)", "no rule, setting or column is called `half.amount`"),
        ("foo.bar", "no rule, setting or column is called `foo.bar`"),
        ("(base", "has no partner"),
        ("base done", "cannot be understood here"),
        ("IF(met,,1)", "an argument of IF is empty"),
        ("COUNT(credit.part, credit.wanted, met)", "COUNT takes 1 to 2 arguments"),
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

/// Which scopes see which rows and names.
#[test]
fn scopes_see_what_is_theirs() {
    let mut world = World::new();
    for scope in [Scope::Half, Scope::Year, Scope::Manager, Scope::Department] {
        world.vocabulary.scope_mut(scope).push(Entry::new("x", Kind::Yuan));
    }
    let mut sees = |scope: Scope, text: &str| world.code(scope, text).is_ok();
    let reach = [
        (Scope::Line, ""),
        (Scope::Credit, ""),
        (Scope::Period, "credit"),
        (Scope::Half, "credit quarter"),
        (Scope::Year, "credit quarter half"),
        (Scope::Manager, "credit quarter half year"),
        (Scope::Department, "credit quarter half year manager"),
    ];
    for (scope, reached) in reach {
        for (prefix, name) in [("credit", "part"), ("quarter", "base"), ("half", "x"), ("year", "x"), ("manager", "x")]
        {
            let expected = reached.split(' ').any(|word| word == prefix);
            assert_eq!(sees(scope, &format!("SUM({prefix}.{name})")), expected, "{prefix} from {scope:?}");
        }
        let age = matches!(scope, Scope::Credit | Scope::Period | Scope::Half | Scope::Year | Scope::Manager);
        assert_eq!(sees(scope, "age"), age, "{scope:?}");
        assert_eq!(sees(scope, "amount"), matches!(scope, Scope::Line | Scope::Credit), "{scope:?}");
        assert_eq!(sees(scope, "PREV(base)"), scope == Scope::Period, "{scope:?}");
        assert!(sees(scope, "setting.rate") && sees(scope, "rate"));
    }
    let problem = world.problem(Scope::Half, "PREV(x)");
    assert!(problem.contains("PREV takes one name of a quarter rule"), "{problem}");
}

#[test]
fn the_trace_names_values_and_ways_not_taken() {
    let mut world = World::new();
    for (text, expected) in [
        ("IF(met, base, target) + 1", "IF({met=Truth(true)}, {base=100}, [target]) + 1"),
        ("IF(NOT(met), base, target)", "IF(NOT({met=Truth(true)}), [base], {target=300})"),
        ("AND(base = 1, met)", "AND({base=100} = 1, [met])"),
        ("AND(met, base = 1)", "AND({met=Truth(true)}, {base=100} = 1)"),
        ("OR(met, base = 1)", "OR({met=Truth(true)}, [base = 1])"),
        ("OR(base = 1, met, base = 2)", "OR({base=100} = 1, {met=Truth(true)}, [base = 2])"),
        ("PREV(done) * 2", "{PREV(done)=33.33} * 2"),
        ("SUM(credit.part) + typed", "{SUM(credit.part)=9.10} + {typed=0}"),
        ("ROUND(AVERAGE(credit.part), 2)", "ROUND({AVERAGE(credit.part)=3.033333333333}, 2)"),
    ] {
        assert_eq!(world.traced(text), expected, "{text}");
    }
}

/// Names as cells of a sheet: the row's own in row 5, others elsewhere.
struct Sheet<'a> {
    world: &'a World,
    row: Option<usize>,
}

impl Constants for Sheet<'_> {
    fn constant_before(&self, index: usize) -> Option<Value> {
        (index >= 3).then_some(Value::Blank)
    }
}

impl Addresses for Sheet<'_> {
    fn slot(&self, slot: Slot) -> String {
        let row = self.row.map_or("5".to_owned(), |row| (row + 20).to_string());
        match slot.space {
            Space::Setting => format!("Basis!$B${}", slot.index + 1),
            Space::Own => format!("O{row}:{}", slot.index).replace(':', "_"),
            Space::Manager | Space::ChildManager | Space::Of(_) => "M1".into(),
            Space::Line | Space::ChildLine => format!("L{row}"),
            Space::Child => format!("C{row}_{}", slot.index),
        }
    }
    fn given(&self, slot: Slot) -> String {
        format!("G{}<>\"\"", slot.index)
    }
    fn previous(&self, index: usize) -> Option<String> {
        (index < 3).then(|| format!("P{index}"))
    }
    fn column(&self, table: usize, column: usize) -> String {
        format!("T{table}_{column}")
    }
    fn rate_steps(&self, table: usize) -> String {
        format!("S{table}")
    }
    fn text(&self, symbol: Symbol) -> String {
        self.world.symbols.text(symbol).to_owned()
    }
    fn finer(&self, _: Scope, _: Reach) -> Finer<'_> {
        Finer::Ranges(vec![Box::new(Sheet { world: self.world, row: Some(0) })])
    }
    fn finer_rows(&self, _: Scope, _: Reach) -> Vec<Box<dyn Addresses + '_>> {
        (0..2).map(|row| Box::new(Sheet { world: self.world, row: Some(row) }) as Box<dyn Addresses>).collect()
    }
    fn may_not_apply(&self, _: &Code) -> bool {
        false
    }
    fn places(&self, code: &Code) -> Option<u32> {
        places(code, self, None)
    }
    fn exact(&self, code: &Code) -> Option<Number> {
        let world = self.world;
        let context = Context {
            settings: &world.settings,
            tables: &world.tables,
            own: (&world.own).into(),
            manager: Row::default(),
            line: Row::default(),
            above: &(),
            previous: (&world.previous).into(),
            children: world,
            child: None,
        };
        match run(code, &context) {
            Ok(Item::Number(number)) => Some(number),
            _ => None,
        }
    }
}

impl Decimals for Sheet<'_> {
    fn slot(&self, slot: Slot, _: Option<Scope>) -> Option<u32> {
        Some(if slot.space == Space::Setting { 4 } else { 2 })
    }
    fn previous(&self, _: usize) -> Option<u32> {
        Some(2)
    }
    fn column(&self, _: usize, column: usize) -> Option<u32> {
        Some(if column == 0 { 1 } else { 2 })
    }
}

#[test]
fn formulas_for_excel() {
    let mut world = World::new();
    for (text, expected) in [
        ("base + done", "ROUND(O5_0+O5_2,2)"),
        ("base - (done - target)", "ROUND(O5_0-(O5_2-O5_1),2)"),
        ("base - done + target", "ROUND(O5_0-O5_2+O5_1,2)"),
        ("(base + done) * rate", "ROUND((O5_0+O5_2)*Basis!$B$1,8)"),
        ("base * rate * rate * rate", "O5_0*Basis!$B$1*Basis!$B$1*Basis!$B$1"),
        ("base / 8", "O5_0/8"),
        ("ROUND(base / (done / 2), 2)", "ROUND(O5_0/(O5_2/2),2)"),
        ("-base", "-O5_0"),
        ("-(base + done)", "-(O5_0+O5_2)"),
        ("(base + done)%", "ROUND((O5_0+O5_2)%,12)"),
        ("base < done", "O5_0<O5_2"),
        ("met = GIVEN(typed)", "O5_4=(G8<>\"\")"),
        ("IF(met, base + done, 1 - 2)", "IF(O5_4,ROUND(O5_0+O5_2,2),-1)"),
        ("AND(met, OR(met, NOT(met)))", "AND(O5_4,OR(O5_4,NOT(O5_4)))"),
        ("MIN(base + done, MAX(base, done - 1))", "MIN(ROUND(O5_0+O5_2,2),MAX(O5_0,ROUND(O5_2-1,2)))"),
        ("SUM(base, done)", "ROUND(SUM(O5_0,O5_2),2)"),
        ("ABS(base)", "ABS(O5_0)"),
        ("INT(done * 3)", "INT(ROUND(O5_2*3,2))"),
        ("MEDIAN(credit.part)", "ROUND(IF(COUNT(C20_0)=0,0,MEDIAN(C20_0)),8)"),
        ("ROUND(base, 1)", "ROUND(O5_0,1)"),
        ("ROUND(base + done, 2)", "ROUND(O5_0+O5_2,2)"),
        ("ROUND(base * rate, 2)", "ROUND(ROUND(O5_0*Basis!$B$1,8),2)"),
        ("ROUNDDOWN(base + done, 1)", "ROUNDDOWN(ROUND(O5_0+O5_2,8),1)"),
        ("ROUNDUP(base, 0)", "ROUNDUP(O5_0,0)"),
        ("PREV(done)", "P2"),
        ("PREV(met)", "FALSE"),
        ("PREV(grade)", "\"\""),
        ("PREV(score)", "0"),
        ("grade = \"a\"\"b\"", "O5_5=\"a\"\"b\""),
        ("IF(met, NA(), base)", "IF(O5_4,\"n/a\",O5_0)"),
        ("BAND(score, bands)", "INDEX(T1_1,MATCH(O5_3,T1_0,1))"),
        ("BAND(score + 1, bands)", "INDEX(T1_1,MATCH(ROUND(O5_3+1,12),T1_0,1))"),
        ("SLAB(base + done, sizes)", "ROUND((O5_0+O5_2)*INDEX(T3_1,MATCH(ROUND(O5_0+O5_2,2),T3_0,1)),8)"),
        ("GRADUATED(done, base, tiers)", "ROUND(IF(O5_0=0,0,SUMPRODUCT((O5_2>O5_0*T0_0)*(O5_2-O5_0*T0_0)*S0)),8)"),
        ("LOOKUP(grade, grades, wage)", "INDEX(T2_1,MATCH(O5_5,T2_0,0))"),
        ("GRADE(grade, 1)", "INDEX(T2_0,MAX(1,MIN(ROWS(T2_0),MATCH(O5_5,T2_0,0)+1)))"),
        ("SUM(credit.part)", "ROUND(SUM(C20_0),2)"),
        ("SUM(credit.part * 2)", "ROUND(SUMPRODUCT(C20_0*2),2)"),
        ("SUM(credit.part, credit.wanted)", "ROUND(SUMPRODUCT((C20_1)*(C20_0)),2)"),
        ("SUM(credit.part, AND(credit.wanted, line.amount > 1))", "ROUND(SUMPRODUCT(((C20_1)*(L20>1))*(C20_0)),2)"),
        (
            "SUM(credit.part, OR(credit.wanted, NOT(credit.wanted)))",
            "ROUND(SUMPRODUCT(((((C20_1)+((1-(C20_1))))>0))*(C20_0)),2)",
        ),
        ("COUNT(credit.part)", "ROWS(C20_0)"),
        ("COUNT(credit.part, credit.wanted)", "SUMPRODUCT((C20_1)*1)"),
        ("LAST(credit.part)", "C21_0"),
        ("LAST(credit.part, credit.wanted)", "IF(C21_1,C21_0,IF(C20_1,C20_0,0))"),
        ("ROUND(AVERAGE(credit.part), 2)", "ROUND(IF(SUM(1,1)=0,0,SUM(C20_0,C21_0)/SUM(1,1)),2)"),
        ("SUM(MAX(credit.part, 0))", "ROUND(SUM(MAX(C20_0,0),MAX(C21_0,0)),2)"),
        ("COUNT(credit.part, MAX(credit.part, 0) > 1)", "SUM(IF(MAX(C20_0,0)>1,1,0),IF(MAX(C21_0,0)>1,1,0))"),
        ("1 + 2", "3"),
        (
            "ROUND((base + done) * rate * rate * rate, 2)",
            "ROUND(ROUND(O5_0+O5_2,2)*Basis!$B$1*Basis!$B$1*Basis!$B$1,2)",
        ),
        ("LAST(credit.part + 1)", "ROUND(C21_0+1,2)"),
        ("SUM(MAX(credit.part, 0) + 1)", "ROUND(SUM((MAX(C20_0,0)+1),(MAX(C21_0,0)+1)),2)"),
        ("COUNT(credit.part * 2)", "SUM(1,1)"),
        ("ROUND(base / -done, 2)", "ROUND(O5_0/(-O5_2),2)"),
        ("--base", "-(-O5_0)"),
        // A quotient by a constant is put on the fine grid where it keeps off the halves, and only there.
        ("ROUND(base / 1.17, 2)", "ROUND(ROUND(O5_0/1.17,8),2)"),
        ("ROUND(base / rate, 2)", "ROUND(ROUND(O5_0/Basis!$B$1,8),2)"),
        ("ROUND(base / score, 2)", "ROUND(O5_0/O5_3,2)"),
        ("ROUND(base * rate / 117, 2)", "ROUND(O5_0*Basis!$B$1/117,2)"),
        ("ROUND(base * rate / 11.7, 2)", "ROUND(ROUND(O5_0*Basis!$B$1/11.7,8),2)"),
        ("ROUND(base / 1.234567, 2)", "ROUND(O5_0/1.234567,2)"),
        ("ROUND(base / 1.12345, 2)", "ROUND(ROUND(O5_0/1.12345,8),2)"),
        // What no grid can hold gets an addend where it lies on the edge.
        ("ROUND(base * 0.00005 * 1.0000000000000001, 2)", "ROUND(O5_0*0.00005*1.0000000000000001+1E-16,2)"),
        ("ROUNDDOWN(base * 0.01, 0)", "ROUNDDOWN(ROUND(O5_0*0.01,8)+1E-10,0)"),
        ("base - -1", "ROUND(O5_0-(-1),2)"),
        ("base * (1 - rate)", "ROUND(O5_0*(1-Basis!$B$1),8)"),
        ("2 * SUM(credit.part)", "ROUND(2*(SUM(C20_0)),2)"),
    ] {
        let found = world.excel(text);
        assert_eq!(found, expected, "{text}");
    }
}

/// What is the same for all rows is worked out, and what comes of it is left out.
#[test]
fn formulas_without_what_is_constant() {
    let mut world = World::new();
    for (text, expected) in [
        ("PREV(score) + score", "O5_3"),
        ("score - PREV(score)", "O5_3"),
        ("PREV(score) - score", "ROUND(0-O5_3,12)"),
        ("IF(2 = 1, base, done)", "O5_2"),
        ("IF(OR(1 = 2, 2 = 2), base, done)", "O5_0"),
        ("AND(met, NOT(PREV(met)), base > 0)", "AND(O5_4,O5_0>0)"),
        ("AND(met, NOT(PREV(met)))", "O5_4"),
        ("OR(met, PREV(met))", "O5_4"),
        ("AND(met, PREV(met))", "FALSE"),
        ("IF(met, 0, PREV(score))", "0"),
        ("MAX(0, PREV(score) - MAX(0, score - PREV(score)))", "0"),
        ("MIN(MAX(score, 0), PREV(score))", "0"),
        ("MAX(PREV(score), score)", "MAX(0,O5_3)"),
        ("ROUND(PREV(score) * 3 + 1.005, 2) * base", "ROUND(1.01*O5_0,8)"),
        ("1 * base / 1", "O5_0"),
        ("SUM(score, PREV(score), score)", "ROUND(SUM(O5_3,O5_3),12)"),
        ("BAND(1 + 1, bands)", "INDEX(T1_1,MATCH(2,T1_0,1))"),
        ("SUM(MAX(credit.part, 0), 1 = 2)", "0"),
        ("SUM(MAX(credit.part, 0), OR(1 = 1, credit.wanted))", "ROUND(SUM(MAX(C20_0,0),MAX(C21_0,0)),2)"),
    ] {
        assert_eq!(world.excel(text), expected, "{text}");
    }
}

/// How many decimals a figure can have, from those of its parts.
#[test]
fn decimals_of_figures() {
    let mut world = World::new();
    for (text, expected) in [
        ("1.50", Some(1)),
        ("score + rate", Some(4)),
        ("rate%", Some(6)),
        ("base * rate", Some(6)),
        ("base / 8", None),
        ("-base", Some(2)),
        ("MIN(base, 1.125)", Some(3)),
        ("IF(met, base, 1.125)", Some(3)),
        ("ROUND(base * rate, 3)", Some(3)),
        ("ROUND(base, 3)", Some(2)),
        ("ROUND(base, -2)", Some(0)),
        ("ROUND(base / 3, 2)", Some(2)),
        ("PREV(done)", Some(2)),
        ("COUNT(credit.part)", Some(0)),
        ("SUM(credit.part * 0.5)", Some(3)),
        ("BAND(score, bands)", Some(2)),
        ("SLAB(1.125, sizes)", Some(5)),
        ("GRADUATED(base, 1.125, tiers)", Some(6)),
        ("WAGE(grade)", Some(2)),
    ] {
        let code = world.code(Scope::Period, text).unwrap_or_else(|problem| panic!("{text}: {problem}"));
        assert_eq!(places(&code, &Sheet { world: &world, row: None }, None), expected, "{text}");
    }
}

#[test]
fn every_part_is_visited_once_from_outside_in() {
    let mut world = World::new();
    let text = "IF(met, base + done, ROUND(PREV(done) / 3, 2))";
    let code = world.code(Scope::Period, text).unwrap();
    let mut seen = Vec::new();
    code.walk(&mut |part| seen.push(text[part.span.clone()].to_owned()));
    let expected =
        [text, "met", "base + done", "base", "done", "ROUND(PREV(done) / 3, 2)", "PREV(done) / 3", "PREV(done)", "3"];
    assert_eq!(seen, expected);
}
