//! Seals: who says what of which results. A text file beside the results, to which lines are only ever added; each seal
//! names the bytes that it is about, hashes the seal before it, and is signed with an SSH key, or says that it is not.
//!
//! [`text`] writes and reads the file, [`check`] says whether its chain holds and what of it still holds of the results,
//! [`signature`] signs and checks. The room is pure: whoever uses it reads the files and tells the day.
//!
//! What a seal proves: with a key, that whoever held the key on signing said so of exactly these bytes, and that no seal
//! before it was changed, taken out or put in since. Without one it proves nothing, and says so. The last seals of a file
//! can always be cut off: hence the SHA-256 on paper, beside the signatures.

mod check;
mod role;
mod signature;
mod text;

pub use check::{Checked, SealsDocument, checked};
pub use role::Role;
pub use signature::{KeyFault, signed};
pub use text::{BadSeals, FileHash, SealLine, Seals};
