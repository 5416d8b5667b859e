//! What a worksheet looks like beside what it should look like: every cell may hold what it held, and its reader be shown
//! something else.
//!
//! Compared is only what misleads: how a figure is written, whether it can be seen, what lies over it. Bold type, another
//! ground, a wider column are the reader's own business. What spreadsheet programs change by themselves on saving is no
//! difference (`src/audit/LOOKS.md` says what that is, and how it was measured).

use std::collections::{BTreeSet, HashMap};

use super::compare::{DifferenceKind, FoundDifferences};
use crate::book::{Place, column_letters};
use crate::looks::{Holds, Look, LookedAt, Rectangle, RowLook, SheetLooks, Thing};

/// Contrasts below this are as good as none, in hundredths: light grey on white has 150, the palest type of these
/// results 390.
const CONTRAST: u32 = 180;
/// Type below this cannot be read, in hundredths of a point.
const SMALLEST_TYPE: u32 = 400;
/// Rows below this height, and columns below this width, show nothing of a figure.
const FLAT: u32 = 600;
const NARROW: u32 = 200;

/// Compares how two sheets of the same cells look.
pub fn looks(archived: &SheetLooks, recomputed: &SheetLooks, found: &mut FoundDifferences) {
    let name = archived.name.as_str();
    cells(archived, Some(recomputed), found);
    heights(archived, |row| recomputed.row(row).map(|row| recomputed.height_of(row)), found);
    widths(archived, |column| recomputed.width(column), found);
    covered(archived, Some(recomputed), found);
    let known: BTreeSet<_> = recomputed.notes.iter().collect();
    for (row, column, text) in archived.notes.iter().filter(|note| !known.contains(note)) {
        let other = recomputed.notes.iter().find(|(r, c, _)| (r, c) == (row, column)).map_or("", |(.., text)| text);
        found.add_words(Place::cell(name, *row, *column), DifferenceKind::Note, text, other);
    }
}

/// Finds what misleads in a sheet of another layout, of which nobody can say how each cell should look: formats that no
/// layout writes, what cannot be seen, what lies over the cells.
pub fn misleading(archived: &SheetLooks, found: &mut FoundDifferences) {
    cells(archived, None, found);
    heights(archived, |_| Some(2 * FLAT), found);
    widths(archived, |_| 2 * NARROW, found);
    covered(archived, None, found);
}

/// What differs of a cell's look: its column, how, what it is and what it should be.
type Other = (u16, DifferenceKind, String, String);

/// How cells are shown. Rows are alike by the thousand: what differs between two kinds of them is worked out once.
fn cells(archived: &SheetLooks, recomputed: Option<&SheetLooks>, found: &mut FoundDifferences) {
    let mut known: HashMap<(usize, usize), Vec<Other>> = HashMap::new();
    for row in &archived.rows {
        let ones = archived.cells(row);
        let differing = if let Some(recomputed) = recomputed {
            let Some(other) = recomputed.row(row.number) else { continue };
            let key = (row.pattern, other.pattern);
            known.entry(key).or_insert_with(|| beside((archived, ones), (recomputed, recomputed.cells(other))))
        } else {
            known.entry((row.pattern, 0)).or_insert_with(|| alone(archived, ones))
        };
        for (column, kind, one, other) in differing.iter() {
            found.add_words(Place::cell(&archived.name, row.number, *column), *kind, one, other);
        }
    }
}

fn beside(archived: (&SheetLooks, &[LookedAt]), recomputed: (&SheetLooks, &[LookedAt])) -> Vec<Other> {
    let mut list = Vec::new();
    for one in archived.1 {
        let Ok(place) = recomputed.1.binary_search_by_key(&one.column, |cell| cell.column) else { continue };
        let other = &recomputed.1[place];
        let looks = (archived.0.looks.get(at(one.look)), recomputed.0.looks.get(at(other.look)));
        if let ((Some(look), expected), true) = (looks, other.holds != Holds::Nothing) {
            list.extend(differing(one.column, look, expected));
        }
    }
    list
}

fn alone(archived: &SheetLooks, cells: &[LookedAt]) -> Vec<Other> {
    let shown = cells.iter().filter(|cell| cell.holds != Holds::Nothing);
    let looks = shown.filter_map(|cell| Some((cell.column, archived.looks.get(at(cell.look))?)));
    looks.flat_map(|(column, look)| differing(column, look, None)).collect()
}

fn at(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The formats of all layouts so far, in the spelling that is compared.
const FORMATS: [&str; 19] = [
    "general",
    "@",
    "yyyy\"-\"mm\"-\"dd",
    "#,##0.00;[red]\"-\"#,##0.00;#,##0.00;@",
    "0.00#%;\"-\"0.00#%;0.00#%;@",
    "0.0###########;\"-\"0.0###########;0.0###########;@",
    "general;\"-\"general;general;@",
    "0.0#####;\"-\"0.0#####;0.0#####;@",
    "\"TRUE\";\"TRUE\";\"FALSE\"",
    "#,##0",
    "#,##0.00;[red]\"-\"#,##0.00;\"–\";@",
    "#,##0.00;[red]\"-\"#,##0.00;\"–\";\"不适用\"",
    "0.00%;\"-\"0.00%;\"–\";@",
    "0.00%;\"-\"0.00%;\"–\";\"不适用\"",
    "0.0000;\"-\"0.0000;\"–\";@",
    "0.0000;\"-\"0.0000;\"–\";\"不适用\"",
    "general;\"-\"general;general;\"不适用\"",
    "\"是\";\"是\";\"否\"",
    "\"yes\";\"yes\";\"no\"",
];

/// What differs between a look and what it should be, as far as it misleads.
fn differing(column: u16, one: &Look, other: Option<&Look>) -> Vec<Other> {
    let mut list = Vec::new();
    let format = other.map_or_else(
        || (!FORMATS.contains(&one.format.as_str())).then(String::new),
        |other| (one.format != other.format).then(|| other.format.clone()),
    );
    if let Some(expected) = format {
        list.push((column, DifferenceKind::NumberFormat, one.format.clone(), expected));
    }
    if one.contrast < CONTRAST && other.is_none_or(|other| other.contrast >= CONTRAST) {
        let expected = other.map_or_else(String::new, |other| other.colours.clone());
        list.push((column, DifferenceKind::FontLikeFill, one.colours.clone(), expected));
    }
    if one.size < SMALLEST_TYPE && other.is_none_or(|other| other.size >= SMALLEST_TYPE) {
        let expected = other.map_or_else(String::new, |other| points(other.size));
        list.push((column, DifferenceKind::FontSize, points(one.size), expected));
    }
    if one.repeats && other.is_none_or(|other| !other.repeats) {
        list.push((column, DifferenceKind::Repeated, String::new(), String::new()));
    }
    list
}

/// Rows as good as without height.
fn heights(archived: &SheetLooks, expected: impl Fn(u32) -> Option<u32>, found: &mut FoundDifferences) {
    for row in &archived.rows {
        let holds = archived.cells(row).iter().any(|cell| cell.holds != Holds::Nothing);
        let height = archived.height_of(row);
        let seen = |expected: &u32| holds && !row.hidden && height < FLAT && *expected >= height + FLAT;
        if let Some(expected) = expected(row.number).filter(seen) {
            let place = Place::cell(&archived.name, row.number, 0);
            found.add_words(place, DifferenceKind::RowHeight, &points(height), &points(expected));
        }
    }
}

/// Columns as good as without width.
fn widths(archived: &SheetLooks, expected: impl Fn(u16) -> u32, found: &mut FoundDifferences) {
    let holding = archived.patterns.iter().flatten().filter(|cell| cell.holds != Holds::Nothing);
    let used: BTreeSet<u16> = holding.map(|cell| cell.column).collect();
    for column in used {
        let (width, expected) = (archived.width(column), expected(column));
        if width < NARROW && expected >= width + NARROW {
            let place = Place::cell(&archived.name, 1, column);
            found.add_words(place, DifferenceKind::ColumnWidth, &hundredths(width), &hundredths(expected));
        }
    }
}

/// What lies over cells, or takes their place: merges, conditions, things drawn; and what cannot be seen at all.
fn covered(archived: &SheetLooks, recomputed: Option<&SheetLooks>, found: &mut FoundDifferences) {
    let name = archived.name.as_str();
    let place = |area: &Rectangle| Place::cell(name, area.rows.0, area.columns.0);
    let holding = |sheet: &SheetLooks, area: &Rectangle| {
        let first = sheet.rows.partition_point(|row| row.number < area.rows.0);
        sheet.rows[first..].iter().take_while(|row| row.number <= area.rows.1).find_map(|row| {
            let under = |cell: &&LookedAt| {
                let begins = (row.number, cell.column) == (area.rows.0, area.columns.0);
                cell.holds != Holds::Nothing && !begins && area.contains(row.number, cell.column)
            };
            sheet.cells(row).iter().find(under).map(|cell| (row.number, cell.column))
        })
    };
    let had =
        |of: fn(&SheetLooks) -> &Vec<Rectangle>, area: &Rectangle| recomputed.is_some_and(|r| of(r).contains(area));
    for merge in archived.merges.iter().filter(|merge| !had(|sheet| &sheet.merges, merge)) {
        let under = recomputed.and_then(|recomputed| holding(recomputed, merge)).or_else(|| holding(archived, merge));
        if let Some((row, column)) = under {
            found.add_words(Place::cell(name, row, column), DifferenceKind::MergedOver, &shown(merge), "");
        }
    }
    let conditions = archived.conditional.iter().filter(|area| !had(|sheet| &sheet.conditional, area));
    let bars = archived.bars.iter().filter(|area| !had(|sheet| &sheet.bars, area));
    for area in conditions.chain(bars) {
        found.add_words(place(area), DifferenceKind::ConditionalFormat, &shown(area), "");
    }
    things(archived, recomputed, found);
    if archived.without_zeros && recomputed.is_none_or(|recomputed| !recomputed.without_zeros) {
        found.add_words(Place::sheet(name), DifferenceKind::ZerosHidden, "", "");
    }
    if let Some((row, column)) = archived.out_of_view.filter(|_| recomputed.is_none_or(|r| r.out_of_view.is_none())) {
        let first = Place::cell(name, row, column);
        found.add_words(Place::cell(name, 1, 0), DifferenceKind::OutOfView, &first.address(), "");
    }
}

/// What is drawn over the cells and was not there, and charts that were below the figures and lie over them now.
fn things(archived: &SheetLooks, recomputed: Option<&SheetLooks>, found: &mut FoundDifferences) {
    let name = archived.name.as_str();
    let filled = |row: &&RowLook| archived.cells(row).iter().any(|cell| cell.holds != Holds::Nothing);
    let last = archived.rows.iter().rev().find(filled).map_or(0, |row| row.number);
    for (thing, kind) in [
        (Thing::Chart, DifferenceKind::Chart),
        (Thing::Picture, DifferenceKind::Picture),
        (Thing::Shape, DifferenceKind::Shape),
        (Thing::OpenNote, DifferenceKind::Note),
        (Thing::Table, DifferenceKind::Table),
    ] {
        let of = |sheet: &SheetLooks| -> Vec<Rectangle> {
            sheet.things.iter().filter(|(one, _)| *one == thing).map(|(_, area)| *area).collect()
        };
        let (there, expected) = (of(archived), recomputed.map(of));
        let over = |area: &Rectangle| area.rows.0 <= last;
        let mut new = there.clone();
        match &expected {
            // Of another layout nobody knows what it drew; what lies below the figures covers none.
            None => new.retain(over),
            Some(expected) => {
                new.retain(|area| !expected.contains(area));
                // Programs move things by a hair: those of which there are no more than there were are no new ones, unless
                // they cover figures.
                new.sort_by_key(|area| !over(area));
                let more = there.len().saturating_sub(expected.len());
                let covering = new.iter().filter(|area| over(area) && !expected.iter().any(over)).count();
                new.truncate(more.max(covering));
            }
        }
        for area in new {
            let nowhere = area.rows.0 == 0;
            let place = if nowhere { Place::sheet(name) } else { Place::cell(name, area.rows.0, area.columns.0) };
            found.add_words(place, kind, &if nowhere { String::new() } else { shown(&area) }, "");
        }
    }
}

/// What is counted in hundredths.
fn hundredths(count: u32) -> String {
    format!("{}.{:02}", count / 100, count % 100)
}

fn points(size: u32) -> String {
    format!("{} pt", hundredths(size))
}

/// As Excel writes it: `B2:D7`.
fn shown(area: &Rectangle) -> String {
    let corner = |row: u32, column: u16| format!("{}{row}", column_letters(column));
    let (first, last) = (corner(area.rows.0, area.columns.0), corner(area.rows.1, area.columns.1));
    if first == last { first } else { format!("{first}:{last}") }
}
