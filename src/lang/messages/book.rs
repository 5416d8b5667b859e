//! What is said of the facts.

messages! {
    /// What is said of the facts.
    Book "book" {
        TooManyFaults { listed },
        MendThoseListed,
        TooManyWarnings { listed },
        SeeToThoseListed,
        Policy,
        Guide,
        Examples,
        Proposals,
        YearEnd,
        Month { number, two_digits },
        Found { found },
    }
}
