"""LibreOffice opens what the dashboard gives away, and poppler reads what LibreOffice makes of it."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from lcdash.drawing import text_metrics

PACKAGES = {
    "soffice": "libreoffice-impress libreoffice-calc",
    "pdfinfo": "poppler-utils",
    "pdftotext": "poppler-utils",
    "pdffonts": "poppler-utils",
    "pdftoppm": "poppler-utils",
}
# The typeface of the dashboard beside those of the computer, which may have no Thai one.
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>
<dir>{own}</dir><dir>/usr/share/fonts</dir><cachedir>{cache}</cachedir></fontconfig>"""
SECONDS = 180


def need(program: str) -> str:
    """The path of a program; where it is missing the test fails and says which Debian package brings it."""
    found = shutil.which(program)
    if not found:
        pytest.fail(f"{program} is missing. On Debian: apt-get install {PACKAGES[program]}", pytrace=False)
    return found


def run(program: str, *arguments: str | Path) -> str:
    answer = subprocess.run(
        [need(program), *map(str, arguments)], capture_output=True, text=True, timeout=SECONDS, check=True
    )
    return answer.stdout


def converted(content: bytes, name: str, form: str, folder: Path, sheet: int = 1) -> Path:
    """What LibreOffice makes of a file: `form` is "pdf", or "csv" for one sheet of a book, counted from 1."""
    soffice = need("soffice")
    source, fonts = folder / name, folder / "fonts.conf"
    source.write_bytes(content)
    fonts.write_text(FONTS.format(own=text_metrics.FOLDER, cache=folder / "fonts"), encoding="utf-8")
    filters = {"csv": f"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,{sheet}"}
    subprocess.run(
        [
            soffice,
            "--headless",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to",
            filters.get(form, form),
            "--outdir",
            str(folder),
            str(source),
        ],
        env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
        capture_output=True,
        timeout=SECONDS,
        check=True,
    )
    made = next(folder.glob(f"{source.stem}-*.{form}"), source.with_suffix(f".{form}"))
    assert made.exists(), f"LibreOffice made no {form} of {name}"
    return made


def pages(pdf: Path) -> int:
    return int(re.search(r"^Pages:\s+(\d+)", run("pdfinfo", pdf), re.MULTILINE)[1])


def fonts(pdf: Path) -> list[str]:
    """The names of the fonts in a PDF, each once, without the letters before "+" that mark a part of a font."""
    lines = run("pdffonts", pdf).splitlines()[2:]
    return sorted({line.split()[0].partition("+")[2] or line.split()[0] for line in lines})


def words(pdf: Path, page: int) -> list[tuple[str, float]]:
    """Every word of a page with how far down its lower edge is, in points."""
    told = run("pdftotext", "-bbox", "-f", str(page), "-l", str(page), pdf, "-")
    return [(word, float(y)) for y, word in re.findall(r'yMax="([0-9.]+)">([^<]*)</word>', told)]
