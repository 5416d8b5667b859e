//! Addresses and areas as they stand in a file.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::super::address::{Address, COLUMNS, ROWS};
use super::super::shape::Area;
use super::super::xml::whole;

/// `B7`, in capitals, without dollars.
pub(super) fn address(text: &[u8]) -> Option<Address> {
    let letters = text.iter().take_while(|b| b.is_ascii_uppercase()).count();
    if !(1..=3).contains(&letters) {
        return None;
    }
    let (letters, digits) = text.split_at(letters);
    let column = letters.iter().fold(0, |column, letter| column * 26 + u32::from(letter - b'A') + 1) - 1;
    let row = whole(digits).filter(|_| digits[0] != b'0')? - 1;
    (row < ROWS && column < COLUMNS).then_some(Address { row, column })
}

/// `B2:D7`, whole columns `A:B`, whole rows `1:2`, or one cell.
pub(super) fn of(text: &[u8]) -> Option<Area> {
    let (first, last) = match memchr::memchr(b':', text) {
        Some(colon) => {
            let (first, last) = (&text[..colon], &text[colon + 1..]);
            let alone = |half: &[u8], of: fn(&u8) -> bool| !half.is_empty() && half.iter().all(of);
            if alone(first, u8::is_ascii_uppercase) && alone(last, u8::is_ascii_uppercase) {
                (address(&[first, b"1"].concat())?, address(&[last, b"1048576"].concat())?)
            } else if alone(first, u8::is_ascii_digit) && alone(last, u8::is_ascii_digit) {
                (address(&[b"A", first].concat())?, address(&[b"XFD", last].concat())?)
            } else {
                (address(first)?, address(last)?)
            }
        }
        None => (address(text)?, address(text)?),
    };
    let column = |at: Address| u16::try_from(at.column).ok();
    let (first_column, last_column) = (column(first)?, column(last)?);
    let area = Area { first_row: first.row + 1, first_column, last_row: last.row + 1, last_column };
    (first.row <= last.row && first_column <= last_column).then_some(area)
}

/// Two areas that overlap, if any do; they come in the order of their first rows.
pub(super) fn overlap(areas: &[Area]) -> Option<(Area, Area)> {
    // Those that reach the row where the next one begins, by their first columns: they are beside each other.
    let mut reaching: BTreeMap<u16, Area> = BTreeMap::new();
    let mut ends = BinaryHeap::new();
    for area in areas {
        while let Some(Reverse((last_row, column))) =
            ends.peek().copied().filter(|Reverse((last, _))| *last < area.first_row)
        {
            if reaching.get(&column).is_some_and(|other: &Area| other.last_row == last_row) {
                reaching.remove(&column);
            }
            ends.pop();
        }
        let before = reaching.range(..=area.last_column).next_back().map(|(_, other)| *other);
        if let Some(other) = before.filter(|other| other.last_column >= area.first_column) {
            return Some((other, *area));
        }
        reaching.insert(area.first_column, *area);
        ends.push(Reverse((area.last_row, area.first_column)));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_as_programs_write_them() {
        for (text, expected) in [("A1", (0, 0)), ("XFD1048576", (1_048_575, 16_383)), ("AA10", (9, 26))] {
            assert_eq!(address(text.as_bytes()), Some(Address { row: expected.0, column: expected.1 }));
        }
        for text in ["", "A", "1", "A0", "A01", "a1", "XFE1", "A1048577", "AAAA1", "A1 ", "$A$1", "A1:B2", "A-1"] {
            assert_eq!(address(text.as_bytes()), None, "{text}");
        }
        assert_eq!(of(b"B2:D7").map(|area| area.to_string()).as_deref(), Some("B2:D7"));
        assert_eq!(of(b"B2").map(|area| area.to_string()).as_deref(), Some("B2"));
        assert_eq!(of(b"A:B").map(|area| area.to_string()).as_deref(), Some("A1:B1048576"));
        assert_eq!(of(b"2:3").map(|area| area.to_string()).as_deref(), Some("A2:XFD3"));
        assert!(of(b"D7:B2").is_none() && of(b"B2:").is_none() && of(b"A:2").is_none() && of(b":").is_none());
    }

    #[test]
    fn areas_that_overlap() {
        let areas = |texts: &[&str]| {
            let mut areas: Vec<Area> = texts.iter().map(|text| of(text.as_bytes()).unwrap()).collect();
            areas.sort_unstable();
            overlap(&areas).is_some()
        };
        assert!(!areas(&["A1:A9", "B1:C2", "B3:C4", "D2:D3", "A10:D10"]));
        assert!(areas(&["A1:A9", "A9:B9"]));
        assert!(areas(&["B2:D4", "A3:E3"]));
        assert!(areas(&["A1:B2", "A1:B2"]));
        assert!(areas(&["C1:C9", "A2:B3", "B3:C3"]));
        // Against all pairs of many small ones.
        let mut state = 1_u32;
        let mut roll = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) % below
        };
        for _ in 0..2_000 {
            let mut list: Vec<Area> = (0..6)
                .map(|_| {
                    let (row, column) = (1 + roll(12), u16::try_from(roll(12)).unwrap());
                    let (rows, columns) = (roll(3), u16::try_from(roll(3)).unwrap());
                    Area { first_row: row, first_column: column, last_row: row + rows, last_column: column + columns }
                })
                .collect();
            list.sort_unstable();
            let touch = |a: &Area, b: &Area| {
                a.first_row <= b.last_row
                    && b.first_row <= a.last_row
                    && a.first_column <= b.last_column
                    && b.first_column <= a.last_column
            };
            let expected = (0..6).any(|i| (0..i).any(|j| touch(&list[i], &list[j])));
            assert_eq!(overlap(&list).is_some(), expected, "{list:?}");
        }
    }
}
