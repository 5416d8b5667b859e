//! What the libraries need by themselves: `limit INPUT RESULTS OUTPUT`.
//!
//! Reads every cell of an input workbook with calamine, and writes every cell, formula and look that a results workbook
//! of `bonus` holds with `rust_xlsxwriter`, computing nothing: the time that `bonus compute` is measured against. The
//! results are taken into memory before the clock starts. Both libraries are used in their fastest way: cells are
//! streamed, rows go through constant memory, deflate is at level 3.

use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::io::{Cursor, Read as _};
use std::time::Instant;

use calamine::{Reader as _, Xlsx};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError};

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, results, output] = &arguments[..] else {
        return Err("usage: limit INPUT RESULTS OUTPUT".into());
    };
    let results = Results::load(results)?;
    let (began, used) = (Instant::now(), processor_seconds());
    let cells = read(input)?;
    let (read, read_used) = (began.elapsed().as_secs_f64(), processor_seconds() - used);
    results.write(output)?;
    let (both, both_used) = (began.elapsed().as_secs_f64(), processor_seconds() - used);
    let written: usize = results.sheets.iter().flat_map(|sheet| &sheet.rows).map(|row| row.cells.len()).sum();
    println!("read {cells} cells: {read:.2} s wall, {read_used:.2} s processor");
    println!("write {written} cells: {:.2} s wall, {:.2} s processor", both - read, both_used - read_used);
    println!("limit {both:.3} {both_used:.3}");
    Ok(())
}

/// Processor time of this process so far, in seconds; 0 where the system does not tell.
fn processor_seconds() -> f64 {
    const TICKS_A_SECOND: f64 = 100.0;
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    // User and system time are the 14th and 15th field, the 12th and 13th after the name.
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / TICKS_A_SECOND
}

/// Reads every cell of every sheet; how many there are.
fn read(path: &str) -> Outcome<usize> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(fs::read(path)?))?;
    let mut count = 0;
    for name in workbook.sheet_names() {
        let mut cells = workbook.worksheet_cells_reader(&name)?;
        while let Some(cell) = cells.next_cell()? {
            std::hint::black_box(cell.get_value());
            count += 1;
        }
    }
    Ok(count)
}

/// A results workbook as plain cells.
struct Results {
    formats: Vec<Format>,
    sheets: Vec<Sheet>,
}

struct Sheet {
    name: String,
    rows: Vec<Row>,
    /// The look of most cells of each column.
    usual: Vec<u16>,
}

struct Row {
    number: u32,
    height: Option<f64>,
    cells: Vec<Cell>,
}

struct Cell {
    column: u16,
    look: u16,
    content: Content,
}

enum Content {
    Blank,
    Number(f64),
    Truth(bool),
    Text(Box<str>),
    Formula(Box<str>, Box<str>),
}

impl Results {
    /// Takes a workbook apart. It is one of our own, so that its XML is known and needs no parser.
    fn load(path: &str) -> Outcome<Self> {
        let mut archive = zip::ZipArchive::new(Cursor::new(fs::read(path)?))?;
        let mut part = |name: &str| -> Outcome<String> {
            let mut text = String::new();
            archive.by_name(name)?.read_to_string(&mut text)?;
            Ok(text)
        };
        let styles = part("xl/styles.xml")?;
        let looks = between(&styles, "<cellXfs", "</cellXfs>").map_or(0, |part| part.matches("<xf ").count());
        let texts: Vec<String> = match part("xl/sharedStrings.xml") {
            Ok(table) => table.split("<si>").skip(1).map(text_of).collect(),
            Err(_) => Vec::new(),
        };
        let workbook = part("xl/workbook.xml")?;
        let names = workbook.split("<sheet name=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let mut sheets = Vec::new();
        for (number, name) in (1..).zip(names) {
            let rows = rows(&part(&format!("xl/worksheets/sheet{number}.xml"))?, &texts);
            let usual = usual(&rows);
            sheets.push(Sheet { name: unescaped(name), rows, usual });
        }
        Ok(Self { formats: (0..looks).map(format).collect(), sheets })
    }

    fn write(&self, path: &str) -> Outcome<()> {
        let mut workbook = Workbook::new();
        workbook.set_zip_compression_level(3);
        for sheet in &self.sheets {
            let worksheet = workbook.add_worksheet_with_constant_memory()?;
            worksheet.set_name(&sheet.name)?;
            // A column's look costs less than that of each cell, which is hashed.
            for (column, look) in (0..).zip(&sheet.usual) {
                worksheet.set_column_format(column, &self.formats[usize::from(*look)])?;
            }
            for row in &sheet.rows {
                if let Some(height) = row.height {
                    worksheet.set_row_height(row.number, height)?;
                }
                for cell in &row.cells {
                    let usual = sheet.usual[usize::from(cell.column)] == cell.look;
                    let format = (!usual).then(|| &self.formats[usize::from(cell.look)]);
                    self.put(worksheet, row.number, cell, format)?;
                }
            }
        }
        workbook.save(path)?;
        Ok(())
    }

    fn put(&self, worksheet: &mut Worksheet, row: u32, cell: &Cell, format: Option<&Format>) -> Result<(), XlsxError> {
        let column = cell.column;
        match (&cell.content, format) {
            (Content::Blank, _) => worksheet.write_blank(row, column, &self.formats[usize::from(cell.look)])?,
            (Content::Number(number), None) => worksheet.write_number(row, column, *number)?,
            (Content::Number(number), Some(format)) => {
                worksheet.write_number_with_format(row, column, *number, format)?
            }
            (Content::Truth(truth), None) => worksheet.write_boolean(row, column, *truth)?,
            (Content::Truth(truth), Some(format)) => {
                worksheet.write_boolean_with_format(row, column, *truth, format)?
            }
            (Content::Text(text), None) => worksheet.write_string(row, column, &**text)?,
            (Content::Text(text), Some(format)) => worksheet.write_string_with_format(row, column, &**text, format)?,
            (Content::Formula(formula, result), format) => {
                let formula = Formula::new(formula).set_result(&**result);
                match format {
                    None => worksheet.write_formula(row, column, formula)?,
                    Some(format) => worksheet.write_formula_with_format(row, column, formula, format)?,
                }
            }
        };
        Ok(())
    }
}

/// A look like those of the results, and unlike the others.
fn format(number: usize) -> Format {
    Format::new()
        .set_font_name("Microsoft YaHei")
        .set_font_size(10)
        .set_font_color(Color::RGB(u32::try_from(number).unwrap_or(0)))
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
        .set_num_format("#,##0.00_);-#,##0.00_);#,##0.00_);@_)")
}

fn usual(rows: &[Row]) -> Vec<u16> {
    let mut counts: Vec<HashMap<u16, usize>> = Vec::new();
    for cell in rows.iter().flat_map(|row| &row.cells) {
        let column = usize::from(cell.column);
        counts.resize_with(counts.len().max(column + 1), HashMap::new);
        *counts[column].entry(cell.look).or_default() += 1;
    }
    let most = |counts: HashMap<u16, usize>| counts.into_iter().max_by_key(|(look, count)| (*count, *look));
    counts.into_iter().map(|counts| most(counts).map_or(0, |(look, _)| look)).collect()
}

/// The formulas that cells share, by number: where the first stands, and its text.
type Shared = HashMap<String, ((u32, u32), String)>;

fn rows(sheet: &str, texts: &[String]) -> Vec<Row> {
    let data = between(sheet, "<sheetData>", "</sheetData>").unwrap_or_default();
    let mut shared = Shared::new();
    data.split("<row ")
        .skip(1)
        .map(|row| {
            let (tag, cells) = row.split_once('>').unwrap_or((row, ""));
            let number = attribute(tag, "r").and_then(|number| number.parse::<u32>().ok()).unwrap_or(1) - 1;
            // The height that most rows have is the sheet's default.
            let height = attribute(tag, "ht")
                .and_then(|height| height.parse().ok())
                .filter(|height: &f64| (height - 18.0).abs() > 0.1);
            let cells = cells.split("<c ").skip(1).map(|cell| self::cell(cell, number, texts, &mut shared));
            Row { number, height, cells: cells.collect() }
        })
        .collect()
}

/// The library writes each formula by its text.
fn formula(inner: &str, at: (u32, u32), shared: &mut Shared) -> Option<String> {
    let (tag, rest) = inner.strip_prefix("<f")?.split_once('>')?;
    let text = unescaped(rest.split("</f>").next().unwrap_or_default());
    match attribute(tag, "si") {
        Some(number) if tag.ends_with('/') => {
            let (from, text) = &shared[number];
            calamine::expand_shared_formula(text, *from, at).ok()
        }
        Some(number) => {
            shared.insert(number.to_owned(), (at, text.clone()));
            Some(text)
        }
        None => Some(text),
    }
}

fn cell(cell: &str, row: u32, texts: &[String], shared: &mut Shared) -> Cell {
    let (tag, inner) = cell.split_once('>').unwrap_or((cell, ""));
    let column = attribute(tag, "r").unwrap_or("A").bytes().filter(u8::is_ascii_uppercase);
    let column = column.fold(0_u16, |number, letter| number * 26 + u16::from(letter - b'A') + 1) - 1;
    let look = attribute(tag, "s").and_then(|look| look.parse().ok()).unwrap_or(0);
    let kind = attribute(tag, "t").unwrap_or("n");
    let value = between(inner, "<v>", "</v>").unwrap_or_default();
    let content = match (formula(inner, (row, column.into()), shared), kind) {
        (Some(formula), kind) => {
            let result = match (kind, value) {
                ("b", "1") => "TRUE".into(),
                ("b", _) => "FALSE".into(),
                _ => unescaped(value),
            };
            Content::Formula(formula.into(), result.into())
        }
        (None, "s") => {
            let text = value.parse().ok().and_then(|number: usize| texts.get(number));
            Content::Text(text.map_or("", String::as_str).into())
        }
        (None, "inlineStr") => Content::Text(text_of(inner).into()),
        (None, "b") => Content::Truth(value == "1"),
        (None, _) => value.parse().map_or(Content::Blank, Content::Number),
    };
    Cell { column, look, content }
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    tag.split(&format!("{name}=\"")).nth(1)?.split('"').next()
}

fn between<'t>(text: &'t str, open: &str, close: &str) -> Option<&'t str> {
    let from = text.find(open)? + open.len();
    let length = text[from..].find(close)?;
    Some(&text[from..from + length])
}

/// The text of a `<t>` element.
fn text_of(inner: &str) -> String {
    let element = inner.split_once("<t").map_or("", |(_, rest)| rest);
    let text = element.split_once('>').and_then(|(_, rest)| rest.split_once("</t>")).map_or("", |(text, _)| text);
    unescaped(text)
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
