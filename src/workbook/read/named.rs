//! Whom a text means that is nobody's id or name: `0012` where there is `12`, `M001 张明` where there is M001.

use std::collections::HashMap;

use super::text::{all_digits, fold};
use super::words::TOTALS;
use crate::book::{Findings, Manager, Place};
use crate::say;

/// The number that an id is, zeros in front left out.
fn number(id: &str) -> Option<String> {
    all_digits(&fold(id)).then(|| bare(id))
}

/// The id of the one person that a text means.
pub(super) fn meant<'m>(text: &str, managers: &'m [Manager]) -> Option<&'m str> {
    let mut found = managers.iter().filter(|manager| {
        let equal = number(text).is_some_and(|wanted| number(&manager.id) == Some(wanted));
        equal || both(text, manager)
    });
    let first = found.next()?;
    found.next().is_none().then_some(first.id.as_str())
}

/// A person's id or name with a word for a total right behind it, as it is known for one: with a blank between.
pub(super) fn total_of_person(text: &str, managers: &[Manager]) -> Option<String> {
    let folded = fold(text);
    // `subtotal` ends in another of the words.
    TOTALS.iter().find_map(|word| {
        let person = folded.strip_suffix(word).filter(|person| !person.is_empty())?;
        let mut names = managers.iter().flat_map(|manager| [&manager.id, &manager.name]);
        names.find(|name| fold(name) == person).map(|name| format!("{name} {word}"))
    })
}

/// Whether a text is a person's id and name, whatever stands between and around them.
fn both(text: &str, manager: &Manager) -> bool {
    let beside = |c: char| c.is_whitespace() || "()（）[]【】-—_/|,，、:：·.".contains(c);
    let bare = |text: &str| fold(text).chars().filter(|c| !beside(*c)).collect::<String>();
    let (all, id, name) = (bare(text), bare(&manager.id), bare(&manager.name));
    let rest = all.strip_prefix(&id).or_else(|| all.strip_suffix(&id));
    !id.is_empty() && !name.is_empty() && id != name && rest == Some(name.as_str())
}

/// An id without what a hurried hand leaves out: zeros in front of a number, and marks, but for those between two numbers.
pub(super) fn bare(id: &str) -> String {
    let (folded, mut bare) = (fold(id), String::with_capacity(id.len()));
    let mut rest = folded.as_str();
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (number, behind) = rest.split_at(end);
        let end = behind.find(|c: char| c.is_ascii_digit()).unwrap_or(behind.len());
        let (words, next) = behind.split_at(end);
        let kept = number.trim_start_matches('0');
        bare.push_str(if kept.is_empty() { &number[..number.len().min(1)] } else { kept });
        let letters = words.chars().filter(|char| char.is_alphanumeric());
        let before = bare.len();
        bare.extend(letters);
        if bare.len() == before && !words.is_empty() && !next.is_empty() && !number.is_empty() {
            bare.push('-');
        }
        rest = next;
    }
    bare
}

/// Two ids that are the same number, or the same but for zeros and marks: a row that was meant for the one may go to the
/// other.
pub(super) fn alike(managers: &[Manager], place: &dyn Fn(u32) -> Place, findings: &mut Findings) {
    let mut seen: HashMap<String, &Manager> = HashMap::new();
    for manager in managers {
        let number = number(&manager.id);
        let is_number = number.is_some();
        let Some(first) = seen.insert(number.unwrap_or_else(|| bare(&manager.id)), manager) else { continue };
        let (first_row, other) = (first.row, &first.id);
        let problem = if is_number {
            say!(Read::SameNumberAsId { other, first_row })
        } else {
            say!(Read::SameButForZeros { other, first_row })
        };
        findings.warn(place(manager.row), &manager.id, problem, say!(Read::OnePersonOrTwo));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(id: &str, name: &str) -> Manager {
        Manager { id: id.to_owned(), name: name.to_owned(), values: Vec::new(), joined: None, left: None, row: 2 }
    }

    #[test]
    fn people_are_recognized_by_number_and_by_id_with_name() {
        let managers = [person("12", "张明"), person("M001", "李华"), person("007", "王芳"), person("7", "赵强")];
        for (text, id) in [
            ("0012", "12"),
            ("012", "12"),
            ("M001 李华", "M001"),
            ("李华（M001）", "M001"),
            ("m001-李华", "M001"),
            ("M001李华", "M001"),
            ("12 张明", "12"),
        ] {
            assert_eq!(meant(text, &managers), Some(id), "{text}");
        }
        assert_eq!(total_of_person("李华小计", &managers).as_deref(), Some("李华 小计"));
        assert_eq!(total_of_person("m001Total", &managers).as_deref(), Some("M001 total"));
        assert_eq!(total_of_person("M001Subtotal", &managers).as_deref(), Some("M001 subtotal"));
        assert_eq!(total_of_person("小计", &managers), None);
        assert_eq!(total_of_person("王小计", &managers), None);
        for text in ["13", "M001 张明", "M00", "07", "", "李"] {
            assert_eq!(meant(text, &managers), None, "{text}");
        }
        let mut findings = Findings::default();
        alike(&managers, &|row| Place::cell("x", row, 0), &mut findings);
        assert_eq!(findings.warnings.iter().map(|w| w.found.as_str()).collect::<Vec<_>>(), ["7"]);
    }

    #[test]
    fn ids_that_differ_by_zeros_and_marks_are_told() {
        for (first, second, told) in [
            ("M001", "M01", true),
            ("M-001", "M001", true),
            ("M1", "m 1", true),
            ("A10", "A010", true),
            ("A10", "A1", false),
            ("A100", "A10", false),
            ("A1B0", "A1B", false),
            ("0", "00", true),
            ("M0", "M", false),
            ("M0", "M00", true),
            ("张1", "张01", true),
            ("M1", "N1", false),
            ("1-12", "11-2", false),
            ("1-2", "01-02", true),
        ] {
            let mut findings = Findings::default();
            let managers = [person(first, "甲"), person(second, "乙")];
            alike(&managers, &|row| Place::cell("x", row, 0), &mut findings);
            assert_eq!(findings.warnings.len(), usize::from(told), "{first} {second}");
        }
    }
}
