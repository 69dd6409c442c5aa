"""The log: one JSON object a line, for whoever runs the dashboard, and nothing in it about who reads.

A line has `time` (UTC), `level` and `event`; within a page's run also `session` (random, new with each visit), `run`
(its number within the session) and `page`. No address, no link, no words that a reader typed.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime

LOG = logging.getLogger("lcdash")
# What the run of a page that is under way adds to each of its lines.
RUN: ContextVar[Mapping[str, object]] = ContextVar("run")


class JsonLines(logging.Formatter):
    """A record as one line; `extra={"told": {...}}` adds to it."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, object] = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": _event(record),
            **RUN.get({}),
            **getattr(record, "told", {}),
        }
        if record.name != LOG.name:
            line["logger"] = record.name
        if record.exc_info and record.exc_info[1]:
            line |= _told(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def _event(record: logging.LogRecord) -> str:
    """What happened. Of what others fill into their sentences nothing: that may be a visitor's own words."""
    ours = record.name == LOG.name or record.name == "py.warnings"
    return record.getMessage() if ours else str(record.msg)


def _told(error: BaseException) -> dict[str, object]:
    """What an error was and where; in its own words only where they can't be a reader's, as those of a full disk."""
    frames = traceback.format_list(traceback.extract_tb(error.__traceback__))
    told: dict[str, object] = {"error": type(error).__name__, "traceback": "".join(frames)}
    return told | {"message": str(error)} if isinstance(error, OSError) else told


def install() -> None:
    """Have every logger of this process write so, those of Streamlit and of the server included, to standard error.

    Others tell warnings and worse: below that, the server writes the address of whoever asks.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.root.handlers = [handler]
    for name in list(logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
        logger.setLevel(logging.NOTSET)
    logging.root.setLevel(logging.WARNING)
    LOG.setLevel(logging.INFO)
    logging.captureWarnings(True)
