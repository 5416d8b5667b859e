//! The one step between a line and its credits that is no formula: the split by largest remainder
//! (policy.md section 4, KA-2.6).

use rust_decimal::Decimal;

use crate::book::Share;

/// The shares as whole numbers, and what they are parts of: their sum. Shares that sum to 1 are counted in units of their
/// last decimal; others (three thirds to 15 digits) in the least whole numbers of the same proportion.
///
/// `None` when there is no share or a number is too large.
#[must_use]
pub fn weights(shares: &[Share]) -> Option<(Vec<u128>, u128)> {
    let scale = shares.iter().map(|share| share.share.normalize().scale()).max()?;
    let unit = 10_u128.checked_pow(scale)?;
    let weights = shares.iter().map(|share| {
        let mut weight = share.share.normalize();
        weight.rescale(scale);
        (weight.scale() == scale).then(|| weight.mantissa().unsigned_abs())
    });
    let mut weights: Vec<u128> = weights.collect::<Option<_>>()?;
    let mut total: u128 = weights.iter().sum();
    if total != unit {
        let common = weights.iter().fold(total, |common, weight| divisor(common, *weight)).max(1);
        for weight in &mut weights {
            *weight /= common;
        }
        total /= common;
    }
    (total > 0).then_some((weights, total))
}

/// The greatest common divisor.
fn divisor(one: u128, other: u128) -> u128 {
    if other == 0 { one } else { divisor(other, one % other) }
}

/// The parts of `net` for `shares`, in the order of the shares, to the fen; in proportion to the sum of the shares.
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
    let (weights, total) = weights(shares)?;
    let mut parts = Vec::with_capacity(shares.len());
    let mut remainders = Vec::with_capacity(shares.len());
    for (index, weight) in weights.into_iter().enumerate() {
        let exact = whole.checked_mul(weight)?;
        parts.push(exact / total);
        remainders.push((exact % total, index));
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
    fn shares_are_taken_in_proportion_to_their_sum() {
        let third = "0.333333333333333";
        assert_eq!(parts("100000.01", &[third; 3]), ["33333.34", "33333.34", "33333.33"]);
        assert_eq!(parts("-100000.01", &[third; 3]), ["-33333.34", "-33333.34", "-33333.33"]);
        // Six of them sum to 1.000000000000002; the largest net that there may be is still divided.
        assert_eq!(parts("0.06", &["0.166666666666667"; 6]), ["0.01"; 6]);
        assert_eq!(parts("9999999999999.99", &[third; 3])[2], "3333333333333.33");
    }

    #[test]
    fn fractions_of_a_fen_cannot_be_split() {
        assert_eq!(split(Decimal::new(1, 3), &shares(&["1"])), None);
    }
}
