//! Writes an input workbook to measure with: `cargo run --release --example book -- M /tmp/m.xlsx`.
//!
//! Sizes: S 50 managers and 500 lines, M 5,000 and 100,000, N 20,000 and 400,000, L 50,000 and 1,000,000. The same bytes every time.

#[path = "../benches/common/book.rs"]
mod book;

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(name), Some(path)) = (arguments.next(), arguments.next()) else {
        return Err("usage: book SIZE FILE, such as book M /tmp/m.xlsx".into());
    };
    let known = book::SIZES.map(|(name, _)| name).join(", ");
    let size = book::size(&name).ok_or_else(|| format!("there is no size {name}; there are {known}"))?;
    std::fs::write(path, book::book(size)?)?;
    Ok(())
}
