//! The lists of words in `words.toml`, as the compiler knows them.

include!(concat!(env!("OUT_DIR"), "/words.rs"));
