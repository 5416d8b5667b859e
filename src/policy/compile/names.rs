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

/// Whether the JSON of results (`report::json`) has a field of its own of that name in the objects that hold the figures of a
/// scope, each under its name: of two fields of one name a program reads one. `tests/schemas.rs` holds it against the schema.
pub(super) fn is_field_of_json(scope: Scope, period: PeriodKind, name: &str) -> bool {
    let one = name == period.word();
    let all = name.strip_suffix('s') == Some(period.word());
    match scope {
        Scope::Manager => all || ["id", "name", "half_years", "year_end"].contains(&name),
        Scope::Period | Scope::DepartmentPeriod => one,
        Scope::Department => all,
        Scope::Half => ["half", "manager", "year", "accepted", "applied"].contains(&name),
        Scope::Adjustment => one || ["manager", "figure", "computed", "adjusted", "source"].contains(&name),
        Scope::Line | Scope::Credit | Scope::Year => false,
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
