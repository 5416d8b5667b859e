//! Results whose every cell is what it was, and whose reader sees something else.

use super::{Manipulation, Scene, hold};
use crate::common::tamper::{cell, row, tamper};

/// What is payable to the first person: `Summary!C11`.
const PAYABLE: &str = "C11";

/// Gives a cell of a sheet a look of its own: a number format, a font, a fill, an alignment, as XML; an empty one stays.
fn restyled(scene: &Scene, sheet: usize, address: &str, [format, font, fill, alignment]: [&str; 4]) {
    let part = format!("xl/worksheets/sheet{sheet}.xml");
    let mut of_cell = String::new();
    tamper(&scene.results, |name, content| {
        if name == part {
            let before = cell(&content, address);
            let (_, rest) = before.split_once(" s=\"").expect("a style");
            rest.split('"').next().unwrap().clone_into(&mut of_cell);
            let styled = before.replacen(&format!(" s=\"{of_cell}\""), " s=\"777\"", 1);
            return Some(content.replace(before, &styled));
        }
        Some(content)
    });
    let mut number = 0;
    tamper(&scene.results, |name, content| {
        if name != "xl/styles.xml" {
            return Some(content);
        }
        let count = |element: &str, within: &str| {
            let from = content.find(&format!("<{within}")).unwrap();
            let to = from + content[from..].find(&format!("</{within}>")).unwrap();
            content[from..to].matches(&format!("<{element}>")).count()
                + content[from..to].matches(&format!("<{element} ")).count()
        };
        number = count("xf", "cellXfs");
        let from = content.find("<cellXfs").unwrap();
        let own = content[from..].split("<xf ").nth(of_cell.parse::<usize>().unwrap() + 1).unwrap();
        let mut xf: String = own.split(['>']).next().unwrap().trim_end_matches('/').to_owned();
        let mut put = |attribute: &str, value: usize| {
            let (before, after) = xf.split_once(&format!("{attribute}=\"")).unwrap();
            xf = format!("{before}{attribute}=\"{value}\"{}", &after[after.find('"').unwrap() + 1..]);
        };
        let mut content = content.clone();
        if !format.is_empty() {
            put("numFmtId", 777);
            let added = format!("<numFmt numFmtId=\"777\" formatCode=\"{format}\"/></numFmts>");
            content = content.replace("</numFmts>", &added);
        }
        if !font.is_empty() {
            put("fontId", count("font", "fonts"));
            content = content.replace("</fonts>", &format!("<font>{font}</font></fonts>"));
        }
        if !fill.is_empty() {
            put("fillId", count("fill", "fills"));
            content = content.replace("</fills>", &format!("<fill>{fill}</fill></fills>"));
        }
        let alignment = if alignment.is_empty() { "vertical=\"center\"" } else { alignment };
        let added = format!("<xf {xf}><alignment {alignment}/></xf></cellXfs>");
        Some(content.replace("</cellXfs>", &added))
    });
    tamper(&scene.results, |name, content| {
        Some(if name == part { content.replace(" s=\"777\"", &format!(" s=\"{number}\"")) } else { content })
    });
}

const INK: &str = "<sz val=\"10\"/><color rgb=\"FF262626\"/><name val=\"Arial\"/>";

fn format(scene: &Scene, code: &str) {
    restyled(scene, 1, PAYABLE, [code, "", "", ""]);
}

fn font(scene: &Scene, font: &str) {
    restyled(scene, 1, PAYABLE, ["", font, "", ""]);
}

/// Adds what stands behind the cells of the summary.
fn behind(scene: &Scene, before: &str, added: &str) {
    scene.sheet(1, |sheet| sheet.replacen(before, &format!("{added}{before}"), 1));
}

/// Adds something over the payable to the drawing of the summary.
fn drawn(scene: &Scene, what: &str) {
    let corner = |name: &str, column: u32, row: u32| {
        format!(
            "<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row>\
             <xdr:rowOff>0</xdr:rowOff></xdr:{name}>"
        )
    };
    let (from, to) = (corner("from", 2, 10), corner("to", 3, 11));
    let anchor = format!("<xdr:twoCellAnchor>{from}{to}{what}<xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>");
    scene.part("xl/drawings/drawing1.xml", |drawing| drawing.replace("</xdr:wsDr>", &anchor));
}

const NUMBER_FORMAT: &[&str] = &["Summary!C11 number-format results-edited"];
const UNSEEN: &[&str] = &["Summary!C11 font-like-fill results-edited"];

const TABLE: &[Manipulation] = &[
    Manipulation {
        name: "a number format that shows another number",
        done: |scene| format(scene, "&quot;96,317.74&quot;"),
        status: "looks-changed",
        told: NUMBER_FORMAT,
    },
    Manipulation {
        name: "a number format that shows thousands",
        done: |scene| format(scene, "#,##0.00,"),
        status: "looks-changed",
        told: NUMBER_FORMAT,
    },
    Manipulation {
        name: "a number format that puts a digit before",
        done: |scene| format(scene, "\\1#,##0.00"),
        status: "looks-changed",
        told: NUMBER_FORMAT,
    },
    Manipulation {
        name: "a number format that shows nothing",
        done: |scene| format(scene, ";;;"),
        status: "looks-changed",
        told: NUMBER_FORMAT,
    },
    Manipulation {
        name: "a number format without the minus",
        done: |scene| format(scene, "#,##0.00;#,##0.00"),
        status: "looks-changed",
        told: NUMBER_FORMAT,
    },
    Manipulation {
        name: "a number format without fen",
        done: |scene| format(scene, "#,##0"),
        status: "looks-changed",
        told: NUMBER_FORMAT,
    },
    Manipulation {
        name: "a text that its format shows as another",
        done: |scene| restyled(scene, 2, "B6", ["0;0;0;&quot;Somebody else&quot;", "", "", ""]),
        status: "looks-changed",
        told: &["Q1!B6 number-format results-edited"],
    },
    Manipulation {
        name: "white type",
        done: |scene| font(scene, "<sz val=\"10\"/><color rgb=\"FFFFFFFF\"/><name val=\"Arial\"/>"),
        status: "looks-changed",
        told: UNSEEN,
    },
    Manipulation {
        name: "type of the theme's white",
        done: |scene| font(scene, "<sz val=\"10\"/><color theme=\"0\"/><name val=\"Arial\"/>"),
        status: "looks-changed",
        told: UNSEEN,
    },
    Manipulation {
        name: "type of the palette's white, darker by a hair",
        done: |scene| font(scene, "<sz val=\"10\"/><color indexed=\"9\" tint=\"-0.02\"/><name val=\"Arial\"/>"),
        status: "looks-changed",
        told: UNSEEN,
    },
    Manipulation {
        name: "black type on black",
        done: |scene| {
            let black = "<patternFill patternType=\"solid\"><fgColor rgb=\"FF101010\"/></patternFill>";
            restyled(scene, 1, PAYABLE, ["", INK, black, ""]);
        },
        status: "looks-changed",
        told: UNSEEN,
    },
    Manipulation {
        name: "type of one point",
        done: |scene| font(scene, "<sz val=\"1\"/><color rgb=\"FF262626\"/><name val=\"Arial\"/>"),
        status: "looks-changed",
        told: &["Summary!C11 font-size results-edited"],
    },
    Manipulation {
        name: "a figure that is repeated across its cell",
        done: |scene| restyled(scene, 1, PAYABLE, ["", "", "", "horizontal=\"fill\""]),
        status: "looks-changed",
        told: &["Summary!C11 repeated results-edited"],
    },
    Manipulation {
        name: "cells merged over a figure",
        done: |scene| {
            behind(scene, "<printOptions", "<mergeCells count=\"1\"><mergeCell ref=\"B11:C11\"/></mergeCells>");
        },
        status: "looks-changed",
        told: &["Summary!C11 merged-over results-edited"],
    },
    Manipulation {
        name: "a row 0.2 points high",
        done: |scene| {
            scene.sheet(1, |sheet| {
                let before = row(sheet, 11);
                let rest = &before[before.find("<c ").unwrap()..];
                sheet.replace(before, &format!("<row r=\"11\" ht=\"0.2\" customHeight=\"1\">{rest}"))
            });
        },
        status: "looks-changed",
        told: &["Summary!A11 row-height results-edited"],
    },
    Manipulation {
        name: "a row two points high",
        done: |scene| {
            scene.sheet(2, |sheet| {
                let before = row(sheet, 6);
                let rest = &before[before.find("<c ").unwrap()..];
                sheet.replace(before, &format!("<row r=\"6\" ht=\"2\" customHeight=\"1\">{rest}"))
            });
        },
        status: "differs",
        told: &["Q1!A6 rows-hidden results-edited", "Q1!A6 row-height results-edited"],
    },
    Manipulation {
        name: "a column almost without width",
        done: |scene| {
            scene.sheet(2, |sheet| {
                let from = sheet.find("<col ").unwrap();
                let end = from + sheet[from..].find("/>").unwrap() + 2;
                sheet.replacen(&sheet[from..end], "<col min=\"1\" max=\"2\" width=\"0.05\" customWidth=\"1\"/>", 1)
            });
        },
        status: "looks-changed",
        told: &["Q1!A1 column-width results-edited", "Q1!B1 column-width results-edited"],
    },
    Manipulation {
        name: "a conditional format",
        done: |scene| {
            let rule = "<conditionalFormatting sqref=\"C11:C16\"><cfRule type=\"expression\" priority=\"1\">\
                        <formula>TRUE</formula></cfRule></conditionalFormatting>";
            behind(scene, "<printOptions", rule);
        },
        status: "looks-changed",
        told: &["Summary!C11 conditional-format results-edited"],
    },
    Manipulation {
        name: "a conditional format that only newer programs know",
        done: |scene| {
            let rule = "<extLst><ext uri=\"{78C0D931-6437-407d-A8EE-F0AAD7539E65}\" \
                        xmlns:x14=\"http://schemas.microsoft.com/office/spreadsheetml/2009/9/main\">\
                        <x14:conditionalFormattings><x14:conditionalFormatting \
                        xmlns:xm=\"http://schemas.microsoft.com/office/excel/2006/main\"><x14:cfRule type=\"dataBar\" \
                        id=\"{1}\"/><xm:sqref>C11:C13</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings>\
                        </ext></extLst>";
            behind(scene, "</worksheet>", rule);
        },
        status: "looks-changed",
        told: &["Summary!C11 conditional-format results-edited"],
    },
    Manipulation {
        name: "a bar beside figures that became a condition",
        done: |scene| {
            scene.sheet(1, |sheet| {
                let from = sheet.find("<cfRule type=\"dataBar\"").expect("a bar");
                let end = from + sheet[from..].find("</cfRule>").unwrap();
                let rule = "<cfRule type=\"expression\" dxfId=\"0\" priority=\"1\"><formula>TRUE</formula>";
                format!("{}{rule}{}", &sheet[..from], &sheet[end..])
            });
        },
        status: "looks-changed",
        told: &["Summary!Q11 conditional-format results-edited"],
    },
    Manipulation {
        name: "a bar in place of figures",
        done: |scene| scene.sheet(1, |sheet| sheet.replacen("<dataBar>", "<dataBar showValue=\"0\">", 1)),
        status: "looks-changed",
        told: &["Summary!Q11 conditional-format results-edited"],
    },
    Manipulation {
        name: "columns without width, because the sheet says nothing of any and little of all",
        done: |scene| {
            scene.sheet(2, |sheet| {
                let (before, rest) = sheet.split_once("<cols>").unwrap();
                let (_, after) = rest.split_once("</cols>").unwrap();
                let narrow = "<sheetFormatPr defaultColWidth=\"0.1\" ";
                format!("{}{after}", before.replacen("<sheetFormatPr ", narrow, 1))
            });
        },
        status: "looks-changed",
        told: &["Q1!A1 column-width results-edited", "Q1!E1 column-width results-edited"],
    },
    Manipulation {
        name: "a picture over a figure",
        done: |scene| drawn(scene, "<xdr:pic><xdr:nvPicPr/><xdr:blipFill/><xdr:spPr/></xdr:pic>"),
        status: "looks-changed",
        told: &["Summary!C11 picture results-edited"],
    },
    Manipulation {
        name: "a text box over a figure",
        done: |scene| drawn(scene, "<xdr:sp><xdr:nvSpPr/><xdr:spPr/></xdr:sp>"),
        status: "looks-changed",
        told: &["Summary!C11 shape results-edited"],
    },
    Manipulation {
        name: "a chart that was moved over the figures",
        done: |scene| {
            scene.part("xl/drawings/drawing1.xml", |drawing| {
                let mut rows = drawing.splitn(3, "<xdr:row>");
                let mut next = || rows.next().expect("a chart from a row to another");
                let (before, from, to) = (next(), next(), next());
                let after = |part: &str| part[part.find('<').unwrap()..].to_owned();
                format!("{before}<xdr:row>4{}<xdr:row>16{}", after(from), after(to))
            });
        },
        status: "looks-changed",
        told: &["Summary!A5 chart results-edited"],
    },
    Manipulation {
        name: "a note that stands open over the figures",
        done: |scene| {
            scene.part("xl/drawings/vmlDrawing1.vml", |vml| vml.replacen("visibility:hidden", "visibility:visible", 1));
        },
        status: "looks-changed",
        told: &["Summary!C10 note results-edited"],
    },
    Manipulation {
        name: "a note that says something else",
        done: |scene| {
            scene.part("xl/comments1.xml", |comments| {
                let from = comments.find("<t>").or_else(|| comments.find("<t ")).unwrap();
                let from = from + comments[from..].find('>').unwrap() + 1;
                format!("{}Approved. {}", &comments[..from], &comments[from..])
            });
        },
        status: "looks-changed",
        told: &["Summary!C10 note results-edited"],
    },
    Manipulation {
        name: "a picture behind the whole sheet",
        done: |scene| behind(scene, "</worksheet>", "<picture r:id=\"rId99\"/>"),
        status: "looks-changed",
        told: &["Summary! picture results-edited"],
    },
    Manipulation {
        name: "zeros that are not shown",
        done: |scene| scene.sheet(2, |sheet| sheet.replacen("<sheetView ", "<sheetView showZeros=\"0\" ", 1)),
        status: "looks-changed",
        told: &["Q1! zeros-hidden results-edited"],
    },
    Manipulation {
        name: "rows that cannot be scrolled to",
        done: |scene| scene.sheet(2, |sheet| sheet.replacen("<sheetView ", "<sheetView topLeftCell=\"A3\" ", 1)),
        status: "looks-changed",
        told: &["Q1!A1 out-of-view results-edited"],
    },
    Manipulation {
        name: "a figure and its look at once",
        done: |scene| {
            format(scene, "0");
            scene.sheet(2, |sheet| {
                let before = cell(sheet, "E6");
                sheet.replace(before, &before.replace("<v>300000</v>", "<v>310000</v>"))
            });
        },
        status: "differs",
        told: &["Summary!C11 number-format results-edited", "Q1!E6 value results-edited"],
    },
    Manipulation {
        name: "bold type, a yellow ground, a wider column: nothing that misleads",
        done: |scene| {
            let bold = "<b/><sz val=\"12\"/><color rgb=\"FF000000\"/><name val=\"Arial\"/>";
            let yellow = "<patternFill patternType=\"solid\"><fgColor rgb=\"FFFFFF00\"/></patternFill>";
            restyled(scene, 1, PAYABLE, ["", bold, yellow, ""]);
            scene.sheet(2, |sheet| sheet.replacen("width=\"9.7109375\"", "width=\"20\"", 1));
        },
        status: "same-cells",
        told: &[],
    },
];

#[test]
fn what_misleads_is_found_by_cell_and_kind() {
    hold(TABLE);
}
