//! "Did you mean": the nearest known word.

use strsim::osa_distance;

/// The word of `known` that is nearest to `word`, if it is near enough to be a slip of the pen. Of two that are
/// equally near neither is meant: `M009` may be any of `M001` and `M002`.
#[must_use]
pub fn closest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let limit = (word.chars().count() / 3).max(1);
    let mut nearest: Option<(usize, &str)> = None;
    let mut tied = false;
    for candidate in known {
        let distance = osa_distance(&lower, &candidate.to_lowercase());
        match nearest {
            _ if distance > limit => {}
            Some((least, _)) if distance > least => {}
            Some((least, other)) if distance == least => tied |= !other.eq_ignore_ascii_case(candidate),
            _ => (nearest, tied) = (Some((distance, candidate)), false),
        }
    }
    nearest.filter(|_| !tied).map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_and_only_one() {
        let closest = |word| closest(word, ["M001", "M002", "accrued", "basis"].into_iter());
        assert_eq!(closest("M0O1"), Some("M001"));
        assert_eq!(closest("acrued"), Some("accrued"));
        assert_eq!(closest("acured"), Some("accrued"));
        assert_eq!(closest("m002"), Some("M002"));
        assert_eq!(closest("M009"), None);
        assert_eq!(closest("surplus"), None);
    }
}
