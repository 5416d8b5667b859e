//! Each rule on a file that breaks it, and on one that does not.

use std::collections::BTreeSet;

use crate::common::fixture;
use crate::excel::package::{Package, Parts, WORKBOOK};
use crate::excel::rules::{RULES, findings};

/// Results, with charts, comments and formulas; a template, with validations and conditions.
fn sound() -> [Package; 2] {
    let folder = tempfile::tempdir().unwrap();
    let make = |file: &str, arguments: &[&str]| {
        let path = folder.path().join(file);
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_bonus"));
        assert!(command.args(arguments).arg("--quiet").arg("-o").arg(&path).status().unwrap().success());
        Package::open(&std::fs::read(path).unwrap())
    };
    let input = fixture("samples/key-account.xlsx");
    [
        make("results.xlsx", &["compute", input.to_str().unwrap(), "--lang", "en"]),
        make("template.xlsx", &["template", "--policy", "key-account", "--lang", "en"]),
    ]
}

const FIRST: &str = "xl/worksheets/sheet1.xml";
const SECOND: &str = "xl/worksheets/sheet2.xml";
const SHARED: &str = "xl/sharedStrings.xml";
const STYLES: &str = "xl/styles.xml";
const TYPES: &str = "[Content_Types].xml";

/// Puts `new` before the first `mark`.
fn before<'a>(mark: &'a str, new: &'a str) -> impl Fn(&str) -> Option<String> + use<'a> {
    move |text| {
        assert!(text.contains(mark), "no {mark}");
        Some(text.replacen(mark, &format!("{new}{mark}"), 1))
    }
}

/// Puts `new` in place of the first `old`.
fn instead<'a>(old: &'a str, new: &'a str) -> impl Fn(&str) -> Option<String> + use<'a> {
    move |text| {
        assert!(text.contains(old), "no {old}");
        Some(text.replacen(old, new, 1))
    }
}

type Change<'a> = Box<dyn Fn(&str) -> Option<String> + 'a>;

/// Breaks a rule: which package (0 results, 1 template), which part, how.
struct Broken<'a> {
    rule: &'static str,
    package: usize,
    part: &'static str,
    change: Change<'a>,
}

fn broken<'a>(
    rule: &'static str,
    package: usize,
    part: &'static str,
    change: impl Fn(&str) -> Option<String> + 'a,
) -> Broken<'a> {
    Broken { rule, package, part, change: Box::new(change) }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a list")]
fn every_rule_finds_what_breaks_it() {
    let sound = sound();
    for package in &sound {
        assert_eq!(findings(package), Vec::<String>::new());
    }
    let of_length = |length: usize| "x".repeat(length);
    let formula =
        |text: String| instead("<f>", &*Box::leak(format!("<f>{text}</f></c><c r=\"XFD1\"><f>").into_boxed_str()));
    let (long_name, long_text) = (format!("name=\"{}\"", of_length(32)), format!("<t>{}</t>", of_length(32_768)));
    let header = format!("<oddHeader>{}", of_length(256));
    let list = format!(
        "<dataValidation type=\"list\" sqref=\"A1\"><formula1>\"{}\"</formula1></dataValidation>",
        of_length(256)
    );
    let prompt = format!("<dataValidation prompt=\"{}\" ", of_length(256));
    let title = format!("<dataValidation errorTitle=\"{}\" ", of_length(33));
    let name = |name: &str, says: &str| format!("<definedName name=\"{name}\">{says}</definedName>");
    let [repeated, of_nothing, cell_like, elsewhere] = [
        name("DEPARTMENT.ACTUAL", "'Q1'!$A$1"),
        name("lost", "#REF!"),
        name("ab12", "'Q1'!$A$1"),
        name("other", "'Q9'!$A$1"),
    ];
    let names = |new: &str| before("</definedNames>", &*Box::leak(new.to_owned().into_boxed_str()));
    let all = [
        broken("parts are XML without forbidden characters", 0, FIRST, instead("</sheetData>", "")),
        broken("parts are XML without forbidden characters", 0, SHARED, instead("<t>", "<t>\u{b}")),
        broken("parts are XML without forbidden characters", 0, SHARED, instead("<t>", "<t>&#1;")),
        broken("parts are XML without forbidden characters", 0, SHARED, instead("<t>", "<t>\u{ffff}")),
        broken(
            "every part has a content type",
            0,
            TYPES,
            instead("/xl/worksheets/sheet2.xml", "/xl/worksheets/sheet22.xml"),
        ),
        broken("every part has a content type", 0, TYPES, instead("Extension=\"vml\"", "Extension=\"xvml\"")),
        broken("every part has a content type", 0, "xl/comments1.xml", |_| None),
        broken("relationships resolve", 0, "xl/_rels/workbook.xml.rels", instead("sheet2.xml", "sheet22.xml")),
        broken("relationships resolve", 0, "xl/_rels/workbook.xml.rels", instead("Id=\"rId2\"", "Id=\"rId1\"")),
        broken(
            "relationships resolve",
            0,
            SECOND,
            instead("legacyDrawing r:id=\"rId1\"", "legacyDrawing r:id=\"rId9\""),
        ),
        broken("relationships resolve", 0, "xl/drawings/_rels/drawing1.xml.rels", |_| None),
        broken("sheet names", 0, WORKBOOK, instead("name=\"Q1\"", &long_name)),
        broken("sheet names", 0, WORKBOOK, instead("name=\"Q2\"", "name=\"q1\"")),
        broken("sheet names", 0, WORKBOOK, instead("name=\"Q2\"", "name=\"history\"")),
        broken("sheet names", 0, WORKBOOK, instead("name=\"Q2\"", "name=\"Q2'\"")),
        broken("sheet names", 0, WORKBOOK, instead("name=\"Q2\"", "name=\"Q:2\"")),
        broken("defined names", 0, WORKBOOK, names(&repeated)),
        broken("defined names", 0, WORKBOOK, names(&of_nothing)),
        broken("defined names", 0, WORKBOOK, names(&cell_like)),
        broken("one sheet is in front", 0, WORKBOOK, instead("<workbookView ", "<workbookView activeTab=\"99\" ")),
        broken("one sheet is in front", 0, SECOND, instead("<sheetView ", "<sheetView tabSelected=\"1\" ")),
        broken("recalculation on opening", 0, WORKBOOK, instead(" fullCalcOnLoad=\"1\"", "")),
        broken("rows and cells ascend", 0, FIRST, before("</sheetData>", "<row r=\"6\"/>")),
        broken("rows and cells ascend", 0, FIRST, instead("<row r=\"9\"", "<row r=\"5\"")),
        broken("rows and cells ascend", 0, FIRST, instead("<c r=\"B11\"", "<c r=\"A11\"")),
        broken("rows and cells ascend", 0, FIRST, instead("<c r=\"B11\"", "<c r=\"B12\"")),
        broken("rows and cells ascend", 0, FIRST, instead(" ht=\"", " ht=\"4")),
        broken("columns ascend", 0, SECOND, instead("<col min=\"3\"", "<col min=\"2\"")),
        broken("shared formulas", 0, SECOND, instead("<f t=\"shared\" si=\"", "<f t=\"shared\" si=\"999")),
        broken("shared formulas", 0, SECOND, instead("\" ref=\"", "\" ref=\"A1:A2\" x=\"")),
        broken(
            "shared formulas",
            0,
            SECOND,
            instead("</f><v>", "</f><v>0</v></c><c r=\"XFC1\"><f t=\"shared\" si=\"9998\" ref=\"XFC1\">'Q2'!A1</f><v>"),
        ),
        broken("values are of their type", 0, SECOND, instead("<v>300000</v>", "<v>3OOOOO</v>")),
        broken("values are of their type", 0, SECOND, instead("t=\"str\"", "t=\"d\"")),
        broken("indices are in range", 0, SECOND, instead("<c r=\"A6\" s=\"", "<c r=\"A6\" s=\"999")),
        broken("indices are in range", 0, STYLES, instead("fontId=\"1\"", "fontId=\"999\"")),
        broken("indices are in range", 0, STYLES, instead("<fonts count=\"", "<fonts count=\"9")),
        broken(
            "indices are in range",
            1,
            SECOND,
            before(
                "<pageMargins",
                "<conditionalFormatting sqref=\"A1\"><cfRule type=\"expression\" dxfId=\"7\" priority=\"1\"><formula>TRUE</formula></cfRule></conditionalFormatting>",
            ),
        ),
        broken(
            "indices are in range",
            0,
            FIRST,
            before("</sheetData>", "<row r=\"9999\"><c r=\"A9999\" t=\"s\"><v>123456</v></c></row>"),
        ),
        broken(
            "merges",
            0,
            FIRST,
            before(
                "<printOptions",
                "<mergeCells count=\"2\"><mergeCell ref=\"A1:B2\"/><mergeCell ref=\"B2:C3\"/></mergeCells>",
            ),
        ),
        broken(
            "merges",
            0,
            FIRST,
            before("<printOptions", "<mergeCells count=\"1\"><mergeCell ref=\"A1\"/></mergeCells>"),
        ),
        broken("formulas", 0, SECOND, formula("=1".to_owned())),
        broken("formulas", 0, SECOND, formula(format!("1{}", "+1".repeat(4_096)))),
        broken("formulas", 0, SECOND, formula(format!("{}1{}", "ABS(".repeat(65), ")".repeat(65)))),
        broken("formulas", 0, SECOND, formula("(1".to_owned())),
        broken("formulas", 0, SECOND, formula(format!("\"{}\"", of_length(256)))),
        broken("formulas", 0, SECOND, formula("_xlfn.IFS(TRUE,1)".to_owned())),
        broken("formulas", 0, SECOND, formula("SWITCH(1,1,1)".to_owned())),
        broken("formulas", 0, SECOND, formula("'Q9'!A1".to_owned())),
        broken("formulas", 0, SECOND, formula("nobody+1".to_owned())),
        broken("formulas", 0, SECOND, formula("#REF!+1".to_owned())),
        broken("formulas", 0, WORKBOOK, names(&elsewhere)),
        broken("validations", 1, "xl/worksheets/sheet4.xml", before("</dataValidations>", &list)),
        broken("validations", 1, "xl/worksheets/sheet4.xml", instead("<dataValidation ", &prompt)),
        broken("validations", 1, "xl/worksheets/sheet4.xml", instead("<dataValidation ", &title)),
        broken(
            "validations",
            1,
            "xl/worksheets/sheet4.xml",
            instead("<dataValidations count=\"", "<dataValidations count=\"9"),
        ),
        broken("headers and footers", 0, FIRST, instead("<oddHeader>", &header)),
        broken("lengths of texts", 0, SHARED, before("</si>", &long_text)),
        broken("lengths of texts", 0, SECOND, before("</is>", &long_text)),
        broken("comments and their drawings", 0, "xl/comments1.xml", instead("ref=\"", "ref=\"A")),
        broken(
            "comments and their drawings",
            0,
            "xl/drawings/vmlDrawing1.vml",
            instead("<x:Row>9</x:Row>", "<x:Row>99</x:Row>"),
        ),
        broken("comments and their drawings", 0, SECOND, |text| {
            let (start, end) = (text.find("<legacyDrawing").unwrap(), text.find("</worksheet>").unwrap());
            Some(format!("{}{}", &text[..start], &text[end..]))
        }),
        broken("charts", 0, "xl/charts/chart1.xml", instead("$B$11:$B$15", "$B$11:$B$999")),
        broken("charts", 0, "xl/charts/chart1.xml", instead("Summary!", "Elsewhere!")),
    ];
    let mut missed = Vec::new();
    for (number, case) in all.iter().enumerate() {
        let package = sound[case.package].with(case.part, &case.change);
        let (_, rule) =
            RULES.iter().find(|(name, _)| *name == case.rule).unwrap_or_else(|| panic!("no rule {}", case.rule));
        let found = rule(&Parts::of(&package));
        if found.is_empty() {
            missed.push(format!("{number}, {} in {}", case.rule, case.part));
        }
    }
    assert!(missed.is_empty(), "nothing found in {missed:#?}");
    let tried: BTreeSet<&str> = all.iter().map(|case| case.rule).collect();
    assert!(RULES.iter().all(|(name, _)| tried.contains(name)), "a rule is not tried: {tried:?}");
}
