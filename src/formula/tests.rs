//! The language by example: what each form computes, how it is written to Excel, and what is refused, over a small
//! vocabulary of its own.

mod excel;
mod refused;
mod taint;
mod values;
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
        let mut mode = VocabularyEntry::new("mode", Kind::Text);
        mode.choices = vec!["keep".into(), "drop".into()];
        let mut optional = VocabularyEntry::new("cap", Kind::Yuan);
        optional.raw = Some(2);
        vocabulary.settings = vec![VocabularyEntry::new("rate", Kind::Plain), mode, optional];
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
        let mut typed = VocabularyEntry::new("typed", Kind::Yuan);
        typed.raw = Some(8);
        let own = [
            (VocabularyEntry::new("base", Kind::Yuan), n("100")),
            (VocabularyEntry::new("target", Kind::Yuan), n("300")),
            (VocabularyEntry::new("done", Kind::Yuan), n("250.55")),
            (VocabularyEntry::new("score", Kind::Plain), n("79.5")),
            (VocabularyEntry::new("met", Kind::Truth), Value::Truth(true)),
            (VocabularyEntry::new("grade", Kind::Text), Value::Text(symbols.intern("middle"))),
            (typed, Value::Blank),
            (VocabularyEntry::new("none", Kind::Yuan), Value::NotApplicable),
            (VocabularyEntry::new("as_typed", Kind::Yuan), Value::Blank),
        ];
        *vocabulary.scope_mut(Scope::Period) = own.iter().map(|(entry, _)| entry.clone()).collect();
        *vocabulary.scope_mut(Scope::Credit) =
            vec![VocabularyEntry::new("part", Kind::Yuan), VocabularyEntry::new("wanted", Kind::Truth)];
        *vocabulary.scope_mut(Scope::Line) = vec![VocabularyEntry::new("amount", Kind::Yuan)];
        *vocabulary.scope_mut(Scope::Manager) = vec![VocabularyEntry::new("age", Kind::Plain)];
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
            Ok(Value::Tainted) => unreachable!("what is tainted is no result"),
            Err(EvalError::Tainted) => "tainted".into(),
            Err(EvalError::Wrong(wrong)) => format!("!{:?} at {}", wrong.cause, &text[wrong.span.clone()]),
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
            Piece::NotTaken { written, .. } => format!("[{written}]"),
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

/// Which scopes see which rows and names.
#[test]
fn scopes_see_what_is_theirs() {
    let mut world = World::new();
    for scope in [Scope::Half, Scope::Year, Scope::Manager, Scope::Department] {
        world.vocabulary.scope_mut(scope).push(VocabularyEntry::new("x", Kind::Yuan));
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

impl Surroundings for Sheet<'_> {
    fn may_not_apply(&self, _: &Code, _: Option<Scope>) -> bool {
        false
    }
    fn may_be_blank(&self, _: &Code, _: Option<Scope>) -> bool {
        false
    }
    fn places(&self, code: &Code, inside: Option<Scope>) -> Option<u32> {
        places(code, self, inside)
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
    fn has_wildcards(&self, _: usize) -> bool {
        false
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
    fn around(&self) -> &dyn Surroundings {
        self
    }
    fn finer(&self, _: Scope, _: Reach) -> Finer<'_> {
        Finer::Ranges(vec![Box::new(Sheet { world: self.world, row: Some(0) })])
    }
    fn finer_rows(&self, _: Scope, _: Reach) -> Vec<Box<dyn Addresses + '_>> {
        (0..2).map(|row| Box::new(Sheet { world: self.world, row: Some(row) }) as Box<dyn Addresses>).collect()
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
fn every_part_is_visited_once_from_outside_in() {
    let mut world = World::new();
    let text = "IF(met, base + done, ROUND(PREV(done) / 3, 2))";
    let code = world.code(Scope::Period, text).unwrap();
    let mut seen = Vec::new();
    seen.extend(code.each().map(|part| text[part.span.clone()].to_owned()));
    let expected =
        [text, "met", "base + done", "base", "done", "ROUND(PREV(done) / 3, 2)", "PREV(done) / 3", "PREV(done)", "3"];
    assert_eq!(seen, expected);
}
