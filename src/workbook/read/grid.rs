//! From raw rows to rows under headings: finds the heading row, matches columns, streams the data, and keeps account of
//! every cell.

mod end;
mod seen;

use std::ops::ControlFlow;

use super::beside::{StrangeTexts, UnaskedColumns};
use super::by_text::ByText;
use super::formats::Formats;
pub(super) use super::grid_row::{ColumnKind, GridRow};
use super::heading::{self, Headings, ROWS_ABOVE_HEADINGS, Spellings, heading_text, is_money, match_row};
use super::invisible::Unseeable;
use super::lone::{FilledColumns, Lone};
use super::merges::Merges;
use super::names_beside::{NameBeside, NamesBeside};
use super::rows::{RowContext, RowIs, is_blank, is_figure, is_subtotal, may_be_total, pass_over};
use super::source::{Area, FormatId, RawCell, SourceError, SourceRow, SourceWorkbook};
use super::text::{self, fold, trimmed};
use super::totals::Total;
use super::typed::shown;
use super::units;
use super::unseen::Unseen;
use super::yellow::Yellow;
use crate::book::{Account, Fault, Findings, Mistake, PassedOver, Place, SheetPlace};
use crate::policy::{Column, ColumnRole};
use crate::say;

/// What was found of a sheet.
#[derive(Default)]
pub struct FoundSheet {
    /// Where its columns are; `None` when no headings were found.
    pub place: Option<SheetPlace>,
    /// Whether the headings are mostly Chinese.
    pub chinese: bool,
    /// Columns that the policy does not know.
    pub unknown: Vec<Place>,
    /// What became of each of its cells.
    pub account: Account,
    /// The only blank cells of columns.
    pub(super) lone: Vec<Lone>,
    /// Cells on the yellow ground of what nobody has confirmed.
    pub(super) yellow: Vec<Yellow>,
    /// The rows over the headings.
    pub(super) above: Vec<SourceRow>,
    /// The years in columns of years that the policy does not know, each with the first cell that has it.
    pub(super) years: Vec<(Place, i16)>,
    /// Names beside ids.
    pub(super) beside: Vec<NameBeside>,
    /// Texts under headings that the policy does not know.
    pub(super) texts: Vec<StrangeTexts>,
}

/// Streams the data rows of a sheet. Missing required headings and headings given twice are faults;
/// the rows are streamed all the same, so that their own faults are found too.
///
/// # Errors
/// What keeps the file from being read.
pub fn stream(
    source: &mut SourceWorkbook,
    sheet: usize,
    columns: &[Column],
    required: &[usize],
    findings: &mut Findings,
    visit: &mut dyn FnMut(&GridRow<'_>, &mut Findings),
) -> Result<FoundSheet, SourceError> {
    let mut grid = Grid::new(source, sheet, columns);
    source.rows(sheet, &mut |row| {
        grid.row(row, findings, visit);
        ControlFlow::Continue(())
    })?;
    grid.finish(source, sheet, required, findings)
}

/// Where the columns of a sheet are: its headings alone, without what stands below them.
///
/// # Errors
/// What keeps the file from being read.
pub fn headings(
    source: &mut SourceWorkbook,
    sheet: usize,
    columns: &[Column],
) -> Result<Option<SheetPlace>, SourceError> {
    let mut grid = Grid::new(source, sheet, columns);
    source.rows(sheet, &mut |row| {
        let found = grid.headings.is_some();
        if found {
            grid.continues(row);
        } else {
            grid.search(row);
        }
        if found || grid.found.above.len() >= ROWS_ABOVE_HEADINGS {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    })?;
    Ok(grid.headings.map(|headings| headings.place))
}

/// What a glance at a text tells.
#[derive(Clone, Copy)]
struct TextGlance {
    /// Nothing of it can be seen.
    blank: bool,
    /// It may be a word for a total.
    total: bool,
    /// Something in it cannot be seen.
    unseeable: bool,
}

impl TextGlance {
    fn at(text: &str) -> Self {
        Self {
            blank: text::is_blank(text),
            total: may_be_total(text),
            unseeable: super::invisible::first(text).is_some(),
        }
    }
}

/// Notes where the cells of a row stand, of so many columns.
fn stand(standing: &mut Vec<u16>, cells: &[(u16, RawCell)], columns: usize) {
    standing.clear();
    standing.resize(columns, 0);
    for (place, (at, _)) in (1..).zip(cells) {
        if let Some(standing) = standing.get_mut(usize::from(*at)) {
            *standing = place;
        }
    }
}

#[derive(Default)]
struct Grid<'c> {
    /// What was found of the sheet so far.
    found: FoundSheet,
    name: String,
    columns: &'c [Column],
    known: Spellings,
    /// How many headings make a row of headings.
    enough: usize,
    has_figures: bool,
    money: bool,
    /// Whether columns hold figures: else each row is looked at twice.
    figured: bool,
    headings: Option<Headings>,
    /// See [`GridRow`].
    at: Vec<Place>,
    kinds: Vec<ColumnKind>,
    /// See [`GridRow`].
    standing: Vec<u16>,
    /// What a glance at a text tells.
    looks: ByText<TextGlance>,
    /// Rows and cells before headings were found.
    before: (u32, u64),
    last_row: u32,
    beside: UnaskedColumns,
    unseen: Unseen,
    unseeable: Unseeable,
    totals: Vec<Total>,
    /// Rows that are not counted.
    skipped: Vec<u32>,
    /// What stands below headings over other columns: it would be misread.
    below_others: Option<PassedOver>,
    areas: Vec<Area>,
    print_lines: Vec<String>,
    tables: Vec<Area>,
    merges: Merges,
    formats: Formats,
    filled: FilledColumns,
    /// The formats on yellow ground.
    grounds: Vec<FormatId>,
    /// The formats that are struck through.
    struck: Vec<FormatId>,
    /// The formats in which nothing can be read.
    unreadable: Vec<FormatId>,
    results: FormulaResults,
    names: NamesBeside,
}

/// What the file says of what its formulas gave, until it was told.
#[derive(Default, PartialEq)]
enum FormulaResults {
    #[default]
    Hold,
    MayNotHold,
}

impl<'c> Grid<'c> {
    fn new(source: &SourceWorkbook, sheet: usize, columns: &'c [Column]) -> Self {
        let shape = source.shape(sheet);
        Self {
            name: source.sheets()[sheet].name.clone(),
            columns,
            known: heading::spellings(columns),
            enough: columns.len().min(2),
            has_figures: columns
                .iter()
                .any(|column| matches!(column.role, ColumnRole::Value { .. } | ColumnRole::Share)),
            money: columns.iter().any(is_money),
            figured: columns.iter().any(is_figure),
            beside: UnaskedColumns::new(columns),
            unseen: Unseen::new(&shape.hidden),
            areas: shape.merges.clone(),
            print_lines: shape.print_lines.clone(),
            tables: shape.totals.clone(),
            formats: Formats::new(columns),
            filled: FilledColumns::new(columns),
            grounds: source.marked(|marks| marks.yellow),
            struck: source.marked(|marks| marks.struck),
            unreadable: source.marked(|marks| marks.unreadable),
            results: if source.is_stale() { FormulaResults::MayNotHold } else { FormulaResults::Hold },
            ..Self::default()
        }
    }

    fn row(&mut self, row: &SourceRow, findings: &mut Findings, visit: &mut dyn FnMut(&GridRow<'_>, &mut Findings)) {
        self.last_row = row.number;
        if self.headings.is_none() {
            return self.search(row);
        }
        if self.continues(row) || self.below_others(row) {
            return;
        }
        self.merges.begin(row);
        let (read, odd, summed) = self.glance(row);
        if read == 0 {
            self.beside.row(row, &self.kinds);
            return;
        }
        if odd && !self.is_data(row, summed, findings) {
            self.found.account.no_data += count(row);
            self.skipped.push(row.number);
            return;
        }
        self.unseen.counted(row.number);
        self.found.account.read += read;
        self.beside.row(row, &self.kinds);
        self.look_at_formats(row);
        if !self.struck.is_empty() || !self.unreadable.is_empty() {
            self.look_for_struck(row, findings);
        }
        if row.has_formulas() {
            self.look_for_sum(row, findings);
            if self.results == FormulaResults::MayNotHold && self.look_for_stale(row, findings) {
                self.results = FormulaResults::Hold;
            }
        }
        self.filled.row(row, &self.kinds);
        self.names.row(row);
        let (carried, merged) = self.merges.carry(row);
        let Some(headings) = &self.headings else { return };
        let cells = carried.as_deref().unwrap_or(&row.cells);
        self.at.iter_mut().for_each(|place| place.row = row.number);
        let (number, place, standing) = (row.number, &headings.place, &mut self.standing);
        stand(standing, cells, self.kinds.len());
        let raw = carried.is_none().then_some(row);
        visit(
            &GridRow { number, cells, place, at: &self.at, merged: &merged, standing, kinds: &self.kinds, raw },
            findings,
        );
    }

    /// Whether a row is a second one of headings.
    fn continues(&mut self, row: &SourceRow) -> bool {
        let Some(headings) = self.headings.as_mut().filter(|headings| row.number == headings.place.heading + 1) else {
            return false;
        };
        let continued = headings.continued(&match_row(row, &self.name, self.columns, &self.known));
        if continued {
            self.take_headings(row);
        }
        continued
    }

    /// Whether a row stands below headings over other columns; the right ones may come again.
    fn below_others(&mut self, row: &SourceRow) -> bool {
        let (Some(below), Some(headings)) = (&mut self.below_others, &self.headings) else { return false };
        let again = match_row(row, &self.name, self.columns, &self.known);
        if again.matched() > 1 && again.place.columns == headings.place.columns {
            self.found.account.passed_over.extend(self.below_others.take().filter(|below| below.count > 0));
            return false;
        }
        pass_over(below, row);
        true
    }

    /// A row while no headings are found.
    fn search(&mut self, row: &SourceRow) {
        if self.found.above.len() < ROWS_ABOVE_HEADINGS {
            let candidate = match_row(row, &self.name, self.columns, &self.known);
            if candidate.matched() >= self.enough {
                self.found.account.headings += self.before.1;
                self.headings = Some(candidate);
                self.take_headings(row);
                return;
            }
            self.found.above.push(row.clone());
        }
        if self.before.0 == 0 {
            self.before.0 = row.number;
        }
        self.before.1 += count(row);
    }

    /// Notes what stands in each column, now that its heading is known.
    fn take_headings(&mut self, row: &SourceRow) {
        self.found.account.headings += count(row);
        for (at, cell) in &row.cells {
            self.unseeable.look(row.number, *at, cell);
        }
        let Some(headings) = &self.headings else { return };
        let known = headings.place.columns.iter().enumerate().filter_map(|(index, at)| Some(((*at)?, index)));
        let known = known.map(|(at, index)| (at, ColumnKind::Known(index, is_figure(&self.columns[index]))));
        let strange = headings.unknown.iter().chain(&headings.twice).map(|(at, _)| (*at, ColumnKind::Strange));
        self.kinds.clear();
        for (at, kind) in strange.chain(known) {
            let at = usize::from(at);
            if self.kinds.len() <= at {
                self.kinds.resize(at + 1, ColumnKind::Headless);
            }
            self.kinds[at] = kind;
        }
        self.merges = Merges::new(&self.areas, &headings.place, self.columns);
        self.names = NamesBeside::new(headings, self.columns);
        let place = |at: &Option<u16>| Place::cell(&headings.place.name, row.number, at.unwrap_or(0));
        self.at = headings.place.columns.iter().map(place).collect();
    }

    /// All that a row is looked at with.
    fn context<'s>(&'s self, headings: &'s Headings) -> RowContext<'s> {
        RowContext { headings, columns: self.columns, known: &self.known, has_figures: self.has_figures }
    }

    fn kind(&self, at: u16) -> ColumnKind {
        ColumnKind::of(&self.kinds, at)
    }

    /// One look at each cell of a row: how many are read, whether the row may be no data, and where a formula or a table
    /// says that it is one of totals.
    fn glance(&mut self, row: &SourceRow) -> (u64, bool, Option<u16>) {
        let (mut read, mut figures, mut odd, mut summed) = (0, 0, false, None);
        for (index, (at, cell)) in row.cells.iter().enumerate() {
            let kind = self.kind(*at);
            match (kind, cell) {
                (_, RawCell::Text(text)) => {
                    let id = row.text(index);
                    let look = self.looks.get(id).unwrap_or_else(|| {
                        let look = TextGlance::at(text);
                        self.looks.put(id, look);
                        look
                    });
                    if look.blank {
                        continue;
                    }
                    odd |= matches!(kind, ColumnKind::Known(_, true)) || look.total;
                    if matches!(kind, ColumnKind::Known(..)) {
                        read += 1;
                        if look.unseeable {
                            self.unseeable.look(row.number, *at, cell);
                        }
                    }
                }
                (ColumnKind::Known(_, figure), _) => {
                    read += 1;
                    figures += u32::from(figure);
                    if figure && row.formula(*at).is_some_and(is_subtotal) {
                        summed.get_or_insert(*at);
                    }
                }
                _ => {}
            }
        }
        if let Some(area) = self.tables.iter().find(|area| (area.first_row..=area.last_row).contains(&row.number)) {
            summed.get_or_insert(area.first_column);
        }
        // Rows of data have figures, where there are columns for them.
        // and something that says whose or of when.
        let bare = read == u64::from(figures);
        (read, odd || bare || figures == 0 || summed.is_some() || !self.figured, summed)
    }

    /// Whether a row that looks odd is one of data after all; if not, what it is is told.
    fn is_data(&mut self, row: &SourceRow, summed: Option<u16>, findings: &mut Findings) -> bool {
        let Some(headings) = &self.headings else { return true };
        let sheet = self.context(headings);
        let place = |at| Place::cell(&self.name, row.number, at);
        let first = row.cells.iter().find(|(_, cell)| !is_blank(cell)).map_or(0, |(at, _)| *at);
        match sheet.look(row, summed) {
            RowIs::Data => return true,
            RowIs::Headings => findings.warn(
                place(first),
                row.cells.iter().find_map(|(_, cell)| heading_text(cell)).map(trimmed).unwrap_or_default(),
                say!(Read::HeadingsAgain),
                say!(Read::NothingToDo),
            ),
            RowIs::OtherHeadings => {
                let text = row.cells.iter().find_map(|(_, cell)| heading_text(cell)).map(trimmed).unwrap_or_default();
                let problem = say!(Read::HeadingsElsewhere { heading: headings.place.heading });
                findings.fault(place(first), text, problem, say!(Read::PutRowsBelow));
                let why = say!(Read::BelowOtherHeadings { row: row.number });
                let (place, heading) = (place(first), text.to_owned());
                self.below_others = Some(PassedOver { place, last: (0, 0), count: 0, heading, why });
            }
            RowIs::Total(at, text) => self.totals.push(Total::new(row, at, text, &sheet)),
            RowIs::Units(at, text, true) => {
                findings.warn(place(at), text, say!(Read::UnitsNotRead), say!(Read::NothingToDo));
            }
            RowIs::Units(at, text, false) => {
                findings.fault(place(at), text, say!(Read::UnitNotYuan), heading::in_yuan());
            }
            RowIs::Remark(at, text) => {
                if self.money && units::line_says_other(&fold(&text)) {
                    let problem = say!(Read::UnitNotYuan);
                    findings.fault(place(at), text, problem, heading::in_yuan());
                } else {
                    let warning = Fault::new(place(at), text, say!(Read::RemarkNotRead), say!(Read::NothingToDo));
                    findings.add_warning(warning.known_as(Mistake::Remark));
                }
            }
            RowIs::Lone(at) => {
                let found = row.cell(at).map(shown).unwrap_or_default();
                findings.fault(place(at), found, say!(Read::OnlyCellOfRow), say!(Read::CompleteRowOrDelete));
            }
            RowIs::Bare(at) => findings.fault(place(at), "", say!(Read::RowOfNobody), say!(Read::WriteTotalOrComplete)),
        }
        false
    }

    /// What the format of each cell does to it.
    fn look_at_formats(&mut self, row: &SourceRow) {
        for (index, (at, cell)) in row.cells.iter().enumerate() {
            let ColumnKind::Known(column, figure) = ColumnKind::of(&self.kinds, *at) else { continue };
            if let (true, RawCell::Number(number)) = (figure, cell) {
                self.formats.look(column, row.number, row.format(index), *number);
            }
            if let Some(headings) = self.headings.as_ref().filter(|_| self.grounds.contains(&row.format(index))) {
                let place = Place::cell(&self.name, row.number, *at);
                self.found.yellow.push(Yellow::new(place, &row.cells, &headings.place, self.columns, (column, cell)));
            }
        }
    }
}

/// How many cells of a row hold something.
pub(super) fn count(row: &SourceRow) -> u64 {
    row.cells.iter().filter(|(_, cell)| !is_blank(cell)).count() as u64
}
