//! The receipt of a run: what one must know to run it again and get the same bytes. It stands on the sheet Basis, for
//! people to read, and is read back from there.

use super::Results;
use super::command_line_input::CommandLineInput;
use crate::lang::{Lang, Words};
use crate::policy::WORKBOOK_RULES;
use crate::say;

/// What a results workbook says of the run that made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The language that it is written in.
    pub lang: Lang,
    /// The policy's id.
    pub policy: String,
    /// The policy's version.
    pub policy_version: String,
    /// SHA-256 of what the policy's text says; in layout 1 of the text as it is.
    pub policy_sha256: String,
    /// The name of the policy's file, without its folder; empty for a built-in policy.
    pub policy_file: String,
    /// The name of the input file, without its folder.
    pub input_file: String,
    /// SHA-256 of the input file.
    pub input_sha256: String,
    /// The program and its version, such as `bonus 0.1.0`.
    pub program: String,
    /// The number of the layout of its sheets: see [`LAYOUT`].
    pub layout: u32,
    /// What the command line added to the input.
    pub given: CommandLineInput,
}

/// The layout of the results workbook that this program writes. Results of the same number are compared cell by cell,
/// those of another figure by figure. It goes up, once a release, when a cell, heading, formula or sheet of the results
/// of some unchanged input comes out another one; 1 is that of version 0.1.0, whose results do not say it.
pub const LAYOUT: u32 = 2;

/// The program that did not say its layout yet.
const FIRST: &str = "bonus 0.1.0";

/// This program and its version.
#[must_use]
pub fn program() -> String {
    format!("bonus {}", env!("CARGO_PKG_VERSION"))
}

/// The name of a file without its folders, on any system.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// The sheet that the receipt stands on.
#[must_use]
pub fn receipt_sheet() -> Words {
    say!(Report::Basis)
}

fn labels() -> [Words; 9] {
    [
        say!(Report::PolicyId),
        say!(Report::PolicyVersion),
        say!(Report::PolicySha256),
        say!(Report::PolicyFile),
        say!(Report::InputFile),
        say!(Report::InputSha256),
        say!(Report::ProgramVersion),
        say!(Report::CommandLineGiven),
        say!(Report::Layout),
    ]
}

/// What is not there, in words.
fn none() -> Words {
    say!(Report::Nothing)
}

impl Receipt {
    /// The receipt of a run.
    #[must_use]
    pub fn of(results: &Results<'_>, lang: Lang) -> Self {
        let policy = results.policy;
        let own = |name: &&str| *name != WORKBOOK_RULES && !name.ends_with("(built in)");
        let file = policy.sources.texts().iter().map(|source| source.name.as_str()).rfind(own);
        Self {
            lang,
            policy: policy.id.clone(),
            policy_version: policy.version.clone(),
            policy_sha256: policy.hash.clone(),
            policy_file: file.map_or_else(String::new, |name| file_name(name).to_owned()),
            input_file: results.input_file.clone(),
            input_sha256: results.input_sha256.clone(),
            program: program(),
            layout: LAYOUT,
            given: results.given.clone(),
        }
    }

    /// Labels and texts, as they stand on the sheet.
    pub(super) fn rows(&self) -> Vec<(Words, String)> {
        let or_none = |text: String| if text.is_empty() { none().get(self.lang).to_owned() } else { text };
        let texts = [
            self.policy.clone(),
            self.policy_version.clone(),
            self.policy_sha256.clone(),
            or_none(self.policy_file.clone()),
            self.input_file.clone(),
            self.input_sha256.clone(),
            self.program.clone(),
            or_none(self.given.to_string()),
            self.layout.to_string(),
        ];
        labels().into_iter().zip(texts).collect()
    }

    /// Reads a receipt from the texts in the first two columns of its sheet, from the top; `None` while it is not
    /// complete.
    #[must_use]
    pub fn read<'t>(rows: impl IntoIterator<Item = (&'t str, &'t str)>) -> Option<Self> {
        let labels = labels();
        let mut texts: [Option<&str>; 9] = [None; 9];
        let mut lang = None;
        for (label, text) in rows {
            let Some((at, spoken)) = labels.iter().enumerate().find_map(|(at, words)| Some((at, words.spoken(label)?)))
            else {
                continue;
            };
            lang = lang.or(Some(spoken));
            texts[at].get_or_insert(text);
        }
        let said = |at: usize| {
            let text = texts[at].filter(|text| none().spoken(text).is_none());
            text.unwrap_or_default().to_owned()
        };
        // Results of before 0.2 do not name the last two; then nothing was given.
        let needed = [0, 1, 2, 4, 5, 6].iter().all(|at| texts[*at].is_some());
        needed.then_some(())?;
        // Only the first program did not say it; what another one does not say was taken out.
        let layout = match texts[8] {
            // The first layout says nothing of itself: who says so would have the comparison of cells left out.
            Some(text) => text.parse().ok().map(|layout| if layout == 1 { LAYOUT } else { layout })?,
            None if said(6) == FIRST => 1,
            None => LAYOUT,
        };
        Some(Self {
            lang: lang?,
            policy: said(0),
            policy_version: said(1),
            policy_sha256: said(2),
            policy_file: said(3),
            input_file: file_name(&said(4)).to_owned(),
            input_sha256: said(5),
            program: said(6),
            layout,
            given: CommandLineInput::read(&said(7))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_is_read_back_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            let text = |text: &str| text.to_owned();
            let receipt = Receipt {
                lang,
                policy: text("ours"),
                policy_version: text("2"),
                policy_sha256: text("00ff"),
                policy_file: String::new(),
                input_file: text("q3.xlsx"),
                input_sha256: text("ee"),
                program: program(),
                layout: LAYOUT,
                given: CommandLineInput { through: Some(text("Q2")), set: vec![(text("x"), text("1"))] },
            };
            let rows: Vec<(String, String)> =
                receipt.rows().into_iter().map(|(label, text)| (label.get(lang).to_owned(), text)).collect();
            let read = |rows: &[(String, String)]| Receipt::read(rows.iter().map(|(a, b)| (a.as_str(), b.as_str())));
            assert_eq!(read(&rows), Some(receipt));
            assert_eq!(read(&rows[1..]), None, "the policy's id is missing");
            let mut first = rows[..rows.len() - 1].to_vec();
            assert_eq!(read(&first).map(|receipt| receipt.layout), Some(if program() == FIRST { 1 } else { LAYOUT }));
            first[6].1 = FIRST.to_owned();
            assert_eq!(read(&first).map(|receipt| receipt.layout), Some(1), "version 0.1.0 did not say it");
        }
    }
}
