"""How much memory a process holds that reads file after file as the server does: `python -m tests.reading_memory`.

Good files and harmful ones in turn; after each turn one line, the megabytes held (RSS). pytest and hypothesis hold
memory of their own in their process, and are not in this one.
"""

import contextlib
from pathlib import Path

from lcdash.documents.self_check import opening, reading, template
from lcdash.evidence import self_check
from tests.self_check_files import DATA, EN, cases

TURNS = 75
HARMFUL = ("half_a_million_strings", "bomb", "macros", "formula")


def megabytes() -> float:
    """The memory this process holds (RSS)."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1]) / 1024


def main() -> None:
    """Read, and say after each turn what is held."""
    good = [template.xlsx(DATA, self_check.example(DATA, city, "en"), EN) for city in self_check.example_cities(DATA)]
    bad = [case.make() for case in cases() if case.name in HARMFUL]
    for turn in range(1, TURNS + 1):
        for content in (good[turn % len(good)], bad[turn % len(bad)]):
            with contextlib.suppress(opening.RefusedError):
                reading.read(DATA, content)
        print(megabytes())


if __name__ == "__main__":
    main()
