//! What differs between two runs, for people and for programs.

use std::fmt::Write as _;

use serde::Serialize;

use super::failure::Failure;
use super::input::Computed;
use super::output;
use super::sides::ComparedRun;
use super::table::listed;
use super::talk::{bold, dim};
use crate::audit::{
    ChangedEntry, Comparison, Group, ONE_BY_ONE, OtherEntry, PartEntry, PeopleEntries, PersonEntry, Sides, ToldEntry,
    order,
};
use crate::book::Period;
use crate::lang::{Lang, Words};
use crate::report::json::{Amount, PolicyRef};
use crate::report::{self, number_text};
use crate::say;

/// Other figures of a manager that are printed; all go into JSON.
const OTHERS: usize = 8;
/// Changes of the input that moved nothing by themselves that are printed; all go into JSON.
const INPUT: usize = 20;

/// What differs between two runs, for whom, and why.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Comparison"))]
pub(super) struct DiffDocument<'d> {
    /// The one run.
    a: SideEntry<'d>,
    /// The other.
    b: SideEntry<'d>,
    /// The program that compared them.
    program: String,
    /// The order in which causes are applied, one after the other: a part is by how much its cause then moves the figure.
    order: [Group; 5],
    /// How many causes of a person are applied one by one; the others together.
    one_by_one: usize,
    /// How many people there are on both sides together.
    compared: usize,
    /// What changed in the input.
    input: &'d [ChangedEntry],
    /// Those for whom something differs, by their ids; only those who were asked for.
    #[cfg_attr(test, schemars(with = "Vec<PersonEntry>"))]
    managers: PeopleEntries<'d>,
}

/// One of the two.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct SideEntry<'d> {
    /// The file, as it was named.
    file: String,
    /// The input; of results, the one that was found.
    input: InputEntry<'d>,
    /// Whether the file is results, whose recorded figures count.
    results: bool,
    /// The policy.
    policy: PolicyRef<'d>,
    /// The calendar year.
    year: i16,
    /// The last period that is computed.
    through: Period,
    /// What is to be said about input, policy and program of results.
    notes: Vec<&'d str>,
}

/// An input, by its path and its bytes.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct InputEntry<'d> {
    /// Its path.
    file: String,
    /// The SHA-256 of its bytes.
    sha256: &'d str,
}

impl<'d> DiffDocument<'d> {
    /// Of two sides.
    pub(super) fn new(a: &'d ComparedRun, b: &'d ComparedRun, comparison: &'d Comparison<'d>, lang: Lang) -> Self {
        Self {
            a: SideEntry::new(a, lang),
            b: SideEntry::new(b, lang),
            program: report::program(),
            order: Group::ALL,
            one_by_one: ONE_BY_ONE,
            compared: comparison.compared,
            input: &comparison.changed,
            managers: PeopleEntries(comparison),
        }
    }
}

impl<'d> SideEntry<'d> {
    fn new(side: &'d ComparedRun, lang: Lang) -> Self {
        let Computed { policy, book, sha256, .. } = &side.computed;
        Self {
            file: side.named.display().to_string(),
            input: InputEntry { file: side.input.borrow().path.display().to_string(), sha256 },
            results: side.recorded.is_some(),
            policy: PolicyRef::from(&**policy),
            year: book.year,
            through: book.through,
            notes: side.notes.iter().map(|note| note.get(lang)).collect(),
        }
    }
}

/// The comparison as text, after what is in `text`: a manager after the other, each difference with its parts. It is
/// printed as it is made.
pub(super) fn print(
    mut text: String,
    (a, b): (&ComparedRun, &ComparedRun),
    comparison: &Comparison<'_>,
    lang: Lang,
) -> Result<(), Failure> {
    for (letter, side) in [("A", a), ("B", b)] {
        let Computed { policy, book, .. } = &side.computed;
        let (title, version, year, through) =
            (policy.title.get(lang), &policy.version, book.year, book.through.name(lang));
        let line = say!(Cli::SideHead { letter, named: side.named.display(), title, version, year, through });
        let _ = writeln!(text, "{}", line.get(lang));
        for note in &side.notes {
            let _ = writeln!(text, "   {}", note.get(lang));
        }
    }
    let (compared, different) = (comparison.compared, comparison.different);
    if different == 0 {
        let _ = writeln!(text, "{}", say!(Cli::NoFigureDiffers { compared }).get(lang));
        changed(&mut text, comparison, lang);
        return output::print(&text);
    }
    let order = order();
    let line = say!(Cli::OrderOfCauses { order });
    let _ = writeln!(text, "{}", dim(line.get(lang)));
    let mut end = String::new();
    let _ = writeln!(end, "\n{}", say!(Cli::PeopleDiffer { compared, different }).get(lang));
    changed(&mut end, comparison, lang);
    let people = comparison.people().map(|person| {
        let mut text = String::new();
        of_person(&mut text, &person, lang);
        text
    });
    output::print_each(std::iter::once(text).chain(people).chain([end]))
}

/// What changed in the input and is not told with a difference: it moved nothing that is paid, or nothing by itself.
fn changed(text: &mut String, comparison: &Comparison<'_>, lang: Lang) {
    let silent: Vec<&ChangedEntry> = comparison.changed.iter().filter(|changed| !changed.moved).collect();
    if silent.is_empty() {
        return;
    }
    let line = say!(Cli::ChangedWithoutEffect);
    let _ = writeln!(text, "{}", line.get(lang));
    let row = |ChangedEntry { told, .. }: &&ChangedEntry| {
        vec![format!("    {}", place(told)), told.cause.clone(), change(told)]
    };
    first(text, (&silent, INPUT), row, |more| say!(Cli::MoreChanges { more }), lang);
}

/// The first of a list in lines, and how many more there are.
fn first<T>(
    text: &mut String,
    (list, most): (&[T], usize),
    row: impl Fn(&T) -> Vec<String>,
    words: impl Fn(usize) -> Words,
    lang: Lang,
) {
    text.push_str(&listed(&list.iter().take(most).map(row).collect::<Vec<_>>()));
    let more = list.len().saturating_sub(most);
    if more > 0 {
        let _ = writeln!(text, "{}", dim(words(more).get(lang)));
    }
}

/// Where it stands: in A where only A has it, else in B.
fn place(told: &ToldEntry) -> String {
    match (&told.at_a, &told.at_b) {
        (_, Some(place)) => place.to_string(),
        (Some(place), None) => format!("A {place}"),
        (None, None) => String::new(),
    }
}

fn change(told: &ToldEntry) -> String {
    match (told.from.as_str(), told.to.as_str()) {
        ("", "") => String::new(),
        ("", to) => to.to_owned(),
        (from, to) => format!("{from} → {to}"),
    }
}

fn of_person(text: &mut String, person: &PersonEntry, lang: Lang) {
    let PersonEntry { id, name, r#in, figures, changed } = person;
    let only = match r#in {
        Sides::A => say!(Cli::OnlyInA),
        Sides::B => say!(Cli::OnlyInB),
        Sides::Both => Words::default(),
    };
    let _ = writeln!(text, "\n{}{}", bold(&format!("{id} {name}")), only.get(lang));
    for figure in figures {
        let shown = |amount: Amount| number_text(amount.number(), figure.unit);
        let [from, to] =
            [figure.a, figure.b].map(|amount: Option<Amount>| amount.map_or_else(|| "–".to_owned(), shown));
        let signed = |amount: Amount| {
            let sign = if amount.number().is_sign_positive() { "+" } else { "" };
            format!("{sign}{}", shown(amount))
        };
        let label = [figure.period.as_str(), &figure.label].join(" ");
        let difference = bold(&signed(figure.difference));
        let _ = writeln!(text, "  {}  {from} → {to}  {difference}", label.trim());
        let rows = figure.parts.iter().map(|PartEntry { told, moved }| {
            let group = told.group.words().get(lang).to_owned();
            vec![signed(*moved), group, place(told), told.cause.clone(), change(told)]
        });
        let mut rows: Vec<Vec<String>> = rows.collect();
        // The figures stand to the right, all of them: there is no heading.
        let width = rows.iter().map(|row| row[0].len()).max().unwrap_or(0);
        for row in &mut rows {
            row[0] = format!("    {:>width$}", row[0]);
        }
        text.push_str(&listed(&rows));
    }
    // What is told above with its parts is not told again.
    let told = |other: &&OtherEntry| figures.iter().any(|figure| figure.label == other.label);
    let others: Vec<&OtherEntry> = changed.iter().filter(|other| !told(other)).collect();
    if others.is_empty() {
        return;
    }
    let _ = writeln!(text, "  {}", say!(Cli::OtherFigures).get(lang));
    let row = |OtherEntry { row, label, a, b, .. }: &&OtherEntry| {
        vec![format!("    {row}"), label.clone(), format!("{a} → {b}")]
    };
    first(text, (&others, OTHERS), row, |more| say!(Cli::MoreFigures { more }), lang);
}
