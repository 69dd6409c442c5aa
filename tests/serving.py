"""A dashboard in a process of its own, as `make run` starts it."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from lcdash.settings import ROOT

SECONDS_TO_START = 90


def free_port() -> int:
    """A port of this computer that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Server:
    """A started dashboard on a free port of this computer, ready for readers.

    environment   added to this process's own.
    ready_path    answered with 200 when the server is ready; "/_stcore/health" where its data is broken on purpose.
    with_uvicorn  as `make run` does; else by `streamlit run app.py`, which knows no "/readyz".
    folder        where the app lies: this project, or that of another app it is measured against.
    app           what uvicorn serves.
    """

    def __init__(
        self,
        environment: dict[str, str] | None = None,
        ready_path: str = "/readyz",
        with_uvicorn: bool = True,
        folder: Path = ROOT,
        app: str = "asgi:app",
    ) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._log = tempfile.NamedTemporaryFile(suffix=".log", delete=False)  # noqa: SIM115  it outlives this call
        command = (
            f"uvicorn {app} --host 127.0.0.1 --port {port} --no-access-log --ws-per-message-deflate false"
            " --ws-max-size 1000000 --no-server-header"
            if with_uvicorn
            else f"streamlit run app.py --server.port {port}"
        )
        started = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, "-m", *command.split()],
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        try:
            self._wait(ready_path)
        except BaseException:
            self.stop()
            raise
        self.seconds_to_ready = time.monotonic() - started

    def _wait(self, ready_path: str) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise RuntimeError(f"The server ended with status {self._process.returncode}:\n{self.log()}")
            status = self.status(ready_path)
            if status == 200:
                return
            if status == 503:
                raise RuntimeError(f"The server started with broken data:\n{self.log()}")
            time.sleep(0.05)
        raise RuntimeError(f"No 200 from {ready_path} within {SECONDS_TO_START} s:\n{self.log()}")

    def megabytes(self) -> float:
        """The memory its process holds (RSS)."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="utf-8")
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1]) / 1024

    def processor_seconds(self) -> float:
        """The time that processors have spent on its process, whatever else this computer does meanwhile."""
        spent = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(spent[11]) + int(spent[12])) / os.sysconf("SC_CLK_TCK")

    def status(self, path: str) -> int:
        """The status that a GET of `path` is answered with; 0 where nobody answers."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=30) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def get(self, path: str) -> tuple[dict[str, str], str]:
        """Headers (names in lower case) and text of the answer to a GET of `path`; raises where it is not 2xx."""
        with urllib.request.urlopen(self.url + path, timeout=30) as answer:
            return {name.lower(): value for name, value in answer.headers.items()}, answer.read().decode()

    def log(self) -> str:
        """All that the server has written so far."""
        return Path(self._log.name).read_text(encoding="utf-8", errors="replace")

    def kill(self) -> None:
        """End the server as a crash or a power cut does: it gets to say nothing."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """End the server and remove its log."""
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()
        Path(self._log.name).unlink(missing_ok=True)
