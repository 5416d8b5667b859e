//! What formulas of results come to, evaluated over cells.

use super::*;

struct Sheet;

impl Cells for Sheet {
    /// Column A holds its row times 1.5, B texts, C truths, D nothing.
    fn cell(&self, sheet: &str, row: u32, column: u32) -> Option<CellItem> {
        Some(match (sheet, column) {
            ("依据", 1) => CellItem::Number(Decimal::new(5, 2)),
            (_, 1) => CellItem::Number(Decimal::from(row) * Decimal::new(15, 1)),
            (_, 2) => CellItem::Text(["a", "n/a", "c"][row as usize % 3].to_owned()),
            (_, 3) => CellItem::Truth(row.is_multiple_of(2)),
            (_, 4) => CellItem::Blank,
            _ => return None,
        })
    }

    fn name(&self, name: &str) -> Option<&str> {
        (name == "税率").then_some("'依据'!$A$1")
    }
}

#[test]
fn what_results_hold_is_evaluated_as_spreadsheets_do() {
    for (formula, result) in [
        ("ROUND(A2*税率,1)", "0.2"),
        ("ROUND(-2.5,0)", "-3"),
        ("1+2*3-4/8", "6.5"),
        ("50%*A4", "3"),
        ("-A2+D2", "-3"),
        ("IF(C1,B99,A2)", "3"),
        ("IF(AND(C2,NOT(C1)),A1,9)", "1.5"),
        ("SUM(A1:D3,2)", "11"),
        ("COUNT(A1:D3)", "3"),
        ("AVERAGE(A1:A3)", "3"),
        ("MIN(A1:A3)+MAX(A1:A3,7)", "8.5"),
        ("MEDIAN(A1:A4)", "3.75"),
        ("SUMPRODUCT((A1:A3>2)*(A1:A3-2)*2)", "7"),
        ("SUMPRODUCT(--(A1:A3<>A1:A3))", "0"),
        ("SUMPRODUCT(ISNUMBER(A1:A3)*1,A1:A3)", "9"),
        ("INDEX(A1:A9,MATCH(4,A1:A9,1))", "3"),
        ("INDEX(A1:A9,MATCH(\"N/A\",B1:B9,0))", "1.5"),
        ("LARGE(A1:A3,1)-SMALL(A1:A3,2)", "1.5"),
        ("LARGE(CHOOSE({1,2},A1,A2),2)", "1.5"),
        ("ROWS(A1:A7)", "7"),
        ("SUMIF(A1:A3,\">2\")", "?"),
        ("SUMIF(A1:A3,\">2\",A1:A3)", "7.5"),
        ("SUMIF(B1:B6,\"c\",A1:A6)", "10.5"),
        ("SIGN(-A1)*INT(ABS(-2.5))", "-2"),
        ("A1/D1", "?"),
        ("Z1+1", "?"),
        ("VLOOKUP(1,A1:A3,1)", "?"),
        ("unknown+1", "?"),
    ] {
        let expected = Decimal::from_str_exact(result).ok().map(CellItem::Number);
        assert_eq!(recalculate(formula, "Q1", &Sheet), expected, "{formula}");
    }
    let text = |formula: &str| recalculate(formula, "Q1", &Sheet).map(|item| shown(&item));
    assert_eq!(text("MID(\"；\"&B1&A1,2,99)").as_deref(), Some("n/a1.5"));
    assert_eq!(text("OR(A1=1.5,\"a\"=\"B\")").as_deref(), Some("TRUE"));
    assert_eq!(text("\"A\"=\"a\"").as_deref(), Some("TRUE"));
    assert_eq!(text("D1=0").as_deref(), Some("TRUE"));
}
