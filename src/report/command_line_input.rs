//! What the command line added to an input.

/// What the command line added to an input: nothing of it stands in the input file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommandLineInput {
    /// `--through`.
    pub through: Option<String>,
    /// `--set`: name and value, as typed.
    pub set: Vec<(String, String)>,
}

impl CommandLineInput {
    /// Reads what [`CommandLineInput::fmt`](std::fmt::Display) writes; `None` for anything else.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut given = Self::default();
        let mut words = shlex::split(text)?.into_iter();
        while let Some(word) = words.next() {
            match (word.as_str(), words.next()?) {
                ("--through", value) => given.through = Some(value),
                ("--set", value) => {
                    let (name, value) = value.split_once('=')?;
                    given.set.push((name.to_owned(), value.to_owned()));
                }
                _ => return None,
            }
        }
        Some(given)
    }
}

impl std::fmt::Display for CommandLineInput {
    /// As it would be typed in a shell: `--through Q3 --set 'in_target_rate=8%'`.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let through = self.through.iter().flat_map(|period| ["--through".to_owned(), period.clone()]);
        let set = self.set.iter().flat_map(|(name, value)| ["--set".to_owned(), format!("{name}={value}")]);
        let words: Vec<String> = through.chain(set).collect();
        // A command line has no NUL, which is all that could not be quoted.
        formatter.write_str(&shlex::try_join(words.iter().map(String::as_str)).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(through: Option<&str>, set: &[(&str, &str)]) -> CommandLineInput {
        let set = set.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        CommandLineInput { through: through.map(str::to_owned), set }
    }

    #[test]
    fn what_was_typed_is_read_back() {
        for (given, text) in [
            (given(None, &[]), ""),
            (given(Some("Q3"), &[]), "--through Q3"),
            (given(None, &[("a", "8%"), ("b", "")]), "--set 'a=8%' --set 'b='"),
            (given(Some("三季度"), &[("目标内奖金比率", "it's = \"8 %\" $x\\")]), ""),
        ] {
            if !text.is_empty() {
                assert_eq!(given.to_string(), text);
            }
            assert_eq!(CommandLineInput::read(&given.to_string()), Some(given));
        }
        assert_eq!(CommandLineInput::read("--through"), None);
        assert_eq!(CommandLineInput::read("--set x"), None);
        assert_eq!(CommandLineInput::read("rm -rf"), None);
    }
}
