//! What a person is answered: why so much, and what may be reached.

messages! {
    /// What a person is answered.
    Answer "answer" {
        Between,
        FromTo { first, last },
        FigureAndValue { label, value },
        OfRow { rows, label },
        Course { period, figures },
        CourseAndStatus { period, figures, status },
        BelowZero { amount },
        PartAlone { label, amount, clause },
        PartRests { label, amount, rests, clause },
        ReachesPays { amount, period, label, pays },
        ReachesPaysNothing { amount, period, label },
        Decide { half, label, was, now },
    }
}
