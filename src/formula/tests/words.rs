//! Formulas in words: one example of each form, in both languages.

use super::*;
use crate::lang::{Lang, Words};

/// Names as the vocabulary has them, in capitals, so that one sees where a sentence makes them small.
struct Names<'a> {
    world: &'a World,
    scope: Scope,
}

impl Names<'_> {
    fn of(&self, scope: Scope, index: usize) -> String {
        self.world.vocabulary.scope(scope)[index].name.to_uppercase()
    }
}

impl Labels for Names<'_> {
    fn slot(&self, slot: Slot) -> String {
        match slot.space {
            Space::Setting => self.world.vocabulary.settings[slot.index].name.to_uppercase(),
            Space::Manager | Space::ChildManager => self.of(Scope::Manager, slot.index),
            Space::Of(scope) => self.of(scope, slot.index),
            Space::Line => self.of(Scope::Line, slot.index),
            Space::Own => self.of(self.scope, slot.index),
            Space::Child | Space::ChildLine => panic!("a finer row outside an aggregate"),
        }
    }
    fn previous(&self, index: usize) -> String {
        self.of(Scope::Period, index)
    }
    fn table(&self, table: usize) -> String {
        self.world.vocabulary.tables[table].name.to_uppercase()
    }
    fn column(&self, table: usize, column: usize) -> String {
        self.world.vocabulary.tables[table].columns[column].0.to_uppercase()
    }
    fn text(&self, symbol: Symbol) -> String {
        self.world.symbols.text(symbol).to_owned()
    }
    fn person(&self) -> Words {
        Words::new("经理", "manager")
    }
    fn inner(&self, over: Scope, slot: Slot) -> String {
        match slot.space {
            Space::Child => self.of(over, slot.index).to_lowercase(),
            Space::ChildLine => self.of(Scope::Line, slot.index).to_lowercase(),
            _ => self.slot(slot),
        }
    }
}

impl World {
    /// In English and Chinese.
    fn words(&mut self, scope: Scope, text: &str) -> [String; 2] {
        let code = self.code(scope, text).unwrap_or_else(|problem| panic!("{text}: {problem}"));
        [Lang::En, Lang::Zh].map(|lang| in_words(&code, &Names { world: self, scope }, lang))
    }
}

#[track_caller]
fn say(cases: &[(&str, &str, &str)]) {
    let mut world = World::new();
    for (text, english, chinese) in cases {
        assert_eq!(world.words(Scope::Period, text), [*english, *chinese], "{text}");
    }
}

#[test]
fn names_and_constants() {
    say(&[
        ("base", "BASE", "BASE"),
        ("rate", "RATE", "RATE"),
        ("age", "AGE", "AGE"),
        ("PREV(done)", "the previous done", "上期DONE"),
        ("GIVEN(typed)", "AS_TYPED is given", "填写了AS_TYPED"),
        ("12.50", "12.5", "12.5"),
        ("TRUE", "yes", "是"),
        ("FALSE", "no", "否"),
        ("NA()", "n/a", "不适用"),
        ("mode = \"keep\"", "MODE = “keep”", "MODE = “keep”"),
        ("-base", "−BASE", "−BASE"),
        ("rate%", "RATE%", "RATE%"),
        ("-(base + done)", "−(BASE + DONE)", "−（BASE + DONE）"),
    ]);
    // A blank is no form of the language, but a rule without a value has one.
    let blank = Code { op: Op::Constant(Value::Blank), kind: Kind::Plain, span: 0..0 };
    let mut world = World::new();
    world.vocabulary.settings.clear();
    let said = [Lang::En, Lang::Zh].map(|lang| in_words(&blank, &Names { world: &world, scope: Scope::Period }, lang));
    assert_eq!(said, ["blank", "空"]);
}

#[test]
fn operators_have_their_signs() {
    say(&[
        ("1 + 2", "1 + 2", "1 + 2"),
        ("1 - 2", "1 − 2", "1 − 2"),
        ("base * 2", "BASE × 2", "BASE × 2"),
        ("ROUND(base / 4, 0)", "BASE ÷ 4, rounded to 0 decimals", "BASE ÷ 4，四舍五入到 0 位小数"),
        ("base = done", "BASE = DONE", "BASE = DONE"),
        ("base <> done", "BASE ≠ DONE", "BASE ≠ DONE"),
        ("base < done", "BASE < DONE", "BASE < DONE"),
        ("base <= done", "BASE ≤ DONE", "BASE ≤ DONE"),
        ("base > done", "BASE > DONE", "BASE > DONE"),
        ("base >= done", "BASE ≥ DONE", "BASE ≥ DONE"),
    ]);
}

/// Parentheses stand where the meaning needs them, and nowhere else.
#[test]
fn parentheses() {
    say(&[
        ("1 + 2 * 3", "1 + 2 × 3", "1 + 2 × 3"),
        ("(1 + 2) * 3", "(1 + 2) × 3", "（1 + 2） × 3"),
        ("3 * (1 + 2)", "3 × (1 + 2)", "3 × （1 + 2）"),
        ("1 - 2 - 3", "1 − 2 − 3", "1 − 2 − 3"),
        ("1 - (2 - 3)", "1 − (2 − 3)", "1 − （2 − 3）"),
        ("1 + (2 - 3)", "1 + 2 − 3", "1 + 2 − 3"),
        ("2 * (3 * 4)", "2 × 3 × 4", "2 × 3 × 4"),
        ("ROUND(1 / (2 * 4), 3)", "1 ÷ (2 × 4), rounded to 3 decimals", "1 ÷ （2 × 4），四舍五入到 3 位小数"),
        ("1 + 2 < 4", "1 + 2 < 4", "1 + 2 < 4"),
        ("1 + MIN(2, 3)", "1 + (the least of 2, 3)", "1 + （2、3 中较小者）"),
        ("1 + IF(met, 2, 3)", "1 + (if MET then 2, else 3)", "1 + （若MET，则2，否则3）"),
        ("NOT(AND(met, met))", "not (MET and MET)", "非（MET 且 MET）"),
        ("NOT(OR(met, met))", "not (MET or MET)", "非（MET 或 MET）"),
        ("AND(base < done, met)", "(BASE < DONE) and MET", "（BASE < DONE） 且 MET"),
    ]);
}

#[test]
fn functions_are_sentences() {
    say(&[
        ("IF(met, base, done)", "if MET then BASE, else DONE", "若MET，则BASE，否则DONE"),
        ("AND(met, TRUE)", "MET and yes", "MET 且 是"),
        ("OR(met, TRUE)", "MET or yes", "MET 或 是"),
        ("NOT(met)", "not MET", "非MET"),
        ("MIN(base, done)", "the least of BASE, DONE", "BASE、DONE 中较小者"),
        ("MAX(base, done)", "the greatest of BASE, DONE", "BASE、DONE 中较大者"),
        ("SUM(base, done)", "the sum of BASE, DONE", "BASE、DONE 之和"),
        (
            "ROUND(AVERAGE(base, done), 2)",
            "the mean of BASE, DONE, rounded to the fen",
            "BASE、DONE 的平均，四舍五入到分",
        ),
        ("ABS(base - done)", "the size of (BASE − DONE)", "（BASE − DONE） 的绝对值"),
        ("ROUNDDOWN(base, 2)", "BASE, rounded down to the fen", "BASE，舍去尾数到分"),
        ("ROUNDUP(base, -1)", "BASE, rounded up to -1 decimals", "BASE，进位到 -1 位小数"),
        ("BAND(score, bands)", "the value of the band of SCORE in BANDS", "“BANDS”表中 SCORE 所在档的值"),
        (
            "SLAB(done, sizes)",
            "the whole of DONE at the rate of its step in SIZES",
            "DONE 全额按“SIZES”表中所在档的比率",
        ),
        (
            "GRADUATED(done, base, tiers)",
            "DONE graduated by TIERS (starts in multiples of BASE), each slice at its own rate",
            "DONE 按“TIERS”表（起点以BASE的倍数计）差额累进",
        ),
        ("LOOKUP(grade, grades, wage)", "the wage of GRADE", "GRADE 的WAGE"),
        ("WAGE(grade)", "the wage of GRADE", "GRADE 的WAGE"),
        (
            "GRADE(grade, 1)",
            "the grade 1 steps above GRADE (kept at the ends of the table)",
            "比GRADE高1级的职级（至两端为止）",
        ),
    ]);
}

#[test]
fn gathered_rows() {
    say(&[
        ("SUM(credit.part)", "the sum of part over the credited lines", "各笔part之和"),
        ("SUM(line.amount * 2)", "the sum of (amount × 2) over the credited lines", "各笔（amount × 2）之和"),
        ("SUM(credit.part * rate)", "the sum of (part × RATE) over the credited lines", "各笔（part × RATE）之和"),
        (
            "SUM(credit.part, credit.wanted)",
            "the sum of part over the credited lines where wanted",
            "各笔part之和（限wanted）",
        ),
        (
            "ROUND(AVERAGE(credit.part), 2)",
            "the mean of part over the credited lines, rounded to the fen",
            "各笔part的平均，四舍五入到分",
        ),
        (
            "COUNT(credit.part, credit.part > 5)",
            "the number of credited lines where part > 5",
            "笔的个数（限part > 5）",
        ),
        ("LAST(credit.part)", "part of the last of the credited lines", "最后一个笔的part"),
    ]);
}

#[test]
fn rows_have_their_names() {
    let mut world = World::new();
    for scope in [Scope::Adjustment, Scope::Half, Scope::Year] {
        *world.vocabulary.scope_mut(scope) = vec![VocabularyEntry::new("x", Kind::Yuan)];
    }
    for (scope, text, english, chinese) in [
        (Scope::Period, "SUM(adjustment.x)", "the sum of x over the adjustments", "各手工调整x之和"),
        (Scope::Half, "SUM(quarter.base)", "the sum of base over the periods", "各期base之和"),
        (Scope::Year, "SUM(half.x)", "the sum of x over the half-years", "各半年x之和"),
        (Scope::Manager, "SUM(year.x)", "the sum of x over the years", "各年x之和"),
        (Scope::Department, "SUM(manager.age)", "the sum of age over the managers", "各经理age之和"),
    ] {
        assert_eq!(world.words(scope, text), [english, chinese], "{text}");
    }
}
