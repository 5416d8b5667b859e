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
        CellsRead { read, passed },
        NoData { no_data },
        NoSuchColumn,
        PassedCells { sheet, cells, count, why },
        PassedCellsUnder { sheet, cells, heading, count, why },
        ToConfirm,
        ConfirmSheet,
        ConfirmCell,
        ConfirmWhose,
        ConfirmWhen,
        ConfirmColumn,
        ConfirmValue,
        ConfirmReason,
    }
}
