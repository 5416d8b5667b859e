//! Charts under the tables: side by side where they fit, sized by how much they show.

use rust_decimal::Decimal;
use rust_xlsxwriter::{
    Chart as Drawing, ChartAxis, ChartAxisCrossing, ChartFont, ChartFormat, ChartLegendPosition, ChartLine,
    ChartSolidFill, ChartType, ObjectMovement, Worksheet,
};

use super::error::WriteError;
use super::layout::Layout;
use super::measure;
use super::reference::BlockArea;
use super::styles::{DEFAULT_ROW_PIXELS, FONT};
use crate::report::sheet::{CellUnit, CellValue, ChartKind, Print, Report, ReportSheet, SheetChart};

/// Pixels between charts.
const GAP: u32 = 24;
/// Two charts of this height, one over the other, fit on a printed page.
const HEIGHT: u32 = 288;
/// Of charts on a sheet that is one page.
const ON_ONE_PAGE: u32 = 240;
/// Pixels from the edge of its first row, so that a chart's border is not printed on the page before.
const INSET: u32 = 2;
/// A row of charts may be this wide even under a narrow table.
const SCREEN: u32 = 1_160;
/// More bars than these would be higher than a page; they stand upright instead.
const MOST_BARS: usize = 25;
/// More labels than these would run into each other.
const MOST_LABELS: usize = 70;
/// Half-width characters of a turned label for which the plot has room, and of the longest one that gets more.
const SHORT_LABEL: u32 = 8;
const LONGEST_LABEL: u32 = 40;
const LABEL_PIXELS: u32 = 6;
/// As many as a year has months.
const COLORS: [u32; 12] = [
    0x002F_5597,
    0x00E0_8E2B,
    0x005B_9A5B,
    0x00A5_A5A5,
    0x008C_5BA8,
    0x003A_A6B9,
    0x00C0_504D,
    0x00F2_C94C,
    0x001F_7A5C,
    0x0059_5959,
    0x00D9_82B5,
    0x008F_B8DE,
];
const INK: u32 = 0x0040_4040;
const LINE: u32 = 0x00D9_D9D9;

/// Charts side by side.
pub(super) struct Band {
    /// The first row that it takes.
    pub top: u32,
    /// Row below its last.
    pub end: u32,
    /// Column right of its last.
    pub columns: u16,
}

/// Puts the charts of `sheet` under its blocks; returns where they stand.
pub(super) fn insert(
    worksheet: &mut Worksheet,
    report: &Report,
    sheet: &ReportSheet,
    layout: &Layout,
) -> Result<Vec<Band>, WriteError> {
    // Inside the last column, or the border would be cut off in print.
    let widest = layout.pixels().saturating_sub(INSET).max(SCREEN);
    let mut bands: Vec<Band> = Vec::new();
    let mut x = 0;
    let count = u32::try_from(sheet.charts.len()).unwrap_or(1).max(1);
    for chart in &sheet.charts {
        let (mut width, mut height) = size(report, chart, widest);
        // On a sheet that is one page they stand in one row.
        if matches!(sheet.print, Print::OnePage { .. }) {
            (width, height) = (width.min((widest - GAP * (count - 1)) / count), height.min(ON_ONE_PAGE));
        }
        if bands.is_empty() || x + width > widest {
            let top = bands.last().map_or(layout.rows, |band| band.end) + 1;
            bands.push(Band { top, end: top, columns: 0 });
            x = 0;
        }
        if let Some(band) = bands.last_mut() {
            let mut drawing = draw(report, chart);
            drawing.set_width(width).set_height(height);
            worksheet.insert_chart_with_offset(band.top, 0, &drawing, x, INSET)?;
            x += width + GAP;
            band.end = band.end.max(band.top + height.div_ceil(DEFAULT_ROW_PIXELS));
            band.columns = layout.columns_under(x - GAP);
        }
    }
    Ok(bands)
}

fn kind(chart: &SheetChart) -> ChartKind {
    match chart.kind {
        ChartKind::Bars if chart.points > MOST_BARS => ChartKind::Columns,
        kind => kind,
    }
}

/// Width, up to `widest`, and height in pixels.
fn size(report: &Report, chart: &SheetChart, widest: u32) -> (u32, u32) {
    let (width, height) = plot_size(chart, widest);
    if kind(chart) == ChartKind::Bars {
        return (width, height);
    }
    // Names that stand upright or aslant take their room from the plot.
    let share = match turn(chart.points) {
        0 => return (width, height),
        -90 => 100,
        _ => 70,
    };
    let longest = longest_label(report, &chart.categories).min(LONGEST_LABEL);
    (width, height + longest.saturating_sub(SHORT_LABEL) * LABEL_PIXELS * share / 100)
}

/// Degrees by which the labels of so many points are turned.
fn turn(points: usize) -> i16 {
    match points {
        0..=10 => 0,
        11..=30 => -45,
        _ => -90,
    }
}

/// Characters of the longest label.
fn longest_label(report: &Report, categories: &str) -> u32 {
    let mut longest = 0;
    if let Some(area) = BlockArea::parse(report, categories) {
        area.each(|_, value| {
            if let CellValue::Text(text) = value {
                longest = longest.max(measure::text(text));
            }
        });
    }
    longest
}

fn plot_size(chart: &SheetChart, widest: u32) -> (u32, u32) {
    let points = u32::try_from(chart.points).unwrap_or(u32::MAX);
    let series = u32::try_from(chart.series.len()).unwrap_or(1).clamp(1, 4);
    match kind(chart) {
        ChartKind::Bars => (520, points.saturating_mul(12 + 8 * series).saturating_add(120).clamp(HEIGHT, 640)),
        ChartKind::Columns => (points.saturating_mul(12 + 9 * series).saturating_add(120).clamp(520, widest), HEIGHT),
        ChartKind::Stacked => (points.saturating_mul(22).saturating_add(120).clamp(520, widest), HEIGHT),
    }
}

fn draw(report: &Report, chart: &SheetChart) -> Drawing {
    let kind = kind(chart);
    let mut drawing = Drawing::new(match kind {
        ChartKind::Columns => ChartType::Column,
        ChartKind::Stacked => ChartType::ColumnStacked,
        ChartKind::Bars => ChartType::Bar,
    });
    // What it is drawn from may be folded away.
    drawing.show_hidden_data();
    drawing.set_object_movement(ObjectMovement::MoveButDontSizeWithCells);
    drawing.title().set_name(&plain(&chart.title)).set_font(ink(12.0).set_bold());
    for (index, (name, values)) in chart.series.iter().enumerate() {
        let fill = ChartSolidFill::new().set_color(COLORS[index % COLORS.len()]).clone();
        drawing
            .add_series()
            .set_name(&plain(name))
            .set_categories(chart.categories.as_str())
            .set_values(values.as_str())
            .set_format(ChartFormat::new().set_solid_fill(&fill))
            .set_gap(70);
    }
    let line = ChartLine::new().set_color(LINE).set_width(0.75).clone();
    drawing.chart_area().set_format(ChartFormat::new().set_border(&line));
    if chart.series.len() > 1 {
        drawing.legend().set_position(ChartLegendPosition::Bottom).set_font(&ink(9.0));
    } else {
        drawing.legend().set_hidden();
    }
    // The library calls the horizontal axis x, also where it is the one of the values.
    if kind == ChartKind::Bars {
        // The first row of the table on top, and the figures still at the bottom.
        let categories = drawing.y_axis().set_reverse().set_crossing(ChartAxisCrossing::Max);
        style_categories(categories, &line, chart.points, 0);
        style_values(drawing.x_axis(), report, chart, &line);
    } else {
        style_categories(drawing.x_axis(), &line, chart.points, turn(chart.points));
        style_values(drawing.y_axis(), report, chart, &line);
    }
    drawing
}

fn style_categories(axis: &mut ChartAxis, line: &ChartLine, points: usize, turn: i16) {
    let mut font = ink(9.0);
    if turn != 0 {
        font.set_rotation(turn);
    }
    axis.set_font(&font).set_format(ChartFormat::new().set_line(line)).set_major_gridlines(false);
    if points <= MOST_LABELS {
        axis.set_label_interval(1);
    }
}

fn style_values(axis: &mut ChartAxis, report: &Report, chart: &SheetChart, line: &ChartLine) {
    let unit = chart.series.first().and_then(|(_, values)| BlockArea::parse(report, values)?.unit());
    axis.set_num_format(match unit {
        Some(CellUnit::Percent | CellUnit::ExactPercent) => "0%",
        Some(CellUnit::Factor | CellUnit::ExactFactor | CellUnit::Number) => "General",
        _ => "#,##0",
    })
    .set_font(&ink(9.0))
    .set_major_gridlines(true)
    .set_major_gridlines_line(line)
    .set_format(ChartFormat::new().set_no_line());
    // From zero, unless there is something below it: a cut axis exaggerates differences.
    if !chart.series.iter().any(|(_, values)| below_zero(report, values)) {
        axis.set_min(0);
    }
}

fn below_zero(report: &Report, values: &str) -> bool {
    let mut below = false;
    if let Some(area) = BlockArea::parse(report, values) {
        area.each(|_, value| {
            below |= matches!(value, CellValue::Number(number) if *number < Decimal::ZERO);
        });
    }
    below
}

fn ink(size: f64) -> ChartFont {
    ChartFont::new().set_name(FONT).set_size(size).set_color(INK).clone()
}

/// The library takes a name that begins with `=` for a reference.
fn plain(name: &str) -> String {
    if name.starts_with('=') { format!(" {name}") } else { name.to_owned() }
}
