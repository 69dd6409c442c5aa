"""What the repository holds: nothing from outside, nothing of one machine, everything pinned."""

import re
import subprocess
import zipfile

import pytest

from lcdash.settings import ROOT

# Patterns with their dots escaped, so that this file does not name such a host itself.
OUTSIDE = re.compile(
    r"cdn\.jsdelivr\.net|code\.jquery\.com|cdnjs\.cloudflare\.com|netdna\.bootstrapcdn\.com|unpkg\.com"
    r"|fonts\.googleapis\.com|fonts\.gstatic\.com|cdn\.plot\.ly|basemaps\.cartocdn\.com|tile\.openstreetmap\.org"
    r"|d3js\.org|data\.streamlit\.io"
)
REGISTRY = re.compile(r"pypi\.org|pythonhosted\.org|registry\.npmjs\.org|deb\.debian\.org")
MACHINE = re.compile(r"(?<![\w.:/-])/(?:work|root|home|mnt)/|(?<![\w.])[.][.]/shared\b|[.]library\b")


def committed_texts() -> dict[str, str]:
    """Path -> text of every file under version control that is text; fonts and pictures are left out.

    Where there is no repository (an unpacked archive), every file that one would hold.
    """
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    hidden = {".git", ".venv", "build"}
    names = listed.stdout.split("\0")[:-1] or [
        str(path.relative_to(ROOT))
        for path in ROOT.rglob("*")
        if path.is_file() and not hidden & set(path.relative_to(ROOT).parts)
    ]
    texts = {}
    for name in names:
        path = ROOT / name
        if path.suffix == ".zip":  # a kept edition: its files are texts of ours too
            with zipfile.ZipFile(path) as kept:
                texts |= {f"{name}/{one}": kept.read(one).decode("utf-8") for one in kept.namelist()}
        elif path.suffix not in {".woff2", ".ttf", ".png", ".ico"} and path.is_file():
            texts[name] = path.read_text(encoding="utf-8")
    return texts


@pytest.mark.parametrize(
    "pattern", [OUTSIDE, REGISTRY, MACHINE], ids=["host of scripts, fonts or tiles", "registry", "place of one machine"]
)
def test_no_file_names_what_only_exists_elsewhere(pattern: re.Pattern[str]) -> None:
    assert {(name, found[0]) for name, text in committed_texts().items() for found in pattern.finditer(text)} == set()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "constraints.txt"])
def test_every_requirement_is_pinned_to_one_version(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    required = [line for line in lines if line and not line.startswith(("#", "-c "))]
    assert required
    assert [line for line in required if not re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][0-9A-Za-z.]*", line)] == []


def test_requirements_and_constraints_agree() -> None:
    constraints = set((ROOT / "constraints.txt").read_text(encoding="utf-8").lower().splitlines())
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / name).read_text(encoding="utf-8").lower().splitlines()
        assert [line for line in lines if "==" in line and line not in constraints] == []


def test_what_is_served_comes_with_its_licence() -> None:
    terms = {
        "static/fonts/OFL.txt": "SIL OPEN FONT LICENSE Version 1.1",
        "static/leaflet/LICENSE-leaflet.txt": "Redistribution and use in source and binary forms",
        "static/leaflet/LICENSE-jquery.txt": "without restriction, including",
        "LICENSE": "without restriction, including",
    }
    for name, words in terms.items():
        assert words in " ".join((ROOT / name).read_text(encoding="utf-8").split()), name


def test_ci_runs_what_a_reader_of_the_readme_runs() -> None:
    assert (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()[-1] == "exec make test"
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme.index("make run") < readme.index("make test")
