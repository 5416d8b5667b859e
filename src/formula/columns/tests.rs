//! What goes into a column comes out of it.

use rust_decimal::Decimal;

use super::*;
use crate::formula::Symbols;

fn number(text: &str) -> Value {
    Value::Number(Decimal::from_str_exact(text).unwrap())
}

#[test]
fn every_value_comes_back_as_it_went() {
    let mut symbols = Symbols::default();
    let row = [
        Value::Blank,
        number("0"),
        number("-1234567.80"),
        number("36028797018963967"),
        number("-36028797018963968"),
        number("36028797018963968"),
        number("0.0000000000000000000000000001"),
        number("-79228162514264337593543950335"),
        Value::Truth(false),
        Value::Truth(true),
        Value::Text(symbols.intern("产品")),
        Value::NotApplicable,
        Value::Tainted,
    ];
    let mut rows = Columns::new(2, row.len());
    rows.set(1, &row);
    rows.push(&row);
    assert_eq!((rows.get(0), rows.get(3), rows.len(), rows.is_empty()), (None, None, 3, false));
    for at in [1, 2] {
        assert_eq!(rows.get(at).as_deref(), Some(&row[..]));
        for (slot, value) in row.iter().enumerate() {
            assert_eq!((rows.value(at, slot), rows.row(at).get(slot)), (Some(*value), *value));
            if let (Some(Value::Number(read)), Value::Number(put)) = (rows.value(at, slot), value) {
                assert_eq!(read.scale(), put.scale(), "{put}");
            }
        }
    }
    assert_eq!((rows.row(0).get(1), rows.value(0, 1), rows.value(1, row.len())), (Value::Blank, None, None));
}

#[test]
fn what_is_the_same_from_the_first_row_on_is_kept_once() {
    let (one, two) = (number("1"), number("2"));
    let same = |rows: &Columns| matches!(&rows.columns[0], ValueColumn::Own(cells) if cells.is_same());
    // Every place for another value or for none.
    for at in 0..4 {
        for other in [two, Value::Blank] {
            let (mut filled, mut pushed) = (Columns::new(4, 1), Columns::new(0, 1));
            let value = |row: usize| if row == at { other } else { one };
            (0..4).for_each(|row| filled.set(row, &[value(row)]));
            (0..4).for_each(|row| pushed.push(&[value(row)]));
            for rows in [&filled, &pushed] {
                assert_eq!((0..4).map(|row| rows.value(row, 0).unwrap()).collect::<Vec<_>>(), [0, 1, 2, 3].map(value));
                assert_eq!(same(rows), at == 3 && other == Value::Blank);
            }
            filled.put(at, 0, one);
            assert!((0..4).all(|row| filled.value(row, 0) == Some(one)));
        }
    }
    let mut rows = Columns::new(3, 1);
    (0..3).for_each(|row| rows.set(row, &[one]));
    assert!(same(&rows) && rows.get(2) == Some(vec![one]));
    rows.put(1, 0, two);
    assert_eq!([0, 1, 2].map(|row| rows.value(row, 0)), [Some(one), Some(two), Some(one)]);
}

#[test]
fn a_table_shows_another_s_columns() {
    let mut typed = Columns::new(0, 2);
    typed.push(&[number("10"), Value::Blank]);
    typed.push(&[Value::Truth(true), number("20")]);
    let mut rows = Columns::new(2, 4);
    rows.show(&Arc::new(typed), 1);
    let row = [number("3"), Value::Truth(true), number("20"), number("7")];
    rows.set(1, &row);
    assert_eq!((rows.get(0), rows.get(1).as_deref()), (None, Some(&row[..])));
    rows.add(0);
    assert_eq!(rows.get(0).unwrap(), [Value::Blank, number("10"), Value::Blank, Value::Blank]);
}

#[test]
fn the_same_is_down_to_the_decimals() {
    let table = |value: Value| {
        let mut columns = Columns::new(1, 2);
        columns.push(&[number("2"), value]);
        columns
    };
    let values = [number("1"), number("1.0"), number("3"), Value::Truth(true), Value::Blank];
    for (at, one) in values.iter().enumerate() {
        for (to, other) in values.iter().enumerate() {
            assert_eq!(table(*one).is_the_same(&table(*other)), at == to, "{one:?} {other:?}");
        }
    }
    assert!(!table(values[0]).is_the_same(&Columns::new(2, 2)), "one row is absent");
    assert!(!table(values[0]).is_the_same(&Columns::new(0, 2)));
}
