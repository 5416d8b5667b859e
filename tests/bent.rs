//! Bent copies of the example (`fixtures/hostile`): whatever was done to a file, it gives the example's figures or is
//! refused with one clear sentence. `c…` cells and numbers, `t…` shared texts, `r…` rows and sheets, `w…` parts of the
//! workbook, `o…` and `repstr…` .ods, `b…` and `xls…` records, `v…` what is typed, `z…` entries of the zip, `tag_…` one tag deleted, doubled,
//! swapped, cut or flipped.

use crate::common;
use std::path::Path;

use bonus::workbook::read::source::SourceWorkbook;

/// The names of the files, and a word of what is said of each; those without one give the example's figures.
const FILES: [(&str, &str); 43] = [
    ("b11_cell_of_no_kind.xlsb", "something in it that does not belong"),
    ("b12_text_shorter_than_its_record.xlsb", "a text is cut off"),
    ("c01_v_amp.xlsx", "not a valid number"),
    ("c01_v_longref.xlsx", ""),
    ("c03_two_v.xlsx", "the cell E2 of the sheet \"回款\" cannot be read"),
    ("c04_v_then_is.xlsx", "the cell E2 of the sheet \"回款\" cannot be read (two values)"),
    ("c15_error_SPILL.xlsx", "the cell holds an error value"),
    ("c16_txt_circ.xlsx", "expected a number"),
    ("c18_score_circ.xlsx", "expected a number"),
    ("c44_name_len_32768.xlsx", "the cell B2 of the sheet \"客户经理\" cannot be read (a text is longer"),
    ("o_error_as_float_other.ods", "the cell holds an error value"),
    ("o_rows_in_another_element.ods", "an element that does not belong there"),
    ("r07_two_sheetdata.xlsx", "an element stands twice"),
    ("r08_early_end_of_sheetdata.xlsx", "an element that does not belong there"),
    ("r15_merge_over_other_ids.xlsx", "it stands under the merged cells D2:D6"),
    ("r15_row_in_comment.xlsx", "an element that does not belong there"),
    ("r17_height_0_single_quotes.xlsx", ""),
    ("r33_early_end_of_c.xlsx", "an element that does not belong there"),
    ("repstr_1048576x1.ods", "the sheet \"Sales\" has more than"),
    ("t01_index_nan_first_is_id.xlsx", "the index of a text is no number"),
    ("t02_index_blank_around.xlsx", "the index of a text is no number"),
    ("t14_si_in_si.xlsx", "an element that does not belong there"),
    ("tag_00069_del_notwf.xlsx", "an element that does not belong there"),
    ("tag_00071_bit_notwf.xlsx", "XML tags do not nest"),
    ("tag_00652_dup_notwf.xlsx", "an element where text belongs"),
    ("tag_00786_del_notwf.xlsx", "XML tags do not nest"),
    ("tag_00923_del_notwf.xlsx", "XML tags do not nest"),
    ("tag_01034_trunc_notwf.xlsx", "XML tags do not nest"),
    ("tag_01194_ins_notwf.xlsx", "XML tags do not nest"),
    ("tag_01204_trunc_notwf.xlsx", "XML tags do not nest"),
    ("tag_01367_bit_notwf.xlsx", "a character that XML does not have"),
    ("tag_01464_trunc_notwf.xlsx", "XML tags do not nest"),
    ("tag_01709_trunc_notwf.xlsx", "XML tags do not nest"),
    ("tag_01734_swap_notwf.xlsx", "XML tags do not nest"),
    ("v34_rtl.xlsx", "expected a number"),
    ("w21_relationship_id_twice.xlsx", "an id of a relationship stands twice"),
    ("w37_xl4_macro_sheet.xlsm", "Excel 4 macro sheet"),
    ("xls_early_eof.xls", "something follows the end of a sheet"),
    ("z05_two_archives.xlsx", "zip"),
    ("z06_two_directories.xlsx", "zip"),
    ("z15_unicode_path_extra_renames.xlsx", "xl/worksheets/sheet7.xml\" twice"),
    ("z16_unicode_path_swaps.xlsx", "a part with the forbidden name"),
    ("z17_ods_beside.xlsx", "another workbook stands beside it"),
];

/// What is payable to everyone, or what is said.
fn outcome(path: &Path) -> Result<Vec<(String, String)>, String> {
    let results = common::results(path, common::policy("key-account"))?;
    let of = |person: &serde_json::Value, key: &str| person[key].as_str().unwrap_or_default().to_owned();
    let people = results["managers"].as_array().expect("a list");
    Ok(people.iter().map(|person| (of(person, "id"), of(person, "payable"))).collect())
}

#[test]
fn each_gives_the_example_s_figures_or_is_refused() {
    let example = outcome(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/key-account.xlsx")).expect("figures");
    assert_eq!(example.len(), 5);
    let mut wrong = Vec::new();
    for (name, words) in FILES {
        match outcome(&common::fixture("hostile").join(name)) {
            Ok(figures) if figures == example && words.is_empty() => {}
            Ok(figures) => wrong.push(format!("{name}: {figures:?}")),
            Err(said) if !words.is_empty() && said.contains(words) && said.lines().count() == 1 => {}
            Err(said) => wrong.push(format!("{name}: {said}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// No file in the folder is left out.
#[test]
fn all_of_them_are_listed() {
    let folder = std::fs::read_dir(common::fixture("hostile")).expect("the folder");
    let mut found: Vec<String> = folder.map(|file| file.unwrap().file_name().to_string_lossy().into_owned()).collect();
    found.sort_unstable();
    assert_eq!(found, FILES.map(|(name, _)| name));
}

/// What is refused is one sentence in each language, and Chinese ones have no English in them but names.
#[test]
fn what_is_refused_is_said_in_both_languages() {
    for (name, _) in FILES {
        let Err(error) = SourceWorkbook::open(&common::fixture("hostile").join(name)) else { continue };
        let (english, chinese) = (error.to_string(), error.words().zh);
        assert!(english.contains(": ") && !english.contains('\n'), "{name}: {english}");
        assert!(chinese.contains('：') && chinese.ends_with('。'), "{name}: {chinese}");
        let words: Vec<&str> = chinese.split(' ').collect();
        let english = |word: &&str| word.len() > 1 && word.bytes().all(|b| b.is_ascii_alphabetic());
        assert!(!words.windows(2).any(|pair| pair.iter().all(english)), "{name}: {chinese}");
    }
}

/// Every command over every file (outside CI a fifth of them over each, in turn), within 1 GiB of address space and 20
/// seconds of a processor: a status of its own, and no abort.
#[cfg(target_os = "linux")]
#[test]
fn every_command_stays_small() {
    use std::process::Command;
    /// Where the file stands in a command.
    const IN: &str = "IN";
    let folder = tempfile::tempdir().expect("a folder");
    let out = |name: &str| folder.path().join(name).display().to_string();
    let example = common::fixture("samples/key-account.xlsx").display().to_string();
    let commands: [&[&str]; 20] = [
        &["check", IN],
        &["check", IN, "--format", "json"],
        &["check", IN, "--mark", &out("marked.xlsx"), "--force"],
        &["check", &example, "--previous", IN],
        &["compute", IN, "--format", "json"],
        &["compute", IN, "--format", "csv"],
        &["compute", IN, "--format", "html"],
        &["compute", IN, "-o", &out("results.xlsx"), "--force", "--statements", &out("statements")],
        &["what-if", IN, "--set", "in_target_rate=8%"],
        &["what-if", IN, "--cliffs"],
        &["what-if", IN, "--readings"],
        &["diff", &example, IN],
        &["diff", "key-account@1", "key-account@2", "--on", IN],
        &["policy", "coverage", IN],
        &["next", IN, "-o", &out("next.xlsx"), "--force"],
        &["template", "--from", IN, "-o", &out("template.xlsx"), "--force"],
        &["explain", IN],
        &["explain", IN, "--format", "json"],
        &["verify", IN],
        &["seal", IN, "--as", "maker", "--name", "x"],
    ];
    for (number, (name, _)) in FILES.iter().enumerate() {
        let input = common::fixture("hostile").join(name).display().to_string();
        for command in commands.into_iter().skip(common::some(0, number % 5)).step_by(common::some(1, 5)) {
            let words = command.iter().map(|word| if *word == IN { input.as_str() } else { word });
            let output = Command::new("sh")
                .args(["-c", "ulimit -v 1048576; ulimit -t 20; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_bonus")])
                .args(words)
                .args(["--lang", "en"])
                .output()
                .expect("it runs");
            let said = String::from_utf8_lossy(&output.stderr);
            let status = output.status.code();
            assert!(status.is_some_and(|status| status <= 4), "{name} {command:?}: {status:?} {said}");
            assert!(!said.contains("panicked"), "{name} {command:?}: {said}");
        }
    }
}
