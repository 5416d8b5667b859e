//! Results that a spreadsheet program opened and saved, and nothing else: no cell differs and nothing looks otherwise.

use std::process::Command;

use super::{Scene, bonus, text};
use crate::common::{self, fixture};

const SAMPLES: [&str; 3] = ["key-account", "department-sales", "major-sales"];

/// Results of the samples in both languages, and with an older layout, in one folder; how many.
fn results(scene: &Scene) -> Vec<std::path::PathBuf> {
    let mut results = Vec::new();
    for sample in SAMPLES {
        let input = scene.path(&format!("{sample}.xlsx"));
        std::fs::copy(fixture(&format!("samples/{sample}.xlsx")), &input).unwrap();
        for lang in ["zh", "en"] {
            let path = scene.path(&format!("{sample}-{lang}-results.xlsx"));
            let output = bonus(&["compute", text(&input), "-o", text(&path), "--lang", lang]);
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            results.push(path);
        }
    }
    let years = std::fs::read_dir(fixture("archive/years")).unwrap();
    for file in years.flat_map(|year| std::fs::read_dir(year.unwrap().path()).into_iter().flatten()) {
        let from = file.unwrap().path();
        let name = from.file_name().unwrap().to_str().unwrap().to_owned();
        if from.extension().is_some_and(|ending| ending == "xlsx") && !scene.path(&name).exists() {
            std::fs::copy(&from, scene.path(&name)).unwrap();
            if name.contains("results") || name.contains("结果") {
                results.push(scene.path(&name));
            }
        }
    }
    assert!(results.len() > SAMPLES.len() * 2, "archived results of the first layout are among them");
    // Outside CI every third, of both languages.
    results.sort();
    results.into_iter().step_by(common::some(1, 3)).collect()
}

/// Every file of a folder of saved results is sound.
fn sound(scene: &Scene, saved: &std::path::Path, count: usize) {
    let folder = text(scene.folder.path());
    let output = bonus(&["verify", text(saved), "--input", folder, "--format", "json", "--lang", "en"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let files = json["files"].as_array().unwrap();
    let alarmed: Vec<String> = files
        .iter()
        .filter(|file| match file["status"].as_str() {
            Some("identical" | "same-cells" | "same-figures") => false,
            // Formulas of an earlier layout without results: nothing was compared, and nothing is alleged.
            Some("not-verified") => file["without_result"] == 0 || file["different"] != 0,
            _ => true,
        })
        .map(|file| {
            format!("{}: {} {:?}", file["file"], file["status"], super::told(file).iter().take(8).collect::<Vec<_>>())
        })
        .collect();
    assert!(alarmed.is_empty(), "{} of {} alarmed:\n{}", alarmed.len(), files.len(), alarmed.join("\n"));
    assert_eq!(files.len(), count, "{json:#}");
}

#[test]
fn nothing_is_said_of_what_libreoffice_saved() {
    if !common::live::soffice_is_there() {
        return;
    }
    let scene = Scene::new();
    let results = results(&scene);
    let saved = scene.path("saved");
    common::live::convert("xlsx", &saved, &results);
    sound(&scene, &saved, results.len());
}

/// It calculates nothing: stored results are gone, and the formulas are what they were.
#[test]
fn nothing_is_said_of_what_openpyxl_saved() {
    let Some(python) = common::python_with_openpyxl() else { return };
    let scene = Scene::new();
    let results = results(&scene);
    let saved = scene.path("saved");
    std::fs::create_dir(&saved).unwrap();
    let script = "import os, sys, openpyxl\n\
                  for path in sys.argv[2:]:\n    openpyxl.load_workbook(path).save(os.path.join(sys.argv[1], os.path.basename(path)))\n";
    let run = Command::new(python).args(["-c", script, text(&saved)]).args(&results).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    sound(&scene, &saved, results.len());
}
