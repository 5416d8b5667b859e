//! Whom a text means that is nobody's id or name: `0012` where there is `12`, `M001 张明` where there is M001.

use std::collections::HashMap;

use super::text::fold;
use crate::book::{Findings, Manager, Place};
use crate::say;

/// The number that an id is, zeros in front left out.
fn number(id: &str) -> Option<String> {
    let folded = fold(id);
    let digits = !folded.is_empty() && folded.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| {
        let bare = folded.trim_start_matches('0');
        if bare.is_empty() { "0".to_owned() } else { bare.to_owned() }
    })
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

/// Whether a text is a person's id and name, whatever stands between and around them.
fn both(text: &str, manager: &Manager) -> bool {
    let beside = |c: char| c.is_whitespace() || "()（）[]【】-—_/|,，、:：·.".contains(c);
    let bare = |text: &str| fold(text).chars().filter(|c| !beside(*c)).collect::<String>();
    let (all, id, name) = (bare(text), bare(&manager.id), bare(&manager.name));
    let rest = all.strip_prefix(&id).or_else(|| all.strip_suffix(&id));
    !id.is_empty() && !name.is_empty() && id != name && rest == Some(name.as_str())
}

/// Two ids that are the same number: a row that was meant for the one may go to the other.
pub(super) fn alike(managers: &[Manager], place: &dyn Fn(u32) -> Place, findings: &mut Findings) {
    let mut seen: HashMap<String, &Manager> = HashMap::new();
    for manager in managers {
        let Some(number) = number(&manager.id) else { continue };
        let Some(first) = seen.get(&number) else {
            seen.insert(number, manager);
            continue;
        };
        let (first_row, other) = (first.row, &first.id);
        findings.warn(
            place(manager.row),
            &manager.id,
            say!(Read::SameNumberAsId { other, first_row }),
            say!(Read::OnePersonOrTwo),
        );
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
        for text in ["13", "M001 张明", "M00", "07", "", "李"] {
            assert_eq!(meant(text, &managers), None, "{text}");
        }
        let mut findings = Findings::default();
        alike(&managers, &|row| Place::cell("x", row, 0), &mut findings);
        assert_eq!(findings.warnings.iter().map(|w| w.found.as_str()).collect::<Vec<_>>(), ["7"]);
    }
}
