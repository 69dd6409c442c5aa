"""Work on the dataset from the command line.

`python -m lcdash check [FOLDER] [--json]`: does a data folder hold to its own rules?
`python -m lcdash diff OLD NEW`: what changed between two folders or zips, cell by cell?
`python -m lcdash edition`: keep this version of the data, so that a citation of it finds it.
"""

import argparse
import io
import json
import sys
from pathlib import Path

from lcdash.dataset import check, diff

SHIPPED_DATA = Path(__file__).parent.parent / "data"


def main(arguments: list[str] | None = None) -> int:
    """The exit status: 0 where there is nothing to report, 1 where there is, 2 where it cannot be told."""
    parser = argparse.ArgumentParser(prog="python -m lcdash", description="Work on the dataset from the command line.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    checking = commands.add_parser("check", help="list every problem of a data folder")
    checking.add_argument("folder", nargs="?", type=Path, default=SHIPPED_DATA, help="default: the data shipped here")
    checking.add_argument("--json", action="store_true", help="print the problems as JSON")
    checking.set_defaults(run=lambda given: run_check(given.folder, as_json=given.json))

    comparing = commands.add_parser(
        "diff",
        help="print what changed between two versions",
        description="Print what changed, cell by cell. Exit status: 0 no difference, 1 differences, 2 cannot be read.",
    )
    comparing.add_argument("old", type=Path, metavar="OLD", help="a data folder, or a zip of one")
    comparing.add_argument("new", type=Path, metavar="NEW", help="the same, of the other version")
    comparing.set_defaults(run=lambda given: run_diff(given.old, given.new))

    keeping = commands.add_parser(
        "edition",
        help="keep this version of the data as a zip",
        description="Write editions/VERSION.zip. Exit status: 0 kept, 1 problems, 2 another is kept already.",
    )
    keeping.set_defaults(run=lambda _given: run_edition())

    _add_review(commands)

    given = parser.parse_args(arguments)
    # A Windows console and a pipe may otherwise refuse Thai.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return int(given.run(given))


def _add_review(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    reviewing = commands.add_parser(
        "review",
        help="draw rows for people to check, or read their verdicts",
        description="Write a workbook and a printable sheet of rows drawn at random, each beside its place in the "
        "source; or read a filled workbook into human_check.csv. Exit status: 0 done, 2 cannot be done.",
    )
    reviewing.add_argument("--seed", type=int, default=1, help="the same seed draws the same rows (default: 1)")
    reviewing.add_argument("--size", type=int, default=40, help="how many rows (default: 40)")
    reviewing.add_argument("--table", action="append", help="a table to draw from; may be repeated (default: evidence)")
    reviewing.add_argument("--code", action="append", default=[], metavar="COLUMN=CODE", help="only such rows")
    reviewing.add_argument("--language", choices=("th", "en"), default="th", help="of headings and codes")
    reviewing.add_argument("--to", type=Path, default=Path(), metavar="FOLDER", help="where to write (default: here)")
    reviewing.add_argument("--read", type=Path, metavar="FILE", help="a filled workbook to take in")
    reviewing.add_argument("--folder", type=Path, default=SHIPPED_DATA, help="default: the data shipped here")
    reviewing.set_defaults(run=run_review)


def run_check(folder: Path, *, as_json: bool) -> int:
    """Print every problem of a data folder, or its counts. Returns 1 where there is a problem, else 0."""
    report = check.examine(folder)
    if as_json:
        problems = [problem.as_json() for problem in report.problems]
        counts = {"tables": report.tables, "rows": report.rows}
        print(json.dumps({"problems": problems, **counts}, ensure_ascii=False, indent=1))
    elif report.problems:
        print(*report.problems, sep="\n")
        print(f"{len(report.problems)} problem{'s' if len(report.problems) > 1 else ''}")
    else:
        print(f"{report.tables} tables, {report.rows} rows: no problems")
    return 1 if report.problems else 0


def run_diff(old: Path, new: Path) -> int:
    """Print what changed between two data folders. Returns 0 for no change, 1 for some, 2 where one is unreadable."""
    try:
        found = list(diff.changes(diff.read(old), diff.read(new)))
    except diff.UnreadableError as error:
        print(*error.lines, sep="\n", file=sys.stderr)
        return 2
    print(*found, f"{len(found) or 'no'} difference{'' if len(found) == 1 else 's'}", sep="\n")
    return 1 if found else 0


def run_edition() -> int:
    """Keep the data as the edition of its version. Returns 1 for data with problems, 2 for a version that is taken."""
    from lcdash.dataset import loading
    from lcdash.documents import published

    try:
        name, new = published.keep(loading.load())
    except loading.DataError as error:
        print(*error.lines, sep="\n", file=sys.stderr)
        return 1
    except FileExistsError as error:
        print(f"{error}: another edition of this version is kept; give the data a new version", file=sys.stderr)
        return 2
    print(f"{name}: {'kept' if new else 'is kept already'}")
    return 0


def run_review(given: argparse.Namespace) -> int:
    """Draw rows for people to check, or enter their verdicts. Returns 2 and prints why where either is refused."""
    from lcdash.dataset import loading  # with pandas, which the other commands do without
    from lcdash.documents import review
    from lcdash.language.translations import Translations

    t = Translations("common", given.language)
    try:
        if problems := check.problems(given.folder):
            raise review.ReviewError(list(map(str, problems)))
        data = loading.read(given.folder)
        if given.read:
            held = review.enter(given.folder, review.verdicts(given.read, data, t))
            print(f"{given.folder / review.FILE}: {held} verdict{'' if held == 1 else 's'}")
            return 0
        names = given.table or ["evidence"]
        if given.size < 1:
            raise review.ReviewError([f"--size: found {given.size}, expected at least 1"])
        drawn = review.draw(data, names, given.code, given.size, given.seed, t)
        how = " ".join(
            ["python -m lcdash review", f"--seed {given.seed} --size {given.size}"]
            + [f"--table {name}" for name in names]
            + [f"--code {code}" for code in given.code]
        )
        given.to.mkdir(parents=True, exist_ok=True)
        stem = f"review_{data.version}_{'_'.join(names)}_seed{given.seed}"
        (given.to / f"{stem}.xlsx").write_bytes(review.workbook(data, drawn, how, t))
        (given.to / f"{stem}.html").write_text(review.printable(data, drawn, how, t), encoding="utf-8")
        print(*(given.to / f"{stem}.{kind}" for kind in ("xlsx", "html")), f"{len(drawn)} rows", sep="\n")
    except review.ReviewError as error:
        print(*error.lines, sep="\n", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
