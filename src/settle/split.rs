//! The one step between a line and its credits that is no formula: the split by largest remainder
//! (policy.md section 4, KA-2.6).

use rust_decimal::Decimal;

use crate::book::Share;

/// The parts of `net` for `shares`, in the order of the shares, to the fen.
///
/// Each part is first the whole fen of its exact amount; the fen that are left go one by one to the
/// largest remainders, ties to the earlier share (shares stand in the order of manager ids, an outside
/// unit last). A refund splits like its opposite. The parts sum to `net`.
///
/// `None` when `net` has fractions of a fen or a figure is too large to be split exactly.
#[must_use]
pub fn split(net: Decimal, shares: &[Share]) -> Option<Vec<Decimal>> {
    let mut fen = net;
    fen.rescale(2);
    if fen != net {
        return None;
    }
    let negative = fen.mantissa() < 0;
    let whole = fen.mantissa().unsigned_abs();
    let scale = shares.iter().map(|share| share.share.normalize().scale()).max()?;
    let unit = 10_u128.checked_pow(scale)?;
    let mut parts = Vec::with_capacity(shares.len());
    let mut remainders = Vec::with_capacity(shares.len());
    for (index, share) in shares.iter().enumerate() {
        let mut weight = share.share.normalize();
        weight.rescale(scale);
        let exact = whole.checked_mul(weight.mantissa().unsigned_abs())?;
        parts.push(exact / unit);
        remainders.push((exact % unit, index));
    }
    let left = whole.checked_sub(parts.iter().sum::<u128>())?;
    remainders.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    for &(_, index) in remainders.iter().take(usize::try_from(left).ok()?) {
        parts[index] += 1;
    }
    parts
        .into_iter()
        .map(|part| {
            let part = i128::try_from(part).ok()?;
            Decimal::try_from_i128_with_scale(if negative { -part } else { part }, 2).ok()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(texts: &[&str]) -> Vec<Share> {
        let share = |(index, text): (usize, &&str)| Share {
            manager: u32::try_from(index).ok(),
            share: Decimal::from_str_exact(text).unwrap(),
        };
        texts.iter().enumerate().map(share).collect()
    }

    fn parts(net: &str, texts: &[&str]) -> Vec<String> {
        let net = Decimal::from_str_exact(net).unwrap();
        split(net, &shares(texts)).unwrap().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn ties_go_to_the_smaller_id_and_refunds_mirror() {
        assert_eq!(parts("100.01", &["0.5", "0.5"]), ["50.01", "50.00"]);
        assert_eq!(parts("-33.35", &["0.5", "0.5"]), ["-16.68", "-16.67"]);
        assert_eq!(parts("100000.01", &["0.3333", "0.3333", "0.3334"]), ["33330.00", "33330.00", "33340.01"]);
    }

    #[test]
    fn the_largest_remainder_takes_the_fen() {
        assert_eq!(parts("0.01", &["0.4", "0.6"]), ["0.00", "0.01"]);
        assert_eq!(parts("0.05", &["0.3333", "0.3333", "0.3334"]), ["0.02", "0.01", "0.02"]);
    }

    #[test]
    fn fractions_of_a_fen_cannot_be_split() {
        assert_eq!(split(Decimal::new(1, 3), &shares(&["1"])), None);
    }
}
