"""`python -m lint`: each finding a line; ends with 1 where there is one."""

from __future__ import annotations

import sys

from lint import columns, docstrings, names, styles, typed_rows

FINDINGS = (
    typed_rows.out_of_date,
    typed_rows.untyped,
    columns.unknown,
    docstrings.falling_short,
    styles.without_a_reason,
    names.vague,
)


def main() -> int:
    """Print what every lint finds. Returns the exit code."""
    lines = [line for findings in FINDINGS for line in findings()]
    for line in lines:
        sys.stdout.write(f"{line}\n")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
