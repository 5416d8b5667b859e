//! The frame of a workbook: all that the library makes, with sheets whose rows are ours.
//!
//! The library numbers the formats as it likes. So each is given to a cell of the first sheet, which our rows take the
//! place of, and its number is read back from there.

use std::io::{Cursor, Read as _};

use rust_xlsxwriter::utility::column_number_to_name;
use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatDataBar, ConditionalFormatFormula,
    ConditionalFormatType, Format, FormatBorder, Workbook, Worksheet,
};
use zip::ZipArchive;

use super::error::WriteError;
use super::layout::{EXCEL_ROWS, Layout, end_column, end_row};
use super::number;
use super::package::{self, strange};
use super::reference::BlockArea;
use super::styles::{BAR, CellStyles, DEFAULT_ROW_POINTS, StyleAttributes};
use super::{charts, notes, page, styles};
use crate::lang::Lang;
use crate::report::sheet::{CellValue, Over, Print, Report, ReportSheet, SheetChart};

/// Charts keep a copy of what they show on sheets with fewer rows than these.
const LONG_SHEET: u32 = 10_000;
/// Rows of a form that are ruled as they are filled in.
const FORM_ROWS: u32 = 50_000;

/// The package of a workbook without the rows of its sheets.
pub(super) type Frame = ZipArchive<Cursor<Vec<u8>>>;

/// Shows the looks of cells to a workbook that has met no others, in a row of its first sheet. They are numbered in their
/// order, so that rows can be made while the library packs; [`packed`] sees that it is so.
pub(super) fn looks(workbook: &mut Workbook, lang: Option<Lang>) -> Result<StyleAttributes, WriteError> {
    let styles = CellStyles::new(lang);
    let first = workbook.worksheet_from_index(0)?;
    for (column, format) in (0..).zip(styles.all()) {
        first.write_blank(0, column, format)?;
    }
    // So that the package has a part for texts, whatever they are.
    first.write_string(1, 0, "A")?;
    Ok(styles.attributes())
}

/// All of a sheet of `report` but its rows.
pub(super) fn set_up(
    worksheet: &mut Worksheet,
    report: &Report,
    sheet: &ReportSheet,
    layout: &Layout,
) -> Result<(), WriteError> {
    worksheet.set_name(&sheet.name)?;
    worksheet.set_default_row_height(DEFAULT_ROW_POINTS);
    for (&column, &width) in &layout.widths {
        worksheet.set_column_width(column, width)?;
    }
    for (&row, &height) in &layout.heights {
        worksheet.set_row_height(row, height)?;
    }
    notes::insert(worksheet, sheet)?;
    notes::heights_under(worksheet, sheet, layout)?;
    let bands = charts::insert(worksheet, report, sheet, layout)?;
    page::set_up(worksheet, report, sheet, layout, &bands)?;
    self::bars(worksheet, sheet)?;
    if sheet.print == Print::Filled {
        ruled_when_filled(worksheet, sheet, report.lang)?;
    }
    if styles::not_applicable(report.lang).is_some() {
        not_applicable(worksheet, sheet, report.lang)?;
    }
    if sheet.blocks.iter().map(end_row).max().unwrap_or(0) < LONG_SHEET {
        sheet.charts.iter().try_for_each(|chart| shown(worksheet, report, sheet, chart))?;
    }
    Ok(())
}

/// Below the ruled rows of a form: cells look as those above them, and are ruled once something stands in their row.
fn ruled_when_filled(worksheet: &mut Worksheet, sheet: &ReportSheet, lang: Option<Lang>) -> Result<(), WriteError> {
    let ruled = Format::new().set_border(FormatBorder::Thin).set_border_color(styles::LINE);
    for block in sheet.blocks.iter().filter(|block| !block.columns.is_empty()) {
        let (first, last) = (end_row(block), end_column(block) - 1);
        for (at, column) in (block.left..).zip(&block.columns) {
            worksheet.set_column_format(at, &styles::unruled(column.unit, lang))?;
        }
        if first >= EXCEL_ROWS {
            continue;
        }
        let until = (first + FORM_ROWS).min(EXCEL_ROWS - 1);
        let [from, to] = [block.left, last].map(column_number_to_name);
        let filled = format!("=COUNTA(${from}{0}:${to}{0})>0", first + 1);
        let rule = ConditionalFormatFormula::new().set_rule(filled.as_str()).set_format(ruled.clone());
        worksheet.add_conditional_format(first, block.left, until, last, &rule)?;
    }
    Ok(())
}

/// The rows and the column of the cells that something lies over: first, last, column.
fn over<'s>(sheet: &'s ReportSheet<'_>, what: Over) -> impl Iterator<Item = (u32, u32, u16)> + 's {
    sheet.blocks.iter().flat_map(move |block| {
        let end = end_row(block) - u32::from(block.total && what == Over::Bars);
        let columns = (block.left..).zip(&block.columns).filter(move |(_, column)| column.over == Some(what));
        let columns = columns.filter(move |_| end > block.first_row());
        columns.map(move |(at, _)| (block.first_row(), end - 1, at))
    })
}

/// Bars in cells, as programs since Excel 2007 draw them: as long as the cell where the number is 1 or more.
fn bars(worksheet: &mut Worksheet, sheet: &ReportSheet) -> Result<(), WriteError> {
    for (first, last, at) in over(sheet, Over::Bars) {
        let bar = ConditionalFormatDataBar::new()
            .set_minimum(ConditionalFormatType::Number, 0)
            .set_maximum(ConditionalFormatType::Number, 1)
            .set_fill_color(BAR)
            .use_classic_style();
        worksheet.add_conditional_format(first, at, last, at, &bar)?;
    }
    Ok(())
}

/// The reader's word for "n/a" in columns of texts: the look of a text cannot tell one from another, as a figure's does.
fn not_applicable(worksheet: &mut Worksheet, sheet: &ReportSheet, lang: Option<Lang>) -> Result<(), WriteError> {
    for (first, last, at) in over(sheet, Over::NotApplicable) {
        let look = Format::new().set_num_format(format!(";;;{}", styles::text(lang)));
        let rule = ConditionalFormatCell::new().set_rule(ConditionalFormatCellRule::EqualTo("n/a")).set_format(look);
        worksheet.add_conditional_format(first, at, last, at, &rule)?;
    }
    Ok(())
}

/// Shows the library what a chart shows of its own sheet: the chart keeps a copy, for programs that do not calculate.
fn shown(
    worksheet: &mut Worksheet,
    report: &Report,
    sheet: &ReportSheet,
    chart: &SheetChart,
) -> Result<(), WriteError> {
    for reference in std::iter::once(&chart.categories).chain(chart.series.iter().map(|(_, values)| values)) {
        let Some(area) = BlockArea::parse(report, reference).filter(|area| area.is_on(sheet)) else { continue };
        let mut failed = Ok(());
        area.each(|(row, column), value| {
            let put = match value {
                CellValue::Number(value) => {
                    number::float(*value).map(|value| worksheet.write_number(row, column, value))
                }
                CellValue::Text(text) if !text.is_empty() => Some(worksheet.write_string(row, column, text)),
                _ => None,
            };
            if let Some(Err(error)) = put {
                failed = Err(error);
            }
        });
        failed?;
    }
    Ok(())
}

/// Has the library pack a workbook that has all its sheets and shows `looks`.
pub(super) fn packed(mut workbook: Workbook, looks: &StyleAttributes) -> Result<Frame, WriteError> {
    let mut package = ZipArchive::new(Cursor::new(workbook.save_to_buffer()?)).map_err(package::library)?;
    let part = package::part(0);
    let mut xml = String::new();
    let mut file = package.by_name(&part).map_err(package::library)?;
    file.read_to_string(&mut xml).map_err(WriteError::of_draft)?;
    drop(file);
    if numbers(&xml, looks.len()).as_ref() != Some(looks) {
        return Err(strange(&part));
    }
    Ok(package)
}

/// The attributes by which the cells of the first row name their formats; one without is of the default format.
fn numbers(xml: &str, count: usize) -> Option<StyleAttributes> {
    let row = xml.split_once("<row r=\"1\"")?.1.split_once("</row>")?.0;
    let cells = row.split("<c r=\"").skip(1).filter_map(|cell| {
        let (reference, rest) = cell.split_once("1\"")?;
        let number = rest.strip_prefix(" s=\"")?.split_once('"')?.0;
        Some((rust_xlsxwriter::utility::column_name_to_number(reference), format!(" s=\"{number}\"")))
    });
    let mut looks = vec![String::new(); count];
    for (column, attribute) in cells {
        *looks.get_mut(usize::from(column))? = attribute;
    }
    // The library leaves out a blank cell of the default format only; all others must be there.
    Some(StyleAttributes::new(looks))
}
