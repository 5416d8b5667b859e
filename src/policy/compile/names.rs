//! The names that scopes have besides their rules.

use super::super::model::{Column, PeriodKind, RowKind, Sheet};
use crate::formula::{Kind, Scope};

pub(super) fn row_kind(scope: Scope) -> Option<RowKind> {
    match scope {
        Scope::Line => Some(RowKind::Line),
        Scope::Period => Some(RowKind::Period),
        Scope::Manager => Some(RowKind::Manager),
        Scope::Adjustment => Some(RowKind::Adjustment),
        _ => None,
    }
}

/// Names that a scope has where a formula uses them; they stand behind what was typed.
pub(super) fn on_demand(scope: Scope, sheets: &[Sheet]) -> Vec<(String, Kind)> {
    match scope {
        Scope::Credit => vec![("project_net_to_date".to_owned(), Kind::Yuan)],
        Scope::Manager => {
            let tasks = sheets.iter().filter(|s| s.anchor).flat_map(|s| &s.columns).filter(|column| column.task);
            tasks.map(|column| (format!("year_{}", column.name), column.unit.kind())).collect()
        }
        // All quarters of the next year, and what was chosen from a table for one of them, such as a grade.
        Scope::Half => {
            let columns = || sheets.iter().filter(|s| s.anchor).flat_map(|s| &s.columns);
            let wanted = |(n, column): &(u8, &Column)| column.table.is_some() || column.task && *n > 2;
            let all = (1..=4).flat_map(|n| columns().map(move |column| (n, column)));
            let name = |(n, column): (u8, &Column)| (format!("following_{}_{n}", column.name), column.unit.kind());
            all.filter(wanted).map(name).collect()
        }
        _ => Vec::new(),
    }
}

/// What the JSON of results calls fields of its own (`report::json`) in the objects that hold the figures of a scope, each under
/// its name: of two fields of one name a program reads one. `tests/schemas.rs` holds them against the schema.
pub(super) fn fields_of_json(scope: Scope) -> &'static [&'static str] {
    match scope {
        Scope::Manager => &["id", "name", "quarters", "months", "half_years", "year_end"],
        Scope::Period | Scope::DepartmentPeriod => &["quarter", "month"],
        Scope::Department => &["quarters", "months"],
        Scope::Half => &["half", "manager", "year", "accepted", "applied"],
        Scope::Adjustment => &["manager", "quarter", "month", "figure", "computed", "adjusted", "source"],
        Scope::Line | Scope::Credit | Scope::Year => &[],
    }
}

/// The names that a scope has without being declared.
pub(super) fn built_in_names(scope: Scope, period: PeriodKind, sheets: &[Sheet]) -> Vec<(String, Kind)> {
    let plain = |name: &str| (name.to_owned(), Kind::Plain);
    match scope {
        Scope::Line | Scope::Period | Scope::DepartmentPeriod => vec![plain(period.word())],
        Scope::Credit => {
            vec![plain(period.word()), plain("share"), ("part".into(), Kind::Yuan), ("project_net".into(), Kind::Yuan)]
        }
        Scope::Adjustment => vec![("figure".into(), Kind::Text)],
        Scope::Half => {
            let mut names = vec![plain("half")];
            for n in 1..=2 {
                for column in sheets.iter().filter(|s| s.anchor).flat_map(|s| &s.columns) {
                    if column.task {
                        names.push((format!("following_{}_{n}", column.name), column.unit.kind()));
                    }
                }
            }
            names
        }
        _ => Vec::new(),
    }
}
