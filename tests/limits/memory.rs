//! The last guard: a run that would take more memory than is promised ends with one sentence and leaves nothing.

use std::fs;
use std::process::Command;

use super::common::draft::{Page, auto, opened};
use super::common::fixture;
use super::text;

#[test]
fn a_run_that_would_take_more_ends() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.xlsx");
    let mut draft = opened(&fixture("samples/key-account.xlsx"));
    // Long enough that somebody looks while it runs.
    let mut lines = Page::new("回款", &[&["日期", "项目", "客户经理", "回款金额"]]);
    lines.rows.extend((0..20_000).map(|at| ["2017-03-01", &format!("P{at}"), "M001", "8000"].map(auto).to_vec()));
    *draft.page("回款") = lines;
    draft.write(&input);
    let target = folder.path().join("out.xlsx");
    let run = |limit: &str, lang: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bonus"));
        command.args(["compute", text(&input), "-o", text(&target), "--lang", lang]).env("BONUS_MEMORY_MIB", limit);
        let output = command.output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    for (lang, words) in
        [("en", "more than 1 MiB of memory: split the workbook"), ("zh", "内存需要超过 1 MiB：请把工作簿分成几个")]
    {
        let (status, said) = run("1", lang);
        assert_eq!((status, said.trim_end().lines().count()), (Some(3), 1), "{said}");
        assert!(said.contains(words), "{said}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
    // Whoever has it may give it more, and it is as if nobody looked.
    let (status, said) = run("4000", "en");
    assert_ne!(status, Some(3), "{said}");
}
