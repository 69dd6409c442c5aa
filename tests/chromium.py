"""The browser of the tests. `python -m tests.chromium` installs one where there is none (lcdash.chromium looks for it):
Debian's package when root, else Playwright's own."""

import os
import shutil
import subprocess
import sys

from lcdash.documents.chromium import HOW_TO_GET_ONE, is_there


def install() -> None:
    """Fetch a Chromium: Debian's package when root, else (or where that brings none) Playwright's own."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("Installing Debian's Chromium ...", flush=True)
        quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=quietly, check=False)
        subprocess.run(
            ["apt-get", "install", "-qq", "-y", "chromium"], env=quietly, stdout=subprocess.DEVNULL, check=False
        )
        if is_there():
            return
    print("Installing Playwright's Chromium ...", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    if not is_there():
        install()
    if not is_there():
        print(HOW_TO_GET_ONE, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
