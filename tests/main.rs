//! All tests as one program: it is linked once, and long tests run beside short ones. One file alone: `cargo test live::`.

#[path = "accounted/main.rs"]
mod accounted;
mod agreement;
mod architecture;
mod archive;
mod bent;
#[allow(dead_code, reason = "sizes are for measuring")]
#[path = "../benches/common/book.rs"]
mod book;
#[path = "browser/main.rs"]
mod browser;
mod chain;
#[path = "clauses/main.rs"]
mod clauses;
mod clerk;
#[path = "clerk_year/main.rs"]
mod clerk_year;
mod cli;
mod cliffs;
mod closed;
mod common;
mod coverage;
mod crowd;
mod dated;
mod diff;
mod discretion;
mod earlier_layout;
mod examples;
#[path = "excel/main.rs"]
mod excel;
#[path = "faults/main.rs"]
mod faults;
mod formats;
#[path = "fuzzed/main.rs"]
mod fuzzed;
mod guide;
mod hierarchy;
mod history;
mod hostile;
mod injection;
#[path = "limits/main.rs"]
mod limits;
mod lint;
mod live;
#[path = "manipulations/main.rs"]
mod manipulations;
mod mutants;
mod openings;
mod opens_with;
mod oracle;
mod other_plans;
mod paper;
mod peers;
mod people;
mod plain_text;
mod previous;
mod properties;
mod proposals;
mod readme;
mod recorded;
mod samples;
mod schemas;
#[path = "schemes/main.rs"]
mod schemes;
mod second_reader;
#[path = "settling/main.rs"]
mod settling;
mod source;
mod splits;
mod statements;
mod supply;
mod survival;
mod takeover;
mod terminal;
mod two_readers;
mod verify;
mod versions;
mod years;
