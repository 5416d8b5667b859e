//! How a room's messages are declared, and how one is said.

/// Declares the messages of rooms: `Room "key" { Message { data, … } [ language: "text", … ], … }`. Each becomes a variant
/// with its data, which stands in its texts where `{data}` does.
macro_rules! messages {
    ($($(#[$attribute:meta])* $room:ident $key:literal {
        $($variant:ident $({ $($field:ident),* })? [ $($lang:ident: $text:literal),* ],)*
    })*) => {
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
                            $crate::lang::catalogue::MessageTexts { $($lang: $text),* }.say(&[$($((stringify!($field), $field)),*)?])
                        })*
                    }
                }
            }
        )*

        /// The messages of each room.
        pub(super) const ROOMS: &[$crate::lang::catalogue::RoomMessages] = &[$($crate::lang::catalogue::RoomMessages {
            heading: $key,
            messages: &[$((
                stringify!($variant),
                &[$($(stringify!($field)),*)?],
                $crate::lang::catalogue::MessageTexts { $($lang: $text),* },
            )),*],
        }),*];
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
