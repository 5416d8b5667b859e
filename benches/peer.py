#!/usr/bin/env python3
"""What a plain job in polars takes with the book of `examples/book`, for the peers of the README's performance section.

It reads the same workbook, divides the lines, sums them by person and quarter, works out a bonus of a few columns and writes
three sheets of plain values. No carried balance, no half-year, no settlement, no formula, no check, and floats for money: far
less than the policy asks for. Run by hand only:

    pip install polars fastexcel xlsxwriter
    python benches/peer.py IN.xlsx OUT.xlsx
"""

import sys
import time

import polars as pl
import xlsxwriter

COSTS = ["Partner share", "Selling expense", "Entertainment", "Travel"]


def main(source: str, target: str) -> None:
    began = time.monotonic()
    sheets = ["Managers", "Quotas", "KPI scores", "KPI coefficients", "Collections", "Splits"]
    people, quotas, scores, bands, lines, splits = (pl.read_excel(source, sheet_name=sheet) for sheet in sheets)

    lines = lines.with_columns(
        Quarter=pl.concat_str(pl.lit("Q"), pl.col("Date").dt.quarter().cast(pl.String)),
        Net=pl.col("Amount") - pl.sum_horizontal(*COSTS),
    )
    own = lines.filter(pl.col("Manager").is_not_null()).with_columns(Share=pl.lit(1.0))
    divided = lines.filter(pl.col("Manager").is_null()).drop("Manager").join(splits, on="Project")
    credits = pl.concat([own, divided.select(own.columns)]).with_columns(Part=(pl.col("Net") * pl.col("Share")).round(2))
    credits = credits.join(people, left_on="Manager", right_on="ID").sort("Quarter", "Manager", "Date")

    sums = credits.group_by("Manager", "Quarter").agg(Collections=pl.col("Part").sum().round(2))
    marks = pl.mean_horizontal("Department manager", "Sales management", "Sales director")
    scores = scores.with_columns(Score=marks.round(2)).sort("Score")
    scores = scores.join_asof(bands.sort("Score from").cast({"Score from": pl.Float64}), left_on="Score", right_on="Score from")
    quarters = (
        quotas.join(sums, left_on=["ID", "Quarter"], right_on=["Manager", "Quarter"], how="left")
        .join(scores.select("ID", "Quarter", "Score", "Coefficient"), on=["ID", "Quarter"], how="left")
        .with_columns(Basis=pl.when(pl.col("Collections") >= pl.col("Base")).then(pl.min_horizontal("Collections", "Target")).otherwise(0))
        .with_columns(Accrued=(pl.col("Basis") * 0.0712 / 1.17).round(2))
        .with_columns(Bonus=(pl.col("Accrued") * (0.8 + 0.2 * pl.col("Coefficient").fill_null(1))).round(2))
        .sort("ID", "Quarter")
    )
    shown = credits.select("Quarter", "Manager", "Project", "Net", "Part")
    year = quarters.group_by("ID").agg(pl.col("Collections", "Target", "Bonus").sum().round(2)).sort("ID")

    with xlsxwriter.Workbook(target) as book:
        year.write_excel(book, "Summary")
        quarters.write_excel(book, "Quarters")
        shown.write_excel(book, "Credits")
    cells = sum(table.height * table.width for table in (year, quarters, shown))
    print(f"{cells} cells of plain values in {time.monotonic() - began:.2f} s", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
