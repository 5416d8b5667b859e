//! Books of three sizes to measure with: the same bytes for the same size, on every machine.
//!
//! A key-account year as a sales department has it: every manager has his four quarters and scores, lines come in the
//! order of their dates, one in ten belongs to a project that two or three managers share, one in a hundred is a refund,
//! three in ten are implementation, and some deductions are filled in. No clock, no random number but those of a counter.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

/// How large a book is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Managers, each with four quarters.
    pub managers: u32,
    /// Collection lines.
    pub lines: u32,
}

/// The sizes of the project's performance figures, by name.
pub const SIZES: [(&str, Size); 4] = [
    ("S", Size { managers: 50, lines: 500 }),
    ("M", Size { managers: 5_000, lines: 100_000 }),
    ("N", Size { managers: 20_000, lines: 400_000 }),
    ("L", Size { managers: 50_000, lines: 1_000_000 }),
];

/// The size of that name.
pub fn size(name: &str) -> Option<Size> {
    SIZES.iter().find(|(known, _)| *known == name).map(|(_, size)| *size)
}

const QUARTERS: [&str; 4] = ["Q1", "Q2", "Q3", "Q4"];
/// The share of the year's task in each quarter, in per cent.
const SHARES: [u32; 4] = [20, 30, 30, 20];
/// The mean amount of a line in yuan.
const MEAN: u32 = 30_000;
/// 1 January 2017 as a spreadsheet counts days.
const NEW_YEAR: u32 = 42_736;

/// Numbers that look random and are not: splitmix64 over a counter.
struct Dice(u64);

impl Dice {
    /// A number below `below`.
    fn roll(&mut self, below: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        u32::try_from(mixed % u64::from(below)).unwrap_or(0)
    }
}

/// A book of that size as the bytes of a workbook.
///
/// # Errors
/// What the writing library says.
pub fn book(size: Size) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_zip_compression_level(3);
    let properties = rust_xlsxwriter::DocProperties::new();
    let made = rust_xlsxwriter::ExcelDateTime::from_ymd(2017, 12, 31)?;
    workbook.set_properties(&properties.set_creation_datetime(&made));
    // Projects that are shared, one for every fifteen lines; their lines are a tenth of all.
    let shared = size.lines / 15;
    settings(&mut workbook)?;
    people(&mut workbook, size)?;
    lines(&mut workbook, size, shared)?;
    splits(&mut workbook, size, shared)?;
    workbook.save_to_buffer()
}

fn sheet<'w>(workbook: &'w mut Workbook, name: &str, headings: &[&str]) -> Result<&'w mut Worksheet, XlsxError> {
    let worksheet = workbook.add_worksheet_with_low_memory()?;
    worksheet.set_name(name)?;
    worksheet.write_row(0, 0, headings.iter().copied())?;
    Ok(worksheet)
}

fn settings(workbook: &mut Workbook) -> Result<(), XlsxError> {
    let policy = sheet(workbook, "Policy", &["Key", "Value"])?;
    policy.write(1, 0, "Policy")?.write(1, 1, "key-account")?;
    policy.write(2, 0, "Year")?.write(2, 1, 2017)?;
    policy.write(3, 0, "Through")?.write(3, 1, "Q4")?;
    policy.write(4, 0, "In-target rate")?.write(4, 1, 0.0712)?;
    let tiers = sheet(workbook, "Tiers", &["From (multiple of annual target)", "Rate"])?;
    for (row, (from, rate)) in (1..).zip([(1.0, 0.0854), (1.2, 0.099_68), (1.5, 0.12)]) {
        tiers.write(row, 0, from)?.write(row, 1, rate)?;
    }
    let coefficients = sheet(workbook, "KPI coefficients", &["Score from", "Coefficient"])?;
    for (row, (from, coefficient)) in (1..).zip([(0, 0.0), (60, 0.6), (70, 0.8), (80, 1.0), (90, 1.2)]) {
        coefficients.write(row, 0, from)?.write(row, 1, coefficient)?;
    }
    let grades = sheet(workbook, "Grades", &["Grade", "Monthly wage", "Monthly floating wage"])?;
    for (at, (name, wage, floating)) in
        (1..).zip([("G1", 3_000, 1_500), ("G2", 3_500, 1_800), ("G3", 4_000, 2_100), ("G4", 5_000, 2_600)])
    {
        grades.write(at, 0, name)?.write(at, 1, wage)?.write(at, 2, floating)?;
    }
    Ok(())
}

fn id(manager: u32) -> String {
    format!("M{:05}", manager + 1)
}

fn people(workbook: &mut Workbook, size: Size) -> Result<(), XlsxError> {
    let mut dice = Dice(1);
    let managers = sheet(workbook, "Managers", &["ID", "Name", "Grade"])?;
    for manager in 0..size.managers {
        let (row, grade) = (manager + 1, 1 + dice.roll(4));
        managers.write(row, 0, id(manager))?;
        managers.write(row, 1, format!("Manager {}", manager + 1))?;
        managers.write(row, 2, format!("G{grade}"))?;
    }
    let quotas = sheet(workbook, "Quotas", &["ID", "Quarter", "Base", "Target"])?;
    let year = size.lines / size.managers * MEAN;
    for manager in 0..size.managers {
        // From four fifths to six fifths of what comes in on average, in whole thousands.
        let task = year / 1_000 * (80 + dice.roll(41)) / 100;
        for (quarter, share) in (0..).zip(SHARES) {
            let (row, target) = (1 + manager * 4 + quarter, task * share / 100 * 1_000);
            quotas.write(row, 0, id(manager))?.write(row, 1, QUARTERS[quarter as usize])?;
            quotas.write(row, 2, target / 10 * 7)?.write(row, 3, target)?;
        }
    }
    let headings = ["ID", "Quarter", "Department manager", "Sales management", "Sales director"];
    let scores = sheet(workbook, "KPI scores", &headings)?;
    for manager in 0..size.managers {
        for quarter in 0..4 {
            let row = 1 + manager * 4 + quarter;
            scores.write(row, 0, id(manager))?.write(row, 1, QUARTERS[quarter as usize])?;
            for column in 2..5 {
                scores.write(row, column, f64::from(130 + dice.roll(70)) / 2.0)?;
            }
        }
    }
    Ok(())
}

fn lines(workbook: &mut Workbook, size: Size, shared: u32) -> Result<(), XlsxError> {
    let headings = [
        "Date",
        "Project",
        "Category",
        "Manager",
        "Amount",
        "Partner share",
        "Selling expense",
        "Entertainment",
        "Travel",
        "In pipeline",
    ];
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let mut dice = Dice(2);
    let sheet = sheet(workbook, "Collections", &headings)?;
    for line in 0..size.lines {
        let row = line + 1;
        let day = u32::try_from(u64::from(line) * 365 / u64::from(size.lines)).unwrap_or(0);
        sheet.write_with_format(row, 0, NEW_YEAR + day, &date)?;
        if shared > 0 && dice.roll(10) == 0 {
            sheet.write(row, 1, format!("J{:05}", dice.roll(shared)))?;
        } else {
            // A project's money comes in some four parts.
            sheet.write(row, 1, format!("P{:06}", dice.roll(size.lines / 4 + 1)))?;
            sheet.write(row, 3, id(dice.roll(size.managers)))?;
        }
        sheet.write(row, 2, if dice.roll(10) < 7 { "product" } else { "implementation" })?;
        let mut fen = i64::from(100 + dice.roll(MEAN * 200 - 100));
        let refund = dice.roll(100) == 0;
        if refund {
            fen = -fen / 4;
        }
        #[expect(clippy::cast_precision_loss, reason = "below 2^53")]
        sheet.write(row, 4, fen as f64 / 100.0)?;
        for column in 5..9 {
            if !refund && dice.roll(5) == 0 {
                // At most a twentieth of the amount each.
                let part = i64::from(dice.roll(50)) * fen / 1_000;
                #[expect(clippy::cast_precision_loss, reason = "below 2^53")]
                sheet.write(row, column, part as f64 / 100.0)?;
            }
        }
        if dice.roll(20) == 0 {
            sheet.write(row, 9, "no")?;
        }
    }
    Ok(())
}

fn splits(workbook: &mut Workbook, size: Size, shared: u32) -> Result<(), XlsxError> {
    let mut dice = Dice(3);
    let sheet = sheet(workbook, "Splits", &["Project", "Manager", "Share"])?;
    let mut row = 1;
    for project in 0..shared {
        let three = dice.roll(3) == 0 && size.managers > 2;
        let parts: &[f64] = if three { &[0.3333, 0.3333, 0.3334] } else { &[0.7, 0.3] };
        let first = dice.roll(size.managers);
        for (manager, share) in (first..).zip(parts) {
            sheet.write(row, 0, format!("J{project:05}"))?.write(row, 1, id(manager % size.managers))?;
            sheet.write(row, 2, *share)?;
            row += 1;
        }
    }
    Ok(())
}
