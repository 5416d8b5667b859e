//! Aggregates over peers: ranges of their sheet, in functions that Excel 2007 and WPS know.
//!
//! `SUMPRODUCT` looks at a range cell by cell. A row that is not there is blank on the sheet: it counts as 0 in a sum, and
//! for all else a factor leaves it out, of cells that are filled in or of cells that hold a number.

use super::super::code::{Code, Gather, Op, Space};
use super::super::functions::NumberCells;
use super::finer::PASSED_OVER;
use super::{Finer, Writer};

impl Writer<'_> {
    /// An aggregate over peers; `None` where Excel has no form for it.
    pub(super) fn across(&self, code: &Code) -> Option<String> {
        let Op::Aggregate { gather, over, reach, argument, value, condition, .. } = &code.op else { return None };
        let Finer::Ranges(ranges) = self.addresses.finer(*over, *reach) else { return None };
        let range = ranges.first()?;
        let company = range.company()?;
        let inner = Writer { addresses: &**range, by_range: true, careful: false };
        let cells = inner.write(value)?;
        let within = reach.condition(*over);
        let only = within.iter().chain(condition.as_deref()).map(|only| Some(format!("*({})", inner.write(only)?)));
        let only = only.collect::<Option<String>>()?;
        let name = matches!(value.op, Op::Slot(_));
        let filled = format!("({}<>\"\")", company.filled);
        // Only on the sheet of its own rows is the cell of one that is not there blank: a manager's figure is there always.
        let own_sheet = matches!(&value.op, Op::Slot(slot) if slot.space == Space::Child);
        // Of a name the cells with a number, of a computed figure the rows that are there.
        let figures = match (name, own_sheet) {
            (true, true) => format!("ISNUMBER({cells})"),
            (true, false) => format!("{filled}*ISNUMBER({cells})"),
            (false, _) => filled.clone(),
        };
        let figures = format!("{figures}{only}");
        let plain = own_sheet && only.is_empty();
        let of_all = |otherwise: &str| format!("({figures})*({cells}){otherwise}(1-({figures}))*{PASSED_OVER}");
        let argument = match argument {
            Some(argument) => self.clean(argument)?,
            None => String::new(),
        };
        let sum = || match (name, plain) {
            (true, true) => format!("SUM({cells})"),
            (true, false) => format!("SUMPRODUCT({filled}{only},{cells})"),
            _ => format!("SUMPRODUCT({filled}{only}*({cells}))"),
        };
        // Where a text would be multiplied: Excel 2007 has no form that passes over it.
        let multiplied = |text: String| (!range.may_not_apply(value)).then_some(text);
        let summed = |text: String| multiplied(format!("SUMPRODUCT({text})"));
        let text = match gather {
            Gather::Sum => sum(),
            Gather::Count => format!("SUMPRODUCT({filled}{only}*1)"),
            Gather::Average => {
                let texts = if name { format!("*(1-ISTEXT({cells}))") } else { String::new() };
                let count = format!("SUMPRODUCT({filled}{only}{texts}*1)");
                format!("IF({count}=0,0,{}/{count})", sum())
            }
            Gather::Min if plain => format!("MIN({cells})"),
            Gather::Max if plain => format!("MAX({cells})"),
            Gather::Min => multiplied(format!("IF(SUMPRODUCT({figures}*1)=0,0,SUMPRODUCT(MIN({})))", of_all("+")))?,
            Gather::Max => multiplied(format!("IF(SUMPRODUCT({figures}*1)=0,0,SUMPRODUCT(MAX({})))", of_all("-")))?,
            Gather::Statistic(statistic) => (statistic.excel)(&NumberCells {
                all: plain.then_some(cells.as_str()),
                count: &if plain { format!("COUNT({cells})") } else { format!("SUMPRODUCT({figures}*1)") },
                extra: &argument,
                is_one: is_own(code) && !argument_of(code).is_some_and(|own| self.addresses.may_be_blank(own)),
                least: &|k: &str| {
                    let small = |cells: &str| format!("SMALL({cells},{k})");
                    if plain { Some(small(&cells)) } else { summed(small(&of_all("+"))) }
                },
                greatest: &|k: &str| {
                    let large = |cells: &str| format!("LARGE({cells},{k})");
                    if plain { Some(large(&cells)) } else { summed(large(&of_all("-"))) }
                },
                above: &|more: &str| format!("SUMPRODUCT({figures}*({cells}>{argument}))+{more}"),
            })?,
            Gather::Share => multiplied(self.share(code, &format!("{filled}{only}"), &cells, &argument)?)?,
            Gather::Last => return None,
        };
        Some(self.of_argument(code, &argument, text))
    }

    /// The part of a pool by largest remainder, in whole numbers that floats hold exactly: weights in units of their last
    /// decimal, the pool in fen.
    fn share(&self, code: &Code, those: &str, cells: &str, pool: &str) -> Option<String> {
        let Op::Aggregate { over, reach, value, .. } = &code.op else { return None };
        let Finer::Ranges(ranges) = self.addresses.finer(*over, *reach) else { return None };
        let (ids, id) = ranges.first()?.company()?.ids?;
        let unit = match ranges.first()?.places(value)? {
            0 => String::new(),
            places => format!("*1{}", "0".repeat(places as usize)),
        };
        let Op::Slot(slot) = &value.op else { return None };
        let space = if slot.space == Space::ChildManager { Space::Manager } else { Space::Own };
        let own = self.addresses.slot(super::Slot { space, ..*slot });
        let fen = format!("ROUND(ABS({pool})*100,0)");
        let (weights, weight) = (format!("{those}*ROUND({cells}{unit},0)"), format!("ROUND({own}{unit},0)"));
        let all = format!("SUMPRODUCT({weights})");
        let whole = |weight: &str| format!("INT({fen}*{weight}/{all})");
        let rest = |weight: &str| format!("({fen}*{weight}-{all}*{})", whole(weight));
        let (rests, rest_of_own) = (rest(&weights), rest(&weight));
        let before = format!("SUMPRODUCT({those}*(({rests}>{rest_of_own})+({rests}={rest_of_own})*({ids}<{id})))");
        let left = format!("{fen}-SUMPRODUCT({})", whole(&weights));
        // Who is not among those has no part.
        let among = format!("SUMPRODUCT({those}*({ids}={id}))");
        Some(format!("IF(OR({fen}=0,{among}=0),0,SIGN({pool})*({}+IF({before}<{left},1,0))/100)", whole(&weight)))
    }
}

/// What an aggregate is given beside the rows.
fn argument_of(code: &Code) -> Option<&Code> {
    if let Op::Aggregate { argument, .. } = &code.op { argument.as_deref() } else { None }
}

/// Whether `RANK` asks for the place of the very figure that is gathered.
fn is_own(code: &Code) -> bool {
    let Op::Aggregate { argument: Some(argument), value, .. } = &code.op else { return false };
    match (&argument.op, &value.op) {
        (Op::Slot(own), Op::Slot(of_peers)) => {
            own.index == of_peers.index && own.space == Space::Own && of_peers.space == Space::Child
        }
        _ => false,
    }
}
