"""The browser of the tests. `python -m tests.chromium` installs one where there is none: Debian's packages when root,
else Playwright's own, where lcdash/documents/chromium.py looks for it. The one without windows takes two thirds of the
time."""

import os
import shutil
import subprocess
import sys

from lcdash.documents.chromium import HOW_TO_GET_ONE, is_there

WITHOUT_WINDOWS = "chromium-headless-shell"


def can_install_packages() -> bool:
    """Whether this is a Debian, and root's."""
    return shutil.which("apt-get") is not None and os.geteuid() == 0


def install() -> None:
    """Fetch a Chromium: Debian's packages when root, else (or where these bring none) Playwright's own."""
    if can_install_packages():
        print("Installing Debian's Chromium ...", flush=True)
        quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=quietly, check=False)
        for package in ("chromium", WITHOUT_WINDOWS):
            command = ["apt-get", "install", "-qq", "-y", package]
            subprocess.run(command, env=quietly, stdout=subprocess.DEVNULL, check=False)
        if is_there():
            return
    print("Installing Playwright's Chromium ...", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    if not is_there() or (can_install_packages() and not shutil.which(WITHOUT_WINDOWS)):
        install()
    if not is_there():
        print(HOW_TO_GET_ONE, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
