//! How a room's messages are declared, and how one is said.

/// Declares the messages of rooms: `Room "key" { Message { data, … }, … }`. Each becomes a variant with its data, and its
/// texts stand in the catalogue of each language under `[key]`, with `{data}` where the data goes.
macro_rules! messages {
    ($($(#[$attribute:meta])* $room:ident $key:literal { $($variant:ident $({ $($field:ident),* $(,)? })?),* $(,)? })*) => {
        $(
            $(#[$attribute])*
            #[derive(Clone, Debug, PartialEq, Eq)]
            #[expect(missing_docs, reason = "the texts of the catalogue say what each message means")]
            pub enum $room {
                $($variant $({ $($field: $crate::lang::Words),* })?,)*
            }

            impl $room {
                /// The message in every language.
                #[must_use]
                pub fn words(&self) -> $crate::lang::Words {
                    match self {
                        $(Self::$variant $({ $($field),* })? => {
                            $crate::lang::catalogue::say($key, stringify!($variant), &[$($((stringify!($field), $field)),*)?])
                        })*
                    }
                }
            }
        )*

        /// The messages of each room, with the data of each: its name, its heading in the catalogues, and they.
        #[cfg(test)]
        pub(super) const ROOMS: &[(&str, &str, &[(&str, &[&str])])] = &[
            $((stringify!($room), $key, &[$((stringify!($variant), &[$($(stringify!($field)),*)?])),*])),*
        ];
    };
}

/// A message in every language: `say!(Room::Message { name, other: value })`. Data is words, or whatever is written alike in
/// every language.
#[macro_export]
macro_rules! say {
    ($room:ident :: $variant:ident $({ $($field:ident $(: $value:expr)?),* $(,)? })?) => {
        $crate::lang::messages::$room::$variant $({ $($field: $crate::say!(@ $field $(, $value)?)),* })?.words()
    };
    (@ $field:ident) => {{
        #[allow(unused_imports, reason = "two implementations, one of which is found")]
        use $crate::lang::InWords as _;
        $field.in_words()
    }};
    (@ $field:ident, $value:expr) => {{
        use $crate::lang::InWords as _;
        ($value).in_words()
    }};
}
