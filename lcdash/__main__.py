"""`python -m lcdash check [FOLDER] [--json]`: does a data folder hold to its own rules?"""

import argparse
import io
import json
import sys
from dataclasses import asdict
from pathlib import Path

from lcdash import check

SHIPPED_DATA = Path(__file__).parent.parent / "data"


def main(arguments: list[str] | None = None) -> int:
    """The exit status: 0 where there is nothing to report, 1 where there is."""
    parser = argparse.ArgumentParser(prog="python -m lcdash", description="Work on the dataset from the command line.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    checking = commands.add_parser("check", help="list every problem of a data folder")
    checking.add_argument("folder", nargs="?", type=Path, default=SHIPPED_DATA, help="default: the data shipped here")
    checking.add_argument("--json", action="store_true", help="print the problems as JSON")
    checking.set_defaults(run=lambda given: run_check(given.folder, as_json=given.json))

    given = parser.parse_args(arguments)
    # A Windows console and a pipe may otherwise refuse Thai.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    return int(given.run(given))


def run_check(folder: Path, *, as_json: bool) -> int:
    report = check.examine(folder)
    if as_json:
        problems = [{**asdict(problem), "message": str(problem)} for problem in report.problems]
        counts = {"tables": report.tables, "rows": report.rows}
        print(json.dumps({"problems": problems, **counts}, ensure_ascii=False, indent=1))
    elif report.problems:
        print(*report.problems, sep="\n")
        print(f"{len(report.problems)} problem{'s' if len(report.problems) > 1 else ''}")
    else:
        print(f"{report.tables} tables, {report.rows} rows: no problems")
    return 1 if report.problems else 0


if __name__ == "__main__":
    sys.exit(main())
