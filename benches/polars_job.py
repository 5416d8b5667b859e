"""A plain job in polars on an input workbook, to measure `bonus compute` beside: python3 polars_job.py INPUT OUTPUT

Reads the three sheets of a key-account workbook, sums the collection lines by person and quarter, computes a bonus a quarter
from the targets, and writes values: a sheet a quarter and one of the year, no formulas, no looks. What takes the time in such a
job is there, and nothing of what makes a bonus right. Needs `pip install polars fastexcel xlsxwriter`; it is run by hand only,
best in turns with the program: `for i in 1 2 3; do time python3 benches/polars_job.py in.xlsx out.xlsx; time bonus --quiet
compute in.xlsx -o results.xlsx --force; done`. Prints wall and processor seconds of its own and the most memory it held.
"""

import resource
import sys
import time

import polars
import xlsxwriter

RATE, TAX = 0.0712, 1.17


def column(frame, *words):
    """The first column whose heading has one of the words."""
    for name in frame.columns:
        if any(word in name for word in words):
            return name
    sys.exit(f"no column {words} in {frame.columns}")


def sheet(path, names, rows_above):
    """The sheet that has one of the names in its own, from its headings on."""
    import fastexcel

    book = fastexcel.read_excel(path)
    found = next((name for name in book.sheet_names if any(word in name for word in names)), None)
    if found is None:
        sys.exit(f"no sheet {names} in {book.sheet_names}")
    return polars.read_excel(path, sheet_name=found, read_options={"header_row": rows_above})


def main():
    _, source, target = sys.argv
    rows_above = 0
    targets = sheet(source, ("任务", "Target", "Quota"), rows_above)
    lines = sheet(source, ("回款", "Collection", "Lines"), rows_above)
    person, quarter = ("工号", "id", "ID"), ("季度", "Quarter")
    amount, task = ("金额", "Amount"), ("任务额", "目标", "Target")
    own = [column(lines, *person), column(lines, *quarter)]
    sums = lines.group_by(own).agg(polars.col(column(lines, *amount)).cast(polars.Float64).sum().alias("collected"))
    keys = [column(targets, *person), column(targets, *quarter)]
    rows = targets.join(sums, left_on=keys, right_on=own, how="left").with_columns(polars.col("collected").fill_null(0))
    goal = polars.col(column(targets, *task)).cast(polars.Float64)
    rows = rows.with_columns((polars.min_horizontal(polars.col("collected"), goal) * RATE / TAX).round(2).alias("bonus"))
    year = rows.group_by(keys[0], maintain_order=True).agg(polars.col("collected", "bonus").sum())
    with xlsxwriter.Workbook(target) as book:
        for number in rows[keys[1]].unique(maintain_order=True):
            rows.filter(polars.col(keys[1]) == number).write_excel(book, worksheet=str(number))
        year.write_excel(book, worksheet="year")
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(f"{time.perf_counter() - BEGAN:.2f} s wall, {usage.ru_utime + usage.ru_stime:.2f} s processor, "
          f"{usage.ru_maxrss / 1024:.0f} MB, {len(lines)} lines")


BEGAN = time.perf_counter()
main()
