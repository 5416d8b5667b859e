//! Aggregates over finer rows: as ranges of their sheet, or row by row.

use super::super::code::{Code, Gather, Op};
use super::super::functions::NumberCells;
use super::super::kind::Kind;
use super::{Addresses, Writer, zero};

impl Writer<'_> {
    /// An aggregate over ranges; `None` where Excel needs a look at each row.
    pub(super) fn over_ranges(
        gather: Gather,
        ranges: &[Box<dyn Addresses + '_>],
        value: &Code,
        condition: Option<&Code>,
        argument: &str,
    ) -> Option<String> {
        let parts = ranges.iter().map(|range| {
            let inner = Writer { addresses: &**range, by_range: true, careful: false };
            let condition = match condition {
                Some(condition) => Some(inner.write(condition)?),
                None => None,
            };
            Some((inner.write(value)?, condition))
        });
        let parts = parts.collect::<Option<Vec<_>>>()?;
        let one_name = matches!(value.op, Op::Slot(_));
        let all = || parts.iter().map(|(value, _)| value.as_str()).collect::<Vec<_>>().join(",");
        let sum = match condition {
            None if one_name => format!("SUM({})", all()),
            None => parts.iter().map(|(value, _)| format!("SUMPRODUCT({value})")).collect::<Vec<_>>().join("+"),
            Some(_) => {
                // A text that stands for itself counts as 0; multiplied it is an error.
                let texts = ranges.iter().any(|range| range.may_not_apply(value));
                let times = if texts { "*1," } else { "*" };
                let terms = parts.iter().map(|(value, condition)| {
                    format!("SUMPRODUCT(({}){times}({value}))", condition.as_deref().unwrap_or("TRUE"))
                });
                terms.collect::<Vec<_>>().join("+")
            }
        };
        match (gather, condition) {
            (Gather::Sum, _) => Some(sum),
            (Gather::Count, None) if one_name => {
                Some(parts.iter().map(|(value, _)| format!("ROWS({value})")).collect::<Vec<_>>().join("+"))
            }
            (Gather::Count, Some(_)) => {
                let terms =
                    parts.iter().filter_map(|(_, condition)| Some(format!("SUMPRODUCT(({})*1)", condition.as_ref()?)));
                Some(terms.collect::<Vec<_>>().join("+"))
            }
            (Gather::Min, None) if one_name => Some(format!("MIN({})", all())),
            (Gather::Max, None) if one_name => Some(format!("MAX({})", all())),
            (Gather::Statistic(statistic), None) if one_name => {
                let placed = |name: &str, k: &str| (parts.len() == 1).then(|| format!("{name}({},{k})", all()));
                let above = |value: &str| format!("SUMPRODUCT(ISNUMBER({value})*({value}>{argument}))");
                (statistic.excel)(&NumberCells {
                    all: Some(&all()),
                    count: &format!("COUNT({})", all()),
                    extra: argument,
                    is_one: false,
                    least: &|k: &str| placed("SMALL", k),
                    greatest: &|k: &str| placed("LARGE", k),
                    above: &|more: &str| {
                        let above = parts.iter().map(|(value, _)| above(value));
                        above.chain([more.into()]).collect::<Vec<_>>().join("+")
                    },
                })
            }
            _ => None,
        }
    }

    /// An aggregate written out row by row, because Excel's conditional functions do not reach across
    /// sheets.
    pub(super) fn over_rows(
        gather: Gather,
        terms: &[(String, Option<String>)],
        kind: Kind,
        argument: &str,
    ) -> Option<String> {
        let sum = |one: bool| {
            let parts = terms.iter().map(|(value, condition)| match (condition, one) {
                (None, false) => value.clone(),
                (None, true) => "1".into(),
                (Some(condition), false) => format!("IF({condition},{value},0)"),
                (Some(condition), true) => format!("IF({condition},1,0)"),
            });
            let parts: Vec<String> = parts.collect();
            if parts.is_empty() { "0".into() } else { format!("SUM({})", parts.join(",")) }
        };
        let each = |or: &str| {
            let parts = terms.iter().map(|(value, condition)| match condition {
                None => value.clone(),
                Some(condition) => format!("IF({condition},{value},{or})"),
            });
            parts.collect::<Vec<_>>().join(",")
        };
        Some(match gather {
            Gather::Sum => sum(false),
            Gather::Count => sum(true),
            Gather::Statistic(statistic) if terms.is_empty() && statistic.may_lack() => "\"n/a\"".into(),
            Gather::Statistic(statistic) if terms.is_empty() && !statistic.counts => "0".into(),
            Gather::Average | Gather::Min | Gather::Max if terms.is_empty() => "0".into(),
            Gather::Average => {
                let count = sum(true);
                format!("IF({count}=0,0,{}/{count})", sum(false))
            }
            Gather::Last => terms.iter().fold(zero(kind).to_owned(), |before, (value, condition)| match condition {
                None => value.clone(),
                Some(condition) => format!("IF({condition},{value},{before})"),
            }),
            Gather::Min | Gather::Max => {
                let (name, or) = if gather == Gather::Min { ("MIN", "") } else { ("MAX", "-") };
                let best = format!("{name}({})", each(&format!("{or}{PASSED_OVER}")));
                let whole = terms.iter().all(|(_, condition)| condition.is_none());
                if whole { best } else { format!("IF({}=0,0,{best})", sum(true)) }
            }
            Gather::Statistic(statistic) => {
                let whole = terms.iter().all(|(_, condition)| condition.is_none()).then(|| each(""));
                let above = |(value, condition): &(String, Option<String>)| match condition {
                    None => format!("IF({value}>{argument},1,0)"),
                    Some(condition) => format!("IF({condition},IF({value}>{argument},1,0),0)"),
                };
                return (statistic.excel)(&NumberCells {
                    all: whole.as_deref(),
                    count: &sum(true),
                    extra: argument,
                    is_one: false,
                    least: &|k: &str| Some(format!("SMALL({},{k})", chosen("+", terms))),
                    greatest: &|k: &str| Some(format!("LARGE({},{k})", chosen("-", terms))),
                    above: &|more: &str| {
                        format!("SUM({})", terms.iter().map(above).chain([more.into()]).collect::<Vec<_>>().join(","))
                    },
                });
            }
            Gather::Share => zero(kind).to_owned(),
        })
    }
}

/// What stands for a figure that is passed over where the greatest is asked for; its opposite where the least is.
pub(super) const PASSED_OVER: &str = "1E+15";

/// Cells as one array, those that do not count far away from the others: far above (`+`) or below (`-`) them.
fn chosen(or: &str, terms: &[(String, Option<String>)]) -> String {
    let places = (1..=terms.len()).map(|place| place.to_string()).collect::<Vec<_>>().join(",");
    // No `IF` within: LibreOffice takes its branches for arrays there.
    let cells = terms.iter().map(|(value, condition)| match condition {
        None => value.clone(),
        Some(condition) => format!("({condition})*({value}){or}(1-({condition}))*{PASSED_OVER}"),
    });
    format!("CHOOSE({{{places}}},{})", cells.collect::<Vec<_>>().join(","))
}
