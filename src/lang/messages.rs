//! What the program says, room by room: each message a variant with its data, as the catalogues have them (`src/build.rs`).

include!(concat!(env!("OUT_DIR"), "/messages.rs"));
