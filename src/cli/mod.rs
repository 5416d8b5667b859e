//! The commands: what was typed is parsed here, one file a command, and nothing is computed here.

mod arguments;
mod cells;
mod check;
mod chosen;
mod cliffs;
mod command_line;
mod compute;
mod coverage;
mod diff;
mod differing;
mod dropped;
mod elsewhere;
mod excerpt;
mod explain;
mod failure;
mod help;
mod input;
mod install;
mod library;
mod likeness;
mod mark;
mod memory;
mod named;
mod next;
mod output;
mod paid;
mod people;
mod policy;
mod policy_json;
mod previous;
mod progress;
mod readings;
mod receipt;
mod recorded;
mod reported;
mod rerun;
mod run;
#[cfg(test)]
mod schemas;
mod seal;
mod sealed;
mod side_by_side;
mod sides;
mod statements;
mod table;
mod talk;
mod template;
mod timings;
mod verified;
mod verify;
mod versions;
mod what_if;
mod width;

#[cfg(test)]
pub(crate) use command_line::help_of_every_command;
pub use run::run;
