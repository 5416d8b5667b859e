"""Writes an input workbook anew, from the program's own template and with the same data: python3 anew.py BONUS OLD NEW

For a workbook that another program made. BONUS is the program. The sheets and headings of OLD must be those of the template,
in either language; what it says is put into the template's cells, so that NEW has its lists, notes and colours. The same bytes
every time. Ends with an error unless the program computes the same figures from both.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.utils import get_column_letter

HEADINGS = 5


def run(*words):
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(words)}\n{done.stderr}")
    return done.stdout


def template(bonus, policy, people, lang, folder):
    path = pathlib.Path(folder) / "template.xlsx"
    run(bonus, "template", "--policy", policy, "--managers", str(people), "--lang", lang, "-o", str(path), "--quiet")
    return path


def cell(address, style, value):
    if value is None:
        return f'<c r="{address}"{style}/>'
    if isinstance(value, str):
        return f'<c r="{address}"{style} t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    if isinstance(value, bool):
        return f'<c r="{address}"{style} t="b"><v>{int(value)}</v></c>'
    return f'<c r="{address}"{style}><v>{value!r}</v></c>'


def put(xml, address, value):
    """The XML with a value in a cell, which keeps its look."""
    found = re.search(rf'<c r="{address}"( s="\d+")?[^>]*?(/>|>.*?</c>)', xml)
    if not found:
        if value is None:
            return xml
        sys.exit(f"the template has no cell {address}")
    return xml[: found.start()] + cell(address, found[1] or "", value) + xml[found.end() :]


def filled(xml, old, form):
    """The XML of a sheet of the template with the data of the old sheet."""
    rows = [row for row in old.iter_rows(values_only=True)]
    headings = {text: at for at, text in enumerate(cell.value for cell in form[HEADINGS]) if text}
    for text in rows[0]:
        if text not in headings:
            sys.exit(f"{old.title}: the template has no heading {text}")
    if form.cell(HEADINGS, 3).value in ("默认值", "Default"):
        # Settings stand in the rows of their names.
        places = {form.cell(row, 1).value: row for row in range(HEADINGS + 1, form.max_row + 1)}
        for name, value in rows[1:]:
            xml = put(xml, f"B{places[name]}", value)
        return xml
    # What the template has prepared goes, what was there comes.
    for row in range(HEADINGS + 1, form.max_row + 1):
        data = rows[row - HEADINGS] if row - HEADINGS < len(rows) else [None] * len(rows[0])
        given = dict(zip(rows[0], data))
        for text, at in headings.items():
            xml = put(xml, f"{get_column_letter(at + 1)}{row}", given.get(text))
    if len(rows) - 1 > form.max_row - HEADINGS:
        sys.exit(f"{old.title}: {len(rows) - 1} rows, and the template has {form.max_row - HEADINGS}")
    return xml


def figures(bonus, path):
    result = json.loads(run(bonus, "compute", str(path), "--format", "json", "--lang", "en"))
    return {name: result[name] for name in ("through", "managers", "department", "adjustments", "prior_periods")}


def main(bonus, old, new):
    book = openpyxl.load_workbook(old)
    first = book.worksheets[0]
    policy = next(row[1].value for row in first.iter_rows() if row[0].value in ("政策", "Policy"))
    lang = "zh" if first.title == "政策" else "en"
    with tempfile.TemporaryDirectory() as folder:
        people = next(sheet for sheet in book if sheet.title in ("客户经理", "Managers")).max_row - 1
        path = template(bonus, policy, people, lang, folder)
        form = openpyxl.load_workbook(path)
        made = pathlib.Path(folder) / "made.xlsx"
        with zipfile.ZipFile(path) as parts, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
            for part in parts.namelist():
                data = parts.read(part)
                number = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", part)
                sheet = form.worksheets[int(number[1]) - 1] if number else None
                if sheet and sheet.title in book.sheetnames:
                    data = filled(data.decode(), book[sheet.title], sheet).encode()
                out.writestr(zipfile.ZipInfo(part, (2017, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
        missing = set(book.sheetnames) - set(form.sheetnames)
        if missing:
            sys.exit(f"the template has no sheets {missing}")
        if figures(bonus, old) != figures(bonus, made):
            sys.exit("the figures are not the same")
        pathlib.Path(new).write_bytes(made.read_bytes())


main(*sys.argv[1:])
