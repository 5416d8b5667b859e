#!/usr/bin/env python3
"""Makes the pictures of the READMEs: what the program prints, and a results sheet.

    cargo build --release && python3 examples/pictures/make.py target/release/bonus

Needs Pillow, LibreOffice, pdftoppm and the Noto CJK fonts (pip install pillow; apt-get install libreoffice-calc
poppler-utils fonts-noto-cjk).
"""

import os
import re
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FONTS = Path("/usr/share/fonts/opentype/noto")
# The family of fixed width for simplified Chinese inside the collection.
MONO = "Noto Sans Mono CJK SC"
COLOURS = {"31": "#f2777a", "32": "#99cc99", "33": "#ffcc66", "2": "#8f96a3"}
GROUND, INK, PROMPT = "#1d2430", "#e6e9ef", "#6fb3ff"
SESSIONS = {
    "zh": ["bonus compute examples/key-account.xlsx", "bonus check fixtures/faults/two.xlsx"],
    "en": ["bonus compute examples/key-account.xlsx --lang en", "bonus check fixtures/faults/two.xlsx --lang en"],
}


def font(weight, size):
    path = FONTS / f"NotoSansCJK-{weight}.ttc"
    for index in range(30):
        face = ImageFont.truetype(str(path), size, index=index)
        if face.getname()[0] == MONO:
            return face
    raise SystemExit(f"{path} has no {MONO}")


def printed(bonus, command, folder):
    """What a command prints, with its colours."""
    environment = {**os.environ, "CLICOLOR_FORCE": "1", "COLUMNS": "100", "LANG": "C.UTF-8"}
    environment.pop("NO_COLOR", None)
    words = [str(bonus), *command.split()[1:]]
    run = subprocess.run(words, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return run.stdout.decode().rstrip("\n").split("\n")


def terminal(bonus, commands, target):
    size, step, high, margin = 20, 10, 28, 18
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for shared in ["examples", "fixtures"]:
            Path(folder, shared).mkdir()
        for file in ["examples/key-account.xlsx", "fixtures/faults/two.xlsx"]:
            Path(folder, file).parent.mkdir(exist_ok=True)
            Path(folder, file).write_bytes((ROOT / file).read_bytes())
        for command in commands:
            lines += [f"\x1b[PROMPTm$\x1b[0m \x1b[1m{command}\x1b[0m", *printed(bonus, command, folder), ""]
    lines = lines[:-1]
    plain, bold = font("Regular", size), font("Bold", size)
    cells = lambda text: sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)
    bare = [re.sub(r"\x1b\[[A-Z0-9;]*m", "", line) for line in lines]
    width = max(cells(line) for line in bare) * step + 2 * margin
    picture = Image.new("RGB", (width, len(lines) * high + 2 * margin), GROUND)
    draw = ImageDraw.Draw(picture)
    for row, line in enumerate(lines):
        column, colour, face = 0, INK, plain
        for part in re.split(r"(\x1b\[[A-Z0-9;]*m)", line):
            if code := re.fullmatch(r"\x1b\[([A-Z0-9;]*)m", part):
                for one in code[1].split(";"):
                    if one in ("", "0"):
                        colour, face = INK, plain
                    elif one == "1":
                        face = bold
                    elif one == "PROMPT":
                        colour = PROMPT
                    else:
                        colour = COLOURS.get(one, colour)
                continue
            for char in part:
                at = (margin + column * step, margin + row * high)
                draw.text(at, char, font=face, fill=colour)
                column += cells(char)
    save(picture, target)


def trimmed(page, border=24):
    """A page without its margins, header and footer."""
    page = page.crop((0, page.height // 18, page.width, page.height * 17 // 18))
    box = ImageChops.difference(page, Image.new("RGB", page.size, "white")).getbbox()
    left, top, right, bottom = box
    return page.crop((max(0, left - border), max(0, top - border), right + border, bottom + border))


def sheet(bonus, lang, target):
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder, "results.xlsx")
        example = ROOT / "examples/key-account.xlsx"
        subprocess.run([bonus, "compute", example, "--lang", lang, "-q", "-o", results], check=True)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, results]
        subprocess.run(convert, check=True, stdout=subprocess.DEVNULL)
        # The summary is the first page.
        pages = ["pdftoppm", "-r", "150", "-l", "1", "-singlefile", "-png", f"{folder}/results.pdf", f"{folder}/page"]
        subprocess.run(pages, check=True)
        save(trimmed(Image.open(f"{folder}/page.png").convert("RGB")), target)


def save(picture, name):
    target = HERE / name
    picture.quantize(96, dither=Image.Dither.NONE).save(target, optimize=True)
    print(f"{target.relative_to(ROOT)}  {picture.width}×{picture.height}  {target.stat().st_size // 1024} KB")


def main():
    bonus = Path(sys.argv[1]).resolve()
    for lang in ["zh", "en"]:
        terminal(bonus, SESSIONS[lang], f"terminal.{lang}.png")
        sheet(bonus, lang, f"results.{lang}.png")


main()
