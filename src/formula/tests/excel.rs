//! Formulas as Excel has them: one example of each form, what is folded, and how many decimals a figure can have.

use super::*;

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
