//! What rests on a faulty input: whatever reads it has no value, and whatever does not is as ever, by itself as in a block.

use super::*;

/// The examples' names, of which some are tainted.
fn tainted() -> World {
    let mut world = World::new();
    // `done`, `rate`, `cap`, the tiers, what came before of `base`, and the part of a credit that is not wanted.
    world.own[2] = Value::Tainted;
    world.settings[0] = Value::Tainted;
    world.settings[2] = Value::Tainted;
    world.tables[0] = Table::tainted();
    world.previous[0] = Value::Tainted;
    world.credits[1].0[0] = Value::Tainted;
    world
}

/// What the rows of a block read beside themselves, but for what came before them.
fn around(world: &World) -> Around<'_> {
    Around {
        tables: &world.tables,
        settings: Settings::Same(&world.settings),
        manager: Beside::default(),
        line: Beside::default(),
        previous: Beside::default(),
        periods: &[],
        lacks: &|_| false,
        alone: &|_, _, _| unreachable!("nothing of it goes over other rows"),
    }
}

#[test]
fn what_is_read_decides() {
    let mut world = tainted();
    for (text, expected) in [
        ("done", "tainted"),
        ("done + 1", "tainted"),
        ("base + 1", "101"),
        ("-done", "tainted"),
        ("ROUND(done * 5%, 2)", "tainted"),
        ("ROUND(done, 2)", "tainted"),
        ("ABS(done)", "tainted"),
        ("MIN(base, done)", "tainted"),
        ("SUM(base, done)", "tainted"),
        ("ROUND(AVERAGE(done, base), 2)", "tainted"),
        ("done = 250.55", "tainted"),
        ("ROUND(done / typed, 2)", "tainted"),
        ("PREV(base)", "tainted"),
        ("PREV(base) + 1", "tainted"),
        ("PREV(target)", "22"),
        ("rate", "tainted"),
        ("GIVEN(cap)", "tainted"),
        ("GIVEN(typed)", "false"),
        // Tables.
        ("BAND(done, sizes)", "tainted"),
        ("BAND(score, bands)", "0.5"),
        ("BAND(score, tiers)", "tainted"),
        ("BAND(0, tiers)", "tainted"),
        ("ROUND(SLAB(base, sizes), 2)", "1"),
        ("ROUND(GRADUATED(base, target, tiers), 2)", "tainted"),
        ("LOOKUP(grade, grades, wage)", "2000"),
        // Only the branch that is taken is read.
        ("IF(met, base, done)", "100"),
        ("IF(met, done, base)", "tainted"),
        ("IF(done > 1, 1, 1)", "tainted"),
        ("IF(NOT(met), rate, 7)", "7"),
        ("AND(NOT(met), done > 1)", "false"),
        ("AND(met, done > 1)", "tainted"),
        ("AND(done > 1, NOT(met))", "tainted"),
        ("OR(met, done > 1)", "true"),
        ("OR(NOT(met), done > 1)", "tainted"),
        ("OR(done > 1, met)", "tainted"),
        ("NOT(done > 1)", "tainted"),
        // Rows.
        ("SUM(credit.part)", "tainted"),
        ("SUM(credit.part, credit.wanted)", "13.1"),
        ("SUM(credit.part + 0)", "tainted"),
        ("MAX(credit.part)", "tainted"),
        ("COUNT(credit.part)", "tainted"),
        ("SUM(credit.part, credit.part > 0)", "tainted"),
        ("SUM(line.amount)", "166"),
        ("RANK(done, line.amount)", "tainted"),
        ("RANK(base, line.amount)", "1"),
    ] {
        assert_eq!(world.value(text), expected, "{text}");
    }
}

/// A row of nothing else is as good as each of its cells.
#[test]
fn a_row_that_may_be_missing_has_nothing_else() {
    assert_eq!((Row::Tainted.get(7), Row::Tainted.item(0).untainted().is_none()), (Value::Tainted, true));
    let mut columns = Columns::new(3, 2);
    columns.set(1, &[n("1"), n("2")]);
    assert!(!columns.is_tainted());
    columns.put(1, 0, Value::Tainted);
    assert!(columns.is_tainted());
    columns.put(1, 0, Value::Blank);
    assert!(!columns.is_tainted());
    columns.taint(1);
    assert_eq!((columns.get(1), columns.is_tainted()), (Some(vec![Value::Blank, Value::Tainted]), true));
}

/// Of two rows, the first without and the second with the mark, a block has those figures that each has by itself.
#[test]
fn a_block_leaves_out_whoever_reads_it() {
    let (mut plain, mut world) = (World::new(), tainted());
    // What is the same for both rows is as in the first.
    (world.settings, world.tables) = (plain.settings.clone(), plain.tables.clone());
    let width = world.own.len();
    let (mut own, mut previous) = (Columns::new(2, width + 1), Columns::new(2, 3));
    for (at, row) in [&plain.own, &world.own].into_iter().enumerate() {
        own.set(at, row);
    }
    for (at, row) in [&plain.previous, &world.previous].into_iter().enumerate() {
        previous.set(at, row);
    }
    let mut left_out = 0;
    for text in [
        "base",
        "done",
        "done + 1",
        "IF(met, base, done)",
        "IF(met, done, base)",
        "AND(NOT(met), done > 1)",
        "AND(met, done > 1)",
        "done = base",
        "MIN(base, done)",
        "PREV(base)",
        "PREV(target) + PREV(base)",
        "BAND(done, sizes)",
        "ABS(done)",
    ] {
        let code = world.code(Scope::Period, text).unwrap();
        let places = [Some(0), Some(1)];
        let around = Around { previous: Beside::new(&previous, &places), ..around(&world) };
        let mut block = Block { own: own.clone(), rows: vec![0, 1], around };
        let failed = block.compute(BlockFigure { code: &code, kind: code.kind, slot: width, typed: None });
        let alone = [plain.value(text), world.value(text)];
        assert_eq!(failed.contains(&1), alone[1] == "tainted", "{text}");
        assert!(!failed.contains(&0) && alone[0] != "tainted", "{text}");
        left_out += failed.len();
    }
    assert_eq!(left_out, 10);
    // With a table of which nothing is certain no row of them comes further.
    world.tables[1] = Table::tainted();
    let code = world.code(Scope::Period, "IF(base > 0, BAND(score, bands), 0)").unwrap();
    let mut block = Block { own, rows: vec![0, 1], around: around(&world) };
    assert_eq!(block.compute(BlockFigure { code: &code, kind: code.kind, slot: width, typed: None }), [0, 1]);
}

/// What was typed goes before a formula, also where it is tainted.
#[test]
fn a_typed_value_that_is_tainted_is_no_blank() {
    let mut world = World::new();
    let mut own = Columns::new(2, world.own.len() + 1);
    let typed = 8;
    for (at, value) in [Value::Blank, Value::Tainted].into_iter().enumerate() {
        world.own[typed] = value;
        own.set(at, &world.own);
    }
    let code = world.code(Scope::Period, "base").unwrap();
    let (slot, mut block) = (world.own.len(), Block { own, rows: vec![0, 1], around: around(&world) });
    assert_eq!(block.compute(BlockFigure { code: &code, kind: code.kind, slot, typed: Some(typed) }), [0_u32; 0]);
    assert_eq!([0, 1].map(|row| block.own.value(row, slot)), [Some(n("100")), Some(Value::Tainted)]);
}
