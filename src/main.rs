//! The `bonus` program: parse the arguments, run, exit status.

use std::process::ExitCode;

fn main() -> ExitCode {
    bonus::cli::run()
}
