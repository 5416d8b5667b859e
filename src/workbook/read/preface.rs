//! The settings sheet, read before the policy is known, because it may name the policy.

use super::grid;
use super::source::{RawCell, SourceError, SourceWorkbook};
use super::text::fold;
use crate::book::{Fault, Findings, Place};
use crate::lang::Words;
use crate::policy::{Column, Role, Unit};
use crate::words;

/// The rows of the settings sheet.
#[derive(Clone, Debug, Default)]
pub struct Preface {
    /// Settings as typed.
    pub rows: Vec<PrefaceRow>,
    /// Where one more setting could be written; `None` when there is no such sheet.
    pub free: Option<Place>,
    /// Whether the headings are Chinese.
    pub chinese: bool,
    /// Faults of the sheet itself.
    pub faults: Vec<Fault>,
}

/// One setting as typed.
#[derive(Clone, Debug)]
pub struct PrefaceRow {
    /// What stands under Key.
    pub key: String,
    /// What stands under Value; `None` when blank.
    pub value: Option<RawCell>,
    /// The cell of the value.
    pub place: Place,
}

/// The name of the settings sheet.
pub(super) fn label() -> Words {
    words!("政策", "Policy")
}

/// Its two columns.
fn columns() -> Vec<Column> {
    let column = |name: &str, label: Words| Column {
        name: name.into(),
        label,
        also: Vec::new(),
        role: Role::Name,
        unit: Unit::Text,
        clause: String::new(),
        table: None,
        optional: false,
        default: None,
        min: None,
        max: None,
        task: false,
    };
    vec![column("key", words!("参数", "Key")), column("value", words!("取值", "Value"))]
}

impl Preface {
    /// Reads the settings sheet of a workbook.
    ///
    /// # Errors
    /// What keeps the file from being read.
    pub fn read(source: &mut SourceWorkbook) -> Result<Self, SourceError> {
        let label = label();
        let wanted = [fold(&label.zh), fold(&label.en)];
        let sheets = source.sheets();
        let mut found = (0..sheets.len()).filter(|&i| sheets[i].worksheet && wanted.contains(&fold(&sheets[i].name)));
        let Some(index) = found.next() else {
            return Ok(Self { chinese: true, ..Self::default() });
        };
        let name = sheets[index].name.clone();
        let mut preface = Self::default();
        let mut findings = Findings::default();
        if let Some(second) = found.next() {
            let names = [&name, &sheets[second].name];
            super::same_twice(names, &mut findings);
        }
        let found = grid::stream(source, index, &columns(), &[0, 1], &mut findings, &mut |row, findings| {
            let key = match row.cell(0) {
                Some(RawCell::Text(text)) => super::text::trimmed(text).to_owned(),
                None => {
                    if let Some(value) = row.cell(1) {
                        let place = row.place(1);
                        super::typed::not(value, &place, words!("左边写有参数名称", "a key on its left"), findings);
                    }
                    return;
                }
                Some(other) => {
                    super::typed::not(other, &row.place(0), words!("参数名称", "the name of a setting"), findings);
                    return;
                }
            };
            preface.rows.push(PrefaceRow { key, value: row.cell(1).cloned(), place: row.place(1) });
        })?;
        let last = found.place.as_ref().map_or(1, |place| place.last_row);
        preface.free = Some(Place::cell(name, last + 1, 0));
        preface.chinese = found.chinese;
        preface.faults = findings.faults;
        Ok(preface)
    }

    /// The rows under one of these names.
    pub fn named<'p>(&'p self, names: &'p [String]) -> impl Iterator<Item = &'p PrefaceRow> {
        self.rows.iter().filter(move |row| names.contains(&fold(&row.key)))
    }

    /// The policy that the workbook names, and the cell where it does.
    #[must_use]
    pub fn policy(&self) -> Option<(String, Place)> {
        let names = [fold("政策"), fold("Policy")];
        let row = self.named(&names).find(|row| row.value.is_some())?;
        let value = row.value.as_ref()?;
        Some((super::typed::shown(value), row.place.clone()))
    }
}
