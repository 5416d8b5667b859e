//! Bent copies of valid workbooks, made by the dice that the input throws: what is read is what the unbent file says.
#![no_main]

#[path = "../../tests/fuzzed/targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(init: targets::panics_are_caught(), |bytes: &[u8]| targets::mutant(bytes));
