"""The same Chromium, told by a pipe what to print and answering by one: for documents that hold a reader's own words.

chromium.py writes the document to a file that Chromium opens. What a reader has typed is never written: Chromium is
given it in a message of its DevTools protocol, and the folder of its profile, which goes with it, holds nothing of it.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import Any

from lcdash.documents import chromium
from lcdash.documents.chromium import LONGEST_DOCUMENT, QUIETLY, SECONDS_TO_PRINT, PrintError

# Chromium reads messages from descriptor 3 and writes them to 4; a process of its own puts the pipes there.
PUT_IN_PLACE = """
import fcntl, os, sys
came, goes = (fcntl.fcntl(int(one), fcntl.F_DUPFD, 10) for one in sys.argv[1:3])
os.dup2(came, 3), os.dup2(goes, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
WITHOUT_A_TRACE = ("--remote-debugging-pipe", "--incognito", "--disk-cache-size=1", "--disable-breakpad")
DRAWN = "document.body.offsetHeight, document.fonts.ready.then(() => true)"
CHUNK = 1 << 16


def pdf(document: str) -> bytes:
    """An HTML document that needs nothing else, printed by the rules of its own style sheet (@page).

    Raises  NoBrowserError where this computer has no Chromium, PrintError where it brought no PDF within
            SECONDS_TO_PRINT.
    """
    return _made(document, {}, "Page.printToPDF", preferCSSPageSize=True, printBackground=True)


def png(document: str, *, width: int, height: int, sharpness: int = 2) -> bytes:
    """An HTML document as it stands in a window of `width` by `height`, each of its pixels as `sharpness` by as many.

    Raises  as `pdf`.
    """
    window = {"width": width, "height": height, "deviceScaleFactor": sharpness, "mobile": False}
    return _made(document, window, "Page.captureScreenshot", format="png")


def _made(document: str, window: dict[str, Any], method: str, **how: object) -> bytes:
    if len(document) > LONGEST_DOCUMENT:
        raise PrintError(f"a document of {len(document)} characters; at most {LONGEST_DOCUMENT}")
    try:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile, _started(profile) as talk:
            target = talk.ask("Target.createTarget", url="about:blank")["targetId"]
            talk.session = talk.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
            frame = talk.ask("Page.getFrameTree")["frameTree"]["frame"]["id"]
            if window:
                talk.ask("Emulation.setDeviceMetricsOverride", **window)
            talk.ask("Page.setDocumentContent", frameId=frame, html=document.encode(errors="replace").decode())
            talk.ask("Runtime.evaluate", expression=DRAWN, awaitPromise=True)
            return base64.b64decode(talk.ask(method, **how)["data"])
    except OSError as error:
        raise PrintError(str(error)) from error


class _Talk:
    """A conversation with Chromium: a message goes out, its answer is waited for."""

    def __init__(self, goes: int, comes: int) -> None:
        self.session = ""
        self._goes, self._comes, self._held, self._number = goes, comes, b"", 0
        self._until = time.monotonic() + SECONDS_TO_PRINT

    def ask(self, method: str, **params: object) -> dict[str, Any]:
        """What Chromium answers; raises PrintError where it refuses or says nothing in time."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        self._send(json.dumps(message).encode() + b"\0")
        while True:
            answer = json.loads(self._next())
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise PrintError(str(answer["error"].get("message", method)))
                return dict(answer["result"])

    def _send(self, content: bytes) -> None:
        while content:
            self._wait([], [self._goes])
            content = content[os.write(self._goes, content[:CHUNK]) :]

    def _next(self) -> bytes:
        while b"\0" not in self._held:
            self._wait([self._comes], [])
            read = os.read(self._comes, CHUNK)
            if not read:
                raise PrintError("Chromium ended")
            self._held += read
        message, _, self._held = self._held.partition(b"\0")
        return message

    def _wait(self, comes: list[int], goes: list[int]) -> None:
        if not any(select.select(comes, goes, [], max(self._until - time.monotonic(), 0))):
            raise PrintError(f"nothing within {SECONDS_TO_PRINT} seconds")


@contextlib.contextmanager
def _started(profile: str) -> Iterator[_Talk]:
    """Chromium with a pipe in each direction; neither it nor any of its children is left afterwards."""
    browser = chromium.find()
    (came, goes), (comes, went) = os.pipe(), os.pipe()
    command = [browser, *QUIETLY, *WITHOUT_A_TRACE, f"--user-data-dir={profile}", "about:blank"]
    os.set_blocking(goes, False)
    try:
        process = subprocess.Popen(  # noqa: S603  # nosec B603
            [sys.executable, "-c", PUT_IN_PLACE, str(came), str(went), *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(came, went),
            start_new_session=True,
        )
        for theirs in (came, went):
            os.close(theirs)
        try:
            yield _Talk(goes, comes)
        finally:
            chromium.end(process)
    finally:
        for ours in (goes, comes):
            os.close(ours)
