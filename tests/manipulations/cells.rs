//! Cells, sheets, inputs and receipts that somebody changed.

use super::{Manipulation, Scene, hold};
use crate::common::tamper::{cell, inside, row, tamper, without_sheet};

/// The stored result of a formula becomes another.
fn result(scene: &Scene, sheet: usize, address: &str, value: &str) {
    scene.sheet(sheet, |content| {
        let before = cell(content, address);
        let old = format!("<v>{}</v>", inside(before, "v"));
        content.replace(before, &before.replace(&old, &format!("<v>{value}</v>")))
    });
}

/// A text of the sheet of the receipt becomes another.
fn receipt(scene: &Scene, from: &str, to: &str) {
    tamper(&scene.results, |name, content| {
        Some(if name.starts_with("xl/worksheets/") { content.replace(from, to) } else { content })
    });
}

/// A cell of the input becomes another: the first person's target of the first quarter.
fn input(scene: &Scene) {
    tamper(&scene.input, |_, content| Some(content.replace("<v>300000</v>", "<v>310000</v>")));
}

/// Another file stands in the place of the input.
fn another_input(scene: &Scene, name: &str) {
    std::fs::copy(crate::common::fixture(name), &scene.input).unwrap();
}

fn sha256(path: &std::path::Path) -> String {
    crate::common::sha256(&std::fs::read(path).unwrap())
}

fn program() -> String {
    format!("bonus {}", env!("CARGO_PKG_VERSION"))
}

const TABLE: &[Manipulation] = &[
    Manipulation {
        name: "a value",
        done: |scene| {
            scene.sheet(2, |sheet| {
                let before = cell(sheet, "E6");
                sheet.replace(before, &before.replace("<v>300000</v>", "<v>310000</v>"))
            });
        },
        status: "differs",
        told: &["Q1!E6 value results-edited"],
    },
    Manipulation {
        name: "what is payable, as its stored result",
        done: |scene| result(scene, 1, "E6", "96317.74"),
        status: "differs",
        told: &["Summary!E6 result results-edited"],
    },
    Manipulation {
        name: "what is payable, as a number in place of its formula",
        done: |scene| {
            scene.sheet(1, |sheet| {
                let before = cell(sheet, "E6");
                let formula = format!("<f>{}</f>", inside(before, "f"));
                sheet.replace(before, &before.replace(&formula, ""))
            });
        },
        status: "differs",
        told: &["Summary!E6 formula-overwritten results-edited"],
    },
    Manipulation {
        name: "a formula that gives a thousand more",
        done: |scene| {
            scene.sheet(1, |sheet| {
                let before = cell(sheet, "E6");
                let formula = format!("<f>{}</f>", inside(before, "f"));
                let more = format!("<f>{}+1000</f>", inside(before, "f"));
                sheet.replace(before, &before.replace(&formula, &more))
            });
        },
        status: "differs",
        told: &["Summary!E6 formula results-edited"],
    },
    Manipulation {
        name: "a formula in place of a value",
        done: |scene| {
            scene.sheet(2, |sheet| {
                let before = cell(sheet, "E6");
                sheet.replace(before, &before.replace("<v>300000</v>", "<f>300000+0</f><v>300000</v>"))
            });
        },
        status: "differs",
        told: &["Q1!E6 formula-added results-edited"],
    },
    Manipulation {
        name: "a name",
        done: |scene| {
            scene.sheet(2, |sheet| {
                let other = "<c r=\"B6\" t=\"inlineStr\"><is><t>Somebody else</t></is></c>";
                sheet.replace(cell(sheet, "B6"), other)
            });
        },
        status: "differs",
        told: &["Q1!B6 text results-edited"],
    },
    Manipulation {
        name: "a cell less",
        done: |scene| scene.sheet(2, |sheet| sheet.replace(cell(sheet, "F7"), "")),
        status: "differs",
        told: &["Q1!F7 cell-removed results-edited"],
    },
    Manipulation {
        name: "a row more",
        done: |scene| {
            let more = "<row r=\"99\"><c r=\"A99\"><v>7</v></c></row></sheetData>";
            scene.sheet(2, |sheet| sheet.replace("</sheetData>", more));
        },
        status: "differs",
        told: &["Q1!A99 row-added results-edited"],
    },
    Manipulation {
        name: "a row less",
        done: |scene| scene.sheet(2, |sheet| sheet.replace(row(sheet, 7), "")),
        status: "differs",
        told: &["Q1!A7 row-removed results-edited"],
    },
    Manipulation {
        name: "a hidden row",
        done: |scene| scene.sheet(2, |sheet| sheet.replace("<row r=\"7\"", "<row r=\"7\" hidden=\"1\"")),
        status: "differs",
        told: &["Q1!A7 rows-hidden results-edited"],
    },
    Manipulation {
        name: "hidden columns",
        done: |scene| {
            scene.sheet(3, |sheet| {
                let from = sheet.find("<cols>").unwrap() + 6;
                let end = from + sheet[from..].find("/>").unwrap();
                format!("{} hidden=\"1\"{}", &sheet[..end], &sheet[end..])
            });
        },
        status: "differs",
        told: &["Q2!A1 columns-hidden results-edited"],
    },
    Manipulation {
        name: "a hidden sheet",
        done: |scene| {
            scene.part("xl/workbook.xml", |book| {
                book.replacen("<sheet name=\"Q3\"", "<sheet name=\"Q3\" state=\"veryHidden\"", 1)
            });
        },
        status: "differs",
        told: &["Q3! sheet-hidden results-edited"],
    },
    Manipulation {
        name: "a sheet less",
        done: |scene| tamper(&scene.results, |name, content| without_sheet(name, content, "Q2", 3)),
        status: "differs",
        told: &["Q2! sheet-removed results-edited"],
    },
    Manipulation {
        name: "sheets in another order",
        done: |scene| {
            scene.part("xl/workbook.xml", |book| {
                let from = book.find("<sheet name=\"Q2\"").unwrap();
                let end = from + book[from..].find("/>").unwrap() + 2;
                let sheet = book[from..end].to_owned();
                book.replace(&sheet, "").replace("</sheets>", &format!("{sheet}</sheets>"))
            });
        },
        status: "differs",
        told: &["! sheet-order results-edited"],
    },
    Manipulation {
        name: "a forged program together with a figure",
        done: |scene| {
            receipt(scene, &program(), "bonus 9.9.9");
            result(scene, 1, "E6", "96317.74");
        },
        status: "differs",
        told: &["Summary!E6 result results-edited", "computed by bonus 9.9.9"],
    },
    Manipulation {
        name: "a forged hash of the policy together with a figure",
        done: |scene| {
            tamper(&scene.results, |name, content| {
                if !name.starts_with("xl/worksheets/") || !content.contains("<t>key-account</t>") {
                    return Some(content);
                }
                // The first SHA-256 of the receipt is the policy's.
                let hash = |text: &str| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
                let old = content.split(['<', '>']).find(|text| hash(text)).map(str::to_owned);
                Some(old.map_or(content.clone(), |old| content.replace(&old, &"0".repeat(64))))
            });
            result(scene, 2, "N6", "1.23");
        },
        status: "differs",
        told: &["Q1!N6 result results-edited", "is not the one of then"],
    },
    Manipulation {
        name: "a forged hash of the input together with a figure",
        done: |scene| {
            receipt(scene, &sha256(&scene.input), &"0".repeat(64));
            result(scene, 1, "E6", "96317.74");
        },
        status: "differs",
        told: &["Summary!E6 result results-edited", "edited since"],
    },
    Manipulation {
        name: "a layout that the receipt does not have",
        done: |scene| {
            tamper(&scene.results, |name, content| {
                let at = content.find("<t>Layout</t>").filter(|_| name.starts_with("xl/worksheets/"));
                let Some(at) = at else { return Some(content) };
                let from = at + content[at..].find("<c r=\"").unwrap() + 6;
                let address = &content[from..from + content[from..].find('"').unwrap()];
                let other = format!("<c r=\"{address}\" t=\"inlineStr\"><is><t>1</t></is></c>");
                Some(content.replace(cell(&content, address), &other))
            });
            scene.sheet(1, |sheet| {
                let before = cell(sheet, "E6");
                let formula = inside(before, "f").to_owned();
                sheet.replace(before, &before.replace(&formula, &format!("{formula}+1000")))
            });
        },
        status: "differs",
        told: &["Summary!E6 formula results-edited"],
    },
    Manipulation {
        name: "a receipt that is gone",
        done: |scene| scene.part("xl/workbook.xml", |book| book.replace("name=\"Basis\"", "name=\"Other\"")),
        status: "unreadable",
        told: &["Basis"],
    },
    Manipulation {
        name: "an edited input",
        done: input,
        status: "differs",
        told: &["Q1!E6 value input-edited", "edited since"],
    },
    Manipulation {
        name: "an edited input under a receipt that names it",
        done: |scene| {
            let then = sha256(&scene.input);
            input(scene);
            receipt(scene, &then, &sha256(&scene.input));
        },
        status: "differs",
        told: &["Q1!E6 value results-edited"],
    },
    Manipulation {
        // Whatever explains the first figure, the second is not what its formula makes of it.
        name: "two figures that contradict each other, under an edited input and a receipt that names it",
        done: |scene| {
            let then = sha256(&scene.input);
            input(scene);
            receipt(scene, &then, &sha256(&scene.input));
            scene.sheet(2, |sheet| {
                let before = cell(sheet, "E6");
                sheet.replace(before, &before.replace("<v>300000</v>", "<v>320000</v>"))
            });
            result(scene, 2, "Y6", "1.23");
        },
        status: "differs",
        told: &["Q1!E6 value results-edited", "Q1!Y6 result results-edited"],
    },
    Manipulation {
        name: "a program that is another, and a result that its formula does not give",
        done: |scene| {
            receipt(scene, &program(), "bonus 0.0.9");
            scene.sheet(2, |sheet| {
                let before = cell(sheet, "E6");
                sheet.replace(before, &before.replace("<v>300000</v>", "<v>320000</v>"))
            });
            result(scene, 2, "Y6", "1.23");
        },
        status: "differs",
        // What other figures were computed over says that no program wrote the first either.
        told: &["Q1!E6 value results-edited", "Q1!Y6 result results-edited", "cell was edited"],
    },
    Manipulation {
        name: "a forged hash of the input together with a typed figure, which others were computed over",
        done: |scene| {
            receipt(scene, &sha256(&scene.input), &"0".repeat(64));
            scene.sheet(2, |sheet| {
                let before = cell(sheet, "E6");
                sheet.replace(before, &before.replace("<v>300000</v>", "<v>320000</v>"))
            });
        },
        status: "differs",
        told: &["Q1!E6 value results-edited", "looks at this cell"],
    },
    Manipulation {
        name: "an input that is gone",
        done: |scene| std::fs::remove_file(&scene.input).unwrap(),
        status: "not-verified",
        told: &["the input is not found"],
    },
    Manipulation {
        name: "an input with faults",
        done: |scene| another_input(scene, "faults/two.xlsx"),
        status: "not-verified",
        told: &["2 fault(s) now"],
    },
    Manipulation {
        name: "another input under its name",
        done: |scene| another_input(scene, "samples/key-account-en.xlsx"),
        status: "differs",
        told: &["edited since"],
    },
    Manipulation {
        name: "an input under another name",
        done: |scene| std::fs::rename(&scene.input, scene.path("renamed.xlsx")).unwrap(),
        status: "identical",
        told: &[],
    },
    Manipulation {
        name: "a file that was packed again",
        done: |scene| {
            scene.part("docProps/core.xml", |core| core.replace("</cp:core", "<dc:language>en</dc:language></cp:core"));
        },
        status: "same-cells",
        told: &["other bytes"],
    },
];

/// What follows from an edited input is laid at nobody else's door: neither figures, nor the number formats that go with them.
#[test]
fn an_edited_input_explains_all_that_differs() {
    let scene = Scene::new();
    std::fs::copy(crate::common::fixture("archive/account-manager-scorecard-2/sample.xlsx"), &scene.input).unwrap();
    let compute = ["compute", super::text(&scene.input), "-o", super::text(&scene.results), "--force"];
    assert!(super::bonus(&compute).status.success());
    tamper(&scene.input, |_, content| Some(content.replace("<v>15</v>", "<v>15.75</v>")));
    let (code, outcome) = scene.verified(&[]);
    assert_eq!((code, &outcome["status"]), (4, &"differs".into()), "{outcome:#}");
    let differences = outcome["differences"].as_array().unwrap();
    assert!(differences.iter().any(|one| one["kind"] == "number-format"), "{outcome:#}");
    let blamed: Vec<_> = differences.iter().filter(|one| one["cause"] != "input-edited").collect();
    assert!(blamed.is_empty(), "{blamed:#?}");
}

#[test]
fn cells_inputs_and_receipts() {
    hold(TABLE);
}
