//! The one match that receives calamine's values.

use calamine::{CellErrorType, Data, DataRef};
use rust_decimal::Decimal;

use super::cell::{RawCell, Spare};
use super::{date, number};

/// The cell of a value, or nothing for a blank.
pub(super) fn from_value(value: DataRef<'_>, formula: bool, spare: &mut Spare) -> Option<RawCell> {
    Some(match value {
        DataRef::Empty => return formula.then_some(RawCell::EmptyFormula),
        DataRef::Int(i) => RawCell::Number(Decimal::from(i)),
        DataRef::Float(x) => number::exact(x).map_or_else(|_| RawCell::BadNumber(number::shown(x)), RawCell::Number),
        DataRef::SharedString("") => return None,
        DataRef::SharedString(text) => {
            let mut own = spare.pop().unwrap_or_default();
            own.push_str(text);
            RawCell::Text(own)
        }
        DataRef::String(text) if text.is_empty() => return None,
        DataRef::String(text) => RawCell::Text(text),
        DataRef::Bool(truth) => RawCell::Truth(truth),
        DataRef::DateTime(stamp) => date::of_serial(&stamp),
        DataRef::DateTimeIso(text) => date::of_iso(text),
        DataRef::DurationIso(text) => date::of_duration(text),
        DataRef::Error(CellErrorType::GettingData) => RawCell::Error("#GETTING_DATA".to_owned()),
        DataRef::Error(error) => RawCell::Error(error.to_string()),
    })
}

/// A borrowed view of a value that calamine keeps.
pub(super) fn borrowed(value: &Data) -> DataRef<'_> {
    match value {
        Data::Empty => DataRef::Empty,
        Data::Int(i) => DataRef::Int(*i),
        Data::Float(x) => DataRef::Float(*x),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(truth) => DataRef::Bool(*truth),
        Data::DateTime(stamp) => DataRef::DateTime(*stamp),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
    }
}
