//! What is found while settling.

messages! {
    /// What is found while settling.
    Settle "settle" {
        NoYearToAdjust { id, label },
        FigureNotApplicable { label, id },
        DeleteOrCorrect,
        TooManyParts { most },
        FewerParts,
        NetNotInFen,
        RoundNet,
        DateDecides { label, from },
        GiveDate,
        LawBroken { label, at },
        PayNothing,
        LawOfParts,
        LawOfOrder,
        BelowFirstBand { amount, label },
        AddLowerBand,
        NoSuchRow { label },
        AddToTable,
        CalculatedWithNotApplicable { part },
        TellApart,
        NotExact { part, problem },
        CheckInputs,
        CannotShare { pool },
        CheckWeights,
        CannotCompute { who, label, what },
        CheckOwed,
        IsOwed { label, who, payable },
        ReviewChanged { id, half, label, then, now },
        CheckProposal,
    }
}
