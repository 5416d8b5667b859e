#![no_main]

#[path = "../../tests/fuzzed/targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(init: targets::panics_are_caught(), |bytes: &[u8]| targets::package(bytes));
