//! Recorded results beside what their inputs come to.

use super::{Two, base, bonus, diff, parts, tamper, text};
use rust_decimal::Decimal;

#[test]
fn recorded_figures_that_are_not_the_computed_ones() {
    let two = Two::new(&base(), &base());
    let results = two.path("results.xlsx");
    assert!(bonus(&["compute", text(&two.path("a.xlsx")), "-o", text(&results), "--lang", "en"]).status.success());
    let (status, _) = diff(&[text(&results), text(&two.path("b.xlsx"))]);
    assert_eq!(status, 0);
    // M001's payable, on the summary.
    tamper(&results, |name, content| {
        if name != "xl/worksheets/sheet1.xml" {
            return content;
        }
        let cell = content.find("<c r=\"C11\"").expect("the payable");
        let start = cell + content[cell..].find("<v>").unwrap() + 3;
        let end = start + content[start..].find("</v>").unwrap();
        let payable: Decimal = content[start..end].parse().unwrap();
        format!("{}{}{}", &content[..start], payable + Decimal::ONE, &content[end..])
    });
    let (status, json) = diff(&[text(&results), text(&two.path("b.xlsx"))]);
    assert_eq!(status, 4, "{json:#}");
    let expected = "A: recorded figures against recomputed ones";
    assert_eq!(parts(&json, "M001", "payable", ""), [format!("results - {expected} -1.00")]);
    // The same from another version of the program.
    let this = format!("bonus {}", env!("CARGO_PKG_VERSION"));
    tamper(
        &results,
        |name, content| {
            if name.starts_with("xl/worksheets/") { content.replace(&this, "bonus 0.0.1") } else { content }
        },
    );
    let (_, json) = diff(&[text(&results), text(&two.path("b.xlsx"))]);
    assert_eq!(parts(&json, "M001", "payable", ""), [format!("program - {expected} -1.00")]);
    // As B it stands last.
    let (_, json) = diff(&[text(&two.path("b.xlsx")), text(&results)]);
    assert_eq!(parts(&json, "M001", "payable", ""), ["program - B: recorded figures against recomputed ones 1.00"]);
}

#[test]
fn results_whose_input_is_gone_or_edited_say_so() {
    let mut other = base();
    other.collected("M001", 2, "5");
    let two = Two::new(&base(), &other);
    let results = two.path("results.xlsx");
    assert!(bonus(&["compute", text(&two.path("a.xlsx")), "-o", text(&results), "--lang", "en"]).status.success());
    let told = || {
        let output = bonus(&["diff", text(&results), text(&two.path("b.xlsx")), "--lang", "en"]);
        assert_eq!(output.status.code(), Some(3));
        String::from_utf8(output.stderr).unwrap()
    };
    std::fs::copy(two.path("b.xlsx"), two.path("a.xlsx")).unwrap();
    assert!(told().contains("its input a.xlsx was edited since"), "{}", told());
    std::fs::remove_file(two.path("a.xlsx")).unwrap();
    assert!(told().contains("the input is not found"), "{}", told());
    assert_eq!(bonus(&["diff", "nowhere.xlsx", text(&results)]).status.code(), Some(3));
}

#[test]
fn the_side_with_faults_is_named() {
    let mut other = base();
    other.collected("M009", 2, "5");
    let two = Two::new(&base(), &other);
    let (a, b) = (two.path("a.xlsx"), two.path("b.xlsx"));
    let output = bonus(&["diff", text(&a), text(&b), "--lang", "en"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().starts_with(text(&b)));
    let (status, json) = diff(&[text(&a), text(&b)]);
    assert_eq!((status, json["file"].as_str()), (1, b.to_str()), "{json:#}");
}
